import { createHash } from "node:crypto";
import { MalformedModule, type Metered, meter, type Signature } from "../meter/index.ts";
import { Guest, type HostFunction, MemoryImage } from "./guest.ts";
import type { ModuleLimits } from "./limits.ts";
import { type Refused, refused, type Value } from "./outcome.ts";
import { Wasi, wasiSetup } from "./wasi/index.ts";

/** Host functions that a module may import: module name, function name. */
export type HostFunctions = Readonly<Record<string, Record<string, HostFunction>>>;

/** A function that can be executed. */
export interface ModuleFunction {
  readonly name: string;
  /** Its place among the functions of its module that were asked for; 0 is the start function's. */
  readonly index: number;
  readonly signature: Signature;
  /** Whether it is known to take longer than a slice. */
  long: boolean;
}

const wasiModule = "wasi_snapshot_preview1";
/** Instances with more memory than this are not used again: making a new one is cheaper than clearing them. */
const mostPooledBytes = 8 * 1_048_576;
/** Instances of one module that wait to be used again. Each of them holds an address range of gigabytes. */
const mostIdle = 64;

/** Why an instance was given up rather than kept for the next execution. */
export const drops = ["grown-or-tainted", "too-large", "failed", "too-many"] as const;
export type Drop = (typeof drops)[number];

/** What became of the instances of all modules of an executor. */
export interface PoolCounts {
  created: number;
  resets: number;
  idle: number;
  live: number;
  readonly dropped: Record<Drop, number>;
}

export function newPoolCounts(): PoolCounts {
  return {
    created: 0,
    resets: 0,
    idle: 0,
    live: 0,
    dropped: { "grown-or-tainted": 0, "too-large": 0, failed: 0, "too-many": 0 },
  };
}

/** A module as it can be sent to another thread: machine code is shared, not copied. */
export interface SharedModule {
  readonly compiled: WebAssembly.Module;
  readonly metered: Pick<Metered, "names" | "functions" | "fuel" | "signatures">;
  /** SHA-256 of the original bytes, in hexadecimal. */
  readonly digest: string;
  readonly limits: ModuleLimits;
}

/** A module that has passed all checks, with the instances of it that are ready. */
export class LoadedModule {
  readonly compiled: WebAssembly.Module;
  readonly metered: SharedModule["metered"];
  readonly digest: string;
  readonly importsWasi: boolean;
  /** Whether an execution that was stopped can be run again, and nobody could tell: it calls nothing of the host's. */
  readonly repeatable: boolean;
  readonly limits: ModuleLimits;
  readonly #hostFunctions: HostFunctions;
  readonly #functions = new Map<string, ModuleFunction>();
  readonly #idle: Guest[] = [];
  #images: readonly MemoryImage[] | null = null;
  #poolable = true;

  constructor(input: SharedModule & { readonly hostFunctions: HostFunctions }) {
    this.compiled = input.compiled;
    this.metered = input.metered;
    this.digest = input.digest;
    this.limits = input.limits;
    this.#hostFunctions = input.hostFunctions;
    const imported = WebAssembly.Module.imports(input.compiled);
    this.importsWasi = imported.some(({ module }) => module === wasiModule);
    this.repeatable = imported.every(({ module }) => module === wasiModule);
  }

  /** What another thread needs to have this module as well. */
  share(): SharedModule {
    const { names, functions, fuel, signatures } = this.metered;
    const { compiled, digest, limits } = this;
    return { compiled, metered: { names, functions, fuel, signatures }, digest, limits };
  }

  /** An exported function, or null. What the meter added is not to be called. */
  function(name: string): ModuleFunction | null {
    const known = this.#functions.get(name);
    if (known !== undefined) return known;
    const signature = this.metered.signatures.get(name);
    if (signature === undefined) return null;
    const found = { name, index: this.#functions.size + 1, signature, long: false };
    this.#functions.set(name, found);
    return found;
  }

  /** An instance that nothing has touched. */
  acquire(counts: PoolCounts): Guest {
    const idle = this.#idle.pop();
    counts.live++;
    if (idle !== undefined) {
      counts.idle--;
      return idle;
    }
    const guest = new Guest(this, this.importsWasi ? new Wasi(wasiSetup()) : null, this.#hostFunctions);
    counts.created++;
    if (this.#images === null) {
      this.#poolable = guest.memoryBytes <= mostPooledBytes;
      this.#images = this.#poolable ? guest.memories.map((memory) => new MemoryImage(memory)) : [];
    }
    return guest;
  }

  /** Takes an instance back after an execution, `known`: one that ended in a way that leaves no doubt about its state. */
  release(guest: Guest, known: boolean, counts: PoolCounts): void {
    counts.live--;
    if (!this.#poolable) counts.dropped["too-large"]++;
    else if (!known) counts.dropped.failed++;
    else if (!guest.reset()) counts.dropped["grown-or-tainted"]++;
    else if (this.#idle.length >= mostIdle) counts.dropped["too-many"]++;
    else {
      guest.wipe(this.#images ?? []);
      this.#idle.push(guest);
      counts.idle++;
      counts.resets++;
    }
  }

  /** Gives up the instances that wait. */
  drain(counts: PoolCounts): void {
    counts.idle -= this.#idle.length;
    this.#idle.length = 0;
  }
}

/** Checks, meters and compiles a module. Nothing of it is run. */
export function loadModule(
  bytes: Uint8Array,
  limits: ModuleLimits,
  hostFunctions: HostFunctions,
  objectsAllowed: boolean,
): LoadedModule | Refused {
  if (bytes.length > limits.moduleBytes) {
    return refused("module-size", `the module has ${bytes.length} bytes; the limit is ${limits.moduleBytes}`);
  }
  const metered = meterForIsolation(bytes, limits);
  if ("kind" in metered) return metered;
  if (metered.uses.waits || metered.uses.sharedMemory) {
    return refused("unsupported", "the module shares memory between threads, which an isolated one cannot");
  }
  if (metered.uses.objects && !objectsAllowed) {
    return refused("unsupported", "the module allocates objects on a heap that has no limit of its own");
  }
  let compiled: WebAssembly.Module;
  try {
    compiled = new WebAssembly.Module(metered.bytes);
  } catch (thrown) {
    return refused("malformed", thrown instanceof Error ? thrown.message : String(thrown));
  }
  const missing = missingImports(compiled, hostFunctions);
  if (missing.length > 0)
    return refused("imports", `the module imports what is not provided: ${missing.join(", ")}`);
  const digest = createHash("sha256").update(bytes).digest("hex");
  return new LoadedModule({ compiled, metered, digest, limits, hostFunctions });
}

function meterForIsolation(bytes: Uint8Array, limits: ModuleLimits): Metered | Refused {
  try {
    return meter(bytes, {
      mode: "fast",
      isolation: true,
      memoryLimit: limits.memoryBytes,
      tableLimit: limits.tableElements,
    });
  } catch (thrown) {
    if (!(thrown instanceof MalformedModule)) throw thrown;
    const reasons = {
      malformed: "malformed",
      limit: "malformed",
      component: "component",
      "memory-limit": "memory",
      "table-limit": "table",
    } as const;
    return refused(reasons[thrown.kind], thrown.message);
  }
}

/** Imports listed at most. */
const mostNamed = 5;

function missingImports(compiled: WebAssembly.Module, hostFunctions: HostFunctions): string[] {
  const missing = WebAssembly.Module.imports(compiled).filter(
    ({ module, name, kind }) =>
      kind !== "function" ||
      !(
        module === wasiModule ||
        Object.hasOwn(Object.hasOwn(hostFunctions, module) ? (hostFunctions[module] ?? {}) : {}, name)
      ),
  );
  const named = missing.slice(0, mostNamed).map(({ module, name, kind }) => `${kind} ${module}.${name}`);
  return missing.length > mostNamed ? [...named, `and ${missing.length - mostNamed} more`] : named;
}

/** Whether arguments are of a function's types; null when they are, else what is wrong. */
export function misfit({ parameters }: Signature, args: readonly Value[]): string | null {
  if (args.length !== parameters.length)
    return `${args.length} arguments for ${parameters.length} parameters`;
  for (let at = 0; at < args.length; at++) {
    const type = parameters[at];
    if (type === "v128" || type === "ref")
      return `parameter ${at + 1} is of type ${type}, which no argument can be`;
    if (typeof args[at] !== (type === "i64" ? "bigint" : "number")) {
      return `argument ${at + 1} is a ${typeof args[at]}, and its type is ${type}`;
    }
  }
  return null;
}
