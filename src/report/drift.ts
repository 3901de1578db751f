import type { Drift } from "../model/drift.ts";
import { metrics } from "../model/metric.ts";
import { chartLabel, inlineCode } from "./escape.ts";
import { countOf, formatDifference, formatInterval } from "./format.ts";
import type { Markup } from "./markup.ts";
import { left, right, type Table } from "./table.ts";

/** Commits after which a drift is no news any more. */
const newsFor = 30;

/** Whether somebody should look at it now: a figure that may gate got worse, and not long ago. */
export function isNews(drift: readonly Drift[]): boolean {
  return drift.some((each) => isWorse(each) && each.gating && each.ago < newsFor);
}

/** `2 figures got worse, 1 got better` */
export function driftSummary(drift: readonly Drift[]): string {
  const worse = drift.filter(isWorse).length;
  const better = drift.length - worse;
  if (better === 0) return `${countOf(worse, "figure")} got worse`;
  if (worse === 0) return `${countOf(better, "figure")} got better`;
  return `${countOf(worse, "figure")} got worse, ${better} got better`;
}

export function driftTable(drift: readonly Drift[], markup: Markup): Table {
  return {
    columns: [left("Case"), left("Metric"), right("Change"), right("Over"), left("Commits"), right("Ended")],
    rows: drift.map((each) => [
      inlineCode(each.case),
      each.metric,
      driftChange(each),
      countOf(each.commits, "commit"),
      commitsOf(each, markup),
      endOf(each),
    ]),
  };
}

/** How to turn what the history says into a measurement. */
export const driftProof =
  "A drift of a timed figure is added up from many runs. To prove it, measure both ends side by side: download their baseline artifacts and run `fuelgauge compare OLD NEW`.";

/** `4.8 % to 7.3 % slower`, `1,902 units more fuel (+6.2 %)` */
export function driftChange({ metric, direction, change, figures }: Drift): string {
  if (figures === null) return formatInterval(change, metric, direction);
  return formatDifference({
    base: figures.from,
    head: figures.to,
    unit: metrics[metric].unit,
    metric,
    direction,
  });
}

/** The commit that did it, or those among which it happened. */
export function commitsOf({ from, to, commits }: Drift, markup: Markup): string {
  if (to.sha === null) return markup.sentence(`until ${to.at}`, 40);
  if (commits === 1 || from.sha === null) return markup.commit(to.sha);
  return markup.range(from.sha, to.sha);
}

/** `now`, `3 commits ago` */
export function endOf({ ago }: Drift): string {
  return ago === 0 ? "now" : `${countOf(ago, "commit")} ago`;
}

/** Figures that get a chart of their own: a chart of several lines has no legend. */
const chartsShown = 3;

/** Mermaid charts of where the first of the figures went. Null when there is none. */
export function driftCharts(drift: readonly Drift[]): string | null {
  const byFigure = new Map(drift.map((each) => [`${each.case} ${each.metric}`, each] as const));
  const charts = [...byFigure.values()].slice(0, chartsShown).flatMap(chart);
  return charts.length === 0 ? null : charts.join("\n\n");
}

function chart(drift: Drift): string[] {
  const percents = drift.levels.map((level) => 100 * level).filter(Number.isFinite);
  if (percents.length < 2) return [];
  const settings = {
    themeVariables: { xyChart: { plotColorPalette: isWorse(drift) ? "#d1242f" : "#1f883d" } },
    xyChart: { height: 220, titleFontSize: 14 },
  };
  const [low, high] = [Math.min(...percents), Math.max(...percents)];
  // an axis needs an extent
  const margin = Math.max((high - low) / 10, 0.1);
  const lines = [
    "```mermaid",
    `%%{init: ${JSON.stringify(settings)}}%%`,
    "xychart-beta",
    `  title "${chartLabel(`${drift.case} ${drift.metric}`, 60)}"`,
    `  x-axis "commits" 0 --> ${drift.span}`,
    `  y-axis "% of the first" ${Math.max(0, low - margin).toFixed(2)} --> ${(high + margin).toFixed(2)}`,
    `  line [${percents.map((percent) => percent.toFixed(2)).join(", ")}]`,
    "```",
  ];
  return [lines.join("\n")];
}

function isWorse({ change }: Drift): boolean {
  return change.estimate > 0;
}
