/** Compiles tools of the kernel into `dist/tools`: those that are named, or all. `npm run build` does that too, and everything else. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { compileTools } from "./kernel-tools.ts";

for (const [path, bytes] of await compileTools(process.argv.slice(2))) {
  const file = join("dist", path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
  console.log(`${file}: ${bytes.length} bytes`);
}
