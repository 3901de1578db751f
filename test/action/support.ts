import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { deserialize, serialize } from "node:v8";
import { expect, inject } from "vitest";
import { interfaceVersion } from "../../runtime/host/interface.ts";
import { sha256 } from "../../src/bundle/digest.ts";
import type { Comparison } from "../../src/model/comparison.ts";
import { manifestSchema } from "../../src/model/manifest.ts";
import { type Results, resultsSchema } from "../../src/model/results.ts";
import { type FileTree, readTree } from "../rig/git.ts";
import { filesOf } from "../rig/github.ts";
import type { Job } from "../rig/job.ts";
import { runAction, type Step, type StepResult } from "../rig/runner.ts";
import { type Scenario, scenario } from "../rig/scenario.ts";
import type { Artifact, PullRequest } from "../rig/world.ts";

/** The folder with `action.yml` and the built `dist/`. */
export const actionFolder = fileURLToPath(new URL("../..", import.meta.url));

/** Operating system and architecture, as the names of artifacts and the comment's marker have them. */
export const platform = `${process.platform}-${process.arch}`;
export const baselineName = `fuelgauge-baseline-${platform}`;
export const reportName = `fuelgauge-report-${platform}`;

/** The first line of the comment. Comments of earlier releases are known by it, so it must not change. */
export const marker = `<!-- fuelgauge fuelgauge . ${platform} -->`;

/**
 * Seconds in which one round is measured, which is never enough to tell a timed row: such a run ends soon, and its timed
 * rows are inconclusive on every machine.
 */
export const oneRound = "0.1";
/** Seconds for as many rounds as a single case needs, and for a second look, on a busy machine as well. */
export const allRounds = "24";

/** Entries of `guests` in `runtime.json`, by name. */
type Guests = Readonly<Record<string, object>>;

const fib: Guests = { fib: { source: "guests/fib.ts" } };

/** A runtime of a few guests: the bundled one's sources with a `runtime.json` of its own, and without its kernel, which is large. */
export function runtimeFiles(guests: Guests = fib, folder = "runtime"): FileTree {
  const files = readTree(join(actionFolder, "runtime"));
  const sources = Object.entries(files).filter(
    ([path]) => path.endsWith(".ts") && !/^(?:kernel|tools)\//.test(path),
  );
  const kernel = { host: "host/kernel.ts", tools: "tools" };
  const description = { name: "small", interface: interfaceVersion, host: "host/index.ts", kernel, guests };
  return {
    ...Object.fromEntries(sources.map(([path, text]) => [`${folder}/${path}`, text])),
    [`${folder}/runtime.json`]: JSON.stringify(description),
  };
}

/** The same answers for more than twice the calls, because fib(n) = fib(n + 1) - fib(n - 1). */
export const slowerFib = {
  "runtime/guests/fib.ts": `
    function compute(n: i32): i32 {
      return n < 2 ? n : compute(n - 1) + compute(n - 2);
    }
    export function fib(n: i32): i32 {
      return compute(n + 1) - compute(n - 1);
    }
  `,
};

/** With the guest of `instantiation/*` as well; to compile one takes a second, so most tests do without. */
export function runtimeOfTwo(): FileTree {
  return runtimeFiles({ add: { source: "guests/add.ts" }, ...fib });
}

/** A repository with a small runtime, and its local GitHub. */
export function project(files: FileTree = {}): Promise<Scenario> {
  return scenario({ files: { ...runtimeFiles(), ...files } });
}

type Options = Partial<Pick<Step, "action" | "inputs" | "permissions">>;

/** Runs the Action in a job, with the repository's own runtime and one short case unless told otherwise. */
export function runFuelgauge({ github }: Scenario, job: Job, options: Options = {}): Promise<StepResult> {
  const inputs = { suites: "execution/fib-20", runtime: "runtime", budget: oneRound, ...options.inputs };
  return runAction({ ...job, github, action: actionFolder, ...options, inputs });
}

/**
 * Runs the Action on a push to main, which has to be green, and gives the baseline that it stored. The first push of a world is
 * not run again where another test has run it, of the same commit and with the same inputs: commits of the rig have the same
 * sha every time.
 */
export async function storeBaseline(world: Scenario, options: Options = {}): Promise<Artifact> {
  const { github } = world;
  const isFirst = github.artifacts().length === 0 && options.action === undefined;
  const file = join(inject("baselineCache"), sha256(JSON.stringify([world.tip(), options])));
  if (isFirst && existsSync(file)) {
    const run = github.addRun({ event: "push", headSha: world.tip(), headBranch: "main" });
    const stored: [string, Files][] = deserialize(readFileSync(file));
    for (const [name, files] of stored) github.addArtifact({ name, run, files });
    return github.artifact(baselineName);
  }
  const pushed = await runFuelgauge(world, world.push(), options);
  expect(pushed.exitCode, pushed.log).toBe(0);
  if (isFirst) {
    const stored = github.artifacts().map((artifact) => [artifact.name, new Map(filesOf(artifact))]);
    // another worker may be reading
    writeFileSync(`${file}.${process.pid}`, serialize(stored));
    renameSync(`${file}.${process.pid}`, file);
  }
  return github.artifact(baselineName);
}

/** Opens a pull request that touches nothing that is measured. */
export function openHarmlessPull(world: Scenario): PullRequest {
  return world.openPullRequest({ changes: { "notes.txt": "a note" } });
}

/**
 * A run without a baseline is green, and says why there was none: as an annotation, in the summary, in the comment and in
 * the results.
 */
export function expectNoBaseline(
  world: Scenario,
  pull: PullRequest,
  checked: StepResult,
  reason: string,
): void {
  expect(checked.exitCode, checked.log).toBe(0);
  expect(checked.outputs).toMatchObject({
    verdict: "no-baseline",
    "baseline-sha": "",
    "baseline-run-id": "",
  });
  expect(checked.annotations).toEqual([
    { level: "notice", title: "No baseline", message: `Nothing to compare with: ${reason}.` },
  ]);
  expect(uploadedResults(world).base).toEqual({ kind: "absent", reason });
  for (const report of [checked.summary, onlyComment(world, pull)]) {
    expect(report).toContain("**No baseline yet:**");
    expect(report).toContain("`execution/fib-20`");
    expect(visibleText(report)).toContain(visibleText(reason));
  }
}

/** The words of a report, without what makes them code or links. */
export function visibleText(markdown: string): string {
  return markdown
    .replace(/\]\([^)]*\)/g, "]")
    .replace(/<[^>]+>/g, "")
    .replace(/&#(\d+);/g, (_, point) => String.fromCodePoint(Number(point)))
    .replace(/[`[\]*]/g, "")
    .replaceAll("\u00a0", " ");
}

/** The text of the only comment of a pull request. */
export function onlyComment({ github }: Scenario, { number }: PullRequest): string {
  const comments = github.comments(number);
  expect(comments).toHaveLength(1);
  return comments[0]?.body ?? "";
}

/** `results.json` of the report that was uploaded last. */
export function uploadedResults({ github }: Scenario): Results {
  const text = filesOf(github.artifact(reportName)).get("results.json");
  return resultsSchema.parse(JSON.parse(String(text)));
}

/** The rows of a case: `execution/fib-20`. */
export function rowsOf({ comparisons }: Results, id: string): Comparison[] {
  return comparisons.filter((row) => row.case === id);
}

/** What was asked of GitHub's REST interface, without the repository's own prefix: `GET /actions/artifacts`. */
export function restRequests({ requests }: StepResult): string[] {
  return requests
    .filter(({ kind }) => kind === "rest")
    .map(({ method, path }) => `${method} ${path.replace(/^\/repos\/[^/]+\/[^/]+/, "")}`);
}

/** Files of an artifact, by path. */
export type Files = ReadonlyMap<string, string | Uint8Array>;

/** The files with one JSON document changed. */
export function withJson(files: Files, path: string, changes: object): Files {
  const document: object = JSON.parse(String(files.get(path)));
  return new Map(files).set(path, JSON.stringify({ ...document, ...changes }));
}

/** A baseline's files with others in its bundle, and a manifest that lists them as if they had been built so. */
export function withBundleFiles(files: Files, changes: Readonly<Record<string, string>>): Files {
  const manifest = manifestSchema.parse(JSON.parse(String(files.get("manifest.json"))));
  const listed = Object.entries(changes).map(([path, text]) => [
    path,
    { sha256: sha256(text), bytes: Buffer.byteLength(text) },
  ]);
  const changed = new Map(files);
  for (const [path, text] of Object.entries(changes)) changed.set(`bundle/${path}`, text);
  return withJson(changed, "manifest.json", { files: { ...manifest.files, ...Object.fromEntries(listed) } });
}

const testimony = "the planted code ran";

/** A statement for planted code: where it is run, the run says so. It may not write files, so it fails. */
export const bearWitness = `\nthrow new Error(${JSON.stringify(testimony)});\n`;

/** Whether planted code was run in the last run that reported. */
export function hasSpoken(world: Scenario): boolean {
  return uploadedResults(world).failures.some(({ message }) => message.includes(testimony));
}

/** A commit as reports show it. */
export function short(sha: string): string {
  return sha.slice(0, 7);
}
