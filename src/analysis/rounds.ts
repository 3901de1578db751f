/** Confidence of every interval of a timed row. */
export const confidence = 0.99;

const fewest = 10;

/** How probable it may be, at most, that a second look shows a change again that is not there. */
export const againAlpha = 0.05;

/**
 * Rounds that a run needs before it can call any of its gating timed rows changed. The smallest two-sided p of n
 * rounds is 2/2ⁿ, and Holm's first step multiplies it by the number of rows. `alpha` is the policy's.
 */
export function neededRounds(gatingTimedRows: number, alpha: number): number {
  return Math.max(fewest, Math.ceil(Math.log2((2 * gatingTimedRows) / alpha)));
}

/** With fewer rounds a row has no interval: 2/2ⁿ would exceed what its confidence leaves. */
export function roundsForInterval(confidence: number): number {
  return Math.ceil(Math.log2(2 / (1 - confidence)));
}

/**
 * Rounds that a second look needs before it can show anything again: n rounds cannot make a one-sided p smaller than 1/2ⁿ,
 * and Holm's first step asks for 1/m of it (see `judgeTimedRows`). There are as many as an interval needs in any case.
 */
export function neededAgain(gatingTimedRows: number): number {
  const forHolm = Math.ceil(Math.log2(Math.max(1 / againAlpha, gatingTimedRows)));
  return Math.max(roundsForInterval(confidence), forHolm);
}
