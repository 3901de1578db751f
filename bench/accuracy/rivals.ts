import type { TimedSamples } from "./analysis.ts";
import { studentTail } from "./distributions.ts";

/** What a rule says of head; null: nothing, or that it cannot tell. */
export type Answer = "slower" | "faster" | null;

/** A rule that others decide by, written from its published description. */
export interface Rival {
  readonly name: string;
  /** Who decides so. */
  readonly source: string;
  /**
   * @param own the base and head of one run
   * @param stored the same case in another run on the same machine, whose base was stored
   */
  judge(own: TimedSamples, stored: TimedSamples): Answer;
}

export const rivals: readonly Rival[] = [
  {
    name: "stored number, ratio > 2",
    source: "github-action-benchmark, as it comes",
    judge: (own, stored) => (storedRatio(own, stored) > 2 ? "slower" : null),
  },
  {
    name: "stored number, ratio > 1.1",
    source: "github-action-benchmark with a threshold of 110 %; 10 % is also CodSpeed's",
    judge: (own, stored) => (storedRatio(own, stored) > 1.1 ? "slower" : null),
  },
  {
    name: "stored samples, Welch's t, p < 0.05",
    source: "the textbook",
    judge: (own, stored) => welch(samplesOf(stored, "base"), samplesOf(own, "head"), 0.05, 0),
  },
  {
    name: "stored samples, Welch's t, p < 0.001 and ≥ 5 %",
    source: "as tried at MUI",
    judge: (own, stored) => welch(samplesOf(stored, "base"), samplesOf(own, "head"), 0.001, 0.05),
  },
  {
    name: "base, then head: one standard deviation",
    source: "criterion-compare-action",
    judge: (own) => {
      const half = Math.floor(own.rounds.length / 2);
      const before = own.rounds.slice(0, half).flatMap(({ base }) => base);
      const after = own.rounds.slice(half).flatMap(({ head }) => head);
      return oneDeviation(before, after);
    },
  },
  {
    name: "interleaved, 95 % looked at again and again",
    source: "Tachometer",
    judge: (own) => peeking(samplesOf(own, "base"), samplesOf(own, "head")),
  },
];

/** The nearest other run under the same condition, in the order of time: the one before where there is one. */
export function storedFor(own: TimedSamples, all: readonly TimedSamples[]): TimedSamples | null {
  const others = all.filter((each) => each.case === own.case && each.condition === own.condition);
  const at = others.findIndex(({ run }) => run === own.run);
  return others[at - 1] ?? others[at + 1] ?? null;
}

function samplesOf({ rounds }: TimedSamples, arm: "base" | "head"): number[] {
  return rounds.flatMap((round) => round[arm]);
}

interface Moments {
  readonly n: number;
  readonly mean: number;
  /** Of a sample. */
  readonly variance: number;
}

function momentsOf(samples: readonly number[]): Moments {
  const n = samples.length;
  const mean = samples.reduce((sum, each) => sum + each, 0) / n;
  const variance = samples.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (n - 1);
  return { n, mean, variance };
}

function storedRatio(own: TimedSamples, stored: TimedSamples): number {
  return momentsOf(samplesOf(own, "head")).mean / momentsOf(samplesOf(stored, "base")).mean;
}

/** B. L. Welch, The Generalization of Student's Problem when Several Different Population Variances are Involved, Biometrika 34, 1947. */
function welchError(one: Moments, other: Moments): { error: number; freedom: number } {
  const [a, b] = [one.variance / one.n, other.variance / other.n];
  return {
    error: Math.sqrt(a + b),
    freedom: (a + b) ** 2 / (a ** 2 / (one.n - 1) + b ** 2 / (other.n - 1)),
  };
}

function welch(before: readonly number[], after: readonly number[], p: number, least: number): Answer {
  const [one, other] = [momentsOf(before), momentsOf(after)];
  const { error, freedom } = welchError(one, other);
  const difference = other.mean - one.mean;
  const twoSided = 2 * studentTail(Math.abs(difference) / error, freedom);
  if (!(twoSided < p) || Math.abs(difference) < least * one.mean) return null;
  return difference > 0 ? "slower" : "faster";
}

/** Changed where the bar of one standard deviation around one mean does not reach the other mean. */
function oneDeviation(before: readonly number[], after: readonly number[]): Answer {
  const [one, other] = [momentsOf(before), momentsOf(after)];
  const nearest = Math.min(Math.sqrt(one.variance), Math.sqrt(other.variance));
  const difference = other.mean - one.mean;
  if (!(Math.abs(difference) > nearest)) return null;
  return difference > 0 ? "slower" : "faster";
}

/** Samples before the first look, and before each of the next. */
const looks = { first: 50, next: 10 };

/** Looks at a 95 % interval of the difference of means after every batch, and stops when it does not hold 0. */
export function peeking(before: readonly number[], after: readonly number[]): Answer {
  const most = Math.min(before.length, after.length);
  for (let n = Math.min(looks.first, most); n <= most; n += looks.next) {
    const [one, other] = [momentsOf(before.slice(0, n)), momentsOf(after.slice(0, n))];
    const { error, freedom } = welchError(one, other);
    const difference = other.mean - one.mean;
    if (2 * studentTail(Math.abs(difference) / error, freedom) < 0.05)
      return difference > 0 ? "slower" : "faster";
  }
  return null;
}
