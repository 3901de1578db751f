import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** A folder for what runs of the same commit, with the same inputs, have stored: see `storeBaseline`. */
    baselineCache: string;
  }
}

/** Many tests begin with the same push: it is run once, and what it stored is given to the others. */
export default function setup({ provide }: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "fuelgauge-baselines-"));
  provide("baselineCache", folder);
  return () => rmSync(folder, { recursive: true });
}
