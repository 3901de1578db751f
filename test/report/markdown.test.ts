import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Comparison } from "../../src/model/comparison.ts";
import { isMetric } from "../../src/model/metric.ts";
import type { Base, Results } from "../../src/model/results.ts";
import { renderConsole } from "../../src/report/console.ts";
import { renderComment, renderReport } from "../../src/report/markdown.ts";
import { outsideCode, tablesOf } from "../support/markdown.ts";
import {
  someAddedRow,
  someBase,
  someCase,
  someConditions,
  someControl,
  someDrift,
  someExactRow,
  someFailedRow,
  someIncomparableRow,
  someInconclusiveRow,
  someMachine,
  someResults,
  someSecondRunner,
  someSuspectedRow,
  someTarget,
  someTimedRow,
  someWaveringRow,
} from "../support/results.ts";
import {
  drifting,
  exactOnly,
  hostile,
  hostileTexts,
  noBaseline,
  regressed,
  storedBase,
} from "../support/situations.ts";

const marker = "<!-- fuelgauge fuelgauge . linux-x64 -->";
const artifact = "https://github.com/octo/wasm/actions/runs/4712/artifacts/99";
const links = { repository: "https://github.com/octo/wasm", artifact };

describe("hostile names do nothing", () => {
  const comment = renderComment(hostile, links, { marker });
  const outside = outsideCode(comment.slice(marker.length));

  it("no tag, comment, mention, reference or link stands outside of code but the report's own", () => {
    const tags = new Set(outside.match(/<[^>]*>?/g));
    expect([...tags].sort()).toEqual(
      ["<details>", "</details>", "<summary>", "</summary>", "<sub>", "</sub>", "<br>"].sort(),
    );
    expect(outside).not.toMatch(/@|#\d|evil|tracker|javascript|<!--/);
    const targets = [...outside.matchAll(/\]\(([^)]*)\)/g)].map((match) => match[1]);
    expect(new Set(targets)).toEqual(new Set([artifact]));
  });

  it("every row of a table has the cells of its header", () => {
    const tables = tablesOf(comment);
    expect(tables.length).toBeGreaterThan(7);
    for (const [header, ...rows] of tables) {
      for (const row of rows) expect(row).toHaveLength(header?.length ?? 0);
    }
  });

  it("every folded part that opens closes", () => {
    expect(outside.match(/<details>/g)).toHaveLength(outside.match(/<\/details>/g)?.length ?? 0);
  });
});

describe("the comment has room for what matters", () => {
  const rowsOf = (count: number, make: (id: string) => Comparison, suite: string) =>
    Array.from({ length: count }, (_, index) => make(`${suite}/case-${index}`));
  const crowded = someResults({
    verdict: "mixed",
    comparisons: [
      ...rowsOf(150, (id) => someTimedRow(id, "regressed", [0.05, 0.06]), "worse"),
      ...rowsOf(150, (id) => someTimedRow(id, "improved", [-0.06, -0.05]), "better"),
      ...rowsOf(150, (id) => someInconclusiveRow(id, [-0.03, 0.06], "the figures vary too much"), "unclear"),
      ...rowsOf(900, (id) => someTimedRow(id, "unchanged", [-0.01, 0.01]), "same"),
    ],
    measurements: [],
  });
  const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;

  it("the unchanged rows go first, with everything else kept", () => {
    const comment = renderComment(crowded, links, { marker });
    expect(comment).toContain(
      `900 unchanged rows: no change beyond ±2 %, all in [the full report](${artifact})`,
    );
    expect(comment).not.toContain("same/case-1`");
    expect(count(comment, /^\|`?.*unclear\/case-/gm)).toBe(150);
  });

  it("rows are cut with a count, regressions last", () => {
    const comment = renderComment(crowded, links, { marker, limit: 16_384 });
    expect(comment.length).toBeLessThanOrEqual(16_384);
    const kept = count(comment, /^\|.*worse\/case-/gm);
    expect(kept).toBe(150);
    const better = count(comment, /^\|.*better\/case-/gm);
    expect(better).toBeLessThan(150);
    expect(comment).toContain(better === 0 ? "150 rows, all in" : `… and ${150 - better} more, all in`);
    expect(comment).toContain("150 rows could not be told");
  });

  it("even a job summary has an end", () => {
    const endless = someResults({
      comparisons: rowsOf(20_000, (id) => someTimedRow(id, "unchanged", [-0.01, 0.01]), "same"),
      measurements: [],
      cases: [],
    });
    expect(new TextEncoder().encode(renderReport(endless, links)).length).toBeLessThanOrEqual(1024 * 1024);
  });
});

const name = fc.oneof(
  fc.constantFrom(...hostileTexts),
  fc.string({ unit: "binary", maxLength: 400 }),
  fc.string({ unit: fc.constantFrom("`", "|", "@", "<", "\n", " ", "😀", "a"), maxLength: 400 }),
);
const row: fc.Arbitrary<Comparison> = name.chain((id) =>
  fc.constantFrom(
    someTimedRow(id, "regressed", [0.05, 0.06]),
    someTimedRow(id, "improved", [-0.06, -0.05]),
    someTimedRow(id, "unchanged", [-0.01, 0.01]),
    someInconclusiveRow(id, [-0.03, 0.06], id, { again: [-0.01, 0.02] }),
    someSuspectedRow(id, [0.05, 0.06], id),
    someIncomparableRow(id, id),
    someAddedRow(id),
    someFailedRow(id, id),
    someExactRow(id, "size", 100, 101),
    someExactRow(id, "fuel", 100, 102),
    someWaveringRow(id, { base: [1, 1], head: [1, 2] }),
    ...(["applies", "exceeded", "expired"] as const).map((standing): Comparison => {
      const regressedRow = someTimedRow(id, "regressed", [0.05, 0.06], { gating: standing !== "applies" });
      const waiver = { reason: id, ceiling: 0.1, expires: id, standing };
      return "waiver" in regressedRow ? { ...regressedRow, waiver } : regressedRow;
    }),
  ),
);
function baseOf(kind: Base["kind"], text: string): Base {
  if (kind === "absent") return { kind, reason: text };
  const found = someBase({
    source: text,
    sha: text,
    wantedSha: text,
    distance: 2,
    machine: { ...someMachine, cpu: text },
  });
  return kind === "compared" ? found : { ...found, kind, reason: text };
}

const anyResults: fc.Arbitrary<Results> = fc
  .record({
    rows: fc.array(row, { maxLength: 40 }),
    copies: fc.integer({ min: 1, max: 20 }),
    name,
    verdict: fc.constantFrom(
      "failed",
      "mixed",
      "regressed",
      "no-baseline",
      "inconclusive",
      "improved",
      "unchanged",
    ),
    baseKind: fc.constantFrom("compared", "stored", "absent"),
  })
  .map(({ rows, copies, name: text, verdict, baseKind }) =>
    someResults({
      comparisons: Array.from({ length: copies }, () => rows).flat(),
      cases: rows.map((each, index) => ({
        ...(index < 2 ? someControl(each.case) : someCase(each.case)),
        settling: { operations: 1, milliseconds: 1_000, settled: false },
      })),
      conditions: someConditions(12).map((each) => ({
        ...each,
        disturbances: [text, `${text} ${each.round}`],
      })),
      plan: { ...regressed.plan, steadiness: { flags: [text, text, text], processor: 1 } },
      measurements: rows.flatMap((each) =>
        isMetric(each.metric)
          ? [{ case: each.case, metric: each.metric, arm: "head", round: 0, samples: [1] }]
          : [],
      ),
      machine: { ...someMachine, cpu: text, os: text, arch: text, node: text },
      base: baseOf(baseKind, text),
      targets: [
        someTarget({ name: text, level: "poor", measured: 1e9, advice: [text, text] }),
        someTarget({ name: text, acceptable: 1e9, critical: 1e10, level: "critical", measured: 1e11 }),
      ],
      waivers: rows.map((each) => ({
        case: each.case,
        metric: "p99",
        reason: text,
        ceiling: 0.1,
        expires: text,
      })),
      drift: rows.map((each, index) =>
        someDrift({
          case: each.case,
          ago: index,
          from: { sha: text, at: text },
          to: { sha: index % 2 === 0 ? text : null, at: text },
        }),
      ),
      profileChanges: rows.map((each) => ({
        case: each.case,
        functions: [{ function: each.case, base: 100, head: 102 }],
        more: 1,
      })),
      verdict,
      fuelgauge: text,
      secondRunner: someSecondRunner({ ...someMachine, cpu: text, os: text, arch: text, node: text }),
    }),
  );

it("whatever the names: within the limit, the marker first, the link at the end", () => {
  fc.assert(
    fc.property(anyResults, fc.integer({ min: 20_480, max: 65_536 }), (results, limit) => {
      const comment = renderComment(results, links, { marker, limit });
      expect(comment.startsWith(`${marker}\n`)).toBe(true);
      expect(comment.length).toBeLessThanOrEqual(limit);
      expect(new TextEncoder().encode(comment).length).toBeLessThanOrEqual(limit);
      expect(comment.split("\n").at(-2)).toContain(`](${artifact})`);
      for (const [header, ...rows] of tablesOf(comment)) {
        for (const cells of rows) expect(cells).toHaveLength(header?.length ?? 0);
      }
    }),
    { numRuns: 60 },
  );
});

describe("links", () => {
  it("commits are linked where the repository is known", () => {
    expect(renderComment(regressed, links, { marker })).toContain(
      "[`4f2d9c6`](https://github.com/octo/wasm/commit/4f2d9c61b7a35e80d4c2b19f6a7e3d5c8b0f1e2a)",
    );
    expect(renderReport(regressed, {})).not.toContain("](");
  });

  it("a missing baseline is told with its reason, and names in it are shown as code", () => {
    const reason = "GitHub does not let the token read artifacts; add `actions: read` to the job";
    const report = renderReport(someResults({ ...noBaseline, base: { kind: "absent", reason } }), links);
    expect(report).toContain("GitHub does not let the token read artifacts; add `actions: read` to the job.");
  });

  it("an address that is not https is left out", () => {
    const comment = renderComment(regressed, { artifact: "javascript:alert(1)" }, { marker });
    expect(comment).not.toContain("javascript");
  });
});

it("a byte more is told in all its digits, and the run is not red", () => {
  const comment = renderComment(exactOnly, links, { marker });
  expect(comment).toContain("No change** beyond ±2 % in 8 rows; 1 exact figure differs.");
  expect(comment).toMatch(/`modules\/fib-20` \| size +\| 12,345\sB \| 12,346\sB \| 1 B larger \|/);
});

describe("a second look", () => {
  const again = someTimedRow("a/1", "regressed", [0.05, 0.06], { again: [0.04, 0.07] });
  const columnsOf = (rows: Comparison[]) =>
    tablesOf(renderReport(someResults({ verdict: "regressed", comparisons: rows }), links))[0]?.[0];

  it("stands beside the first one, where any row of the table has one", () => {
    expect(columnsOf([again])).toEqual(["Case", "Base", "Head", "Change", "Again"]);
    expect(columnsOf([someTimedRow("a/1", "regressed", [0.05, 0.06])])).not.toContain("Again");
  });

  it("that did not show the change again leaves both intervals, the reason, and what could have been seen", () => {
    const reason = "fresh rounds did not show the regression again";
    const row = someInconclusiveRow("a/1", [0.05, 0.06], reason, { again: [-0.03, 0.01], detectable: 0.026 });
    const [header, , cells] =
      tablesOf(renderReport(someResults({ verdict: "inconclusive", comparisons: [row] }), links))[0] ?? [];
    expect(header?.slice(3)).toEqual(["Change", "Again", "Could have seen", "Why"]);
    expect(cells?.slice(3)).toEqual([
      "5.0 % to 6.0 % slower",
      "3.0 % faster to 1.0 % slower",
      "≥\u{a0}2.6\u{a0}%",
      reason,
    ]);
  });

  it("that is missing makes a section of its own after the regressions", () => {
    const comparisons = [again, someSuspectedRow("a/2", [0.05, 0.06])];
    expect(renderReport(someResults({ verdict: "regressed", comparisons }), links)).toMatch(
      /#### Regressions\n.*`a\/1`.*#### Suspected regressions\n.*`a\/2`.*it has not been looked at again/s,
    );
  });
});

describe("a control", () => {
  const cases = [someCase("a/1"), someControl("control/turns"), someControl("control/processes")];
  const same = someTimedRow("a/1", "unchanged", [-0.01, 0.01]);

  it("stands nowhere as long as it does not move", () => {
    const comparisons = [
      same,
      someTimedRow("control/turns", "unchanged", [-0.01, 0.01]),
      someInconclusiveRow("control/processes", [-0.03, 0.06], "the figures vary", { gating: false }),
    ];
    const results = someResults({ comparisons, cases });
    expect(renderReport(results, links)).toContain("<summary>1 unchanged row:");
    for (const text of [renderReport(results, links), renderConsole(results, (_, each) => each)])
      expect(text).not.toContain("control/");
  });

  it("that moved is told before any row", () => {
    const moved = (id: string) => someTimedRow(id, "improved", [-0.04, -0.03], { gating: false });
    const comparisons = [same, moved("control/turns"), moved("control/processes")];
    expect(renderReport(someResults({ comparisons, cases }), links)).toContain(
      "**Run it again:** `control/turns` came out 3.0 % to 4.0 % faster and `control/processes` came out 3.0 % to 4.0 % faster although they are the same program on both sides",
    );
  });

  it("that failed is told like any case", () => {
    const comparisons = [same, someFailedRow("control/turns", "wrong answer")];
    expect(renderReport(someResults({ verdict: "failed", comparisons, cases }), links)).toMatch(
      /#### Failed cases\n.*`control\/turns`/s,
    );
  });
});

it("a base that could not be run is told at the top, with the reason", () => {
  expect(renderReport(storedBase, links).split("\n\n")[1]).toBe(
    "Only stored exact figures of the base were compared, because it could not be run here: its bundle is too large to keep.",
  );
});

describe("drift of the base branch", () => {
  it("stands open while a figure that may gate got worse not long ago, and is folded away after that", () => {
    const report = (drift: Results["drift"]) => renderReport(someResults({ drift }), links);
    expect(report([someDrift({ ago: 29 })])).toContain("#### Drift of the base branch: 1 figure got worse");
    for (const quiet of [
      someDrift({ ago: 30 }),
      someDrift({ gating: false }),
      someDrift({ change: { low: -0.2, estimate: -0.1, high: -0.05 } }),
    ])
      expect(report([quiet])).toContain("<summary>Drift of the base branch: 1 figure got");
    expect(report([])).not.toContain("Drift");
  });

  it("links what lies between two commits", () => {
    expect(renderReport(drifting, links)).toContain(
      `(https://github.com/octo/wasm/compare/${"1".repeat(40)}...${"2".repeat(40)})`,
    );
  });

  it("draws a figure that never moves, and none that has only one level", () => {
    const flat = (levels: number[]) => renderReport(someResults({ drift: [someDrift({ levels })] }), {});
    expect(flat([1, 1])).toContain('y-axis "% of the first" 99.90 --> 100.10');
    expect(flat([1])).not.toContain("mermaid");
  });
});

describe("a chart", () => {
  const changed = (count: number) =>
    someResults({
      verdict: "regressed",
      comparisons: Array.from({ length: count }, (_, index) =>
        someTimedRow(`execution/case-${index}`, "regressed", [0.05 + index / 100, 0.06 + index / 100]),
      ),
    });

  it("needs two rows", () => {
    expect(renderReport(changed(1), {})).not.toContain("mermaid");
    expect(renderReport(changed(2), {})).toContain("bar [6.50, 5.50]");
  });

  it("has the twelve largest changes", () => {
    const chart = /x-axis \[(.*)\]/.exec(renderReport(changed(20), {}))?.[1]?.split(", ");
    expect(chart).toHaveLength(12);
    expect(chart?.[0]).toBe('"execution/case-19"');
  });
});
