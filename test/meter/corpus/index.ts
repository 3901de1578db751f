import { fib, fill } from "./micro.ts";
import { pdfium } from "./pdfium.ts";
import { quickjs } from "./quickjs.ts";
import { sql } from "./sql.ts";
import { treeSitter } from "./tree-sitter.ts";
import type { Workload } from "./workload.ts";

export type { Job, Workload } from "./workload.ts";

/** Programs as people ship them. */
export const realWorkloads: readonly Workload[] = [sql, quickjs, treeSitter, pdfium];

/** The two extremes: all calls, all loop. */
export const microWorkloads: readonly Workload[] = [fib, fill];

/** The workload of that name. Throws when there is none. */
export function workload(name: string): Workload {
  const all = [...realWorkloads, ...microWorkloads];
  const found = all.find((one) => one.name === name);
  if (!found)
    throw new Error(`There is no workload "${name}"; there are ${all.map((one) => one.name).join(", ")}.`);
  return found;
}
