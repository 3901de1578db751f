import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { interfaceVersion } from "../../runtime/host/interface.ts";
import { runCompilers } from "../../src/bundle/compilers.ts";
import { collectRecipes } from "../../src/bundle/guest-recipe.ts";
import { programEntry } from "../../src/programs.ts";

const folder = fileURLToPath(new URL("./kernels", import.meta.url));
/** More than any of them needs. */
const memory = { initialPages: 4 };
let compiled: Promise<ReadonlyMap<string, Uint8Array>> | null = null;

/** The modules of the sources in `kernels/`, by name. They are compiled as guests of a runtime are, once in a process. */
export function compiledKernels(): Promise<ReadonlyMap<string, Uint8Array>> {
  compiled ??= compile();
  return compiled;
}

async function compile(): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".ts"));
  const guests = Object.fromEntries(
    files.map((source) => {
      const options = { source, memory, optimize: 3, conversions: "saturating" } as const;
      return [source.replace(/\.ts$/, ""), options];
    }),
  );
  const recipes = await collectRecipes({
    name: "kernels",
    interface: interfaceVersion,
    host: "none.ts",
    folder,
    guests,
  });
  const answers = await runCompilers(
    { compilerEntry: programEntry("compiler") },
    recipes.map(({ name, arguments: args, sources, output }) => ({
      kind: "compile",
      guest: name,
      arguments: [...args],
      sources: { ...sources },
      output,
    })),
  );
  return new Map(
    answers.map((answer, at) => {
      const { name = "", output = "" } = recipes[at] ?? {};
      if (answer.kind === "refused") throw new Error(answer.diagnostics);
      const bytes = answer.files[output];
      if (!bytes) throw new Error(`the compiler made no ${output}`);
      return [name, bytes];
    }),
  );
}
