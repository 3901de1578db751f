import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { appendHistory, historyEntry } from "../analysis/history.ts";
import { filesBesideBundle, readBaselineFolder, writeBaselineFolder } from "../baseline/folder.ts";
import { headOfCheckout } from "../git.ts";
import {
  downloadArtifactOfRun,
  loadArtifactClient,
  type Upload,
  uploadArtifact,
} from "../github/artifacts.ts";
import { baselineArtifactName } from "../github/baseline.ts";
import { storesBaseline } from "../github/context.ts";
import * as log from "../github/log.ts";
import type { MeasuringMode } from "../inputs.ts";
import type { HistoryEntry } from "../model/history.ts";
import type { Results } from "../model/results.ts";
import type { Secret } from "../model/secrets.ts";
import type { Links } from "../report/markdown.ts";
import type { Step } from "./step.ts";

/** Files of an artifact that are uploaded at most, before packing. */
export const artifactCapBytes = 256 * 1024 * 1024;

/** What can be linked to, once the report is uploaded. */
export interface ReportLinks extends Links {
  readonly artifactId: number | null;
}

/**
 * Stores head as the baseline of its commit, when the branch says so; before anything can fail, because a gate that
 * stays red must not keep its own baseline from moving on.
 *
 * @param secrets of the configuration, which is part of the bundle
 */
export async function storeBaseline(
  step: Step,
  results: Results,
  history: readonly HistoryEntry[],
  secrets: readonly Secret[],
): Promise<void> {
  const { shard } = step.inputs;
  // all shards build the same bundle, and the job that joins them stores it once
  if (!isOfBaselineBranch(step) || (shard !== null && shard.index !== 1)) return;
  await log.group(storing, () => storeFolder(step, results, history, secrets));
}

const storing = "Baseline of this commit";

async function storeFolder(
  step: Step,
  results: Results,
  history: readonly HistoryEntry[],
  secrets: readonly Secret[],
): Promise<void> {
  const { context, inputs, work } = step;
  const { shard } = inputs;
  const checkedOut = await headOfCheckout(step.project);
  if (checkedOut !== null && checkedOut !== context.sha) {
    const why = `The checkout is at ${checkedOut}, the run is of ${context.sha}: a baseline must be what its commit holds.`;
    log.warning("No baseline stored", why);
    return;
  }
  const folder = join(work, "head");
  const name = baselineName(step);
  if (shard === null) {
    await writeBaselineFolder(folder, results, appendHistory(history, historyEntry(results)));
    await uploadKnown(step, name, folder, secrets);
  } else {
    await writeBaselineFolder(folder, results, history);
    await uploadKnown(step, `${name}-${shard.index}-of-${shard.count}`, folder, secrets);
  }
}

/** Artifacts are for everybody who may read the repository: a bundle that holds a secret is none. */
async function uploadKnown(
  step: Step,
  name: string,
  root: string,
  secrets: readonly Secret[],
): Promise<void> {
  const secret = secrets.find(({ variable }) => variable !== null);
  if (secret === undefined) {
    await uploadBaseline(step, name, root);
    return;
  }
  const reason = `${secret.path} of the configuration has the value of the variable ${secret.variable}, and whoever may read the repository may read a bundle. Without it, exact figures alone can be compared; give it a value that is made for measuring.`;
  log.warning("Baseline without its bundle", reason);
  await uploadBesideBundle(step, name, root);
}

/**
 * Stores what several jobs measured as the baseline of its commit, with the bundle that the first of them built.
 *
 * @param partOf name of the artifact that holds it, by that of the baseline
 */
export async function storeJoinedBaseline(
  step: Step,
  results: Results,
  partOf: (name: string) => string,
): Promise<void> {
  if (isOfBaselineBranch(step)) await log.group(storing, () => storeJoinedFolder(step, results, partOf));
}

async function storeJoinedFolder(
  step: Step,
  results: Results,
  partOf: (name: string) => string,
): Promise<void> {
  const name = baselineName(step);
  const part = await downloadArtifactOfRun({
    client: await loadArtifactClient(),
    name: partOf(name),
    folder: join(step.work, `baseline-${step.platform}`),
    capBytes: artifactCapBytes,
    runAttempt: step.context.runAttempt,
  });
  if (part.kind === "absent")
    return log.warning("No baseline stored", `The first shard left none: ${part.reason}.`);
  const read = await readBaselineFolder(part.folder);
  if (read.kind === "unusable")
    return log.warning("No baseline stored", `${part.name} is not usable: ${read.reason}.`);
  await writeBaselineFolder(part.folder, results, appendHistory(read.history, historyEntry(results)));
  await uploadBaseline(step, name, part.folder);
}

function isOfBaselineBranch({ inputs, context }: Step): boolean {
  return storesBaseline(context.trigger, inputs.baselineBranch ?? context.repository.defaultBranch);
}

function baselineName({ artifactPrefix, platform }: Step): string {
  const [os = "", arch = ""] = platform.split("-");
  return baselineArtifactName({ prefix: artifactPrefix, os, arch });
}

/** What an upload depends on. */
interface Uploading {
  readonly inputs: Pick<Step["inputs"], "retentionDays">;
  readonly context: Pick<Step["context"], "runAttempt">;
}

/** Uploads a baseline. Of one whose bundle makes it too large, what can be compared without running it. */
export async function uploadBaseline(
  step: Uploading,
  name: string,
  root: string,
  capBytes = artifactCapBytes,
): Promise<Upload> {
  const whole = await uploadFiles(step, { name, root, files: await filesIn(root), capBytes });
  if (whole.kind === "uploaded") log.info(`Stored the baseline ${whole.name}.`);
  if (whole.kind !== "too-large") return told(name, whole);
  const reason = `With its bundle it has ${whole.bytes} bytes, at most ${whole.cap} are uploaded. Its exact figures can be compared without it.`;
  log.warning("Baseline without its bundle", reason);
  return uploadBesideBundle(step, name, root, capBytes);
}

async function uploadBesideBundle(
  step: Uploading,
  name: string,
  root: string,
  capBytes = artifactCapBytes,
): Promise<Upload> {
  const files = filesBesideBundle.map((file) => join(root, file));
  return told(name, await uploadFiles(step, { name, root, files, capBytes }));
}

/** Uploads the finished report folder. */
export async function uploadReport(step: Step): Promise<ReportLinks> {
  const links = runLinks(step);
  const uploaded = await upload(step, reportName(step, step.mode), step.report.path);
  if (uploaded.kind !== "uploaded") return { ...links, artifactId: null };
  return { ...links, artifact: `${links.run}/artifacts/${uploaded.id}`, artifactId: uploaded.id };
}

/** Where the repository and this run are on the web. */
export function runLinks({ context }: Step): { readonly repository: string; readonly run: string } {
  const repository = `${context.serverUrl}/${context.repository.owner}/${context.repository.name}`;
  return { repository, run: `${repository}/actions/runs/${context.runId}` };
}

/** Uploads what a run that broke had measured until then, if anything. */
export async function uploadRemains(step: Step): Promise<void> {
  const files = await filesIn(step.report.path);
  if (files.length > 0) await upload(step, reportName(step, step.mode), step.report.path);
}

/** Uploads a folder. */
async function upload(step: Uploading, name: string, root: string): Promise<Upload> {
  const files = await filesIn(root);
  return told(name, await uploadFiles(step, { name, root, files, capBytes: artifactCapBytes }));
}

async function uploadFiles(
  { inputs, context }: Uploading,
  artifact: { name: string; root: string; files: readonly string[]; capBytes: number },
): Promise<Upload> {
  const client = await loadArtifactClient();
  const { retentionDays } = inputs;
  return uploadArtifact({ ...artifact, client, retentionDays, runAttempt: context.runAttempt });
}

/** What goes wrong is a warning: the figures stand in the summary all the same. */
function told(name: string, outcome: Upload): Upload {
  if (outcome.kind === "too-large") {
    log.warning(
      `No artifact ${name}`,
      `Its files have ${outcome.bytes} bytes, at most ${outcome.cap} are uploaded.`,
    );
  }
  if (outcome.kind === "failed") log.warning(`No artifact ${name}`, outcome.reason);
  return outcome;
}

async function filesIn(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** What the report of a job is uploaded as. */
export function reportName({ artifactPrefix, platform, inputs }: Step, mode: MeasuringMode): string {
  const kind = { run: "report", confirm: "confirmation", merge: "report" }[mode];
  const part =
    mode === "run" && inputs.shard !== null ? `-${inputs.shard.index}-of-${inputs.shard.count}` : "";
  return `${artifactPrefix}-${kind}-${platform}${part}`;
}
