import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { childEnvironment } from "./child-environment.ts";

/**
 * The commit that is checked out in a folder; null where there is no git or no commit. Git is not started inside the
 * checkout: Windows would first look there for a program of that name.
 */
export async function headOfCheckout(folder: string): Promise<string | null> {
  try {
    const options = { cwd: dirname(process.execPath), env: childEnvironment(process.env) };
    const { stdout } = await promisify(execFile)(
      "git",
      ["-C", folder, "rev-parse", "--verify", "HEAD"],
      options,
    );
    return stdout.trim();
  } catch {
    return null;
  }
}

/** Those of some paths, relative to the root of a checkout, that its commit holds; none where there is no git. */
export async function trackedFiles(root: string, paths: readonly string[]): Promise<ReadonlySet<string>> {
  if (paths.length === 0) return new Set();
  try {
    const options = { cwd: dirname(process.execPath), env: childEnvironment(process.env) };
    const asked = ["-C", root, "ls-files", "-z", "--", ...paths.map((path) => `:(literal)${path}`)];
    const { stdout } = await promisify(execFile)("git", asked, options);
    return new Set(stdout.split("\0"));
  } catch {
    return new Set();
  }
}

/** The folder of the checkout that a folder lies in; itself where it lies in none. */
export function rootOfCheckout(folder: string): string {
  for (let candidate = folder; ; candidate = dirname(candidate)) {
    if (existsSync(join(candidate, ".git"))) return candidate;
    if (candidate === dirname(candidate)) return folder;
  }
}
