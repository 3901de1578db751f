import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import {
  type Ending,
  Executor,
  type ExecutorOptions,
  type HostFunctions,
  type LoadedModule,
  type RunOptions,
} from "../../runtime/executor/index.ts";
import { accepted, repeated, wat } from "./assemble.ts";

const mebibyte = 2 ** 20;
const pagesOf = (mebibytes: number) => mebibytes * 16;

const repeat = (times: number, text: (at: number) => string) =>
  Array.from({ length: times }, (_, at) => text(at)).join("\n");

interface Attack {
  readonly module: string;
  readonly options?: RunOptions;
  readonly ending: Ending["kind"];
}

const labels = 2_000;
const attacks: Readonly<Record<string, Attack>> = {
  "grows to the limit and touches everything": {
    module: `(memory 1) (func (export "f") (local $at i32)
      (loop (br_if 0 (i32.ne (memory.grow (i32.const 64)) (i32.const -1))))
      (loop
        (i32.store (local.get $at) (i32.const 1))
        (br 0 (local.set $at (i32.add (local.get $at) (i32.const 4096))))))`,
    ending: "memory-limit",
  },
  "calls itself": { module: `(func $f (export "f") (call $f) nop)`, ending: "trapped" },
  "calls itself with many locals": {
    module: `(func $f (export "f") (local ${"i64 ".repeat(5_000)}) (call $f) (drop (local.get 4000)))`,
    ending: "trapped",
  },
  spins: { module: `(func (export "f") (loop (br 0)))`, options: { fuel: 3e7 }, ending: "out-of-fuel" },
  "spins until its time is up": {
    module: `(func (export "f") (loop (br 0)))`,
    options: { fuel: 1e15, wallClockMs: 50 },
    ending: "timed-out",
  },
  "tail-calls itself": {
    module: `(func $f (export "f") (return_call $f))`,
    options: { fuel: 1e7 },
    ending: "out-of-fuel",
  },
  "throws and catches": {
    module: `(tag $e) (func (export "f") (loop (block (try_table (catch $e 0) (throw $e))) (br 0)))`,
    options: { fuel: 300_000 },
    ending: "out-of-fuel",
  },
  "fills a table": {
    module: `(table 1 externref) (func (export "f")
      (loop (br_if 0 (i32.ne (table.grow (ref.null extern) (i32.const 5000)) (i32.const -1))))
      (loop (table.fill (i32.const 0) (ref.null extern) (table.size)) (br 0)))`,
    options: { fuel: 1e7 },
    ending: "out-of-fuel",
  },
  "fills its memory again and again": {
    module: `(memory ${pagesOf(60)}) (func (export "f")
      (loop (memory.fill (i32.const 0) (i32.const 7) (i32.const ${60 * mebibyte})) (br 0)))`,
    options: { fuel: 3e7 },
    ending: "out-of-fuel",
  },
  "copies its memory again and again": {
    module: `(memory ${pagesOf(60)}) (func (export "f")
      (loop (memory.copy (i32.const 1) (i32.const 0) (i32.const ${59 * mebibyte})) (br 0)))`,
    options: { fuel: 3e7 },
    ending: "out-of-fuel",
  },
  "branches by a table of thousands": {
    module: `(func (export "f") (local $at i32) (loop
      ${"(block ".repeat(labels)}
      (br_table ${repeat(labels, (at) => String(at))} (i32.rem_u (local.get $at) (i32.const ${labels})))
      ${")".repeat(labels)}
      (local.set $at (i32.add (local.get $at) (i32.const 7)))
      (br 0)))`,
    options: { fuel: 3e6 },
    ending: "out-of-fuel",
  },
  "has thousands of everything": {
    module: `${repeat(5_000, (at) => `(global (export "g${at}") (mut i64) (i64.const ${at}))`)}
      ${repeat(5_000, (at) => `(func (export "x${at}") (global.set ${at} (i64.const 0)))`)}
      ${repeat(500, () => `(memory 0)`)} ${repeat(50, () => `(table 1 funcref)`)}
      ${repeat(1_000, (at) => `(data "${at}")`)}
      (func (export "f") ${repeat(5_000, (at) => `(global.set ${at} (i64.const 1))`)})`,
    ending: "returned",
  },
  "starts for long": {
    module: `(func $start (local i32)
        (loop (br_if 0 (i32.lt_u (local.tee 0 (i32.add (local.get 0) (i32.const 1))) (i32.const 2000000)))))
      (start $start) (func (export "f"))`,
    ending: "returned",
  },
  "cannot be instantiated": {
    module: `(memory 1) (data (i32.const 70000) "x") (func (export "f"))`,
    ending: "trapped",
  },
  "asks for memory for ever": {
    module: `(memory 1) (func (export "f") (loop (drop (memory.grow (i32.const 0))) (drop (memory.grow (i32.const -1))) (br 0)))`,
    options: { fuel: 1e10 },
    ending: "out-of-fuel",
  },
  "provokes the host": {
    module: `(import "host" "fail" (func $fail)) (func (export "f") (call $fail))`,
    ending: "host-error",
  },
  "makes the host fail and goes on": {
    module: `(import "host" "fail" (func $fail))
      (func (export "f") (loop (block (try_table (catch_all 0) (call $fail))) (br 0)))`,
    options: { fuel: 100_000 },
    ending: "out-of-fuel",
  },
  "has the host call it, and spins there": {
    module: `(import "host" "call" (func $call)) (func (export "f") (call $call)) (func (export "g") (loop (br 0)))`,
    options: { fuel: 2e7 },
    ending: "out-of-fuel",
  },
  "has the host call it, and recurses by that": {
    module: `(import "host" "call" (func $call)) (func (export "f") (call $call)) (func (export "g") (call $call))`,
    ending: "trapped",
  },
};

const hostFunctions: HostFunctions = {
  host: {
    fail: () => {
      throw new Error("provoked");
    },
    call: (call) => {
      call.call("g");
      return undefined;
    },
  },
};
const settings: ExecutorOptions = {
  limits: { memoryBytes: 64 * mebibyte, tableElements: 100_000, concurrent: 100 },
  hostFunctions,
};

/** What other people run beside it: with state that would show if anything leaked. */
const goodSource = `(module (memory 1) (global $calls (mut i32) (i32.const 0)) (table 4 funcref) (elem (i32.const 1) $one)
  (func $one (result i32) (i32.const 1))
  (func (export "short") (param i32) (result i32)
    (global.set $calls (i32.add (global.get $calls) (call_indirect (result i32) (i32.const 1))))
    (i32.store (i32.const 500) (i32.add (i32.load (i32.const 500)) (local.get 0)))
    (i32.add (i32.mul (global.get $calls) (i32.const 1000)) (i32.load (i32.const 500))))
  (func (export "long") (param i32) (result i32)
    (loop
      (i32.store (i32.const 500) (i32.add (i32.load (i32.const 500)) (i32.const 1)))
      (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
    (i32.load (i32.const 500))))`;

async function goodOnes(executor: Executor, module: LoadedModule): Promise<void> {
  const short = Array.from({ length: 20 }, (_, at) => executor.run(module, "short", [at]));
  const long = Array.from({ length: 3 }, () => executor.run(module, "long", [200_000]));
  for (const [at, each] of short.entries()) {
    expect((await each).outcome).toEqual({ kind: "returned", values: [1_000 + at], exitCode: null });
  }
  for (const each of long) {
    expect((await each).outcome).toEqual({ kind: "returned", values: [200_000], exitCode: null });
  }
}

describe("good executions are unharmed beside one that", () => {
  test.each(Object.entries(attacks))("%s", async (_, { module, options = {}, ending }) => {
    const executor = new Executor(settings);
    const good = await accepted(executor, goodSource);
    const hostile = await accepted(executor, `(module ${module})`);
    for (let time = 0; time < 2; time++) {
      const attack = executor.run(hostile, "f", [], options);
      await goodOnes(executor, good);
      const { outcome, peakMemoryBytes } = await attack;
      expect(outcome.kind).toBe(ending);
      expect(peakMemoryBytes).toBeLessThanOrEqual(64 * mebibyte);
      await goodOnes(executor, good);
      expect(executor.counts.snapshot()).toMatchObject({ inFlight: 0, pool: { live: 0 } });
    }
  });
});

test("good executions are unharmed beside all of them at once", async () => {
  const executor = new Executor(settings);
  const good = await accepted(executor, goodSource);
  const running = Object.values(attacks).map(async ({ module, options = {}, ending }) => {
    const hostile = await accepted(executor, `(module ${module})`);
    const { outcome } = await executor.run(hostile, "f", [], options);
    return { outcome: outcome.kind, ending };
  });
  await goodOnes(executor, good);
  for (const each of running) {
    const { outcome, ending } = await each;
    // beside others, what spins may be out of time before it is out of fuel
    expect([ending, "timed-out"]).toContain(outcome);
  }
  await goodOnes(executor, good);
  expect(executor.counts.snapshot()).toMatchObject({ inFlight: 0, pool: { live: 0 } });
});

test("memory is where it was after each of them has been run many times", async () => {
  setFlagsFromString("--expose-gc");
  const collect: () => void = runInNewContext("gc");
  const executor = new Executor(settings);
  const modules = await Promise.all(
    Object.values(attacks)
      .filter(({ ending }) => ending !== "timed-out")
      .map(async ({ module, options = {} }) => ({
        hostile: await accepted(executor, `(module ${module})`),
        options: { ...options, fuel: Math.min(options.fuel ?? 1e8, 2e6) },
      })),
  );
  const round = async () => {
    for (const { hostile, options } of modules) await executor.run(hostile, "f", [], options);
  };
  const held = async () => {
    // instances are given up in several collections
    for (let time = 0; time < 4; time++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      collect();
    }
    const { heapUsed, external, arrayBuffers } = process.memoryUsage();
    return heapUsed + external + arrayBuffers;
  };
  for (let time = 0; time < 3; time++) await round();
  const before = await held();
  for (let time = 0; time < 8; time++) await round();
  const after = await held();
  expect(after - before).toBeLessThan(8 * mebibyte);
});

describe("a module that wants more than anything can have", () => {
  test.each([
    ["memories", "memory", `(module ${"(memory 160) ".repeat(100)} (func (export "f")))`],
    ["tables", "table", `(module ${"(table 10000 externref) ".repeat(100)} (func (export "f")))`],
  ])("by the number of its %s is refused", async (_, reason, module) => {
    expect(new Executor(settings).load(await wat(module))).toMatchObject({ kind: "refused", reason });
  });
});

describe("the host, calling its caller", () => {
  const source = `(module (import "host" "twice" (func $twice (param i32) (result i32)))
    (import "host" "try" (func $try (param i32) (result i32)))
    (memory (export "memory") 1)
    (func (export "nested") (param i32) (result i32) (call $twice (local.get 0)))
    (func (export "trying") (param i32) (result i32) (call $try (local.get 0)))
    (func (export "work") (param i32) (result i32)
      (loop
        (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const 1)))
        (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
      (i32.load (i32.const 0))))`;
  const callers: HostFunctions = {
    host: {
      twice: (call, turns) => {
        call.call("work", turns ?? 0);
        return call.call("work", turns ?? 0) as number;
      },
      try: (call, turns) => {
        try {
          return call.call("work", turns ?? 0) as number;
        } catch {
          return -1;
        }
      },
    },
  };

  test("lets slices end in calls within calls, where nothing can be suspended", async () => {
    const executor = new Executor({ hostFunctions: callers });
    const module = await accepted(executor, source);
    const alone = await executor.run(module, "nested", [300_000]);
    expect(alone.outcome).toMatchObject({ kind: "returned", values: [600_000] });
    const together = await Promise.all(
      Array.from({ length: 6 }, () => executor.run(module, "nested", [300_000])),
    );
    for (const each of together) expect(repeated(each)).toEqual(repeated(alone));
    expect(executor.counts.snapshot()).toMatchObject({ inFlight: 0, pool: { live: 0 } });
  });

  test("is stopped there when fuel or time are used up", async () => {
    const executor = new Executor({ hostFunctions: callers });
    const module = await accepted(executor, source);
    for (const name of ["nested", "trying"]) {
      const fuel = await executor.run(module, name, [300_000_000], { fuel: 5e6 });
      expect(fuel, name).toMatchObject({ outcome: { kind: "out-of-fuel" }, fuel: 5e6 });
      const time = await executor.run(module, name, [1_000_000_000], { fuel: 1e15, wallClockMs: 30 });
      expect(time.outcome, name).toEqual({ kind: "timed-out" });
      expect((await executor.run(module, name, [10])).outcome).toMatchObject({ kind: "returned" });
    }
  });
});
