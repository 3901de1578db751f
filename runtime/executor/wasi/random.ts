import { randomFillSync } from "node:crypto";

/** Fills bytes with random ones. */
export type RandomSource = (target: Uint8Array) => void;

/** As much as is asked of the system at a time. */
const chunk = 65_536;

/** The system's randomness. The target may be shared memory, which the system refuses to write. */
export const systemRandom: RandomSource = (target) => {
  const scratch = new Uint8Array(Math.min(chunk, target.length));
  for (let start = 0; start < target.length; start += scratch.length) {
    const part = scratch.subarray(0, target.length - start);
    randomFillSync(part);
    target.set(part, start);
  }
};

/**
 * A stream of bytes that `seed`, an integer from 0 to 2^53 − 1, determines. Not for secrets.
 *
 * Generator: xoshiro128** 1.1, its state filled by splitmix64 from the seed, both by David Blackman and Sebastiano
 * Vigna (https://prng.di.unimi.it). A request takes whole 32-bit words, little-endian; what is left of the last one is
 * dropped.
 */
export function seededRandom(seed: number): RandomSource {
  let [a, b, c, d] = stateOf(seed);
  const next = (): number => {
    const five = Math.imul(b, 5);
    const result = Math.imul((five << 7) | (five >>> 25), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
  return (target) => {
    const words = target.length >>> 2;
    let position = 0;
    for (let word = 0; word < words; word++) {
      const value = next();
      target[position++] = value;
      target[position++] = value >>> 8;
      target[position++] = value >>> 16;
      target[position++] = value >>> 24;
    }
    if (position === target.length) return;
    for (let value = next(); position < target.length; value >>>= 8) target[position++] = value;
  };
}

function stateOf(seed: number): [number, number, number, number] {
  const words = new BigUint64Array(2);
  let state = BigInt(seed);
  for (let index = 0; index < words.length; index++) {
    state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
    let mixed = state;
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n);
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn);
    words[index] = mixed ^ (mixed >> 31n);
  }
  const [a = 0, b = 0, c = 0, d = 0] = new Int32Array(words.buffer);
  return [a, b, c, d];
}
