import { expect, test } from "vitest";
import { filesOf } from "../rig/github.ts";
import {
  allRounds,
  baselineName,
  onlyComment,
  platform,
  project,
  rowsOf,
  runFuelgauge,
  slowerFib,
  storeBaseline,
  uploadedResults,
} from "./support.ts";

test("a guest that does more work turns the pull request red", async () => {
  await using world = await project();
  await storeBaseline(world);
  const pull = world.openPullRequest({ changes: slowerFib });
  const checked = await runFuelgauge(world, world.pullRequest(pull), {
    inputs: { budget: allRounds },
    permissions: { contents: "read", actions: "read", "pull-requests": "write", checks: "write" },
  });
  expect(checked.outputs, checked.log).toMatchObject({
    verdict: "regressed",
    regressions: "2",
    improvements: "0",
  });
  expect(checked.exitCode).toBe(1);
  expect(checked.annotations).toEqual([
    { level: "error", message: expect.stringContaining("Fuelgauge: regressed") },
  ]);
  const comment = onlyComment(world, pull);
  expect(comment).toMatch(/\*\*Regressed:\*\* .*`execution\/fib-20` is .* slower/);
  expect(comment).toContain("#### Regressions");
  expect(checked.summary).toContain("**Regressed:** `execution/fib-20`");
  const [row] = rowsOf(uploadedResults(world), "execution/fib-20");
  expect(row?.verdict).toBe("regressed");
  expect(row?.change?.low).toBeGreaterThan(0.05);

  // with `checks: write`, the guest that was changed is annotated
  const [check, ...others] = world.github.checkRuns(pull.head.sha);
  expect(others).toEqual([]);
  expect(check).toMatchObject({ conclusion: "neutral", name: `fuelgauge (${platform})` });
  expect(check?.annotations.map(({ path }) => path)).toEqual([
    "runtime/guests/fib.ts",
    "runtime/guests/fib.ts",
  ]);
  const messages = check?.annotations.map(({ message }) => message).join("\n");
  expect(messages).toMatch(/slower/);
  expect(messages).toMatch(/more fuel/);
});

test("the baseline of a push is stored although its slowdown turns the step red", async () => {
  await using world = await project();
  await storeBaseline(world);
  world.commit(slowerFib);
  // more fuel is enough for red, whatever can be told of its time
  const pushed = await runFuelgauge(world, world.push());
  expect(pushed.outputs.verdict, pushed.log).toBe("regressed");
  expect(pushed.exitCode).toBe(1);
  expect(pushed.run.conclusion).toBe("failure");
  const baseline = world.github.artifact(baselineName);
  expect(baseline.run.headSha).toBe(world.tip());
  expect(JSON.parse(String(filesOf(baseline).get("results.json")))).toMatchObject({
    verdict: "regressed",
    head: { sha: world.tip() },
  });
});
