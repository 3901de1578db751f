import { test } from "vitest";
import { filesOf, replaceFiles } from "../rig/github.ts";
import {
  baselineName,
  expectNoBaseline,
  openHarmlessPull,
  project,
  runFuelgauge,
  storeBaseline,
  withJson,
} from "./support.ts";

test.each([
  ["results.json", "its results.json has schema 9, this Fuelgauge reads 1 and 2"],
  ["manifest.json", "its manifest has schema 9, and this Fuelgauge reads schema 1"],
])("a baseline with a newer %s is none, and says so", async (path, flaw) => {
  await using world = await project();
  const baseline = await storeBaseline(world);
  // a newer format need not have anything but the version in common with this one
  replaceFiles(baseline, withJson(filesOf(baseline), path, { schema: 9, cases: "moved", files: "moved" }));
  const pull = openHarmlessPull(world);
  const checked = await runFuelgauge(world, world.pullRequest(pull));
  const artifact = `the artifact ${baselineName} of run ${baseline.run.id}`;
  expectNoBaseline(world, pull, checked, `${artifact} cannot be used: ${flaw}`);
});
