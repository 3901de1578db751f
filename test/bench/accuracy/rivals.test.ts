import { expect, test } from "vitest";
import type { TimedSamples } from "../../../bench/accuracy/analysis.ts";
import { peeking, type Rival, rivals, storedFor } from "../../../bench/accuracy/rivals.ts";
import { simulatedRows } from "./simulated.ts";

const still = { run: 0, round: 0.001, sample: 0.01 };
const jumpy = { ...still, run: 0.15 };

function rival(part: string): Rival {
  const found = rivals.find(({ name }) => name.includes(part));
  if (!found) throw new Error(`no rival has "${part}" in its name`);
  return found;
}

/** The share of the runs that it calls slower or faster, each against the run before. */
function callsOf({ judge }: Rival, rows: readonly TimedSamples[]): number {
  const called = rows.filter((row) => {
    const stored = storedFor(row, rows);
    return stored !== null && judge(row, stored) !== null;
  });
  return called.length / rows.length;
}

test("a ratio of stored numbers finds what is beyond its threshold, and no less", () => {
  const twice = simulatedRows(4, { slowdown: 1.2, noise: still });
  const third = simulatedRows(4, { slowdown: 0.3, noise: still });
  expect(callsOf(rival("ratio > 2"), twice)).toBe(1);
  expect(callsOf(rival("ratio > 2"), third)).toBe(0);
  expect(callsOf(rival("ratio > 1.1"), third)).toBe(1);
});

test("stored samples of a machine that is another one each time are called changed by Welch's test, almost all of them", () => {
  const same = simulatedRows(40, { slowdown: 0, noise: jumpy });
  expect(callsOf(rival("p < 0.05"), same)).toBeGreaterThan(0.9);
  expect(callsOf(rival("p < 0.001"), same)).toBeGreaterThan(0.5);
  expect(callsOf(rival("p < 0.001"), simulatedRows(40, { slowdown: 0, noise: still }))).toBe(0);
});

test("one standard deviation is a change when either mean lies outside the other's bar", () => {
  const { judge } = rival("one standard deviation");
  const row = (base: number[], head: number[]): TimedSamples => ({
    case: "some/case",
    run: 0,
    condition: "quiet",
    experiment: "same",
    verdict: "unchanged",
    floor: 0.02,
    rounds: [
      { base, head: [99], control: [99] },
      { base: [99], head, control: [99] },
    ],
  });
  const judged = (base: number[], head: number[]) => judge(row(base, head), row(base, head));
  // deviations of 1 and 10
  expect(judged([9, 10, 11], [2, 12, 22])).toBe("slower");
  expect(judged([9, 10, 11], [0.5, 10.5, 20.5])).toBeNull();
  expect(judged([9, 10, 11], [7, 8, 9])).toBe("faster");
});

test("looking again and again breaks the promise of 95 %", () => {
  const rows = simulatedRows(300, { slowdown: 0, noise: { run: 0, round: 0, sample: 0.05 }, seed: 3 });
  const called = rows.filter(({ rounds }) => {
    const [base, head] = (["base", "head"] as const).map((arm) => rounds.flatMap((round) => round[arm]));
    return peeking(base ?? [], head ?? []) !== null;
  });
  expect(called.length / rows.length).toBeGreaterThan(0.1);
});

test("the stored run is the one before, and the next for the first", () => {
  const rows = simulatedRows(3, { slowdown: 0, noise: still });
  const [first, second, third] = rows;
  if (!first || !second || !third) throw new Error("three runs");
  expect(storedFor(third, rows)).toBe(second);
  expect(storedFor(first, rows)).toBe(second);
  expect(storedFor(first, [first])).toBeNull();
});
