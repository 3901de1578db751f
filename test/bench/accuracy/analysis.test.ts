import { expect, test } from "vitest";
import {
  exactAlarms,
  judgedAfter,
  roundFigures,
  summarise,
  timedSamples,
  untilFound,
} from "../../../bench/accuracy/analysis.ts";
import { experiments, furthestBehind } from "../../../bench/accuracy/experiments.ts";
import { replaceSection, resultsSection } from "../../../bench/accuracy/report.ts";
import { rivalShares } from "../../../bench/accuracy/rules.ts";
import { simulatedRecord, simulatedRows } from "./simulated.ts";

const noise = { run: 0.05, round: 0.004, sample: 0.02 };
const slower = (slowdown: number) => simulatedRows(3, { slowdown, noise });

function experiment(name: string) {
  const found = experiments.find((each) => each.name === name);
  if (!found) throw new Error(`no experiment ${name}`);
  return found;
}

test("figures of the rounds are judged as their samples are", () => {
  const record = simulatedRecord(slower(0.05));
  for (const rounds of [9, 10, 16]) {
    expect(judgedAfter(record, roundFigures(record), rounds)).toEqual(
      judgedAfter(record, record.measurements, rounds),
    );
  }
});

test("a slowdown is found after some rounds, not before those that are needed, and none is found in the same code", () => {
  const found = untilFound(simulatedRecord(slower(0.06)));
  expect(found.size).toBe(3);
  for (const soon of found.values()) {
    expect(soon?.rounds).toBeGreaterThanOrEqual(10);
    expect(soon?.seconds).toBe(4 * (soon?.rounds ?? 0));
  }
  expect([...untilFound(simulatedRecord(slower(0))).values()]).toEqual([null, null, null]);
});

test("a case that takes part in every other round is found after as many rounds of its own, and twice the time", () => {
  const record = simulatedRecord(slower(0.06));
  const spread = {
    ...record,
    roundSeconds: Array.from({ length: 32 }, () => 4),
    measurements: record.measurements.map((each) => ({ ...each, round: 2 * each.round + 1 })),
  };
  for (const [id, soon] of untilFound(spread)) {
    const straight = untilFound(record).get(id);
    expect(soon?.rounds).toBe(straight?.rounds);
    expect(soon?.seconds).toBe(2 * (straight?.seconds ?? 0));
  }
});

test("rounds of a second look are left out of the samples that rules are tried on", () => {
  const record = simulatedRecord(slower(0.06));
  const cut = { ...record, plan: { ...record.plan, againFrom: 12 } };
  expect(timedSamples([cut]).map(({ rounds }) => rounds.length)).toEqual([12, 12, 12]);
});

test("a summary counts what runs said of the rows that can turn them red, of their own cases", () => {
  const record = simulatedRecord(slower(0.05), { experiment: "plant-5" });
  const verdicts = ["regressed", "inconclusive", "unchanged"];
  const rows = record.rows.map((row, at) => ({ ...row, verdict: verdicts[at] ?? "" }));
  const [first] = rows;
  if (!first) throw new Error("three rows");
  const control = { ...first, case: "control/turns" };
  const silent = { ...first, metric: "p99" as const, gating: false };
  const summary = summarise(experiment("plant-5"), "quiet", [
    { ...record, rows: [...rows, control, silent] },
    { ...record, condition: "busy" },
  ]);
  expect(summary).toMatchObject({
    runs: 1,
    rows: 3,
    regressed: 1,
    improved: 0,
    unchanged: 1,
    unclear: 1,
    runsCalled: 1,
    others: { rows: 1, called: 1 },
  });
  expect(summary?.soon?.seconds).toBe(4 * (summary?.soon?.rounds ?? 0));
  expect(summarise(experiment("plant-3"), "quiet", [record])).toBeNull();
});

test("one instruction more is looked for where it was planted, and is a false alarm anywhere else", () => {
  const record = simulatedRecord(slower(0), { experiment: "instruction" });
  const fuel = record.rows.map((row, at) => ({
    ...row,
    metric: "fuel" as const,
    verdict: at < 2 ? "regressed" : "unchanged",
  }));
  const planted = {
    ...record,
    plants: [{ case: "some/case-0", instructions: 1, slowdown: null }],
    rows: [...record.rows, ...fuel],
  };
  expect(summarise(experiment("instruction"), "quiet", [planted])).toMatchObject({ rows: 1, regressed: 1 });
  expect(exactAlarms([planted])).toEqual({ rows: 2, called: 1 });
});

test("what is furthest from its wanted number of runs is next", () => {
  const [same, plant] = [experiment("same"), experiment("plant-1")];
  const next = (ofSame: number, ofPlant: number) =>
    furthestBehind([
      { experiment: same, condition: "quiet", done: ofSame },
      { experiment: plant, condition: "quiet", done: ofPlant },
    ])?.experiment.name;
  expect(next(0, 0)).toBe("same");
  expect(next(1, 0)).toBe("plant-1");
  expect(next(1, 1)).toBe("same");
  expect(furthestBehind([])).toBeNull();
});

test("a report has the rates with what they rule out, and every rule's share", () => {
  const records = Array.from({ length: 3 }, (_, at) =>
    simulatedRecord(slower(0), { startedAt: `2026-11-2${at}T12:00:00.000Z` }),
  );
  const text = resultsSection(records);
  expect(text).toContain("Measured 2026-11-20 to 2026-11-22 on AMD EPYC 7763 64-Core Processor, 4 cores");
  expect(text).toContain("0 of 9 (< 28.31 %)");
  const shares = rivalShares(records);
  expect(shares).toHaveLength(7);
  for (const share of shares)
    expect(share).toMatchObject({ experiment: "same", condition: "quiet", rows: 9 });
});

test("a section of a page is replaced between its markers, and nothing else", () => {
  const page = "a\n<!-- one -->\nold\n<!-- /one -->\nb\n";
  expect(replaceSection(page, "one", "$1 new")).toBe("a\n<!-- one -->\n\n$1 new\n\n<!-- /one -->\nb\n");
  expect(() => replaceSection(page, "two", "")).toThrow("no <!-- two -->");
});
