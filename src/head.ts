import { resolve } from "node:path";
import { buildBundle, writeManifest } from "./bundle/build.ts";
import { FuelgaugeError } from "./errors.ts";
import { withGrant } from "./measure/bench/refusals.ts";
import type { Job, Report } from "./measure/job.ts";
import { describeMachine } from "./measure/machine.ts";
import { performJob } from "./measure/process.ts";
import { unsteady } from "./measure/steadiness.ts";
import type { Config } from "./model/config.ts";
import { type Project, type ProjectCase, pathInProject, projectFolder } from "./model/project.ts";
import { programEntry } from "./programs.ts";
import { type CollectedProject, collectProject, type ProjectPlace } from "./project/collect.ts";
import type { BaseProgram, Bundle } from "./run.ts";
import type { Case } from "./suites/case.ts";
import { selectCases, wantsProject, wantsRuntime, wantsTools } from "./suites/catalog.ts";
import { casesOfProjects } from "./suites/project/case.ts";

export interface HeadRequest {
  readonly place: ProjectPlace;
  readonly config: Config;
  /** Which cases are asked for: what none of them needs is not built. */
  readonly suites: readonly string[];
  /** Folder of the runtime. */
  readonly runtime: string;
  readonly into: string;
  readonly base: BaseProgram;
  /** Path of the Node that measures. */
  readonly node: string;
  readonly log: (line: string) => void;
}

/**
 * Builds what is to be measured: the project's own modules and benchmarks, and the runtime where its cases are asked for, or
 * where the project has none of its own.
 */
export async function buildHead(request: HeadRequest): Promise<Bundle> {
  const { place, config, suites, runtime, into, base, log } = request;
  const project = wantsProject(suites) ? await collectProject(place, config, log) : null;
  // what matches nothing is told before anything is built
  if (project === null) selectCases(suites);
  const { manifest } = await buildBundle({
    runtime: wantsRuntime(suites, project !== null) ? runtime : null,
    kernel: wantsTools(suites, project !== null),
    project,
    into,
    ...(base.kind === "found" ? { reuse: base } : {}),
    compilerEntry: programEntry("compiler"),
    log,
  });
  if (project === null || project.benchFiles.length === 0) return { folder: into, manifest };
  const { cases, replacedGlobals } = await lookIntoFiles(request, project);
  const whole = {
    ...manifest,
    project: { ...project.project, cases: [...project.project.cases, ...cases], replacedGlobals },
  };
  await writeManifest(into, whole);
  return { folder: into, manifest: whole };
}

/** The tasks of benchmark files, as a process like those that measure finds them: what the bundle lacks is missed now. */
async function lookIntoFiles(
  { into, node }: HeadRequest,
  { benchFiles, project }: CollectedProject,
): Promise<Pick<Project, "cases" | "replacedGlobals">> {
  const tasks = new Map<string, readonly string[]>();
  const replacedGlobals: Record<string, string[]> = {};
  const problems: string[] = [];
  const onReport = (report: Report) => {
    if (report.kind === "discovered") {
      tasks.set(report.file, report.tasks);
      if (report.replaced.length > 0) replacedGlobals[report.file] = report.replaced;
    }
    if (report.kind === "failed")
      problems.push(`${pathInProject(report.case)}: ${withGrant(report.message)}`);
  };
  const { node: nodeVersion } = await describeMachine(node);
  // one after the other, each in a process of its own: what one leaves behind, the next one would find
  for (const file of benchFiles) {
    const job: Job = {
      kind: "discover",
      subject: { arm: "head", folder: resolve(into) },
      files: [file],
      seed: 0,
    };
    const end = await performJob(job, onReport, {
      node,
      measurer: programEntry("measurer"),
      steadiness: unsteady,
      confinement: { bundles: [into], nodeVersion },
      benches: project.grants,
      silenceMs: 60_000,
    });
    if (end.kind === "died") problems.push(`${pathInProject(file)}: ${end.message}`);
  }
  if (problems.length > 0) throw cannotLoad(problems);
  const root = project.root ?? projectFolder;
  const cases = benchFiles.flatMap((file) => casesOfFile(file, tasks.get(file) ?? [], root));
  return { cases, replacedGlobals };
}

/** `bench/parse.bench.ts` with a task `small` has the case `bench/parse/small`. */
function casesOfFile(file: string, tasks: readonly string[], root: string): ProjectCase[] {
  const suite = file.slice(root.length + 1).replace(/(?:\.bench)?\.[cm]?[jt]s$/, "");
  const seen = new Map<string, number>();
  return tasks.map((name, task) => {
    const id = `${suite}/${name.trim().replace(/[\s,]+/g, "-")}`.slice(0, 290);
    const count = (seen.get(id) ?? 0) + 1;
    seen.set(id, count);
    return { kind: "bench", id: count === 1 ? id : `${id}#${count}`, file, task };
  });
}

function cannotLoad(problems: readonly string[]): FuelgaugeError {
  const files = problems.length === 1 ? "A benchmark file" : `${problems.length} benchmark files`;
  return new FuelgaugeError({
    happened: [
      `${files} cannot be loaded from the bundle.`,
      ...problems.map((problem) => `  - ${problem}`),
    ].join("\n"),
    expected:
      "files that make a tinybench Bench or call vitest's bench, and find all they need in the checkout, with no more than `grants` in the configuration gives them",
    remedy:
      "Correct them, name what they read in a way that can be traced, or leave them out with `benches` in the configuration.",
  });
}

/** The project's own cases, as head tells them; those that only the base tells are measured as well, and reported as removed. */
export function ownCases(head: Bundle, base: BaseProgram): readonly Case[] {
  const projects = [head.manifest.project, base.kind === "found" ? base.manifest.project : null];
  return casesOfProjects(projects, (_bundle, path) => {
    throw new Error(`${path} is read where cases are measured`);
  });
}
