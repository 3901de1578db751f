import { rm } from "node:fs/promises";
import type { ArtifactClient } from "@actions/artifact";
import { z } from "zod";
import { messageOf } from "../errors.ts";
import { attemptOf } from "./artifacts.ts";
import type { BaseCommit } from "./base-commit.ts";
import { type Octokit, type Pause, reasonOfRefusal, statusOf, withRetries } from "./client.ts";

/** The artifact to compare with. */
export type BaselineLookup =
  | {
      readonly kind: "found";
      readonly artifactId: number;
      readonly name: string;
      /** The commit that it was made of. */
      readonly sha: string;
      /** Commits between `sha` and `wantedSha`. */
      readonly distance: number;
      readonly wantedSha: string;
      readonly runId: number;
      readonly branch: string;
      /** `sha256:` and the hexadecimal digest of the zip. */
      readonly digest: string;
      /** Why other artifacts were passed over, a sentence each. */
      readonly rejections: readonly string[];
    }
  | {
      readonly kind: "absent";
      /** The most telling of the rejections, to stand after "no baseline, because". */
      readonly reason: string;
      readonly rejections: readonly string[];
    };

type Found = Extract<BaselineLookup, { kind: "found" }>;
type KnownBase = Extract<BaseCommit, { kind: "known" }>;

export type BaselineDownload =
  | { readonly kind: "downloaded"; readonly folder: string }
  | { readonly kind: "absent"; readonly reason: string };

export interface BaselineQuestion {
  readonly octokit: Octokit;
  readonly owner: string;
  readonly repo: string;
  readonly repositoryId: number;
  readonly artifactName: string;
  /** Branches whose runs are trusted; of two artifacts of one commit the earlier branch's is taken. */
  readonly branches: readonly [string, ...string[]];
  readonly base: BaseCommit;
  /** The run that has to have made it. Null or left out: any may. */
  readonly runId?: number | null;
  /** Artifacts that were tried and cannot be used, by id, with the reason. */
  readonly unusable?: ReadonlyMap<number, string>;
}

/** Events whose runs execute what the branch holds; a pull request's run executes what somebody proposes. */
const trustedEvents = ["push", "schedule", "workflow_dispatch"];

/** Artifacts of one name that are looked at, newest first: 10 pages. */
const mostArtifacts = 1000;

const readingArtifacts = { doing: "read artifacts", permission: "actions: read" };

/** The run behind an artifact. GitHub may leave out any of it, and then the artifact cannot be trusted. */
const originSchema = z.object({
  id: z.int(),
  repository_id: z.int(),
  head_repository_id: z.int(),
  head_branch: z.string(),
  head_sha: z.string(),
});

type ListedArtifact = Awaited<
  ReturnType<Octokit["rest"]["actions"]["listArtifactsForRepo"]>
>["data"]["artifacts"][number];

/** An artifact of a trusted branch and an ancestor; whether it can be used is still open. */
interface Candidate {
  readonly artifact: ListedArtifact;
  readonly sha: string;
  readonly distance: number;
  readonly runId: number;
  readonly branch: string;
}

/** In the order of what tells the reader most when there is no baseline. */
const rejectionKinds = ["unusable", "no-ancestor", "fork", "other-branch", "unknown-origin"] as const;

interface Rejection {
  readonly kind: (typeof rejectionKinds)[number];
  readonly sentence: string;
}

/** `fuelgauge-baseline-linux-x64`; legs of a matrix that run on different machines keep apart. */
export function baselineArtifactName(parts: { prefix: string; os: string; arch: string }): string {
  return `${parts.prefix}-baseline-${parts.os}-${parts.arch}`;
}

/**
 * The artifact of the nearest ancestor of the base that can be trusted, because it will be run: made by this repository
 * and no fork of it, on one of `branches`, by an event that runs what the branch holds; not expired, with a digest to
 * verify it by.
 */
export async function findBaseline(question: BaselineQuestion): Promise<BaselineLookup> {
  const { base } = question;
  if (base.kind === "unknown") return { kind: "absent", reason: base.reason, rejections: [] };
  const rejections: Rejection[] = [];
  const sentences = () => rejections.map((rejection) => rejection.sentence);
  try {
    const found = await nearestUsable(question, base, rejections);
    if (found !== null) return { ...found, rejections: sentences() };
    return { kind: "absent", reason: mostTelling(question, base, rejections), rejections: sentences() };
  } catch (thrown) {
    return { kind: "absent", reason: reasonOfRefusal(thrown, readingArtifacts), rejections: sentences() };
  }
}

/**
 * Unpacks a baseline into `folder`. When anything is wrong with it, nothing of it stays there.
 *
 * @param download.folder an empty folder, or one that does not exist yet
 */
export async function downloadBaseline(download: {
  client: Pick<ArtifactClient, "downloadArtifact">;
  token: string;
  owner: string;
  repo: string;
  baseline: Found;
  folder: string;
  pause?: Pause;
}): Promise<BaselineDownload> {
  const { client, token, owner, repo, baseline, folder, pause } = download;
  const absent = async (reason: string): Promise<BaselineDownload> => {
    await rm(folder, { recursive: true, force: true });
    return { kind: "absent", reason };
  };
  const options = {
    path: folder,
    expectedHash: baseline.digest,
    findBy: { token, workflowRunId: baseline.runId, repositoryOwner: owner, repositoryName: repo },
  };
  try {
    // the client retries the blob but not the question where the blob is
    const { digestMismatch } = await withRetries(
      () => client.downloadArtifact(baseline.artifactId, options),
      { repeatable: true, pause },
    );
    // the client reports a wrong digest, it does not object to it
    if (digestMismatch === false) return { kind: "downloaded", folder };
    return absent(`${artifactOf(baseline.sha)} does not have the digest that GitHub recorded for it`);
  } catch (thrown) {
    return absent(reasonOfFailedDownload(baseline, thrown));
  }
}

async function nearestUsable(
  question: BaselineQuestion,
  base: KnownBase,
  rejections: Rejection[],
): Promise<Omit<Found, "rejections"> | null> {
  const waiting: Candidate[] = [];
  for await (const artifact of artifactsCalled(question)) {
    const judged = judgeOrigin(question, base, artifact);
    if ("kind" in judged) {
      rejections.push(judged);
    } else if (judged.distance === 0) {
      // nothing can be nearer, so the pages that follow need not be read
      const found = await verify(question, base.sha, judged, rejections);
      if (found !== null) return found;
    } else {
      waiting.push(judged);
    }
  }
  for (const candidate of waiting.sort(nearestFirst(question.branches))) {
    const found = await verify(question, base.sha, candidate, rejections);
    if (found !== null) return found;
  }
  return null;
}

async function* artifactsCalled({ octokit, owner, repo, artifactName, runId = null }: BaselineQuestion) {
  const pages = octokit.paginate.iterator(octokit.rest.actions.listArtifactsForRepo, {
    owner,
    repo,
    name: artifactName,
    per_page: 100,
  });
  let seen = 0;
  for await (const page of pages) {
    yield* page.data.filter(({ workflow_run: run }) => runId === null || run?.id === runId);
    seen += page.data.length;
    if (seen >= mostArtifacts) return;
  }
}

/** What the list alone tells. */
function judgeOrigin(
  { repositoryId, branches, unusable }: BaselineQuestion,
  base: KnownBase,
  artifact: ListedArtifact,
): Candidate | Rejection {
  const known = unusable?.get(artifact.id);
  if (known !== undefined) return { kind: "unusable", sentence: known };
  const parsed = originSchema.safeParse(artifact.workflow_run);
  if (!parsed.success) {
    return {
      kind: "unknown-origin",
      sentence: `artifact ${artifact.id} does not say which run it comes from`,
    };
  }
  const { id: runId, head_branch: branch, head_sha: sha, ...repositories } = parsed.data;
  const which = `artifact ${artifact.id} of ${short(sha)} (run ${runId})`;
  if (repositories.head_repository_id !== repositoryId || repositories.repository_id !== repositoryId) {
    return {
      kind: "fork",
      sentence: `${which} was made by a fork's run on its own ${branch}, which is not trusted`,
    };
  }
  if (!branches.includes(branch)) {
    return {
      kind: "other-branch",
      sentence: `${which} was made on ${branch}, not on ${branches.join(" or ")}`,
    };
  }
  const ancestor = base.ancestors.find((commit) => commit.sha === sha);
  if (ancestor === undefined) {
    return { kind: "no-ancestor", sentence: `${which} is not among the ancestors of ${short(base.sha)}` };
  }
  return { artifact, sha, distance: ancestor.distance, runId, branch };
}

/** Asks GitHub what the list does not tell. */
async function verify(
  question: BaselineQuestion,
  wantedSha: string,
  candidate: Candidate,
  rejections: Rejection[],
): Promise<Omit<Found, "rejections"> | null> {
  const { sha, distance, runId, branch } = candidate;
  const event = await eventOfRun(question, runId);
  if (!trustedEvents.includes(event)) {
    const sentence = `${artifactOf(sha)} comes from a ${event} run (${runId}), which is not trusted`;
    rejections.push({ kind: "unusable", sentence });
    return null;
  }
  const problem = problemOf(candidate.artifact);
  if (problem !== null) rejections.push({ kind: "unusable", sentence: `${artifactOf(sha)} ${problem}` });
  const artifact = problem === null ? candidate.artifact : await ofAnotherAttempt(question, candidate);
  if (!artifact?.digest) return null;
  const { id: artifactId, name, digest } = artifact;
  return { kind: "found", artifactId, name, sha, distance, wantedSha, runId, branch, digest };
}

/** The newest usable artifact that another attempt of the same run left under its own name. */
async function ofAnotherAttempt(
  { octokit, owner, repo, artifactName }: BaselineQuestion,
  { artifact, runId }: Candidate,
): Promise<ListedArtifact | undefined> {
  const all = await octokit.paginate(octokit.rest.actions.listWorkflowRunArtifacts, {
    owner,
    repo,
    run_id: runId,
    per_page: 100,
  });
  return all
    .map((other) => ({ other, attempt: attemptOf(other.name, artifactName) }))
    .filter(({ other, attempt }) => attempt !== null && other.id !== artifact.id && problemOf(other) === null)
    .sort((a, b) => (b.attempt ?? 0) - (a.attempt ?? 0) || b.other.id - a.other.id)[0]?.other;
}

async function eventOfRun({ octokit, owner, repo }: BaselineQuestion, runId: number): Promise<string> {
  const { data } = await octokit.rest.actions.getWorkflowRun({ owner, repo, run_id: runId });
  return data.event;
}

function problemOf(artifact: ListedArtifact): string | null {
  if (artifact.expired) return "has expired";
  if (!artifact.digest) return "has no digest to verify it by";
  return null;
}

function nearestFirst(branches: readonly string[]): (a: Candidate, b: Candidate) => number {
  return (a, b) =>
    a.distance - b.distance ||
    branches.indexOf(a.branch) - branches.indexOf(b.branch) ||
    b.artifact.id - a.artifact.id;
}

/** `rejections` holds the unusable ones nearest first. */
function mostTelling(
  { artifactName, branches, runId = null }: BaselineQuestion,
  base: KnownBase,
  rejections: readonly Rejection[],
): string {
  const kind = rejectionKinds.find((known) => rejections.some((rejection) => rejection.kind === known));
  const those = rejections.filter((rejection) => rejection.kind === kind);
  const trusted = branches.join(" or ");
  switch (kind) {
    case undefined:
      if (runId !== null) return `the artifact ${artifactName} of run ${runId} is not there any more`;
      return `there is no artifact called ${artifactName} yet; a run on ${branches[0]} stores the first`;
    case "no-ancestor": {
      const reach = `${short(base.sha)} or to one of the ${base.ancestors.length - 1} commits before it`;
      return `none of the artifacts of ${trusted} belongs to ${reach} (${those.length} looked at)`;
    }
    case "other-branch":
      return `none of the artifacts called ${artifactName} was made on ${trusted} (${those.length} looked at)`;
    case "unusable":
    case "fork":
    case "unknown-origin":
      return those[0]?.sentence ?? "";
  }
}

function reasonOfFailedDownload(baseline: Found, thrown: unknown): string {
  const status = statusOf(thrown);
  if (status === 404 || status === 410) return `${artifactOf(baseline.sha)} is gone (${status})`;
  if (status !== null) return reasonOfRefusal(thrown, readingArtifacts);
  return `${artifactOf(baseline.sha)} could not be downloaded: ${messageOf(thrown)}`;
}

function artifactOf(sha: string): string {
  return `the artifact of ${short(sha)}`;
}

function short(sha: string): string {
  return sha.slice(0, 7);
}
