/** Whether a series of equally spaced values goes up or down, and how steeply. */
export interface Trend {
  /** Change from one value to the next: the median of the slopes between all pairs. */
  readonly slope: number;
  /** Mann and Kendall's S: pairs that rise less pairs that fall. */
  readonly s: number;
  /** How probable an S at least as large is when there is no trend. */
  readonly risingP: number;
  /** How probable an S at least as small is when there is no trend. */
  readonly fallingP: number;
}

/**
 * Tests and estimates the trend of a series, whatever the distribution of its values.
 *
 * Test: H. B. Mann, "Nonparametric tests against trend", Econometrica 13 (1945), with the exact distribution of S. Equal
 * values count as neither rising nor falling, which makes the test more careful. Slope: H. Theil (1950); P. K. Sen,
 * "Estimates of the regression coefficient based on Kendall's tau", J. Am. Stat. Assoc. 63 (1968).
 *
 * @param values at least two
 */
export function trendOf(values: readonly number[]): Trend {
  if (values.length < 2) throw new RangeError(`a trend needs at least 2 values, not ${values.length}`);
  const slopes: number[] = [];
  let s = 0;
  for (const [at, value] of values.entries()) {
    for (const [before, earlier] of values.slice(0, at).entries()) {
      slopes.push((value - earlier) / (at - before));
      s += Math.sign(value - earlier);
    }
  }
  return {
    slope: median(slopes),
    s,
    risingP: probabilityOfAtLeast(s, values.length),
    fallingP: probabilityOfAtLeast(-s, values.length),
  };
}

/**
 * P(S ≥ s) for n values in random order. S = n(n − 1)/2 − 2k for an order with k inversions; how many orders have k
 * inversions is what the coefficients of ∏ (1 + x + … + xⁱ⁻¹), i from 1 to n, say.
 */
function probabilityOfAtLeast(s: number, n: number): number {
  let probabilities = [1];
  for (let i = 2; i <= n; i++) {
    const next = new Array<number>(probabilities.length + i - 1).fill(0);
    for (const [k, probability] of probabilities.entries()) {
      for (let more = 0; more < i; more++) next[k + more] = (next[k + more] ?? 0) + probability / i;
    }
    probabilities = next;
  }
  const mostInversions = Math.floor(((n * (n - 1)) / 2 - s) / 2);
  return Math.min(
    1,
    probabilities.slice(0, mostInversions + 1).reduce((sum, each) => sum + each, 0),
  );
}

/** Of at least one value. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
}
