import { randomBytes, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { digestOf, runtimeToken } from "./artifact-service.ts";
import { createFaults, type Fault } from "./faults.ts";
import type { Permissions, Token } from "./permissions.ts";
import { createReceiver, type RecordedRequest } from "./receiver.ts";
import {
  type Artifact,
  actionsBot,
  addRepository,
  addRun,
  type CheckRun,
  type Comment,
  type Commit,
  createWorld,
  type NewRun,
  type PullRequest,
  type Repository,
  type Run,
  type User,
  type World,
} from "./world.ts";
import { readZip, writeZip } from "./zip.ts";

/**
 * A GitHub on 127.0.0.1: REST, the artifact service and a blob store. Everything that is said in REST, by the client and
 * by this stand-in, is checked against GitHub's own description. Disposing of it throws when anything was violated.
 */
export interface LocalGithub extends AsyncDisposable {
  /** For `GITHUB_API_URL` and `ACTIONS_RESULTS_URL`. */
  readonly url: string;
  readonly world: World;
  readonly repository: Repository;
  /** In the order in which they were answered. */
  readonly requests: readonly RecordedRequest[];
  readonly violations: readonly string[];
  /** Records a violation that somebody else has seen. */
  violate(what: string): void;
  failNext(fault: Fault): void;
  /** A `GITHUB_TOKEN` with these permissions. */
  issueToken(permissions: Permissions, user?: User): string;
  /** An `ACTIONS_RUNTIME_TOKEN` for a job of the run. */
  issueRuntimeToken(run: Run): string;
  addFork(owner: string): Repository;
  addCommit(commit: NewCommit): Commit;
  addPullRequest(pull: NewPullRequest): PullRequest;
  addComment(comment: { number: number; body: string; author?: User }): Comment;
  /** A finished run of the repository unless told otherwise. */
  addRun(run: Omit<NewRun, "repository"> & { repository?: Repository }): Run;
  addArtifact(artifact: NewArtifact): Artifact;
  /** Comments of an issue or pull request, oldest first. */
  comments(number: number): Comment[];
  /** Check runs of a commit, oldest first. */
  checkRuns(sha: string): CheckRun[];
  /** All artifacts, oldest first. */
  artifacts(): Artifact[];
  /** The newest artifact of that name; throws when there is none. */
  artifact(name: string): Artifact;
}

export interface NewCommit {
  readonly sha?: string;
  readonly parents?: readonly string[];
  readonly message?: string;
  readonly date?: Date;
  /** The branch whose tip it becomes. */
  readonly branch?: string;
  readonly repository?: Repository;
}

export interface NewPullRequest {
  readonly number?: number;
  readonly title?: string;
  readonly author?: User;
  readonly base: { readonly ref: string; readonly sha: string };
  readonly head: { readonly repository?: Repository; readonly ref: string; readonly sha: string };
  readonly mergeCommitSha?: string | null;
}

export interface NewArtifact {
  readonly name: string;
  readonly run: Run;
  /** By path. */
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  readonly expired?: boolean;
}

/** Starts a local GitHub with one repository, `octo-org/gauge` unless told otherwise. */
export async function startGithub(
  options: { owner?: string; name?: string; defaultBranch?: string } = {},
): Promise<LocalGithub> {
  const world = createWorld();
  const repository = addRepository(world, { owner: "octo-org", name: "gauge", ...options });
  const requests: RecordedRequest[] = [];
  const violations: string[] = [];
  const tokens = new Map<string, Token>();
  const faults = createFaults();

  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the local GitHub has no port");
  const url = `http://127.0.0.1:${address.port}`;
  const receive = createReceiver(world, url, tokens, faults, { requests, violations });
  server.on("request", (request, response) => {
    receive(request, response).catch((error: unknown) => {
      violations.push(`${request.method} ${request.url}: the local GitHub broke: ${String(error)}`);
      response.destroy();
    });
  });

  return {
    url,
    world,
    repository,
    requests,
    violations,
    violate(what) {
      violations.push(what);
    },
    failNext: faults.plant,
    issueToken(permissions, user = actionsBot) {
      const token = `ghs_${randomBytes(18).toString("hex")}`;
      tokens.set(token, { permissions, user });
      return token;
    },
    issueRuntimeToken: (run) => runtimeToken(run, randomUUID()),
    addFork: (owner) => addRepository(world, { owner, name: repository.name, parent: repository }),
    addCommit(parts) {
      const commit: Commit = {
        sha: parts.sha ?? randomBytes(20).toString("hex"),
        parents: parts.parents ?? [],
        message: parts.message ?? "A change",
        date: parts.date ?? world.now(),
      };
      world.commits.set(commit.sha, commit);
      if (parts.branch !== undefined) (parts.repository ?? repository).branches.set(parts.branch, commit.sha);
      return commit;
    },
    addPullRequest(parts) {
      const head = {
        repository: parts.head.repository ?? repository,
        ref: parts.head.ref,
        sha: parts.head.sha,
      };
      const pull: PullRequest = {
        id: world.nextId(),
        number: parts.number ?? world.pullRequests.length + 1,
        title: parts.title ?? "A change",
        author: parts.author ?? head.repository.owner,
        createdAt: world.now(),
        state: "open",
        mergedAt: null,
        base: { repository, ref: parts.base.ref, sha: parts.base.sha },
        head,
        mergeCommitSha: parts.mergeCommitSha ?? null,
      };
      world.pullRequests.push(pull);
      return pull;
    },
    addComment({ number, body, author = repository.owner }) {
      const createdAt = world.now();
      const comment = {
        id: world.nextId(),
        repository,
        number,
        author,
        createdAt,
        updatedAt: createdAt,
        body,
      };
      world.comments.push(comment);
      return comment;
    },
    addRun: (parts) => addRun(world, { repository, ...parts }),
    addArtifact({ name, run, files, expired = false }) {
      const zip = writeZip(files);
      const createdAt = world.now();
      const expiresAt = new Date(createdAt.getTime() + 90 * 86_400_000);
      const artifact = {
        id: world.nextId(),
        name,
        run,
        createdAt,
        expiresAt,
        expired,
        zip,
        digest: digestOf(zip),
      };
      world.artifacts.push(artifact);
      return artifact;
    },
    comments: (number) => world.comments.filter((comment) => comment.number === number),
    checkRuns: (sha) => world.checkRuns.filter(({ headSha }) => headSha === sha),
    artifacts: () => [...world.artifacts],
    artifact(name) {
      const found = world.artifacts.findLast((artifact) => artifact.name === name);
      if (found !== undefined) return found;
      const names = world.artifacts.map((artifact) => artifact.name).join(", ");
      throw new Error(`there is no artifact "${name}"; there are: ${names || "none"}`);
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      const unmet = faults
        .unmet()
        .map((fault) => `no request has met the planted failure ${String(fault.path)}`);
      const all = [...violations, ...unmet];
      if (all.length > 0) throw new Error(`the local GitHub saw violations:\n${all.join("\n")}`);
    },
  };
}

/** The files of an artifact, by path. */
export function filesOf(artifact: Artifact): Map<string, Buffer> {
  return readZip(artifact.zip);
}

/**
 * Puts other files into an artifact. Its digest follows, as if it had been uploaded so; with `keepDigest` it does not,
 * as if somebody had tampered with what is stored.
 */
export function replaceFiles(
  artifact: Artifact,
  files: ReadonlyMap<string, string | Uint8Array>,
  { keepDigest = false }: { keepDigest?: boolean } = {},
): void {
  artifact.zip = writeZip(files);
  if (!keepDigest) artifact.digest = digestOf(artifact.zip);
}
