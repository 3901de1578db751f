import { describe, expect, it } from "vitest";
import { appendHistory, historyEntry } from "../../src/analysis/history.ts";
import { type HistoryEntry, historyEntrySchema, historyLength } from "../../src/model/history.ts";
import type { Results } from "../../src/model/results.ts";
import {
  someAddedRow,
  someBase,
  someCase,
  someControl,
  someExactRow,
  someTimedRow,
} from "../support/results.ts";
import { measured } from "./simulated.ts";
import { someLine } from "./simulated-branch.ts";

const results: Results = {
  schema: 3,
  fuelgauge: "0.1.0",
  startedAt: "2026-01-02T03:04:05.000Z",
  head: { sha: "a".repeat(40) },
  base: { kind: "absent", reason: "first run" },
  imported: [],
  sources: [],
  machine: { os: "linux", arch: "x64", cpu: "EPYC", cores: 2, memoryBytes: 1, node: "v24.0.0", v8: "13" },
  plan: {
    rounds: 3,
    neededRounds: 10,
    budgetSeconds: 60,
    reservedSeconds: 0,
    seed: 1,
    againFrom: null,
    steadiness: { flags: [], processor: null },
  },
  secondRunner: null,
  shard: null,
  shards: null,
  timings: { builtMs: 1, firstSampleMs: 2, measuredMs: 3 },
  cases: [],
  conditions: [],
  waivers: [],
  changedBenchmarks: [],
  replacedGlobals: [],
  drift: [],
  measurements: [],
  failures: [],
  comparisons: [],
  fuelContract: 1,
  profileChanges: [],
  targets: [],
  verdict: "unchanged",
};

describe("a line of the history", () => {
  it("holds the medians of head, and those of the base for the same rows", () => {
    const measurements = [
      ...measured("a/a", "time", { base: [20, 10, 30], head: [22, 11, 33], control: [1, 1, 1] }),
      ...measured("a/a", "size", { base: [7], head: [8] }),
      ...measured("b/b", "time", { head: [5] }),
      ...measured("c/c", "time", { base: [6] }),
    ];
    const entry = historyEntry({ ...results, measurements });
    expect(historyEntrySchema.parse(entry)).toEqual({
      sha: "a".repeat(40),
      baseSha: null,
      at: "2026-01-02T03:04:05.000Z",
      verdict: "unchanged",
      cpu: "EPYC",
      fuelContract: 1,
      head: { "a/a time": 22, "a/a size": 8, "b/b time": 5 },
      base: { "a/a time": 20, "a/a size": 7 },
      change: {},
    });
  });

  it("has nothing of controls", () => {
    const measurements = ["a/a", "control/turns"].flatMap((id) =>
      measured(id, "time", { base: [2], head: [3] }),
    );
    const comparisons = [
      someTimedRow("a/a", "unchanged", [-0.01, 0.01]),
      someTimedRow("control/turns", "unchanged", [-0.01, 0.01]),
    ];
    const cases = [someCase("a/a"), someControl("control/turns")];
    const { head, base, change } = historyEntry({ ...results, cases, measurements, comparisons });
    for (const part of [head, base, change]) expect(Object.keys(part)).toEqual(["a/a time"]);
  });

  it("names its base, and has the intervals of timed rows in five digits", () => {
    const rows = [
      someTimedRow("a/a", "unchanged", [-0.0012345678, 0.1]),
      someTimedRow("a/a", "regressed", [0.1, 0.2], { metric: "throughput" }),
      someExactRow("a/a", "size", 7, 8),
      someAddedRow("a/new"),
    ];
    const entry = historyEntry({ ...results, base: someBase({ sha: "b".repeat(40) }), comparisons: rows });
    expect([entry.baseSha, entry.change]).toEqual([
      "b".repeat(40),
      { "a/a time": [-0.0012346, 0.049383, 0.1], "a/a throughput": [0.1, 0.15, 0.2] },
    ]);
  });

  it("stays small", () => {
    const ids = Array.from({ length: 100 }, (_, index) => `execution/some-case-${index}`);
    const comparisons = ids.map((id) => someTimedRow(id, "unchanged", [-0.0123456789, 0.01987654321]));
    const measurements = ids.flatMap((id) => measured(id, "time", { base: [123_456], head: [123_456] }));
    const line = JSON.stringify(historyEntry({ ...results, comparisons, measurements }));
    expect(line.length).toBeLessThan(15_000);
  });

  it("has no figures of a case that failed", () => {
    const measurements = ["a/a", "b/b"].flatMap((id) => measured(id, "time", { base: [2], head: [3] }));
    const failures = [
      { case: "a/a", arm: "head", round: 1, message: "broke" },
      { case: "b/b", arm: "base", round: 1, message: "broke" },
    ] as const;
    const entry = historyEntry({ ...results, measurements, failures: [...failures] });
    expect([entry.head, entry.base]).toEqual([{ "b/b time": 3 }, {}]);
  });
});

it("a line of a time without fuel, bases and intervals has none", () => {
  const { fuelContract: _, baseSha: __, change: ___, ...old } = historyEntry(results);
  expect(historyEntrySchema.parse(old)).toMatchObject({ fuelContract: null, baseSha: null, change: {} });
});

describe("the history", () => {
  const line = (sha: string | null, at: string, baseSha: string | null = null): HistoryEntry =>
    someLine(sha, { at, baseSha });

  it("grows at its end", () => {
    expect(appendHistory([line("a", "1")], line("b", "2"))).toEqual([line("a", "1"), line("b", "2")]);
  });

  it("has one line a commit, at the place of the commit", () => {
    const history = [line("a", "1"), line("b", "2")];
    expect(appendHistory(history, line("a", "3"))).toEqual([line("a", "3"), line("b", "2")]);
  });

  it("keeps what a commit changed when it is run again beside itself", () => {
    const history = [line("a", "1"), line("b", "2", "a")];
    expect(appendHistory(history, line("b", "3", "b"))).toEqual(history);
    expect(appendHistory(history, line("b", "3", "a"))).toEqual([line("a", "1"), line("b", "3", "a")]);
  });

  it("keeps runs of no known commit apart", () => {
    expect(appendHistory([line(null, "1")], line(null, "2"))).toEqual([line(null, "1"), line(null, "2")]);
  });

  it("forgets the oldest", () => {
    const full = Array.from({ length: historyLength }, (_, i) => line(`${i}`, "1"));
    const longer = appendHistory(full, line("new", "2"));
    expect(longer).toHaveLength(historyLength);
    expect([longer[0]?.sha, longer.at(-1)?.sha]).toEqual(["1", "new"]);
  });
});
