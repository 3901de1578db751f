import { describe, expect, it } from "vitest";
import { renderBaselineReport } from "../../src/report/baseline-reports.ts";
import { renderConsole } from "../../src/report/console.ts";
import { renderComment, renderReport } from "../../src/report/markdown.ts";
import * as situations from "../support/situations.ts";

const links = {
  repository: "https://github.com/octo/wasm",
  artifact: "https://github.com/octo/wasm/actions/runs/4712/artifacts/99",
  run: "https://github.com/octo/wasm/actions/runs/4712",
};
const marker = "<!-- fuelgauge fuelgauge . linux-x64 -->";

describe("the comment reads as in its golden file", () => {
  it.each([
    ["regressed", situations.regressed],
    ["unchanged", situations.unchanged],
    ["inconclusive", situations.inconclusive],
    ["too-few-rounds", situations.tooFewRounds],
    ["no-baseline", situations.noBaseline],
    ["failed", situations.failed],
    ["mixed", situations.mixed],
    ["exact-only", situations.exactOnly],
    ["fuel", situations.fuel],
    ["waived", situations.waived],
    ["only-waived", situations.onlyWaived],
    ["drifting", situations.drifting],
    ["drifted-long-ago", situations.driftedLongAgo],
    ["second-look", situations.secondLook],
    ["suspected", situations.suspected],
    ["control-moved", situations.controlMoved],
    ["stored-base", situations.storedBase],
    ["imported", situations.imported],
    ["hostile", situations.hostile],
  ])("%s", async (name, results) => {
    await expect(renderComment(results, links, { marker })).toMatchFileSnapshot(`golden/comment-${name}.md`);
  });
});

it("a report without any link says the same without sending anybody anywhere", async () => {
  await expect(renderReport(situations.mixed, {})).toMatchFileSnapshot("golden/report-mixed.md");
});

it.each([
  ["mixed", situations.mixed],
  ["no-baseline", situations.noBaseline],
  ["fuel", situations.fuel],
  ["waived", situations.waived],
  ["drifting", situations.drifting],
  ["second-look", situations.secondLook],
  ["imported", situations.imported],
  ["suspected", situations.suspected],
  ["control-moved", situations.controlMoved],
])("the terminal reads as in its golden file: %s", async (name, results) => {
  const plain = renderConsole(results, (_, text) => text);
  await expect(`${plain}\n`).toMatchFileSnapshot(`golden/console-${name}.txt`);
});

it("a baseline report tells one suite", async () => {
  await expect(renderBaselineReport(situations.noBaseline, "crash")).toMatchFileSnapshot(
    "golden/baseline-crash.md",
  );
  await expect(renderBaselineReport(situations.secondLook, "execution")).toMatchFileSnapshot(
    "golden/baseline-execution.md",
  );
});
