import { history } from "./ancestry.ts";
import type { Contract } from "./contract.ts";
import { dig, type Json, type JsonObject, merge, omit, rewrite } from "./json.ts";
import type {
  Artifact,
  CheckRun,
  Comment,
  Commit,
  PullRequest,
  Repository,
  Run,
  User,
  World,
} from "./world.ts";

/** Turns what the local GitHub knows into GitHub's own answers. */
export interface Answers {
  repository(repository: Repository): Json;
  commit(repository: Repository, commit: Commit): Json;
  pullRequest(pull: PullRequest): Json;
  pullRequestItem(pull: PullRequest): Json;
  comment(comment: Comment): Json;
  checkRun(check: CheckRun): Json;
  run(run: Run): Json;
  artifact(artifact: Artifact): Json;
  comparison(parts: Comparison): Json;
}

export interface Comparison {
  readonly repository: Repository;
  readonly basehead: string;
  readonly base: Commit;
  readonly mergeBase: Commit;
  /** Oldest first: what head has and base has not. */
  readonly ahead: readonly Commit[];
  /** The part of `ahead` that is on this page. */
  readonly page: readonly Commit[];
  readonly behindBy: number;
}

/** The contract's examples serve as templates, so that an answer has everything that a real one has. */
export function createAnswers(world: World, contract: Contract, apiUrl: string): Answers {
  /** An example that speaks of our repository, and of our local address. */
  function template(name: string, repository: Repository, ...path: (string | number)[]): Json {
    return rewrite(dig(contract.example(name), ...path), [
      ["octocat/Hello-World", repository.fullName],
      ["octo-org/octo-repo", repository.fullName],
      ["octo-org/octo-docs", repository.fullName],
      ["https://api.github.com", apiUrl],
    ]);
  }

  function user(template: Json, { login, id, type }: User): JsonObject {
    const name = encodeURIComponent(login);
    const renamed = rewrite(template, [
      ["octocat", name],
      ["octo-org", name],
    ]);
    return merge(renamed, { login, id, type });
  }

  function placed(template: Json, repository: Repository): JsonObject {
    const { id, name, fullName, owner, defaultBranch, parent } = repository;
    return merge(template, {
      id,
      name,
      full_name: fullName,
      owner: user(dig(template, "owner"), owner),
      private: false,
      fork: parent !== null,
      ...(dig(template, "default_branch") === null ? {} : { default_branch: defaultBranch }),
    });
  }

  function commit(repository: Repository, { sha, parents, message, date }: Commit): JsonObject {
    const exampleSha = "6dcb09b5b57875f334f61aebed695e2e4193db5e";
    const from = rewrite(template("commit-items", repository, 0), [[exampleSha, sha]]);
    const signed = { date: date.toISOString() };
    return merge(from, {
      sha,
      commit: { message, author: signed, committer: signed },
      author: user(dig(from, "author"), repository.owner),
      committer: user(dig(from, "committer"), repository.owner),
      parents: parents.map((parent) => ({
        sha: parent,
        url: `${apiUrl}/repos/${repository.fullName}/commits/${parent}`,
        html_url: `https://github.com/${repository.fullName}/commit/${parent}`,
      })),
    });
  }

  function side(template: Json, { repository, ref, sha }: PullRequest["head"]): JsonObject {
    return merge(template, {
      label: `${repository.owner.login}:${ref}`,
      ref,
      sha,
      user: user(dig(template, "user"), repository.owner),
      repo: placed(dig(template, "repo"), repository),
    });
  }

  function pullRequestFrom(name: string, pull: PullRequest, ...path: number[]): JsonObject {
    const numbered: [string, string][] = [
      ["/pulls/1347", `/pulls/${pull.number}`],
      ["/pull/1347", `/pull/${pull.number}`],
      ["/issues/1347", `/issues/${pull.number}`],
    ];
    const from = rewrite(template(name, pull.base.repository, ...path), numbered);
    return merge(from, {
      id: pull.id,
      number: pull.number,
      title: pull.title,
      body: null,
      state: pull.state,
      user: user(dig(from, "user"), pull.author),
      labels: [],
      milestone: null,
      assignee: null,
      assignees: [],
      requested_reviewers: [],
      requested_teams: [],
      auto_merge: null,
      draft: false,
      created_at: pull.createdAt.toISOString(),
      updated_at: pull.createdAt.toISOString(),
      closed_at: pull.state === "closed" ? pull.createdAt.toISOString() : null,
      merged_at: pull.mergedAt?.toISOString() ?? null,
      merge_commit_sha: pull.mergeCommitSha,
      head: side(template(name, pull.head.repository, ...path, "head"), pull.head),
      base: side(template(name, pull.base.repository, ...path, "base"), pull.base),
    });
  }

  return {
    repository(repository) {
      const from = template("full-repository-default-response", repository);
      return merge(
        placed(omit(from, ["parent", "source", "template_repository", "organization"]), repository),
        {
          default_branch: repository.defaultBranch,
          language: "TypeScript",
        },
      );
    },
    commit,
    pullRequest(pull) {
      const commits = history(world, pull.head.sha);
      return merge(pullRequestFrom("pull-request", pull), {
        merged: pull.mergedAt !== null,
        merged_by: null,
        mergeable: pull.mergeCommitSha !== null,
        comments: world.comments.filter((comment) => comment.number === pull.number).length,
        commits: commits.length,
      });
    },
    pullRequestItem: (pull) => pullRequestFrom("pull-request-simple-items", pull, 0),
    comment({ id, repository, number, author, body, createdAt, updatedAt }) {
      const from = template("issue-comment", repository);
      const at = `${apiUrl}/repos/${repository.fullName}/issues`;
      return merge(from, {
        id,
        url: `${at}/comments/${id}`,
        html_url: `https://github.com/${repository.fullName}/pull/${number}#issuecomment-${id}`,
        issue_url: `${at}/${number}`,
        body,
        user: user(dig(from, "user"), author),
        author_association: author === repository.owner ? "OWNER" : "NONE",
        created_at: createdAt.toISOString(),
        updated_at: updatedAt.toISOString(),
      });
    },
    checkRun({ id, repository, name, headSha, conclusion, title, summary, annotations, completedAt }) {
      const url = `${apiUrl}/repos/${repository.fullName}/check-runs/${id}`;
      return merge(template("check-run-example-of-completed-conclusion", repository), {
        id,
        name,
        head_sha: headSha,
        url,
        html_url: `https://github.com/${repository.fullName}/runs/${id}`,
        status: "completed",
        conclusion,
        completed_at: completedAt.toISOString(),
        output: {
          title,
          summary,
          text: null,
          annotations_count: annotations.length,
          annotations_url: `${url}/annotations`,
        },
        pull_requests: [],
      });
    },
    run(run) {
      const from = rewrite(template("workflow-run", run.repository), [["30433642", String(run.id)]]);
      const pulls = world.pullRequests.filter((pull) => isListedFor(pull, run));
      const commit = world.commits.get(run.headSha);
      return merge(from, {
        id: run.id,
        name: run.workflow.name,
        path: run.workflow.path,
        workflow_id: run.workflow.id,
        workflow_url: `${apiUrl}/repos/${run.repository.fullName}/actions/workflows/${run.workflow.id}`,
        run_number: run.runNumber,
        run_attempt: run.attempt,
        previous_attempt_url: null,
        event: run.event,
        display_title: commit?.message.split("\n")[0] ?? run.workflow.name,
        status: run.status,
        conclusion: run.conclusion,
        head_sha: run.headSha,
        head_branch: run.headBranch,
        created_at: run.createdAt.toISOString(),
        updated_at: run.createdAt.toISOString(),
        run_started_at: run.createdAt.toISOString(),
        referenced_workflows: [],
        pull_requests: pulls.map((pull) => pullRequestReference(pull, apiUrl)),
        head_commit: {
          id: run.headSha,
          message: commit?.message ?? "",
          timestamp: (commit?.date ?? run.createdAt).toISOString(),
        },
        repository: placed(dig(from, "repository"), run.repository),
        head_repository: placed(
          template("workflow-run", run.headRepository, "head_repository"),
          run.headRepository,
        ),
        head_repository_id: run.headRepository.id,
      });
    },
    artifact({ id, name, run, zip, createdAt, expiresAt, expired, digest }) {
      const url = `${apiUrl}/repos/${run.repository.fullName}/actions/artifacts/${id}`;
      return merge(template("artifact", run.repository), {
        id,
        name,
        size_in_bytes: zip.length,
        url,
        archive_download_url: `${url}/zip`,
        expired,
        created_at: createdAt.toISOString(),
        updated_at: createdAt.toISOString(),
        expires_at: expiresAt.toISOString(),
        digest,
        workflow_run: {
          id: run.id,
          repository_id: run.repository.id,
          head_repository_id: run.headRepository.id,
          head_branch: run.headBranch,
          head_sha: run.headSha,
        },
      });
    },
    comparison({ repository, basehead, base, mergeBase, ahead, page, behindBy }) {
      const from = rewrite(template("commit-comparison", repository), [["master...topic", basehead]]);
      return merge(from, {
        base_commit: commit(repository, base),
        merge_base_commit: commit(repository, mergeBase),
        status: comparisonStatus(ahead.length, behindBy),
        ahead_by: ahead.length,
        behind_by: behindBy,
        total_commits: ahead.length,
        commits: page.map((each) => commit(repository, each)),
        files: [],
      });
    },
  };
}

/** GitHub lists the open pull requests of the run's branch, but never those of a fork. */
function isListedFor(pull: PullRequest, run: Run): boolean {
  return (
    pull.state === "open" &&
    pull.head.ref === run.headBranch &&
    pull.head.repository === run.headRepository &&
    run.headRepository === run.repository
  );
}

function pullRequestReference(pull: PullRequest, apiUrl: string): Json {
  const side = ({ repository, ref, sha }: PullRequest["head"]): Json => ({
    ref,
    sha,
    repo: {
      id: repository.id,
      url: `${apiUrl}/repos/${repository.fullName}`,
      name: repository.name,
    },
  });
  return {
    id: pull.id,
    number: pull.number,
    url: `${apiUrl}/repos/${pull.base.repository.fullName}/pulls/${pull.number}`,
    head: side(pull.head),
    base: side(pull.base),
  };
}

function comparisonStatus(aheadBy: number, behindBy: number): string {
  if (aheadBy > 0) return behindBy > 0 ? "diverged" : "ahead";
  return behindBy > 0 ? "behind" : "identical";
}
