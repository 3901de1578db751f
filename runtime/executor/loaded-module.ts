import { createHash } from "node:crypto";
import { MalformedModule, type Metered, type MeterOptions, meter, type Signature } from "../meter/index.ts";
import { readLayout } from "../meter/layout.ts";
import { Guest, type HostFunction, type Manner, MemoryImage } from "./guest.ts";
import type { ModuleLimits } from "./limits.ts";
import { type Refused, refused, type Value } from "./outcome.ts";
import { moduleName, Wasi, wasiSetup } from "./wasi/index.ts";

/** Host functions that a module may import: module name, function name. */
export type HostFunctions = Readonly<Record<string, Record<string, HostFunction>>>;

/** A function that can be executed. */
export interface ModuleFunction {
  readonly name: string;
  /** Its place among the functions of its module that were asked for; 0 is the start function's. */
  readonly index: number;
  readonly signature: Signature;
  /** Which of its results cannot be handed on; null when all can. */
  readonly withholds: string | null;
  /** Whether it is known to take longer than a slice. */
  long: boolean;
}

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

/** A module that was metered for one manner of calling it, compiled. It can be sent to another thread, which shares the machine code. */
export interface Program {
  readonly compiled: WebAssembly.Module;
  readonly metered: Pick<Metered, "names" | "functions">;
  readonly manner: Manner;
}

/** A module as it can be sent to another thread. */
export interface SharedModule {
  readonly programs: Readonly<Record<Manner, Program>>;
  readonly signatures: ReadonlyMap<string, Signature>;
  /** SHA-256 of the original bytes, in hexadecimal. */
  readonly digest: string;
  readonly limits: ModuleLimits;
}

/** Instances of one program that wait to be used again. */
class InstancePool {
  readonly #program: Program;
  readonly #idle: Guest[] = [];
  #images: readonly MemoryImage[] | null = null;
  #poolable = true;
  #drained = false;

  constructor(program: Program) {
    this.#program = program;
  }

  take(importsWasi: boolean, hostFunctions: HostFunctions, counts: PoolCounts): Guest {
    const idle = this.#idle.pop();
    if (idle !== undefined) {
      counts.idle--;
      counts.live++;
      return idle;
    }
    const guest = new Guest(this.#program, importsWasi ? new Wasi(wasiSetup()) : null, hostFunctions);
    counts.live++;
    counts.created++;
    if (this.#images === null) {
      this.#poolable = guest.memoryBytes <= mostPooledBytes;
      this.#images = this.#poolable ? guest.memories.map((memory) => new MemoryImage(memory)) : [];
    }
    return guest;
  }

  give(guest: Guest, known: boolean, counts: PoolCounts): void {
    counts.live--;
    if (!this.#poolable) counts.dropped["too-large"]++;
    else if (!known) counts.dropped.failed++;
    else if (!guest.reset()) counts.dropped["grown-or-tainted"]++;
    else if (this.#drained || this.#idle.length >= mostIdle) counts.dropped["too-many"]++;
    else {
      guest.wipe(this.#images ?? []);
      this.#idle.push(guest);
      counts.idle++;
      counts.resets++;
    }
  }

  drain(counts: PoolCounts): void {
    this.#drained = true;
    counts.idle -= this.#idle.length;
    this.#idle.length = 0;
  }
}

/** A module that has passed all checks, with the instances of it that are ready. */
export class LoadedModule {
  readonly digest: string;
  /** Tells modules apart, and the same module loaded under other limits. */
  readonly key: string;
  readonly importsWasi: boolean;
  /** Whether an execution that was stopped can be run again, and nobody could tell: all that it calls of the host's is repeatable. */
  readonly repeatable: boolean;
  readonly limits: ModuleLimits;
  readonly #signatures: ReadonlyMap<string, Signature>;
  readonly #hostFunctions: HostFunctions;
  readonly #functions = new Map<string, ModuleFunction>();
  readonly #programs: (manner: Manner) => Program;
  readonly #pools: Partial<Record<Manner, InstancePool>> = {};

  /** @param programs makes the program for a manner, when it is first needed */
  constructor(
    module: Omit<SharedModule, "programs">,
    hostFunctions: HostFunctions,
    programs: (manner: Manner) => Program,
  ) {
    this.digest = module.digest;
    this.limits = module.limits;
    this.key = `${module.digest} ${module.limits.memoryBytes} ${module.limits.tableElements}`;
    this.#signatures = module.signatures;
    this.#hostFunctions = hostFunctions;
    this.#programs = programs;
    const imported = WebAssembly.Module.imports(programs("at-once").compiled);
    this.importsWasi = imported.some(({ module }) => module === moduleName);
    this.repeatable = imported.every(({ module, name }) => {
      if (module === moduleName) return true;
      const given = hostFunctions[module]?.[name];
      return typeof given === "object" && given.kind === "repeatable";
    });
  }

  /** A module that another thread has loaded. */
  static received(shared: SharedModule, hostFunctions: HostFunctions): LoadedModule {
    return new LoadedModule(shared, hostFunctions, (manner) => shared.programs[manner]);
  }

  /** What another thread needs to have this module as well. */
  share(): SharedModule {
    const { digest, limits } = this;
    const programs = { "at-once": this.#programs("at-once"), sliced: this.#programs("sliced") };
    return { programs, signatures: this.#signatures, digest, limits };
  }

  /** An exported function, or null. What the meter added is not to be called. */
  function(name: string): ModuleFunction | null {
    const known = this.#functions.get(name);
    if (known !== undefined) return known;
    const signature = this.#signatures.get(name);
    if (signature === undefined) return null;
    const index = this.#functions.size + 1;
    const found = { name, index, signature, withholds: withholds(signature), long: false };
    this.#functions.set(name, found);
    return found;
  }

  /** An instance that nothing has touched. */
  acquire(manner: Manner, counts: PoolCounts): Guest {
    this.#pools[manner] ??= new InstancePool(this.#programs(manner));
    return this.#pools[manner].take(this.importsWasi, this.#hostFunctions, counts);
  }

  /** Takes an instance back after an execution, `known`: one that ended in a way that leaves no doubt about its state. */
  release(guest: Guest, known: boolean, counts: PoolCounts): void {
    this.#pools[guest.manner]?.give(guest, known, counts);
  }

  /** Gives up the instances that wait, and from now on those that come back. */
  drain(counts: PoolCounts): void {
    for (const pool of Object.values(this.#pools)) pool.drain(counts);
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
  let options: MeterOptions;
  let metered: Metered;
  try {
    options = meterOptions(bytes, limits);
    metered = meter(bytes, options);
  } catch (thrown) {
    return refusalOf(thrown);
  }
  if (metered.uses.waits || metered.uses.sharedMemory) {
    return refused("unsupported", "the module shares memory between threads, which an isolated one cannot");
  }
  if (metered.uses.objects && !objectsAllowed) {
    return refused("unsupported", "the module allocates objects on a heap that has no limit of its own");
  }
  let first: Program;
  try {
    first = compile(metered, "at-once");
  } catch (thrown) {
    return refused("malformed", thrown instanceof Error ? thrown.message : String(thrown));
  }
  const missing = missingImports(first.compiled, hostFunctions);
  if (missing.length > 0) {
    return refused("imports", `the module imports what is not provided: ${missing.join(", ")}`);
  }
  const digest = createHash("sha256").update(bytes).digest("hex");
  const original = bytes.slice();
  let sliced: Program | undefined;
  return new LoadedModule({ signatures: metered.signatures, digest, limits }, hostFunctions, (manner) => {
    if (manner === "at-once") return first;
    sliced ??= compile(meter(original, { ...options, callOut: true }), manner);
    return sliced;
  });
}

function compile(metered: Metered, manner: Manner): Program {
  const { names, functions } = metered;
  return { compiled: new WebAssembly.Module(metered.bytes), metered: { names, functions }, manner };
}

function meterOptions(bytes: Uint8Array, limits: ModuleLimits): MeterOptions {
  // a module may have thousands of both, so the limits are for all of them
  const { memories, tables } = readLayout(bytes);
  return {
    mode: "fast",
    isolation: true,
    memoryLimit: limits.memoryBytes / Math.max(1, memories.length),
    tableLimit: limits.tableElements / Math.max(1, tables.length),
  };
}

function refusalOf(thrown: unknown): Refused {
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

/** Imports listed at most. */
const mostNamed = 5;

function missingImports(compiled: WebAssembly.Module, hostFunctions: HostFunctions): string[] {
  const missing = WebAssembly.Module.imports(compiled).filter(
    ({ module, name, kind }) =>
      kind !== "function" ||
      !(
        module === moduleName ||
        Object.hasOwn(Object.hasOwn(hostFunctions, module) ? (hostFunctions[module] ?? {}) : {}, name)
      ),
  );
  const named = missing.slice(0, mostNamed).map(({ module, name, kind }) => `${kind} ${module}.${name}`);
  return missing.length > mostNamed ? [...named, `and ${missing.length - mostNamed} more`] : named;
}

function withholds({ results }: Signature): string | null {
  const at = results.findIndex((type) => type === "v128" || type === "ref");
  return at < 0 ? null : `result ${at + 1} is of type ${results[at]}, which cannot be handed on`;
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
