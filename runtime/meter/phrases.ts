import type { Additions } from "./additions.ts";
import { leb } from "./writer.ts";

/** A charge as it is written before a block; what it takes is filled in when the block is known. */
export interface Charge {
  readonly bytes: Uint8Array;
  /** Where in `bytes` the two bytes are that say how much it takes. */
  readonly amount: number;
}

/**
 * What is inserted again and again into functions that keep their counter in the same place. Whoever meters writes
 * megabytes of these, so they are put together once.
 */
export interface Phrases {
  /** By where the counter is before (`charges.local`: in the local), then by whether it is checked after. */
  readonly charges: Readonly<Record<"local" | "global", readonly [unchecked: Charge, checked: Charge]>>;
  /** Writes the counter to the global. */
  readonly flush: Uint8Array;
  /** Reads it into the local. */
  readonly settle: Uint8Array;
}

const unreachable = 0x00;
/** i64.const 0, i64.lt_s, if */
const ifNegative = [0x42, 0, 0x53, 0x04, 0x40];
/** i64.const with two bytes to be filled in, i64.sub */
const take = [0x42, 0, 0, 0x7d];

/** @param counter the local that holds the counter, or null where it stays in the global */
export function phrasesOf(added: Additions, counter: number | null, callOut: boolean): Phrases {
  const getGlobal = [0x23, ...leb(added.fuel)];
  const setGlobal = [0x24, ...leb(added.fuel)];
  if (counter === null) {
    const unchecked = [...take, ...setGlobal];
    const charges = [
      charge(getGlobal, unchecked),
      charge(getGlobal, [...unchecked, ...globalCheck(added, callOut)]),
    ] as const;
    const nothing = new Uint8Array(0);
    return { charges: { local: charges, global: charges }, flush: nothing, settle: nothing };
  }
  const getLocal = [0x20, ...leb(counter)];
  const setLocal = [0x21, ...leb(counter)];
  const stop = callOut ? [0x10, ...leb(added.exhausted), ...setLocal] : [...setGlobal, unreachable];
  const checked = [...take, 0x22, ...leb(counter), ...ifNegative, ...getLocal, ...stop, 0x0b];
  const from = (get: readonly number[]) =>
    [charge(get, [...take, ...setLocal]), charge(get, checked)] as const;
  return {
    charges: { local: from(getLocal), global: from(getGlobal) },
    flush: Uint8Array.from([...getLocal, ...setGlobal]),
    settle: Uint8Array.from([...getGlobal, ...setLocal]),
  };
}

/** Stops the program, or asks for more, when the counter in the global is below zero. */
export function globalCheck(added: Additions, callOut: boolean): number[] {
  const get = [0x23, ...leb(added.fuel)];
  const stop = callOut ? [...get, 0x10, ...leb(added.exhausted), 0x1a] : [unreachable];
  return [...get, ...ifNegative, ...stop, 0x0b];
}

function charge(get: readonly number[], rest: readonly number[]): Charge {
  return { bytes: Uint8Array.from([...get, ...rest]), amount: get.length + 1 };
}
