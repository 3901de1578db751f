import { existsSync } from "node:fs";
import { join } from "node:path";
import { packageFolder } from "./programs.ts";

/** The folder `runtime/` of this package. */
export function bundledRuntime(): string {
  const folder = join(packageFolder(), "runtime");
  if (!existsSync(folder)) throw new Error(`the package is incomplete: it has no folder ${folder}`);
  return folder;
}
