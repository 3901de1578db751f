import { expect, test } from "vitest";
import {
  openHarmlessPull,
  project,
  reportName,
  restRequests,
  runFuelgauge,
  storeBaseline,
} from "./support.ts";

test("a merge queue's run is compared with what the group is put on, and neither comments nor stores", async () => {
  await using world = await project();
  const { github } = world;
  await storeBaseline(world);
  const pull = openHarmlessPull(world);
  const queued = await runFuelgauge(world, world.mergeGroup(pull));
  expect(queued.exitCode, queued.log).toBe(0);
  expect(queued.outputs).toMatchObject({ "baseline-sha": world.tip(), "comment-url": "" });
  expect(queued.summary).toContain("`execution/fib-20`");
  expect(restRequests(queued).filter((request) => request.includes("comments"))).toEqual([]);
  expect(github.comments(pull.number)).toEqual([]);
  expect(github.artifacts().filter(({ run }) => run.id === queued.run.id)).toMatchObject([
    { name: reportName },
  ]);
});
