import { expect, it } from "vitest";
import { neededRounds } from "../../src/analysis/rounds.ts";
import { signedRankTail } from "../../src/analysis/signed-rank.ts";

it("is the fewest rounds, 10 at least, in which a row can pass Holm's first step", () => {
  for (const alpha of [0.01, 0.05, 0.001]) {
    for (let rows = 1; rows <= 300; rows++) {
      const rounds = neededRounds(rows, alpha);
      const smallest = (n: number) => rows * 2 * signedRankTail(n, 0);
      expect(smallest(rounds)).toBeLessThanOrEqual(alpha);
      if (rounds > 10) expect(smallest(rounds - 1)).toBeGreaterThan(alpha);
    }
  }
});

it.each([
  [0, 10],
  [1, 10],
  [5, 10],
  [6, 11],
  [40, 13],
  [100, 15],
])("for %i rows is %i", (rows, rounds) => {
  expect(neededRounds(rows, 0.01)).toBe(rounds);
});
