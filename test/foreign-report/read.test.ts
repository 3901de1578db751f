import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ForeignReport, readForeignReport } from "../../src/foreign-report/read.ts";
import { renderComment } from "../../src/report/markdown.ts";
import { forkNotice, renderRefused } from "../../src/report/observed.ts";
import { outsideCode, tablesOf } from "../support/markdown.ts";
import { someResults } from "../support/results.ts";
import { archives, documents, expected, figures, planted, texts, zipOf } from "./attacks.ts";

const head = "<!-- fuelgauge fuelgauge . linux-x64 -->\n<!-- run 7.1 of 4f2d9c61 -->";
const repository = "https://github.com/octo-org/gauge";
const run = `${repository}/actions/runs/7`;
const links = { repository, run, artifact: `${run}/artifacts/9` };

/** What the attacks may not write to, beside anything else: the folder that they are read in. */
let folder: string;
const before = process.cwd();

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "fuelgauge-foreign-"));
  process.chdir(folder);
});

afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

test("there are more than sixty", () => {
  const count = [archives, documents, Object.keys(texts), Object.keys(figures)].flat().length;
  expect(count).toBeGreaterThan(120);
});

test("an honest report is read", async () => {
  const results = someResults();
  expect(await readForeignReport(zipOf(results), expected)).toEqual({ kind: "read", results });
});

describe("refused, with nothing written and harmless words", () => {
  test.each([...archives, ...documents])("%s", async (_, reason, zip) => {
    const report = await readForeignReport(zip(), expected);
    expect(report).toMatchObject({ kind: "refused", reason: expect.stringContaining(reason) });
    expect(readdirSync(folder)).toEqual([]);
    expect(Object.prototype).not.toHaveProperty("polluted");
    expectHarmless(commentOf(report));
  });
});

describe("read, and shown without doing anything", () => {
  test.each(Object.entries(texts))("%s", async (_, text) => {
    const report = await readForeignReport(zipOf(planted(text)), expected);
    expect(report.kind).toBe("read");
    expectHarmless(commentOf(report));
  });

  test.each(Object.entries(figures))("%s", async (_, results) => {
    const report = await readForeignReport(zipOf(results()), expected);
    expect(report).toMatchObject({ kind: "read" });
    expectHarmless(commentOf(report));
  });
});

test("an archive with any of its bytes changed is read or refused", async () => {
  const zip = zipOf(someResults());
  const change = fc.tuple(fc.nat(zip.length - 1), fc.nat(255));
  // the headers are the end of the archive and its beginning
  const inHeaders = fc.tuple(fc.integer({ min: zip.length - 200, max: zip.length - 1 }), fc.nat(255));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(change, inHeaders), { minLength: 1, maxLength: 4 }),
      async (changes) => {
        const changed = Buffer.from(zip);
        for (const [at, byte] of changes) changed[at] = byte;
        expectHarmless(commentOf(await readForeignReport(changed, expected)));
      },
    ),
    { numRuns: 300 },
  );
});

function commentOf(report: ForeignReport): string {
  return report.kind === "refused"
    ? `${head}\n\n${renderRefused({ headSha: expected.headSha, run }, "fuelgauge-report-linux-x64", report.reason)}`
    : renderComment(report.results, links, { marker: head, notice: forkNotice });
}

const ownTags = new Set(["<details>", "</details>", "<summary>", "</summary>", "<sub>", "</sub>", "<br>"]);

/** Whatever stands in a comment outside of code is the report's own, and nothing in it is hidden. */
function expectHarmless(comment: string): void {
  expect(Buffer.byteLength(comment)).toBeLessThanOrEqual(65_536);
  expect(comment.startsWith(`${head}\n\n`)).toBe(true);
  const rest = comment.slice(head.length);
  // joiners and marks of direction are gone even where they would be shown as code
  expect(rest.replaceAll("\n", "")).not.toMatch(/[\p{Cf}\p{Cs}\p{Cc}]/u);
  const outside = outsideCode(rest);
  expect(outside).not.toContain("<!--");
  expect((outside.match(/<[^>]*>?/g) ?? []).filter((tag) => !ownTags.has(tag))).toEqual([]);
  expect(outside).not.toMatch(/@|#\d|evil|tracker|javascript|\$|^\[.*\]:/m);
  expect(outside.match(/<details>/g)?.length).toBe(outside.match(/<\/details>/g)?.length);
  for (const [, target = ""] of outside.matchAll(/\]\(([^)]*)\)/g)) {
    expect(target.startsWith(`${repository}/`)).toBe(true);
  }
  for (const [header, ...rows] of tablesOf(rest)) {
    for (const row of rows) expect(row).toHaveLength(header?.length ?? 0);
  }
}
