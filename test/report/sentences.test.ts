import { describe, expect, it } from "vitest";
import type { CaseInfo, Results } from "../../src/model/results.ts";
import { baselineReportSuites, renderBaselineReport } from "../../src/report/baseline-reports.ts";
import { plainMarkup } from "../../src/report/markup.ts";
import { provenanceOf } from "../../src/report/provenance.ts";
import { verdictSentence } from "../../src/report/verdict-sentence.ts";
import {
  someAddedRow,
  someBase,
  someCase,
  someConditions,
  someControl,
  someExactRow,
  someFailedRow,
  someIncomparableRow,
  someInconclusiveRow,
  someMachine,
  someMeasurements,
  someResults,
  someSecondRunner,
  someSuspectedRow,
  someTarget,
  someTimedRow,
  someWaveringRow,
} from "../support/results.ts";

const worse = (id: string) => someTimedRow(id, "regressed", [0.05, 0.06]);
const better = (id: string) => someTimedRow(id, "improved", [-0.06, -0.05]);
const same = (id: string, floor = 0.02) => someTimedRow(id, "unchanged", [-0.01, 0.01], { floor });
const withControl = (id: string) => [someCase(id), someControl("control/turns")];
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
      "Cannot tell: 2 suspected regressions; no change beyond ±2 % in 1 other.",
      {
        verdict: "inconclusive",
        comparisons: [
          someSuspectedRow("a/1", [0.05, 0.06]),
          someSuspectedRow("a/2", [0.05, 0.06]),
          same("a/3"),
        ],
      },
    ],
    [
      "Regressed: a/1 is 5.0 % to 6.0 % slower; 1 suspected regression.",
      { verdict: "regressed", comparisons: [worse("a/1"), someSuspectedRow("a/2", [0.05, 0.06])] },
    ],
    [
      "Mixed: a/1 is 5.0 % to 6.0 % slower; 1 suspected regression; a/2 is 5.0 % to 6.0 % faster.",
      { verdict: "mixed", comparisons: [worse("a/1"), someSuspectedRow("a/3", [0.05, 0.06]), better("a/2")] },
    ],
    [
      "No change beyond ±2 % in 1 row.",
      { comparisons: [same("a/1"), same("control/turns")], cases: withControl("a/1") },
    ],
    [
      "Cannot tell: 1 control moved; 1 row could go either way.",
      {
        verdict: "inconclusive",
        comparisons: [someInconclusiveRow("a/1", [0.05, 0.06], "void"), worse("control/turns")],
        cases: withControl("a/1"),
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
      "14 to 16 rounds a case, 12 needed, 99 % confidence, 96 s of measuring (budget 2 min)",
    );
  });

  it("says what was kept back for a second look, and what came of it", () => {
    const { plan } = someResults();
    const parts = {
      comparisons: [same("a/1"), worse("a/2"), worse("a/3")],
      plan: { ...plan, reservedSeconds: 36, againFrom: 16 },
      measurements: ["a/1", "a/2", "a/3"].flatMap((id, index) =>
        someMeasurements(id, 1_000, { rounds: index === 0 ? 16 : 24 }),
      ),
    };
    expect(textOf("Measured", parts)).toBe(
      "16 rounds, 12 needed, 8 more looked again at 2 cases, 99 % confidence, 96 s of measuring (budget 2 min, 36 s of it for a second look)",
    );
  });

  it("names the machine that looked again", () => {
    const secondRunner = someSecondRunner({ ...someMachine, cpu: "Intel Xeon" });
    expect(textOf("Second runner", { secondRunner })).toBe(
      "Intel Xeon, 4 cores, linux x64, Node v24.21.0; 45 s of looking again (budget 60 s)",
    );
    expect(textOf("Second runner", {})).toBeUndefined();
  });

  it("has no word about what could have been seen when a control moved", () => {
    const comparisons = [same("a/1"), worse("control/turns")];
    expect(textOf("Could have seen", { comparisons, cases: withControl("a/1") })).toBeUndefined();
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

describe("the conditions of a run", () => {
  const conditionsOf = (parts: Partial<Results>) =>
    provenanceOf(someResults(parts), plainMarkup).find(({ title }) => title === "Conditions")?.text;
  const silent = { load: null, steal: null, others: null, mhz: null, longestPauseMs: null };

  it("are not told when the machine does not say", () => {
    const conditions = someConditions(3).map((each) => ({ ...each, ...silent }));
    expect(conditionsOf({ conditions })).toBeUndefined();
    expect(conditionsOf({ conditions: [] })).toBeUndefined();
  });

  it("are told as far as the machine says, from the least to the most", () => {
    expect(conditionsOf({ conditions: someConditions(4) })).toBe(
      "load 0.9 to 1.1, steal up to 0.31 %, 2.45 to 2.51 GHz",
    );
    const same = someConditions(1);
    expect(conditionsOf({ conditions: same })).toBe("load 0.9, no steal, 2.45 GHz");
    expect(conditionsOf({ conditions: same.map((each) => ({ ...each, ...silent, mhz: 800 })) })).toBe(
      "0.8 GHz",
    );
  });

  it("name what kept the figures from wandering", () => {
    const { plan } = someResults();
    const steady = (processor: number | null, flags: string[]) =>
      conditionsOf({ plan: { ...plan, steadiness: { processor, flags } } });
    expect(steady(1, [])).toBe("kept on processor 1");
    expect(steady(0, ["--a", "--b=2"])).toBe(
      "kept on processor 0, V8 made to compile at the same operation on both sides (--a --b=2)",
    );
  });

  it("count the rounds that were disturbed, by what disturbed them", () => {
    const by = [
      ["other programs used 28 % of the processors", "a collection of garbage took 61 ms"],
      [],
      ["other programs used 34 % of the processors"],
      ["other programs used 9 % of the processors"],
      ["something else"],
      ["another thing"],
    ];
    const conditions = someConditions(by.length).map((each, index) => ({
      ...each,
      ...silent,
      disturbances: by[index] ?? [],
    }));
    expect(conditionsOf({ conditions })).toBe(
      "5 of 6 rounds disturbed, and counted all the same: other programs used up to 34 % of the processors (3), a collection of garbage took 61 ms (1), something else (1) and more",
    );
  });
});

describe("cases whose code never settled", () => {
  const notSettled = (ids: readonly string[]) => {
    const settling = { operations: 9, milliseconds: 1_003, settled: false };
    const cases = [
      ...ids.map((id) => ({ ...someCase(id), settling })),
      { ...someCase("a/settled"), settling: { ...settling, settled: true } },
      { ...someControl("control/turns"), settling },
    ];
    return provenanceOf(someResults({ cases }), plainMarkup).find(({ title }) => title === "Not settled")
      ?.text;
  };

  it("are named, some of them", () => {
    expect(notSettled([])).toBeUndefined();
    expect(notSettled(["a/1"])).toBe(
      "a/1 was still getting faster after a quarter of a second of warming up: its time is not that of the finished code",
    );
    expect(notSettled(["a/1", "a/2"])).toMatch(/^a\/1 and a\/2 were still .* their times are not those of/);
    expect(notSettled(["a/1", "a/2", "a/3"])).toMatch(/^a\/1, a\/2 and 1 other case were still/);
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

  it("does not exist for controls", () => {
    const cases = [...results.cases, someControl("control/turns")];
    expect(baselineReportSuites({ ...results, cases })).toEqual(["memory", "crash"]);
  });

  it("tells when a case had settled, or that it had not", () => {
    const settled = (settling: CaseInfo["settling"]) =>
      renderBaselineReport({ ...results, cases: [{ ...someCase("crash/trap"), settling }] }, "crash");
    const settling = { operations: 12_345, milliseconds: 38.2, settled: true };
    expect(settled(settling)).toMatch(/Settled after.*12,345\soperations,\s38\.2\sms \|/s);
    expect(settled({ operations: 1, milliseconds: 1_003, settled: false })).toMatch(
      /not\swithin\s1\soperation,\s1\.00\ss \|/,
    );
    expect(settled(null)).not.toMatch(/settled/i);
  });

  it("tells head's median and the spread of its rounds", () => {
    // Ten rounds, evenly from 1,960 to 2,040 ns: the 5th percentile lies 0.45 of a step above the first.
    expect(renderBaselineReport(results, "crash")).toMatch(
      /2\.00\sµs \| +1\.96\sµs\sto\s2\.04\sµs \| +10 \|/,
    );
  });
});
