/**
 * Measures Fuelgauge itself and prints a table: `npm run figures`, or `npm run figures -- sizes start` for some parts,
 * `--runs 20` for how often. Give it a machine that does nothing else.
 */
import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { markdownTable } from "markdown-table";
import { median } from "../src/analysis/signed-rank.ts";
import { type Results, resultsSchema } from "../src/model/results.ts";
import { filesOf, type LocalGithub } from "../test/rig/github.ts";
import { runAction } from "../test/rig/runner.ts";
import { scenario } from "../test/rig/scenario.ts";
import { runWatched, type WatchedRun } from "./watched-run.ts";

type Row = readonly [figure: string, reach: string, measured: string];

const cli = join(import.meta.dirname, "../dist/cli.js");
const work = mkdtempSync(join(tmpdir(), "fuelgauge-figures-"));
const megabyte = 1_000_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: "string", default: "5" } },
});
const runs = Number(values.runs);

const parts: Record<string, () => Row[] | Promise<Row[]>> = { sizes, start, quick, same, planted };
const wanted = positionals.length > 0 ? positionals : Object.keys(parts);
try {
  const rows: Row[] = [];
  for (const name of wanted) {
    const part = parts[name];
    if (!part) throw new Error(`There is no part "${name}"; there are ${Object.keys(parts).join(", ")}.`);
    rows.push(...(await part()));
  }
  console.log(markdownTable([["figure", "to reach", "measured"], ...rows.map((row) => [...row])]));
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** What a step has to download with the Action. */
function sizes(): Row[] {
  const sizeOf = (files: string[]) => files.reduce((sum, file) => sum + statSync(join("dist", file)).size, 0);
  const all = readdirSync("dist", { recursive: true, encoding: "utf8" }).filter((path) =>
    statSync(join("dist", path)).isFile(),
  );
  const compiler = all.filter((file) => /^(asc|compiler)/.test(file));
  return [
    ["dist without the guest compiler", "< 5 MB", megabytes(sizeOf(all) - sizeOf(compiler))],
    ["dist with it", "< 18 MB", megabytes(sizeOf(all))],
  ];
}

/** From the start of the Action's process to its first sample, with artifacts from a local GitHub. */
async function start(): Promise<Row[]> {
  const full: number[] = [];
  const reused: number[] = [];
  for (let i = 0; i < runs; i++) {
    await using world = await scenario({
      files: { "README.md": "a project" },
      commits: [{ "README.md": "2" }],
    });
    const step = { github: world.github, action: ".", inputs: { suites: "quick", budget: "1" } };
    await runAction({ ...step, ...world.push() });
    full.push(firstSample(world.github));
    const pull = world.openPullRequest({ changes: { "README.md": "3" } });
    await runAction({ ...step, ...world.pullRequest(pull) });
    reused.push(firstSample(world.github));
  }
  return [
    ["start to first measured case, guests from the baseline", "< 2 s", seconds(reused)],
    ["start to first measured case, all guests built", "< 4 s", seconds(full)],
  ];
}

/** Of the report that was uploaded last. */
function firstSample(github: LocalGithub): number {
  const text = filesOf(github.artifact(`fuelgauge-report-${process.platform}-${process.arch}`)).get(
    "results.json",
  );
  return resultsSchema.parse(JSON.parse(String(text))).timings.firstSampleMs ?? Number.NaN;
}

/** The quick suite, first without a baseline and then beside it. */
async function quick(): Promise<Row[]> {
  const alone: WatchedRun[] = [];
  const beside: WatchedRun[] = [];
  for (let i = 0; i < Math.min(runs, 3); i++) {
    const folder = mkdtempSync(join(work, "quick-"));
    alone.push(await runWatched([cli, "run", "--fail-on", "never"], folder));
    beside.push(await runWatched([cli, "run", "--fail-on", "never"], folder));
    const { plan } = readResults(join(folder, ".fuelgauge/report/results.json"));
    console.error(`quick ${i + 1}: ${plan.rounds} rounds`);
  }
  return [
    ["quick suite, base and head", "< 120 s", seconds(beside.map(({ wallMs }) => wallMs))],
    ["quick suite, no baseline", "< 60 s", seconds(alone.map(({ wallMs }) => wallMs))],
    [
      "largest process of a quick run",
      "< 500 MB",
      megabytes(Math.max(...beside.map((run) => run.largestProcessBytes))),
    ],
    ["all its processes together", "", megabytes(Math.max(...beside.map((run) => run.allProcessesBytes)))],
    [
      "largest process while all guests are built",
      "",
      megabytes(Math.max(...alone.map((run) => run.largestProcessBytes))),
    ],
  ];
}

/** The same sources, built twice: nothing may be called changed. */
function same(): Row[] {
  const folder = mkdtempSync(join(work, "same-"));
  saveBaseline(folder, "base", []);
  saveBaseline(folder, "head", []);
  let rows = 0;
  let changed = 0;
  let cannotTell = 0;
  for (let i = 0; i < runs; i++) {
    const { comparisons, verdict } = compare(folder, "base", "head", []);
    const timed = comparisons.filter((row) => "evidence" in row && row.evidence.kind === "rounds");
    const called = timed.filter((row) => row.verdict === "regressed" || row.verdict === "improved");
    rows += timed.length;
    changed += called.length;
    cannotTell += timed.filter((row) => row.verdict === "inconclusive").length;
    console.error(
      `same ${i + 1} of ${runs}: ${verdict}; ${called.map((row) => `${row.case} ${row.metric}`).join(", ") || "nothing called"}`,
    );
  }
  return [
    [`same code, built twice, ${runs} runs: timed rows called changed`, "0", `${changed} of ${rows}`],
    ["of these, could not be told", "", `${cannotTell} of ${rows}`],
  ];
}

/** A guest that does 5 % more: the run must be called regressed, and by a row of that guest. */
function planted(): Row[] {
  return [...plantedRows("fill", slowFill), ...plantedRows("fib", slowFib)];
}

function plantedRows(guest: string, slow: (source: string) => string): Row[] {
  const folder = mkdtempSync(join(work, "planted-"));
  const runtime = join(folder, "runtime");
  cpSync("runtime", runtime, { recursive: true });
  const path = join(runtime, "guests", `${guest}.ts`);
  writeFileSync(path, slow(readFileSync(path, "utf8")));
  const suites = ["--suites", "execution/*"];
  saveBaseline(folder, "base", suites);
  saveBaseline(folder, "head", [...suites, "--runtime", runtime]);
  let found = 0;
  let wrong = 0;
  for (let i = 0; i < runs; i++) {
    const { comparisons, verdict } = compare(folder, "base", "head", suites);
    const regressed = comparisons.filter((row) => row.verdict === "regressed" && row.metric === "time");
    const ofGuest = regressed.filter((row) => row.case.startsWith(`execution/${guest}-`));
    if (verdict === "regressed" && ofGuest.length > 0) found++;
    wrong += regressed.length - ofGuest.length;
    console.error(
      `planted in ${guest} ${i + 1} of ${runs}: ${verdict}; ${regressed.map((row) => row.case).join(", ")}`,
    );
  }
  return [
    [`${guest} does 5 % more: called regressed`, `${runs} of ${runs}`, `${found} of ${runs}`],
    [`rows of other guests called regressed then`, "0", `${wrong}`],
  ];
}

/** Stores 5 % more bytes than the answer needs, over the ones that are there. */
function slowFill(source: string): string {
  return replaced(
    source,
    /export function fill\(value: i32\): i32 \{/,
    (start) =>
      `${start}\n  for (let address: usize = 0; address < 3277; address++) store<u8>(address, <u8>value);`,
  );
}

/** Computes smaller Fibonacci numbers beside the one that is asked for: 3.44 + 1.32 + 0.19 % more calls. */
function slowFib(source: string): string {
  const inner = replaced(source, /export function fib/, () => "function inner");
  const recursive = inner.replaceAll(/\bfib\(/g, "inner(");
  return `${recursive}
let sink: i32 = 0;
export function fib(n: i32): i32 {
  sink = inner(n - 7) ^ inner(n - 9) ^ inner(n - 13);
  return inner(n);
}
`;
}

function replaced(source: string, pattern: RegExp, by: (match: string) => string): string {
  if (!pattern.test(source))
    throw new Error(`The guest no longer has ${pattern}; change the planted slowdown with it.`);
  return source.replace(pattern, by);
}

function saveBaseline(folder: string, name: string, options: string[]): void {
  const measure = ["--budget", "1", "--baseline", "none", "--save-baseline", name, "--fail-on", "never"];
  mkdirSync(folder, { recursive: true });
  execFileSync(process.execPath, [cli, "run", ...measure, ...options], { cwd: folder, stdio: "ignore" });
}

function compare(folder: string, base: string, head: string, options: string[]): Results {
  const arguments_ = [cli, "compare", base, head, "--fail-on", "never", ...options];
  execFileSync(process.execPath, arguments_, { cwd: folder, stdio: "ignore" });
  return readResults(join(folder, ".fuelgauge/report/results.json"));
}

function readResults(path: string): Results {
  return resultsSchema.parse(JSON.parse(readFileSync(path, "utf8")));
}

function seconds(milliseconds: readonly number[]): string {
  return `${((median(milliseconds) ?? Number.NaN) / 1000).toFixed(1)} s (median of ${milliseconds.length})`;
}

function megabytes(bytes: number): string {
  return `${(bytes / megabyte).toFixed(1)} MB`;
}
