import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { pullRequestOfRun, readWorkflowRun, type WorkflowRunContext } from "../../src/github/workflow-run.ts";
import { pullRequestEvent, workflowRunEvent } from "../rig/events.ts";
import { addRepository, addRun, createWorld } from "../rig/world.ts";
import { clientOf, forbidden, type Reply, serve } from "./server.ts";

const world = createWorld();
const repository = addRepository(world, { owner: "octo-org", name: "gauge" });
const fork = addRepository(world, { owner: "stranger", name: "gauge", parent: repository });
const headSha = "a".repeat(40);
const run = addRun(world, {
  repository,
  event: "pull_request",
  headSha,
  headBranch: "feature",
  headRepository: fork,
  attempt: 2,
});

const context: WorkflowRunContext = {
  hasEnded: true,
  run: {
    id: run.id,
    number: 1,
    attempt: 2,
    event: "pull_request",
    conclusion: "success",
    headSha,
    headBranch: "feature",
    headRepository: { id: fork.id, owner: "stranger" },
  },
  repository: { owner: "octo-org", name: "gauge", id: repository.id },
  serverUrl: "https://github.com",
  apiUrl: "https://api.github.com",
};

describe("the event", () => {
  test("says which run of which repository has ended", async () => {
    expect(await read(workflowRunEvent(run, []))).toEqual(context);
  });

  test("says that a run begins", async () => {
    expect(await read(workflowRunEvent(run, [], "requested"))).toMatchObject({
      hasEnded: false,
      run: { conclusion: null },
    });
  });

  test("of another kind is refused, with what to write instead", async () => {
    const pull = { repository, ref: "main", sha: headSha };
    const event = pullRequestEvent({
      ...{ id: 1, number: 7, title: "", author: repository.owner, createdAt: new Date(0) },
      ...{ state: "open", mergedAt: null, base: pull, head: pull, mergeCommitSha: null },
    });
    await expect(read(event)).rejects.toMatchObject({
      happened: expect.stringContaining("the workflow runs on `pull_request`"),
      remedy: expect.stringContaining("docs/forks.md"),
    });
  });

  test("of a run of another repository is refused", async () => {
    const { name, payload } = workflowRunEvent(run, []);
    const workflow_run = { ...Object(payload.workflow_run), repository: { id: 5 } };
    await expect(read({ name, payload: { ...payload, workflow_run } })).rejects.toMatchObject({
      happened: `the run ${run.id} is one of repository 5`,
    });
  });

  test("with a head that is no commit is refused", async () => {
    const { name, payload } = workflowRunEvent({ ...run, headSha: "main --" }, []);
    await expect(read({ name, payload })).rejects.toThrow("workflow_run.head_sha");
  });
});

describe("the pull request", () => {
  const of = (number: number, sha: string, repo: number | null) => ({
    number,
    head: { sha, repo: repo === null ? null : { id: repo } },
  });

  test("is the open one whose head the run is of, asked for by owner and branch", async () => {
    const { found, asked } = await lookUp({
      body: [of(1, "b".repeat(40), fork.id), of(2, headSha, repository.id), of(3, headSha, fork.id)],
    });
    expect(found).toEqual({ kind: "found", number: 3, fromFork: true });
    expect(asked).toEqual(["GET /repos/octo-org/gauge/pulls?head=stranger:feature&state=open&per_page=100"]);
  });

  test("of a branch of the repository itself is not one of a fork", async () => {
    const headRepository = { id: repository.id, owner: "octo-org" };
    const own = { ...context, run: { ...context.run, headRepository } };
    const { found } = await lookUp({ body: [of(3, headSha, repository.id)] }, own);
    expect(found).toEqual({ kind: "found", number: 3, fromFork: false });
  });

  test.each([
    ["which has moved on", [of(1, "b".repeat(40), fork.id)]],
    ["which another repository has", [of(1, headSha, 5)]],
    ["whose repository is gone", [of(1, headSha, null)]],
    ["which none has", []],
  ])("is none for a head %s", async (_, body) => {
    const { found } = await lookUp({ body });
    expect(found).toEqual({ kind: "none", reason: "aaaaaaa is the head of no open pull request (any more)" });
  });

  test("is none where the fork is gone, and nobody is asked", async () => {
    const gone = { ...context, run: { ...context.run, headRepository: null } };
    const { found, asked } = await lookUp({ body: [] }, gone);
    expect(found).toMatchObject({ kind: "none" });
    expect(asked).toEqual([]);
  });

  test("is unknown where GitHub does not tell", async () => {
    const { found } = await lookUp(forbidden);
    expect(found).toEqual({
      kind: "unknown",
      reason: expect.stringContaining("add `pull-requests: write`"),
    });
  });
});

async function read({ name, payload }: { name: string; payload: object }): Promise<WorkflowRunContext> {
  const folder = await mkdtemp(join(tmpdir(), "fuelgauge-event-"));
  try {
    const path = join(folder, "event.json");
    await writeFile(path, JSON.stringify(payload));
    return await readWorkflowRun({
      GITHUB_EVENT_NAME: name,
      GITHUB_EVENT_PATH: path,
      GITHUB_REPOSITORY: "octo-org/gauge",
      GITHUB_SHA: headSha,
      GITHUB_REF: "refs/heads/main",
      GITHUB_REF_NAME: "main",
      GITHUB_RUN_ID: "1",
      GITHUB_RUN_NUMBER: "1",
      GITHUB_RUN_ATTEMPT: "1",
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function lookUp(reply: Reply, of = context) {
  await using server = await serve(() => reply);
  const { octokit } = await clientOf(server);
  const found = await pullRequestOfRun(octokit, of);
  return { found, asked: server.asks.map(({ line }) => line) };
}
