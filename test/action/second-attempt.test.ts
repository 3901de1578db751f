import { expect } from "vitest";
import { longTest } from "../support/long.ts";
import {
  baselineName,
  openHarmlessPull,
  project,
  reportName,
  runFuelgauge,
  storeBaseline,
} from "./support.ts";

longTest("a second attempt takes free names, and a later pull request can use what it stored", async () => {
  await using world = await project();
  const { github } = world;
  const first = await storeBaseline(world);
  const again = await runFuelgauge(world, world.push({ rerunOf: first.run }));
  expect(again.exitCode, again.log).toBe(0);
  expect(again.annotations.filter(({ level }) => level !== "notice")).toEqual([]);
  expect(github.artifacts().map(({ name }) => name)).toEqual([
    baselineName,
    reportName,
    `${baselineName}-attempt-2`,
    `${reportName}-attempt-2`,
  ]);
  expect(again.outputs["artifact-id"]).toBe(String(github.artifact(`${reportName}-attempt-2`).id));

  first.expired = true;
  const pull = openHarmlessPull(world);
  const checked = await runFuelgauge(world, world.pullRequest(pull));
  expect(checked.exitCode, checked.log).toBe(0);
  expect(checked.outputs["baseline-sha"]).toBe(world.tip());
  expect(checked.log).toContain(`the artifact ${baselineName}-attempt-2 of run ${first.run.id}`);
});
