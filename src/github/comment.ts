import { posix } from "node:path";
import { type Octokit, reasonOfRefusal, statusOf } from "./client.ts";

/** What became of the comment. A refused one does not stop a run: the summary says the same. */
export type CommentOutcome =
  | { readonly kind: "created"; readonly url: string }
  | { readonly kind: "updated"; readonly url: string }
  | { readonly kind: "refused"; readonly reason: string };

/** The pull request on which a pushed commit's report is written. */
export type PullRequestLookup =
  | { readonly kind: "found"; readonly number: number; readonly fromFork: boolean }
  | { readonly kind: "none"; readonly reason: string };

/** Whose comment may be ours: anyone may paste a marker, but not everyone's text is to be overwritten. */
const trustedAssociations = ["OWNER", "MEMBER", "COLLABORATOR"];

type IssueComment = Awaited<ReturnType<Octokit["rest"]["issues"]["listComments"]>>["data"][number];

/**
 * The invisible first line by which a later run knows the comment again. One comment for each prefix, working directory
 * and platform, so that the legs of a matrix and the packages of a monorepo keep their own.
 */
export function commentMarker(parts: {
  artifactPrefix: string;
  workingDirectory: string;
  /** `linux-x64` */
  platform: string;
}): string {
  const folder = posix.join(parts.workingDirectory.replaceAll("\\", "/"), ".").replace(/(?<=.)\/$/, "");
  return `<!-- fuelgauge ${[parts.artifactPrefix, folder, parts.platform].map(markerPart).join(" ")} -->`;
}

/**
 * Replaces the comment that starts with `marker`, or writes the first.
 *
 * @param comment.number of the pull request
 * @param comment.body starts with `marker`
 * @param comment.fromFork whether the pull request comes from a fork, where no permission helps
 */
export async function upsertComment(comment: {
  octokit: Octokit;
  owner: string;
  repo: string;
  number: number;
  marker: string;
  body: string;
  fromFork: boolean;
}): Promise<CommentOutcome> {
  const { octokit, owner, repo, number, body } = comment;
  try {
    const earlier = await findOwnComment(comment);
    if (earlier === null) {
      const { data } = await octokit.rest.issues.createComment({ owner, repo, issue_number: number, body });
      return { kind: "created", url: data.html_url };
    }
    const { data } = await octokit.rest.issues.updateComment({ owner, repo, comment_id: earlier.id, body });
    return { kind: "updated", url: data.html_url };
  } catch (thrown) {
    return { kind: "refused", reason: reasonOfRefusedComment(thrown, comment.fromFork) };
  }
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

/** A bot's comment comes first: with the marker in hand a maintainer may have quoted it. */
async function findOwnComment(comment: {
  octokit: Octokit;
  owner: string;
  repo: string;
  number: number;
  marker: string;
}): Promise<IssueComment | null> {
  const { octokit, owner, repo, number, marker } = comment;
  const pages = octokit.paginate.iterator(octokit.rest.issues.listComments, {
    owner,
    repo,
    issue_number: number,
    per_page: 100,
  });
  let byPerson: IssueComment | null = null;
  for await (const { data } of pages) {
    const marked = data.filter((candidate) => candidate.body?.startsWith(marker));
    const byBot = marked.find((candidate) => candidate.user?.type === "Bot");
    if (byBot !== undefined) return byBot;
    byPerson ??= marked.find(isByTrustedPerson) ?? null;
  }
  return byPerson;
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
