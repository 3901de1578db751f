import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compare } from "../../src/analysis/compare.ts";
import { neededAgain, neededRounds } from "../../src/analysis/rounds.ts";
import { signedRankInterval } from "../../src/analysis/signed-rank.ts";
import { seededRandom } from "../../src/measure/random.ts";
import type { Comparison } from "../../src/model/comparison.ts";
import type { Measurement } from "../../src/model/measurement.ts";
import type { Policy } from "../../src/model/policy.ts";
import { measured, normal, policy, type SimulatedRow, simulateRow } from "./simulated.ts";

function judged(
  measurements: readonly Measurement[],
  parts: { policy?: Policy; neededRounds?: number; again?: readonly Measurement[] } = {},
): Comparison[] {
  return compare({
    measurements,
    // fresh rounds that say the same, unless others are given
    again: parts.again ?? measurements,
    failures: [],
    incomparable: new Map(),
    inTurns: new Set(),
    controls: new Set(),
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

  /** Both looks at a run, the second one with fewer rounds and figures of its own. */
  function run(
    seed: number,
    row: Omit<SimulatedRow, "case" | "rounds">,
    planted?: Omit<SimulatedRow, "rounds">,
    given?: Policy,
  ) {
    const random = seededRandom(seed);
    const look = (rounds: number) => {
      const rows = Array.from({ length: planted ? rowCount - 1 : rowCount }, (_, i) =>
        simulateRow({ ...row, case: `same/${i}`, rounds }, random),
      );
      return [...rows.flat(), ...(planted ? simulateRow({ ...planted, rounds }, random) : [])];
    };
    const [first, again] = [look(rounds), look(Math.max(8, Math.ceil(rounds / 2)))];
    return judged(first, { again, neededRounds: rounds, ...(given ? { policy: given } : {}) });
  }

  const isChanged = ({ verdict }: Comparison) => verdict === "regressed" || verdict === "improved";

  it("raises a false alarm in as few runs as alpha says where nothing but Holm protects it", () => {
    // Bases without noise and no floor: the bar is 0, and every row is a test of its own at its full size.
    const noise = { base: 0, control: 0, head: 0.007 };
    const runs = 500;
    const alarms = { improved: 0, regressed: 0, suspected: 0 };
    for (let seed = 0; seed < runs; seed++) {
      const rows = run(seed, { noise }, undefined, policy({ floor: () => 0 }));
      if (rows.some(({ verdict }) => verdict === "improved")) alarms.improved++;
      if (rows.some(({ verdict }) => verdict === "regressed")) alarms.regressed++;
      if (
        rows.some((row) => "evidence" in row && "confirmation" in row.evidence && row.evidence.confirmation)
      )
        alarms.suspected++;
    }
    // Each side has half of alpha, 2.5 of 500 runs; 9 or more would come once in a thousand tries.
    expect(alarms.improved).toBeLessThan(9);
    expect(alarms.regressed).toBeLessThan(9);
    expect(alarms.improved + alarms.regressed).toBeGreaterThan(0);
    // 40 rows are suspected with half a percent each: the second look is what it takes.
    expect(alarms.suspected).toBeGreaterThan(50);
  });

  it.each([0.007, 0.015, 0.1])("raises none with a floor of 2 %% at a noise of %f", (noise) => {
    for (let seed = 0; seed < 60; seed++) expect(run(seed, { noise }).filter(isChanged)).toEqual([]);
  });

  it("finds a planted 5 % among rows that did not change", () => {
    const runs = 300;
    let found = 0;
    for (let seed = 0; seed < runs; seed++) {
      const planted = { case: "planted/slower", noise: 0.007, change: 0.05 };
      const changed = run(seed, { noise: 0.007 }, planted).filter(isChanged);
      if (changed.length === 1 && changed[0]?.case === "planted/slower" && changed[0].verdict === "regressed")
        found++;
    }
    expect(found / runs).toBeGreaterThanOrEqual(0.99);
  });

  it("reports the two-sided p, multiplied by Holm", () => {
    const alone = (change: number) => only(judged(evenly(change, 0.01))).evidence.p;
    expect(alone(-0.05)).toBe(2 / 2 ** 16);
    expect(alone(0)).toBe(1);
    const same = ["a", "b", "c"].flatMap((id) =>
      evenly(0, 0.01).map((each) => ({ ...each, case: `same/${id}` })),
    );
    expect(judged([...evenly(-0.05, 0.01), ...same])[0]).toMatchObject({ evidence: { p: 8 / 2 ** 16 } });
  });

  it("reports the p of both looks together for what was looked at twice", () => {
    const row = only(judged(evenly(0.05, 0.01), { again: evenly(0.05, 0.01, 9) }));
    expect(row.evidence.confirmation).toMatchObject({ rounds: 9, p: 1 / 2 ** 9, confirmed: true });
    expect(row.evidence.p).toBeCloseTo(0.01 / 2 ** 9, 12);
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

describe("the second look", () => {
  const slower = evenly(0.05, 0.01);

  it("is what a regression that gates waits for", () => {
    expect(only(judged(slower, { again: [] }))).toMatchObject({
      verdict: "suspected",
      reason: "it has not been looked at again",
      evidence: { confirmation: null },
    });
    const aside = { again: [], policy: policy({ gates: () => false }) };
    expect(only(judged(slower, aside)).verdict).toBe("regressed");
    expect(only(judged(evenly(-0.05, 0.01), { again: [] })).verdict).toBe("improved");
  });

  it("turns a suspicion into a regression, or takes it back and shows both intervals", () => {
    const seen = only(judged(slower, { again: evenly(0.04, 0.01, 12) }));
    expect(seen).toMatchObject({ verdict: "regressed", evidence: { confirmation: { confirmed: true } } });
    expect(seen.change?.estimate).toBeCloseTo(0.05);
    expect(seen.evidence.confirmation?.change?.estimate).toBeCloseTo(0.04);

    const gone = only(judged(slower, { again: evenly(0, 0.01, 12) }));
    expect(gone).toMatchObject({
      verdict: "inconclusive",
      reason: "fresh rounds did not show the regression again",
      evidence: { confirmation: { confirmed: false, rounds: 12 } },
    });
    expect(gone.change?.low).toBeGreaterThan(0.02);
    expect(gone.evidence.confirmation?.change?.high).toBeLessThan(0.02);
  });

  it("needs as many rounds as the number of rows asks for", () => {
    expect([1, 20, 60, 256, 257, 1000].map(neededAgain)).toEqual([8, 8, 8, 8, 9, 10]);
    expect(only(judged(slower, { again: evenly(0.05, 0.001, 3) }))).toMatchObject({
      verdict: "suspected",
      reason: "8 rounds needed for a second look, 3 measured",
    });
    expect(only(judged(slower, { again: evenly(0.05, 0.001, 8) })).verdict).toBe("regressed");
  });

  it("is held to what base against base did in either look", () => {
    const rounds = Array.from({ length: 12 }, (_, i) => i);
    const again = measured("a/a", "time", {
      base: rounds.map(() => 100),
      head: rounds.map(() => 105),
      control: rounds.map((i) => 100 * (i % 2 ? 1.2 : 1 / 1.2)),
    });
    const { evidence, verdict } = only(judged(slower, { again }));
    expect(evidence.confirmation?.bar).toBeGreaterThan(evidence.bar);
    expect(verdict).toBe("inconclusive");
  });
});

describe("a control that moves", () => {
  const control = (change: number) =>
    evenly(change, 0.001).map((each) => ({ ...each, case: "control/turns" }));
  const gates = (id: string) => !id.startsWith("control/");
  const rows = (change: number, moved: number) =>
    compare({
      measurements: [
        ...evenly(change, 0.001),
        ...control(moved),
        ...measured("a/a", "fuel", { base: [1], head: [2] }),
      ],
      again: evenly(change, 0.001),
      failures: [],
      incomparable: new Map(),
      inTurns: new Set(),
      controls: new Set(["control/turns"]),
      neededRounds: 10,
      policy: policy({ gates }),
    });

  it.each([0.05, 0, -0.05])("voids every verdict about time, here at %f", (change) => {
    const still = rows(change, 0).find((row) => row.case === "a/a" && row.metric === "time");
    expect(still?.verdict).not.toBe("inconclusive");
    const voided = rows(change, -0.03).find((row) => row.case === "a/a" && row.metric === "time");
    expect(voided).toMatchObject({
      verdict: "inconclusive",
      reason: "control/turns, which no change can touch, moved",
    });
  });

  it("leaves what is exact, and its own row", () => {
    const verdicts = rows(0.05, 0.03).map((row) => [row.case, row.metric, row.verdict]);
    expect(verdicts).toContainEqual(["a/a", "fuel", "regressed"]);
    expect(verdicts).toContainEqual(["control/turns", "time", "regressed"]);
  });
});

describe("an interval", () => {
  it("of 99 % misses the truth in one of a hundred rows, whatever the noise looks like", () => {
    const random = seededRandom(17);
    const shapes = {
      normal: () => normal(random),
      // a process in ten is disturbed
      spiky: () => normal(random) * (random() < 0.1 ? 5 : 1),
      uniform: () => 2 * random() - 1,
      // two clusters, as code that happened to be placed well or badly gives
      clustered: () => (random() < 0.5 ? -1 : 1) + 0.2 * normal(random),
    };
    for (const [shape, draw] of Object.entries(shapes)) {
      for (const rounds of [10, 24]) {
        const rows = 3000;
        let missed = 0;
        for (let row = 0; row < rows; row++) {
          const interval = signedRankInterval(
            Array.from({ length: rounds }, () => 0.03 + 0.01 * draw()),
            0.99,
          );
          if (!interval || interval.low > 0.03 || interval.high < 0.03) missed++;
        }
        // its exact size is a little below 1 %; a standard deviation of 30 in 3,000 is 5.4
        expect(1 - missed / rows, `${shape}, ${rounds} rounds`).toBeGreaterThanOrEqual(0.985);
        expect(1 - missed / rows, `${shape}, ${rounds} rounds`).toBeLessThanOrEqual(0.997);
      }
    }
  });
});

describe("power", () => {
  /** Share of runs in which a lone planted change is called regressed, after both looks. */
  function found(change: number, rounds: number, noise: number, rows = 1): number {
    const random = seededRandom(Math.round(1e6 * change) + rounds);
    const runs = 200;
    let hits = 0;
    for (let i = 0; i < runs; i++) {
      const look = (count: number) =>
        Array.from({ length: rows }, (_, row) =>
          simulateRow({ case: `a/${row}`, rounds: count, noise, change: row === 0 ? change : 0 }, random),
        ).flat();
      const [row] = judged(look(rounds), { again: look(Math.max(8, Math.ceil(rounds / 2))) });
      if (row?.verdict === "regressed") hits++;
    }
    return hits / runs;
  }

  it("grows with the change", () => {
    const curve = [0.02, 0.025, 0.03, 0.04, 0.05].map((change) => found(change, 24, 0.007));
    expect(curve).toEqual(curve.toSorted((one, other) => one - other));
    expect(curve[0], "at the floor itself").toBeLessThanOrEqual(0.01);
    expect(curve.at(-1)).toBe(1);
  });

  it("grows with the rounds: 3 % at a floor of 2 %, at a noise of 0.7 %", () => {
    const curve = [10, 16, 32, 48].map((rounds) => found(0.03, rounds, 0.007));
    expect(curve).toEqual(curve.toSorted((one, other) => one - other));
    expect(curve.at(-1)).toBeGreaterThanOrEqual(0.98);
  });

  it("hardly suffers from other rows", () => {
    expect(found(0.05, 24, 0.01, 12)).toBeGreaterThanOrEqual(0.95);
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
