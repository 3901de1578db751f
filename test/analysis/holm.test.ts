import fc from "fast-check";
import { expect, it } from "vitest";
import { holm } from "../../src/analysis/holm.ts";

/**
 * The closed testing procedure that Holm's is a shortcut of: a hypothesis is rejected when every set of hypotheses that
 * contains it is rejected by Bonferroni, so its adjusted p is the largest of those sets' p.
 */
function closedTesting(ps: readonly number[]): number[] {
  return ps.map((_, own) => {
    let largest = 0;
    for (let set = 0; set < 2 ** ps.length; set++) {
      if (!(set & (1 << own))) continue;
      const members = ps.filter((_, index) => set & (1 << index));
      largest = Math.max(largest, Math.min(1, members.length * Math.min(...members)));
    }
    return largest;
  });
}

it("is the shortcut of closed testing with Bonferroni", () => {
  const ps = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 7 });
  fc.assert(
    fc.property(ps, (values) => {
      const adjusted = holm(new Map(values.entries()));
      const expected = closedTesting(values);
      expect(adjusted.size).toBe(values.length);
      for (const [index, p] of expected.entries()) expect(adjusted.get(index)).toBeCloseTo(p, 12);
    }),
    { seed: 1 },
  );
});

it("adjusts a worked example", () => {
  const adjusted = holm(
    new Map([
      ["a", 0.01],
      ["b", 0.04],
      ["c", 0.03],
      ["d", 0.005],
    ]),
  );
  expect(adjusted.get("d")).toBeCloseTo(0.02);
  expect(adjusted.get("a")).toBeCloseTo(0.03);
  expect(adjusted.get("c")).toBeCloseTo(0.06);
  expect(adjusted.get("b")).toBeCloseTo(0.06);
});
