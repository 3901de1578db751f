import type { Comparison } from "../model/comparison.ts";
import type { ProfileChange } from "../model/fuel-profile.ts";
import { isMetric } from "../model/metric.ts";
import type { Results, TargetResult } from "../model/results.ts";
import { isMissed, type TargetLevel } from "../model/target.ts";
import { inlineCode, prose } from "./escape.ts";
import type { HeadFigure } from "./figures.ts";
import {
  type ComparedRow,
  commonScale,
  countOf,
  formatAgain,
  formatBound,
  formatChange,
  formatExactFigure,
  formatFigure,
  formatLimit,
  formatMeasured,
  formatShare,
  formatSigned,
  isImported,
  type Scale,
  scaleOf,
} from "./format.ts";
import { type FailedCase, type InconclusiveRow, isExact, type RowOf } from "./groups.ts";
import { dropEmptyColumns, figure, left, right, type Table } from "./table.ts";

/*
 * One function for each kind of table in a Markdown report. Columns that say nothing are left out.
 */

/** Names that stand in one cell before the rest is counted. */
const namesInCell = 3;

/**
 * Rows with both figures and the change between them; with what fresh rounds said of it, where there were any, and with
 * how much they could have shown, where they showed nothing.
 */
export function changeTable(rows: readonly (ComparedRow | InconclusiveRow)[]): Table {
  const metricOf = metricCells(rows);
  const figuresOf = figureCells(rows);
  return dropEmptyColumns({
    columns: [
      left("Case"),
      left("Metric"),
      figure("Base"),
      figure("Head"),
      right("Change"),
      right("Again"),
      figure("Could have seen"),
      left("Why"),
    ],
    rows: rows.map((row) => [
      inlineCode(row.case),
      metricOf(row),
      ...figuresOf(row),
      formatChange(row),
      formatAgain(row),
      sightOf(row),
      ["reason" in row ? prose(row.reason) : "", isImported(row) ? "by another tool, not run again" : ""]
        .filter(Boolean)
        .join("; "),
    ]),
  });
}

/** Cases without figures. */
export function failureTable(failures: readonly FailedCase[]): Table {
  return {
    columns: [left("Case"), left("Fails in"), left("Message")],
    rows: failures.map(({ case: id, where, message }) => [
      inlineCode(id),
      where,
      inlineCode(withoutStack(message), 300),
    ]),
  };
}

/** One row for each reason: usually all cases share one. */
export function incomparableTable(rows: readonly RowOf<"incomparable">[]): Table {
  const byReason = Map.groupBy(rows, ({ reason }) => reason);
  return {
    columns: [left("Cases"), left("Why")],
    rows: [...byReason].map(([reason, ofReason]) => [
      namesOf([...new Set(ofReason.map((row) => row.case))]),
      prose(reason),
    ]),
  };
}

/** What each run gave, for figures that should be the same in every run. */
export function nondeterministicTable(rows: readonly RowOf<"nondeterministic">[]): Table {
  return {
    columns: [left("Case"), left("Metric"), figure("Base"), figure("Head")],
    rows: rows.map((row) => [
      inlineCode(row.case),
      metricName(row.metric),
      formatRuns(row.runs.base, row.unit),
      formatRuns(row.runs.head, row.unit),
    ]),
  };
}

/** `13,454 or 13,455` */
export function formatRuns(runs: readonly number[], unit: string): string {
  const values = [...new Set(runs)].sort((one, other) => one - other);
  return values.length === 0 ? "–" : values.map((value) => formatExactFigure(value, unit)).join(" or ");
}

/** Functions of a case that a Markdown report shows. */
const functionsShown = 5;

/** Which functions make the difference in fuel, for those of the rows of which that is known. */
export function functionTable(rows: readonly ComparedRow[], changes: readonly ProfileChange[]): Table {
  return {
    columns: [left("Case"), left("Function"), figure("Base"), figure("Head"), figure("Difference")],
    rows: rows.flatMap((row) => {
      const { shown, more } = changedFunctions(row, changes, functionsShown);
      const cells = shown.map(({ function: name, base, head }, index) => [
        index === 0 ? inlineCode(row.case) : "",
        inlineCode(name),
        formatExactFigure(base, "units"),
        formatExactFigure(head, "units"),
        formatSigned(head - base),
      ]);
      return more === 0 ? cells : [...cells, ["", `and ${countOf(more, "more function")}`, "", "", ""]];
    }),
  };
}

/** The functions behind a difference in fuel, largest first; none for rows of other metrics. */
export function changedFunctions(
  row: Pick<Comparison, "case" | "metric">,
  changes: readonly ProfileChange[],
  most: number,
): { shown: ProfileChange["functions"]; more: number } {
  const change = row.metric === "fuel" ? changes.find((each) => each.case === row.case) : undefined;
  const functions = change?.functions ?? [];
  const cut = Math.max(0, functions.length - most);
  return { shown: functions.slice(0, most), more: cut + (change?.more ?? 0) };
}

/** One row for each case that only one side has. */
export function oneSidedTable(rows: readonly (RowOf<"added"> | RowOf<"removed">)[]): Table {
  const byCase = Map.groupBy(rows, ({ case: id, verdict }) => `${verdict} ${id}`);
  return {
    columns: [left("Case"), left(""), left("Figures")],
    rows: [...byCase.values()].flatMap((ofCase) => {
      const [first] = ofCase;
      if (first === undefined) return [];
      const figures = ofCase.map(
        (row) =>
          `${metricName(row.metric)} ${formatFigure(row.verdict === "added" ? row.head : row.base, row.unit)}`,
      );
      return [[inlineCode(first.case), first.verdict, figures.join(", ")]];
    }),
  };
}

/** Head by itself: medians, and how far the rounds spread. */
export function figureTable(figures: readonly HeadFigure[]): Table {
  const metricOf = metricCells(figures);
  return dropEmptyColumns({
    columns: [left("Case"), left("Metric"), figure("Median"), figure("5th to 95th percentile of the rounds")],
    rows: figures.map((each) => [
      inlineCode(each.case),
      metricOf(each),
      formatFigure(each.median, each.unit),
      spreadOf(each),
    ]),
  });
}

/** `40.1 µs to 43.7 µs`; empty for an exact figure. */
export function spreadOf({ median, spread, unit }: HeadFigure): string {
  if (spread === null) return "";
  const scale = scaleOf(median, unit);
  return `${formatFigure(spread.low, unit, scale)} to ${formatFigure(spread.high, unit, scale)}`;
}

/** Promises and what became of them. */
export function targetTable(targets: readonly TargetResult[]): Table {
  return dropEmptyColumns({
    columns: [
      left("Target"),
      left("Case"),
      figure("Should be"),
      figure("Acceptable"),
      figure("Critical from"),
      figure("Measured"),
      left(""),
    ],
    rows: targets.map((target) => [
      prose(target.name),
      inlineCode(target.case),
      formatBound(target),
      target.acceptable === null ? "" : formatLimit(target.acceptable, target.unit),
      target.critical === null ? "" : formatLimit(target.critical, target.unit),
      target.measured === null ? "–" : formatMeasured(target.measured, target.unit),
      `${levelMark(target)}${levelName(target)}`,
    ]),
  });
}

function levelMark(target: TargetResult): string {
  if (target.level === null) return "";
  return target.level === "met" ? "✅ " : isMissed(target) ? "❌ " : "🟡 ";
}

/** What the level of a target is called: *missed*, unless there are several ways to miss it. */
export function levelName({ level, acceptable }: TargetResult): string {
  if (level === null) return "no figure";
  return level === "poor" && acceptable === null ? "missed" : level;
}

/** `3 of 5 targets met, 1 acceptable` */
export function targetsMet(targets: readonly TargetResult[]): string {
  const count = (wanted: TargetLevel) => targets.filter(({ level }) => level === wanted).length;
  const [met, acceptable] = [count("met"), count("acceptable")];
  const rest = acceptable === 0 ? "" : `, ${acceptable} acceptable`;
  return `${met} of ${countOf(targets.length, "target")} met${rest}`;
}

/** What to look at for each missed target, as a list. Empty when none was missed. */
export function missedAdvice(targets: Results["targets"]): string {
  return targets
    .filter((target) => isMissed(target) && target.advice.length > 0)
    .map(({ name, advice }) => [`- ${prose(name)}`, ...advice.map((line) => `  - ${prose(line)}`)].join("\n"))
    .join("\n");
}

/** Metrics of the rows; nothing when every row is about time, which goes without saying. */
function metricCells(
  rows: readonly { readonly metric: string }[],
): (row: { readonly metric: string }) => string {
  const onlyTime = rows.every(({ metric }) => metric === "time");
  return ({ metric }) => (onlyTime ? "" : metricName(metric));
}

/** Other tools have names of metrics that nobody here has chosen. */
export function metricName(metric: string): string {
  return isMetric(metric) ? metric : inlineCode(metric);
}

/** Base and head of a row, in one unit; in one unit for all rows where they are of a size. */
export function figureCells(
  rows: readonly ComparedRow[],
): (row: ComparedRow) => [base: string, head: string] {
  const units = new Set(rows.map(({ unit }) => unit));
  const [unit] = units;
  const shared =
    units.size === 1 && unit
      ? commonScale(
          rows.flatMap(({ base, head }) => [base, head]),
          unit,
        )
      : null;
  return (row) => {
    if (isExact(row) && row.base !== row.head) {
      return [formatExactFigure(row.base, row.unit), formatExactFigure(row.head, row.unit)];
    }
    const scale: Scale = shared ?? commonScale([row.base, row.head], row.unit) ?? scaleOf(row.head, row.unit);
    return [formatFigure(row.base, row.unit, scale), formatFigure(row.head, row.unit, scale)];
  };
}

/** The message without the lines that say where in the code it was thrown. */
export function withoutStack(message: string): string {
  return message
    .split("\n")
    .filter((line) => !/^\s+at /.test(line))
    .join("\n");
}

/** `≥ 2.6 %`: what a row could have seen that saw nothing. Empty where that is not known. */
export function sightOf({ verdict, evidence }: ComparedRow): string {
  const changed = verdict === "regressed" || verdict === "suspected" || verdict === "improved";
  if (changed || evidence.kind === "exact" || evidence.detectable === null) return "";
  return `≥ ${formatShare(evidence.detectable)}`;
}

function namesOf(names: readonly string[]): string {
  const shown = names.slice(0, namesInCell).map((name) => inlineCode(name));
  const more = names.length - shown.length;
  return shown.join(", ") + (more > 0 ? ` and ${more} more` : "");
}
