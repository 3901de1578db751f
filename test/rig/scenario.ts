import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  mergeGroupEvent,
  pullRequestEvent,
  pushEvent,
  scheduleEvent,
  workflowDispatchEvent,
  workflowRunEvent,
} from "./events.ts";
import { type Changes, createGitRepository, type FileTree, type GitCommit } from "./git.ts";
import { type LocalGithub, startGithub } from "./github.ts";
import type { Job } from "./job.ts";
import type { Commit, PullRequest, Repository, Run } from "./world.ts";

/**
 * A repository on a local GitHub and the same one in git, commit by commit. Its jobs are what GitHub would start: spread
 * one into `runAction`. Disposing removes the folders and disposes of the local GitHub, which throws what was violated.
 */
export interface Scenario extends AsyncDisposable {
  readonly github: LocalGithub;
  readonly repository: Repository;
  /** The tip of a branch of the repository. */
  tip(branch?: string): string;
  /** Adds a commit to a branch; a branch that does not exist starts at the default branch's tip. */
  commit(changes: Changes, options?: { branch?: string; message?: string }): Commit;
  openPullRequest(options: NewScenarioPull): PullRequest;
  /** Adds a commit to the pull request's head and makes a new test merge. */
  pushToPullRequest(pull: PullRequest, changes: Changes): void;
  /** Makes a new test merge after the base branch has moved. */
  updateTestMerge(pull: PullRequest): void;
  /** The job of the latest push to a branch. */
  push(options?: JobOptions & { branch?: string }): Job;
  /** The job of an event of a pull request: its test merge is checked out. */
  pullRequest(
    pull: PullRequest,
    options?: JobOptions & { action?: "opened" | "synchronize"; name?: string },
  ): Job;
  mergeGroup(pull: PullRequest, options?: JobOptions): Job;
  schedule(options?: JobOptions): Job;
  dispatch(options?: JobOptions & { branch?: string }): Job;
  /** The job that another run starts: when it ends, or when it begins. */
  workflowRun(run: Run, options?: JobOptions & { action?: "requested" | "completed" }): Job;
}

export interface JobOptions {
  /** An earlier run, for a second attempt. */
  readonly rerunOf?: Run;
  /** Commits that are fetched: 1 as `actions/checkout` does, 0 for all. */
  readonly depth?: number;
  /** The commit that is checked out (`with: ref:` of `actions/checkout`), where it is not the run's own. */
  readonly checkout?: string;
}

export interface NewScenarioPull {
  readonly changes: Changes;
  readonly title?: string;
  /** Head branch. */
  readonly branch?: string;
  /** Base branch. */
  readonly into?: string;
  /** Owner of the fork that it comes from; none unless given. */
  readonly fork?: string;
}

/** A repository whose main branch has the files in its first commit, and a commit for each of the further changes. */
export async function scenario(options: {
  files: FileTree;
  commits?: readonly Changes[];
}): Promise<Scenario> {
  const github = await startGithub();
  const { repository, world } = github;
  const root = mkdtempSync(join(tmpdir(), "rig-scenario-"));
  const origin = createGitRepository(join(root, "origin"));
  const remote = `https://github.com/${repository.fullName}`;
  const main = repository.defaultBranch;
  let workspaces = 0;

  /** Branches of forks live in the one git repository, under the owner's name. */
  const gitBranch = (branch: string, of: Repository): string =>
    of === repository ? branch : `forks/${of.owner.login}/${branch}`;

  function record(commit: GitCommit, branch?: string, of: Repository = repository): Commit {
    return github.addCommit({ ...commit, ...(branch === undefined ? {} : { branch }), repository: of });
  }

  function tip(branch = main, of: Repository = repository): string {
    const sha = of.branches.get(branch);
    if (sha === undefined) throw new Error(`${of.fullName} has no branch ${branch}`);
    return sha;
  }

  function commit(
    changes: Changes,
    { branch = main, message = "A change", of = repository, from = main } = {},
  ): Commit {
    const parent = of.branches.get(branch) ?? tip(from);
    return record(origin.commit({ branch: gitBranch(branch, of), parent, changes, message }), branch, of);
  }

  function updateTestMerge(pull: PullRequest): void {
    pull.head.sha = tip(pull.head.ref, pull.head.repository);
    pull.base.sha = tip(pull.base.ref);
    const merged = origin.merge({
      base: pull.base.sha,
      head: pull.head.sha,
      ref: `refs/pull/${pull.number}/merge`,
      message: `Merge ${pull.head.sha} into ${pull.base.sha}`,
    });
    pull.mergeCommitSha = record(merged).sha;
  }

  function job(event: Job["event"], run: Job["run"], options: JobOptions = {}): Job {
    const { rerunOf, depth = 1, checkout = run.sha } = options;
    workspaces += 1;
    const workspace = join(root, `work-${workspaces}`, repository.name, repository.name);
    origin.checkout(workspace, checkout, { remote, ref: run.ref, depth });
    const identity = rerunOf === undefined ? {} : { id: rerunOf.id, attempt: rerunOf.attempt + 1 };
    return { event, run: { ...run, ...identity }, workspace };
  }

  function onBranch(branch: string): Job["run"] {
    return { sha: tip(branch), ref: `refs/heads/${branch}` };
  }

  function commitAt(sha: string): Commit {
    const found = world.commits.get(sha);
    if (found === undefined) throw new Error(`there is no commit ${sha}`);
    return found;
  }

  record(
    origin.commit({ branch: main, parent: undefined, changes: options.files, message: "First commit" }),
    main,
  );
  for (const changes of options.commits ?? []) commit(changes);

  return {
    github,
    repository,
    tip,
    commit,
    openPullRequest({ changes, title, branch = "feature", into = main, fork }) {
      const known = world.repositories.find(({ owner }) => owner.login === fork);
      const from = fork === undefined ? repository : (known ?? github.addFork(fork));
      commit(changes, { branch, of: from, from: into });
      const pull = github.addPullRequest({
        ...(title === undefined ? {} : { title }),
        base: { ref: into, sha: tip(into) },
        head: { repository: from, ref: branch, sha: tip(branch, from) },
      });
      updateTestMerge(pull);
      return pull;
    },
    pushToPullRequest(pull, changes) {
      commit(changes, { branch: pull.head.ref, of: pull.head.repository });
      updateTestMerge(pull);
    },
    updateTestMerge,
    push({ branch = main, ...rest } = {}) {
      const head = commitAt(tip(branch));
      const before = head.parents[0] ?? "0".repeat(40);
      return job(pushEvent({ repository, branch, before, commit: head }), onBranch(branch), rest);
    },
    pullRequest(pull, { action = "synchronize", name = "pull_request", ...rest } = {}) {
      const run = {
        sha: pull.mergeCommitSha ?? pull.head.sha,
        ref: `refs/pull/${pull.number}/merge`,
        headRef: pull.head.ref,
        baseRef: pull.base.ref,
      };
      return job(pullRequestEvent(pull, { action, name }), run, rest);
    },
    mergeGroup(pull, rest) {
      const branch = `gh-readonly-queue/${pull.base.ref}/pr-${pull.number}-${pull.base.sha}`;
      const ref = `refs/heads/${branch}`;
      const message = `Merge pull request #${pull.number}`;
      const head = record(
        origin.merge({ base: tip(pull.base.ref), head: pull.head.sha, ref, message }),
        branch,
      );
      const event = mergeGroupEvent({
        repository,
        baseBranch: pull.base.ref,
        baseSha: tip(pull.base.ref),
        head,
        headRef: ref,
      });
      return job(event, { sha: head.sha, ref }, rest);
    },
    schedule: (rest) => job(scheduleEvent(repository), onBranch(main), rest),
    dispatch: ({ branch = main, ...rest } = {}) =>
      job(workflowDispatchEvent(repository, branch), onBranch(branch), rest),
    workflowRun: (run, { action, ...rest } = {}) =>
      job(workflowRunEvent(run, world.pullRequests, action), onBranch(main), rest),
    async [Symbol.asyncDispose]() {
      rmSync(root, { recursive: true, force: true });
      await github[Symbol.asyncDispose]();
    },
  };
}
