import { describe, expect, it, test } from "vitest";
import { configuredPolicy, defaultPolicy } from "../../src/analysis/policy.ts";
import { parseConfig } from "../../src/config/parse.ts";
import { metricNames, metrics } from "../../src/model/metric.ts";
import type { Policy } from "../../src/model/policy.ts";

const gatingMetrics = (policy: Policy, id: string) =>
  metricNames.filter((metric) => policy.gates(id, metric));
const gateByThemselves = ["time", "throughput", "p50", "fuel"];

describe("when nothing is configured", () => {
  it("gates the metrics that gate by themselves", () => {
    expect(gatingMetrics(defaultPolicy({ baselineIsNear: true }), "a/a")).toEqual(gateByThemselves);
  });

  it("gates no row of a baseline that is too far away", () => {
    expect(gatingMetrics(defaultPolicy({ baselineIsNear: false }), "a/a")).toEqual([]);
  });

  it("gates nothing of a case that measures the machine", () => {
    const policy = defaultPolicy({ baselineIsNear: true, neverGates: new Set(["execution/noop"]) });
    expect(gatingMetrics(policy, "execution/noop")).toEqual([]);
    expect(policy.gates("execution/fib-30", "time")).toBe(true);
  });

  it("lets 2 % pass in timed metrics and nothing in exact ones", () => {
    const policy = defaultPolicy({ baselineIsNear: true });
    expect(policy.alpha).toBe(0.01);
    expect(policy.floor("a/a", "p99")).toBe(0.02);
    expect(policy.floor("a/a", "size")).toBe(0);
  });

  it("lets 2 % more heap pass, whatever the case lets pass in times", () => {
    const policy = defaultPolicy({ baselineIsNear: true, timedFloors: new Map([["a/a", 0.1]]) });
    expect([policy.floor("a/a", "heap"), policy.floor("a/a", "growth")]).toEqual([0.02, 0.1]);
    expect(configured([{ cases: "**", floor: "5%" }]).floor("a/a", "heap")).toBe(0.05);
  });

  it("tolerates 1 % more fuel", () => {
    const { exactTolerance } = defaultPolicy({ baselineIsNear: true });
    expect([exactTolerance("a/a", "fuel"), exactTolerance("a/a", "size")]).toEqual([0.01, 0]);
  });

  it("leaves directions to the metrics, and budget and isolation to the run and the case", () => {
    const policy = defaultPolicy({ baselineIsNear: true });
    for (const metric of metricNames) {
      expect(policy.direction("a/a", metric)).toBe(metrics[metric].direction);
      expect(policy.targets("a/a", metric)).toBeNull();
    }
    expect([policy.budgetOf("a/a"), policy.isolationOf("a/a")]).toEqual([null, null]);
  });

  test("no rules change nothing", () => {
    const circumstances = { baselineIsNear: true, timedFloors: new Map([["a/a", 0.1]]) };
    const [ruled, plain] = [configured([], circumstances), defaultPolicy(circumstances)];
    for (const metric of metricNames) {
      expect(ruled.floor("a/a", metric)).toBe(plain.floor("a/a", metric));
      expect(ruled.gates("a/a", metric)).toBe(plain.gates("a/a", metric));
      expect(ruled.exactTolerance("a/a", metric)).toBe(plain.exactTolerance("a/a", metric));
    }
  });
});

type Circumstances = Parameters<typeof defaultPolicy>[0];

/** The policy of rules as they stand in a file. */
function configured(
  rules: readonly object[],
  circumstances: Circumstances = { baselineIsNear: true },
): Policy {
  return configuredPolicy(parseConfig({ policy: rules }, "the test").policy, circumstances);
}

describe("rules", () => {
  it("are never about a control, which judges the machine", () => {
    const controls = new Set(["control/turns"]);
    const circumstances = { baselineIsNear: true, neverGates: controls, controls };
    const rule = { cases: "**", floor: "0.1%", gates: true };
    const rules = [rule, { cases: "**", budget: 9, isolation: "slot" }];
    const policy = configured(rules, circumstances);
    const asked = (id: string) => [
      policy.floor(id, "time"),
      policy.gates(id, "time"),
      policy.budgetOf(id),
      policy.isolationOf(id),
    ];
    expect(asked("a/b")).toEqual([0.001, true, 9, "slot"]);
    expect(asked("control/turns")).toEqual([0.02, false, null, null]);
  });

  it("are about the cases that they name", () => {
    const policy = configured([{ cases: ["execution/*", "a/b", "!execution/fib-*"], floor: "1%" }]);
    const ids = ["execution/noop", "a/b", "execution/fib-20", "a/c", "x/execution/noop"];
    expect(ids.map((id) => policy.floor(id, "time"))).toEqual([0.01, 0.01, 0.02, 0.02, 0.02]);
    expect(configured([{ cases: "!a/*", floor: "1%" }]).floor("b/b", "time")).toBe(0.01);
    expect(configured([{ cases: "**", floor: "1%" }]).floor("b/b", "time")).toBe(0.01);
  });

  it("override the floor that a case has of its own", () => {
    const timedFloors = new Map([["a/a", 0.1]]);
    const policy = configured([{ cases: "a/*", metrics: "time", floor: "0.3%" }], {
      baselineIsNear: true,
      timedFloors,
    });
    expect([policy.floor("a/a", "time"), policy.floor("a/a", "p50")]).toEqual([0.003, 0.1]);
  });

  it("override each other setting by setting, the last first", () => {
    const policy = configured([
      { cases: "**", floor: "1%", gates: false, budget: 3, isolation: "process" },
      { cases: "a/*", metrics: ["time"], floor: "5%" },
      { cases: "a/b", gates: true, budget: 9 },
    ]);
    expect([policy.floor("a/b", "time"), policy.floor("a/b", "p50")]).toEqual([0.05, 0.01]);
    expect([policy.gates("a/b", "time"), policy.gates("a/a", "time")]).toEqual([true, false]);
    expect([policy.budgetOf("a/b"), policy.budgetOf("a/a")]).toEqual([9, 3]);
    expect(policy.isolationOf("a/b")).toBe("process");
  });

  it("without metrics are about those that a setting makes sense for", () => {
    const policy = configured([{ cases: "**", floor: "7%", tolerance: "9%" }]);
    for (const metric of metricNames) {
      const isTimed = metrics[metric].kind === "timed";
      expect(policy.floor("a/a", metric)).toBe(isTimed ? 0.07 : 0);
      expect(policy.exactTolerance("a/a", metric)).toBe(isTimed ? 0 : 0.09);
    }
  });
});

describe("what gates", () => {
  const neverGates = new Set(["a/noise"]);

  it("without metrics: everything that gates by itself, or nothing at all", () => {
    const rules = [
      { cases: "a/*", metrics: ["size", "p99"], gates: true },
      { cases: "a/off", gates: false },
      { cases: "a/noise", gates: true },
    ];
    const policy = configured(rules, { baselineIsNear: true, neverGates });
    expect(gatingMetrics(policy, "a/a")).toEqual(["time", "throughput", "p50", "p99", "fuel", "size"]);
    expect(gatingMetrics(policy, "a/off")).toEqual([]);
    expect(gatingMetrics(policy, "a/noise")).toEqual(["time", "throughput", "p50", "p99", "fuel", "size"]);
  });

  it.each(["p90", "p95", "p99", "p99.9", "max", "heap", "growth"] as const)(
    "%s only when it is named",
    (metric) => {
      expect(configured([{ cases: "**", gates: true }]).gates("a/a", metric)).toBe(false);
      expect(configured([{ cases: "**", metrics: metric, gates: true }]).gates("a/a", metric)).toBe(true);
    },
  );

  it("of a baseline that is too far away: nothing timed, whatever a rule says, and exact rows if one says so", () => {
    const rules = [{ cases: "**", metrics: [...metricNames], gates: true }];
    const policy = configured(rules, { baselineIsNear: false });
    expect(gatingMetrics(policy, "a/a")).toEqual(["fuel", "size", "memory", "exports"]);
    expect(gatingMetrics(configured([], { baselineIsNear: false }), "a/a")).toEqual([]);
  });
});

it("turns a metric round, and sets targets, where it is told to", () => {
  const policy = configured([
    {
      cases: "a/*",
      metrics: "exports",
      direction: "higher",
      targets: { target: "5 exports", acceptable: "3 exports" },
    },
  ]);
  expect(policy.direction("a/a", "exports")).toBe("higher");
  expect(policy.direction("b/a", "exports")).toBe("lower");
  expect(policy.targets("a/a", "exports")).toEqual({ target: 5, acceptable: 3, critical: null });
  expect(policy.targets("a/a", "size")).toBeNull();
  expect(policy.targets("b/a", "exports")).toBeNull();
});
