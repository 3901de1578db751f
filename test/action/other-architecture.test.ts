import { expect, test } from "vitest";
import {
  baselineName,
  expectNoBaseline,
  openHarmlessPull,
  project,
  runFuelgauge,
  storeBaseline,
} from "./support.ts";

const otherArch = process.arch === "x64" ? "arm64" : "x64";
const otherName = `fuelgauge-baseline-${process.platform}-${otherArch}`;

test("a leg of a matrix takes its own baseline, although another architecture has a nearer one", async () => {
  await using world = await project();
  const { github } = world;
  const own = await storeBaseline(world);
  expect(own.name).toBe(`fuelgauge-baseline-${process.platform}-${process.arch}`);
  const stored = world.tip();
  const { sha } = world.commit({ "notes.txt": "a note" });
  const run = github.addRun({ event: "push", headSha: sha, headBranch: "main" });
  github.addArtifact({ name: otherName, run, files: new Map([["manifest.json", "for others"]]) });
  const pull = openHarmlessPull(world);
  const checked = await runFuelgauge(world, world.pullRequest(pull));
  expect(checked.exitCode, checked.log).toBe(0);
  expect(checked.outputs).toMatchObject({ "baseline-sha": stored, "baseline-run-id": String(own.run.id) });
});

test("another architecture's baseline alone is none", async () => {
  await using world = await project();
  const { github } = world;
  const run = github.addRun({ event: "push", headSha: world.tip(), headBranch: "main" });
  github.addArtifact({ name: otherName, run, files: new Map([["manifest.json", "for others"]]) });
  const pull = openHarmlessPull(world);
  const checked = await runFuelgauge(world, world.pullRequest(pull));
  const reason = `there is no artifact called ${baselineName} yet; a run on main stores the first`;
  expectNoBaseline(world, pull, checked, reason);
});
