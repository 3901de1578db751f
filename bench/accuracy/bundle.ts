import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { interfaceVersion } from "../../runtime/host/interface.ts";
import { type Manifest, manifestVersion } from "../../src/model/manifest.ts";
import { makeDistinct } from "../../src/wasm/distinct.ts";
import { type Plant, plant } from "./plant.ts";
import type { RealCase } from "./subjects/real-case.ts";

const require = createRequire(import.meta.url);

/** What a case's module has planted in it; nothing slower by default. */
export type Plants = ReadonlyMap<string, Pick<Plant, "turns" | "nop">>;

/** The bytes of a file of an installed package. */
export async function publishedBytes(specifier: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(require.resolve(specifier)));
}

/**
 * Writes the bundle of the cases' modules, each with its own copy that a plant can be put in. `name` (up to 16 letters)
 * makes the bytes of all modules other than those of a bundle of another name, at equal length.
 */
export async function writeBundle(
  folder: string,
  { cases, plants, name }: { cases: readonly RealCase[]; plants: Plants; name: string },
): Promise<Manifest> {
  const files = new Map<string, Uint8Array>([["host.js", new TextEncoder().encode("export {};\n")]]);
  const nonce = new TextEncoder().encode(name.padEnd(16));
  for (const { id, guest, published, entry, others } of cases) {
    const planted = plant(await publishedBytes(published), { entry, turns: 0, ...plants.get(id) });
    files.set(`${guest}.wasm`, makeDistinct(planted, nonce));
    for (const [other, specifier] of others)
      files.set(`${other}.wasm`, makeDistinct(await publishedBytes(specifier), nonce));
  }
  const digests = new Map(
    Array.from(files, ([file, bytes]) => [file, createHash("sha256").update(bytes).digest("hex")]),
  );
  const guests = [...files.keys()].filter((file) => file.endsWith(".wasm"));
  const manifest: Manifest = {
    schema: manifestVersion,
    interface: interfaceVersion,
    host: "host.js",
    guests: Object.fromEntries(
      guests.map((file) => [file.replace(/\.wasm$/, ""), { file, source: digests.get(file) ?? "" }]),
    ),
    compiler: "published",
    files: Object.fromEntries(
      Array.from(files, ([file, bytes]) => [file, { sha256: digests.get(file) ?? "", bytes: bytes.length }]),
    ),
  };
  await mkdir(join(folder, "bundle"), { recursive: true });
  for (const [file, bytes] of files) await writeFile(join(folder, "bundle", file), bytes);
  await writeFile(join(folder, "manifest.json"), JSON.stringify(manifest));
  return manifest;
}
