import { readFile } from "node:fs/promises";
import { z } from "zod";
import { FuelgaugeError, messageOf } from "../errors.ts";

/** What made the run start. */
export type Trigger =
  | {
      readonly kind: "pull_request";
      readonly number: number;
      readonly headSha: string;
      readonly headRef: string;
      /** Null when the fork has been deleted. */
      readonly headRepository: { readonly id: number; readonly fullName: string } | null;
      readonly baseRef: string;
      /** The base branch as the event knows it, which may be as old as the pull request itself. */
      readonly baseSha: string;
      readonly isFork: boolean;
    }
  | {
      readonly kind: "push";
      /** Null when a tag was pushed. */
      readonly branch: string | null;
      /** Null when the branch or tag is new. */
      readonly before: string | null;
    }
  | {
      readonly kind: "merge_group";
      readonly baseRef: string;
      readonly baseSha: string;
      readonly headSha: string;
    }
  | { readonly kind: "schedule"; readonly branch: string }
  | {
      readonly kind: "workflow_dispatch";
      /** Null when it was started on a tag. */
      readonly branch: string | null;
    };

/** Where and why this run happens, as GitHub told it. */
export interface RunContext {
  readonly trigger: Trigger;
  readonly repository: {
    readonly owner: string;
    readonly name: string;
    readonly id: number;
    readonly defaultBranch: string;
  };
  /** `GITHUB_SHA`; on a pull request the test merge. */
  readonly sha: string;
  /** `main`, `v1`, `12/merge` */
  readonly refName: string;
  readonly runId: number;
  /** Of the workflow's runs, from 1; its attempts have the same. */
  readonly runNumber: number;
  /** From 1. */
  readonly runAttempt: number;
  /** `https://github.com`, without a slash at the end. */
  readonly serverUrl: string;
  /** `https://api.github.com`, without a slash at the end. */
  readonly apiUrl: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const understood = ["pull_request", "push", "merge_group", "schedule", "workflow_dispatch"] as const;

const address = (fallback: string) => z.url().default(fallback).transform(withoutLastSlash);

/** https://docs.github.com/en/actions/reference/workflows-and-actions/variables#default-environment-variables */
export const environmentSchema = z.object({
  GITHUB_REPOSITORY: z.string().regex(/^[^/\s]+\/[^/\s]+$/, "not owner/name"),
  GITHUB_REPOSITORY_ID: z.coerce.number().int().positive().optional(),
  GITHUB_SHA: z.string().min(1),
  GITHUB_REF: z.string().min(1),
  GITHUB_REF_NAME: z.string().min(1),
  GITHUB_RUN_ID: z.coerce.number().int().positive(),
  GITHUB_RUN_NUMBER: z.coerce.number().int().positive(),
  GITHUB_RUN_ATTEMPT: z.coerce.number().int().positive(),
  GITHUB_SERVER_URL: address("https://github.com"),
  GITHUB_API_URL: address("https://api.github.com"),
});

const repositorySchema = z.object({ id: z.int(), default_branch: z.string().min(1) });

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads, the fields that are used. */
const payloadSchemas = {
  pull_request: z.object({
    repository: repositorySchema,
    pull_request: z.object({
      number: z.int(),
      head: z.object({
        sha: z.string(),
        ref: z.string(),
        repo: z.object({ id: z.int(), full_name: z.string() }).nullable(),
      }),
      base: z.object({ sha: z.string(), ref: z.string(), repo: z.object({ id: z.int() }) }),
    }),
  }),
  push: z.object({ repository: repositorySchema, before: z.string() }),
  merge_group: z.object({
    repository: repositorySchema,
    merge_group: z.object({ base_ref: z.string(), base_sha: z.string(), head_sha: z.string() }),
  }),
  workflow_dispatch: z.object({ repository: repositorySchema }),
};

/**
 * Reads the event's file and parses it with the environment.
 *
 * @throws FuelgaugeError as {@link parseContext}, and when the file cannot be read
 */
export async function readContext(environment: Environment): Promise<RunContext> {
  return parseContext(environment, await readPayload(environment));
}

/** @throws FuelgaugeError when there is no file of an event, or none that can be read */
export async function readPayload(environment: Environment): Promise<unknown> {
  const path = environment.GITHUB_EVENT_PATH;
  if (!path) throw notOnActions("GITHUB_EVENT_PATH is not set");
  try {
    return JSON.parse(await readFile(path, "utf8"));
  } catch (cause) {
    throw notOnActions(`the event's file ${path} cannot be read: ${messageOf(cause)}`);
  }
}

/**
 * @param payload the event as GitHub delivers it; fields that are not used may be missing or of any kind
 * @throws FuelgaugeError for an event on which nothing is measured, and for variables or fields that are missing
 */
export function parseContext(environment: Environment, payload: unknown): RunContext {
  const event = understoodEvent(environment.GITHUB_EVENT_NAME);
  const variables = parse(environmentSchema, environment, "the environment");
  const { trigger, repository } = parseEvent(event, payload, variables);
  const [owner = "", name = ""] = variables.GITHUB_REPOSITORY.split("/");
  return {
    trigger,
    repository: { owner, name, id: repository.id, defaultBranch: repository.default_branch },
    sha: variables.GITHUB_SHA,
    refName: variables.GITHUB_REF_NAME,
    runId: variables.GITHUB_RUN_ID,
    runNumber: variables.GITHUB_RUN_NUMBER,
    runAttempt: variables.GITHUB_RUN_ATTEMPT,
    serverUrl: variables.GITHUB_SERVER_URL,
    apiUrl: variables.GITHUB_API_URL,
  };
}

/** Whether this run's result becomes a baseline: it ran, with the branch's own rights, what the branch holds. */
export function storesBaseline(trigger: Trigger, baselineBranch: string): boolean {
  switch (trigger.kind) {
    case "push":
    case "schedule":
    case "workflow_dispatch":
      return trigger.branch === baselineBranch;
    case "pull_request":
    case "merge_group":
      return false;
  }
}

/**
 * The branches whose artifacts count as baselines, the preferred first. The default branch stands in where a pull
 * request is stacked on a branch that stores none.
 *
 * @param configured the input `baseline-branch`; it then counts alone
 */
export function baselineBranches(
  context: RunContext,
  configured: string | null,
): readonly [string, ...string[]] {
  const { trigger, repository } = context;
  if (configured !== null) return [configured];
  if (trigger.kind !== "pull_request" && trigger.kind !== "merge_group") return [repository.defaultBranch];
  if (trigger.baseRef === repository.defaultBranch) return [trigger.baseRef];
  return [trigger.baseRef, repository.defaultBranch];
}

function understoodEvent(event: string | undefined): (typeof understood)[number] {
  if (!event) throw notOnActions("GITHUB_EVENT_NAME is not set");
  if (event === "pull_request_target") {
    throw new FuelgaugeError({
      happened: "the workflow runs on `pull_request_target`",
      expected: "code of a pull request to be measured without a token that may write",
      remedy:
        "use `on: pull_request`; a workflow `on: workflow_run` with `mode: comment` writes the comment of forks",
    });
  }
  if (event === "workflow_run") {
    throw new FuelgaugeError({
      happened: "the workflow runs on `workflow_run`, where nothing is measured",
      expected: "a step that writes the comment of the run that ended",
      remedy: "give the step `mode: comment`, or measure in a workflow `on: pull_request`",
    });
  }
  const known = understood.find((name) => name === event);
  if (known === undefined) {
    throw new FuelgaugeError({
      happened: `the workflow runs on \`${event}\`, and what to measure against is not defined for it`,
      expected: understood.map((name) => `\`${name}\``).join(", "),
      remedy: "start the job by one of these events, or give the step an `if:` on `github.event_name`",
    });
  }
  return known;
}

function parseEvent(
  event: (typeof understood)[number],
  payload: unknown,
  variables: z.infer<typeof environmentSchema>,
): { trigger: Trigger; repository: z.infer<typeof repositorySchema> } {
  const where = `the payload of the ${event} event`;
  const branch = branchOf(variables.GITHUB_REF);
  switch (event) {
    case "pull_request": {
      const { repository, pull_request } = parse(payloadSchemas.pull_request, payload, where);
      return { trigger: pullRequestTrigger(pull_request), repository };
    }
    case "push": {
      const { repository, before } = parse(payloadSchemas.push, payload, where);
      return { trigger: { kind: "push", branch, before: /^0+$/.test(before) ? null : before }, repository };
    }
    case "merge_group": {
      const { repository, merge_group: group } = parse(payloadSchemas.merge_group, payload, where);
      const baseRef = branchOf(group.base_ref) ?? group.base_ref;
      const { base_sha: baseSha, head_sha: headSha } = group;
      return { trigger: { kind: "merge_group", baseRef, baseSha, headSha }, repository };
    }
    case "schedule": {
      // its payload holds little but the cron line; a schedule runs nowhere else than on the default branch
      const id = variables.GITHUB_REPOSITORY_ID;
      if (id === undefined) throw notOnActions("GITHUB_REPOSITORY_ID is not set");
      if (branch === null)
        throw notOnActions(`a scheduled run on ${variables.GITHUB_REF}, which is no branch`);
      return { trigger: { kind: "schedule", branch }, repository: { id, default_branch: branch } };
    }
    case "workflow_dispatch": {
      const { repository } = parse(payloadSchemas.workflow_dispatch, payload, where);
      return { trigger: { kind: "workflow_dispatch", branch }, repository };
    }
  }
}

function pullRequestTrigger(pull: z.infer<typeof payloadSchemas.pull_request>["pull_request"]): Trigger {
  const { head, base } = pull;
  return {
    kind: "pull_request",
    number: pull.number,
    headSha: head.sha,
    headRef: head.ref,
    headRepository: head.repo === null ? null : { id: head.repo.id, fullName: head.repo.full_name },
    baseRef: base.ref,
    baseSha: base.sha,
    isFork: head.repo?.id !== base.repo.id,
  };
}

/** @throws FuelgaugeError that names what is not as it should be in `where` */
export function parse<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  where: string,
): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    (issue) => `${issue.path.join(".") || "all of it"}: ${issue.message}`,
  );
  throw notOnActions(`${where} is not as GitHub Actions gives it (${problems.join("; ")})`);
}

function notOnActions(happened: string): FuelgaugeError {
  return new FuelgaugeError({
    happened,
    expected: "the variables and the event's file that GitHub Actions gives to every step",
    remedy: "run the Action in a workflow; on your own machine use the `fuelgauge` command",
  });
}

function branchOf(ref: string): string | null {
  return /^refs\/heads\/(.+)$/.exec(ref)?.[1] ?? null;
}

function withoutLastSlash(url: string): string {
  return url.replace(/\/$/, "");
}
