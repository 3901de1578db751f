import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compare } from "../../src/analysis/compare.ts";
import { holm } from "../../src/analysis/holm.ts";
import { defaultPolicy } from "../../src/analysis/policy.ts";
import { joinShards, type ShardReport } from "../../src/analysis/shards.ts";
import type { Comparison } from "../../src/model/comparison.ts";
import { arms, type Measurement } from "../../src/model/measurement.ts";
import { type Results, resultsSchema } from "../../src/model/results.ts";
import { renderComment } from "../../src/report/markdown.ts";
import {
  someBase,
  someCase,
  someConditions,
  someControl,
  someExactRow,
  someMachine,
  someMeasurements,
  somePlan,
  someResults,
  someTimedRow,
} from "../support/results.ts";

const division = [["a/one", "a/three"], ["a/two"]];
const size = someExactRow("modules/m", "size", 100, 100);

/** What one of two jobs reports. */
function shardOf(index: number, rows: readonly Comparison[], parts: Partial<Results> = {}): Results {
  const cases = division[index - 1] ?? [];
  const comparisons = [
    ...rows,
    someTimedRow("control/turns", "unchanged", [-0.001, 0.001], { gating: false }),
    size,
  ];
  return someResults({
    shard: { index, division },
    cases: [...cases.map((id) => someCase(id)), someControl("control/turns")],
    comparisons,
    conditions: someConditions(16),
    ...parts,
  });
}

const same = (id: string) => someTimedRow(id, "unchanged", [-0.004, 0.003]);
const one = shardOf(1, [same("a/one"), same("a/three")]);
const two = shardOf(2, [someTimedRow("a/two", "regressed", [0.05, 0.06])], {
  machine: { ...someMachine, cpu: "Another processor" },
  startedAt: "2026-03-14T15:00:00.000Z",
  verdict: "regressed",
});

const reported = (results: Results): ShardReport => ({ kind: "reported", results });

function joined(...reports: ShardReport[]): Results {
  const all = joinShards(reports);
  if (all.kind === "apart") throw new Error(all.reason);
  return resultsSchema.parse(JSON.parse(JSON.stringify(all.results)));
}

const markdown = (results: Results) => renderComment(results, {}, { marker: "" }).replaceAll("\u00a0", " ");

describe("joined shards", () => {
  const results = joined(reported(two), reported(one));

  test("have the rows of all, and one verdict", () => {
    expect(results.comparisons.map((row) => row.case)).toEqual([
      "a/one",
      "a/three",
      "control/turns-1-of-2",
      "modules/m",
      "a/two",
      "control/turns-2-of-2",
    ]);
    expect(results).toMatchObject({ verdict: "regressed", shard: null, startedAt: two.startedAt });
  });

  test("keep every sample of every case as its job has it", () => {
    for (const id of ["a/one", "a/two", "a/three"]) {
      const of = (some: Results) => some.measurements.filter((each) => each.case === id);
      expect(of(results)).toEqual([...of(one), ...of(two)]);
    }
    expect(results.measurements.filter((each) => each.case === "modules/m")).toHaveLength(1);
  });

  test("keep machine, plan and conditions of each", () => {
    expect(results.shards).toMatchObject([
      { kind: "joined", index: 1, cases: division[0], machine: someMachine, conditions: one.conditions },
      { kind: "joined", index: 2, cases: division[1], machine: two.machine, plan: two.plan },
    ]);
    expect(results.plan.budgetSeconds).toBe(240);
    expect(results.timings.measuredMs - results.timings.builtMs).toBe(192_000);
  });

  test("name each machine in the report", () => {
    const text = markdown(results);
    expect(text).toContain("**Shard 1 of 2:** 2 cases; `AMD EPYC 7763 64-Core Processor`");
    expect(text).toContain("**Shard 2 of 2:** 1 case; `Another processor`");
    expect(text).not.toContain("**Machine:**");
  });

  test("begin their second looks at the same number, with as many rounds as they had", () => {
    const looked = shardOf(1, [same("a/one"), same("a/three")], {
      plan: { ...one.plan, ...somePlan, againFrom: 6 },
      measurements: someMeasurements("a/one", 100, { rounds: 9 }),
    });
    const unlooked = shardOf(2, [same("a/two")], {
      measurements: someMeasurements("a/two", 100, { rounds: 16 }),
    });
    const both = joined(reported(looked), reported(unlooked));
    expect(both.plan.againFrom).toBe(16);
    const roundsOf = (id: string) =>
      both.measurements.filter((each) => each.case === id).map(({ round }) => round);
    expect(roundsOf("a/one")).toEqual([0, 1, 2, 3, 4, 5, 16, 17, 18]);
    expect(roundsOf("a/two")).toEqual(Array.from({ length: 16 }, (_, round) => round));
  });
});

describe("a shard that cannot be joined is named", () => {
  const lost: ShardReport = { kind: "lost", index: 2, reason: "this workflow run has no artifact x-2-of-2" };

  test.each<[string, ShardReport[], string]>([
    ["because it left nothing", [reported(one), lost], "this workflow run has no artifact x-2-of-2"],
    ["because nobody has heard of it", [reported(one)], "it left no report"],
    [
      "because it compared with another base",
      [reported(one), reported({ ...two, base: someBase({ sha: "b".repeat(40) }) })],
      `it compared with ${"b".repeat(40)}, and shard 1 with`,
    ],
    [
      "because its base was not run",
      [reported(one), reported({ ...two, base: { ...someBase(), kind: "stored", reason: "old" } })],
      "it compared with 9a1be04c7d2f6835e1b0c4a9d8f7362514e0d3c2 as it was stored, and shard 1 with 9a1be04",
    ],
  ])("%s", (_, reports, reason) => {
    const results = joined(...reports);
    expect(results.verdict).toBe("inconclusive");
    expect(results.shards?.[1]).toMatchObject({ kind: "lost", reason: expect.stringContaining(reason) });
    expect(results.comparisons.filter((row) => row.case === "a/two")).toMatchObject([
      {
        verdict: "incomparable",
        gating: true,
        reason: expect.stringContaining(`shard 2 of 2 is lost: ${reason}`),
      },
    ]);
    const text = markdown(results);
    expect(text).toContain("**Shard 2 of 2 is lost:**");
    expect(text).toContain("so 1 case cannot be told.");
  });

  test("and does not hide what another one found", () => {
    const results = joined({ kind: "lost", index: 1, reason: "gone" }, reported(two));
    expect(results.verdict).toBe("regressed");
    expect(results.comparisons.filter(({ verdict }) => verdict === "incomparable")).toHaveLength(2);
  });
});

test("shards that built different modules say so", () => {
  const other = {
    ...two,
    comparisons: [...two.comparisons.slice(0, 2), someExactRow("modules/m", "size", 100, 101)],
  };
  const row = joined(reported(one), reported(other)).comparisons.find((each) => each.case === "modules/m");
  expect(row).toMatchObject({ verdict: "nondeterministic", runs: { base: [100, 100], head: [100, 101] } });
});

test.each<[string, ShardReport[], string]>([
  ["no shard", [{ kind: "lost", index: 1, reason: "gone" }], "none of them reported"],
  ["reports of whole runs", [reported(someResults())], "none of them reported"],
  [
    "shards of different runs",
    [reported(one), reported({ ...two, shard: { index: 2, division: [["a/one"], ["a/two"], ["a/three"]] } })],
    "shards 1 and 2 divided the cases differently",
  ],
])("%s cannot be joined", (_, reports, reason) => {
  expect(joinShards(reports)).toEqual({ kind: "apart", reason });
});

test("a job that knows only its own p is never surer than one that knows all", () => {
  const p = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(p, { minLength: 1, maxLength: 12 }),
      fc.array(p, { maxLength: 12 }),
      (own, others) => {
        const all = holm(new Map([...own, ...others].map((each, at) => [at, each])));
        const alone = holm(new Map(own.map((each, at) => [at, each])), others.length);
        for (const [at, adjusted] of alone)
          expect(adjusted).toBeGreaterThanOrEqual((all.get(at) ?? 0) - 1e-12);
      },
    ),
  );
});

test.each([
  [0, "improved"],
  [100, "inconclusive"],
])("with %i gating rows in other jobs, twelve rounds leave a clear change %s", (gatingElsewhere, verdict) => {
  const levels = { base: 100, head: 70, control: 100 };
  const measurements = arms.flatMap((arm) =>
    Array.from({ length: 12 }, (_, round): Measurement => {
      return { case: "a/one", metric: "time", arm, round, samples: [levels[arm] * (1 + round / 1000)] };
    }),
  );
  const [row] = compare({
    measurements,
    again: [],
    failures: [],
    incomparable: new Map(),
    inTurns: new Set(),
    controls: new Set(),
    neededRounds: 10,
    gatingElsewhere,
    policy: defaultPolicy({ baselineIsNear: true }),
  });
  expect(row).toMatchObject({ metric: "time", verdict });
});
