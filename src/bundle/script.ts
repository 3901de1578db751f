import { posix } from "node:path";
import { packageEntry } from "./packages.ts";

/**
 * Static and dynamic imports and re-exports with a literal specifier, at the beginning of a line where they are
 * statements, and files that threads are started with. Imports of types alone are left out: nothing of them is left when
 * the types are gone.
 *
 *     import { a } from "./a.ts"     export * from "./a.ts"     import "./a.ts"     import("./a.ts")
 *     new URL("./a.ts", import.meta.url)
 */
const importPattern =
  /((?:^[ \t]*(?:import|export)\b(?!\s+type\b)(?:[^"'`;]*?\bfrom)?|\bimport\s*\(|\bnew\s+URL\s*\((?=\s*["']\.[^"'\n]*\.ts["']\s*,\s*import\.meta\.url\b))\s*)(["'])([^"'\n]+)\2/gm;

/** What a module imports, as it is written there. */
export function importedBy(source: string): string[] {
  return Array.from(source.matchAll(importPattern), ([, , , specifier = ""]) => specifier);
}

/** Whether an import names another file of the same folder; all others name packages and modules of Node. */
export function isRelative(specifier: string): boolean {
  return /^\.{1,2}\//.test(specifier);
}

/**
 * The path in the bundle of a host file. The ending says "module" whatever the `package.json` above the bundle says, and
 * spares Node looking for one.
 */
export function scriptPath(source: string): string {
  return source.replace(/\.ts$/, ".mjs");
}

/**
 * A script whose imports name the files of the bundle.
 *
 * @param path of the script, in the runtime folder as in the bundle
 */
export function renameImports(path: string, script: string): string {
  return script.replace(importPattern, (whole, before, quote, specifier) =>
    specifier.startsWith("node:") ? whole : `${before}${quote}${renamed(path, specifier)}${quote}`,
  );
}

function renamed(path: string, specifier: string): string {
  if (isRelative(specifier)) return scriptPath(specifier);
  const toEntry = posix.relative(posix.dirname(path), packageEntry(specifier));
  return isRelative(toEntry) ? toEntry : `./${toEntry}`;
}
