/*
 * Which stretches of a walk went further than chance explains.
 *
 * A walk of n steps with known standard errors has n(n+1)/2 stretches. Tested are few of them that come near to all: of
 * lengths from 2ᵏ to 2ᵏ⁺¹ - 1, for every k, those whose ends lie on a grid of a quarter of 2ᵏ. These are O(n) in all, and
 * to each stretch one of them is close in length and place, so that little power is lost (E. Arias-Castro, D. Donoho,
 * X. Huo, Near-Optimal Detection of Geometric Objects by Fast Multiscale Methods, IEEE Transactions on Information Theory
 * 51, 2005; C. Rivera, G. Walther, Optimal Detection of a Jump in the Intensity of a Poisson Process or in a Density with
 * Likelihood Ratio Statistics, Scandinavian Journal of Statistics 40, 2013).
 *
 * The error probability is divided by Bonferroni: evenly among the walks and the scales k, then among the stretches of a
 * scale (the Bonferroni scan of G. Walther and A. Perry, Calibrating the Scan Statistic: Finite Sample Performance versus
 * Asymptotics, Journal of the Royal Statistical Society B 84, 2022). A long stretch has few neighbours of its kind and so
 * needs less evidence than a short one, which is what finds a slow loss. It holds for every n, without any simulation.
 */

/** From after position `from` up to position `to` of a walk. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** A sum between these does not matter. */
export interface Floor {
  readonly worse: number;
  readonly better: number;
}

/** Half the width of a 99 % interval, in standard errors. */
export const reach = 2.5758;

/** Where a walk stands after each step, and the variance of that; both start with 0. */
export interface Walk {
  readonly sums: Float64Array;
  readonly variances: Float64Array;
  /** Variance that every step has at least. */
  readonly leastVariance: number;
}

/** What is asked of the stretches of one scale. */
export interface Scale {
  readonly shortest: number;
  readonly longest: number;
  readonly grid: number;
  readonly critical: number;
}

/** The scales of walks of `steps` steps, when `walks` of them share the error probability `alpha`. */
export function scalesOf(steps: number, walks: number, alpha: number): Scale[] {
  const powers = Array.from({ length: Math.floor(Math.log2(steps)) + 1 }, (_, k) => 2 ** k);
  return powers.map((power) => {
    const scale = { shortest: power, longest: 2 * power - 1, grid: Math.max(1, power / 4) };
    const p = alpha / walks / powers.length / stretchesOf(scale, steps);
    return { ...scale, critical: normalCritical(p) };
  });
}

function stretchesOf({ shortest, longest, grid }: Omit<Scale, "critical">, steps: number): number {
  let stretches = 0;
  for (let length = shortest; length <= Math.min(longest, steps); length += grid)
    stretches += Math.floor((steps - length) / grid) + 1;
  return stretches;
}

/**
 * The stretches whose sum is as many standard errors from 0 as their scale asks, and lies beyond the floor with all of its
 * 99 % interval: the likeliest first, none of them overlapping one before it. Their ends are then moved, by up to a quarter
 * of the length, to where the walk says so most clearly.
 */
export function scan(walk: Walk, scales: readonly Scale[], floor: Floor): Range[] {
  const found = candidates(walk, scales, floor).sort((one, other) => other.likelihood - one.likelihood);
  const chosen: Range[] = [];
  for (const candidate of found) {
    if (chosen.some((range) => candidate.from < range.to && range.from < candidate.to)) continue;
    const low = Math.max(0, ...chosen.filter(({ to }) => to <= candidate.from).map(({ to }) => to));
    const high = Math.min(
      walk.sums.length - 1,
      ...chosen.filter(({ from }) => from >= candidate.to).map(({ from }) => from),
    );
    chosen.push(sharpened(walk, candidate, { low, high }, floor));
  }
  return chosen;
}

interface Candidate extends Range {
  /** Twice the log-likelihood ratio against no change, less what its scale asks. */
  readonly likelihood: number;
}

function candidates(
  { sums, variances, leastVariance }: Walk,
  scales: readonly Scale[],
  floor: Floor,
): Candidate[] {
  const found: Candidate[] = [];
  const last = sums.length - 1;
  const narrowest = Math.min(floor.worse, 0 - floor.better);
  for (const { shortest, longest, grid, critical } of scales) {
    const asked = critical * critical;
    for (let length = shortest; length <= Math.min(longest, last); length += grid) {
      // nearly all stretches are done with by this one bound
      const leastError = Math.sqrt(length * leastVariance);
      const least = Math.max(critical * leastError, narrowest + reach * leastError);
      // the grid starts at the newest end, where a loss that still goes on ends
      for (let to = last, from = last - length; from >= 0; to -= grid, from -= grid) {
        const sum = (sums[to] ?? 0) - (sums[from] ?? 0);
        if (Math.abs(sum) < least) continue;
        const variance = (variances[to] ?? 0) - (variances[from] ?? 0);
        if (sum * sum < asked * variance || !isBeyond(sum, variance, floor)) continue;
        found.push({ from, to, likelihood: (sum * sum) / variance - asked });
      }
    }
  }
  return found;
}

function isBeyond(sum: number, variance: number, { worse, better }: Floor): boolean {
  const halfWidth = reach * Math.sqrt(variance);
  return sum - halfWidth > worse || sum + halfWidth < better;
}

/** With each end moved to where sum² / variance is largest. */
function sharpened(
  { sums, variances }: Walk,
  { from, to }: Range,
  { low, high }: { low: number; high: number },
  floor: Floor,
): Range {
  let best: Range = { from, to };
  let largest = 0;
  const most = Math.ceil((to - from) / 4);
  for (let start = Math.max(low, from - most); start < Math.min(to, from + most + 1); start++) {
    for (let end = Math.max(start + 1, to - most); end <= Math.min(high, to + most); end++) {
      const sum = (sums[end] ?? 0) - (sums[start] ?? 0);
      const variance = (variances[end] ?? 0) - (variances[start] ?? 0);
      if (sum * sum <= largest * variance || !isBeyond(sum, variance, floor)) continue;
      best = { from: start, to: end };
      largest = (sum * sum) / variance;
    }
  }
  return best;
}

/** How many standard errors a normal estimate is off, to either side, with probability `p` < 0.3. By Newton's method. */
export function normalCritical(p: number): number {
  let z = Math.sqrt(-2 * Math.log(p));
  for (let step = 0; step < 20; step++)
    z += (Math.log(2 * tailRatio(z) * density(z)) - Math.log(p)) * tailRatio(z);
  return z;
}

function density(z: number): number {
  return Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/** Upper tail divided by density, by Laplace's continued fraction 1/(z + 1/(z + 2/(z + 3/(z + …)))). */
function tailRatio(z: number): number {
  let below = z;
  for (let depth = 60; depth >= 1; depth--) below = z + depth / below;
  return 1 / below;
}
