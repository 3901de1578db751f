import { resolve } from "node:path";
import type { FuelProfile } from "../model/fuel-profile.ts";
import type { Arm, Failure, Measurement } from "../model/measurement.ts";
import type { BenchGrants } from "../model/project.ts";
import type { Case } from "../suites/case.ts";
import { withGrant } from "./bench/refusals.ts";
import { type Contestant, hasCase, headFirst } from "./contestant.ts";
import type { Job, Report } from "./job.ts";
import { type JobEnd, type ProcessOptions, performJob } from "./process.ts";
import { type Random, seededRandom, shuffled } from "./random.ts";

export interface MeasureOptions {
  /** One (head) or three (base, head, control: the base a second time). */
  readonly contestants: readonly Contestant[];
  readonly cases: readonly Case[];
  /** Path of the Node that measures, and its version: `v24.21.0`. */
  readonly node: string;
  readonly nodeVersion: string;
  /** What that Node and this machine allow for, so that figures are steadier. */
  readonly steadiness: ProcessOptions["steadiness"];
  /** Program of the measuring processes, which knows the cases. */
  readonly measurer: URL;
  readonly seed: number;
  /** Called as figures come, so that a run that breaks later has not lost them. */
  onMeasurement(measurement: Measurement): void;
}

export type SamplesReport = Extract<Report, { kind: "samples" }>;

/** A measuring process that says nothing for this long is stuck, unless its cases are known to take longer. */
export const leastSilenceMs = 60_000;

/**
 * Gives measuring processes their jobs, one at a time, and keeps what they find: what has been measured, what has failed
 * and is not tried again.
 */
export class JobRunner {
  readonly measurements: Measurement[] = [];
  readonly failures: Failure[] = [];
  readonly profiles: FuelProfile[] = [];
  readonly random: Random;
  /** The round that figures belong to. */
  round = 0;
  silenceMs = leastSilenceMs;
  /** Of all measuring processes together, so far. */
  cpuMicroseconds = 0;
  /** Since it was last set to 0. */
  longestPauseMs = 0;
  readonly options: MeasureOptions;

  constructor(options: MeasureOptions) {
    this.options = options;
    this.random = seededRandom(options.seed);
  }

  /** Performs a job, and believes of what its process says what it was asked: it may run anybody's code. */
  async perform(
    job: Job,
    arms: readonly Arm[],
    onSamples: (report: SamplesReport) => void = (report) => this.measured(report),
  ): Promise<JobEnd> {
    return this.listen(job, (report) => {
      if (report.kind !== "samples" && report.kind !== "failed") return;
      if (!arms.includes(report.arm) || !isAsked(job, report)) return;
      if (report.kind === "samples") onSamples(report);
      else
        this.failed(
          report.case,
          report.arm,
          this.#isOwn(report.case) ? withGrant(report.message) : report.message,
        );
    });
  }

  /** Performs a job and passes on everything that its process says, asked or not. */
  async listen(job: Job, onReport: (report: Report) => void): Promise<JobEnd> {
    const { node, measurer, steadiness, contestants, nodeVersion } = this.options;
    const definitions = headFirst(contestants)
      .filter(({ arm, manifest }) => arm !== "control" && manifest.project !== null)
      .map(({ folder }) => resolve(folder));
    const confinement = { bundles: contestants.map(({ folder }) => folder), nodeVersion };
    const listener = (report: Report) => {
      if (report.kind === "done") this.#used(report);
      else onReport(report);
    };
    return performJob(job, listener, {
      node,
      measurer,
      definitions,
      steadiness,
      confinement,
      benches: this.#grantsOf(job),
      silenceMs: this.silenceMs,
    });
  }

  /** What the bundle grants its benchmark files, where the job is about some: then it is about one arm. */
  #grantsOf(job: Job): BenchGrants | null {
    if (!this.options.cases.some(({ id }) => this.#isOwn(id) && isAbout(job, id))) return null;
    const { arm } = "subjects" in job ? (job.subjects[0] ?? {}) : job.subject;
    const owner = this.options.contestants.find((contestant) => contestant.arm === arm);
    return owner?.manifest.project?.grants ?? null;
  }

  #isOwn(id: string): boolean {
    return this.options.cases.some((each) => each.id === id && each.ownedBy === "project");
  }

  #used({ cpuMicroseconds, longestPauseMs }: Extract<Report, { kind: "done" }>): void {
    this.cpuMicroseconds += cpuMicroseconds;
    this.longestPauseMs = Math.max(this.longestPauseMs, longestPauseMs);
  }

  measured({ case: id, metric, arm, samples }: Omit<Measurement, "round">): void {
    const measurement = { case: id, metric, arm, round: this.round, samples: [...samples] };
    this.measurements.push(measurement);
    this.options.onMeasurement(measurement);
  }

  failed(id: string, arm: Arm, message: string): void {
    this.failures.push({ case: id, arm, round: this.round, message });
  }

  /** Cases that were found to fail are not tried again. */
  failedCases(): Set<string> {
    return new Set(this.failures.map((failure) => failure.case));
  }

  /** The programs that have a case, in drawn order. */
  drawn(each: Case): Contestant[] {
    return shuffled(
      this.options.contestants.filter((contestant) => hasCase(contestant, each)),
      this.random,
    );
  }

  seed(): number {
    return Math.floor(this.random() * 2 ** 31);
  }
}

/** The one of these cases in which a process died; null when it lived, or died elsewhere. */
export function stoppedIn(end: JobEnd, ids: readonly string[]): string | null {
  return end.kind === "died" && end.running !== null && ids.includes(end.running) ? end.running : null;
}

function isAbout(job: Job, id: string): boolean {
  if ("case" in job) return job.case === id;
  if (!("cases" in job)) return false;
  return job.cases.some((each) => id === (typeof each === "string" ? each : each.id));
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
      return (
        job.cases.includes(report.case) &&
        (report.kind === "failed" || report.metric === "fuel" || report.metric === "memory")
      );
    case "discover":
      return false;
  }
}
