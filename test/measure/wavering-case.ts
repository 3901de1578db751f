import type { Benchmark } from "../../src/suites/case.ts";

let prepared = 0;

/** Asks for fib(10) and fib(11) in turn: as a guest that hears of the clock does, its guest burns other fuel each time. */
export const waveringCase: Benchmark = {
  kind: "benchmark",
  isolation: "turns",
  id: "execution/wavering",
  why: "Its guest does not do the same each time.",
  guests: ["fib"],
  prepare({ host, module }) {
    const fib = host.entry(host.instantiate(module("fib")), "fib");
    const n = 10 + (prepared++ % 2);
    return {
      run(times) {
        for (let i = 0; i < times; i++) fib(n);
      },
    };
  },
};
