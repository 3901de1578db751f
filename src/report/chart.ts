import { chartLabel } from "./escape.ts";
import { type ComparedRow, percentOfBase } from "./format.ts";
import { isExact } from "./groups.ts";

/** Bars that a reader can still tell apart. */
const mostBars = 12;

interface Bar {
  readonly label: string;
  /** Middle of the interval, without sign. */
  readonly percent: number;
  readonly worse: boolean;
}

/**
 * Mermaid charts of the timed rows that changed, or null when there are fewer than two of them to set side by side.
 *
 * Worse and better get a chart of their own: bars of this chart type start at the end of the axis and not at 0, so that
 * one axis for both signs would draw a gain as a short loss.
 */
export function changeCharts(rows: readonly ComparedRow[]): string | null {
  const bars = uniqueLabels(
    rows
      .flatMap((row) => (isExact(row) ? [] : barOf(row)))
      .toSorted((one, other) => other.percent - one.percent)
      .slice(0, mostBars),
  );
  if (bars.length < 2) return null;
  const worse = bars.filter((bar) => bar.worse);
  const better = bars.filter((bar) => !bar.worse);
  return [
    ...(worse.length > 0 ? [chart("Worse by, in % (middle of the interval)", "#d1242f", worse)] : []),
    ...(better.length > 0 ? [chart("Better by, in % (middle of the interval)", "#1f883d", better)] : []),
  ].join("\n\n");
}

function barOf({ case: id, metric, direction, change }: ComparedRow): Bar[] {
  if (change === null) return [];
  const label = chartLabel(metric === "time" ? id : `${id} ${metric}`);
  return [{ label, percent: percentOfBase(change, direction), worse: change.estimate > 0 }];
}

/** Equal labels would share one place on the axis. */
function uniqueLabels(bars: readonly Bar[]): Bar[] {
  const isRepeated = ({ label }: Bar, index: number) => bars.findIndex((bar) => bar.label === label) < index;
  return bars.map((bar, index) =>
    isRepeated(bar, index) ? { ...bar, label: `${bar.label} (${index + 1})` } : bar,
  );
}

function chart(title: string, color: string, bars: readonly Bar[]): string {
  // A height for each bar keeps two bars from being as thick as twelve together.
  const settings = {
    themeVariables: { xyChart: { plotColorPalette: color } },
    xyChart: { height: 110 + 30 * bars.length, titleFontSize: 14 },
  };
  return [
    "```mermaid",
    `%%{init: ${JSON.stringify(settings)}}%%`,
    "xychart-beta horizontal",
    `  title "${title}"`,
    `  x-axis [${bars.map(({ label }) => `"${label}"`).join(", ")}]`,
    `  y-axis 0 --> ${axisEnd(Math.max(...bars.map(({ percent }) => percent)))}`,
    `  bar [${bars.map(({ percent }) => percent.toFixed(2)).join(", ")}]`,
    "```",
  ].join("\n");
}

/** The next round number. */
function axisEnd(value: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(Math.max(value, 0.01)));
  const step = [1, 1.5, 2, 3, 5, 7.5].find((candidate) => candidate * magnitude >= value) ?? 10;
  return Number((step * magnitude).toPrecision(2));
}
