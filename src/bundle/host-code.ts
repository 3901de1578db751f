import { FuelgaugeError } from "../errors.ts";
import { isRuntimePackage, packagesFolder, type RuntimePackage, runtimePackages } from "./packages.ts";
import { type RuntimeFolder, readSource, resolveImport } from "./runtime-folder.ts";
import { importedBy, isRelative } from "./script.ts";

/** All that the entry point of the host code imports, itself included. */
export interface HostCode {
  /** Path to TypeScript text. */
  readonly sources: Readonly<Record<string, string>>;
  readonly packages: ReadonlySet<RuntimePackage>;
}

/** @param withKernel whether what only the kernel needs is part of it */
export async function collectHost(runtime: RuntimeFolder, withKernel: boolean): Promise<HostCode> {
  const sources = new Map([[runtime.host, await readHostFile(runtime, runtime.host, "runtime.json")]]);
  const packages = new Set<RuntimePackage>();
  for (const [importer, text] of sources) {
    for (const specifier of importedBy(text)) {
      if (specifier.startsWith("node:")) continue;
      if (isRuntimePackage(specifier)) {
        packages.add(specifier);
        continue;
      }
      const path = hostPath(importer, specifier);
      if (path === runtime.kernel?.host && !withKernel) continue;
      if (!sources.has(path)) sources.set(path, await readHostFile(runtime, path, importer));
    }
  }
  return { sources: Object.fromEntries(sources), packages };
}

function hostPath(importer: string, specifier: string): string {
  const path = isRelative(specifier) && specifier.endsWith(".ts") ? resolveImport(importer, specifier) : null;
  if (path !== null) return path;
  throw new FuelgaugeError({
    happened: `${importer} imports "${specifier}".`,
    expected: `host code that imports .ts files of the runtime folder, by relative path, modules of Node (node:…), and the packages ${runtimePackages.join(", ")}`,
    remedy: "Copy what is needed into the runtime folder: a bundle has to run without an installation.",
  });
}

async function readHostFile(runtime: RuntimeFolder, path: string, importer: string): Promise<string> {
  if (path.startsWith(`${packagesFolder}/`)) {
    throw new FuelgaugeError({
      happened: `${importer} names ${path}.`,
      expected: `a file outside ${packagesFolder}/, which is where a bundle has its packages`,
      remedy: "Move the file to another folder.",
    });
  }
  const text = await readSource(runtime, path);
  if (text !== null) return text;
  throw new FuelgaugeError({
    happened: `${importer} names ${path}, which is not in ${runtime.folder}.`,
    expected: "a file inside the runtime folder",
    remedy: "Correct the path, or add the file.",
  });
}
