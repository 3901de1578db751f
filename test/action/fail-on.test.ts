import { expect, test } from "vitest";
import { project, runFuelgauge, runtimeFiles } from "./support.ts";

test("`fail-on: never` keeps a failed run green, and still says that it failed", async () => {
  await using world = await project({
    "runtime/guests/fib.ts": "export function fib(n: i32): i32 { return n; }",
  });
  const job = world.push();
  const red = await runFuelgauge(world, job);
  expect(red.exitCode, red.log).toBe(1);
  const green = await runFuelgauge(world, job, { inputs: { "fail-on": "never" } });
  expect(green.exitCode, green.log).toBe(0);
  expect(green.outputs.verdict).toBe("failed");
  expect(green.summary).toContain("**Failed:** `execution/fib-20`");
});

test("`fail-on: target` turns a missed target red, which otherwise is only told", async () => {
  // half a megabyte, and the target is to stay below that
  const guests = { "footprint-64kb": { source: "guests/footprint.ts", memory: { initialPages: 8 } } };
  await using world = await project(runtimeFiles(guests));
  const job = world.push();
  const inputs = { suites: "execution/native-add" };
  const told = await runFuelgauge(world, job, { inputs });
  expect(told.exitCode, told.log).toBe(0);
  expect(told.summary).toMatch(/Memory of a guest .* ❌ missed/);
  const red = await runFuelgauge(world, job, { inputs: { ...inputs, "fail-on": "target" } });
  expect(red.exitCode, red.log).toBe(1);
  expect(red.outputs.verdict).toBe("no-baseline");
  expect(red.annotations.filter(({ level }) => level === "error")).toHaveLength(1);
});
