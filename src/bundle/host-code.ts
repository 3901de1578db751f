import { FuelgaugeError } from "../errors.ts";
import { type RuntimeFolder, readSource, resolveImport } from "./runtime-folder.ts";
import { importedBy, isRelative } from "./script.ts";

/** The entry point of the host code and all that it imports: path to TypeScript text. */
export async function collectHost(runtime: RuntimeFolder): Promise<Record<string, string>> {
  const sources = new Map([[runtime.host, await readHostFile(runtime, runtime.host, "runtime.json")]]);
  for (const [importer, text] of sources) {
    for (const specifier of importedBy(text)) {
      if (specifier.startsWith("node:")) continue;
      const path = hostPath(importer, specifier);
      if (!sources.has(path)) sources.set(path, await readHostFile(runtime, path, importer));
    }
  }
  return Object.fromEntries(sources);
}

function hostPath(importer: string, specifier: string): string {
  const path = isRelative(specifier) && specifier.endsWith(".ts") ? resolveImport(importer, specifier) : null;
  if (path !== null) return path;
  throw new FuelgaugeError({
    happened: `${importer} imports "${specifier}".`,
    expected:
      "host code that imports .ts files of the runtime folder, by relative path, and modules of Node (node:…)",
    remedy: "Copy what is needed into the runtime folder: a bundle has to run without an installation.",
  });
}

async function readHostFile(runtime: RuntimeFolder, path: string, importer: string): Promise<string> {
  const text = await readSource(runtime, path);
  if (text !== null) return text;
  throw new FuelgaugeError({
    happened: `${importer} names ${path}, which is not in ${runtime.folder}.`,
    expected: "a file inside the runtime folder",
    remedy: "Correct the path, or add the file.",
  });
}
