import { expect, it } from "vitest";
import { branchOf, type Series } from "../../src/analysis/branch.ts";
import type { HistoryEntry } from "../../src/model/history.ts";
import { someLine } from "./simulated-branch.ts";

function valuesOf(history: readonly HistoryEntry[]): (number | null)[] {
  const [series, ...others] = branchOf(history).series;
  if (series === undefined || others.length > 0) throw new Error("one series expected");
  return values(series);
}

function values(series: Series): (number | null)[] {
  const all = series.kind === "timed" ? series.changes : series.figures;
  return [...all].map((value) => (Number.isNaN(value) ? null : Number(value.toPrecision(6))));
}

const timed = (sha: string | null, baseSha: string | null, estimate: number) =>
  someLine(sha, {
    baseSha,
    head: { "a/a time": 1 },
    change: { "a/a time": [estimate - 0.01, estimate, estimate + 0.01] },
  });

it("follows the commits that were the bases, past those that ran aside", () => {
  const history = [timed("a", null, 0), timed("b", "a", 0.1), timed("aside", "a", 0.5), timed("c", "b", 0.2)];
  expect(branchOf(history).commits.map(({ sha }) => sha)).toEqual(["a", "b", "c"]);
  expect(valuesOf(history)).toEqual([null, 0.0953102, 0.182322]);
});

it("takes the line before for a base that is not told", () => {
  const history = [timed(null, null, 0), timed(null, null, 0.1)];
  expect(valuesOf(history)).toEqual([null, 0.0953102]);
});

it("knows nothing of the way from a commit that is missing", () => {
  const history = [timed("a", null, 0), timed("c", "b", 0.1), timed("d", "c", 0.2)];
  expect(branchOf(history).commits).toHaveLength(3);
  expect(valuesOf(history)).toEqual([null, null, 0.182322]);
});

it("ends where a commit names a later one, or itself, as its base", () => {
  const history = [timed("a", "b", 0), timed("b", "b", 0.1), timed("c", "b", 0.2)];
  expect(valuesOf(history)).toEqual([null, null, 0.182322]);
});

it("reads the standard error off the interval", () => {
  const [series] = branchOf([timed("a", null, 0), timed("b", "a", 0)]).series;
  expect(series?.kind === "timed" && series.errors[1]).toBeCloseTo(0.02 / (2 * 2.5758), 5);
});

it("leaves a change out of which no logarithm is left", () => {
  const gone = someLine("b", {
    baseSha: "a",
    head: { "a/a time": 1 },
    change: { "a/a time": [-1, -0.99999, 0] },
  });
  expect(valuesOf([timed("a", null, 0), gone])).toEqual([null, null]);
});

it("has fuel of one contract only, other exact figures of all lines", () => {
  const line = (fuelContract: number, figure: number) =>
    someLine(null, { fuelContract, head: { "a/a fuel": figure, "modules/a size": figure } });
  const { series } = branchOf([line(1, 10), line(2, 20), line(2, 30)]);
  expect(series.map(values)).toEqual([
    [null, 20, 30],
    [10, 20, 30],
  ]);
});

it("has no figure that the newest line does not have, and none that it cannot name", () => {
  const history = [
    someLine("a", { head: { "a/gone size": 1 } }),
    someLine("b", { head: { "a/new size": 2, odd: 3 } }),
  ];
  expect(branchOf(history).series.map((each) => each.case)).toEqual(["a/new"]);
  expect(branchOf([])).toEqual({ commits: [], series: [] });
});
