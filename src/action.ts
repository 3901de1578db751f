import { join, resolve } from "node:path";
import { styleText } from "node:util";
import { type ReportLinks, runLinks, storeBaseline, uploadReport } from "./action/artifacts.ts";
import { type Base, prepareBase } from "./action/base.ts";
import { reportBroken } from "./action/broken.ts";
import { writeComment } from "./action/comment.ts";
import { openStep, type Step } from "./action/step.ts";
import { exitFails } from "./analysis/verdict.ts";
import { bundledRuntime } from "./bundled-runtime.ts";
import { readConfig } from "./config/read.ts";
import type { CommentOutcome } from "./github/comment.ts";
import type { Environment } from "./github/context.ts";
import * as log from "./github/log.ts";
import { parseInputs } from "./inputs.ts";
import type { Config } from "./model/config.ts";
import type { Results } from "./model/results.ts";
import { renderConsole } from "./report/console.ts";
import { type Links, renderComment, renderReport } from "./report/markdown.ts";
import { runSuites } from "./run.ts";
import { selectCases } from "./suites/catalog.ts";

/** The Action, from its inputs to its exit status. A step that breaks says so where its report would be. */
export async function runAction(environment: Environment, input: (name: string) => string): Promise<void> {
  const step = await openStep(environment, parseInputs(input));
  await judge(step).catch((thrown: unknown) => reportBroken(step, thrown));
}

async function judge(step: Step): Promise<void> {
  const config = await readPolicy(step);
  const base = await log.group("Baseline", () => prepareBase(step));
  const results = await log.group("Measuring", () => measure(step, base, config));
  await log.group("Report", () => logReport(results));
  await step.report.finish(results, renderReport(results, runLinks(step)));
  await storeBaseline(step, results, base.history);
  const links = await uploadReport(step);
  await writeSummary(results, links);
  const comment = await writeComment(step, (marker) => renderComment(results, links, { marker }));
  setOutputs(step, results, links, comment);
  conclude(step, results);
}

async function readPolicy({ inputs, project }: Step): Promise<Config> {
  const { config, path } = await readConfig(project, inputs.config);
  if (path !== null) log.info(`Policy: ${path}`);
  return config;
}

async function measure(
  { inputs, context, work, project, report }: Step,
  { program, history }: Base,
  config: Config,
): Promise<Results> {
  const { trigger, sha } = context;
  const runtime = inputs.runtime === null ? bundledRuntime() : resolve(project, inputs.runtime);
  const request = {
    head: { kind: "build", runtime, folder: join(work, "head") } as const,
    headSha: trigger.kind === "pull_request" ? trigger.headSha : sha,
    base: program,
    history,
    cases: selectCases(inputs.suites),
    config,
    secondLook: "here" as const,
    budget: inputs.budget,
    node: inputs.node === null ? process.execPath : resolve(project, inputs.node),
  };
  return runSuites(request, {
    info: log.info,
    onMeasurement: report.keep,
    onRound: (done: number, planned: number) => log.info(`Round ${done} of ${planned}`),
  });
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
  log.setOutput("improvements", gating.filter(({ verdict }) => verdict === "improved").length);
  log.setOutput("cases", results.cases.length);
  log.setOutput("report-json", report.resultsPath);
  log.setOutput("report-markdown", report.markdownPath);
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
