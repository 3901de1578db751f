import * as ownHost from "../../runtime/host/index.ts";
import type { Host } from "../../runtime/host/interface.ts";
import { messageOf, storyOf } from "../errors.ts";
import type { Arm } from "../model/measurement.ts";
import type { Benchmark, Case, Scenario, Subject, Task } from "../suites/case.ts";
import { controls, prepareControl } from "../suites/control.ts";
import { makeDeterministic } from "./bench/determinism.ts";
import { type OperationFuel, operationFuel, prepareOperation } from "./fuel.ts";
import { inspectModules } from "./inspect.ts";
import { type ArmFolder, type AssignedJob, jobSchema, type Report, type Say } from "./job.ts";
import { applyLoad } from "./load.ts";
import { operationCost } from "./operation-cost.ts";
import { watchPauses } from "./pauses.ts";
import { readProjectCases } from "./project-cases.ts";
import { seededRandom, shuffled } from "./random.ts";
import { sampleCase } from "./sample.ts";
import { type LoadedBundle, loadBundle, subjectOf } from "./subject.ts";
import { timeOnce } from "./timer.ts";

type JobOf<Kind extends AssignedJob["kind"]> = Extract<AssignedJob, { kind: Kind }>;

const say: Say = (report) => {
  process.send?.(report);
};

/**
 * Makes this process a measuring process: it does one job, about some of these cases or the controls, says what it found over the channel
 * to its parent, and ends.
 */
export function serveOneJob(cases: readonly Case[]): void {
  const known: Catalog = new Map([...controls, ...cases].map((each) => [each.id, each]));
  process.once("message", async (message) => {
    const pauses = watchPauses();
    await perform(jobSchema.parse(message), known);
    const { user, system } = process.cpuUsage();
    const usage = { cpuMicroseconds: user + system, longestPauseMs: pauses.longestMs() };
    // disconnecting drops what is still on its way, so it waits for the last word
    process.send?.({ kind: "done", ...usage } satisfies Report, () => process.disconnect());
  });
}

/** By id. */
type Catalog = ReadonlyMap<string, Case>;

async function perform(job: AssignedJob, known: Catalog): Promise<void> {
  const own = await readProjectCases(job.definitions);
  const catalog = new Map([...known, ...own.map((each) => [each.id, each] as const)]);
  switch (job.kind) {
    case "calibrate":
      return calibrate(job, catalog);
    case "sample":
      return sample(job, catalog);
    case "cold":
      return startCold(job, catalog);
    case "load":
      return load(job, catalog);
    case "inspect":
      return inspectModules(await loadBundle(job.subject.folder), job.subject.arm, say);
    case "fuel":
      return countFuel(job, catalog);
    case "discover":
      return discover(job);
  }
}

async function calibrate({ subjects, host, cases }: JobOf<"calibrate">, catalog: Catalog): Promise<void> {
  const loadSubjects = await openSubjects(subjects, host);
  for (const id of cases) {
    say({ kind: "started", case: id });
    await attempt(id, "head", async () => {
      const tasks: Task[] = [];
      const startMs = performance.now();
      for (const subject of loadSubjects().values()) {
        tasks.push(await benchmarkOf(id, catalog).prepare(subject));
      }
      const prepareNs = ((performance.now() - startMs) * 1_000_000) / tasks.length;
      const benchmark = benchmarkOf(id, catalog);
      const [spare] = loadSubjects().values();
      if (spare === undefined) return;
      // what a process can load only once has no second copy
      const reference = benchmark.ownedBy === "project" ? prepareControl() : await benchmark.prepare(spare);
      const cost = await operationCost(tasks, reference);
      say({ kind: "calibrated", case: id, prepareNs, ...cost });
    });
  }
}

async function sample({ subjects, host, cases, seed }: JobOf<"sample">, catalog: Catalog): Promise<void> {
  const random = seededRandom(seed);
  const loadSubjects = await openSubjects(subjects, host);
  for (const sampling of shuffled(cases, random)) {
    await sampleCase(benchmarkOf(sampling.id, catalog), loadSubjects, sampling, random, say);
  }
}

/** Reads the bundles, and gives a function that loads their modules anew each time. */
async function openSubjects(
  folders: readonly ArmFolder[],
  hostOf: "bundle" | "fuelgauge",
): Promise<() => Map<Arm, Subject>> {
  const opened: { arm: Arm; bundle: LoadedBundle; host: Host }[] = [];
  for (const { arm, folder } of folders) {
    const bundle = await loadBundle(folder);
    opened.push({ arm, bundle, host: hostOf === "bundle" ? await bundle.loadHost() : ownHost });
  }
  return () => new Map(opened.map(({ arm, bundle, host }) => [arm, subjectOf(bundle, host)]));
}

/** Says which tasks benchmark files have. */
async function discover({ subject: { folder }, files }: JobOf<"discover">): Promise<void> {
  const bundle = await loadBundle(folder);
  for (const file of files) {
    say({ kind: "started", case: file });
    await attempt(file, "head", async () => {
      const { tasks, replaced } = await bundle.benchFile(file);
      say({
        kind: "discovered",
        file,
        tasks: tasks.map(({ name }) => name),
        replaced: replaced.slice(0, 100),
      });
    });
  }
}

async function startCold(
  { subject: { arm, folder }, case: id }: JobOf<"cold">,
  catalog: Catalog,
): Promise<void> {
  const cold = caseOf(id, catalog);
  if (cold.kind !== "cold") throw new Error(`${id} is no cold start`);
  const bundle = await loadBundle(folder);
  say({ kind: "started", case: id });
  await attempt(id, arm, async () => {
    const samples = await timeOnce(() => cold.start(bundle.loadHost, bundle.bytes));
    say({ kind: "samples", case: id, metric: "time", arm, samples });
  });
}

async function load(job: JobOf<"load">, catalog: Catalog): Promise<void> {
  const { subject, case: id, ...shape } = job;
  const { arm, folder } = subject;
  const each = caseOf(id, catalog);
  switch (each.kind) {
    case "load":
      return attempt(id, arm, () => applyLoad(each, arm, { folder, ...shape }, say));
    case "scenario":
      return attempt(id, arm, () => play(each, job));
    default:
      throw new Error(`${id} loads nothing`);
  }
}

async function play(
  scenario: Scenario,
  { subject: { arm, folder }, scratch, threads }: JobOf<"load">,
): Promise<void> {
  const { id, metrics } = scenario;
  if (scratch === null) throw new Error("a scenario has a folder to write to");
  const bundle = await loadBundle(folder);
  const host = await bundle.loadHost();
  say({ kind: "started", case: id });
  const figures = await scenario.play({ host, bytes: bundle.bytes, tools: bundle.tools, scratch, threads });
  for (const metric of metrics) {
    const samples = figures[metric];
    if (!samples) throw new Error(`${id} did not measure its ${metric}`);
    say({ kind: "samples", case: id, metric, arm, samples: [...samples] });
  }
}

/** Fuel is counted as often as it is asked for, in fresh instances: what is not always the same is not deterministic. */
async function countFuel(
  { subject: { arm, folder }, cases, profile, times }: JobOf<"fuel">,
  catalog: Catalog,
): Promise<void> {
  const bundle = await loadBundle(folder);
  if (cases.some((id) => caseOf(id, catalog).ownedBy === "project")) makeDeterministic(1);
  for (const id of cases) {
    say({ kind: "started", case: id });
    await attempt(id, arm, async () => {
      const each = caseOf(id, catalog);
      const counted: OperationFuel[] = [];
      for (let i = 0; i < times; i++) counted.push(await countedFuel(each, bundle, profile));
      const figures = {
        fuel: counted.map(({ fuel }) => fuel),
        memory: counted.map(({ memoryBytes }) => memoryBytes),
      };
      if (profile) return say({ kind: "profile", case: id, arm, functions: counted[0]?.functions ?? [] });
      for (const metric of ["fuel", "memory"] as const) {
        const samples = figures[metric].filter((figure) => figure !== null);
        if (samples.length > 0) say({ kind: "samples", case: id, metric, arm, samples });
      }
    });
  }
}

/** A case that fails only with its fuel counted, for instance because it needs all of the stack, fails with these words. */
async function countedFuel(each: Case, bundle: LoadedBundle, profile: boolean): Promise<OperationFuel> {
  try {
    return await operationFuel(each, bundle, { profile });
  } catch (thrown) {
    const operation = await prepareOperation(each, bundle);
    await operation.run();
    throw new Error(`fails only while its fuel is counted: ${messageOf(thrown)}`, { cause: thrown });
  }
}

function caseOf(id: string, catalog: Catalog): Case {
  const found = catalog.get(id);
  if (!found) throw new Error(`there is no case ${id}`);
  return found;
}

function benchmarkOf(id: string, catalog: Catalog): Benchmark {
  const found = caseOf(id, catalog);
  if (found.kind !== "benchmark") throw new Error(`${id} is no benchmark`);
  return found;
}

/** A case that fails is said, and leaves the others their figures. */
async function attempt(id: string, arm: Arm, step: () => void | Promise<void>): Promise<void> {
  try {
    await step();
  } catch (thrown) {
    say({ kind: "failed", case: id, arm, message: storyOf(thrown) });
  }
}
