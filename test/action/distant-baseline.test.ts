import { expect, test } from "vitest";
import type { Scenario } from "../rig/scenario.ts";
import {
  allRounds,
  oneRound,
  onlyComment,
  openHarmlessPull,
  project,
  rowsOf,
  runFuelgauge,
  short,
  slowerFib,
  storeBaseline,
  uploadedResults,
  visibleText,
} from "./support.ts";

function addCommits(world: Scenario, count: number): void {
  for (let i = 0; i < count; i++) world.commit({ "notes.txt": `note ${i}` });
}

test("a baseline from three commits back is used, and how far it is stands in the comment", async () => {
  await using world = await project();
  await storeBaseline(world);
  const stored = world.tip();
  addCommits(world, 3);
  const pull = openHarmlessPull(world);
  const checked = await runFuelgauge(world, world.pullRequest(pull));
  expect(checked.exitCode, checked.log).toBe(0);
  expect(checked.outputs["baseline-sha"]).toBe(stored);
  const comment = visibleText(onlyComment(world, pull));
  expect(comment).toContain(`base ${short(stored)} → head ${short(pull.head.sha)}`);
  expect(comment).toContain(`base is 3 commits before the base commit ${short(world.tip())}`);
  expect(uploadedResults(world).base).toMatchObject({ distance: 3, sha: stored, wantedSha: world.tip() });
});

test.each([
  { distance: 10, verdict: "regressed", exitCode: 1, gating: true, budget: oneRound, time: "inconclusive" },
  { distance: 11, verdict: "unchanged", exitCode: 0, gating: false, budget: allRounds, time: "regressed" },
])(
  "a slowdown against a baseline $distance commits back: $verdict",
  async ({ distance, budget, ...expected }) => {
    await using world = await project();
    await storeBaseline(world);
    addCommits(world, distance);
    const pull = world.openPullRequest({ changes: slowerFib });
    const checked = await runFuelgauge(world, world.pullRequest(pull), { inputs: { budget } });
    expect(checked.outputs.verdict, checked.log).toBe(expected.verdict);
    expect(checked.exitCode).toBe(expected.exitCode);
    expect(rowsOf(uploadedResults(world), "execution/fib-20")).toMatchObject([
      { metric: "time", verdict: expected.time, gating: expected.gating },
      { metric: "fuel", verdict: "regressed", gating: expected.gating },
    ]);
    expect(visibleText(onlyComment(world, pull))).toContain(
      `base is ${distance} commits before the base commit`,
    );
  },
);
