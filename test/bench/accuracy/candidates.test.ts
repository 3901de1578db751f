import { describe, expect, test } from "vitest";
import { candidates, judgeRun, ours } from "../../../bench/accuracy/candidates.ts";
import { ratiosOfTurns } from "../../../src/analysis/ratios.ts";
import { simulatedRows } from "./simulated.ts";

const noise = { run: 0.1, round: 0.006, sample: 0.02 };
/** Each row is a run of its own, as it is the only one. */
const answersOf = (candidate: (typeof candidates)[number], slowdown: number, runs: number) =>
  simulatedRows(runs, { slowdown, noise }).map((row) => judgeRun(candidate, [row]).get(row) ?? null);

describe.each(candidates.map((candidate) => [candidate.name, candidate] as const))(
  "%s",
  (_name, candidate) => {
    test("says nothing of the same code", () => {
      expect(answersOf(candidate, 0, 8).filter((answer) => answer !== null)).toEqual([]);
    });

    test("finds 5 %, and which way it goes", () => {
      expect(answersOf(candidate, 0.05, 3)).toEqual(Array(3).fill("slower"));
      expect(answersOf(candidate, -0.05, 3)).toEqual(Array(3).fill("faster"));
    });

    test("says nothing of a change that lies within the floor", () => {
      expect(answersOf(candidate, 0.01, 6).filter((answer) => answer !== null)).toEqual([]);
    });
  },
);

test("ours takes from a round what the rule takes", () => {
  const [row] = simulatedRows(1, { slowdown: 0.02, noise });
  for (const { base, head, control } of row?.rounds ?? []) {
    const samples = {
      base: new Map([[0, base]]),
      head: new Map([[0, head]]),
      control: new Map([[0, control]]),
    };
    const [ratio] = ratiosOfTurns(samples, "lower");
    const value = ours.value({ base, head, control });
    expect(value.change).toBeCloseTo(ratio?.change ?? Number.NaN, 12);
    expect(value.control).toBeCloseTo(ratio?.control ?? Number.NaN, 12);
  }
});

test("a run of many rows asks more of each of them", () => {
  // sixteen rounds can be no surer than 2 in 65,536, which is not enough for one row among a thousand
  const [row] = simulatedRows(1, { slowdown: 0.1, noise });
  const others = simulatedRows(999, { slowdown: 0, noise: { ...noise, sample: 0 }, seed: 7 });
  if (!row) throw new Error("one row");
  expect(judgeRun(ours, [row]).get(row)).toBe("slower");
  expect(judgeRun(ours, [row, ...others]).get(row)).toBeNull();
});
