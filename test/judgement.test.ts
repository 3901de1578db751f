import { describe, expect, it } from "vitest";
import { interfaceVersion } from "../runtime/host/interface.ts";
import { compare } from "../src/analysis/compare.ts";
import { compareArms, judgeAgain, policyFor } from "../src/judgement.ts";
import type { Measuring } from "../src/measure/measure.ts";
import { seededRandom } from "../src/measure/random.ts";
import { type Config, noConfig } from "../src/model/config.ts";
import { type Manifest, manifestVersion } from "../src/model/manifest.ts";
import type { Failure, Measurement } from "../src/model/measurement.ts";
import { type Results, resultsSchema } from "../src/model/results.ts";
import { type RunRequest, runSuites } from "../src/run.ts";
import { selectCases } from "../src/suites/catalog.ts";
import { measured, simulateRow } from "./analysis/simulated.ts";
import {
  someBase,
  someCase,
  someConditions,
  someFigure,
  someMachine,
  someResults,
} from "./support/results.ts";

const fib = "execution/fib-20";
const add = "execution/wasm-add";
const random = seededRandom(7);
const rounds = (id: string, change: number, count: number): Measurement[] =>
  simulateRow({ case: id, rounds: count, noise: 0.004, change }, random);

const base = someBase();
if (base.kind !== "compared") throw new Error("unreachable");
const manifest: Manifest = {
  schema: manifestVersion,
  runtime: { interface: interfaceVersion, host: "host/index.mjs", compiler: "none" },
  guests: {},
  project: null,
  files: {},
};
const request: RunRequest = {
  head: { folder: "head", manifest },
  headSha: null,
  base: {
    kind: "found",
    folder: "base",
    info: base,
    manifest,
  },
  cases: selectCases([fib, add]),
  config: noConfig,
  history: [],
  budget: { kind: "auto" },
  node: "node",
  secondLook: "here",
};
const policy = policyFor(request);

/** A run in which fib-20 looks 10 % slower, and wasm-add does not. */
function firstJob(): Results {
  const measurements = [
    ...measured(fib, "fuel", { base: [100], head: [100] }),
    ...rounds(fib, 0.1, 16),
    ...rounds(add, 0, 12),
  ];
  const comparisons = compare({
    measurements,
    again: [],
    failures: [],
    incomparable: new Map(),
    inTurns: new Set([fib, add]),
    controls: new Set(),
    neededRounds: 10,
    policy,
  });
  return someResults({
    measurements,
    comparisons,
    cases: [someCase(fib), someCase(add)],
    conditions: someConditions(16),
    verdict: "inconclusive",
  });
}

/** What the two jobs come to when the second one measures this. */
function confirmed(
  first: Results,
  again: readonly Measurement[],
  failures: readonly Failure[] = [],
): Results {
  const measuring: Measuring = {
    measurements: [...measured(fib, "fuel", { base: [100], head: [101] }), ...again],
    failures,
    profiles: [],
    conditions: someConditions(1),
    rounds: 1,
    costs: new Map(),
    run: () => Promise.reject(new Error("nothing is measured here")),
  };
  const { plan, timings } = first;
  const { rounds, neededRounds, budgetSeconds, seed, steadiness } = plan;
  const runner = {
    startedAt: "2026-03-14T15:19:26.535Z",
    machine: { ...someMachine, cpu: "another one" },
    plan: { rounds, neededRounds, budgetSeconds, seed, steadiness },
    timings,
  };
  const results = judgeAgain(request, first, { policy, cases: request.cases, measuring, runner });
  expect(resultsSchema.parse(JSON.parse(JSON.stringify(results)))).toEqual(results);
  return results;
}

const rowOf = ({ comparisons }: Results, id: string) =>
  comparisons.find((row) => row.case === id && row.metric === "time");

it("a regression that the second runner sees as well counts, as if one machine had looked twice", () => {
  const first = firstJob();
  expect(rowOf(first, fib)?.verdict).toBe("suspected");
  const again = rounds(fib, 0.1, 8);
  const results = confirmed(first, again);
  expect(results.verdict).toBe("regressed");
  const onOneMachine = compare({
    measurements: first.measurements,
    again,
    failures: [],
    incomparable: new Map(),
    inTurns: new Set([fib, add]),
    controls: new Set(),
    neededRounds: 10,
    policy,
  });
  expect(rowOf(results, fib)).toEqual(onOneMachine.find(({ metric }) => metric === "time"));
  expect(results.comparisons.filter((row) => row !== rowOf(results, fib))).toEqual(
    first.comparisons.filter((row) => row !== rowOf(first, fib)),
  );
});

it("one that it does not see cannot be told, and keeps both intervals", () => {
  const results = confirmed(firstJob(), rounds(fib, 0, 8));
  expect(results.verdict).toBe("inconclusive");
  const row = rowOf(results, fib);
  expect(row).toMatchObject({
    verdict: "inconclusive",
    evidence: { confirmation: { confirmed: false, rounds: 8 } },
  });
  expect(row?.change?.low).toBeGreaterThan(0.08);
  const again = row && "evidence" in row && row.evidence.kind === "rounds" ? row.evidence.confirmation : null;
  expect(again?.change?.high).toBeLessThan(0.02);
});

it("one that it has hardly looked at stays suspected", () => {
  const results = confirmed(firstJob(), rounds(fib, 0.1, 4));
  expect(rowOf(results, fib)).toMatchObject({
    verdict: "suspected",
    reason: expect.stringMatching(/rounds needed for a second look, 4 measured$/),
  });
  expect(results.verdict).toBe("inconclusive");
});

it("rounds of the second runner come after those of the first, and exact figures are the first's", () => {
  const first = firstJob();
  const again = rounds(fib, 0.1, 8);
  const results = confirmed(first, again);
  expect(results.plan.againFrom).toBe(16);
  expect(results.conditions.map(({ round }) => round)).toEqual(Array.from({ length: 17 }, (_, i) => i));
  const later = results.measurements.filter(({ round }) => round >= 16);
  expect(later).toEqual(again.map((each) => ({ ...each, round: each.round + 16 })));
  const earlier = results.measurements.filter(({ round }) => round < 16);
  expect(earlier).toEqual(expect.arrayContaining(first.measurements));
  expect(earlier).toHaveLength(first.measurements.length);
  expect(results.secondRunner?.machine.cpu).toBe("another one");
  expect(results.machine).toEqual(first.machine);
});

it("a case that fails on the second runner has failed", () => {
  const failure: Failure = { case: fib, arm: "head", round: 2, message: "wrong answer" };
  const results = confirmed(firstJob(), [], [failure]);
  expect(results.verdict).toBe("failed");
  expect(results.failures).toEqual([{ ...failure, round: 18 }]);
  expect(results.comparisons.filter((row) => row.case === fib)).toMatchObject([{ verdict: "failed" }]);
});

const nothingMeasured: Measuring = {
  costs: new Map(),
  measurements: [],
  failures: [],
  conditions: [],
  profiles: [],
  rounds: 0,
  run: () => Promise.resolve(),
};

describe("results of other tools", () => {
  const sort = someFigure("sort", [1, 2, 3, 4, 5]);
  const stored = someFigure("sort", [2, 3, 4, 5, 6]);
  const found = { kind: "found", folder: "base", info: base, manifest, imported: [stored] } as const;
  const gating: Config = {
    ...noConfig,
    policy: [{ cases: ["results/*"], metrics: null, gates: true }],
  };
  const rowsOf = (parts: Partial<RunRequest>) => {
    const asked = { ...request, base: found, imported: [sort], config: gating, ...parts };
    const { plan, startedAt, machine } = someResults();
    return compareArms(asked, {
      policy: policyFor(asked),
      cases: [],
      measuring: nothingMeasured,
      plan,
      startedAt,
      machine,
      builtMs: 0,
      firstSampleMs: null,
    });
  };

  it("are compared with those that the base has stored, once for all shards", () => {
    expect(rowsOf({})).toMatchObject([{ case: "results/sort", evidence: { kind: "samples" } }]);
    const shard = (index: number) => ({
      elsewhere: { shard: { index, division: [[fib], [add]] }, cases: [] },
    });
    expect(rowsOf(shard(1))).toMatchObject([{ case: "results/sort" }]);
    expect(rowsOf(shard(2))).toEqual([]);
  });

  it("may not have the name of a case", async () => {
    const asked = { ...request, imported: [{ ...sort, case: fib }] };
    const run = runSuites(asked, { info() {}, onMeasurement() {}, onRound() {} });
    await expect(run).rejects.toThrow(`${fib} is a case of the project`);
  });
});
