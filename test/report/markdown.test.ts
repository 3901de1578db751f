import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Comparison } from "../../src/model/comparison.ts";
import type { Results } from "../../src/model/results.ts";
import { renderComment, renderReport } from "../../src/report/markdown.ts";
import { outsideCode, tablesOf } from "../support/markdown.ts";
import {
  someAddedRow,
  someBase,
  someDrift,
  someExactRow,
  someFailedRow,
  someIncomparableRow,
  someInconclusiveRow,
  someMachine,
  someResults,
  someTarget,
  someTimedRow,
  someWaveringRow,
} from "../support/results.ts";
import { drifting, exactOnly, hostile, hostileTexts, noBaseline, regressed } from "../support/situations.ts";

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
    const comment = renderComment(crowded, links, { marker, limit: 16_000 });
    expect(comment.length).toBeLessThanOrEqual(16_000);
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
    someInconclusiveRow(id, [-0.03, 0.06], id),
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
    hasBase: fc.boolean(),
  })
  .map(({ rows, copies, name: text, verdict, hasBase }) =>
    someResults({
      comparisons: Array.from({ length: copies }, () => rows).flat(),
      cases: [],
      measurements: rows.flatMap((each) => [
        { case: each.case, metric: each.metric, arm: "head", round: 0, samples: [1] },
      ]),
      machine: { ...someMachine, cpu: text, os: text, arch: text, node: text },
      base: hasBase ? someBase({ source: text, sha: text, distance: 2 }) : { kind: "absent", reason: text },
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
    }),
  );

it("whatever the names: within the limit, the marker first, the link at the end", () => {
  fc.assert(
    fc.property(anyResults, fc.integer({ min: 12_288, max: 65_536 }), (results, limit) => {
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
