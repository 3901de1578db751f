import { rm } from "node:fs/promises";
import { appendHistory, historyEntry } from "../analysis/history.ts";
import { baseProgram } from "../base-program.ts";
import { type BaselineFolder, writeBaselineFolder } from "../baseline/folder.ts";
import { bundledRuntime } from "../bundled-runtime.ts";
import { readConfig } from "../config/read.ts";
import { FuelgaugeError } from "../errors.ts";
import { headOfCheckout, rootOfCheckout } from "../git.ts";
import { buildHead } from "../head.ts";
import type { HistoryEntry } from "../model/history.ts";
import { readImported } from "../project/results.ts";
import type { BaseProgram } from "../run.ts";
import { conclude, type MeasuringOptions, measureInto } from "./measuring.ts";
import { checkedName, openStore, type Store } from "./store.ts";

interface RunOptions extends MeasuringOptions {
  readonly runtime: string | null;
  readonly baseline?: string;
  readonly saveBaseline?: string;
}

/** `fuelgauge run` */
export async function runCommand(options: RunOptions): Promise<void> {
  const store = openStore(options.store);
  const saveAs = options.saveBaseline === undefined ? null : checkedName(options.saveBaseline);
  await rm(store.headFolder, { recursive: true, force: true });
  const { base, history } = await findBase(store, options.baseline);
  const { config } = await readConfig(process.cwd(), options.config ?? null);
  const headSha = await headOfCheckout(process.cwd());
  const place = { folder: process.cwd(), root: rootOfCheckout(process.cwd()) };
  const imported = await readImported(place, config.results);
  const head = await buildHead({
    place,
    config,
    suites: options.suites,
    runtime: options.runtime ?? bundledRuntime(),
    into: store.headFolder,
    base,
    node: options.node,
    log: (line) => void process.stderr.write(`${line}\n`),
  });
  const results = await measureInto(store, { head, headSha, base, history, config, imported }, options);
  await writeBaselineFolder(store.headFolder, results, appendHistory(history, historyEntry(results)));
  await store.keepHead(saveAs);
  conclude(store, results, options);
}

async function findBase(
  store: Store,
  name: string | undefined,
): Promise<{ base: BaseProgram; history: readonly HistoryEntry[] }> {
  const absent = (reason: string) => ({ base: { kind: "absent", reason } as const, history: [] });
  if (name === "none") return absent("it was asked for none");
  const found = await store.read(name ?? null);
  if (found.kind === "unusable") {
    if (name === undefined)
      return absent("this is the first run here; the next one will be compared with it");
    throw new FuelgaugeError({
      happened: `The baseline "${name}" cannot be used: ${found.reason}.`,
      expected: "a baseline that an earlier run kept",
      remedy: `Keep one with --save-baseline ${name}, or compare with the last run by leaving --baseline out.`,
    });
  }
  return { base: localBase(found, name ? `the baseline ${name}` : "the last run"), history: found.history };
}

/** A baseline of this laptop, as the base of a comparison. */
export function localBase(
  found: Exclude<BaselineFolder, { kind: "unusable" }>,
  source: string,
): Exclude<BaseProgram, { kind: "absent" }> {
  const { sha } = found.results.head;
  return baseProgram(found, { source, sha, wantedSha: sha, distance: 0, runId: null });
}
