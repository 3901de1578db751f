import { expect, test } from "vitest";
import { filesOf, replaceFiles } from "../rig/github.ts";
import {
  openHarmlessPull,
  project,
  rowsOf,
  runFuelgauge,
  storeBaseline,
  uploadedResults,
  withJson,
} from "./support.ts";

test("a baseline from before there was fuel is run again, so that its fuel is compared", async () => {
  await using world = await project();
  const baseline = await storeBaseline(world);
  const before = { schema: 1, fuelContract: undefined, profileChanges: undefined };
  replaceFiles(baseline, withJson(filesOf(baseline), "results.json", before));
  const checked = await runFuelgauge(world, world.pullRequest(openHarmlessPull(world)));
  expect(checked.exitCode, checked.log).toBe(0);
  expect(checked.outputs["baseline-sha"]).toBe(world.tip());
  expect(rowsOf(uploadedResults(world), "execution/fib-20")).toMatchObject([
    { metric: "time" },
    { metric: "fuel", verdict: "unchanged", base: 197_015 },
  ]);
});
