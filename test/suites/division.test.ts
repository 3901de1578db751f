import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { catalog } from "../../src/suites/catalog.ts";
import { divideCases } from "../../src/suites/division.ts";

describe("the division of the catalogue", () => {
  test.each([1, 2, 3, 4, 7])(
    "into %i gives each case to one, the suites evenly, and the same every time",
    (count) => {
      const division = divideCases(catalog, count);
      expect(division).toHaveLength(count);
      expect(
        division
          .flat()
          .map(({ id }) => id)
          .sort(),
      ).toEqual(catalog.map(({ id }) => id).sort());
      expect(divideCases(catalog, count)).toEqual(division);
      const sizes = division.map((cases) => cases.filter(({ id }) => id.startsWith("load/")).length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    },
  );

  test("keeps together what a target holds against each other", () => {
    for (const count of [2, 3, 4, 5]) {
      const [together] = divideCases(catalog, count).filter((cases) =>
        cases.some(({ id }) => id === "execution/wasm-add"),
      );
      expect(together?.map(({ id }) => id)).toContain("execution/native-add");
    }
  });

  test("is of parts that differ by a case, or by what stays together", () => {
    fc.assert(
      fc.property(
        fc.subarray([...catalog], { minLength: 8 }),
        fc.integer({ min: 1, max: 6 }),
        (cases, count) => {
          const sizes = divideCases(cases, count).map(({ length }) => length);
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(2);
        },
      ),
    );
  });

  test("into more parts than there are cases is refused, with how many there can be", () => {
    expect(() => divideCases(catalog.slice(0, 2), 3)).toThrow("Use at most 2 shards");
  });
});
