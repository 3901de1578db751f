import fc from "fast-check";
import { expect, test } from "vitest";
import type { OperationCost } from "../../src/measure/job.ts";
import {
  budgetSeconds,
  divideBudget,
  isOver,
  type PlanInput,
  planRounds,
  type Schedule,
  takesPart,
} from "../../src/measure/plan.ts";
import { catalog, selectCases } from "../../src/suites/catalog.ts";

function costing(ns: number, parts: Partial<OperationCost> = {}): OperationCost {
  const settling = { operations: 10, wallNs: 10 * ns, settled: true };
  return { timedNs: ns, wallNs: ns, prepareNs: 100_000, settling, ...parts };
}

const costs = (ns: number) =>
  new Map(catalog.filter(({ kind }) => kind === "benchmark").map(({ id }) => [id, costing(ns)]));

type Options = Partial<Omit<PlanInput, "sharesMs">> & { readonly seconds?: number };

/** Equal shares of so many seconds in all. */
function plan({ seconds = 240, ...parts }: Options): Schedule {
  const cases = parts.cases ?? selectCases(["quick"]);
  return planRounds({
    cases,
    costs: costs(20_000),
    arms: 3,
    neededRounds: 13,
    mostRounds: 24,
    sharesMs: new Map(cases.map(({ id }) => [id, (1000 * seconds) / cases.length])),
    threads: 2,
    ...parts,
  });
}

/** The fewest rounds of any case. */
function fewest({ roundsOf }: Schedule): number {
  return Math.min(...roundsOf.values());
}

const noneOfItsOwn = { looksTwice: true, ownSeconds: () => null };

test("auto is six seconds a case, at least 60, at most 300", () => {
  expect(budgetSeconds({ kind: "auto" }, 1)).toBe(60);
  expect(budgetSeconds({ kind: "auto" }, 20)).toBe(120);
  expect(budgetSeconds({ kind: "auto" }, 500)).toBe(300);
  expect(budgetSeconds({ kind: "per-case", seconds: 10 }, 500)).toBe(5000);
});

test("a budget is divided equally, less what is kept back to look again", () => {
  const cases = selectCases(["execution/*"]);
  const divided = divideBudget({ kind: "per-case", seconds: 10 }, cases, 10, noneOfItsOwn);
  expect(divided.totalMs).toBe(10_000 * cases.length);
  expect(divided.reservedMs).toBeCloseTo(3_000 * cases.length);
  expect(new Set(divided.sharesMs.values()).size).toBe(1);
  const alone = divideBudget({ kind: "total", seconds: 60 }, cases, 10, {
    ...noneOfItsOwn,
    looksTwice: false,
  });
  expect(alone.reservedMs, "where there is nothing to compare").toBe(0);
});

test("a case with seconds of its own takes none from the others", () => {
  const cases = selectCases(["execution/*"]);
  const ownSeconds = (id: string) => (id === "execution/fib-30" ? 100 : null);
  const budget = { kind: "per-case", seconds: 10 } as const;
  const divided = divideBudget(budget, cases, 10, { looksTwice: false, ownSeconds });
  expect(divided.sharesMs.get("execution/fib-30")).toBe(100_000);
  expect(divided.sharesMs.get("execution/fib-20")).toBe(10_000);
});

test("one more case does not weaken the others when there is a budget for each", () => {
  const few = selectCases(["execution/fib-*"]);
  const more = selectCases(["execution/*"]);
  const roundsOf = (cases: typeof few) => {
    const { sharesMs, mostRounds } = divideBudget({ kind: "per-case", seconds: 6 }, cases, 13, noneOfItsOwn);
    return planRounds({
      cases,
      costs: costs(2_000_000),
      arms: 3,
      neededRounds: 13,
      mostRounds,
      sharesMs,
      threads: 2,
    });
  };
  for (const { id } of few)
    expect(roundsOf(more).roundsOf.get(id)).toBeGreaterThanOrEqual(roundsOf(few).roundsOf.get(id) ?? 0);
});

test("a number of seconds is used, auto ends when every case has had enough", () => {
  const cases = selectCases(["execution/fib-20"]);
  const rounds = (kind: "auto" | "total") => {
    const budget = kind === "auto" ? ({ kind } as const) : ({ kind, seconds: 60 } as const);
    const { sharesMs, mostRounds } = divideBudget(budget, cases, 10, noneOfItsOwn);
    return plan({ cases, mostRounds, seconds: 0.001 * (sharesMs.get("execution/fib-20") ?? 0) }).rounds;
  };
  expect(rounds("auto")).toBe(24);
  expect(rounds("total")).toBeGreaterThan(100);
});

test("a budget that allows it gets every case the rounds that a verdict needs", () => {
  expect(fewest(plan({}))).toBeGreaterThanOrEqual(13);
});

test("a tight budget shortens the look at each case before it takes rounds away", () => {
  const turns = (seconds: number) => plan({ seconds }).samplings.get("crash/recovery")?.turns ?? 0;
  const budgets = Array.from({ length: 240 }, (_, i) => 240 - i);
  const shortened = budgets.find((seconds) => turns(seconds) < turns(240)) ?? 0;
  expect(shortened).toBeGreaterThan(0);
  expect(plan({ seconds: shortened }).roundsOf.get("crash/recovery")).toBeGreaterThanOrEqual(13);
});

test("what playing a scenario takes is planned for", () => {
  const played = catalog.flatMap((each) => (each.kind === "scenario" ? [each] : []));
  const longest = played.toSorted((one, other) => one.milliseconds - other.milliseconds).at(-1);
  expect(plan({ cases: played }).longestCaseMs).toBeGreaterThan(3 * (longest?.milliseconds ?? 0));
});

test("a budget that is too small gets every case one round at least", () => {
  const schedule = plan({ seconds: 5 });
  expect(fewest(schedule)).toBeGreaterThanOrEqual(1);
  expect(fewest(schedule)).toBeLessThan(13);
});

test("whatever an operation costs, samples are whole, plentiful and not endless", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 1e9, noNaN: true }),
      fc.double({ min: 1, max: 1e5, noNaN: true }),
      fc.double({ min: 0, max: 1e9, noNaN: true }),
      fc.nat(100_000),
      (ns, before, prepareNs, operations) => {
        const settling = { operations, wallNs: operations * ns, settled: true };
        const cost = { timedNs: ns, wallNs: ns * before, prepareNs, settling };
        const cases = selectCases(["execution/noop"]);
        const { samplings, rounds } = plan({ cases, costs: new Map([["execution/noop", cost]]) });
        const {
          repeat = 0,
          turns = 0,
          turn = 0,
          placements = 0,
          warmUpTurns = 0,
        } = samplings.get("execution/noop") ?? {};
        expect(rounds).toBeGreaterThanOrEqual(1);
        expect(repeat).toBeGreaterThanOrEqual(1);
        const longerThanTheLook = repeat * cost.wallNs > 5_000_000;
        expect(turns * turn * placements).toBeGreaterThanOrEqual(longerThanTheLook ? 1 : 5);
        expect(repeat * cost.wallNs).toBeLessThanOrEqual(Math.max(cost.wallNs, 1_000_001));
        expect(warmUpTurns * turn * repeat, "half of what it took to settle").toBeGreaterThanOrEqual(
          operations / 2,
        );
      },
    ),
  );
});

test("a case that became a hundred times dearer does not take the others' rounds away", () => {
  const dear = new Map(costs(20_000)).set("execution/fib-30", costing(250_000_000));
  const dearest = new Map(costs(20_000)).set("execution/fib-30", costing(5e9));
  for (const each of [dear, dearest]) {
    const { roundsOf } = plan({ costs: each, seconds: 120 });
    const others = [...roundsOf].filter(([id]) => id !== "execution/fib-30").map(([, rounds]) => rounds);
    expect(Math.min(...others)).toBeGreaterThanOrEqual(13);
  }
  expect(plan({ costs: dearest, seconds: 120 }).roundsOf.get("execution/fib-30")).toBe(1);
});

test("every case takes part in as many rounds as it was given, spread evenly, and in the first one", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 400 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (rounds, share) => {
        const own = Math.max(1, Math.floor(rounds * share));
        const schedule = { ...plan({}), rounds, roundsOf: new Map([["a/a", own]]) };
        const taken = Array.from({ length: rounds }, (_, round) => takesPart(schedule, "a/a", round));
        expect(taken.filter(Boolean)).toHaveLength(own);
        expect(taken[0]).toBe(true);
        const half = taken.slice(0, Math.ceil(rounds / 2)).filter(Boolean).length;
        expect(Math.abs(half - own / 2)).toBeLessThanOrEqual(1.5);
      },
    ),
  );
});

test("the clock ends a schedule at the budget, or half a budget later where a case lacks rounds that it needs and was given", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 5 }),
      fc.nat(60),
      fc.double({ min: 0, max: 200, noNaN: true }),
      (rounds, shares, done, spentMs) => {
        const owns = shares.map((share) => Math.max(1, Math.floor(rounds * share)));
        const roundsOf = new Map(owns.map((own, at) => [`a/${at}`, own]));
        const schedule = { ...plan({}), rounds, roundsOf, budgetMs: 100, neededRounds: 11 };
        const soFar = Math.min(done, rounds);
        const had = (id: string) =>
          Array.from({ length: soFar }, (_, round) => takesPart(schedule, id, round)).filter(Boolean).length;
        const lacks = [...roundsOf].some(([id, own]) => own >= 11 && had(id) < 11);
        const nextEndsAt = spentMs + spentMs / Math.max(1, soFar);
        expect(isOver(schedule, soFar, spentMs)).toBe(nextEndsAt > (lacks ? 150 : 100));
      },
    ),
  );
});

test("never plans for more than the budget, but for the one round that every case gets", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 10, max: 1e9, noNaN: true }), { minLength: 20, maxLength: 20 }),
      fc.double({ min: 1, max: 600, noNaN: true }),
      (each, seconds) => {
        const cases = selectCases(["execution/*", "memory/*"]).slice(0, 20);
        const own = new Map(cases.map(({ id }, index) => [id, costing(each[index] ?? 1)]));
        const { roundsOf, samplings } = plan({ cases, costs: own, seconds });
        const dear = cases.filter(({ id }) => (roundsOf.get(id) ?? 0) > 1);
        const ms = dear.map(({ id }) => {
          const {
            repeat = 0,
            turn = 0,
            turns = 0,
            warmUpTurns = 0,
            placements = 0,
          } = samplings.get(id) ?? {};
          const operations = placements * (turns + warmUpTurns) * turn * repeat;
          return ((roundsOf.get(id) ?? 0) * 3 * operations * (own.get(id)?.wallNs ?? 0)) / 1e6;
        });
        expect(ms.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(seconds * 1000);
      },
    ),
  );
});
