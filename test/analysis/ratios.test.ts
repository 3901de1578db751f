import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ArmSamples, figuresOfArms } from "../../src/analysis/figures.ts";
import { type RoundRatio, ratiosOfFigures, ratiosOfTurns } from "../../src/analysis/ratios.ts";
import { seededRandom } from "../../src/measure/random.ts";
import type { Direction } from "../../src/model/metric.ts";
import { normal } from "./simulated.ts";

type Round = Record<"base" | "head" | "control", readonly number[]>;

function samplesOf(...rounds: readonly Partial<Round>[]): ArmSamples {
  const of = (arm: keyof Round) =>
    new Map(rounds.flatMap((round, at) => (round[arm] === undefined ? [] : [[at, round[arm]] as const])));
  return { base: of("base"), head: of("head"), control: of("control") };
}

type Pairing = "turns" | "figures";

function roundRatios(samples: ArmSamples, direction: Direction, pairing: Pairing): RoundRatio[] {
  return pairing === "turns"
    ? ratiosOfTurns(samples, direction)
    : ratiosOfFigures(figuresOfArms(samples, direction), direction);
}

const pairings: readonly Pairing[] = ["turns", "figures"];
const positive = fc.double({ min: 1, max: 1000, noNaN: true });
const samples = fc.array(positive, { minLength: 1, maxLength: 9 });

describe.each(pairings)("ratios of %s", (pairing) => {
  it("tell head from the two bases, and the bases from each other", () => {
    const steady = { base: [100, 100, 100], control: [104, 104, 104], head: [110, 110, 110] };
    const [ratio] = roundRatios(samplesOf(steady), "lower", pairing);
    expect(ratio?.change).toBeCloseTo(Math.log(110 / Math.sqrt(100 * 104)), 12);
    expect(ratio?.control).toBeCloseTo(Math.log(1.04), 12);
  });

  it("are of rounds in which all arms have samples above 0", () => {
    const some = samplesOf(
      { base: [1], head: [1] },
      { base: [1], head: [1], control: [1] },
      { head: [1], control: [1] },
      { base: [0], head: [1], control: [1] },
      { base: [], head: [], control: [] },
    );
    expect(roundRatios(some, "lower", pairing)).toEqual([{ round: 1, change: 0, control: 0 }]);
  });

  it("turn their signs where higher is better", () => {
    fc.assert(
      fc.property(positive, positive, positive, (base, head, control) => {
        const round = { base: [base], head: [head], control: [control] };
        const inverse = { base: [1 / base], head: [1 / head], control: [1 / control] };
        const [lower] = roundRatios(samplesOf(round), "lower", pairing);
        const [higher] = roundRatios(samplesOf(inverse), "higher", pairing);
        expect(higher?.change).toBeCloseTo(lower?.change ?? Number.NaN, 9);
        expect(higher?.control).toBeCloseTo(lower?.control ?? Number.NaN, 9);
      }),
    );
  });

  it("do not depend on the unit", () => {
    fc.assert(
      fc.property(samples, samples, samples, (base, head, control) => {
        const scaled = (each: readonly number[]) => each.map((sample) => sample * 1024);
        const inOther = { base: scaled(base), head: scaled(head), control: scaled(control) };
        const [one] = roundRatios(samplesOf({ base, head, control }), "lower", pairing);
        const [other] = roundRatios(samplesOf(inOther), "lower", pairing);
        expect(other?.change).toBeCloseTo(one?.change ?? Number.NaN, 9);
        expect(other?.control).toBeCloseTo(one?.control ?? Number.NaN, 9);
      }),
    );
  });
});

it("a processor that is slow in some turns hides a change from means of arms, not from ratios of turns", () => {
  const random = seededRandom(5);
  const rounds = Array.from({ length: 200 }, (): Round => {
    const round = { base: [] as number[], head: [] as number[], control: [] as number[] };
    let slow = 1;
    for (let turn = 0; turn < 60; turn++) {
      // it changes its speed within the turn or before it, every tenth time that an arm runs
      for (const arm of ["base", "head", "control"] as const) {
        if (random() < 0.1) slow = 3 - slow;
        round[arm].push(100 * slow * (arm === "head" ? 1.01 : 1) * (1 + 0.005 * normal(random)));
      }
    }
    return round;
  });
  const spread = (pairing: Pairing) => {
    const changes = roundRatios(samplesOf(...rounds), "lower", pairing).map(({ change }) => change);
    const mean = changes.reduce((sum, each) => sum + each, 0) / changes.length;
    const squares = changes.reduce((sum, each) => sum + (each - mean) ** 2, 0);
    return { mean, deviation: Math.sqrt(squares / (changes.length - 1)) };
  };
  const [turns, figures] = [spread("turns"), spread("figures")];
  expect(turns.mean).toBeCloseTo(Math.log(1.01), 3);
  expect(turns.deviation).toBeLessThan(figures.deviation / 2);
});
