import { expect, test } from "vitest";
import { badgeOf } from "../../src/report/badge.ts";
import { checkOf } from "../../src/report/check.ts";
import { someResults, someTimedRow } from "../support/results.ts";
import * as situations from "../support/situations.ts";

test("regressed and suspected rows are annotated at the files that they come from", () => {
  const check = checkOf(situations.suspected, (id) => ({ path: `guests/${id}.ts`, line: 3 }));
  expect(check?.annotations.length).toBeGreaterThan(0);
  for (const { path, line, title, message } of check?.annotations ?? []) {
    expect(line).toBe(3);
    expect(path).toMatch(/^guests\/.+\.ts$/);
    expect(title).toMatch(/^(Regressed|Suspected): .+ \(\w+\)$/);
    expect(message).toMatch(/ slower/);
  }
});

test("a row whose file is not known is counted", () => {
  const check = checkOf(situations.regressed, () => null);
  expect(check?.annotations).toEqual([]);
  expect(check?.summary).toMatch(/\d rows? without an annotation/);
});

test("there are never more than GitHub takes, the worst ones first", () => {
  const rows = Array.from({ length: 70 }, (_, i) =>
    someTimedRow(`a/${i}`, "regressed", [0.1 + i / 100, 0.9]),
  );
  const check = checkOf(someResults({ comparisons: rows, verdict: "regressed" }), () => ({
    path: "a.ts",
    line: 1,
  }));
  expect(check?.annotations).toHaveLength(50);
  expect(check?.annotations[0]?.title).toContain("a/69");
  expect(check?.summary).toContain("20 rows without an annotation");
});

test("a run without a regression has no check", () => {
  expect(checkOf(situations.unchanged, () => ({ path: "a.ts", line: 1 }))).toBeNull();
});

test("hostile names are plain text in titles, and code in the summary", () => {
  const check = checkOf(situations.hostile, () => ({ path: "a.ts", line: 1 }));
  expect(check?.title.length).toBeLessThanOrEqual(200);
  for (const { title, message } of check?.annotations ?? []) {
    expect(title.length).toBeLessThanOrEqual(255);
    expect(`${title}${message}`).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  }
  expect(check?.summary).not.toContain("</details>@everyone");
});

test.each([
  ["regressed", situations.regressed, /^\d+ regressed$/, "critical"],
  ["mixed", situations.mixed, /^\d+ regressed, \d+ improved$/, "critical"],
  ["failed", situations.failed, /^\d+ cases? failed$/, "critical"],
  ["unchanged", situations.unchanged, /^no change$/, "success"],
  ["inconclusive", situations.inconclusive, /^cannot tell$/, "yellow"],
  ["no baseline", situations.noBaseline, /^no baseline$/, "inactive"],
])("a badge says in three words what a run came to: %s", (_name, results, message, color) => {
  expect(badgeOf(results)).toEqual({
    schemaVersion: 1,
    label: "fuelgauge",
    message: expect.stringMatching(message),
    color,
  });
});
