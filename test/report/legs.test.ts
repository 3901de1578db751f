import { describe, expect, test } from "vitest";
import type { Comparison } from "../../src/model/comparison.ts";
import { renderLegs, verdictOfLegs } from "../../src/report/legs.ts";
import { renderComment, summaryLimit } from "../../src/report/markdown.ts";
import { outsideCode } from "../support/markdown.ts";
import { someFailedRow, someMachine, someResults, someTimedRow } from "../support/results.ts";
import { hostile } from "../support/situations.ts";

const links = {};

function legOf(platform: string, verdict: "regressed" | "unchanged" | "failed", row: Comparison) {
  const [os = "", arch = ""] = platform.split("-");
  const results = someResults({ verdict, comparisons: [row], machine: { ...someMachine, os, arch } });
  return { platform, results, links };
}

const linux = legOf("linux-x64", "regressed", someTimedRow("a/one", "regressed", [0.05, 0.06]));
const mac = legOf(
  "darwin-arm64",
  "unchanged",
  someTimedRow("a/one", "unchanged", [-0.004, 0.003], { base: 7 }),
);
const windows = legOf("win32-x64", "failed", someFailedRow("a/two", "answers wrong"));

describe("reports of several kinds of machines", () => {
  const text = renderLegs([linux, mac, windows], { head: "<!-- marker -->" }).replaceAll("\u00a0", " ");

  test("stand side by side, and below each other in full", () => {
    expect(text.startsWith("<!-- marker -->\n\n### ❌ **3 kinds of machines:**")).toBe(true);
    expect(text).toContain("`linux-x64` regressed, `darwin-arm64` unchanged, `win32-x64` failed");
    expect(text).toMatch(
      /^\| `a\/one` +\| time +\| regressed: 5\.0 % to 6\.0 % slower +\| unchanged: .* \| +\|$/m,
    );
    expect(text).toMatch(/^\| `a\/two` +\| time +\| +\| +\| failed +\|$/m);
    expect(text.match(/^## .*$/gm)).toEqual(["## `linux-x64`", "## `darwin-arm64`", "## `win32-x64`"]);
    for (const { results } of [linux, mac, windows]) {
      const [, heading = ""] = renderComment(results, links, { marker: "" }).split("### ");
      expect(text).toContain(heading.split("\n")[0]?.replaceAll("\u00a0", " "));
    }
  });

  test("have the worst of their verdicts", () => {
    expect(verdictOfLegs([mac, linux])).toBe("regressed");
    expect(verdictOfLegs([linux, windows])).toBe("failed");
    expect(verdictOfLegs([mac])).toBe("unchanged");
  });

  test("of one kind are its report", () => {
    expect(renderLegs([linux], { head: "head" })).toBe(
      renderComment(linux.results, links, { marker: "head" }),
    );
  });

  test("fit together into one comment, and do nothing", () => {
    const legs = ["linux-x64", "darwin-arm64", "win32-x64"].map((platform) => {
      return { platform, results: hostile, links };
    });
    const crowded = renderLegs(legs, { head: "" });
    expect(Buffer.byteLength(crowded)).toBeLessThanOrEqual(65_536);
    expect(outsideCode(crowded)).not.toMatch(/@|#\d|evil|tracker|javascript|<!--/);
  });
});

test("a job summary of thousands of rows on several machines stays below GitHub's limit, with a regression of each", () => {
  const legs = ["linux-x64", "darwin-arm64"].map((platform) => {
    const [os = "", arch = ""] = platform.split("-");
    const rows = Array.from({ length: 2_500 }, (_, n) =>
      someTimedRow(`größe/${platform}/${n}-${"ß".repeat(40)}`, "regressed", [0.05 + n / 1e5, 0.9]),
    );
    const machine = { ...someMachine, os, arch };
    return { platform, links, results: someResults({ verdict: "regressed", comparisons: rows, machine }) };
  });
  const text = renderLegs(legs, { head: "", limit: summaryLimit });
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(summaryLimit);
  expect(Buffer.byteLength(text)).toBeGreaterThan(summaryLimit / 2);
  for (const { platform } of legs) expect(text).toContain(`größe/${platform}/2499-`);
});
