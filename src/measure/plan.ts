import type { CaseInfo, Plan } from "../model/results.ts";
import type { Case } from "../suites/case.ts";
import { type OperationCost, sampleNs } from "./calibrate.ts";
import type { Sampling } from "./job.ts";

/** Seconds of measuring: a total, or so much for each case. */
export type Budget =
  | { readonly kind: "auto" }
  | { readonly kind: "total"; readonly seconds: number }
  | { readonly kind: "per-case"; readonly seconds: number };

/** Everything that is fixed before the first round, so that no result can influence how it is measured. */
export interface Schedule {
  readonly plan: Plan;
  readonly samplings: ReadonlyMap<string, Sampling>;
  /** Cases that are so dear that they take part in the first round only. */
  readonly once: ReadonlySet<string>;
  readonly coldStarts: number;
  readonly load: { readonly threads: number; readonly windows: number; readonly windowMs: number };
  /** What the slowest case takes in one process, all arms. */
  readonly longestCaseMs: number;
  readonly cases: readonly CaseInfo[];
}

/**
 * What a process does with a program (what it compiles when, and where it puts it) is luck that lasts as long as the
 * process, so many short rounds tell more than few long ones. Beyond this many they tell little more.
 */
const enoughRounds = 24;
/**
 * Wall time that an arm spends sampling one case in one round: wished for, and at least. Arms that take turns in one
 * process share its luck, so there a longer look pays.
 */
const samplingNs = {
  wished: { turns: 20_000_000, slot: 6_000_000, process: 0 },
  least: { turns: 6_000_000, slot: 3_000_000, process: 0 },
};
/** Samples of an arm in one round below which its median is not worth much. */
const leastTurns = 5;
/** Turns before those that count, as a share of them. */
const warmUpShare = 0.4;
/** How often bare modules are loaded anew in one round. */
const modulePlacements = 6;
/** Arms that share a process change turns as often as they can: a disturbance of milliseconds then hits all alike. */
const turnNs = { turns: 500_000, slot: 1_000_000, process: 0 };
/** Starting and ending a measuring process, as seen on a two-core machine. */
const processMs = 90;
const coldStarts = 1;
const loadWindows = { windows: 1, windowMs: 200, overheadMs: 250 };
/** Share of the budget that is planned with; the rest absorbs what the estimate got wrong. */
const plannedShare = 0.9;

/** `auto` is 6 seconds a case, at least 60 and at most 300. */
export function budgetSeconds(budget: Budget, cases: number): number {
  switch (budget.kind) {
    case "auto":
      return Math.min(300, Math.max(60, 6 * cases));
    case "total":
      return budget.seconds;
    case "per-case":
      return budget.seconds * cases;
  }
}

/**
 * Decides rounds and samples from what an operation costs. As many rounds as needed come first; a budget that does not
 * even allow those shortens the look at each case. When one case is so dear that it takes the needed rounds away from
 * the others, it is measured once and left out of the rest: then that case says that it had too few rounds, not all.
 */
export function planRounds(input: {
  cases: readonly Case[];
  costs: ReadonlyMap<string, OperationCost>;
  arms: number;
  neededRounds: number;
  budgetSeconds: number;
  threads: number;
  seed: number;
}): Schedule {
  const { cases, costs, arms, neededRounds, seed } = input;
  const budgetMs = input.budgetSeconds * 1000 * plannedShare;
  const wished = samplingsFor(cases, costs, samplingNs.wished);
  const enough = roundMilliseconds(cases, costs, wished, arms) * neededRounds <= budgetMs;
  const samplings = enough ? wished : samplingsFor(cases, costs, samplingNs.least);
  const msOf = (each: Case) => caseMilliseconds(each, costs, samplings) * arms;
  const once = tooDear(
    cases,
    msOf,
    (left) => roundMilliseconds(left, costs, samplings, arms) * neededRounds,
    budgetMs,
  );
  const onceMs = cases.filter(({ id }) => once.has(id)).reduce((total, each) => total + msOf(each), 0);
  const left = cases.filter(({ id }) => !once.has(id));
  const affordable = Math.floor((budgetMs - onceMs) / roundMilliseconds(left, costs, samplings, arms));
  const rounds = Math.max(1, Math.min(affordable, Math.max(neededRounds, enoughRounds)));
  return {
    plan: {
      rounds,
      neededRounds,
      budgetSeconds: input.budgetSeconds,
      reservedSeconds: 0,
      seed,
    },
    samplings,
    once,
    coldStarts,
    load: { threads: input.threads, windows: loadWindows.windows, windowMs: loadWindows.windowMs },
    longestCaseMs: Math.max(0, ...cases.map(msOf)),
    cases: cases.map(({ id, why, isolation }) => ({
      id,
      why,
      isolation,
      repeat: samplings.get(id)?.repeat ?? 1,
      rounds: once.has(id) ? 1 : rounds,
    })),
  };
}

/** Rounds in which a case takes part. */
export function roundsOf({ plan, once }: Schedule, id: string): number {
  return once.has(id) ? 1 : plan.rounds;
}

/** Cases to measure only once, the dearest first, until the others have their rounds; none where that does not help. */
function tooDear(
  cases: readonly Case[],
  msOf: (each: Case) => number,
  neededMs: (left: readonly Case[]) => number,
  budgetMs: number,
): Set<string> {
  const dearestFirst = cases.toSorted((one, other) => msOf(other) - msOf(one));
  const once = new Set<string>();
  let onceMs = 0;
  for (const each of dearestFirst.slice(0, -1)) {
    const left = cases.filter(({ id }) => !once.has(id));
    if (onceMs + neededMs(left) <= budgetMs) return once;
    once.add(each.id);
    onceMs += msOf(each);
    if (once.size > cases.length / 4) break;
  }
  return new Set();
}

function samplingsFor(
  cases: readonly Case[],
  costs: ReadonlyMap<string, OperationCost>,
  caseNs: Record<Case["isolation"], number>,
): Map<string, Sampling> {
  return new Map(
    cases.flatMap((each) => {
      const cost = costs.get(each.id);
      const isBenchmark = each.kind === "benchmark" && cost !== undefined;
      return isBenchmark ? [[each.id, samplingOf(each, cost, caseNs[each.isolation])] as const] : [];
    }),
  );
}

function samplingOf({ id, isolation }: Case, { timedNs, wallNs }: OperationCost, caseNs: number): Sampling {
  const repeat = Math.max(1, Math.floor(Math.min(sampleNs / timedNs, (2 * sampleNs) / wallNs)));
  const sampleWallNs = repeat * wallNs;
  const turn = Math.max(1, Math.round(turnNs[isolation] / sampleWallNs));
  // an operation that is longer than the whole look is looked at less often
  const least = Math.max(1, Math.min(leastTurns, Math.ceil((leastTurns * caseNs) / sampleWallNs)));
  const allTurns = Math.max(least, Math.round(caseNs / (turn * sampleWallNs)));
  const placements = isolation === "turns" ? Math.min(modulePlacements, allTurns) : 1;
  const turns = Math.ceil(allTurns / placements);
  return { id, repeat, turn, turns, warmUpTurns: Math.max(1, Math.ceil(turns * warmUpShare)), placements };
}

/** What one arm's share of one round takes for one case. */
function caseMilliseconds(
  each: Case,
  costs: ReadonlyMap<string, OperationCost>,
  samplings: ReadonlyMap<string, Sampling>,
): number {
  const { id, kind } = each;
  if (kind === "cold") return coldStarts * processMs;
  if (kind === "load") return processMs + loadWindows.overheadMs + loadWindows.windows * loadWindows.windowMs;
  if (kind === "scenario") return processMs + each.milliseconds;
  const sampling = samplings.get(id);
  if (!sampling) return 0;
  const { placements, turns, warmUpTurns, turn, repeat } = sampling;
  return (placements * (turns + warmUpTurns) * turn * repeat * (costs.get(id)?.wallNs ?? 0)) / 1_000_000;
}

function roundMilliseconds(
  cases: readonly Case[],
  costs: ReadonlyMap<string, OperationCost>,
  samplings: ReadonlyMap<string, Sampling>,
  arms: number,
): number {
  const benchmarks = cases.filter(({ kind }) => kind === "benchmark");
  const slots = benchmarks.some(({ isolation }) => isolation === "slot") ? arms : 0;
  const shared = benchmarks.some(({ isolation }) => isolation === "turns") ? 1 : 0;
  const sampling = cases.reduce((total, each) => total + caseMilliseconds(each, costs, samplings), 0) * arms;
  return sampling + (slots + shared) * processMs;
}
