import { Gauge, grantFunction } from "../meter/index.ts";
import type { HostEvent } from "./audit-buffer.ts";
import type { RunLimits } from "./limits.ts";
import type { HostFunctions, Program } from "./loaded-module.ts";
import type { Value } from "./outcome.ts";
import { type Wasi, WasiPort } from "./wasi/index.ts";

declare global {
  namespace WebAssembly {
    /** Source: https://github.com/WebAssembly/js-promise-integration */
    const Suspending: new (
      implementation: (...args: never[]) => unknown,
    ) => ImportValue & ((...args: never[]) => number);
    function promising(entry: (...args: never[]) => unknown): (...args: unknown[]) => Promise<unknown>;
  }
}

/** What an execution is given that host functions see. */
export interface GuestOptions {
  /** Handed to host functions as it is. */
  readonly context?: unknown;
  /** When it is aborted, the execution's time is up. */
  readonly signal?: AbortSignal | undefined;
}

const noOptions: GuestOptions = {};
const noEvents: readonly HostEvent[] = [];

/** A function of a guest. */
export type Entry = (...args: readonly Value[]) => unknown;

/** What a host function is given beside the guest's arguments. */
export interface HostCall {
  /** What the execution was given as `RunOptions.context`. */
  readonly context: unknown;
  /** Calls an exported function of the guest that is calling. It cannot be suspended while it runs. */
  call(name: string, ...args: readonly Value[]): unknown;
  /** The memory that the guest exports under a name. */
  memory(name?: string): WebAssembly.Memory | null;
  /** Takes fuel for work that is done on the guest's behalf. It stops at its next look at the gauge if that was too much. */
  charge(units: number): void;
  /** Adds an event to the execution's line in the audit log. */
  report(event: HostEvent): void;
  /** Milliseconds that the execution has left. */
  remainingMs(): number;
}

/**
 * A function that guests may import.
 *
 * A plain function may do anything. `repeatable`: calling it again from the beginning of an execution gives the same and
 * changes nothing outside the execution's context, so that an execution that turns out to be long may be started anew. `waits`:
 * gives a promise, and the guest is suspended until it is settled, or until its time is up; others run in the meantime. What it is given of the
 * execution throws from then on.
 */
export type HostFunction =
  | PlainHostFunction
  | { readonly kind: "repeatable"; readonly call: PlainHostFunction }
  | {
      readonly kind: "waits";
      readonly call: (call: HostCall, ...args: Value[]) => Promise<Value | undefined>;
    };

export type PlainHostFunction = (call: HostCall, ...args: Value[]) => Value | undefined;

/** Milliseconds after which a guest that is still running is looked at. */
export const sliceMs = 1;
/** Units of the first slice, and within what slices are fitted to `sliceMs`. */
const slices = { first: 200_000, least: 20_000, most: 4_000_000, atOnce: 1_000_000 };

/** A grant less than 0: `Gauge.onExhausted`. */
const suspendFirst = -1;

/** Whether a guest can be suspended while others run. Absent in some versions of Node 24. */
export const canSuspend =
  typeof WebAssembly.Suspending === "function" && typeof WebAssembly.promising === "function";

/**
 * What stopped a program that was stopped. `slice`: it was called in a way in which it cannot be suspended, and its first
 * slice was not enough.
 */
export type Stop = "fuel" | "time" | "slice" | "stack";

/**
 * How a program is called. `at-once`: as a plain function, which is cheap, and stopped when it takes longer than a slice:
 * it can be run again from the beginning. `sliced`: it asks for a slice after the other, and others run in between; on a
 * stack of its own, where the engine can suspend.
 */
export type Manner = "at-once" | "sliced";

/**
 * One instance of a module, which serves one execution at a time. Between executions it is what it was when it was
 * new: `reset` says whether that could be done.
 */
export class Guest {
  readonly manner: Manner;
  readonly #exports: WebAssembly.Exports;
  readonly #gauge: Gauge;
  readonly #port: WasiPort | null;
  readonly #restore: () => number;
  readonly #startName: string | null;
  readonly #memories: ReadonlyArray<{ readonly memory: WebAssembly.Memory; readonly bytes: Uint8Array }>;
  readonly #entries: (Entry | undefined)[] = [];
  /** Calls of host functions that are under way, between which JavaScript frames stand that cannot be suspended. */
  #hostDepth = 0;
  #limits: RunLimits = { fuel: 0, wallClockMs: 0, resultBytes: 0 };
  #ungranted = 0;
  #deadlineMs = 0;
  #slice = slices.first;
  #sliceStartMs = 0;
  #denial: Exclude<Stop, "stack"> = "fuel";
  /** Whether growth was denied before the gauge was set, which forgets it. */
  #deniedBefore = false;
  #context: unknown;
  #events: HostEvent[] | null = null;
  #signal: AbortSignal | null = null;
  /** Whether its time was up while it waited for the host. */
  #overtime = false;

  constructor({ compiled, metered, manner }: Program, wasi: Wasi | null, hostFunctions: HostFunctions) {
    const { names } = metered;
    this.manner = manner;
    this.#port = wasi && new WasiPort(wasi, (units) => this.#charge(units));
    const imports = { ...this.#bound(hostFunctions), ...this.#port?.imports };
    const { exports } = new WebAssembly.Instance(compiled, imports);
    this.#exports = exports;
    this.#gauge = new Gauge(exports, metered);
    if (manner === "sliced") {
      const later = () => turn().then(() => this.#next(performance.now()));
      const suspending = canSuspend ? grantFunction(new WebAssembly.Suspending(later)) : null;
      this.#gauge.onExhausted(
        grantFunction(() => this.#grant()),
        suspending,
      );
    }
    // the meter made these because the module was metered for isolation
    (exports[names.save ?? ""] as () => void)();
    this.#restore = exports[names.restore ?? ""] as () => number;
    this.#startName = names.start;
    this.#memories = names.memories.map((name) => {
      const memory = exports[name] as WebAssembly.Memory;
      return { memory, bytes: new Uint8Array(memory.buffer) };
    });
    const memory = exports.memory;
    if (memory instanceof WebAssembly.Memory) this.#port?.bind(memory);
  }

  get memoryBytes(): number {
    let bytes = 0;
    for (const { memory } of this.#memories) bytes += memory.buffer.byteLength;
    return bytes;
  }

  /** Units used since `begin`. */
  get fuel(): number {
    return Math.max(0, Math.min(this.#limits.fuel, this.#used));
  }

  get #used(): number {
    return this.#limits.fuel - this.#ungranted - this.#gauge.remaining;
  }

  /** Whether more was used than there was: the last block of a program may cost more than is left for it. */
  get overdrawn(): boolean {
    return this.#used > this.#limits.fuel;
  }

  /** What stopped it, or null when that was the program itself. */
  get stop(): Stop | null {
    if (this.#overtime) return "time";
    if (this.#gauge.overflowed) return "stack";
    if (!this.#gauge.exhausted) return null;
    // How much of the fuel was handed out when a program trapped by itself depends on the clock; what it used does not.
    return this.overdrawn ? "fuel" : this.#denial;
  }

  /** Whether it asked for more memory, or a larger table, and was not given it. */
  get denied(): boolean {
    return this.#deniedBefore || this.#gauge.denied;
  }

  /** What host functions reported since `begin`. */
  get events(): readonly HostEvent[] {
    return this.#events ?? noEvents;
  }

  /** Prepares an execution. */
  begin(
    limits: RunLimits,
    wasi: Wasi | null,
    startMs: number,
    { context, signal }: Pick<GuestOptions, "context" | "signal"> = noOptions,
  ): void {
    this.#limits = limits;
    this.#context = context;
    this.#signal = signal ?? null;
    this.#events = null;
    this.#overtime = false;
    this.#deadlineMs = startMs + limits.wallClockMs;
    this.#sliceStartMs = startMs;
    const units = Math.min(this.manner === "sliced" ? this.#slice : slices.atOnce, limits.fuel);
    this.#denial = limits.fuel > units ? "slice" : "fuel";
    this.#ungranted = limits.fuel - units;
    this.#gauge.remaining = units;
    this.#deniedBefore = false;
    if (wasi !== null && this.#port !== null) this.#port.current = wasi;
  }

  /** The start function, which is a part of every execution; null without one. */
  get start(): Entry | null {
    return this.#startName === null ? null : this.entry(0, this.#startName);
  }

  /** An exported function; its result may be a promise when it is `sliced`. `index` tells functions apart, faster than names. */
  entry(index: number, name: string): Entry {
    const known = this.#entries[index];
    if (known !== undefined) return known;
    const plain = this.#exports[name] as Entry;
    const entry = this.manner === "sliced" && canSuspend ? WebAssembly.promising(plain) : plain;
    this.#entries[index] = entry;
    return entry;
  }

  /**
   * Undoes all that an execution did, but to its memories. False when that is not possible: its memory grew, or it did what no one keeps
   * track of (tables, dropped segments, references).
   */
  reset(): boolean {
    if (this.#restore() !== 0) return false;
    for (const { memory, bytes } of this.#memories) {
      if (memory.buffer.byteLength !== bytes.length) return false;
    }
    return true;
  }

  /** The bytes of its memories, as they are while none of them grows. */
  get memories(): readonly Uint8Array[] {
    return this.#memories.map(({ bytes }) => bytes);
  }

  /** Puts the memories back to what they were. */
  wipe(images: readonly MemoryImage[]): void {
    for (let at = 0; at < images.length; at++) {
      const bytes = this.#memories[at]?.bytes;
      if (bytes !== undefined) images[at]?.write(bytes);
    }
  }

  #charge(units: number): void {
    this.#deniedBefore ||= this.#gauge.denied;
    this.#gauge.remaining -= units;
  }

  /**
   * Called by the program at the end of a slice: looks at the clock, and gives the next slice, or asks for the program to
   * be suspended first so that others can run. Nothing is given when fuel or time are used up.
   */
  #grant(): number {
    const nowMs = performance.now();
    this.#fitSlice(nowMs - this.#sliceStartMs);
    const goesOn = !this.#timeIsUp(nowMs) && this.#ungranted > 0;
    return goesOn && canSuspend && this.#hostDepth === 0 ? suspendFirst : this.#next(nowMs);
  }

  #next(nowMs: number): number {
    if (this.#timeIsUp(nowMs)) return this.#deny("time");
    if (this.#ungranted <= 0) return this.#deny("fuel");
    const units = Math.min(this.#slice, this.#ungranted);
    this.#ungranted -= units;
    this.#sliceStartMs = nowMs;
    return units;
  }

  #timeIsUp(nowMs: number): boolean {
    return nowMs >= this.#deadlineMs || this.#signal?.aborted === true;
  }

  #deny(why: Exclude<Stop, "stack">): 0 {
    this.#denial = why;
    return 0;
  }

  #fitSlice(elapsedMs: number): void {
    const fitted = elapsedMs > 0 ? this.#slice * (sliceMs / elapsedMs) : slices.most;
    this.#slice = Math.floor(Math.min(slices.most, Math.max(slices.least, fitted)));
  }

  /** Host functions that know which guest calls them. */
  #bound(hostFunctions: HostFunctions): WebAssembly.Imports {
    const call = this.#hostCall();
    return Object.fromEntries(
      Object.entries(hostFunctions).map(([module, functions]) => [
        module,
        Object.fromEntries(Object.entries(functions).map(([name, each]) => [name, this.#bind(each, call)])),
      ]),
    );
  }

  #hostCall(): HostCall {
    const guest = this;
    return {
      get context() {
        return guest.#context;
      },
      call: (name, ...args) => (this.#exports[name] as Entry)(...args),
      memory: (name = "memory") => {
        const found = this.#exports[name];
        return found instanceof WebAssembly.Memory ? found : null;
      },
      charge: (units) => this.#charge(units),
      report: (event) => {
        this.#events ??= [];
        this.#events.push(event);
      },
      remainingMs: () => Math.max(0, this.#deadlineMs - performance.now()),
    };
  }

  #bind(hostFunction: HostFunction, call: HostCall): WebAssembly.ImportValue {
    if (typeof hostFunction === "object" && hostFunction.kind === "waits") {
      if (!canSuspend) return cannotSuspend;
      return new WebAssembly.Suspending((...args: Value[]) => this.#wait(call, hostFunction.call, args));
    }
    const plain = typeof hostFunction === "object" ? hostFunction.call : hostFunction;
    return (...args: Value[]) => {
      this.#hostDepth++;
      try {
        return plain(call, ...args);
      } finally {
        this.#hostDepth--;
      }
    };
  }

  /** Whatever becomes of what the host promised, it has nothing to do with this instance once nobody waits for it: others run in it then. */
  async #wait(
    call: HostCall,
    promise: (call: HostCall, ...args: Value[]) => Promise<Value | undefined>,
    args: Value[],
  ): Promise<Value | undefined> {
    const lease = new Lease(call);
    try {
      return await this.#inTime(promise(lease, ...args));
    } finally {
      lease.end();
    }
  }

  /** What the host promised, unless the execution's time is up before it comes. */
  async #inTime(promised: Promise<Value | undefined>): Promise<Value | undefined> {
    const signal = this.#signal;
    let timer: NodeJS.Timeout | undefined;
    let onAbort: (() => void) | undefined;
    const overtime = new Promise<never>((_resolve, reject) => {
      const end = () => {
        this.#overtime = true;
        reject(new Error("the execution's time is up"));
      };
      // a timer takes 31 bits of milliseconds
      timer = setTimeout(end, Math.min(2 ** 31 - 1, Math.max(0, this.#deadlineMs - performance.now())));
      onAbort = end;
      if (signal?.aborted) end();
      else signal?.addEventListener("abort", end);
    });
    try {
      return await Promise.race([promised, overtime]);
    } finally {
      clearTimeout(timer);
      if (onAbort !== undefined) signal?.removeEventListener("abort", onAbort);
    }
  }
}

/** A `HostCall` that ends. */
class Lease implements HostCall {
  #call: HostCall | null;

  constructor(call: HostCall) {
    this.#call = call;
  }

  get #lasting(): HostCall {
    if (this.#call === null) throw new Error("the execution that called this host function has ended");
    return this.#call;
  }

  get context(): unknown {
    return this.#lasting.context;
  }

  end(): void {
    this.#call = null;
  }

  call(name: string, ...args: readonly Value[]): unknown {
    return this.#lasting.call(name, ...args);
  }

  memory(name?: string): WebAssembly.Memory | null {
    return this.#lasting.memory(name);
  }

  // these two are handed on by themselves
  readonly charge = (units: number): void => this.#lasting.charge(units);
  readonly report = (event: HostEvent): void => this.#lasting.report(event);

  remainingMs(): number {
    return this.#lasting.remainingMs();
  }
}

/** Stands for a function that waits, where nothing can. */
function cannotSuspend(): never {
  throw new Error(
    "this host function waits, and this version of Node cannot suspend a guest (WebAssembly.Suspending): use Node 24.21 or newer",
  );
}

/** Lets everything else that is ready on this thread run once. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** What a memory holds in a fresh instance: mostly zeros, and the runs that are not. */
export class MemoryImage {
  readonly #runs: ReadonlyArray<{ readonly at: number; readonly bytes: Uint8Array }>;

  constructor(memory: Uint8Array) {
    this.#runs = runsOf(memory);
  }

  write(memory: Uint8Array): void {
    let end = 0;
    for (const { at, bytes } of this.#runs) {
      memory.fill(0, end, at);
      memory.set(bytes, at);
      end = at + bytes.length;
    }
    memory.fill(0, end);
  }
}

/** Bytes of zeros in a row that end a run: fewer are copied faster than they are skipped. */
const gap = 2048;
const wordBytes = 4;

/** @param memory whole pages */
function runsOf(memory: Uint8Array): { at: number; bytes: Uint8Array }[] {
  const words = new Int32Array(memory.buffer, memory.byteOffset, memory.length / wordBytes);
  const runs: { at: number; bytes: Uint8Array }[] = [];
  let start = -1;
  let last = -1;
  const end = () => {
    const at = start * wordBytes;
    if (start >= 0) runs.push({ at, bytes: memory.slice(at, (last + 1) * wordBytes) });
    start = -1;
  };
  for (let at = 0; at < words.length; at++) {
    if (words[at] === 0) continue;
    if (start >= 0 && at - last > gap / wordBytes) end();
    if (start < 0) start = at;
    last = at;
  }
  end();
  return runs;
}
