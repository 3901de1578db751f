import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import {
  type ActionDefinition,
  inputVariable,
  readAction,
  resolveInputs,
  undeclared,
} from "./action-definition.ts";
import { type ChildResult, runChild } from "./child.ts";
import { type RunnerFolders, runnerEnvironment, runnerFolders } from "./environment.ts";
import { parseFileCommands } from "./file-commands.ts";
import type { LocalGithub } from "./github.ts";
import type { Job } from "./job.ts";
import { dig } from "./json.ts";
import { type Permissions, readOnly } from "./permissions.ts";
import type { RecordedRequest } from "./receiver.ts";
import { type Annotation, type LogGroup, parseWorkflowCommands } from "./workflow-commands.ts";
import type { Run } from "./world.ts";

/** A step `uses: <action>` of a job. */
export interface Step extends Job {
  readonly github: LocalGithub;
  /** The folder with `action.yml`. */
  readonly action: string;
  /** `with:` */
  readonly inputs?: Readonly<Record<string, string>>;
  /** `permissions:` of the job; those of the README's workflow unless told otherwise. */
  readonly permissions?: Permissions;
  /** `env:`, or what a runner of another kind says, such as `RUNNER_ARCH`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Path of a Node 24. */
  readonly node?: string;
  readonly timeoutMs?: number;
}

export interface StepResult {
  /** Null when it was ended by a signal. */
  readonly exitCode: number | null;
  readonly timedOut: boolean;
  /** Everything it printed. */
  readonly log: string;
  readonly annotations: readonly Annotation[];
  readonly groups: readonly LogGroup[];
  readonly outputs: Readonly<Record<string, string>>;
  /** The Markdown of the job summary. */
  readonly summary: string;
  /** What it set for later steps. */
  readonly env: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
  /** What it asked the local GitHub, in order. */
  readonly requests: readonly RecordedRequest[];
  readonly run: Run;
}

const usualPermissions: Permissions = { contents: "read", actions: "read", "pull-requests": "write" };

/** Bytes that a job summary may have in one step. */
const summaryLimit = 1024 * 1024;

/**
 * Runs an action as GitHub's runner does: from its `action.yml`, in a process of its own with the environment of a hosted
 * runner and nothing else. Inputs and outputs that the action does not declare are violations of the local GitHub.
 */
export async function runAction(step: Step): Promise<StepResult> {
  const { github, action } = step;
  const definition = readAction(action);
  const run = runOf(step);
  const root = mkdtempSync(join(tmpdir(), "rig-runner-"));
  const folders = runnerFolders(root);
  prepare(folders, step);
  const firstRequest = github.requests.length;
  const token = github.issueToken(tokenPermissions(step));
  try {
    const child = await runChild(step.node ?? node24(), [resolve(action, definition.runs.main)], {
      cwd: step.workspace,
      env: {
        ...runnerEnvironment(github, run, step, folders),
        ...inputs(step, definition, token),
        ...step.env,
      },
      timeoutMs: step.timeoutMs ?? 120_000,
    });
    run.status = "completed";
    run.conclusion = child.exitCode === 0 ? "success" : "failure";
    const result = collect(child, folders);
    for (const complaint of complaints(definition, step, result, token)) github.violate(complaint);
    return { ...result, run, requests: github.requests.slice(firstRequest) };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** The run that the step belongs to: one that the local GitHub has, or a new one. */
function runOf({ github, event, run: job }: Step): Run {
  const known = github.world.runs.find(({ id }) => id === job.id);
  if (known !== undefined) {
    known.attempt = job.attempt ?? known.attempt;
    known.status = "in_progress";
    known.conclusion = null;
    return known;
  }
  const pull = dig(event.payload, "pull_request", "head");
  const headId = dig(pull, "repo", "id");
  return github.addRun({
    id: job.id,
    attempt: job.attempt,
    event: event.name,
    // GitHub files a pull request's run under the head, not under the test merge that it checks out.
    headSha: String(dig(pull, "sha") ?? job.sha),
    headBranch: String(dig(pull, "ref") ?? job.ref.replace(/^refs\/heads\//, "")),
    headRepository: github.world.repositories.find(({ id }) => id === headId),
    status: "in_progress",
  });
}

/** A pull request from a fork gets a token that can only read. */
function tokenPermissions({ event, permissions = usualPermissions }: Step): Permissions {
  const head = dig(event.payload, "pull_request", "head", "repo", "id");
  const base = dig(event.payload, "pull_request", "base", "repo", "id");
  return event.name === "pull_request" && head !== base ? readOnly(permissions) : permissions;
}

function prepare(folders: RunnerFolders, { event }: Step): void {
  for (const folder of [folders.home, folders.toolCache, dirname(folders.eventFile)]) {
    mkdirSync(folder, { recursive: true });
  }
  writeFileSync(folders.eventFile, JSON.stringify(event.payload));
  for (const file of Object.values(folders.commandFiles)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, "");
  }
}

function inputs(step: Step, definition: ActionDefinition, token: string): Record<string, string> {
  const context = {
    token,
    sha: step.run.sha,
    ref: step.run.ref,
    head_ref: step.run.headRef ?? "",
    base_ref: step.run.baseRef ?? "",
    event_name: step.event.name,
    workspace: step.workspace,
    repository: step.github.repository.fullName,
  };
  const resolved = resolveInputs(definition, step.inputs ?? {}, context);
  return Object.fromEntries(Object.entries(resolved).map(([name, value]) => [inputVariable(name), value]));
}

function collect(child: ChildResult, folders: RunnerFolders): Omit<StepResult, "run" | "requests"> {
  const written = (name: string): string => readFileSync(folders.commandFiles[name] ?? "", "utf8");
  const { annotations, groups } = parseWorkflowCommands(child.log);
  return {
    ...child,
    annotations,
    groups,
    outputs: parseFileCommands(written("GITHUB_OUTPUT")),
    env: parseFileCommands(written("GITHUB_ENV")),
    state: parseFileCommands(written("GITHUB_STATE")),
    summary: written("GITHUB_STEP_SUMMARY"),
  };
}

function complaints(
  definition: ActionDefinition,
  step: Step,
  result: Omit<StepResult, "run" | "requests">,
  token: string,
): string[] {
  const { unknown } = parseWorkflowCommands(result.log);
  const tooLong = Buffer.byteLength(result.summary) > summaryLimit;
  return [
    ...undeclared(definition.inputs, Object.keys(step.inputs ?? {})).map(
      (name) => `undeclared input "${name}"`,
    ),
    ...undeclared(definition.outputs, Object.keys(result.outputs)).map(
      (name) => `undeclared output "${name}"`,
    ),
    ...unknown.map((line) => `unknown workflow command: ${line}`),
    ...(result.log.includes(token) ? ["the log shows the token"] : []),
    ...(tooLong ? [`the job summary is longer than ${summaryLimit} bytes`] : []),
    ...(result.timedOut ? ["the action did not end in time"] : []),
  ];
}

/** This Node when it is 24, else the one that the package `node` brought. */
function node24(): string {
  if (process.versions.node.startsWith("24.")) return process.execPath;
  return createRequire(import.meta.url).resolve("node/bin/node");
}
