import fs from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import { dirname, join, posix, relative, resolve, sep } from "node:path";
import { nodeFileTrace } from "@vercel/nft";
import { plainSourceImports } from "../suites/project/source-imports.ts";
import type { ProjectPlace } from "./collect.ts";

/** What programs need to run elsewhere. Paths are relative to the root of the checkout. */
export interface Traced {
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Links between folders, as package managers make them: where, and to what. */
  readonly links: Readonly<Record<string, string>>;
}

/** Packages that Fuelgauge provides. */
const provided = /(?:^|\/)node_modules\/(?:tinybench|vitest)\//;

/**
 * Finds everything that benchmark files need: what they import, what that imports, and the files that they name. Modules are
 * often found by a path that is put together when the program runs, so every `.wasm` beside a script belongs to it.
 *
 * @param files relative to the project's folder
 */
export async function traceFiles({ folder, root }: ProjectPlace, files: readonly string[]): Promise<Traced> {
  const needed = new Set<string>();
  const cache = {};
  let entries = files.map((file) => join(folder, file));
  while (entries.length > 0) {
    const found = await traceScripts(entries, { folder, root }, cache);
    for (const path of await modulesBeside(root, found)) found.add(path);
    const fresh = [...found].filter((path) => !needed.has(path));
    for (const path of fresh) needed.add(path);
    // nft reads the first program of a thread only by some endings, because it might be data
    const unread = fresh.filter((path) => /\.(?:cjs|[cm]ts)$/.test(path)).map((path) => join(root, path));
    entries = [...unread, ...(await importsOfModules(root, fresh))];
  }
  const content = new Map<string, Uint8Array>();
  const links: Record<string, string> = {};
  for (const path of [...needed].sort()) {
    const place = join(root, path);
    const found = await fs.lstat(place);
    if (found.isFile()) content.set(path, await fs.readFile(place));
    else if (found.isSymbolicLink()) {
      const target = relative(root, resolve(dirname(place), await fs.readlink(place)));
      links[path] = target.split(sep).join("/");
    }
  }
  return { files: content, links };
}

/** @returns paths relative to the root */
async function traceScripts(
  entries: string[],
  { folder, root }: ProjectPlace,
  cache: object,
): Promise<Set<string>> {
  const { fileList } = await nodeFileTrace(entries, {
    base: root,
    processCwd: folder,
    ts: true,
    mixedModules: true,
    ignore: (path) => provided.test(path),
    readFile: readScript,
    cache,
  });
  return new Set([...fileList].map((path) => path.split(sep).join("/")));
}

/** The scripts beside them that modules import, as modules do that are imported like scripts. */
async function importsOfModules(root: string, files: readonly string[]): Promise<string[]> {
  const imported = new Set<string>();
  for (const path of files) {
    if (!path.endsWith(".wasm")) continue;
    const bytes = await fs.readFile(join(root, path));
    if (!WebAssembly.validate(bytes)) continue;
    for (const { module } of WebAssembly.Module.imports(new WebAssembly.Module(bytes))) {
      if (!/^\.{1,2}\//.test(module)) continue;
      const script = resolve(dirname(join(root, path)), module);
      if ((await fs.lstat(script).catch(() => null))?.isFile()) imported.add(script);
    }
  }
  return [...imported];
}

/** Text of a script without its types, and in words that nft knows; null where there is no such file. */
async function readScript(path: string): Promise<string | Buffer | null> {
  const content = await fs.readFile(path).catch(() => null);
  if (content === null || !/\.[cm]?[jt]s$/.test(path)) return content;
  const text = content.toString();
  const script = /\.[cm]?ts$/.test(path) ? withoutWarning(() => stripTypeScriptTypes(text)) : text;
  return plainSourceImports(script);
}

/** Node warns that this way to strip types may change; that is for developers of Fuelgauge and not for its users. */
function withoutWarning<Result>(step: () => Result): Result {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return step();
  } finally {
    process.emitWarning = emitWarning;
  }
}

async function modulesBeside(root: string, files: ReadonlySet<string>): Promise<string[]> {
  const folders = new Set(
    [...files].filter((path) => /\.[cm]?[jt]s$/.test(path)).map((path) => posix.dirname(path)),
  );
  const found: string[] = [];
  for (const folder of folders) {
    for await (const path of fs.glob("*.wasm", { cwd: join(root, folder) }))
      found.push(posix.join(folder, path));
  }
  return found;
}
