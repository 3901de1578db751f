import { expect, test } from "vitest";
import { openHarmlessPull, project, runFuelgauge, storeBaseline } from "./support.ts";

/** A pull request that started at one commit with a baseline, and is put on top of a later one. */
async function behindMain() {
  const world = await project();
  await storeBaseline(world);
  const forked = world.tip();
  const pull = openHarmlessPull(world);
  world.commit({ "other.txt": "somebody else's" });
  await storeBaseline(world);
  world.updateTestMerge(pull);
  // the event's base may be as old as the pull request
  pull.base.sha = forked;
  return { world, pull, forked };
}

test("the test merge is compared with its first parent, not with the merge base or the event's base", async () => {
  const { world, pull } = await behindMain();
  await using _ = world;
  const checked = await runFuelgauge(world, world.pullRequest(pull));
  expect(checked.exitCode, checked.log).toBe(0);
  expect(checked.outputs["baseline-sha"]).toBe(world.tip());
});

test("a checkout of the pull request's head is compared with the merge base", async () => {
  const { world, pull, forked } = await behindMain();
  await using _ = world;
  const checked = await runFuelgauge(world, world.pullRequest(pull, { checkout: pull.head.sha }));
  expect(checked.exitCode, checked.log).toBe(0);
  expect(checked.outputs["baseline-sha"]).toBe(forked);
});
