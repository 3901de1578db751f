import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Benchmark } from "../../../src/suites/case.ts";

/** What published glue asks for to instantiate the module that it is given, in Emscripten's form. */
export type InstantiateWasm = (
  imports: WebAssembly.Imports,
  done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
) => WebAssembly.Exports;

/** One program of a case, about to be loaded. */
export interface Loading {
  /** Hands the case's own module to its glue. */
  readonly instantiateWasm: InstantiateWasm;
  /** The bytes of another guest, this arm's own. */
  bytes(guest: string): Uint8Array<ArrayBuffer>;
}

/** Does the same at every call, and gives the same answer. */
export type Operation = () => string | number;

/** Where bytes come from: a file of an installed package, or a small source of our own that is compiled. */
export type ModuleSource =
  | { readonly kind: "published"; readonly specifier: string }
  | { readonly kind: "kernel"; readonly name: string };

export function publishedFile(specifier: string): ModuleSource {
  return { kind: "published", specifier };
}

/** An operation of a module: of a published one behind its published glue, or of a small one. */
export interface ModuleCase extends Benchmark {
  readonly isolation: "turns";
  /** The guest that the operation runs, and that slowdowns are planted in: of this case alone. */
  readonly guest: string;
  /** The bytes of that guest. */
  readonly module: ModuleSource;
  /** Other guests. */
  readonly others: ReadonlyMap<string, ModuleSource>;
  /** The exported function that is called exactly once in an operation. */
  readonly entry: string;
  load(loading: Loading): Promise<Operation>;
}

interface Described extends Pick<ModuleCase, "id" | "why" | "module" | "entry" | "load"> {
  readonly others?: ReadonlyMap<string, ModuleSource>;
  /** What the operation gives. */
  readonly answer: string | number;
}

/** Every call loads glue and module anew: nothing of an arm is shared with another one. */
export function moduleCase({ answer, others = new Map(), ...described }: Described): ModuleCase {
  const guest = described.id.replace("/", "-");
  return {
    ...described,
    kind: "benchmark",
    isolation: "turns",
    guest,
    others,
    guests: [guest, ...others.keys()],
    async prepare(subject) {
      const operate = await described.load({
        instantiateWasm: instantiateWith(subject.module(guest)),
        bytes: subject.bytes,
      });
      const actual = operate();
      if (actual !== answer)
        throw new Error(`wrong answer: ${described.id} gave ${actual}, expected ${answer}`);
      return {
        run(times) {
          for (let i = 0; i < times; i++) operate();
        },
      };
    },
  };
}

/** Instantiates at once. The global `WebAssembly` is read now, because it is another one while fuel is counted. */
export function instantiateWith(
  module: WebAssembly.Module,
  onInstance: (instance: WebAssembly.Instance) => void = () => {},
): InstantiateWasm {
  return (imports, done) => {
    const instance = new WebAssembly.Instance(module, imports);
    onInstance(instance);
    done(instance, module);
    return instance.exports;
  };
}

/** What minified glue calls an exported function: `_sqlite3_exec=c.W`. Throws when the glue does not have it. */
export function minifiedName(glue: string, name: string): string {
  const text = readFileSync(createRequire(import.meta.url).resolve(glue), "utf8");
  const found = new RegExp(`\\b${name}=\\w+\\.([\\w$]+)`).exec(text)?.[1];
  if (found === undefined) throw new Error(`${glue} has no ${name}`);
  return found;
}
