import type { Failure, Measurement } from "../model/measurement.ts";
import { type MetricName, metrics } from "../model/metric.ts";

/** A base that could not be run beside head: what its commit measured when it was head itself. */
export interface StoredBase {
  /** Why its timed figures are not compared. */
  readonly reason: string;
  /** Why its fuel is not compared either; null where it is. */
  readonly fuelReason: string | null;
  /** Of its run, of all arms. */
  readonly measurements: readonly Measurement[];
  readonly failures: readonly Failure[];
}

/** The part of a comparison that a stored base adds to. */
interface Sides {
  readonly measurements: readonly Measurement[];
  readonly failures: readonly Failure[];
  readonly incomparable: ReadonlyMap<string, string>;
  readonly stored?: StoredBase;
}

/**
 * A comparison in which the figures that a base stored stand for it, as far as they are exact. A case of which head has
 * other figures as well is incomparable in those; one that the base did not measure has figures in head alone.
 */
export function withStored<Input extends Sides>(input: Input): Input {
  const { stored } = input;
  if (stored === undefined) return input;
  const ofBase = stored.measurements.filter(({ arm }) => arm === "head");
  const known = new Set(ofBase.map((measurement) => measurement.case));
  const lost = input.measurements.filter(
    (measurement) => known.has(measurement.case) && isLost(measurement.metric, stored),
  );
  const asBase = <Item extends Measurement | Failure>(item: Item) => ({ ...item, arm: "base" as const });
  return {
    ...input,
    measurements: [
      ...input.measurements,
      ...ofBase.filter(({ metric }) => !isLost(metric, stored)).map(asBase),
    ],
    failures: [...input.failures, ...stored.failures.filter(({ arm }) => arm === "head").map(asBase)],
    incomparable: new Map([
      ...input.incomparable,
      ...lost.map((measurement) => [measurement.case, stored.reason] as const),
    ]),
  };
}

/** Whether figures of a base that head cannot be run beside are of no use: they depend on more than its program. */
export function isLost(metric: MetricName, stored: StoredBase | undefined): boolean {
  return metrics[metric].kind === "timed" || (metric === "fuel" && (stored?.fuelReason ?? null) !== null);
}
