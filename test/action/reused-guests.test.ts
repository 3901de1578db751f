import { expect, test } from "vitest";
import { openHarmlessPull, project, runFuelgauge, runtimeOfTwo, storeBaseline } from "./support.ts";

test("guests of equal sources are taken from the baseline's bundle, and only the others are compiled", async () => {
  await using world = await project(runtimeOfTwo());
  await storeBaseline(world);
  const harmless = await runFuelgauge(world, world.pullRequest(openHarmlessPull(world)));
  expect(harmless.log).toContain('runtime "small": 0 compiled, 2 reused');
  const fib = "export function fib(n: i32): i32 { return n < 2 ? n : fib(n - 2) + fib(n - 1); }";
  const pull = world.openPullRequest({ changes: { "runtime/guests/fib.ts": fib }, branch: "other" });
  const changed = await runFuelgauge(world, world.pullRequest(pull));
  expect(changed.exitCode, changed.log).toBe(0);
  expect(changed.log).toMatch(/runtime "small": 1 compiled, 1 reused/);
});
