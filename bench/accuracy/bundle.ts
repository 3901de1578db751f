import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { interfaceVersion } from "../../runtime/host/interface.ts";
import { type Manifest, manifestVersion } from "../../src/model/manifest.ts";
import { makeDistinct } from "../../src/wasm/distinct.ts";
import { compiledKernels } from "./kernels.ts";
import { type Plant, plant } from "./plant.ts";
import type { ModuleCase, ModuleSource } from "./subjects/module-case.ts";

const require = createRequire(import.meta.url);

/** What a case's module has planted in it; nothing slower by default. */
export type Plants = ReadonlyMap<string, Pick<Plant, "turns" | "nop">>;

/** The bytes of a module as it is, with nothing planted in it. */
export async function plainBytes(source: ModuleSource): Promise<Uint8Array<ArrayBuffer>> {
  if (source.kind === "published") return new Uint8Array(await readFile(require.resolve(source.specifier)));
  const kernel = (await compiledKernels()).get(source.name);
  if (!kernel) throw new Error(`there is no kernel ${source.name}`);
  return new Uint8Array(kernel);
}

/**
 * Writes the bundle of the cases' modules, each with its own copy that a plant can be put in. `name` (up to 16 letters)
 * makes the bytes of all modules other than those of a bundle of another name, at equal length.
 */
export async function writeBundle(
  folder: string,
  { cases, plants, name }: { cases: readonly ModuleCase[]; plants: Plants; name: string },
): Promise<Manifest> {
  const files = new Map<string, Uint8Array>([["host.js", new TextEncoder().encode("export {};\n")]]);
  const nonce = new TextEncoder().encode(name.padEnd(16));
  for (const { id, guest, module, entry, others } of cases) {
    const planted = plant(await plainBytes(module), { entry, turns: 0, ...plants.get(id) });
    files.set(`${guest}.wasm`, makeDistinct(planted, nonce));
    for (const [other, source] of others)
      files.set(`${other}.wasm`, makeDistinct(await plainBytes(source), nonce));
  }
  const digests = new Map(
    Array.from(files, ([file, bytes]) => [file, createHash("sha256").update(bytes).digest("hex")]),
  );
  const guests = [...files.keys()].filter((file) => file.endsWith(".wasm"));
  const manifest: Manifest = {
    schema: manifestVersion,
    runtime: { interface: interfaceVersion, host: "host.js", compiler: "for the bench" },
    guests: Object.fromEntries(
      guests.map((file) => [file.replace(/\.wasm$/, ""), { file, source: digests.get(file) ?? "" }]),
    ),
    project: null,
    files: Object.fromEntries(
      Array.from(files, ([file, bytes]) => [file, { sha256: digests.get(file) ?? "", bytes: bytes.length }]),
    ),
  };
  await mkdir(join(folder, "bundle"), { recursive: true });
  for (const [file, bytes] of files) await writeFile(join(folder, "bundle", file), bytes);
  await writeFile(join(folder, "manifest.json"), JSON.stringify(manifest));
  return manifest;
}
