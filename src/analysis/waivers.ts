import { matchesCase } from "../model/case-pattern.ts";
import type { Comparison, Waived } from "../model/comparison.ts";
import type { Waiver } from "../model/waiver.ts";

/**
 * The comparisons with what is waived about them. A regressed or suspected row whose waiver applies does not gate; nothing
 * else changes. Of several waivers about a row the last counts.
 *
 * @param today the day of the run in UTC: `2027-01-31`
 */
export function applyWaivers(
  comparisons: readonly Comparison[],
  waivers: readonly Waiver[],
  today: string,
): Comparison[] {
  return comparisons.map((row) => {
    if (!("waiver" in row)) return row;
    const covering = waivers.findLast(
      (each) => each.metric === row.metric && matchesCase([each.case], row.case),
    );
    if (covering === undefined) return row;
    const waiver = waivedOf(covering, row.change, today);
    const isWorse = row.verdict === "regressed" || row.verdict === "suspected";
    return isWorse && waiver.standing === "applies" ? { ...row, waiver, gating: false } : { ...row, waiver };
  });
}

function waivedOf({ reason, ceiling, expires }: Waiver, change: Comparison["change"], today: string): Waived {
  const isBeyond = change !== null && change.low > ceiling;
  const standing = today > expires ? "expired" : isBeyond ? "exceeded" : "applies";
  return { reason, ceiling, expires, standing };
}
