import type { Arm, Measurement } from "../model/measurement.ts";
import { type Direction, type MetricName, metricNames, metrics } from "../model/metric.ts";
import type { Policy } from "../model/policy.ts";
import { roundFigure } from "../model/round-figure.ts";
import { median } from "./signed-rank.ts";

/** One arm's figure of each round that it was measured in: see `roundFigure`. */
export type RoundFigures = ReadonlyMap<number, number>;
/** One metric of one case. An arm that was not measured has no rounds. */
export type ArmFigures = Readonly<Record<Arm, RoundFigures>>;
/** The metrics of one case, in the order of `metricNames`. */
export type CaseFigures = ReadonlyMap<MetricName, ArmFigures>;
/** The samples that each arm gave of one metric, by round. An arm that was not measured has no rounds. */
export type ArmSamples = Readonly<Record<Arm, ReadonlyMap<number, readonly number[]>>>;
export type CaseSamples = ReadonlyMap<MetricName, ArmSamples>;

/**
 * All figures of a run by case, in order of first appearance.
 *
 * @param directionOf which samples of a round are its better half
 */
export function figuresByCase(
  measurements: readonly Measurement[],
  directionOf: Policy["direction"] = (_caseId, metric) => metrics[metric].direction,
): Map<string, CaseFigures> {
  const byCase = Map.groupBy(measurements, (measurement) => measurement.case);
  return new Map(
    [...byCase].map(([id, ofCase]) => [
      id,
      figuresOfCase(samplesOfCase(ofCase), (metric) => directionOf(id, metric)),
    ]),
  );
}

/** What stands for an arm in a report: the median over its rounds. Null when it was not measured. */
export function figureOf(rounds: RoundFigures): number | null {
  return median([...rounds.values()]);
}

/** All figures of one case, from its samples. */
export function figuresOfCase(
  samples: CaseSamples,
  directionOf: (metric: MetricName) => Direction,
): CaseFigures {
  return new Map(Array.from(samples, ([metric, arms]) => [metric, figuresOfArms(arms, directionOf(metric))]));
}

export function figuresOfArms(samples: ArmSamples, direction: Direction): ArmFigures {
  const of = (arm: Arm) => figuresOfRounds(samples[arm], direction);
  return { base: of("base"), head: of("head"), control: of("control") };
}

/** All samples of one case, from its records. */
export function samplesOfCase(measurements: readonly Measurement[]): CaseSamples {
  const byMetric = Map.groupBy(measurements, ({ metric }) => metric);
  return new Map(
    metricNames.flatMap((metric) => {
      const ofMetric = byMetric.get(metric);
      return ofMetric ? [[metric, samplesOfArms(ofMetric)] as const] : [];
    }),
  );
}

/** A round may hold several records of one arm, one for each process that it took. */
function samplesOfArms(measurements: readonly Measurement[]): ArmSamples {
  const samplesOf: Record<Arm, Map<number, readonly number[]>> = {
    base: new Map(),
    head: new Map(),
    control: new Map(),
  };
  for (const { arm, round, samples } of measurements) {
    const others = samplesOf[arm].get(round);
    samplesOf[arm].set(round, others === undefined ? samples : [...others, ...samples]);
  }
  return samplesOf;
}

function figuresOfRounds(
  samplesOf: ReadonlyMap<number, readonly number[]>,
  direction: Direction,
): RoundFigures {
  const figures = new Map<number, number>();
  for (const [round, samples] of samplesOf) {
    const figure = roundFigure(samples, direction);
    if (figure !== null) figures.set(round, figure);
  }
  return figures;
}
