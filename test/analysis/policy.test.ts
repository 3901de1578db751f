import { expect, it } from "vitest";
import { defaultPolicy } from "../../src/analysis/policy.ts";
import { metricNames } from "../../src/model/metric.ts";

const gatingMetrics = (policy: ReturnType<typeof defaultPolicy>, id: string) =>
  metricNames.filter((metric) => policy.gates(id, metric));

it("gates the metrics that gate by themselves", () => {
  expect(gatingMetrics(defaultPolicy({ baselineIsNear: true }), "a/a")).toEqual([
    "time",
    "throughput",
    "p50",
    "fuel",
  ]);
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

it("tolerates 1 % more fuel", () => {
  const { exactTolerance } = defaultPolicy({ baselineIsNear: true });
  expect([exactTolerance("a/a", "fuel"), exactTolerance("a/a", "size")]).toEqual([0.01, 0]);
});
