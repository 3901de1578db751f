import { type CommentOutcome, commentMarker, pullRequestOfCommit, upsertComment } from "../github/comment.ts";
import * as log from "../github/log.ts";
import type { Step } from "./step.ts";

/**
 * Writes or updates the comment, whose text is made for its hidden marker. Null where there is none to write; a refused
 * one is a warning.
 */
export async function writeComment(
  step: Step,
  render: (marker: string) => string,
): Promise<CommentOutcome | null> {
  const { inputs, context, octokit, platform } = step;
  const { owner, name: repo } = context.repository;
  const pull = await pullRequestToComment(step);
  if (pull === null) return null;
  const { artifactName: artifactPrefix, workingDirectory } = inputs;
  const marker = commentMarker({ artifactPrefix, workingDirectory, platform });
  const outcome = await upsertComment({ octokit, owner, repo, ...pull, marker, body: render(marker) });
  if (outcome.kind === "refused") {
    log.warning("No comment", `${outcome.reason}. The job summary holds the same report.`);
  } else {
    log.info(`Comment ${outcome.kind}: ${outcome.url}`);
  }
  return outcome;
}

async function pullRequestToComment({
  inputs,
  context,
  octokit,
}: Step): Promise<{ number: number; fromFork: boolean } | null> {
  const { trigger, repository, sha } = context;
  if (inputs.comment === "never") return null;
  if (trigger.kind === "pull_request") return { number: trigger.number, fromFork: trigger.isFork };
  if (inputs.comment === "auto") return null;
  const pull = await pullRequestOfCommit({ octokit, owner: repository.owner, repo: repository.name, sha });
  if (pull.kind === "none") log.info(`No comment: ${pull.reason}.`);
  return pull.kind === "found" ? pull : null;
}
