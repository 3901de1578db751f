import type { Commit } from "./history.ts";
import type { Arm } from "./measurement.ts";
import type { MetricName } from "./metric.ts";

/** What a report draws beside what results say: computed from the same samples, in the same way, as the verdicts. */
export interface Charts {
  /** One for each timed metric of each case. */
  readonly figures: readonly RowFigures[];
  readonly history: BranchHistory;
}

/**
 * What the rounds said of one metric of one case. All lists are as long as `rounds`; null where a round has no figure. What another
 * tool measured has no rounds.
 */
export interface RowFigures {
  readonly case: string;
  readonly metric: string;
  readonly unit: string;
  /** Numbers of the rounds, ascending. */
  readonly rounds: readonly number[];
  /** What stands for the samples of an arm, in the metric's unit. */
  readonly figures: Readonly<Record<Arm, readonly (number | null)[]>>;
  /** ln of head against both bases; positive is worse. */
  readonly change: readonly (number | null)[];
  /** ln of the second base against the first. */
  readonly control: readonly (number | null)[];
  /** Null where there are too few samples to tell a shape. */
  readonly distribution: Distribution | null;
  /** Samples of another tool, as many as can be seen one by one. */
  readonly samples?: Readonly<Record<"base" | "head", readonly number[]>>;
}

/** How the samples of all rounds are spread: counts in bins of equal width. Base is both bases, which are one program. */
export interface Distribution {
  /** Where the first bin starts and the last one ends, in the metric's unit. */
  readonly from: number;
  readonly to: number;
  readonly base: readonly number[];
  readonly head: readonly number[];
  /** Samples that lie outside of all bins. */
  readonly outside: { readonly base: number; readonly head: number };
}

/** The commits that lead to the newest one of the base branch, oldest first, and where the figures went along them. */
export interface BranchHistory {
  readonly commits: readonly Commit[];
  readonly lines: readonly HistoryLine[];
}

/** One figure along the branch: as many levels as there are commits, null where none is known. */
export interface HistoryLine {
  readonly case: string;
  readonly metric: MetricName;
  /**
   * `relative`: the sum of what each commit changed beside its own base, as a share of the first commit's, so that no time of
   * one machine meets one of another. `figures`: exact figures in the metric's unit.
   */
  readonly kind: "relative" | "figures";
  readonly levels: readonly (number | null)[];
}
