import { interfaceVersion } from "../runtime/host/interface.ts";
import { fuelContract } from "../runtime/meter/index.ts";
import { branchOf } from "./analysis/branch.ts";
import { compare } from "./analysis/compare.ts";
import { findDrift } from "./analysis/drift.ts";
import { gatingImported, type ImportedSides } from "./analysis/imported.ts";
import { configuredPolicy } from "./analysis/policy.ts";
import { profileChanges } from "./analysis/profile-changes.ts";
import { withSecondLook } from "./analysis/second-look.ts";
import type { StoredBase } from "./analysis/stored.ts";
import { judgeTargets } from "./analysis/targets.ts";
import { judgeRun } from "./analysis/verdict.ts";
import { applyWaivers } from "./analysis/waivers.ts";
import { hasCase, hasGuests } from "./measure/contestant.ts";
import type { Measuring } from "./measure/measure.ts";
import type { Schedule } from "./measure/plan.ts";
import type { Comparison } from "./model/comparison.ts";
import type { Measurement } from "./model/measurement.ts";
import { metrics } from "./model/metric.ts";
import { maxDistance, type Policy } from "./model/policy.ts";
import { pathInProject } from "./model/project.ts";
import {
  type CaseInfo,
  type Machine,
  type Plan,
  type Results,
  resultsVersion,
  type SecondRunner,
} from "./model/results.ts";
import type { RunRequest } from "./run.ts";
import { type Case, floorOf, timedMetricsOf } from "./suites/case.ts";
import { controls } from "./suites/control.ts";
import { targets } from "./suites/targets.ts";
import { version } from "./version.ts";

const controlIds: ReadonlySet<string> = new Set(controls.map(({ id }) => id));

/** What the repository's configuration, the cases and the distance of the base make of the rules. */
export function policyFor({ base, cases, elsewhere, config }: RunRequest): Policy {
  const measured = [...cases, ...(elsewhere?.cases ?? []), ...controls];
  return configuredPolicy(config.policy, {
    baselineIsNear: base.kind === "absent" || base.info.distance <= maxDistance,
    timedFloors: new Map(measured.map((each) => [each.id, floorOf(each)])),
    neverGates: new Set(measured.filter(({ gates }) => gates === false).map(({ id }) => id)),
    controls: controlIds,
  });
}

/** Rows that Holm's correction runs over: known before anything is measured. */
export function gatingTimedRows(cases: readonly Case[], policy: Policy): number {
  const rows = cases.flatMap((each) => timedMetricsOf(each).map((metric) => policy.gates(each.id, metric)));
  return rows.filter(Boolean).length;
}

/** All that is known of a run once its rounds are over. */
export interface Evidence {
  readonly policy: Policy;
  /** As they were measured, the controls among them. */
  readonly cases: readonly Case[];
  readonly schedule: Schedule;
  readonly measuring: Measuring;
  readonly plan: Plan;
  readonly startedAt: string;
  readonly machine: Machine;
  readonly builtMs: number;
  readonly firstSampleMs: number | null;
}

/** One row for each case and metric, with what the repository waives. */
export function compareArms(
  request: RunRequest,
  { policy, cases, measuring, plan, startedAt }: Omit<Evidence, "schedule">,
): Comparison[] {
  const measurements = inOrderOf(cases, measuring.measurements);
  const isFirst = ({ round }: Measurement) => plan.againFrom === null || round < plan.againFrom;
  const stored = storedBase(request);
  const compared = compare({
    measurements: measurements.filter(isFirst),
    again: measurements.filter((measurement) => !isFirst(measurement)),
    failures: measuring.failures,
    incomparable: incomparableCases(request),
    ...(stored && { stored }),
    inTurns: takingTurns(cases),
    controls: controlIds,
    neededRounds: plan.neededRounds,
    gatingElsewhere:
      gatingTimedRows(request.elsewhere?.cases ?? [], policy) +
      (tellsOfImported(request) ? 0 : gatingImported(request.imported ?? [], policy)),
    imported: importedSides(request),
    policy,
  });
  return applyWaivers(compared, request.config.waivers, startedAt.slice(0, 10));
}

/** Draws the conclusions of a run from its rows. */
export function judge(request: RunRequest, evidence: Evidence, comparisons: readonly Comparison[]): Results {
  const { base, config, headSha } = request;
  const { policy, cases, measuring, plan, startedAt, machine, builtMs, firstSampleMs } = evidence;
  const measurements = inOrderOf(cases, measuring.measurements);
  return {
    schema: resultsVersion,
    fuelgauge: version,
    startedAt,
    machine,
    secondRunner: null,
    shard: request.elsewhere?.shard ?? null,
    shards: null,
    timings: { builtMs, firstSampleMs, measuredMs: performance.now() },
    head: { sha: headSha },
    base: base.kind === "absent" ? base : base.info,
    plan,
    cases: cases.map((each) => caseInfo(each, evidence)),
    conditions: [...measuring.conditions],
    measurements,
    failures: [...measuring.failures],
    imported: Object.values(importedSides(request)).flat(),
    comparisons: [...comparisons],
    fuelContract,
    profileChanges: profileChanges(measuring.profiles),
    targets: judgeTargets(targets, measurements, policy).filter(({ measured }) => measured !== null),
    waivers: config.waivers,
    changedBenchmarks: changedBenchmarks(request),
    replacedGlobals: replacedGlobals(request),
    sources: [...(request.sources ?? [])],
    drift: findDrift(branchOf(request.history), policy),
    verdict: judgeRun(comparisons, base.kind !== "absent"),
  };
}

/** What a later job found out about the suspects of a run. */
export interface SecondEvidence {
  readonly policy: Policy;
  /** Those of the run, as they were measured, the controls among them. */
  readonly cases: readonly Case[];
  /** Round numbers start from 0. */
  readonly measuring: Measuring;
  readonly runner: SecondRunner;
}

/**
 * Draws the conclusions of two jobs: the rounds of the run are the first ones, those of the later job looked again. Exact
 * figures are not counted again.
 */
export function judgeAgain(request: RunRequest, run: Results, evidence: SecondEvidence): Results {
  const { policy, cases, measuring, runner } = evidence;
  const againFrom = run.measurements.reduce((rounds, { round }) => Math.max(rounds, round + 1), 0);
  const later = <Record extends { readonly round: number }>(record: Record): Record => {
    return { ...record, round: againFrom + record.round };
  };
  const again = measuring.measurements.filter(({ metric }) => metrics[metric].kind === "timed").map(later);
  const failures = [...run.failures, ...measuring.failures.map(later)];
  const compared = compare({
    measurements: run.measurements,
    again,
    failures,
    incomparable: incomparableCases(request),
    inTurns: takingTurns(run.cases),
    controls: controlIds,
    neededRounds: run.plan.neededRounds,
    // told by the run, and part of what its rows have to be sure of
    gatingElsewhere: run.comparisons.filter(
      (row) => row.gating && "evidence" in row && row.evidence.kind === "samples",
    ).length,
    policy,
  });
  const judged = applyWaivers(compared, request.config.waivers, run.startedAt.slice(0, 10));
  const failed = new Set(measuring.failures.map((failure) => failure.case));
  const comparisons = withSecondLook(run.comparisons, judged, failed);
  return {
    ...run,
    plan: { ...run.plan, againFrom },
    secondRunner: runner,
    conditions: [...run.conditions, ...measuring.conditions.map(later)],
    measurements: inOrderOf(cases, [...run.measurements, ...again]),
    failures,
    comparisons,
    verdict: judgeRun(comparisons, true),
  };
}

function caseInfo(
  { id, why, isolation }: Case,
  { schedule, measuring }: Pick<Evidence, "schedule" | "measuring">,
): CaseInfo {
  const settling = measuring.costs.get(id)?.settling;
  return {
    id,
    why,
    isolation,
    control: controlIds.has(id),
    repeat: schedule.samplings.get(id)?.repeat ?? 1,
    rounds: schedule.roundsOf.get(id) ?? 0,
    settling: settling
      ? {
          operations: settling.operations,
          milliseconds: settling.wallNs / 1_000_000,
          settled: settling.settled,
        }
      : null,
  };
}

/** Whether this job is the one of several that tells of what other tools measured. */
function tellsOfImported({ elsewhere }: RunRequest): boolean {
  return elsewhere === undefined || elsewhere.shard.index === 1;
}

/** What other tools measured, of both sides; nothing where another job tells of it. */
function importedSides(request: RunRequest): ImportedSides {
  const { base, imported: head = [] } = request;
  if (!tellsOfImported(request)) return { base: [], head: [] };
  const before = base.kind === "found" ? base.imported : base.kind === "stored" ? base.results.imported : [];
  const ofBase = (before ?? []).filter(({ arm }) => arm === "head");
  return { base: ofBase.map((figure) => ({ ...figure, arm: "base" })), head };
}

/** Benchmark files of both bundles that differ. */
function changedBenchmarks({ head, base }: RunRequest): string[] {
  if (base.kind !== "found") return [];
  const files = new Set(
    (head.manifest.project?.cases ?? []).flatMap((each) => (each.kind === "bench" ? [each.file] : [])),
  );
  return [...files]
    .filter((file) => {
      const [now, before] = [head.manifest, base.manifest].map((manifest) => manifest.files[file]?.sha256);
      return before !== undefined && now !== before;
    })
    .map(pathInProject);
}

/** What benchmark files of either bundle replace. */
function replacedGlobals({ head, base }: RunRequest): Results["replacedGlobals"] {
  const [ofHead, ofBase] = [head.manifest, base.kind === "found" ? base.manifest : null].map(
    (manifest) => manifest?.project?.replacedGlobals ?? {},
  );
  const files = new Set([...Object.keys(ofHead ?? {}), ...Object.keys(ofBase ?? {})]);
  return [...files].map((file) => ({
    file: pathInProject(file),
    base: ofBase?.[file] ?? [],
    head: ofHead?.[file] ?? [],
  }));
}

function takingTurns(cases: readonly Pick<Case, "id" | "isolation">[]): Set<string> {
  return new Set(cases.filter(({ isolation }) => isolation === "turns").map(({ id }) => id));
}

/** Cases that base cannot time although its bundle has the guests: it was built for another interface. */
function incomparableCases({ base, cases }: RunRequest): Map<string, string> {
  const spoken = base.kind === "found" ? base.manifest.runtime?.interface : undefined;
  if (base.kind !== "found" || spoken === undefined || spoken === interfaceVersion) return new Map();
  const reason = `the base bundle speaks runtime interface ${spoken}, this Fuelgauge speaks ${interfaceVersion}`;
  const unspoken = cases.filter((each) => hasGuests(base, each) && !hasCase(base, each));
  return new Map(unspoken.map(({ id }) => [id, reason]));
}

/** The stored figures of a base that cannot be run, of the cases of this run and of all modules; null for another base. */
function storedBase({ base, cases }: RunRequest): StoredBase | null {
  if (base.kind !== "stored") return null;
  const { results, info } = base;
  const selected = new Set(cases.map(({ id }) => id));
  const leftOut = new Set(results.cases.map(({ id }) => id).filter((id) => !selected.has(id)));
  const isSelected = (record: { readonly case: string }) => !leftOut.has(record.case);
  return {
    reason: `the base could not be run (${info.reason}), and a stored time is not compared`,
    fuelReason: otherFuel(results.fuelContract),
    measurements: results.measurements.filter(isSelected),
    failures: results.failures.filter(isSelected),
  };
}

/** Why fuel that was counted by another contract, or never, is not compared; null for that of this Fuelgauge. */
function otherFuel(contract: number | null): string | null {
  if (contract === fuelContract) return null;
  if (contract === null) return "the baseline was stored before fuel was counted";
  return `the base's fuel was counted by version ${contract} of the contract, this Fuelgauge counts by version ${fuelContract}`;
}

/** Cases in the catalogue's order, whatever order they were drawn in; modules and the bundle follow. */
function inOrderOf(cases: readonly Case[], measurements: readonly Measurement[]): Measurement[] {
  const positions = new Map(cases.map(({ id }, position) => [id, position]));
  const positionOf = (measurement: Measurement) => positions.get(measurement.case) ?? cases.length;
  return measurements.toSorted((a, b) => positionOf(a) - positionOf(b));
}
