import { describe, expect, test } from "vitest";
import { findBaseCommit } from "../../src/github/base-commit.ts";
import type { RunContext, Trigger } from "../../src/github/context.ts";
import { type Ask, clientOf, forbidden, type Reply, serve } from "./server.ts";

/**
 *   main  m0──m1──m2──m3        merge is m3 with p2 put on top, as `pull_request` checks it out;
 *              \    \/          m2 is a merge of a side branch, whose commits are no first parents
 *   side        s1──┘
 *   pull  m1──p1──p2
 */
const parents: Record<string, readonly string[]> = {
  m0: [],
  m1: ["m0"],
  s1: ["m1"],
  m2: ["m1", "s1"],
  m3: ["m2"],
  p1: ["m1"],
  p2: ["p1"],
  merge: ["m3", "p2"],
  octopus: ["m3", "p2", "s1"],
  "merge-of-old": ["m3", "p1"],
};

const pull: Trigger = {
  kind: "pull_request",
  number: 7,
  headSha: "p2",
  headRef: "topic",
  headRepository: null,
  baseRef: "release/1.x",
  baseSha: "m2",
  isFork: true,
};

describe("a pull request", () => {
  test("checked out as its test merge: the merge's first parent, whatever base.sha says", async () => {
    const { base, asked } = await baseOf(pull, "merge");
    expect(base).toEqual({
      kind: "known",
      sha: "m3",
      rule: "test-merge",
      ancestors: chain("m3", "m2", "m1", "m0"),
    });
    expect(asked).toEqual([
      "GET /repos/o/r/commits/merge?per_page=1",
      "GET /repos/o/r/commits?sha=m3&per_page=100",
    ]);
  });

  test("without git: the test merge that GITHUB_SHA names", async () => {
    const { base } = await baseOf(pull, null);
    expect(base).toMatchObject({ sha: "m3", rule: "test-merge" });
  });

  test.each([
    ["its own head", "p2"],
    ["a merge of an earlier head", "merge-of-old"],
    ["a merge of three", "octopus"],
    ["a commit made on the runner", "unheard-of"],
  ])("checked out as %s: the merge base", async (_, head) => {
    const { base, asked } = await baseOf(pull, head);
    expect(base).toEqual({ kind: "known", sha: "m1", rule: "merge-base", ancestors: chain("m1", "m0") });
    expect(asked).toContain("GET /repos/o/r/compare/release/1.x...p2?per_page=1");
  });

  test.each([
    ["whose base branch is gone", null],
    ["that has been merged meanwhile", "p2"],
  ])("%s: the merge base with the event's base.sha", async (_, onBranch) => {
    const { base } = await baseOf(pull, "p2", (ask) => {
      if (!ask.path.includes("/compare/release/")) return undefined;
      return onBranch === null ? null : { body: { merge_base_commit: { sha: onBranch } } };
    });
    expect(base).toMatchObject({ sha: "m1", rule: "merge-base" });
  });
});

describe("other events", () => {
  test.each<Trigger>([
    { kind: "push", branch: "main", before: "m1" },
    { kind: "schedule", branch: "main" },
    { kind: "workflow_dispatch", branch: "main" },
  ])("$kind: the first parent of HEAD, and HEAD itself is no ancestor", async (trigger) => {
    const { base } = await baseOf(trigger, "m3");
    expect(base).toEqual({
      kind: "known",
      sha: "m2",
      rule: "first-parent",
      ancestors: chain("m2", "m1", "m0"),
    });
  });

  test("a push to another branch: where it left the one that stores baselines", async () => {
    const { base } = await baseOf({ kind: "push", branch: "topic", before: null }, "p2", (ask) =>
      ask.path.includes("/compare/main...p2") ? { body: { merge_base_commit: { sha: "m1" } } } : undefined,
    );
    expect(base).toMatchObject({ sha: "m1", rule: "merge-base", ancestors: chain("m1", "m0") });
  });

  test("merge_group: the commit that the group is put on", async () => {
    const { base } = await baseOf({ kind: "merge_group", baseRef: "main", baseSha: "m2", headSha: "x" }, "x");
    expect(base).toMatchObject({ sha: "m2", rule: "merge-group", ancestors: chain("m2", "m1", "m0") });
  });

  test("the first commit of all has no base", async () => {
    const { base } = await baseOf({ kind: "push", branch: "main", before: null }, "m0");
    expect(base).toEqual({ kind: "unknown", reason: "m0 is the first commit, nothing precedes it" });
  });

  test("a commit that was never pushed has no base", async () => {
    const { base } = await baseOf({ kind: "push", branch: "main", before: null }, "unheard-of");
    expect(base).toMatchObject({ kind: "unknown", reason: "GitHub does not know the commit unheard-of" });
  });

  test("a token that may not read commits is told the line to add", async () => {
    const { base } = await baseOf({ kind: "push", branch: "main", before: null }, "m3", () => forbidden);
    expect(base).toMatchObject({ kind: "unknown", reason: expect.stringContaining("add `contents: read`") });
  });
});

/** What {@link findBaseCommit} says; `instead` answers what it does not return undefined for. */
async function baseOf(
  trigger: Trigger,
  head: string | null,
  instead: (ask: Ask) => Reply | null | undefined = () => undefined,
) {
  await using server = await serve((ask) => {
    const other = instead(ask);
    return other === undefined ? answer(ask) : other;
  });
  const { octokit } = await clientOf(server);
  const context: RunContext = {
    trigger,
    repository: { owner: "o", name: "r", id: 1, defaultBranch: "main" },
    sha: "merge",
    refName: "7/merge",
    runId: 1,
    runNumber: 1,
    runAttempt: 1,
    serverUrl: "https://github.com",
    apiUrl: server.url,
  };
  const base = await findBaseCommit({ octokit, context, head });
  return { base, asked: server.asks.map((ask) => ask.line) };
}

function answer(ask: Ask): Reply | null {
  const [, , , what, ...rest] = ask.path.slice(1).split("/");
  if (what === "compare") {
    expect(rest.join("/")).toMatch(/^(release\/1\.x|m2)\.\.\.p2$/);
    return { body: { merge_base_commit: { sha: "m1" } } };
  }
  const [ref] = rest;
  if (what !== "commits") return null;
  if (ref === undefined) return { body: reachable(ask.query.get("sha") ?? "").map(commit) };
  if (parents[ref] !== undefined) return { body: commit(ref) };
  return { status: 422, body: { message: `No commit found for SHA: ${ref}` } };
}

function commit(sha: string) {
  return { sha, parents: (parents[sha] ?? []).map((parent) => ({ sha: parent })) };
}

/** Newest first, side branches among them, as GitHub lists them. */
function reachable(from: string): string[] {
  const seen = new Set([from]);
  for (const sha of seen) for (const parent of parents[sha] ?? []) seen.add(parent);
  return [...seen];
}

function chain(...shas: string[]) {
  return shas.map((sha, distance) => ({ sha, distance }));
}
