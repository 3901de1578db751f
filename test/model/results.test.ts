import { describe, expect, it } from "vitest";
import { type Results, resultsVersion, storedResultsSchema } from "../../src/model/results.ts";
import { someExactRow, someResults, someTarget, someTimedRow } from "../support/results.ts";

describe("stored results", () => {
  it("are read as they were written", () => {
    const results = someResults({ comparisons: [someExactRow("a/a", "fuel", 1_000, 1_001)] });
    expect(storedResultsSchema.parse(JSON.parse(JSON.stringify(results)))).toEqual(results);
  });

  it("of version 2, which knew no second look and no policy, are read as results without any", () => {
    const now = someResults({
      comparisons: [someExactRow("a/a", "fuel", 1, 2), someTimedRow("a/b", "unchanged", [0, 0])],
      targets: [someTarget(), someTarget({ level: "poor" }), someTarget({ measured: null, level: null })],
    });
    const without = withoutNews(now);
    const read = storedResultsSchema.parse({ ...without, schema: 2 });
    expect(read).toEqual({ ...now, cases: now.cases.map((each) => ({ ...each, rounds: 0 })) });
  });

  it("of version 1, which knew no fuel, are read as results without any", () => {
    const now = someResults({ comparisons: [someTimedRow("a/b", "unchanged", [0, 0])] });
    const { fuelContract: _, profileChanges: __, ...rest } = withoutNews(now);
    const read = storedResultsSchema.parse({ ...rest, schema: 1 });
    expect(read).toMatchObject({
      schema: resultsVersion,
      fuelContract: null,
      profileChanges: [],
      waivers: [],
    });
  });

  it("of another version are not", () => {
    expect(storedResultsSchema.safeParse({ ...someResults(), schema: 4 }).success).toBe(false);
    expect(storedResultsSchema.safeParse(null).success).toBe(false);
  });
});

/** As version 2 wrote them. */
function withoutNews(results: Results) {
  const { conditions: _, waivers: __, drift: ___, plan, cases, comparisons, targets, ...rest } = results;
  const { reservedSeconds: ____, ...olderPlan } = plan;
  return {
    ...rest,
    plan: olderPlan,
    targets: targets.map(({ level, acceptable: _, critical: __, ...target }) => ({
      ...target,
      met: level === null ? null : level === "met",
    })),
    cases: cases.map(({ rounds: _, ...each }) => each),
    comparisons: comparisons.map((row) => {
      if (!("evidence" in row)) return row;
      const { waiver: _, evidence, ...olderRow } = row;
      if (evidence.kind !== "rounds") return { ...olderRow, evidence: { kind: "exact" } };
      const { confirmation: __, ...olderEvidence } = evidence;
      return { ...olderRow, evidence: olderEvidence };
    }),
  };
}
