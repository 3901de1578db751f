import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Contestant } from "../../src/measure/contestant.ts";
import { operationFuel } from "../../src/measure/fuel.ts";
import type { Measuring } from "../../src/measure/measure.ts";
import { type LoadedBundle, loadBundle } from "../../src/measure/subject.ts";
import type { Arm } from "../../src/model/measurement.ts";
import { hasFuel } from "../../src/suites/case.ts";
import { catalog } from "../../src/suites/catalog.ts";
import { makeFolder } from "../bundle/workshop.ts";
import { contestant, type Difference, measureBriefly } from "./fixture.ts";

let workshop: Awaited<ReturnType<typeof makeFolder>>;
let bundle: LoadedBundle;
beforeAll(async () => {
  workshop = await makeFolder();
  const guests = ["add", "fib", "noop", "trap-unreachable", "footprint-64kb", "grow"];
  bundle = await loadBundle((await contestant(workshop.folder, "head", { guests })).folder);
}, 60_000);
afterAll(() => workshop.remove());

function caseOf(id: string) {
  const found = catalog.find((each) => each.id === id);
  if (!found) throw new Error(`there is no case ${id}`);
  return found;
}

async function fuelOf(id: string): Promise<number | null> {
  return (await operationFuel(caseOf(id), bundle, { profile: false })).fuel;
}

describe("the fuel of one operation", () => {
  test.each([
    { n: 10, calling: 88 },
    { n: 20, calling: 10_945 },
    { n: 30, calling: 1_346_268 },
  ])("of fib($n) is that of its instructions", async ({ n, calling }) => {
    // a call that calls no other executes 5 instructions, one that calls two more executes 13; there is one more of the first
    expect(await fuelOf(`execution/fib-${n}`)).toBe(calling * 13 + (calling + 1) * 5);
  });

  test("of an empty function is nothing", async () => {
    expect(await fuelOf("execution/noop")).toBe(0);
  });

  test("is summed over the instances that it starts, and leaves out those of before", async () => {
    const one = await fuelOf("memory/scaling-1");
    expect(one).toBeGreaterThan(0);
    expect(await fuelOf("memory/scaling-50")).toBe(50 * Number(one));
    expect(await fuelOf("memory/sequential-25")).toBe(25 * Number(await fuelOf("instantiation/warm-start")));
  });

  test("is that of a cold start as well", async () => {
    expect(await fuelOf("instantiation/cold-start")).toBe(await fuelOf("instantiation/warm-start"));
  });

  test("counts up to a trap, and after it in a fresh instance", async () => {
    const [trap, fine] = [await fuelOf("crash/trap-unreachable"), await fuelOf("crash/normal-execution")];
    expect([trap, fine]).toEqual([1, 3]);
    expect(await fuelOf("crash/recovery")).toBe(Number(trap) + Number(fine));
  });

  test("is that of its functions together", async () => {
    const { fuel, functions } = await operationFuel(caseOf("crash/recovery"), bundle, { profile: true });
    expect(functions.map((each) => each.fuel).toSorted()).toEqual([1, 3]);
    expect(fuel).toBe(4);
  });

  test("leaves the engine as it was", async () => {
    const engine = WebAssembly;
    await fuelOf("execution/noop");
    await expect(operationFuel(caseOf("execution/fill-memory"), bundle, { profile: false })).rejects.toThrow(
      "no guest called fill",
    );
    expect(WebAssembly).toBe(engine);
  });
});

test("cases have fuel that run guests, and always the same way", () => {
  const without = catalog.filter((each) => !hasFuel(each)).map(({ id }) => id);
  expect(without.filter((id) => !/^(load|kernel)\//.test(id))).toEqual([
    "execution/native-add",
    "crash/trap-stack",
    "crash/cleanup-after-success",
    "crash/cleanup-after-trap",
    "crash/fuel-exhaustion",
  ]);
  expect(catalog.filter((each) => /^(load|kernel)\//.test(each.id) && hasFuel(each))).toEqual([]);
});

let variants = 0;

/** Base, head and the base again. */
async function contestants(
  base: Difference,
  head: Difference,
): Promise<[Contestant, Contestant, Contestant]> {
  const folder = join(workshop.folder, String(variants++));
  const built = await contestant(folder, "base", base);
  return [built, await contestant(folder, "head", head), { ...built, arm: "control" }];
}

function fuelRecords({ measurements }: Measuring, arm: Arm) {
  const ofArm = measurements.filter((each) => each.metric === "fuel" && each.arm === arm);
  return Object.fromEntries(ofArm.map(({ case: id, samples }) => [id, samples]));
}

describe("a run", () => {
  const suites = ["execution/wasm-add", "execution/fib-10"];
  const guests = ["add", "fib"];

  test("counts twice, in base and in head, and looks into the functions of what differs", async () => {
    const slower = `
      function compute(n: i32): i32 { return n < 2 ? n : compute(n - 1) + compute(n - 2); }
      export function fib(n: i32): i32 { return compute(n + 1) - compute(n - 1); }`;
    const arms = await contestants({ guests }, { guests, sources: { "guests/fib.ts": slower } });
    const measured = await measureBriefly({ contestants: arms, suites, seconds: 0.1 });
    expect(measured.failures).toEqual([]);
    const [base, head] = [fuelRecords(measured, "base"), fuelRecords(measured, "head")];
    expect(base).toEqual({ "execution/wasm-add": [3, 3], "execution/fib-10": [1_589, 1_589] });
    expect(head["execution/wasm-add"]).toEqual([3, 3]);
    expect(head["execution/fib-10"]?.[0]).toBeGreaterThan(3_000);
    expect(fuelRecords(measured, "control")).toEqual({});
    expect(measured.profiles.map((profile) => [profile.arm, profile.case])).toEqual([
      ["base", "execution/fib-10"],
      ["head", "execution/fib-10"],
    ]);
    for (const { arm, functions } of measured.profiles) {
      const total = functions.reduce((sum, each) => sum + each.fuel, 0);
      expect(total).toBe((arm === "base" ? base : head)["execution/fib-10"]?.[0]);
    }
    expect(measured.profiles[0]?.functions).toEqual([{ function: "guests/fib/fib", fuel: 1_589 }]);
  });

  test("fails a case that answers wrong when it is metered, before it is timed, and no other", async () => {
    const wrong = "export function add(a: i32, b: i32): i32 { return a + b + 1; }";
    const arms = await contestants({ guests }, { guests, sources: { "guests/add.ts": wrong } });
    const measured = await measureBriefly({ contestants: arms, suites, seconds: 0.1 });
    expect(measured.failures).toMatchObject([
      { case: "execution/wasm-add", arm: "head", round: 0, message: expect.stringContaining("wrong answer") },
    ]);
    expect(Object.keys(fuelRecords(measured, "head"))).toEqual(["execution/fib-10"]);
  });

  test("counts the fuel of a base whose host it cannot speak to", async () => {
    const head = await contestant(join(workshop.folder, "one"), "head", { guests });
    const older = { ...head, manifest: { ...head.manifest, interface: 0 } };
    const measured = await measureBriefly({
      contestants: [{ ...older, arm: "base" }, head, { ...older, arm: "control" }],
      suites: ["instantiation/warm-start"],
      seconds: 0.1,
    });
    expect(fuelRecords(measured, "base")).toEqual({ "instantiation/warm-start": [3, 3] });
    expect(fuelRecords(measured, "head")).toEqual({ "instantiation/warm-start": [3, 3] });
  });
});
