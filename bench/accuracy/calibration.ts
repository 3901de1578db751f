import { execFile } from "node:child_process";
import { mkdir, mkdtempDisposable, readFile, writeFile } from "node:fs/promises";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { z } from "zod";
import { median } from "../../src/analysis/signed-rank.ts";
import { findSteadiness } from "../../src/measure/steadiness.ts";
import { writeBundle } from "./bundle.ts";
import type { Condition } from "./conditions.ts";
import type { ModuleCase } from "./subjects/module-case.ts";

/** What a turn of a plant costs an operation, under the condition in which it was tried. */
export const calibrationSchema = z.strictObject({
  case: z.string(),
  /** By how much a turn slows the operation down (relative). */
  perTurn: z.number().positive(),
  /** Of that (relative): 0.01 when it is known within one percent of itself. */
  standardError: z.number().nonnegative(),
});
export type Calibration = z.infer<typeof calibrationSchema>;

const program = fileURLToPath(new URL("./calibrator.ts", import.meta.url));
const saidSchema = z.strictObject({ perTurn: z.number().positive() });
/** The same operation takes some percent more or less from one process to the next, so several are asked, until they are sure. */
const processes = { fewest: 8, most: 16 };
const wantedError = 0.02;

/**
 * Calibrates cases in fresh processes, one of each case after the other and then again: a machine that is slower for some minutes
 * slows a plant less than most operations, and should not do so to one case alone. The folder has a bundle with their modules.
 */
async function* calibrate(
  node: string,
  ids: readonly string[],
  folder: string,
): AsyncGenerator<Calibration, void> {
  const { tierUpFlags } = await findSteadiness(node);
  const logarithms = new Map(ids.map((id) => [id, [] as number[]]));
  for (let asked = 1; logarithms.size > 0; asked++) {
    for (const [id, ofCase] of logarithms) {
      const { stdout } = await promisify(execFile)(node, [...tierUpFlags, program, id, folder]);
      ofCase.push(Math.log(saidSchema.parse(JSON.parse(stdout)).perTurn));
      const middle = median(ofCase) ?? Number.NaN;
      const standardError = errorOfMedian(ofCase, middle);
      const isSure = asked >= processes.fewest && standardError <= wantedError;
      if (!isSure && asked < processes.most) continue;
      logarithms.delete(id);
      yield { case: id, perTurn: Math.exp(middle), standardError };
    }
  }
}

/** Of normal values, told from how far half of them are from their median: a process that was disturbed is none of them. */
function errorOfMedian(values: readonly number[], middle: number): number {
  const deviation = 1.4826 * (median(values.map((value) => Math.abs(value - middle))) ?? Number.NaN);
  return deviation * Math.sqrt(Math.PI / 2 / values.length);
}

/** Turns that make the operation so much slower (relative), at least one. */
export function turnsFor({ perTurn }: Calibration, slowdown: number): number {
  return Math.max(1, Math.round(slowdown / perTurn));
}

const fileSchema = z.strictObject({
  /** What it holds for: processor and Node. */
  machine: z.string(),
  cases: z.array(calibrationSchema),
});

/** The calibrations of cases under one condition, kept in a file so that each is made once for a machine. */
export class Calibrations {
  readonly #file: string;
  readonly #machine: string;
  readonly #known: Map<string, Calibration>;

  private constructor(file: string, machine: string, known: readonly Calibration[]) {
    this.#file = file;
    this.#machine = machine;
    this.#known = new Map(known.map((each) => [each.case, each]));
  }

  static async in(folder: string, condition: Condition): Promise<Calibrations> {
    const file = join(folder, `calibration-${condition}.json`);
    const machine = `${cpus()[0]?.model.trim()}, Node ${process.version}`;
    const text = await readFile(file, "utf8").catch(() => null);
    const stored = text === null ? null : fileSchema.parse(JSON.parse(text));
    return new Calibrations(file, machine, stored?.machine === machine ? stored.cases : []);
  }

  /** What it takes to have those of these cases that are missing, about: some seconds a process. */
  missingSeconds(cases: readonly ModuleCase[]): number {
    return this.#missing(cases).length * 25;
  }

  /** Makes those of these cases that are missing, with the machine in the condition that they are for. */
  async of(
    cases: readonly ModuleCase[],
    { node, onCalibration }: { node: string; onCalibration: (made: Calibration) => void },
  ): Promise<ReadonlyMap<string, Calibration>> {
    const missing = this.#missing(cases);
    if (missing.length === 0) return this.#known;
    await using scratch = await mkdtempDisposable(join(tmpdir(), "fuelgauge-accuracy-"));
    await writeBundle(scratch.path, { cases: missing, plants: new Map(), name: "calibration" });
    const ids = missing.map(({ id }) => id);
    for await (const made of calibrate(node, ids, scratch.path)) {
      this.#known.set(made.case, made);
      onCalibration(made);
      await mkdir(join(this.#file, ".."), { recursive: true });
      const content = { machine: this.#machine, cases: [...this.#known.values()] };
      await writeFile(this.#file, `${JSON.stringify(content, null, 1)}\n`);
    }
    return this.#known;
  }

  #missing(cases: readonly ModuleCase[]): ModuleCase[] {
    return cases.filter(({ id }) => !this.#known.has(id));
  }
}
