/*
 * Probabilities that Student's t and Clopper and Pearson's bounds need. Both are the regularised incomplete beta function,
 * by its continued fraction: NIST Digital Library of Mathematical Functions, 8.17.22.
 */

/** ln Γ(x) for x > 0, by Stirling's series (DLMF 5.11.1) beyond 10 and the recurrence below. Error under 1e-12. */
export function logGamma(x: number): number {
  if (x < 10) return logGamma(x + 1) - Math.log(x);
  const inverse = 1 / (x * x);
  const series =
    (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse / 1188)))) / x;
  return (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + series;
}

/** I_x(a, b), for 0 ≤ x ≤ 1 and a, b > 0. */
export function regularisedBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // the fraction converges fast on this side only
  if (x > (a + 1) / (a + b + 2)) return 1 - regularisedBeta(1 - x, b, a);
  const front = Math.exp(
    a * Math.log(x) + b * Math.log1p(-x) - Math.log(a) + logGamma(a + b) - logGamma(a) - logGamma(b),
  );
  // the fraction from its end: 1 / (1 + d1 / (1 + d2 / (1 + …)))
  const terms = 200 + Math.ceil(Math.sqrt(Math.max(a, b)) * 4);
  let fraction = 1;
  for (let term = terms; term >= 1; term--) {
    const m = Math.floor(term / 2);
    const d =
      term % 2 === 0
        ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
        : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    fraction = 1 + d / fraction;
  }
  return front / fraction;
}

/** P(T > t) for Student's t with so many degrees of freedom. */
export function studentTail(t: number, freedom: number): number {
  const beyond = regularisedBeta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2;
  return t >= 0 ? beyond : 1 - beyond;
}

/** The t that is exceeded with this probability (below 0.5). */
export function studentQuantile(tail: number, freedom: number): number {
  return bisect(0, 1e6, (t) => studentTail(t, freedom) > tail);
}

/** P(Z > z) of the normal distribution: Student's with so many degrees of freedom that it makes no difference. */
export function normalTail(z: number): number {
  return studentTail(z, 1e7);
}

/**
 * The rate that so few `events` among `trials` rule out at 95 %, one-sided: C. Clopper, E. S. Pearson, The Use of Confidence or
 * Fiducial Limits Illustrated in the Case of the Binomial, Biometrika 26, 1934. 0 of 3,000 rule out more than 0.1 %.
 */
export function upperRate(events: number, trials: number): number {
  if (events >= trials) return 1;
  // P(at most `events`) falls with the rate
  return bisect(0, 1, (rate) => regularisedBeta(1 - rate, trials - events, events + 1) > 0.05);
}

/** Where a condition that holds from `low` on ceases to: every step halves what is uncertain about it. */
export function bisect(low: number, high: number, holds: (value: number) => boolean, steps = 60): number {
  let [below, above] = [low, high];
  for (let step = 0; step < steps; step++) {
    const middle = (below + above) / 2;
    if (holds(middle)) below = middle;
    else above = middle;
  }
  return (below + above) / 2;
}
