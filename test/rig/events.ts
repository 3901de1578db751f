import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { WorkflowEvent } from "./job.ts";
import { dig, type Json, type JsonObject, merge, rewrite } from "./json.ts";
import type { Commit, PullRequest, Repository, Run, User } from "./world.ts";

/** A push to a branch. `before` is its old tip. */
export function pushEvent(parts: {
  repository: Repository;
  branch: string;
  before: string;
  commit: Commit;
}): WorkflowEvent {
  const { repository, branch, before, commit } = parts;
  const headCommit: JsonObject = {
    id: commit.sha,
    tree_id: commit.sha,
    distinct: true,
    message: commit.message,
    timestamp: commit.date.toISOString(),
    url: `https://github.com/${repository.fullName}/commit/${commit.sha}`,
    author: { name: "Mona", email: "mona@example.com" },
    committer: { name: "Mona", email: "mona@example.com" },
    added: [],
    removed: [],
    modified: [],
  };
  return {
    name: "push",
    payload: merge(payload("push", repository), {
      ref: `refs/heads/${branch}`,
      before,
      after: commit.sha,
      created: false,
      deleted: false,
      forced: false,
      base_ref: null,
      compare: `https://github.com/${repository.fullName}/compare/${before}...${commit.sha}`,
      commits: [headCommit],
      head_commit: headCommit,
    }),
  };
}

/** Something happened to a pull request of this repository or of a fork. */
export function pullRequestEvent(
  pull: PullRequest,
  {
    action = "synchronize",
    name = "pull_request",
  }: { action?: "opened" | "synchronize" | "reopened"; name?: string } = {},
): WorkflowEvent {
  const { repository } = pull.base;
  const from = payload("pull_request", repository, action);
  const side = (template: Json, of: PullRequest["head"]): JsonObject =>
    merge(template, {
      label: `${of.repository.owner.login}:${of.ref}`,
      ref: of.ref,
      sha: of.sha,
      user: account(dig(template, "user"), of.repository.owner),
      repo: placed(dig(template, "repo"), of.repository),
    });
  const at = `repos/${repository.fullName}`;
  return {
    name,
    payload: merge(from, {
      action,
      number: pull.number,
      pull_request: {
        id: pull.id,
        number: pull.number,
        url: `https://api.github.com/${at}/pulls/${pull.number}`,
        html_url: `https://github.com/${repository.fullName}/pull/${pull.number}`,
        issue_url: `https://api.github.com/${at}/issues/${pull.number}`,
        comments_url: `https://api.github.com/${at}/issues/${pull.number}/comments`,
        title: pull.title,
        state: pull.state,
        user: account(dig(from, "pull_request", "user"), pull.author),
        head: side(dig(from, "pull_request", "head"), pull.head),
        base: side(dig(from, "pull_request", "base"), pull.base),
        merge_commit_sha: pull.mergeCommitSha,
      },
    }),
  };
}

/** The merge queue has made a group whose merge result is to be checked. */
export function mergeGroupEvent(parts: {
  repository: Repository;
  baseBranch: string;
  baseSha: string;
  head: Commit;
  headRef: string;
}): WorkflowEvent {
  const { repository, baseBranch, baseSha, head, headRef } = parts;
  return {
    name: "merge_group",
    payload: merge(payload("merge_group", repository, "checks_requested"), {
      merge_group: {
        head_sha: head.sha,
        head_ref: headRef,
        base_sha: baseSha,
        base_ref: `refs/heads/${baseBranch}`,
        head_commit: {
          id: head.sha,
          tree_id: head.sha,
          message: head.message,
          timestamp: head.date.toISOString(),
        },
      },
    }),
  };
}

/** GitHub sends no webhook for a schedule; the runner's event file has these keys. */
export function scheduleEvent(repository: Repository, cron = "17 3 * * *"): WorkflowEvent {
  const from = payload("workflow_dispatch", repository);
  return {
    name: "schedule",
    payload: {
      schedule: cron,
      repository: dig(from, "repository"),
      sender: dig(from, "sender"),
      workflow: ".github/workflows/fuelgauge.yml",
    },
  };
}

export function workflowDispatchEvent(
  repository: Repository,
  branch: string,
  inputs: JsonObject = {},
): WorkflowEvent {
  return {
    name: "workflow_dispatch",
    payload: merge(payload("workflow_dispatch", repository), {
      ref: `refs/heads/${branch}`,
      inputs,
      workflow: ".github/workflows/fuelgauge.yml",
    }),
  };
}

/** A workflow's run begins or has ended. For a fork's run `pull_requests` is empty, as it is on GitHub. */
export function workflowRunEvent(
  run: Run,
  pulls: readonly PullRequest[],
  action: "requested" | "completed" = "completed",
): WorkflowEvent {
  const from = payload("workflow_run", run.repository, "completed");
  const state =
    action === "completed"
      ? { status: "completed", conclusion: run.conclusion }
      : { status: "queued", conclusion: null };
  const isFork = run.headRepository !== run.repository;
  const listed = isFork
    ? []
    : pulls.filter((pull) => pull.state === "open" && pull.head.ref === run.headBranch);
  const side = ({ repository, ref, sha }: PullRequest["head"]): JsonObject => ({
    ref,
    sha,
    repo: {
      id: repository.id,
      name: repository.name,
      url: `https://api.github.com/repos/${repository.fullName}`,
    },
  });
  return {
    name: "workflow_run",
    payload: merge(from, {
      action,
      workflow: { id: run.workflow.id, name: run.workflow.name, path: run.workflow.path },
      workflow_run: {
        id: run.id,
        name: run.workflow.name,
        path: run.workflow.path,
        workflow_id: run.workflow.id,
        run_number: run.runNumber,
        run_attempt: run.attempt,
        event: run.event,
        ...state,
        head_sha: run.headSha,
        head_branch: run.headBranch,
        html_url: `https://github.com/${run.repository.fullName}/actions/runs/${run.id}`,
        pull_requests: listed.map((pull) => ({
          id: pull.id,
          number: pull.number,
          url: `https://api.github.com/repos/${run.repository.fullName}/pulls/${pull.number}`,
          head: side(pull.head),
          base: side(pull.base),
        })),
        repository: placed(dig(from, "workflow_run", "repository"), run.repository),
        head_repository: placed(dig(from, "workflow_run", "head_repository"), run.headRepository),
      },
    }),
  };
}

/** GitHub's example of the event, as if it had happened in our repository. */
function payload(name: string, repository: Repository, action?: string): JsonObject {
  const example = examplesOf(name).find((each) => action === undefined || dig(each, "action") === action);
  if (example === undefined) throw new Error(`there is no example of ${name} ${action ?? ""}`);
  const original = dig(example, "repository");
  return merge(renamed(example, original, repository), {
    repository: placed(original, repository),
    sender: account(dig(example, "sender"), repository.owner),
  });
}

/** Examples of all events, as `@octokit/webhooks-examples` has them: a list of `{ name, examples }`. */
let webhooks: Json | undefined;

function examplesOf(name: string): readonly Json[] {
  webhooks ??= readJson(createRequire(import.meta.url).resolve("@octokit/webhooks-examples"));
  const definitions = Array.isArray(webhooks) ? webhooks : [];
  const examples = dig(
    definitions.find((definition) => dig(definition, "name") === name),
    "examples",
  );
  return Array.isArray(examples) ? examples : [];
}

function readJson(file: string): Json {
  const parsed: Json = JSON.parse(readFileSync(file, "utf8"));
  return parsed;
}

function placed(template: Json, repository: Repository): JsonObject {
  return merge(renamed(template, template, repository), {
    id: repository.id,
    name: repository.name,
    full_name: repository.fullName,
    private: false,
    fork: repository.parent !== null,
    default_branch: repository.defaultBranch,
    owner: account(dig(template, "owner"), repository.owner),
  });
}

/** The value with the name of the example's repository replaced in every address. */
function renamed(value: Json, original: Json, repository: Repository): Json {
  const name = dig(original, "full_name");
  return typeof name === "string" ? rewrite(value, [[name, repository.fullName]]) : value;
}

function account(template: Json, { login, id, type }: User): JsonObject {
  const original = dig(template, "login");
  const from = typeof original === "string" ? rewrite(template, [[original, login]]) : template;
  return merge(from, { login, id, type });
}
