/**
 * Static and dynamic imports and re-exports with a literal specifier, at the beginning of a line where they are
 * statements. Those of types alone are left out: nothing of them is left when the types are gone.
 *
 *     import { a } from "./a.ts"     export * from "./a.ts"     import "./a.ts"     import("./a.ts")
 */
const importPattern =
  /((?:^[ \t]*(?:import|export)\b(?!\s+type\b)(?:[^"'`;]*?\bfrom)?|\bimport\s*\()\s*)(["'])([^"'\n]+)\2/gm;

/** What a module imports, as it is written there. */
export function importedBy(source: string): string[] {
  return Array.from(source.matchAll(importPattern), ([, , , specifier = ""]) => specifier);
}

/** Whether an import names another file of the same folder; all others name modules of Node. */
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

/** A script whose relative imports name the files of the bundle. */
export function renameImports(script: string): string {
  return script.replace(importPattern, (whole, before, quote, specifier) =>
    isRelative(specifier) ? `${before}${quote}${scriptPath(specifier)}${quote}` : whole,
  );
}
