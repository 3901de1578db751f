import { expect, test } from "vitest";
import {
  onlyComment,
  project,
  rowsOf,
  runFuelgauge,
  runtimeFiles,
  storeBaseline,
  uploadedResults,
  visibleText,
} from "./support.ts";

const guests = {
  fib: { source: "guests/fib.ts" },
  "trap-unreachable": { source: "guests/trap-unreachable.ts" },
};
const suites = "execution/fib-20\ncrash/trap-unreachable";

test("a wrong answer and a trap that is none any more fail the run", async () => {
  await using world = await project(runtimeFiles(guests));
  await storeBaseline(world, { inputs: { suites } });
  const pull = world.openPullRequest({
    changes: {
      "runtime/guests/fib.ts": "export function fib(n: i32): i32 { return n; }",
      "runtime/guests/trap-unreachable.ts":
        'export { fine } from "./shared/fine"; export function trap(x: i32): i32 { return x; }',
    },
  });
  const checked = await runFuelgauge(world, world.pullRequest(pull), { inputs: { suites } });
  expect(checked.outputs.verdict, checked.log).toBe("failed");
  expect(checked.exitCode).toBe(1);
  expect(checked.annotations).toEqual([
    { level: "error", message: expect.stringContaining("Fuelgauge: failed") },
  ]);
  const results = uploadedResults(world);
  const wrong = "wrong answer: fib(20) gave 20, expected 6765";
  const none = "wrong answer: trap(1) gave 1, expected unreachable";
  expect(rowsOf(results, "execution/fib-20")).toMatchObject([{ verdict: "failed", reason: wrong }]);
  expect(rowsOf(results, "crash/trap-unreachable")).toMatchObject([{ verdict: "failed", reason: none }]);
  for (const report of [checked.summary, onlyComment(world, pull)]) {
    expect(report).toContain("**Failed:**");
    expect(visibleText(report)).toContain(wrong);
    expect(visibleText(report)).toContain(none);
  }
  expect(checked.log).toContain(wrong);
});

test("a case that failed in the base already is not the pull request's doing", async () => {
  await using world = await project({
    ...runtimeFiles(guests),
    "runtime/guests/fib.ts": "export function fib(n: i32): i32 { return n; }",
  });
  const pushed = await runFuelgauge(world, world.push());
  expect(pushed.outputs.verdict, pushed.log).toBe("failed");
  const pull = world.openPullRequest({ changes: { "notes.txt": "a note" } });
  const checked = await runFuelgauge(world, world.pullRequest(pull));
  expect(checked.exitCode, checked.log).toBe(0);
  expect(rowsOf(uploadedResults(world), "execution/fib-20")).toMatchObject([
    { verdict: "incomparable", reason: expect.stringContaining("fails in base and head") },
  ]);
});
