import { randomUUID } from "node:crypto";

/** What the local GitHub knows. The records are plain and open, so that a test may change what it likes. */
export interface World {
  readonly repositories: Repository[];
  /** By sha. Forks share them, as they do on GitHub. */
  readonly commits: Map<string, Commit>;
  readonly pullRequests: PullRequest[];
  readonly comments: Comment[];
  readonly checkRuns: CheckRun[];
  readonly runs: Run[];
  readonly artifacts: Artifact[];
  /** A number that no other record has. */
  nextId(): number;
  /** The time; each call is at least a second later than the one before, so that an order by time is an order. */
  now(): Date;
}

export interface User {
  readonly login: string;
  readonly id: number;
  readonly type: "User" | "Bot";
}

export interface Repository {
  readonly id: number;
  readonly owner: User;
  readonly name: string;
  /** `owner/name` */
  readonly fullName: string;
  readonly defaultBranch: string;
  /** What this is a fork of. */
  readonly parent: Repository | null;
  /** Branch to the sha of its tip. */
  readonly branches: Map<string, string>;
}

export interface Commit {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly date: Date;
}

export interface PullRequest {
  readonly id: number;
  readonly number: number;
  readonly title: string;
  readonly author: User;
  readonly createdAt: Date;
  state: "open" | "closed";
  mergedAt: Date | null;
  readonly base: { readonly repository: Repository; readonly ref: string; sha: string };
  readonly head: { readonly repository: Repository; readonly ref: string; sha: string };
  /** The test merge while the pull request is open. */
  mergeCommitSha: string | null;
}

export interface Comment {
  readonly id: number;
  readonly repository: Repository;
  /** Of the issue or pull request. */
  readonly number: number;
  readonly author: User;
  readonly createdAt: Date;
  updatedAt: Date;
  body: string;
}

/** A finished check run. */
export interface CheckRun {
  readonly id: number;
  readonly repository: Repository;
  readonly name: string;
  readonly headSha: string;
  readonly conclusion: string;
  readonly title: string;
  readonly summary: string;
  readonly annotations: readonly CheckAnnotation[];
  readonly completedAt: Date;
}

export interface CheckAnnotation {
  readonly path: string;
  readonly start_line: number;
  readonly title: string;
  readonly message: string;
}

export interface Run {
  readonly id: number;
  /** Names the run in the artifact service. */
  readonly backendId: string;
  readonly repository: Repository;
  readonly runNumber: number;
  attempt: number;
  readonly event: string;
  readonly workflow: Workflow;
  readonly headSha: string;
  readonly headBranch: string;
  readonly headRepository: Repository;
  readonly createdAt: Date;
  status: "in_progress" | "completed";
  conclusion: "success" | "failure" | null;
}

export interface Workflow {
  readonly id: number;
  readonly name: string;
  readonly path: string;
}

export interface Artifact {
  readonly id: number;
  readonly name: string;
  readonly run: Run;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  expired: boolean;
  /** What was uploaded, or put in its place. */
  zip: Uint8Array;
  /** `sha256:` and 64 digits, as the upload said. */
  digest: string | null;
}

/** Author of everything that is done with the token of a run. */
export const actionsBot: User = { login: "github-actions[bot]", id: 41898282, type: "Bot" };

export const defaultWorkflow: Workflow = {
  id: 88001,
  name: "Fuelgauge",
  path: ".github/workflows/fuelgauge.yml",
};

export function createWorld(): World {
  let id = 1000;
  let latest = 0;
  return {
    repositories: [],
    commits: new Map(),
    pullRequests: [],
    comments: [],
    checkRuns: [],
    runs: [],
    artifacts: [],
    nextId() {
      id += 1;
      return id;
    },
    now() {
      latest = Math.max(Math.floor(Date.now() / 1000), latest + 1);
      return new Date(latest * 1000);
    },
  };
}

export function addRepository(
  world: World,
  parts: { owner: string; name: string; defaultBranch?: string; parent?: Repository | null },
): Repository {
  const repository: Repository = {
    id: world.nextId(),
    owner: { login: parts.owner, id: world.nextId(), type: "User" },
    name: parts.name,
    fullName: `${parts.owner}/${parts.name}`,
    defaultBranch: parts.defaultBranch ?? "main",
    parent: parts.parent ?? null,
    branches: new Map(parts.parent?.branches),
  };
  world.repositories.push(repository);
  return repository;
}

/** What a run needs to be told; the rest is filled in. */
export interface NewRun {
  readonly repository: Repository;
  readonly event: string;
  readonly headSha: string;
  readonly headBranch: string;
  readonly headRepository?: Repository | undefined;
  readonly id?: number | undefined;
  readonly attempt?: number | undefined;
  readonly workflow?: Workflow | undefined;
  readonly status?: Run["status"] | undefined;
  readonly conclusion?: Run["conclusion"] | undefined;
}

/** A finished, successful run unless told otherwise. */
export function addRun(world: World, parts: NewRun): Run {
  const status = parts.status ?? "completed";
  const run: Run = {
    id: parts.id ?? 9_000_000_000 + world.nextId(),
    backendId: randomUUID(),
    repository: parts.repository,
    runNumber: world.runs.length + 1,
    attempt: parts.attempt ?? 1,
    event: parts.event,
    workflow: parts.workflow ?? defaultWorkflow,
    headSha: parts.headSha,
    headBranch: parts.headBranch,
    headRepository: parts.headRepository ?? parts.repository,
    createdAt: world.now(),
    status,
    conclusion: parts.conclusion ?? (status === "completed" ? "success" : null),
  };
  world.runs.push(run);
  return run;
}
