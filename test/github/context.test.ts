import { createRequire } from "node:module";
import type { WebhookDefinition } from "@octokit/webhooks-examples";
import { describe, expect, test } from "vitest";
import { FuelgaugeError } from "../../src/errors.ts";
import {
  baselineBranches,
  type Environment,
  parseContext,
  storesBaseline,
  type Trigger,
} from "../../src/github/context.ts";

/** Required and not imported: its types describe an ES module, but the package is one JSON file. */
const definitions: readonly WebhookDefinition[] = createRequire(import.meta.url)(
  "@octokit/webhooks-examples",
);

const environment: Environment = {
  GITHUB_REPOSITORY: "Codertocat/Hello-World",
  GITHUB_REPOSITORY_ID: "186853002",
  GITHUB_SHA: "f95f852bd8fca8fcc58a9a2d6c842781e32a215e",
  GITHUB_REF: "refs/heads/master",
  GITHUB_REF_NAME: "master",
  GITHUB_RUN_ID: "30433642",
  GITHUB_RUN_NUMBER: "31",
  GITHUB_RUN_ATTEMPT: "2",
};

describe("what GitHub delivers", () => {
  test("a pull request of the same repository", () => {
    const context = parseContext(
      { ...environment, GITHUB_EVENT_NAME: "pull_request" },
      example("pull_request"),
    );
    expect(context).toEqual({
      trigger: {
        kind: "pull_request",
        number: 2,
        headSha: "ec26c3e57ca3a959ca5aad62de7213c562f8c821",
        headRef: "changes",
        headRepository: { id: 186853002, fullName: "Codertocat/Hello-World" },
        baseRef: "master",
        baseSha: "f95f852bd8fca8fcc58a9a2d6c842781e32a215e",
        isFork: false,
      },
      repository: { owner: "Codertocat", name: "Hello-World", id: 186853002, defaultBranch: "master" },
      sha: "f95f852bd8fca8fcc58a9a2d6c842781e32a215e",
      refName: "master",
      runId: 30433642,
      runNumber: 31,
      runAttempt: 2,
      serverUrl: "https://github.com",
      apiUrl: "https://api.github.com",
    });
  });

  test.each([
    ["pull_request", {}],
    ["push", { branch: null, before: null }],
    ["merge_group", { baseRef: "main", baseSha: "380387fbc80638b734a49e1be1c4dfec1c01b33c" }],
    ["workflow_dispatch", { branch: "master" }],
  ] as const)("every example of %s is understood", (event, expected) => {
    const ref = event === "push" ? "refs/tags/simple-tag" : "refs/heads/master";
    for (const payload of examples(event)) {
      const variables = { ...environment, GITHUB_EVENT_NAME: event, GITHUB_REF: ref };
      const { trigger, repository } = parseContext(variables, { ...payload, before: "0".repeat(40) });
      expect(trigger).toMatchObject({ kind: event, ...expected });
      expect(repository.id).toBe(payload.repository.id);
      expect(repository.defaultBranch).toBe(payload.repository.default_branch);
    }
  });

  test("a push to a branch", () => {
    const before = "6113728f27ae82c7b1a177c8d03f9e96e0adf246";
    const context = parseContext(
      { ...environment, GITHUB_EVENT_NAME: "push" },
      { ...example("push"), before },
    );
    expect(context.trigger).toEqual({ kind: "push", branch: "master", before });
  });

  test("a branch with a slash in its name", () => {
    const variables = {
      ...environment,
      GITHUB_EVENT_NAME: "workflow_dispatch",
      GITHUB_REF: "refs/heads/release/1.x",
    };
    const { trigger } = parseContext(variables, example("workflow_dispatch"));
    expect(trigger).toEqual({ kind: "workflow_dispatch", branch: "release/1.x" });
  });

  test("a schedule, whose payload says nothing of the repository", () => {
    const context = parseContext(
      { ...environment, GITHUB_EVENT_NAME: "schedule" },
      { schedule: "0 3 * * 1" },
    );
    expect(context.trigger).toEqual({ kind: "schedule", branch: "master" });
    expect(context.repository).toEqual({
      owner: "Codertocat",
      name: "Hello-World",
      id: 186853002,
      defaultBranch: "master",
    });
  });

  test("a fork, and a fork that was deleted since", () => {
    const fork = { id: 1, full_name: "mallory/Hello-World" };
    expect(pullRequestFrom(fork)).toMatchObject({
      isFork: true,
      headRepository: { id: 1, fullName: "mallory/Hello-World" },
    });
    expect(pullRequestFrom(null)).toMatchObject({ isFork: true, headRepository: null });
  });

  test("GitHub Enterprise and a slash at the end of its addresses", () => {
    const variables = {
      ...environment,
      GITHUB_EVENT_NAME: "push",
      GITHUB_SERVER_URL: "https://octo.ghe.com/",
      GITHUB_API_URL: "https://api.octo.ghe.com/",
    };
    const { serverUrl, apiUrl } = parseContext(variables, example("push"));
    expect([serverUrl, apiUrl]).toEqual(["https://octo.ghe.com", "https://api.octo.ghe.com"]);
  });
});

describe("what is refused", () => {
  test("workflow_run, where a comment may be written but nothing measured", () => {
    const error = refusalOf({ ...environment, GITHUB_EVENT_NAME: "workflow_run" }, {});
    expect(error.remedy).toContain("`mode: comment`");
  });

  test("pull_request_target, whatever it carries", () => {
    const error = refusalOf(
      { ...environment, GITHUB_EVENT_NAME: "pull_request_target" },
      example("pull_request"),
    );
    expect(error.happened).toContain("pull_request_target");
    expect(error.expected).toContain("without a token that may write");
    expect(error.remedy).toContain("on: pull_request");
  });

  test("an event on which nothing is measured, with those that are", () => {
    const error = refusalOf({ ...environment, GITHUB_EVENT_NAME: "release" }, {});
    expect(error.happened).toContain("`release`");
    for (const event of ["pull_request", "push", "merge_group", "schedule", "workflow_dispatch"]) {
      expect(error.expected).toContain(`\`${event}\``);
    }
  });

  test.each([
    ["no event", {}, {}, "GITHUB_EVENT_NAME is not set"],
    ["no run id", { GITHUB_EVENT_NAME: "push", GITHUB_RUN_ID: undefined }, {}, "GITHUB_RUN_ID"],
    [
      "a repository without owner",
      { GITHUB_EVENT_NAME: "push", GITHUB_REPOSITORY: "x" },
      {},
      "not owner/name",
    ],
    ["an empty payload", { GITHUB_EVENT_NAME: "push" }, {}, "repository"],
    ["no payload", { GITHUB_EVENT_NAME: "push" }, null, "all of it"],
    [
      "a pull request without head",
      { GITHUB_EVENT_NAME: "pull_request" },
      { pull_request: {} },
      "pull_request.head",
    ],
    [
      "a schedule off a branch",
      { GITHUB_EVENT_NAME: "schedule", GITHUB_REF: "refs/tags/v1" },
      {},
      "refs/tags/v1",
    ],
  ])("%s", (_, variables, payload, said) => {
    expect(refusalOf({ ...environment, ...variables }, payload).happened).toContain(said);
  });
});

test.each<[string, Trigger, boolean]>([
  ["a push to it", { kind: "push", branch: "main", before: null }, true],
  ["a schedule on it", { kind: "schedule", branch: "main" }, true],
  ["a dispatch on it", { kind: "workflow_dispatch", branch: "main" }, true],
  ["a push elsewhere", { kind: "push", branch: "main-2", before: null }, false],
  ["a tag", { kind: "push", branch: null, before: null }, false],
  ["a dispatch on a tag", { kind: "workflow_dispatch", branch: null }, false],
  ["a merge queue", { kind: "merge_group", baseRef: "main", baseSha: "a", headSha: "b" }, false],
  [
    "a pull request from a fork's main",
    { ...pullRequestFrom(null), headRef: "main", baseRef: "main" },
    false,
  ],
])("%s: whether the baseline branch gets a baseline", (_, trigger, expected) => {
  expect(storesBaseline(trigger, "main")).toBe(expected);
});

test.each([
  ["the pull request's base", "master", null, ["master"]],
  ["a stacked pull request: its base, then the default branch", "feature", null, ["feature", "master"]],
  ["what is configured, alone", "feature", "release", ["release"]],
])("whose artifacts count: %s", (_, baseRef, configured, expected) => {
  const payload = example("pull_request");
  const stacked = {
    ...payload,
    pull_request: { ...payload.pull_request, base: { ...payload.pull_request.base, ref: baseRef } },
  };
  const context = parseContext({ ...environment, GITHUB_EVENT_NAME: "pull_request" }, stacked);
  expect(baselineBranches(context, configured)).toEqual(expected);
});

function pullRequestFrom(
  repo: { id: number; full_name: string } | null,
): Extract<Trigger, { kind: "pull_request" }> {
  const payload = example("pull_request");
  const forked = {
    ...payload,
    pull_request: { ...payload.pull_request, head: { ...payload.pull_request.head, repo } },
  };
  const { trigger } = parseContext({ ...environment, GITHUB_EVENT_NAME: "pull_request" }, forked);
  if (trigger.kind !== "pull_request") throw new Error(`parsed as ${trigger.kind}`);
  return trigger;
}

function refusalOf(variables: Environment, payload: unknown): FuelgaugeError {
  try {
    parseContext(variables, payload);
  } catch (thrown) {
    if (thrown instanceof FuelgaugeError) return thrown;
    throw thrown;
  }
  throw new Error("was not refused");
}

type Known = "pull_request" | "push" | "merge_group" | "workflow_dispatch";

function examples<Name extends Known>(name: Name): WebhookDefinition<Name>["examples"] {
  const definition = definitions.find((candidate) => candidate.name === name);
  // the list is typed as a union; the one found by its name has that name's payloads
  return (definition as WebhookDefinition<Name> | undefined)?.examples ?? [];
}

function example<Name extends Known>(name: Name): WebhookDefinition<Name>["examples"][number] {
  const [first] = examples(name);
  if (first === undefined) throw new Error(`no example of ${name}`);
  return first;
}
