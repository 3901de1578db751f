import { join, resolve } from "node:path";
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
import type { BaseInfo, BaseProgram } from "../run.ts";
import type { Step } from "./step.ts";

/** The base of the comparison, and the history that came with it. */
export interface Base {
  readonly program: BaseProgram;
  readonly history: readonly HistoryEntry[];
}

/** The base, ready to run, or the reason why there is none. */
export async function prepareBase(step: Step): Promise<Base> {
  const base = await findBase(step);
  if (base.program.kind === "found") {
    const { sha, distance, source } = base.program.info;
    const where = distance === 0 ? "" : ` (${distance} before the base commit)`;
    log.info(`Base: ${sha ?? "unknown commit"}${where}, from ${source}.`);
  } else {
    log.notice("No baseline", `Nothing to compare with: ${base.program.reason}.`);
  }
  return base;
}

async function findBase(step: Step): Promise<Base> {
  const { baseline } = step.inputs;
  switch (baseline.kind) {
    case "none":
      return absent("the input `baseline` is `none`");
    case "folder":
      return readBase(resolve(step.project, baseline.path), `the folder ${baseline.path}`, null);
    case "auto":
      return downloadBase(step);
  }
}

/** Artifacts that are tried before a run goes on without a baseline. */
const mostTries = 5;

/** The nearest baseline that can be used; one that is broken does not hide the one behind it. */
async function downloadBase(step: Step): Promise<Base> {
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
  for (;;) {
    const found = await findBaseline(question);
    if (found.kind === "absent" || unusable.size === mostTries) {
      for (const rejection of found.rejections) log.info(`Passed over: ${rejection}.`);
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
      for (const rejection of found.rejections) log.info(`Passed over: ${rejection}.`);
      return base;
    }
    if (history.length === 0) history = base.history;
    unusable.set(found.artifactId, base.program.reason);
  }
}

type Origin = Pick<Extract<BaselineLookup, { kind: "found" }>, "sha" | "wantedSha" | "distance" | "runId">;

/** Reads and verifies a baseline; where it was downloaded from is believed before what it says of itself. */
async function readBase(folder: string, source: string, origin: Origin | null): Promise<Base> {
  const found = await readBaselineFolder(folder);
  if (found.kind === "unusable") {
    return absent(`${source} cannot be used: ${found.reason}`, found.history);
  }
  const { manifest, results, history } = found;
  const { sha: ownSha } = results.head;
  // named one by one: an artifact that was found carries more, a `kind` of its own among it
  const { sha, wantedSha, distance, runId } = origin ?? {
    sha: ownSha,
    wantedSha: ownSha,
    distance: 0,
    runId: null,
  };
  const { machine } = results;
  const info: BaseInfo = { kind: "compared", source, sha, wantedSha, distance, runId, machine };
  return { program: { kind: "found", folder, manifest, info }, history };
}

function absent(reason: string, history: readonly HistoryEntry[] = []): Base {
  return { program: { kind: "absent", reason }, history };
}
