import { parentPort, threadId } from "node:worker_threads";
import { workerData } from "piscina";
import { Counts } from "./counts.ts";
import type { RunOptions } from "./executor.ts";
import { Executor } from "./executor.ts";
import type { Limits } from "./limits.ts";
import { type HostFunctions, LoadedModule, type SharedModule } from "./loaded-module.ts";
import type { Execution, Value } from "./outcome.ts";

/** This file, as a thread is given it. */
export const workerFile = import.meta.url;

/** What every thread of a pool is told when it starts. */
export interface WorkerSetup {
  readonly limits: Partial<Limits>;
  /** URL of a module whose default export is the host functions; null for none. Functions cannot be sent to a thread. */
  readonly hostFunctions: string | null;
}

export interface WorkerTask {
  readonly module: SharedModule;
  readonly name: string;
  readonly args: readonly Value[];
  readonly options: RunOptions;
}

/** What a thread says when it has started. */
export interface WorkerHello {
  readonly threadId: number;
  /** Where it counts. */
  readonly counts: SharedArrayBuffer;
}

/** Modules that a thread keeps instances of. */
const mostKept = 64;
const kept = new Map<string, LoadedModule>();
let executor: Promise<{ executor: Executor; hostFunctions: HostFunctions }> | undefined;

/** Executes one function. All executions of a thread share its executor, and take turns. */
export default async function execute({ module, name, args, options }: WorkerTask): Promise<Execution> {
  executor ??= start();
  const { executor: here, hostFunctions } = await executor;
  return here.run(keep(module, hostFunctions), name, args, options);
}

async function start(): Promise<{ executor: Executor; hostFunctions: HostFunctions }> {
  const { limits, hostFunctions: url } = workerData as WorkerSetup;
  const hostFunctions: HostFunctions = url === null ? {} : (await import(url)).default;
  const memory = new SharedArrayBuffer(Counts.bytes);
  const hello: WorkerHello = { threadId, counts: memory };
  parentPort?.postMessage(hello);
  const counts = new Counts(memory);
  return { executor: new Executor({ limits, hostFunctions, objects: true, counts }), hostFunctions };
}

function keep(shared: SharedModule, hostFunctions: HostFunctions): LoadedModule {
  const key = `${shared.digest} ${shared.limits.memoryBytes} ${shared.limits.tableElements}`;
  const module = kept.get(key) ?? LoadedModule.received(shared, hostFunctions);
  kept.delete(key);
  kept.set(key, module);
  for (const oldest of kept.keys()) {
    if (kept.size <= mostKept) break;
    kept.delete(oldest);
  }
  return module;
}
