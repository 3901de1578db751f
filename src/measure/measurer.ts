/** Entry of a measuring process: does one job, says what it found over the channel to its parent, and ends. */
import { messageOf } from "../errors.ts";
import type { Arm } from "../model/measurement.ts";
import type { Benchmark, Case, Subject } from "../suites/case.ts";
import { catalog } from "../suites/catalog.ts";
import { operationCost } from "./calibrate.ts";
import { inspectModules } from "./inspect.ts";
import { type ArmFolder, type Job, jobSchema, type Say } from "./job.ts";
import { applyLoad } from "./load.ts";
import { type Random, seededRandom, shuffled } from "./random.ts";
import { sampleCase } from "./sample.ts";
import { loadBundle, subjectOf } from "./subject.ts";
import { timeOnce } from "./timer.ts";

type JobOf<Kind extends Job["kind"]> = Extract<Job, { kind: Kind }>;

const say: Say = (report) => {
  process.send?.(report);
};

process.once("message", async (message) => {
  await perform(jobSchema.parse(message));
  say({ kind: "done" });
  process.disconnect();
});

async function perform(job: Job): Promise<void> {
  switch (job.kind) {
    case "calibrate":
      return calibrate(job);
    case "sample":
      return sample(job);
    case "cold":
      return startCold(job);
    case "load":
      return load(job);
    case "inspect":
      return inspectModules(await loadBundle(job.subject.folder), job.subject.arm, say);
  }
}

async function calibrate({ subjects, host, cases, seed }: JobOf<"calibrate">): Promise<void> {
  const loaded = await loadSubjects(subjects, host, seededRandom(seed));
  const [first] = loaded.keys();
  for (const id of cases) {
    say({ kind: "started", case: id });
    await attempt(id, first ?? "head", () => {
      const tasks = [...loaded.values()].map((subject) => benchmarkOf(id).prepare(subject));
      say({ kind: "calibrated", case: id, ...operationCost(tasks) });
    });
  }
}

async function sample({ subjects, host, cases, seed }: JobOf<"sample">): Promise<void> {
  const random = seededRandom(seed);
  const loaded = await loadSubjects(subjects, host, random);
  for (const sampling of shuffled(cases, random)) {
    sampleCase(benchmarkOf(sampling.id), loaded, sampling, random, say);
  }
}

async function loadSubjects(
  folders: readonly ArmFolder[],
  host: "bundle" | "fuelgauge",
  random: Random,
): Promise<Map<Arm, Subject>> {
  const loaded = new Map<Arm, Subject>();
  for (const { arm, folder } of shuffled(folders, random)) {
    loaded.set(arm, await subjectOf(await loadBundle(folder), host));
  }
  return loaded;
}

async function startCold({ subject: { arm, folder }, case: id }: JobOf<"cold">): Promise<void> {
  const cold = caseOf(id);
  if (cold.kind !== "cold") throw new Error(`${id} is no cold start`);
  const bundle = await loadBundle(folder);
  say({ kind: "started", case: id });
  await attempt(id, arm, async () => {
    const samples = await timeOnce(() => cold.start(bundle.loadHost, bundle.bytes));
    say({ kind: "samples", case: id, metric: "time", arm, samples });
  });
}

async function load({ subject: { arm, folder }, case: id, ...shape }: JobOf<"load">): Promise<void> {
  const scenario = caseOf(id);
  if (scenario.kind !== "load") throw new Error(`${id} is no load scenario`);
  await attempt(id, arm, () => applyLoad(scenario, arm, { folder, ...shape }, say));
}

function caseOf(id: string): Case {
  const found = catalog.find((candidate) => candidate.id === id);
  if (!found) throw new Error(`there is no case ${id}`);
  return found;
}

function benchmarkOf(id: string): Benchmark {
  const found = caseOf(id);
  if (found.kind !== "benchmark") throw new Error(`${id} is no benchmark`);
  return found;
}

/** A case that fails is said, and leaves the others their figures. */
async function attempt(id: string, arm: Arm, step: () => void | Promise<void>): Promise<void> {
  try {
    await step();
  } catch (thrown) {
    say({ kind: "failed", case: id, arm, message: messageOf(thrown) });
  }
}
