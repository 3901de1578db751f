import type { RunVerdict } from "../model/comparison.ts";
import { isMetric } from "../model/metric.ts";
import type { Results } from "../model/results.ts";
import { type ComparedRow, countOf, formatChange, formatExactFigure, formatShare, verbOf } from "./format.ts";
import { type Groups, groupRows, isExact } from "./groups.ts";
import type { Markup } from "./markup.ts";

/** The whole run in one sentence that needs no context: `Regressed: execution/fib-20 is 4.8 % to 5.3 % slower.` */
export function verdictSentence(results: Results, markup: Markup): string {
  const groups = groupRows(results);
  const lead = (words: string) => markup.strong(words);
  switch (results.verdict) {
    case "failed":
      return `${lead("Failed:")} ${failure(groups, markup)}.`;
    case "mixed":
      return `${lead("Mixed:")} ${sentenceOf([changes(groups.regressions, markup), suspected(groups), changes(improved(groups), markup)])}.`;
    case "regressed":
      return `${lead("Regressed:")} ${sentenceOf([changes(groups.regressions, markup), suspected(groups)])}.`;
    case "no-baseline":
      return `${lead("No baseline yet:")} ${noBaseline(results)}.`;
    case "inconclusive":
      return `${lead("Cannot tell:")} ${sentenceOf([untold(groups), unchanged(groups), accepted(groups)])}.`;
    case "improved":
      return `${lead("Improved:")} ${changes(improved(groups), markup)}.`;
    case "unchanged":
      return `${lead("No change")} ${sentenceOf([allUnchanged(groups), sameFuel(groups), accepted(groups), notGating(groups)])}.`;
  }
}

/** A mark to find a verdict by when scrolling. Never the only carrier of the meaning. */
export const verdictMarks: Readonly<Record<RunVerdict, string>> = {
  failed: "❌",
  mixed: "🔴",
  regressed: "🔴",
  "no-baseline": "⚪",
  inconclusive: "🟡",
  improved: "🟢",
  unchanged: "🟢",
};

function failure({ failures }: Groups, markup: Markup): string {
  const broken = failures.filter((failed) => failed.broken);
  const [first] = broken;
  if (first === undefined) return "the run broke before it could tell anything";
  const others = broken.length - 1;
  const rest = others === 0 ? "" : ` and ${countOf(others, "other case")}`;
  return `${markup.name(first.case)}${rest} ${others === 0 ? "throws or answers" : "throw or answer"} wrong in head`;
}

/** One row in full, two rows in full, or how many with the first of them. */
function changes(rows: readonly ComparedRow[], markup: Markup): string {
  const [first, second] = rows;
  if (first === undefined) return "no row is named";
  if (second === undefined) return changeOf(first, markup);
  if (rows.length === 2) return `${changeOf(first, markup)} and ${changeOf(second, markup)}`;
  return `${changeOf(first, markup)} and ${rows.length - 1} more rows ${first.verdict}`;
}

/** `execution/fib-20 is 4.8 % to 5.3 % slower` */
function changeOf(row: ComparedRow, markup: Markup): string {
  // Words such as "less throughput" name the metric themselves.
  const isNamed = row.metric === "time" || verbOf(row.metric) === "has" || isExact(row);
  const metric = isMetric(row.metric) ? (isNamed ? "" : ` (${row.metric})`) : ` (${markup.name(row.metric)})`;
  const figures = isExact(row)
    ? ` (${formatExactFigure(row.base, row.unit)} → ${formatExactFigure(row.head, row.unit)})`
    : "";
  return `${markup.name(row.case)}${metric} ${verbOf(row.metric)} ${formatChange(row)}${figures}`;
}

/** Only gating rows make a verdict; where there are none, what there is. */
function improved({ improvements }: Groups): readonly ComparedRow[] {
  const gating = improvements.filter((row) => row.gating);
  return gating.length > 0 ? gating : improvements;
}

function noBaseline({ measurements, imported, cases }: Results): string {
  const ofHead = <Record extends { readonly case: string; readonly arm: string }>(
    records: readonly Record[],
  ) => new Set(records.filter(({ arm }) => arm === "head").map((each) => each.case));
  const measured = ofHead(measurements);
  const own = cases.filter(({ id, control }) => measured.has(id) && !control).length;
  return `${countOf(own + ofHead(imported).size, "case")} measured, nothing to compare with`;
}

function suspected({ suspected: rows }: Groups): string | false {
  return rows.length > 0 && countOf(rows.length, "suspected regression");
}

function untold(groups: Groups): string {
  const { inconclusive, incomparable, nondeterministic, failures, movedControls } = groups;
  const gating = incomparable.filter((row) => row.gating).length;
  const wavering = nondeterministic.filter((row) => row.gating).length;
  return sentenceOf([
    movedControls.length > 0 && `${countOf(movedControls.length, "control")} moved`,
    suspected(groups),
    inconclusive.length > 0 && `${countOf(inconclusive.length, "row")} could go either way`,
    gating > 0 && `${countOf(gating, "row")} cannot be compared`,
    wavering > 0 && `${countOf(wavering, "row")} ${wavering === 1 ? "is" : "are"} not the same in every run`,
    failures.length > 0 && `${countOf(failures.length, "case")} cannot be compared because base fails`,
  ]);
}

function unchanged({ unchanged: rows, improvements }: Groups): string | false {
  const timed = rows.filter((row) => !isExact(row));
  return sentenceOf([
    improvements.length > 0 && `${countOf(improvements.length, "row")} improved`,
    timed.length > 0 && `no change ${floors(timed)} in ${countOf(timed.length, "other")}`,
  ]);
}

function allUnchanged({ unchanged: rows }: Groups): string {
  const timed = rows.filter((row) => !isExact(row));
  if (timed.length > 0) return `${floors(timed)} in ${countOf(timed.length, "row")}`;
  if (rows.length === 0) return "in any row that can turn the run red";
  return `in ${countOf(rows.length, "exact figure")}`;
}

/** Beside times, of which less is known. */
function sameFuel({ unchanged: rows }: Groups): string | false {
  const fuel = rows.filter(({ metric }) => metric === "fuel").length;
  return (
    fuel > 0 && rows.some((row) => !isExact(row)) && `fuel the same to the unit in ${countOf(fuel, "case")}`
  );
}

function accepted({ known }: Groups): string | false {
  const count = known.filter(({ waiver }) => waiver?.standing === "applies").length;
  return count > 0 && `${countOf(count, "known regression")} ${count === 1 ? "is" : "are"} waived`;
}

function notGating({ notGating: rows }: Groups): string {
  const exact = rows.filter(isExact).length;
  const timed = rows.length - exact;
  return sentenceOf([
    exact > 0 && `${countOf(exact, "exact figure")} ${exact === 1 ? "differs" : "differ"}`,
    timed > 0 && `${countOf(timed, "row")} that ${timed === 1 ? "does" : "do"} not gate got worse`,
  ]);
}

/** `beyond ±2 %`, the widest of the floors that the rows were held against. */
export function floors(rows: readonly ComparedRow[]): string {
  const values = rows.flatMap(({ evidence }) => (evidence.kind === "exact" ? [] : [evidence.floor]));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low === high
    ? `beyond ±${formatShare(high)}`
    : `beyond ±${formatShare(low)} to ±${formatShare(high)}`;
}

function sentenceOf(clauses: readonly (string | false)[]): string {
  return clauses.filter(Boolean).join("; ");
}
