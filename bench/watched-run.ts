import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

export interface WatchedRun {
  readonly wallMs: number;
  /** Largest resident memory that one process of the run was seen to have. */
  readonly largestProcessBytes: number;
  /** Largest sum over all processes of the run at one moment; pages that they share count for each. */
  readonly allProcessesBytes: number;
}

/** Runs Node with these arguments and looks at the memory of its whole process tree, twenty times a second. Linux only. */
export async function runWatched(nodeArguments: readonly string[], cwd: string): Promise<WatchedRun> {
  const startMs = performance.now();
  const child = spawn(process.execPath, nodeArguments, { cwd, stdio: ["ignore", "ignore", "inherit"] });
  let largestProcessBytes = 0;
  let allProcessesBytes = 0;
  const watch = setInterval(() => {
    const resident = treeOf(child.pid ?? 0).map(residentBytes);
    largestProcessBytes = Math.max(largestProcessBytes, ...resident);
    allProcessesBytes = Math.max(
      allProcessesBytes,
      resident.reduce((sum, bytes) => sum + bytes, 0),
    );
  }, 50);
  const status = await new Promise<number | null>((resolve) => child.once("close", resolve));
  clearInterval(watch);
  if (status !== 0) throw new Error(`node ${nodeArguments.join(" ")} ended with ${status}`);
  return { wallMs: performance.now() - startMs, largestProcessBytes, allProcessesBytes };
}

function treeOf(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    const parent = Number(/^PPid:\s+(\d+)/m.exec(statusOf(Number(name)))?.[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const descend = (pid: number): number[] => [pid, ...(children.get(pid) ?? []).flatMap(descend)];
  return descend(root);
}

function residentBytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(statusOf(pid))?.[1] ?? 0) * 1024;
}

/** Empty when the process has ended in the meantime. */
function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    return "";
  }
}
