import type { Comparison, Confirmation, Interval } from "../../src/model/comparison.ts";
import type { Drift } from "../../src/model/drift.ts";
import type { Imported } from "../../src/model/imported.ts";
import type { Arm, Measurement } from "../../src/model/measurement.ts";
import { isMetric, type MetricName, metrics } from "../../src/model/metric.ts";
import {
  type Base,
  type CaseInfo,
  type Machine,
  type Results,
  type RoundConditions,
  resultsSchema,
  resultsVersion,
  type SecondRunner,
  type TargetResult,
} from "../../src/model/results.ts";

export const someMachine: Machine = {
  os: "linux",
  arch: "x64",
  cpu: "AMD EPYC 7763 64-Core Processor",
  cores: 4,
  memoryBytes: 16 * 1024 ** 3,
  node: "v24.21.0",
  v8: "13.6.233.10-node.28",
};

export const someHeadSha = "4f2d9c61b7a35e80d4c2b19f6a7e3d5c8b0f1e2a";
export const someBaseSha = "9a1be04c7d2f6835e1b0c4a9d8f7362514e0d3c2";

type ComparedBase = Extract<Base, { kind: "compared" }>;

/** A base that was found and compared with. */
export function someBase(parts: Partial<ComparedBase> = {}): ComparedBase {
  return {
    kind: "compared",
    source: "artifact fuelgauge-baseline-linux-x64 of run 4711",
    sha: someBaseSha,
    wantedSha: someBaseSha,
    distance: 0,
    runId: 4711,
    machine: someMachine,
    ...parts,
  };
}

/** The fields that every row has, as its metric says. */
function someRow(id: string, metric: MetricName) {
  const { unit, direction, gates } = metrics[metric];
  return { case: id, metric, unit, direction, gating: gates };
}

/** What a test says about a timed row; the rest is filled in. */
export interface TimedParts {
  readonly metric?: MetricName;
  readonly base?: number;
  readonly rounds?: number;
  readonly floor?: number;
  readonly detectable?: number | null;
  readonly gating?: boolean;
  /** The interval of the fresh rounds of a second look, or null when there were too few for one. */
  readonly again?: readonly [low: number, high: number] | null;
}

/** A timed row that was told. `change` is `[low, high]`, relative, positive is worse; head follows from it. */
export function someTimedRow(
  id: string,
  verdict: "regressed" | "improved" | "unchanged",
  change: readonly [low: number, high: number],
  parts: TimedParts = {},
): Comparison {
  const { metric = "time", base = 41_234, floor = 0.02, rounds = 16, detectable = 0.024 } = parts;
  const { gating, again } = parts;
  const row = someRow(id, metric);
  const interval = intervalOf(change);
  const factor = row.direction === "lower" ? 1 + interval.estimate : 1 / (1 + interval.estimate);
  return {
    ...row,
    gating: gating ?? row.gating,
    verdict,
    change: interval,
    base,
    head: base * factor,
    evidence: {
      kind: "rounds",
      rounds,
      floor,
      bar: floor,
      control: { low: -0.004, estimate: 0.001, high: 0.005 },
      p: row.gating ? 0.002 : null,
      detectable,
      confirmation: again === undefined ? null : someConfirmation(again, verdict === "regressed"),
    },
    waiver: null,
  };
}

function someConfirmation(
  again: readonly [low: number, high: number] | null,
  confirmed: boolean,
): Confirmation {
  const change = again === null ? null : intervalOf(again);
  return { rounds: change === null ? 3 : 14, change, bar: 0.02, p: confirmed ? 0.0001 : 0.41, confirmed };
}

/** A timed row whose first rounds show a regression that was not looked at again. */
export function someSuspectedRow(
  id: string,
  change: readonly [low: number, high: number],
  reason = "it has not been looked at again",
  parts: TimedParts = {},
): Comparison {
  const told = someTimedRow(id, "regressed", change, parts);
  if (told.verdict !== "regressed") throw new Error("unreachable");
  return { ...told, verdict: "suspected", reason };
}

/** A timed row that the figures do not tell. */
export function someInconclusiveRow(
  id: string,
  change: readonly [low: number, high: number],
  reason: string,
  parts: TimedParts = {},
): Comparison {
  const told = someTimedRow(id, "unchanged", change, parts);
  if (told.verdict !== "unchanged") throw new Error("unreachable");
  return { ...told, verdict: "inconclusive", reason };
}

/** A row that is compared digit by digit. */
export function someExactRow(
  id: string,
  metric: "fuel" | "size" | "memory" | "exports",
  base: number,
  head: number,
): Comparison {
  const change = base === 0 ? Math.sign(head) : (head - base) / base;
  const row = someRow(id, metric);
  return {
    ...row,
    gating: row.gating && (change === 0 || Math.abs(change) > 0.01),
    verdict: change > 0 ? "regressed" : change < 0 ? "improved" : "unchanged",
    change: { low: change, estimate: change, high: change },
    base,
    head,
    evidence: { kind: "exact", against: "rerun" },
    waiver: null,
  };
}

/** An exact figure that was not the same in every run. */
export function someWaveringRow(
  id: string,
  runs: { base: number[]; head: number[] },
  metric: MetricName = "fuel",
): Comparison {
  const figure = ([first, ...others]: number[]) =>
    first !== undefined && others.every((run) => run === first) ? first : null;
  const [base, head] = [figure(runs.base), figure(runs.head)];
  return { ...someRow(id, metric), verdict: "nondeterministic", change: null, base, head, runs };
}

export function someAddedRow(id: string, head = 12_300, metric: MetricName = "time"): Comparison {
  return { ...someRow(id, metric), verdict: "added", change: null, base: null, head };
}

export function someRemovedRow(id: string, base = 12_300, metric: MetricName = "time"): Comparison {
  return { ...someRow(id, metric), verdict: "removed", change: null, base, head: null };
}

export function someFailedRow(id: string, reason: string, base: number | null = 41_234): Comparison {
  return { ...someRow(id, "time"), verdict: "failed", change: null, base, head: null, reason };
}

export function someIncomparableRow(id: string, reason: string): Comparison {
  return { ...someRow(id, "time"), verdict: "incomparable", change: null, base: null, head: 41_234, reason };
}

export function someTarget(parts: Partial<TargetResult> = {}): TargetResult {
  return {
    name: "Cold start",
    case: "instantiation/cold-start",
    unit: "ns",
    below: 10_000_000,
    measured: 7_420_000,
    level: "met",
    acceptable: null,
    critical: null,
    advice: ["Compile ahead of time and keep compiled modules."],
    ...parts,
  };
}

/** What a plan has when nothing special is done. */
export const somePlan = { againFrom: null, steadiness: { flags: [], processor: null } };

/** A later job that looked again. */
export function someSecondRunner(machine: Machine): SecondRunner {
  const steadiness = { flags: [], processor: null };
  return {
    startedAt: "2026-03-14T15:14:00.000Z",
    machine,
    plan: { rounds: 14, neededRounds: 12, budgetSeconds: 60, seed: 43, steadiness },
    timings: { builtMs: 1_700, firstSampleMs: 2_200, measuredMs: 46_700 },
  };
}

/** A timed figure that got worse, evenly, over fifty of eighty commits. */
export function someDrift(parts: Partial<Drift> = {}): Drift {
  const { metric = "time" } = parts;
  const change = parts.change ?? { low: 0.041, estimate: 0.062, high: 0.084 };
  const levels = Array.from(
    { length: 41 },
    (_, i) => 1 + change.estimate * Math.min(1, Math.max(0, (i - 5) / 25)),
  );
  return {
    case: "execution/fib-20",
    metric,
    direction: metrics[metric].direction,
    gating: metrics[metric].gates,
    from: { sha: "1".repeat(40), at: "2026-01-05T08:00:00.000Z" },
    to: { sha: "2".repeat(40), at: "2026-02-20T08:00:00.000Z" },
    commits: 50,
    ago: 20,
    change,
    figures: null,
    levels: levels.map((level) => Number(level.toPrecision(5))),
    span: 80,
    ...parts,
  };
}

export function someCase(id: string, why = `Shows what ${id.split("/").at(-1)} costs.`): CaseInfo {
  return { id, why, isolation: "turns", control: false, repeat: 1, rounds: 16, settling: null };
}

/** A case that is the same program in all arms. */
export function someControl(id: string): CaseInfo {
  return { ...someCase(id), control: true };
}

/** What a quiet machine says of so many rounds. */
export function someConditions(rounds: number): RoundConditions[] {
  return Array.from({ length: rounds }, (_, round) => ({
    round,
    startMs: 4_000 * round,
    durationMs: 4_000,
    load: 0.9 + 0.05 * round,
    steal: round === 3 ? 0.0031 : 0,
    others: 0.01,
    mhz: 2_450 + 20 * round,
    longestPauseMs: 2.4,
    disturbances: [],
  }));
}

/** Samples of one metric in `rounds` rounds, spread evenly by ±2 % around `median`. */
export function someMeasurements(
  id: string,
  median: number,
  parts: { metric?: MetricName; arm?: Arm; rounds?: number } = {},
): Measurement[] {
  const { metric = "time", arm = "head", rounds = metrics[metric].kind === "exact" ? 1 : 10 } = parts;
  return Array.from({ length: rounds }, (_, round) => {
    const figure = rounds === 1 ? median : median * (0.98 + (0.04 * round) / (rounds - 1));
    return { case: id, metric, arm, round, samples: [figure, figure, figure] };
  });
}

/** A figure of head that another tool measured: times, unless something else is said. */
export function someFigure(
  name: string,
  samples: readonly number[],
  parts: Partial<Imported> = {},
): Imported {
  const figure = { metric: "time", unit: "ns", direction: "lower", arm: "head", ...parts } as const;
  return { ...figure, case: `results/${name}`, samples: [...samples] };
}

/**
 * A whole, valid `Results`: 16 rounds of base against head on one machine, with one case that did not change. What is
 * given replaces the part of that name. Cases and head's samples follow from the comparisons unless they are given.
 */
export function someResults(parts: Partial<Results> = {}): Results {
  const comparisons = parts.comparisons ?? [someTimedRow("execution/fib-20", "unchanged", [-0.004, 0.003])];
  const ids = [...new Set(comparisons.map((row) => row.case))];
  return resultsSchema.parse({
    schema: resultsVersion,
    fuelgauge: "0.1.0",
    startedAt: "2026-03-14T15:09:26.535Z",
    head: { sha: someHeadSha },
    base: someBase(),
    machine: someMachine,
    plan: { rounds: 16, neededRounds: 12, budgetSeconds: 120, reservedSeconds: 0, seed: 42, ...somePlan },
    secondRunner: null,
    shard: null,
    shards: null,
    timings: { builtMs: 1_800, firstSampleMs: 2_400, measuredMs: 97_800 },
    cases: ids.filter((id) => !id.startsWith("modules/")).map((id) => someCase(id)),
    conditions: [],
    waivers: [],
    changedBenchmarks: [],
    replacedGlobals: [],
    drift: [],
    measurements: comparisons.flatMap((row) =>
      row.head === null || !isMetric(row.metric)
        ? []
        : someMeasurements(row.case, row.head, { metric: row.metric }),
    ),
    failures: [],
    imported: [],
    sources: [],
    comparisons,
    fuelContract: 1,
    profileChanges: [],
    targets: [],
    verdict: "unchanged",
    ...parts,
  } satisfies Results);
}

function intervalOf([low, high]: readonly [low: number, high: number]): Interval {
  return { low, estimate: (low + high) / 2, high };
}
