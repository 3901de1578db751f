import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** The files of a commit, by path. */
export type FileTree = Readonly<Record<string, string | Uint8Array>>;

/** Files to change in a commit; null removes one. */
export type Changes = Readonly<Record<string, string | Uint8Array | null>>;

/** A real git repository on disk whose commits have the same shas every time. */
export interface GitRepository {
  readonly folder: string;
  /**
   * Commits these changes on top of the parent and makes it the branch's tip: given files change, `null` removes one, the
   * rest stays.
   */
  commit(parts: { branch: string; parent: string | undefined; changes: Changes; message: string }): GitCommit;
  /** A merge commit of the two tips that no branch points to, kept by the ref. */
  merge(parts: { base: string; head: string; ref: string; message: string }): GitCommit;
  /** A shallow checkout of the one commit, as `actions/checkout` makes it; `depth` 0 fetches everything. */
  checkout(folder: string, sha: string, options: { remote: string; ref: string; depth: number }): void;
}

export interface GitCommit {
  readonly sha: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly date: Date;
}

const firstDate = Date.UTC(2026, 0, 5, 9, 0, 0);

export function createGitRepository(folder: string): GitRepository {
  let commits = 0;
  mkdirSync(folder, { recursive: true });
  git(folder, ["init", "--quiet", "--initial-branch", "main"]);
  git(folder, ["config", "uploadpack.allowAnySHA1InWant", "true"]);

  function dated(): { env: Record<string, string>; date: Date } {
    const date = new Date(firstDate + commits * 3_600_000);
    commits += 1;
    return { date, env: { GIT_AUTHOR_DATE: date.toISOString(), GIT_COMMITTER_DATE: date.toISOString() } };
  }

  function described(sha: string, message: string, date: Date): GitCommit {
    const [, ...parents] = git(folder, ["rev-list", "--parents", "--max-count=1", sha]).split(" ");
    return { sha, parents, message, date };
  }

  return {
    folder,
    commit({ branch, parent, changes, message }) {
      if (parent !== undefined) git(folder, ["checkout", "--quiet", "--force", "-B", branch, parent]);
      writeFiles(folder, changes);
      git(folder, ["add", "--all", "--force"]);
      const { env, date } = dated();
      git(folder, ["commit", "--quiet", "--allow-empty", "--message", message], env);
      return described(git(folder, ["rev-parse", "HEAD"]), message, date);
    },
    merge({ base, head, ref, message }) {
      const tree = git(folder, ["merge-tree", "--write-tree", base, head]);
      const { env, date } = dated();
      const sha = git(folder, ["commit-tree", tree, "-p", base, "-p", head, "-m", message], env);
      git(folder, ["update-ref", ref, sha]);
      return described(sha, message, date);
    },
    checkout(target, sha, { remote, ref, depth }) {
      mkdirSync(target, { recursive: true });
      git(target, ["init", "--quiet"]);
      git(target, ["remote", "add", "origin", remote]);
      // What the workspace may fetch later comes from here, although the remote has its usual address.
      git(target, ["config", `url.file://${folder}.insteadOf`, remote]);
      const limit = depth === 0 ? [] : [`--depth=${depth}`];
      const tracking = ref
        .replace("refs/heads/", "refs/remotes/origin/")
        .replace("refs/pull/", "refs/remotes/pull/");
      git(target, [
        "fetch",
        "--quiet",
        "--no-tags",
        "--no-recurse-submodules",
        ...limit,
        "origin",
        `+${sha}:${tracking}`,
      ]);
      git(target, ["checkout", "--quiet", "--force", tracking]);
    },
  };
}

/** All files of a folder, by path, with forward slashes. */
export function readTree(folder: string): Record<string, Buffer> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files.map((file) => {
      const path = join(file.parentPath, file.name);
      return [relative(folder, path).replaceAll("\\", "/"), readFileSync(path)];
    }),
  );
}

function writeFiles(folder: string, changes: Changes): void {
  for (const [path, content] of Object.entries(changes)) {
    const file = join(folder, path);
    if (content === null) {
      rmSync(file, { force: true });
    } else {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
  }
}

/** Git with a fixed author and without anybody's own configuration. */
function git(folder: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): string {
  const output = execFileSync("git", args, {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env.PATH,
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_CONFIG_SYSTEM: "/dev/null",
      GIT_AUTHOR_NAME: "Mona",
      GIT_AUTHOR_EMAIL: "mona@example.com",
      GIT_COMMITTER_NAME: "Mona",
      GIT_COMMITTER_EMAIL: "mona@example.com",
      GIT_PROTOCOL_FROM_USER: "1",
      ...env,
    },
  });
  return output.trim();
}
