import { describe, expect, test } from "vitest";
import {
  defaultLimits,
  type Ending,
  type Execution,
  Executor,
  type ExecutorOptions,
  type Refusal,
  type RunOptions,
  refusals,
  type Value,
} from "../../runtime/executor/index.ts";
import { trapCategories } from "../../runtime/host/interface.ts";
import { accepted, repeated, wat } from "./assemble.ts";

const page = 65_536;

/** A function `f`, what it is called with, and what comes of it. */
interface Case {
  /** Fields of a module. */
  readonly module: string;
  readonly args?: readonly Value[];
  readonly options?: RunOptions;
  readonly outcome: Ending;
  /** Exactly; left out where fast mode's count may be behind. */
  readonly fuel?: number;
  readonly peakMemoryBytes?: number;
}

const trapped = (category: (typeof trapCategories)[number], message: string | RegExp = /./): Ending => ({
  kind: "trapped",
  category,
  message: typeof message === "string" ? message : expect.stringMatching(message),
});
const returned = (...values: Value[]): Ending => ({ kind: "returned", values, exitCode: null });

const cases: Readonly<Record<string, Case>> = {
  "nothing is returned": { module: `(func (export "f") nop)`, outcome: returned(), fuel: 1 },
  "a number is returned": {
    module: `(func (export "f") (param f64) (result f64) (f64.neg (local.get 0)))`,
    args: [2.5],
    outcome: returned(-2.5),
    fuel: 2,
  },
  "an i64 is returned as a bigint": {
    module: `(func (export "f") (param i64) (result i64) (i64.add (local.get 0) (i64.const 1)))`,
    args: [2n ** 53n],
    outcome: returned(2n ** 53n + 1n),
    fuel: 3,
  },
  "several results are returned": {
    module: `(func (export "f") (param i32 i64 f32) (result f32 i64 i32) local.get 2 local.get 1 local.get 0)`,
    args: [-1, 7n, 0.5],
    outcome: returned(0.5, 7n, -1),
    fuel: 3,
  },
  "one result that is not a number in JavaScript's sense is returned": {
    module: `(func (export "f") (result f64) f64.const nan)`,
    outcome: returned(Number.NaN),
    fuel: 1,
  },
  "growth that was denied is no failure by itself": {
    module: `(memory 1 2) (func (export "f") (result i32) (memory.grow (i32.const 2)))`,
    outcome: returned(-1),
    peakMemoryBytes: page,
  },
  "memory that grew counts as used": {
    module: `(memory 1 3) (func (export "f") (result i32) (memory.grow (i32.const 2)))`,
    outcome: returned(1),
    peakMemoryBytes: 3 * page,
  },
  "all memories count as used": {
    module: `(memory 1) (memory 2) (func (export "f"))`,
    outcome: returned(),
    fuel: 0,
    peakMemoryBytes: 3 * page,
  },
  "unreachable traps": { module: `(func (export "f") unreachable)`, outcome: trapped("unreachable") },
  "a load beyond the memory traps": {
    module: `(memory 1) (func (export "f") (result i32) (i32.load (i32.const 65533)))`,
    outcome: trapped("memory-out-of-bounds"),
    peakMemoryBytes: page,
  },
  "a fill beyond the memory traps": {
    module: `(memory 1) (func (export "f") (memory.fill (i32.const 65530) (i32.const 1) (i32.const 7)))`,
    outcome: trapped("memory-out-of-bounds"),
  },
  "a passive segment's end traps": {
    module: `(memory 1) (data "abc") (func (export "f") (memory.init 0 (i32.const 0) (i32.const 1) (i32.const 3)))`,
    outcome: trapped("memory-out-of-bounds"),
  },
  "a table's end traps": {
    module: `(table 2 funcref) (func (export "f") (drop (table.get (i32.const 2))))`,
    outcome: trapped("table-out-of-bounds"),
  },
  "an indirect call beyond the table traps": {
    module: `(table 2 funcref) (func (export "f") (call_indirect (i32.const 2)))`,
    outcome: trapped("table-out-of-bounds"),
  },
  "an element segment's end traps": {
    module: `(table 2 funcref) (func $g) (elem func $g)
      (func (export "f") (table.init 0 (i32.const 0) (i32.const 0) (i32.const 2)))`,
    outcome: trapped("table-out-of-bounds"),
  },
  "an array's end traps": {
    module: `(type $a (array i32))
      (func (export "f") (result i32) (array.get $a (array.new_default $a (i32.const 3)) (i32.const 3)))`,
    outcome: trapped("array-out-of-bounds"),
  },
  "an array that is too large traps": {
    module: `(type $a (array i64))
      (func (export "f") (drop (array.new_default $a (i32.const -1))))`,
    options: { fuel: 2 ** 40 },
    outcome: trapped("array-out-of-bounds"),
  },
  "a function of another type traps when it is called": {
    module: `(table funcref (elem $g)) (func $g (param i32)) (func (export "f") (call_indirect (i32.const 0)))`,
    outcome: trapped("indirect-call-mismatch"),
  },
  "a field of nothing traps": {
    module: `(type $s (struct (field i32)))
      (func (export "f") (result i32) (struct.get $s 0 (ref.null $s)))`,
    outcome: trapped("null-reference"),
  },
  "a call of nothing traps": {
    module: `(type $t (func)) (func (export "f") (call_ref $t (ref.null $t)))`,
    outcome: trapped("null-reference"),
  },
  "a cast to another type traps": {
    module: `(type $s (struct (field i32))) (type $t (struct (field i64)))
      (func $s (result anyref) (struct.new $s (i32.const 1)))
      (func (export "f") (drop (ref.cast (ref $t) (call $s))))`,
    outcome: trapped("illegal-cast"),
  },
  "a division by zero traps": {
    module: `(func (export "f") (param i32) (result i32) (i32.div_u (i32.const 1) (local.get 0)))`,
    args: [0],
    outcome: trapped("divide-by-zero"),
  },
  "a remainder by zero traps": {
    module: `(func (export "f") (param i64) (result i64) (i64.rem_s (i64.const 1) (local.get 0)))`,
    args: [0n],
    outcome: trapped("divide-by-zero"),
  },
  "a quotient that fits no integer traps": {
    module: `(func (export "f") (param i32) (result i32) (i32.div_s (i32.const 0x80000000) (local.get 0)))`,
    args: [-1],
    outcome: trapped("integer-overflow"),
  },
  "a float that fits no integer traps": {
    module: `(func (export "f") (param f64) (result i32) (i32.trunc_f64_s (local.get 0)))`,
    args: [Number.NaN],
    outcome: trapped("invalid-conversion"),
  },
  "an atomic access that is not aligned traps": {
    module: `(memory 1) (func (export "f") (result i32) (i32.atomic.load (i32.const 1)))`,
    outcome: trapped("unaligned-access"),
  },
  "calls that are nested too deeply trap": {
    module: `(func $f (export "f") (call $f) nop)`,
    options: { fuel: 1e9 },
    outcome: trapped("stack-overflow"),
  },
  "calls that are nested too deeply trap, whatever is caught": {
    module: `(func $deeper (block (try_table (catch_all 0) (call $deeper))) nop)
      (func (export "f") (result i32) (block (try_table (catch_all 0) (call $deeper))) (i32.const 1))`,
    options: { fuel: 1e9 },
    outcome: trapped("stack-overflow"),
  },
  "an exception that nobody catches traps": {
    module: `(tag $e (param i32)) (func (export "f") (throw $e (i32.const 1)))`,
    outcome: trapped("uncaught-exception"),
  },
  "a loop without end runs out of fuel": {
    module: `(func (export "f") (loop (br 0)))`,
    options: { fuel: 12_345 },
    outcome: { kind: "out-of-fuel" },
    fuel: 12_345,
  },
  "a loop without end runs out of more fuel than a slice": {
    module: `(func (export "f") (loop (br 0)))`,
    options: { fuel: 9_876_543 },
    outcome: { kind: "out-of-fuel" },
    fuel: 9_876_543,
  },
  "a function that does one more instruction than it has fuel for runs out of it": {
    module: `(func (export "f") nop nop nop)`,
    options: { fuel: 2 },
    outcome: { kind: "out-of-fuel" },
    fuel: 2,
  },
  "a trap in what was not paid for is want of fuel": {
    module: `(func (export "f") nop nop nop unreachable)`,
    options: { fuel: 2 },
    outcome: { kind: "out-of-fuel" },
    fuel: 2,
  },
  "a start function without end runs out of fuel": {
    module: `(func $start (loop (br 0))) (start $start) (func (export "f"))`,
    options: { fuel: 3_000_000 },
    outcome: { kind: "out-of-fuel" },
    fuel: 3_000_000,
  },
  "a start function that traps is the execution's trap": {
    module: `(func $start unreachable) (start $start) (func (export "f"))`,
    outcome: trapped("unreachable"),
  },
  "a start function is a part of every execution": {
    module: `(global $g (mut i32) (i32.const 0))
      (func $start (global.set $g (i32.add (global.get $g) (i32.const 1)))) (start $start)
      (func (export "f") (result i32) (global.get $g))`,
    outcome: returned(1),
    fuel: 5,
  },
  "a loop without end is stopped when its time is up": {
    module: `(func (export "f") (loop (br 0)))`,
    options: { fuel: 2 ** 50, wallClockMs: 20 },
    outcome: { kind: "timed-out" },
  },
  "a start function without end is stopped when its time is up": {
    module: `(func $start (loop (br 0))) (start $start) (func (export "f"))`,
    options: { fuel: 2 ** 50, wallClockMs: 20 },
    outcome: { kind: "timed-out" },
  },
  "a trap after memory was denied is the limit's": {
    module: `(memory 1) (func (export "f")
      (if (i32.eq (memory.grow (i32.const 3)) (i32.const -1)) (then unreachable))
      (if (i32.eq (memory.grow (i32.const 1)) (i32.const -1)) (then unreachable)))`,
    outcome: { kind: "memory-limit" },
    peakMemoryBytes: 4 * page,
  },
  "a trap after a table was denied is the limit's": {
    module: `(table 1 funcref) (func (export "f")
      (if (i32.eq (table.grow (ref.null func) (i32.const 100)) (i32.const -1)) (then unreachable)))`,
    outcome: { kind: "memory-limit" },
  },
  "memories share the limit": {
    module: `(memory $a 1) (memory $b 1) (func (export "f") (result i32 i32 i32)
      (memory.grow $a (i32.const 1)) (memory.grow $b (i32.const 2)) (memory.grow $b (i32.const 1)))`,
    outcome: returned(1, -1, 1),
    peakMemoryBytes: 4 * page,
  },
  "tables share the limit": {
    module: `(table $a 1 funcref) (table $b 1 externref) (func (export "f") (result i32 i32)
      (table.grow $a (ref.null func) (i32.const 49)) (table.grow $b (ref.null extern) (i32.const 50)))`,
    outcome: returned(1, -1),
  },
  "a memory of 64 bits has the same limit": {
    module: `(memory i64 1) (func (export "f")
      (if (i64.eq (memory.grow (i64.const 4)) (i64.const -1)) (then unreachable)))`,
    outcome: { kind: "memory-limit" },
    peakMemoryBytes: page,
  },
  "a loop without end runs out of fuel also after memory was denied": {
    module: `(memory 1) (func (export "f") (drop (memory.grow (i32.const 9))) (loop (br 0)))`,
    options: { fuel: 5_000 },
    outcome: { kind: "out-of-fuel" },
    fuel: 5_000,
  },
};

const settings: ExecutorOptions = {
  limits: { memoryBytes: 4 * page, tableElements: 100, concurrent: 2 },
  objects: true,
  hostFunctions: {
    host: {
      nothing: () => undefined,
      fail: () => {
        throw new Error("the host's own mistake");
      },
      "throw a string": () => {
        throw "no error at all";
      },
    },
  },
};

const add = await wat(`(module (memory 1) (global $calls (mut i32) (i32.const 0))
  (func (export "add") (param i32 i32) (result i32)
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (global.get $calls)))
    (i32.add (i32.mul (i32.load (i32.const 0)) (i32.const 100)) (i32.add (local.get 0) (local.get 1)))))`);

/** Nothing is left of what was run, and what is run next comes out right. */
async function unharmed(executor: Executor): Promise<void> {
  const idle = () => {
    const { inFlight, pool } = executor.counts.snapshot();
    return { underWay: executor.underWay, inFlight, live: pool.live };
  };
  expect(idle()).toEqual({ underWay: 0, inFlight: 0, live: 0 });
  const { outcome } = await executor.run(add, "add", [20, 3]);
  expect(outcome).toEqual(returned(123));
  expect(idle()).toEqual({ underWay: 0, inFlight: 0, live: 0 });
}

/** A module that imports anything of the host's is never run at once. */
const manners = { "run at once": "", "run in slices": `(import "host" "nothing" (func))` };

describe.each(Object.entries(manners))("%s", (_, imports) => {
  const executor = new Executor(settings);

  test.each(Object.entries(cases))("%s", async (_, { module, args = [], options = {}, ...expected }) => {
    const loaded = await accepted(executor, `(module ${imports} ${module})`);
    const executions: Execution[] = [];
    for (let time = 0; time < 3; time++) {
      const execution = await executor.run(loaded, "f", args, options);
      executions.push(execution);
      expect(execution).toMatchObject(expected);
      expect(execution.fuel).toBeGreaterThanOrEqual(0);
      expect(execution.fuel).toBeLessThanOrEqual(options.fuel ?? defaultLimits.fuel);
      await unharmed(executor);
    }
    const [first, ...others] = executions.map(repeated);
    if (expected.outcome.kind === "timed-out") {
      for (const { fuel } of executions) expect(fuel).toBeGreaterThan(0);
    } else if (expected.outcome.kind === "trapped" && expected.outcome.category === "stack-overflow") {
      // how deep the stack is depends on what V8 made of the code, and with it what was burned
    } else {
      for (const other of others) expect(other).toEqual(first);
    }
  });
});

test("every trap category is among these cases, but what no name fits", () => {
  const seen = new Set(
    Object.values(cases).flatMap(({ outcome }) => (outcome.kind === "trapped" ? [outcome.category] : [])),
  );
  expect([...seen, "other"].toSorted()).toEqual([...trapCategories].toSorted());
});

describe("an instance that cannot be made", () => {
  test.each([
    ["a data segment beyond the memory", `(memory 1) (data (i32.const 65535) "ab")`, "memory-out-of-bounds"],
    ["a data segment without memory", `(memory 0) (data (i32.const 1) "")`, "memory-out-of-bounds"],
    [
      "an element segment beyond the table",
      `(table 1 funcref) (elem (i32.const 1) func 0)`,
      "table-out-of-bounds",
    ],
  ] as const)("traps for %s", async (_, fields, category) => {
    const executor = new Executor(settings);
    const module = await accepted(executor, `(module ${fields} (func (export "f")))`);
    for (let time = 0; time < 3; time++) {
      expect(await executor.run(module, "f")).toMatchObject({
        outcome: trapped(category),
        fuel: 0,
        peakMemoryBytes: 0,
      });
      await unharmed(executor);
    }
  });
});

describe("host functions", () => {
  test.each([
    ["an error", "fail", "the host's own mistake"],
    ["anything else", "throw a string", "no error at all"],
  ])("that throw %s are no fault of the program", async (_, name, message) => {
    const executor = new Executor(settings);
    const module = await accepted(
      executor,
      `(module (import "host" "${name}" (func $fail)) (memory 1) (func (export "f") nop nop (call $fail)))`,
    );
    expect(await executor.run(module, "f")).toMatchObject({
      outcome: { kind: "host-error", message },
      fuel: 3,
      peakMemoryBytes: page,
    });
    await unharmed(executor);
  });

  test("that fail can be caught by the program", async () => {
    const executor = new Executor(settings);
    const module = await accepted(
      executor,
      `(module (import "host" "fail" (func $fail))
        (func (export "f") (result i32) (block (try_table (catch_all 0) (call $fail))) (i32.const 5)))`,
    );
    expect((await executor.run(module, "f")).outcome).toEqual(returned(5));
    await unharmed(executor);
  });
});

describe("WASI", () => {
  const exits = (code: number) => `(module
    (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
    (memory (export "memory") 1)
    (func (export "_start") nop (block (try_table (catch_all 0) (call $exit (i32.const ${code})))) (call $exit (i32.const 1))))`;

  test("gives the exit code, also when the program catches its own exit", async () => {
    const executor = new Executor(settings);
    for (const code of [0, 3, -1]) {
      const { outcome } = await executor.run(await wat(exits(code)), "_start");
      expect(outcome).toEqual({ kind: "returned", values: [], exitCode: code >>> 0 });
      await unharmed(executor);
    }
  });

  test("does not make a program forget that it was denied memory", async () => {
    const executor = new Executor(settings);
    const module =
      await wat(`(module (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
      (memory (export "memory") 1)
      (func (export "f") (drop (memory.grow (i32.const 9))) (drop (call $yield)) unreachable)
      (func (export "g") (drop (call $yield)) unreachable))`);
    expect((await executor.run(module, "f")).outcome).toEqual({ kind: "memory-limit" });
    // the next execution in that instance
    expect((await executor.run(module, "g")).outcome).toEqual(trapped("unreachable"));
    await unharmed(executor);
  });
});

const oversized = 11 * 2 ** 20;
const wasiWriter = `(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1) (data (i32.const 0) "\\08\\00\\00\\00\\64\\00\\00\\00")
  (func (export "f") (param i32)
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 4)))
    (if (local.get 0) (then (drop (call $write (i32.const 2) (i32.const 0) (i32.const 1) (i32.const 4)))))))`;

interface RefusedCase {
  readonly module: string | Uint8Array;
  readonly name?: string;
  readonly args?: readonly Value[];
  readonly options?: RunOptions;
  /** Whether the module is refused before it is run. */
  readonly loading?: true;
}

const refusedCases: Readonly<Record<string, readonly [Refusal, RefusedCase]>> = {
  "zeros that are too many": ["module-size", { module: new Uint8Array(oversized), loading: true }],
  "noise that is too long": [
    "module-size",
    { module: new Uint8Array(oversized).map((_, at) => (at * 7919) >> 3), loading: true },
  ],
  "no bytes": ["malformed", { module: new Uint8Array(0), loading: true }],
  noise: ["malformed", { module: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), loading: true }],
  "a module that was cut off": ["malformed", { module: add.subarray(0, -5), loading: true }],
  "a module of wrong types": [
    "malformed",
    {
      // a function that is to return an i32 and returns an i64
      module: Uint8Array.of(
        0,
        97,
        115,
        109,
        1,
        0,
        0,
        0,
        1,
        5,
        1,
        96,
        0,
        1,
        127,
        3,
        2,
        1,
        0,
        10,
        6,
        1,
        4,
        0,
        66,
        0,
        11,
      ),
      loading: true,
    },
  ],
  "a component": ["component", { module: `(component)`, loading: true }],
  "more memory than allowed": ["memory", { module: `(module (memory 5))`, loading: true }],
  "memories that are larger than allowed together": [
    "memory",
    { module: `(module ${"(memory 0) ".repeat(4)} (memory 1))`, loading: true },
  ],
  "tables that are larger than allowed together": [
    "table",
    { module: `(module ${"(table 11 externref) ".repeat(10)})`, loading: true },
  ],
  "a second memory that is larger than allowed": [
    "memory",
    { module: `(module (memory 1) (memory 5))`, loading: true },
  ],
  "a larger table than allowed": ["table", { module: `(module (table 101 funcref))`, loading: true }],
  "an import that nobody provides": [
    "imports",
    { module: `(module (import "env" "abort" (func)))`, loading: true },
  ],
  "an import that only has the name of something inherited": [
    "imports",
    {
      module: `(module (import "host" "toString" (func)) (import "constructor" "name" (func)))`,
      loading: true,
    },
  ],
  "an imported memory": [
    "imports",
    { module: `(module (import "host" "nothing" (memory 1)))`, loading: true },
  ],
  "an imported global": [
    "imports",
    { module: `(module (import "host" "nothing" (global i32)))`, loading: true },
  ],
  "a WASI call that does not exist": [
    "imports",
    { module: `(module (import "wasi_snapshot_preview1" "format_disk" (func)) (func (export "f")))` },
  ],
  "a WASI call of another type": [
    "imports",
    { module: `(module (import "wasi_snapshot_preview1" "fd_write" (func)) (func (export "f")))` },
  ],
  "shared memory": ["unsupported", { module: `(module (memory 1 1 shared))`, loading: true }],
  "waiting for other threads": [
    "unsupported",
    {
      module: `(module (memory 1)
        (func (result i32) (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const -1))))`,
      loading: true,
    },
  ],
  "a function that returns a vector": [
    "unsupported",
    { module: `(module (func (export "f") (result i32 v128) i32.const 1 (v128.const i64x2 0 0)))` },
  ],
  "a function that returns a reference": [
    "unsupported",
    { module: `(module (func $f (export "f") (result funcref) ref.func $f))` },
  ],
  "a function that is not there": ["function", { module: add, name: "subtract" }],
  "a name that every object has": ["function", { module: add, name: "toString" }],
  "a memory as a function": ["function", { module: `(module (memory (export "f") 1))` }],
  "what the meter added": ["function", { module: add, name: "fuelgauge:refill" }],
  "too few arguments": ["arguments", { module: add, name: "add", args: [1] }],
  "too many arguments": ["arguments", { module: add, name: "add", args: [1, 2, 3] }],
  "a bigint for an i32": ["arguments", { module: add, name: "add", args: [1, 2n] }],
  "a number for an i64": ["arguments", { module: `(module (func (export "f") (param i64)))`, args: [1] }],
  "a vector as an argument": [
    "arguments",
    { module: `(module (func (export "f") (param v128)))`, args: [1] },
  ],
  "a reference as an argument": [
    "arguments",
    { module: `(module (func (export "f") (param externref)))`, args: [1] },
  ],
  "options that WASI does not have": [
    "arguments",
    { module: wasiWriter, args: [0], options: { wasi: { args: ["\0"] } } },
  ],
  "no fuel": ["limits", { module: add, name: "add", args: [1, 2], options: { fuel: 0 } }],
  "fuel that is no number": [
    "limits",
    { module: add, name: "add", args: [1, 2], options: { fuel: Number.NaN } },
  ],
  "more fuel than can be counted": [
    "limits",
    { module: add, name: "add", args: [1, 2], options: { fuel: 2 ** 53 } },
  ],
  "no time": ["limits", { module: add, name: "add", args: [1, 2], options: { wallClockMs: -1 } }],
  "no room for results": ["limits", { module: add, name: "add", args: [1, 2], options: { resultBytes: 0 } }],
  "more results than allowed": [
    "result-size",
    {
      module: `(module (func (export "f") (result i32 i32) i32.const 1 i32.const 2))`,
      options: { resultBytes: 15 },
    },
  ],
  "more output than allowed": [
    "result-size",
    { module: wasiWriter, args: [1], options: { resultBytes: 100, wasi: { args: [] } } },
  ],
};

describe("refused", () => {
  test.each(Object.entries(refusedCases))("%s", async (_, [reason, refused]) => {
    const { module, name = "f", args = [], options = {}, loading = false } = refused;
    const executor = new Executor(settings);
    const bytes = typeof module === "string" ? await wat(module) : module;
    const outcome = { kind: "refused", reason, message: expect.stringMatching(/./) };
    if (loading) expect(executor.load(bytes)).toEqual(outcome);
    for (let time = 0; time < 3; time++) {
      const execution = await executor.run(bytes, name, args, options);
      expect(execution.outcome).toEqual(outcome);
      expect([execution.stdout.length, execution.stderr.length]).toEqual([0, 0]);
      // what was run is counted, what was not is not
      if (reason === "result-size") expect(execution.fuel).toBeGreaterThan(0);
      else expect(execution.fuel).toBe(0);
      await unharmed(executor);
    }
    expect(executor.counts.snapshot().refusals[reason]).toBe(3);
  });

  test("with `objects` off, what allocates objects", async () => {
    const executor = new Executor();
    for (const fields of [
      `(func (export "f") (drop (struct.new_default $s)))`,
      `(func (export "f") (drop (array.new_default $a (i32.const 1))))`,
      `(global (ref $a) (array.new_default $a (i32.const 1000000)))`,
      `(table 1 (ref $s) (struct.new_default $s))`,
      `(elem (ref $s) (item (struct.new_default $s)))`,
    ]) {
      const module = await wat(`(module (type $s (struct (field i32))) (type $a (array i32)) ${fields})`);
      expect(executor.load(module), fields).toMatchObject({ kind: "refused", reason: "unsupported" });
    }
  });

  test("what is one too many at once, without a look at it", async () => {
    const executor = new Executor(settings);
    const spin = await accepted(executor, `(module (func (export "f") (loop (br 0))))`);
    const running = [1, 2].map(() => executor.run(spin, "f", [], { fuel: 3e6 }));
    const compiled = executor.counts.snapshot().modulesCompiled;
    const busy = { kind: "refused", reason: "busy", message: expect.stringContaining("2 executions") };
    expect((await executor.run(spin, "f")).outcome).toEqual(busy);
    expect((await executor.run(add, "add", [1, 2])).outcome).toEqual(busy);
    expect(executor.counts.snapshot().modulesCompiled).toBe(compiled);
    for (const { outcome } of await Promise.all(running)) expect(outcome).toEqual({ kind: "out-of-fuel" });
    await unharmed(executor);
  });

  test("everything by an executor that was closed, which gives up what it kept", async () => {
    const executor = new Executor(settings);
    const loaded = await accepted(executor, `(module (func (export "f") (loop (br 0))))`);
    const spin = await wat(`(module (func (export "f") (loop (br 0))))`);
    await unharmed(executor);
    const running = executor.run(spin, "f", [], { fuel: 3e6 });
    executor.close();
    const closed = { kind: "refused", reason: "closed", message: expect.stringMatching(/closed/) };
    expect((await executor.run(loaded, "f")).outcome).toEqual(closed);
    expect((await executor.run(add, "add", [1, 2])).outcome).toEqual(closed);
    expect((await executor.run(new Uint8Array(3), "f")).outcome).toEqual(closed);
    expect(executor.load(add)).toEqual(closed);
    // what was under way goes on
    expect((await running).outcome).toEqual({ kind: "out-of-fuel" });
    expect(executor.counts.snapshot()).toMatchObject({ inFlight: 0, pool: { idle: 0, live: 0 } });
  });

  test("for every reason that there is", () => {
    const seen = new Set(Object.values(refusedCases).map(([reason]) => reason));
    // the two above, and that of ledger.test.ts
    expect([...seen, "busy", "closed", "audit"].toSorted()).toEqual([...refusals].toSorted());
  });
});

test("the same options with other limits are other options", async () => {
  const executor = new Executor(settings);
  const module = await wat(wasiWriter);
  const wasi = { args: [] };
  const small = await executor.run(module, "f", [0], { wasi, resultBytes: 50 });
  const large = await executor.run(module, "f", [0], { wasi, resultBytes: 1_000 });
  expect([small.stdout.length, large.stdout.length]).toEqual([50, 100]);
});

test("limits that are none are refused when an executor is made, and by what loads a module", async () => {
  for (const limits of [
    { fuel: 0 },
    { memoryBytes: -1 },
    { concurrent: Number.NaN },
    { tableElements: 2 ** 60 },
  ]) {
    expect(() => new Executor({ limits })).toThrow(RangeError);
  }
  expect(() => new Executor().load(add, { moduleBytes: 0 })).toThrow(RangeError);
});
