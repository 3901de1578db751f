import type { Arm, Measurement } from "../model/measurement.ts";
import { type MetricName, metricNames } from "../model/metric.ts";
import { median } from "./signed-rank.ts";

/** One arm's figure of each round that it was measured in: the median of the round's samples. */
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
      return ofMetric ? [[metric, figuresOfArms(ofMetric)] as const] : [];
    }),
  );
}

function figuresOfArms(measurements: readonly Measurement[]): ArmFigures {
  const byArm = Map.groupBy(measurements, ({ arm }) => arm);
  const figuresOf = (arm: Arm) => figuresOfRounds(byArm.get(arm) ?? []);
  return { base: figuresOf("base"), head: figuresOf("head"), control: figuresOf("control") };
}

/** A round may hold several records of one arm, one for each process that it took. */
function figuresOfRounds(measurements: readonly Measurement[]): RoundFigures {
  const byRound = Map.groupBy(measurements, ({ round }) => round);
  return new Map(
    [...byRound].flatMap(([round, ofRound]) => {
      const figure = median(ofRound.flatMap(({ samples }) => samples));
      return figure === null ? [] : [[round, figure] as const];
    }),
  );
}
