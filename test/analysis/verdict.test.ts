import { describe, expect, it } from "vitest";
import { exitFails, judgeRun } from "../../src/analysis/verdict.ts";
import {
  type Comparison,
  type RowVerdict,
  type RunVerdict,
  runVerdicts,
} from "../../src/model/comparison.ts";
import type { TargetLevel } from "../../src/model/target.ts";
import { someTarget } from "../support/results.ts";

const zero = { low: 0, estimate: 0, high: 0 };

function rowOf(verdict: RowVerdict, gating: boolean): Comparison {
  const row = { case: "a/a", metric: "time", unit: "ns", direction: "lower", gating } as const;
  const both = { base: 1, head: 1, evidence: { kind: "exact", against: "rerun" }, waiver: null } as const;
  switch (verdict) {
    case "regressed":
    case "improved":
    case "unchanged":
      return { ...row, ...both, verdict, change: zero };
    case "suspected":
    case "inconclusive":
      return { ...row, ...both, verdict, change: zero, reason: "because" };
    case "incomparable":
      return { ...row, verdict, change: null, base: 1, head: 1, reason: "because" };
    case "nondeterministic":
      return { ...row, verdict, change: null, base: 1, head: null, runs: { base: [1, 1], head: [1, 2] } };
    case "added":
      return { ...row, verdict, change: null, base: null, head: 1 };
    case "removed":
      return { ...row, verdict, change: null, base: 1, head: null };
    case "failed":
      return { ...row, verdict, change: null, base: 1, head: null, reason: "because" };
  }
}

const rowVerdicts = [
  "regressed",
  "improved",
  "unchanged",
  "inconclusive",
  "incomparable",
  "nondeterministic",
  "added",
  "removed",
  "failed",
] as const satisfies RowVerdict[];

describe("the verdict of a run", () => {
  const kinds = rowVerdicts.flatMap((verdict) => [rowOf(verdict, true), rowOf(verdict, false)]);

  it("is the first that applies, whatever rows come together", () => {
    for (let set = 0; set < 2 ** kinds.length; set++) {
      const rows = kinds.filter((_, index) => set & (1 << index));
      const gates = (verdict: RowVerdict) => rows.some((row) => row.gating && row.verdict === verdict);
      const anyFailed = rows.some((row) => row.verdict === "failed");
      const expected = (hasBaseline: boolean): RunVerdict => {
        if (anyFailed) return "failed";
        if (gates("regressed")) return gates("improved") ? "mixed" : "regressed";
        if (!hasBaseline) return "no-baseline";
        if (gates("inconclusive") || gates("incomparable") || gates("nondeterministic"))
          return "inconclusive";
        return gates("improved") ? "improved" : "unchanged";
      };
      for (const hasBaseline of [true, false]) {
        // A plain comparison first: an assertion for each of 524,288 would take seconds.
        if (judgeRun(rows, hasBaseline) !== expected(hasBaseline)) {
          expect([rows, hasBaseline, judgeRun(rows, hasBaseline)]).toEqual([
            rows,
            hasBaseline,
            expected(hasBaseline),
          ]);
        }
      }
    }
  });

  it("does not depend on the order of rows", () => {
    const rows = [rowOf("improved", true), rowOf("inconclusive", true), rowOf("regressed", true)];
    expect(judgeRun(rows, true)).toBe("mixed");
    expect(judgeRun(rows.toReversed(), true)).toBe("mixed");
  });

  it("cannot be told while a regression is only suspected", () => {
    expect(judgeRun([rowOf("suspected", true), rowOf("improved", true)], true)).toBe("inconclusive");
    expect(judgeRun([rowOf("suspected", true), rowOf("regressed", true)], true)).toBe("regressed");
    expect(judgeRun([rowOf("suspected", false), rowOf("improved", true)], true)).toBe("improved");
  });
});

describe("the exit status", () => {
  const red = (
    verdict: RunVerdict,
    failOn: "regression" | "target" | "never",
    levels: (TargetLevel | null)[] = [],
  ) => exitFails({ verdict, targets: levels.map((level) => someTarget({ level })) }, failOn);

  it("fails on regressions, and on nothing else, by default", () => {
    expect(runVerdicts.filter((verdict) => red(verdict, "regression", ["critical"]))).toEqual([
      "failed",
      "mixed",
      "regressed",
    ]);
  });

  it("fails on missed targets as well when told so", () => {
    expect(runVerdicts.filter((verdict) => red(verdict, "target", ["met", "acceptable", null]))).toEqual([
      "failed",
      "mixed",
      "regressed",
    ]);
    for (const level of ["poor", "critical"] as const) {
      expect(runVerdicts.filter((verdict) => red(verdict, "target", ["met", level]))).toEqual([
        ...runVerdicts,
      ]);
    }
  });

  it("never fails when told so", () => {
    expect(runVerdicts.filter((verdict) => red(verdict, "never", ["critical"]))).toEqual([]);
  });
});
