import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { trendOf } from "../../../src/suites/load/trend.ts";

/** An order of 0 … n − 1 whose S is as given, made by moving values to the front. */
function orderWithS(n: number, s: number): number[] {
  let inversions = (n * (n - 1)) / 2 - s;
  expect(inversions % 2).toBe(0);
  inversions /= 2;
  const left = Array.from({ length: n }, (_, i) => i);
  const order: number[] = [];
  while (left.length > 0) {
    const skipped = Math.min(inversions, left.length - 1);
    inversions -= skipped;
    order.push(...left.splice(skipped, 1));
  }
  return order;
}

describe("the test of Mann and Kendall", () => {
  // R. O. Gilbert, Statistical Methods for Environmental Pollution Monitoring (1987), table A18
  test.each([
    [4, 0, "0.625"],
    [4, 4, "0.167"],
    [4, 6, "0.042"],
    [8, 16, "0.031"],
    [8, 20, "0.0071"],
    [8, 28, "0.000025"],
    [9, 18, "0.038"],
    [10, 21, "0.036"],
    [10, 29, "0.0046"],
    [10, 33, "0.0011"],
    [10, 45, "0.00000028"],
  ])("has the published probability for %d values and S = %d: %s", (n, s, p) => {
    const trend = trendOf(orderWithS(n, s));
    expect(trend.s).toBe(s);
    expect(trend.risingP.toFixed(p.length - "0.".length)).toBe(p);
  });

  test("knows that every order is as probable as every other", () => {
    const orders = permutations([0, 1, 2, 3, 4]);
    for (const order of orders) {
      const { s, risingP } = trendOf(order);
      expect(risingP).toBeCloseTo(orders.filter((other) => trendOf(other).s >= s).length / orders.length, 12);
    }
  });

  test("tells rising from falling, whatever the unit", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 2, maxLength: 12 }),
        (values) => {
          const up = trendOf(values);
          const down = trendOf(values.map((value) => -3 * value));
          expect(down.fallingP).toBeCloseTo(up.risingP, 12);
          expect(down.slope).toBeCloseTo(-3 * up.slope, 9);
        },
      ),
    );
  });

  test("says of values that do not move that they have no trend", () => {
    const still = trendOf([7, 7, 7, 7, 7]);
    expect(still).toMatchObject({ slope: 0, s: 0 });
    expect(still.risingP).toBeGreaterThan(0.5);
    expect(still.fallingP).toBeGreaterThan(0.5);
  });
});

describe("the slope of Theil and Sen", () => {
  test("is that of a line", () => {
    expect(trendOf([5, 7, 9, 11]).slope).toBeCloseTo(2, 12);
  });

  test("is the median of all pairs, which one wild value hardly moves", () => {
    // slopes of the pairs: 1, 0.5, 2, 0, 2.5, 5
    expect(trendOf([1, 2, 2, 7]).slope).toBeCloseTo(1.5, 12);
    expect(trendOf([0, 1, 2, 3, 4, 5, 6, 7, 8, 900]).slope).toBeCloseTo(1, 12);
  });
});

test("fewer than two values have no trend", () => {
  expect(() => trendOf([1])).toThrow(RangeError);
});

function permutations(values: readonly number[]): number[][] {
  if (values.length <= 1) return [[...values]];
  return values.flatMap((value, at) => permutations(values.toSpliced(at, 1)).map((rest) => [value, ...rest]));
}
