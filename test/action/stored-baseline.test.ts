import { expect, test } from "vitest";
import { filesOf, replaceFiles } from "../rig/github.ts";
import { longTest } from "../support/long.ts";
import {
  baselineName,
  type Files,
  onlyComment,
  openHarmlessPull,
  project,
  rowsOf,
  runFuelgauge,
  runtimeOfTwo,
  storeBaseline,
  uploadedResults,
  visibleText,
} from "./support.ts";

/** What is stored of a baseline whose bundle is too large. */
function withoutBundle(files: Files): Files {
  return new Map([...files].filter(([path]) => path === "results.json" || path === "history.ndjson"));
}

test("more fuel than a baseline without its bundle has stored turns the run red; its times are not compared", async () => {
  await using world = await project(runtimeOfTwo());
  const baseline = await storeBaseline(world);
  replaceFiles(baseline, withoutBundle(filesOf(baseline)));
  const dearer = "export function fib(n: i32): i32 { return n < 2 ? n : fib(<i8>n - 1) + fib(n - 2); }";
  const pull = world.openPullRequest({ changes: { "runtime/guests/fib.ts": dearer } });
  const checked = await runFuelgauge(world, world.pullRequest(pull));
  expect(checked.exitCode, checked.log).toBe(1);
  expect(checked.outputs).toMatchObject({
    verdict: "regressed",
    regressions: "1",
    "baseline-sha": world.tip(),
    "baseline-run-id": String(baseline.run.id),
  });
  expect(checked.annotations).toContainEqual({
    level: "notice",
    title: "Base not run",
    message: "Only its stored exact figures are compared: it holds no bundle.",
  });

  const results = uploadedResults(world);
  const source = `the artifact ${baselineName} of run ${baseline.run.id}`;
  expect(results.base).toMatchObject({ kind: "stored", source, reason: "it holds no bundle", distance: 0 });
  const evidence = { kind: "exact", against: "stored" };
  const reason = "the base could not be run (it holds no bundle), and a stored time is not compared";
  expect(rowsOf(results, "execution/fib-20")).toMatchObject([
    { metric: "time", verdict: "incomparable", base: null, head: expect.any(Number), reason },
    // 10,945 of the calls call others
    {
      ...{ metric: "fuel", verdict: "regressed", gating: true, evidence },
      ...{ base: 197_015, head: 197_015 + 10_945 },
    },
  ]);
  const unchanged = { verdict: "unchanged", evidence };
  expect(rowsOf(results, "modules/add")).toMatchObject([unchanged, unchanged, unchanged]);
  expect(rowsOf(results, "modules/fib")[0]).toMatchObject({ metric: "size", verdict: "regressed" });
  // nothing was run but head
  expect(new Set(results.measurements.map(({ arm }) => arm))).toEqual(new Set(["head"]));

  const comment = visibleText(onlyComment(world, pull));
  expect(comment).toContain("execution/fib-20 burns 10,945 units more fuel");
  expect(comment).toContain(reason);
});

longTest("the nearest baseline counts; of two of one commit, the one that can be run", async () => {
  await using world = await project();
  await storeBaseline(world);
  world.commit({ "notes.txt": "two" });
  const whole = await storeBaseline(world);
  const { github } = world;
  const again = github.addRun({ event: "push", headSha: world.tip(), headBranch: "main" });
  github.addArtifact({ name: baselineName, run: again, files: withoutBundle(filesOf(whole)) });
  const pull = openHarmlessPull(world);
  const compared = await runFuelgauge(world, world.pullRequest(pull));
  expect(compared.exitCode, compared.log).toBe(0);
  expect(uploadedResults(world).base).toMatchObject({ kind: "compared", runId: whole.run.id });
  expect(compared.log).toContain(`of run ${again.id} cannot be run: it holds no bundle`);

  whole.expired = true;
  const checked = await runFuelgauge(world, world.pullRequest(pull));
  expect(checked.exitCode, checked.log).toBe(0);
  expect(uploadedResults(world).base).toMatchObject({
    ...{ kind: "stored", sha: world.tip(), distance: 0, runId: again.id },
  });
});
