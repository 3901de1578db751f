import { describe, expect, it } from "vitest";
import { type ComparisonInput, compare } from "../../src/analysis/compare.ts";
import { configuredPolicy } from "../../src/analysis/policy.ts";
import type { StoredBase } from "../../src/analysis/stored.ts";
import { judgeRun } from "../../src/analysis/verdict.ts";
import { parseConfig } from "../../src/config/parse.ts";
import { type Comparison, comparisonSchema } from "../../src/model/comparison.ts";
import type { Arm, Failure, Measurement } from "../../src/model/measurement.ts";
import { measured, policy } from "./simulated.ts";

/** Compares, and checks that every row is one that `results.json` can hold. */
function rowsOf(input: Partial<ComparisonInput>): Comparison[] {
  const rows = compare({
    measurements: [],
    again: [],
    failures: [],
    incomparable: new Map(),
    inTurns: new Set(),
    controls: new Set(),
    neededRounds: 10,
    policy: policy(),
    ...input,
  });
  expect(comparisonSchema.array().parse(JSON.parse(JSON.stringify(rows)))).toEqual(rows);
  return rows;
}

const failure = (id: string, arm: Arm, message: string): Failure => ({ case: id, arm, round: 0, message });

const steady = (figure: number, rounds = 10) => Array.from({ length: rounds }, () => figure);

describe("which rows there are", () => {
  it("lists cases as they appeared and metrics in their own order", () => {
    const rows = rowsOf({
      measurements: [
        ...measured("b/b", "size", { base: [1], head: [1] }),
        ...measured("a/a", "memory", { base: [1], head: [1] }),
        ...measured("b/b", "p50", { head: [1] }),
        ...measured("b/b", "throughput", { head: [1] }),
      ],
      failures: [failure("c/c", "head", "broke")],
      incomparable: new Map([["d/d", "other interface"]]),
    });
    expect(rows.map((row) => `${row.case} ${row.metric} ${row.verdict}`)).toEqual([
      "b/b throughput added",
      "b/b p50 added",
      "b/b size unchanged",
      "a/a memory unchanged",
      "c/c time failed",
      "d/d time incomparable",
    ]);
  });

  it("has what only one side measured as added and removed, with its median", () => {
    const added = measured("new/one", "time", { head: [3, 1, 2] });
    const removed = measured("old/one", "time", { base: [4, 6], control: [9, 9] });
    expect(rowsOf({ measurements: [...added, ...removed] })).toEqual([
      {
        ...{ case: "new/one", metric: "time", unit: "ns", direction: "lower", gating: true },
        ...{ verdict: "added", change: null, base: null, head: 2 },
      },
      {
        ...{ case: "old/one", metric: "time", unit: "ns", direction: "lower", gating: true },
        ...{ verdict: "removed", change: null, base: 5, head: null },
      },
    ]);
  });

  it("has only added and failed rows when there is no base at all", () => {
    const rows = rowsOf({
      measurements: [
        ...measured("a/a", "time", { head: steady(5) }),
        ...measured("a/a", "size", { head: [7] }),
      ],
      failures: [failure("b/b", "head", "wrong answer")],
    });
    expect(rows).toMatchObject([
      { case: "a/a", metric: "time", verdict: "added", head: 5 },
      { case: "a/a", metric: "size", verdict: "added", head: 7 },
      { case: "b/b", metric: "time", verdict: "failed", base: null, head: null, reason: "wrong answer" },
    ]);
  });

  it("tells a case that broke in head in one row, by the first metric that its base has", () => {
    const measurements = [
      ...measured("a/a", "time", { head: steady(5, 3) }),
      ...measured("a/a", "p50", { base: [30, 10, 20], head: [1], control: [1] }),
      ...measured("a/a", "throughput", { base: [200], head: [1], control: [1] }),
    ];
    expect(rowsOf({ measurements, failures: [failure("a/a", "head", "unreachable")] })).toMatchObject([
      { metric: "throughput", verdict: "failed", base: 200, head: null, change: null, reason: "unreachable" },
    ]);
  });

  it.each(["base", "control"] as const)("cannot compare a case that breaks in %s alone", (arm) => {
    const measurements = measured("a/a", "time", { base: steady(5, 2), head: steady(6) });
    expect(rowsOf({ measurements, failures: [failure("a/a", arm, "unreachable")] })).toMatchObject([
      { verdict: "incomparable", base: null, head: 6, reason: "fails in the base: unreachable" },
    ]);
  });

  it("cannot compare a case that breaks on both sides", () => {
    const failures = [failure("a/a", "base", "was broken"), failure("a/a", "head", "is broken")];
    expect(rowsOf({ failures })).toMatchObject([
      {
        metric: "time",
        verdict: "incomparable",
        base: null,
        head: null,
        reason: "fails in base and head: is broken",
      },
    ]);
  });

  it("does not call a case new whose base could not be measured", () => {
    const incomparable = new Map([["a/a", "base speaks interface 1, head 2"]]);
    const measurements = [
      ...measured("a/a", "time", { head: steady(6) }),
      ...measured("a/a", "size", { base: [1], head: [2] }),
    ];
    expect(rowsOf({ measurements, incomparable })).toMatchObject([
      {
        metric: "time",
        verdict: "incomparable",
        base: null,
        head: 6,
        reason: "base speaks interface 1, head 2",
      },
      { metric: "size", verdict: "regressed", base: 1, head: 2 },
    ]);
  });

  it("compares the fuel of a case whose base speaks another interface, and says that its time is not compared", () => {
    const incomparable = new Map([["a/a", "base speaks interface 1, head 2"]]);
    const measurements = measured("a/a", "fuel", { base: [100], head: [100] });
    expect(rowsOf({ measurements, incomparable })).toMatchObject([
      { metric: "time", verdict: "incomparable", base: null, head: null },
      { metric: "fuel", verdict: "unchanged", base: 100, head: 100 },
    ]);
  });

  it("takes a case that cannot be compared and breaks in head as failed", () => {
    const incomparable = new Map([["a/a", "base speaks interface 1, head 2"]]);
    const rows = rowsOf({ failures: [failure("a/a", "head", "broke")], incomparable });
    expect(rows).toMatchObject([{ verdict: "failed", reason: "broke" }]);
  });
});

describe("exact metrics", () => {
  it.each([
    [100, 100, "unchanged", 0],
    [100_000, 100_001, "regressed", 0.00001],
    [100, 80, "improved", -0.2],
    [0, 0, "unchanged", 0],
    [0, 7, "regressed", 1],
    [7, 0, "improved", -1],
  ])("from %i to %i are %s", (base, head, verdict, change) => {
    expect(rowsOf({ measurements: measured("a/a", "size", { base: [base], head: [head] }) })).toMatchObject([
      {
        verdict,
        base,
        head,
        change: { low: change, estimate: change, high: change },
        evidence: { kind: "exact" },
      },
    ]);
  });
});

it("takes the policy's word for which way is better", () => {
  const higher = policy({ direction: () => "higher" });
  const measurements = [
    ...measured("a/a", "exports", { base: [4], head: [2] }),
    ...measured("a/a", "time", { base: steady(100), head: steady(200), control: steady(100) }),
  ];
  expect(rowsOf({ measurements, policy: higher })).toMatchObject([
    { metric: "time", direction: "higher", verdict: "improved" },
    { metric: "exports", direction: "higher", verdict: "regressed", change: { estimate: 0.5 } },
  ]);
  const samples: Measurement[] = [
    { case: "a/a", metric: "time", arm: "head", round: 0, samples: [1, 2, 3, 10] },
  ];
  // the better half of a round is then the larger one
  expect(rowsOf({ measurements: samples, policy: higher })).toMatchObject([{ verdict: "added", head: 6.5 }]);
});

describe("fuel", () => {
  const fuel = (base: number[], head: number[]) =>
    (["base", "head"] as const).flatMap((arm) => {
      const samples = arm === "base" ? base : head;
      return samples.length === 0 ? [] : [{ case: "a/a", metric: "fuel" as const, arm, round: 0, samples }];
    });
  const strict = policy({ exactTolerance: (_, metric) => (metric === "fuel" ? 0.01 : 0) });

  it.each([
    [1_346_269, 1_346_270, "regressed", false],
    [10_000, 10_100, "regressed", false],
    [10_000, 10_101, "regressed", true],
    [10_000, 9_901, "improved", false],
    [10_000, 9_899, "improved", true],
    [10_000, 10_000, "unchanged", true],
    [0, 1, "regressed", true],
  ])("from %i to %i is %s; gates: %s", (base, head, verdict, gating) => {
    expect(rowsOf({ measurements: fuel([base, base], [head, head]), policy: strict })).toMatchObject([
      { verdict, gating, unit: "units", base, head },
    ]);
  });

  it("does not gate where its case does not, however much it changed", () => {
    const never = policy({ gates: () => false });
    expect(rowsOf({ measurements: fuel([1, 1], [9, 9]), policy: never })).toMatchObject([{ gating: false }]);
  });

  it.each([
    { base: [7, 7], head: [7, 8], told: { base: 7, head: null } },
    { base: [7, 8], head: [7, 7], told: { base: null, head: 7 } },
    { base: [], head: [7, 8], told: { base: null, head: null } },
  ])("is not deterministic when two runs differ: $base and $head", ({ base, head, told }) => {
    expect(rowsOf({ measurements: fuel(base, head) })).toMatchObject([
      { verdict: "nondeterministic", change: null, ...told, runs: { base, head } },
    ]);
  });
});

describe("a base that could not be run", () => {
  const reason = "the base could not be run (it holds no bundle), and a stored time is not compared";
  const fuelOfOther = "the base's fuel was counted by version 1 of the contract";
  /** As stored results have it: its head is the base now, whatever its own base was. */
  const storedBy = (
    measurements: Measurement[],
    parts: Partial<StoredBase> = {},
  ): { stored: StoredBase; incomparable: ComparisonInput["incomparable"] } => ({
    stored: { reason, fuelReason: null, measurements, failures: [], ...parts },
    incomparable: new Map(),
  });
  const headOnly = [
    ...measured("a/a", "time", { head: steady(5) }),
    ...measured("a/a", "fuel", { head: [110] }),
    ...measured("modules/a", "size", { head: [90] }),
  ];
  const then = [
    ...measured("a/a", "time", { head: steady(4), base: steady(3), control: steady(3) }),
    ...measured("a/a", "fuel", { head: [100], base: [1] }),
    ...measured("modules/a", "size", { head: [100], base: [1] }),
  ];

  it("is held against head in exact figures, and its times are not", () => {
    const rows = rowsOf({ measurements: headOnly, ...storedBy(then) });
    const evidence = { kind: "exact", against: "stored" };
    expect(rows).toMatchObject([
      { metric: "time", verdict: "incomparable", gating: true, base: null, head: 5, reason },
      { metric: "fuel", verdict: "regressed", gating: true, base: 100, head: 110, evidence },
      { metric: "size", verdict: "improved", base: 100, head: 90, evidence },
    ]);
    expect(judgeRun(rows, true)).toBe("mixed");
    expect(
      judgeRun(
        rows.filter(({ metric }) => metric === "time"),
        true,
      ),
    ).toBe("inconclusive");
  });

  it("is compared digit by digit with the base that was run, when that was", () => {
    const rows = rowsOf({ measurements: measured("a/a", "fuel", { base: [100], head: [100] }) });
    expect(rows).toMatchObject([{ verdict: "unchanged", evidence: { kind: "exact", against: "rerun" } }]);
  });

  it("has no fuel to compare when that was counted by another contract; sizes it has", () => {
    const rows = rowsOf({ measurements: headOnly, ...storedBy(then, { fuelReason: fuelOfOther }) });
    expect(rows).toMatchObject([
      { metric: "time", verdict: "incomparable", reason },
      { metric: "fuel", verdict: "incomparable", base: null, head: 110, reason: fuelOfOther },
      { metric: "size", verdict: "improved" },
    ]);
  });

  it("says as much of a case of which head has fuel alone", () => {
    const fuel = headOnly.filter(({ metric }) => metric === "fuel");
    expect(
      rowsOf({ measurements: fuel, ...storedBy(then, { fuelReason: fuelOfOther }) }).slice(0, 1),
    ).toMatchObject([{ case: "a/a", metric: "fuel", verdict: "incomparable", reason: fuelOfOther }]);
  });

  it("does not have what it never measured, and has what head lacks", () => {
    const news = measured("new/new", "time", { head: steady(5) });
    const gone = measured("modules/gone", "size", { head: [7] });
    expect(rowsOf({ measurements: [...headOnly, ...news], ...storedBy([...then, ...gone]) })).toMatchObject([
      { case: "a/a", metric: "time" },
      { case: "a/a", metric: "fuel" },
      { case: "modules/a", metric: "size" },
      { case: "new/new", metric: "time", verdict: "added" },
      { case: "modules/gone", metric: "size", verdict: "removed", base: 7 },
    ]);
  });

  it("has broken nothing that it left broken", () => {
    const stored = storedBy(then, { failures: [failure("b/b", "head", "was broken")] });
    const failures = [failure("a/a", "head", "is broken"), failure("b/b", "head", "is broken")];
    expect(rowsOf({ measurements: headOnly, failures, ...stored })).toMatchObject([
      { case: "a/a", verdict: "failed", reason: "is broken" },
      { case: "modules/a", verdict: "improved" },
      { case: "b/b", verdict: "incomparable", reason: "fails in base and head: is broken" },
    ]);
  });

  it("was not the same in every run then, and is not a base of comparison now", () => {
    const wavering: Measurement[] = [
      { case: "a/a", metric: "fuel", arm: "head", round: 0, samples: [100, 101] },
    ];
    const fuel = headOnly.filter(({ metric }) => metric === "fuel");
    expect(rowsOf({ measurements: fuel, ...storedBy(wavering) })).toMatchObject([
      { verdict: "nondeterministic", base: null, head: 110, runs: { base: [100, 101], head: [110] } },
    ]);
  });
});

describe("growth", () => {
  /** Bytes that are kept of 1,000 executions; 4,000 is none. */
  const grown = (head: number[]) => {
    const none = steady(4_000, 12);
    return rowsOf({ measurements: measured("a/a", "growth", { base: none, control: none, head }) });
  };

  it("of nothing is unchanged, though no round differs from another", () => {
    expect(grown(steady(4_000, 12))).toMatchObject([
      { verdict: "unchanged", change: { low: 0, estimate: 0, high: 0 } },
    ]);
  });

  it("from nothing to something is a change like any other", () => {
    expect(grown(steady(12_000, 12).map((bytes, round) => bytes + 100 * (round % 3) - 100))).toMatchObject([
      { verdict: "suspected", change: { estimate: expect.closeTo(2, 1) } },
    ]);
  });
});

it("turns the run red for a percentile once the policy asks for it, and only then", () => {
  const worse = (metric: "p95" | "p99" | "p99.9" | "max", rules: object[]) => {
    const figures = (level: number) => Array.from({ length: 12 }, (_, round) => level * (1 + round / 1_000));
    const arms = { base: figures(100), control: figures(100), head: figures(150) };
    const measurements = measured("load/a", metric, arms);
    const rows = rowsOf({
      measurements,
      again: measurements,
      policy: configuredPolicy(parseConfig({ policy: rules }, "the test").policy, { baselineIsNear: true }),
    });
    return { row: rows[0], run: judgeRun(rows, true) };
  };
  for (const metric of ["p95", "p99", "p99.9", "max"] as const) {
    expect(worse(metric, [])).toMatchObject({
      row: { verdict: "regressed", gating: false },
      run: "unchanged",
    });
    expect(worse(metric, [{ cases: "load/*", metrics: metric, gates: true }])).toMatchObject({
      row: { verdict: "regressed", gating: true },
      run: "regressed",
    });
  }
});
