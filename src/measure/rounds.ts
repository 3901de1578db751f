import type { FuelProfile } from "../model/fuel-profile.ts";
import type { Arm, Failure, Measurement } from "../model/measurement.ts";
import { metrics } from "../model/metric.ts";
import { type Case, hasFuel } from "../suites/case.ts";
import type { OperationCost } from "./calibrate.ts";
import { type Contestant, folderOf, hasCase, hasGuests, headFirst, threefold } from "./contestant.ts";
import type { ArmFolder, Job, Report, Sampling } from "./job.ts";
import { type Budget, budgetSeconds, planRounds, roundsOf, type Schedule } from "./plan.ts";
import { type JobEnd, type ProcessOptions, performJob } from "./process.ts";
import { type Random, seededRandom, shuffled } from "./random.ts";

export interface MeasureOptions {
  /** One (head) or three (base, head, control: the base a second time). */
  readonly contestants: readonly Contestant[];
  readonly cases: readonly Case[];
  readonly neededRounds: number;
  readonly budget: Budget;
  readonly node: string;
  /** Program of the measuring processes, which knows the cases. */
  readonly measurer: URL;
  /** Of that Node: `v24.21.0`. */
  readonly nodeVersion: string;
  readonly threads: number;
  readonly seed: number;
  /** Called as figures come, so that a run that breaks later has not lost them. */
  onMeasurement(measurement: Measurement): void;
  onRound(done: number, planned: number): void;
}

/** Whose host code runs the modules. */
type Host = "bundle" | "fuelgauge";
type JobOf<Kind extends Job["kind"]> = Extract<Job, { kind: Kind }>;
type SamplesReport = Extract<Report, { kind: "samples" }>;

export interface Measured {
  readonly schedule: Schedule;
  readonly measurements: readonly Measurement[];
  readonly failures: readonly Failure[];
  /** Of base and head, for the cases whose fuel differs. */
  readonly profiles: readonly FuelProfile[];
}

/** A measuring process that says nothing for this long is stuck, unless its cases are known to take longer. */
const leastSilenceMs = 60_000;
/** Stands for the cost of a case that failed while it was being calibrated; it will fail again, and be reported then. */
const unknownCost: OperationCost = { timedNs: 1_000_000, wallNs: 1_000_000 };
/** An operation that takes longer than a minute is planned as if it took one. */
const dearestNs = 60_000_000_000;

/**
 * Measures all cases on all arms, exact metrics before the first round and timed ones in rounds of fresh processes:
 *
 *     round    ┌ one process, arms in turns: cases of bare modules
 *              ├ a process for each arm, in drawn order: cases that run the arm's own host code
 *              └ for each case that wants its own process: one for each arm, in drawn order
 *
 * The number of rounds is fixed before the first; only the clock can cut it short.
 */
export async function measure(options: MeasureOptions): Promise<Measured> {
  const runner = new RoundRunner(options);
  await runner.inspect();
  await runner.countFuel();
  const costs = await runner.calibrate();
  const schedule = planRounds({
    cases: options.cases,
    costs,
    arms: options.contestants.length,
    neededRounds: options.neededRounds,
    budgetSeconds: budgetSeconds(options.budget, options.cases.length),
    threads: options.threads,
    seed: options.seed,
  });
  const startMs = performance.now();
  for (let round = 0; round < schedule.plan.rounds; round++) {
    const spentMs = performance.now() - startMs;
    const roundMs = round === 0 ? 0 : spentMs / round;
    if (spentMs + roundMs > schedule.plan.budgetSeconds * 1000) break;
    await runner.round(round, schedule);
    options.onRound(round + 1, schedule.plan.rounds);
  }
  const { measurements, failures, profiles } = runner;
  return { schedule, measurements, failures, profiles };
}

/** The state of one measuring run: what has been measured, what has failed and is not tried again. */
class RoundRunner {
  readonly measurements: Measurement[] = [];
  readonly failures: Failure[] = [];
  readonly profiles: FuelProfile[] = [];
  readonly #options: MeasureOptions;
  readonly #random: Random;
  readonly #process: Omit<ProcessOptions, "silenceMs">;
  #round = 0;
  #silenceMs = leastSilenceMs;

  constructor(options: MeasureOptions) {
    this.#options = options;
    this.#random = seededRandom(options.seed);
    this.#process = {
      node: options.node,
      measurer: options.measurer,
      confinement: {
        bundles: options.contestants.map(({ folder }) => folder),
        nodeVersion: options.nodeVersion,
      },
    };
  }

  /** Exact metrics of base's and head's modules. */
  async inspect(): Promise<void> {
    for (const contestant of this.#inspected()) {
      const bytes = Object.values(contestant.manifest.files).reduce((total, file) => total + file.bytes, 0);
      this.#measured({ case: "bundle/runtime", metric: "size", arm: contestant.arm, samples: [bytes] });
      const job: Job = { kind: "inspect", subject: folderOf(contestant), seed: this.#seed() };
      const end = await this.#perform(job, [contestant.arm]);
      if (end.kind === "died") this.#failed("bundle/runtime", contestant.arm, end.message);
    }
  }

  /** The fuel of every case in base and head, and which functions burn it where the two differ. */
  async countFuel(): Promise<void> {
    const cases = this.#options.cases.filter(hasFuel);
    for (const contestant of this.#inspected()) await this.#countFuelOf(contestant, cases);
    const differing = cases.filter(({ id }) => {
      const ofCase = this.measurements.filter((each) => each.case === id && each.metric === "fuel");
      const [one, other] = ofCase.map(({ samples }) => samples);
      return one && other && one[0] !== other[0];
    });
    if (differing.length === 0) return;
    for (const contestant of this.#inspected()) {
      const job = this.#fuelJob(contestant, differing, true);
      // a profile is a hint: without one, the rows say what they say
      await performJob(job, (report) => this.#profiled(job, report), {
        ...this.#process,
        silenceMs: this.#silenceMs,
      });
    }
  }

  /** A process that dies takes only the case down that it was running. */
  async #countFuelOf(contestant: Contestant, cases: readonly Case[]): Promise<void> {
    const { arm } = contestant;
    let left = cases.filter((each) => hasGuests(contestant, each));
    while (left.length > 0) {
      const end = await this.#perform(this.#fuelJob(contestant, left, false), [arm]);
      if (end.kind === "done") return;
      const stopped = left.findIndex(({ id }) => id === end.running);
      const dead = stopped === -1 ? left : left.slice(stopped, stopped + 1);
      for (const { id } of dead) this.#failed(id, arm, end.message);
      left = stopped === -1 ? [] : left.slice(stopped + 1);
    }
  }

  #fuelJob(contestant: Contestant, cases: readonly Case[], profile: boolean): JobOf<"fuel"> {
    const ids = cases.map(({ id }) => id);
    return { kind: "fuel", subject: folderOf(contestant), cases: ids, profile, seed: this.#seed() };
  }

  #profiled({ subject, cases }: JobOf<"fuel">, report: Report): void {
    if (report.kind !== "profile" || report.arm !== subject.arm || !cases.includes(report.case)) return;
    const { case: id, arm, functions } = report;
    this.profiles.push({ case: id, arm, functions });
  }

  /** The programs that differ: control is base once more. */
  #inspected(): Contestant[] {
    return this.#options.contestants.filter(({ arm }) => arm !== "control");
  }

  /** What one operation of each benchmark costs, on head, or on the base where head does not have it. */
  async calibrate(): Promise<Map<string, OperationCost>> {
    const costs = new Map<string, OperationCost>();
    const failed = this.#failedCases();
    const benchmarks = this.#options.cases.filter(({ id, kind }) => kind === "benchmark" && !failed.has(id));
    for (const contestant of headFirst(this.#options.contestants)) {
      for (const host of ["fuelgauge", "bundle"] as const) {
        const subjects = host === "fuelgauge" ? threefold(contestant) : [folderOf(contestant)];
        const owned = benchmarks.filter((each) => hasCase(contestant, each) && hostOf(each) === host);
        await this.#calibrateIn(subjects, host, owned, costs);
      }
    }
    return costs;
  }

  async #calibrateIn(
    subjects: ArmFolder[],
    host: Host,
    cases: readonly Case[],
    costs: Map<string, OperationCost>,
  ): Promise<void> {
    let left = cases.map(({ id }) => id).filter((id) => !costs.has(id));
    while (left.length > 0) {
      const asked = left;
      const job: Job = { kind: "calibrate", subjects, host, cases: asked, seed: this.#seed() };
      const onReport = (report: Report) => {
        if (report.kind !== "calibrated" || !asked.includes(report.case) || costs.has(report.case)) return;
        costs.set(report.case, plausibleCost(report));
      };
      const end = await performJob(job, onReport, { ...this.#process, silenceMs: leastSilenceMs });
      const stoppedAt = stoppedIn(end, asked);
      for (const id of stoppedAt === null ? asked : [stoppedAt]) {
        if (!costs.has(id)) costs.set(id, unknownCost);
      }
      left = left.filter((id) => !costs.has(id));
    }
  }

  async round(round: number, schedule: Schedule): Promise<void> {
    this.#round = round;
    this.#silenceMs = leastSilenceMs + 5 * schedule.longestCaseMs;
    const failed = this.#failedCases();
    const cases = this.#options.cases.filter(({ id }) => !failed.has(id) && round < roundsOf(schedule, id));
    await this.#sampleInTurns(cases, schedule);
    await this.#sampleInSlots(cases, schedule);
    for (const each of cases) {
      if (each.isolation !== "process") continue;
      for (const contestant of this.#drawn(each)) await this.#runAlone(each, contestant, schedule);
    }
  }

  /** Cases of bare modules; those that not every arm has are sampled among the arms that have them. */
  async #sampleInTurns(cases: readonly Case[], schedule: Schedule): Promise<void> {
    const byArms = Map.groupBy(samplable(cases, "turns", schedule), ([each]) =>
      this.#options.contestants
        .filter((contestant) => hasCase(contestant, each))
        .map(({ arm }) => arm)
        .join(),
    );
    for (const group of byArms.values()) {
      const contestants = this.#options.contestants.filter((contestant) =>
        group.every(([c]) => hasCase(contestant, c)),
      );
      await this.#sample(
        contestants,
        "fuelgauge",
        group.map(([, sampling]) => sampling),
        this.#seed(),
      );
    }
  }

  /** Cases that run host code. Every arm runs them in the same drawn order: what one leaves behind, the next one feels. */
  async #sampleInSlots(cases: readonly Case[], schedule: Schedule): Promise<void> {
    const seed = this.#seed();
    for (const contestant of shuffled(this.#options.contestants, this.#random)) {
      const owned = cases.filter((each) => hasCase(contestant, each));
      await this.#sample(
        [contestant],
        "bundle",
        samplable(owned, "slot", schedule).map(([, sampling]) => sampling),
        seed,
      );
    }
  }

  /**
   * Samples in one process. A process that dies takes only the case down that it was running; when several arms shared
   * it, each is tried alone, so that the right one is blamed.
   *
   * An arm that is alone among bare modules is loaded three times, so that V8 sees as many modules as in a comparison and
   * optimises alike; only its own samples are kept.
   */
  async #sample(
    contestants: readonly Contestant[],
    host: Host,
    samplings: Sampling[],
    seed: number,
  ): Promise<void> {
    const [only] = contestants;
    const alone = contestants.length === 1 && only;
    const subjects = alone && host === "fuelgauge" ? threefold(only) : contestants.map(folderOf);
    const arms = contestants.map(({ arm }) => arm);
    let left = samplings;
    while (left.length > 0 && subjects.length > 0) {
      const ids = left.map(({ id }) => id);
      const job: Job = { kind: "sample", subjects, host, cases: left, seed };
      const end = await this.#perform(job, arms);
      const told = this.#toldOf(arms);
      const stoppedAt = stoppedIn(end, ids);
      const dead = left.filter(({ id }) => (stoppedAt === null ? !told.has(id) : id === stoppedAt));
      for (const sampling of dead) {
        if (alone) this.#failed(sampling.id, only.arm, reasonOf(end));
        else for (const contestant of contestants) await this.#sample([contestant], host, [sampling], seed);
      }
      left = left.filter((sampling) => !told.has(sampling.id) && !dead.includes(sampling));
    }
  }

  /** Cases that were found to fail are not tried again. */
  #failedCases(): Set<string> {
    return new Set(this.failures.map((failure) => failure.case));
  }

  /** Cases that one of these arms was timed in, or failed in, in this round. */
  #toldOf(arms: readonly Arm[]): Set<string> {
    const timed = this.measurements.filter(({ metric }) => metrics[metric].kind === "timed");
    const records = [...timed, ...this.failures];
    return new Set(
      records
        .filter(({ round, arm }) => round === this.#round && arms.includes(arm))
        .map((record) => record.case),
    );
  }

  /** A case that wants its own process; a cold start wants one for every sample. */
  async #runAlone(each: Case, contestant: Contestant, schedule: Schedule): Promise<void> {
    const { arm } = contestant;
    const subject = folderOf(contestant);
    if (each.kind === "load" || each.kind === "scenario") {
      const shape = { ...schedule.load, network: false, seed: this.#seed() };
      const job: Job = { kind: "load", subject, case: each.id, ...shape };
      const end = await this.#perform(job, [arm]);
      if (end.kind === "died") this.#failed(each.id, arm, end.message);
      return;
    }
    const samples: number[] = [];
    for (let i = 0; i < schedule.coldStarts; i++) {
      const job: Job = { kind: "cold", subject, case: each.id, seed: this.#seed() };
      const end = await this.#perform(job, [arm], (report) => samples.push(...report.samples));
      if (end.kind === "died") return this.#failed(each.id, arm, end.message);
    }
    if (samples.length > 0) this.#measured({ case: each.id, metric: "time", arm, samples });
  }

  /** Performs a job, and believes of what its process says what it was asked: it may run anybody's code. */
  async #perform(
    job: Job,
    arms: readonly Arm[],
    onSamples: (report: SamplesReport) => void = (report) => this.#measured(report),
  ): Promise<JobEnd> {
    const listen = (report: Report) => {
      if (report.kind !== "samples" && report.kind !== "failed") return;
      if (!arms.includes(report.arm) || !isAsked(job, report)) return;
      if (report.kind === "samples") onSamples(report);
      else this.#failed(report.case, report.arm, report.message);
    };
    return performJob(job, listen, { ...this.#process, silenceMs: this.#silenceMs });
  }

  #measured({ case: id, metric, arm, samples }: Omit<Measurement, "round">): void {
    const measurement = { case: id, metric, arm, round: this.#round, samples: [...samples] };
    this.measurements.push(measurement);
    this.#options.onMeasurement(measurement);
  }

  #failed(id: string, arm: Arm, message: string): void {
    this.failures.push({ case: id, arm, round: this.#round, message });
  }

  #drawn(each: Case): Contestant[] {
    return shuffled(
      this.#options.contestants.filter((contestant) => hasCase(contestant, each)),
      this.#random,
    );
  }

  #seed(): number {
    return Math.floor(this.#random() * 2 ** 31);
  }
}

/** The one of these cases in which a process died; null when it lived, or died elsewhere. */
function stoppedIn(end: JobEnd, ids: readonly string[]): string | null {
  return end.kind === "died" && end.running !== null && ids.includes(end.running) ? end.running : null;
}

function reasonOf(end: JobEnd): string {
  return end.kind === "died" ? end.message : "the measuring process ended without a figure";
}

/** Whether a job is about the case and the metric that its process speaks of. */
function isAsked(job: Job, report: Extract<Report, { kind: "samples" | "failed" }>): boolean {
  const isTime = report.kind === "failed" || report.metric === "time";
  switch (job.kind) {
    case "calibrate":
      return false;
    case "sample":
      return isTime && job.cases.some(({ id }) => id === report.case);
    case "cold":
      return isTime && report.case === job.case;
    case "load":
      return report.case === job.case;
    case "inspect":
      // runs no code but Fuelgauge's own
      return true;
    case "fuel":
      return job.cases.includes(report.case) && (report.kind === "failed" || report.metric === "fuel");
  }
}

/** A cost that no plan can choke on. */
function plausibleCost({ timedNs, wallNs }: OperationCost): OperationCost {
  const timed = Math.min(Math.max(timedNs, 0.01), dearestNs);
  return { timedNs: timed, wallNs: Math.min(Math.max(wallNs, timed), dearestNs) };
}

function hostOf({ isolation }: Case): Host {
  return isolation === "turns" ? "fuelgauge" : "bundle";
}

function samplable(
  cases: readonly Case[],
  isolation: Case["isolation"],
  { samplings }: Schedule,
): [Case, Sampling][] {
  return cases.flatMap((each): [Case, Sampling][] => {
    const sampling = samplings.get(each.id);
    return each.isolation === isolation && sampling ? [[each, sampling]] : [];
  });
}
