import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { lstat, opendir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { messageOf } from "../errors.ts";
import { type Manifest, manifestSchema, manifestVersion } from "../model/manifest.ts";
import { filesOf } from "../model/project.ts";

export type BundleReading =
  | { readonly kind: "ok"; readonly manifest: Manifest; readonly folder: string }
  /** There is no bundle, or one that only another Fuelgauge reads: nothing to run, and nothing that is wrong. */
  | { readonly kind: "unreadable"; readonly reason: string }
  /** It is not what its manifest says, or that is no manifest. */
  | { readonly kind: "unusable"; readonly reason: string };

/** A manifest of thousands of files is far smaller than this. */
const manifestBytesLimit = 4 * 1024 * 1024;

/**
 * Reads the bundle in `folder` (`manifest.json` beside `bundle/`) and checks all of it: every file is what the manifest
 * says, none is missing, and nothing else is there. Whatever is wrong is an answer and never an exception: the bytes
 * may have come from anywhere.
 */
export async function readBundle(folder: string): Promise<BundleReading> {
  if (await isEmpty(folder)) return { kind: "unreadable", reason: "it holds no bundle" };
  try {
    const document = await readManifest(join(folder, "manifest.json"));
    const version = versionOf(document);
    if (version !== null && version !== manifestVersion) {
      const reason = `its manifest has schema ${version}, and this Fuelgauge reads schema ${manifestVersion}`;
      return { kind: "unreadable", reason };
    }
    const manifest = parseManifest(document);
    refuseLooseEnds(manifest);
    const present = await listFiles(join(folder, "bundle"), manifest);
    for (const [path, { sha256, bytes }] of Object.entries(manifest.files)) {
      if (!present.has(path)) throw new Flaw(`${path} is missing`);
      const file = join(folder, "bundle", path);
      const { size } = await lstat(file);
      if (size !== bytes) throw new Flaw(`${path} has ${size} bytes instead of ${bytes}`);
      if ((await digestOf(file)) !== sha256)
        throw new Flaw(`the content of ${path} is not what the manifest says`);
    }
    return { kind: "ok", manifest, folder };
  } catch (thrown) {
    return { kind: "unusable", reason: messageOf(thrown) };
  }
}

/** What is wrong with a bundle. */
class Flaw extends Error {}

/** Whether nothing of a bundle is there, not even a part. */
async function isEmpty(folder: string): Promise<boolean> {
  const parts = ["manifest.json", "bundle"].map((name) => lstat(join(folder, name)).catch(() => null));
  return (await Promise.all(parts)).every((found) => found === null);
}

async function readManifest(file: string): Promise<unknown> {
  const found = await lstat(file).catch(() => null);
  if (!found?.isFile()) throw new Flaw("there is no manifest.json");
  if (found.size > manifestBytesLimit) {
    throw new Flaw(
      `manifest.json has ${found.size} bytes, more than the ${manifestBytesLimit} that are read`,
    );
  }
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    throw new Flaw("manifest.json is not JSON");
  }
}

/** The version that a manifest says it has, whatever else it says. */
function versionOf(document: unknown): number | null {
  return z.object({ schema: z.int() }).safeParse(document).data?.schema ?? null;
}

function parseManifest(document: unknown): Manifest {
  const parsed = manifestSchema.safeParse(document);
  if (!parsed.success) throw new Flaw(`manifest.json is not a manifest: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** All that the manifest names has to be a file of the bundle. */
function refuseLooseEnds({ runtime, guests, project, files }: Manifest): void {
  const hosts = runtime === null ? [] : [runtime.host];
  const inputs = (project?.cases ?? []).flatMap(filesOf);
  for (const path of [...hosts, ...Object.values(guests).map(({ file }) => file), ...inputs]) {
    if (!Object.hasOwn(files, path)) throw new Flaw(`the manifest names ${path}, but does not list it`);
  }
}

/** Paths of all files, relative to the bundle. Stops at the first thing that should not be there. */
async function listFiles(bundle: string, { files }: Manifest): Promise<ReadonlySet<string>> {
  if (!(await lstat(bundle).catch(() => null))?.isDirectory()) throw new Flaw("there is no folder bundle/");
  const found = new Set<string>();
  const folders = [""];
  for (const folder of folders) {
    for await (const entry of await opendir(join(bundle, folder))) {
      const path = folder + entry.name;
      if (entry.isDirectory()) folders.push(`${path}/`);
      else if (!entry.isFile()) throw new Flaw(`${path} is a link or something else that is no file`);
      else if (!Object.hasOwn(files, path))
        throw new Flaw(`${path} is there, but the manifest does not list it`);
      else found.add(path);
    }
  }
  return found;
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}
