import { describe, expect, it } from "vitest";
import type { Results } from "../../src/model/results.ts";
import { baselineReportSuites, renderBaselineReport } from "../../src/report/baseline-reports.ts";
import { plainMarkup } from "../../src/report/markup.ts";
import { provenanceOf } from "../../src/report/provenance.ts";
import { verdictSentence } from "../../src/report/verdict-sentence.ts";
import {
  someAddedRow,
  someBase,
  someCase,
  someExactRow,
  someFailedRow,
  someIncomparableRow,
  someInconclusiveRow,
  someMachine,
  someMeasurements,
  someResults,
  someTarget,
  someTimedRow,
  someWaveringRow,
} from "../support/results.ts";

const worse = (id: string) => someTimedRow(id, "regressed", [0.05, 0.06]);
const better = (id: string) => someTimedRow(id, "improved", [-0.06, -0.05]);
const same = (id: string, floor = 0.02) => someTimedRow(id, "unchanged", [-0.01, 0.01], { floor });
const sentence = (parts: Partial<Results>) => verdictSentence(someResults(parts), plainMarkup);

describe("the verdict in one sentence", () => {
  it.each<[string, Partial<Results>]>([
    [
      "Regressed: a/1 is 5.0 % to 6.0 % slower.",
      { verdict: "regressed", comparisons: [worse("a/1"), same("a/2")] },
    ],
    [
      "Regressed: a/1 is 5.0 % to 6.0 % slower and a/2 is 5.0 % to 6.0 % slower.",
      { verdict: "regressed", comparisons: [worse("a/1"), worse("a/2")] },
    ],
    [
      "Regressed: a/1 is 5.0 % to 6.0 % slower and 2 more rows regressed.",
      { verdict: "regressed", comparisons: [worse("a/1"), worse("a/2"), worse("a/3")] },
    ],
    [
      "Regressed: load/x has 5.0 % to 8.0 % less throughput.",
      {
        verdict: "regressed",
        comparisons: [
          someTimedRow("load/x", "regressed", [1 / 0.95 - 1, 1 / 0.92 - 1], { metric: "throughput" }),
        ],
      },
    ],
    [
      "Regressed: load/x (p50) is 5.0 % to 6.0 % slower.",
      {
        verdict: "regressed",
        comparisons: [someTimedRow("load/x", "regressed", [0.05, 0.06], { metric: "p50" })],
      },
    ],
    [
      "Mixed: a/1 is 5.0 % to 6.0 % slower; a/2 is 5.0 % to 6.0 % faster.",
      { verdict: "mixed", comparisons: [worse("a/1"), better("a/2")] },
    ],
    ["Improved: a/2 is 5.0 % to 6.0 % faster.", { verdict: "improved", comparisons: [better("a/2")] }],
    ["No change beyond ±2 % in 2 rows.", { comparisons: [same("a/1"), same("a/2")] }],
    ["No change beyond ±2 % to ±5 % in 2 rows.", { comparisons: [same("a/1"), same("a/2", 0.05)] }],
    ["No change in 1 exact figure.", { comparisons: [someExactRow("m/1", "size", 7, 7)] }],
    [
      "No change beyond ±2 % in 1 row; 1 exact figure differs.",
      { comparisons: [same("a/1"), someExactRow("m/1", "size", 12_345, 12_346)] },
    ],
    [
      "No change beyond ±2 % in 1 row; fuel the same to the unit in 1 case.",
      { comparisons: [same("a/1"), someExactRow("a/1", "fuel", 12_345, 12_345)] },
    ],
    [
      "Regressed: a/1 burns 1,234 units more fuel (+10 %) (12,345 → 13,579).",
      { verdict: "regressed", comparisons: [same("a/1"), someExactRow("a/1", "fuel", 12_345, 13_579)] },
    ],
    [
      "Cannot tell: 1 row is not the same in every run; no change beyond ±2 % in 1 other.",
      {
        verdict: "inconclusive",
        comparisons: [same("a/1"), someWaveringRow("a/1", { base: [1, 1], head: [1, 2] })],
      },
    ],
    [
      "Cannot tell: 1 row could go either way; 1 row cannot be compared; 1 row improved; no change beyond ±2 % in 1 other.",
      {
        verdict: "inconclusive",
        comparisons: [
          someInconclusiveRow("a/1", [-0.01, 0.04], "the figures vary"),
          someIncomparableRow("a/2", "another interface"),
          better("a/3"),
          same("a/4"),
        ],
      },
    ],
    [
      "No baseline yet: 1 case measured, nothing to compare with.",
      {
        verdict: "no-baseline",
        base: { kind: "absent", reason: "none" },
        comparisons: [someAddedRow("a/1")],
      },
    ],
    [
      "Failed: a/1 throws or answers wrong in head.",
      { verdict: "failed", comparisons: [someFailedRow("a/1", "wrong answer"), worse("a/2")] },
    ],
    [
      "Failed: a/1 and 1 other case throw or answer wrong in head.",
      {
        verdict: "failed",
        comparisons: [someFailedRow("a/1", "wrong answer"), someFailedRow("a/2", "wrong")],
      },
    ],
    ["Failed: the run broke before it could tell anything.", { verdict: "failed", comparisons: [] }],
  ])("%s", (text, parts) => {
    expect(sentence(parts)).toBe(text);
  });
});

describe("where the figures come from", () => {
  const textOf = (title: string, parts: Partial<Results>) =>
    provenanceOf(someResults(parts), plainMarkup).find((each) => each.title === title)?.text;

  it("names a base that lies before the one that was wanted", () => {
    const base = someBase({ distance: 2, wantedSha: "c0ffee1234567890abcdef1234567890abcdef12" });
    expect(textOf("Commits", { base })).toBe(
      "base 9a1be04 → head 4f2d9c6; base is 2 commits before the base commit c0ffee1, the nearest with a baseline",
    );
  });

  it("says that another machine's figures were not compared", () => {
    const base = someBase({ machine: { ...someMachine, cpu: "Intel Xeon" } });
    expect(textOf("Machine", { base })).toMatch(/by another one \(Intel Xeon.*no stored time was compared/);
    expect(textOf("Machine", {})).not.toContain("another");
  });

  it("counts the rounds that were run and those that were needed", () => {
    const comparisons = [
      someTimedRow("a/1", "unchanged", [-0.01, 0.01], { rounds: 16 }),
      someTimedRow("a/2", "unchanged", [-0.01, 0.01], { rounds: 14 }),
    ];
    expect(textOf("Measured", { comparisons })).toBe(
      "14 to 16 rounds, 12 needed, 99 % confidence, 96 s of measuring (budget 2 min)",
    );
  });

  it("says what could have been seen, over the rows that gate", () => {
    const comparisons = [0.03, 0.01, 0.02].map((detectable, index) =>
      someTimedRow(`a/${index}`, "unchanged", [-0.01, 0.01], { detectable }),
    );
    const aside = someTimedRow("a/p99", "unchanged", [-0.01, 0.01], { metric: "p99", detectable: 0.5 });
    expect(textOf("Could have seen", { comparisons: [...comparisons, aside] })).toBe(
      "a change of 2 % and more in half of the 3 gating rows, of 3 % and more in all",
    );
    expect(textOf("Could have seen", { comparisons: [] })).toBeUndefined();
  });
});

describe("a baseline report", () => {
  const results = someResults({
    comparisons: [],
    cases: [someCase("memory/footprint-64kb", "What a page costs."), someCase("crash/trap")],
    measurements: [
      ...someMeasurements("memory/footprint-64kb", 10_000),
      ...someMeasurements("modules/footprint-64kb", 65_536, { metric: "memory" }),
      ...someMeasurements("modules/fib", 65_536, { metric: "memory" }),
      ...someMeasurements("crash/trap", 2_000),
      ...someMeasurements("crash/trap", 9_000, { arm: "base" }),
    ],
    targets: [
      someTarget({
        name: "Memory of a guest",
        case: "modules/footprint-64kb",
        unit: "bytes",
        below: 1,
        level: "poor",
      }),
      someTarget({ name: "Trap detection", case: "crash/trap" }),
    ],
  });

  it("exists for every suite that has cases", () => {
    expect(baselineReportSuites(results)).toEqual(["memory", "crash"]);
  });

  it("tells the suite, the modules of its cases, and nothing else", () => {
    const report = renderBaselineReport(results, "memory");
    expect(report).toContain("What a page costs.");
    expect(report).toContain("modules/footprint-64kb");
    expect(report).not.toMatch(/modules\/fib|crash|Trap/);
    expect(report).toContain("Compile ahead of time");
  });

  it("tells head's median and the spread of its rounds", () => {
    // Ten rounds, evenly from 1,960 to 2,040 ns: the 5th percentile lies 0.45 of a step above the first.
    expect(renderBaselineReport(results, "crash")).toMatch(
      /2\.00\sµs \| +1\.96\sµs\sto\s2\.04\sµs \| +10 \|/,
    );
  });
});
