import { execFile } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { interfaceVersion } from "../../runtime/host/interface.ts";
import { type Build, buildBundle } from "../../src/bundle/build.ts";
import { readBundle } from "../../src/bundle/read.ts";
import { builtProgram } from "../support/built.ts";
import { makeFolder, smallRuntime, writeFiles } from "./workshop.ts";

// Compiling takes as long as it takes.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** Host code that spreads over folders, and does with its packages what a runtime does: tasks in threads, and counts. */
const wideRuntime: Readonly<Record<string, string>> = {
  ...smallRuntime,
  "host/index.ts": `import { Counter, collectDefaultMetrics, Registry } from "prom-client";
import { runTasks } from "../executor/pool.ts";
import { unit } from "../executor/meter/unit.ts";
export const interfaceVersion: number = ${interfaceVersion};
export async function demonstrate(numbers: number[]): Promise<unknown> {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const tasks = new Counter({ name: "tasks_total", help: "Tasks done.", labelNames: ["unit"], registers: [register] });
  const answers = await runTasks(numbers);
  tasks.inc({ unit }, answers.length);
  return { answers, exposition: await register.metrics() };
}
`,
  "executor/pool.ts": `import { Piscina, version } from "piscina";
import type { Answer } from "./task.ts";
export async function runTasks(numbers: number[]): Promise<Answer[]> {
  const filename: string = new URL("./task.ts", import.meta.url).href;
  // niceness needs the native add-on, which piscina goes without where there is none
  const pool = new Piscina({ filename, maxThreads: 1, workerData: version, niceIncrement: 1 });
  try {
    return await Promise.all(numbers.map((number) => pool.run(number)));
  } finally {
    await pool.destroy();
  }
}
`,
  "executor/task.ts": `import { isWorkerThread, workerData } from "piscina";
import { doubled } from "./meter/unit.ts";
export interface Answer { double: number; isWorkerThread: boolean; workerData: unknown }
export default (x: number): Answer => ({ double: doubled(x), isWorkerThread, workerData });
`,
  "executor/meter/unit.ts": `import { linearBuckets } from "prom-client";
export const unit: string = "fuel";
export const doubled = (x: number): number => linearBuckets(x, x, 2)[1] ?? Number.NaN;
`,
};

const home = await makeFolder();
const bundle = join(home.folder, "baseline", "bundle");
let built: Build;
afterAll(home.remove);
beforeAll(async () => {
  const folder = join(home.folder, "runtime");
  await writeFiles(folder, wideRuntime);
  const into = join(home.folder, "baseline");
  built = await buildBundle({
    runtime: folder,
    project: null,
    into,
    compilerEntry: builtProgram("compiler"),
    log: () => {},
  });
});

test("the packages that host code imports are files of the bundle", async () => {
  expect(await readBundle(join(home.folder, "baseline"))).toMatchObject({ kind: "ok" });
  expect(Object.keys(built.manifest.files).filter((path) => !path.startsWith("guests/"))).toEqual([
    "executor/meter/unit.mjs",
    "executor/pool.mjs",
    "executor/task.mjs",
    "host/index.mjs",
    "packages/piscina/common.mjs",
    "packages/piscina/index.mjs",
    "packages/piscina/licenses.txt",
    "packages/piscina/worker.mjs",
    "packages/prom-client/index.mjs",
    "packages/prom-client/licenses.txt",
  ]);
});

test("a bundle with packages runs by itself, also in threads, where nothing but its own files can be read", async () => {
  const elsewhere = join(home.folder, "elsewhere");
  const entry = JSON.stringify(pathToFileURL(join(bundle, "host/index.mjs")).href);
  const program = `const { demonstrate } = await import(${entry});
    console.log(JSON.stringify(await demonstrate([1, 21])));`;
  await writeFiles(elsewhere, { "program.mjs": program });
  const confinement = ["--permission", `--allow-fs-read=${bundle}`, "--allow-worker"];
  const { stdout } = await promisify(execFile)(process.execPath, [...confinement, "program.mjs"], {
    cwd: elsewhere,
  });
  const { answers, exposition } = JSON.parse(stdout);
  const inThread = { isWorkerThread: true, workerData: "5.3.2" };
  expect(answers).toEqual([
    { double: 2, ...inThread },
    { double: 42, ...inThread },
  ]);
  expect(exposition).toContain('# TYPE tasks_total counter\ntasks_total{unit="fuel"} 2\n');
  expect(exposition).toContain("nodejs_version_info");
});
