import { expect, test } from "vitest";
import { FuelgaugeError } from "../../src/errors.ts";
import { catalog, selectCases } from "../../src/suites/catalog.ts";
import { targets } from "../../src/suites/targets.ts";

const ids = (patterns: string[]) => selectCases(patterns).map(({ id }) => id);

test("every case has a name of its own and says in one line why it exists", () => {
  expect(new Set(catalog.map(({ id }) => id)).size).toBe(catalog.length);
  for (const { id, why } of catalog) {
    expect(id).toMatch(/^[a-z]+\/[a-z0-9-]+$/);
    expect(why).toMatch(/^[A-Z0-9][^\n]{20,160}\.?$/);
  }
});

test("full is all cases of the bundled runtime, auto and quick leave the kernel and the scenarios of load out", () => {
  expect(selectCases(["full"])).toEqual(catalog);
  const left = catalog.filter((each) => !selectCases(["quick"]).includes(each));
  expect(left.length).toBeGreaterThan(0);
  for (const { id, kind } of left) {
    if (!id.startsWith("kernel/")) expect([kind, id]).toEqual(["scenario", expect.stringMatching(/^load\//)]);
  }
  expect(selectCases(["auto"])).toEqual(selectCases(["quick"]));
  expect(ids(["quick"]).filter((id) => id.startsWith("load/"))).toEqual(["load/fresh-guests"]);
});

test("naming a case that quick leaves out selects it", () => {
  expect(ids(["load/crash-storm"])).toEqual(["load/crash-storm"]);
  expect(ids(["load/*"])).toEqual(catalog.map(({ id }) => id).filter((id) => id.startsWith("load/")));
  expect(ids(["quick", "load/scaling-1*"])).toEqual([
    ...ids(["quick"]),
    "load/scaling-1",
    "load/scaling-10",
    "load/scaling-150",
  ]);
});

test("a case, a glob and what is left out", () => {
  expect(ids(["execution/fib-30"])).toEqual(["execution/fib-30"]);
  expect(ids(["execution/fib-*"])).toEqual(["execution/fib-10", "execution/fib-20", "execution/fib-30"]);
  expect(ids(["execution/*", "!execution/fib-*"])).not.toContain("execution/fib-10");
  expect(ids(["!load/*"])).toEqual(ids(["quick"]).filter((id) => !id.startsWith("load/")));
});

test("a pattern that matches nothing, and a choice that leaves nothing, are refused with the choices", () => {
  expect(() => selectCases(["exection/*"])).toThrow(FuelgaugeError);
  expect(() => selectCases(["exection/*"])).toThrow(/exection.+\n.+\n.+execution\/\*/);
  expect(() => selectCases(["load/*", "!load/*"])).toThrow(/select no case/);
  expect(() => selectCases(["!nothing"])).toThrow(/nothing/);
});

test("targets are about cases that exist", () => {
  const known = new Set<string>([...catalog.map(({ id }) => id), "modules/footprint-64kb"]);
  for (const { figure, relativeTo, advice } of targets) {
    expect(known).toContain(figure.case);
    if (relativeTo) expect(known).toContain(relativeTo.case);
    expect(advice.length).toBeGreaterThan(1);
  }
});
