import { expect, test } from "vitest";
import { caveats } from "../../src/report/caveats.ts";
import { plainMarkup } from "../../src/report/markup.ts";
import { someExactRow, someFigure, someResults } from "../support/results.ts";

test("benchmark files that were changed are named, a few of them", () => {
  const said = (files: string[]) => caveats(someResults({ changedBenchmarks: files }), plainMarkup);
  expect(said([])).toEqual([]);
  expect(said(["a.bench.ts"])).toEqual([
    "This benchmark file was itself changed, so its cases may not do the same in base and head: a.bench.ts.",
  ]);
  expect(said(["a", "b", "c", "d", "e"])).toEqual([
    "These benchmark files were themselves changed, so their cases may not do the same in base and head: a, b, c and 2 more.",
  ]);
});

test("nobody is left to think that results of other tools were run again", () => {
  const row = someExactRow("results/sort", "size", 1, 2);
  const said = (arms: readonly ("base" | "head")[], isGating = false) =>
    caveats(
      someResults({
        imported: arms.map((arm) => someFigure("sort", [1], { arm })),
        comparisons: [{ ...row, gating: isGating }],
      }),
      plainMarkup,
    );
  expect(said([])).toEqual([]);
  expect(said(["head"])).toEqual([
    "results/sort was measured by other tools, and nothing of it was run again here.",
  ]);
  expect(said(["base", "head"])).toEqual([
    "results/sort was measured by other tools, and nothing of it could be run again. The base's figures are of another moment, and perhaps another machine, so they may differ for other reasons than the change. It does not turn the run red.",
  ]);
  expect(said(["base", "head"], true)).toEqual([
    expect.stringMatching(/The policy lets that turn the run red all the same\.$/),
  ]);
});

test("globals that a benchmark replaces are named, and in which arm", () => {
  const said = (base: string[], head: string[]) =>
    caveats(someResults({ replacedGlobals: [{ file: "a.bench.ts", base, head }] }), plainMarkup);
  expect(said([], ["Array.prototype.at"])).toEqual([
    "a.bench.ts replaces Array.prototype.at for all code of its process, in head only.",
  ]);
  expect(said(["Math.random"], ["Math.random"])).toEqual([
    "a.bench.ts replaces Math.random for all code of its process.",
  ]);
});
