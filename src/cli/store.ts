import { existsSync, readdirSync } from "node:fs";
import { cp, mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { type BaselineFolder, readBaselineFolder } from "../baseline/folder.ts";
import { FuelgaugeError } from "../errors.ts";

/**
 * The baselines of a laptop, where a runner has artifacts:
 *
 *     .fuelgauge/last/              the last run
 *     .fuelgauge/baselines/NAME/    kept by --save-baseline NAME
 *     .fuelgauge/report/            what the last run reported
 *     .fuelgauge/head/              a run that is under way
 */
export interface Store {
  readonly headFolder: string;
  readonly reportFolder: string;
  /** The last run, or a named baseline. */
  read(name: string | null): Promise<BaselineFolder>;
  /** Makes head, which holds a whole baseline by now, the last run, and keeps it under a name as well. */
  keepHead(name: string | null): Promise<void>;
}

/**
 * @throws FuelgaugeError for a folder with something else in it: a run replaces what lies there
 */
export function openStore(root: string): Store {
  refuseForeignFolder(root);
  const headFolder = join(root, "head");
  const lastFolder = join(root, "last");
  return {
    headFolder,
    reportFolder: join(root, "report"),
    read: (name) =>
      readBaselineFolder(name === null ? lastFolder : join(root, "baselines", checkedName(name))),
    async keepHead(name) {
      if (name !== null) {
        const named = join(root, "baselines", checkedName(name));
        await rm(named, { recursive: true, force: true });
        await mkdir(join(root, "baselines"), { recursive: true });
        await cp(headFolder, named, { recursive: true });
      }
      await rm(lastFolder, { recursive: true, force: true });
      await rename(headFolder, lastFolder);
    },
  };
}

/** Everything that may lie in a store. */
const ours = ["head", "last", "baselines", "report", "build"];

function refuseForeignFolder(root: string): void {
  const foreign = existsSync(root) ? readdirSync(root).find((entry) => !ours.includes(entry)) : undefined;
  if (foreign === undefined) return;
  throw new FuelgaugeError({
    happened: `The store "${root}" holds "${foreign}", which Fuelgauge did not put there.`,
    expected: "a folder of its own, because a run replaces what lies in it",
    remedy: "Name another folder with --store, or leave it out for .fuelgauge.",
  });
}

/** Words that mean something else where a baseline is named. */
const reserved = ["none", "last"];

/** The name, when it can be the name of a baseline. */
export function checkedName(name: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name) && !reserved.includes(name)) return name;
  throw new FuelgaugeError({
    happened: `The baseline's name is "${name}".`,
    expected:
      "up to 100 letters, digits, dots, dashes and underscores, a letter or digit first; not none or last",
    remedy: "Choose a plainer name.",
  });
}
