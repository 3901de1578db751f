import { describe, expect, it } from "vitest";
import { judgeTargets } from "../../src/analysis/targets.ts";
import { targetResultSchema } from "../../src/model/results.ts";
import type { Target } from "../../src/model/target.ts";
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

function judge(target: Target, ...measurements: ReturnType<typeof measured>) {
  return targetResultSchema.array().parse(judgeTargets([target], measurements));
}

describe("a target", () => {
  it("is held against the median of head's rounds, whatever the base", () => {
    const figures = measured("start/cold", "time", { base: [1, 1, 1], head: [9, 50, 8], control: [1, 1, 1] });
    expect(judge(coldStart, ...figures)).toEqual([
      {
        ...{ name: "Cold start", case: "start/cold", unit: "ns", below: 10, advice: ["start warm"] },
        ...{ measured: 9, met: true },
      },
    ]);
  });

  it.each([
    [9.999, true],
    [10, false],
    [11, false],
  ])("of below 10 is at %f met: %s", (figure, met) => {
    expect(judge(coldStart, ...measured("start/cold", "time", { head: [figure] }))).toMatchObject([{ met }]);
  });

  it("may be a floor, that of a figure of which more is better", () => {
    const { name, advice } = coldStart;
    const figure = { case: "load/pace", metric: "throughput" } as const;
    const pace: Target = { name, advice, figure, above: 100 };
    const judged = [99, 100, 101].map((rate) =>
      judge(pace, ...measured("load/pace", "throughput", { head: [rate] })),
    );
    expect(judged.flat()).toMatchObject([
      { unit: "ops/s", above: 100, measured: 99, met: false },
      { met: false },
      { met: true },
    ]);
  });

  it("may be a ratio of two figures", () => {
    const figures = measured("start/cold", "time", { head: [12, 12] });
    const native = measured("native/add", "time", { head: [10, 10] });
    expect(judge(against, ...figures, ...native)).toMatchObject([
      { unit: "ratio", measured: 1.2, met: false },
    ]);
  });

  it("without a figure is neither met nor missed", () => {
    const absent = { measured: null, met: null };
    expect(judge(coldStart)).toMatchObject([absent]);
    expect(judge(coldStart, ...measured("start/cold", "time", { base: [1] }))).toMatchObject([absent]);
    expect(judge(against, ...measured("start/cold", "time", { head: [1] }))).toMatchObject([absent]);
    const zero = measured("native/add", "time", { head: [0] });
    expect(judge(against, ...measured("start/cold", "time", { head: [1] }), ...zero)).toMatchObject([absent]);
  });

  it("is in the unit of its metric, and refused when a result could not show that", () => {
    const memory: Target = { ...coldStart, figure: { case: "start/cold", metric: "memory" } };
    expect(judge(memory)).toMatchObject([{ unit: "bytes" }]);
    const exports: Target = { ...coldStart, figure: { case: "start/cold", metric: "exports" } };
    expect(() => judgeTargets([exports], [])).toThrow('target "Cold start" is about count');
  });
});
