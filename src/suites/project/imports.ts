import { moduleName, type Wasi, WasiPort } from "../../../runtime/executor/wasi/index.ts";

/** What a module that stands alone may import, beside WASI: what compilers expect of every host. */
const provided: Readonly<Record<string, Readonly<Record<string, (...operands: number[]) => unknown>>>> = {
  // AssemblyScript
  env: {
    abort() {
      throw new Error("the module called abort");
    },
    seed: () => 0x2545_f491,
    trace() {},
  },
};

/** The imports by which a sightglass program says when what it measures begins and ends. */
const benchImports = ["start", "end"];

/** What a module needs of its host, told from its imports and exports. */
export interface Demands {
  /** Imports that nobody provides here, as `module.name`. */
  readonly missing: readonly string[];
  readonly isSightglass: boolean;
  /** Whether it is a program of WASI, with a start and an end. */
  readonly isCommand: boolean;
  readonly functions: readonly string[];
}

/** Runs nothing of the module. */
export function demandsOf(module: WebAssembly.Module): Demands {
  const imports = WebAssembly.Module.imports(module);
  const exported = WebAssembly.Module.exports(module);
  const functions = exported.filter(({ kind }) => kind === "function").map(({ name }) => name);
  const missing = imports.filter((each) => !isProvided(each)).map((each) => `${each.module}.${each.name}`);
  return {
    missing,
    isSightglass: imports.some((each) => each.module === "bench" && benchImports.includes(each.name)),
    isCommand: functions.includes("_start"),
    functions,
  };
}

function isProvided({ module, name, kind }: WebAssembly.ModuleImportDescriptor): boolean {
  if (kind !== "function") return false;
  if (module === "bench") return benchImports.includes(name);
  return module === moduleName || provided[module]?.[name] !== undefined;
}

/** Told when a sightglass program says that what it measures begins, and ends. */
export interface Stopwatch {
  start(): void;
  end(): void;
}

/** An instance of a module behind Fuelgauge's own host, and what it is plugged into. */
export interface Linked {
  readonly exports: WebAssembly.Exports;
  /** Replaced before every run of a program. */
  readonly port: WasiPort;
}

/** Instantiates a module whose demands are met. */
export function link(module: WebAssembly.Module, wasi: Wasi, stopwatch: Stopwatch | null = null): Linked {
  const port = new WasiPort(wasi);
  const imports: WebAssembly.Imports = { ...provided, ...port.imports };
  if (stopwatch !== null) imports.bench = { start: stopwatch.start, end: stopwatch.end };
  const { exports } = new WebAssembly.Instance(module, imports);
  if (exports.memory instanceof WebAssembly.Memory) port.bind(exports.memory);
  return { exports, port };
}

/** Bytes of the memories that an instance exports. */
export function memoryBytesOf(exports: WebAssembly.Exports): number {
  const memories = Object.values(exports).filter((value) => value instanceof WebAssembly.Memory);
  return [...new Set(memories)].reduce((bytes, { buffer }) => bytes + buffer.byteLength, 0);
}
