import { styleText } from "node:util";
import { isSuspect } from "../analysis/second-look.ts";
import { exitFails } from "../analysis/verdict.ts";
import type { CommentOutcome } from "../github/comment.ts";
import * as log from "../github/log.ts";
import type { HistoryEntry } from "../model/history.ts";
import type { Results } from "../model/results.ts";
import { renderConsole } from "../report/console.ts";
import { type Links, renderComment, renderReport } from "../report/markdown.ts";
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
  await step.report.finish(results, { history, links: runLinks(step) });
}

/** Tells everybody else: artifact, summary, comment, annotations, outputs, exit status. */
export async function publish(step: Step, results: Results): Promise<void> {
  const links = await uploadReport(step);
  await writeSummary(results, links);
  const comment = await writeComment(step, (marker) => renderComment(results, links, { marker }));
  await annotateFiles(step, results);
  setOutputs(step, results, links, comment);
  conclude(step, results);
}

async function logReport(results: Results): Promise<void> {
  log.info(renderConsole(results, (style, text) => styleText(style, text, { validateStream: false })));
}

async function writeSummary(results: Results, links: Links): Promise<void> {
  const written = await log.writeSummary(renderReport(results, links));
  if (written.kind === "refused") log.warning("No job summary", written.reason);
}

function setOutputs(
  { report }: Step,
  results: Results,
  links: ReportLinks,
  comment: CommentOutcome | null,
): void {
  const { base, comparisons } = results;
  const gating = comparisons.filter((row) => row.gating);
  log.setOutput("verdict", results.verdict);
  log.setOutput("regressions", gating.filter(({ verdict }) => verdict === "regressed").length);
  log.setOutput("suspected", comparisons.filter(isSuspect).length);
  log.setOutput("improvements", gating.filter(({ verdict }) => verdict === "improved").length);
  log.setOutput("cases", results.cases.filter(({ control }) => !control).length);
  log.setOutput("report-json", report.resultsPath);
  log.setOutput("report-markdown", report.markdownPath);
  log.setOutput("report-html", report.pagePath);
  log.setOutput("artifact-id", links.artifactId ?? "");
  log.setOutput("artifact-url", links.artifact ?? "");
  log.setOutput("baseline-sha", (base.kind !== "absent" && base.sha) || "");
  log.setOutput("baseline-run-id", (base.kind !== "absent" && base.runId) || "");
  log.setOutput("comment-url", comment !== null && comment.kind !== "refused" ? comment.url : "");
}

function conclude({ inputs }: Step, results: Results): void {
  if (exitFails(results, inputs.failOn))
    log.setFailed(`Fuelgauge: ${results.verdict}. The job summary says what and by how much.`);
}
