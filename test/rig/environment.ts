import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LocalGithub } from "./github.ts";
import type { Job } from "./job.ts";
import type { Run } from "./world.ts";

/** Where the runner puts what it gives to an action and gets from it. */
export interface RunnerFolders {
  /** `RUNNER_TEMP` */
  readonly temp: string;
  readonly home: string;
  readonly toolCache: string;
  readonly eventFile: string;
  /** By the name of the variable that carries the path. */
  readonly commandFiles: Readonly<Record<string, string>>;
}

export const commandFileNames = [
  "GITHUB_OUTPUT",
  "GITHUB_ENV",
  "GITHUB_PATH",
  "GITHUB_STATE",
  "GITHUB_STEP_SUMMARY",
] as const;

export function runnerFolders(root: string): RunnerFolders {
  const temp = join(root, "temp");
  return {
    temp,
    home: join(root, "home"),
    toolCache: join(root, "tools"),
    eventFile: join(temp, "_github_workflow", "event.json"),
    commandFiles: Object.fromEntries(
      commandFileNames.map((name) => [name, join(temp, "_runner_file_commands", name.toLowerCase())]),
    ),
  };
}

/**
 * The environment of a step on a hosted Ubuntu runner, and nothing else.
 * Source: https://docs.github.com/actions/reference/workflows-and-actions/variables#default-environment-variables
 */
export function runnerEnvironment(
  github: LocalGithub,
  run: Run,
  job: Job,
  folders: RunnerFolders,
): Record<string, string> {
  const { repository } = run;
  const refName = job.run.ref.replace(/^refs\/(?:heads|tags|pull)\//, "");
  return {
    CI: "true",
    HOME: folders.home,
    LANG: "C.UTF-8",
    PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    TMPDIR: tmpdir(),
    ImageOS: "ubuntu24",
    ImageVersion: "20260101.1.0",
    GITHUB_ACTION: "__self",
    GITHUB_ACTIONS: "true",
    GITHUB_ACTOR: repository.owner.login,
    GITHUB_ACTOR_ID: String(repository.owner.id),
    GITHUB_API_URL: github.url,
    GITHUB_BASE_REF: job.run.baseRef ?? "",
    GITHUB_EVENT_NAME: job.event.name,
    GITHUB_EVENT_PATH: folders.eventFile,
    GITHUB_GRAPHQL_URL: `${github.url}/graphql`,
    GITHUB_HEAD_REF: job.run.headRef ?? "",
    GITHUB_JOB: "fuelgauge",
    GITHUB_REF: job.run.ref,
    GITHUB_REF_NAME: refName,
    GITHUB_REF_PROTECTED: "false",
    GITHUB_REF_TYPE: job.run.ref.startsWith("refs/tags/") ? "tag" : "branch",
    GITHUB_REPOSITORY: repository.fullName,
    GITHUB_REPOSITORY_ID: String(repository.id),
    GITHUB_REPOSITORY_OWNER: repository.owner.login,
    GITHUB_REPOSITORY_OWNER_ID: String(repository.owner.id),
    GITHUB_RETENTION_DAYS: "90",
    GITHUB_RUN_ATTEMPT: String(run.attempt),
    GITHUB_RUN_ID: String(run.id),
    GITHUB_RUN_NUMBER: String(run.runNumber),
    // The artifact client refuses to speak to any other host; only the API and the results service are local.
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_SHA: job.run.sha,
    GITHUB_TRIGGERING_ACTOR: repository.owner.login,
    GITHUB_WORKFLOW: run.workflow.name,
    GITHUB_WORKFLOW_REF: `${repository.fullName}/${run.workflow.path}@${job.run.ref}`,
    GITHUB_WORKFLOW_SHA: job.run.sha,
    GITHUB_WORKSPACE: job.workspace,
    ...folders.commandFiles,
    ACTIONS_RESULTS_URL: `${github.url}/`,
    ACTIONS_RUNTIME_TOKEN: github.issueRuntimeToken(run),
    ACTIONS_RUNTIME_URL: `${github.url}/`,
    RUNNER_ARCH: "X64",
    RUNNER_ENVIRONMENT: "github-hosted",
    RUNNER_NAME: "GitHub Actions 1",
    RUNNER_OS: "Linux",
    RUNNER_TEMP: folders.temp,
    RUNNER_TOOL_CACHE: folders.toolCache,
    RUNNER_WORKSPACE: join(job.workspace, ".."),
  };
}
