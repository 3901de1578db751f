import type { CaseInfo, Results } from "../model/results.ts";
import { nameOf, suiteOf } from "./case-id.ts";
import { inlineCode, prose } from "./escape.ts";
import { type HeadFigure, headFigures } from "./figures.ts";
import { countOf, formatFigure } from "./format.ts";
import { markdownMarkup } from "./markup.ts";
import { describeMachine } from "./provenance.ts";
import { dropEmptyColumns, figure, left, renderTable, right, type Table } from "./table.ts";
import { missedAdvice, spreadOf, targetTable } from "./tables.ts";

/** Suites whose state is worth a report of its own, in the order of the run: those with cases of their own. */
export function baselineReportSuites({ cases }: Results): string[] {
  const own = cases.filter(({ control }) => !control);
  return [...new Set(own.map(({ id }) => suiteOf(id)))].filter((suite) => /^[A-Za-z0-9_-]+$/.test(suite));
}

/**
 * What one suite measures now, whatever it was compared with: every case with its reason, its figures, and the targets
 * about it. A module that bears the name of a case of the suite belongs to it with its size and memory.
 */
export function renderBaselineReport(results: Results, suite: string): string {
  const belongs = caseFilter(results, suite);
  const figures = headFigures(results).filter((figure) => belongs(figure.case));
  const targets = results.targets.filter((target) => belongs(target.case));
  const advice = missedAdvice(targets);
  const failed = results.failures.filter(({ case: id, arm }) => arm === "head" && belongs(id));
  return `${[
    `# Baseline: ${prose(suite)}`,
    origin(results),
    howToRead(results, suite),
    "## Figures",
    figures.length > 0
      ? renderTable(baselineTable(results, figures))
      : "No case of this suite gave a figure.",
    ...(failed.length > 0
      ? [
          `Without figures: ${[...new Set(failed.map((each) => each.case))].map((id) => inlineCode(id)).join(", ")}.`,
        ]
      : []),
    ...acrossOperations(figures),
    ...(targets.length > 0 ? ["## Targets", renderTable(targetTable(targets))] : []),
    ...(advice === "" ? [] : ["What to look at for what was missed, most likely cause first:", advice]),
  ].join("\n\n")}\n`;
}

function origin({ head, startedAt, machine, fuelgauge }: Results): string {
  const markup = markdownMarkup(undefined);
  const date = /^\d{4}-\d{2}-\d{2}/.exec(startedAt)?.[0] ?? "an unknown day";
  return [
    `- Commit: ${head.sha === null ? "none" : markup.commit(head.sha)}`,
    `- Date: ${date}`,
    `- Machine: ${describeMachine(machine, markup)}`,
    `- Fuelgauge: ${markup.sentence(fuelgauge, 40)}`,
  ].join("\n");
}

function howToRead({ cases }: Results, suite: string): string {
  const settling = cases.some((each) => suiteOf(each.id) === suite && each.settling !== null);
  return [
    "Medians over the rounds; a round is a fresh process. The percentiles are of the rounds' figures.",
    ...(settling
      ? ["A case has settled when V8 makes its code no faster any more; that was seen, not guessed."]
      : []),
  ].join(" ");
}

function baselineTable(results: Results, figures: readonly HeadFigure[]): Table {
  const cases = new Map(results.cases.map((each) => [each.id, each]));
  // said once for a case, in its first row; modules exist for no reason of their own
  const saidOnce = (id: string) => {
    const known = cases.get(id);
    return known === undefined ? ["", ""] : [settledAfter(known), prose(known.why)];
  };
  return dropEmptyColumns({
    columns: [
      left("Case"),
      left("Metric"),
      figure("Median"),
      figure("5th to 95th percentile"),
      right("Rounds"),
      figure("Settled after"),
      left("Why it exists"),
    ],
    rows: figures.map((each, index) => [
      inlineCode(each.case),
      each.metric,
      formatFigure(each.median, each.unit),
      spreadOf(each),
      each.spread === null ? "" : String(each.rounds),
      ...(figures[index - 1]?.case === each.case ? ["", ""] : saidOnce(each.case)),
    ]),
  });
}

/** Fewer say nothing about operations in general. */
const leastOperations = 3;

/** How alike the throughput of a suite's cases is: mean, standard deviation, and their ratio. */
function acrossOperations(figures: readonly HeadFigure[]): string[] {
  const throughputs = figures.filter(({ metric }) => metric === "throughput").map(({ median }) => median);
  if (throughputs.length < leastOperations) return [];
  const mean = throughputs.reduce((sum, each) => sum + each, 0) / throughputs.length;
  const squares = throughputs.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / (throughputs.length - 1));
  return [
    "## Throughput across operations",
    [
      `- Mean of ${throughputs.length} cases: ${formatFigure(mean, "ops/s")}`,
      `- Standard deviation: ${formatFigure(deviation, "ops/s")}`,
      `- Coefficient of variation: ${((100 * deviation) / mean).toPrecision(3)} %`,
    ].join("\n"),
  ];
}

/** `12,345 operations, 38.0 ms`: from then on it got no faster. */
function settledAfter({ settling }: CaseInfo): string {
  if (settling === null) return "";
  const time = formatFigure(settling.milliseconds * 1_000_000, "ns");
  return settling.settled
    ? `${countOf(settling.operations, "operation")}, ${time}`
    : `not within ${countOf(settling.operations, "operation")}, ${time}`;
}

function caseFilter({ cases }: Results, suite: string): (id: string) => boolean {
  const names = new Set(cases.filter(({ id }) => suiteOf(id) === suite).map(({ id }) => nameOf(id)));
  return (id) => suiteOf(id) === suite || (suiteOf(id) === "modules" && names.has(nameOf(id)));
}
