import fc from "fast-check";
import { expect, test } from "vitest";
import { roundFigure } from "../../src/model/round-figure.ts";

test("the better half of an odd number of samples holds the middle one", () => {
  expect(roundFigure([5, 1, 3], "lower")).toBe(2);
  expect(roundFigure([5, 1, 3], "higher")).toBe(4);
  expect(roundFigure([7], "lower")).toBe(7);
  expect(roundFigure([], "lower")).toBeNull();
});

test("what makes the worse half worse does not move it; what makes every sample worse moves it alike", () => {
  const sample = fc.double({ min: 1, max: 1000, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(sample, { minLength: 2 }),
      fc.double({ min: 1, max: 100, noNaN: true }),
      (samples, factor) => {
        const sorted = samples.toSorted((a, b) => a - b);
        const disturbed = sorted.map((value, i) =>
          i < Math.ceil(sorted.length / 2) ? value : value * factor,
        );
        expect(roundFigure(disturbed, "lower")).toBe(roundFigure(samples, "lower"));
        const slowed =
          roundFigure(
            samples.map((value) => value * factor),
            "lower",
          ) ?? 0;
        expect(slowed / factor).toBeCloseTo(roundFigure(samples, "lower") ?? 0, 6);
      },
    ),
  );
});
