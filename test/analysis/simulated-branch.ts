import type { Branch } from "../../src/analysis/branch.ts";
import { signedRankInterval } from "../../src/analysis/signed-rank.ts";
import type { Random } from "../../src/measure/random.ts";
import type { HistoryEntry } from "../../src/model/history.ts";
import { normal } from "./simulated.ts";

/** What one run measured of a true change (as logarithm): an estimate and its standard error. */
export type Measuring = (
  truth: number,
  random: Random,
) => { readonly estimate: number; readonly error: number };

/** Its error is known exactly. */
export function withNoise(error: number): Measuring {
  return (truth, random) => ({ estimate: truth + error * normal(random), error });
}

/** As a run does it: some rounds of this much noise, and the interval that they give. */
export function inRounds(rounds: number, noise: number): Measuring {
  return (truth, random) => {
    const changes = Array.from({ length: rounds }, () => truth + noise * normal(random));
    const interval = signedRankInterval(changes, 0.99);
    if (interval === null) throw new Error("more rounds needed");
    return { estimate: interval.estimate, error: (interval.high - interval.low) / (2 * 2.5758) };
  };
}

/** A branch of timed rows `a/0`, `a/1`, … in which commit `n` is `${n}`, and changed a row by `truth`. */
export function simulatedBranch(
  { rows, commits, measuring, truth = () => 0 }: SimulatedBranch,
  random: Random,
): Branch {
  const series = Array.from({ length: rows }, (_, row) => {
    const changes = new Float64Array(commits + 1).fill(Number.NaN);
    const errors = new Float64Array(commits + 1).fill(Number.NaN);
    for (let commit = 1; commit <= commits; commit++) {
      const { estimate, error } = measuring(truth(row, commit), random);
      changes[commit] = estimate;
      errors[commit] = error;
    }
    return { kind: "timed", case: `a/${row}`, metric: "time", changes, errors } as const;
  });
  return {
    commits: Array.from({ length: commits + 1 }, (_, commit) => ({ sha: `${commit}`, at: "" })),
    series,
  };
}

export interface SimulatedBranch {
  readonly rows: number;
  readonly commits: number;
  readonly measuring: Measuring;
  readonly truth?: (row: number, commit: number) => number;
}

/** One line of a history; its base is the line before unless told otherwise. */
export function someLine(sha: string | null, parts: Partial<HistoryEntry> = {}): HistoryEntry {
  return {
    sha,
    baseSha: null,
    at: "2026-01-02T03:04:05.000Z",
    verdict: "unchanged",
    cpu: "EPYC",
    fuelContract: 1,
    head: {},
    base: {},
    change: {},
    ...parts,
  };
}
