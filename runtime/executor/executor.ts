import { createHash } from "node:crypto";
import { trapCategoryOf } from "../host/trap.ts";
import type { HostEvent } from "./audit-buffer.ts";
import { Counts } from "./counts.ts";
import { type Entry, type Guest, type GuestOptions, sliceMs, turn } from "./guest.ts";
import { type AuditSink, Ledger } from "./ledger.ts";
import { type Limits, limitsOf, type ModuleLimits, type RunLimits, runLimitsOf } from "./limits.ts";
import {
  type HostFunctions,
  LoadedModule,
  loadModule,
  type ModuleFunction,
  misfit,
} from "./loaded-module.ts";
import {
  busy,
  closed,
  type Ending,
  type Execution,
  noFunction,
  notRun,
  type Refused,
  refused,
  type Value,
  withheld,
} from "./outcome.ts";
import { Wasi, type WasiEvent, WasiExit, type WasiOptions, type WasiSetup, wasiSetup } from "./wasi/index.ts";

export interface ExecutorOptions {
  /** What replaces the defaults. */
  readonly limits?: Partial<Limits>;
  /** What every module may import beside WASI. Trusted: they run with all rights of the process. */
  readonly hostFunctions?: HostFunctions;
  /**
   * Whether modules may allocate objects (garbage collection). Nothing but the heap limits how much, and a full heap is the
   * end of the process, also where it is a thread's own: only for modules that are known to be frugal. Default: false.
   */
  readonly objects?: boolean;
  /** Where executions are counted: `Metrics.counts`. Default: in memory of its own, which nobody publishes. */
  readonly counts?: Counts;
  /** Gets a line for every execution, refused ones included. Default: none is written. */
  readonly audit?: AuditSink;
}

/** What one execution is given. What is left out is as the executor was told. */
export interface RunOptions extends Partial<RunLimits>, GuestOptions {
  /** Arguments, environment, input and files of a WASI program. Default: none, and all deterministic. */
  readonly wasi?: WasiOptions;
}

const nothing = new Uint8Array(0);
const noWasiOptions: WasiOptions = {};
/** The most that WASI takes as `outputLimit`. */
const mostOutput = 2 ** 31 - 1;
/** Modules that `run` remembers by their bytes. */
const mostRemembered = 64;

/**
 * Runs functions of modules that nobody trusts, each execution as if in an instance of its own.
 *
 * Many executions may be under way at once on one thread: one that computes for long is suspended after about a
 * millisecond, so that others get their turn. Where the engine cannot suspend, they wait for each other instead.
 */
export class Executor {
  readonly limits: Limits;
  readonly #ledger: Ledger;
  readonly #hostFunctions: HostFunctions;
  readonly #objects: boolean;
  readonly #remembered = new Map<string, LoadedModule>();
  readonly #setups = new WeakMap<WasiOptions, { readonly resultBytes: number; readonly setup: WasiSetup }>();
  #underWay = 0;
  #turn: Promise<void> | null = null;
  #turnMs = 0;
  #closed = false;

  /** Throws a `RangeError` when a limit is none. */
  constructor({ limits = {}, hostFunctions = {}, objects = false, counts, audit }: ExecutorOptions = {}) {
    this.limits = limitsOf(limits);
    this.#ledger = new Ledger(counts ?? new Counts(), audit ?? null);
    this.#hostFunctions = hostFunctions;
    this.#objects = objects;
  }

  /** What was counted, also of the pools of instances. */
  get counts(): Counts {
    return this.#ledger.counts;
  }

  /** Executions under way. */
  get underWay(): number {
    return this.#underWay;
  }

  /**
   * Checks, meters and compiles a module, once for any number of executions. Runs nothing of it.
   *
   * Throws a `RangeError` when a limit is none.
   */
  load(bytes: Uint8Array, limits: Partial<ModuleLimits> = {}): LoadedModule | Refused {
    if (this.#closed) return closed();
    const settled = Object.keys(limits).length === 0 ? this.limits : limitsOf(limits, this.limits);
    const loaded = loadModule(bytes, settled, this.#hostFunctions, this.#objects);
    if (loaded instanceof LoadedModule) this.counts.compiled();
    return loaded;
  }

  /**
   * Executes an exported function.
   *
   * @param module one that was loaded, or bytes, which are looked up by their digest among those that were run before
   * @returns an execution however it ended; the promise is never rejected
   */
  run(
    module: LoadedModule | Uint8Array,
    name: string,
    args: readonly Value[] = [],
    options: RunOptions = {},
  ): Promise<Execution> {
    return this.#ledger.full || this.#holdsUpOthers()
      ? this.#runLater(module, name, args, options)
      : this.#run(module, name, args, options);
  }

  /**
   * Whether suspended executions are waiting for their turn, for longer than a slice: those that run at once would leave
   * them none, if there is always another.
   */
  #holdsUpOthers(): boolean {
    return this.#underWay > 0 && performance.now() - this.#turnMs > sliceMs;
  }

  /** Waits until others had their turn, and the audit log has room again. */
  async #runLater(
    module: LoadedModule | Uint8Array,
    name: string,
    args: readonly Value[],
    options: RunOptions,
  ): Promise<Execution> {
    if (this.#holdsUpOthers()) {
      this.#turn ??= turn();
      await this.#turn;
      this.#turn = null;
      this.#turnMs = performance.now();
    }
    const refusal = this.#ledger.full ? await this.#ledger.ready() : null;
    return refusal === null ? this.#run(module, name, args, options) : notRun(refusal);
  }

  async #run(
    module: LoadedModule | Uint8Array,
    name: string,
    args: readonly Value[],
    options: RunOptions,
  ): Promise<Execution> {
    const limits = runLimitsOf(options, this.limits);
    const known = module instanceof LoadedModule ? module : null;
    const turnedAway = this.#turnedAway();
    if (turnedAway !== null) return this.#refuse(known, name, limits, turnedAway);
    try {
      const loaded = known ?? this.#lookUp(module as Uint8Array);
      if (!(loaded instanceof LoadedModule)) return this.#refuse(null, name, limits, loaded);
      const entry = loaded.function(name);
      const objection = objectionTo(entry, name, args, limits);
      if (entry === null || objection !== null) {
        return this.#refuse(loaded, name, limits, objection ?? noFunction(name));
      }
      const setup = loaded.importsWasi ? this.#setupOf(options.wasi, limits) : null;
      if (setup !== null && "kind" in setup) return this.#refuse(loaded, name, limits, setup);
      const execution = this.#execute(loaded, entry, args, limits, setup, options);
      return execution instanceof Promise ? await execution : execution;
    } catch (thrown) {
      return notRun(this.#ledger.notStarted(known, name, limits, hostError(thrown)));
    }
  }

  /**
   * Refuses whatever comes from now on, and gives up the instances of all modules that it remembers. Those of a module that
   * was loaded are given up with it.
   */
  close(): void {
    this.#closed = true;
    for (const module of this.#remembered.values()) module.drain(this.counts.pool);
    this.#remembered.clear();
  }

  #lookUp(bytes: Uint8Array): LoadedModule | Refused {
    // hashing is not for bytes that will be refused anyway
    const key =
      bytes.length > this.limits.moduleBytes ? "" : createHash("sha256").update(bytes).digest("hex");
    const known = this.#remembered.get(key);
    const module = known ?? this.load(bytes);
    if (!(module instanceof LoadedModule)) return module;
    this.#remembered.delete(key);
    this.#remembered.set(key, module);
    for (const [oldest, stale] of this.#remembered) {
      if (this.#remembered.size <= mostRemembered) break;
      stale.drain(this.counts.pool);
      this.#remembered.delete(oldest);
    }
    return module;
  }

  /** Before anything is done for it. */
  #turnedAway(): Refused | null {
    return this.#closed ? closed() : busy(this.#underWay, this.limits.concurrent);
  }

  #refuse(module: LoadedModule | null, name: string, limits: RunLimits, refusal: Refused): Execution {
    return notRun(this.#ledger.notStarted(module, name, limits, refusal));
  }

  /** At once where that is possible: a promise for each execution would cost as much as a small one. */
  #execute(
    module: LoadedModule,
    entry: ModuleFunction,
    args: readonly Value[],
    limits: RunLimits,
    setup: WasiSetup | null,
    options: GuestOptions,
  ): Execution | Promise<Execution> {
    const attempt: Attempt = { module, entry, args, limits, setup, options, startMs: performance.now() };
    this.#underWay++;
    this.#ledger.started();
    if (module.repeatable && !entry.long) {
      const execution = this.#atOnce(attempt);
      if (execution !== null) return this.#ended(attempt, execution);
      entry.long = true;
    }
    return this.#toTheEnd(attempt).then(
      (execution) => this.#ended(attempt, execution),
      (thrown) => this.#ended(attempt, neverStarted(thrown, attempt.startMs)),
    );
  }

  #ended({ module, entry, limits }: Attempt, execution: Execution): Execution {
    this.#underWay--;
    return this.#ledger.ended(module, entry, limits, execution);
  }

  /** Runs a program that is expected to need one slice. Null when it needs more. */
  #atOnce({ module, entry, args, limits, setup, options, startMs }: Attempt): Execution | null {
    let guest: Guest;
    try {
      guest = module.acquire("at-once", this.counts.pool);
    } catch (thrown) {
      return neverStarted(thrown, startMs);
    }
    const wasi = setup && new WasiRun(setup);
    guest.begin(limits, wasi, startMs, options);
    let ending: Ending;
    // nobody reads the stack of a trap, and taking it down is most of what a trap costs
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
      guest.start?.();
      ending = returned(call(guest.entry(entry.index, entry.name), args));
    } catch (thrown) {
      if (guest.stop === "slice") {
        module.release(guest, true, this.counts.pool);
        return null;
      }
      ending = endingOf(thrown, guest);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
    return this.#finish(module, guest, wasi, ending, limits, startMs);
  }

  async #toTheEnd({ module, entry, args, limits, setup, options, startMs }: Attempt): Promise<Execution> {
    const guest = module.acquire("sliced", this.counts.pool);
    const wasi = setup && new WasiRun(setup);
    guest.begin(limits, wasi, startMs, options);
    let ending: Ending;
    try {
      await guest.start?.();
      ending = returned(await call(guest.entry(entry.index, entry.name), args));
    } catch (thrown) {
      ending = endingOf(thrown, guest);
    }
    return this.#finish(module, guest, wasi, ending, limits, startMs);
  }

  /** Takes down what an execution used, and gives its instance back. */
  #finish(
    module: LoadedModule,
    guest: Guest,
    wasi: WasiRun | null,
    ended: Ending,
    limits: RunLimits,
    startMs: number,
  ): Execution {
    const ending: Ending = ended.kind === "returned" && guest.overdrawn ? { kind: "out-of-fuel" } : ended;
    const fuel = ending.kind === "out-of-fuel" ? limits.fuel : guest.fuel;
    const peakMemoryBytes = guest.memoryBytes;
    const stdout = wasi?.stdout ?? nothing;
    const stderr = wasi?.stderr ?? nothing;
    const events = eventsOf(wasi, guest);
    module.release(guest, isKnown(ending), this.counts.pool);
    const execution: Execution = {
      outcome: ending,
      fuel,
      durationMs: performance.now() - startMs,
      peakMemoryBytes,
      stdout,
      stderr,
      events,
    };
    const tooLarge = oversize(ending, stdout.length + stderr.length, limits.resultBytes);
    return tooLarge === null ? execution : withheld(execution, tooLarge);
  }

  /** Checking options costs more than most executions, so it is done once for each object. */
  #setupOf(options: WasiOptions = noWasiOptions, { resultBytes }: RunLimits): WasiSetup | Refused {
    const known = this.#setups.get(options);
    if (known?.resultBytes === resultBytes) return known.setup;
    try {
      const outputLimit = Math.floor(Math.min(resultBytes, mostOutput));
      const setup = wasiSetup({ outputLimit, ...options });
      this.#setups.set(options, { resultBytes, setup });
      return setup;
    } catch (thrown) {
      return refused("arguments", thrown instanceof Error ? thrown.message : String(thrown));
    }
  }
}

/** WASI that remembers what was tried and not given. */
class WasiRun extends Wasi {
  readonly events: WasiEvent[];

  constructor(setup: WasiSetup) {
    const events: WasiEvent[] = [];
    super(setup, (event) => events.push(event));
    this.events = events;
  }
}

function eventsOf(wasi: WasiRun | null, guest: Guest): readonly HostEvent[] {
  if (wasi === null || wasi.events.length === 0) return guest.events;
  return guest.events.length === 0 ? wasi.events : [...wasi.events, ...guest.events];
}

/** What is needed to run a function, once or again. */
interface Attempt {
  readonly module: LoadedModule;
  readonly entry: ModuleFunction;
  readonly args: readonly Value[];
  readonly limits: RunLimits;
  readonly setup: WasiSetup | null;
  readonly options: GuestOptions;
  readonly startMs: number;
}

/** Bytes of a number as it is handed on. */
const valueBytes = 8;

function oversize(ending: Ending, outputBytes: number, limit: number): Refused | null {
  const values = ending.kind === "returned" ? ending.values.length : 0;
  const bytes = valueBytes * values + outputBytes;
  return ending.kind !== "returned" || bytes <= limit
    ? null
    : refused("result-size", `the results have ${bytes} bytes; the limit is ${limit}`);
}

/** Why an execution cannot be started, whatever else is under way; null when it can. */
export function objectionTo(
  entry: ModuleFunction | null,
  name: string,
  args: readonly Value[],
  { fuel, wallClockMs, resultBytes }: RunLimits,
): Refused | null {
  if (entry === null) return noFunction(name);
  const misfitting = misfit(entry.signature, args);
  if (misfitting !== null) return refused("arguments", `${name}: ${misfitting}`);
  if (entry.withholds !== null) return refused("unsupported", `${name}: ${entry.withholds}`);
  if (!(fuel > 0 && wallClockMs > 0 && resultBytes > 0 && fuel <= Number.MAX_SAFE_INTEGER)) {
    return refused("limits", "fuel, wallClockMs and resultBytes have to be above 0");
  }
  return null;
}

/** A call without a spread for the usual numbers of arguments: it is most of what a small execution costs. */
function call(entry: Entry, args: readonly Value[]): unknown {
  switch (args.length) {
    case 0:
      return entry();
    case 1:
      return entry(args[0] as Value);
    case 2:
      return entry(args[0] as Value, args[1] as Value);
    default:
      return entry(...args);
  }
}

function returned(given: unknown): Ending {
  if (given === undefined) return { kind: "returned", values: [], exitCode: null };
  // several results come as an array; which types they have is known from the signature
  const values = Array.isArray(given) ? (given as Value[]) : [given as Value];
  return { kind: "returned", values, exitCode: null };
}

function endingOf(thrown: unknown, guest: Guest): Ending {
  if (thrown instanceof WasiExit) return { kind: "returned", values: [], exitCode: thrown.code };
  switch (guest.stop) {
    case "fuel":
      return { kind: "out-of-fuel" };
    case "time":
      return { kind: "timed-out" };
    case "stack":
      return { kind: "trapped", category: "stack-overflow", message: "calls are nested too deeply" };
  }
  const category = trapCategoryOf(thrown);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (category === null) return { kind: "host-error", message };
  if (guest.denied) return { kind: "memory-limit" };
  return { kind: "trapped", category, message };
}

/** Whether the way in which an execution ended leaves no doubt about the state of its instance. */
function isKnown(ending: Ending): boolean {
  return ending.kind !== "host-error" && !(ending.kind === "trapped" && ending.category === "other");
}

/** What an instance that could not even be made says of the module. */
function neverStarted(thrown: unknown, startMs: number): Execution {
  const ending = (): Ending => {
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    if (thrown instanceof WebAssembly.LinkError) return refused("imports", message);
    const category = trapCategoryOf(thrown);
    if (category !== null) return { kind: "trapped", category, message };
    return hostError(thrown);
  };
  return notRun(ending(), performance.now() - startMs);
}

function hostError(thrown: unknown): Ending {
  return { kind: "host-error", message: thrown instanceof Error ? thrown.message : String(thrown) };
}
