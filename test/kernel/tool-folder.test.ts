import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { Kernel, ToolFolder } from "../../runtime/kernel/index.ts";
import { wat } from "../executor/assemble.ts";
import { callTool } from "./support.ts";

interface Folder extends AsyncDisposable {
  readonly kernel: Kernel;
  readonly tools: ToolFolder;
  readonly path: string;
  readonly problems: string[];
  /** Puts files in place, each at once. */
  put(files: Readonly<Record<string, string | Uint8Array>>): Promise<void>;
}

async function folder(): Promise<Folder> {
  const base = await mkdtemp(join(tmpdir(), "fuelgauge-tools-"));
  const path = join(base, "tools");
  await mkdir(path);
  const kernel = new Kernel();
  const problems: string[] = [];
  const tools = new ToolFolder(kernel, path, ({ file, message }) => problems.push(`${file}: ${message}`));
  return {
    kernel,
    tools,
    path,
    problems,
    async put(files) {
      for (const [name, content] of Object.entries(files)) await writeFile(join(base, name), content);
      for (const name of Object.keys(files)) await rename(join(base, name), join(path, name));
    },
    async [Symbol.asyncDispose]() {
      tools.close();
      kernel.close();
      await rm(base, { recursive: true });
    },
  };
}

const manifestOf = (name: string, more: Record<string, unknown> = {}) =>
  JSON.stringify({
    name,
    title: "A test",
    description: "For a test.",
    inputSchema: { type: "object" },
    ...more,
  });

/** A module whose tool gives an object, after counting to a number. */
function giving(json: string, count = 0): Promise<Uint8Array> {
  const text = json.replaceAll(/["\\]/g, "\\$&");
  return wat(`(module
    (import "kernel" "output" (func $output (param i32 i32)))
    (memory (export "memory") 1)
    (data (i32.const 0) "${text}")
    (func (export "run") (local $at i32)
      (loop (br_if 0 (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 1))) (i32.const ${count}))))
      (call $output (i32.const 0) (i32.const ${Buffer.byteLength(json)}))))`);
}

const until = async (holds: () => boolean) => {
  while (!holds()) await new Promise((resume) => setTimeout(resume, 5));
};

test("a tool that is dropped into the folder is live, and so is what replaces it; one that is removed is gone", async () => {
  await using here = await folder();
  const { kernel, tools, put } = here;
  const notified: string[] = [];
  kernel.open((text) => notified.push(JSON.parse(text).method));
  await tools.scan();
  tools.watch();
  expect((await callTool(kernel, "dropped", {})).error).toContain("there is no tool");

  await put({ "dropped.wasm": await giving('{"version":1}'), "dropped.json": manifestOf("dropped") });
  await until(() => kernel.registry.get("dropped") !== undefined);
  expect((await callTool(kernel, "dropped", {})).result).toEqual({ version: 1 });

  const before = kernel.registry.get("dropped");
  await put({ "dropped.wasm": await giving('{"version":2}') });
  await until(() => kernel.registry.get("dropped") !== before);
  expect((await callTool(kernel, "dropped", {})).result).toEqual({ version: 2 });

  await rm(join(here.path, "dropped.wasm"));
  await until(() => kernel.registry.get("dropped") === undefined);
  expect((await callTool(kernel, "dropped", {})).error).toContain("there is no tool");
  expect(notified).toEqual(Array.from({ length: 3 }, () => "notifications/tools/list_changed"));
  expect(here.problems).toEqual([]);
});

test("a folder that is never quiet is looked at all the same", async () => {
  await using here = await folder();
  await here.tools.scan();
  here.tools.watch();
  await here.put({ "busy.wasm": await giving("{}"), "busy.json": manifestOf("busy") });
  while (here.kernel.registry.get("busy") === undefined) {
    await writeFile(join(here.path, "log.txt"), "something else");
    await new Promise((resume) => setTimeout(resume, 10));
  }
});

test("replaced and removed under load, every call answers by a version that was there while it ran, or that there is no tool", async () => {
  await using here = await folder();
  const { kernel, tools } = here;
  const versions = 8;
  const modules: Uint8Array[] = [];
  for (let version = 0; version < versions; version++) {
    modules.push(
      await giving(`{"version":${version},"again":${version}}`, version % 2 === 0 ? 0 : 3_000_000),
    );
  }
  const put = async (version: number) => {
    await here.put({
      "loaded.wasm": modules[version] ?? "",
      "loaded.json": manifestOf("loaded", { title: `Version ${version}` }),
    });
    await tools.scan();
  };
  let live = 0;
  let coming = 0;
  let goesOn = true;
  await put(0);
  let answered = 0;
  let missing = 0;
  const seen = new Set<number>();
  const caller = async () => {
    while (goesOn) {
      const atLeast = live;
      const { result, error } = await callTool(kernel, "loaded", {});
      if (error !== null) {
        expect(error).toBe('there is no tool "loaded"');
        missing++;
      } else {
        const { version, again } = result as { version: number; again: number };
        expect(again).toBe(version);
        expect(version).toBeGreaterThanOrEqual(atLeast);
        expect(version).toBeLessThanOrEqual(coming);
        seen.add(version);
        answered++;
      }
      await new Promise((resume) => setImmediate(resume));
    }
  };
  const callers = Array.from({ length: 20 }, caller);
  for (let version = 1; version < versions; version++) {
    coming = version;
    if (version % 4 === 0) {
      await rm(join(here.path, "loaded.json"));
      await tools.scan();
      const before = missing;
      await until(() => missing > before);
    }
    await put(version);
    live = version;
    const before = answered;
    await until(() => answered > before + 20);
  }
  goesOn = false;
  await Promise.all(callers);
  expect(seen.size).toBeGreaterThan(versions / 2);
  expect(here.problems).toEqual([]);
});

test("half-written files leave the tool as it was, and are named", async () => {
  await using here = await folder();
  const { kernel, tools, put } = here;
  const module = await giving('{"version":2}');
  const manifest = manifestOf("kept", { title: "New" });
  await put({ "kept.wasm": await giving('{"version":1}'), "kept.json": manifestOf("kept") });
  await tools.scan();
  for (let part = 0; part < 8; part++) {
    await put({ "kept.wasm": module.subarray(0, (module.length * part) / 8) });
    await tools.scan();
    await put({ "kept.json": manifest.slice(0, (manifest.length * part) / 8) });
    await tools.scan();
    expect((await callTool(kernel, "kept", {})).result).toEqual({ version: 1 });
    expect(kernel.registry.get("kept")?.manifest.title).toBe("A test");
  }
  expect(new Set(here.problems.map((problem) => problem.split(": ")[0]))).toEqual(
    new Set([join(here.path, "kept.json")]),
  );
  await put({ "kept.wasm": module, "kept.json": manifest });
  await tools.scan();
  expect((await callTool(kernel, "kept", {})).result).toEqual({ version: 2 });
});

const broken: Readonly<Record<string, readonly [manifest: string, message: string]>> = {
  "that is no JSON": ["{", "JSON"],
  "that is no object": ["[]", "expected object"],
  "without a name": ['{"title":"x","description":"x","inputSchema":{"type":"object"}}', "name"],
  "with a name of other characters": [manifestOf("a b"), "letters, digits, dots"],
  "with a member that nobody knows": [manifestOf("a", { colour: "red" }), '"colour"'],
  "with a capability that there is not": [manifestOf("a", { capabilities: ["magic"] }), "capabilities"],
  "with limits that are none": [manifestOf("a", { limits: { fuel: -1 } }), "limits.fuel"],
  "whose arguments are no object": [manifestOf("a", { inputSchema: { type: "string" } }), "inputSchema.type"],
  "whose schema is none": [
    manifestOf("a", { inputSchema: { type: "object", properties: { x: { type: "sting" } } } }),
    "inputSchema",
  ],
  "whose schema is of a kind that is unheard of": [
    manifestOf("a", { inputSchema: { type: "object", $schema: "https://example.com/schema" } }),
    "inputSchema",
  ],
};

test.each(Object.entries(broken))(
  "a manifest %s is named, with what is wrong",
  async (_what, [manifest, message]) => {
    await using here = await folder();
    await here.put({ "broken.wasm": await giving("{}"), "broken.json": manifest });
    await here.tools.scan();
    expect(here.problems).toHaveLength(1);
    expect(here.problems[0]?.startsWith(`${join(here.path, "broken.json")}: `)).toBe(true);
    expect(here.problems[0]).toContain(message);
    expect(here.kernel.registry.size).toBe(1);
    // once is enough
    await here.tools.scan();
    expect(here.problems).toHaveLength(1);
  },
);

test("a module that is no tool is named, with what is wrong", async () => {
  await using here = await folder();
  await here.put({
    "empty.wasm": await wat("(module)"),
    "empty.json": manifestOf("empty"),
    "foreign.wasm": await wat('(module (import "elsewhere" "f" (func)) (func (export "run")))'),
    "foreign.json": manifestOf("foreign"),
    "alone.json": manifestOf("alone"),
  });
  await here.tools.scan();
  expect(here.problems).toEqual([
    expect.stringContaining('exports neither "run" nor "_start"'),
    expect.stringContaining("elsewhere"),
  ]);
});

test("of two files with tools of one name, the other's comes back when one goes", async () => {
  await using here = await folder();
  const call = async () => (await callTool(here.kernel, "twice", {})).result;
  await here.put({ "a.wasm": await giving('{"from":"a"}'), "a.json": manifestOf("twice") });
  await here.put({ "b.wasm": await giving('{"from":"b"}'), "b.json": manifestOf("twice") });
  await here.tools.scan();
  expect(await call()).toEqual({ from: "b" });
  await rm(join(here.path, "b.json"));
  await here.tools.scan();
  expect(await call()).toEqual({ from: "a" });
  // a file whose tool gets another name takes the old one away
  await here.put({ "a.json": manifestOf("renamed") });
  await here.tools.scan();
  expect(here.kernel.registry.get("twice")).toBeUndefined();
  expect((await callTool(here.kernel, "renamed", {})).result).toEqual({ from: "a" });
});

test("a tool in one folder stands in for that of another, which is there again when it goes", async () => {
  await using bundled = await folder();
  const path = await mkdtemp(join(tmpdir(), "fuelgauge-tools-"));
  const own = new ToolFolder(bundled.kernel, path);
  const call = async () => (await callTool(bundled.kernel, "twice", {})).result;
  await bundled.put({ "a.wasm": await giving('{"from":"bundled"}'), "a.json": manifestOf("twice") });
  await bundled.tools.scan();
  await writeFile(join(path, "a.wasm"), await giving('{"from":"own"}'));
  await writeFile(join(path, "a.json"), manifestOf("twice", { description: "Unheard of." }));
  await own.scan();
  expect(await call()).toEqual({ from: "own" });
  await rm(join(path, "a.json"));
  await own.scan();
  expect(await call()).toEqual({ from: "bundled" });
  const found = bundled.kernel.registry.search("test", [], 10).map(({ name }) => name);
  expect([found, bundled.kernel.registry.search("unheard", [], 10)]).toEqual([["twice"], []]);
  await rm(path, { recursive: true });
});

test("nothing is kept of a tool that was replaced", async () => {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  await using here = await folder();
  await here.put({ "leaf.wasm": await giving("{}"), "leaf.json": manifestOf("leaf") });
  await here.tools.scan();
  await callTool(here.kernel, "leaf", {});
  const replaced = new WeakRef(here.kernel.registry.get("leaf")?.manifest.inputSchema ?? {});
  await here.put({ "leaf.json": manifestOf("leaf", { title: "Another" }) });
  await here.tools.scan();
  for (let round = 0; round < 100 && replaced.deref() !== undefined; round++) {
    await new Promise((resume) => setTimeout(resume, 1));
    collect();
  }
  expect(replaced.deref()).toBeUndefined();
});

/** Reads all of its input, and writes it to a stream. */
const echo = (stream: number, exit: number) =>
  wat(`(module
    (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
    (memory (export "memory") 4)
    (func (export "_start") (local $size i32)
      (block $end (loop $more
        (i32.store (i32.const 0) (i32.add (i32.const 64) (local.get $size)))
        (i32.store (i32.const 4) (i32.sub (i32.const 200000) (local.get $size)))
        (br_if $end (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))
        (br_if $end (i32.eqz (i32.load (i32.const 8))))
        (local.set $size (i32.add (local.get $size) (i32.load (i32.const 8))))
        (br $more)))
      (i32.store (i32.const 0) (i32.const 64))
      (i32.store (i32.const 4) (local.get $size))
      (drop (call $write (i32.const ${stream}) (i32.const 0) (i32.const 1) (i32.const 8)))
      (call $exit (i32.const ${exit}))))`);

test("a program reads its arguments from standard input and writes its result to standard output", async () => {
  await using here = await folder();
  await here.put({
    "echo.wasm": await echo(1, 0),
    "echo.json": manifestOf("echo"),
    "fail.wasm": await echo(2, 3),
    "fail.json": manifestOf("fail"),
    "silent.wasm": await echo(1, 1),
    "silent.json": manifestOf("silent"),
  });
  await here.tools.scan();
  const args = {
    text: 'lines\nand "quotes" ä 😀',
    number: -1.5,
    list: [1, [2, { three: null }]],
    long: "x".repeat(50_000),
  };
  expect((await callTool(here.kernel, "echo", args)).result).toEqual(args);
  expect((await callTool(here.kernel, "fail", { why: "it is a test" })).error).toBe('{"why":"it is a test"}');
  expect((await callTool(here.kernel, "silent", {})).error).toBe("the program ended with exit status 1");
  const calls = Array.from({ length: 50 }, (_, number) => callTool(here.kernel, "echo", { number }));
  expect((await Promise.all(calls)).map(({ result }) => result)).toEqual(
    Array.from({ length: 50 }, (_, number) => ({ number })),
  );
  expect(here.problems).toEqual([]);
  expect(await readFile(join(here.path, "echo.json"), "utf8")).toBe(manifestOf("echo"));
});
