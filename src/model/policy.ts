import type { Direction, Metric, MetricName } from "./metric.ts";
import type { Levels } from "./target.ts";

/** Beyond this many commits, base and head differ by more than the change, and no row turns red. */
export const maxDistance = 10;

/** What the arms of a case share when they are measured: a process in which they take turns, one with other cases, nothing. */
export const isolations = ["turns", "slot", "process"] as const;
export type Isolation = (typeof isolations)[number];

/** What goes for a row whose figures another tool measured. */
export interface ImportedPolicy {
  readonly floor: number;
  readonly gates: boolean;
  readonly exactTolerance: number;
}

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
  /** Which way is better. */
  direction(caseId: string, metric: MetricName): Direction;
  /** The same for a row whose figures another tool measured, by whatever name of a metric. */
  ofImported(caseId: string, metric: string, kind: Metric["kind"]): ImportedPolicy;
  /** Bounds of head's figure, in the metric's unit; null where the repository has set none. */
  targets(caseId: string, metric: MetricName): Levels | null;
  /** Seconds of measuring for this case alone; null: its share of what all have. */
  budgetOf(caseId: string): number | null;
  /** Null: as the case says. */
  isolationOf(caseId: string): Isolation | null;
}
