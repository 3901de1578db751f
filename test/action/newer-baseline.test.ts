import { expect, test } from "vitest";
import { manifestVersion } from "../../src/model/manifest.ts";
import { filesOf, replaceFiles } from "../rig/github.ts";
import {
  baselineName,
  expectNoBaseline,
  openHarmlessPull,
  project,
  runFuelgauge,
  storeBaseline,
  uploadedResults,
  withJson,
} from "./support.ts";

test("a baseline with newer results is none, and says so", async () => {
  await using world = await project();
  const baseline = await storeBaseline(world);
  // a newer format need not have anything but the version in common with this one
  replaceFiles(baseline, withJson(filesOf(baseline), "results.json", { schema: 9, cases: "moved" }));
  const pull = openHarmlessPull(world);
  const checked = await runFuelgauge(world, world.pullRequest(pull));
  const artifact = `the artifact ${baselineName} of run ${baseline.run.id}`;
  const flaw = "its results.json has schema 9, this Fuelgauge reads 1, 2, 3";
  expectNoBaseline(world, pull, checked, `${artifact} cannot be used: ${flaw}`);
});

test("of a baseline with a newer manifest the stored results are used", async () => {
  await using world = await project();
  const baseline = await storeBaseline(world);
  replaceFiles(baseline, withJson(filesOf(baseline), "manifest.json", { schema: 9, files: "moved" }));
  const checked = await runFuelgauge(world, world.pullRequest(openHarmlessPull(world)));
  expect(checked.exitCode, checked.log).toBe(0);
  expect(checked.outputs).toMatchObject({ verdict: "inconclusive", "baseline-sha": world.tip() });
  expect(uploadedResults(world).base).toMatchObject({
    kind: "stored",
    sha: world.tip(),
    reason: `its manifest has schema 9, and this Fuelgauge reads schema ${manifestVersion}`,
  });
});
