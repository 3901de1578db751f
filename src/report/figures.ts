import type { Imported } from "../model/imported.ts";
import type { Measurement } from "../model/measurement.ts";
import { type Direction, type MetricName, metricNames, metrics } from "../model/metric.ts";
import type { Results } from "../model/results.ts";
import { roundFigure } from "../model/round-figure.ts";

/** What a run says about one metric of one case of head by itself, in the metric's unit. */
export interface HeadFigure {
  readonly case: string;
  readonly metric: string;
  readonly unit: string;
  /** Median over the rounds, or over the samples of another tool. */
  readonly median: number;
  /** 5th and 95th percentile of them; null where there is nothing to spread. */
  readonly spread: { readonly low: number; readonly high: number } | null;
  readonly rounds: number;
}

/** Head's figures: cases in the run's order, metrics in theirs. */
export function headFigures(results: Results): HeadFigure[] {
  const { measurements, cases, comparisons, imported } = results;
  // the policy may have turned a metric round
  const directions = new Map(comparisons.map((row) => [`${row.case} ${row.metric}`, row.direction]));
  const directionOf = (id: string, metric: MetricName) =>
    directions.get(`${id} ${metric}`) ?? metrics[metric].direction;
  const ofHead = Map.groupBy(
    measurements.filter(({ arm }) => arm === "head"),
    (measurement) => measurement.case,
  );
  const ids = new Set([...cases.map(({ id }) => id), ...ofHead.keys()]);
  const measured = [...ids].flatMap((id) =>
    metricNames.flatMap((metric) => {
      const ofMetric = (ofHead.get(id) ?? []).filter((measurement) => measurement.metric === metric);
      return ofMetric.length === 0 ? [] : [headFigure(id, metric, ofMetric, directionOf(id, metric))];
    }),
  );
  return [...measured, ...imported.filter(({ arm }) => arm === "head").map(importedHead)];
}

function importedHead({ case: id, metric, unit, samples }: Imported): HeadFigure {
  const figures = samples.toSorted((one, other) => one - other);
  return { case: id, metric, unit, ...middleOf(figures), rounds: 0 };
}

function headFigure(
  id: string,
  metric: MetricName,
  measurements: readonly Measurement[],
  direction: Direction,
): HeadFigure {
  const { unit, kind } = metrics[metric];
  const perRound = Map.groupBy(measurements, ({ round }) => round);
  const figures = [...perRound.values()]
    .flatMap((ofRound) => {
      const samples = ofRound.flatMap((measurement) => measurement.samples);
      return roundFigure(samples, direction) ?? [];
    })
    .sort((one, other) => one - other);
  const { median, spread } = middleOf(figures);
  return { case: id, metric, unit, median, spread: kind === "exact" ? null : spread, rounds: figures.length };
}

function middleOf(sorted: readonly number[]): Pick<HeadFigure, "median" | "spread"> {
  const [low, high] = [quantile(sorted, 0.05), quantile(sorted, 0.95)];
  return { median: quantile(sorted, 0.5), spread: sorted.length < 2 ? null : { low, high } };
}

/** The quantile of sorted values, linear between neighbours (definition 7 of Hyndman and Fan, 1996). */
function quantile(sorted: readonly number[], share: number): number {
  const position = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(position)] ?? 0, sorted[Math.ceil(position)] ?? 0];
  return below + (above - below) * (position - Math.floor(position));
}
