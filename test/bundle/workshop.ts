/** Folders to build in, and the compiler that builds. */

import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { interfaceVersion } from "../../runtime/host/interface.ts";
import { type Build, type BuildRequest, buildBundle } from "../../src/bundle/build.ts";
import { builtProgram } from "../support/built.ts";

const compilerEntry = builtProgram("compiler");

/** A new folder, and what removes it. */
export async function makeFolder(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "fuelgauge-test-")));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Writes files, path to text. */
export async function writeFiles(folder: string, files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

export function build(folder: string, into: string, reuse?: BuildRequest["reuse"]): Promise<Build> {
  return buildBundle({ runtime: folder, project: null, into, reuse, compilerEntry, log: () => {} });
}

/** All files below a folder, path to content in base64. */
export async function contentOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = await Promise.all(
    files.sort().map(async (file) => [file.slice(folder.length), await readFile(file, "base64")] as const),
  );
  return Object.fromEntries(contents);
}

/** A runtime of two guests, of which one imports a file, with the smallest host code. */
export const smallRuntime: Readonly<Record<string, string>> = {
  "runtime.json": JSON.stringify({
    name: "small",
    interface: interfaceVersion,
    host: "host/index.ts",
    guests: { twice: { source: "guests/twice.ts" }, thrice: { source: "guests/thrice.ts" } },
  }),
  "guests/twice.ts": `import { times } from "../shared/times";
export function twice(x: i32): i32 { return times(x, 2); }
`,
  "guests/thrice.ts": "export function thrice(x: i32): i32 { return x * 3; }\n",
  "shared/times.ts": "export function times(x: i32, y: i32): i32 { return x * y; }\n",
  "host/index.ts": `import type { Never } from "./missing.ts";
import { version } from "./version.ts";
export const interfaceVersion: number = version;
export type Other = Never;
`,
  "host/version.ts": `export const version: number = ${interfaceVersion};\n`,
};
