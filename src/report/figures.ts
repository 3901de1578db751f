import type { Measurement } from "../model/measurement.ts";
import { type Direction, type MetricName, metricNames, metrics, type Unit } from "../model/metric.ts";
import type { Results } from "../model/results.ts";
import { roundFigure } from "../model/round-figure.ts";

/** What a run says about one metric of one case of head by itself, in the metric's unit. */
export interface HeadFigure {
  readonly case: string;
  readonly metric: MetricName;
  readonly unit: Unit;
  /** Median over the rounds. */
  readonly median: number;
  /** 5th and 95th percentile of the rounds' figures; null where there is nothing to spread. */
  readonly spread: { readonly low: number; readonly high: number } | null;
  readonly rounds: number;
}

/** Head's figures: cases in the run's order, metrics in theirs. */
export function headFigures({ measurements, cases, comparisons }: Results): HeadFigure[] {
  // the policy may have turned a metric round
  const directions = new Map(comparisons.map((row) => [`${row.case} ${row.metric}`, row.direction]));
  const directionOf = (id: string, metric: MetricName) =>
    directions.get(`${id} ${metric}`) ?? metrics[metric].direction;
  const ofHead = Map.groupBy(
    measurements.filter(({ arm }) => arm === "head"),
    (measurement) => measurement.case,
  );
  const ids = new Set([...cases.map(({ id }) => id), ...ofHead.keys()]);
  return [...ids].flatMap((id) =>
    metricNames.flatMap((metric) => {
      const ofMetric = (ofHead.get(id) ?? []).filter((measurement) => measurement.metric === metric);
      return ofMetric.length === 0 ? [] : [headFigure(id, metric, ofMetric, directionOf(id, metric))];
    }),
  );
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
  const spread =
    kind === "exact" || figures.length < 2
      ? null
      : { low: quantile(figures, 0.05), high: quantile(figures, 0.95) };
  return { case: id, metric, unit, median: quantile(figures, 0.5), spread, rounds: figures.length };
}

/** The quantile of sorted values, linear between neighbours (definition 7 of Hyndman and Fan, 1996). */
function quantile(sorted: readonly number[], share: number): number {
  const position = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(position)] ?? 0, sorted[Math.ceil(position)] ?? 0];
  return below + (above - below) * (position - Math.floor(position));
}
