import { realpathSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import workerThreads from "node:worker_threads";
import { packageFolder } from "../programs.ts";

/** The first Node with a permission model that holds: [major, minor]. */
const firstConfining = [22, 13] as const;

/** Whether a Node can keep a measuring process confined. `v24.21.0` can. */
export function canConfine(nodeVersion: string): boolean {
  const [major = 0, minor = 0] = nodeVersion.replace(/^v/, "").split(".").map(Number);
  return major > firstConfining[0] || (major === firstConfining[0] && minor >= firstConfining[1]);
}

/**
 * Flags by which Node keeps a measuring process from everything but reading this package and the bundles: no writing, no
 * programs, no `/proc` (where the environment of its parent, with its tokens, could be read).
 *
 * Source: https://nodejs.org/api/permissions.html
 *
 * @param bundles folders
 */
export function confinement(bundles: readonly string[]): string[] {
  const folders = new Set([packageFolder(), ...bundles].flatMap((folder) => [folder, realpathSync(folder)]));
  return ["--permission", ...[...folders].map((folder) => `--allow-fs-read=${folder}`)];
}

/** What a process needs beside that to start threads, each of which has to call `forbidThreads` before anything else. */
export const threadsAllowed = ["--allow-worker", "--disable-warning=SecurityWarning"];

/** Takes from this thread the right to start others: a thread can be started without the confinement of its process. */
export function forbidThreads(): void {
  workerThreads.Worker = class {
    constructor() {
      throw new Error("measured code may not start threads");
    }
  } as unknown as typeof workerThreads.Worker;
  syncBuiltinESMExports();
}
