import type { Comparison, RunVerdict } from "../model/comparison.ts";
import type { Results, TargetResult } from "../model/results.ts";
import { isMissed } from "../model/target.ts";
import { nameOf, suiteOf } from "./case-id.ts";
import { caveats } from "./caveats.ts";
import { commitsOf, driftChange, driftSummary, endOf } from "./drift.ts";
import { logText } from "./escape.ts";
import { headFigures } from "./figures.ts";
import {
  type ComparedRow,
  countOf,
  formatAgain,
  formatBound,
  formatChange,
  formatExactFigure,
  formatFigure,
  formatMeasured,
  formatShare,
  formatSigned,
  isImported,
} from "./format.ts";
import { groupRows, isCompared, isExact, ownRows, type RowOf } from "./groups.ts";
import { plainMarkup } from "./markup.ts";
import { provenanceOf } from "./provenance.ts";
import { left, renderPlainTable, right, type Table } from "./table.ts";
import {
  changedFunctions,
  figureCells,
  formatRuns,
  levelName,
  sightOf,
  spreadOf,
  targetsMet,
} from "./tables.ts";
import { verdictSentence } from "./verdict-sentence.ts";
import { idleWaiverSummary, idleWaivers } from "./waivers.ts";

/** Names that `styleText` of `node:util` understands. */
export type Color = "red" | "green" | "yellow" | "cyan" | "bold" | "dim";

/** Colours a text, or returns it as it is. */
export type Style = (color: Color, text: string) => string;

/** The report for a terminal and for the log of a workflow. Ends without a line break. */
export function renderConsole(results: Results, style: Style): string {
  const verdict = style(verdictColors[results.verdict], verdictSentence(results, plainMarkup));
  const parts = [
    style("bold", verdict),
    ...caveats(results, plainMarkup).map((line) => style("yellow", line)),
    rowLines(results, style).join("\n"),
    suspectedLines(results, style).join("\n"),
    sameLine(results),
    waveringLines(results, style).join("\n"),
    failureLines(results, style).join("\n"),
    idleWaiverLine(results),
    driftLines(results, style).join("\n"),
    targetLines(results, style).join("\n"),
    provenanceLines(results, style).join("\n"),
  ];
  return parts.filter(Boolean).join("\n\n");
}

const verdictColors: Readonly<Record<RunVerdict, Color>> = {
  failed: "red",
  mixed: "red",
  regressed: "red",
  "no-baseline": "cyan",
  inconclusive: "yellow",
  improved: "green",
  unchanged: "green",
};

/** All rows by suite. The table is one, so that its columns stand below each other across the suites. */
function rowLines(results: Results, style: Style): string[] {
  const { columns, rows, notes } =
    results.base.kind === "absent" ? headRows(results) : comparedRows(results, style);
  const bySuite = Map.groupBy(rows, ([id = ""]) => suiteOf(id));
  const sorted = [...bySuite.values()].flat();
  if (sorted.length === 0) return [];
  const [header = "", ...lines] = renderPlainTable({
    columns,
    rows: sorted.map(([id = "", ...cells]) => [`  ${logText(nameOf(id), 100)}`, ...cells]),
  });
  const starts = new Map([...bySuite].map(([suite, ofSuite]) => [sorted.indexOf(ofSuite[0] ?? []), suite]));
  return [
    style("dim", header),
    ...lines.flatMap((line, index) => {
      const suite = starts.get(index);
      const below = (notes.get(sorted[index] ?? []) ?? []).map((note) => style("dim", `      ${note}`));
      return [...(suite ? [style("bold", suite)] : []), line, ...below];
    }),
  ];
}

/** A table, and lines that stand below some of its rows. */
interface NotedTable extends Table {
  readonly notes: ReadonlyMap<readonly string[], readonly string[]>;
}

function comparedRows(results: Results, style: Style): NotedTable {
  const rows = ownRows(results)
    .filter((row) => !isSameExactly(row))
    .map((row) => ({
      cells: [logText(row.case, 100), row.metric, ...figuresOf(row), style(colorOf(row), changeText(row))],
      notes: isCompared(row) ? functionLines(row, results.profileChanges) : [],
    }));
  return {
    columns: [left("case"), left("metric"), right("base"), right("head"), left("change")],
    rows: rows.map(({ cells }) => cells),
    notes: new Map(rows.map(({ cells, notes }) => [cells, notes])),
  };
}

/** Functions of a case that a terminal shows. */
const functionsShown = 3;

/** `compute: 13,454 → 13,455 (+1)` */
function functionLines(row: Comparison, changes: Results["profileChanges"]): string[] {
  const { shown, more } = changedFunctions(row, changes, functionsShown);
  const lines = shown.map(({ function: name, base, head }) => {
    const [from, to] = [formatExactFigure(base, "units"), formatExactFigure(head, "units")];
    return `${logText(name, 100)}: ${from} → ${to} (${formatSigned(head - base)})`;
  });
  return more === 0 ? lines : [...lines, `and ${countOf(more, "more function")}`];
}

/** Exact figures that did not change are counted, not listed: there are many, and each says the same. */
function isSameExactly(row: Comparison): boolean {
  return isCompared(row) && isExact(row) && row.verdict === "unchanged";
}

/** Regressions that nobody looked at again, with the reason. Their figures stand in the rows above. */
function suspectedLines(results: Results, style: Style): string[] {
  const rows = groupRows(results).suspected;
  if (rows.length === 0) return [];
  const [, ...lines] = renderPlainTable({
    columns: [left(""), left(""), left(""), left("")],
    rows: rows.map((row) => [
      `  ${logText(row.case, 100)}`,
      row.metric,
      formatChange(row),
      "reason" in row ? logText(row.reason) : "",
    ]),
  });
  return [style("yellow", countOf(rows.length, "suspected regression")), ...lines];
}

function sameLine(results: Results): string {
  const same = ownRows(results).filter(isSameExactly).length;
  return same === 0 ? "" : `${countOf(same, "exact figure")} (fuel, sizes, memory, exports) the same`;
}

/** Figures that should be the same in every run: without a base no row tells of them. */
function waveringLines(results: Results, style: Style): string[] {
  const rows = results.base.kind === "absent" ? groupRows(results).nondeterministic : [];
  return rows.map((row) => style("yellow", `${logText(row.case, 100)} ${row.metric}: ${changeText(row)}`));
}

function headRows(results: Results): NotedTable {
  return {
    notes: new Map(),
    columns: [left("case"), left("metric"), right("median"), right("5th to 95th percentile")],
    rows: headFigures(results).map((figure) => [
      logText(figure.case, 100),
      figure.metric,
      formatFigure(figure.median, figure.unit),
      spreadOf(figure),
    ]),
  };
}

function figuresOf(row: Comparison): [base: string, head: string] {
  if (isCompared(row)) return figureCells([row])(row);
  const figure = (value: number | null) => (value === null ? "–" : formatFigure(value, row.unit));
  return [figure(row.base), figure(row.head)];
}

function changeText(row: Comparison): string {
  switch (row.verdict) {
    case "regressed":
      return `${changesText(row)}${regressionNote(row)}`;
    case "improved":
    case "unchanged":
      return changesText(row);
    case "suspected":
      return `${changesText(row)} (suspected)${waiverNote(row)}`;
    case "inconclusive": {
      const sight = sightOf(row);
      const reason = `${logText(row.reason)}${sight === "" ? "" : ` (could have seen ${sight})`}`;
      return ["cannot tell", changesText(row), reason].filter(Boolean).join(": ");
    }
    case "incomparable":
      return `cannot be compared: ${logText(row.reason)}`;
    case "nondeterministic":
      return `not the same in every run: ${runsText(row)}`;
    case "failed":
      return `failed: ${logText(row.reason)}`;
    case "added":
    case "removed":
      return row.verdict;
  }
}

/** `4.8 % to 5.3 % slower, again 4.6 % to 5.8 % slower` */
function changesText(row: ComparedRow): string {
  const again = formatAgain(row);
  const parts = [
    formatChange(row),
    again === "" ? "" : `again ${again}`,
    isImported(row) ? "by another tool" : "",
  ];
  return parts.filter(Boolean).join(", ");
}

function regressionNote(row: ComparedRow): string {
  const note = waiverNote(row);
  return row.gating || note !== "" ? note : " (does not gate)";
}

/** ` (waived until 2027-01-31: …)`, or why it is not. */
function waiverNote({ waiver }: ComparedRow): string {
  if (waiver === null) return "";
  const until = logText(waiver.expires, 20);
  switch (waiver.standing) {
    case "applies":
      return ` (waived until ${until}: ${logText(waiver.reason)})`;
    case "exceeded":
      return ` (beyond the ${formatShare(waiver.ceiling)} that are waived)`;
    case "expired":
      return ` (its waiver expired after ${until})`;
  }
}

function idleWaiverLine(results: Results): string {
  const idle = idleWaivers(results, groupRows(results).known);
  return idle.length === 0 ? "" : idleWaiverSummary(idle);
}

/** `head gives 13,454 or 13,455` */
function runsText({ runs, unit }: RowOf<"nondeterministic">): string {
  const sides = (["base", "head"] as const).filter((side) => new Set(runs[side]).size > 1);
  return sides.map((side) => `${side} gives ${formatRuns(runs[side], unit)}`).join(", ");
}

function colorOf(row: Comparison): Color {
  switch (row.verdict) {
    case "regressed":
      return row.gating ? "red" : "yellow";
    case "failed":
      return "red";
    case "improved":
      return "green";
    case "suspected":
    case "inconclusive":
    case "incomparable":
    case "nondeterministic":
      return row.gating ? "yellow" : "dim";
    case "added":
    case "removed":
      return "cyan";
    case "unchanged":
      return "dim";
  }
}

/** Failures that no row tells of: without a base the rows are not shown, and a base can fail alone. */
function failureLines(results: Results, style: Style): string[] {
  const told =
    results.base.kind === "absent" ? [] : results.comparisons.filter(({ verdict }) => verdict === "failed");
  return groupRows(results)
    .failures.filter((failure) => !told.some((row) => row.case === failure.case))
    .map(({ case: id, where, message }) =>
      style("red", `${logText(id, 100)} failed in ${where}: ${logText(message)}`),
    );
}

/** Stretches of the base branch that a terminal shows. */
const driftShown = 5;

function driftLines({ drift }: Results, style: Style): string[] {
  if (drift.length === 0) return [];
  const [, ...lines] = renderPlainTable({
    columns: [left(""), left(""), left(""), right(""), left(""), left("")],
    rows: drift
      .slice(0, driftShown)
      .map((each) => [
        `  ${logText(each.case, 100)}`,
        each.metric,
        driftChange(each),
        countOf(each.commits, "commit"),
        commitsOf(each, plainMarkup),
        endOf(each),
      ]),
  });
  const rest = drift.length - driftShown;
  return [
    style("bold", `Drift of the base branch: ${driftSummary(drift)}`),
    ...lines,
    ...(rest > 0 ? [style("dim", `  and ${rest} more in the report`)] : []),
  ];
}

function targetLines({ targets }: Results, style: Style): string[] {
  if (targets.length === 0) return [];
  const [, ...lines] = renderPlainTable({
    columns: [left(""), left(""), right(""), right(""), left("")],
    rows: targets.map((target) => [
      `  ${logText(target.name)}`,
      logText(target.case, 100),
      target.measured === null ? "–" : formatMeasured(target.measured, target.unit),
      formatBound(target, { below: "<", above: ">" }),
      style(levelColor(target), levelName(target)),
    ]),
  });
  return [style("bold", targetsMet(targets)), ...lines];
}

function levelColor(target: TargetResult): Color {
  if (target.level === null) return "dim";
  return isMissed(target) ? "yellow" : "green";
}

function provenanceLines(results: Results, style: Style): string[] {
  return provenanceOf(results, plainMarkup).map(({ title, text }) => style("dim", `${title}: ${text}`));
}
