import { expect, test } from "vitest";
import { compare } from "../../src/analysis/compare.ts";
import { defaultPolicy } from "../../src/analysis/policy.ts";
import { arms, type Measurement } from "../../src/model/measurement.ts";
import { type Results, resultsSchema } from "../../src/model/results.ts";
import { filesOf, replaceFiles } from "../rig/github.ts";
import type { Job } from "../rig/job.ts";
import type { StepResult } from "../rig/runner.ts";
import type { Scenario } from "../rig/scenario.ts";
import type { Run } from "../rig/world.ts";
import { longTest } from "../support/long.ts";
import {
  allRounds,
  onlyComment,
  openHarmlessPull,
  platform,
  project,
  reportName,
  rowsOf,
  runFuelgauge,
  slowerFib,
  storeBaseline,
  uploadedResults,
  withJson,
} from "./support.ts";

const fib = "execution/fib-20";
const confirmationName = `fuelgauge-confirmation-${platform}`;

/** More fuel turns a run red by itself; here the times are the point. */
const onlyTimes = {
  "fuelgauge.config.json": JSON.stringify({ policy: [{ cases: "**", metrics: "fuel", gates: false }] }),
};

/** The first job of a workflow run: it leaves the second look to another one. */
function measure(world: Scenario, job: Job, inputs: Record<string, string> = {}): Promise<StepResult> {
  return runFuelgauge(world, job, { inputs: { confirm: "second-runner", ...inputs } });
}

/** The second job of a workflow run, on a runner of its own. */
function confirm(
  world: Scenario,
  job: Job,
  { id }: Run,
  inputs: Record<string, string> = {},
): Promise<StepResult> {
  const sameRun = { ...job, run: { ...job.run, id } };
  return runFuelgauge(world, sameRun, { inputs: { mode: "confirm", suites: "", ...inputs } });
}

/** Seconds for as many rounds as a second look needs. */
const roundsAgain = "12";
/** For the tests in which the rounds of two jobs are measured. */
const timeout = 150_000;

test("a slowdown is suspected by the first runner, and red once the second has seen it again", {
  timeout,
}, async () => {
  await using world = await project(onlyTimes);
  await storeBaseline(world);
  const pull = world.openPullRequest({ changes: slowerFib });
  const first = await measure(world, world.pullRequest(pull), { budget: allRounds });
  expect(first.exitCode, first.log).toBe(0);
  expect(first.outputs).toMatchObject({ verdict: "inconclusive", regressions: "0", suspected: "1" });
  const suspected = uploadedResults(world);
  expect(rowsOf(suspected, fib)[0]).toMatchObject({ metric: "time", verdict: "suspected" });
  expect(suspected.plan).toMatchObject({ reservedSeconds: 0, againFrom: null });

  const second = await confirm(world, world.pullRequest(pull), first.run, { budget: roundsAgain });
  expect(second.outputs, second.log).toMatchObject({
    verdict: "regressed",
    regressions: "1",
    suspected: "0",
  });
  expect(second.exitCode).toBe(1);
  expect(onlyComment(world, pull)).toMatch(/\*\*Regressed:\*\* .*`execution\/fib-20` is .* slower/);
  expect(second.summary).toContain("**Second runner:**");

  // the last page has the history that the first job had
  const page = filesOf(world.github.artifact(confirmationName)).get("report.html");
  expect(String(page)).toContain('id="data-history"');
  const results = confirmedResults(world);
  expect(rowsOf(results, fib)[0]).toMatchObject({
    verdict: "regressed",
    evidence: { confirmation: { confirmed: true } },
  });
  expect(rowsOf(results, fib)[1]).toEqual(rowsOf(suspected, fib)[1]);
  const { againFrom } = results.plan;
  expect(results.measurements.filter(({ round }) => round < Number(againFrom))).toEqual(
    suspected.measurements,
  );
  const again = results.measurements.filter(({ round }) => round >= Number(againFrom));
  expect(new Set(again.map((each) => `${each.case} ${each.metric}`))).toEqual(new Set([`${fib} time`]));
  expect(results.conditions.map(({ round }) => round)).toEqual(results.conditions.map((_, index) => index));
});

longTest(
  "a suspicion that the second runner does not share cannot be told, unless the base is gone",
  {
    timeout,
  },
  async () => {
    await using world = await project();
    const baseline = await storeBaseline(world);
    const pull = openHarmlessPull(world);
    const first = await measure(world, world.pullRequest(pull));
    expect(first.outputs, first.log).toMatchObject({ suspected: "0" });
    forgeReport(world, suspecting(uploadedResults(world)));

    baseline.expired = true;
    const without = await confirm(world, world.pullRequest(pull), first.run);
    expect(without.exitCode, without.log).toBe(0);
    expect(without.outputs).toMatchObject({ verdict: "inconclusive", regressions: "0", suspected: "1" });
    expect(without.annotations).toContainEqual(
      expect.objectContaining({ level: "warning", title: "Not looked at again" }),
    );
    expect(onlyComment(world, pull)).toContain("no second runner could look at it again: the artifact of");
    expect(rowsOf(confirmedResults(world), fib)[0]).toMatchObject({ verdict: "suspected" });

    baseline.expired = false;
    const again = () => world.pullRequest(pull, { rerunOf: first.run });
    const suspicion = uploadedResults(world);
    forgeReport(world, { ...suspicion, base: { ...suspicion.base, sha: pull.head.sha } });
    const beside = await confirm(world, again(), first.run);
    expect(beside.outputs, beside.log).toMatchObject({ verdict: "inconclusive", suspected: "1" });
    expect(beside.log).toContain(`is of ${world.tip()}, and the first job compared with ${pull.head.sha}`);

    forgeReport(world, suspicion);
    const second = await confirm(world, again(), first.run, { budget: roundsAgain });
    expect(second.outputs, second.log).toMatchObject({
      verdict: "inconclusive",
      regressions: "0",
      suspected: "0",
    });
    expect(second.exitCode).toBe(0);
    const [row] = rowsOf(confirmedResults(world, `${confirmationName}-attempt-3`), fib);
    expect(row).toMatchObject({
      verdict: "inconclusive",
      reason: "fresh rounds did not show the regression again",
      change: { low: expect.closeTo(0.24) },
      evidence: { confirmation: { confirmed: false, change: { low: expect.any(Number) } } },
    });
    expect(onlyComment(world, pull)).toContain("fresh rounds did not show the regression again");
  },
);

test("where the first job suspects nothing, the second repeats its report", async () => {
  await using world = await project();
  const pull = openHarmlessPull(world);
  const first = await measure(world, world.pullRequest(pull), { baseline: "none" });
  const reported = uploadedResults(world);
  const comment = onlyComment(world, pull);
  const second = await confirm(world, world.pullRequest(pull), first.run);
  expect(second.exitCode, second.log).toBe(0);
  expect(second.outputs).toMatchObject({ verdict: "no-baseline", suspected: "0", cases: "1" });
  expect(confirmedResults(world)).toEqual(reported);
  expect(withoutLinks(onlyComment(world, pull))).toBe(withoutLinks(comment));
});

test("a report that is not one of this run's head, left to a second runner, is refused", async () => {
  await using world = await project();
  const pull = openHarmlessPull(world);
  const first = await measure(world, world.pullRequest(pull), { baseline: "none" });
  const reported = uploadedResults(world);
  const forgeries: [object, string][] = [
    [{ head: { sha: world.tip() } }, `expected: a report on ${pull.head.sha}, the head of this workflow run`],
    [{ plan: { ...reported.plan, againFrom: 3 } }, "Set `confirm: second-runner` in the first job."],
    [{ schema: 2 }, "Use the same version of the Action in both jobs"],
  ];
  for (const [forgery, complaint] of forgeries) {
    forgeReport(world, { ...reported, ...forgery });
    const second = await confirm(world, world.pullRequest(pull), first.run);
    expect(second.exitCode, second.log).toBe(1);
    expect(second.log).toContain(complaint);
    expect(onlyComment(world, pull)).toContain("**Failed:** this run could not finish");
  }
});

test("without a first job there is nothing to confirm", async () => {
  await using world = await project();
  const pull = openHarmlessPull(world);
  const checked = await runFuelgauge(world, world.pullRequest(pull), { inputs: { mode: "confirm" } });
  expect(checked.exitCode, checked.log).toBe(1);
  expect(checked.summary).toContain(`this workflow run has no artifact ${reportName}`);
  expect(checked.log).toContain("Let this job wait for that one with `needs:`");
});

/** `results.json` of the second job's report. */
function confirmedResults({ github }: Scenario, name = confirmationName): Results {
  return resultsSchema.parse(JSON.parse(String(filesOf(github.artifact(name)).get("results.json"))));
}

/** Makes the report of the first job say something else. */
function forgeReport({ github }: Scenario, results: object): void {
  const artifact = github.artifact(reportName);
  replaceFiles(artifact, withJson(filesOf(artifact), "results.json", results));
}

/**
 * A report in which twelve rounds show fib-20 far slower in head, as a machine with a bad day may. Its bases differ as well,
 * which raises the bar of the second look beyond what any machine makes up.
 */
function suspecting(results: Results): Results {
  const levels = { base: 100, head: 130, control: 110 };
  const figures = arms.flatMap((arm) =>
    Array.from({ length: 12 }, (_, round): Measurement => {
      const figure = levels[arm] * (1 + round / 1000) * 1000;
      return { case: fib, metric: "time", arm, round, samples: [figure] };
    }),
  );
  const [row] = compare({
    measurements: figures,
    again: [],
    failures: [],
    incomparable: new Map(),
    inTurns: new Set(),
    controls: new Set(),
    neededRounds: results.plan.neededRounds,
    policy: defaultPolicy({ baselineIsNear: true }),
  });
  if (row?.verdict !== "suspected") throw new Error("the figures raise no suspicion");
  const isOther = (each: { case: string; metric: string }) => each.case !== fib || each.metric !== "time";
  return {
    ...results,
    measurements: [...figures, ...results.measurements.filter(isOther)],
    comparisons: [row, ...results.comparisons.filter(isOther)],
    verdict: "inconclusive",
  };
}

function withoutLinks(markdown: string): string {
  return markdown.replaceAll(/artifacts\/\d+/g, "artifacts/…");
}
