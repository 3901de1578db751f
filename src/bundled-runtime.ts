import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The folder `runtime/` of this package; it lies beside both `src/` and `dist/`. */
export function bundledRuntime(): string {
  const folder = fileURLToPath(new URL("../runtime", import.meta.url));
  if (!existsSync(folder)) throw new Error(`the package is incomplete: it has no folder ${folder}`);
  return folder;
}
