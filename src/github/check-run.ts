import { type Octokit, reasonOfRefusal } from "./client.ts";

/** What became of a check run. A refused one is expected: only who wants annotations grants the permission. */
export type CheckRunOutcome =
  | { readonly kind: "created"; readonly url: string | null }
  | { readonly kind: "refused"; readonly reason: string };

/** Creates a finished check run on a commit. It is neutral: what turns a pull request red is the job. */
export async function createCheckRun(check: {
  readonly octokit: Octokit;
  readonly owner: string;
  readonly repo: string;
  readonly sha: string;
  /** Tells the legs of a matrix apart. */
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  /** At most 50, each at a line of a file. */
  readonly annotations: readonly {
    readonly path: string;
    readonly line: number;
    readonly title: string;
    readonly message: string;
  }[];
}): Promise<CheckRunOutcome> {
  const { octokit, owner, repo, sha, name, title, summary } = check;
  const annotations = check.annotations.map(({ line, ...each }) => ({
    ...each,
    start_line: line,
    end_line: line,
    annotation_level: "warning" as const,
  }));
  try {
    const { data } = await octokit.rest.checks.create({
      owner,
      repo,
      name,
      head_sha: sha,
      status: "completed",
      conclusion: "neutral",
      output: { title, summary, annotations },
    });
    return { kind: "created", url: data.html_url };
  } catch (thrown) {
    const wish = { doing: "annotate the changed files", permission: "checks: write" };
    return { kind: "refused", reason: reasonOfRefusal(thrown, wish) };
  }
}
