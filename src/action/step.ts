import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { join, posix, resolve } from "node:path";
import { FuelgaugeError } from "../errors.ts";
import { connect, type Octokit } from "../github/client.ts";
import { type Environment, type RunContext, readContext } from "../github/context.ts";
import type { Inputs, MeasuringMode } from "../inputs.ts";
import { openReportFolder, type ReportFolder } from "../report-folder.ts";

/** One use of the Action in a workflow: everything that its parts share. */
export interface Step {
  readonly mode: MeasuringMode;
  readonly inputs: Inputs;
  readonly context: RunContext;
  readonly octokit: Octokit;
  /** Folder of the project, absolute. */
  readonly project: string;
  /** Folder of this step's own files, absolute. */
  readonly work: string;
  /** What the names of the artifacts start with. */
  readonly artifactPrefix: string;
  /** Operating system and architecture, which keep the legs of a matrix apart: `linux-x64`. */
  readonly platform: string;
  readonly report: ReportFolder;
}

/**
 * Reads where and why the step runs, and opens its folders.
 *
 * @throws FuelgaugeError for an event on which nothing is measured, and for a working directory that is not there
 */
export async function openStep(environment: Environment, mode: MeasuringMode, inputs: Inputs): Promise<Step> {
  const context = await readContext(environment);
  const workspace = environment.GITHUB_WORKSPACE ?? ".";
  // what is joined was measured elsewhere, and needs no checkout
  const isChecked = mode !== "merge";
  const project = await findProject(workspace, isChecked ? inputs.workingDirectory : ".");
  const work = resolve(environment.RUNNER_TEMP ?? ".", `fuelgauge-${context.runId}-${process.pid}`);
  return {
    mode,
    inputs,
    context,
    octokit: await connect({ token: inputs.token, apiUrl: context.apiUrl }),
    project,
    work,
    artifactPrefix: artifactPrefixOf(inputs),
    platform: `${process.platform}-${process.arch}`,
    report: await openReportFolder(join(work, "report")),
  };
}

/** The commit that is judged; of a pull request its head, not the test merge that is checked out. */
export function headSha({ trigger, sha }: RunContext): string {
  return trigger.kind === "pull_request" ? trigger.headSha : sha;
}

/**
 * The packages of a monorepo must not be compared with each other's baselines, so a working directory is part of the
 * name: readable, and by a digest unmistakable.
 */
export function artifactPrefixOf({
  artifactName,
  workingDirectory,
}: Pick<Inputs, "artifactName" | "workingDirectory">): string {
  const folder = posix.join(workingDirectory.replaceAll("\\", "/"), ".").replace(/\/$/, "");
  if (folder === "." || folder === "") return artifactName;
  const readable = folder.replace(/[^A-Za-z0-9._]+/g, "-").slice(0, 40);
  const digest = createHash("sha256").update(folder).digest("hex").slice(0, 6);
  return `${artifactName}-${readable}-${digest}`;
}

async function findProject(workspace: string, workingDirectory: string): Promise<string> {
  const project = resolve(workspace, workingDirectory);
  const found = await stat(project).catch(() => null);
  if (found?.isDirectory()) return project;
  throw new FuelgaugeError({
    happened: `The working-directory is "${workingDirectory}".`,
    expected: `a folder of the checkout; ${project} is none`,
    remedy: "Correct working-directory, and check that a step before this one checks the repository out.",
  });
}
