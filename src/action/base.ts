import { join, resolve } from "node:path";
import { baseProgram } from "../base-program.ts";
import { readBaselineFolder } from "../baseline/folder.ts";
import { headOfCheckout } from "../git.ts";
import { loadArtifactClient } from "../github/artifacts.ts";
import { findBaseCommit } from "../github/base-commit.ts";
import {
  type BaselineLookup,
  baselineArtifactName,
  downloadBaseline,
  findBaseline,
} from "../github/baseline.ts";
import { baselineBranches } from "../github/context.ts";
import * as log from "../github/log.ts";
import type { HistoryEntry } from "../model/history.ts";
import type { FoundBase } from "../model/results.ts";
import type { BaseProgram } from "../run.ts";
import type { Step } from "./step.ts";

/** The base of the comparison, and the history that came with it. */
export interface Base {
  readonly program: BaseProgram;
  readonly history: readonly HistoryEntry[];
}

/** The base, ready to run or as it was stored, or the reason why there is none. */
export async function prepareBase(step: Step): Promise<Base> {
  const base = await findBase(step, null);
  const { program } = base;
  if (program.kind === "absent") {
    log.notice("No baseline", `Nothing to compare with: ${program.reason}.`);
    return base;
  }
  const { sha, distance, source } = program.info;
  const where = distance === 0 ? "" : ` (${distance} before the base commit)`;
  log.info(`Base: ${sha ?? "unknown commit"}${where}, from ${source}.`);
  if (program.kind === "stored") {
    const { reason } = program.info;
    log.notice("Base not run", `Only its stored exact figures are compared: ${reason}.`);
  }
  return base;
}

/** The very base that an earlier job of this workflow run compared with, or the reason why it cannot be run here. */
export async function prepareSameBase(
  step: Step,
  wanted: FoundBase,
): Promise<Exclude<BaseProgram, { kind: "stored" }>> {
  const { program } = await findBase(step, wanted.runId);
  if (program.kind === "absent") return program;
  const { sha, runId, source } = program.info;
  const none = (reason: string) => ({ kind: "absent", reason }) as const;
  if (sha !== wanted.sha || runId !== wanted.runId) {
    const [here, there] = [sha, wanted.sha].map((commit) => commit ?? "no commit");
    return none(`${source} is of ${here}, and the first job compared with ${there}`);
  }
  if (program.kind === "stored") return none(`${source} cannot be run: ${program.info.reason}`);
  log.info(`Base: ${sha ?? "unknown commit"}, from ${source}.`);
  return program;
}

/** @param runId the workflow run that has to have stored it; null when any may */
async function findBase(step: Step, runId: number | null): Promise<Base> {
  const { baseline } = step.inputs;
  switch (baseline.kind) {
    case "none":
      return absent("the input `baseline` is `none`");
    case "folder":
      return readBase(resolve(step.project, baseline.path), `the folder ${baseline.path}`, null);
    case "auto":
      return downloadBase(step, runId);
  }
}

/** Artifacts that are tried before a run goes on without a baseline. */
const mostTries = 5;

/**
 * The nearest baseline that can be used; one that is broken does not hide the one behind it. Of several that are equally
 * near, one that can be run comes before one of which only the results are of use.
 */
async function downloadBase(step: Step, runId: number | null): Promise<Base> {
  const { inputs, context, octokit, project, work, artifactPrefix } = step;
  const { owner, name: repo, id: repositoryId } = context.repository;
  const unusable = new Map<number, string>();
  const question = {
    octokit,
    owner,
    repo,
    repositoryId,
    artifactName: baselineArtifactName({ prefix: artifactPrefix, os: process.platform, arch: process.arch }),
    branches: baselineBranches(context, inputs.baselineBranch),
    runId,
    base: await findBaseCommit({
      octokit,
      context,
      head: await headOfCheckout(project),
      baselineBranch: inputs.baselineBranch ?? context.repository.defaultBranch,
    }),
    unusable,
  };
  const client = await loadArtifactClient();
  let history: readonly HistoryEntry[] = [];
  let stored: { readonly base: Base; readonly found: Found } | null = null;
  for (;;) {
    const found = await findBaseline(question);
    const isLast = found.kind === "absent" || unusable.size === mostTries;
    if (stored !== null && (isLast || found.distance > stored.found.distance)) {
      logRejections(stored.found);
      return stored.base;
    }
    if (isLast) {
      logRejections(found);
      return absent(
        found.kind === "absent" ? found.reason : `${mostTries} artifacts in a row cannot be used`,
        history,
      );
    }
    const folder = join(work, `base-${found.artifactId}`);
    const download = await downloadBaseline({
      client,
      token: inputs.token,
      owner,
      repo,
      baseline: found,
      folder,
    });
    const source = `the artifact ${found.name} of run ${found.runId}`;
    const base = download.kind === "absent" ? absent(download.reason) : await readBase(folder, source, found);
    if (base.program.kind === "found") {
      logRejections(found);
      return base;
    }
    if (history.length === 0) history = base.history;
    if (base.program.kind === "stored") {
      stored ??= { base, found };
      unusable.set(found.artifactId, `${source} cannot be run: ${base.program.info.reason}`);
    } else {
      unusable.set(found.artifactId, base.program.reason);
    }
  }
}

type Found = Extract<BaselineLookup, { kind: "found" }>;
type Origin = Pick<Found, "sha" | "wantedSha" | "distance" | "runId">;

function logRejections({ rejections }: BaselineLookup): void {
  for (const rejection of rejections) log.info(`Passed over: ${rejection}.`);
}

/** Reads and verifies a baseline; where it was downloaded from is believed before what it says of itself. */
async function readBase(folder: string, source: string, origin: Origin | null): Promise<Base> {
  const found = await readBaselineFolder(folder);
  if (found.kind === "unusable") {
    return absent(`${source} cannot be used: ${found.reason}`, found.history);
  }
  const { sha } = found.results.head;
  const program = baseProgram(found, {
    source,
    ...(origin ?? { sha, wantedSha: sha, distance: 0, runId: null }),
  });
  return { program, history: found.history };
}

function absent(reason: string, history: readonly HistoryEntry[] = []): Base {
  return { program: { kind: "absent", reason }, history };
}
