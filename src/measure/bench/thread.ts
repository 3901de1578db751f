/**
 * Loaded into every thread of a process that runs benchmark files, before the thread's own program: what is true of such a
 * process is true of its threads. It waits for nothing, because programs that are given as text do not wait for it.
 */
import { syncBuiltinESMExports } from "node:module";
import workerThreads, { isMainThread, threadId } from "node:worker_threads";
import { meterThread } from "../metering.ts";
import { makeDeterministic } from "./determinism.ts";
import { hookImports } from "./hooks.ts";
import { refuseNetwork } from "./refusals.ts";
import { places, type Said, type ThreadCounting, type ThreadSetup } from "./threads.ts";

if (!isMainThread && isSetup(workerThreads.workerData)) begin(workerThreads.workerData);

function isSetup(data: unknown): data is ThreadSetup {
  return typeof data === "object" && data !== null && "kind" in data && data.kind === "fuelgauge";
}

function begin({ folder, project, counting, workerData }: ThreadSetup): void {
  Object.assign(workerThreads, { workerData });
  syncBuiltinESMExports();
  hookImports(folder, project);
  if (!project.grants.network) refuseNetwork();
  if (counting === null) return;
  // no two threads draw the same numbers
  makeDeterministic(threadId + 1);
  count(counting);
}

function count({ profile, port, state }: ThreadCounting): void {
  const metering = meterThread({ profile });
  const say = (question: number | null) => {
    port.postMessage({ reading: metering.read(), question } satisfies Said);
    Atomics.add(state, places.said, 1);
  };
  port.on("message", (question: number) => say(question));
  // a thread that has nothing left to do ends
  port.unref();
  process.on("exit", () => say(null));
  const { wait } = Atomics;
  const sayAndWait = (...operands: Parameters<typeof wait>) => {
    say(null);
    Atomics.store(state, places.waiting, 1);
    try {
      return Reflect.apply(wait, Atomics, operands);
    } finally {
      Atomics.store(state, places.waiting, 0);
    }
  };
  Object.assign(Atomics, { wait: sayAndWait });
}
