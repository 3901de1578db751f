import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { dig } from "./json.ts";
import { scenario } from "./scenario.ts";

const options = { files: { "a.txt": "1", "b/c.txt": "c" }, commits: [{ "a.txt": "2" }, { "a.txt": "3" }] };

function git(folder: string, ...args: string[]): string {
  return execFileSync("git", args, { cwd: folder, encoding: "utf8" }).trim();
}

test("a push is a shallow checkout of the tip, with GitHub's shas", async () => {
  await using world = await scenario(options);
  const job = world.push();
  expect(git(job.workspace, "rev-parse", "HEAD")).toBe(world.tip());
  expect(git(job.workspace, "rev-parse", "--is-shallow-repository")).toBe("true");
  expect(git(job.workspace, "rev-list", "--count", "HEAD")).toBe("1");
  expect(git(job.workspace, "remote", "get-url", "origin")).toContain("/origin");
  expect(git(job.workspace, "config", "remote.origin.url")).toBe("https://github.com/octo-org/gauge");
  expect(job).toMatchObject({ event: { name: "push" }, run: { sha: world.tip(), ref: "refs/heads/main" } });
  expect(dig(job.event.payload, "after")).toBe(world.tip());
  expect(readFileSync(join(job.workspace, "a.txt"), "utf8")).toBe("3");
});

test("the shas are the same every time", async () => {
  await using first = await scenario(options);
  await using second = await scenario(options);
  expect(first.tip()).toBe(second.tip());
});

test("a pull request checks out the test merge of the base's tip and the head", async () => {
  await using world = await scenario(options);
  const pull = world.openPullRequest({ changes: { "b/c.txt": "changed" } });
  world.commit({ "a.txt": "4" });
  world.updateTestMerge(pull);
  const job = world.pullRequest(pull);
  expect(job.run).toEqual({
    sha: pull.mergeCommitSha,
    ref: "refs/pull/1/merge",
    headRef: "feature",
    baseRef: "main",
  });
  expect(git(job.workspace, "log", "-1", "--format=%P", "--no-show-signature")).toBe("");
  expect(git(job.workspace, "cat-file", "-p", "HEAD")).toContain(
    `parent ${world.tip()}\nparent ${pull.head.sha}`,
  );
  expect(world.github.world.commits.get(job.run.sha)?.parents).toEqual([world.tip(), pull.head.sha]);
  expect(readFileSync(join(job.workspace, "a.txt"), "utf8")).toBe("4");
  expect(readFileSync(join(job.workspace, "b/c.txt"), "utf8")).toBe("changed");
  expect(dig(job.event.payload, "pull_request", "head", "sha")).toBe(pull.head.sha);
  expect(dig(job.event.payload, "pull_request", "base", "repo", "id")).toBe(world.repository.id);

  const before = pull.mergeCommitSha;
  world.pushToPullRequest(pull, { "b/c.txt": "changed again" });
  expect(pull.mergeCommitSha).not.toBe(before);
  const next = world.pullRequest(pull);
  expect(readFileSync(join(next.workspace, "b/c.txt"), "utf8")).toBe("changed again");
});

test("a pull request's own head can be checked out in place of the test merge", async () => {
  await using world = await scenario(options);
  const pull = world.openPullRequest({ changes: { "b/c.txt": "changed" } });
  world.commit({ "a.txt": "4" });
  world.updateTestMerge(pull);
  const job = world.pullRequest(pull, { checkout: pull.head.sha });
  expect(job.run.sha).toBe(pull.mergeCommitSha);
  expect(git(job.workspace, "rev-parse", "HEAD")).toBe(pull.head.sha);
  expect(readFileSync(join(job.workspace, "a.txt"), "utf8")).toBe("3");
});

test("a workspace can fetch more, and all of it when asked", async () => {
  await using world = await scenario(options);
  const { workspace } = world.push();
  git(workspace, "fetch", "--quiet", "--depth=2", "origin", "main");
  expect(git(workspace, "rev-list", "--count", "FETCH_HEAD")).toBe("2");
  expect(git(world.push({ depth: 0 }).workspace, "rev-list", "--count", "HEAD")).toBe("3");
});

test("a fork's pull request, twice pushed, from a branch called main", async () => {
  await using world = await scenario(options);
  const pull = world.openPullRequest({ changes: { "a.txt": "fork" }, fork: "stranger", branch: "main" });
  world.pushToPullRequest(pull, { "a.txt": "fork again" });
  const { event, workspace } = world.pullRequest(pull);
  expect(pull.head.sha).not.toBe(world.tip());
  expect(dig(event.payload, "pull_request", "head")).toMatchObject({
    ref: "main",
    sha: pull.head.sha,
    repo: { full_name: "stranger/gauge", fork: true },
  });
  expect(readFileSync(join(workspace, "a.txt"), "utf8")).toBe("fork again");
});

test("merge group, schedule, dispatch and the end of another run", async () => {
  await using world = await scenario(options);
  const pull = world.openPullRequest({ changes: { "b/c.txt": "x" } });
  const group = world.mergeGroup(pull);
  expect(dig(group.event.payload, "merge_group")).toMatchObject({
    base_sha: world.tip(),
    head_sha: group.run.sha,
  });
  expect(group.run.ref).toMatch(/^refs\/heads\/gh-readonly-queue\/main\/pr-1-/);
  expect(world.schedule()).toMatchObject({ event: { name: "schedule" }, run: { sha: world.tip() } });
  expect(dig(world.dispatch().event.payload, "ref")).toBe("refs/heads/main");
  const run = world.github.addRun({ event: "pull_request", headSha: pull.head.sha, headBranch: "feature" });
  const after = world.workflowRun(run);
  expect(dig(after.event.payload, "workflow_run")).toMatchObject({
    id: run.id,
    head_sha: pull.head.sha,
    pull_requests: [{ number: pull.number }],
  });
});
