import { randomInt } from "node:crypto";
import { availableParallelism } from "node:os";
import { interfaceVersion } from "../runtime/host/interface.ts";
import { fuelContract } from "../runtime/meter/index.ts";
import { compare } from "./analysis/compare.ts";
import { defaultPolicy } from "./analysis/policy.ts";
import { profileChanges } from "./analysis/profile-changes.ts";
import { neededRounds } from "./analysis/rounds.ts";
import { judgeTargets } from "./analysis/targets.ts";
import { judgeRun } from "./analysis/verdict.ts";
import { buildRuntime } from "./bundle/build.ts";
import { type Contestant, hasCase, hasGuests } from "./measure/contestant.ts";
import { describeMachine } from "./measure/machine.ts";
import type { Budget } from "./measure/plan.ts";
import { type Measured, measure } from "./measure/rounds.ts";
import type { Manifest } from "./model/manifest.ts";
import type { Measurement } from "./model/measurement.ts";
import { maxDistance, type Policy } from "./model/policy.ts";
import { type Base, type Results, resultsVersion } from "./model/results.ts";
import { programEntry } from "./programs.ts";
import { type Case, floorOf, timedMetricsOf } from "./suites/case.ts";
import { targets } from "./suites/targets.ts";
import { version } from "./version.ts";

/** The base of a comparison: a verified bundle in a folder, or the reason why there is none. */
export type BaseProgram =
  | { readonly kind: "found"; readonly folder: string; readonly manifest: Manifest; readonly info: BaseInfo }
  | { readonly kind: "absent"; readonly reason: string };
export type BaseInfo = Extract<Base, { kind: "compared" }>;

/** Head: a runtime folder that is built into a bundle folder, or a bundle folder that was built before. */
export type HeadProgram =
  | { readonly kind: "build"; readonly runtime: string; readonly folder: string }
  | { readonly kind: "bundle"; readonly folder: string; readonly manifest: Manifest };

export interface RunRequest {
  readonly head: HeadProgram;
  readonly headSha: string | null;
  readonly base: BaseProgram;
  readonly cases: readonly Case[];
  /** Program of the measuring processes, which knows the cases; the one for the bundled runtime's where left out. */
  readonly measurer?: URL;
  readonly budget: Budget;
  /** Path of the Node that measures. */
  readonly node: string;
}

/** Who hears how a run goes. */
export interface RunListener {
  info(line: string): void;
  onMeasurement(measurement: Measurement): void;
  onRound(done: number, planned: number): void;
}

/** Builds head, measures it beside the base, and judges: the same on a runner and on a laptop. */
export async function runSuites(request: RunRequest, listener: RunListener): Promise<Results> {
  const startedAt = new Date();
  const machine = await describeMachine(request.node);
  const manifest = await manifestOfHead(request, listener);
  const builtMs = performance.now();

  const policy = policyFor(request);
  let firstSampleMs: number | null = null;
  const measured = await measure({
    contestants: contestantsOf(request, manifest),
    cases: request.cases,
    neededRounds: neededRounds(gatingTimedRows(request.cases, policy), policy.alpha),
    budget: request.budget,
    node: request.node,
    measurer: request.measurer ?? programEntry("measurer"),
    nodeVersion: machine.node,
    threads: availableParallelism(),
    seed: randomInt(2 ** 31),
    onRound: listener.onRound,
    onMeasurement(measurement) {
      if (measurement.metric === "time" || measurement.metric === "throughput")
        firstSampleMs ??= performance.now();
      listener.onMeasurement(measurement);
    },
  });
  const timings = { builtMs, firstSampleMs, measuredMs: performance.now() };
  return judge(request, policy, measured, { startedAt: startedAt.toISOString(), machine, timings });
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

function policyFor({ base, cases }: RunRequest): Policy {
  return defaultPolicy({
    baselineIsNear: base.kind === "absent" || base.info.distance <= maxDistance,
    timedFloors: new Map(cases.map((each) => [each.id, floorOf(each)])),
    neverGates: new Set(cases.filter(({ gates }) => gates === false).map(({ id }) => id)),
  });
}

/** Rows that Holm's correction runs over: known before anything is measured. */
function gatingTimedRows(cases: readonly Case[], policy: Policy): number {
  const rows = cases.flatMap((each) => timedMetricsOf(each).map((metric) => policy.gates(each.id, metric)));
  return Math.max(1, rows.filter(Boolean).length);
}

/** Cases that base cannot time although its bundle has the guests: it was built for another interface. */
function incomparableCases({ base, cases }: RunRequest): Map<string, string> {
  if (base.kind === "absent" || base.manifest.interface === interfaceVersion) return new Map();
  const reason = `the base bundle speaks runtime interface ${base.manifest.interface}, this Fuelgauge speaks ${interfaceVersion}`;
  const unspoken = cases.filter((each) => hasGuests(base, each) && !hasCase(base, each));
  return new Map(unspoken.map(({ id }) => [id, reason]));
}

/** Cases in the catalogue's order, whatever order they were drawn in; modules and the bundle follow. */
function inOrderOf(cases: readonly Case[], measurements: readonly Measurement[]): Measurement[] {
  const positions = new Map(cases.map(({ id }, position) => [id, position]));
  const positionOf = (measurement: Measurement) => positions.get(measurement.case) ?? cases.length;
  return measurements.toSorted((a, b) => positionOf(a) - positionOf(b));
}

function judge(
  request: RunRequest,
  policy: Policy,
  { schedule, measurements, failures, profiles }: Measured,
  context: Pick<Results, "startedAt" | "machine" | "timings">,
): Results {
  const { base } = request;
  const inOrder = inOrderOf(request.cases, measurements);
  const comparisons = compare({
    measurements: inOrder,
    failures,
    incomparable: incomparableCases(request),
    neededRounds: schedule.plan.neededRounds,
    policy,
  });
  return {
    schema: resultsVersion,
    fuelgauge: version,
    ...context,
    head: { sha: request.headSha },
    base: base.kind === "found" ? base.info : base,
    plan: schedule.plan,
    cases: [...schedule.cases],
    conditions: [],
    measurements: inOrder,
    failures: [...failures],
    comparisons,
    fuelContract,
    profileChanges: profileChanges(profiles),
    targets: judgeTargets(targets, measurements).filter(({ measured }) => measured !== null),
    waivers: [],
    drift: [],
    verdict: judgeRun(comparisons, base.kind === "found"),
  };
}
