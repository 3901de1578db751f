/** Compiles the kernel's tools, so that `fuelgauge serve` and the tests have them at once. */
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "rolldown";
import { compileJob, filesOf, manifestsOf } from "../../src/bundle/build.ts";
import { runCompilers } from "../../src/bundle/compilers.ts";
import { collectToolRecipes } from "../../src/bundle/guest-recipe.ts";
import { readRuntimeFolder } from "../../src/bundle/runtime-folder.ts";
import { readToolSources } from "../../src/bundle/tool-sources.ts";

const runtimeFolder = fileURLToPath(new URL("../../runtime", import.meta.url));
const compilerEntry = new URL("../../src/bundle/compiler.ts", import.meta.url);

/** Files of tools, path from `dist` to content. @param names only these; default: all */
export async function compileTools(names: readonly string[] = []): Promise<Map<string, Uint8Array>> {
  const runtime = await readRuntimeFolder(runtimeFolder);
  const all = await readToolSources(runtime);
  const tools = names.length === 0 ? all : all.filter(({ name }) => names.includes(basename(name)));
  const recipes = await collectToolRecipes(runtime, tools);
  const modules = filesOf(await runCompilers({ compilerEntry }, recipes.map(compileJob)));
  return new Map([...modules, ...manifestsOf(tools)]);
}

export function kernelTools(): Plugin {
  return {
    name: "kernel-tools",
    async generateBundle() {
      for (const [fileName, source] of await compileTools())
        this.emitFile({ type: "asset", fileName, source });
    },
  };
}
