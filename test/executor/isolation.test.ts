import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Ending,
  Executor,
  type HostFunctions,
  type RunOptions,
  type Value,
} from "../../runtime/executor/index.ts";
import { trapCategoryOf } from "../../runtime/host/trap.ts";
import { digest } from "../meter/corpus/workload.ts";
import { assembled, program } from "../meter/fuzz/program.ts";
import { interpret } from "../meter/fuzz/reference.ts";
import { accepted, repeated, wat } from "./assemble.ts";
import { type Action, anyAction, stateModule, stepNames } from "./state-module.ts";

/** Nothing of a module that imports functions of the host's is ever run at once. */
const sliced = `(import "host" "nothing" (func))`;
const nothing: HostFunctions = { host: { nothing: () => undefined } };

interface Call {
  readonly name: string;
  readonly args: readonly Value[];
  readonly options?: RunOptions;
}

/** What comes of an execution, but for V8's words. */
type Result =
  | { readonly kind: "returned"; readonly values: readonly Value[] }
  | { readonly kind: "trapped"; readonly category: string }
  | { readonly kind: Exclude<Ending["kind"], "returned" | "trapped"> };

function resultOf(ending: Ending): Result {
  switch (ending.kind) {
    case "returned":
      return { kind: "returned", values: ending.values };
    case "trapped":
      return { kind: "trapped", category: ending.category };
    // after growth that was denied, the category is not told
    case "memory-limit":
      return { kind: "trapped", category: expect.any(String) };
    default:
      return { kind: ending.kind };
  }
}

/** What a call in an instance gives, of the bytes as they are. */
function resultIn({ exports }: WebAssembly.Instance, { name, args }: Call): Result {
  try {
    const given: unknown = (exports[name] as (...args: readonly Value[]) => unknown)(...args);
    return { kind: "returned", values: given === undefined ? [] : [given as Value] };
  } catch (thrown) {
    const category = trapCategoryOf(thrown);
    if (category === null) throw thrown;
    return { kind: "trapped", category };
  }
}

function resultInNewInstance(module: WebAssembly.Module, call: Call): Result {
  return resultIn(new WebAssembly.Instance(module, { host: { nothing: () => {} } }), call);
}

/** Making a counterexample small takes as long as it may: it ends before the test does. */
function effort(seed: number, numRuns: number): fc.Parameters<unknown> {
  return { seed, numRuns, interruptAfterTimeLimit: 45_000 };
}

const functionsOfModule = 3;

const anyCall: fc.Arbitrary<Call> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.nat(functionsOfModule - 1), fc.nat(15))
      .map(([index, argument]) => ({ name: `f${index}`, args: [argument] })),
  },
  { weight: 2, arbitrary: fc.constantFrom("read", "segments").map((name) => ({ name, args: [] })) },
);

const anyModule = fc.array(fc.array(anyAction, { maxLength: 6 }), {
  minLength: functionsOfModule,
  maxLength: functionsOfModule,
});

describe.each([
  ["at once", ""],
  ["in slices", sliced],
])("pooled instances, run %s", (_, imports) => {
  test("are like new ones in all that can be seen, whatever was done in them before", () =>
    fc.assert(
      fc.asyncProperty(
        anyModule,
        fc.array(anyCall, { minLength: 4, maxLength: 9 }),
        async (functions, calls) => {
          const bytes = await wat(stateModule(functions, imports));
          const plain = new WebAssembly.Module(bytes);
          const executor = new Executor({ hostFunctions: nothing, objects: true });
          for (const call of calls) {
            const { outcome } = await executor.run(bytes, call.name, call.args);
            expect(resultOf(outcome)).toEqual(resultInNewInstance(plain, call));
          }
          expect(executor.counts.snapshot().pool.live).toBe(0);
        },
      ),
      effort(1, 60),
    ));

  test("burn the same as new ones, also when they trap or run out of fuel", () =>
    fc.assert(
      fc.asyncProperty(
        anyModule,
        fc.array(fc.tuple(anyCall, fc.constantFrom(1e8, 1e6, 2e5, 30_000, 300)), {
          minLength: 4,
          maxLength: 7,
        }),
        async (functions, calls) => {
          const bytes = await wat(stateModule(functions, imports));
          const settings = { hostFunctions: nothing, objects: true };
          const executor = new Executor(settings);
          const shared = await accepted(executor, bytes);
          for (const [{ name, args }, fuel] of calls) {
            const pooled = await executor.run(shared, name, args, { fuel });
            const fresh = await new Executor(settings).run(bytes, name, args, { fuel });
            expect(repeated(pooled)).toEqual(repeated(fresh));
          }
        },
      ),
      effort(2, 40),
    ));

  test("do not mix when many executions take turns", () =>
    fc.assert(
      fc.asyncProperty(
        anyModule,
        fc.array(anyCall, { minLength: 10, maxLength: 30 }),
        async (functions, calls) => {
          // every function takes long in some of its calls
          const long: Action = ["work for more than a slice", 100_000, 0];
          const bytes = await wat(
            stateModule(
              functions.map((actions) => [long, ...actions]),
              imports,
            ),
          );
          const settings = { hostFunctions: nothing, objects: true };
          const executor = new Executor(settings);
          const module = await accepted(executor, bytes);
          const together = await Promise.all(calls.map(({ name, args }) => executor.run(module, name, args)));
          const alone = new Executor(settings);
          for (const [at, { name, args }] of calls.entries()) {
            expect(together[at] && repeated(together[at])).toEqual(
              repeated(await alone.run(bytes, name, args)),
            );
          }
          expect(executor.counts.snapshot()).toMatchObject({ inFlight: 0, pool: { live: 0 } });
        },
      ),
      effort(3, 15),
    ));

  test.each(stepNames)("know nothing of: %s", async (name) => {
    const every = [0, 1, 2, 3].map((index): Action => [name, 5 + index * 37, -9 - index]);
    const bytes = await wat(stateModule([every], imports));
    const plain = new WebAssembly.Module(bytes);
    const executor = new Executor({ hostFunctions: nothing, objects: true });
    const ways: readonly (number | RunOptions)[] = [0, 15, 0, { fuel: 40 }, 0, { fuel: 14 }, 8];
    for (const way of ways) {
      const options = typeof way === "number" ? {} : way;
      const call: Call = { name: "f0", args: [typeof way === "number" ? way : 0] };
      const { outcome } = await executor.run(bytes, call.name, call.args, options);
      if (typeof way === "number") {
        expect(resultOf(outcome)).toEqual(resultInNewInstance(plain, call));
      } else {
        expect(outcome.kind).not.toBe("returned");
      }
      for (const reader of ["read", "segments"]) {
        const read = await executor.run(bytes, reader);
        expect(resultOf(read.outcome)).toEqual(resultInNewInstance(plain, { name: reader, args: [] }));
      }
    }
  });
});

test("instances are used again when nothing but numbers and bytes was changed, and only then", async () => {
  const again = async (actions: readonly Action[]) => {
    const executor = new Executor();
    const module = await accepted(executor, stateModule([actions]));
    for (let time = 0; time < 5; time++) await executor.run(module, "f0", [0]);
    return executor.counts.snapshot().pool;
  };
  const kept = await again([
    ["store at the end", 1, 1],
    ["fill all", 1, 1],
    ["set an i32", 1, 1],
    ["set a v128", 1, 1],
    ["throw and catch", 1, 1],
    ["initialize memory", 1, 1],
  ]);
  expect(kept).toMatchObject({ created: 1, resets: 5, dropped: { "grown-or-tainted": 0 } });
  for (const name of [
    "grow memory and write there",
    "set in the table",
    "drop data",
    "set a function",
  ] as const) {
    const dropped = await again([[name, 2, 1]]);
    expect(dropped, name).toMatchObject({ created: 5, resets: 0, dropped: { "grown-or-tainted": 5 } });
  }
});

describe("objects", () => {
  const types = `(type $s (struct (field (mut i32)))) (type $a (array (mut i32))) (type $r (array (mut (ref $s))))`;
  /** Adds one to a field, of a struct on the stack, and returns what it is then. */
  const bump = `(local.set $s) (struct.set $s 0 (local.get $s) (i32.add (struct.get $s 0 (local.get $s)) (i32.const 1)))
    (struct.get $s 0 (local.get $s))`;
  const bumpElement = `(local.set $a)
    (array.set $a (local.get $a) (i32.const 1) (i32.add (array.get $a (local.get $a) (i32.const 1)) (i32.const 1)))
    (array.get $a (local.get $a) (i32.const 1))`;

  test.each([
    [
      "a struct in a constant",
      `(global $g (ref $s) (struct.new $s (i32.const 4)))`,
      `(global.get $g) ${bump}`,
    ],
    [
      "a struct in a variable",
      `(global $g (mut (ref null $s)) (ref.null $s))`,
      `(if (ref.is_null (global.get $g)) (then (global.set $g (struct.new $s (i32.const 4)))))
       (ref.as_non_null (global.get $g)) ${bump}`,
    ],
    [
      "an array in a constant",
      `(global $g (ref $a) (array.new_fixed $a 2 (i32.const 3) (i32.const 4)))`,
      `(global.get $g) ${bumpElement}`,
    ],
    [
      "an array that is filled",
      `(global $g (ref $a) (array.new $a (i32.const 4) (i32.const 3)))`,
      `(i32.add (i32.const 1) (array.get $a (global.get $g) (i32.const 2)))
       (array.fill $a (global.get $g) (i32.const 1) (i32.const 9) (i32.const 2))`,
    ],
    [
      "an array that is copied to",
      `(global $g (ref $a) (array.new $a (i32.const 4) (i32.const 3)))`,
      `(i32.add (i32.const 1) (array.get $a (global.get $g) (i32.const 2)))
       (array.copy $a $a (global.get $g) (i32.const 1) (array.new_default $a (i32.const 2)) (i32.const 0) (i32.const 2))`,
    ],
    [
      "a struct in a table",
      `(table $t 1 (ref $s) (struct.new $s (i32.const 4)))`,
      `(table.get $t (i32.const 0)) ${bump}`,
    ],
    [
      "a struct in a passive segment",
      `(elem $e (ref $s) (item (struct.new $s (i32.const 4))))`,
      `(array.get $r (array.new_elem $r $e (i32.const 0) (i32.const 1)) (i32.const 0)) ${bump}`,
    ],
    [
      "a struct behind an external reference",
      `(global $g externref (extern.convert_any (struct.new $s (i32.const 4))))`,
      `(ref.cast (ref $s) (any.convert_extern (global.get $g))) ${bump}`,
    ],
    [
      "a struct that a struct holds",
      `(type $outer (struct (field (ref $s)))) (global $g (ref $outer) (struct.new $outer (struct.new $s (i32.const 4))))`,
      `(struct.get $outer 0 (global.get $g)) ${bump}`,
    ],
    [
      "a struct in an exception",
      `(tag $e (param (ref $s))) (global $g (mut exnref) (ref.null exn))`,
      `(if (ref.is_null (global.get $g)) (then (global.set $g (block $caught (result exnref)
         (try_table (catch_all_ref $caught) (throw $e (struct.new $s (i32.const 4)))) unreachable))))
       (block $again (result (ref $s)) (try_table (catch $e $again) (throw_ref (global.get $g))) unreachable) ${bump}`,
    ],
  ])("that outlive a function are new in every execution: %s", async (_, fields, body) => {
    const executor = new Executor({ objects: true });
    const module = await accepted(
      executor,
      `(module ${types} ${fields}
        (func (export "f") (result i32) (local $s (ref null $s)) (local $a (ref null $a)) ${body}))`,
    );
    for (let time = 0; time < 4; time++) {
      expect((await executor.run(module, "f")).outcome).toMatchObject({ kind: "returned", values: [5] });
    }
  });
});

describe("a random program with functions of the host's", () => {
  /** What a host is told: the value, and what the memory holds then. */
  interface Told {
    readonly value: Value | undefined;
    readonly memory: string;
  }

  test("sees in a pooled instance what it sees in one of its own", () =>
    fc.assert(
      fc.asyncProperty(
        program(),
        fc.array(fc.tuple(fc.integer(), fc.integer()), { minLength: 3, maxLength: 5 }),
        async (program, parameters) => {
          for (const pair of parameters) fc.pre(interpret(program, pair, 20_000) !== null);
          const bytes = await assembled(program);
          const plain = new WebAssembly.Module(bytes);
          const last = `f${program.functions.length - 1}`;
          let told: Told[] = [];
          const tell = (value: Value | undefined, memory: unknown) => {
            if (!(memory instanceof WebAssembly.Memory)) throw new Error("there is no memory");
            told.push({ value, memory: digest(new Uint8Array(memory.buffer)) });
          };
          const settings = {
            hostFunctions: {
              host: {
                log: (call, value) => {
                  tell(value, call.memory());
                  return undefined;
                },
                reenter: (call, value) => call.call(last, value ?? 0, value ?? 0) as Value,
              },
            },
          } satisfies { hostFunctions: HostFunctions };
          const executor = new Executor(settings);
          for (const args of parameters) {
            const call: Call = { name: "f0", args };
            told = [];
            const pooled = await executor.run(bytes, "f0", args);
            const toldPooled = told;
            told = [];
            const fresh = await new Executor(settings).run(bytes, "f0", args);
            expect(repeated(pooled)).toEqual(repeated(fresh));
            expect(toldPooled).toEqual(told);

            told = [];
            let exports: WebAssembly.Exports = {};
            const host = {
              log: (value: number) => tell(value, exports.memory),
              reenter: (value: number) => (exports[last] as (...args: number[]) => number)(value, value),
            };
            const instance = new WebAssembly.Instance(plain, { host });
            exports = instance.exports;
            expect(resultOf(pooled.outcome)).toEqual(resultIn(instance, call));
            expect(toldPooled).toEqual(told);
          }
        },
      ),
      effort(4, 60),
    ));
});

describe("turns", () => {
  const functions = `(func (export "spin") (loop (br 0)))
    (func (export "count") (param i32) (result i32) (local i32)
      (loop (local.set 1 (i32.add (local.get 1) (i32.const 1))) (br_if 0 (i32.lt_u (local.get 1) (local.get 0))))
      (i32.add (local.get 1) (i32.const 0)))`;

  test("are taken: what spins does not hold up what comes after it", async () => {
    const executor = new Executor({ hostFunctions: nothing });
    const spinning = await accepted(executor, `(module ${functions})`);
    const counting = await accepted(executor, `(module ${sliced} ${functions})`);
    const order: string[] = [];
    const spin = executor.run(spinning, "spin", [], { fuel: 3e8 }).then(({ outcome }) => {
      order.push("spin");
      return outcome;
    });
    const counts = Array.from({ length: 20 }, async (_, at) => {
      const module = at % 2 ? spinning : counting;
      const { outcome } = await executor.run(module, "count", [1_000 * (at + 1)]);
      order.push("count");
      return outcome;
    });
    expect(await spin).toEqual({ kind: "out-of-fuel" });
    expect(order).toEqual([...new Array(20).fill("count"), "spin"]);
    for (const [at, count] of counts.entries()) {
      expect(await count).toEqual({ kind: "returned", values: [1_000 * (at + 1)], exitCode: null });
    }
  });

  test("come to what was suspended also when short executions follow each other without end", async () => {
    const executor = new Executor();
    const module = await accepted(executor, `(module ${functions})`);
    const spinning = { yet: true };
    const spin = executor.run(module, "spin", [], { fuel: 1e15, wallClockMs: 50 }).then(({ outcome }) => {
      spinning.yet = false;
      return outcome;
    });
    let executed = 0;
    // many more than there is time for
    while (spinning.yet && executed < 3_000_000) {
      await executor.run(module, "count", [1]);
      executed++;
    }
    expect(spinning.yet).toBe(false);
    expect(await spin).toEqual({ kind: "timed-out" });
    expect(executed).toBeGreaterThan(0);
  });

  test("change nothing about what is burned", async () => {
    const executor = new Executor({ hostFunctions: nothing });
    const module = await accepted(executor, `(module ${functions})`);
    const alone = await executor.run(module, "count", [700_000]);
    const together = await Promise.all(
      Array.from({ length: 12 }, () => executor.run(module, "count", [700_000])),
    );
    for (const each of together) expect(repeated(each)).toEqual(repeated(alone));
  });
});

describe("what a function burns before it traps", () => {
  const traps = [
    "unreachable",
    "(drop (i32.div_u (i32.const 1) (local.get 1)))",
    "(drop (i32.load (i32.const -1)))",
    "(throw $e)",
    "(call $g)",
  ];
  const trapping = (
    trap: string,
  ) => `(module (memory 1) (tag $e) (func $g nop (if (i32.const 1) (then (throw $e))))
    (func (export "f") (param i32 i32)
      (loop (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))) nop nop ${trap}))`;

  test.each(traps)("does not depend on whether it is known to take long: %s", async (trap) => {
    const executor = new Executor();
    const module = await accepted(executor, trapping(trap));
    for (const turns of [10, 2_000, 20_000, 150_000]) {
      const fresh = await new Executor().run(await wat(trapping(trap)), "f", [turns, 0]);
      await executor.run(module, "f", [1_000_000, 0]);
      const known = await executor.run(module, "f", [turns, 0]);
      expect(repeated(known), `${turns} turns`).toEqual(repeated(fresh));
    }
  });

  test.each(traps)("does not depend on how long its slices were: %s", async (trap) => {
    const executor = new Executor();
    const module = await accepted(executor, trapping(trap));
    const alone = await executor.run(module, "f", [900_000, 0]);
    for (let time = 0; time < 3; time++) {
      const together = await Promise.all(
        Array.from({ length: 6 }, () => executor.run(module, "f", [900_000, 0])),
      );
      for (const each of together) expect(repeated(each)).toEqual(repeated(alone));
    }
  });
});

test("whether a program traps or lacks fuel does not depend on how its fuel was handed out", async () => {
  // more fuel than a first slice, and a trap behind the last unit
  const body = `(loop (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))) nop nop nop nop unreachable`;
  const executor = new Executor({ hostFunctions: nothing });
  const module = await accepted(executor, `(module ${sliced} (func (export "f") (param i32) ${body}))`);
  const turns = 250_000;
  for (let time = 0; time < 4; time++) {
    const tight = await executor.run(module, "f", [turns], { fuel: turns * 6 + 2 });
    expect(tight).toMatchObject({ outcome: { kind: "out-of-fuel" }, fuel: turns * 6 + 2 });
    const enough = await executor.run(module, "f", [turns], { fuel: turns * 6 + 5 });
    expect(enough).toMatchObject({ outcome: { kind: "trapped", category: "unreachable" } });
    // makes slices larger
    await executor.run(module, "f", [5_000_000]);
  }
});
