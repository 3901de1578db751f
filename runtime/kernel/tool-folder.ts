import { createHash } from "node:crypto";
import { type FSWatcher, watch } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { Kernel } from "./kernel.ts";
import { type ToolManifest, toolManifestSchema } from "./tool.ts";

/** What is wrong with a file in a folder of tools. The tool that was there before, if there was one, goes on. */
export interface ToolProblem {
  /** Path of the manifest. */
  readonly file: string;
  readonly message: string;
}

/** How long a folder has to be quiet before it is looked at: files are rarely written in one piece. */
const quietMs = 50;
/** How long that is waited for, if it never is. */
const patienceMs = 500;

interface Kept {
  /** Of both files. */
  readonly digest: string;
  /** The name of the tool; null when the files were no tool. */
  readonly tool: string | null;
}

/**
 * A folder with a module and a manifest for each tool, `calculator.wasm` and `calculator.json`, whose tools a kernel has.
 *
 * While it is watched, a tool that is added, replaced or removed there is so in the kernel too. Calls that are under way end with the tool
 * that they began with.
 */
export class ToolFolder {
  readonly folder: string;
  readonly #kernel: Kernel;
  readonly #onProblem: (problem: ToolProblem) => void;
  readonly #kept = new Map<string, Kept>();
  #watcher: FSWatcher | null = null;
  #timer: NodeJS.Timeout | undefined;
  /** When the first change came that has not been looked at. */
  #changedMs: number | null = null;
  #scan: Promise<void> = Promise.resolve();

  constructor(kernel: Kernel, folder: string, onProblem: (problem: ToolProblem) => void = () => {}) {
    this.#kernel = kernel;
    this.folder = folder;
    this.#onProblem = onProblem;
  }

  /** Brings the kernel's tools to what the folder has now. Throws when it cannot be read. */
  scan(): Promise<void> {
    this.#scan = this.#scan.catch(() => {}).then(() => this.#update());
    return this.#scan;
  }

  /** Looks at the folder whenever something in it changes, until `close`. */
  watch(): void {
    if (this.#watcher !== null) return;
    this.#watcher = watch(this.folder, () => this.#changed());
    this.#watcher.on("error", (thrown) => this.#tell(this.folder, thrown));
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#watcher?.close();
    this.#watcher = null;
  }

  #changed(): void {
    this.#changedMs ??= performance.now();
    const leftMs = patienceMs - (performance.now() - this.#changedMs);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        this.#changedMs = null;
        this.scan().catch((thrown) => this.#tell(this.folder, thrown));
      },
      Math.max(0, Math.min(quietMs, leftMs)),
    );
  }

  async #update(): Promise<void> {
    const names = new Set(await readdir(this.folder));
    const manifests = Array.from(names).filter((name) => name.endsWith(".json") && names.has(moduleOf(name)));
    for (const name of this.#kept.keys()) {
      if (!manifests.includes(name)) this.#forget(name);
    }
    for (const name of manifests.sort()) await this.#take(name);
  }

  #forget(name: string): void {
    const tool = this.#kept.get(name)?.tool;
    this.#kept.delete(name);
    if (typeof tool === "string") this.#kernel.registry.remove(tool, join(this.folder, name));
  }

  async #take(name: string): Promise<void> {
    const file = join(this.folder, name);
    try {
      const [text, module] = await Promise.all([readFile(file), readFile(join(this.folder, moduleOf(name)))]);
      const digest = createHash("sha256").update(text).update(module).digest("hex");
      const before = this.#kept.get(name);
      if (before?.digest === digest) return;
      this.#kept.set(name, { digest, tool: before?.tool ?? null });
      const manifest = readManifest(text.toString());
      const tool = this.#kernel.load(manifest, module);
      if ("refused" in tool) throw new Error(`${moduleOf(name)}: ${tool.refused}`);
      if (before && before.tool !== manifest.name) this.#forget(name);
      this.#kept.set(name, { digest, tool: manifest.name });
      this.#kernel.registry.put(tool, file);
    } catch (thrown) {
      // gone since the folder was listed: the next look will show it
      if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return;
      this.#tell(file, thrown);
    }
  }

  #tell(file: string, thrown: unknown): void {
    this.#onProblem({ file, message: thrown instanceof Error ? thrown.message : String(thrown) });
  }
}

function moduleOf(manifest: string): string {
  return manifest.replace(/json$/, "wasm");
}

function readManifest(text: string): ToolManifest {
  try {
    return toolManifestSchema.parse(JSON.parse(text));
  } catch (thrown) {
    if (thrown instanceof z.ZodError) throw new Error(z.prettifyError(thrown));
    throw thrown;
  }
}
