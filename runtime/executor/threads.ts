import { availableParallelism } from "node:os";
import { Piscina } from "piscina";
import type { RunOptions } from "./executor.ts";
import { type AuditSink, detailOf, Ledger } from "./ledger.ts";
import { type Limits, limitsOf, type ModuleLimits, type RunLimits } from "./limits.ts";
import { type HostFunctions, LoadedModule, loadModule, type ModuleFunction } from "./loaded-module.ts";
import { Metrics } from "./metrics.ts";
import {
  type Ending,
  type Execution,
  noFunction,
  notRun,
  type Refused,
  refused,
  type Value,
} from "./outcome.ts";
import { type WorkerHello, type WorkerSetup, type WorkerTask, workerFile } from "./worker.ts";

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
  /** Publishes what all threads count. Default: one of its own. */
  readonly metrics?: Metrics;
  /** Gets a line for every execution, refused ones included. Default: none is written. */
  readonly audit?: AuditSink;
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
  readonly #metrics: Metrics;
  /** Writes the lines of all threads: one that is ended could not write its own. */
  readonly #ledger: Ledger;
  #underWay = 0;
  #closed = false;

  constructor({
    threads = availableParallelism(),
    limits = {},
    hostFunctions,
    heapMiB = 512,
    graceMs = 2_000,
    metrics = new Metrics(),
    audit,
  }: ThreadsOptions = {}) {
    this.limits = limitsOf(limits);
    this.#metrics = metrics;
    this.#ledger = new Ledger(metrics.counts, audit ?? null);
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
    for (const pool of [this.#shared, this.#alone]) {
      pool.on("message", (hello: WorkerHello) => this.#greet(pool, hello));
    }
  }

  /** What all threads count. */
  get metrics(): Metrics {
    return this.#metrics;
  }

  get underWay(): number {
    return this.#underWay;
  }

  /** As `Executor.load`; instances are made by the threads. */
  async load(bytes: Uint8Array, limits: Partial<ModuleLimits> = {}): Promise<LoadedModule | Refused> {
    const loaded = loadModule(bytes, limitsOf(limits, this.limits), await this.#hostFunctions, true);
    if (loaded instanceof LoadedModule) this.#metrics.counts.compiled();
    return loaded;
  }

  /** As `Executor.run`, on whichever thread has room. Never rejected. */
  async run(
    module: LoadedModule,
    name: string,
    args: readonly Value[] = [],
    options: RunOptions = {},
  ): Promise<Execution> {
    const limits: RunLimits = {
      fuel: options.fuel ?? this.limits.fuel,
      wallClockMs: options.wallClockMs ?? this.limits.wallClockMs,
      resultBytes: options.resultBytes ?? this.limits.resultBytes,
    };
    try {
      if (this.#ledger.full) await this.#ledger.ready();
      const entry = module.function(name);
      const objection = this.#objection(entry, name);
      if (entry === null || objection !== null) {
        const refusal = objection ?? noFunction(name);
        this.#ledger.refused(module, name, limits, refusal);
        return notRun(refusal);
      }
      const execution = await this.#execute(
        { module: module.share(), name, args, options },
        limits.wallClockMs,
      );
      this.#ledger.line(module, entry, limits, execution);
      return execution;
    } catch (thrown) {
      // its line could not be written
      return notRun(refused("audit", String(thrown)));
    }
  }

  #objection(entry: ModuleFunction | null, name: string): Refused | null {
    if (this.#closed) return refused("closed", "the executor has been closed");
    if (entry === null) return noFunction(name);
    if (this.#underWay >= this.limits.concurrent) {
      return refused("busy", `${this.#underWay} executions are under way, which is the limit`);
    }
    return null;
  }

  async #execute(task: WorkerTask, wallClockMs: number): Promise<Execution> {
    const startMs = performance.now();
    this.#underWay++;
    try {
      return (
        (await this.#attempt(this.#shared, task, wallClockMs)) ??
        (await this.#attempt(this.#alone, task, wallClockMs)) ??
        this.#unanswered({ kind: "timed-out" }, startMs)
      );
    } catch (thrown) {
      const message = thrown instanceof Error ? thrown.message : String(thrown);
      return this.#unanswered({ kind: "host-error", message }, startMs);
    } finally {
      this.#underWay--;
    }
  }

  /** An execution that its thread did not count to the end. */
  #unanswered(outcome: Ending, startMs: number): Execution {
    const execution = notRun(outcome, performance.now() - startMs);
    this.#ledger.started();
    this.#metrics.counts.ended(outcome.kind, detailOf(outcome), 0, Math.round(execution.durationMs * 1e6));
    return execution;
  }

  /** Ends all threads, after what is under way on them. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([this.#shared.close(), this.#alone.close()]);
  }

  /** Reads what a new thread counts, until its end. */
  #greet(pool: Piscina, { threadId, counts }: WorkerHello): void {
    const worker = pool.threads.find((each) => each.threadId === threadId);
    // it has ended since
    if (worker === undefined) return;
    this.#metrics.attach(counts);
    worker.once("exit", () => {
      this.#metrics.detach(counts);
      if (pool === this.#shared && !this.#closed) this.#metrics.counts.workerRestarted();
    });
  }

  /** Null when the thread was ended before it answered. */
  async #attempt(
    pool: Piscina<WorkerTask, Execution>,
    task: WorkerTask,
    wallClockMs: number,
  ): Promise<Execution | null> {
    const limitMs = wallClockMs + this.#graceMs;
    const stuck = new AbortController();
    const timer = setTimeout(() => stuck.abort(), Math.min(limitMs, 2 ** 31 - 1));
    try {
      return await pool.run(task, { signal: stuck.signal });
    } catch (thrown) {
      if (!endedEarly(thrown)) throw thrown;
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
