import { mkdtempSync, rmSync } from "node:fs";
import { cp, mkdir, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test, vi } from "vitest";
import { buildHead } from "../../src/head.ts";
import type { Job, Report } from "../../src/measure/job.ts";
import { performJob } from "../../src/measure/process.ts";
import { unsteady } from "../../src/measure/steadiness.ts";
import { type Config, noConfig, noGrants } from "../../src/model/config.ts";
import { builtProgram } from "../support/built.ts";

// Measuring processes start as fast as they start.
vi.setConfig({ testTimeout: 60_000 });

const root = mkdtempSync(join(tmpdir(), "fuelgauge-benches-"));
afterAll(() => rmSync(root, { recursive: true }));
const repository = fileURLToPath(new URL("../..", import.meta.url));
let bundles = 0;

/** Bundles the benchmark files of a project, and loads them from there in a measuring process. */
async function bundled(folder: string, checkout: string, config: Config = noConfig) {
  const into = join(root, `bundle-${bundles++}`);
  const { manifest } = await buildHead({
    place: { folder, root: checkout },
    config,
    suites: ["auto"],
    runtime: "none is built",
    into,
    base: { kind: "absent", reason: "none is needed" },
    node: process.execPath,
    log() {},
  });
  const { files, project } = manifest;
  return { into, files: Object.keys(files), project, ids: project?.cases.map(({ id }) => id) ?? [] };
}

type Samples = Extract<Report, { kind: "samples" | "failed" }>;

/** What a measuring process finds in a bundle. */
async function measured(into: string, job: Job, benches = noGrants): Promise<Samples[]> {
  const found: Samples[] = [];
  const end = await performJob(
    job,
    (report) => {
      if (report.kind === "samples" || report.kind === "failed") found.push(report);
    },
    {
      node: process.execPath,
      measurer: builtProgram("measurer"),
      definitions: [into],
      steadiness: unsteady,
      confinement: { bundles: [into], nodeVersion: process.version },
      benches,
      silenceMs: 60_000,
    },
  );
  expect(end).toEqual({ kind: "done" });
  return found;
}

async function fuelOf(into: string, id: string): Promise<Samples[]> {
  const subject = { arm: "head", folder: into } as const;
  return measured(into, { kind: "fuel", subject, cases: [id], profile: false, times: 1, seed: 1 });
}

/** Samples of two operations each. */
async function timesOf(
  into: string,
  ids: readonly string[],
  turns: number,
  benches = noGrants,
): Promise<Samples[]> {
  const cases = ids.map((id) => ({ id, repeat: 2, turn: 1, turns, warmUpTurns: 1, placements: 1 }));
  const subjects = [{ arm: "head", folder: into } as const];
  return measured(into, { kind: "sample", subjects, host: "fuelgauge", cases, seed: 1 }, benches);
}

async function projectWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = mkdtempSync(join(root, "project-"));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}

describe("an ordinary benchmark, untouched", () => {
  test.each([
    ["sql", ["insert-200-rows", "sum-by-account", "search-text"]],
    ["tree-sitter", ["40-functions"]],
    ["quickjs", ["sort", "match"]],
    ["threads", ["4-queries-by-2-threads"]],
  ])("of %s has the same fuel in every process, and is timed", async (example, tasks) => {
    const { into, ids } = await bundled(join(repository, "examples", example), repository);
    expect(ids.map((id) => id.split("/").at(-1))).toEqual(tasks);
    const id = ids.at(-1) ?? "";
    const counts = [await fuelOf(into, id), await fuelOf(into, id)];
    expect(counts[0]).toEqual(counts[1]);
    expect(counts[0]).toContainEqual(expect.objectContaining({ kind: "samples", metric: "fuel" }));
    const timed = await timesOf(into, [id], 3);
    expect(timed).toMatchObject([
      { kind: "samples", metric: "time", samples: [{}, {}, {}].map(() => expect.any(Number)) },
    ]);
  });
});

test("what package managers link is found in the bundle as it is in the project", async () => {
  const folder = await projectWith({
    "package.json": '{ "type": "module" }',
    "bench/a.bench.js": `
      import { Bench } from "tinybench";
      import { sum } from "outer";
      export default new Bench().add("sum", () => { if (sum() !== 3) throw new Error("wrong"); });`,
    "node_modules/.pnpm/outer@1/node_modules/outer/package.json":
      '{ "name": "outer", "type": "module", "exports": "./o.js" }',
    "node_modules/.pnpm/outer@1/node_modules/outer/o.js":
      'import { two } from "@scope/inner/two.js"; export const sum = () => 1 + two;',
    "node_modules/.pnpm/inner@2/node_modules/@scope/inner/package.json":
      '{ "name": "@scope/inner", "type": "module" }',
    "node_modules/.pnpm/inner@2/node_modules/@scope/inner/two.js": "export const two = 2;",
  });
  const modules = join(folder, "node_modules");
  await cp(join(repository, "node_modules/tinybench"), join(modules, "tinybench"), { recursive: true });
  await symlink(".pnpm/outer@1/node_modules/outer", join(modules, "outer"));
  const inner = join(modules, ".pnpm/outer@1/node_modules/@scope");
  await mkdir(inner);
  await symlink("../../../inner@2/node_modules/@scope/inner", join(inner, "inner"));
  const { into, ids, files } = await bundled(folder, folder);
  expect(ids).toEqual(["bench/a/sum"]);
  expect(files.filter((path) => path.includes("tinybench"))).toEqual([]);
  // no WebAssembly, no fuel
  expect(await fuelOf(into, "bench/a/sum")).toEqual([]);
});

test("a module that is imported like a script is metered, and finds its imports", async () => {
  const folder = await projectWith({
    "package.json": '{ "type": "module" }',
    "count.js": "export const one = () => 1;",
    "x.bench.mjs": `
      import { Bench } from "tinybench";
      import { add } from "./add.wasm";
      export const bench = new Bench().add("add", () => { if (add(41) !== 42) throw new Error("wrong"); });`,
  });
  const { wat } = await import("../executor/assemble.ts");
  const module = `(module (import "./count.js" "one" (func $one (result i32)))
    (func (export "add") (param i32) (result i32) (i32.add (local.get 0) (call $one))))`;
  await writeFile(join(folder, "add.wasm"), await wat(module));
  const { into } = await bundled(folder, folder);
  expect(await fuelOf(into, "x/add")).toMatchObject([{ metric: "fuel", samples: [3] }]);
});

describe("WebAssembly in threads that a benchmark starts", () => {
  /** The loop and its instructions, so many times; and what comes after it. */
  const fuelOfSpend = (times: number) => 8 * times + 1;
  const spender = `(module (memory (export "memory") 3) (func (export "spend") (param i32) (result i32)
    (loop (br_if 0 (i32.gt_s (local.tee 0 (i32.sub (local.get 0) (i32.const 1))) (i32.const 0))))
    (local.get 0)))`;
  const thread = `
    import { parentPort, workerData } from "node:worker_threads";
    import { readFileSync } from "node:fs";
    import "./sibling.js";
    const bytes = readFileSync(new URL("./spend.wasm", import.meta.url));
    const module = workerData?.module ?? new WebAssembly.Module(bytes);
    const shown = WebAssembly.Module.exports(module).map(({ name }) => name).join();
    if (shown !== "memory,spend") throw new Error("it shows " + shown);
    const { spend } = new WebAssembly.Instance(module).exports;
    parentPort.on("message", (times) => parentPort.postMessage(spend(times)));`;
  const bench = `
    import { once } from "node:events";
    import { readFileSync } from "node:fs";
    import { Worker } from "node:worker_threads";
    import { Bench } from "tinybench";
    const bytes = readFileSync(new URL("./spend.wasm", import.meta.url));
    const start = (workerData) => new Worker(new URL("./thread.js", import.meta.url), { workerData });
    const ask = async (thread, times) => { thread.postMessage(times); await once(thread, "message"); };
    export const bench = new Bench();
    let living;
    bench.add("live on, several at once, and something beside them", async () => {
      const module = new WebAssembly.Module(bytes);
      living ??= [start(), start({}), start({ module })];
      new WebAssembly.Instance(module).exports.spend(50);
      await Promise.all(living.map((each) => ask(each, 100)));
    });
    let turn = 0;
    bench.add("is ended, or ends by itself", async () => {
      const text = \`const { parentPort, workerData: { bytes, stays } } = require("worker_threads");
        new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.spend(100);
        parentPort.postMessage("done");
        if (stays) setInterval(() => {}, 1000);\`;
      const stays = turn++ % 2 === 0;
      const thread = new Worker(text, { eval: true, workerData: { bytes, stays } });
      await once(thread, stays ? "message" : "exit");
      if (stays) await thread.terminate();
    });
    const state = new Int32Array(new SharedArrayBuffer(8));
    bench.add("waits without listening", async () => {
      const text = \`const { workerData: { bytes, state } } = require("worker_threads");
        const { spend } = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;
        for (let turn = 0; ; turn++) {
          Atomics.wait(state, 0, turn); spend(100);
          Atomics.add(state, 1, 1); Atomics.notify(state, 1);
        }\`;
      living ??= new Worker(text, { eval: true, workerData: { bytes, state } });
      const done = Atomics.load(state, 1);
      Atomics.add(state, 0, 1); Atomics.notify(state, 0);
      await Atomics.waitAsync(state, 1, done).value;
    });
    bench.add("never comes to rest", async () => {
      living ??= new Worker("const { workerData, parentPort } = require('worker_threads');" +
        "const { spend } = new WebAssembly.Instance(new WebAssembly.Module(workerData)).exports;" +
        "parentPort.postMessage('ready'); for (;;) spend(100);", { eval: true, workerData: bytes });
      await (ready ??= once(living, "message"));
    });
    let ready;`;

  test("is counted with that beside it, and timed", async () => {
    const { wat } = await import("../executor/assemble.ts");
    const folder = await projectWith({
      "package.json": '{ "type": "module" }',
      "thread.js": thread,
      "sibling.js": "",
      "t.bench.js": bench,
    });
    await writeFile(join(folder, "spend.wasm"), await wat(spender));
    const { into, ids, files } = await bundled(folder, folder);
    expect(files).toContain("project/sibling.js");
    const fuels = [fuelOfSpend(50) + 3 * fuelOfSpend(100), fuelOfSpend(100), fuelOfSpend(100)];
    expect(await fuelOf(into, ids.pop() ?? ""), "nothing exact can be said").toEqual([]);
    expect(ids).toHaveLength(fuels.length);
    for (const [index, id] of ids.entries()) {
      expect(await fuelOf(into, id), id).toMatchObject([
        { metric: "fuel", samples: [fuels[index]] },
        { metric: "memory", samples: [3 * 65_536] },
      ]);
    }
    const [first = ""] = ids;
    expect(await timesOf(into, [first], 1)).toMatchObject([{ kind: "samples", metric: "time" }]);
  });
});

test("a module that is imported as source is metered, with a memory that it was given", async () => {
  const folder = await projectWith({
    "package.json": '{ "type": "module" }',
    "deep/dependency.ts": "export const one: number = 1;",
    "s.bench.ts": `
      import { Bench } from "tinybench";
      import source adder from "./deep/add.wasm";
      import { one } from "./deep/dependency.ts";
      const memory = new WebAssembly.Memory({ initial: 5 });
      const again = await import.source("./deep/add.wasm");
      if (again !== adder || WebAssembly.Module.exports(adder).length !== 1) throw new Error("another module");
      const { add } = new WebAssembly.Instance(adder, { host: { memory } }).exports;
      export const bench = new Bench().add("add", () => { if (add(41) !== 41 + one) throw new Error("wrong"); });`,
  });
  const { wat } = await import("../executor/assemble.ts");
  const module = `(module (import "host" "memory" (memory 1))
    (func (export "add") (param i32) (result i32) (i32.add (local.get 0) (i32.const 1))))`;
  await writeFile(join(folder, "deep/add.wasm"), await wat(module));
  const { into } = await bundled(folder, folder);
  expect(await fuelOf(into, "s/add")).toMatchObject([
    { metric: "fuel", samples: [3] },
    { metric: "memory", samples: [5 * 65_536] },
  ]);
});

test("tasks keep their hooks, their own durations, and what they wait for", async () => {
  const folder = await projectWith({
    "package.json": '{ "type": "module" }',
    "t.bench.js": `
      import { Bench } from "tinybench";
      let ready = 0;
      const first = new Bench({ name: "one", setup: () => { ready = 100; } });
      first.add("hooked", () => { if (ready-- !== 101) throw new Error("beforeEach did not run"); },
        { beforeEach() { ready = 101; } });
      const second = new Bench({ name: "two" });
      second.add("own time", () => ({ overriddenDuration: 1.5 }));
      second.add("waits, long", async () => { await new Promise((done) => setTimeout(done, 2)); });
      second.add("gone", () => {});
      second.remove("gone");
      await first.run();
      export { first, second };
      new Bench().add("not exported", () => {});`,
  });
  const { into, ids } = await bundled(folder, folder);
  expect(ids).toEqual(["t/one/hooked", "t/two/own-time", "t/two/waits-long"]);
  const timed = await timesOf(into, ids, 2);
  const samplesOf = (id: string) => timed.find((each) => each.case === id && each.kind === "samples");
  expect(timed.filter(({ kind }) => kind === "failed")).toEqual([]);
  expect(samplesOf("t/two/own-time")).toMatchObject({ samples: [1_500_000, 1_500_000] });
  const [waited = 0] = (samplesOf("t/two/waits-long") as { samples: number[] }).samples;
  // a timer of 2 ms may ring a little early
  expect(waited).toBeGreaterThan(1_000_000);
});

test("a file of vitest's bench is measured like any other, with its hooks around each task", async () => {
  const folder = await projectWith({
    "package.json": '{ "type": "module" }',
    "v.bench.ts": `
      import { readFileSync } from "node:fs";
      import { afterEach, beforeAll, beforeEach, bench, describe, expect } from "vitest";
      let add: (one: number) => number;
      let open: string | null = null;
      beforeAll(async () => {
        const bytes = readFileSync(new URL("./add.wasm", import.meta.url));
        add = (await WebAssembly.instantiate(bytes)).instance.exports.add as typeof add;
      });
      beforeEach(() => { if (open !== null) throw new Error(open + " is open"); });
      describe("numbers", () => {
        afterEach(() => { open = null; });
        bench("add", () => { add(41); open = "a number"; }, { iterations: 3 });
        let ready = 0;
        bench("set up", () => { if (ready !== 1) throw new Error("not set up"); }, { setup() { ready = 1; } });
        bench.skip("none", () => { expect(1).toBe(2); });
      });`,
  });
  const { wat } = await import("../executor/assemble.ts");
  const module = `(module (func (export "add") (param i32) (result i32) (i32.add (local.get 0) (i32.const 1))))`;
  await writeFile(join(folder, "add.wasm"), await wat(module));
  const { into, ids, files } = await bundled(folder, folder);
  expect(ids).toEqual(["v/numbers/add", "v/numbers/set-up"]);
  expect(files.filter((path) => path.includes("node_modules"))).toEqual([]);
  expect(await fuelOf(into, "v/numbers/add")).toMatchObject([{ metric: "fuel", samples: [3] }]);
  const timed = await timesOf(into, ids, 2);
  expect(timed.map((each) => each.kind)).toEqual(["samples", "samples"]);
});

test("globals that a file replaces are told, and no others", async () => {
  const folder = await projectWith({
    "package.json": '{ "type": "module" }',
    "calm.bench.js": `
      import { Bench } from "tinybench";
      globalThis.mine = 1;
      export default new Bench().add("a", () => {});`,
    "wild.bench.js": `
      import { Bench } from "tinybench";
      const { at } = Array.prototype;
      Array.prototype.at = function (index) { return at.call(this, index); };
      String.prototype.shout = function () { return this.toUpperCase(); };
      Math.random = () => 0.5;
      export default new Bench().add("a", () => {});`,
  });
  const { project } = await bundled(folder, folder);
  expect(project?.replacedGlobals).toEqual({
    "project/wild.bench.js": ["Array.prototype.at", "Math.random", "String.prototype.shout"],
  });
});

test("a benchmark gets what the configuration grants, and its threads as well", async () => {
  const folder = await projectWith({
    "package.json": '{ "type": "module" }',
    "g.bench.js": `
      import { once } from "node:events";
      import { createServer } from "node:http";
      import { readFileSync, writeFileSync } from "node:fs";
      import { tmpdir } from "node:os";
      import { join } from "node:path";
      import { Worker } from "node:worker_threads";
      import { Bench } from "tinybench";
      const file = join(tmpdir(), "scratch.txt");
      writeFileSync(file, process.env.LEVEL);
      const server = createServer((_, response) => response.end(readFileSync(file, "utf8")));
      await once(server.listen(0, "127.0.0.1"), "listening");
      const address = "http://127.0.0.1:" + server.address().port;
      const text = "fetch('" + address + "').then((r) => r.text())" +
        ".then((t) => require('worker_threads').parentPort.postMessage(t + process.env.LEVEL))";
      const [said] = await once(new Worker(text, { eval: true }), "message");
      if (said !== "highhigh") throw new Error("it said " + said);
      export default new Bench().add("write", () => writeFileSync(file, "low"));`,
  });
  const grants = { environment: { LEVEL: "high" }, network: true, scratch: true };
  const { into, ids } = await bundled(folder, folder, { ...noConfig, grants });
  expect(await timesOf(into, ids, 1, grants)).toMatchObject([{ kind: "samples" }]);
});

test.each([
  ["makes no bench", "export const a = 1;", "it makes no tinybench Bench"],
  ["throws", "throw new Error('not today');", "bench/a.bench.js: not today"],
  [
    "wants to write",
    "import fs from 'node:fs'; fs.writeFileSync('x', 'y');",
    "restricted. A benchmark may write to os.tmpdir() where the configuration says `grants: { scratch: true }`",
  ],
  [
    "wants the network",
    "await fetch('http://127.0.0.1:49152/');",
    "fetch failed: measured code may not use the network; `grants: { network: true }` in the configuration allows it",
  ],
  [
    "wants it in a thread",
    `import { Worker } from "node:worker_threads"; import { once } from "node:events";
     await once(new Worker("fetch('http://127.0.0.1:49152/')", { eval: true }), "exit")`,
    "fetch failed: measured code may not use the network",
  ],
  ["needs what is not there", "import 'left-pad';", "left-pad"],
  ["tests", "import { test } from 'vitest'; test('a', () => {});", "uses `test` of vitest"],
])("a benchmark file that %s is refused before anything is measured", async (_what, text, message) => {
  const folder = await projectWith({ "package.json": '{ "type": "module" }', "bench/a.bench.js": text });
  await expect(bundled(folder, folder)).rejects.toThrow(message);
});
