import { expect, test } from "vitest";
import type { StepResult } from "../rig/runner.ts";
import { openHarmlessPull, project, runFuelgauge, storeBaseline } from "./support.ts";

function expectOnlyAWarning(checked: StepResult): void {
  expect(checked.exitCode, checked.log).toBe(0);
  expect(checked.outputs).toMatchObject({ verdict: "inconclusive", "comment-url": "" });
  expect(checked.annotations).toEqual([
    { level: "warning", title: "No comment", message: expect.stringContaining("pull-requests: write") },
  ]);
  expect(checked.annotations[0]?.message).toContain("The job summary holds the same report.");
  expect(checked.summary).toContain("`execution/fib-20`");
}

test("the token of a fork's pull request may not comment: a warning, and the summary is there", async () => {
  await using world = await project();
  await storeBaseline(world);
  const pull = world.openPullRequest({ changes: { "notes.txt": "a note" }, fork: "stranger" });
  const checked = await runFuelgauge(world, world.pullRequest(pull));
  expectOnlyAWarning(checked);
  expect(checked.annotations[0]?.message).toContain("from a fork");
  expect(checked.outputs["baseline-sha"]).toBe(world.tip());
  expect(world.github.comments(pull.number)).toEqual([]);
});

test("a job without `pull-requests: write` is told the line to add", async () => {
  await using world = await project();
  await storeBaseline(world);
  const pull = openHarmlessPull(world);
  const permissions = { contents: "read", actions: "read" } as const;
  const checked = await runFuelgauge(world, world.pullRequest(pull), { permissions });
  expectOnlyAWarning(checked);
  expect(checked.annotations[0]?.message).toContain("add `pull-requests: write` to the job's `permissions:`");
});
