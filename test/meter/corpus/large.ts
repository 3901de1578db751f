import { existsSync } from "node:fs";
import { createRequire } from "node:module";

const known = ["esbuild-wasm/esbuild.wasm", "pyodide/pyodide.asm.wasm", "@ffmpeg/core/wasm"];

/**
 * Paths of modules over 10 MB, too large to be installed for tests: those that are installed all the same, and files named by
 * `FUELGAUGE_LARGE_MODULES`, separated as in a search path.
 */
export function largeModules(): string[] {
  const installed = known.flatMap((specifier) => {
    try {
      return [createRequire(import.meta.url).resolve(specifier)];
    } catch {
      return [];
    }
  });
  return [...installed, ...(process.env.FUELGAUGE_LARGE_MODULES ?? "").split(":").filter(existsSync)];
}
