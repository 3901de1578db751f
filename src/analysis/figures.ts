import type { Arm, Measurement } from "../model/measurement.ts";
import { type Direction, type MetricName, metricNames, metrics } from "../model/metric.ts";
import { roundFigure } from "../model/round-figure.ts";
import { median } from "./signed-rank.ts";

/** One arm's figure of each round that it was measured in: see `roundFigure`. */
export type RoundFigures = ReadonlyMap<number, number>;
/** One metric of one case. An arm that was not measured has no rounds. */
export type ArmFigures = Readonly<Record<Arm, RoundFigures>>;
/** The metrics of one case, in the order of `metricNames`. */
export type CaseFigures = ReadonlyMap<MetricName, ArmFigures>;

/** All figures of a run by case, in order of first appearance. */
export function figuresByCase(measurements: readonly Measurement[]): Map<string, CaseFigures> {
  const byCase = Map.groupBy(measurements, (measurement) => measurement.case);
  return new Map([...byCase].map(([id, ofCase]) => [id, figuresOfCase(ofCase)]));
}

/** What stands for an arm in a report: the median over its rounds. Null when it was not measured. */
export function figureOf(rounds: RoundFigures): number | null {
  return median([...rounds.values()]);
}

function figuresOfCase(measurements: readonly Measurement[]): CaseFigures {
  const byMetric = Map.groupBy(measurements, ({ metric }) => metric);
  return new Map(
    metricNames.flatMap((metric) => {
      const ofMetric = byMetric.get(metric);
      return ofMetric ? [[metric, figuresOfArms(ofMetric, metrics[metric].direction)] as const] : [];
    }),
  );
}

function figuresOfArms(measurements: readonly Measurement[], direction: Direction): ArmFigures {
  const byArm = Map.groupBy(measurements, ({ arm }) => arm);
  const figuresOf = (arm: Arm) => figuresOfRounds(byArm.get(arm) ?? [], direction);
  return { base: figuresOf("base"), head: figuresOf("head"), control: figuresOf("control") };
}

/** A round may hold several records of one arm, one for each process that it took. */
function figuresOfRounds(measurements: readonly Measurement[], direction: Direction): RoundFigures {
  const byRound = Map.groupBy(measurements, ({ round }) => round);
  return new Map(
    [...byRound].flatMap(([round, ofRound]) => {
      const samples = ofRound.flatMap((measurement) => measurement.samples);
      const figure = roundFigure(samples, direction);
      return figure === null ? [] : [[round, figure] as const];
    }),
  );
}
