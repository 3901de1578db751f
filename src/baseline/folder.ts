import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readBundle } from "../bundle/read.ts";
import { messageOf } from "../errors.ts";
import { type HistoryEntry, historyEntrySchema } from "../model/history.ts";
import type { Manifest } from "../model/manifest.ts";
import type { Results } from "../model/results.ts";
import { parseStoredResults, type StoredResults } from "../model/stored-results.ts";

const resultsFile = "results.json";
const historyFile = "history.ndjson";

/** What a baseline still is without its bundle. */
export const filesBesideBundle: readonly string[] = [resultsFile, historyFile];

/**
 * A baseline, as an artifact and on a laptop:
 *
 *     manifest.json    what the bundle holds, every file by its sha256
 *     bundle/          the program of that commit, ready to run
 *     results.json     what that commit measured
 *     history.ndjson   the commits before it, one line each
 *
 * One whose bundle was too large to be kept has the last two alone.
 */
export type BaselineFolder =
  | {
      readonly kind: "ok";
      readonly folder: string;
      readonly manifest: Manifest;
      readonly results: Results;
      readonly history: readonly HistoryEntry[];
    }
  /** It has no bundle that can be run, for the reason given, but nothing speaks against its results. */
  | {
      readonly kind: "stored";
      readonly reason: string;
      readonly results: Results;
      readonly history: readonly HistoryEntry[];
    }
  | { readonly kind: "unusable"; readonly reason: string; readonly history: readonly HistoryEntry[] };

/** Reads a baseline and checks every byte of its bundle. Whatever is wrong with it is a reason, not an error. */
export async function readBaselineFolder(folder: string): Promise<BaselineFolder> {
  // the history outlives what it came with: an older or a newer bundle does not end it
  const history = await readHistory(folder);
  const bundle = await readBundle(folder);
  if (bundle.kind === "unusable") return { ...bundle, history };
  const results = await readResults(join(folder, resultsFile));
  if (bundle.kind === "unreadable") {
    const { reason } = bundle;
    return results.kind === "ok"
      ? { kind: "stored", reason, results: results.results, history }
      : { kind: "unusable", reason, history };
  }
  if (results.kind === "unusable") return { ...results, history };
  return { kind: "ok", folder, manifest: bundle.manifest, results: results.results, history };
}

/** Adds to a folder that holds a bundle what makes it a baseline. */
export async function writeBaselineFolder(
  folder: string,
  results: Results,
  history: readonly HistoryEntry[],
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, resultsFile), JSON.stringify(results));
  await writeHistory(folder, history);
}

/** Writes `history.ndjson` into a folder. */
export async function writeHistory(folder: string, history: readonly HistoryEntry[]): Promise<void> {
  await writeFile(join(folder, historyFile), history.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
}

async function readResults(path: string): Promise<StoredResults> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(await readFile(path, "utf8"));
  } catch (thrown) {
    return { kind: "unusable", reason: `its results.json cannot be read: ${messageOf(thrown)}` };
  }
  return parseStoredResults(parsed);
}

/** History is a nicety: lines that cannot be read are left out, and a missing file is an empty history. */
export async function readHistory(folder: string): Promise<HistoryEntry[]> {
  const text = await readFile(join(folder, historyFile), "utf8").catch(() => "");
  return text.split("\n").flatMap((line) => {
    const entry = historyEntrySchema.safeParse(parseJson(line));
    return entry.success ? [entry.data] : [];
  });
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
