import { parentPort, threadId } from "node:worker_threads";
import { workerData } from "piscina";
import { Counts } from "./counts.ts";
import type { RunOptions } from "./executor.ts";
import { Executor } from "./executor.ts";
import type { Limits, RunLimits } from "./limits.ts";
import { type HostFunctions, LoadedModule, type SharedModule } from "./loaded-module.ts";
import type { Execution, Value } from "./outcome.ts";

/** This file, as a thread is given it. */
export const workerFile = import.meta.url;

/** What every thread of a pool is told when it starts. */
export interface WorkerSetup {
  readonly limits: Partial<Limits>;
  /** URL of a module whose default export is the host functions; null for none. Functions cannot be sent to a thread. */
  readonly hostFunctions: string | null;
  readonly objects: boolean;
}

export interface WorkerTask {
  /** `LoadedModule.key` */
  readonly key: string;
  /** Null as long as the thread may have the module: sending it takes longer than a small execution. */
  readonly module: SharedModule | null;
  readonly name: string;
  readonly args: readonly Value[];
  readonly options: RunOptions & RunLimits;
  /** When its time began, by `clockMs`. */
  readonly calledMs: number;
}

export interface WorkerAnswer {
  /** Null when the thread does not have the module. */
  readonly execution: Execution | null;
  /** With a thread's first answer: what it says otherwise may come later, and what is in its counts with it. */
  readonly hello: WorkerHello | null;
}

/** Milliseconds by a clock that all threads share and nobody sets; the one of `performance` begins anew in each. */
export function clockMs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1e3 + nanoseconds / 1e6;
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

interface Here {
  readonly executor: Executor;
  readonly hostFunctions: HostFunctions;
  readonly hello: WorkerHello;
}
let started: Promise<Here> | undefined;
let answered = false;

/** Executes one function. All executions of a thread share its executor, and take turns. */
export default async function execute(task: WorkerTask): Promise<WorkerAnswer> {
  started ??= start();
  const here = await started;
  const module = keep(task, here);
  const execution = module && (await run(module, task, here));
  const hello = answered ? null : here.hello;
  answered = true;
  return { execution, hello };
}

function run(
  module: LoadedModule,
  { name, args, options, calledMs }: WorkerTask,
  { executor }: Here,
): Promise<Execution> {
  const leftMs = options.wallClockMs - Math.max(0, clockMs() - calledMs);
  // one whose time was over before it began is stopped at the end of its first slice
  const wallClockMs = Math.max(Number.MIN_VALUE, leftMs);
  return executor.run(module, name, args, { ...options, wallClockMs });
}

async function start(): Promise<Here> {
  const { limits, hostFunctions: url, objects } = workerData as WorkerSetup;
  const hostFunctions: HostFunctions = url === null ? {} : (await import(url)).default;
  const memory = new SharedArrayBuffer(Counts.bytes);
  const hello: WorkerHello = { threadId, counts: memory };
  parentPort?.postMessage(hello);
  const counts = new Counts(memory);
  return { executor: new Executor({ limits, hostFunctions, objects, counts }), hostFunctions, hello };
}

function keep({ key, module: sent }: WorkerTask, { hostFunctions, executor }: Here): LoadedModule | null {
  const module = kept.get(key) ?? (sent && LoadedModule.received(sent, hostFunctions));
  if (module === null) return null;
  kept.delete(key);
  kept.set(key, module);
  for (const [oldest, stale] of kept) {
    if (kept.size <= mostKept) break;
    stale.drain(executor.counts.pool);
    kept.delete(oldest);
  }
  return module;
}
