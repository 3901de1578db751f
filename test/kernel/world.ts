import { mkdir, mkdtemp, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AuditLine, AuditLog } from "../../runtime/executor/index.ts";
import { Kernel, type KernelOptions, toolManifestSchema } from "../../runtime/kernel/index.ts";
import { builtTools, type Called, callTool } from "./support.ts";

/** A folder of its own, and a kernel with an audit log and some tools, for those that touch the world. */
export interface World extends AsyncDisposable {
  /** What is granted lies in here, and what is not. */
  readonly folder: string;
  readonly kernel: Kernel;
  call(name: string, args: Record<string, unknown>): Promise<Called>;
  /** `granted files.read /…`, of all calls since this was asked last. */
  uses(): Promise<string[]>;
}

/** @param grants from the folder */
export async function world(
  tools: readonly string[],
  grants: (folder: string) => KernelOptions["grants"],
): Promise<World> {
  const base = await realpath(await mkdtemp(join(tmpdir(), "fuelgauge-world-")));
  const folder = join(base, "world");
  await mkdir(folder);
  const audit = await AuditLog.open({ folder: join(base, "audit") });
  const kernel = new Kernel({ grants: grants(folder) ?? {}, audit });
  for (const name of tools) await addTool(kernel, name);
  let told = 0;
  return {
    folder,
    kernel,
    call: (name, args) => callTool(kernel, name, args),
    async uses() {
      await audit.flush();
      const text = await readFile(join(base, "audit", "audit.ndjson"), "utf8");
      const lines = text.split("\n").slice(0, -1);
      const fresh = lines.slice(told).map((line): AuditLine => JSON.parse(line));
      told = lines.length;
      return fresh.flatMap(({ events = [] }) =>
        events.map(({ kind, operation, target }) => `${kind} ${operation} ${target}`),
      );
    },
    async [Symbol.asyncDispose]() {
      kernel.close();
      await audit.close();
      await rm(base, { recursive: true });
    },
  };
}

async function addTool(kernel: Kernel, name: string): Promise<void> {
  const manifest = JSON.parse(await readFile(join(builtTools, `${name}.json`), "utf8"));
  const module = await readFile(join(builtTools, `${name}.wasm`));
  const tool = kernel.load(toolManifestSchema.parse(manifest), module);
  if ("refused" in tool) throw new Error(`${name}: ${tool.refused}`);
  kernel.registry.put(tool);
}
