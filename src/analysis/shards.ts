import { isDeepStrictEqual } from "node:util";
import type { Comparison } from "../model/comparison.ts";
import type { Measurement } from "../model/measurement.ts";
import type { JoinedShard, Plan, Results, Shard } from "../model/results.ts";
import { judgeRun } from "./verdict.ts";

/** What is there of one job of a run, or why there is nothing. */
export type ShardReport =
  | { readonly kind: "reported"; readonly results: Results }
  | { readonly kind: "lost"; readonly index: number; readonly reason: string };

type Reported = Results & { readonly shard: Shard };

/**
 * One report of the jobs that measured a run together, or why they are not of one run: they divided its cases differently, or
 * none of them reported.
 *
 * Every case has all of its rounds from one job, so nothing that is timed is added up or averaged over jobs: their records
 * are put beside each other. Each row was judged knowing how many rows gate in all (see `TimedRule`), so the joined verdict
 * is as sure as that of one job. A job that is lost, or that compared with another base than the first, leaves rows that cannot be
 * compared.
 */
export function joinShards(
  reports: readonly ShardReport[],
):
  | { readonly kind: "joined"; readonly results: Results }
  | { readonly kind: "apart"; readonly reason: string } {
  const reported = reports
    .flatMap((report) => (report.kind === "reported" && hasShard(report.results) ? [report.results] : []))
    .sort((one, other) => one.shard.index - other.shard.index);
  const [first] = reported;
  if (first === undefined) return { kind: "apart", reason: "none of them reported" };
  const { division } = first.shard;
  const other = reported.find(({ shard }) => !isDeepStrictEqual(shard.division, division));
  if (other !== undefined) {
    return {
      kind: "apart",
      reason: `shards ${first.shard.index} and ${other.shard.index} divided the cases differently`,
    };
  }
  const joined = inStep(reported.filter((each) => isSameBase(each, first)));
  const lost = division.flatMap((cases, at) => {
    const index = at + 1;
    if (joined.some(({ shard }) => shard.index === index)) return [];
    return [{ kind: "lost", index, cases, reason: whyLost(index, reports, first) } as const];
  });
  return { kind: "joined", results: resultsOf(first, joined, lost) };
}

function hasShard(results: Results): results is Reported {
  return results.shard !== null;
}

function isSameBase({ base: one }: Results, { base: other }: Results): boolean {
  if (one.kind === "absent" || other.kind === "absent") return one.kind === other.kind;
  return one.kind === other.kind && one.sha === other.sha && one.runId === other.runId;
}

function whyLost(index: number, reports: readonly ShardReport[], { shard, base }: Reported): string {
  for (const report of reports) {
    if (report.kind === "lost" && report.index === index) return report.reason;
    if (report.kind === "reported" && report.results.shard?.index === index) {
      return `it compared with ${baseName(report.results.base)}, and shard ${shard.index} with ${baseName(base)}`;
    }
  }
  return "it left no report";
}

function baseName(base: Results["base"]): string {
  if (base.kind === "absent") return "no base";
  return `${base.sha ?? "a base without commit"}${base.kind === "stored" ? " as it was stored" : ""}`;
}

/** The shards with names of their own for their controls, and the rounds of their second looks beginning at the same number. */
function inStep(shards: readonly Reported[]): Reported[] {
  const ends = shards.map(({ measurements, plan }) =>
    measurements.reduce((most, { round }) => Math.max(most, round + 1), plan.againFrom ?? 0),
  );
  const firstEnds = shards.map(({ plan }, at) => plan.againFrom ?? ends[at] ?? 0);
  const againFrom = Math.max(0, ...firstEnds);
  return shards.map((each) => {
    const { plan, shard, cases } = each;
    const shift = plan.againFrom === null ? 0 : againFrom - plan.againFrom;
    const controls = new Set(cases.filter(({ control }) => control).map(({ id }) => id));
    const name = (id: string) => (controls.has(id) ? `${id}-${shard.index}-of-${shard.division.length}` : id);
    const moved = <Record extends { readonly round: number }>(record: Record): Record =>
      plan.againFrom !== null && record.round >= plan.againFrom
        ? { ...record, round: record.round + shift }
        : record;
    const renamed = <Record extends { readonly case: string }>(record: Record): Record => {
      return { ...record, case: name(record.case) };
    };
    return {
      ...each,
      plan: { ...plan, againFrom: plan.againFrom === null ? null : againFrom },
      cases: cases.map((info) => ({ ...info, id: name(info.id) })),
      conditions: each.conditions.map(moved),
      measurements: each.measurements.map(moved).map(renamed),
      failures: each.failures.map(moved).map(renamed),
      comparisons: each.comparisons.map(renamed),
    };
  });
}

function resultsOf(
  first: Reported,
  joined: readonly Reported[],
  lost: readonly Extract<JoinedShard, { kind: "lost" }>[],
): Results {
  const all = <Item>(of: (shard: Reported) => readonly Item[]): Item[] => joined.flatMap(of);
  const count = first.shard.division.length;
  const comparisons = [
    ...agreed(all((each) => each.comparisons)),
    ...lost.flatMap(({ cases, index, reason }) =>
      cases.map((id) => lostRow(id, `shard ${index} of ${count} is lost: ${reason}`)),
    ),
  ];
  return {
    ...first,
    startedAt: joined.map(({ startedAt }) => startedAt).reduce((one, other) => (other < one ? other : one)),
    plan: planOf(joined, first.plan),
    timings: timingsOf(joined),
    shard: null,
    shards: [...joined.map(joinedShard), ...lost].sort((one, other) => one.index - other.index),
    cases: all(({ cases }) => cases),
    conditions: [],
    measurements: distinct(all(({ measurements }) => measurements)),
    failures: distinct(all(({ failures }) => failures)),
    imported: all(({ imported }) => imported),
    sources: distinct(all(({ sources }) => sources)),
    comparisons,
    profileChanges: distinct(all(({ profileChanges }) => profileChanges)),
    targets: distinct(all(({ targets }) => targets)),
    verdict: judgeRun(comparisons, first.base.kind !== "absent"),
  };
}

function joinedShard({ shard, startedAt, machine, plan, timings, conditions }: Reported): JoinedShard {
  const cases = shard.division[shard.index - 1] ?? [];
  return { kind: "joined", index: shard.index, cases, startedAt, machine, plan, timings, conditions };
}

function planOf(joined: readonly Reported[], first: Plan): Plan {
  const plans = joined.map(({ plan }) => plan);
  const againFrom = plans.flatMap((plan) => plan.againFrom ?? []);
  return {
    ...first,
    rounds: Math.max(...plans.map(({ rounds }) => rounds)),
    neededRounds: Math.max(...plans.map(({ neededRounds }) => neededRounds)),
    budgetSeconds: sum(plans.map(({ budgetSeconds }) => budgetSeconds)),
    reservedSeconds: sum(plans.map(({ reservedSeconds }) => reservedSeconds)),
    againFrom: againFrom[0] ?? null,
  };
}

/** The jobs one after the other. */
function timingsOf(joined: readonly Reported[]): Results["timings"] {
  const builtMs = sum(joined.map(({ timings }) => timings.builtMs));
  return {
    builtMs,
    firstSampleMs: joined[0]?.timings.firstSampleMs ?? null,
    measuredMs: builtMs + sum(joined.map(({ timings }) => timings.measuredMs - timings.builtMs)),
  };
}

/**
 * Modules and bundle are looked at by every job, and have one row as long as all say the same. Where they do not, the jobs
 * have built different things, and that is what there is to tell.
 */
function agreed(rows: readonly Comparison[]): Comparison[] {
  const groups = Map.groupBy(rows, (row) => `${row.metric} ${row.case}`);
  return [...groups.values()].flatMap((group) => {
    const [row] = group;
    if (row === undefined) return [];
    if (group.every((each) => isDeepStrictEqual(each, row))) return [row];
    const { metric, unit, direction, gating } = row;
    const figures = (side: "base" | "head") => group.flatMap((each) => each[side] ?? []);
    const runs = { base: figures("base"), head: figures("head") };
    return [
      {
        case: row.case,
        metric,
        unit,
        direction,
        gating,
        verdict: "nondeterministic",
        change: null,
        base: null,
        head: null,
        runs,
      },
    ];
  });
}

function lostRow(id: string, reason: string): Comparison {
  const row = { case: id, metric: "time", unit: "ns", direction: "lower", gating: true } as const;
  return { ...row, verdict: "incomparable", change: null, base: null, head: null, reason };
}

/** Without those that are the same in every part: exact figures of what every job looks at. */
function distinct<Item extends Measurement | object>(items: readonly Item[]): Item[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
