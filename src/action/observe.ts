import { foreignZipBytes, readForeignReport } from "../foreign-report/read.ts";
import { connect, type Octokit } from "../github/client.ts";
import {
  announce,
  type CommentFamily,
  type CommentOutcome,
  type CommentStamp,
  type Conversation,
  commentMarker,
  replaceAll,
  upsertComment,
  waitingMarker,
} from "../github/comment.ts";
import type { Environment } from "../github/context.ts";
import * as log from "../github/log.ts";
import { downloadReport, findReports, type ReportArtifact } from "../github/report-artifacts.ts";
import { pullRequestOfRun, readWorkflowRun, type WorkflowRunContext } from "../github/workflow-run.ts";
import type { Inputs } from "../inputs.ts";
import { logText } from "../report/escape.ts";
import { type Links, renderComment } from "../report/markdown.ts";
import {
  forkNotice,
  type Observed,
  renderMeasuring,
  renderNoReport,
  renderRefused,
} from "../report/observed.ts";
import { tellOutcome } from "./comment.ts";
import { artifactPrefixOf } from "./step.ts";

/** A pull request's run of another workflow, seen from one whose token may write. */
interface Observation {
  readonly octokit: Octokit;
  readonly context: WorkflowRunContext;
  readonly conversation: Conversation;
  readonly family: CommentFamily;
  readonly stamp: CommentStamp;
  readonly observed: Observed;
  /** What stands before the figures. */
  readonly notice: string;
}

/**
 * Writes the comment of a run that has ended, or says that one has begun. What the run left behind is data that anybody may
 * have made up: it is read, checked and shown, never run, and it decides neither where it is shown nor whether this step
 * succeeds.
 */
export async function observe(environment: Environment, inputs: Inputs): Promise<void> {
  const context = await readWorkflowRun(environment);
  const { run, repository } = context;
  if (run.event !== "pull_request") return log.info(`No comment: the run is of a ${run.event} event.`);
  const octokit = await connect({ token: inputs.token, apiUrl: context.apiUrl });
  const pull = await pullRequestOfRun(octokit, context);
  if (pull.kind === "unknown") return log.warning("No comment", pull.reason);
  if (pull.kind === "none") return log.info(`No comment: ${pull.reason}.`);
  const { artifactName: artifactPrefix, workingDirectory } = inputs;
  const observation: Observation = {
    octokit,
    context,
    // the token is this repository's, whoever opened the pull request
    conversation: {
      octokit,
      owner: repository.owner,
      repo: repository.name,
      number: pull.number,
      fromFork: false,
    },
    family: { artifactPrefix, workingDirectory },
    stamp: { headSha: run.headSha, runNumber: run.number, runAttempt: run.attempt },
    observed: { headSha: run.headSha, run: linksOf(context).run },
    notice: pull.fromFork ? forkNotice : "",
  };
  const outcomes = context.hasEnded
    ? await tellEnd(observation, artifactPrefixOf(inputs))
    : [await tellBeginning(observation)];
  for (const outcome of outcomes) tellOutcome(outcome, `See ${observation.observed.run}.`);
  const written = outcomes.find((outcome) => outcome.kind !== "refused");
  log.setOutput("comment-url", written?.url ?? "");
}

function tellBeginning({ conversation, family, stamp, observed }: Observation): Promise<CommentOutcome> {
  return announce(conversation, family, {
    stamp,
    render: (head) => `${head}\n\n${renderMeasuring(observed)}`,
  });
}

async function tellEnd(observation: Observation, prefix: string): Promise<CommentOutcome[]> {
  const { octokit, context } = observation;
  const found = await findReports(octokit, context, prefix);
  if (found.kind === "unknown") return [{ kind: "refused", reason: found.reason }];
  if (found.reports.length === 0) return tellNoReport(observation);
  const outcomes: CommentOutcome[] = [];
  for (const report of found.reports) outcomes.push(await tellReport(observation, report));
  return outcomes;
}

/** One comment for each leg of a matrix, as the run itself would have written them. */
async function tellReport(
  { octokit, context, conversation, family, stamp, observed, notice }: Observation,
  report: ReportArtifact,
): Promise<CommentOutcome> {
  const { owner, repo } = conversation;
  const { platform, name } = report;
  const download = await downloadReport({ octokit, owner, repo, report, capBytes: foreignZipBytes });
  const read =
    download.kind === "absent"
      ? ({ kind: "refused", reason: download.reason } as const)
      : await readForeignReport(download.zip, { headSha: context.run.headSha, platform });
  const links = linksOf(context, report);
  if (read.kind === "refused") log.warning(`The report ${name} is not shown`, logText(read.reason, 1000));
  return upsertComment(conversation, {
    marker: commentMarker({ ...family, platform }),
    waiting: waitingMarker(family),
    stamp,
    render: (head) =>
      read.kind === "refused"
        ? `${head}\n\n${renderRefused(observed, name, read.reason)}`
        : renderComment(read.results, links, { marker: head, notice }),
  });
}

/** A run that worked and measured nothing here leaves the reports of earlier ones; any other end makes them old. */
function tellNoReport({
  context,
  conversation,
  family,
  stamp,
  observed,
}: Observation): Promise<CommentOutcome[]> {
  const conclusion = context.run.conclusion ?? "nothing";
  log.info(`The run ended with ${conclusion} and left no report.`);
  const waiting = waitingMarker(family);
  const hasWorked = conclusion === "success" || conclusion === "skipped";
  const render = (head: string) => `${head}\n\n${renderNoReport(observed, conclusion)}`;
  return replaceAll(conversation, family, { stamp, render }, (marker) => !hasWorked || marker === waiting);
}

function linksOf(
  { serverUrl, repository, run }: WorkflowRunContext,
  report?: ReportArtifact,
): Links & { readonly run: string } {
  const home = `${serverUrl}/${repository.owner}/${repository.name}`;
  const page = `${home}/actions/runs/${run.id}`;
  return {
    repository: home,
    run: page,
    ...(report === undefined ? {} : { artifact: `${page}/artifacts/${report.id}` }),
  };
}
