import { expect, test } from "vitest";
import {
  marker,
  onlyComment,
  openHarmlessPull,
  project,
  reportName,
  restRequests,
  rowsOf,
  runFuelgauge,
  short,
  storeBaseline,
  uploadedResults,
} from "./support.ts";

test("a pull request is compared with the baseline and commented; the next push updates the comment", async () => {
  await using world = await project();
  const { github } = world;
  const baseline = await storeBaseline(world);
  const pull = openHarmlessPull(world);
  const checked = await runFuelgauge(world, world.pullRequest(pull, { action: "opened" }));
  expect(checked.exitCode, checked.log).toBe(0);
  expect(checked.outputs).toMatchObject({
    verdict: "inconclusive",
    regressions: "0",
    "baseline-sha": world.tip(),
    "baseline-run-id": String(baseline.run.id),
  });
  expect(checked.annotations).toEqual([]);
  const firstHead = pull.head.sha;
  const comment = onlyComment(world, pull);
  expect(comment.split("\n")[0]).toBe(marker);
  expect(comment).toContain(`base [\`${short(world.tip())}\`]`);
  expect(comment).toContain(`head [\`${short(firstHead)}\`]`);
  expect(comment).toContain("`execution/fib-20`");
  expect(comment).toContain(checked.outputs["artifact-url"]);
  expect(comment).toContain(checked.summary.trim());
  expect(checked.outputs["comment-url"]).toMatch(/\/pull\/1#issuecomment-\d+$/);

  const results = uploadedResults(world);
  expect(rowsOf(results, "modules/fib").map(({ metric, verdict }) => [metric, verdict])).toEqual([
    ["size", "unchanged"],
    ["memory", "unchanged"],
    ["exports", "unchanged"],
  ]);
  expect(rowsOf(results, "execution/fib-20")).toMatchObject([
    { metric: "time", gating: true },
    { metric: "fuel", verdict: "unchanged" },
  ]);
  expect(github.artifacts().filter(({ run }) => run.id === checked.run.id)).toMatchObject([
    { name: reportName },
  ]);

  world.pushToPullRequest(pull, { "notes.txt": "another note" });
  const again = await runFuelgauge(world, world.pullRequest(pull));
  expect(again.exitCode, again.log).toBe(0);
  expect(restRequests(again).slice(-3)).toEqual([
    "GET /issues/1/comments",
    "GET /pulls/1",
    expect.stringMatching(/^PATCH \/issues\/comments\/\d+$/),
  ]);
  const updated = onlyComment(world, pull);
  expect(updated).toContain(`head [\`${short(pull.head.sha)}\`]`);
  expect(updated).not.toContain(short(firstHead));
  expect(again.outputs["comment-url"]).toBe(checked.outputs["comment-url"]);
});
