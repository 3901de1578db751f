import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compare } from "../../src/analysis/compare.ts";
import { neededRounds } from "../../src/analysis/rounds.ts";
import { seededRandom } from "../../src/measure/random.ts";
import type { Comparison } from "../../src/model/comparison.ts";
import type { Measurement } from "../../src/model/measurement.ts";
import type { Policy } from "../../src/model/policy.ts";
import { measured, policy, type SimulatedRow, simulateRow } from "./simulated.ts";

function judged(
  measurements: readonly Measurement[],
  parts: { policy?: Policy; neededRounds?: number } = {},
): Comparison[] {
  return compare({
    measurements,
    failures: [],
    incomparable: new Map(),
    neededRounds: parts.neededRounds ?? 10,
    policy: parts.policy ?? policy(),
  });
}

function only(rows: readonly Comparison[]) {
  const [row] = rows;
  if (rows.length !== 1 || !row) throw new Error(`one row expected, ${rows.length} found`);
  if (row.verdict !== "inconclusive" && row.change === null)
    throw new Error(`a judged row expected, ${row.verdict} found`);
  if (!("evidence" in row) || row.evidence.kind !== "rounds") throw new Error("evidence of rounds expected");
  return { ...row, evidence: row.evidence };
}

/** Rounds whose changes spread evenly over ± spread around `change`, with bases that never differ. */
function evenly(change: number, spread: number, rounds = 16): Measurement[] {
  const head = Array.from(
    { length: rounds },
    (_, i) => 100 * (1 + change + spread * ((2 * i) / (rounds - 1) - 1)),
  );
  return measured("a/a", "time", { base: head.map(() => 100), head, control: head.map(() => 100) });
}

describe("a run of many rows", () => {
  const rowCount = 40;
  const rounds = neededRounds(rowCount, 0.01);

  function run(
    seed: number,
    row: Omit<SimulatedRow, "case" | "rounds">,
    planted?: SimulatedRow,
    given?: Policy,
  ) {
    const random = seededRandom(seed);
    const rows = Array.from({ length: planted ? rowCount - 1 : rowCount }, (_, i) =>
      simulateRow({ ...row, case: `same/${i}`, rounds }, random),
    );
    const all = [...rows.flat(), ...(planted ? simulateRow(planted, random) : [])];
    return judged(all, { neededRounds: rounds, ...(given ? { policy: given } : {}) });
  }

  const isChanged = ({ verdict }: Comparison) => verdict === "regressed" || verdict === "improved";

  it("raises a false alarm in as few runs as alpha says where nothing but Holm protects it", () => {
    // Bases without noise and no floor: the bar is 0, and every row is a test of its own at its full size.
    const noise = { base: 0, control: 0, head: 0.007 };
    const runs = 500;
    let alarms = 0;
    for (let seed = 0; seed < runs; seed++) {
      if (run(seed, { noise }, undefined, policy({ floor: () => 0 })).some(isChanged)) alarms++;
    }
    // 40 × 2/2¹³ is 0.98 %: 4.9 of 500 runs. 12 or more, like none at all, would come once in some hundred tries.
    expect(alarms).toBeGreaterThan(0);
    expect(alarms).toBeLessThan(12);
  });

  it.each([0.007, 0.015, 0.1])("raises none with a floor of 2 %% at a noise of %f", (noise) => {
    for (let seed = 0; seed < 60; seed++) expect(run(seed, { noise }).filter(isChanged)).toEqual([]);
  });

  it("finds a planted 5 % among rows that did not change", () => {
    const runs = 300;
    let found = 0;
    for (let seed = 0; seed < runs; seed++) {
      const planted = { case: "planted/slower", rounds, noise: 0.007, change: 0.05 };
      const changed = run(seed, { noise: 0.007 }, planted).filter(isChanged);
      if (changed.length === 1 && changed[0]?.case === "planted/slower" && changed[0].verdict === "regressed")
        found++;
    }
    expect(found / runs).toBeGreaterThanOrEqual(0.99);
  });

  it("reports the two-sided p, multiplied by Holm", () => {
    const alone = (change: number) => only(judged(evenly(change, 0.01))).evidence.p;
    expect(alone(0.05)).toBe(2 / 2 ** 16);
    expect(alone(-0.05)).toBe(2 / 2 ** 16);
    expect(alone(0)).toBe(1);
    const same = ["a", "b", "c"].flatMap((id) =>
      evenly(0, 0.01).map((each) => ({ ...each, case: `same/${id}` })),
    );
    expect(judged([...evenly(0.05, 0.01), ...same])[0]).toMatchObject({ evidence: { p: 8 / 2 ** 16 } });
  });

  it("reports Holm's p over gating rows alone", () => {
    const random = seededRandom(7);
    const ids = ["gates/a", "gates/b", "gates/c", "reports/d", "reports/e"];
    const measurements = ids.flatMap((id, i) =>
      simulateRow({ case: id, rounds: 12, noise: 0.01, change: 0.01 * i }, random),
    );
    const gates = (id: string) => id.startsWith("gates/");
    const rows = judged(measurements, { policy: policy({ gates }) });
    const gatingAlone = judged(measurements.filter((each) => gates(each.case)));
    expect(rows.slice(0, 3)).toEqual(gatingAlone);
    for (const row of rows.slice(3)) expect(row).toMatchObject({ gating: false, evidence: { p: null } });
  });
});

describe("the verdict of a row", () => {
  it.each([
    ["improved", -0.05, 0.01],
    ["unchanged", 0, 0.01],
    ["unchanged", 0.015, 0.001],
    ["regressed", 0.05, 0.01],
  ])("is %s at %f ± %f", (verdict, change, spread) => {
    expect(only(judged(evenly(change, spread))).verdict).toBe(verdict);
  });

  it.each([
    [0.025, 0.02, "the figures allow for no change as well as for one that matters"],
    [-0.025, 0.02, "the figures allow for no change as well as for one that matters"],
    [0, 0.2, "the figures vary too much to tell better from worse"],
  ])("cannot be told at %f ± %f: %s", (change, spread, reason) => {
    expect(only(judged(evenly(change, spread)))).toMatchObject({ verdict: "inconclusive", reason });
  });

  it("says nothing of rows that differ by nothing but the round's speed", () => {
    const random = seededRandom(1);
    const row = only(judged(simulateRow({ case: "a/a", rounds: 10, noise: 0 }, random)));
    expect(row).toMatchObject({ verdict: "unchanged", change: { low: 0, estimate: 0, high: 0 } });
  });

  it("cannot be told below the rounds that it needs, and shows what there is", () => {
    const row = only(judged(evenly(0.5, 0.01, 9), { neededRounds: 12 }));
    expect(row).toMatchObject({
      verdict: "inconclusive",
      reason: "12 rounds needed, 9 measured",
      evidence: { rounds: 9, p: null, detectable: null },
    });
    expect(row.change?.estimate).toBeCloseTo(0.5);
    expect(only(judged(evenly(0.5, 0.01, 12), { neededRounds: 12 })).verdict).toBe("regressed");
    expect(only(judged(evenly(0.5, 0.01, 7), { neededRounds: 1 }))).toMatchObject({
      change: null,
      reason: "8 rounds needed, 7 measured",
    });
  });

  it("of a row that does not gate needs no more rounds than its interval", () => {
    const parts = { neededRounds: 20, policy: policy({ gates: () => false }) };
    expect(only(judged(evenly(0.5, 0.01, 8), parts)).verdict).toBe("regressed");
    expect(only(judged(evenly(0.5, 0.01, 7), parts))).toMatchObject({
      reason: "8 rounds needed, 7 measured",
    });
  });

  it("counts only rounds in which every arm has a figure", () => {
    const all = evenly(0.05, 0.01, 16);
    const without = all.filter(
      ({ arm, round }) => !(arm === "control" && round === 3) && !(arm === "head" && round === 5),
    );
    const zero = without.map((each) =>
      each.arm === "base" && each.round === 9 ? { ...each, samples: [0] } : each,
    );
    expect(only(judged(zero)).evidence.rounds).toBe(13);
  });

  it("takes a round's figure from all its records, as the mean of the better half of their samples", () => {
    const whole = evenly(0.05, 0.01);
    const split = whole.flatMap((each) => {
      const figure = each.samples[0] ?? 0;
      return [
        { ...each, samples: [figure * 9, figure * 0.75] },
        { ...each, samples: [figure * 1.25, figure * 2] },
      ];
    });
    expect(judged(split)).toEqual(judged(whole));
  });
});

describe("base against base", () => {
  /** Head is slower in every round by 5 %; the second base by `control`, more in one half of the rounds. */
  function withControl(control: number): Measurement[] {
    const rounds = Array.from({ length: 16 }, (_, i) => i);
    return measured("a/a", "time", {
      base: rounds.map(() => 100),
      control: rounds.map((i) => 100 * (1 + control + i / 1e4)),
      head: rounds.map((i) => 100 * (1.05 + control / 2 + i / 1e4)),
    });
  }

  it("raises the bar for red", () => {
    expect(only(judged(withControl(0)))).toMatchObject({ verdict: "regressed", evidence: { bar: 0.02 } });
    const raised = only(judged(withControl(0.1)));
    expect(raised).toMatchObject({
      verdict: "inconclusive",
      reason: "the base differed from itself by as much in this run",
    });
    expect(raised.evidence.bar).toBe(raised.evidence.control?.high);
    expect(raised.evidence.bar).toBeGreaterThan(0.1);
  });

  it("does not widen what counts as unchanged", () => {
    const rounds = Array.from({ length: 16 }, (_, i) => i);
    const figures = { base: rounds.map(() => 100), control: rounds.map(() => 121) };
    const row = (head: number) =>
      only(judged(measured("a/a", "time", { ...figures, head: rounds.map(() => head) })));
    expect(row(110)).toMatchObject({ verdict: "unchanged" });
    expect(row(113)).toMatchObject({ verdict: "inconclusive", evidence: { floor: 0.02 } });
    expect(row(113).evidence.bar).toBeCloseTo(0.21);
  });

  it("says nothing about the change: both are uncorrelated over many rounds", () => {
    const random = seededRandom(5);
    const products = Array.from({ length: 400 }, () => {
      const { change, evidence } = only(
        judged(simulateRow({ case: "a/a", rounds: 10, noise: 0.01 }, random)),
      );
      return ((change?.estimate ?? 0) * (evidence.control?.estimate ?? 0)) / 1e-5;
    });
    // One product has an expectation of 0 and a standard deviation of about 1.7 (sqrt 1.5 × sqrt 2).
    const mean = products.reduce((sum, product) => sum + product, 0) / products.length;
    expect(Math.abs(mean)).toBeLessThan(0.3);
  });
});

describe("the detectable change", () => {
  it("is one that the row would have shown, had its rounds been moved there", () => {
    const random = seededRandom(3);
    const others = Array.from({ length: 20 }, (_, i) =>
      simulateRow({ case: `same/${i}`, rounds: 14, noise: 0.01 }, random),
    );
    const row = (change: number) =>
      simulateRow({ case: "a/a", rounds: 14, noise: 0.01, change }, seededRandom(11));
    const find = (change: number) => {
      const found = judged([...others.flat(), ...row(change)], { neededRounds: 12 }).find(
        ({ case: id }) => id === "a/a",
      );
      return only(found ? [found] : []);
    };
    const still = find(0);
    const { detectable } = still.evidence;
    if (detectable === null || still.change === null) throw new Error("14 rounds tell what they can show");
    // What the spread promises is a change as measured, so the row's own deviation from the truth is taken off; the
    // interval is not quite symmetric, which is what 0.5 % is for.
    const shown = (1 + detectable) / (1 + still.change.estimate) - 1;
    expect(find(shown + 0.005).verdict).toBe("regressed");
    expect(find(shown - 0.01).verdict).toBe("inconclusive");
  });
});

describe("symmetries", () => {
  const anyRow = fc.record({
    seed: fc.integer(),
    noise: fc.constantFrom(0.001, 0.005, 0.01, 0.03),
    change: fc.constantFrom(-0.3, -0.05, -0.02, 0, 0.01, 0.02, 0.05, 0.3),
    rounds: fc.integer({ min: 8, max: 20 }),
  });
  const mirrored = {
    regressed: "improved",
    improved: "regressed",
    unchanged: "unchanged",
    inconclusive: "inconclusive",
    suspected: "suspected",
  };

  const draw = ({ seed, ...row }: { seed: number } & Omit<SimulatedRow, "case">) =>
    simulateRow({ case: "a/a", ...row }, seededRandom(seed));
  const mapFigures = (measurements: Measurement[], map: (figure: number) => number) =>
    measurements.map((each) => ({ ...each, samples: each.samples.map(map) }));

  it("do not depend on the unit", () => {
    fc.assert(
      fc.property(anyRow, fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (row, scale) => {
        const [plain, scaled] = [draw(row), mapFigures(draw(row), (figure) => figure * scale)].map((m) =>
          only(judged(m)),
        );
        expect(scaled?.verdict).toBe(plain?.verdict);
        expect(scaled?.change?.low).toBeCloseTo(plain?.change?.low ?? Number.NaN, 9);
        expect(scaled?.change?.high).toBeCloseTo(plain?.change?.high ?? Number.NaN, 9);
        expect(scaled?.evidence.p).toBe(plain?.evidence.p);
      }),
      { seed: 1 },
    );
  });

  it("judge operations per second like the time that they take", () => {
    fc.assert(
      fc.property(anyRow, (row) => {
        const time = only(judged(draw(row)));
        const perSecond = mapFigures(draw(row), (figure) => 1e9 / figure);
        const throughput = only(judged(perSecond.map((each) => ({ ...each, metric: "throughput" }))));
        expect(throughput.verdict).toBe(time.verdict);
        expect(throughput.direction).toBe("higher");
        expect(throughput.change?.estimate).toBeCloseTo(time.change?.estimate ?? Number.NaN, 9);
      }),
      { seed: 2 },
    );
  });

  it("turn the verdict round when better and worse are swapped", () => {
    fc.assert(
      fc.property(anyRow, (row) => {
        const there = only(judged(draw(row)));
        const back = only(judged(mapFigures(draw(row), (figure) => 1e6 / figure)));
        const { change, evidence } = there;
        // Relative changes are not quite symmetric (+2 % there is -1.96 % back): keep away from the limits by more.
        const slack = 2 * evidence.bar ** 2;
        const limits = [-evidence.bar, -evidence.floor, evidence.floor, evidence.bar];
        const ends = change ? [change.low, change.high] : [];
        fc.pre(ends.every((end) => limits.every((limit) => Math.abs(end - limit) > slack)));
        expect(back.verdict).toBe(mirrored[there.verdict]);
        if (change) expect(back.change?.low).toBeCloseTo(1 / (1 + change.high) - 1, 9);
      }),
      { seed: 3 },
    );
  });
});
