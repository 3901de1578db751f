import {
  type CommentOutcome,
  commentMarker,
  pullRequestOfCommit,
  upsertComment,
  waitingMarker,
} from "../github/comment.ts";
import * as log from "../github/log.ts";
import { headSha, type Step } from "./step.ts";

/**
 * Writes or updates the comment, whose text is made for its hidden first lines. Null where there is none to write; a
 * refused one is a warning.
 */
export async function writeComment(
  step: Step,
  render: (head: string) => string,
): Promise<CommentOutcome | null> {
  const { inputs, context, octokit, platform } = step;
  const { owner, name: repo } = context.repository;
  const pull = await pullRequestToComment(step);
  if (pull === null) return null;
  const family = { artifactPrefix: inputs.artifactName, workingDirectory: inputs.workingDirectory };
  const outcome = await upsertComment(
    { octokit, owner, repo, ...pull },
    {
      marker: commentMarker({ ...family, platform }),
      waiting: waitingMarker(family),
      stamp: { headSha: headSha(context), runNumber: context.runNumber, runAttempt: context.runAttempt },
      render: (head) => log.hidden(render(head)),
    },
  );
  tellOutcome(outcome, "The job summary holds the same report.");
  return outcome;
}

/** @param instead where to read what a refused comment would have said */
export function tellOutcome(outcome: CommentOutcome, instead: string): void {
  switch (outcome.kind) {
    case "refused":
      log.warning("No comment", `${outcome.reason}. ${instead}`);
      break;
    case "kept":
      log.info(`Comment left as it is, because ${outcome.reason}: ${outcome.url}`);
      break;
    case "created":
    case "updated":
      log.info(`Comment ${outcome.kind}: ${outcome.url}`);
  }
}

async function pullRequestToComment({
  mode,
  inputs,
  context,
  octokit,
}: Step): Promise<{ number: number; fromFork: boolean } | null> {
  const { trigger, repository, sha } = context;
  // the job that joins the shards speaks for all of them
  if (inputs.comment === "never" || (mode === "run" && inputs.shard !== null)) return null;
  if (trigger.kind === "pull_request") return { number: trigger.number, fromFork: trigger.isFork };
  if (inputs.comment === "auto") return null;
  const pull = await pullRequestOfCommit({ octokit, owner: repository.owner, repo: repository.name, sha });
  if (pull.kind === "none") log.info(`No comment: ${pull.reason}.`);
  return pull.kind === "found" ? pull : null;
}
