import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** The commit that is checked out in a folder; null where there is no git or no commit. */
export async function headOfCheckout(folder: string): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)("git", ["rev-parse", "--verify", "HEAD"], { cwd: folder });
    return stdout.trim();
  } catch {
    return null;
  }
}
