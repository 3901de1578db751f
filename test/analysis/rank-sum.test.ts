import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mostExact, rankSumInterval, rankSumP, rankSumTail } from "../../src/analysis/rank-sum.ts";
import { seededRandom } from "../../src/measure/random.ts";
import { normal } from "./simulated.ts";

/** How many of the ways to pick n of the ranks 1 … m + n have the picked ones lie above each number u of the others. */
function enumeratePicks(m: number, n: number): number[] {
  const counts = new Array<number>(m * n + 1).fill(0);
  for (let picked = 0; picked < 2 ** (m + n); picked++) {
    const above: number[] = [];
    let others = 0;
    for (let rank = 0; rank < m + n; rank++) {
      if (picked & (1 << rank)) above.push(others);
      else others++;
    }
    if (above.length !== n) continue;
    const u = above.reduce((sum, count) => sum + count, 0);
    counts[u] = (counts[u] ?? 0) + 1;
  }
  return counts;
}

/**
 * The numbers of ways by another route, in whole numbers: they are the coefficients of the Gaussian binomial
 * (1 - q^(m+1)) … (1 - q^(m+n)) / ((1 - q) … (1 - q^n)).
 */
function gaussianBinomial(m: number, n: number): bigint[] {
  const ways = new Array<bigint>(m * n + 1).fill(0n);
  ways[0] = 1n;
  for (let factor = 1; factor <= n; factor++) {
    for (let u = ways.length - 1; u >= m + factor; u--)
      ways[u] = (ways[u] ?? 0n) - (ways[u - m - factor] ?? 0n);
    for (let u = factor; u < ways.length; u++) ways[u] = (ways[u] ?? 0n) + (ways[u - factor] ?? 0n);
  }
  return ways;
}

function exactTails(m: number, n: number): number[] {
  const ways = gaussianBinomial(m, n);
  const all = ways.reduce((sum, count) => sum + count, 0n);
  let below = 0n;
  return ways.map((count) => {
    below += count;
    return Number((below * 10n ** 18n) / all) / 1e18;
  });
}

/** U by its first definition: how often a value lies above one of the others. */
function timesAbove(from: readonly number[], values: readonly number[], shift: number): number {
  return values.flatMap((value) => from.filter((other) => value > other + shift)).length;
}

const list = (minLength: number, maxLength: number) =>
  fc.array(fc.double({ min: -8, max: 8, noNaN: true }), { minLength, maxLength });

describe("the null distribution", () => {
  it.each([
    [1, 1],
    [2, 5],
    [5, 2],
    [4, 4],
    [7, 5],
    [3, 9],
    [8, 8],
  ])("of %i and %i values is what enumerating all picks gives", (m, n) => {
    const counts = enumeratePicks(m, n);
    const all = counts.reduce((sum, count) => sum + count, 0);
    let below = 0;
    for (const [u, count] of counts.entries()) {
      below += count;
      expect(rankSumTail(m, n, u)).toBeCloseTo(below / all, 13);
    }
  });

  // Two-sided critical values of U as printed in tables of the test, at 5 % and at 1 %.
  it.each([
    [5, 5, 2, 0],
    [6, 6, 5, 2],
    [7, 9, 12, 7],
    [8, 8, 13, 7],
    [10, 10, 23, 16],
    [10, 15, 39, 29],
    [12, 18, 61, 47],
    [15, 15, 64, 51],
    [20, 20, 127, 105],
  ])(
    "of %i and %i values has the published critical values %i and %i",
    (m, n, atFivePercent, atOnePercent) => {
      for (const [critical, alpha] of [
        [atFivePercent, 0.05],
        [atOnePercent, 0.01],
      ] as const) {
        expect(2 * rankSumTail(m, n, critical)).toBeLessThanOrEqual(alpha);
        expect(2 * rankSumTail(m, n, critical + 1)).toBeGreaterThan(alpha);
      }
    },
  );

  it.each([
    [30, 40],
    [50, 50],
    [500, 5],
  ])("of %i and %i values is what whole numbers give", (m, n) => {
    const furthest = exactTails(m, n).map((tail, u) => Math.abs(rankSumTail(m, n, u) - tail));
    expect(Math.max(...furthest)).toBeLessThan(1e-11);
  });

  it.each([
    [mostExact / 50, 51],
    [60, 60],
    [130, 20],
    [80, 55],
  ])("of %i and %i values is nearly normal", (m, n) => {
    const tails = exactTails(m, n);
    const furthest = Math.max(...tails.map((tail, u) => Math.abs(rankSumTail(m, n, u) - tail)));
    expect(furthest).toBeLessThan(2e-3);
    // where verdicts are made, it errs on the side of caution
    const critical = tails.findLastIndex((tail) => tail <= 0.005);
    const ratio = rankSumTail(m, n, critical) / (tails[critical] ?? 0);
    expect(ratio).toBeGreaterThan(1);
    expect(ratio).toBeLessThan(1.1);
  });

  it("is symmetric, and ends at certainty", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 90 }), (m, n) => {
        const u = Math.floor((m * n) / 3);
        expect(rankSumTail(m, n, u)).toBeCloseTo(rankSumTail(n, m, u), 12);
        expect(rankSumTail(m, n, u)).toBeCloseTo(1 - rankSumTail(m, n, m * n - u - 1), 9);
        expect(rankSumTail(m, n, m * n)).toBe(1);
        expect(rankSumTail(m, n, -1)).toBe(0);
      }),
      { seed: 1, numRuns: 20 },
    );
  });
});

describe("the p-value", () => {
  it("is the tail beyond the number of values that lie above others", () => {
    fc.assert(
      fc.property(
        list(1, 12),
        list(1, 12),
        fc.double({ min: -2, max: 2, noNaN: true }),
        (from, values, shift) => {
          const differences = values.flatMap((value) => from.map((other) => value - other));
          fc.pre(
            !differences.includes(shift) &&
              timesAbove(from, values, shift) === differences.filter((each) => each > shift).length,
          );
          const above = timesAbove(from, values, shift);
          const most = from.length * values.length;
          expect(rankSumP(from, values, shift, "above")).toBe(
            rankSumTail(from.length, values.length, most - above),
          );
          expect(rankSumP(from, values, shift, "below")).toBe(rankSumTail(from.length, values.length, above));
        },
      ),
      { seed: 2 },
    );
  });

  it("excludes exactly the hypotheses outside of the interval", () => {
    const hypothesis = fc.double({ min: -16, max: 16, noNaN: true });
    fc.assert(
      fc.property(list(5, 20), list(5, 60), hypothesis, (from, values, shift) => {
        const interval = rankSumInterval(from, values, 0.99);
        if (!interval) throw new Error("five of each have an interval");
        expect(2 * rankSumP(from, values, shift, "above") <= 0.01).toBe(interval.low > shift);
        expect(2 * rankSumP(from, values, shift, "below") <= 0.01).toBe(interval.high < shift);
      }),
      { seed: 3 },
    );
  });

  it("is 1 without values, and takes a tie as evidence for neither side", () => {
    expect(rankSumP([], [1], 0, "above")).toBe(1);
    expect(rankSumP([1], [], 0, "below")).toBe(1);
    const same = new Array(20).fill(3);
    expect(rankSumP(same, same, 0, "above")).toBe(1);
    expect(rankSumP(same, same, 0, "below")).toBe(1);
  });
});

describe("the interval", () => {
  it("is the 3rd smallest to the 3rd largest of the 36 differences of 6 to 6 values", () => {
    const from = [3.1, -0.4, 2.2, 8.7, 1.9, 0.3];
    const values = [5.5, 4.1, -1.6, 2.8, 9.2, 7.7];
    const differences = values.flatMap((value) => from.map((other) => value - other)).sort((a, b) => a - b);
    const middle = ((differences[17] ?? 0) + (differences[18] ?? 0)) / 2;
    expect(rankSumInterval(from, values, 0.99)).toEqual({
      low: differences[2],
      estimate: expect.closeTo(middle, 12),
      high: differences[33],
    });
  });

  it("does not exist for so few values that no interval is sure enough", () => {
    expect(rankSumInterval([1, 2, 3, 4], [1, 2, 3, 4], 0.99)).toBeNull();
    expect(rankSumInterval([1], [1, 2, 3], 0.99)).toBeNull();
    expect(rankSumInterval([], [], 0.99)).toBeNull();
    expect(rankSumInterval([1, 2, 3, 4, 5], [1, 2, 3, 4, 5], 0.99)).toEqual({
      low: -4,
      estimate: 0,
      high: 4,
    });
  });

  it.each([
    [8, 12, "normal"],
    [10, 10, "skewed"],
    [60, 20, "normal"],
    [10, 10, "coarse"],
  ] as const)("of %i and %i %s values covers the shift as often as it says", (m, n, kind) => {
    const random = seededRandom(m + n);
    const draw = {
      normal: () => normal(random),
      skewed: () => Math.exp(normal(random)),
      coarse: () => Math.round(normal(random)),
    }[kind];
    const trials = 4_000;
    let covered = 0;
    for (let trial = 0; trial < trials; trial++) {
      const from = Array.from({ length: m }, draw);
      const values = Array.from({ length: n }, () => 5 + draw());
      const interval = rankSumInterval(from, values, 0.99);
      if (interval && interval.low <= 5 && 5 <= interval.high) covered++;
    }
    expect(covered / trials).toBeGreaterThan(0.985);
  });

  it("follows its values", () => {
    const numbers = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 5, maxLength: 20 });
    fc.assert(
      fc.property(numbers, numbers, fc.integer({ min: -50, max: 50 }), (from, values, shift) => {
        const interval = rankSumInterval(from, values, 0.99);
        const turned = rankSumInterval(
          values,
          from.map((value) => value + shift),
          0.99,
        );
        if (!interval || !turned) throw new Error("five of each have an interval");
        const { low, estimate, high } = interval;
        expect(turned).toEqual({ low: shift - high, estimate: shift - estimate, high: shift - low });
      }),
      { seed: 4 },
    );
  });
});
