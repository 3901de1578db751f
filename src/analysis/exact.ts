import type { Comparison, Evidence } from "../model/comparison.ts";
import type { TimedRow } from "./timed.ts";

type ExactEvidence = Extract<Evidence, { kind: "exact" }>;

/**
 * Any difference is a change, relative to the base. Whatever a base of 0 turned into has no such ratio and is told as
 * 100 %. A change within the tolerance is told and does not gate.
 */
export function compareExactly(
  row: TimedRow["row"],
  { base, head }: { readonly base: number; readonly head: number },
  { tolerance, against }: { readonly tolerance: number; readonly against: ExactEvidence["against"] },
): Comparison {
  const relative = base === 0 ? Math.sign(head) : (head - base) / Math.abs(base);
  const change = row.direction === "lower" ? relative : 0 - relative;
  const verdict = change === 0 ? "unchanged" : change > 0 ? "regressed" : "improved";
  const interval = { low: change, estimate: change, high: change };
  const gating = row.gating && (change === 0 || Math.abs(change) > tolerance);
  const evidence = { kind: "exact", against } as const;
  return { ...row, gating, verdict, change: interval, base, head, evidence, waiver: null };
}
