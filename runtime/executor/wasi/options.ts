import { Buffer } from "node:buffer";
import type { ClockSetup } from "./clock.ts";
import { type InitialFile, maximumDepth, maximumName, maximumPath } from "./file-tree.ts";

/** What a program is given; what is left out is empty, deterministic and small. */
export interface WasiOptions {
  /** The first is the program's own name. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: Uint8Array;
  /** Contents by absolute path (`/data/in.txt`). They are not copied: leave them unchanged while programs use them. */
  readonly files?: Readonly<Record<string, Uint8Array>>;
  /**
   * Directories that the program may use, under the names by which it finds them: `/data`, or `.` for the root. They
   * come into being when no file makes them. Default: `/` when there are files, else none.
   */
  readonly preopens?: readonly string[];
  /** What seeded random bytes come from, an integer from 0 to 2^53 − 1. Default 0. */
  readonly seed?: number;
  /** Where the deterministic realtime clock begins, in nanoseconds since 1970. Default: 2026-01-01. */
  readonly startNanoseconds?: bigint;
  /** How far the deterministic clock goes on at every reading. Default: a millisecond. */
  readonly stepNanoseconds?: bigint;
  readonly clock?: "deterministic" | "real";
  readonly random?: "seeded" | "real";
  /** Bytes that each of stdout and stderr may have. Default 1 MiB. */
  readonly outputLimit?: number;
  /** Bytes that all files may have together, those given included. Default 64 MiB. */
  readonly fileLimit?: number;
  /** Descriptors that may be open at once, from stdin on. Default 256. */
  readonly descriptorLimit?: number;
}

/** Strings as a program gets them: UTF-8, each with a NUL at its end, one after the other. */
export interface StringTable {
  readonly bytes: Uint8Array;
  /** Where each string begins. */
  readonly offsets: readonly number[];
}

export interface Preopen {
  readonly name: Uint8Array;
  readonly path: readonly string[];
}

/** Options that have been checked. One setup serves any number of executions. */
export interface WasiSetup {
  readonly args: StringTable;
  readonly env: StringTable;
  readonly stdin: Uint8Array;
  /** By path, so that the order in which they were given makes no difference. */
  readonly files: readonly InitialFile[];
  readonly preopens: readonly Preopen[];
  readonly seed: number;
  readonly clock: ClockSetup;
  readonly random: "seeded" | "real";
  readonly outputLimit: number;
  readonly fileLimit: number;
  readonly descriptorLimit: number;
}

/** 2026-01-01T00:00:00Z */
const defaultStart = 1_767_225_600_000_000_000n;
const millisecond = 1_000_000n;
const mebibyte = 1_048_576;
/** A count of bytes has to fit an i32. */
const largestLimit = 2 ** 31 - 1;

const none: StringTable = { bytes: new Uint8Array(0), offsets: [] };
const empty = new Uint8Array(0);

/** Checks options; throws a `TypeError` that names the one that cannot be. */
export function wasiSetup(options: WasiOptions = {}): WasiSetup {
  const fileLimit = limitOf("fileLimit", options.fileLimit ?? 64 * mebibyte);
  const files = filesOf(options.files ?? {}, fileLimit);
  const preopens = (options.preopens ?? (files.length > 0 ? ["/"] : [])).map(preopenOf);
  checkNames(files, preopens);
  return {
    args: options.args === undefined ? none : stringTable("args", options.args),
    env: options.env === undefined ? none : stringTable("env", variables(options.env)),
    stdin: options.stdin === undefined ? empty : bytesOf("stdin", options.stdin),
    files,
    preopens,
    seed: integerOf("seed", options.seed ?? 0, Number.MAX_SAFE_INTEGER),
    clock: {
      kind: oneOf("clock", options.clock ?? "deterministic", ["deterministic", "real"]),
      start: nanosecondsOf("startNanoseconds", options.startNanoseconds ?? defaultStart, 0n),
      step: nanosecondsOf("stepNanoseconds", options.stepNanoseconds ?? millisecond, 1n),
    },
    random: oneOf("random", options.random ?? "seeded", ["seeded", "real"]),
    outputLimit: limitOf("outputLimit", options.outputLimit ?? mebibyte),
    fileLimit,
    descriptorLimit: limitOf("descriptorLimit", options.descriptorLimit ?? 256),
  };
}

function refuse(option: string, what: string, expected: string): never {
  throw new TypeError(`the WASI option \`${option}\` ${what}; ${expected}`);
}

function integerOf(option: string, value: number, largest: number): number {
  if (Number.isSafeInteger(value) && value >= 0 && value <= largest) return value;
  return refuse(option, `is ${value}`, `give a whole number from 0 to ${largest}`);
}

function limitOf(option: string, value: number): number {
  return integerOf(option, value, largestLimit);
}

function nanosecondsOf(option: string, value: bigint, least: bigint): bigint {
  if (typeof value === "bigint" && value >= least && value < 2n ** 63n) return value;
  return refuse(option, `is ${value}`, `give a bigint of nanoseconds, at least ${least} and below 2^63`);
}

function oneOf<Choice extends string>(option: string, value: Choice, choices: readonly Choice[]): Choice {
  if (choices.includes(value)) return value;
  return refuse(option, `is "${value}"`, `give ${choices.map((choice) => `"${choice}"`).join(" or ")}`);
}

function bytesOf(option: string, value: Uint8Array): Uint8Array {
  return value instanceof Uint8Array ? value : refuse(option, `is ${typeof value}`, "give a Uint8Array");
}

function variables(env: Readonly<Record<string, string>>): string[] {
  return Object.entries(env).map(([name, value]) => {
    if (name === "" || name.includes("=")) {
      refuse("env", `has the name "${name}"`, 'give names that are not empty and have no "="');
    }
    return `${name}=${value}`;
  });
}

function stringTable(option: string, strings: readonly string[]): StringTable {
  const offsets: number[] = [];
  const parts: Buffer[] = [];
  let size = 0;
  for (const string of strings) {
    if (string.includes("\0")) {
      refuse(
        option,
        `has ${JSON.stringify(string)}`,
        "programs take strings to end at a NUL, so leave it out",
      );
    }
    const part = Buffer.from(`${string}\0`);
    offsets.push(size);
    parts.push(part);
    size += part.length;
  }
  return { bytes: Buffer.concat(parts), offsets };
}

function filesOf(files: Readonly<Record<string, Uint8Array>>, limit: number): InitialFile[] {
  let size = 0;
  const initial: InitialFile[] = [];
  for (const path of Object.keys(files).sort()) {
    const content = bytesOf("files", files[path] ?? empty);
    size += content.length;
    initial.push({ path: fileSegments(path), content });
  }
  if (size > limit)
    refuse("files", `has ${size} bytes`, `\`fileLimit\` allows ${limit}: raise it or give less`);
  return initial;
}

function fileSegments(path: string): string[] {
  const [root, ...names] = path.split("/");
  if (
    root === "" &&
    names.length > 0 &&
    !names.some((name) => name === "" || name === "." || name === "..")
  ) {
    return checkedPath("files", path, names, names.length - 1);
  }
  return refuse("files", `has the path "${path}"`, "give absolute ones as /data/in.txt, without . and ..");
}

function preopenOf(name: string): Preopen {
  const path = name.split("/").filter((segment) => segment !== "" && segment !== ".");
  if (name === "" || path.includes("..")) {
    refuse("preopens", `has "${name}"`, "give directories as /data, without ..");
  }
  return { name: Buffer.from(name), path: checkedPath("preopens", name, path, path.length) };
}

function checkedPath(option: string, path: string, names: string[], directories: number): string[] {
  if (directories > maximumDepth || Buffer.byteLength(path) > maximumPath) {
    refuse(
      option,
      `has "${path}"`,
      `give paths of at most ${maximumPath} bytes and ${maximumDepth} directories`,
    );
  }
  if (path.includes("\0") || !path.isWellFormed()) {
    refuse(option, `has ${JSON.stringify(path)}`, "give paths without NUL and half characters");
  }
  if (names.some((name) => Buffer.byteLength(name) > maximumName)) {
    refuse(option, `has "${path}"`, `give names of at most ${maximumName} bytes`);
  }
  return names;
}

/** A path cannot be a file and a directory. */
function checkNames(files: readonly InitialFile[], preopens: readonly Preopen[]): void {
  if (files.length === 0) return;
  const paths = new Set(files.map(({ path }) => path.join("/")));
  const directories = [...files.map(({ path }) => path.slice(0, -1)), ...preopens.map(({ path }) => path)];
  for (const directory of directories) {
    for (let length = directory.length; length > 0; length--) {
      const path = directory.slice(0, length).join("/");
      if (paths.has(path))
        refuse("files", `has "/${path}"`, "a directory is needed there, so rename one of them");
    }
  }
}
