import type { Comparison } from "../model/comparison.ts";

/** A row that would turn the run red if its regression is seen again. */
export function isSuspect({ verdict, gating }: Comparison): boolean {
  return verdict === "suspected" && gating;
}

/**
 * The rows of a run once a later job has looked at its suspects again. What was suspected is told by all evidence
 * together, and so is a case that fails by now, with all its rows. Everything else stays as the run told it: nothing more
 * is known of it.
 *
 * @param told the rows of the run
 * @param judged the same rows in the light of both jobs
 * @param failed cases that fail in the later job
 */
export function withSecondLook(
  told: readonly Comparison[],
  judged: readonly Comparison[],
  failed: ReadonlySet<string>,
): Comparison[] {
  const judgedOf = Map.groupBy(judged, (row) => row.case);
  return [...Map.groupBy(told, (row) => row.case)].flatMap(([id, rows]) => {
    const ofCase = judgedOf.get(id) ?? [];
    if (failed.has(id) && ofCase.length > 0) return ofCase;
    return rows.map((row) =>
      isSuspect(row) ? (ofCase.find(({ metric }) => metric === row.metric) ?? row) : row,
    );
  });
}

/** The rows of a run whose suspects could not be looked at again. */
export function withoutSecondLook(told: readonly Comparison[], why: string): Comparison[] {
  const reason = `no second runner could look at it again: ${why}`;
  return told.map((row) => (row.verdict === "suspected" && row.gating ? { ...row, reason } : row));
}
