import { readFile } from "node:fs/promises";
import { join, posix, relative, sep } from "node:path";
import { trackedFiles } from "../git.ts";
import type { Config } from "../model/config.ts";
import type { Manifest } from "../model/manifest.ts";
import { type ProjectCase, pathInProject } from "../model/project.ts";
import type { CaseSource } from "../model/results.ts";
import { moduleFiles, type ProjectPlace } from "./collect.ts";

type BenchCase = Extract<ProjectCase, { kind: "bench" }>;

/**
 * Where in the checkout the project's own cases come from: the lines of benchmark files that add them, and the modules that the
 * repository holds and that are not the base's.
 *
 * @param base null where its bundle is not there: nothing is known of what changed
 */
export async function caseSources(
  place: ProjectPlace,
  config: Pick<Config, "modules">,
  { head, base }: { readonly head: Manifest; readonly base: Manifest | null },
): Promise<CaseSource[]> {
  const cases = head.project?.cases ?? [];
  const benches = cases.filter((each) => each.kind === "bench");
  return [
    ...(await benchSources(place, benches)),
    ...(await moduleSources(place, config, { head, base, cases })),
  ];
}

async function benchSources({ root }: ProjectPlace, cases: readonly BenchCase[]): Promise<CaseSource[]> {
  const byFile = Map.groupBy(cases, ({ file }) => pathInProject(file));
  const sources = [...byFile].map(async ([file, ofFile]) => {
    const text = await readFile(join(root, file), "utf8").catch(() => "");
    return ofFile.map(({ id }): CaseSource => ({ case: id, file, line: lineOfTask(text, id) }));
  });
  return (await Promise.all(sources)).flat();
}

/** A name that is given to `.add(` of tinybench or to `bench(` of vitest. */
const taskName = /(?:\.\s*add|\bbench(?:\.\w+)?)\s*\(\s*(["'`])((?:\\.|(?!\1)[^\\])*)\1/gs;

/**
 * The line, from 1, of a benchmark file that adds the task of a case; 1 where none does so by that name. Several of one name are
 * counted as their cases are: `bench/a/sum#2` is the second.
 */
export function lineOfTask(text: string, caseId: string): number {
  const [, id = caseId, count = "1"] = /^(.*)#(\d+)$/s.exec(caseId) ?? [];
  const named = [...text.matchAll(taskName)].flatMap((match) => {
    const name = (match[2] ?? "")
      .replace(/\\(.)/gs, "$1")
      .trim()
      .replace(/[\s,]+/g, "-");
    const start = match.index + match[0].lastIndexOf(match[1] ?? "", match[0].length - 2);
    return name !== "" && id.endsWith(`/${name}`)
      ? [{ name, line: text.slice(0, start).split("\n").length }]
      : [];
  });
  const longest = Math.max(...named.map(({ name }) => name.length));
  const candidates = named.filter(({ name }) => name.length === longest);
  return (candidates[Number(count) - 1] ?? candidates[0])?.line ?? 1;
}

/** Of a module that was built from elsewhere nobody knows the sources; of one that lies in the repository it is the file. */
async function moduleSources(
  { folder, root }: ProjectPlace,
  { modules }: Pick<Config, "modules">,
  { head, base, cases }: { head: Manifest; base: Manifest | null; cases: readonly ProjectCase[] },
): Promise<CaseSource[]> {
  const changed = [...(await moduleFiles(folder, modules))].flatMap(([name, file]) => {
    const path = head.guests[name]?.file ?? "";
    const [now, before] = [head, base].map((manifest) => manifest?.files[path]?.sha256);
    if (before === undefined || now === before) return [];
    return [{ name, file: posix.join(relative(root, folder).split(sep).join("/"), file) }];
  });
  const tracked = await trackedFiles(
    root,
    changed.map(({ file }) => file),
  );
  return changed
    .filter(({ file }) => tracked.has(file))
    .flatMap(({ name, file }) => {
      const own = cases.filter((each) => each.kind !== "bench" && each.module === name);
      return [...own.map(({ id }) => id), `modules/${name}`].map((id) => ({ case: id, file, line: 1 }));
    });
}
