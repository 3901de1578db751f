import { realpathSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { packageFolder, programEntry } from "../programs.ts";

/** The first Node with a permission model that holds: [major, minor]. */
const firstConfining = [22, 13] as const;

/** The first Node that restricts the network, and knows the flag that allows it: major. */
const firstWithNetwork = 25;

/** What a measuring process is kept to. */
export interface Confinement {
  /** Folders that it may read, beside this package. */
  readonly bundles: readonly string[];
  /** Of the Node that runs it: `v24.21.0`. */
  readonly nodeVersion: string;
}

/** What a job cannot do without. */
export interface Needs {
  readonly threads: boolean;
  /** Before version 25, Node cannot refuse it to anyone. */
  readonly network: boolean;
  /** A folder that it may write to; null when it writes nothing. */
  readonly scratch: string | null;
}

/** Whether a Node can keep a measuring process confined. `v24.21.0` can. */
export function canConfine(nodeVersion: string): boolean {
  const [major, minor] = parseVersion(nodeVersion);
  return major > firstConfining[0] || (major === firstConfining[0] && minor >= firstConfining[1]);
}

/**
 * Flags by which Node keeps a measuring process from everything but reading this package and the bundles, and what it
 * needs: no writing, no programs, no `/proc` (where the environment of its parent, with its tokens, could be read).
 *
 * Threads have these limits only because of the guard, which no job can start threads without.
 *
 * Source: https://nodejs.org/api/permissions.html
 */
export function confinementFlags({ bundles, nodeVersion }: Confinement, needs: Needs): string[] {
  const readable = [packageFolder(), ...bundles, ...(needs.scratch === null ? [] : [needs.scratch])];
  const folders = new Set(readable.flatMap((folder) => [resolve(folder), realpathSync(folder)]));
  const [major] = parseVersion(nodeVersion);
  return [
    "--permission",
    // databases are files that the permissions do not know of
    "--no-experimental-sqlite",
    ...Array.from(folders, (folder) => `--allow-fs-read=${folder}`),
    ...(needs.scratch === null ? [] : [`--allow-fs-write=${needs.scratch}`]),
    ...(needs.threads
      ? ["--allow-worker", "--disable-warning=SecurityWarning", ...preload("thread-guard")]
      : []),
    ...(needs.network && major >= firstWithNetwork ? ["--allow-net"] : []),
  ];
}

/**
 * Flags by which Node loads a program before anything else, into a process and all its threads. With `--import`, threads
 * whose program is given as text would not wait for it.
 */
export function preload(name: Parameters<typeof programEntry>[0]): string[] {
  return [`--require=${fileURLToPath(programEntry(name))}`];
}

function parseVersion(nodeVersion: string): [major: number, minor: number] {
  const [major = 0, minor = 0] = nodeVersion.replace(/^v/, "").split(".").map(Number);
  return [major, minor];
}
