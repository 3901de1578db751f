import { expect, test } from "vitest";
import { marker, onlyComment, openHarmlessPull, project, runFuelgauge, storeBaseline } from "./support.ts";

test("a guest that does not compile fails the run with the compiler's own words", async () => {
  await using world = await project();
  await storeBaseline(world);
  const pull = world.openPullRequest({
    changes: { "runtime/guests/fib.ts": "export function fib(n: i32): i32 {\n  return n +;\n}\n" },
  });
  const ended = await runFuelgauge(world, world.pullRequest(pull));
  expect(ended.exitCode, ended.log).toBe(1);
  expect(ended.outputs).toEqual({ verdict: "failed" });
  expect(ended.annotations).toEqual([{ level: "error", message: expect.any(String) }]);
  const message = ended.annotations[0]?.message ?? "";
  expect(message).toContain('The guest "fib" does not compile:');
  expect(message).toContain("ERROR TS1109: Expression expected.");
  expect(message).toContain("in guests/fib.ts(2,13)");
  expect(message).toMatch(/\n {2}expected: [\s\S]+\n {2}to do: Correct the lines named above\.$/);
});

test("a push that breaks the build replaces the comment of the push before, which told another verdict", async () => {
  await using world = await project();
  await storeBaseline(world);
  const pull = openHarmlessPull(world);
  await runFuelgauge(world, world.pullRequest(pull));
  expect(onlyComment(world, pull)).not.toContain("could not finish");

  world.pushToPullRequest(pull, { "runtime/guests/fib.ts": "export function fib(: i32 {}\n" });
  const broken = await runFuelgauge(world, world.pullRequest(pull, { action: "synchronize" }));
  expect(broken.exitCode, broken.log).toBe(1);
  for (const report of [onlyComment(world, pull), broken.summary]) {
    expect(report).toContain("**Failed:** this run could not finish.");
    expect(report).toContain("does not compile");
    expect(report).toContain(`/actions/runs/${broken.run.id}`);
  }
  expect(onlyComment(world, pull).startsWith(marker)).toBe(true);
});

test("host code whose types cannot be left out fails the run and names the file", async () => {
  await using world = await project({ "runtime/host/index.ts": "export enum Kind { One }\n" });
  const pull = openHarmlessPull(world);
  const ended = await runFuelgauge(world, world.pullRequest(pull));
  expect(ended.exitCode, ended.log).toBe(1);
  expect(ended.outputs.verdict).toBe("failed");
  const errors = ended.annotations.filter(({ level }) => level === "error");
  expect(errors).toHaveLength(1);
  expect(errors[0]?.message).toContain("The types in host/index.ts cannot be left out");
});
