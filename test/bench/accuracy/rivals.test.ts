import { expect, test } from "vitest";
import type { TimedSamples } from "../../../bench/accuracy/analysis.ts";
import { momentsOf, peeking, type Rival, rivals, samplesOf } from "../../../bench/accuracy/rivals.ts";
import { simulatedRows } from "./simulated.ts";

const still = { run: 0, round: 0.001, sample: 0.01 };
const jumpy = { ...still, run: 0.15 };

function rival<Kind extends Rival["kind"]>(kind: Kind, key: string): Extract<Rival, { kind: Kind }> {
  const found = rivals.find((each): each is Extract<Rival, { kind: Kind }> => {
    return each.kind === kind && each.key === key;
  });
  if (!found) throw new Error(`no rival of this kind is called ${key}`);
  return found;
}

/** The share of the runs that it calls slower or faster, each against the run before; the first against the last. */
function callsOf(key: string, rows: readonly TimedSamples[]): number {
  const { judge } = rival("stored", key);
  const called = rows.filter((row, at) => {
    const stored = rows.at(at - 1);
    return stored && judge(row, momentsOf(samplesOf(stored, "base"))) !== null;
  });
  return called.length / rows.length;
}

test("a ratio of stored numbers finds what is beyond its threshold, and no less", () => {
  const twice = simulatedRows(4, { slowdown: 1.2, noise: still });
  const third = simulatedRows(4, { slowdown: 0.3, noise: still });
  expect(callsOf("ratio-2", twice)).toBe(1);
  expect(callsOf("ratio-2", third)).toBe(0);
  expect(callsOf("ratio-1.1", third)).toBe(1);
});

test("stored samples of a machine that is another one each time are called changed by Welch's test, almost all of them", () => {
  const same = simulatedRows(40, { slowdown: 0, noise: jumpy });
  expect(callsOf("welch", same)).toBeGreaterThan(0.9);
  expect(callsOf("welch-5", same)).toBeGreaterThan(0.5);
  expect(callsOf("welch-5", simulatedRows(40, { slowdown: 0, noise: still }))).toBe(0);
});

test("one standard deviation is a change when either mean lies outside the other's bar", () => {
  const { judge } = rival("own", "sequence");
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
  const judged = (base: number[], head: number[]) => judge(row(base, head));
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
