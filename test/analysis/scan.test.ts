import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalCritical, scalesOf, scan, type Walk } from "../../src/analysis/scan.ts";
import { seededRandom } from "../../src/measure/random.ts";
import { normal } from "./simulated.ts";

function walk(steps: readonly number[], error: number): Walk {
  const sums = new Float64Array(steps.length + 1);
  for (const [index, step] of steps.entries()) sums[index + 1] = (sums[index] ?? 0) + step;
  return { sums, variances: sums.map((_, index) => index * error ** 2), leastVariance: error ** 2 };
}

const found = (steps: readonly number[], error: number, floor = 0) =>
  scan(walk(steps, error), scalesOf(steps.length, 1, 0.01), { worse: floor, better: -floor }).map(
    ({ from, to }) => [from, to],
  );

// scipy.stats.norm.isf(p / 2)
it.each([
  [0.05, 1.959964],
  [0.01, 2.575829],
  [1e-6, 4.891638],
  [1e-8, 5.730729],
])("a normal estimate is off by so many standard errors with probability %f", (p, expected) => {
  expect(normalCritical(p)).toBeCloseTo(expected, 5);
});

describe("a walk without any change", () => {
  it.each([1, 10, 60, 500])("of %i steps is hardly ever found to have one", (length) => {
    const random = seededRandom(length);
    const walks = 400;
    let alarms = 0;
    for (let run = 0; run < walks; run++) {
      const steps = Array.from({ length }, () => normal(random));
      if (found(steps, 1).length > 0) alarms++;
    }
    // at most 1 %: of 400 walks with just that, 11 and more come once in some 400 tries
    expect(alarms).toBeLessThan(11);
  });
});

it("asks less of a long stretch than of a short one", () => {
  const criticals = scalesOf(500, 50, 0.01).map(({ critical }) => critical);
  expect(criticals.at(-1)).toBeLessThan(criticals[0] ?? 0);
});

it("finds several stretches, each with its own ends", () => {
  const steps = Array.from({ length: 300 }, () => 0);
  steps[49] = 12;
  for (let step = 120; step < 180; step++) steps[step] = -1.5;
  expect(found(steps, 1).sort(([one = 0], [other = 0]) => one - other)).toEqual([
    [49, 50],
    [120, 180],
  ]);
});

it("wherever a change without noise begins and ends, finds just that", () => {
  const stretch = fc
    .record({
      length: fc.integer({ min: 1, max: 500 }),
      from: fc.nat(499),
      size: fc.integer({ min: 1, max: 500 }),
    })
    .filter(({ length, from, size }) => from + size <= length);
  fc.assert(
    fc.property(stretch, fc.constantFrom(1, -1), ({ length, from, size }, sign) => {
      const steps = Array.from({ length }, (_, step) => (step >= from && step < from + size ? 10 * sign : 0));
      expect(found(steps, 1)).toEqual([[from, from + size]]);
    }),
  );
});

it("stretches do not overlap, and lie beyond the floor", () => {
  const steps = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: -20, max: 20 })), {
    minLength: 1,
    maxLength: 120,
  });
  fc.assert(
    fc.property(steps, fc.integer({ min: 0, max: 10 }), (values, floor) => {
      const ranges = found(values, 1, floor).sort(([one = 0], [other = 0]) => one - other);
      for (const [index, [from = 0, to = 0]] of ranges.entries()) {
        const sum = values.slice(from, to).reduce((all, value) => all + value, 0);
        expect(Math.abs(sum)).toBeGreaterThan(floor);
        expect(from).toBeGreaterThanOrEqual(ranges[index - 1]?.[1] ?? 0);
      }
    }),
  );
});
