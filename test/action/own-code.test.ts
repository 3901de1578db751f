import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { wat } from "../executor/assemble.ts";
import { filesOf } from "../rig/github.ts";
import { type Scenario, scenario } from "../rig/scenario.ts";
import type { PullRequest } from "../rig/world.ts";
import {
  baselineName,
  onlyComment,
  rowsOf,
  runFuelgauge,
  storeBaseline,
  uploadedResults,
} from "./support.ts";

/** The sum of the numbers below its operand, with more to do in each step. */
const sum = (more = "") =>
  wat(`(module (func (export "sum") (param i32) (result i32) (local $sum i32)
    (loop $again ${more}
      (local.set $sum (i32.add (local.get $sum) (local.get 0)))
      (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
    (local.get $sum)))`);
const config = `
  import { defineConfig } from "fuelgauge";
  export default defineConfig({
    modules: [{ file: "build/sum.wasm", calls: [{ function: "sum", arguments: [100], returns: 5050 }] }],
  });`;
const inputs = { suites: "auto", runtime: "", budget: "1" };
/** With which the changed files are annotated. */
const permissions = { contents: "read", actions: "read", "pull-requests": "write", checks: "write" } as const;

/** What was annotated, and where: `FILE:LINE TITLE`. */
function annotationsOf({ github }: Scenario, { head }: PullRequest): string[] {
  const annotations = github.checkRuns(head.sha).flatMap((check) => check.annotations);
  return annotations.map(({ path, start_line: line, title }) => `${path}:${line} ${title}`);
}

test("a module of the project's own is compared with the base's, exactly", async () => {
  await using world = await scenario({
    files: { "fuelgauge.config.ts": config, "build/sum.wasm": await sum() },
  });
  await storeBaseline(world, { inputs });
  const baseline = [...filesOf(world.github.artifact(baselineName)).keys()];
  expect(baseline).toContain("bundle/modules/sum.wasm");
  // what no case needs is not built
  expect(baseline.filter((path) => path.startsWith("bundle/")).length).toBe(1);

  const pull = world.openPullRequest({ changes: { "build/sum.wasm": await sum("(drop (i32.const 1))") } });
  const checked = await runFuelgauge(world, world.pullRequest(pull), { inputs, permissions });
  expect(checked.exitCode, checked.log).toBe(1);
  expect(checked.outputs).toMatchObject({ verdict: "regressed", regressions: "1", cases: "3" });
  const results = uploadedResults(world);
  expect(rowsOf(results, "sum/sum-100").find(({ metric }) => metric === "fuel")).toMatchObject({
    verdict: "regressed",
    gating: true,
    // `i32.const` and `drop`, a hundred times
    head: 1_201,
    base: 1_001,
  });
  expect(rowsOf(results, "modules/sum").find(({ metric }) => metric === "size")).toMatchObject({
    verdict: "regressed",
  });
  expect(onlyComment(world, pull)).toContain("`sum/sum-100` burns 200 units more fuel (+20 %)");
  // the module lies in the repository, and the pull request changed it
  expect(annotationsOf(world, pull)).toEqual(["build/sum.wasm:1 Regressed: sum/sum-100 (fuel)"]);
});

test("a case that the pull request adds is measured on the base's module as well", async () => {
  const fewer = config.replace("[100], returns: 5050", "[10], returns: 55");
  await using world = await scenario({
    files: { "fuelgauge.config.ts": fewer, "build/sum.wasm": await sum("(drop (i32.const 1))") },
  });
  await storeBaseline(world, { inputs });
  const pull = world.openPullRequest({
    changes: { "fuelgauge.config.ts": config, "build/sum.wasm": await sum() },
  });
  const checked = await runFuelgauge(world, world.pullRequest(pull), { inputs });
  expect(checked.exitCode, checked.log).toBe(0);
  const results = uploadedResults(world);
  expect(rowsOf(results, "sum/sum-100").find(({ metric }) => metric === "fuel")).toMatchObject({
    verdict: "improved",
    base: 1_201,
    head: 1_001,
  });
});

test("a benchmark file without any configuration is found, carried by the baseline, and run again beside head", async () => {
  const bench = (rounds: number) => `
    import { readFileSync } from "node:fs";
    import { Bench } from "tinybench";
    const bytes = readFileSync(new URL("../build/sum.wasm", import.meta.url));
    const { instance } = await WebAssembly.instantiate(bytes);
    export const bench = new Bench().add("sum", () => {
      for (let i = 0; i < ${rounds}; i++) if (instance.exports.sum(10) !== 55) throw new Error("wrong");
    });`;
  await using world = await scenario({
    files: {
      "package.json": '{ "type": "module" }',
      "bench/sum.bench.js": bench(3),
      "build/sum.wasm": await sum(),
      "node_modules/tinybench/package.json": readFileSync("node_modules/tinybench/package.json", "utf8"),
    },
  });
  await storeBaseline(world, { inputs });
  const pull = world.openPullRequest({ changes: { "bench/sum.bench.js": bench(4) } });
  const checked = await runFuelgauge(world, world.pullRequest(pull), { inputs, permissions });
  expect(checked.exitCode, checked.log).toBe(1);
  // the line on which the file adds it
  expect(annotationsOf(world, pull)).toEqual(["bench/sum.bench.js:6 Regressed: bench/sum/sum (fuel)"]);
  expect(
    rowsOf(uploadedResults(world), "bench/sum/sum").find(({ metric }) => metric === "fuel"),
  ).toMatchObject({
    verdict: "regressed",
    base: 3 * 101,
    head: 4 * 101,
  });
  expect(onlyComment(world, pull)).toContain(
    "This benchmark file was itself changed, so its cases may not do the same in base and head: `bench/sum.bench.js`.",
  );
});
