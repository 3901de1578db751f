import { styleText } from "node:util";
import { isSuspect } from "../analysis/second-look.ts";
import { exitFails } from "../analysis/verdict.ts";
import type { CommentOutcome } from "../github/comment.ts";
import * as log from "../github/log.ts";
import type { HistoryEntry } from "../model/history.ts";
import type { Results } from "../model/results.ts";
import { renderConsole } from "../report/console.ts";
import { type Leg, renderLegs, verdictOfLegs } from "../report/legs.ts";
import { summaryLimit } from "../report/markdown.ts";
import { type ReportLinks, runLinks, uploadReport } from "./artifacts.ts";
import { annotateFiles } from "./check.ts";
import { writeComment } from "./comment.ts";
import type { Step } from "./step.ts";

/**
 * Writes what a run came to into the log and the report folder.
 *
 * @param history of the base branch, oldest first; empty where it is not known
 */
export async function writeReport(
  step: Step,
  results: Results,
  history: readonly HistoryEntry[],
): Promise<void> {
  await log.group("Report", () => logReport(results));
  const { shard, confirm } = step.inputs;
  const isLast = step.mode !== "run" || (shard === null && confirm === "here");
  await step.report.finish(results, { history, links: runLinks(step), isLast });
}

/** Tells everybody else: artifact, summary, comment, annotations, outputs, exit status. */
export function publish(step: Step, results: Results): Promise<void> {
  return publishLegs(step, [{ step, results }]);
}

/** What was measured on one kind of machine; the step's report folder holds it. */
export interface MeasuredLeg {
  readonly step: Step;
  readonly results: Results;
}

/** The same for what was measured on several: all of it in one summary and one comment. */
export async function publishLegs(
  step: Step,
  measured: readonly [MeasuredLeg, ...MeasuredLeg[]],
): Promise<void> {
  const [{ step: first }] = measured;
  const legs: PublishedLeg[] = [];
  const comment = await log.group("Publishing", async () => {
    for (const { step: leg, results } of measured) {
      legs.push({ step: leg, platform: leg.platform, results, links: await uploadReport(leg) });
    }
    await writeSummary(legs);
    for (const { step: leg, results } of legs) await annotateFiles(leg, results);
    const platform = legs.length === 1 ? first.platform : "merged";
    return writeComment({ ...step, platform }, (head) => renderLegs(legs, { head }));
  });
  setOutputs(legs, comment);
  conclude(step, legs);
}

interface PublishedLeg extends Leg, MeasuredLeg {
  readonly links: ReportLinks;
}

async function logReport(results: Results): Promise<void> {
  log.info(renderConsole(results, (style, text) => styleText(style, text, { validateStream: false })));
}

async function writeSummary(legs: readonly PublishedLeg[]): Promise<void> {
  const written = await log.writeSummary(renderLegs(legs, { head: "", limit: summaryLimit }));
  if (written.kind === "refused") log.warning("No job summary", written.reason);
}

/** Counts are of all legs; what there can be only one of is the first leg's. */
function setOutputs(legs: readonly PublishedLeg[], comment: CommentOutcome | null): void {
  const rows = legs.flatMap(({ results }) => results.comparisons);
  const gating = rows.filter((row) => row.gating);
  const cases = legs.flatMap(({ results }) => results.cases);
  log.setOutput("verdict", verdictOfLegs(legs));
  log.setOutput("regressions", gating.filter(({ verdict }) => verdict === "regressed").length);
  log.setOutput("suspected", rows.filter(isSuspect).length);
  log.setOutput("improvements", gating.filter(({ verdict }) => verdict === "improved").length);
  log.setOutput("cases", cases.filter(({ control }) => !control).length);
  log.setOutput("comment-url", comment !== null && comment.kind !== "refused" ? comment.url : "");
  const [first] = legs;
  if (first === undefined) return;
  const { step, results, links } = first;
  const { base } = results;
  log.setOutput("report-json", step.report.resultsPath);
  log.setOutput("report-markdown", step.report.markdownPath);
  log.setOutput("report-html", step.report.pagePath);
  log.setOutput("artifact-id", links.artifactId ?? "");
  log.setOutput("artifact-url", links.artifact ?? "");
  log.setOutput("baseline-sha", (base.kind !== "absent" && base.sha) || "");
  log.setOutput("baseline-run-id", (base.kind !== "absent" && base.runId) || "");
}

/** A shard only measures: the job that joins them turns red for all. */
function conclude({ inputs }: Step, legs: readonly PublishedLeg[]): void {
  const failing = legs.filter(({ results }) => results.shard === null && exitFails(results, inputs.failOn));
  if (failing.length > 0) {
    log.setFailed(`Fuelgauge: ${verdictOfLegs(failing)}. The job summary says what and by how much.`);
  }
}
