import { dig } from "../json.ts";
import type { Comment } from "../world.ts";
import { type Asked, idOf, notFound, ok, page, type Route, refused } from "./route.ts";

/** Pull requests are issues, so that either permission is enough. */
const readComments = [
  { scope: "issues", level: "read" },
  { scope: "pull-requests", level: "read" },
] as const;
const writeComments = [
  { scope: "issues", level: "write" },
  { scope: "pull-requests", level: "write" },
] as const;

/** Characters that GitHub takes in a comment. */
const bodyLimit = 65_536;

const list = "/repos/{owner}/{repo}/issues/{issue_number}/comments";
const single = "/repos/{owner}/{repo}/issues/comments/{comment_id}";

export const commentRoutes: Readonly<Record<string, Route>> = {
  [`GET ${list}`]: {
    needs: readComments,
    answer: (asked) => {
      const { world, repository, answers, query } = asked;
      const number = idOf(asked, "issue_number");
      if (!hasPullRequest(asked, number)) return notFound;
      const since = new Date(query.get("since") ?? 0);
      const found = world.comments.filter(
        (comment) =>
          comment.repository === repository && comment.number === number && comment.updatedAt >= since,
      );
      const { items, headers } = page(asked, found);
      return ok(items.map(answers.comment), headers);
    },
  },
  [`POST ${list}`]: {
    needs: writeComments,
    answer: (asked) => {
      const { world, repository, answers, user } = asked;
      const number = idOf(asked, "issue_number");
      if (!hasPullRequest(asked, number)) return notFound;
      const body = bodyOf(asked);
      if (body === undefined) return bodyRefused;
      const createdAt = world.now();
      const comment = {
        id: world.nextId(),
        repository,
        number,
        author: user,
        createdAt,
        updatedAt: createdAt,
        body,
      };
      world.comments.push(comment);
      return { status: 201, body: answers.comment(comment) };
    },
  },
  [`GET ${single}`]: {
    needs: readComments,
    answer: (asked) => {
      const comment = commentOf(asked);
      return comment === undefined ? notFound : ok(asked.answers.comment(comment));
    },
  },
  [`PATCH ${single}`]: {
    needs: writeComments,
    answer: (asked) => {
      const comment = commentOf(asked);
      if (comment === undefined) return notFound;
      const body = bodyOf(asked);
      if (body === undefined) return bodyRefused;
      comment.body = body;
      comment.updatedAt = asked.world.now();
      return ok(asked.answers.comment(comment));
    },
  },
  [`DELETE ${single}`]: {
    needs: writeComments,
    answer: (asked) => {
      const comment = commentOf(asked);
      if (comment === undefined) return notFound;
      asked.world.comments.splice(asked.world.comments.indexOf(comment), 1);
      return { status: 204 };
    },
  },
};

const bodyRefused = refused(422, `Validation Failed: body is too long (maximum is ${bodyLimit} characters)`);

function bodyOf({ body }: Asked): string | undefined {
  const text = String(dig(body, "body"));
  return text.length > bodyLimit ? undefined : text;
}

function commentOf(asked: Asked): Comment | undefined {
  const id = idOf(asked, "comment_id");
  return asked.world.comments.find((comment) => comment.repository === asked.repository && comment.id === id);
}

function hasPullRequest({ world, repository }: Asked, number: number): boolean {
  return world.pullRequests.some((pull) => pull.base.repository === repository && pull.number === number);
}
