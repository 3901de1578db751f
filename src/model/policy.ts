import type { MetricName } from "./metric.ts";

/** Beyond this many commits, base and head differ by more than the change, and timed rows do not turn red. */
export const maxDistance = 10;

/** What counts as a change, and what a change does. */
export interface Policy {
  /** Total probability that a run without any change shows a gating row as changed. */
  readonly alpha: number;
  /** Changes within ± this much do not matter (relative); 0 for exact metrics. */
  floor(caseId: string, metric: MetricName): number;
  /** Whether a regression of this row turns the run red. */
  gates(caseId: string, metric: MetricName): boolean;
}
