import type { Interval } from "../model/comparison.ts";

/*
 * The exact signed-rank test of Wilcoxon with Tukey's interval and the Hodges–Lehmann estimate: M. Hollander,
 * D. A. Wolfe, E. Chicken, Nonparametric Statistical Methods, 3rd edition, sections 3.1 to 3.3.
 *
 * All three read the Walsh averages (x_i + x_j) / 2, i ≤ j, of which n values have n(n+1)/2. The statistic W+ for a
 * hypothesis is how many of them lie above it, which for values without ties is the sum of the ranks. The only
 * assumption is that values are independent and symmetric about one centre.
 *
 * Ties. A Walsh average that equals the hypothesis speaks for neither side, and the interval is closed. Both only err
 * on the side of caution: a disturbance too small to reorder anything else would break each tie one way or the other,
 * restore the exact distribution, and could only add to the counts used here.
 */

/** The middle value, or the mean of the two middle ones; null when there is no value. */
export function median(values: readonly number[]): number | null {
  return middle(new Float64Array(values).sort());
}

export function middle(sorted: Float64Array): number | null {
  const low = sorted[Math.ceil(sorted.length / 2) - 1];
  const high = sorted[Math.floor(sorted.length / 2)];
  return low === undefined || high === undefined ? null : low + (high - low) / 2;
}

/**
 * Hodges–Lehmann estimate of the centre with its exact interval, in the unit of the values. The interval covers the
 * centre with at least the given confidence (0.99). Null when so few values have no such interval: n values reach
 * 1 - 2/2ⁿ at most.
 */
export function signedRankInterval(values: readonly number[], confidence: number): Interval | null {
  const tails = lowerTails(values.length);
  const beyond = (1 - confidence) / 2;
  const cut = tails.findIndex((tail) => tail > beyond) - 1;
  if (cut < 0) return null;
  const averages = walshAverages(values).sort();
  const low = averages[cut];
  const high = averages[averages.length - 1 - cut];
  const estimate = middle(averages);
  return low === undefined || high === undefined || estimate === null ? null : { low, estimate, high };
}

/**
 * One-sided p-value: how probable figures that lie so far on this side of `hypothesis` are when the centre is no
 * further than `hypothesis`. 1 when there are no values.
 */
export function signedRankP(values: readonly number[], hypothesis: number, side: "above" | "below"): number {
  const averages = walshAverages(values);
  let others = 0;
  for (const average of averages) {
    if (!(side === "above" ? average > hypothesis : average < hypothesis)) others++;
  }
  return signedRankTail(values.length, others);
}

/** P(W+ ≤ statistic) for n values whose centre is the hypothesis. W+ is symmetric, so this is the upper tail as well. */
export function signedRankTail(n: number, statistic: number): number {
  if (statistic < 0) return 0;
  return lowerTails(n)[statistic] ?? 1;
}

function walshAverages(values: readonly number[]): Float64Array {
  const averages = new Float64Array((values.length * (values.length + 1)) / 2);
  let index = 0;
  for (const [position, value] of values.entries()) {
    for (let other = 0; other <= position; other++)
      averages[index++] = (value + (values[other] ?? value)) / 2;
  }
  return averages;
}

/** By n, because every row of a run asks for the same one. */
const knownTails = new Map<number, Float64Array>();

/**
 * P(W+ ≤ w) for w = 0 … n(n+1)/2. Each rank k from 1 to n joins W+ or not, with even odds, so the distribution for k
 * ranks is the mean of the one for k - 1 and the same shifted by k.
 */
function lowerTails(n: number): Float64Array {
  const known = knownTails.get(n);
  if (known) return known;
  const tails = new Float64Array((n * (n + 1)) / 2 + 1);
  tails[0] = 1;
  for (let rank = 1; rank <= n; rank++) {
    for (let w = (rank * (rank + 1)) / 2; w >= 0; w--) {
      tails[w] = ((tails[w] ?? 0) + (tails[w - rank] ?? 0)) / 2;
    }
  }
  let below = 0;
  for (const [w, probability] of tails.entries()) {
    below += probability;
    tails[w] = below;
  }
  knownTails.set(n, tails);
  return tails;
}
