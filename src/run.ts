import { randomInt } from "node:crypto";
import { availableParallelism } from "node:os";
import { neededAgain, neededRounds } from "./analysis/rounds.ts";
import { buildRuntime } from "./bundle/build.ts";
import { judge, policyFor } from "./judgement.ts";
import type { Contestant } from "./measure/contestant.ts";
import { describeMachine } from "./measure/machine.ts";
import { type Measuring, startMeasuring } from "./measure/measure.ts";
import { type Budget, type DividedBudget, divideBudget, planRounds, type Schedule } from "./measure/plan.ts";
import { findSteadiness } from "./measure/steadiness.ts";
import type { Config } from "./model/config.ts";
import type { HistoryEntry } from "./model/history.ts";
import type { Manifest } from "./model/manifest.ts";
import type { Measurement } from "./model/measurement.ts";
import type { Policy } from "./model/policy.ts";
import type { FoundBase, Plan, Results } from "./model/results.ts";
import { programEntry } from "./programs.ts";
import { type Case, timedMetricsOf } from "./suites/case.ts";
import { controlsOf } from "./suites/control.ts";

/** The base of a comparison: a verified bundle in a folder, or the reason why there is none. */
export type BaseProgram =
  | { readonly kind: "found"; readonly folder: string; readonly manifest: Manifest; readonly info: BaseInfo }
  | { readonly kind: "absent"; readonly reason: string };
export type BaseInfo = Extract<FoundBase, { kind: "compared" }>;

/** Head: a runtime folder that is built into a bundle folder, or a bundle folder that was built before. */
export type HeadProgram =
  | { readonly kind: "build"; readonly runtime: string; readonly folder: string }
  | { readonly kind: "bundle"; readonly folder: string; readonly manifest: Manifest };

export interface RunRequest {
  readonly head: HeadProgram;
  readonly headSha: string | null;
  readonly base: BaseProgram;
  readonly cases: readonly Case[];
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

/** Builds head, measures it beside the base, looks again at what regressed, and judges: the same on a runner and on a laptop. */
export async function runSuites(request: RunRequest, listener: RunListener): Promise<Results> {
  const startedAt = new Date().toISOString();
  const machine = await describeMachine(request.node);
  const manifest = await manifestOfHead(request, listener);
  const builtMs = performance.now();

  const policy = policyFor(request);
  const cases = measuredCases(request, policy);
  const steadiness = await findSteadiness(request.node);
  const seed = randomInt(2 ** 31);
  let firstSampleMs: number | null = null;
  const measuring = await startMeasuring({
    contestants: contestantsOf(request, manifest),
    cases,
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

  const gatingRows = gatingTimedRows(cases, policy);
  const needed = neededRounds(gatingRows, policy.alpha);
  const budget = budgetFor(request, policy, needed);
  const schedule = firstSchedule(request, cases, measuring, budget, needed);
  await measuring.run(schedule, listener.onRound);
  const plan: Plan = {
    rounds: schedule.rounds,
    neededRounds: needed,
    budgetSeconds: budget.totalMs / 1000,
    reservedSeconds: budget.reservedMs / 1000,
    seed,
    againFrom: null,
    steadiness: { flags: [...steadiness.tierUpFlags], processor: steadiness.processor },
  };
  const judged = (plan: Plan) =>
    judge(request, { policy, cases, schedule, measuring, plan, startedAt, machine, builtMs, firstSampleMs });

  const first = judged(plan);
  const suspects = suspectsOf(first);
  if (suspects.size === 0 || request.secondLook === "elsewhere") return first;
  const againFrom = measuring.rounds;
  listener.info(`Looking again at ${[...suspects].join(", ")}.`);
  const again = secondSchedule(cases, suspects, measuring, budget, neededAgain(gatingRows));
  await measuring.run(again, listener.onRound);
  return judged({ ...plan, againFrom });
}

async function manifestOfHead({ head, base }: RunRequest, listener: RunListener): Promise<Manifest> {
  if (head.kind === "bundle") return head.manifest;
  const { manifest } = await buildRuntime({
    folder: head.runtime,
    into: head.folder,
    ...(base.kind === "found" ? { reuse: base } : {}),
    compilerEntry: programEntry("compiler"),
    log: listener.info,
  });
  return manifest;
}

function contestantsOf({ base, head: { folder: headFolder } }: RunRequest, manifest: Manifest): Contestant[] {
  const head: Contestant = { arm: "head", folder: headFolder, manifest };
  if (base.kind === "absent") return [head];
  const { folder } = base;
  return [
    { arm: "base", folder, manifest: base.manifest },
    head,
    { arm: "control", folder, manifest: base.manifest },
  ];
}

/** The cases as the policy wants them measured, and the controls where there is something to compare. */
function measuredCases({ base, cases }: RunRequest, policy: Policy): Case[] {
  const wanted = cases.map((each) => {
    const isolation = policy.isolationOf(each.id);
    return each.kind === "benchmark" && isolation !== null ? { ...each, isolation } : each;
  });
  return base.kind === "absent" ? wanted : [...wanted, ...controlsOf(wanted)];
}

/** Rows that Holm's correction runs over: known before anything is measured. */
function gatingTimedRows(cases: readonly Case[], policy: Policy): number {
  const rows = cases.flatMap((each) => timedMetricsOf(each).map((metric) => policy.gates(each.id, metric)));
  return Math.max(1, rows.filter(Boolean).length);
}

function budgetFor({ budget, cases, base }: RunRequest, policy: Policy, needed: number): DividedBudget {
  return divideBudget(budget, cases, needed, {
    looksTwice: base.kind === "found",
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
function suspectsOf({ comparisons }: Results): Set<string> {
  const suspected = comparisons.filter(({ verdict, gating }) => verdict === "suspected" && gating);
  return new Set(suspected.map((row) => row.case));
}

/** What was kept back goes to the suspects alone, in equal shares. */
function secondSchedule(
  cases: readonly Case[],
  suspects: ReadonlySet<string>,
  { costs }: Measuring,
  { reservedMs, mostRounds }: DividedBudget,
  neededRounds: number,
): Schedule {
  const suspected = cases.filter(({ id }) => suspects.has(id));
  const sharesMs = new Map(suspected.map(({ id }) => [id, reservedMs / suspected.length]));
  return planRounds({
    cases: suspected,
    costs,
    arms: 3,
    neededRounds,
    mostRounds,
    sharesMs,
    threads: availableParallelism(),
  });
}
