import type { MetricName } from "./metric.ts";

/** Beyond this many commits, base and head differ by more than the change, and no row turns red. */
export const maxDistance = 10;

/** What counts as a change, and what a change does. */
export interface Policy {
  /** Total probability that a run without any change shows a gating row as changed. */
  readonly alpha: number;
  /** Changes within ± this much do not matter (relative); 0 for exact metrics. */
  floor(caseId: string, metric: MetricName): number;
  /** Whether this row counts for the verdict of the run: a regression of it turns the run red. */
  gates(caseId: string, metric: MetricName): boolean;
  /** A row that gates and is exact counts only when it changed by more than this (relative). */
  exactTolerance(caseId: string, metric: MetricName): number;
}
