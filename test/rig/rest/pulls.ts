import type { PullRequest } from "../world.ts";
import { idOf, notFound, ok, page, type Route } from "./route.ts";

const readPulls = [{ scope: "pull-requests", level: "read" }] as const;

export const pullRoutes: Readonly<Record<string, Route>> = {
  "GET /repos/{owner}/{repo}/pulls": {
    needs: readPulls,
    answer: (asked) => {
      const { world, repository, answers, query } = asked;
      const state = query.get("state") ?? "open";
      const found = world.pullRequests
        .filter((pull) => pull.base.repository === repository)
        .filter((pull) => state === "all" || pull.state === state)
        .filter((pull) => matchesHead(pull, query.get("head")))
        .filter((pull) => pull.base.ref === (query.get("base") ?? pull.base.ref));
      const isAscending = query.get("direction") === "asc";
      const { items, headers } = page(asked, isAscending ? found : found.toReversed());
      return ok(items.map(answers.pullRequestItem), headers);
    },
  },
  "GET /repos/{owner}/{repo}/pulls/{pull_number}": {
    needs: readPulls,
    answer: (asked) => {
      const { world, repository, answers } = asked;
      const number = idOf(asked, "pull_number");
      const pull = world.pullRequests.find(
        (each) => each.base.repository === repository && each.number === number,
      );
      return pull === undefined ? notFound : ok(answers.pullRequest(pull));
    },
  },
};

/** `owner:branch`; GitHub ignores a filter that names no owner. */
function matchesHead({ head }: PullRequest, filter: string | null): boolean {
  return filter === null || !filter.includes(":") || filter === `${head.repository.owner.login}:${head.ref}`;
}
