import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { readHistory } from "../baseline/folder.ts";
import { FuelgaugeError, messageOf } from "../errors.ts";
import { downloadArtifactOfRun, loadArtifactClient } from "../github/artifacts.ts";
import * as log from "../github/log.ts";
import type { HistoryEntry } from "../model/history.ts";
import { type Results, resultsSchema } from "../model/results.ts";
import { artifactCapBytes, reportName } from "./artifacts.ts";
import { headSha, type Step } from "./step.ts";

/** What a job of this workflow run left for another one to go on from. */
export interface Reported {
  readonly results: Results;
  /** Of the base branch, oldest first. */
  readonly history: readonly HistoryEntry[];
}

/**
 * What an earlier job of this workflow run reported. It is as trustworthy as the run, which this job is a part of; nothing
 * of it is run.
 *
 * @throws FuelgaugeError when there is no such report, or none that a second runner can go on from
 */
export async function readFirstReport(step: Step): Promise<Reported> {
  const name = reportName(step, "run");
  const found = await downloadArtifactOfRun({
    client: await loadArtifactClient(),
    name,
    folder: join(step.work, "first"),
    capBytes: artifactCapBytes,
    runAttempt: step.context.runAttempt,
  });
  if (found.kind === "absent") {
    throw new FuelgaugeError({
      happened: `There is nothing to confirm: ${found.reason}.`,
      expected: `the report of an earlier job of this workflow run, the artifact ${name}`,
      remedy:
        "Let this job wait for that one with `needs:`, give both the same artifact-name and working-directory, and the same kind of runner.",
    });
  }
  log.info(`The first job's report: the artifact ${found.name}.`);
  const results = await readResults(join(found.folder, "results.json"), found.name);
  refuseOthers(step, results, found.name);
  return { results, history: await readHistory(found.folder) };
}

/**
 * The `results.json` of an artifact of this workflow run.
 *
 * @throws FuelgaugeError when it cannot be read
 */
export async function readResults(path: string, artifact: string): Promise<Results> {
  const unreadable = (why: string) =>
    new FuelgaugeError({
      happened: `The results.json of the artifact ${artifact} cannot be read: ${why}.`,
      expected: "what the same version of Fuelgauge wrote in an earlier job of this workflow run",
      remedy: "Use the same version of the Action in both jobs, and run the first one again.",
    });
  let document: unknown;
  try {
    const { size } = await stat(path);
    if (size > artifactCapBytes) throw new Error(`it has ${size} bytes, more than ${artifactCapBytes}`);
    document = JSON.parse(await readFile(path, "utf8"));
  } catch (thrown) {
    throw unreadable(messageOf(thrown));
  }
  const parsed = resultsSchema.safeParse(document);
  if (!parsed.success) throw unreadable(z.prettifyError(parsed.error));
  return parsed.data;
}

/** A report of something else, or one that has been looked at again, is nothing to go on from. */
function refuseOthers({ context }: Step, { head, plan }: Results, artifact: string): void {
  const wanted = headSha(context);
  if (head.sha !== wanted) {
    throw new FuelgaugeError({
      happened: `The artifact ${artifact} reports on ${head.sha ?? "no commit"}.`,
      expected: `a report on ${wanted}, the head of this workflow run`,
      remedy: "Let both jobs of the workflow run use the Action on the same checkout.",
    });
  }
  if (plan.againFrom !== null) {
    throw new FuelgaugeError({
      happened: `The job of the artifact ${artifact} has looked again by itself.`,
      expected: "one that leaves that to a second runner",
      remedy: "Set `confirm: second-runner` in the first job.",
    });
  }
}
