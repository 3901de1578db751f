import fc from "fast-check";
import { expect, test } from "vitest";
import {
  logGamma,
  normalTail,
  regularisedBeta,
  studentQuantile,
  studentTail,
  upperRate,
} from "../../../bench/accuracy/distributions.ts";

test("the logarithm of the gamma function is that of the factorials", () => {
  let factorial = 1;
  for (let n = 1; n < 20; n++) {
    expect(logGamma(n)).toBeCloseTo(Math.log(factorial), 10);
    factorial *= n;
  }
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 10);
});

/** t tables: two-sided 95 % and 99 %, 99.9 % one-sided. */
test.each([
  [0.025, 1, 12.7062],
  [0.025, 9, 2.26216],
  [0.005, 9, 3.24984],
  [0.005, 15, 2.94671],
  [0.001, 29, 3.39624],
  [0.025, 120, 1.97993],
])("Student's t is exceeded with probability %d at %d degrees of freedom beyond %d", (tail, freedom, t) => {
  expect(studentQuantile(tail, freedom)).toBeCloseTo(t, 4);
  expect(studentTail(t, freedom)).toBeCloseTo(tail, 6);
});

test("the normal tail is that of the tables", () => {
  expect(normalTail(1.959964)).toBeCloseTo(0.025, 6);
  expect(normalTail(-2.575829)).toBeCloseTo(0.995, 6);
});

test("the beta function with whole numbers is a sum of binomial probabilities", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 12 }),
      fc.double({ min: 0.001, max: 0.999, noNaN: true }),
      (a, b, x) => {
        const n = a + b - 1;
        let sum = 0;
        let choose = 1;
        for (let k = 0; k <= n; k++) {
          if (k >= a) sum += choose * x ** k * (1 - x) ** (n - k);
          choose = (choose * (n - k)) / (k + 1);
        }
        expect(regularisedBeta(x, a, b)).toBeCloseTo(sum, 9);
      },
    ),
  );
});

test("no event among 3,000 rules out a rate of 0.1 %", () => {
  expect(upperRate(0, 3000)).toBeCloseTo(1 - 0.05 ** (1 / 3000), 10);
  expect(upperRate(0, 3000)).toBeLessThan(0.001);
  expect(upperRate(1, 100)).toBeCloseTo(0.0466, 4);
  expect(upperRate(5, 5)).toBe(1);
});
