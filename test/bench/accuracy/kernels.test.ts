import { crc32 } from "node:zlib";
import { expect, test } from "vitest";
import { compiledKernels } from "../../../bench/accuracy/kernels.ts";
import { small } from "../../../bench/accuracy/subjects/small.ts";
import { expectPlantable } from "./plantable.ts";

test.each(small.map((each) => [each.id, each] as const))(
  "%s: its answer is the same and its fuel deterministic, with what was planted on top",
  (_id, each) => expectPlantable(each),
);

test("kernels import nothing, and each source is a case", async () => {
  const kernels = await compiledKernels();
  expect([...kernels.keys()].sort()).toEqual(small.map(({ entry }) => entry).sort());
  for (const bytes of kernels.values())
    expect(WebAssembly.Module.imports(new WebAssembly.Module(new Uint8Array(bytes)))).toEqual([]);
});

/** What others say the kernels must give. The numbers that they are given are those of the cases, and smaller ones. */
const references: Record<string, { of: (...given: number[]) => number; given: number[][] }> = {
  sieve: { of: primesBelow, given: [[3], [100], [16_000]] },
  fibonacci: { of: fibonacciNumber, given: [[0], [1], [10], [19]] },
  matrix: { of: alternatingSum, given: [[1], [7], [40]] },
  mandelbrot: {
    of: escapeSteps,
    given: [
      [4, 10],
      [32, 40],
    ],
  },
  crc32: {
    of: (length) => crc32(Uint8Array.from({ length }, (_, at) => at * 7)) | 0,
    given: [[0], [9], [32_768]],
  },
  quicksort: {
    of: sumByPlace,
    given: [
      [0, 1],
      [1, 2],
      [50, 3],
      [2_000, 1],
    ],
  },
  table: {
    of: squaredCounts,
    given: [
      [1, 1],
      [500, 2],
      [8_000, 7],
    ],
  },
  search: {
    of: occurrences,
    given: [
      [100, 3, 1],
      [16_384, 12, 3],
    ],
  },
  nbody: { of: spreadAfter, given: [[0], [1], [100]] },
  levenshtein: { of: editDistance, given: [[1], [20], [160]] },
};

test.each(Object.entries(references))(
  "%s computes what another implementation does",
  async (name, reference) => {
    const bytes = (await compiledKernels()).get(name);
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes ?? [])));
    const kernel = exports[name] as (...given: number[]) => number;
    for (const given of reference.given) expect(kernel(...given)).toBe(reference.of(...given));
  },
);

/** By trial division. */
function primesBelow(limit: number): number {
  const primes: number[] = [];
  for (let n = 2; n < limit; n++) if (primes.every((p) => p * p > n || n % p !== 0)) primes.push(n);
  return primes.length;
}

function fibonacciNumber(n: number): number {
  let [one, next] = [0, 1];
  for (let i = 0; i < n; i++) [one, next] = [next, one + next];
  return one;
}

/** Σ (-1)^(row + column) of the product is a sum of products of alternating sums. */
function alternatingSum(width: number): number {
  const sign = (at: number) => (at % 2 === 0 ? 1 : -1);
  const sum = (values: number[]) => values.reduce((all, value) => all + value, 0);
  return sum(
    range(width).map((k) => {
      const column = sum(range(width).map((row) => sign(row) * (((row * width + k) * 7) % 31)));
      const row = sum(range(width).map((at) => sign(at) * (((k * width + at) * 11) % 29)));
      return column * row;
    }),
  );
}

function escapeSteps(width: number, most: number): number {
  let steps = 0;
  for (const row of range(width)) {
    for (const column of range(width)) {
      const c = { re: (column * 3) / width - 2, im: (row * 2) / width - 1 };
      let z = { re: 0, im: 0 };
      for (let step = 0; step < most && z.re ** 2 + z.im ** 2 <= 4; step++) {
        z = { re: z.re * z.re - z.im * z.im + c.re, im: 2 * z.re * z.im + c.im };
        steps++;
      }
    }
  }
  return steps;
}

function sumByPlace(count: number, seed: number): number {
  const numbers = sequence(seed, count)
    .map((state) => state >>> 8)
    .sort((one, other) => one - other);
  return numbers.reduce((sum, number, at) => (sum + Math.imul(at + 1, number)) | 0, 0);
}

function squaredCounts(words: number, seed: number): number {
  const counts = Map.groupBy(sequence(seed, words), (state) => ((state >>> 20) % 2000) + 1);
  return [...counts.values()].reduce((sum, { length }) => sum + length ** 2, 0);
}

function occurrences(length: number, size: number, seed: number): number {
  const text = sequence(seed, length)
    .map((state) => (state >>> 31 ? "a" : "b"))
    .join("");
  return range(length - size + 1).filter((at) => text.startsWith(text.slice(-size), at)).length;
}

function spreadAfter(steps: number): number {
  const bodies = range(8).map((body) => ({
    mass: body + 1,
    place: range(3).map((axis) => ((body * (7 + axis)) % 11) - 5),
    velocity: [0, 0, 0],
  }));
  for (let step = 0; step < steps; step++) {
    for (const one of bodies) {
      for (const { mass, place } of bodies) {
        const [x = 0, y = 0, z = 0] = place.map((at, axis) => at - (one.place[axis] ?? 0));
        const squared = x * x + y * y + z * z + 0.01;
        const pull = (0.001 * mass) / (squared * Math.sqrt(squared));
        one.velocity = one.velocity.map((speed, axis) => speed + ([x, y, z][axis] ?? 0) * pull);
      }
    }
    for (const body of bodies)
      body.place = body.place.map((at, axis) => at + 0.001 * (body.velocity[axis] ?? 0));
  }
  return bodies.flatMap(({ place }) => place).reduce((sum, at) => sum + at * at, 0);
}

/** From the definition, by the last letters. */
function editDistance(length: number): number {
  const letters = sequence(5, 2 * length).map((seed) => seed >>> 30);
  const [one, other] = [letters.slice(0, length), letters.slice(length)];
  const known = new Map<number, number>();
  const distance = (a: number, b: number): number => {
    if (a === 0 || b === 0) return a + b;
    const key = a * 1000 + b;
    const seen = known.get(key);
    if (seen !== undefined) return seen;
    const replaced = distance(a - 1, b - 1) + (one[a - 1] === other[b - 1] ? 0 : 1);
    const found = Math.min(replaced, distance(a - 1, b) + 1, distance(a, b - 1) + 1);
    known.set(key, found);
    return found;
  };
  return distance(length, length);
}

function range(length: number): number[] {
  return Array.from({ length }, (_, at) => at);
}

/** The states of the generator that the kernels draw from, without its first. */
function sequence(seed: number, length: number): number[] {
  let state = seed;
  return range(length).map(() => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state;
  });
}
