import type { Layout } from "./layout.ts";
import { leb, signedLeb } from "./writer.ts";

/** Indices of what the meter appends to a module. Nothing of the module's own is renumbered. */
export interface Additions {
  /** The first of the types in `typeSignatures`. */
  readonly types: number;
  /** Globals. i64: units left; below zero they are used up. */
  readonly fuel: number;
  /** i32: one of `stops`. */
  readonly stop: number;
  /** i32: nested calls left. */
  readonly depth: number;
  /** i32: 1 when an instance did something that `restore` does not undo. */
  readonly taint: number;
  /** i64: what the last bulk instruction cost by its length. */
  readonly bulk: number;
  /** i64: the counter of the first function that has a body; those of the others follow. */
  readonly profile: number;
  /** Copies of the globals in `savedGlobals`, in that order. */
  readonly saved: number;
  readonly savedGlobals: readonly number[];
  /** The table whose first element is called at the end of a slice, and whose second when that returns less than 0. */
  readonly callOut: number;
  /** Functions, in the order of `helperBodies`. */
  readonly exhausted: number;
  readonly take: number;
  readonly chargeBytes32: number;
  readonly chargeBytes64: number;
  readonly chargeElements32: number;
  readonly chargeElements64: number;
  readonly overflow: number;
  readonly remaining: number;
  readonly refill: number;
  readonly stopped: number;
  readonly save: number;
  readonly restore: number;
  readonly grown32: number;
  readonly grown64: number;
  /** Calls the start function. Only there if the module has one and the host is to call it. */
  readonly start: number;
}

/** What happened to a program, beside that its fuel ran out, which the counter itself tells. */
export const stops = {
  none: 0,
  stack: 1,
  /** It was not stopped; it asked for more memory or a larger table, and did not get it. */
  denied: 2,
} as const;

const i32 = 0x7f;
const i64 = 0x7e;
const f64 = 0x7c;
/** The constant zero of each type whose globals can be saved and put back. */
const zeros: ReadonlyMap<number, readonly number[]> = new Map([
  [i32, [0x41, 0]],
  [i64, [0x42, 0]],
  [0x7d, [0x43, 0, 0, 0, 0]],
  [f64, [0x44, 0, 0, 0, 0, 0, 0, 0, 0]],
  [0x7b, [0xfd, 0x0c, ...new Array<number>(16).fill(0)]],
]);

/** The types of the helpers, as types of functions are written. */
const signatures = {
  nothing: [0x60, 0, 0],
  toF64: [0x60, 0, 1, f64],
  ofF64: [0x60, 1, f64, 0],
  toI32: [0x60, 0, 1, i32],
  ofI64: [0x60, 1, i64, 0],
  i64ToI64: [0x60, 1, i64, 1, i64],
  i32ToI32: [0x60, 1, i32, 1, i32],
} as const;
type Signature = keyof typeof signatures;
const signatureNames = Object.keys(signatures) as Signature[];
export const typeSignatures: ReadonlyArray<readonly number[]> = Object.values(signatures);

const helperSignatures: readonly Signature[] = [
  "i64ToI64",
  "ofI64",
  "i32ToI32",
  "i64ToI64",
  "i32ToI32",
  "i64ToI64",
  "nothing",
  "toF64",
  "ofF64",
  "toI32",
  "nothing",
  "toI32",
  "i32ToI32",
  "i64ToI64",
];

export function addTo(layout: Layout, profile: boolean, isolation: boolean): Additions {
  const globals = layout.globals.length;
  const functions = layout.functions.length;
  const counters = profile ? functions - layout.importedFunctions : 0;
  const savedGlobals = isolation ? saveableGlobals(layout) : [];
  return {
    types: layout.signatures.length,
    fuel: globals,
    stop: globals + 1,
    depth: globals + 2,
    taint: globals + 3,
    bulk: globals + 4,
    profile: globals + 5,
    saved: globals + 5 + counters,
    savedGlobals,
    callOut: layout.tables.length,
    exhausted: functions,
    take: functions + 1,
    chargeBytes32: functions + 2,
    chargeBytes64: functions + 3,
    chargeElements32: functions + 4,
    chargeElements64: functions + 5,
    overflow: functions + 6,
    remaining: functions + 7,
    refill: functions + 8,
    stopped: functions + 9,
    save: functions + 10,
    restore: functions + 11,
    grown32: functions + 12,
    grown64: functions + 13,
    start: functions + 14,
  };
}

/** Mutable globals of numbers and vectors. Setting one that holds a reference taints the instance instead. */
function saveableGlobals({ globals, importedGlobals }: Layout): number[] {
  return globals.flatMap(({ type, mutable }, index) =>
    index >= importedGlobals && mutable && zeros.has(type) ? [index] : [],
  );
}

/** The type index of each helper. */
export function helperTypes({ types }: Additions, startFunction: number | null): number[] {
  const start: Signature[] = startFunction === null ? [] : ["nothing"];
  return [...helperSignatures, ...start].map((name) => types + signatureNames.indexOf(name));
}

/** The added globals, as the global section holds them. */
export function addedGlobals(
  layout: Layout,
  added: Additions,
  initial: { readonly fuel: number; readonly depth: number },
): number[][] {
  const mutable = (type: number, constant: readonly number[]) => [type, 1, ...constant, 0x0b];
  const counters = added.saved - added.profile;
  return [
    mutable(i64, [0x42, ...signedLeb(BigInt(initial.fuel))]),
    mutable(i32, [0x41, 0]),
    mutable(i32, [0x41, ...signedLeb(BigInt(initial.depth))]),
    mutable(i32, [0x41, 0]),
    mutable(i64, [0x42, 0]),
    ...Array.from({ length: counters }, () => mutable(i64, [0x42, 0])),
    ...added.savedGlobals.map((index) => {
      const type = layout.globals[index]?.type ?? i32;
      return mutable(type, zeros.get(type) ?? []);
    }),
  ];
}

/** The bodies of the helpers, without locals and size. */
export function helperBodies(
  added: Additions,
  { depth, startFunction, callOut }: { depth: number; startFunction: number | null; callOut: boolean },
): number[][] {
  const getFuel = [0x23, ...leb(added.fuel)];
  const setFuel = [0x24, ...leb(added.fuel)];
  const isNegative = [0x42, 0, 0x53];
  const call = (index: number) => [0x10, ...leb(index)];
  const operand = [0x20, 0];
  const halt = (why: number) => [0x41, why, 0x24, ...leb(added.stop), 0x00, 0x0b];
  /** A sixteenth, rounded down. */
  const sixteenth = [0x42, 4, 0x88];
  const charge = (amount: number[]) => [...operand, ...amount, ...call(added.take), ...operand, 0x0b];
  const widened = [0xad];
  /** Longer than any memory or table: what is asked for will trap, and sums must not wrap. */
  const most = signedLeb(1n << 36n);
  const clamped = [0x42, ...most, ...operand, ...operand, 0x42, ...most, 0x56, 0x1b];
  const grown = (minusOne: number[]) => [
    ...[...operand, ...minusOne, 0x04, 0x40, 0x41, stops.denied, 0x24, ...leb(added.stop), 0x0b],
    ...[...operand, 0x0b],
  ];
  const grant = (at: number) => [
    ...[0x41, at, 0x11, ...leb(added.types + signatureNames.indexOf("toF64")), ...leb(added.callOut)],
    ...[0xfc, 0x06],
  ];
  // without a call-out nobody calls it
  const exhausted = !callOut
    ? [0x00, 0x0b]
    : [
        ...[...operand, ...setFuel],
        ...[0x03, 0x40],
        ...[0x41, 0, 0x25, ...leb(added.callOut), 0xd1, 0x45, 0x04, 0x40],
        ...[...grant(0), 0x22, 0, ...isNegative, 0x04, 0x40, ...grant(1), 0x21, 0, 0x0b],
        ...[...operand, 0x42, 0, 0x55, 0x04, 0x40],
        ...[...getFuel, ...operand, 0x7c, ...setFuel],
        ...[...getFuel, ...isNegative, 0x0d, 2],
        ...[...getFuel, 0x0f],
        ...[0x0b, 0x0b, 0x0b],
        ...[0x00, 0x0b],
      ];
  const check = [
    ...[...getFuel, ...isNegative, 0x04, 0x40],
    ...(callOut ? [...getFuel, ...call(added.exhausted), 0x1a] : [0x00]),
    0x0b,
  ];
  // what is asked for when the counter is below zero already must be paid out of what comes then
  const take = [
    ...[...operand, 0x24, ...leb(added.bulk)],
    ...[...check, ...getFuel, ...operand, 0x7d, ...setFuel, ...check, 0x0b],
  ];
  const refill = [
    ...[...operand, 0xfc, 0x06, ...setFuel],
    ...[0x41, 0, 0x24, ...leb(added.stop)],
    ...[0x41, ...signedLeb(BigInt(depth)), 0x24, ...leb(added.depth), 0x0b],
  ];
  const copies = added.savedGlobals.map((index, at) => ({ own: leb(index), saved: leb(added.saved + at) }));
  const save = [...copies.flatMap(({ own, saved }) => [0x23, ...own, 0x24, ...saved]), 0x0b];
  const restore = [
    ...copies.flatMap(({ own, saved }) => [0x23, ...saved, 0x24, ...own]),
    ...[0x23, ...leb(added.taint), 0x0b],
  ];
  return [
    exhausted,
    take,
    charge([...widened, ...sixteenth]),
    [...clamped, ...sixteenth, ...call(added.take), ...operand, 0x0b],
    charge(widened),
    [...clamped, ...call(added.take), ...operand, 0x0b],
    halt(stops.stack),
    [...getFuel, 0xb9, 0x0b],
    refill,
    [0x23, ...leb(added.stop), 0x0b],
    save,
    restore,
    grown([0x41, 0x7f, 0x46]),
    grown([0x42, 0x7f, 0x51]),
    ...(startFunction === null ? [] : [[...call(startFunction), 0x0b]]),
  ];
}
