import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { rolldown } from "rolldown";
import { packageFolder } from "../../src/programs.ts";
import { caseSets, type SetName } from "./cases.ts";

/** Glue that looks for its module beside itself. It is found from the cache below, as that lies among the packages. */
const external = [/^@jitl\//, /^@hyzyla\//, "quickjs-emscripten-core", "sql.js", "web-tree-sitter"];
const cache = join(packageFolder(), "node_modules", ".cache", "fuelgauge-accuracy");
const bundled = new Map<SetName, Promise<URL>>();

/**
 * The entry of the processes that measure a set, in one file as users have it: reading the sources would take longer than
 * many a round.
 */
export function bundledMeasurer(set: SetName): Promise<URL> {
  const known = bundled.get(set) ?? bundle(set);
  bundled.set(set, known);
  return known;
}

async function bundle(set: SetName): Promise<URL> {
  const input = fileURLToPath(caseSets[set].measurer);
  const build = await rolldown({ input, platform: "node", checks: { eval: false }, external });
  const dir = join(cache, `${set}-${process.pid}`);
  process.once("exit", () => rmSync(dir, { recursive: true, force: true }));
  await build.write({ dir, format: "esm", entryFileNames: "measurer.js" });
  await build.close();
  return pathToFileURL(join(dir, "measurer.js"));
}
