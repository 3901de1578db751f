import { expect } from "vitest";
import { filesOf, replaceFiles } from "../rig/github.ts";
import { longTest } from "../support/long.ts";
import {
  bearWitness,
  expectNoBaseline,
  hasSpoken,
  openHarmlessPull,
  project,
  runFuelgauge,
  runtimeOfTwo,
  short,
  storeBaseline,
  withBundleFiles,
} from "./support.ts";

longTest("a baseline with another digest than GitHub recorded is not run", async () => {
  await using world = await project(runtimeOfTwo());
  const baseline = await storeBaseline(world);
  const files = filesOf(baseline);
  const host = String(files.get("bundle/host/index.mjs")) + bearWitness;
  replaceFiles(baseline, withBundleFiles(files, { "host/index.mjs": host }), { keepDigest: true });
  const pull = openHarmlessPull(world);
  const suites = "execution/fib-20\ninstantiation/warm-start";
  const checked = await runFuelgauge(world, world.pullRequest(pull), { inputs: { suites } });
  const reason = `the artifact of ${short(world.tip())} does not have the digest that GitHub recorded for it`;
  expectNoBaseline(world, pull, checked, reason);
  expect(hasSpoken(world)).toBe(false);
});
