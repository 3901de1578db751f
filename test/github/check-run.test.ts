import { expect, test } from "vitest";
import { createCheckRun } from "../../src/github/check-run.ts";
import { clientOf, forbidden, serve } from "./server.ts";

const check = {
  owner: "o",
  repo: "r",
  sha: "a".repeat(40),
  name: "fuelgauge (linux-x64)",
  title: "Regressed",
  summary: "**Regressed**",
  annotations: [{ path: "guests/fib.ts", line: 7, title: "Regressed: fib", message: "5 % slower" }],
};

test("a check run is finished, neutral, and annotates a line of a file", async () => {
  await using server = await serve(() => ({
    status: 201,
    body: { html_url: "https://github.com/o/r/runs/1" },
  }));
  const { octokit } = await clientOf(server);
  const outcome = await createCheckRun({ octokit, ...check });
  expect(outcome).toEqual({ kind: "created", url: "https://github.com/o/r/runs/1" });
  expect(JSON.parse(String(server.asks[0]?.body))).toEqual({
    name: check.name,
    head_sha: check.sha,
    status: "completed",
    conclusion: "neutral",
    output: {
      title: check.title,
      summary: check.summary,
      annotations: [
        {
          path: "guests/fib.ts",
          title: "Regressed: fib",
          message: "5 % slower",
          start_line: 7,
          end_line: 7,
          annotation_level: "warning",
        },
      ],
    },
  });
});

test("a token that may not write checks is a value", async () => {
  await using server = await serve(() => forbidden);
  const { octokit } = await clientOf(server);
  const outcome = await createCheckRun({ octokit, ...check });
  expect(outcome).toEqual({ kind: "refused", reason: expect.stringContaining("checks: write") });
});
