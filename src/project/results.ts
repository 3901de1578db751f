import { readFile, realpath, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { FuelgaugeError } from "../errors.ts";
import {
  type Imported,
  importedFigure,
  mostImported,
  mostImportedSamples,
  resultFileSchema,
} from "../model/imported.ts";
import { problemsOf, wantedType } from "../model/problems.ts";
import type { ProjectPlace } from "./collect.ts";
import { findFiles } from "./files.ts";

/** A file of results is this long at most, in bytes. */
const mostBytes = 16 * 1024 * 1024;

/**
 * What other tools measured of head, from the files that earlier steps left.
 *
 * @param patterns paths and globs, relative to the project
 * @throws FuelgaugeError for a pattern without a file, and for a file that does not hold what it should
 */
export async function readImported(place: ProjectPlace, patterns: readonly string[]): Promise<Imported[]> {
  const imported = new Map<string, { readonly file: string; readonly figure: Imported }>();
  for (const file of await resultFiles(place, patterns)) {
    for (const figure of await readResultFile(place, file)) {
      const key = `${figure.case} ${figure.metric}`;
      const other = imported.get(key);
      if (other !== undefined) throw sameFigure(figure, other.file, file);
      imported.set(key, { file, figure });
    }
  }
  const figures = [...imported.values()].map(({ figure }) => figure);
  refuseExcess(figures);
  return figures;
}

async function resultFiles({ folder }: ProjectPlace, patterns: readonly string[]): Promise<string[]> {
  const files = new Set<string>();
  for (const pattern of patterns) {
    const found = await findFiles(folder, [pattern]);
    if (found.length === 0) throw notFound(folder, pattern);
    for (const file of found) files.add(file);
  }
  return [...files];
}

async function readResultFile({ folder, root }: ProjectPlace, file: string): Promise<Imported[]> {
  const path = await realpath(join(folder, file));
  const inRoot = relative(await realpath(root), path);
  const isInside = !/^\.\.(?:[\\/]|$)/.test(inRoot) && path !== inRoot;
  // a message quotes what it finds wrong: of other files, nobody is to read anything
  if (!isInside || !path.endsWith(".json")) throw refused(file, "no .json file of the checkout");
  const { size } = await stat(path);
  if (size > mostBytes) throw refused(file, `${size} bytes long, more than ${mostBytes}`);
  const document = parsed(await readFile(path, "utf8"), file);
  const written = resultFileSchema.safeParse(document, { error: wantedType });
  if (written.success) return written.data.map(importedFigure);
  throw wrong(file, problemsOf(written.error.issues, document, resultFileSchema));
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    throw refused(file, "no JSON");
  }
}

function refuseExcess(figures: readonly Imported[]): void {
  const samples = figures.reduce((count, figure) => count + figure.samples.length, 0);
  if (figures.length <= mostImported && samples <= mostImportedSamples) return;
  throw new FuelgaugeError({
    happened: `The results of other tools are ${figures.length} figures with ${samples} samples.`,
    expected: `at most ${mostImported} figures with ${mostImportedSamples} samples in all`,
    remedy: "Leave out results that nobody looks at, or take fewer samples.",
  });
}

/** Problems that are told of a file: more of them are alike. */
const problemsShown = 20;

function wrong(file: string, problems: readonly string[]): FuelgaugeError {
  const count = problems.length === 1 ? "a problem" : `${problems.length} problems`;
  const told = problems.slice(0, problemsShown).map((problem) => `  - ${problem}`);
  const rest = problems.length - told.length;
  return new FuelgaugeError({
    happened: [`${file} has ${count}.`, ...told, ...(rest > 0 ? [`  and ${rest} more`] : [])].join("\n"),
    expected:
      "results as docs/your-code.md describes them: a list of { name, metric, unit, direction, samples }",
    remedy: "Correct the step that writes it.",
  });
}

function notFound(folder: string, pattern: string): FuelgaugeError {
  return new FuelgaugeError({
    happened: `No file matches the results "${pattern}" in ${folder}.`,
    expected: "a .json file with results of another tool, written before Fuelgauge runs",
    remedy: "Correct the path, or add the step that writes it in front of Fuelgauge's.",
  });
}

function refused(file: string, what: string): FuelgaugeError {
  return new FuelgaugeError({
    happened: `The results in ${file} cannot be read: it is ${what}.`,
    expected: `JSON of at most ${mostBytes} bytes, in a file of the checkout whose name ends in .json`,
    remedy: "Correct the path under results, or the step that writes the file.",
  });
}

function sameFigure({ case: id, metric }: Imported, one: string, other: string): FuelgaugeError {
  return new FuelgaugeError({
    happened: `${id} has two results of the metric ${metric}: ${one === other ? `both in ${one}` : `in ${one} and in ${other}`}.`,
    expected: "one result for each name and metric, with all of its samples",
    remedy: "Put the samples into one list, or give one of them another name.",
  });
}
