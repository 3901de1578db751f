import { Buffer } from "node:buffer";
import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import asc from "assemblyscript/asc";
import { describe, expect, test } from "vitest";
import { type CallName, errno, moduleName, openFlag, signatures } from "../../runtime/executor/wasi/abi.ts";
import {
  Wasi,
  type WasiEvent,
  WasiExit,
  type WasiOptions,
  WasiPort,
  wasiSetup,
} from "../../runtime/executor/wasi/index.ts";
import { price } from "../../runtime/executor/wasi/price.ts";
import { bench, type Caller, functionsOf } from "./wasi-caller.ts";
import {
  bytes,
  files,
  memoryOf,
  programBytes,
  programs,
  run,
  runMetered,
  runOnNode,
  start,
  text,
  texts,
} from "./wasi-run.ts";

async function assemble(source: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await parse(source));
}

const page = 65_536;
const callNames = Object.keys(signatures) as CallName[];

/** A program in AssemblyScript that greets whoever its first argument names, and fails without one. */
const greeting = `
  // @ts-nocheck
  @external("${moduleName}", "args_sizes_get") declare function argsSizes(count: usize, size: usize): i32;
  @external("${moduleName}", "args_get") declare function args(pointers: usize, buffer: usize): i32;
  @external("${moduleName}", "fd_write") declare function write(fd: i32, list: usize, count: i32, written: usize): i32;
  @external("${moduleName}", "proc_exit") declare function exit(code: i32): void;

  function print(fd: i32, message: string): void {
    const text = String.UTF8.encode(message);
    const list = memory.data(8), written = memory.data(4);
    store<u32>(list, changetype<usize>(text));
    store<u32>(list, text.byteLength, 4);
    write(fd, list, 1, written);
  }

  export function _start(): void {
    const count = memory.data(4), size = memory.data(4);
    argsSizes(count, size);
    if (load<u32>(count) < 2) {
      print(2, "nobody to greet\\n");
      exit(3);
    }
    const pointers = heap.alloc(4 * load<u32>(count)), buffer = heap.alloc(load<u32>(size));
    args(pointers, buffer);
    const name = load<u32>(pointers, 4);
    print(1, "Hello, " + String.UTF8.decodeUnsafe(name, buffer + load<u32>(size) - name, true) + "!\\n");
  }`;

async function compileGreeting(): Promise<Uint8Array<ArrayBuffer>> {
  const options = { optimizeLevel: 2, runtime: "stub", use: ["abort="] };
  const { binary, error, stderr } = await asc.compileString(greeting, options);
  if (error !== null || binary === null) throw new Error(stderr.toString());
  return new Uint8Array(binary);
}

describe("ordinary programs", () => {
  test.each(programs)("%s does on Fuelgauge's WASI what it does on Node's", (name, options) => {
    const { events, ...own } = run(programBytes(name), options);
    expect(own.stdout).not.toBe("");
    expect(own).toEqual(runOnNode(programBytes(name), options));
    expect(events.filter(({ kind }) => kind !== "escape")).toEqual([]);
  });

  test("one in AssemblyScript, too", async () => {
    const program = await compileGreeting();
    const greeted = { args: ["greeting", "wörld"] };
    expect(run(program, greeted)).toMatchObject({ exitCode: 0, stdout: "Hello, wörld!\n", stderr: "" });
    expect(run(program, {})).toMatchObject({ exitCode: 3, stdout: "", stderr: "nobody to greet\n" });
    const { events, ...own } = run(program, greeted);
    expect(own).toEqual(runOnNode(program, greeted));
    expect(events).toEqual([]);
  });

  test.each([...programs, ["chance", {}] as const])(
    "%s burns the same fuel at every run",
    (name, options) => {
      const first = runMetered(programBytes(name), options);
      expect(first.fuel).toBeGreaterThan(1000);
      expect(runMetered(programBytes(name), options)).toEqual(first);
    },
  );

  test("time and randomness are the same at every run, unless other ones are asked for", () => {
    const program = programBytes("chance");
    const { stdout } = run(program, {});
    expect(stdout).toMatch(/^resolution: 1000000\ntime: 1767225600\nslept: 3600\n[0-9a-f]{32}\n$/);
    expect(run(program, {}).stdout).toBe(stdout);
    const lines = (options: WasiOptions): string[] => run(program, options).stdout.split("\n");
    const [resolution, time, slept, random] = stdout.split("\n");
    expect(lines({ seed: 1 }).slice(0, 3)).toEqual([resolution, time, slept]);
    expect(lines({ seed: 1 })[3]).not.toBe(random);
    expect(lines({ random: "real" })[3]).not.toBe(lines({ random: "real" })[3]);
    expect(lines({ startNanoseconds: 5_000_000_000n })[1]).toBe("time: 5");
    expect(lines({ clock: "real" })[1]).not.toBe(time);
    expect(lines({ clock: "real" })[2]).toBe(slept);
  });
});

describe("a port", () => {
  const echo = `(module
    (import "${moduleName}" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
    (import "${moduleName}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
    (memory (export "memory") 1)
    (func (export "_start")
      (i32.store (i32.const 0) (i32.const 100))
      (i32.store (i32.const 4) (i32.const 1000))
      (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 4)))
      (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))))`;

  test("gives an instance that is used again a fresh state", async () => {
    const states = ["one", "two", ""].map((stdin) => new Wasi(wasiSetup({ stdin: bytes(stdin) })));
    const port = new WasiPort(new Wasi(wasiSetup()));
    const module = new WebAssembly.Module(await assemble(echo));
    const instance = new WebAssembly.Instance(module, port.imports);
    port.bind(memoryOf(instance));
    for (const state of states) {
      port.current = state;
      start(instance);
    }
    expect(states.map(({ stdout }) => text(stdout))).toEqual(["one", "two", ""]);
  });

  test("can be bound to another instance", async () => {
    const port = new WasiPort(new Wasi(wasiSetup()));
    const module = new WebAssembly.Module(await assemble(echo));
    for (const stdin of ["one", "two"]) {
      port.current = new Wasi(wasiSetup({ stdin: bytes(stdin) }));
      const instance = new WebAssembly.Instance(module, port.imports);
      port.bind(memoryOf(instance));
      start(instance);
      expect(text(port.current.stdout)).toBe(stdin);
    }
  });

  test("before a memory is bound every pointer is bad", async () => {
    const port = new WasiPort(new Wasi(wasiSetup({ args: ["name"] })));
    const source = `(module
      (import "${moduleName}" "args_get" (func $args (param i32 i32) (result i32)))
      (memory 1)
      (global $answer (mut i32) (i32.const -1))
      (func $begin (global.set $answer (call $args (i32.const 0) (i32.const 8))))
      (func (export "answer") (result i32) (global.get $answer))
      (start $begin))`;
    const module = new WebAssembly.Module(await assemble(source));
    const { exports } = new WebAssembly.Instance(module, port.imports);
    expect((exports.answer as () => number)()).toBe(errno.fault);
  });

  test.each([
    "(param i64 i32 i32 i32) (result i32)",
    "(param externref externref externref externref) (result i32)",
    "(param i32 i32 i32 i32) (result i64)",
    "(param i32 i32 i32 i32) (result v128)",
    "(param i32 i32 i32 i32)",
    "(param i32 i32 i32) (result i32)",
  ])("does not link a call imported as %s", async (type) => {
    const source = `(module (import "${moduleName}" "fd_write" (func ${type})))`;
    const module = new WebAssembly.Module(await assemble(source));
    const { imports } = new WasiPort(new Wasi(wasiSetup()));
    expect(() => new WebAssembly.Instance(module, imports)).toThrow(WebAssembly.LinkError);
  });

  test("follows a memory that grows", () => {
    const { caller } = bench({ args: ["name"] });
    expect(caller.call("args_sizes_get", page, page + 4)).toBe(errno.fault);
    caller.memory.grow(1);
    expect(caller.call("args_sizes_get", page, page + 4)).toBe(errno.success);
    expect(caller.view.getUint32(page + 4, true)).toBe(5);
  });

  test("works on shared memory", () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 2, shared: true });
    const { caller, wasi } = bench({ preopens: ["/"], random: "real" }, memory);
    expect(caller.open("file", { flags: openFlag.create })).toEqual([0, 4]);
    expect(caller.write(4, "shared")).toEqual([0, 6]);
    expect(caller.readAt(4, 0n, 10)).toEqual([0, 6, "shared"]);
    expect(caller.random(20)[0]).toBe(errno.success);
    expect(texts(wasi.files())).toEqual({ "/file": "shared" });
  });

  test("charges for every call, for what it goes through, and for the bytes it moves", () => {
    const { caller, charged } = bench({ stdin: bytes("x".repeat(160)) });
    const { call, item, bytesPerUnit } = price;
    let before = 0;
    const since = () => {
      const cost = charged() - before;
      before += cost;
      return cost;
    };
    caller.write(1, "y".repeat(bytesPerUnit - 1));
    expect(since()).toBe(call + item);
    caller.write(1, "y".repeat(50 * bytesPerUnit), "y".repeat(50 * bytesPerUnit));
    expect(since()).toBe(call + 2 * item + 100);
    caller.read(0, 10_000);
    expect(since()).toBe(call + item + 160 / bytesPerUnit);
    caller.random(4 * bytesPerUnit);
    expect(since()).toBe(call + 4);
  });
});

describe("exit", () => {
  test("has the code that the program gave, as an unsigned number", () => {
    const { caller, wasi } = bench();
    expect(wasi.exitCode).toBeUndefined();
    expect(() => caller.call("proc_exit", -1)).toThrow(WasiExit);
    expect(wasi.exitCode).toBe(2 ** 32 - 1);
  });

  test("cannot be undone by a program that catches it", async () => {
    const source = `(module
      (import "${moduleName}" "proc_exit" (func $exit (param i32)))
      (import "${moduleName}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
      (memory (export "memory") 1)
      (data (i32.const 0) "\\08\\00\\00\\00\\05\\00\\00\\00after")
      (func (export "_start")
        (block $caught (try_table (catch_all $caught) (call $exit (i32.const 7))))
        (block $caught (try_table (catch_all $caught) (call $exit (i32.const 8))))
        (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))))`;
    expect(run(await assemble(source), {})).toMatchObject({ exitCode: 7, stdout: "" });
  });
});

describe("streams", () => {
  test("take as much as the limit, each", () => {
    const { caller, wasi, events } = bench({ outputLimit: 10 });
    expect(caller.write(1, "01234567")).toEqual([0, 8]);
    expect(caller.write(1, "a", "bcd", "e")).toEqual([0, 2]);
    expect(caller.write(1, "f")).toEqual([errno.nospc]);
    expect(caller.write(1, "")).toEqual([0, 0]);
    expect(caller.write(2, "0123456789")).toEqual([0, 10]);
    expect([text(wasi.stdout), text(wasi.stderr)]).toEqual(["01234567ab", "0123456789"]);
    expect(events).toEqual([{ kind: "output-limit", stream: "stdout", limit: 10 }]);
  });

  test("stdin is read once, into as many buffers as there are", () => {
    const { caller } = bench({ stdin: bytes("hello") });
    expect(caller.read(0, 2, 0, 2)).toEqual([0, 4, "hell"]);
    expect(caller.read(0, 2, 2)).toEqual([0, 1, "o"]);
    expect(caller.read(0, 2)).toEqual([0, 0, ""]);
    expect(caller.read(1, 2)).toEqual([errno.badf]);
    expect(caller.write(0, "x")).toEqual([errno.badf]);
    expect(caller.readAt(0, 0n, 2)).toEqual([errno.spipe]);
    expect(caller.tell(0)).toEqual([errno.spipe]);
  });

  test("are gone when they are closed", () => {
    const { caller, wasi } = bench();
    caller.write(1, "before");
    expect(caller.close(1)).toEqual([0]);
    expect(caller.write(1, "after")).toEqual([errno.badf]);
    expect(text(wasi.stdout)).toBe("before");
  });

  test("a list has at most 1024 buffers", () => {
    const { caller } = bench();
    caller.bytes.fill(0, 0, page);
    expect(caller.call("fd_write", 1, 0, 1024, 60_000)).toBe(errno.success);
    expect(caller.call("fd_write", 1, 0, 1025, 60_000)).toBe(errno.inval);
    expect(caller.call("fd_write", 1, 0, -1, 60_000)).toBe(errno.inval);
  });
});

describe("clocks", () => {
  const second = 1_000_000_000n;

  test("go on by a step at every reading, and never show 0", () => {
    const { caller } = bench({ startNanoseconds: 100n * second, stepNanoseconds: 5n });
    expect(caller.time(1)).toEqual([0, "5"]);
    expect(caller.time(0)).toEqual([0, String(100n * second + 10n)]);
    expect(caller.time(1)).toEqual([0, "15"]);
    expect([2, 3].map((clock) => caller.time(clock))).toEqual([
      [0, "20"],
      [0, "25"],
    ]);
    expect(caller.time(4)).toEqual([errno.inval]);
    expect(caller.time(-1)).toEqual([errno.inval]);
    expect(caller.call("clock_res_get", 0, 8)).toBe(errno.success);
    expect(caller.view.getBigUint64(8, true)).toBe(5n);
  });

  test("the real one is the host's", () => {
    const { caller } = bench({ clock: "real" });
    const before = BigInt(Date.now()) * 1_000_000n;
    const shown = BigInt(caller.time(0)[1] ?? 0);
    expect(shown >= before && shown <= BigInt(Date.now()) * 1_000_000n).toBe(true);
    const [first, next] = [caller.time(1), caller.time(1)].map(([, time]) => BigInt(time ?? 0));
    expect(first !== undefined && next !== undefined && first > 0n && next >= first).toBe(true);
  });
});

/** `userdata` is the number of the subscription, from 1 on. */
type Subscription =
  | { readonly clock: number; readonly timeout: bigint; readonly absolute?: boolean }
  | { readonly read: number }
  | { readonly write: number }
  | { readonly type: number };

/** The error of the call and what occurred: userdata, error, type, bytes. */
function poll(caller: Caller, ...subscriptions: readonly Subscription[]): readonly (readonly number[])[] {
  const output = 8192;
  const result = 16_384;
  subscriptions.forEach((subscription, index) => {
    const at = 48 * index;
    caller.bytes.fill(0, at, at + 48);
    caller.view.setBigUint64(at, BigInt(index + 1), true);
    if ("clock" in subscription) {
      caller.view.setUint32(at + 16, subscription.clock, true);
      caller.view.setBigUint64(at + 24, subscription.timeout, true);
      caller.view.setUint16(at + 40, subscription.absolute ? 1 : 0, true);
    } else if ("type" in subscription) {
      caller.view.setUint8(at + 8, subscription.type);
    } else {
      caller.view.setUint8(at + 8, "read" in subscription ? 1 : 2);
      caller.view.setUint32(at + 16, "read" in subscription ? subscription.read : subscription.write, true);
    }
  });
  const error = caller.call("poll_oneoff", 0, output, subscriptions.length, result);
  const count = error === 0 ? caller.view.getUint32(result, true) : 0;
  const events = Array.from({ length: count }, (_, index) => {
    const at = output + 32 * index;
    const { view } = caller;
    return [
      Number(view.getBigUint64(at, true)),
      view.getUint16(at + 8, true),
      view.getUint8(at + 10),
      Number(view.getBigUint64(at + 16, true)),
    ];
  });
  return [[error], ...events];
}

describe("poll_oneoff", () => {
  const options = { startNanoseconds: 1000n, stepNanoseconds: 1n };

  test("lets the time of the first deadline pass, at once", () => {
    const { caller } = bench(options);
    const hour = 3_600_000_000_000n;
    expect(poll(caller, { clock: 1, timeout: 2n * hour }, { clock: 0, timeout: hour })).toEqual([
      [0],
      [2, 0, 0, 0],
    ]);
    expect(caller.time(1)).toEqual([0, String(hour + 1n)]);
    expect(caller.time(0)).toEqual([0, String(1000n + hour + 2n)]);
  });

  test("knows absolute times, and those that have passed", () => {
    const { caller } = bench(options);
    expect(poll(caller, { clock: 0, timeout: 5000n, absolute: true })).toEqual([[0], [1, 0, 0, 0]]);
    expect(caller.time(0)).toEqual([0, "5001"]);
    const past = { clock: 0, timeout: 10n, absolute: true };
    expect(poll(caller, past, { clock: 1, timeout: 0n }, { clock: 1, timeout: 1n })).toEqual([
      [0],
      [1, 0, 0, 0],
      [2, 0, 0, 0],
    ]);
    expect(caller.time(0)).toEqual([0, "5002"]);
  });

  test("also with the real clock nobody sleeps", () => {
    const { caller } = bench({ clock: "real" });
    const before = BigInt(caller.time(1)[1] ?? 0);
    const year = 31_536_000_000_000_000n;
    expect(poll(caller, { clock: 1, timeout: year })).toEqual([[0], [1, 0, 0, 0]]);
    expect(BigInt(caller.time(1)[1] ?? 0) - before >= year).toBe(true);
  });

  test("a clock does not run over", () => {
    const { caller } = bench(options);
    const furthest = 2n ** 64n - 1n;
    poll(caller, { clock: 1, timeout: furthest });
    poll(caller, { clock: 1, timeout: furthest });
    expect([caller.time(0), caller.time(1)]).toEqual([
      [0, String(furthest)],
      [0, String(furthest)],
    ]);
  });

  test("streams and files are ready before any clock", () => {
    const { caller } = bench({ ...options, stdin: bytes("abc"), outputLimit: 10, preopens: ["/"] });
    caller.write(1, "x");
    const [read, write, late] = [{ read: 0 }, { write: 1 }, { clock: 1, timeout: 5n }];
    expect(poll(caller, late, read, write)).toEqual([[0], [2, 0, 1, 3], [3, 0, 2, 9]]);
    expect(poll(caller, { read: 9 }, { write: 0 }, { read: 3 }, { clock: 9, timeout: 0n })).toEqual([
      [0],
      [1, errno.badf, 1, 0],
      [2, errno.badf, 2, 0],
      [3, errno.badf, 1, 0],
      [4, errno.inval, 0, 0],
    ]);
    expect(caller.time(1)).toEqual([0, "1"]);
  });

  test("takes from 1 to 1024 subscriptions of types that there are", () => {
    const { caller } = bench(options);
    expect(poll(caller)).toEqual([[errno.inval]]);
    expect(poll(caller, { type: 3 })).toEqual([[errno.inval]]);
    expect(caller.call("poll_oneoff", 0, 0, 1025, 0)).toBe(errno.inval);
    expect(caller.call("poll_oneoff", 0, 0, -1, 0)).toBe(errno.inval);
  });
});

describe("randomness", () => {
  test("comes from the seed by xoshiro128** and splitmix64", () => {
    const { caller } = bench({ seed: 0 });
    // computed apart from this implementation, in Python
    expect(caller.random(16)).toEqual([0, "5d04c9de759d089a62d377ab0564e1c3"]);
    expect(caller.random(4)).toEqual([0, "daa8955c"]);
  });

  test("fills any length", () => {
    for (const random of ["seeded", "real"] as const) {
      const memory = new WebAssembly.Memory({ initial: 4 });
      const { caller } = bench({ random }, memory);
      const length = 3 * page + 3;
      expect(caller.call("random_get", 0, length)).toBe(errno.success);
      expect(caller.bytes.subarray(0, length).lastIndexOf(0)).toBeGreaterThan(page);
      for (let start = 0; start < length; start += page) {
        expect(
          new Set(caller.bytes.subarray(start, Math.min(start + page, length))).size,
          random,
        ).toBeGreaterThan(1);
      }
      expect(new Set(caller.bytes.subarray(length))).toEqual(new Set([0]));
    }
  });
});

describe("what is not provided", () => {
  const absent = callNames.filter((name) => /^sock_|link$|^path_symlink|^proc_raise/.test(name));

  test.each(absent.filter((name) => name !== "path_unlink_file"))(
    "%s answers so, and is audited once",
    (name) => {
      const { caller, events } = bench();
      const operands = Array.from(signatures[name], (type) => (type === "I" ? 0n : 0));
      for (let count = 0; count < 3; count++) expect(caller.call(name, ...operands)).toBe(errno.nosys);
      expect(events).toEqual([{ kind: "unsupported", call: name }]);
    },
  );

  test("a program cannot flood the audit", () => {
    const { caller, events } = bench({ preopens: ["/"], outputLimit: 0 });
    for (let count = 0; count < 100; count++) {
      caller.open(`../${count}`);
      caller.write(1, "x");
      caller.call("sock_shutdown", 0, 0);
    }
    const expected: WasiEvent[] = [
      { kind: "escape", call: "path_open", path: "../0" },
      { kind: "output-limit", stream: "stdout", limit: 0 },
      { kind: "unsupported", call: "sock_shutdown" },
    ];
    expect(events).toEqual(expected);
  });
});

describe("options", () => {
  const half = "\ud800";
  test.each<[string, object]>([
    ["args", { args: ["a\0b"] }],
    ["env", { env: { "": "x" } }],
    ["env", { env: { "A=B": "x" } }],
    ["env", { env: { A: "\0" } }],
    ["stdin", { stdin: "text" }],
    ["files", { files: { relative: bytes("") } }],
    ["files", { files: { "/": bytes("") } }],
    ["files", { files: { "/a/": bytes("") } }],
    ["files", { files: { "/a//b": bytes("") } }],
    ["files", { files: { "/a/../b": bytes("") } }],
    ["files", { files: { "/a/./b": bytes("") } }],
    ["files", { files: { "/a\0": bytes("") } }],
    ["files", { files: { [`/${half}`]: bytes("") } }],
    ["files", { files: { [`/${"n".repeat(256)}`]: bytes("") } }],
    ["files", { files: { [`${"/d".repeat(33)}/f`]: bytes("") } }],
    ["files", { files: { "/a": bytes(""), "/a/b": bytes("") } }],
    ["files", { files: { "/a": bytes("") }, preopens: ["/a"] }],
    ["files", { files: { "/a": "text" } }],
    ["files", { files: { "/a": bytes("12"), "/b": bytes("34") }, fileLimit: 3 }],
    ["preopens", { preopens: ["/a/../.."] }],
    ["preopens", { preopens: [""] }],
    ["seed", { seed: -1 }],
    ["seed", { seed: 0.5 }],
    ["startNanoseconds", { startNanoseconds: -1n }],
    ["startNanoseconds", { startNanoseconds: 1 }],
    ["stepNanoseconds", { stepNanoseconds: 0n }],
    ["clock", { clock: "fast" }],
    ["random", { random: "none" }],
    ["outputLimit", { outputLimit: 2 ** 31 }],
    ["fileLimit", { fileLimit: Number.NaN }],
    ["descriptorLimit", { descriptorLimit: -1 }],
  ])("`%s` that cannot be is refused by name (%#)", (name, options) => {
    expect(() => wasiSetup(options as WasiOptions)).toThrow(new RegExp(`^the WASI option \`${name}\` .*; `));
  });

  test("the order in which files are given makes no difference", () => {
    const [one, two] = [
      ["/b", "/a/y", "/a/x"],
      ["/a/x", "/a/y", "/b"],
    ].map((paths) => {
      const { caller } = bench({ files: Object.fromEntries(paths.map((path) => [path, bytes(path)])) });
      return [caller.list(3), Buffer.from(caller.bytes).toString("hex")];
    });
    expect(one).toEqual(two);
  });

  test("a setup serves many executions, and none sees the changes of another", () => {
    const setup = wasiSetup({ files });
    const write = (content: string): Record<string, string> => {
      const wasi = new Wasi(setup);
      const port = new WasiPort(wasi);
      const memory = new WebAssembly.Memory({ initial: 1 });
      port.bind(memory);
      const { fd_write, path_open } = functionsOf(port.imports) as Record<
        string,
        (...of: unknown[]) => number
      >;
      new Uint8Array(memory.buffer).set(bytes(`given.txt${content}`), 100);
      new Uint32Array(memory.buffer).set([109, content.length]);
      expect(path_open?.(3, 0, 100, 9, 0, 64n, 0n, 0, 16)).toBe(errno.success);
      expect(fd_write?.(4, 0, 1, 16)).toBe(errno.success);
      return texts(wasi.files());
    };
    expect(write("12")).toEqual({ "/below/given.txt": "below\n", "/given.txt": "12ven\n" });
    expect(write("x")).toEqual({ "/below/given.txt": "below\n", "/given.txt": "xiven\n" });
  });
});
