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
 * even allow those shortens the look at each case, and then the rounds, which the report says.
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
  const scheduleFor = (caseNs: Record<Case["isolation"], number>) => {
    const samplings = new Map<string, Sampling>();
    for (const each of cases) {
      const cost = costs.get(each.id);
      if (each.kind === "benchmark" && cost)
        samplings.set(each.id, samplingOf(each, cost, caseNs[each.isolation]));
    }
    return { samplings, roundMs: roundMilliseconds(cases, costs, samplings, arms) };
  };
  const wished = scheduleFor(samplingNs.wished);
  const { samplings, roundMs } =
    wished.roundMs * neededRounds <= budgetMs ? wished : scheduleFor(samplingNs.least);
  const affordable = Math.max(1, Math.floor(budgetMs / roundMs));
  return {
    plan: {
      rounds: Math.min(affordable, Math.max(neededRounds, enoughRounds)),
      neededRounds,
      budgetSeconds: input.budgetSeconds,
      seed,
    },
    samplings,
    coldStarts,
    load: { threads: input.threads, windows: loadWindows.windows, windowMs: loadWindows.windowMs },
    longestCaseMs: Math.max(0, ...cases.map((each) => caseMilliseconds(each, costs, samplings) * arms)),
    cases: cases.map(({ id, why, isolation }) => ({
      id,
      why,
      isolation,
      repeat: samplings.get(id)?.repeat ?? 1,
    })),
  };
}

function samplingOf({ id, isolation }: Case, { timedNs, wallNs }: OperationCost, caseNs: number): Sampling {
  const repeat = Math.max(1, Math.floor(Math.min(sampleNs / timedNs, (2 * sampleNs) / wallNs)));
  const turn = Math.max(1, Math.round(turnNs[isolation] / (repeat * wallNs)));
  const allTurns = Math.max(leastTurns, Math.round(caseNs / (turn * repeat * wallNs)));
  const placements = isolation === "turns" ? modulePlacements : 1;
  const turns = Math.ceil(allTurns / placements);
  return { id, repeat, turn, turns, warmUpTurns: Math.max(1, Math.ceil(turns * warmUpShare)), placements };
}

/** What one arm's share of one round takes for one case. */
function caseMilliseconds(
  { id, kind }: Case,
  costs: ReadonlyMap<string, OperationCost>,
  samplings: ReadonlyMap<string, Sampling>,
): number {
  if (kind === "cold") return coldStarts * processMs;
  if (kind === "load") return processMs + loadWindows.overheadMs + loadWindows.windows * loadWindows.windowMs;
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
