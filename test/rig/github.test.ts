import { getOctokit } from "@actions/github";
import { expect, test } from "vitest";
import { type LocalGithub, startGithub } from "./github.ts";
import type { Permissions } from "./permissions.ts";

const here = { owner: "octo-org", repo: "gauge" };
const everything: Permissions = { contents: "read", actions: "read", "pull-requests": "write" };

function clientOf(github: LocalGithub, permissions = everything): ReturnType<typeof getOctokit> {
  return getOctokit(github.issueToken(permissions), { baseUrl: github.url });
}

/** main: a - b - d; feature, from b: c; the test merge m of d and c. */
function branching(github: LocalGithub) {
  const at = (hour: number): Date => new Date(Date.UTC(2026, 0, 1, hour));
  const a = github.addCommit({ date: at(1), message: "a" });
  const b = github.addCommit({ parents: [a.sha], date: at(2), message: "b" });
  const c = github.addCommit({ parents: [b.sha], date: at(3), message: "c", branch: "feature" });
  const d = github.addCommit({ parents: [b.sha], date: at(4), message: "d", branch: "main" });
  const m = github.addCommit({ parents: [d.sha, c.sha], date: at(5), message: "m" });
  return { a, b, c, d, m };
}

test("commits come newest first from any start, over pages", async () => {
  await using github = await startGithub();
  const { m, c } = branching(github);
  const rest = clientOf(github).rest;
  const merged = await rest.repos.listCommits({ ...here, sha: m.sha });
  expect(merged.data.map((commit) => commit.commit.message)).toEqual(["m", "d", "c", "b", "a"]);
  expect(merged.data[0]?.parents.map(({ sha }) => sha)).toEqual(m.parents);
  const second = await rest.repos.listCommits({ ...here, sha: c.sha, per_page: 2, page: 2 });
  expect(second.data.map((commit) => commit.commit.message)).toEqual(["a"]);
  expect(second.headers.link).toContain('rel="prev"');
});

test("a commit by branch, by short sha, and not at all", async () => {
  await using github = await startGithub();
  const { c } = branching(github);
  const rest = clientOf(github).rest;
  expect((await rest.repos.getCommit({ ...here, ref: "heads/feature" })).data.sha).toBe(c.sha);
  expect((await rest.repos.getCommit({ ...here, ref: c.sha.slice(0, 9) })).data.sha).toBe(c.sha);
  await expect(rest.repos.getCommit({ ...here, ref: "0".repeat(40) })).rejects.toMatchObject({ status: 422 });
});

test("a comparison has the merge base and counts both ways", async () => {
  await using github = await startGithub();
  const { b } = branching(github);
  const { data } = await clientOf(github).rest.repos.compareCommitsWithBasehead({
    ...here,
    basehead: "main...feature",
  });
  expect(data).toMatchObject({ status: "diverged", ahead_by: 1, behind_by: 1 });
  expect(data.merge_base_commit.sha).toBe(b.sha);
  expect(data.commits.map(({ commit }) => commit.message)).toEqual(["c"]);
});

test("the repository, its pull requests and those of a fork", async () => {
  await using github = await startGithub();
  const { b, c, m } = branching(github);
  const fork = github.addFork("stranger");
  const own = github.addPullRequest({
    base: { ref: "main", sha: b.sha },
    head: { ref: "feature", sha: c.sha },
    mergeCommitSha: m.sha,
  });
  const foreign = github.addPullRequest({
    base: { ref: "main", sha: b.sha },
    head: { repository: fork, ref: "main", sha: c.sha },
  });
  const rest = clientOf(github).rest;
  expect((await rest.repos.get(here)).data).toMatchObject({ full_name: "octo-org/gauge", fork: false });
  expect((await rest.pulls.get({ ...here, pull_number: own.number })).data).toMatchObject({
    merge_commit_sha: m.sha,
    head: { sha: c.sha, repo: { id: github.repository.id } },
  });
  const ofFork = await rest.pulls.list({ ...here, head: "stranger:main", state: "open" });
  expect(ofFork.data.map(({ number }) => number)).toEqual([foreign.number]);
  expect(ofFork.data[0]?.head.repo).toMatchObject({ id: fork.id, full_name: "stranger/gauge", fork: true });
  const ofCommit = await rest.repos.listPullRequestsAssociatedWithCommit({ ...here, commit_sha: c.sha });
  expect(ofCommit.data.map(({ number }) => number)).toEqual([own.number]);
});

test("comments are paged, written, changed and removed", async () => {
  await using github = await startGithub();
  const { b, c } = branching(github);
  const { number } = github.addPullRequest({
    base: { ref: "main", sha: b.sha },
    head: { ref: "feature", sha: c.sha },
  });
  for (let index = 0; index < 205; index += 1) github.addComment({ number, body: `comment ${index}` });
  const client = clientOf(github);
  const written = await client.rest.issues.createComment({ ...here, issue_number: number, body: "report" });
  const all = await client.paginate(client.rest.issues.listComments, {
    ...here,
    issue_number: number,
    per_page: 100,
  });
  expect(all).toHaveLength(206);
  expect(all.at(-1)).toMatchObject({ body: "report", user: { login: "github-actions[bot]", type: "Bot" } });
  expect(github.requests.filter(({ method }) => method === "GET")).toHaveLength(3);
  await client.rest.issues.updateComment({ ...here, comment_id: written.data.id, body: "again" });
  expect(github.comments(number).at(-1)?.body).toBe("again");
  await client.rest.issues.deleteComment({ ...here, comment_id: written.data.id });
  expect(github.comments(number)).toHaveLength(205);
});

test("comments say whether their author owns the repository", async () => {
  await using github = await startGithub();
  const { b, c } = branching(github);
  const base = { ref: "main", sha: b.sha };
  const { number } = github.addPullRequest({ base, head: { ref: "feature", sha: c.sha } });
  github.addComment({ number, body: "from the owner" });
  github.addComment({ number, body: "from a stranger", author: github.addFork("stranger").owner });
  const { data } = await clientOf(github).rest.issues.listComments({ ...here, issue_number: number });
  expect(data.map(({ author_association: association }) => association)).toEqual(["OWNER", "NONE"]);
});

test("a comment that is too long is refused", async () => {
  await using github = await startGithub();
  const { b, c } = branching(github);
  const { number } = github.addPullRequest({
    base: { ref: "main", sha: b.sha },
    head: { ref: "feature", sha: c.sha },
  });
  const tooLong = { ...here, issue_number: number, body: "x".repeat(65_537) };
  await expect(clientOf(github).rest.issues.createComment(tooLong)).rejects.toMatchObject({ status: 422 });
});

test("artifacts and runs are found by name, branch and event; an expired one is gone", async () => {
  await using github = await startGithub();
  const { b, d } = branching(github);
  const first = github.addRun({ event: "push", headSha: b.sha, headBranch: "main" });
  const second = github.addRun({
    event: "schedule",
    headSha: d.sha,
    headBranch: "main",
    conclusion: "failure",
  });
  const files = new Map([["manifest.json", "{}"]]);
  const old = github.addArtifact({ name: "fuelgauge-baseline", run: first, files, expired: true });
  const young = github.addArtifact({ name: "fuelgauge-baseline", run: second, files });
  github.addArtifact({ name: "other", run: second, files });
  const rest = clientOf(github).rest.actions;
  const found = await rest.listArtifactsForRepo({ ...here, name: "fuelgauge-baseline" });
  expect(found.data.artifacts.map(({ id, expired }) => [id, expired])).toEqual([
    [young.id, false],
    [old.id, true],
  ]);
  expect(found.data.artifacts[0]).toMatchObject({
    digest: young.digest,
    workflow_run: {
      id: second.id,
      head_branch: "main",
      head_sha: d.sha,
      repository_id: github.repository.id,
      head_repository_id: github.repository.id,
    },
  });
  const ofRun = await rest.listWorkflowRunArtifacts({ ...here, run_id: second.id });
  expect(ofRun.data.total_count).toBe(2);
  expect((await rest.getWorkflowRun({ ...here, run_id: first.id })).data).toMatchObject({
    event: "push",
    conclusion: "success",
    head_repository: { id: github.repository.id },
  });
  const pushes = await rest.listWorkflowRunsForRepo({
    ...here,
    branch: "main",
    event: "push",
    status: "success",
  });
  expect(pushes.data.workflow_runs.map(({ id }) => id)).toEqual([first.id]);
  const gone = rest.downloadArtifact({ ...here, artifact_id: old.id, archive_format: "zip" });
  await expect(gone).rejects.toMatchObject({ status: 410 });
});

test("a token can do what its permissions say", async () => {
  await using github = await startGithub();
  branching(github);
  const rest = clientOf(github, { contents: "read" }).rest;
  await rest.repos.listCommits(here);
  await expect(rest.actions.listArtifactsForRepo(here)).rejects.toMatchObject({
    status: 403,
    message: expect.stringContaining("Resource not accessible by integration"),
    response: { headers: { "x-accepted-github-permissions": "actions=read" } },
  });
  const comment = rest.issues.createComment({ ...here, issue_number: 1, body: "a" });
  await expect(comment).rejects.toMatchObject({
    response: { headers: { "x-accepted-github-permissions": "issues=write; pull_requests=write" } },
  });
});

test("a planted failure happens once", async () => {
  await using github = await startGithub();
  github.failNext({ method: "GET", path: "/repos/octo-org/gauge", status: 503 });
  const rest = clientOf(github).rest;
  await expect(rest.repos.get(here)).rejects.toMatchObject({ status: 503 });
  expect((await rest.repos.get(here)).status).toBe(200);
});

test("a planted failure that nobody meets is told at the end", async () => {
  const github = await startGithub();
  github.failNext({ path: /artifacts/, status: 503 });
  await expect(github[Symbol.asyncDispose]()).rejects.toThrow(
    "no request has met the planted failure /artifacts/",
  );
});

test.each<[string, string, RequestInit & { withToken?: boolean }, string]>([
  ["an unknown path", "/repos/octo-org/gauge/artefacts", {}, "no such operation"],
  ["an unknown query parameter", "/repos/octo-org/gauge/actions/artifacts?branch=main", {}, "(branch)"],
  [
    "a comment without a body",
    "/repos/octo-org/gauge/issues/1/comments",
    { method: "POST", body: "{}" },
    "required property 'body'",
  ],
  ["a request without a token", "/repos/octo-org/gauge", { withToken: false }, "carries no token"],
  ["a route that is not served", "/repos/octo-org/gauge/pulls/1/files", {}, "is not served"],
  ["an unknown address of a blob", "/blobs/x", {}, "no such blob"],
  [
    "an unknown method of the artifact service",
    "/twirp/github.actions.results.api.v1.ArtifactService/Foo",
    { method: "POST", body: "{}" },
    "no method Foo",
  ],
])("%s is a violation", async (_, path, { withToken = true, ...init }, violation) => {
  const github = await startGithub();
  const headers = { authorization: `token ${github.issueToken(everything)}` };
  await fetch(`${github.url}${path}`, withToken ? { ...init, headers } : init);
  await expect(github[Symbol.asyncDispose]()).rejects.toThrow(violation);
});
