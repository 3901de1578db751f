import { type Octokit, reasonOfRefusal, statusOf } from "./client.ts";
import type { RunContext, Trigger } from "./context.ts";

/** A commit on the way back from the base, first parents only. */
export interface Ancestor {
  readonly sha: string;
  /** Commits between it and the base; the base itself has 0. */
  readonly distance: number;
}

/** The commit that a run is compared with. */
export type BaseCommit =
  | {
      readonly kind: "known";
      readonly sha: string;
      /** Which rule named it. */
      readonly rule: "test-merge" | "merge-base" | "merge-group" | "first-parent";
      /** The base and what came before it, nearest first; as far as one page of commits reaches. */
      readonly ancestors: readonly Ancestor[];
    }
  | { readonly kind: "unknown"; readonly reason: string };

type Named = Omit<Extract<BaseCommit, { kind: "known" }>, "ancestors">;
type Unnamed = Extract<BaseCommit, { kind: "unknown" }>;

interface Question {
  readonly octokit: Octokit;
  readonly context: RunContext;
  /** HEAD of the checkout (`git rev-parse HEAD`); null where there is no git, which then is `GITHUB_SHA`. */
  readonly head: string | null;
  /** The branch that stores baselines; a push elsewhere is compared with where it left that branch. */
  readonly baselineBranch?: string;
}

/**
 * Which commit is the base. Everything is asked of the REST API, because checkouts are shallow.
 *
 * ```
 *   main   ──A──B──C                 a test merge M is C with the pull request put on top:
 *              \    \                what M adds to C is what the pull request changes
 *   pull        D──E─M               a checkout of E lacks C: there it is what E adds to B
 * ```
 *
 * On a push, schedule or dispatch it is the parent of HEAD (on another branch than the one that stores baselines, where it
 * left that one), in a merge queue the commit that the group is put on.
 */
export async function findBaseCommit(question: Question): Promise<BaseCommit> {
  try {
    const named = await nameBase(question);
    if (named.kind === "unknown") return named;
    return { ...named, ancestors: await firstParents(question, named.sha) };
  } catch (thrown) {
    const reason = reasonOfRefusal(thrown, { doing: "read commits", permission: "contents: read" });
    return { kind: "unknown", reason };
  }
}

async function nameBase(question: Question): Promise<Named | Unnamed> {
  const { trigger } = question.context;
  switch (trigger.kind) {
    case "pull_request":
      return baseOfPullRequest(question, trigger);
    case "merge_group":
      return { kind: "known", sha: trigger.baseSha, rule: "merge-group" };
    case "push":
    case "schedule":
    case "workflow_dispatch":
      return baseOfBranch(question, trigger.branch);
  }
}

async function baseOfPullRequest(
  question: Question,
  pull: Extract<Trigger, { kind: "pull_request" }>,
): Promise<Named> {
  const parents = await parentsOf(question, headOf(question));
  const [first, second] = parents ?? [];
  if (first !== undefined && parents?.length === 2 && second === pull.headSha) {
    return { kind: "known", sha: first, rule: "test-merge" };
  }
  return { kind: "known", sha: await mergeBase(question, pull), rule: "merge-base" };
}

/** Where a branch left the one that stores baselines; on that one itself, and on a tag, the parent of HEAD. */
async function baseOfBranch(question: Question, branch: string | null): Promise<Named | Unnamed> {
  const home = question.baselineBranch ?? question.context.repository.defaultBranch;
  if (branch === null || branch === home) return parentOfHead(question);
  const head = headOf(question);
  const sha = await compare(question, home, head);
  return sha === head ? parentOfHead(question) : { kind: "known", sha, rule: "merge-base" };
}

async function parentOfHead(question: Question): Promise<Named | Unnamed> {
  const head = headOf(question);
  const parents = await parentsOf(question, head);
  if (parents === null) return { kind: "unknown", reason: `GitHub does not know the commit ${head}` };
  const [first] = parents;
  if (first === undefined)
    return { kind: "unknown", reason: `${head} is the first commit, nothing precedes it` };
  return { kind: "known", sha: first, rule: "first-parent" };
}

/**
 * The base branch as it is now is asked first: the event's `base.sha` may be as old as the pull request, and what main
 * gained since would count as the pull request's doing. Once the branch is gone, or holds the pull request already, the
 * event's sha is what is left.
 */
async function mergeBase(
  question: Question,
  pull: Extract<Trigger, { kind: "pull_request" }>,
): Promise<string> {
  const current = await compare(question, pull.baseRef, pull.headSha).catch((thrown: unknown) => {
    if (statusOf(thrown) === 404) return null;
    throw thrown;
  });
  if (current !== null && current !== pull.headSha) return current;
  return compare(question, pull.baseSha, pull.headSha);
}

async function compare({ octokit, context }: Question, base: string, head: string): Promise<string> {
  const { data } = await octokit.rest.repos.compareCommitsWithBasehead({
    ...repositoryOf(context),
    basehead: `${base}...${head}`,
    per_page: 1,
  });
  return data.merge_base_commit.sha;
}

/** Null when GitHub does not know the commit: it was made on the runner. */
async function parentsOf({ octokit, context }: Question, sha: string): Promise<readonly string[] | null> {
  try {
    // one changed file is enough, they are not looked at
    const { data } = await octokit.rest.repos.getCommit({ ...repositoryOf(context), ref: sha, per_page: 1 });
    return data.parents.map((parent) => parent.sha);
  } catch (thrown) {
    const status = statusOf(thrown);
    if (status === 404 || status === 422) return null;
    throw thrown;
  }
}

async function firstParents({ octokit, context }: Question, base: string): Promise<readonly Ancestor[]> {
  const { data } = await octokit.rest.repos.listCommits({
    ...repositoryOf(context),
    sha: base,
    per_page: 100,
  });
  const parents = new Map(data.map((commit) => [commit.sha, commit.parents[0]?.sha]));
  const chain: Ancestor[] = [];
  for (let sha: string | undefined = base; sha !== undefined; sha = parents.get(sha)) {
    chain.push({ sha, distance: chain.length });
  }
  return chain;
}

function headOf({ head, context }: Question): string {
  return head ?? context.sha;
}

function repositoryOf({ repository }: RunContext): { owner: string; repo: string } {
  return { owner: repository.owner, repo: repository.name };
}
