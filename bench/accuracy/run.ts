import { execFile } from "node:child_process";
import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { buildBundle } from "../../src/bundle/build.ts";
import type { Budget } from "../../src/measure/plan.ts";
import { noConfig } from "../../src/model/config.ts";
import type { Manifest } from "../../src/model/manifest.ts";
import { isMetric } from "../../src/model/metric.ts";
import { packageFolder, programEntry } from "../../src/programs.ts";
import { type RunRequest, runSuites } from "../../src/run.ts";
import { type Case, floorOf } from "../../src/suites/case.ts";
import { selectCases } from "../../src/suites/catalog.ts";
import { type Plants, writeBundle } from "./bundle.ts";
import { type Calibration, turnsFor } from "./calibration.ts";
import { caseSets } from "./cases.ts";
import type { Condition } from "./conditions.ts";
import type { Experiment } from "./experiments.ts";
import { bundledMeasurer } from "./measurer.ts";
import { plantedFuel } from "./plant.ts";
import type { AccuracyRecord } from "./record.ts";

/** Suites of the bundled runtime that are timed without a load. */
const runtimeSuites = ["execution/*", "memory/*", "instantiation/*", "crash/*"];
const runtimeFolder = fileURLToPath(new URL("../../runtime", import.meta.url));

export interface Trial {
  readonly experiment: Experiment;
  /** That the machine is in already. */
  readonly condition: Condition;
  /** By case; needed where something is planted. */
  readonly calibrations: ReadonlyMap<string, Calibration>;
  /** Instead of the experiment's own. */
  readonly budget?: Budget;
  /** Path of the Node that measures. */
  readonly node: string;
}

/** Makes base and head, has them measured and judged like a pull request, and says what came of it. */
export async function runTrial({
  experiment,
  condition,
  calibrations,
  budget,
  node,
}: Trial): Promise<AccuracyRecord> {
  const folder = await mkdtemp(join(tmpdir(), "fuelgauge-accuracy-"));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", remove);
  try {
    const planted = plantedIn(experiment, calibrations);
    const cases = casesOf(experiment);
    const { base, head } = await programsOf(experiment, folder, planted.plants);
    const startMs = performance.now();
    const request: RunRequest = {
      head,
      headSha: null,
      base: { kind: "found", ...base, info: baseInfo },
      cases,
      config: noConfig,
      history: [],
      secondLook: "here",
      ...(experiment.subject === "runtime" ? {} : { measurer: await bundledMeasurer(experiment.subject) }),
      budget: budget ?? experiment.budget,
      node,
    };
    const results = await runSuites(request, { info() {}, onMeasurement() {}, onRound() {} });
    return {
      schema: 1,
      experiment: experiment.name,
      condition,
      startedAt: results.startedAt,
      commit: await commit(),
      machine: results.machine,
      plan: results.plan,
      seconds: (performance.now() - startMs) / 1000,
      roundSeconds: results.conditions.map(({ durationMs }) => durationMs / 1000),
      floors: Object.fromEntries(cases.map((each) => [each.id, floorOf(each)])),
      plants: planted.said,
      measurements: results.measurements,
      failed: results.failures.map(({ case: id, message }) => `${id}: ${message}`),
      rows: results.comparisons.flatMap(({ case: id, metric, gating, verdict, change }) =>
        isMetric(metric) ? [{ case: id, metric, gating, verdict, change }] : [],
      ),
    };
  } finally {
    process.off("exit", remove);
    remove();
  }
}

const baseInfo = {
  kind: "compared",
  source: "made for the bench",
  sha: null,
  wantedSha: null,
  distance: 0,
  runId: null,
  machine: null,
} as const;

/** Counting fuel takes longer than some of these runs measure, so it is left out where it is not the point. */
function casesOf({ subject, floor, nop }: Experiment): readonly Case[] {
  if (subject === "runtime") return selectCases(runtimeSuites);
  return caseSets[subject].cases.map((each) => ({
    ...each,
    ...(floor === null ? {} : { floor }),
    ...(nop ? {} : { fuel: false }),
  }));
}

/** An instruction is planted in every second case, so that the others can show that nothing is seen where nothing is. */
function plantedIn(
  { subject, slowdown, nop }: Experiment,
  calibrations: ReadonlyMap<string, Calibration>,
): { plants: Plants; said: AccuracyRecord["plants"] } {
  if (subject === "runtime" || (!nop && slowdown === 0)) return { plants: new Map(), said: [] };
  const planted = caseSets[subject].cases
    .filter((_, at) => !nop || at % 2 === 0)
    .map(({ id }) => {
      if (nop) return { id, plant: { turns: 0, nop }, slowdown: null };
      const calibration = calibrations.get(id);
      if (!calibration) throw new Error(`${id} has not been calibrated`);
      const turns = turnsFor(calibration, slowdown);
      const { perTurn, standardError } = calibration;
      return { id, plant: { turns }, slowdown: { estimate: turns * perTurn, standardError } };
    });
  return {
    plants: new Map(planted.map(({ id, plant }) => [id, plant])),
    said: planted.map(({ id, plant, slowdown: slower }) => ({
      case: id,
      instructions: plantedFuel(plant),
      slowdown: slower,
    })),
  };
}

interface Program {
  readonly folder: string;
  readonly manifest: Manifest;
}
interface Programs {
  readonly base: Program;
  readonly head: Program;
}

async function programsOf({ subject }: Experiment, folder: string, plants: Plants): Promise<Programs> {
  if (subject === "runtime") {
    builtRuntimes ??= buildTwice();
    return builtRuntimes;
  }
  const make = async (name: string, inHead: Plants): Promise<Program> => {
    const into = join(folder, name);
    const { cases } = caseSets[subject];
    return { folder: into, manifest: await writeBundle(into, { cases, plants: inHead, name }) };
  };
  return { base: await make("base", new Map()), head: await make("head", plants) };
}

let builtRuntimes: Promise<Programs> | null = null;

/**
 * Builds the bundled runtime once for each arm, for all runs of this process. The same sources give the same bytes; what
 * measures makes them distinct for each arm.
 */
async function buildTwice(): Promise<Programs> {
  const folder = await mkdtemp(join(tmpdir(), "fuelgauge-accuracy-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const build = async (name: string): Promise<Program> => {
    const into = join(folder, name);
    const compilerEntry = programEntry("compiler");
    const { manifest } = await buildBundle({
      runtime: runtimeFolder,
      project: null,
      into,
      compilerEntry,
      log() {},
    });
    return { folder: into, manifest };
  };
  return { base: await build("base"), head: await build("head") };
}

async function commit(): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)("git", ["rev-parse", "HEAD"], { cwd: packageFolder() });
    return stdout.trim();
  } catch {
    return null;
  }
}
