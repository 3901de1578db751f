import { join } from "node:path";
import { joinShards, type ShardReport } from "../analysis/shards.ts";
import { readHistory } from "../baseline/folder.ts";
import { FuelgaugeError } from "../errors.ts";
import { downloadArtifactOfRun, loadArtifactClient } from "../github/artifacts.ts";
import * as log from "../github/log.ts";
import type { HistoryEntry } from "../model/history.ts";
import type { Results } from "../model/results.ts";
import { openReportFolder } from "../report-folder.ts";
import { artifactCapBytes, reportName } from "./artifacts.ts";
import { readResults } from "./first-report.ts";
import { headSha, type Step } from "./step.ts";

/** What the shards of one kind of machine came to. */
export interface JoinedLeg {
  /** With the platform that was measured on, and a report folder of its own. */
  readonly step: Step;
  readonly results: Results;
  /** Of the base branch, oldest first. */
  readonly history: readonly HistoryEntry[];
  readonly shards: number;
}

/** Shards of one kind of machine. */
interface Division {
  readonly platform: string;
  readonly count: number;
}

/**
 * What the earlier jobs of this workflow run measured, joined for each kind of machine.
 *
 * @throws FuelgaugeError when there is nothing to join, or nothing that belongs together
 */
export async function joinLegs(step: Step): Promise<[JoinedLeg, ...JoinedLeg[]]> {
  const legs: JoinedLeg[] = [];
  for (const division of await findDivisions(step)) legs.push(await joinLeg(step, division));
  const [first, ...others] = legs;
  if (first === undefined) {
    throw new FuelgaugeError({
      happened:
        "There is nothing to merge: no earlier job of this workflow run has uploaded the report of a shard.",
      expected: `artifacts like ${shardName(step, 1, 4)}`,
      remedy:
        "Let this job wait for those with `shard:` by `needs:`, also where one of them failed, and give all the same artifact-name and working-directory.",
    });
  }
  return [first, ...others];
}

/** What the report, or the part of a baseline, of one shard is uploaded as. */
export function shardName(
  step: Step,
  index: number,
  count: number,
  name = reportName(step, "merge"),
): string {
  return `${name}-${index}-of-${count}`;
}

async function findDivisions(step: Step): Promise<Division[]> {
  const client = await loadArtifactClient();
  const { artifacts } = await client.listArtifacts();
  const prefix = `${step.artifactPrefix}-report-`;
  const counts = new Map<string, number>();
  for (const { name } of artifacts) {
    const found = /^([a-z0-9]+-[a-z0-9]+)-(\d+)-of-(\d+)(?:-attempt-\d+)?$/.exec(name.slice(prefix.length));
    if (!name.startsWith(prefix) || found === null) continue;
    const [, platform = "", , count = ""] = found;
    const known = counts.get(platform);
    if (known !== undefined && known !== Number(count)) {
      throw new FuelgaugeError({
        happened: `Jobs on ${platform} have uploaded shards of ${known} and shards of ${count}.`,
        expected: "one number of shards for each kind of machine",
        remedy:
          "Give all of them the same number after the slash, or reports that do not belong together another artifact-name.",
      });
    }
    counts.set(platform, Number(count));
  }
  return [...counts]
    .map(([platform, count]) => ({ platform, count }))
    .sort((a, b) => a.platform.localeCompare(b.platform));
}

async function joinLeg(step: Step, { platform, count }: Division): Promise<JoinedLeg> {
  const leg = { ...step, platform, report: await openReportFolder(join(step.work, `report-${platform}`)) };
  const reports: ShardReport[] = [];
  let history: readonly HistoryEntry[] = [];
  for (let index = 1; index <= count; index++) {
    const { report, ...shard } = await readShard(leg, index, count);
    if (history.length === 0) history = shard.history;
    if (report.kind === "lost")
      log.warning(`Shard ${index} of ${count} on ${platform} is lost`, report.reason);
    reports.push(report);
  }
  const joined = joinShards(reports);
  if (joined.kind === "apart") {
    throw new FuelgaugeError({
      happened: `The shards on ${platform} cannot be joined: ${joined.reason}.`,
      expected: "reports of jobs that measured the same suites of one commit, each with a shard of its own",
      remedy:
        "Give all shards the same checkout, suites and version of the Action, and look at the logs of those jobs.",
    });
  }
  return { step: leg, results: joined.results, history, shards: count };
}

async function readShard(
  step: Step,
  index: number,
  count: number,
): Promise<{ readonly report: ShardReport; readonly history: readonly HistoryEntry[] }> {
  const lost = (reason: string) => ({ report: { kind: "lost", index, reason } as const, history: [] });
  const found = await downloadArtifactOfRun({
    client: await loadArtifactClient(),
    name: shardName(step, index, count),
    folder: join(step.work, `shard-${step.platform}-${index}`),
    capBytes: artifactCapBytes,
    runAttempt: step.context.runAttempt,
  });
  if (found.kind === "absent") return lost(found.reason);
  try {
    const results = await readResults(join(found.folder, "results.json"), found.name);
    const wanted = headSha(step.context);
    if (results.head.sha !== wanted || results.shard?.index !== index) {
      const about = `shard ${results.shard?.index ?? "none"} of ${results.head.sha ?? "no commit"}`;
      return lost(`the artifact ${found.name} reports on ${about}, not on ${wanted}`);
    }
    return { report: { kind: "reported", results }, history: await readHistory(found.folder) };
  } catch (thrown) {
    if (!(thrown instanceof FuelgaugeError)) throw thrown;
    return lost(thrown.happened);
  }
}
