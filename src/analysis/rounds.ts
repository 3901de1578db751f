const fewest = 10;

/**
 * Rounds that a run needs before it can call any of its gating timed rows changed. The smallest two-sided p of n
 * rounds is 2/2ⁿ, and Holm's first step multiplies it by the number of rows. `alpha` is the policy's.
 */
export function neededRounds(gatingTimedRows: number, alpha: number): number {
  return Math.max(fewest, Math.ceil(Math.log2((2 * gatingTimedRows) / alpha)));
}
