import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Host, interfaceVersion, type ToolFiles } from "../../runtime/host/interface.ts";
import { type Manifest, manifestSchema } from "../model/manifest.ts";
import type { Subject } from "../suites/case.ts";
import { makeDistinct } from "../wasm/distinct.ts";
import type { LoadedBenchFile } from "./bench/load.ts";

/** One arm's bundle, read into this process. */
export interface LoadedBundle {
  readonly manifest: Manifest;
  /** The module as it lies in the bundle. */
  original(guest: string): Uint8Array<ArrayBuffer>;
  /** The module with bytes that no other arm and no other process has. */
  bytes(guest: string): Uint8Array<ArrayBuffer>;
  /** The tools of the kernel, modules as `bytes` gives them. */
  tools(): Promise<readonly ToolFiles[]>;
  /** The bundle's own host code. */
  loadHost(): Promise<Host>;
  /** A benchmark file of the bundle's; it is loaded at the first call. */
  benchFile(file: string): Promise<LoadedBenchFile>;
}

/** Reads the manifest and all modules of a bundle whose digests have been checked by whoever put it there. */
export async function loadBundle(folder: string): Promise<LoadedBundle> {
  const manifest = manifestSchema.parse(JSON.parse(await readFile(join(folder, "manifest.json"), "utf8")));
  const originals = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const [guest, { file }] of Object.entries(manifest.guests)) {
    originals.set(guest, new Uint8Array(await readFile(join(folder, "bundle", file))));
  }
  const original = (guest: string) => {
    const bytes = originals.get(guest);
    if (!bytes) throw new Error(`the bundle has no guest called ${guest}`);
    return bytes;
  };
  const loaded = new Map<string, Promise<LoadedBenchFile>>();
  return {
    manifest,
    original,
    bytes: (guest) => makeDistinct(original(guest), randomBytes(16)),
    tools: () =>
      Promise.all(
        toolsOf(manifest).map(async (name) => ({
          manifest: await readFile(join(folder, "bundle", `${name}.json`), "utf8"),
          module: makeDistinct(original(name), randomBytes(16)),
        })),
      ),
    async loadHost() {
      if (manifest.runtime === null) throw new Error("the bundle holds no runtime");
      return loadHost(join(folder, "bundle", manifest.runtime.host));
    },
    async benchFile(file) {
      const { project } = manifest;
      if (project === null) throw new Error("the bundle holds nothing of a project");
      // only processes that measure benchmark files need what it takes to import them
      const { loadBenchFile } = await import("./bench/load.ts");
      const found = loaded.get(file) ?? loadBenchFile(join(folder, "bundle"), file, project);
      loaded.set(file, found);
      return found;
    },
  };
}

/** Names of the guests that are tools of the kernel: each has its manifest beside it. */
function toolsOf({ guests, files }: Manifest): string[] {
  return Object.keys(guests).filter((name) => files[`${name}.json`] !== undefined);
}

async function loadHost(file: string): Promise<Host> {
  const host: Host = await import(pathToFileURL(file).href);
  if (host.interfaceVersion !== interfaceVersion) {
    throw new Error(
      `the bundle's host speaks runtime interface ${host.interfaceVersion}, this Fuelgauge speaks ${interfaceVersion}`,
    );
  }
  return host;
}

/** A bundle's modules behind a host: the bundle's own, or Fuelgauge's for arms that share a process. */
export function subjectOf(bundle: LoadedBundle, host: Host): Subject {
  const modules = new Map<string, WebAssembly.Module>();
  return {
    host,
    bytes: bundle.bytes,
    tools: bundle.tools,
    tasks: async (file) => (await bundle.benchFile(file)).tasks,
    module(guest) {
      const module = modules.get(guest) ?? host.compile(bundle.bytes(guest));
      modules.set(guest, module);
      return module;
    },
  };
}
