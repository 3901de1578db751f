import { existsSync } from "node:fs";
import { readBaselineFolder } from "../baseline/folder.ts";
import { readConfig } from "../config/read.ts";
import { FuelgaugeError } from "../errors.ts";
import { conclude, type MeasuringOptions, measureInto } from "./measuring.ts";
import { localBase } from "./run.ts";
import { openStore, type Store } from "./store.ts";

/** `fuelgauge compare BASE HEAD` */
export async function compareCommand(
  baseName: string,
  headName: string,
  options: MeasuringOptions,
): Promise<void> {
  const store = openStore(options.store);
  const base = await readNamed(store, baseName);
  const measured = await readNamed(store, headName);
  if (measured.kind === "stored") throw unusable(headName, measured.reason);
  const { folder, manifest, results } = measured;
  const { config } = await readConfig(process.cwd(), options.config ?? null);
  const programs = {
    head: { folder, manifest },
    config,
    headSha: results.head.sha,
    base: localBase(base, baseName),
    history: base.history,
    imported: results.imported.filter(({ arm }) => arm === "head"),
  };
  conclude(store, await measureInto(store, programs, options), options);
}

async function readNamed(store: Store, name: string) {
  const found = existsSync(name)
    ? await readBaselineFolder(name)
    : await store.read(name === "last" ? null : name);
  if (found.kind === "unusable") throw unusable(name, found.reason);
  return found;
}

function unusable(name: string, reason: string): FuelgaugeError {
  return new FuelgaugeError({
    happened: `The baseline "${name}" cannot be used: ${reason}.`,
    expected: "a named baseline, last, or a folder that holds a baseline artifact",
    remedy:
      "Keep a run with fuelgauge run --save-baseline NAME, or give the folder of a downloaded artifact.",
  });
}
