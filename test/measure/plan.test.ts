import fc from "fast-check";
import { expect, test } from "vitest";
import { budgetSeconds, planRounds, roundsOf } from "../../src/measure/plan.ts";
import { catalog, selectCases } from "../../src/suites/catalog.ts";

const costs = (ns: number) =>
  new Map(
    catalog.filter(({ kind }) => kind === "benchmark").map(({ id }) => [id, { timedNs: ns, wallNs: ns }]),
  );

const plan = (options: Partial<Parameters<typeof planRounds>[0]>) =>
  planRounds({
    cases: selectCases(["quick"]),
    costs: costs(20_000),
    arms: 3,
    neededRounds: 13,
    budgetSeconds: 240,
    threads: 2,
    seed: 1,
    ...options,
  });

test("auto is six seconds a case, at least 60, at most 300", () => {
  expect(budgetSeconds({ kind: "auto" }, 1)).toBe(60);
  expect(budgetSeconds({ kind: "auto" }, 20)).toBe(120);
  expect(budgetSeconds({ kind: "auto" }, 500)).toBe(300);
  expect(budgetSeconds({ kind: "per-case", seconds: 10 }, 500)).toBe(5000);
});

test("a budget that allows it gets at least the rounds that a verdict needs", () => {
  expect(plan({}).plan.rounds).toBeGreaterThanOrEqual(13);
});

test("a tight budget shortens the look at each case before it takes rounds away", () => {
  const turns = (seconds: number) =>
    plan({ budgetSeconds: seconds }).samplings.get("crash/recovery")?.turns ?? 0;
  const budgets = Array.from({ length: 240 }, (_, i) => 240 - i);
  const shortened = budgets.find((seconds) => turns(seconds) < turns(240)) ?? 0;
  expect(shortened).toBeGreaterThan(0);
  expect(plan({ budgetSeconds: shortened }).plan.rounds).toBeGreaterThanOrEqual(13);
});

test("what playing a scenario takes is planned for", () => {
  const timed = catalog.filter(({ kind }) => kind === "benchmark");
  const played = catalog.flatMap((each) => (each.kind === "scenario" ? [each] : []));
  const room = plan({ cases: timed, budgetSeconds: 60 }).plan.rounds;
  const crowded = plan({ cases: [...timed, ...played], budgetSeconds: 60 }).plan.rounds;
  expect(crowded).toBeLessThan(room);
  const longest = played.toSorted((one, other) => one.milliseconds - other.milliseconds).at(-1);
  expect(plan({ cases: played }).longestCaseMs).toBeGreaterThan(3 * (longest?.milliseconds ?? 0));
});

test("a budget that is too small gets fewer rounds, and the plan says how many are needed", () => {
  const { rounds, neededRounds } = plan({ budgetSeconds: 5 }).plan;
  expect(rounds).toBeLessThan(13);
  expect(neededRounds).toBe(13);
});

test("whatever an operation costs, samples are whole, plentiful and not endless", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 1e9, noNaN: true }),
      fc.double({ min: 1, max: 1e5, noNaN: true }),
      (ns, before) => {
        const cost = { timedNs: ns, wallNs: ns * before };
        const { samplings, plan: planned } = plan({ costs: new Map([["execution/noop", cost]]) });
        const sampling = samplings.get("execution/noop");
        expect(planned.rounds).toBeGreaterThanOrEqual(1);
        expect(sampling?.repeat).toBeGreaterThanOrEqual(1);
        const { repeat = 0, turns = 0, turn = 0, placements = 0 } = sampling ?? {};
        const longerThanTheLook = repeat * cost.wallNs > 5_000_000;
        expect(turns * turn * placements).toBeGreaterThanOrEqual(longerThanTheLook ? 1 : 5);
        expect((sampling?.repeat ?? 0) * cost.wallNs).toBeLessThanOrEqual(Math.max(cost.wallNs, 1_000_001));
      },
    ),
  );
});

test("a case that became a hundred times dearer does not take the others' rounds away", () => {
  const dear = new Map(costs(20_000)).set("execution/fib-30", { timedNs: 250_000_000, wallNs: 250_000_000 });
  const schedule = plan({ costs: dear, budgetSeconds: 120 });
  expect(schedule.plan.rounds).toBeGreaterThanOrEqual(13);
  expect(roundsOf(schedule, "execution/fib-20")).toBe(schedule.plan.rounds);

  const dearer = new Map(costs(20_000)).set("execution/fib-30", { timedNs: 5e9, wallNs: 5e9 });
  const left = plan({ costs: dearer, budgetSeconds: 120 });
  expect(left.plan.rounds).toBeGreaterThanOrEqual(13);
  expect(roundsOf(left, "execution/fib-30")).toBe(1);
});
