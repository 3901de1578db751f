import { randomBytes } from "node:crypto";
import { controlModule } from "../wasm/control-module.ts";
import { makeDistinct } from "../wasm/distinct.ts";
import { type Benchmark, expectAnswer, type Task } from "./case.ts";

type Mix = (steps: number) => number;

const steps = 200;
const lastOfSteps = -938_806_424;

/** The same program in all arms, whatever they are, with bytes of its own in each. It settles within milliseconds. */
export function prepareControl(): Task {
  const module = new WebAssembly.Module(makeDistinct(controlModule, randomBytes(16)));
  const mix = new WebAssembly.Instance(module).exports.mix as Mix;
  expectAnswer(`mix(${steps})`, mix(steps), lastOfSteps);
  return {
    run(times) {
      for (let i = 0; i < times; i++) mix(steps);
    },
  };
}

/**
 * Cases that no change can touch, one for arms that share a process and one for arms that do not. When one of them moves,
 * the machine favours an arm, and no other time can be believed either.
 */
export const controls: readonly Benchmark[] = [
  {
    kind: "benchmark",
    isolation: "turns",
    id: "control/turns",
    why: "The same program in all arms, taking turns in one process: nothing that is compared can move it.",
    guests: [],
    host: "fuelgauge",
    gates: false,
    fuel: false,
    prepare: prepareControl,
  },
  {
    kind: "benchmark",
    isolation: "process",
    id: "control/processes",
    why: "The same program in all arms, each in a process of its own: nothing that is compared can move it.",
    guests: [],
    host: "fuelgauge",
    gates: false,
    fuel: false,
    floor: 0.05,
    prepare: prepareControl,
  },
];

/** The controls of a run of these cases: for each way in which arms are kept apart, one. */
export function controlsOf(cases: readonly { readonly isolation: string }[]): readonly Benchmark[] {
  return controls.filter(({ isolation }) =>
    cases.some((each) => (each.isolation === "turns") === (isolation === "turns")),
  );
}
