import { expect, test } from "vitest";
import {
  oneRound,
  onlyComment,
  openHarmlessPull,
  project,
  rowsOf,
  runFuelgauge,
  storeBaseline,
  uploadedResults,
} from "./support.ts";

test("a budget for too few rounds tells nothing about times, says so, and turns nothing red", async () => {
  await using world = await project();
  await storeBaseline(world);
  const pull = openHarmlessPull(world);
  const checked = await runFuelgauge(world, world.pullRequest(pull), { inputs: { budget: oneRound } });
  expect(checked.exitCode, checked.log).toBe(0);
  expect(checked.outputs).toMatchObject({ verdict: "inconclusive", regressions: "0" });
  const results = uploadedResults(world);
  expect(results.plan).toMatchObject({ rounds: 1, neededRounds: 10, budgetSeconds: 0.1 });
  const reason = "10 rounds needed, 1 measured";
  expect(rowsOf(results, "execution/fib-20")).toMatchObject([
    { metric: "time", verdict: "inconclusive", reason },
    { metric: "fuel", verdict: "unchanged" },
  ]);
  for (const report of [checked.summary, onlyComment(world, pull)]) {
    expect(report).toContain("**Cannot tell:**");
    expect(report).toContain(reason);
  }
});
