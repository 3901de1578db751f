import { type Uses } from "./body.js";
export { type FunctionFuel, Gauge, grantFunction } from "./gauge.js";
export { type MalformedKind, MalformedModule } from "./malformed.js";
export { meteredWebAssembly } from "./webassembly.js";
/**
 * The version of what counts as a unit of fuel (docs/fuel.md). Fuel of different versions is incomparable.
 */
export declare const fuelContract = 1;
/**
 * When a program that has no fuel left is stopped. Both count the same for a program that completes.
 *
 * `exact`: before the first block that it cannot pay. `fast`: at the next function entry, loop header or exit to
 * whoever called it.
 */
export type MeterMode = "exact" | "fast";
export interface MeterOptions {
    /** Default: `fast`. */
    readonly mode?: MeterMode;
    /** Units that a fresh instance has, its start function included. Default and at most: `Number.MAX_SAFE_INTEGER`. */
    readonly fuel?: number;
    /** Bytes. The maximum of every memory is lowered to this. Default: as the module declares. */
    readonly memoryLimit?: number;
    /** Elements. The maximum of every table is lowered to this. Default: as the module declares. */
    readonly tableLimit?: number;
    /** Calls that may be nested before the program is stopped, the same on every engine. Default: what the engine bears. */
    readonly stackLimit?: number;
    /** Also count per function. */
    readonly profile?: boolean;
    /**
     * Ask the host for more when the fuel runs out (`Gauge.onExhausted`), so that a program can be given its fuel in slices.
     * Costs some speed. Default: the program traps.
     */
    readonly callOut?: boolean;
    /**
     * For instances that are used again: adds what saves and restores their globals and says whether they did something
     * that this does not undo, exports their memories, and leaves calling the start function to the host.
     */
    readonly isolation?: boolean;
}
/** The names under which what the meter added is exported; they are free in the module. */
export interface MeterExports {
    readonly remaining: string;
    readonly refill: string;
    readonly stopped: string;
    /** With `callOut`. */
    readonly callOut: string | null;
    /** With `isolation`. */
    readonly save: string | null;
    readonly restore: string | null;
    readonly start: string | null;
    readonly memories: readonly string[];
    /** With `profile`: counters of functions that have a body, in order. */
    readonly counters: readonly string[];
}
export interface Metered {
    readonly bytes: Uint8Array<ArrayBuffer>;
    readonly contract: typeof fuelContract;
    readonly mode: MeterMode;
    /** What a fresh instance has, in units. */
    readonly fuel: number;
    readonly names: MeterExports;
    /** With `profile`: what the functions are called whose counters are `names.counters`. */
    readonly functions: readonly string[];
    readonly uses: Readonly<Uses>;
    /** What the module's own exported functions take and give. */
    readonly signatures: ReadonlyMap<string, Signature>;
}
/** `ref` stands for all references. */
export type ValueType = "i32" | "i64" | "f32" | "f64" | "v128" | "ref";
export interface Signature {
    readonly parameters: readonly ValueType[];
    readonly results: readonly ValueType[];
}
/**
 * Makes a module count what it executes. A copy with insertions: nothing of the module is renumbered, moved or taken
 * away but custom sections that hold offsets into its code.
 *
 * Only the module's structure is checked. Whether its types are right is for the engine to say when it compiles the
 * metered bytes, which are valid exactly when the original is.
 *
 * @param bytes a core module of any size
 * @throws {MalformedModule} when they are not, or ask for more from the start than the limits allow
 */
export declare function meter(bytes: Uint8Array, options?: MeterOptions): Metered;
