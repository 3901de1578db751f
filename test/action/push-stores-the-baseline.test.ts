import { expect, test } from "vitest";
import { resultsSchema } from "../../src/model/results.ts";
import { filesOf } from "../rig/github.ts";
import { baselineName, project, reportName, restRequests, runFuelgauge } from "./support.ts";

test("a push to main stores the baseline and says in the summary that there was none yet", async () => {
  await using world = await project();
  const { github } = world;
  const pushed = await runFuelgauge(world, world.push());
  expect(pushed.exitCode, pushed.log).toBe(0);
  expect(pushed.outputs).toMatchObject({
    verdict: "no-baseline",
    regressions: "0",
    improvements: "0",
    cases: "1",
    "baseline-sha": "",
    "baseline-run-id": "",
    "comment-url": "",
    "artifact-id": String(github.artifact(reportName).id),
  });
  expect(pushed.outputs["artifact-url"]).toBe(
    `https://github.com/octo-org/gauge/actions/runs/${pushed.run.id}/artifacts/${github.artifact(reportName).id}`,
  );
  expect(pushed.annotations).toEqual([
    { level: "notice", title: "No baseline", message: expect.stringContaining("first commit") },
  ]);
  expect(pushed.summary).toContain("**No baseline yet:**");
  expect(pushed.summary).toContain("`execution/fib-20`");
  expect(pushed.groups.map(({ title }) => title)).toEqual([
    "Baseline",
    "Build",
    "Measuring",
    "Report",
    "Baseline of this commit",
    "Publishing",
  ]);
  expect(restRequests(pushed)).toEqual([`GET /commits/${world.tip()}`]);

  const baseline = github.artifact(baselineName);
  expect(baseline.run).toMatchObject({ id: pushed.run.id, headSha: world.tip(), headBranch: "main" });
  const files = filesOf(baseline);
  // the host code, and what it imports from folders beside it
  const besideHost = /^bundle\/(?:executor|meter|packages)\//;
  expect([...files.keys()].filter((path) => !besideHost.test(path)).sort()).toEqual([
    "bundle/guests/fib.wasm",
    "bundle/host/index.mjs",
    "bundle/host/interface.mjs",
    "bundle/host/sandbox.mjs",
    "bundle/host/trap.mjs",
    "history.ndjson",
    "manifest.json",
    "results.json",
  ]);
  const results = resultsSchema.parse(JSON.parse(String(files.get("results.json"))));
  expect(results.head.sha).toBe(world.tip());
  expect([...filesOf(github.artifact(reportName)).keys()].sort()).toEqual([
    "badge.json",
    "baselines/execution.md",
    "report.html",
    "report.md",
    "results.json",
  ]);
  expect(github.artifacts()).toHaveLength(2);
});

test("a push to another branch stores none", async () => {
  await using world = await project();
  world.commit({ "notes.txt": "a note" }, { branch: "topic" });
  const pushed = await runFuelgauge(world, world.push({ branch: "topic" }));
  expect(pushed.exitCode, pushed.log).toBe(0);
  expect(world.github.artifacts().map(({ name }) => name)).toEqual([reportName]);
});
