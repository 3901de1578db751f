import { type Benchmark, expectAnswer, type Subject, type Task } from "./case.ts";

type Entry = (...args: number[]) => number;

function entryOf({ host, module }: Subject, guest: string, name: string): Entry {
  return host.entry(host.instantiate(module(guest)), name);
}

/** An exported function of one argument that is called over and over with that argument. */
function callOf(guest: string, name: string, argument: number, expected: number) {
  return (subject: Subject): Task => {
    const entry = entryOf(subject, guest, name);
    expectAnswer(`${name}(${argument})`, entry(argument), expected);
    return {
      run(times) {
        for (let i = 0; i < times; i++) entry(argument);
      },
    };
  };
}

function nativeAdd(a: number, b: number): number {
  return (a + b) | 0;
}

function fib(n: number, expected: number, why: string, floor?: number): Benchmark {
  return {
    kind: "benchmark",
    isolation: "turns",
    ...(floor === undefined ? {} : { floor }),
    id: `execution/fib-${n}`,
    why,
    guests: ["fib"],
    prepare: callOf("fib", "fib", n, expected),
  };
}

/** Where entering the module is much of the figure, V8's choice of how to enter it is as well. */
const entryFloor = 0.05;

/** How fast guests compute. These measure module bytes alone, so the arms take turns in one process. */
export const execution: readonly Benchmark[] = [
  {
    kind: "benchmark",
    isolation: "turns",
    floor: entryFloor,
    id: "execution/noop",
    why: "An empty function: what the harness and a call cost, and so how much of every other figure they are.",
    guests: ["noop"],
    prepare(subject) {
      const noop = entryOf(subject, "noop", "noop");
      expectAnswer("noop()", noop(), undefined);
      return {
        run(times) {
          for (let i = 0; i < times; i++) noop();
        },
      };
    },
  },
  {
    kind: "benchmark",
    isolation: "turns",
    id: "execution/native-add",
    why: "The same addition in JavaScript, what wasm-add is held against. No change of a module can touch it.",
    guests: [],
    fuel: false,
    gates: false,
    prepare() {
      expectAnswer("add(20, 22)", nativeAdd(20, 22), 42);
      return {
        // each answer feeds the next call, so that no call can be left out
        run(times) {
          let count = 0;
          for (let i = 0; i < times; i++) count = nativeAdd(count, 1);
          expectAnswer("the sum", count, times);
        },
      };
    },
  },
  {
    kind: "benchmark",
    isolation: "turns",
    id: "execution/wasm-add",
    why: "The smallest useful call: what crossing into WebAssembly costs.",
    guests: ["add"],
    prepare(subject) {
      const add = entryOf(subject, "add", "add");
      expectAnswer("add(20, 22)", add(20, 22), 42);
      expectAnswer("add(2147483647, 1)", add(2147483647, 1), -2147483648);
      return {
        run(times) {
          let count = 0;
          for (let i = 0; i < times; i++) count = add(count, 1);
          expectAnswer("the sum", count, times);
        },
      };
    },
  },
  fib(
    10,
    55,
    "A short computation: calls inside the module, little enough that entering it still counts.",
    entryFloor,
  ),
  fib(20, 6765, "A medium computation: function calls and branches of optimised code."),
  fib(30, 832040, "A long computation: entering the module no longer counts."),
  {
    kind: "benchmark",
    isolation: "turns",
    id: "execution/fill-memory",
    why: "Writes 64 KiB byte by byte: how fast bounds-checked stores are.",
    guests: ["fill"],
    prepare: callOf("fill", "fill", 7, 7),
  },
  {
    kind: "benchmark",
    isolation: "turns",
    id: "execution/load-memory",
    why: "Sums 64 KiB byte by byte: how fast bounds-checked loads are.",
    guests: ["load"],
    prepare(subject) {
      const { host, module } = subject;
      const guest = host.instantiate(module("load"));
      host.entry(guest, "prepare")(3);
      const sum = host.entry(guest, "sum");
      expectAnswer("sum()", sum(), 3 * 65536);
      return {
        run(times) {
          for (let i = 0; i < times; i++) sum();
        },
      };
    },
  },
];
