import { availableParallelism } from "node:os";
import { Piscina } from "piscina";
import type { RunOptions } from "./executor.ts";
import { type Limits, limitsOf, type ModuleLimits } from "./limits.ts";
import { type HostFunctions, type LoadedModule, loadModule } from "./loaded-module.ts";
import { type Ending, type Execution, type Refused, refused, type Value } from "./outcome.ts";
import { type WorkerSetup, type WorkerTask, workerFile } from "./worker.ts";

export interface ThreadsOptions {
  /** Default: as many as there are processors. */
  readonly threads?: number;
  readonly limits?: Partial<Limits>;
  /** A module whose default export is the host functions; every thread imports it. */
  readonly hostFunctions?: URL;
  /** Mebibytes of heap that each thread may use. Default 512. A thread that needs more is replaced. */
  readonly heapMiB?: number;
  /**
   * Milliseconds beyond its time after which an execution counts as stuck in host code, where no clock is looked at.
   * Default 2,000.
   */
  readonly graceMs?: number;
}

/** Executions that one thread has under way at once; they take turns. */
const crowd = 64;

/**
 * Executors on several threads. A module is metered and compiled once; all threads share the machine code.
 *
 * A thread that does not answer although time and grace of an execution are over is stuck in host code. It is ended and
 * replaced. Which of the executions on it was to blame cannot be told, so each of them is run again on a thread of its
 * own: the guilty one is stuck again, and times out; the others are unharmed.
 */
export class ExecutorThreads {
  readonly limits: Limits;
  readonly #shared: Piscina<WorkerTask, Execution>;
  readonly #alone: Piscina<WorkerTask, Execution>;
  readonly #graceMs: number;
  readonly #hostFunctions: Promise<HostFunctions>;
  #restarts = 0;
  #underWay = 0;
  #closed = false;

  constructor({
    threads = availableParallelism(),
    limits = {},
    hostFunctions,
    heapMiB = 512,
    graceMs = 2_000,
  }: ThreadsOptions = {}) {
    this.limits = limitsOf(limits);
    this.#graceMs = graceMs;
    this.#hostFunctions = hostFunctions
      ? import(hostFunctions.href).then((module) => module.default)
      : Promise.resolve({});
    const setup: WorkerSetup = { limits, hostFunctions: hostFunctions?.href ?? null };
    const common = {
      filename: workerFile,
      workerData: setup,
      resourceLimits: { maxOldGenerationSizeMb: heapMiB },
      // a thread that has nothing to do waits without being asked all the time
      idleTimeout: Number.POSITIVE_INFINITY,
    };
    this.#shared = new Piscina({
      ...common,
      minThreads: threads,
      maxThreads: threads,
      concurrentTasksPerWorker: crowd,
    });
    this.#alone = new Piscina({ ...common, minThreads: 0, maxThreads: threads, idleTimeout: 1_000 });
  }

  /** Threads that were ended because they were stuck, or ended by themselves. */
  get restarts(): number {
    return this.#restarts;
  }

  get underWay(): number {
    return this.#underWay;
  }

  /** As `Executor.load`; instances are made by the threads. */
  async load(bytes: Uint8Array, limits: Partial<ModuleLimits> = {}): Promise<LoadedModule | Refused> {
    return loadModule(bytes, limitsOf(limits, this.limits), await this.#hostFunctions, true);
  }

  /** As `Executor.run`, on whichever thread has room. Never rejected. */
  async run(
    module: LoadedModule,
    name: string,
    args: readonly Value[] = [],
    options: RunOptions = {},
  ): Promise<Execution> {
    if (this.#closed) return notRun(refused("closed", "the executor has been closed"));
    if (this.#underWay >= this.limits.concurrent) {
      return notRun(refused("busy", `${this.#underWay} executions are under way, which is the limit`));
    }
    this.#underWay++;
    try {
      const task: WorkerTask = { module: module.share(), name, args, options };
      return (
        (await this.#attempt(this.#shared, task)) ??
        (await this.#attempt(this.#alone, task)) ??
        notRun({ kind: "timed-out" })
      );
    } catch (thrown) {
      return notRun({
        kind: "host-error",
        message: thrown instanceof Error ? thrown.message : String(thrown),
      });
    } finally {
      this.#underWay--;
    }
  }

  /** Ends all threads, after what is under way on them. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([this.#shared.close(), this.#alone.close()]);
  }

  /** Null when the thread was ended before it answered. */
  async #attempt(pool: Piscina<WorkerTask, Execution>, task: WorkerTask): Promise<Execution | null> {
    const limitMs = (task.options.wallClockMs ?? this.limits.wallClockMs) + this.#graceMs;
    const stuck = new AbortController();
    const timer = setTimeout(() => stuck.abort(), Math.min(limitMs, 2 ** 31 - 1));
    try {
      return await pool.run(task, { signal: stuck.signal });
    } catch (thrown) {
      if (!endedEarly(thrown)) throw thrown;
      this.#restarts++;
      return null;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Whether a task failed with its thread: it was aborted, another on the thread was, or the thread ran out of heap. */
function endedEarly(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  return (
    thrown.name === "AbortError" ||
    /terminat|aborted|exited/i.test(thrown.message) ||
    ("code" in thrown && thrown.code === "ERR_WORKER_OUT_OF_MEMORY")
  );
}

function notRun(outcome: Ending): Execution {
  const nothing = new Uint8Array(0);
  return { outcome, fuel: 0, durationMs: 0, peakMemoryBytes: 0, stdout: nothing, stderr: nothing };
}
