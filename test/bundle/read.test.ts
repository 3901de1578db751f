import { appendFile, cp, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { sha256 } from "../../src/bundle/digest.ts";
import { readBundle } from "../../src/bundle/read.ts";
import { type Manifest, manifestVersion } from "../../src/model/manifest.ts";
import { build, makeFolder, smallRuntime, writeFiles } from "./workshop.ts";

// Compiling takes as long as it takes.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const home = await makeFolder();
const sound = join(home.folder, "sound");
afterAll(home.remove);
beforeAll(async () => {
  const runtime = join(home.folder, "runtime");
  await writeFiles(runtime, smallRuntime);
  await build(runtime, sound);
});

/** A copy of a sound bundle. */
async function copyBundle(): Promise<string> {
  const { folder, remove } = await makeFolder();
  onTestFinished(remove);
  await cp(sound, folder, { recursive: true });
  return folder;
}

/** Why a bundle is refused after `tamper`. */
async function reasonAfter(tamper: (folder: string) => Promise<unknown>): Promise<string> {
  const folder = await copyBundle();
  await tamper(folder);
  const reading = await readBundle(folder);
  return reading.kind === "unusable" ? reading.reason : "it was accepted";
}

async function changeManifest(folder: string, change: (manifest: Manifest) => unknown): Promise<void> {
  const file = join(folder, "manifest.json");
  await writeFile(file, JSON.stringify(change(JSON.parse(await readFile(file, "utf8")))));
}

test("a sound bundle is accepted, wherever it lies", async () => {
  const folder = await copyBundle();
  expect(await readBundle(folder)).toMatchObject({ kind: "ok", folder });
});

test("results beside the bundle do not matter", async () => {
  const folder = await copyBundle();
  await writeFiles(folder, { "results.json": "{}", "history.ndjson": "" });
  expect((await readBundle(folder)).kind).toBe("ok");
});

test("one changed bit in any file is found", async () => {
  const folder = await copyBundle();
  const reading = await readBundle(folder);
  if (reading.kind !== "ok") throw new Error(reading.reason);
  const paths = Object.keys(reading.manifest.files);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), fc.nat(), fc.nat(7), async (path, at, bit) => {
      const file = join(folder, "bundle", path);
      const original = await readFile(file);
      const changed = Buffer.from(original);
      const index = at % changed.length;
      changed.writeUInt8(changed.readUInt8(index) ^ (1 << bit), index);
      await writeFile(file, changed);
      expect(await readBundle(folder)).toEqual({
        kind: "unusable",
        reason: `the content of ${path} is not what the manifest says`,
      });
      await writeFile(file, original);
    }),
    { numRuns: 25 },
  );
});

test.each<[what: string, tamper: (folder: string) => Promise<unknown>, reason: string | RegExp]>([
  [
    "a byte more",
    (folder) => appendFile(join(folder, "bundle/guests/twice.wasm"), "x"),
    /guests\/twice.wasm has \d+ bytes/,
  ],
  ["a missing file", (folder) => rm(join(folder, "bundle/host/version.mjs")), "host/version.mjs is missing"],
  [
    "a file too many",
    (folder) => writeFiles(folder, { "bundle/host/a.mjs": "" }),
    "host/a.mjs is there, but",
  ],
  [
    "a hidden file",
    (folder) => writeFiles(folder, { "bundle/guests/.x/y": "" }),
    "guests/.x/y is there, but the manifest does not list it",
  ],
  [
    "a link to a file",
    async (folder) => {
      const file = join(folder, "bundle/host/version.mjs");
      await writeFile(join(folder, "version.mjs"), await readFile(file));
      await rm(file);
      await symlink(join(folder, "version.mjs"), file);
    },
    "host/version.mjs is a link",
  ],
  ["a link to a folder", (folder) => symlink("/", join(folder, "bundle/host/root")), "host/root is a link"],
  [
    "a link in place of the bundle",
    async (folder) => {
      await cp(join(folder, "bundle"), join(folder, "moved"), { recursive: true });
      await rm(join(folder, "bundle"), { recursive: true });
      await symlink("moved", join(folder, "bundle"));
    },
    "there is no folder bundle/",
  ],
  ["no bundle", (folder) => rm(join(folder, "bundle"), { recursive: true }), "there is no folder bundle/"],
  ["no manifest", (folder) => rm(join(folder, "manifest.json")), "there is no manifest.json"],
  [
    "a manifest that is a folder",
    async (folder) => {
      await rm(join(folder, "manifest.json"));
      await mkdir(join(folder, "manifest.json"));
    },
    "there is no manifest.json",
  ],
  [
    "a manifest that is no JSON",
    (folder) => appendFile(join(folder, "manifest.json"), "}"),
    "manifest.json is not JSON",
  ],
  [
    "a manifest without end",
    (folder) => appendFile(join(folder, "manifest.json"), " ".repeat(4 * 1024 * 1024)),
    /manifest.json has \d+ bytes, more than/,
  ],
  ["no schema", (folder) => changeManifest(folder, () => ({})), "manifest.json is not a manifest"],
  ["a list as a manifest", (folder) => changeManifest(folder, () => []), "manifest.json is not a manifest"],
  [
    "an unknown entry",
    (folder) => changeManifest(folder, (manifest) => ({ ...manifest, run: "rm -rf /" })),
    "manifest.json is not a manifest",
  ],
  [
    "a host that is not listed",
    (folder) =>
      changeManifest(folder, (manifest) => ({
        ...manifest,
        runtime: manifest.runtime && { ...manifest.runtime, host: "host/other.mjs" },
      })),
    "the manifest names host/other.mjs, but does not list it",
  ],
  [
    "a guest that is not listed",
    (folder) =>
      changeManifest(folder, (manifest) => ({
        ...manifest,
        guests: { a: { file: "guests/a.wasm", source: "0".repeat(64) } },
      })),
    "the manifest names guests/a.wasm, but does not list it",
  ],
])("refused: %s", async (_what, tamper, reason) => {
  expect(await reasonAfter(tamper)).toMatch(reason);
});

test("a manifest of another schema is not read, and nothing is said against what lies beside it", async () => {
  const folder = await copyBundle();
  await changeManifest(folder, (manifest) => ({ ...manifest, schema: manifestVersion + 1, novelty: true }));
  expect(await readBundle(folder)).toEqual({
    kind: "unreadable",
    reason: `its manifest has schema ${manifestVersion + 1}, and this Fuelgauge reads schema ${manifestVersion}`,
  });
});

test("where there is no bundle at all, none is broken", async () => {
  const folder = await copyBundle();
  await rm(join(folder, "bundle"), { recursive: true });
  await rm(join(folder, "manifest.json"));
  expect(await readBundle(folder)).toEqual({ kind: "unreadable", reason: "it holds no bundle" });
});

test.each([
  "../outside.mjs",
  "host/../../outside.mjs",
  "/etc/outside.mjs",
  "./host/x.mjs",
  "host/./x.mjs",
  "..",
  "host\\..\\x.mjs",
  "C:/x.mjs",
])("refused: the path %s", async (path) => {
  const outside = "export {};\n";
  const reason = await reasonAfter(async (folder) => {
    await writeFiles(folder, { "outside.mjs": outside });
    await changeManifest(folder, (manifest) => ({
      ...manifest,
      host: path,
      files: { ...manifest.files, [path]: { sha256: sha256(outside), bytes: outside.length } },
    }));
  });
  expect(reason).toContain("manifest.json is not a manifest");
});
