import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { type ComparisonInput, compare } from "../../src/analysis/compare.ts";
import { gatingImported } from "../../src/analysis/imported.ts";
import { configuredPolicy } from "../../src/analysis/policy.ts";
import { seededRandom } from "../../src/measure/random.ts";
import type { Rule } from "../../src/model/config.ts";
import type { Imported } from "../../src/model/imported.ts";
import { someFigure } from "../support/results.ts";
import { measured, normal, policy } from "./simulated.ts";

const rules = (rule: Partial<Rule> = {}) => policy({ ofImported: configured([rule]).ofImported });

function configured(given: readonly Partial<Rule>[], baselineIsNear = true) {
  return configuredPolicy(
    given.map((rule) => ({ cases: ["results/*"], metrics: null, ...rule })),
    { baselineIsNear },
  );
}

function judged(base: readonly Imported[], head: readonly Imported[], parts: Partial<ComparisonInput> = {}) {
  return compare({
    measurements: [],
    again: [],
    failures: [],
    incomparable: new Map(),
    inTurns: new Set(),
    controls: new Set(),
    neededRounds: 10,
    imported: { base, head },
    policy: rules(),
    ...parts,
  });
}

function samplesAround(middle: number, seed: number, count = 12, noise = 0.01): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => middle * Math.exp(noise * normal(random)));
}

const sort = (samples: readonly number[], parts: Partial<Imported> = {}) =>
  someFigure("sort", samples, parts);

describe("a figure that another tool took samples of", () => {
  it.each([
    ["regressed", 1.3],
    ["improved", 0.7],
    ["unchanged", 1.001],
    ["inconclusive", 1.1],
  ] as const)("is %s when head takes %f times as long", (verdict, times) => {
    const rows = judged([sort(samplesAround(100, 1))], [sort(samplesAround(100 * times, 2))]);
    expect(rows).toMatchObject([
      {
        case: "results/sort",
        metric: "time",
        verdict,
        gating: false,
        evidence: { kind: "samples", floor: 0.1 },
      },
    ]);
  });

  it("is better when there is more of what should be much", () => {
    const more = { metric: "frames", unit: "fps", direction: "higher" } as const;
    const rows = judged([sort(samplesAround(100, 1), more)], [sort(samplesAround(130, 2), more)]);
    expect(rows).toMatchObject([{ verdict: "improved", metric: "frames", unit: "fps" }]);
    const [row] = rows;
    // told as if less were worse, as it is everywhere
    expect(row?.change?.estimate).toBeCloseTo(1 / 1.3 - 1, 1);
  });

  it("cannot be told from fewer than five samples of each, and says how many there were", () => {
    const rows = judged([sort([1, 2, 3, 4])], [sort([10, 20, 30, 40])]);
    expect(rows).toMatchObject([
      {
        verdict: "inconclusive",
        change: null,
        reason: expect.stringContaining("4 and 4 samples are too few"),
      },
    ]);
  });

  it("is not compared where a sample is 0 or the units differ", () => {
    expect(judged([sort([0, 1, 1])], [sort([1, 1, 1])])).toMatchObject([
      { verdict: "incomparable", reason: "a sample is 0, and has no ratio" },
    ]);
    expect(judged([sort([1], { unit: "req/s" })], [sort([1], { unit: "MB/s" })])).toMatchObject([
      { verdict: "incomparable", reason: "base is in req/s, head in MB/s" },
    ]);
  });

  it("is added or removed where one side has it", () => {
    const rows = judged([sort([3])], [someFigure("parse", [4])]);
    expect(rows).toMatchObject([
      { case: "results/parse", verdict: "added", head: 4 },
      { case: "results/sort", verdict: "removed", base: 3 },
    ]);
  });

  it("says nothing of the clock of this run", () => {
    const moved = measured("control/a", "time", {
      base: new Array(16).fill(100),
      head: new Array(16).fill(150),
      control: new Array(16).fill(100),
    });
    const same = [sort(samplesAround(100, 1))];
    const rows = judged(same, [sort(samplesAround(150, 2))], {
      measurements: moved,
      again: moved,
      controls: new Set(["control/a"]),
    });
    expect(rows.at(-1)).toMatchObject({ case: "results/sort", verdict: "regressed" });
  });

  it("has the ratio that its samples have", () => {
    const numbers = fc.array(fc.double({ min: 1, max: 1000, noNaN: true }), { minLength: 5, maxLength: 30 });
    fc.assert(
      fc.property(numbers, fc.double({ min: 0.2, max: 5, noNaN: true }), (samples, times) => {
        const [row] = judged([sort(samples)], [sort(samples.map((sample) => sample * times))]);
        const { low = 1, estimate = 1, high = -1 } = row?.change ?? {};
        expect(low - 1e-9).toBeLessThanOrEqual(times - 1);
        expect(high + 1e-9).toBeGreaterThanOrEqual(times - 1);
        expect(low).toBeLessThanOrEqual(estimate);
        expect(estimate).toBeLessThanOrEqual(high);
      }),
      { seed: 1 },
    );
  });
});

describe("a figure that another tool counted", () => {
  const bytes = { metric: "size", unit: "bytes" } as const;

  it("is compared to the byte", () => {
    expect(judged([sort([1000], bytes)], [sort([1001], bytes)])).toMatchObject([
      { verdict: "regressed", gating: false, evidence: { kind: "exact", against: "imported" } },
    ]);
    expect(judged([sort([1000, 1000], bytes)], [sort([1000], bytes)])).toMatchObject([
      { verdict: "unchanged", evidence: { kind: "exact" } },
    ]);
  });

  it("is judged by its samples where they are not all the same", () => {
    expect(judged([sort([1000, 1001], bytes)], [sort([1000], bytes)])).toMatchObject([
      { verdict: "inconclusive", evidence: { kind: "samples" } },
    ]);
  });

  it("gates beyond the tolerance, where the policy wants it to", () => {
    const gates = rules({ gates: true, tolerance: 0.01 });
    expect(judged([sort([1000], bytes)], [sort([1005], bytes)], { policy: gates })).toMatchObject([
      { verdict: "regressed", gating: false },
    ]);
    expect(judged([sort([1000], bytes)], [sort([1020], bytes)], { policy: gates })).toMatchObject([
      { verdict: "regressed", gating: true },
    ]);
  });
});

describe("the policy of imported figures", () => {
  const kept = { floor: 0.1, gates: false, exactTolerance: 0 };

  test("lets nothing turn red by itself", () => {
    expect(configured([]).ofImported("results/sort", "time", "timed")).toEqual(kept);
    expect(configured([]).ofImported("results/sort", "size", "exact")).toEqual({ ...kept, floor: 0 });
  });

  test("takes what a rule about the case says, and what one about its metric does", () => {
    const policy = configured([{ gates: true }, { metrics: ["time"], floor: 0.03 }]);
    expect(policy.ofImported("results/sort", "time", "timed")).toEqual({ ...kept, gates: true, floor: 0.03 });
    expect(policy.ofImported("results/sort", "latency", "timed")).toEqual({ ...kept, gates: true });
    expect(policy.ofImported("parse/sort", "time", "timed")).toEqual(kept);
  });

  test("lets no time turn red against a distant base", () => {
    const policy = configured([{ gates: true }], false);
    expect(policy.ofImported("results/sort", "time", "timed").gates).toBe(false);
    expect(policy.ofImported("results/sort", "size", "exact").gates).toBe(true);
    expect(gatingImported([sort([1, 2])], policy)).toBe(0);
  });

  test("counts the rows that have to be sure together", () => {
    const figures = [sort([1, 2]), someFigure("size", [1], { unit: "bytes" })];
    expect(gatingImported(figures, configured([{ gates: true }]))).toBe(1);
    expect(gatingImported(figures, configured([]))).toBe(0);
  });
});

describe("gating rows of both kinds", () => {
  const gates = rules({ gates: true, floor: 0.02 });

  it("turn a run red without a second look", () => {
    const rows = judged([sort(samplesAround(100, 1))], [sort(samplesAround(130, 2))], { policy: gates });
    expect(rows).toMatchObject([{ verdict: "regressed", gating: true, evidence: { kind: "samples" } }]);
  });

  it("are corrected together: among many, what one row could show alone is chance", () => {
    const [base, head] = [[sort([100, 101, 102, 103, 104])], [sort([131, 132, 133, 134, 135])]];
    const alone = judged(base, head, { policy: gates });
    expect(alone).toMatchObject([{ verdict: "regressed", evidence: { p: expect.closeTo(2 / 252, 9) } }]);
    const quiet = measured("a/a", "time", {
      base: new Array(16).fill(100),
      head: new Array(16).fill(100),
      control: new Array(16).fill(100),
    });
    const beside = judged(base, head, { policy: gates, measurements: quiet });
    expect(beside.at(-1)).toMatchObject({
      verdict: "inconclusive",
      reason: "as one of many rows, it may be chance",
      evidence: { p: expect.closeTo(4 / 252, 9) },
    });
  });

  it("raise an alarm about equal programs in as few runs as alpha says", () => {
    const runs = 400;
    let alarms = 0;
    for (let run = 0; run < runs; run++) {
      const figures = (side: number) =>
        Array.from({ length: 20 }, (_, row) =>
          someFigure(`row-${row}`, samplesAround(100, 1000 * run + 2 * row + side, 12, 0.05)),
        );
      const rows = judged(figures(0), figures(1), { policy: rules({ gates: true, floor: 0 }) });
      if (rows.some(({ verdict }) => verdict === "regressed" || verdict === "improved")) alarms++;
    }
    // 1 % of 400 is 4; 11 or more has a probability of 0.3 %
    expect(alarms).toBeLessThan(11);
  });
});
