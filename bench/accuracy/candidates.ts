import { holm } from "../../src/analysis/holm.ts";
import { median, signedRankP } from "../../src/analysis/signed-rank.ts";
import { type Random, seededRandom } from "../../src/measure/random.ts";
import { roundFigure } from "../../src/model/round-figure.ts";
import type { RoundSamples, TimedSamples } from "./analysis.ts";
import { bisect, normalTail, studentTail } from "./distributions.ts";
import type { Answer } from "./ledger.ts";

/** What stands for a round: the logarithm of head against the mean of both bases, and of the second base against the first. */
interface RoundValue {
  readonly change: number;
  readonly control: number;
}
type Figure = (samples: readonly number[]) => number;

/** A one-sided test: how probable such rounds are when their centre is not above the hypothesis. */
type Test = (hypothesis: number) => number;
/** Makes a test of the values of rounds. `scatter` is the variance of a value that comes of the scatter of its samples. */
type Method = (
  rounds: readonly RoundSamples[],
  value: (round: RoundSamples) => number,
  scatter: (round: RoundSamples) => number,
) => Test;

/** Another form that our own rule could have: what stands for a round, and what is made of the rounds. */
export interface Candidate {
  readonly name: string;
  readonly value: (round: RoundSamples) => RoundValue;
  readonly method: Method;
}

const quantile =
  (share: number): Figure =>
  (samples) => {
    const sorted = new Float64Array(samples).sort();
    return sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
  };
const figures = {
  "smallest sample": quantile(0),
  "lower quartile": quantile(0.25),
  "mean of the better half": (samples) => roundFigure(samples, "lower") ?? Number.NaN,
  median: (samples) => median(samples) ?? Number.NaN,
} as const satisfies Record<string, Figure>;

const signedRank: Method = (rounds, value) => {
  const values = rounds.map(value);
  return (hypothesis) => signedRankP(values, hypothesis, "above");
};

export const ours: Candidate = {
  name: "median of the turns' ratios, signed rank",
  value: ofTurns((logRatios) => median(logRatios) ?? Number.NaN),
  method: signedRank,
};

export const candidates: readonly Candidate[] = [
  ours,
  { ...ours, name: "mean of the middle half of the turns' ratios, signed rank", value: ofTurns(midmean) },
  { ...ours, name: "median of the turns' ratios to the mean of both bases, signed rank", value: ofBothBases },
  ...Object.entries(figures).map(([name, figure]) => ({
    ...ours,
    name: `${name} of each arm, signed rank`,
    value: ofSamples(figure),
  })),
  ...Object.entries({
    "Student's t": studentT,
    "sign-flip permutation of the mean": signFlip,
    "mean weighted by the scatter inside each round, t": weighted,
    "bootstrap of rounds and of their samples, normal": bootstrap,
  } satisfies Record<string, Method>).map(([name, method]) => ({
    ...ours,
    name: `median of the turns' ratios, ${name}`,
    method,
  })),
];

const alpha = 0.01;
/** Of every interval, on each side. */
const beyond = 0.005;
/** Further than any change that the control could show. */
const farthest = 2;
/** Until that is known to a few hundred-thousandths. */
const steps = 16;

/**
 * What a candidate says of the rows of one run, by the rule that is ours otherwise: beyond the floor and beyond what base against
 * base could not rule out, at 1 % for all rows together.
 */
export function judgeRun(candidate: Candidate, rows: readonly TimedSamples[]): Map<TimedSamples, Answer> {
  const readings = new Map(rows.map((row) => [row, read(candidate, row)]));
  const adjusted = holm(new Map(Array.from(readings, ([row, { p }]) => [row, p])));
  return new Map(
    Array.from(readings, ([row, { side }]) => [row, (adjusted.get(row) ?? 1) <= alpha ? side : null]),
  );
}

function read(candidate: Candidate, { rounds, floor }: TimedSamples): { p: number; side: Answer } {
  if (rounds.length < 8) return { p: 1, side: null };
  const [above, below] = bothSides(candidate, rounds, "change");
  const [controlAbove, controlBelow] = bothSides(candidate, rounds, "control");
  const bar = Math.max(floor, Math.expm1(Math.max(farEnd(controlAbove), farEnd(controlBelow))));
  const slower = above(Math.log1p(bar));
  const faster = below(-Math.log1p(-Math.min(0.99, bar)));
  return { p: Math.min(1, 2 * Math.min(slower, faster)), side: slower < faster ? "slower" : "faster" };
}

/** The test of a value, and of its negative. */
function bothSides(
  { value, method }: Candidate,
  rounds: readonly RoundSamples[],
  of: keyof RoundValue,
): [above: Test, below: Test] {
  const signed = (sign: number) =>
    method(
      rounds,
      (round) => sign * value(round)[of],
      (round) => scatterOf(round, of),
    );
  return [signed(1), signed(-1)];
}

/** How far below 0 the interval that belongs to a test reaches. */
function farEnd(above: Test): number {
  return bisect(0, farthest, (distance) => above(-distance) > beyond, steps);
}

function ofSamples(figure: Figure): (round: RoundSamples) => RoundValue {
  return ({ base, head, control }) => {
    const [b, h, c] = [Math.log(figure(base)), Math.log(figure(head)), Math.log(figure(control))];
    return { change: h - (b + c) / 2, control: c - b };
  };
}

/** Samples of the same turn were taken within a millisecond: the logarithms of their ratios, one for each turn. */
function logRatiosOf(over: readonly number[], under: readonly number[]): number[] {
  const turns = Math.min(over.length, under.length);
  return Array.from({ length: turns }, (_, turn) => Math.log((over[turn] ?? 0) / (under[turn] ?? 0)));
}

/** See `ratiosOfTurns`, which ours is the same as. */
function ofTurns(middle: Figure): (round: RoundSamples) => RoundValue {
  return ({ base, head, control }) => ({
    change: (middle(logRatiosOf(head, base)) + middle(logRatiosOf(head, control))) / 2,
    control: middle(logRatiosOf(control, base)),
  });
}

function midmean(values: readonly number[]): number {
  const quarter = Math.floor(values.length / 4);
  return meanOf(values.toSorted((one, other) => one - other).slice(quarter, values.length - quarter));
}

function ofBothBases({ base, head, control }: RoundSamples): RoundValue {
  const toControl = logRatiosOf(head, control);
  const changes = logRatiosOf(head, base).map((ratio, turn) => (ratio + (toControl[turn] ?? 0)) / 2);
  return {
    change: median(changes) ?? Number.NaN,
    control: median(logRatiosOf(control, base)) ?? Number.NaN,
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function studentT(...[rounds, value]: Parameters<Method>): Test {
  const values = rounds.map(value);
  const mean = meanOf(values);
  const squares = values.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  const error = Math.sqrt(squares / (values.length - 1) / values.length);
  return (hypothesis) => studentTail((mean - hypothesis) / error, values.length - 1);
}

const flips = 4_000;

/** Under the hypothesis, each round could as well lie as far on its other side. */
function signFlip(...[rounds, value]: Parameters<Method>): Test {
  const values = rounds.map(value);
  return (hypothesis) => {
    const random = seededRandom(1);
    const distances = values.map((each) => each - hypothesis);
    const seen = distances.reduce((sum, each) => sum + each, 0);
    let asFar = 1;
    for (let flip = 0; flip < flips; flip++) {
      let sum = 0;
      for (const distance of distances) sum += random() < 0.5 ? distance : -distance;
      if (sum >= seen) asFar++;
    }
    return asFar / (flips + 1);
  };
}

/**
 * A round counts by the inverse of its variance: what its samples scatter, and what rounds differ by on top (R. DerSimonian,
 * N. Laird, Meta-analysis in clinical trials, 1986). The error is from how far the rounds really are apart.
 */
function weighted(...[rounds, value, scatter]: Parameters<Method>): Test {
  const values = rounds.map(value);
  const inside = rounds.map(scatter);
  const inverse = inside.map((variance) => 1 / variance);
  const total = inverse.reduce((sum, each) => sum + each, 0);
  const centre = values.reduce((sum, each, at) => sum + each * (inverse[at] ?? 0), 0) / total;
  const q = values.reduce((sum, each, at) => sum + (each - centre) ** 2 * (inverse[at] ?? 0), 0);
  const squares = inverse.reduce((sum, each) => sum + each ** 2, 0);
  const between = Math.max(0, (q - (values.length - 1)) / (total - squares / total));

  const weights = inside.map((variance) => 1 / (variance + between));
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const mean = values.reduce((all, each, at) => all + each * (weights[at] ?? 0), 0) / sum;
  const apart = values.reduce((all, each, at) => all + ((weights[at] ?? 0) * (each - mean)) ** 2, 0);
  const error = (Math.sqrt(apart) / sum) * Math.sqrt(values.length / (values.length - 1));
  return (hypothesis) => studentTail((mean - hypothesis) / error, values.length - 1);
}

/** Variance of a round's value that comes of the scatter of its turns: that of a median of normal values. */
function scatterOf({ base, head, control }: RoundSamples, of: keyof RoundValue): number {
  const ratios =
    of === "control"
      ? logRatiosOf(control, base)
      : logRatiosOf(head, base).map(
          (ratio, turn) => ratio - Math.log((control[turn] ?? 1) / (base[turn] ?? 1)) / 2,
        );
  const mean = meanOf(ratios);
  const squares = ratios.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  return Math.max(1e-12, ((Math.PI / 2) * squares) / Math.max(1, ratios.length - 1) / ratios.length);
}

const replicates = 40;

/** Draws rounds, and in them samples, with replacement; how far the means of that are apart is the error. */
function bootstrap(...[rounds, value]: Parameters<Method>): Test {
  const random = seededRandom(1);
  const mean = meanOf(rounds.map(value));
  const means = Array.from({ length: replicates }, () => {
    const drawn = rounds.map(() => resampled(drawnFrom(rounds, random), random));
    return meanOf(drawn.map(value));
  });
  const centre = meanOf(means);
  const squares = means.reduce((sum, each) => sum + (each - centre) ** 2, 0);
  const error = Math.sqrt(squares / (replicates - 1));
  return (hypothesis) => normalTail((mean - hypothesis) / error);
}

function resampled({ base, head, control }: RoundSamples, random: Random): RoundSamples {
  const turns = Array.from(base.keys());
  const drawn = turns.map(() => drawnFrom(turns, random));
  const again = (samples: readonly number[]) => drawn.map((turn) => samples[turn] ?? Number.NaN);
  return { base: again(base), head: again(head), control: again(control) };
}

function drawnFrom<Item>(items: readonly Item[], random: Random): Item {
  return items[Math.floor(random() * items.length)] as Item;
}
