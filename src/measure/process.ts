import { spawn } from "node:child_process";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { childEnvironment } from "../child-environment.ts";
import type { BenchGrants } from "../model/project.ts";
import { type Confinement, confinementFlags, type Needs, preload } from "./confinement.ts";
import { type AssignedJob, type Job, type Report, reportSchema } from "./job.ts";
import { freeThreads, pinMainThread, type Steadiness } from "./steadiness.ts";

/** How a measuring process ended. `running` is the case that it had started and not finished. */
export type JobEnd =
  | { readonly kind: "done" }
  | { readonly kind: "died"; readonly running: string | null; readonly message: string };

export interface ProcessOptions {
  /** Path of the Node that measures. */
  readonly node: string;
  /** Program of a measuring process: it knows the cases (see `serveOneJob`). */
  readonly measurer: URL;
  /** Folders of the bundles that tell the cases of a project. */
  readonly definitions?: readonly string[];
  /** What keeps its figures from wandering. */
  readonly steadiness: Steadiness;
  /** What benchmark files may that it runs; null where it runs none. */
  readonly benches?: BenchGrants | null;
  /** What a process is kept to, beside what its job needs; null lets it do anything. */
  readonly confinement: Confinement | null;
  /** A process that says nothing for this long is stuck, and is killed; one that never ends is as well. */
  readonly silenceMs: number;
}

/** A process that keeps talking is killed after this many times the silence that is allowed. */
const patience = 20;

/** What standard error may hold of a child that died. */
const lastWords = 4_096;

/**
 * Performs a job in a fresh process with an allow-listed environment: it runs code of a pull request, so it gets no
 * token and no file command. What it says is passed on as it comes, so that a late death loses nothing.
 */
export async function performJob(
  job: Job,
  onReport: (report: Report) => void,
  options: ProcessOptions,
): Promise<JobEnd> {
  const definitions = [...(options.definitions ?? [])];
  if (job.kind !== "load" && !options.benches?.scratch)
    return perform({ ...job, scratch: null, definitions }, onReport, options);
  // by its real path: permissions do not follow the links on the way to it
  const scratch = await realpath(await mkdtemp(join(tmpdir(), "fuelgauge-scratch-")));
  try {
    return await perform({ ...job, scratch, definitions }, onReport, options);
  } finally {
    // what a program has made impossible to remove is left to whoever cleans up the temporary folder
    await rm(scratch, { recursive: true, force: true }).catch(() => {});
  }
}

/** Whether arms share the process: then only the modules are the arms' own. */
function inTurns(job: AssignedJob): boolean {
  return (
    (job.kind === "sample" || job.kind === "calibrate") && job.host === "fuelgauge" && job.subjects.length > 1
  );
}

/** Whether it is timed, and by one thread. */
function isTimedAlone({ kind }: AssignedJob): boolean {
  return kind === "sample" || kind === "calibrate" || kind === "cold";
}

function needsOf(job: AssignedJob, { benches }: ProcessOptions): Needs {
  const { scratch } = job;
  if (job.kind === "load") return { threads: true, network: job.network, scratch };
  return { threads: Boolean(benches), network: benches?.network ?? false, scratch };
}

/** Where programs look for the folder for temporary files, on the systems that there are. */
function temporaryFolder(folder: string): NodeJS.ProcessEnv {
  return { TMPDIR: folder, TMP: folder, TEMP: folder };
}

async function perform(
  job: AssignedJob,
  onReport: (report: Report) => void,
  options: ProcessOptions,
): Promise<JobEnd> {
  const confinement = options.confinement ? confinementFlags(options.confinement, needsOf(job, options)) : [];
  const tierUp = inTurns(job) ? options.steadiness.tierUpFlags : [];
  const threads = options.benches ? preload("bench-thread") : [];
  const flags = ["--expose-gc", ...tierUp, ...confinement, ...threads];
  const child = spawn(options.node, [...flags, fileURLToPath(options.measurer)], {
    env: { ...childEnvironment(process.env), ...(job.scratch !== null && temporaryFolder(job.scratch)) },
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let running: string | null = null;
  let done = false;
  let stuck = false;
  let stderr = "";
  let invalid: string | null = null;

  const kill = () => {
    stuck = true;
    child.kill("SIGKILL");
  };
  let watchdog = setTimeout(kill, options.silenceMs);
  const lastResort = setTimeout(kill, options.silenceMs * patience);
  const { processor } = options.steadiness;
  const isPinned = processor !== null && isTimedAlone(job);
  child.on("message", (message) => {
    if (done) return;
    clearTimeout(watchdog);
    watchdog = setTimeout(kill, options.silenceMs);
    const report = reportSchema.safeParse(message);
    if (!report.success) {
      invalid = `said something that is no report: ${report.error.message}`;
      child.kill("SIGKILL");
      return;
    }
    if (report.data.kind === "threads" && isPinned && child.pid) void freeThreads(child.pid);
    if (report.data.kind === "started") running = report.data.case;
    onReport(report.data);
    if (report.data.kind === "done") {
      done = true;
      // what it was measuring may have left timers behind
      child.kill("SIGKILL");
    }
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(-lastWords);
  });
  const ended = new Promise<string>((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.once("close", (code, signal) => resolve(signal ? `killed by ${signal}` : `exit status ${code}`));
  });
  if (isPinned && child.pid !== undefined) await pinMainThread(child.pid, processor);
  if (child.connected) child.send(job);
  const ending = await ended;
  clearTimeout(watchdog);
  clearTimeout(lastResort);
  if (done) return { kind: "done" };
  const what = invalid ?? (stuck ? `no answer for ${options.silenceMs / 1000} s` : ending);
  return {
    kind: "died",
    running,
    message: [`the measuring process ended: ${what}`, stderr.trim()].filter(Boolean).join("\n"),
  };
}
