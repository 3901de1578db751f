import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { join, posix, relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Project } from "../../model/project.ts";
import { programEntry } from "../../programs.ts";
import { markSourceImports, sourceMark } from "../../suites/project/source-imports.ts";

/**
 * Lets the benchmark files of a bundle be imported: the packages `tinybench` and `vitest` are Fuelgauge's, links between folders are as the
 * manifest tells them, and a module that is imported like a script is compiled by the global `WebAssembly`, so that it can be
 * metered like any other.
 *
 * @param folder the bundle's files
 */
export function hookImports(folder: string, { links }: Pick<Project, "links">): void {
  registerHooks({
    resolve(specifier, context, next) {
      if (specifier === "tinybench" || specifier === "vitest")
        return { url: programEntry(specifier).href, shortCircuit: true };
      const parentURL = linkedParent(specifier, context.parentURL);
      const found = parentURL === null ? context : { ...context, parentURL };
      if (!specifier.endsWith(sourceMark)) return next(specifier, found);
      const resolved = next(specifier.slice(0, -sourceMark.length), found);
      return { ...resolved, url: resolved.url + sourceMark };
    },
    load(url, context, next) {
      const script = url.startsWith("file:") ? moduleOf(url) : null;
      if (script !== null) return { format: "module", source: script, shortCircuit: true };
      const loaded = next(url, context);
      if (!loaded.format?.startsWith("module") || loaded.source == null) return loaded;
      const text = textOf(loaded.source);
      const marked = markSourceImports(text);
      return marked === text ? loaded : { ...loaded, source: marked };
    },
  });

  /** From where a package is found whose folder is a link of the bundle; null for any other import. */
  function linkedParent(specifier: string, parentURL: string | undefined): string | null {
    const name = packageName(specifier);
    if (name === null || parentURL === undefined || !parentURL.startsWith("file:")) return null;
    let parent = relative(folder, fileURLToPath(parentURL)).split(sep).join("/");
    while (parent !== "." && !parent.startsWith("..")) {
      parent = posix.dirname(parent);
      const target = links[posix.join(parent, "node_modules", name)];
      if (target?.endsWith(`/node_modules/${name}`)) {
        const holder = target.slice(0, -`/node_modules/${name}`.length);
        return pathToFileURL(join(folder, holder, "package.json")).href;
      }
    }
    return null;
  }
}

/** What is loaded in the place of a WebAssembly module; null for what is none. */
function moduleOf(url: string): string | null {
  if (url.endsWith(`.wasm${sourceMark}`))
    return sourceModule(fileURLToPath(url.slice(0, -sourceMark.length)));
  return url.endsWith(".wasm") ? importableModule(fileURLToPath(url)) : null;
}

function textOf(source: string | ArrayBuffer | NodeJS.TypedArray): string {
  return typeof source === "string" ? source : new TextDecoder().decode(source);
}

/** `@scope/name` of `@scope/name/file.js`; null for paths, addresses and Node's own modules. */
function packageName(specifier: string): string | null {
  return /^(?:@[^/:]+\/)?[^./:@#][^/:]*(?=\/|$)/.exec(specifier)?.[0] ?? null;
}

/** A module in JavaScript whose default export is what importing the source of a WebAssembly module gives. */
function sourceModule(file: string): string {
  return [
    `import { readFileSync as read } from "node:fs";`,
    `export default new WebAssembly.Module(read(${JSON.stringify(file)}));`,
  ].join("\n");
}

/**
 * A module in JavaScript that is what importing a WebAssembly module gives.
 *
 * @see https://github.com/WebAssembly/esm-integration
 */
function importableModule(file: string): string {
  const module = new WebAssembly.Module(readFileSync(file));
  const sources = [...new Set(WebAssembly.Module.imports(module).map((each) => each.module))];
  const names = WebAssembly.Module.exports(module).map(({ name }) => name);
  const text = JSON.stringify;
  return [
    `import { readFileSync as read } from "node:fs";`,
    ...sources.map((source, index) => `import * as import${index} from ${text(source)};`),
    `const module = new WebAssembly.Module(read(${text(file)}));`,
    `const imports = { ${sources.map((source, index) => `[${text(source)}]: import${index}`).join(", ")} };`,
    `const { exports } = new WebAssembly.Instance(module, imports);`,
    ...names.map((name, index) => `const export${index} = exports[${text(name)}];`),
    `export { ${names.map((name, index) => `export${index} as ${text(name)}`).join(", ")} };`,
  ].join("\n");
}
