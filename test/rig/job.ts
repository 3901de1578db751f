import type { JsonObject } from "./json.ts";

/** What started a workflow. */
export interface WorkflowEvent {
  /** `pull_request` */
  readonly name: string;
  readonly payload: JsonObject;
}

/** The run that an action is part of, as GitHub describes it to the runner. */
export interface JobRun {
  readonly id?: number;
  readonly attempt?: number;
  /** `GITHUB_SHA`: for a pull request the test merge, not its head. */
  readonly sha: string;
  /** `refs/heads/main`, `refs/pull/7/merge` */
  readonly ref: string;
  /** Branches of the pull request; empty elsewhere. */
  readonly headRef?: string;
  readonly baseRef?: string;
}

/** One job, ready to be run: what happened, in which run, in which checkout. */
export interface Job {
  readonly event: WorkflowEvent;
  readonly run: JobRun;
  readonly workspace: string;
}
