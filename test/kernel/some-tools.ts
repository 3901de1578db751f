import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Kernel, type KernelOptions, toolManifestSchema } from "../../runtime/kernel/index.ts";
import { builtTools } from "./support.ts";

/** A kernel with some tools of the package: quicker than with all. */
export async function kernelWith(names: readonly string[], options: KernelOptions = {}): Promise<Kernel> {
  const kernel = new Kernel(options);
  for (const name of names) {
    const manifest = toolManifestSchema.parse(
      JSON.parse(await readFile(join(builtTools, `${name}.json`), "utf8")),
    );
    const tool = kernel.load(manifest, await readFile(join(builtTools, `${name}.wasm`)));
    if ("refused" in tool) throw new Error(`${name}: ${tool.refused}`);
    kernel.registry.put(tool);
  }
  return kernel;
}
