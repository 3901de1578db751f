import { z } from "zod";
import { FuelgaugeError } from "../errors.ts";
import { type Octokit, reasonOfRefusal } from "./client.ts";
import { type Environment, environmentSchema, parse, readPayload } from "./context.ts";

/** The run of another workflow of this repository that started this one, as GitHub told it. */
export interface ObservedRun {
  readonly id: number;
  /** Of the workflow's runs, from 1; its attempts have the same. */
  readonly number: number;
  readonly attempt: number;
  /** `pull_request`, `push` */
  readonly event: string;
  /** `success`, `failure`, `cancelled`; null while it goes on. */
  readonly conclusion: string | null;
  readonly headSha: string;
  /** Null for a tag. */
  readonly headBranch: string | null;
  /** Null when the fork has been deleted. */
  readonly headRepository: { readonly id: number; readonly owner: string } | null;
}

/** Where and why a step of a workflow `on: workflow_run` happens. */
export interface WorkflowRunContext {
  /** Whether the run has ended. */
  readonly hasEnded: boolean;
  readonly run: ObservedRun;
  readonly repository: { readonly owner: string; readonly name: string; readonly id: number };
  /** `https://github.com`, without a slash at the end. */
  readonly serverUrl: string;
  /** `https://api.github.com`, without a slash at the end. */
  readonly apiUrl: string;
}

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads#workflow_run, the fields that are used. */
const payloadSchema = z.object({
  action: z.enum(["requested", "in_progress", "completed"]),
  repository: z.object({ id: z.int() }),
  workflow_run: z.object({
    id: z.int(),
    run_number: z.int(),
    run_attempt: z.int(),
    event: z.string(),
    conclusion: z.string().nullable(),
    head_sha: z.string().regex(/^[0-9a-f]{40,64}$/),
    head_branch: z.string().nullable(),
    head_repository: z.object({ id: z.int(), owner: z.object({ login: z.string() }) }).nullable(),
    repository: z.object({ id: z.int() }),
  }),
});

/** @throws FuelgaugeError for another event, a run of another repository, and variables or fields that are missing */
export async function readWorkflowRun(environment: Environment): Promise<WorkflowRunContext> {
  const event = environment.GITHUB_EVENT_NAME ?? "";
  if (event !== "workflow_run") {
    throw new FuelgaugeError({
      happened: `the step has \`mode: comment\`, and the workflow runs on \`${event}\``,
      expected: "a workflow that runs on `workflow_run`, once another one has measured",
      remedy: "use the two workflows of docs/forks.md, or leave `mode` out to measure here",
    });
  }
  const variables = parse(environmentSchema, environment, "the environment");
  const payload = parse(
    payloadSchema,
    await readPayload(environment),
    "the payload of the workflow_run event",
  );
  const { workflow_run: run, repository } = payload;
  if (run.repository.id !== repository.id) {
    throw new FuelgaugeError({
      happened: `the run ${run.id} is one of repository ${run.repository.id}`,
      expected: `a run of this repository (${repository.id})`,
      remedy: "let the workflow run on `workflow_run` of a workflow in the same repository",
    });
  }
  const [owner = "", name = ""] = variables.GITHUB_REPOSITORY.split("/");
  return {
    hasEnded: payload.action === "completed",
    run: {
      id: run.id,
      number: run.run_number,
      attempt: run.run_attempt,
      event: run.event,
      conclusion: run.conclusion,
      headSha: run.head_sha,
      headBranch: run.head_branch,
      headRepository: run.head_repository && {
        id: run.head_repository.id,
        owner: run.head_repository.owner.login,
      },
    },
    repository: { owner, name, id: repository.id },
    serverUrl: variables.GITHUB_SERVER_URL,
    apiUrl: variables.GITHUB_API_URL,
  };
}

/** The open pull request whose head a run is about. */
export type PullRequestOfRun =
  | { readonly kind: "found"; readonly number: number; readonly fromFork: boolean }
  | { readonly kind: "none"; readonly reason: string }
  /** GitHub did not say. */
  | { readonly kind: "unknown"; readonly reason: string };

/**
 * Found by what the event says of the run's head, and by nothing that the run left behind: the event lists no pull
 * requests for forks, and an artifact could name anybody's. Of several pull requests of one head it is the newest.
 */
export async function pullRequestOfRun(
  octokit: Octokit,
  { run, repository }: WorkflowRunContext,
): Promise<PullRequestOfRun> {
  const { headBranch, headRepository, headSha } = run;
  if (headRepository === null || headBranch === null) {
    return { kind: "none", reason: "the repository or branch that the run is of is gone" };
  }
  try {
    const { data } = await octokit.rest.pulls.list({
      owner: repository.owner,
      repo: repository.name,
      head: `${headRepository.owner}:${headBranch}`,
      state: "open",
      per_page: 100,
    });
    // of a deleted fork GitHub gives no repository, whatever its types say
    const pull = data.find(({ head }) => head.sha === headSha && head.repo?.id === headRepository.id);
    if (pull === undefined) {
      return {
        kind: "none",
        reason: `${headSha.slice(0, 7)} is the head of no open pull request (any more)`,
      };
    }
    return { kind: "found", number: pull.number, fromFork: headRepository.id !== repository.id };
  } catch (thrown) {
    const wish = { doing: "look up the pull request", permission: "pull-requests: write" };
    return { kind: "unknown", reason: reasonOfRefusal(thrown, wish) };
  }
}
