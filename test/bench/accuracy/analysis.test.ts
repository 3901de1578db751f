import { expect, test } from "vitest";
import {
  judgedAfter,
  lineOf,
  roundFigures,
  storedBase,
  summarise,
  timedSamples,
  untilFound,
} from "../../../bench/accuracy/analysis.ts";
import { experiments, furthestBehind } from "../../../bench/accuracy/experiments.ts";
import type { LedgerLine } from "../../../bench/accuracy/ledger.ts";
import { readmeSection, replaceSection, resultsSection } from "../../../bench/accuracy/report.ts";
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
    const judged = judgedAfter(record, roundFigures(record), rounds);
    const expected = judgedAfter(record, record.measurements, rounds);
    expect(judged.map(({ verdict }) => verdict)).toEqual(expected.map(({ verdict }) => verdict));
    for (const [at, { change }] of judged.entries()) {
      expect(change?.low).toBeCloseTo(expected[at]?.change?.low ?? Number.NaN, 12);
      expect(change?.high).toBeCloseTo(expected[at]?.change?.high ?? Number.NaN, 12);
    }
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
  const plant = { case: first.case, instructions: 7, slowdown: { estimate: 0.05, standardError: 0.01 } };
  const summary = summarise(experiment("plant-5"), "quiet", [
    lineOf({ ...record, plants: [plant], rows: [...rows, control, silent] }, []),
    lineOf({ ...record, condition: "busy" }, []),
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
    planted: { least: 0.05, most: 0.05 },
  });
  expect(summary?.soon?.seconds).toBe(4 * (summary?.soon?.rounds ?? 0));
  expect(summarise(experiment("plant-3"), "quiet", [lineOf(record, [])])).toBeNull();
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
  const line = lineOf(planted, []);
  expect(summarise(experiment("instruction"), "quiet", [line])).toMatchObject({ rows: 1, regressed: 1 });
  expect(line.exact).toEqual({ rows: 2, called: 1 });
});

test("runs are given out so that all get to their wanted numbers together", () => {
  const wanted = [experiment("same-small"), experiment("plant-3"), experiment("same-runtime")];
  const done = new Map(wanted.map(({ name }) => [name, 0]));
  const order = Array.from({ length: 75 }, () => {
    const next = furthestBehind(
      wanted.map((each) => ({ experiment: each, condition: "quiet", done: done.get(each.name) ?? 0 })),
    );
    const name = next?.experiment.name ?? "";
    done.set(name, (done.get(name) ?? 0) + 1);
    return name;
  });
  // 60, 5 and 10 are wanted
  expect(Object.fromEntries(done)).toEqual({ "same-small": 60, "plant-3": 5, "same-runtime": 10 });
  expect(order.slice(0, 15).filter((name) => name === "same-small")).toHaveLength(12);
  expect(furthestBehind([])).toBeNull();
});

test("what is planted in one set of cases is planted in the other, under a name of its own", () => {
  const names = experiments.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  // only published modules need more than the default budget
  const published = experiments.filter(
    ({ name, subject }) => subject === "published" && name !== "plant-5-long",
  );
  expect(published).toHaveLength(7);
  for (const { name, title, slowdown } of published)
    expect(experiment(`${name}-small`)).toMatchObject({ subject: "small", title, slowdown });
});

/** Three runs, each with those before it stored. */
function ledger(name: string): LedgerLine[] {
  const lines: LedgerLine[] = [];
  for (const day of ["20", "21", "22"]) {
    const parts = { experiment: name, startedAt: `2026-11-${day}T12:00:00.000Z` };
    lines.push(lineOf(simulatedRecord(slower(0), parts), lines));
  }
  return lines;
}

test("a run is held against the base of the one before under the same condition", () => {
  const lines = ledger("same");
  const last = lines.at(-1)?.rows[0]?.samples?.base;
  expect(last?.n).toBe(16 * 24);
  expect(storedBase(lines, "quiet", "some/case-0")).toBe(last);
  expect(storedBase(lines, "busy", "some/case-0")).toBeNull();
  expect(storedBase(lines, "quiet", "other/case")).toBeNull();
  expect(lines.map(({ rows }) => Object.keys(rows[0]?.rivals ?? {}).length)).toEqual([2, 6, 6]);
});

test("a report has the rates with what they rule out, and every rule's share", () => {
  const lines = [...ledger("same"), ...ledger("same-small")];
  const text = resultsSection(lines);
  expect(text).toContain("Measured 2026-11-20 to 2026-11-22 on AMD EPYC 7763 64-Core Processor, 4 cores");
  expect(text.match(/0 of 9 \(< 28.31 %\)/g)).toHaveLength(2);
  const shares = rivalShares(lines);
  expect(shares).toHaveLength(14);
  expect(shares.filter(({ rows }) => rows === 9)).toHaveLength(6);
  // the first run had nothing stored
  expect(shares.filter(({ rows }) => rows === 6)).toHaveLength(8);
});

test("the README's table has a line for a situation and a column for a set under a condition", () => {
  const record = simulatedRecord(slower(0.05), { experiment: "plant-5" });
  const found = record.rows.map((row, at) => ({ ...row, verdict: at === 0 ? "unchanged" : "regressed" }));
  const text = readmeSection([...ledger("same-small"), lineOf({ ...record, rows: found }, [])]);
  const cells = text
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) => line.split("|").map((cell) => cell.trim()));
  expect(cells[0]).toEqual(["", "", "small modules, quiet", "published modules, quiet", ""]);
  expect(cells[2]).toEqual(["", "same code: rows called changed", "0 of 9 (< 28.31 %)", "–", ""]);
  expect(cells[3]).toEqual(["", "+5 %: found", "–", "2 of 3", ""]);
  expect(text).toContain("called unchanged: 1; faster: 0; of 3.");
});

test("a section of a page is replaced between its markers, and nothing else", () => {
  const page = "a\n<!-- one -->\nold\n<!-- /one -->\nb\n";
  expect(replaceSection(page, "one", "$1 new")).toBe("a\n<!-- one -->\n\n$1 new\n\n<!-- /one -->\nb\n");
  expect(() => replaceSection(page, "two", "")).toThrow("no <!-- two -->");
});
