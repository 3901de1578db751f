import { expect, test } from "vitest";
import { selectCases } from "../../src/suites/catalog.ts";
import { controls, controlsOf } from "../../src/suites/control.ts";
import { controlModule } from "../../src/wasm/control-module.ts";

test("the control's answer is the one of its formula", () => {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(controlModule));
  const mix = instance.exports.mix as (steps: number) => number;
  for (const steps of [1, 2, 200, 5000]) {
    let x = 0;
    for (let step = 0; step < steps; step++) x = (Math.imul(x, 1664525) + 1013904223) | 0;
    expect(mix(steps)).toBe(x);
  }
});

test.each(controls)("$id takes nothing from a bundle, and never gates", async (control) => {
  expect(control).toMatchObject({ guests: [], gates: false, fuel: false });
  const untouchable = new Proxy({} as Parameters<typeof control.prepare>[0], {
    get: (_, name) => {
      throw new Error(`it uses ${String(name)} of what is compared`);
    },
  });
  const task = await control.prepare(untouchable);
  task.run(3);
});

test("a run has a control for each way in which arms are kept apart", () => {
  const of = (...patterns: string[]) => controlsOf(selectCases(patterns)).map(({ id }) => id);
  expect(of("execution/fib-20")).toEqual(["control/turns"]);
  expect(of("instantiation/*")).toContain("control/processes");
  expect(of("quick")).toEqual(["control/turns", "control/processes"]);
});
