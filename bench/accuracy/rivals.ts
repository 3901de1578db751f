import type { TimedSamples } from "./analysis.ts";
import { studentTail } from "./distributions.ts";
import type { Answer, Moments } from "./ledger.ts";

/** A rule that others decide by, written from its published description. */
interface Described {
  /** In files. */
  readonly key: string;
  readonly name: string;
  /** Who decides so. */
  readonly source: string;
}
/** Holds head against the base of another run on the same machine, which was stored. */
interface StoredRival extends Described {
  readonly kind: "stored";
  judge(own: TimedSamples, stored: Moments): Answer;
}
/** Looks at base and head of one run. */
interface OwnRival extends Described {
  readonly kind: "own";
  judge(own: TimedSamples): Answer;
}
export type Rival = StoredRival | OwnRival;

export const rivals: readonly Rival[] = [
  {
    kind: "stored",
    key: "ratio-2",
    name: "stored number, ratio > 2",
    source: "github-action-benchmark, as it comes",
    judge: (own, stored) => (storedRatio(own, stored) > 2 ? "slower" : null),
  },
  {
    kind: "stored",
    key: "ratio-1.1",
    name: "stored number, ratio > 1.1",
    source: "github-action-benchmark with a threshold of 110 %; 10 % is also CodSpeed's",
    judge: (own, stored) => (storedRatio(own, stored) > 1.1 ? "slower" : null),
  },
  {
    kind: "stored",
    key: "welch",
    name: "stored samples, Welch's t, p < 0.05",
    source: "the textbook",
    judge: (own, stored) => welch(stored, headOf(own), 0.05, 0),
  },
  {
    kind: "stored",
    key: "welch-5",
    name: "stored samples, Welch's t, p < 0.001 and ≥ 5 %",
    source: "as tried at MUI",
    judge: (own, stored) => welch(stored, headOf(own), 0.001, 0.05),
  },
  {
    kind: "own",
    key: "sequence",
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
    kind: "own",
    key: "peeking",
    name: "interleaved, 95 % looked at again and again",
    source: "Tachometer",
    judge: (own) => peeking(samplesOf(own, "base"), samplesOf(own, "head")),
  },
];

/** What all rules say that can be asked, by key. */
export function rivalAnswers(own: TimedSamples, stored: Moments | null): Record<string, Answer> {
  const answers = rivals.flatMap((rival): [string, Answer][] => {
    if (rival.kind === "own") return [[rival.key, rival.judge(own)]];
    return stored ? [[rival.key, rival.judge(own, stored)]] : [];
  });
  return Object.fromEntries(answers);
}

export function samplesOf({ rounds }: TimedSamples, arm: "base" | "head"): number[] {
  return rounds.flatMap((round) => round[arm]);
}

export function momentsOf(samples: readonly number[]): Moments {
  const n = samples.length;
  const mean = samples.reduce((sum, each) => sum + each, 0) / n;
  const squares = samples.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  return { n, mean, variance: n > 1 ? squares / (n - 1) : null };
}

function headOf(own: TimedSamples): Moments {
  return momentsOf(samplesOf(own, "head"));
}

function storedRatio(own: TimedSamples, stored: Moments): number {
  return headOf(own).mean / stored.mean;
}

/** B. L. Welch, The Generalization of Student's Problem when Several Different Population Variances are Involved, Biometrika 34, 1947. */
function welchError(one: Moments, other: Moments): { error: number; freedom: number } {
  const [a, b] = [varianceOf(one) / one.n, varianceOf(other) / other.n];
  return {
    error: Math.sqrt(a + b),
    freedom: (a + b) ** 2 / (a ** 2 / (one.n - 1) + b ** 2 / (other.n - 1)),
  };
}

/** NaN for a single sample, so that nothing is said of it. */
function varianceOf({ variance }: Moments): number {
  return variance ?? Number.NaN;
}

function welch(one: Moments, other: Moments, p: number, least: number): Answer {
  const { error, freedom } = welchError(one, other);
  const difference = other.mean - one.mean;
  const twoSided = 2 * studentTail(Math.abs(difference) / error, freedom);
  if (!(twoSided < p) || Math.abs(difference) < least * one.mean) return null;
  return difference > 0 ? "slower" : "faster";
}

/** Changed where the bar of one standard deviation around one mean does not reach the other mean. */
function oneDeviation(before: readonly number[], after: readonly number[]): Answer {
  const [one, other] = [momentsOf(before), momentsOf(after)];
  const nearest = Math.sqrt(Math.min(varianceOf(one), varianceOf(other)));
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
