import { expect, test } from "vitest";
import { longTest } from "../support/long.ts";
import {
  expectNoBaseline,
  openHarmlessPull,
  project,
  runFuelgauge,
  short,
  storeBaseline,
  visibleText,
} from "./support.ts";

test("an expired baseline is none", async () => {
  await using world = await project();
  const baseline = await storeBaseline(world);
  baseline.expired = true;
  const pull = openHarmlessPull(world);
  const checked = await runFuelgauge(world, world.pullRequest(pull));
  expectNoBaseline(world, pull, checked, `the artifact of ${short(world.tip())} has expired`);
});

longTest("behind an expired baseline the one of an earlier commit is taken", async () => {
  await using world = await project();
  await storeBaseline(world);
  const earlier = world.tip();
  world.commit({ "notes.txt": "later" });
  const baseline = await storeBaseline(world);
  baseline.expired = true;
  const pull = openHarmlessPull(world);
  const checked = await runFuelgauge(world, world.pullRequest(pull));
  expect(checked.exitCode, checked.log).toBe(0);
  expect(checked.outputs["baseline-sha"]).toBe(earlier);
  expect(checked.log).toContain(`Passed over: the artifact of ${short(world.tip())} has expired.`);
  expect(visibleText(checked.summary)).toContain(
    `base is 1 commit before the base commit ${short(world.tip())}, the nearest with a baseline`,
  );
});
