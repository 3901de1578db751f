import type { ModuleCase } from "./module-case.ts";
import { moduleCase } from "./module-case.ts";

interface Kernel {
  readonly why: string;
  /** What its only function is called with each time. */
  readonly given: readonly number[];
  /**
   * Of pseudo-random numbers that it works on: its last parameter, one more in each call. Where it would branch alike in every call,
   * a processor learns how, call by call, and an operation would cost what the number of calls makes of it.
   */
  readonly seed?: number;
  readonly answer: number;
}

function kernel(name: string, { why, given, seed, answer }: Kernel): ModuleCase {
  return moduleCase({
    id: `small/${name}`,
    why,
    module: { kind: "kernel", name },
    entry: name,
    answer,
    async load({ instantiateWasm }) {
      const exports = instantiateWasm({}, () => {});
      const call = exports[name] as (...given: readonly number[]) => number;
      const [first = 0, second = 0] = given;
      if (seed === undefined) return () => call(first, second);
      let next = seed;
      return given.length === 1 ? () => call(first, next++) : () => call(first, second, next++);
    },
  });
}

/** Answers are those of other implementations, see the tests. */
export const small: readonly ModuleCase[] = [
  kernel("sieve", { why: "The primes below 16,000", given: [16_000], answer: 1862 }),
  kernel("fibonacci", { why: "A Fibonacci number by recursion", given: [19], answer: 4181 }),
  kernel("matrix", { why: "The product of two matrices of floats", given: [40], answer: -276 }),
  kernel("mandelbrot", { why: "32 × 32 points of the Mandelbrot set", given: [32, 40], answer: 15098 }),
  kernel("crc32", { why: "CRC-32 of 32 KiB", given: [32_768], answer: -1879915433 }),
  kernel("quicksort", { why: "Quicksort of 2,000 integers", given: [2_000], seed: 1, answer: -1334429181 }),
  kernel("table", { why: "8,000 words counted in a hash table", given: [8_000], seed: 7, answer: 40_536 }),
  kernel("search", { why: "A pattern looked for in 16 KiB", given: [16_384, 12], seed: 3, answer: 7 }),
  kernel("nbody", { why: "100 steps of eight bodies", given: [100], answer: 271.83077255815374 }),
  kernel("levenshtein", { why: "The edits between two words of 160 letters", given: [160], answer: 85 }),
];
