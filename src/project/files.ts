import fs from "node:fs/promises";
import { basename, sep } from "node:path";

/** The benchmark files of a project that names none. */
export const defaultBenches = ["**/*.bench.{ts,mts,js,mjs}"];

/** Paths relative to the folder, in order; packages, hidden folders and Fuelgauge's own are left out. */
export async function findFiles(folder: string, patterns: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const pattern of patterns) {
    const exclude = (path: string) => {
      const name = basename(path);
      return !pattern.includes("node_modules") && (name === "node_modules" || /^\.[^.]/.test(name));
    };
    for await (const path of fs.glob(pattern, { cwd: folder, exclude })) found.add(path.split(sep).join("/"));
  }
  return [...found].sort();
}
