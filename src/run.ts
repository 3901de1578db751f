import { randomInt } from "node:crypto";
import { availableParallelism } from "node:os";
import { gatingImported } from "./analysis/imported.ts";
import { neededAgain, neededRounds } from "./analysis/rounds.ts";
import { isSuspect } from "./analysis/second-look.ts";
import { FuelgaugeError } from "./errors.ts";
import { compareArms, gatingTimedRows, judge, judgeAgain, policyFor } from "./judgement.ts";
import type { Contestant } from "./measure/contestant.ts";
import { describeMachine } from "./measure/machine.ts";
import { type Measuring, startMeasuring } from "./measure/measure.ts";
import { type Budget, type DividedBudget, divideBudget, planRounds, type Schedule } from "./measure/plan.ts";
import { findSteadiness, type Steadiness } from "./measure/steadiness.ts";
import type { Comparison } from "./model/comparison.ts";
import type { Config } from "./model/config.ts";
import type { HistoryEntry } from "./model/history.ts";
import type { Imported } from "./model/imported.ts";
import type { Manifest } from "./model/manifest.ts";
import type { Measurement } from "./model/measurement.ts";
import type { Policy } from "./model/policy.ts";
import type { CaseSource, FoundBase, Machine, Plan, Results, SecondRunner, Shard } from "./model/results.ts";
import { programEntry } from "./programs.ts";
import type { Case } from "./suites/case.ts";
import { controlsOf } from "./suites/control.ts";

/** The base of a comparison: a verified bundle in a folder, what its commit measured where that is all, or why there is none. */
export type BaseProgram =
  | {
      readonly kind: "found";
      readonly folder: string;
      readonly manifest: Manifest;
      readonly info: BaseInfo;
      /** What other tools measured of it when it was head; nothing where left out. */
      readonly imported?: readonly Imported[];
    }
  | { readonly kind: "stored"; readonly results: Results; readonly info: StoredInfo }
  | { readonly kind: "absent"; readonly reason: string };
export type BaseInfo = Extract<FoundBase, { kind: "compared" }>;
export type StoredInfo = Extract<FoundBase, { kind: "stored" }>;

/** A bundle that has been checked, or has just been built. */
export interface Bundle {
  readonly folder: string;
  readonly manifest: Manifest;
}

export interface RunRequest {
  readonly head: Bundle;
  readonly headSha: string | null;
  readonly base: BaseProgram;
  readonly cases: readonly Case[];
  /** What other tools measured of head; nothing where left out. The first of several shards tells of it. */
  readonly imported?: readonly Imported[];
  /** What other jobs measure of the same run; left out where this is all of it. Their rows count for how sure each has to be. */
  readonly elsewhere?: { readonly shard: Shard; readonly cases: readonly Case[] };
  /** Where the project's own cases come from, for those who show it; nothing where left out. */
  readonly sources?: readonly CaseSource[];
  /** What the repository says of how its runs are judged. */
  readonly config: Config;
  /** Commits of the base branch before this run, oldest first. */
  readonly history: readonly HistoryEntry[];
  /** Program of the measuring processes, which knows the cases; the one for the bundled runtime's where left out. */
  readonly measurer?: URL;
  readonly budget: Budget;
  /** Path of the Node that measures. */
  readonly node: string;
  /** Where a regression is looked at again before it counts. */
  readonly secondLook: "here" | "elsewhere";
}

/** Who hears how a run goes. */
export interface RunListener {
  info(line: string): void;
  onMeasurement(measurement: Measurement): void;
  onRound(done: number, planned: number): void;
}

/** Measures head beside the base, looks again at what regressed, and judges: the same on a runner and on a laptop. */
export async function runSuites(request: RunRequest, listener: RunListener): Promise<Results> {
  refuseSameNames(request);
  const ready = await getReady(request, listener, () => true);
  const { policy, cases, measuring } = ready;
  const everyCase = [...cases, ...(request.elsewhere?.cases ?? [])];
  const importedRows = gatingImported(request.imported ?? [], policy);
  const gatingRows = Math.max(1, gatingTimedRows(everyCase, policy) + importedRows);
  const needed = neededRounds(gatingRows, policy.alpha);
  const budget = budgetFor(request, policy, needed);
  const schedule = firstSchedule(request, cases, measuring, budget, needed);
  await measuring.run(schedule, listener.onRound);
  const plan: Plan = {
    ...planOf(ready, schedule, budget, needed),
    reservedSeconds: budget.reservedMs / 1000,
    againFrom: null,
  };
  const first = compareArms(request, { ...ready, plan });
  const suspects = suspectsOf(first);
  if (suspects.size === 0 || request.secondLook === "elsewhere") {
    return judge(request, { ...ready, schedule, plan }, first);
  }
  const againFrom = measuring.rounds;
  listener.info(`Looking again at ${[...suspects].join(", ")}.`);
  const suspected = cases.filter(({ id }) => suspects.has(id));
  const shares = { ...budget, sharesMs: equalShares(suspected, budget.reservedMs) };
  const again = secondSchedule(suspected, measuring, shares, neededAgain(gatingRows));
  await measuring.run(again, listener.onRound);
  const evidence = { ...ready, schedule, plan: { ...plan, againFrom } };
  return judge(request, evidence, compareArms(request, evidence));
}

/**
 * Measures what a run suspects beside the same base, and judges those rows by the rounds of both: for a job of
 * its own, which may run on another machine. All of the budget is for the suspects.
 *
 * @param request with all the cases of the run
 * @param run what an earlier job measured, with `secondLook: "elsewhere"`
 */
export async function confirmSuspects(
  request: RunRequest,
  run: Results,
  listener: RunListener,
): Promise<Results> {
  const suspects = suspectsOf(run.comparisons);
  const ready = await getReady(request, listener, ({ id }) => suspects.has(id));
  const { policy, cases, measuring, startedAt, machine, builtMs } = ready;
  const needed = neededAgain(Math.max(1, gatingTimedRows(cases, policy)));
  const suspected = cases.filter(({ id }) => suspects.has(id));
  const ownSeconds = (id: string) => policy.budgetOf(id);
  const budget = divideBudget(request.budget, suspected, needed, { looksTwice: false, ownSeconds });
  const schedule = secondSchedule(suspected, measuring, budget, needed);
  await measuring.run(schedule, listener.onRound);
  const runner: SecondRunner = {
    startedAt,
    machine,
    plan: planOf(ready, schedule, budget, needed),
    timings: { builtMs, firstSampleMs: ready.firstSampleMs, measuredMs: performance.now() },
  };
  return judgeAgain(request, run, { policy, cases, measuring, runner });
}

/** A run whose rounds can begin: what comes before the first one is measured. */
interface Ready {
  readonly startedAt: string;
  readonly machine: Machine;
  readonly builtMs: number;
  readonly policy: Policy;
  /** All of them, as the policy wants them measured, and the controls. */
  readonly cases: readonly Case[];
  readonly steadiness: Steadiness;
  readonly seed: number;
  readonly measuring: Measuring;
  readonly firstSampleMs: number | null;
}

/** @param isMeasured picks the cases that rounds are for */
async function getReady(
  request: RunRequest,
  listener: RunListener,
  isMeasured: (each: Case) => boolean,
): Promise<Ready> {
  const startedAt = new Date().toISOString();
  const machine = await describeMachine(request.node);
  const builtMs = performance.now();

  const policy = policyFor(request);
  const cases = measuredCases(request, policy);
  const steadiness = await findSteadiness(request.node);
  const seed = randomInt(2 ** 31);
  let firstSampleMs: number | null = null;
  const measuring = await startMeasuring({
    contestants: contestantsOf(request),
    cases: cases.filter(isMeasured),
    node: request.node,
    nodeVersion: machine.node,
    steadiness,
    measurer: request.measurer ?? programEntry("measurer"),
    seed,
    onMeasurement(measurement) {
      if (measurement.metric === "time" || measurement.metric === "throughput")
        firstSampleMs ??= performance.now();
      listener.onMeasurement(measurement);
    },
  });
  return {
    startedAt,
    machine,
    builtMs,
    policy,
    cases,
    steadiness,
    seed,
    measuring,
    get firstSampleMs() {
      return firstSampleMs;
    },
  };
}

/** What plans of all kinds say. */
function planOf(
  { seed, steadiness }: Ready,
  { rounds }: Schedule,
  { totalMs }: DividedBudget,
  neededRounds: number,
): SecondRunner["plan"] {
  const { tierUpFlags, processor } = steadiness;
  return {
    rounds,
    neededRounds,
    budgetSeconds: totalMs / 1000,
    seed,
    steadiness: { flags: [...tierUpFlags], processor },
  };
}

function contestantsOf({ base, head }: RunRequest): Contestant[] {
  const { folder, manifest } = head;
  const changed: Contestant = { arm: "head", folder, manifest };
  if (base.kind !== "found") return [changed];
  return [
    { arm: "base", folder: base.folder, manifest: base.manifest },
    changed,
    { arm: "control", folder: base.folder, manifest: base.manifest },
  ];
}

/** What another tool measured is no case of the run. */
function refuseSameNames({ cases, imported = [] }: RunRequest): void {
  const taken = new Set(cases.map(({ id }) => id));
  const twice = imported.find((figure) => taken.has(figure.case));
  if (twice === undefined) return;
  throw new FuelgaugeError({
    happened: `${twice.case} is a case of the project, and a result of another tool has the same name.`,
    expected: "names that tell them apart",
    remedy: "Give the result, or the module or benchmark file, another name.",
  });
}

/** The cases as the policy wants them measured, and the controls where there is something to run them beside. */
function measuredCases({ base, cases }: RunRequest, policy: Policy): Case[] {
  const wanted = cases.map((each) => {
    const isolation = policy.isolationOf(each.id);
    if (each.kind !== "benchmark" || isolation === null) return each;
    // two programs in JavaScript cannot share a process
    return each.ownedBy === "project" && isolation === "turns" ? each : { ...each, isolation };
  });
  return base.kind === "found" ? [...wanted, ...controlsOf(wanted)] : wanted;
}

function budgetFor(
  { budget, cases, base, secondLook }: RunRequest,
  policy: Policy,
  needed: number,
): DividedBudget {
  return divideBudget(budget, cases, needed, {
    looksTwice: base.kind === "found" && secondLook === "here",
    ownSeconds: (id) => policy.budgetOf(id),
  });
}

function firstSchedule(
  { base }: RunRequest,
  cases: readonly Case[],
  { costs }: Measuring,
  budget: DividedBudget,
  neededRounds: number,
): Schedule {
  const { mostRounds } = budget;
  const arms = base.kind === "found" ? 3 : 1;
  const sharesMs = withControls(budget.sharesMs, cases);
  return planRounds({
    cases,
    costs,
    arms,
    neededRounds,
    mostRounds,
    sharesMs,
    threads: availableParallelism(),
  });
}

/** What a control gets of all shares together. */
const controlShare = 0.03;

/** The shares of the cases, each a little smaller, with those of the controls. */
function withControls(
  sharesMs: ReadonlyMap<string, number>,
  cases: readonly Case[],
): ReadonlyMap<string, number> {
  const controls = cases.filter(({ id }) => !sharesMs.has(id));
  const totalMs = [...sharesMs.values()].reduce((sum, share) => sum + share, 0);
  const kept = 1 - controlShare * controls.length;
  return new Map([
    ...[...sharesMs].map(([id, share]) => [id, share * kept] as const),
    ...controls.map(({ id }) => [id, controlShare * totalMs] as const),
  ]);
}

/** The cases with a row that would turn the run red if it is seen again. */
function suspectsOf(comparisons: readonly Comparison[]): Set<string> {
  return new Set(comparisons.filter(isSuspect).map((row) => row.case));
}

function equalShares(cases: readonly Case[], totalMs: number): ReadonlyMap<string, number> {
  return new Map(cases.map(({ id }) => [id, totalMs / cases.length]));
}

/**
 * Rounds for the suspects alone, half as many at most: with those a one-sided test at 5 % sees what an interval of 99 % sees
 * with all of them.
 */
function secondSchedule(
  suspected: readonly Case[],
  { costs }: Measuring,
  { sharesMs, mostRounds }: Pick<DividedBudget, "sharesMs" | "mostRounds">,
  neededRounds: number,
): Schedule {
  return planRounds({
    cases: suspected,
    costs,
    arms: 3,
    neededRounds,
    mostRounds: Math.max(neededRounds, Math.ceil(mostRounds / 2)),
    sharesMs,
    threads: availableParallelism(),
  });
}
