import { expect, test } from "vitest";
import { filesOf } from "../rig/github.ts";
import type { NewRun, Repository } from "../rig/world.ts";
import { longTest } from "../support/long.ts";
import {
  baselineName,
  bearWitness,
  expectNoBaseline,
  type Files,
  hasSpoken,
  openHarmlessPull,
  project,
  runFuelgauge,
  runtimeOfTwo,
  short,
  storeBaseline,
  withBundleFiles,
} from "./support.ts";

const suites = "execution/fib-20\ninstantiation/warm-start";

/** A project whose only baseline is a planted one, made by a run of this kind, with host code that bears witness. */
async function withPlantedBaseline(statement: string, run: (fork: Repository) => Partial<NewRun>) {
  const world = await project(runtimeOfTwo());
  const { github } = world;
  const baseline = await storeBaseline(world);
  const host = String(filesOf(baseline).get("bundle/host/index.mjs")) + statement;
  const files: Files = withBundleFiles(filesOf(baseline), { "host/index.mjs": host });
  github.world.artifacts.length = 0;
  const fork = github.addFork("stranger");
  const origin = github.addRun({ event: "push", headSha: world.tip(), headBranch: "main", ...run(fork) });
  const artifact = github.addArtifact({ name: baselineName, run: origin, files });
  const pull = openHarmlessPull(world);
  return {
    world,
    pull,
    which: `artifact ${artifact.id} of ${short(world.tip())} (run ${origin.id})`,
    origin,
  };
}

test("a baseline from a fork's run on its own main is not run", async () => {
  const { world, pull, which } = await withPlantedBaseline(bearWitness, (fork) => ({
    event: "pull_request",
    headRepository: fork,
  }));
  await using _ = world;
  const checked = await runFuelgauge(world, world.pullRequest(pull), { inputs: { suites } });
  expectNoBaseline(
    world,
    pull,
    checked,
    `${which} was made by a fork's run on its own main, which is not trusted`,
  );
  expect(hasSpoken(world)).toBe(false);
});

longTest("a baseline from a pull request's run is not run, whatever its branch is called", async () => {
  const { world, pull, origin } = await withPlantedBaseline(bearWitness, () => ({
    event: "pull_request",
  }));
  await using _ = world;
  const checked = await runFuelgauge(world, world.pullRequest(pull), { inputs: { suites } });
  const artifact = `the artifact of ${short(world.tip())}`;
  expectNoBaseline(
    world,
    pull,
    checked,
    `${artifact} comes from a pull_request run (${origin.id}), which is not trusted`,
  );
  expect(hasSpoken(world)).toBe(false);
});

test("the same artifact from a push to main is run", async () => {
  const { world, pull } = await withPlantedBaseline(bearWitness, () => ({}));
  await using _ = world;
  const checked = await runFuelgauge(world, world.pullRequest(pull), { inputs: { suites } });
  expect(checked.outputs["baseline-sha"], checked.log).toBe(world.tip());
  expect(hasSpoken(world)).toBe(true);
});
