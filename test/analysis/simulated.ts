import { defaultPolicy } from "../../src/analysis/policy.ts";
import type { Random } from "../../src/measure/random.ts";
import type { Arm, Measurement } from "../../src/model/measurement.ts";
import type { MetricName } from "../../src/model/metric.ts";
import type { Policy } from "../../src/model/policy.ts";

/** A standard normal number (Box–Muller). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

export interface SimulatedRow {
  readonly case: string;
  readonly metric?: MetricName;
  readonly rounds: number;
  /** Standard deviation of one arm's figure in one round, relative. */
  readonly noise: number | Readonly<Record<Arm, number>>;
  /** How much larger head's figure truly is, relative. */
  readonly change?: number;
  readonly level?: number;
}

/** Timed measurements of one row, three arms in each round; a round shares a speed of its own, which must cancel. */
export function simulateRow(row: SimulatedRow, random: Random): Measurement[] {
  const { metric = "time", change = 0, level = 1000, noise } = row;
  return Array.from({ length: row.rounds }, (_, round) => {
    const speed = level * Math.exp(0.3 * normal(random));
    return (["base", "head", "control"] as const).map((arm) => {
      const spread = typeof noise === "number" ? noise : noise[arm];
      const figure = speed * (arm === "head" ? 1 + change : 1) * Math.exp(spread * normal(random));
      return { case: row.case, metric, arm, round, samples: [figure * 0.9, figure, figure * 1.5] };
    });
  }).flat();
}

/** Measurements of one metric of one case, given round by round. */
export function measured(
  id: string,
  metric: MetricName,
  figures: Partial<Record<Arm, readonly number[]>>,
): Measurement[] {
  return (["base", "head", "control"] as const).flatMap((arm) =>
    (figures[arm] ?? []).map((figure, round) => ({ case: id, metric, arm, round, samples: [figure] })),
  );
}

/** A policy in which everything gates, however little it changed, unless it says otherwise. */
export function policy(parts: Partial<Policy> = {}): Policy {
  const defaults = defaultPolicy({ baselineIsNear: true });
  return { ...defaults, floor: () => 0.02, gates: () => true, exactTolerance: () => 0, ...parts };
}
