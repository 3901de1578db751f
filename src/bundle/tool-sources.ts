import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { RuntimeFolder } from "./runtime-folder.ts";

/** A tool of the kernel, as it lies in a runtime folder. */
export interface ToolSource {
  /** Path of its folder in the runtime folder, `tools/calculator`. Bundles have `tools/calculator.json` and `tools/calculator.wasm`. */
  readonly name: string;
  /** Text of its `tool.json`, which the kernel checks. */
  readonly manifest: string;
}

/** The tools of a runtime folder, by name: the folders in its tools folder that have a `tool.json`. */
export async function readToolSources({ folder, kernel }: RuntimeFolder): Promise<ToolSource[]> {
  if (kernel === undefined) return [];
  const { tools } = kernel;
  const entries = await readdir(join(folder, tools), { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const found = await Promise.all(
    names.sort().map(async (name) => {
      const path = `${tools}/${name}`;
      const manifest = await readFile(join(folder, path, "tool.json"), "utf8").catch(() => null);
      return manifest === null ? [] : [{ name: path, manifest }];
    }),
  );
  return found.flat();
}
