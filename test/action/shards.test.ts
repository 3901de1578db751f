import { expect, test } from "vitest";
import { type Results, resultsSchema } from "../../src/model/results.ts";
import { filesOf } from "../rig/github.ts";
import type { Job } from "../rig/job.ts";
import type { StepResult } from "../rig/runner.ts";
import type { Scenario } from "../rig/scenario.ts";
import {
  baselineName,
  marker,
  onlyComment,
  openHarmlessPull,
  platform,
  project,
  reportName,
  rowsOf,
  runFuelgauge,
  uploadedResults,
} from "./support.ts";

const suites = "execution/fib-10\nexecution/fib-20";

/** One job of a workflow run. */
function run(world: Scenario, job: Job, inputs: Record<string, string>, id?: number): Promise<StepResult> {
  const sameRun = id === undefined ? job : { ...job, run: { ...job.run, id } };
  return runFuelgauge(world, sameRun, { inputs: { suites, ...inputs } });
}

test("shards measure a run together, one job speaks for all, and a lost one is named", {
  timeout: 240_000,
}, async () => {
  await using world = await project();
  const { github } = world;
  const push = world.push();
  const first = await run(world, push, { shard: "1/2" });
  const { id } = first.run;
  const second = await run(world, push, { shard: "2/2" }, id);
  expect([first.exitCode, second.exitCode], second.log).toEqual([0, 0]);
  expect([first.outputs.cases, second.outputs.cases]).toEqual(["1", "1"]);
  const merged = await run(world, push, { mode: "merge" }, id);
  expect(merged.exitCode, merged.log).toBe(0);
  expect(merged.outputs).toMatchObject({ verdict: "no-baseline", cases: "2" });
  expect(merged.annotations).toEqual([]);
  expect(github.artifacts().map(({ name }) => name)).toEqual([
    `${baselineName}-1-of-2`,
    `${reportName}-1-of-2`,
    `${reportName}-2-of-2`,
    baselineName,
    reportName,
  ]);
  const baseline = filesOf(github.artifact(baselineName));
  const stored = resultsSchema.parse(JSON.parse(String(baseline.get("results.json"))));
  expect(caseIds(stored)).toEqual(["execution/fib-10", "execution/fib-20"]);
  expect(baseline.has("manifest.json")).toBe(true);
  const history = String(baseline.get("history.ndjson")).trim().split("\n");
  expect(history.map((line) => Object.keys(JSON.parse(line).head))).toEqual([
    expect.arrayContaining(["execution/fib-10 time", "execution/fib-20 time"]),
  ]);

  // on a pull request one of the two does not come back
  const pull = openHarmlessPull(world);
  const job = world.pullRequest(pull);
  const alone = await run(world, job, { shard: "2/2" });
  expect(alone.outputs["baseline-sha"], alone.log).toBe(world.tip());
  expect(github.comments(pull.number)).toEqual([]);
  const partial = await run(world, job, { mode: "merge" }, alone.run.id);
  expect(partial.exitCode, partial.log).toBe(0);
  expect(partial.outputs).toMatchObject({ verdict: "inconclusive", "baseline-sha": world.tip() });
  expect(partial.annotations).toMatchObject([
    { level: "warning", title: `Shard 1 of 2 on ${platform} is lost` },
  ]);
  const lost = `this workflow run has no artifact ${reportName}-1-of-2`;
  const comment = onlyComment(world, pull);
  expect(comment.startsWith(marker)).toBe(true);
  expect(comment).toContain("**Shard 1 of 2 is lost:**");
  const results = uploadedResults(world);
  expect(rowsOf(results, "execution/fib-10")).toMatchObject([
    { verdict: "incomparable", reason: `shard 1 of 2 is lost: ${lost}` },
  ]);
  expect(rowsOf(results, "execution/fib-20")[0]).toMatchObject({ metric: "time", verdict: "inconclusive" });
  // the page draws the history that came with the baseline to every shard
  const page = filesOf(github.artifact(reportName)).get("report.html");
  expect(String(page)).toContain('id="data-history"');
  // and each row is as sure as it has to be in a run of both
  expect(results.plan.neededRounds).toBe(10);

  // legs of other machines stand beside it
  const part = shardResults(world, `${reportName}-2-of-2`);
  const elsewhere = { ...part, machine: { ...part.machine, os: "darwin", arch: "arm64" } };
  for (const index of [1, 2]) {
    const results = { ...elsewhere, shard: { ...elsewhere.shard, index } };
    github.addArtifact({
      name: `fuelgauge-report-darwin-arm64-${index}-of-2`,
      run: alone.run,
      files: new Map([["results.json", JSON.stringify(results)]]),
    });
  }
  const beside = await run(world, job, { mode: "merge" }, alone.run.id);
  expect(beside.outputs, beside.log).toMatchObject({ verdict: "inconclusive" });
  const [, both = ""] = github.comments(pull.number).map(({ body }) => body);
  expect(both).toContain("**2 kinds of machines:**");
  expect(both.match(/^## .*$/gm)).toEqual(["## `darwin-arm64`", `## \`${platform}\``]);
});

test("without shards there is nothing to merge", async () => {
  await using world = await project();
  const merged = await run(world, world.push(), { mode: "merge" });
  expect(merged.exitCode, merged.log).toBe(1);
  expect(merged.log).toContain("There is nothing to merge");
  expect(merged.log).toContain(`artifacts like ${reportName}-1-of-4`);
});

function caseIds({ cases }: Results): string[] {
  return cases.filter(({ control }) => !control).map(({ id }) => id);
}

function shardResults({ github }: Scenario, name: string): Results {
  return resultsSchema.parse(JSON.parse(String(filesOf(github.artifact(name)).get("results.json"))));
}
