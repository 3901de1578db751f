import { branchOf } from "../../src/analysis/branch.ts";
import { compare } from "../../src/analysis/compare.ts";
import { findDrift } from "../../src/analysis/drift.ts";
import { defaultPolicy } from "../../src/analysis/policy.ts";
import { neededAgain, neededRounds } from "../../src/analysis/rounds.ts";
import { judgeRun } from "../../src/analysis/verdict.ts";
import { type Random, seededRandom } from "../../src/measure/random.ts";
import type { HistoryEntry } from "../../src/model/history.ts";
import { type Arm, arms, type Measurement } from "../../src/model/measurement.ts";
import { type Results, type RoundConditions, resultsVersion } from "../../src/model/results.ts";

/** How large a made-up run is. */
export interface Size {
  readonly cases: number;
  /** Commits of the history; 0 for none. */
  readonly commits: number;
  readonly samplesInRound: number;
  readonly seed: number;
}

/** A run that was never measured, judged as every run is: the same for the same seed. */
export interface SimulatedRun {
  readonly results: Results;
  readonly history: readonly HistoryEntry[];
}

const suites = ["parse", "encode", "query", "layout", "hash", "codec", "index", "render"] as const;
const works = [
  "utf8",
  "small-objects",
  "wide-table",
  "deep-tree",
  "cold",
  "batch",
  "stream",
  "sorted",
] as const;
const functionNames = [
  "core::str::from_utf8",
  "lexer_advance",
  "alloc::raw_vec::grow",
  "memmove",
  "btree_insert",
  "mix64",
];

/** What is true of a case, which the run has to find out. */
interface Truth {
  readonly id: string;
  readonly ns: number;
  readonly fuel: number;
  /** What head does to it (relative). */
  readonly change: number;
  readonly fuelChange: number;
  /** Spread of a round (relative). */
  readonly noise: number;
  /** What one commit in the middle of the history did to it (relative). */
  readonly drift: number;
}

export function simulatedRun({ cases: count, commits, samplesInRound, seed }: Size): SimulatedRun {
  const random = seededRandom(seed);
  const truths = Array.from({ length: count }, (_, index) => truthOf(index, random));
  const policy = defaultPolicy({ baselineIsNear: true });
  const rounds = neededRounds(count, policy.alpha);
  const again = neededAgain(count);
  const measure = (from: number, to: number, of: readonly Truth[]) =>
    of.flatMap((truth) => timesOf(truth, from, to, samplesInRound, random));
  const measurements = [...measure(0, rounds, truths), ...truths.flatMap(fuelOf)];
  const suspects = truths.filter(({ change }) => change > 0.02);
  const measuredAgain = measure(rounds, rounds + again, suspects);
  const comparisons = compare({
    measurements,
    again: measuredAgain,
    failures: [],
    incomparable: new Map(),
    inTurns: new Set(),
    controls: new Set(),
    neededRounds: rounds,
    policy,
  });
  const history = Array.from({ length: commits }, (_, commit) => lineOf(commit, commits, truths, random));
  const processor = 1;
  const results: Results = {
    schema: resultsVersion,
    fuelgauge: "0.1.0",
    startedAt: "2026-03-14T15:09:26.535Z",
    head: { sha: shaOf(1_000_000) },
    imported: [],
    sources: [],
    base: {
      kind: "compared",
      source: "artifact fuelgauge-baseline-linux-x64 of run 4711",
      sha: shaOf(Math.max(0, commits - 1)),
      wantedSha: shaOf(Math.max(0, commits - 1)),
      distance: 0,
      runId: 4711,
      machine,
    },
    machine,
    plan: {
      rounds,
      neededRounds: rounds,
      budgetSeconds: 6 * count,
      reservedSeconds: count,
      seed,
      againFrom: suspects.length > 0 ? rounds : null,
      steadiness: { flags: ["--wasm-sync-tier-up"], processor },
    },
    secondRunner: null,
    timings: { builtMs: 1_800, firstSampleMs: 2_400, measuredMs: 1_800 + 6_000 * count },
    cases: truths.map(({ id }) => ({
      id,
      why: `What ${id.split("/").at(-1)} costs on input that is neither small nor large.`,
      isolation: "slot",
      control: false,
      repeat: 4,
      rounds,
      settling: { operations: 1_200, milliseconds: 38, settled: true },
    })),
    conditions: Array.from({ length: rounds + again }, (_, round) => conditionsOf(round, random)),
    measurements: [...measurements, ...measuredAgain],
    failures: [],
    comparisons,
    fuelContract: 1,
    profileChanges: truths
      .filter(({ fuelChange }) => fuelChange !== 0)
      .map(({ id, fuel, fuelChange }) => ({
        case: id,
        functions: functionsOf(fuel, fuelChange, random),
        more: 3,
      })),
    targets: [],
    waivers: [],
    shard: null,
    shards: null,
    changedBenchmarks: [],
    replacedGlobals: [],
    drift: findDrift(branchOf(history), policy),
    verdict: judgeRun(comparisons, true),
  };
  return { results, history };
}

const machine = {
  os: "linux",
  arch: "x64",
  cpu: "AMD EPYC 7763 64-Core Processor",
  cores: 4,
  memoryBytes: 16 * 1024 ** 3,
  node: "v24.21.0",
  v8: "13.6.233.10-node.28",
};

function truthOf(index: number, random: Random): Truth {
  const [suite, work] = [
    suites[index % suites.length],
    works[Math.floor(index / suites.length) % works.length],
  ];
  const number = Math.floor(index / (suites.length * works.length));
  const ns = 10 ** (2 + 5 * random());
  const change = index % 23 === 5 ? 0.03 + 0.06 * random() : index % 31 === 7 ? -0.05 - 0.1 * random() : 0;
  return {
    id: `${suite}/${work}${number === 0 ? "" : `-${number}`}`,
    ns,
    fuel: Math.round(3 * ns),
    change,
    fuelChange: change === 0 ? 0 : change * 0.9,
    noise: index % 17 === 3 ? 0.05 : 0.006,
    drift: index % 40 === 11 ? 0.06 : 0,
  };
}

/** About normal, with standard deviation 1. */
function normal(random: Random): number {
  return (random() + random() + random() + random() - 2) * Math.sqrt(3);
}

function timesOf(truth: Truth, from: number, to: number, samples: number, random: Random): Measurement[] {
  const { id, ns, change, noise } = truth;
  return Array.from({ length: to - from }, (_, index) =>
    arms.map((arm: Arm): Measurement => {
      const middle = ns * (arm === "head" ? 1 + change : 1) * (1 + noise * normal(random));
      // a sample is never much faster than the code allows, and sometimes a lot slower
      const sample = () =>
        middle * (1 + 0.004 * normal(random) + 0.02 * -Math.log(1 - random()) * random() ** 3);
      return {
        case: id,
        metric: "time",
        arm,
        round: from + index,
        samples: Array.from({ length: samples }, sample),
      };
    }),
  ).flat();
}

function fuelOf({ id, fuel, fuelChange }: Truth): Measurement[] {
  const head = Math.round(fuel * (1 + fuelChange));
  return [
    { case: id, metric: "fuel", arm: "base", round: 0, samples: [fuel, fuel] },
    { case: id, metric: "fuel", arm: "head", round: 0, samples: [head, head] },
  ];
}

function functionsOf(fuel: number, change: number, random: Random) {
  let left = Math.round(fuel * change);
  const functions = functionNames.map((name, index) => {
    const difference = index === functionNames.length - 1 ? left : Math.round(left * (0.3 + 0.9 * random()));
    left -= difference;
    const base = Math.round(fuel * 0.1 * (1 + random()));
    return { function: name, base, head: Math.max(0, base + difference) };
  });
  return functions.toSorted(
    (one, other) => Math.abs(other.head - other.base) - Math.abs(one.head - one.base),
  );
}

function conditionsOf(round: number, random: Random): RoundConditions {
  const isDisturbed = round % 9 === 4;
  const others = isDisturbed ? 0.18 + 0.2 * random() : 0.01 + 0.02 * random();
  return {
    round,
    startMs: 4_000 * round,
    durationMs: 4_000,
    load: 1 + others * 3 + 0.2 * random(),
    steal: random() < 0.2 ? 0.004 * random() : 0,
    others,
    mhz: 2_450 + 300 * random(),
    longestPauseMs: 1 + 3 * random(),
    disturbances: isDisturbed ? [`other programs used ${Math.round(100 * others)} % of the processors`] : [],
  };
}

function lineOf(commit: number, commits: number, truths: readonly Truth[], random: Random): HistoryEntry {
  const turn = Math.round(commits * 0.6);
  const rounded = (value: number) => Number(value.toPrecision(5));
  const head: Record<string, number> = {};
  const change: HistoryEntry["change"] = {};
  for (const { id, ns, fuel, drift } of truths) {
    head[`${id} time`] = rounded(ns * (commit < turn ? 1 : 1 + drift) * (1 + 0.02 * normal(random)));
    head[`${id} fuel`] = commit < turn ? fuel : Math.round(fuel * (1 + drift / 2));
    const estimate = (commit === turn ? drift : 0) + 0.002 * normal(random);
    if (commit > 0)
      change[`${id} time`] = [rounded(estimate - 0.006), rounded(estimate), rounded(estimate + 0.006)];
  }
  return {
    sha: shaOf(commit),
    baseSha: commit === 0 ? null : shaOf(commit - 1),
    at: new Date(Date.UTC(2025, 0, 1) + commit * 20 * 3_600_000).toISOString(),
    verdict: "unchanged",
    cpu: machine.cpu,
    fuelContract: 1,
    head,
    base: {},
    change,
  };
}

/** Forty hexadecimal digits that differ from commit to commit from the first one on. */
function shaOf(commit: number): string {
  const digits = Math.imul(commit + 1, 0x9e3779b1) >>> 0;
  return digits.toString(16).padStart(8, "0").repeat(5);
}
