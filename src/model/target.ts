import type { MetricName } from "./metric.ts";

/** One figure of head: the median of a metric of a case. */
export interface Figure {
  readonly case: string;
  readonly metric: MetricName;
}

/** Where a figure should lie: it keeps neither bound by being equal to it. */
export type Bound = { readonly below: number } | { readonly above: number };

/** A promise that a figure of head keeps or misses, whatever the base does. */
export type Target = Promised & Bound;

interface Promised {
  /** `cold start` */
  readonly name: string;
  readonly figure: Figure;
  /** When given, the target is about `figure / relativeTo`, a ratio; else the bound is in the metric's unit. */
  readonly relativeTo?: Figure;
  /** What to look at when the target is missed, most likely cause first. */
  readonly advice: readonly string[];
}
