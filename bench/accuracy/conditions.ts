import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";

/**
 * What else the machine does. `quiet`: nothing that was started for it. `busy`: as many processes as there are processors work in
 * bursts. `memory`: as many go over some hundred MB each, giving them up and asking for them again.
 */
export const conditionNames = ["quiet", "busy", "memory"] as const;
export type Condition = (typeof conditionNames)[number];

const neighbours = { quiet: null, busy: "burn", memory: "stream" } as const;
const program = fileURLToPath(new URL("./neighbour.ts", import.meta.url));
/** Until the neighbours are at work. */
const settlingMs = 500;

/**
 * Makes the machine so until it is disposed of. The neighbours end with the channel to this process, so that they are gone
 * even when it is killed.
 */
export async function applyCondition(node: string, condition: Condition): Promise<AsyncDisposable> {
  const work = neighbours[condition];
  const children =
    work === null ? [] : Array.from({ length: availableParallelism() }, () => start(node, work));
  const stop = () => {
    for (const child of children) child.kill("SIGKILL");
  };
  process.once("exit", stop);
  if (children.length > 0) await new Promise((resolve) => setTimeout(resolve, settlingMs));
  return {
    async [Symbol.asyncDispose]() {
      process.off("exit", stop);
      stop();
      await Promise.all(children.map((child) => child.exitCode ?? child.signalCode ?? once(child, "close")));
    },
  };
}

function start(node: string, work: string): ChildProcess {
  return spawn(node, [program, work], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
}
