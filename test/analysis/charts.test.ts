import { describe, expect, it } from "vitest";
import { simulatedRun } from "../../bench/report/simulated.ts";
import { chartsOf } from "../../src/analysis/charts.ts";
import { confidence } from "../../src/analysis/rounds.ts";
import { signedRankInterval } from "../../src/analysis/signed-rank.ts";
import type { HistoryEntry } from "../../src/model/history.ts";
import { someCase, someMeasurements, someResults, someTimedRow } from "../support/results.ts";

const { results, history } = simulatedRun({ cases: 12, commits: 20, samplesInRound: 10, seed: 2 });
const { figures } = chartsOf(results, history);

describe("what is drawn of the rounds", () => {
  it("is what the intervals of the verdicts were made of", () => {
    let compared = 0;
    for (const { case: id, metric, rounds, change } of figures) {
      const row = results.comparisons.find((each) => each.case === id && each.metric === metric);
      const first = change.filter(
        (_, index) => (rounds[index] ?? 0) < (results.plan.againFrom ?? Number.POSITIVE_INFINITY),
      );
      const interval = signedRankInterval(
        first.filter((each) => each !== null),
        confidence,
      );
      expect(Math.expm1(interval?.low ?? Number.NaN)).toBeCloseTo(row?.change?.low ?? Number.NaN, 5);
      expect(Math.expm1(interval?.high ?? Number.NaN)).toBeCloseTo(row?.change?.high ?? Number.NaN, 5);
      compared++;
    }
    expect(compared).toBe(12);
  });

  it("takes no sample away: bins and what lies outside of them hold all of them", () => {
    for (const { case: id, distribution } of figures) {
      const ofCase = results.measurements.filter((each) => each.case === id && each.metric === "time");
      const count = (isHead: boolean) =>
        ofCase
          .filter(({ arm }) => (arm === "head") === isHead)
          .reduce((sum, { samples }) => sum + samples.length, 0);
      const drawn = (arm: "base" | "head") =>
        (distribution?.[arm].reduce((sum, each) => sum + each, 0) ?? 0) + (distribution?.outside[arm] ?? 0);
      expect([drawn("base"), drawn("head")]).toEqual([count(false), count(true)]);
    }
  });

  it("of head alone has no ratios, and of few samples no shape", () => {
    const alone = someResults({
      comparisons: [someTimedRow("a/b", "unchanged", [-0.01, 0.01])],
      measurements: someMeasurements("a/b", 100),
      cases: [someCase("a/b")],
    });
    const [row] = chartsOf(alone, []).figures;
    expect(row?.figures.head).toHaveLength(10);
    expect(new Set([...(row?.change ?? []), ...(row?.figures.base ?? [])])).toEqual(new Set([null]));
    expect(row?.distribution).toBeNull();
  });
});

describe("what is drawn of the history", () => {
  const entry = (commit: number, change: number, parts: Partial<HistoryEntry> = {}): HistoryEntry => ({
    sha: `${commit}`,
    baseSha: commit === 0 ? null : `${commit - 1}`,
    at: `2026-01-0${commit + 1}T00:00:00.000Z`,
    verdict: "unchanged",
    cpu: "some",
    fuelContract: 1,
    head: { "a/b time": 100, "a/b fuel": 1000 + commit, "gone/c time": 1 },
    base: {},
    change: commit === 0 ? {} : { "a/b time": [change - 0.001, change, change + 0.001] },
    ...parts,
  });
  const about = someResults({ comparisons: [someTimedRow("a/b", "unchanged", [-0.01, 0.01])] });

  it("adds up what each commit changed beside its own base, whatever its machine", () => {
    const slow = { head: { "a/b time": 900 } };
    const lines = chartsOf(about, [entry(0, 0), entry(1, 0.1, slow), entry(2, 0), entry(3, -0.5)]).history;
    expect(lines.commits.map(({ sha }) => sha)).toEqual(["0", "1", "2", "3"]);
    expect(lines.lines).toEqual([
      { case: "a/b", metric: "time", kind: "relative", levels: [1, 1.1, 1.1, 0.55] },
    ]);
  });

  it("knows nothing of a commit that was held against nothing", () => {
    const aside = entry(2, 0, { change: {} });
    const { lines } = chartsOf(about, [
      entry(0, 0),
      entry(1, 0.1),
      aside,
      entry(3, 0.1),
      entry(4, 0),
    ]).history;
    expect(lines[0]?.levels).toEqual([1, 1.1, 1.1, 1.21, 1.21]);
    expect(chartsOf(about, [entry(0, 0), entry(1, 0, { change: {} })]).history.lines[0]?.levels).toEqual([
      null,
      null,
    ]);
  });
});
