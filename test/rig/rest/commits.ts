import { commitsBetween, history, isAncestor, mergeBase } from "../ancestry.ts";
import type { Commit, PullRequest, Repository, World } from "../world.ts";
import { type Asked, notFound, ok, page, type Route, refused } from "./route.ts";

const readContents = [{ scope: "contents", level: "read" }] as const;

/** Commits that one answer of `compare` holds when no page is asked for. */
const comparisonLimit = 250;

export const commitRoutes: Readonly<Record<string, Route>> = {
  "GET /repos/{owner}/{repo}": {
    needs: [],
    answer: ({ answers, repository }) => ok(answers.repository(repository)),
  },
  "GET /repos/{owner}/{repo}/commits": {
    needs: readContents,
    answer: (asked) => {
      const { world, repository, answers, query } = asked;
      const start = resolve(world, repository, query.get("sha") ?? repository.defaultBranch);
      if (start === undefined) return notFound;
      const { items, headers } = page(asked, history(world, start.sha));
      return ok(
        items.map((commit) => answers.commit(repository, commit)),
        headers,
      );
    },
  },
  "GET /repos/{owner}/{repo}/commits/{ref}": {
    needs: readContents,
    answer: ({ world, repository, answers, params }) => {
      const commit = resolve(world, repository, params.ref ?? "");
      if (commit === undefined) return refused(422, `No commit found for SHA: ${params.ref}`);
      return ok(answers.commit(repository, commit));
    },
  },
  "GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls": {
    needs: [{ scope: "pull-requests", level: "read" }],
    answer: (asked) => {
      const { world, repository, answers, params } = asked;
      const commit = resolve(world, repository, params.commit_sha ?? "");
      if (commit === undefined) return refused(422, `No commit found for SHA: ${params.commit_sha}`);
      const pulls = world.pullRequests.filter((pull) => brings(world, repository, pull, commit));
      const { items, headers } = page(asked, pulls);
      return ok(items.map(answers.pullRequestItem), headers);
    },
  },
  "GET /repos/{owner}/{repo}/compare/{basehead}": {
    needs: readContents,
    answer: compare,
  },
};

function compare(asked: Asked): ReturnType<Route["answer"]> {
  const { world, repository, answers, params, query } = asked;
  const basehead = params.basehead ?? "";
  const [baseName, headName] = basehead.split("...");
  const base = resolve(world, repository, baseName ?? "");
  const head = resolve(world, repository, headName ?? "");
  const common = base && head && mergeBase(world, base.sha, head.sha);
  if (base === undefined || head === undefined || common === undefined) return notFound;
  const ahead = commitsBetween(world, base.sha, head.sha).reverse();
  const isPaged = query.has("page") || query.has("per_page");
  const paged = page(asked, ahead);
  const comparison = answers.comparison({
    repository,
    basehead,
    base,
    mergeBase: common,
    ahead,
    page: isPaged ? paged.items : ahead.slice(0, comparisonLimit),
    behindBy: commitsBetween(world, head.sha, base.sha).length,
  });
  return ok(comparison, isPaged ? paged.headers : {});
}

/**
 * The commit that a text names: a sha (or at least 7 digits of it), a branch, `heads/…`, `refs/heads/…`,
 * `refs/pull/N/merge`, or `owner:branch` of a fork.
 */
function resolve(world: World, repository: Repository, name: string): Commit | undefined {
  const [owner, branch] = name.split(":");
  if (owner !== undefined && branch !== undefined) {
    const other = world.repositories.find(
      (each) => each.owner.login === owner && each.name === repository.name,
    );
    return other && resolve(world, other, branch);
  }
  if (/^[0-9a-f]{7,40}$/.test(name)) {
    const found =
      world.commits.get(name) ?? [...world.commits.values()].find(({ sha }) => sha.startsWith(name));
    if (found !== undefined) return found;
  }
  const merge = /^(?:refs\/)?pull\/(\d+)\/(merge|head)$/.exec(name);
  if (merge !== null) {
    const pull = world.pullRequests.find((each) => each.number === Number(merge[1]));
    const sha = merge[2] === "merge" ? pull?.mergeCommitSha : pull?.head.sha;
    return world.commits.get(sha ?? "");
  }
  const tip = repository.branches.get(name.replace(/^(?:refs\/)?heads\//, ""));
  return world.commits.get(tip ?? "");
}

/**
 * Whether the pull request is associated with the commit in the eyes of the repository. GitHub knows the commits of a
 * fork's pull request only in the fork: asked in the base repository it answers with an empty list.
 */
function brings(world: World, repository: Repository, pull: PullRequest, commit: Commit): boolean {
  const { base, head } = pull;
  const isMerge = pull.mergedAt !== null && pull.mergeCommitSha === commit.sha;
  if (head.repository !== repository && !isMerge) return false;
  const onDefault = isAncestor(world, commit.sha, repository.branches.get(repository.defaultBranch) ?? "");
  if (onDefault && pull.mergedAt === null) return false;
  return isMerge || commitsBetween(world, base.sha, head.sha).some(({ sha }) => sha === commit.sha);
}
