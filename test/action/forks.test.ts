import { readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { archives, planted } from "../foreign-report/attacks.ts";
import { digestOf } from "../rig/artifact-service.ts";
import { filesOf, replaceFiles } from "../rig/github.ts";
import { runAction, type Step, type StepResult } from "../rig/runner.ts";
import type { Scenario } from "../rig/scenario.ts";
import type { Artifact, NewRun, PullRequest, Run } from "../rig/world.ts";
import { outsideCode } from "../support/markdown.ts";
import { someMachine, someResults } from "../support/results.ts";
import {
  actionFolder,
  bearWitness,
  type Files,
  marker,
  onlyComment,
  project,
  reportName,
  runFuelgauge,
  short,
  visibleText,
  withJson,
} from "./support.ts";

const notice = "**From a fork:** the figures are as its own run reported them.";

/** The second workflow: in a folder without a checkout, with the permissions that the documentation tells. */
async function observe(
  world: Scenario,
  run: Run,
  { action, ...options }: Partial<Pick<Step, "inputs" | "permissions">> & { action?: "requested" } = {},
): Promise<StepResult> {
  const workspace = await mkdtemp(join(tmpdir(), "rig-empty-"));
  const job = world.workflowRun(run, action === undefined ? {} : { action });
  const observed = await runAction({
    ...job,
    workspace,
    github: world.github,
    action: actionFolder,
    permissions: { actions: "read", "pull-requests": "write" },
    ...options,
    inputs: { mode: "comment", ...options.inputs },
  });
  expect(readdirSync(workspace)).toEqual([]);
  await rm(workspace, { recursive: true });
  return observed;
}

function openFork(world: Scenario, branch = "feature"): PullRequest {
  return world.openPullRequest({ changes: { "notes.txt": "a note" }, fork: "stranger", branch });
}

/** A run of the pull request's head. */
function runOf({ github }: Scenario, { head }: PullRequest, run: Partial<NewRun> = {}): Run {
  const { sha: headSha, ref: headBranch, repository: headRepository } = head;
  return github.addRun({ event: "pull_request", headSha, headBranch, headRepository, ...run });
}

/** The report that such a run leaves behind. */
function reportOf({ github }: Scenario, run: Run): Artifact {
  const machine = { ...someMachine, os: process.platform, arch: process.arch };
  const results = someResults({ head: { sha: run.headSha }, machine });
  return github.addArtifact({
    name: reportName,
    run,
    files: new Map([["results.json", JSON.stringify(results)]]),
  });
}

test("a fork's pull request hears that it is measured, and then how it went", async () => {
  await using world = await project();
  const pull = openFork(world);
  const job = world.pullRequest(pull);
  const begun = runOf(world, pull, { status: "in_progress" });
  const told = await observe(world, begun, { action: "requested" });
  expect(told.exitCode, told.log).toBe(0);
  expect(onlyComment(world, pull)).toContain("**Measuring…**");
  expect(told.outputs["comment-url"]).toContain(`/pull/${pull.number}#`);

  const measured = await runFuelgauge(world, { ...job, run: { ...job.run, id: begun.id } });
  expect(measured.outputs, measured.log).toMatchObject({ "comment-url": "", verdict: "no-baseline" });

  const ended = await observe(world, measured.run);
  expect(ended.exitCode, ended.log).toBe(0);
  expect(ended.annotations).toEqual([]);
  const comment = onlyComment(world, pull);
  expect(comment.startsWith(`${marker}\n<!-- run `)).toBe(true);
  expect(comment).toContain(notice);
  expect(comment).toContain("`execution/fib-20`");
  const { id } = world.github.artifact(reportName);
  expect(comment).toContain(`https://github.com/octo-org/gauge/actions/runs/${begun.id}/artifacts/${id}`);

  // told too late that the run begins
  await observe(world, begun, { action: "requested" });
  expect(onlyComment(world, pull)).toBe(comment);

  // and told once more how a former head went
  world.pushToPullRequest(pull, { "notes.txt": "another note" });
  const late = await observe(world, measured.run);
  expect(late.log).toContain(`${short(measured.run.headSha)} is the head of no open pull request (any more)`);
  expect(onlyComment(world, pull)).toBe(comment);
});

test("what the run of a fork leaves behind decides nothing but what it says", async () => {
  await using world = await project();
  const { github } = world;
  const victim = world.openPullRequest({ changes: { "notes.txt": "mine" }, branch: "victim" });
  const pull = openFork(world);
  const run = runOf(world, pull);
  const artifact = reportOf(world, run);
  const honest: Files = filesOf(artifact);
  const attacks: [string, (artifact: Artifact) => void, reason: string | null][] = [
    [
      "programs beside the results",
      (it) =>
        replaceFiles(
          it,
          new Map<string, string | Uint8Array>([
            ...honest,
            ["report.md", "@everyone"],
            ["index.js", bearWitness],
            ["action.yml", "runs: { using: node24, main: index.js }"],
            ["fuelgauge.config.ts", bearWitness],
            ["bundle/host/index.mjs", bearWitness],
          ]),
        ),
      null,
    ],
    [
      "hostile text everywhere",
      (it) =>
        replaceFiles(
          it,
          withJson(honest, "results.json", {
            ...planted("<img src=x> @everyone #1"),
            head: { sha: pull.head.sha },
          }),
        ),
      null,
    ],
    [
      "another pull request's number",
      (it) => replaceFiles(it, withJson(honest, "results.json", { pull_request: { number: victim.number } })),
      'Unrecognized key: "pull_request"',
    ],
    [
      "another pull request's head",
      (it) => replaceFiles(it, withJson(honest, "results.json", { head: { sha: victim.head.sha } })),
      `it reports on ${victim.head.sha}`,
    ],
    [
      "other bytes than were uploaded",
      (it) => replaceFiles(it, new Map(), { keepDigest: true }),
      "does not have the digest",
    ],
    ...archives
      .filter(([what]) =>
        ["a path far out of the folder", "results that are a link", "a bomb by its ratio"].includes(what),
      )
      .map(([what, reason, zip]): [string, (artifact: Artifact) => void, string] => [
        what,
        (it) => put(it, zip()),
        reason,
      ]),
  ];
  for (const [what, attack, reason] of attacks) {
    attack(artifact);
    const observed = await observe(world, run);
    expect(observed.exitCode, `${what}\n${observed.log}`).toBe(0);
    expect(observed.log, what).not.toContain("the planted code ran");
    const comment = onlyComment(world, pull);
    expect(outsideCode(comment.split("\n").slice(2).join("\n")), what).not.toMatch(/@|<img|<!--|#1/);
    expect(
      observed.annotations.map(({ title }) => title),
      what,
    ).toEqual(reason === null ? [] : [`The report ${reportName} is not shown`]);
    if (reason === null) expect(comment, what).toContain(notice);
    else expect(visibleText(comment), what).toContain(visibleText(reason));
  }
  expect(github.comments(victim.number)).toEqual([]);
});

test("only the artifacts of the very run are read, and of a run without a report that is said", async () => {
  await using world = await project();
  const { github } = world;
  const pull = openFork(world);
  const other = world.openPullRequest({ changes: { "notes.txt": "another" }, branch: "other" });
  const theirs = runOf(world, other);
  reportOf(world, theirs);
  const run = runOf(world, pull, { conclusion: "failure" });
  await observe(world, run, { action: "requested" });
  const ended = await observe(world, run);
  expect(ended.exitCode, ended.log).toBe(0);
  expect(onlyComment(world, pull)).toContain("The run ended with `failure` and left no report.");
  expect(onlyComment(world, pull)).not.toContain("Measuring");

  const pushed = runOf(world, other, { event: "push" });
  expect((await observe(world, pushed)).log).toContain("No comment: the run is of a push event.");
  const refused = await observe(world, theirs, { permissions: { "pull-requests": "write" } });
  expect(refused.exitCode, refused.log).toBe(0);
  expect(refused.annotations).toMatchObject([
    { level: "warning", title: "No comment", message: expect.stringContaining("add `actions: read`") },
  ]);
  expect(github.comments(other.number)).toEqual([]);
  await observe(world, theirs);
  expect(onlyComment(world, other)).not.toContain(notice);
});

function put(artifact: Artifact, zip: Buffer): void {
  artifact.zip = zip;
  artifact.digest = digestOf(zip);
}
