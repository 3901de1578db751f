import { describe, expect, it } from "vitest";
import { configuredPolicy, defaultPolicy } from "../../src/analysis/policy.ts";
import { judgeTargets } from "../../src/analysis/targets.ts";
import { parseConfig } from "../../src/config/parse.ts";
import { targetResultSchema } from "../../src/model/results.ts";
import { isMissed, type Target, targetLevels } from "../../src/model/target.ts";
import { measured } from "./simulated.ts";

const coldStart: Target = {
  name: "Cold start",
  figure: { case: "start/cold", metric: "time" },
  below: 10,
  advice: ["start warm"],
};
const against: Target = {
  ...coldStart,
  name: "Against",
  relativeTo: { case: "native/add", metric: "time" },
  below: 1.05,
};

const noPolicy = defaultPolicy({ baselineIsNear: true });

function judge(target: Target, ...measurements: ReturnType<typeof measured>) {
  return targetResultSchema.array().parse(judgeTargets([target], measurements, noPolicy));
}

describe("a target", () => {
  it("is held against the median of head's rounds, whatever the base", () => {
    const figures = measured("start/cold", "time", { base: [1, 1, 1], head: [9, 50, 8], control: [1, 1, 1] });
    expect(judge(coldStart, ...figures)).toEqual([
      {
        ...{ name: "Cold start", case: "start/cold", unit: "ns", below: 10, advice: ["start warm"] },
        ...{ measured: 9, level: "met", acceptable: null, critical: null },
      },
    ]);
  });

  it.each([
    [9.999, "met"],
    [10, "poor"],
    [11, "poor"],
  ])("of below 10 is at %f %s", (figure, level) => {
    expect(judge(coldStart, ...measured("start/cold", "time", { head: [figure] }))).toMatchObject([
      { level },
    ]);
  });

  it("may be a floor, that of a figure of which more is better", () => {
    const { name, advice } = coldStart;
    const figure = { case: "load/pace", metric: "throughput" } as const;
    const pace: Target = { name, advice, figure, above: 100 };
    const judged = [99, 100, 101].map((rate) =>
      judge(pace, ...measured("load/pace", "throughput", { head: [rate] })),
    );
    expect(judged.flat()).toMatchObject([
      { unit: "ops/s", above: 100, measured: 99, level: "poor" },
      { level: "poor" },
      { level: "met" },
    ]);
  });

  it("may be a ratio of two figures", () => {
    const figures = measured("start/cold", "time", { head: [12, 12] });
    const native = measured("native/add", "time", { head: [10, 10] });
    expect(judge(against, ...figures, ...native)).toMatchObject([
      { unit: "ratio", measured: 1.2, level: "poor" },
    ]);
  });

  it("without a figure is neither met nor missed", () => {
    const absent = { measured: null, level: null };
    expect(judge(coldStart)).toMatchObject([absent]);
    expect(judge(coldStart, ...measured("start/cold", "time", { base: [1] }))).toMatchObject([absent]);
    expect(judge(against, ...measured("start/cold", "time", { head: [1] }))).toMatchObject([absent]);
    const zero = measured("native/add", "time", { head: [0] });
    expect(judge(against, ...measured("start/cold", "time", { head: [1] }), ...zero)).toMatchObject([absent]);
  });

  it("is in the unit of its metric", () => {
    const memory: Target = { ...coldStart, figure: { case: "start/cold", metric: "memory" } };
    expect(judge(memory)).toMatchObject([{ unit: "bytes" }]);
    const exports: Target = { ...coldStart, figure: { case: "start/cold", metric: "exports" } };
    expect(judge(exports)).toMatchObject([{ unit: "count" }]);
  });
});

describe("the levels of a target", () => {
  it.each([
    [9, "met"],
    [10, "acceptable"],
    [49, "acceptable"],
    [50, "poor"],
    [99, "poor"],
    [100, "critical"],
    [1_000, "critical"],
  ])("of which less is better: %f is %s", (figure, level) => {
    const levels = { ...coldStart, acceptable: 50, critical: 100 };
    expect(judge(levels, ...measured("start/cold", "time", { head: [figure] }))).toMatchObject([
      { level, acceptable: 50, critical: 100 },
    ]);
  });

  it.each([
    [101, "met"],
    [100, "acceptable"],
    [51, "acceptable"],
    [50, "poor"],
    [11, "poor"],
    [10, "critical"],
  ])("of which more is better: %f is %s", (rate, level) => {
    const { name, advice } = coldStart;
    const figure = { case: "load/pace", metric: "throughput" } as const;
    const levels: Target = { name, advice, figure, above: 100, acceptable: 50, critical: 10 };
    expect(judge(levels, ...measured("load/pace", "throughput", { head: [rate] }))).toMatchObject([
      { level },
    ]);
  });

  it("may leave out what is acceptable: whatever misses the target is poor, until it is critical", () => {
    const levelAt = (figure: number) =>
      judge({ ...coldStart, critical: 100 }, ...measured("start/cold", "time", { head: [figure] }))[0]?.level;
    expect([9, 10, 99, 100].map(levelAt)).toEqual(["met", "poor", "poor", "critical"]);
  });

  it("that count as missed are those beyond what is acceptable", () => {
    expect([...targetLevels, null].filter((level) => isMissed({ level }))).toEqual(["poor", "critical"]);
  });
});

describe("the targets of a repository", () => {
  const policyOf = (...policy: object[]) =>
    configuredPolicy(parseConfig({ policy }, "the test").policy, { baselineIsNear: true });
  const figures = [
    ...measured("load/pace", "throughput", { head: [70] }),
    ...measured("load/pace", "p99", { head: [3_000_000] }),
    ...measured("start/cold", "time", { head: [12] }),
    ...measured("start/gone", "time", { base: [12] }),
  ];

  it("are about every figure that their rule is about, after those of the runtime", () => {
    const policy = policyOf(
      { cases: "load/*", metrics: "p99", targets: { target: "1 ms", acceptable: "5 ms" } },
      { cases: "**", metrics: "throughput", targets: { target: "100 ops/s", critical: "80 ops/s" } },
    );
    expect(judgeTargets([against], figures, policy)).toMatchObject([
      { name: "Against" },
      { name: "throughput", case: "load/pace", unit: "ops/s", above: 100, critical: 80, level: "critical" },
      { name: "p99", case: "load/pace", unit: "ns", below: 1e6, acceptable: 5e6, level: "acceptable" },
    ]);
  });

  it("take the place of the runtime's own bound, under its name; a ratio keeps its own", () => {
    const policy = policyOf({ cases: "start/*", metrics: "time", targets: { target: "20 ns" } });
    const native = measured("native/add", "time", { head: [10] });
    expect(judgeTargets([coldStart, against], [...figures, ...native], policy)).toMatchObject([
      { name: "Cold start", below: 20, level: "met", advice: ["start warm"] },
      { name: "Against", unit: "ratio", below: 1.05, level: "poor" },
      { name: "time", case: "start/gone", measured: null, level: null },
    ]);
  });

  it("are bounds from below where the policy says that more is better", () => {
    const rule = { cases: "**", metrics: "exports", direction: "higher" };
    const policy = policyOf({ ...rule, targets: { target: "5 exports", acceptable: "2 exports" } });
    const exported = measured("modules/a", "exports", { head: [3] });
    expect(judgeTargets([], exported, policy)).toMatchObject([
      { above: 5, unit: "count", level: "acceptable" },
    ]);
  });
});
