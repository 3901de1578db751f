import { type MetricName, metrics } from "../model/metric.ts";
import type { Policy } from "../model/policy.ts";

const alpha = 0.01;
const timedFloor = 0.02;
const fuelTolerance = 0.01;

/**
 * The policy when nothing is configured: 1 % false alarms a run, changes of up to 2 % in timed metrics do not matter,
 * and rows gate as their metric says, fuel when it changed by more than 1 %.
 */
export function defaultPolicy(options: {
  /** False when the baseline is so far away that a difference says little about the change. */
  readonly baselineIsNear: boolean;
  /** Cases that measure the machine or the harness and not the subject. */
  readonly neverGates?: ReadonlySet<string>;
  /** Floors of the timed rows of cases that have one of their own, by case. */
  readonly timedFloors?: ReadonlyMap<string, number>;
}): Policy {
  const isTimed = (metric: MetricName) => metrics[metric].kind === "timed";
  return {
    alpha,
    floor: (caseId, metric) => (isTimed(metric) ? (options.timedFloors?.get(caseId) ?? timedFloor) : 0),
    gates: (caseId, metric) =>
      metrics[metric].gates && options.baselineIsNear && !(options.neverGates?.has(caseId) ?? false),
    exactTolerance: (_caseId, metric) => (metric === "fuel" ? fuelTolerance : 0),
  };
}
