import { spawn } from "node:child_process";

export interface ChildResult {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  /** Both streams, in the order in which they came. */
  readonly log: string;
  readonly timedOut: boolean;
}

/**
 * Runs a program in exactly this environment. The child leads a process group of its own, so that what it started can
 * be ended with it when the time is up.
 */
export async function runChild(
  command: string,
  args: readonly string[],
  options: { cwd: string; env: Readonly<Record<string, string>>; timeoutMs: number },
): Promise<ChildResult> {
  const { promise, resolve, reject } = Promise.withResolvers<ChildResult>();
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const chunks: Buffer[] = [];
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  }, options.timeoutMs);
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.on("error", reject);
  child.on("close", (exitCode) => {
    resolve({ exitCode, log: Buffer.concat(chunks).toString("utf8"), timedOut });
  });
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
  }
}
