import { availableParallelism } from "node:os";
import { Piscina } from "piscina";
import { objectionTo, type RunOptions } from "./executor.ts";
import { type AuditSink, detailOf, Ledger } from "./ledger.ts";
import { type Limits, limitsOf, type ModuleLimits, type RunLimits, runLimitsOf } from "./limits.ts";
import { type HostFunctions, LoadedModule, loadModule } from "./loaded-module.ts";
import { Metrics } from "./metrics.ts";
import {
  busy,
  closed,
  type Ending,
  type Execution,
  noFunction,
  notRun,
  type Refused,
  type Value,
} from "./outcome.ts";
import {
  clockMs,
  type WorkerAnswer,
  type WorkerHello,
  type WorkerSetup,
  type WorkerTask,
  workerFile,
} from "./worker.ts";

export interface ThreadsOptions {
  /** Default: as many as there are processors. */
  readonly threads?: number;
  readonly limits?: Partial<Limits>;
  /** A module whose default export is the host functions; every thread imports it. */
  readonly hostFunctions?: URL;
  /** As `ExecutorOptions.objects`. Default: false. */
  readonly objects?: boolean;
  /**
   * Mebibytes of heap that each thread may use. Default 512. A thread whose host functions need more is ended and replaced;
   * the execution that took so much ends as `memory-limit`. Where they take many megabytes at once, V8 ends the process.
   */
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

type Pool = Piscina<WorkerTask, WorkerAnswer>;
type Balancer = NonNullable<NonNullable<ConstructorParameters<typeof Piscina>[0]>["loadBalancer"]>;

/** To the least busy thread. Piscina's own balancer gives a thread one task at a time when tasks can be aborted. */
const leastBusy: Balancer = (_task, workers) => {
  let chosen: (typeof workers)[number] | null = null;
  let least = crowd;
  for (const worker of workers) {
    const usage = worker.isRunningAbortableTask ? 1 : worker.currentUsage;
    if (usage < least) {
      chosen = worker;
      least = usage;
    }
  }
  return chosen;
};

/**
 * Executors on several threads. A module is metered and compiled once; all threads share the machine code.
 *
 * A thread that does not answer although time and grace of an execution are over is stuck in host code. It is ended and
 * replaced, as is one that runs out of heap. Which of the executions on it was to blame cannot be told, so each of them is
 * run again with all of its time, on a thread of its own: the guilty one comes to the same end there, the others are
 * unharmed.
 */
export class ExecutorThreads {
  readonly limits: Limits;
  readonly #shared: Pool;
  /** Made when it is first needed. */
  #alone: Pool | null = null;
  readonly #openAlone: () => Pool;
  readonly #graceMs: number;
  readonly #objects: boolean;
  readonly #hostFunctions: Promise<HostFunctions>;
  readonly #metrics: Metrics;
  /** Writes the lines of all threads: one that is ended could not write its own. */
  readonly #ledger: Ledger;
  /** Where the threads count that are there, by their number. */
  readonly #counting = new Map<number, SharedArrayBuffer>();
  readonly #greeted = new Set<number>();
  #underWay = 0;
  #closed = false;
  #ending: Promise<void> | null = null;
  #whenIdle: () => void = () => {};

  constructor({
    threads = availableParallelism(),
    limits = {},
    hostFunctions,
    objects = false,
    heapMiB = 512,
    graceMs = 2_000,
    metrics = new Metrics(),
    audit,
  }: ThreadsOptions = {}) {
    this.limits = limitsOf(limits);
    this.#metrics = metrics;
    this.#ledger = new Ledger(metrics.counts, audit ?? null);
    this.#graceMs = graceMs;
    this.#objects = objects;
    this.#hostFunctions = hostFunctions
      ? import(hostFunctions.href).then((module) => module.default)
      : Promise.resolve({});
    // told by `load`
    this.#hostFunctions.catch(() => {});
    const setup: WorkerSetup = { limits, hostFunctions: hostFunctions?.href ?? null, objects };
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
      loadBalancer: leastBusy,
    });
    this.#watch(this.#shared);
    this.#openAlone = () => {
      // of a pool without a thread that is always there, piscina forgets what waits when the last one is ended
      const pool: Pool = new Piscina({ ...common, minThreads: 1, maxThreads: threads, idleTimeout: 1_000 });
      this.#watch(pool);
      return pool;
    };
  }

  /** What all threads count. */
  get metrics(): Metrics {
    return this.#metrics;
  }

  get underWay(): number {
    return this.#underWay;
  }

  /** As `Executor.load`; instances are made by the threads. Rejected when the host functions cannot be imported. */
  async load(bytes: Uint8Array, limits: Partial<ModuleLimits> = {}): Promise<LoadedModule | Refused> {
    if (this.#closed) return closed();
    const loaded = loadModule(bytes, limitsOf(limits, this.limits), await this.#hostFunctions, this.#objects);
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
    const limits = runLimitsOf(options, this.limits);
    const unready = this.#ledger.full ? await this.#ledger.ready() : null;
    if (unready !== null) return notRun(unready);
    const entry = module.function(name);
    const objection = this.#turnedAway() ?? objectionTo(entry, name, args, limits);
    if (entry === null || objection !== null) {
      return notRun(this.#ledger.notStarted(module, name, limits, objection ?? noFunction(name)));
    }
    this.#underWay++;
    const execution = await this.#execute(module, name, args, { ...options, ...limits });
    const told = this.#ledger.line(module, entry, limits, execution);
    this.#underWay--;
    if (this.#underWay === 0) this.#whenIdle();
    return told;
  }

  #turnedAway(): Refused | null {
    return this.#closed ? closed() : busy(this.#underWay, this.limits.concurrent);
  }

  async #execute(
    module: LoadedModule,
    name: string,
    args: readonly Value[],
    options: RunOptions & RunLimits,
  ): Promise<Execution> {
    const startMs = performance.now();
    try {
      const task = { key: module.key, name, args, options };
      try {
        return await this.#attempt(this.#shared, module, task);
      } catch {
        // its thread ended, for which it may not be to blame
        this.#alone ??= this.#openAlone();
        return await this.#attempt(this.#alone, module, task);
      }
    } catch (thrown) {
      return this.#unanswered(endingOf(thrown), startMs);
    }
  }

  /** An execution that its thread did not count to the end. */
  #unanswered(outcome: Ending, startMs: number): Execution {
    const execution = notRun(outcome, performance.now() - startMs);
    this.#ledger.started();
    this.#metrics.counts.ended(outcome.kind, detailOf(outcome), 0, Math.round(execution.durationMs * 1e6));
    return execution;
  }

  /** Refuses whatever comes from now on, and ends all threads after what is under way on them. Twice does no harm. */
  close(): Promise<void> {
    this.#closed = true;
    this.#ending ??= this.#end();
    return this.#ending;
  }

  async #end(): Promise<void> {
    // piscina waits for thirty seconds at most
    if (this.#underWay > 0) await new Promise<void>((resolve) => (this.#whenIdle = resolve));
    for (const pool of [this.#shared, this.#alone]) pool?.removeAllListeners("workerDestroy");
    await Promise.all([this.#shared.destroy(), this.#alone?.destroy()]);
    for (const threadId of [...this.#counting.keys()]) this.#forget(threadId);
  }

  #watch(pool: Pool): void {
    pool.on("message", (hello: WorkerHello) => this.#greet(pool, hello));
    pool.on("workerDestroy", ({ id }: { readonly id: number }) => {
      this.#forget(id);
      if (pool === this.#shared) this.#metrics.counts.workerRestarted();
    });
    // a thread that fails while nothing is run on it; what is run next says so if it is not just that thread
    pool.on("error", () => {});
  }

  /** Reads what a new thread counts, until its end. */
  #greet(pool: Pool, { threadId, counts }: WorkerHello): void {
    if (this.#greeted.has(threadId)) return;
    this.#greeted.add(threadId);
    this.#counting.set(threadId, counts);
    this.#metrics.attach(counts);
    const worker = pool.threads.find((each) => each.threadId === threadId);
    // one that ends by itself has no number any more when it is said to have ended
    if (worker === undefined) this.#forget(threadId);
    else worker.once("exit", () => this.#forget(threadId));
  }

  #forget(threadId: number): void {
    const counts = this.#counting.get(threadId);
    if (counts === undefined) return;
    this.#counting.delete(threadId);
    this.#metrics.detach(counts);
  }

  /** Rejected when its thread ended before it answered, or could not be asked. */
  async #attempt(
    pool: Pool,
    module: LoadedModule,
    task: Omit<WorkerTask, "calledMs" | "module">,
  ): Promise<Execution> {
    const limitMs = task.options.wallClockMs + this.#graceMs;
    const stuck = new AbortController();
    const timer = setTimeout(() => stuck.abort(), Math.min(limitMs, 2 ** 31 - 1));
    const calledMs = clockMs();
    try {
      for (const sent of [null, module]) {
        const message = { ...task, module: sent?.share() ?? null, calledMs };
        const { execution, hello } = await pool.run(message, { signal: stuck.signal });
        if (hello !== null) this.#greet(pool, hello);
        if (execution !== null) return execution;
      }
      throw new Error("a thread that was sent a module does not have it");
    } finally {
      clearTimeout(timer);
    }
  }
}

/** What it says of an execution that the thread which it had for itself gave no answer. */
function endingOf(thrown: unknown): Ending {
  if (!(thrown instanceof Error)) return { kind: "host-error", message: String(thrown) };
  if (thrown.name === "AbortError") return { kind: "timed-out" };
  if ("code" in thrown && thrown.code === "ERR_WORKER_OUT_OF_MEMORY") return { kind: "memory-limit" };
  return { kind: "host-error", message: thrown.message };
}
