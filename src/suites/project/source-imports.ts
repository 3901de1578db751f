/**
 * Imports in the source phase give a module that is not instantiated: `import source parser from "./parser.wasm"`, and
 * `import.source("./parser.wasm")`. Node compiles it out of sight, so that nothing of it could be metered; and what reads
 * programs does not know these words yet. So they are turned into imports that every tool knows.
 *
 * @see https://github.com/tc39/proposal-source-phase-imports
 */

/** Stands behind what is imported as source. */
export const sourceMark = "#fuelgauge.source";

const declared = /\bimport\s+source\s+([\w$]+)\s+from\s*(["'])([^"'\n]+)\2/g;
const called = /\bimport\s*\.\s*source\s*\(/g;

/** A script whose imports in the source phase are plain ones of the same name with the mark behind it. */
export function markSourceImports(script: string): string {
  return script
    .replace(declared, (_, name, quote, from) => `import ${name} from ${quote}${from}${sourceMark}${quote}`)
    .replace(called, `(async (from) => (await import(from + "${sourceMark}")).default)(`);
}

/** The same for who only wants to know what it imports. */
export function plainSourceImports(script: string): string {
  return script.replace(declared, "import $1 from $2$3$2").replace(called, "import(");
}
