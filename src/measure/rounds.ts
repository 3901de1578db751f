import { metrics } from "../model/metric.ts";
import type { Case } from "../suites/case.ts";
import { type Contestant, folderOf, type Host, hasCase, hostOf, threefold } from "./contestant.ts";
import type { Job, Sampling } from "./job.ts";
import { type JobRunner, leastSilenceMs, stoppedIn } from "./job-runner.ts";
import { type Schedule, takesPart } from "./plan.ts";
import type { JobEnd } from "./process.ts";
import { shuffled } from "./random.ts";

/**
 * Measures the timed metrics of all cases on all arms once, in fresh processes:
 *
 *     round    ┌ one process, arms in turns: cases of bare modules
 *              ├ a process for each arm, in drawn order: cases that run the arm's own host code
 *              └ for each case that wants its own process: one for each arm, in drawn order
 *
 * @param turn which of the schedule's rounds it is, from 0; figures are kept under `runner.round`
 */
export async function measureRound(runner: JobRunner, turn: number, schedule: Schedule): Promise<void> {
  runner.silenceMs = leastSilenceMs + 5 * schedule.longestCaseMs;
  const failed = runner.failedCases();
  const cases = runner.options.cases.filter(({ id }) => !failed.has(id) && takesPart(schedule, id, turn));
  await sampleInTurns(runner, cases, schedule);
  await sampleInSlots(runner, cases, schedule);
  for (const each of cases) {
    if (each.isolation !== "process") continue;
    for (const contestant of runner.drawn(each)) await runAlone(runner, each, contestant, schedule);
  }
}

/** Cases of bare modules; those that not every arm has are sampled among the arms that have them. */
async function sampleInTurns(runner: JobRunner, cases: readonly Case[], schedule: Schedule): Promise<void> {
  const owners = (each: Case) => runner.options.contestants.filter((contestant) => hasCase(contestant, each));
  const inTurns = cases.filter(({ isolation }) => isolation === "turns");
  const byArms = Map.groupBy(inTurns, (each) =>
    owners(each)
      .map(({ arm }) => arm)
      .join(),
  );
  for (const [first, ...others] of byArms.values()) {
    if (first === undefined) continue;
    const samplings = samplingsOf([first, ...others], schedule);
    const seed = runner.seed();
    await sample(runner, { contestants: owners(first), host: "fuelgauge", samplings, seed, inTurns: true });
  }
}

/** Cases that run host code. Every arm runs them in the same drawn order: what one leaves behind, the next one feels. */
async function sampleInSlots(runner: JobRunner, cases: readonly Case[], schedule: Schedule): Promise<void> {
  const seed = runner.seed();
  const inSlots = cases.filter(({ isolation }) => isolation === "slot");
  for (const contestant of shuffled(runner.options.contestants, runner.random)) {
    for (const host of ["bundle", "fuelgauge"] as const) {
      const owned = inSlots.filter((each) => hostOf(each) === host && hasCase(contestant, each));
      await sample(runner, {
        contestants: [contestant],
        host,
        samplings: samplingsOf(owned, schedule),
        seed,
      });
    }
  }
}

interface Sample {
  readonly contestants: readonly Contestant[];
  readonly host: Host;
  readonly samplings: readonly Sampling[];
  readonly seed: number;
  /** Whether arms are to share the process. */
  readonly inTurns?: boolean;
}

/**
 * Samples in one process. A process that dies takes only the case down that it was running; when several arms shared
 * it, each is tried alone, so that the right one is blamed.
 *
 * An arm that is alone where arms take turns is loaded three times, so that V8 sees as many modules as in a comparison and
 * optimises alike; only its own samples are kept.
 */
async function sample(
  runner: JobRunner,
  { contestants, host, samplings, seed, inTurns = false }: Sample,
): Promise<void> {
  const [only] = contestants;
  const alone = contestants.length === 1 && only;
  const subjects = alone && inTurns ? threefold(only) : contestants.map(folderOf);
  const arms = contestants.map(({ arm }) => arm);
  let left = [...samplings];
  while (left.length > 0 && subjects.length > 0) {
    const ids = left.map(({ id }) => id);
    const job: Job = { kind: "sample", subjects, host, cases: left, seed };
    const end = await runner.perform(job, arms);
    const told = toldOf(runner, arms);
    const stoppedAt = stoppedIn(end, ids);
    const dead = left.filter(({ id }) => (stoppedAt === null ? !told.has(id) : id === stoppedAt));
    for (const sampling of dead) {
      if (alone) runner.failed(sampling.id, only.arm, reasonOf(end));
      else {
        for (const contestant of contestants)
          await sample(runner, { contestants: [contestant], host, samplings: [sampling], seed, inTurns });
      }
    }
    left = left.filter((sampling) => !told.has(sampling.id) && !dead.includes(sampling));
  }
}

/** Cases that one of these arms was timed in, or failed in, in this round. */
function toldOf({ measurements, failures, round }: JobRunner, arms: readonly string[]): Set<string> {
  const timed = measurements.filter(({ metric }) => metrics[metric].kind === "timed");
  const ofRound = [...timed, ...failures].filter((each) => each.round === round && arms.includes(each.arm));
  return new Set(ofRound.map((record) => record.case));
}

/** A case that wants its own process; a cold start wants one for every sample. */
async function runAlone(
  runner: JobRunner,
  each: Case,
  contestant: Contestant,
  schedule: Schedule,
): Promise<void> {
  const { arm } = contestant;
  const subject = folderOf(contestant);
  switch (each.kind) {
    case "benchmark": {
      const samplings = samplingsOf([each], schedule);
      const job: Job = {
        kind: "sample",
        subjects: [subject],
        host: hostOf(each),
        cases: samplings,
        seed: runner.seed(),
      };
      const end = await runner.perform(job, [arm]);
      if (end.kind === "died") runner.failed(each.id, arm, end.message);
      return;
    }
    case "load":
    case "scenario": {
      const shape = { ...schedule.load, network: false, seed: runner.seed() };
      const end = await runner.perform({ kind: "load", subject, case: each.id, ...shape }, [arm]);
      if (end.kind === "died") runner.failed(each.id, arm, end.message);
      return;
    }
    case "cold": {
      const samples: number[] = [];
      for (let i = 0; i < schedule.coldStarts; i++) {
        const job: Job = { kind: "cold", subject, case: each.id, seed: runner.seed() };
        const end = await runner.perform(job, [arm], (report) => samples.push(...report.samples));
        if (end.kind === "died") return runner.failed(each.id, arm, end.message);
      }
      if (samples.length > 0) runner.measured({ case: each.id, metric: "time", arm, samples });
    }
  }
}

function samplingsOf(cases: readonly Case[], { samplings }: Schedule): Sampling[] {
  return cases.flatMap(({ id }) => samplings.get(id) ?? []);
}

function reasonOf(end: JobEnd): string {
  return end.kind === "died" ? end.message : "the measuring process ended without a figure";
}
