import { expect, test } from "vitest";
import type { Scenario } from "../rig/scenario.ts";
import { longTest } from "../support/long.ts";
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

/** What a slowdown comes to at a distance of so many commits. */
interface Distant {
  readonly distance: number;
  readonly verdict: string;
  readonly exitCode: number;
  readonly gating: boolean;
  readonly budget: string;
  readonly time: string;
}

test("a slowdown against a baseline 10 commits back is red", () =>
  expectOfSlowdown({
    distance: 10,
    verdict: "regressed",
    exitCode: 1,
    gating: true,
    budget: oneRound,
    time: "inconclusive",
  }));

longTest("a slowdown against a baseline 11 commits back is told, and not red", () =>
  expectOfSlowdown({
    distance: 11,
    verdict: "unchanged",
    exitCode: 0,
    gating: false,
    budget: allRounds,
    time: "regressed",
  }),
);

async function expectOfSlowdown({ distance, budget, ...expected }: Distant): Promise<void> {
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
}
