import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { median, signedRankInterval, signedRankP, signedRankTail } from "../../src/analysis/signed-rank.ts";
import { seededRandom } from "../../src/measure/random.ts";
import { normal } from "./simulated.ts";

/** How many of the 2ⁿ ways to give the ranks 1 … n a sign have the positive ones sum to each w. */
function enumerateRankSums(n: number): number[] {
  const counts = new Array<number>((n * (n + 1)) / 2 + 1).fill(0);
  for (let signs = 0; signs < 2 ** n; signs++) {
    let sum = 0;
    for (let rank = 1; rank <= n; rank++) if (signs & (1 << (rank - 1))) sum += rank;
    counts[sum] = (counts[sum] ?? 0) + 1;
  }
  return counts;
}

/** W+ by its first definition: the sum of the ranks of |value - hypothesis| where the value lies above. */
function rankSum(values: readonly number[], hypothesis: number): number {
  const byDistance = values.map((value) => value - hypothesis).sort((a, b) => Math.abs(a) - Math.abs(b));
  return byDistance.reduce((sum, distance, index) => (distance > 0 ? sum + index + 1 : sum), 0);
}

/** Values without ties or zeros, also in distance from 0; whole 64ths, so that sums and means of them are exact. */
const distinctValues = (minLength: number, maxLength: number) =>
  fc
    .uniqueArray(fc.integer({ min: 1, max: 6400 }), { minLength, maxLength })
    .chain((distances) =>
      fc
        .array(fc.boolean(), { minLength: distances.length, maxLength: distances.length })
        .map((above) => distances.map((distance, index) => (above[index] ? distance : -distance) / 64)),
    );

describe("the null distribution", () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])(
    "of %i values is what enumerating all signs gives",
    (n) => {
      let below = 0;
      for (const [w, count] of enumerateRankSums(n).entries()) {
        below += count;
        expect(signedRankTail(n, w)).toBe(below / 2 ** n);
      }
    },
  );

  // Two-sided critical values as printed in tables of the test, at 5 % and at 1 %.
  it.each([
    [8, 3, 0],
    [9, 5, 1],
    [10, 8, 3],
    [11, 10, 5],
    [12, 13, 7],
    [13, 17, 9],
    [14, 21, 12],
    [15, 25, 15],
    [16, 29, 19],
    [17, 34, 23],
    [18, 40, 27],
    [19, 46, 32],
    [20, 52, 37],
    [25, 89, 68],
    [30, 137, 109],
    [50, 434, 373],
  ])("of %i values has the published critical values %i and %i", (n, atFivePercent, atOnePercent) => {
    for (const [critical, alpha] of [
      [atFivePercent, 0.05],
      [atOnePercent, 0.01],
    ] as const) {
      expect(2 * signedRankTail(n, critical)).toBeLessThanOrEqual(alpha);
      expect(2 * signedRankTail(n, critical + 1)).toBeGreaterThan(alpha);
    }
  });

  it("is whole and symmetric for 200 values", () => {
    const most = (200 * 201) / 2;
    expect(signedRankTail(200, most)).toBeCloseTo(1, 12);
    expect(signedRankTail(200, most / 2 - 1)).toBeCloseTo(1 - signedRankTail(200, most / 2), 12);
    expect(signedRankTail(200, 0)).toBe(2 ** -200);
    expect(signedRankTail(200, -1)).toBe(0);
  });
});

describe("the p-value", () => {
  it("is the tail beyond the rank sum", () => {
    fc.assert(
      fc.property(distinctValues(1, 20), (values) => {
        const most = (values.length * (values.length + 1)) / 2;
        const sum = rankSum(values, 0);
        expect(signedRankP(values, 0, "above")).toBe(signedRankTail(values.length, most - sum));
        expect(signedRankP(values, 0, "below")).toBe(signedRankTail(values.length, sum));
      }),
      { seed: 1 },
    );
  });

  it("excludes exactly the hypotheses outside of the interval", () => {
    fc.assert(
      fc.property(
        distinctValues(8, 16),
        fc.double({ min: -120, max: 120, noNaN: true }),
        (values, hypothesis) => {
          const interval = signedRankInterval(values, 0.99);
          if (!interval) throw new Error("8 values have an interval");
          expect(2 * signedRankP(values, hypothesis, "above") <= 0.01).toBe(interval.low > hypothesis);
          expect(2 * signedRankP(values, hypothesis, "below") <= 0.01).toBe(interval.high < hypothesis);
        },
      ),
      { seed: 2 },
    );
  });

  it("takes a value that equals the hypothesis as evidence for neither side", () => {
    const values = [0, 0, 0, 1, 2, 3, 4, 5, 6, 7];
    expect(signedRankP(values, 0, "above")).toBe(signedRankTail(10, 6));
    expect(signedRankP(new Array(20).fill(0), 0, "above")).toBe(1);
    expect(signedRankP(new Array(20).fill(0), 0, "below")).toBe(1);
    expect(signedRankP([], 0, "above")).toBe(1);
  });

  it("is cautious with ties: it is never smaller than after breaking them", () => {
    const tied = fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 1, maxLength: 15 });
    fc.assert(
      fc.property(tied, fc.integer(), (values, seed) => {
        const random = seededRandom(seed);
        const broken = values.map((value) => value + 1e-6 * (random() - 0.5));
        expect(signedRankP(values, 0, "above")).toBeGreaterThanOrEqual(signedRankP(broken, 0, "above"));
        expect(signedRankP(values, 0, "below")).toBeGreaterThanOrEqual(signedRankP(broken, 0, "below"));
      }),
      { seed: 3 },
    );
  });
});

describe("the interval", () => {
  it("is the 4th smallest to the 4th largest of the 55 pairwise means of 10 values", () => {
    const values = [3.1, -0.4, 2.2, 8.7, 1.9, 0.3, 5.5, 4.1, -1.6, 2.8];
    const means = values.flatMap((a, i) => values.slice(i).map((b) => (a + b) / 2)).sort((a, b) => a - b);
    expect(means).toHaveLength(55);
    expect(signedRankInterval(values, 0.99)).toEqual({ low: means[3], estimate: means[27], high: means[51] });
  });

  it("does not exist for so few values that no interval is sure enough", () => {
    expect(signedRankInterval([1, 2, 3, 4, 5, 6, 7], 0.99)).toBeNull();
    expect(signedRankInterval([1, 2, 3, 4, 5, 6, 7, 8], 0.99)).toEqual({ low: 1, estimate: 4.5, high: 8 });
    expect(signedRankInterval([], 0.99)).toBeNull();
    expect(signedRankInterval([1, 2], 0.5)).toEqual({ low: 1, estimate: 1.5, high: 2 });
  });

  const symmetric: Record<string, (random: () => number) => number> = {
    normal,
    uniform: (random) => random() - 0.5,
    // Heavy tails: now and then ten times as wide.
    contaminated: (random) => normal(random) * (random() < 0.1 ? 10 : 1),
    // Nothing but ties.
    coarse: (random) => Math.round(normal(random)),
  };
  const trials = 20_000;
  it.each([
    [10, "normal"],
    [13, "normal"],
    [16, "normal"],
    [10, "uniform"],
    [10, "contaminated"],
    [13, "coarse"],
  ])("of %i %s values covers the truth as often as it says", (n, distribution) => {
    const draw = symmetric[distribution] ?? normal;
    const random = seededRandom(n);
    let covered = 0;
    for (let trial = 0; trial < trials; trial++) {
      const truth = 5;
      const interval = signedRankInterval(
        Array.from({ length: n }, () => truth + draw(random)),
        0.99,
      );
      if (interval && interval.low <= truth && truth <= interval.high) covered++;
    }
    expect(covered / trials).toBeGreaterThanOrEqual(0.987);
    // Without ties it is exact, so it must not cover more than it promises either.
    if (distribution !== "coarse") expect(covered / trials).toBeLessThanOrEqual(0.9935);
  });

  it("follows its values", () => {
    const values = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 8, maxLength: 30 });
    fc.assert(
      fc.property(values, fc.integer({ min: -50, max: 50 }), (numbers, shift) => {
        const interval = signedRankInterval(numbers, 0.99);
        const moved = signedRankInterval(
          numbers.map((value) => shift - value),
          0.99,
        );
        if (!interval || !moved) throw new Error("8 values have an interval");
        const { low, estimate, high } = interval;
        expect(moved).toEqual({ low: shift - high, estimate: shift - estimate, high: shift - low });
        expect(low).toBeLessThanOrEqual(estimate);
        expect(estimate).toBeLessThanOrEqual(high);
      }),
      { seed: 4 },
    );
  });
});

describe("the median", () => {
  it.each([
    [[], null],
    [[4], 4],
    [[4, 1], 2.5],
    [[10, 9, 100], 10],
    [[-0.5, 10, 9, 2], 5.5],
  ])("of %j is %j", (values, expected) => {
    expect(median(values)).toBe(expected);
  });
});
