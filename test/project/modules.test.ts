import { mkdtempSync, rmSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import * as ownHost from "../../runtime/host/index.ts";
import { parseConfig } from "../../src/config/parse.ts";
import { FuelgaugeError } from "../../src/errors.ts";
import { buildHead } from "../../src/head.ts";
import { operationFuel } from "../../src/measure/fuel.ts";
import { readProjectCases } from "../../src/measure/project-cases.ts";
import { loadBundle, subjectOf } from "../../src/measure/subject.ts";
import { timeSamples } from "../../src/measure/timer.ts";
import { wat } from "../executor/assemble.ts";

const root = mkdtempSync(join(tmpdir(), "fuelgauge-project-"));
afterAll(() => rmSync(root, { recursive: true }));

const maths = await wat(`(module
  (memory (export "memory") 2)
  (func $fib (export "fib") (param i32) (result i32)
    (if (result i32) (i32.lt_s (local.get 0) (i32.const 2))
      (then (local.get 0))
      (else (i32.add (call $fib (i32.sub (local.get 0) (i32.const 1)))
                     (call $fib (i32.sub (local.get 0) (i32.const 2)))))))
  (func (export "twice") (param i64) (result i64) (i64.mul (local.get 0) (i64.const 2))))`);
/** Writes what it was given as its argument of index 1, or what it reads, and exits with 3 when there is neither. */
const echo = await wat(`(module
  (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func (export "_start")
    (i32.store (i32.const 0) (i32.const 64)) (i32.store (i32.const 4) (i32.const 1024))
    (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))
    (if (i32.eqz (i32.load (i32.const 8))) (then (call $exit (i32.const 3))))
    (i32.store (i32.const 4) (i32.load (i32.const 8)))
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 12)))))`);
/** Writes what is in the file that its argument names, a path below the first folder that it has; exits with 9 when it cannot open it. */
const granted = await wat(`(module
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $sizes (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_get" (func $args (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open"
    (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func (export "_start") (local $path i32)
    (drop (call $sizes (i32.const 0) (i32.const 4)))
    (drop (call $args (i32.const 16) (i32.const 64)))
    (local.set $path (i32.load (i32.const 20)))
    (if (call $open (i32.const 3) (i32.const 0) (local.get $path)
          (i32.sub (i32.sub (i32.add (i32.const 64) (i32.load (i32.const 4))) (local.get $path)) (i32.const 1))
          (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 32))
      (then (call $exit (i32.const 9))))
    (i32.store (i32.const 40) (i32.const 1024)) (i32.store (i32.const 44) (i32.const 1024))
    (drop (call $read (i32.load (i32.const 32)) (i32.const 40) (i32.const 1) (i32.const 48)))
    (i32.store (i32.const 44) (i32.load (i32.const 48)))
    (drop (call $write (i32.const 1) (i32.const 40) (i32.const 1) (i32.const 52)))))`);
/** Exits with the number of its variables, and 10 more with a clock that can tell nanoseconds, as the real one can. */
const asking = await wat(`(module
  (import "wasi_snapshot_preview1" "environ_sizes_get" (func $variables (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "clock_res_get" (func $resolution (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func $ask (export "ask") (result i32)
    (drop (call $variables (i32.const 0) (i32.const 4)))
    (drop (call $resolution (i32.const 0) (i32.const 8)))
    (i32.add (i32.load (i32.const 0)) (i32.mul (i32.const 10) (i64.eq (i64.load (i32.const 8)) (i64.const 1)))))
  (func (export "_start") (call $exit (call $ask))))`);
/** Does much before it says that what counts begins. */
const marked = await wat(`(module
  (import "bench" "start" (func $start)) (import "bench" "end" (func $end))
  (memory (export "memory") 1)
  (func $spin (param i32) (loop (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))
  (func (export "_start")
    (call $spin (i32.const 30000000)) (call $start) (call $spin (i32.const 3000)) (call $end)))`);

let projects = 0;

/** A project with these files. */
async function projectWith(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = join(root, String(projects++));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}

/** Its bundle, as far as one can be built. */
async function bundled(files: Readonly<Record<string, string | Uint8Array>>, config: object) {
  const folder = await projectWith(files);
  const said: string[] = [];
  const head = await buildHead({
    place: { folder, root: folder },
    config: parseConfig(config, "fuelgauge.config.json"),
    suites: ["auto"],
    runtime: "none is built",
    into: join(folder, ".fuelgauge/head"),
    base: { kind: "absent", reason: "none is needed" },
    node: process.execPath,
    log: (line) => said.push(line),
  });
  const cases = await readProjectCases([head.folder]);
  const bundle = await loadBundle(head.folder);
  return {
    said,
    ids: cases.map(({ id }) => id),
    prepare(id: string) {
      const found = cases.find((each) => each.id === id);
      if (!found) throw new Error(`there is no case ${id}`);
      return found.prepare(subjectOf(bundle, ownHost));
    },
    fuelOf(id: string) {
      const found = cases.find((each) => each.id === id);
      if (!found) throw new Error(`there is no case ${id}`);
      return operationFuel(found, bundle, { profile: false });
    },
  };
}

async function refusalOf(
  files: Readonly<Record<string, string | Uint8Array>>,
  config: object,
): Promise<string> {
  const thrown: unknown = await bundled(files, config).catch((error: unknown) => error);
  if (!(thrown instanceof FuelgaugeError)) throw new Error(`not refused, but ${String(thrown)}`);
  return thrown.message;
}

describe("a module of a project", () => {
  test("is compiled, instantiated, and its exports are called, with fuel and memory", async () => {
    const { ids, fuelOf, said } = await bundled(
      { "build/maths.wasm": maths },
      {
        modules: [
          {
            file: "build/*.wasm",
            calls: [
              { function: "fib", arguments: [10], returns: 55 },
              { name: "doubled", function: "twice", arguments: ["21n"], returns: "42n" },
            ],
          },
        ],
      },
    );
    expect(ids).toEqual(["maths/compile", "maths/instantiate", "maths/fib-10", "maths/doubled"]);
    expect(said).toContain("Modules: maths");
    // of 177 calls of fib, 88 call two more: 13 and 5 instructions
    expect(await fuelOf("maths/fib-10")).toMatchObject({ fuel: 88 * 13 + 89 * 5, memoryBytes: 131_072 });
    expect(await fuelOf("maths/doubled")).toMatchObject({ fuel: 3 });
  });

  test("is only compiled where nobody provides what it imports", async () => {
    const glued = await wat(`(module (import "a" "b" (func)) (func (export "f")))`);
    expect((await bundled({ "a.wasm": glued }, { modules: ["a.wasm"] })).ids).toEqual(["a/compile"]);
    const config = { modules: [{ file: "a.wasm", calls: [{ function: "f" }] }] };
    expect(await refusalOf({ "a.wasm": glued }, config)).toContain("imports a.b, which nobody provides here");
  });

  test("that is a program is run from start to exit, and its output is checked", async () => {
    const { ids, prepare, fuelOf } = await bundled(
      { "echo.wasm": echo, "in.txt": "some words" },
      {
        modules: [
          {
            file: "echo.wasm",
            runs: [
              { stdin: { file: "in.txt" }, stdout: "some words" },
              { name: "nothing", exitStatus: 3 },
              { name: "wrong", stdin: "some words", stdout: "some birds" },
              { name: "failing", exitStatus: 0 },
            ],
          },
        ],
      },
    );
    expect(ids.slice(2)).toEqual(["echo/run", "echo/nothing", "echo/wrong", "echo/failing"]);
    expect((await fuelOf("echo/run")).fuel).toBe((await fuelOf("echo/run")).fuel);
    await prepare("echo/nothing");
    await expect(async () => prepare("echo/wrong")).rejects.toThrow(
      "standard output has 10 bytes and differs from the 10 expected ones from byte 5 on",
    );
    await expect(async () => prepare("echo/failing")).rejects.toThrow("ended with exit status 3, expected 0");
  });

  test("finds the files that it is granted, and nothing else", async () => {
    const files = {
      "tool.wasm": granted,
      "data/a.txt": "from the folder",
      "data/deep/b.txt": "deeper",
      "one.txt": "from a file",
    };
    const { prepare, ids } = await bundled(files, {
      modules: [
        {
          file: "tool.wasm",
          runs: [
            {
              name: "folder",
              files: { "/in": { folder: "data" } },
              arguments: ["in/deep/b.txt"],
              stdout: "deeper",
            },
            {
              name: "file",
              files: { "/in/x": { file: "one.txt" } },
              arguments: ["in/x"],
              stdout: "from a file",
            },
            { name: "none", arguments: ["in/x"] },
          ],
        },
      ],
    });
    expect(ids.slice(2)).toEqual(["tool/folder", "tool/file", "tool/none"]);
    await prepare("tool/folder");
    await prepare("tool/file");
    await expect(async () => prepare("tool/none")).rejects.toThrow(
      "ended with exit status 9, expected 0: it was granted no files; `files` of its run would grant it some",
    );
  });

  test("has the variables and the clock that it is granted, as a program and as a library", async () => {
    const granted = { environment: { A: "1", B: "2" }, clock: "real" };
    const { prepare, ids } = await bundled(
      { "ask.wasm": asking },
      {
        modules: [
          {
            file: "ask.wasm",
            runs: [{ exitStatus: 0 }, { ...granted, exitStatus: 12 }],
            calls: [
              { function: "ask", returns: 0 },
              { function: "ask", name: "granted", ...granted, returns: 12 },
            ],
          },
        ],
      },
    );
    expect(ids.slice(2)).toEqual(["ask/ask", "ask/granted", "ask/run", "ask/run-2"]);
    for (const id of ids.slice(2)) await prepare(id);
  });

  test("that says what is to be timed is timed for that alone", async () => {
    const { ids, prepare, fuelOf } = await bundled({ "marked.wasm": marked }, { modules: ["marked.wasm"] });
    expect(ids).toEqual(["marked/compile", "marked/instantiate", "marked/run"]);
    const startMs = performance.now();
    const [timedNs = 0] = await timeSamples(await prepare("marked/run"), 1, 1);
    // a ten-thousandth of what it does
    expect(timedNs / 1_000_000).toBeLessThan((performance.now() - startMs) / 10);
    expect((await fuelOf("marked/run")).fuel).toBeGreaterThan(100_000_000);
  });

  test.each([
    ["that is not there", {}, ["a.wasm"], 'No file matches the module "a.wasm"'],
    ["that is no module", { "a.wasm": "no" }, ["a.wasm"], "a.wasm is no WebAssembly module"],
    [
      "whose name another has",
      { "a/x.wasm": maths, "b/x.wasm": maths },
      ["*/x.wasm"],
      'Two modules are called "x": a/x.wasm and b/x.wasm',
    ],
    [
      "without the function",
      { "a.wasm": maths },
      [{ file: "a.wasm", calls: [{ function: "fibb" }] }],
      'a.wasm exports no function "fibb".\n  expected: one of fib, twice',
    ],
    [
      "that is no program",
      { "a.wasm": maths },
      [{ file: "a.wasm", runs: [{}] }],
      'is to be run, but exports no function "_start"',
    ],
    [
      "whose input is not there",
      { "a.wasm": echo },
      [{ file: "a.wasm", runs: [{ stdin: { file: "in.txt" } }] }],
      'The file "in.txt", which the configuration names, cannot be read',
    ],
    [
      "whose folder is not there",
      { "a.wasm": echo },
      [{ file: "a.wasm", runs: [{ files: { "/in": { folder: "nowhere" } } }] }],
      'The folder "nowhere", which the configuration names, cannot be read',
    ],
  ])("%s is refused", async (_what, files, modules, message) => {
    expect(await refusalOf(files as Record<string, string>, { modules })).toContain(message);
  });
});
