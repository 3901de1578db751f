import type { Interval } from "../model/comparison.ts";
import { middle } from "./signed-rank.ts";

/*
 * The rank-sum test of Wilcoxon, Mann and Whitney with Moses' interval and the Hodges–Lehmann estimate of a shift: M. Hollander,
 * D. A. Wolfe, E. Chicken, Nonparametric Statistical Methods, 3rd edition, sections 4.1 to 4.3.
 *
 * All three read the differences y_j - x_i of every value of one list to every value of the other. The statistic U for a
 * hypothesis is how many of them lie above it. The only assumption is that values are independent, and that both lists
 * have one distribution but for a shift.
 *
 * Ties are taken as in the signed-rank test: a difference that equals the hypothesis speaks for neither side, and the interval
 * is closed, both of which only errs on the side of caution.
 */

/**
 * Differences, mn, up to which the distribution of U is counted out: 50 values of each. Beyond, it is taken for normal with the mean
 * mn/2 and the variance mn(m+n+1)/12, and half a step is added for its being whole. Its tails are a little lighter than that, so
 * this errs on the side of caution.
 */
export const mostExact = 2_500;

/**
 * Hodges–Lehmann estimate of how far `values` lie above `from`, with an interval that covers it with at least the given
 * confidence (0.99). Null when so few values have no such interval: m and n values reach 1 - 2/C(m+n, n) at most.
 */
export function rankSumInterval(
  from: readonly number[],
  values: readonly number[],
  confidence: number,
): Interval | null {
  const cut = criticalValue(from.length, values.length, (1 - confidence) / 2);
  if (cut < 0) return null;
  const differences = allDifferences(from, values).sort();
  const low = differences[cut];
  const high = differences[differences.length - 1 - cut];
  const estimate = middle(differences);
  return low === undefined || high === undefined || estimate === null ? null : { low, estimate, high };
}

/**
 * One-sided p-value: how probable values that lie so far on this side of `from` are when the shift is no further than
 * `hypothesis`. 1 when either list is empty.
 */
export function rankSumP(
  from: readonly number[],
  values: readonly number[],
  hypothesis: number,
  side: "above" | "below",
): number {
  if (from.length === 0 || values.length === 0) return 1;
  let others = 0;
  for (const difference of allDifferences(from, values)) {
    if (!(side === "above" ? difference > hypothesis : difference < hypothesis)) others++;
  }
  return rankSumTail(from.length, values.length, others);
}

/** P(U ≤ statistic) for m and n values whose shift is the hypothesis. U is symmetric, so this is the upper tail as well. */
export function rankSumTail(m: number, n: number, statistic: number): number {
  if (statistic < 0) return 0;
  if (statistic >= m * n) return 1;
  if (m * n <= mostExact) return lowerTails(m, n)[statistic] ?? 1;
  return normalTail((m * n) / 2 - statistic - 0.5, deviationOf(m, n));
}

/** The largest statistic whose tail is no larger than `beyond`; -1 when there is none. */
function criticalValue(m: number, n: number, beyond: number): number {
  let [below, above] = [-1, m * n];
  while (above - below > 1) {
    const between = Math.floor((below + above) / 2);
    if (rankSumTail(m, n, between) <= beyond) below = between;
    else above = between;
  }
  return below;
}

function allDifferences(from: readonly number[], values: readonly number[]): Float64Array {
  const differences = new Float64Array(from.length * values.length);
  let index = 0;
  for (const start of from) for (const value of values) differences[index++] = value - start;
  return differences;
}

function deviationOf(m: number, n: number): number {
  return Math.sqrt((m * n * (m + n + 1)) / 12);
}

/** By the lengths of the lists, because many rows of a run ask for the same. */
const knownTails = new Map<string, Float64Array>();

/**
 * P(U ≤ u) for u = 0 … mn. The largest of all m + n values is one of the n with the odds n : m. Then it lies above all m others
 * and adds m to U; otherwise it adds nothing, and one of the m is gone.
 */
function lowerTails(m: number, n: number): Float64Array {
  const key = `${Math.min(m, n)} ${Math.max(m, n)}`;
  const known = knownTails.get(key);
  if (known) return known;
  // by how many of the m there are, for as many of the n as have been added
  let ways = Array.from({ length: m + 1 }, () => Float64Array.of(1));
  for (let added = 1; added <= n; added++) {
    const next = [Float64Array.of(1)];
    for (let others = 1; others <= m; others++) {
      const [isOfN, isOfM] = [ways[others], next[others - 1]];
      const odds = new Float64Array(others * added + 1);
      for (let u = 0; u < odds.length; u++) {
        const above = added * (isOfN?.[u - others] ?? 0);
        odds[u] = (above + others * (isOfM?.[u] ?? 0)) / (added + others);
      }
      next.push(odds);
    }
    ways = next;
  }
  const tails = ways[m] ?? Float64Array.of(1);
  let below = 0;
  for (const [u, probability] of tails.entries()) {
    below += probability;
    tails[u] = Math.min(1, below);
  }
  knownTails.set(key, tails);
  return tails;
}

/** P(Z ≥ distance) for a normal Z with mean 0. */
function normalTail(distance: number, deviation: number): number {
  const tail = complementaryError(Math.abs(distance) / (deviation * Math.SQRT2)) / 2;
  return distance < 0 ? 1 - tail : tail;
}

/**
 * erfc(x) for x ≥ 0, by the series of erf where x is small and by the continued fraction of erfc beyond: M. Abramowitz, I. A. Stegun,
 * Handbook of Mathematical Functions, 7.1.6 and 7.1.14.
 */
function complementaryError(x: number): number {
  const scale = Math.exp(-x * x) / Math.sqrt(Math.PI);
  if (x < 2.5) {
    let [term, sum] = [x, x];
    for (let k = 1; term > 1e-17 * sum; k++) {
      term *= (2 * x * x) / (2 * k + 1);
      sum += term;
    }
    return 1 - 2 * scale * sum;
  }
  let fraction = x;
  for (let k = 80; k >= 1; k--) fraction = x + k / 2 / fraction;
  return scale / fraction;
}
