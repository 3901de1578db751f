import { z } from "zod";
import { type Route, refused } from "./route.ts";

/** What the contract lets through, as far as it is kept. */
const bodySchema = z.object({
  name: z.string(),
  head_sha: z.string(),
  conclusion: z.string(),
  output: z.object({
    title: z.string(),
    summary: z.string(),
    annotations: z
      .array(
        z.object({
          path: z.string(),
          start_line: z.int().positive(),
          title: z.string().max(255),
          message: z.string(),
        }),
      )
      .default([]),
  }),
});

export const checkRoutes: Readonly<Record<string, Route>> = {
  "POST /repos/{owner}/{repo}/check-runs": {
    needs: [{ scope: "checks", level: "write" }],
    answer: ({ world, repository, answers, body }) => {
      const { name, head_sha: headSha, conclusion, output } = bodySchema.parse(body);
      if (!world.commits.has(headSha)) return refused(422, `No commit found for SHA: ${headSha}`);
      const check = {
        id: world.nextId(),
        repository,
        name,
        headSha,
        conclusion,
        ...output,
        completedAt: world.now(),
      };
      world.checkRuns.push(check);
      return { status: 201, body: answers.checkRun(check) };
    },
  },
};
