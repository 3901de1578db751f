import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeRun } from "../../src/analysis/verdict.ts";
import { applyWaivers } from "../../src/analysis/waivers.ts";
import type { Comparison } from "../../src/model/comparison.ts";
import { metricNames } from "../../src/model/metric.ts";
import type { Waiver } from "../../src/model/waiver.ts";
import {
  someAddedRow,
  someExactRow,
  someFailedRow,
  someIncomparableRow,
  someInconclusiveRow,
  someRemovedRow,
  someTimedRow,
  someWaveringRow,
} from "../support/results.ts";

const today = "2027-01-31";
const waiver: Waiver = {
  case: "parse/*",
  metric: "time",
  reason: "a slower parser, for now",
  ceiling: 0.08,
  expires: "2027-01-31",
};
const regressed = someTimedRow("parse/json", "regressed", [0.05, 0.07]);

function applied(row: Comparison, waivers: readonly Waiver[] = [waiver]): Comparison {
  const [only] = applyWaivers([row], waivers, today);
  if (only === undefined) throw new Error("the row is gone");
  return only;
}

describe("a waiver", () => {
  const { reason, ceiling, expires } = waiver;

  it("keeps a regression from gating, up to its last day", () => {
    const kept = applied(regressed);
    expect(kept).toEqual({
      ...regressed,
      gating: false,
      waiver: { reason, ceiling, expires, standing: "applies" },
    });
    expect(judgeRun([regressed], true)).toBe("regressed");
    expect(judgeRun([kept], true)).toBe("unchanged");
  });

  it("is expired on the day after, and the row gates", () => {
    const [row] = applyWaivers([regressed], [waiver], "2027-02-01");
    expect(row).toEqual({ ...regressed, waiver: { reason, ceiling, expires, standing: "expired" } });
  });

  it("is exceeded when all of the interval lies beyond the ceiling, and not before", () => {
    const standingOf = (low: number, high: number) =>
      applied(someTimedRow("parse/json", "regressed", [low, high]));
    expect(standingOf(0.05, 0.2)).toMatchObject({ gating: false, waiver: { standing: "applies" } });
    expect(standingOf(0.08, 0.2)).toMatchObject({ gating: false, waiver: { standing: "applies" } });
    expect(standingOf(0.081, 0.2)).toMatchObject({ gating: true, waiver: { standing: "exceeded" } });
  });

  it("covers exact rows to the digit", () => {
    const fuel: Waiver = { ...waiver, metric: "fuel", ceiling: 0.05 };
    expect(applied(someExactRow("parse/json", "fuel", 1_000, 1_050), [fuel]).gating).toBe(false);
    expect(applied(someExactRow("parse/json", "fuel", 1_000, 1_051), [fuel]).gating).toBe(true);
  });

  it("covers a suspicion as well", () => {
    if (regressed.verdict !== "regressed") throw new Error("unreachable");
    const suspected: Comparison = { ...regressed, verdict: "suspected", reason: "not looked at again" };
    expect(applied(suspected)).toMatchObject({ gating: false, waiver: { standing: "applies" } });
  });

  it("is noted beside whatever else became of its row, and changes nothing about it", () => {
    for (const row of [
      someTimedRow("parse/json", "improved", [-0.07, -0.05]),
      someTimedRow("parse/json", "unchanged", [-0.01, 0.01]),
      someInconclusiveRow("parse/json", [-0.01, 0.05], "who knows"),
    ]) {
      expect(applied(row)).toEqual({ ...row, waiver: { reason, ceiling, expires, standing: "applies" } });
    }
  });

  it("is about its cases and its metric alone", () => {
    for (const row of [
      someTimedRow("print/json", "regressed", [0.05, 0.07]),
      someTimedRow("parse/json/deep", "regressed", [0.05, 0.07]),
      someTimedRow("parse/json", "regressed", [0.05, 0.07], { metric: "p50" }),
    ]) {
      expect(applied(row)).toBe(row);
    }
  });

  it("of several about a row, the last counts", () => {
    const strict = { ...waiver, case: "parse/json", ceiling: 0.01 };
    expect(applied(regressed, [strict, waiver])).toMatchObject({ waiver: { ceiling: 0.08 }, gating: false });
    expect(applied(regressed, [waiver, strict])).toMatchObject({ waiver: { ceiling: 0.01 }, gating: true });
  });
});

const share = fc.integer({ min: -500, max: 1_000 }).map((thousandths) => thousandths / 1_000);
const row: fc.Arbitrary<Comparison> = fc
  .tuple(fc.constantFrom("a/a", "a/b", "c/c"), fc.constantFrom("time", "p50"), share, share, fc.nat(9))
  .map(([id, metric, one, other, kind]) => {
    const change = [Math.min(one, other), Math.max(one, other)] as const;
    const rows: Comparison[] = [
      someTimedRow(id, "regressed", change, { metric }),
      someTimedRow(id, "improved", change, { metric }),
      someTimedRow(id, "unchanged", change, { metric, gating: false }),
      someInconclusiveRow(id, change, "because", { metric }),
      someExactRow(id, "fuel", 100, 100 + Math.round(one * 50)),
      someWaveringRow(id, { base: [1, 1], head: [1, 2] }),
      someAddedRow(id),
      someRemovedRow(id),
      someFailedRow(id, "because"),
      someIncomparableRow(id, "because"),
    ];
    return rows[kind] ?? someAddedRow(id);
  });
const anyWaiver: fc.Arbitrary<Waiver> = fc.record({
  case: fc.constantFrom("a/a", "a/*", "**", "d/d"),
  metric: fc.constantFrom(...metricNames),
  reason: fc.string({ minLength: 1 }),
  ceiling: share.map(Math.abs),
  expires: fc.constantFrom("2026-12-31", "2027-01-31", "2027-12-31"),
});

describe("whatever the rows and the waivers", () => {
  const property = (claim: (rows: Comparison[], waivers: Waiver[], kept: Comparison[]) => void) =>
    fc.assert(
      fc.property(fc.array(row), fc.array(anyWaiver, { maxLength: 6 }), (rows, waivers) =>
        claim(rows, waivers, applyWaivers(rows, waivers, today)),
      ),
    );

  it("nothing but the waiver and the gating of a row changes", () => {
    property((rows, _, kept) => {
      const bare = (each: Comparison) => ({ ...each, gating: null, waiver: null });
      expect(kept.map(bare)).toEqual(rows.map(bare));
    });
  });

  it("no row starts to gate, and one that stops got worse, by no more than the ceiling, before the waiver expired", () => {
    property((rows, _, kept) => {
      for (const [index, now] of kept.entries()) {
        const before = rows[index];
        if (now.gating === before?.gating) continue;
        if (now.verdict !== "regressed") throw new Error(`a ${now.verdict} row stopped gating`);
        expect(now.gating).toBe(false);
        expect(now.change.low).toBeLessThanOrEqual(now.waiver?.ceiling ?? Number.NaN);
        expect(now.waiver?.standing).toBe("applies");
        expect(today <= (now.waiver?.expires ?? "")).toBe(true);
      }
    });
  });

  it("applying them again changes nothing", () => {
    property((_, waivers, kept) => {
      expect(applyWaivers(kept, waivers, today)).toEqual(kept);
    });
  });

  it("without a waiver nothing is touched", () => {
    property((rows) => {
      expect(applyWaivers(rows, [], today)).toEqual(rows);
    });
  });
});
