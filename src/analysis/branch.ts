import type { Commit, HistoryEntry } from "../model/history.ts";
import { type MetricName, metricNames, metrics } from "../model/metric.ts";

/** The commits that lead to the newest one of a history, oldest first, and what is known of each figure along them. */
export interface Branch {
  readonly commits: readonly Commit[];
  readonly series: readonly Series[];
}

/** One figure along a branch: a value for each commit, NaN where there is none that can be used. */
export type Series = TimedSeries | ExactSeries;

export interface TimedSeries {
  readonly kind: "timed";
  readonly case: string;
  readonly metric: MetricName;
  /** ln of the change that a line brought, against the line before; positive is worse. */
  readonly changes: Float64Array;
  /** Standard errors of these. */
  readonly errors: Float64Array;
}

export interface ExactSeries {
  readonly kind: "exact";
  readonly case: string;
  readonly metric: MetricName;
  /** In the metric's unit. */
  readonly figures: Float64Array;
}

/**
 * The branch that a history ends with, with every figure that its newest line has: what is gone cannot drift.
 *
 * A line follows the one whose commit was its base. Lines aside, of commits that ran at the same time, are left out. Where
 * the base is not told, it was the line before; where it is a commit that the history does not have, nothing is known of
 * the way from one to the other, and the line has no timed changes.
 */
export function branchOf(history: readonly HistoryEntry[]): Branch {
  const path = pathToNewest(history);
  const newest = path.at(-1)?.line;
  const series = Object.keys(newest?.head ?? {}).flatMap((key) => emptySeries(key, path.length));
  const timed = series.flatMap(({ key, series: each }) => (each.kind === "timed" ? [{ key, each }] : []));
  const exact = series.flatMap(({ key, series: each }) => (each.kind === "exact" ? [{ key, each }] : []));
  for (const [position, { line, follows }] of path.entries()) {
    for (const { key, each } of exact) {
      if (each.metric === "fuel" && line.fuelContract !== newest?.fuelContract) continue;
      each.figures[position] = line.head[key] ?? Number.NaN;
    }
    if (!follows) continue;
    for (const { key, each } of timed) {
      const change = line.change[key];
      if (change === undefined) continue;
      const [low, estimate, high] = change;
      const error = (Math.log1p(high) - Math.log1p(low)) / standardErrors;
      // rounded to five digits, what became nearly 0 has no logarithm any more
      if (!Number.isFinite(error)) continue;
      each.changes[position] = Math.log1p(estimate);
      each.errors[position] = error;
    }
  }
  return {
    commits: path.map(({ line: { sha, at } }) => ({ sha, at })),
    series: series.map(({ series: each }) => each),
  };
}

/** Width of a 99 % interval of a normal estimate. */
const standardErrors = 2 * 2.5758;

interface Step {
  readonly line: HistoryEntry;
  /** Whether its base is the line before it in the path. */
  readonly follows: boolean;
}

function pathToNewest(history: readonly HistoryEntry[]): Step[] {
  const indexes = new Map(history.flatMap(({ sha }, index) => (sha === null ? [] : [[sha, index] as const])));
  const path: Step[] = [];
  let index = history.length - 1;
  for (let line = history[index]; line !== undefined; line = history[index]) {
    const base = line.baseSha === null ? index - 1 : indexes.get(line.baseSha);
    const follows = base !== undefined && base >= 0 && base < index;
    path.push({ line, follows });
    index = follows ? base : index - 1;
  }
  return path.reverse();
}

function emptySeries(key: string, length: number): { key: string; series: Series }[] {
  const space = key.lastIndexOf(" ");
  const metric = metricNames.find((name) => name === key.slice(space + 1));
  if (metric === undefined) return [];
  const nothing = () => new Float64Array(length).fill(Number.NaN);
  const id = key.slice(0, space);
  const series: Series =
    metrics[metric].kind === "timed"
      ? { kind: "timed", case: id, metric, changes: nothing(), errors: nothing() }
      : { kind: "exact", case: id, metric, figures: nothing() };
  return [{ key, series }];
}
