import { expect, test } from "vitest";
import { filesOf } from "../rig/github.ts";
import {
  expectNoBaseline,
  onlyComment,
  openHarmlessPull,
  project,
  restRequests,
  rowsOf,
  runFuelgauge,
  storeBaseline,
  uploadedResults,
} from "./support.ts";

test("`baseline:` a folder of the workspace is compared with, and GitHub is asked for nothing", async () => {
  await using world = await project();
  const stored = [...filesOf(await storeBaseline(world))];
  const sha = world.tip();
  const changes = Object.fromEntries(stored.map(([path, content]) => [`saved/${path}`, content]));
  const pull = world.openPullRequest({ changes });
  const checked = await runFuelgauge(world, world.pullRequest(pull), { inputs: { baseline: "saved" } });
  expect(checked.exitCode, checked.log).toBe(0);
  expect(checked.outputs).toMatchObject({
    verdict: "inconclusive",
    "baseline-sha": sha,
    "baseline-run-id": "",
  });
  expect(restRequests(checked)).toEqual([
    `GET /issues/${pull.number}/comments`,
    `POST /issues/${pull.number}/comments`,
  ]);
  expect(onlyComment(world, pull)).toContain("the folder saved");
  expect(rowsOf(uploadedResults(world), "modules/fib")[0]?.verdict).toBe("unchanged");
});

test("`baseline: none` compares with nothing, although there is one", async () => {
  await using world = await project();
  await storeBaseline(world);
  const pull = openHarmlessPull(world);
  const checked = await runFuelgauge(world, world.pullRequest(pull), { inputs: { baseline: "none" } });
  expectNoBaseline(world, pull, checked, "the input `baseline` is `none`");
  expect(restRequests(checked)).not.toContain("GET /actions/artifacts");
});

test("`baseline:` a folder that is not there is no baseline", async () => {
  await using world = await project();
  const pull = openHarmlessPull(world);
  const checked = await runFuelgauge(world, world.pullRequest(pull), { inputs: { baseline: "nowhere" } });
  expectNoBaseline(world, pull, checked, "the folder nowhere cannot be used: it holds no bundle");
});
