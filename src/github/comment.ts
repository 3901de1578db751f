import { posix } from "node:path";
import { type Octokit, reasonOfRefusal, statusOf } from "./client.ts";

/** What became of the comment. A refused one does not stop a run: the summary says the same. */
export type CommentOutcome =
  | { readonly kind: "created"; readonly url: string }
  | { readonly kind: "updated"; readonly url: string }
  /** It stands as it was, because it tells of something newer. */
  | { readonly kind: "kept"; readonly url: string; readonly reason: string }
  | { readonly kind: "refused"; readonly reason: string };

/** The pull request on which a pushed commit's report is written. */
export type PullRequestLookup =
  | { readonly kind: "found"; readonly number: number; readonly fromFork: boolean }
  | { readonly kind: "none"; readonly reason: string };

/** Whose comment may be ours: anyone may paste a marker, but not everyone's text is to be overwritten. */
const trustedAssociations = ["OWNER", "MEMBER", "COLLABORATOR"];

type IssueComment = Awaited<ReturnType<Octokit["rest"]["issues"]["listComments"]>>["data"][number];

/** What a project's comments have in common. */
export interface CommentFamily {
  readonly artifactPrefix: string;
  readonly workingDirectory: string;
}

/**
 * The invisible first line by which a later run knows the comment again. One comment for each prefix, working directory
 * and platform, so that the legs of a matrix and the packages of a monorepo keep their own.
 *
 * @param leg.platform `linux-x64`
 */
export function commentMarker(leg: CommentFamily & { platform: string }): string {
  return `${familyMarker(leg)}${markerPart(leg.platform)} -->`;
}

/** What the comments of all legs start with. */
function familyMarker({ artifactPrefix, workingDirectory }: CommentFamily): string {
  const folder = posix.join(workingDirectory.replaceAll("\\", "/"), ".").replace(/(?<=.)\/$/, "");
  return `<!-- fuelgauge ${[artifactPrefix, folder].map(markerPart).join(" ")} `;
}

/** The comment that stands for all legs while no report is there yet; the first of them replaces it. */
export function waitingMarker(family: CommentFamily): string {
  return commentMarker({ ...family, platform: "measuring" });
}

/** What a comment tells of: an invisible second line, by which a late run sees that it is late. */
export interface CommentStamp {
  readonly headSha: string;
  /** Of the workflow's runs; a later run has a larger one. */
  readonly runNumber: number;
  readonly runAttempt: number;
}

export function commentStamp({ headSha, runNumber, runAttempt }: CommentStamp): string {
  return `<!-- run ${runNumber}.${runAttempt} of ${headSha} -->`;
}

/** The stamp of a comment; null for one of a time without. */
export function readStamp(body: string): CommentStamp | null {
  const found = /^<!-- run (\d{1,15})\.(\d{1,9}) of ([0-9a-f]{40,64}) -->$/.exec(body.split("\n")[1] ?? "");
  const [, runNumber, runAttempt, headSha] = found ?? [];
  if (headSha === undefined) return null;
  return { headSha, runNumber: Number(runNumber), runAttempt: Number(runAttempt) };
}

/** Where comments are written. */
export interface Conversation {
  readonly octokit: Octokit;
  readonly owner: string;
  readonly repo: string;
  /** Of the pull request. */
  readonly number: number;
  /** Whether the pull request comes from a fork, where no permission helps the run of its own code. */
  readonly fromFork: boolean;
}

/** A comment to be written. */
export interface NewComment {
  /** Its first line. */
  readonly marker: string;
  /** Its second line. */
  readonly stamp: CommentStamp;
  /** All of it, made for its first two lines. */
  readonly render: (head: string) => string;
}

/**
 * Replaces the comment that starts with the marker, else the one that waits for it, or writes the first. One that tells of
 * something newer is kept: of the pull request's present head, where ours is of an earlier one, or of a later run.
 *
 * @param comment.waiting marker of the comment that waits for this one
 */
export async function upsertComment(
  conversation: Conversation,
  comment: NewComment & { readonly waiting: string },
): Promise<CommentOutcome> {
  const { octokit, owner, repo, number } = conversation;
  try {
    const earlier = await findOwnComment(conversation, [comment.marker, comment.waiting]);
    if (earlier !== null) return await replaceComment(conversation, earlier, comment);
    const body = bodyOf(comment);
    const { data } = await octokit.rest.issues.createComment({ owner, repo, issue_number: number, body });
    return { kind: "created", url: data.html_url };
  } catch (thrown) {
    return { kind: "refused", reason: reasonOfRefusedComment(thrown, conversation.fromFork) };
  }
}

/**
 * Says that a run has begun, where nothing is said yet. The report of an earlier push stays: it names its commits, and
 * tells more.
 */
export async function announce(
  conversation: Conversation,
  family: CommentFamily,
  { stamp, render }: Pick<NewComment, "stamp" | "render">,
): Promise<CommentOutcome> {
  const marker = waitingMarker(family);
  try {
    const earlier = await findOwnComment(conversation, [familyMarker(family)]);
    if (earlier !== null) {
      const { body = "", html_url: url } = earlier;
      if (!body.startsWith(marker))
        return { kind: "kept", url, reason: "it has the report of an earlier run" };
      const theirs = readStamp(body);
      // the end of a run may be told before its beginning
      const isOver = theirs?.headSha === stamp.headSha && !isLater(stamp, theirs);
      if (isOver) return { kind: "kept", url, reason: "it tells of this run already" };
    }
  } catch (thrown) {
    return { kind: "refused", reason: reasonOfRefusedComment(thrown, conversation.fromFork) };
  }
  return upsertComment(conversation, { marker, stamp, render, waiting: marker });
}

/**
 * Replaces every comment of a project that tells of something earlier: its run has ended and reports nothing. None is
 * written where there is none.
 *
 * @param isMeant picks them by their marker
 */
export async function replaceAll(
  conversation: Conversation,
  family: CommentFamily,
  { stamp, render }: Pick<NewComment, "stamp" | "render">,
  isMeant: (marker: string) => boolean,
): Promise<CommentOutcome[]> {
  const start = familyMarker(family);
  try {
    const outcomes: CommentOutcome[] = [];
    for await (const earlier of commentsOf(conversation)) {
      const marker = earlier.body?.split("\n")[0] ?? "";
      if (!marker.startsWith(start) || !isOurs(earlier) || !isMeant(marker)) continue;
      outcomes.push(await replaceComment(conversation, earlier, { marker, stamp, render }));
    }
    return outcomes;
  } catch (thrown) {
    return [{ kind: "refused", reason: reasonOfRefusedComment(thrown, conversation.fromFork) }];
  }
}

function bodyOf({ marker, stamp, render }: NewComment): string {
  return render(`${marker}\n${commentStamp(stamp)}`);
}

async function replaceComment(
  conversation: Conversation,
  earlier: IssueComment,
  comment: NewComment,
): Promise<CommentOutcome> {
  const { octokit, owner, repo } = conversation;
  const late = await whyLate(conversation, readStamp(earlier.body ?? ""), comment.stamp);
  if (late !== null) return { kind: "kept", url: earlier.html_url, reason: late };
  const body = bodyOf(comment);
  const { data } = await octokit.rest.issues.updateComment({ owner, repo, comment_id: earlier.id, body });
  return { kind: "updated", url: data.html_url };
}

function isLater(one: CommentStamp, other: CommentStamp): boolean {
  return (one.runNumber - other.runNumber || one.runAttempt - other.runAttempt) > 0;
}

/** Why a comment is not to be replaced by ours; null when it is. */
async function whyLate(
  { octokit, owner, repo, number }: Conversation,
  theirs: CommentStamp | null,
  ours: CommentStamp,
): Promise<string | null> {
  if (theirs === null) return null;
  if (theirs.headSha === ours.headSha) {
    return isLater(theirs, ours) ? `it is of the later run ${theirs.runNumber}.${theirs.runAttempt}` : null;
  }
  let pull: { readonly state: string; readonly head: { readonly sha: string } };
  try {
    ({ data: pull } = await octokit.rest.pulls.get({ owner, repo, pull_number: number }));
  } catch (thrown) {
    // `issues: write` alone may comment, and not look at pull requests
    if (statusOf(thrown) === 403 || statusOf(thrown) === 404) return null;
    throw thrown;
  }
  const isLate = pull.state === "open" && pull.head.sha === theirs.headSha;
  return isLate ? `it is of ${theirs.headSha.slice(0, 7)}, the head by now` : null;
}

/** The pull request that a pushed commit belongs to: an open one whose head it is, else the one that it merged. */
export async function pullRequestOfCommit(commit: {
  octokit: Octokit;
  owner: string;
  repo: string;
  sha: string;
}): Promise<PullRequestLookup> {
  const { octokit, owner, repo, sha } = commit;
  try {
    const { data } = await octokit.rest.repos.listPullRequestsAssociatedWithCommit({
      owner,
      repo,
      commit_sha: sha,
      per_page: 100,
    });
    const pull =
      data.find((candidate) => candidate.state === "open" && candidate.head.sha === sha) ??
      data.find((candidate) => candidate.merge_commit_sha === sha);
    if (pull === undefined) return { kind: "none", reason: `${sha.slice(0, 7)} belongs to no pull request` };
    // of a deleted fork GitHub gives no repository, whatever its types say
    const fromFork = pull.head.repo?.id !== pull.base.repo.id;
    return { kind: "found", number: pull.number, fromFork };
  } catch (thrown) {
    const wish = { doing: "look up the pull request of a commit", permission: "pull-requests: read" };
    return { kind: "none", reason: reasonOfRefusal(thrown, wish) };
  }
}

/**
 * The comment that starts with the first of the markers, else with the next. A bot's comes first: with the marker in hand a
 * maintainer may have quoted it.
 */
async function findOwnComment(
  conversation: Conversation,
  markers: readonly string[],
  isMeant: (body: string) => boolean = () => true,
): Promise<IssueComment | null> {
  const byRank = new Map<number, IssueComment>();
  for await (const comment of commentsOf(conversation)) {
    const { body = "" } = comment;
    const marker = markers.findIndex((each) => body.startsWith(each));
    if (marker === -1 || !isMeant(body) || !isOurs(comment)) continue;
    const rank = 2 * marker + (isByBot(comment) ? 0 : 1);
    if (rank === 0) return comment;
    if (!byRank.has(rank)) byRank.set(rank, comment);
  }
  return byRank.get(Math.min(...byRank.keys())) ?? null;
}

async function* commentsOf({ octokit, owner, repo, number }: Conversation): AsyncGenerator<IssueComment> {
  const pages = octokit.paginate.iterator(octokit.rest.issues.listComments, {
    owner,
    repo,
    issue_number: number,
    per_page: 100,
  });
  for await (const { data } of pages) yield* data;
}

function isOurs(comment: IssueComment): boolean {
  return isByBot(comment) || isByTrustedPerson(comment);
}

function isByBot({ user }: IssueComment): boolean {
  return user?.type === "Bot";
}

function isByTrustedPerson(comment: IssueComment): boolean {
  return trustedAssociations.includes(comment.author_association ?? "NONE");
}

function reasonOfRefusedComment(thrown: unknown, fromFork: boolean): string {
  const status = statusOf(thrown);
  if (fromFork && (status === 403 || status === 404)) {
    return (
      `the token of a pull request from a fork may not write comments (${status}), whatever \`permissions:\` say` +
      " (elsewhere `pull-requests: write` allows it)"
    );
  }
  return reasonOfRefusal(thrown, { doing: "write the comment", permission: "pull-requests: write" });
}

/** Without spaces, and without what could end the HTML comment. */
function markerPart(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll("--", "%2D%2D");
}
