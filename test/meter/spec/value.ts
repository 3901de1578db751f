import { isNumeric } from "./adaptor.ts";
import type { Argument, Expected, NanLane } from "./script.ts";

/** One result as JavaScript sees it. Numbers of a known type are compared by their bits. */
export type Result =
  | { readonly kind: "number"; readonly type: string; readonly bits: bigint }
  | { readonly kind: "null" }
  | { readonly kind: "host"; readonly id: number }
  /** V8 names an exported function after its index. */
  | { readonly kind: "function"; readonly name: string }
  /** A reference to something that JavaScript cannot look into, or to a small integer. */
  | { readonly kind: "opaque"; readonly text: string };

const hostObjects = new Map<number, object>();
const hostIds = new WeakMap<object, number>();
const scratch = new DataView(new ArrayBuffer(8));

/** The arguments as an adaptor takes them: floats and vectors as integers. */
export function adaptedArguments(args: readonly Argument[]): unknown[] {
  return args.flatMap((arg): unknown[] => {
    if (arg.kind !== "number") return [plainArgument(arg)];
    if (arg.type === "v128") return [BigInt.asIntN(64, arg.bits), BigInt.asIntN(64, arg.bits >> 64n)];
    if (arg.type === "i32" || arg.type === "f32") return [Number(BigInt.asIntN(32, arg.bits))];
    return [BigInt.asIntN(64, arg.bits)];
  });
}

/** An argument as the JavaScript API takes it. A vector it does not take; the call then fails on both sides alike. */
export function plainArgument(arg: Argument): unknown {
  if (arg.kind === "null") return null;
  if (arg.kind === "host") return hostObject(arg.id);
  if (arg.type === "i32") return Number(BigInt.asIntN(32, arg.bits));
  if (arg.type === "i64") return BigInt.asIntN(64, arg.bits);
  scratch.setBigUint64(0, arg.bits, true);
  return arg.type === "f32" ? scratch.getFloat32(0, true) : scratch.getFloat64(0, true);
}

/**
 * The results of a call.
 * @param returned what the function returned: nothing, a value, or an array where it has several results
 * @param types of the results
 * @param adapted whether floats and vectors come as integers
 */
export function readResults(returned: unknown, types: readonly string[], adapted: boolean): Result[] {
  const outerLength = types.length + (adapted ? types.filter((type) => type === "v128").length : 0);
  const values: unknown[] = outerLength === 1 ? [returned] : Array.isArray(returned) ? [...returned] : [];
  return types.map((type): Result => {
    const value = values.shift();
    if (!isNumeric(type)) return readReference(value);
    if (type === "v128") {
      const low = BigInt.asUintN(64, value as bigint);
      return { kind: "number", type, bits: low | (BigInt.asUintN(64, values.shift() as bigint) << 64n) };
    }
    return { kind: "number", type, bits: bitsOf(value, type, adapted) };
  });
}

/** A value of a type that JavaScript is not told, such as that of a global. */
export function readUntyped(value: unknown): Result {
  if (typeof value === "bigint") return { kind: "number", type: "i64", bits: BigInt.asUintN(64, value) };
  if (typeof value === "number") return { kind: "number", type: "number", bits: bitsOf(value, "f64", false) };
  return readReference(value);
}

export function describe(result: Result): string {
  switch (result.kind) {
    case "number":
      return `${result.type} 0x${result.bits.toString(16)}`;
    case "null":
      return "null";
    case "host":
      return `host object ${result.id}`;
    case "function":
      return `function ${result.name}`;
    case "opaque":
      return result.text;
  }
}

/** Whether a result is what the script expects. What a reference points to is not looked into. */
export function meets(result: Result | undefined, expected: Expected): boolean {
  if (result === undefined) return false;
  switch (expected.kind) {
    case "either":
      return expected.of.some((alternative) => meets(result, alternative));
    case "null":
      return result.kind === "null";
    case "host":
      return result.kind === "host" && result.id === expected.id;
    case "reference":
      return result.kind !== "null" && result.kind !== "number";
    case "number":
      if (result.kind !== "number") return false;
      // A global's number comes without its type and is compared as a double.
      if (result.type === "number") return Object.is(plainArgument(expected), doubleOf(result.bits));
      return (
        expected.nans.every((lane) => isNan(result.bits, lane)) &&
        expected.bits === withoutLanes(result.bits, expected.nans)
      );
  }
}

function isNan(bits: bigint, { offset, width, canonical }: NanLane): boolean {
  const lane = BigInt.asUintN(width - 1, bits >> BigInt(offset));
  const quiet = width === 32 ? 0x7fc0_0000n : 0x7ff8_0000_0000_0000n;
  return canonical ? lane === quiet : (lane & quiet) === quiet;
}

function withoutLanes(bits: bigint, lanes: readonly NanLane[]): bigint {
  return lanes.reduce(
    (rest, { offset, width }) => rest & ~(((1n << BigInt(width)) - 1n) << BigInt(offset)),
    bits,
  );
}

function readReference(value: unknown): Result {
  if (value === null) return { kind: "null" };
  if (typeof value === "function") return { kind: "function", name: value.name };
  const id = typeof value === "object" ? hostIds.get(value) : undefined;
  if (id !== undefined) return { kind: "host", id };
  return {
    kind: "opaque",
    text: typeof value === "object" ? "opaque object" : `${typeof value} ${String(value)}`,
  };
}

function bitsOf(value: unknown, type: string, adapted: boolean): bigint {
  if (typeof value === "bigint") return BigInt.asUintN(64, value);
  const number = value as number;
  if (adapted || type === "i32") return BigInt(number >>> 0);
  scratch.setFloat64(0, 0, true);
  if (type === "f32") scratch.setFloat32(0, number, true);
  else scratch.setFloat64(0, number, true);
  return scratch.getBigUint64(0, true);
}

function doubleOf(bits: bigint): number {
  scratch.setBigUint64(0, bits, true);
  return scratch.getFloat64(0, true);
}

/** The same object for the same number everywhere, so that results can be told apart. */
function hostObject(id: number): object {
  const known = hostObjects.get(id);
  if (known !== undefined) return known;
  const object = Object.freeze({ id });
  hostObjects.set(id, object);
  hostIds.set(object, id);
  return object;
}
