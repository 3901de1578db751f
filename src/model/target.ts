import type { MetricName } from "./metric.ts";

/** One figure of head: the median of a metric of a case. */
export interface Figure {
  readonly case: string;
  readonly metric: MetricName;
}

/** A promise that a figure of head keeps or misses, whatever the base does. */
export interface Target {
  /** `cold start` */
  readonly name: string;
  readonly figure: Figure;
  /** When given, the target is about `figure / relativeTo`, a ratio. */
  readonly relativeTo?: Figure;
  /** The figure (in the metric's unit) or the ratio should be below this. */
  readonly below: number;
  /** What to look at when the target is missed, most likely cause first. */
  readonly advice: readonly string[];
}
