import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Gauge, type MeterOptions, meter } from "../../../runtime/meter/index.ts";
import { exportedSignatures, type Signature } from "../spec/signature.ts";

/** What binaryen's generator knows and Node's V8 does not. */
const unknownToV8 = [
  "stack-switching",
  "strings",
  "shared-everything",
  "custom-descriptors",
  "fp16",
  "multibyte",
  "relaxed-atomics",
  "custom-page-sizes",
  "wide-arithmetic",
];

/**
 * The module that binaryen's generator makes of some bytes: random, valid, of a few hundred to some thousand bytes, and sure to end. It
 * has no NaN that engines may choose.
 */
export async function randomModule(entropy: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const folder = mkdtempSync(join(tmpdir(), "fuelgauge-random-"));
  try {
    const input = join(folder, "entropy");
    const output = join(folder, "module.wasm");
    writeFileSync(input, entropy);
    const generator = fileURLToPath(new URL("./bin/wasm-opt", import.meta.resolve("binaryen")));
    const features = ["--all-features", ...unknownToV8.map((feature) => `--disable-${feature}`)];
    const options = ["--translate-to-fuzz", "--denan", ...features];
    await promisify(execFile)(process.execPath, [generator, input, ...options, "-o", output]);
    return Uint8Array.from(readFileSync(output));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What can be seen of calling everything that a module exports, in order. */
export interface Visit {
  /** Calls to the host, and how each call to the module ended. */
  readonly events: readonly string[];
  /** Globals and tables at the end. */
  readonly state: readonly string[];
  readonly calls: readonly Call[];
}

interface Call {
  /** `stopped`: the fuel ran out. `overflowed`: the stack did, which depends on how large V8 makes its frames. */
  readonly ending: "returned" | "trapped" | "threw" | "stopped" | "overflowed" | "refused";
  /** Units; 0 when un-metered. */
  readonly burned: number;
}

/**
 * Calls every function that a random module exports, after one another in one instance.
 *
 * @param options of the meter; un-metered without
 * @param budgets of the calls, in units; as much as can be when there is none
 */
export function visit(
  bytes: Uint8Array<ArrayBuffer>,
  options: MeterOptions | null,
  budgets: readonly number[] = [],
): Visit {
  const metered = options === null ? null : meter(bytes, options);
  const module = new WebAssembly.Module(metered?.bytes ?? bytes);
  const host = new Host();
  const instance = new WebAssembly.Instance(module, host.imports(module));
  const original = WebAssembly.Module.exports(new WebAssembly.Module(bytes));
  host.enter(instance, original, exportedSignatures(bytes));
  const gauge = metered === null ? null : new Gauge(instance.exports, metered);
  const start = metered?.names.start;
  if (typeof start === "string") (instance.exports[start] as () => void)();
  const calls = host.functions.map((name, index): Call => {
    const budget = budgets[index] ?? Number.MAX_SAFE_INTEGER;
    if (gauge) gauge.remaining = budget;
    const ending = host.call(name);
    return { ending: gauge?.exhausted ? "stopped" : ending, burned: gauge ? budget - gauge.remaining : 0 };
  });
  return { events: host.events, state: host.state(), calls };
}

/** The host that binaryen's modules expect: it logs, throws, and calls them back. */
class Host {
  readonly events: string[] = [];
  functions: string[] = [];
  #exports: WebAssembly.Exports = {};
  #names: string[] = [];
  #signatures: ReadonlyMap<string, Signature> = new Map();

  enter(
    { exports }: WebAssembly.Instance,
    described: WebAssembly.ModuleExportDescriptor[],
    signatures: ReadonlyMap<string, Signature>,
  ): void {
    this.#exports = exports;
    this.#names = described.map(({ name }) => name);
    this.functions = described.filter(({ kind }) => kind === "function").map(({ name }) => name);
    this.#signatures = signatures;
  }

  imports(module: WebAssembly.Module): WebAssembly.Imports {
    const imports: WebAssembly.Imports = {};
    for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
      imports[from] ??= {};
      imports[from][name] = kind === "function" ? this.#function(name) : this.#other(name, kind);
    }
    return imports;
  }

  #function(name: string): (...parameters: never[]) => unknown {
    const called = (index: number) => {
      const which = this.functions[(index >>> 0) % (this.functions.length || 1)];
      return which === undefined ? undefined : this.#invoke(which);
    };
    const tried = (work: () => unknown) => {
      try {
        work();
        return 0;
      } catch {
        return 1;
      }
    };
    switch (name) {
      case "throw":
        return (value: number) => {
          throw value === 0 ? new Error("of the host") : new WebAssembly.Exception(tag, [value]);
        };
      case "table-get":
        return (index: number) => (this.#exports.table as WebAssembly.Table).get(index >>> 0);
      case "table-set":
        return (index: number, value: unknown) =>
          (this.#exports.table as WebAssembly.Table).set(index >>> 0, value);
      case "call-export":
        return called;
      case "call-export-catch":
        return (index: number) => tried(() => called(index));
      case "call-ref":
        return (target: (() => unknown) | null) => void target?.();
      case "call-ref-catch":
        return (target: (() => unknown) | null) => tried(() => target?.());
      case "sleep":
        return (_milliseconds: number, value: number) => value;
      default:
        return (...values: unknown[]) => void this.events.push(`${name} ${values.map(described).join(", ")}`);
    }
  }

  #other(name: string, kind: WebAssembly.ImportExportKind): WebAssembly.ImportValue {
    // TypeScript's library knows neither tags nor references as imports
    if (kind === "tag") return (name === "jstag" ? javascriptTag : tag) as unknown as WebAssembly.ImportValue;
    if (kind === "global") return "a reference of the host's" as unknown as WebAssembly.ImportValue;
    throw new Error(`The generator made an import of a ${kind}; the host has none.`);
  }

  call(name: string): Call["ending"] {
    try {
      this.events.push(`${name} returned ${described(this.#invoke(name))}`);
      return "returned";
    } catch (thrown) {
      if (thrown instanceof RangeError) return "overflowed";
      this.events.push(`${name} failed: ${failure(thrown)}`);
      if (thrown instanceof WebAssembly.RuntimeError) return "trapped";
      return thrown instanceof TypeError ? "refused" : "threw";
    }
  }

  #invoke(name: string): unknown {
    const parameters = this.#signatures.get(name)?.params ?? [];
    const target = this.#exports[name] as (...parameters: unknown[]) => unknown;
    return target(...parameters.map(argument));
  }

  state(): string[] {
    return this.#names.flatMap((name) => {
      const value = this.#exports[name];
      if (value instanceof WebAssembly.Table) return [`${name} has ${value.length}`];
      if (!(value instanceof WebAssembly.Global)) return [];
      try {
        return [`${name} is ${described((value as WebAssembly.Global).value)}`];
      } catch {
        // of a type that JavaScript has no value for
        return [];
      }
    });
  }
}

const tag = new WebAssembly.Tag({ parameters: ["i32"] });
/** Of the exceptions that JavaScript throws; TypeScript's library does not have it. */
const javascriptTag = (WebAssembly as unknown as { JSTag: WebAssembly.Tag }).JSTag;

function argument(type: string, index: number): unknown {
  if (type === "i64") return BigInt(index + 3);
  return ["i32", "f32", "f64"].includes(type) ? index + 3 : null;
}

/** Values as text; of objects, only that they are. */
function described(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(described).join(", ")}]`;
  if (Object.is(value, -0)) return "-0";
  if (typeof value === "bigint") return `${value}n`;
  return value !== null && ["object", "function"].includes(typeof value) ? typeof value : String(value);
}

function failure(thrown: unknown): string {
  if (thrown instanceof WebAssembly.Exception) return "an exception";
  return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : described(thrown);
}
