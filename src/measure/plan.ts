import type { Case } from "../suites/case.ts";
import type { OperationCost, Sampling } from "./job.ts";
import { sampleNs } from "./operation-cost.ts";

/** Seconds of measuring: a total, or so much for each case. */
export type Budget =
  | { readonly kind: "auto" }
  | { readonly kind: "total"; readonly seconds: number }
  | { readonly kind: "per-case"; readonly seconds: number };

/** A number of rounds: everything that is fixed before the first of them, so that no result can influence how it is measured. */
export interface Schedule {
  readonly rounds: number;
  /** Rounds in which a case takes part, spread evenly over all. */
  readonly roundsOf: ReadonlyMap<string, number>;
  readonly samplings: ReadonlyMap<string, Sampling>;
  readonly coldStarts: number;
  readonly load: { readonly threads: number; readonly windows: number; readonly windowMs: number };
  /** What the slowest case takes in one process, all arms. */
  readonly longestCaseMs: number;
  /** When the clock ends it, done or not; see `isOver`. */
  readonly budgetMs: number;
  /** Rounds that a case needs for a verdict. */
  readonly neededRounds: number;
}

/** What a plan is made for. */
export interface PlanInput {
  readonly cases: readonly Case[];
  /** Of the benchmarks. */
  readonly costs: ReadonlyMap<string, OperationCost>;
  readonly arms: number;
  /** Rounds that a case needs for a verdict. */
  readonly neededRounds: number;
  /** Rounds after which a case has had enough. */
  readonly mostRounds: number;
  /** What each case may take, in milliseconds, by its id. */
  readonly sharesMs: ReadonlyMap<string, number>;
  readonly threads: number;
}

/** With `auto`, a case has had enough after so many rounds, if a verdict does not need more: it is for a minute or two. */
const enoughRounds = 24;
/** More rounds than these make intervals hardly narrower. */
const mostRounds = 400;
/** Share of the budget that is kept back for a second look at what regressed. */
const reservedShare = 0.3;
/** Share of the budget that is planned with; the rest absorbs what the estimate got wrong. */
const plannedShare = 0.85;

/** A budget divided up, in milliseconds. */
export interface DividedBudget {
  readonly totalMs: number;
  /** Kept back for looking again at what regressed. */
  readonly reservedMs: number;
  /** What each case may take in the first rounds. */
  readonly sharesMs: ReadonlyMap<string, number>;
  readonly mostRounds: number;
}

/**
 * Gives each case its share: as much as every other, or the seconds that the policy gives it. A case more is a share more, so
 * it takes nothing from the others as long as the budget is one for each case.
 *
 * `auto` is 6 seconds a case, at least 60 and at most 300, and ends sooner when every case has had enough; a number of
 * seconds is used.
 */
export function divideBudget(
  budget: Budget,
  cases: readonly Case[],
  neededRounds: number,
  { looksTwice, ownSeconds }: { looksTwice: boolean; ownSeconds(caseId: string): number | null },
): DividedBudget {
  const own = new Map(cases.flatMap(({ id }) => pairOf(id, ownSeconds(id))));
  const others = cases.length - own.size;
  const commonSeconds = budgetSeconds(budget, others);
  const shared = others === 0 ? 0 : commonSeconds / others;
  const seconds = new Map(cases.map(({ id }) => [id, own.get(id) ?? shared]));
  const totalMs = 1000 * sum([...seconds.values()]);
  const firstShare = looksTwice ? 1 - reservedShare : 1;
  return {
    totalMs,
    reservedMs: totalMs * (1 - firstShare),
    sharesMs: new Map([...seconds].map(([id, each]) => [id, 1000 * each * firstShare])),
    mostRounds: budget.kind === "auto" ? Math.max(neededRounds, enoughRounds) : mostRounds,
  };
}

function pairOf<Value>(key: string, value: Value | null): [string, Value][] {
  return value === null ? [] : [[key, value]];
}

/** In all, for so many cases. */
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
 * Decides rounds and samples from what an operation costs. Every case gets as many rounds as its share pays for, with a
 * shorter look at it where a longer one would not leave it the rounds that it needs. What cases leave of their shares,
 * because they had enough, goes to those that lack needed rounds, and then to all that could do with more.
 */
export function planRounds(input: PlanInput): Schedule {
  const { cases, costs, arms, neededRounds, sharesMs } = input;
  const processes = processShares(cases, arms);
  const msOf = (each: Case, sampling: Sampling | undefined) =>
    caseMilliseconds(each, costs.get(each.id), sampling) * arms + (processes.get(each.id) ?? 0);
  const samplings = new Map<string, Sampling>();
  for (const each of cases) {
    const cost = costs.get(each.id);
    if (each.kind !== "benchmark" || cost === undefined) continue;
    const wished = samplingOf(each, cost, looks.wished);
    const isPaid = msOf(each, wished) * neededRounds <= plannedShare * (sharesMs.get(each.id) ?? 0);
    samplings.set(each.id, isPaid ? wished : samplingOf(each, cost, looks.least));
  }
  const priced = cases.map((each) => ({
    id: each.id,
    ms: msOf(each, samplings.get(each.id)),
    shareMs: plannedShare * (sharesMs.get(each.id) ?? 0),
  }));
  const roundsOf = allotRounds(priced, neededRounds, input.mostRounds);
  return {
    rounds: Math.max(1, ...roundsOf.values()),
    roundsOf,
    samplings,
    coldStarts,
    load: { threads: input.threads, windows: loadWindows.windows, windowMs: loadWindows.windowMs },
    longestCaseMs: Math.max(0, ...priced.map(({ ms }) => ms)),
    budgetMs: sum([...sharesMs.values()]),
    neededRounds,
  };
}

/** Whether a case takes part in a round of the schedule, counted from 0. Every case takes part in the first one. */
export function takesPart({ rounds, roundsOf }: Schedule, id: string, round: number): boolean {
  const own = roundsOf.get(id) ?? 0;
  return (round * own) % rounds < own;
}

/** A machine that got slower since it was asked what operations cost may take so much more of a budget. */
const overdraft = 1.5;

/** Whether the clock ends a schedule before its next round, given what the rounds that are done took. */
export function isOver(schedule: Schedule, done: number, spentMs: number): boolean {
  const { budgetMs } = schedule;
  const limitMs = lacksNeeded(schedule, done) ? overdraft * budgetMs : budgetMs;
  return spentMs + spentMs / Math.max(1, done) > limitMs;
}

/** Whether some case was planned as many rounds as it needs, and has not had them. */
function lacksNeeded({ rounds, roundsOf, neededRounds }: Schedule, done: number): boolean {
  // see `takesPart`
  const had = (own: number) => (done === 0 ? 0 : Math.floor(((done - 1) * own) / rounds) + 1);
  return [...roundsOf.values()].some((own) => own >= neededRounds && had(own) < neededRounds);
}

interface Priced {
  readonly id: string;
  /** Of one round, all arms. */
  readonly ms: number;
  readonly shareMs: number;
}

function allotRounds(cases: readonly Priced[], needed: number, most: number): Map<string, number> {
  const allotted = new Map(
    cases.map(({ id, ms, shareMs }) => [id, Math.min(most, Math.floor(shareMs / ms))]),
  );
  const of = (id: string) => allotted.get(id) ?? 0;
  let leftMs = sum(cases.map(({ id, ms, shareMs }) => shareMs - of(id) * ms));
  const give = ({ id, ms }: Priced, wanted: number, upToMs: number) => {
    const rounds = Math.max(0, Math.min(wanted, Math.floor(upToMs / ms)));
    allotted.set(id, of(id) + rounds);
    leftMs -= rounds * ms;
  };
  const lacking = cases
    .filter(({ id }) => of(id) < needed)
    .toSorted((one, other) => one.ms * (needed - of(one.id)) - other.ms * (needed - of(other.id)));
  for (const each of lacking) give(each, needed - of(each.id), leftMs);
  const open = cases.filter(({ id }) => of(id) < most).toSorted((one, other) => one.ms - other.ms);
  for (const [index, each] of open.entries()) give(each, most - of(each.id), leftMs / (open.length - index));
  return new Map([...allotted].map(([id, rounds]) => [id, Math.max(1, rounds)]));
}

/**
 * How long an arm looks at one case in one round. What a process does with a program, and where it puts it, is luck that
 * lasts as long as the process, so many short looks tell more than few long ones; but a look that is far shorter than what
 * it takes to get ready for it is a waste.
 */
interface Look {
  /** Wall time of all samples, at least. Arms in one process share its luck, so there a longer look pays. */
  readonly samplesNs: Readonly<Record<Case["isolation"], number>>;
  /** Everything is loaded anew until that, and settling, have taken so long. */
  readonly gettingReadyNs: number;
  /** And this share of what loading and settling take, up to the limit. */
  readonly shareOfGettingReady: number;
  readonly limitNs: number;
  /** Operations before those that count, as a share of those that it took to settle. All arms do equally many. */
  readonly settlingShare: number;
}

const looks: Readonly<Record<"wished" | "least", Look>> = {
  wished: {
    samplesNs: { turns: 30_000_000, slot: 6_000_000, process: 6_000_000 },
    gettingReadyNs: 60_000_000,
    shareOfGettingReady: 0.6,
    limitNs: 100_000_000,
    settlingShare: 1,
  },
  least: {
    samplesNs: { turns: 6_000_000, slot: 3_000_000, process: 3_000_000 },
    gettingReadyNs: 12_000_000,
    shareOfGettingReady: 0.2,
    limitNs: 40_000_000,
    settlingShare: 0.5,
  },
};
/** Samples of an arm in one round below which its figure is not worth much. */
const leastTurns = 5;
/** Turns before those that count, as a share of them. */
const warmUpShare = 0.4;
/** How often bare modules are loaded anew in one round, where that is cheap. */
const modulePlacements = 16;
/**
 * What an arm does before the next one. Arms that share a process change turns as often as the timer allows, so that most
 * turns see one speed of a processor that others share (see `ratiosOfTurns`). With 150 µs the spread between rounds of small
 * modules was half of what it was with 500 µs, and 75 µs gained nothing.
 */
const turnNs = { turns: 150_000, slot: 1_000_000, process: 1_000_000 };
/** Starting and ending a measuring process, as seen on a two-core machine. */
const processMs = 150;
const coldStarts = 1;
const loadWindows = { windows: 1, windowMs: 200, overheadMs: 250 };

function samplingOf({ id, isolation }: Case, cost: OperationCost, look: Look): Sampling {
  const { timedNs, wallNs, prepareNs, settling } = cost;
  const longNs = Math.min(sampleNs, turnNs[isolation]);
  const repeat = Math.max(1, Math.floor(Math.min(longNs / timedNs, (2 * longNs) / wallNs)));
  const sampleWallNs = repeat * wallNs;
  const turn = Math.max(1, Math.round(turnNs[isolation] / sampleWallNs));
  const readyNs = prepareNs + look.settlingShare * settling.wallNs;
  const placements =
    isolation === "turns" ? clamp(Math.floor(look.gettingReadyNs / readyNs), 1, modulePlacements) : 1;
  const shareNs = Math.min(look.limitNs, look.shareOfGettingReady * readyNs * placements);
  const samplesNs = Math.max(look.samplesNs[isolation], shareNs);
  // an operation that is longer than the whole look is looked at less often
  const least = Math.max(1, Math.min(leastTurns, Math.ceil((leastTurns * samplesNs) / sampleWallNs)));
  const turns = Math.ceil(Math.max(least, Math.round(samplesNs / (turn * sampleWallNs))) / placements);
  const settlingTurns = Math.ceil((look.settlingShare * settling.operations) / (turn * repeat));
  const warmUpTurns = Math.max(1, Math.ceil(turns * warmUpShare), settlingTurns);
  return { id, repeat, turn, turns, warmUpTurns, placements };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** What one arm's share of one round takes for one case. */
function caseMilliseconds(
  each: Case,
  cost: OperationCost | undefined,
  sampling: Sampling | undefined,
): number {
  switch (each.kind) {
    case "cold":
      return coldStarts * processMs;
    case "load":
      return processMs + loadWindows.overheadMs + loadWindows.windows * loadWindows.windowMs;
    case "scenario":
      return processMs + each.milliseconds;
    case "benchmark": {
      if (!sampling || !cost) return 0;
      const { placements, turns, warmUpTurns, turn, repeat } = sampling;
      const samplesNs = (turns + warmUpTurns) * turn * repeat * cost.wallNs;
      return (
        (placements * (cost.prepareNs + samplesNs)) / 1_000_000 +
        (each.isolation === "process" ? processMs : 0)
      );
    }
  }
}

/** What each case bears of the processes that cases share, in one round. */
function processShares(cases: readonly Case[], arms: number): Map<string, number> {
  const sharing = cases.filter(({ kind }) => kind === "benchmark");
  const inTurns = sharing.filter(({ isolation }) => isolation === "turns");
  const inSlots = sharing.filter(({ isolation }) => isolation === "slot");
  return new Map([
    ...inTurns.map(({ id }) => [id, processMs / inTurns.length] as const),
    ...inSlots.map(({ id }) => [id, (processMs * arms) / inSlots.length] as const),
  ]);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
