import assemblyscript from "assemblyscript/package.json" with { type: "json" };
import { FuelgaugeError } from "../errors.ts";
import { sha256 } from "./digest.ts";
import { type GuestOptions, type RuntimeFolder, readSource, resolveImport } from "./runtime-folder.ts";
import type { ToolSource } from "./tool-sources.ts";

/** The compiler's name and version, as manifests have it. */
export const compiler = `${assemblyscript.name}@${assemblyscript.version}`;

/** All that decides a guest's bytes. */
export interface GuestRecipe {
  readonly name: string;
  /** Path of the module in the bundle. */
  readonly output: string;
  /** Arguments for the compiler. */
  readonly arguments: readonly string[];
  /** Every file that the compiler may read, path to text. */
  readonly sources: Readonly<Record<string, string>>;
  /** sha256 over arguments, sources and the compiler's version: equal digest, equal bytes. */
  readonly digest: string;
}

/** The recipes of all guests, in the order of `runtime.json`. */
export function collectRecipes(runtime: RuntimeFolder): Promise<GuestRecipe[]> {
  return Promise.all(
    Object.entries(runtime.guests).map(([name, options]) =>
      recipeOf(runtime, name, options.source, `guests/${name}.wasm`, [
        ...compilerArguments(options.optimize),
        ...(options.conversions === "trapping" ? ["--disable", "nontrapping-f2i"] : []),
        ...memoryArguments(options.memory),
      ]),
    ),
  );
}

/** The recipes of tools; their memory is as large as they need from the start, and grows. */
export function collectToolRecipes(
  runtime: RuntimeFolder,
  tools: readonly ToolSource[],
): Promise<GuestRecipe[]> {
  return Promise.all(
    tools.map(({ name }) =>
      recipeOf(runtime, name, `${name}/guest.ts`, `${name}.wasm`, compilerArguments(3)),
    ),
  );
}

async function recipeOf(
  runtime: RuntimeFolder,
  name: string,
  source: string,
  output: string,
  options: readonly string[],
): Promise<GuestRecipe> {
  const sources = await collectSources(runtime, name, source);
  const args = [source, ...options];
  const digest = sha256(JSON.stringify([compiler, args, sources]));
  return { name, output, arguments: args, sources, digest };
}

/**
 * Small, reproducible modules that import nothing of the compiler's: the allocator that never frees, no assertions, and `abort` (which
 * would be an import) taken away. With the names of functions, which stack traces and fuel by function are told by; the code is
 * the same without them.
 */
function compilerArguments(optimize: GuestOptions["optimize"]): string[] {
  const fixed = ["--runtime", "stub", "--noAssert", "--use", "abort=", "--noColors", "--debug"];
  return [...fixed, "--optimizeLevel", String(optimize), "--shrinkLevel", "0"];
}

function memoryArguments(memory: GuestOptions["memory"]): string[] {
  if (!memory) return ["--noExportMemory"];
  const initial = ["--initialMemory", String(memory.initialPages)];
  return memory.maximumPages === undefined
    ? initial
    : [...initial, "--maximumMemory", String(memory.maximumPages)];
}

/** Anything that could be a relative import. Too many hurt nobody; the compiler decides which of them are meant. */
const relativePath = /["'](\.{1,2}\/[^"'\n]+)["']/g;

/**
 * The entry file and all that it imports, directly or not. The compiler is given these files and no others, so that a
 * digest over them cannot miss one: an import that is not found here is not found by the compiler either.
 */
async function collectSources(
  runtime: RuntimeFolder,
  guest: string,
  entry: string,
): Promise<Readonly<Record<string, string>>> {
  const entryText = await readSource(runtime, entry);
  if (entryText === null) {
    throw new FuelgaugeError({
      happened: `The source of the guest "${guest}", ${entry}, is not in ${runtime.folder}.`,
      expected: "a file inside the runtime folder",
      remedy: "Correct `source` in runtime.json, or add the file.",
    });
  }
  const sources = new Map([[entry, entryText]]);
  for (const [importer, text] of sources) {
    for (const [, specifier = ""] of text.matchAll(relativePath)) {
      const found = await findImport(runtime, resolveImport(importer, specifier));
      if (found) sources.set(found.path, found.text);
    }
  }
  return Object.fromEntries([...sources].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** AssemblyScript's own order of places to look for a relative import. */
async function findImport(runtime: RuntimeFolder, imported: string | null) {
  if (imported === null) return null;
  const bare = imported.replace(/\.ts$/, "");
  for (const path of [`${bare}.ts`, `${bare}/index.ts`, `${bare}.d.ts`]) {
    const text = await readSource(runtime, path);
    if (text !== null) return { path, text };
  }
  return null;
}
