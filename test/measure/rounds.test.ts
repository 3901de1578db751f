import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { interfaceVersion } from "../../runtime/host/interface.ts";
import type { Measuring } from "../../src/measure/measure.ts";
import type { Arm } from "../../src/model/measurement.ts";
import { makeFolder } from "../bundle/workshop.ts";
import { contestant, type Difference, measureBriefly } from "./fixture.ts";

let workshop: Awaited<ReturnType<typeof makeFolder>>;
beforeAll(async () => {
  workshop = await makeFolder();
});
afterAll(() => workshop.remove());

let variants = 0;

/** Base, head and the base again. */
async function contestants(base: Difference, head: Difference) {
  const folder = join(workshop.folder, String(variants++));
  const built = {
    base: await contestant(folder, "base", base),
    head: await contestant(folder, "head", head),
  };
  return [built.base, built.head, { ...built.base, arm: "control" as const }];
}

/** Arms that a case was timed in. Its fuel is counted without the arm's host code. */
function armsOf({ measurements }: Measuring, id: string): Arm[] {
  const timed = measurements.filter(({ metric }) => metric !== "fuel");
  const arms = timed.filter((measurement) => measurement.case === id).map(({ arm }) => arm);
  return [...new Set(arms)].sort();
}

describe("two programs in one realm touch each other", () => {
  /** Takes V8's fast path for iterating arrays away, as a polyfill might. */
  const patches = `
    const original = Array.prototype[Symbol.iterator];
    Array.prototype[Symbol.iterator] = function () { return original.call(this); };`;
  const minds = [
    "liveGuests++;",
    'liveGuests++; if (!String(Array.prototype[Symbol.iterator]).includes("[native code]")) throw new Error("patched");',
  ] as const;
  const guests = ["add", "trap-unreachable"];

  test("the trap: in one process, the base feels what head patched; the cure: a process for each arm", async () => {
    const arms = await contestants({ guests, replace: minds }, { guests, host: patches });
    const [base, head] = arms.map(
      ({ folder, manifest }) => pathToFileURL(join(folder, "bundle", manifest.runtime?.host ?? "")).href,
    );
    const together = `
      await import(${JSON.stringify(head)});
      const { compile, instantiate } = await import(${JSON.stringify(base)});
      const empty = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
      try { instantiate(compile(empty)); console.log("unharmed"); } catch (e) { console.log(e.message); }`;
    const run = (script: string) =>
      execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" }).trim();
    expect(run(together)).toBe("patched");
    expect(run(together.replace(/await import\([^)]*\);/, ""))).toBe("unharmed");

    const measured = await measureBriefly({ contestants: arms, suites: ["instantiation/warm-start"] });
    expect(measured.failures).toEqual([]);
    expect(armsOf(measured, "instantiation/warm-start")).toEqual(["base", "control", "head"]);
  });
});

test("a case whose process dies takes down neither its neighbours nor the other arms", async () => {
  const guests = ["add", "trap-unreachable"];
  const dies: Difference = {
    guests,
    replace: [
      "function trapped(thrown: unknown): Outcome {",
      "function trapped(thrown: unknown): Outcome { process.exit(3);",
    ],
  };
  const suites = [
    "crash/normal-execution",
    "crash/trap-unreachable",
    "crash/recovery",
    "instantiation/warm-start",
  ];
  const measured = await measureBriefly({ contestants: await contestants({ guests }, dies), suites });
  expect([...new Set(measured.failures.map((failure) => `${failure.arm} ${failure.case}`))].sort()).toEqual([
    "head crash/recovery",
    "head crash/trap-unreachable",
  ]);
  expect(measured.failures[0]?.message).toContain("exit status 3");
  for (const id of suites) expect(armsOf(measured, id)).toContain("base");
  for (const id of ["crash/normal-execution", "instantiation/warm-start"])
    expect(armsOf(measured, id)).toContain("head");
});

test("a wrong answer is a failure with what was expected, and gives no figure", async () => {
  const wrong: Difference = {
    guests: ["add"],
    replace: ['return { kind: "returned", value: run(...args) };', 'return { kind: "returned", value: 41 };'],
  };
  const arms = await contestants({ guests: ["add"] }, wrong);
  const measured = await measureBriefly({
    contestants: arms,
    suites: ["instantiation/warm-start", "instantiation/cold-start"],
  });
  expect(measured.failures.map(({ arm }) => arm)).toEqual(["head", "head"]);
  expect(measured.failures[0]?.message).toBe("wrong answer: add(20, 22) gave 41, expected 42");
  expect(armsOf(measured, "instantiation/warm-start")).toEqual(["base", "control"]);
});

test("a host that says another interface than its manifest is refused before it runs a case", async () => {
  const lies: Difference = {
    guests: ["add"],
    replace: ['export { interfaceVersion } from "./interface.ts";', "export const interfaceVersion = 7;"],
  };
  const arms = await contestants({ guests: ["add"] }, lies);
  const measured = await measureBriefly({ contestants: arms, suites: ["instantiation/warm-start"] });
  expect(measured.failures).toHaveLength(1);
  expect(measured.failures[0]?.message).toContain(
    `speaks runtime interface 7, this Fuelgauge speaks ${interfaceVersion}`,
  );
});

test("a case that only one side has is measured on that side", async () => {
  const arms = await contestants({ guests: ["fib"] }, { guests: ["add"] });
  const measured = await measureBriefly({
    contestants: arms,
    suites: ["execution/fib-10", "execution/wasm-add"],
  });
  expect(measured.failures).toEqual([]);
  expect(armsOf(measured, "execution/fib-10")).toEqual(["base", "control"]);
  expect(armsOf(measured, "execution/wasm-add")).toEqual(["head"]);
});

test.each(["load/fresh-guests", "load/concurrent-executions"])(
  "%s gives throughput and merged percentiles, in order",
  async (id) => {
    const folder = join(workshop.folder, id);
    const head = await contestant(folder, "head", { guests: ["add"] });
    const { measurements, failures } = await measureBriefly({ contestants: [head], suites: [id] });
    expect(failures).toEqual([]);
    const first = (metric: string) =>
      measurements.find((m) => m.metric === metric && m.case === id)?.samples[0] ?? 0;
    expect(first("throughput")).toBeGreaterThan(0);
    const latencies = ["p50", "p90", "p95", "p99", "p99.9", "max"].map(first);
    expect(latencies).toEqual(latencies.toSorted((a, b) => a - b));
    expect(latencies[0]).toBeGreaterThan(0);
  },
);

test("a scenario that gets a wrong outcome is a failure of its arm, and gives no figure", async () => {
  const wrong: Difference = {
    guests: ["add"],
    replace: [
      'return (await import("./sandbox.ts")).openSandbox(setup);',
      `const sandbox = await (await import("./sandbox.ts")).openSandbox(setup);
      const run: Sandbox["run"] = async (...asked) => ({ ...(await sandbox.run(...asked)), values: [41] });
      return { ...sandbox, run };`,
    ],
  };
  const id = "load/sustained-throughput";
  const arms = await contestants({ guests: ["add"] }, wrong);
  const measured = await measureBriefly({ contestants: arms, suites: [id] });
  expect(measured.failures.map(({ arm }) => arm)).toEqual(["head"]);
  expect(measured.failures[0]?.message).toBe("wrong answer: add(0, 1) gave returned 41, expected returned 1");
  expect(armsOf(measured, id)).toEqual(["base", "control"]);
});

test("exact metrics are those of the module as it lies in the bundle", async () => {
  const folder = join(workshop.folder, "exact");
  const head = await contestant(folder, "head", { guests: ["footprint-512kb"] });
  const { measurements } = await measureBriefly({
    contestants: [head],
    suites: ["execution/native-add"],
    seconds: 1,
  });
  const value = (metric: string) =>
    measurements.find((m) => m.case === "modules/footprint-512kb" && m.metric === metric)?.samples;
  const file = head.manifest.guests["footprint-512kb"]?.file ?? "";
  expect(value("size")).toEqual([head.manifest.files[file]?.bytes]);
  expect(value("memory")).toEqual([8 * 65536]);
  expect(value("exports")).toEqual([2]);
});
