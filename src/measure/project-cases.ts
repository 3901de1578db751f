import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { manifestSchema } from "../model/manifest.ts";
import type { Benchmark } from "../suites/case.ts";
import { casesOfProjects } from "../suites/project/case.ts";

/** The cases that the bundles in these folders tell of; of two that tell the same one, the first counts. */
export async function readProjectCases(folders: readonly string[]): Promise<Benchmark[]> {
  const projects = await Promise.all(
    folders.map(async (folder) => {
      const text = await readFile(join(folder, "manifest.json"), "utf8");
      return manifestSchema.parse(JSON.parse(text)).project;
    }),
  );
  return casesOfProjects(projects, (bundle, path) => {
    return new Uint8Array(readFileSync(join(folders[bundle] ?? "", "bundle", path)));
  });
}
