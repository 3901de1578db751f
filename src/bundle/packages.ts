import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { packageFolder } from "../programs.ts";

/** npm packages that host code may import. Each is prebuilt in `dist/packages/NAME/`, and copied from there into bundles. */
export const runtimePackages = [
  "ajv/dist/2020.js",
  "css-select",
  "htmlparser2",
  "minisearch",
  "parse5",
  "piscina",
  "prom-client",
  "smol-toml",
  "yaml",
  "zod",
] as const;
export type RuntimePackage = (typeof runtimePackages)[number];

/** Where a bundle has its packages, each in a folder of its own. Host code has no files there. */
export const packagesFolder = "packages";

export function isRuntimePackage(specifier: string): specifier is RuntimePackage {
  return runtimePackages.some((name) => name === specifier);
}

/** The path in the bundle of what an import of a package gets. */
export function packageEntry(name: string): string {
  return `${packagesFolder}/${name}/index.mjs`;
}

/** The files of packages, path in the bundle to content: code that needs nothing beside it, and its licences. */
export async function readPackages(names: Iterable<RuntimePackage>): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const name of names) {
    const folder = join(packageFolder(), "dist", "packages", name);
    for (const file of await readdir(folder)) {
      files.set(`${packagesFolder}/${name}/${file}`, await readFile(join(folder, file)));
    }
  }
  return files;
}
