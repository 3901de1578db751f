import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** A module ready to work: what it does is the same at every call, and so is what comes of it. */
export interface Job {
  /** Does the work and returns a digest of all its output. */
  run(): string | Promise<string>;
}

/** Real work for a WebAssembly module, for tests (is the output the same?) and figures (what does it cost?). */
export interface Workload {
  readonly name: string;
  /** Its main module, as published. */
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * Starts the module through `webassembly`. A workload with published glue code replaces the global `WebAssembly` for that, which
   * the glue reads; so each process can load one workload, once.
   */
  load(webassembly: typeof WebAssembly): Promise<Job>;
}

const require = createRequire(import.meta.url);

/** The bytes of a file of an installed package, such as `sql.js/dist/sql-wasm.wasm`. */
export function packageFile(specifier: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(readFileSync(require.resolve(specifier)));
}

/** SHA-256 of all parts, in hexadecimal. */
export function digest(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

/** Numbers that look drawn and are the same in every run: a linear congruential generator over 32 bits. */
export function sequence(seed = 1): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
