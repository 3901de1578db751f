import type { Metered } from "./index.js";
/** Fuel that one function burned, what it called not included. */
export interface FunctionFuel {
    readonly function: string;
    readonly fuel: number;
}
/**
 * The handle on the counter of one instance of a metered module.
 *
 * Fuel is whole units up to `Number.MAX_SAFE_INTEGER`.
 */
export declare class Gauge {
    #private;
    /** @param exports as the engine gave them: `meteredWebAssembly` hides what is needed here */
    constructor(exports: WebAssembly.Exports, { names, functions }: Pick<Metered, "names" | "functions">);
    /** Units left. Below zero when the program used more before a check stopped it, or could not pay the next block. */
    get remaining(): number;
    /** Sets the units left; nothing counts as stopped any more. */
    set remaining(units: number);
    /** Whether the fuel has run out, so that a trap is no fault of the program, or none that counts. */
    get exhausted(): boolean;
    /** Whether the program was stopped because its calls were nested too deeply (option `stackLimit`). */
    get overflowed(): boolean;
    /** Whether the program asked for more memory, or a larger table, and did not get it (with `isolation`). */
    get denied(): boolean;
    /** Fuel of every function since the instance was made, in the module's order. Empty unless metered with `profile`. */
    profile(): FunctionFuel[];
    /**
     * Has `grant` asked for more when the fuel runs out (needs the option `callOut`). It returns units; 0 stops; less than 0 has `suspendingGrant` asked, which may be suspended (and so may not be called where nothing can be).
     *
     * Both are exported WebAssembly functions without parameters that return an f64, see `grantFunction`.
     */
    onExhausted(grant: CallableFunction | null, suspendingGrant?: CallableFunction | null): void;
}
/** Makes a function of the host's, or `WebAssembly.Suspending` of one, fit for `Gauge.onExhausted`. */
export declare function grantFunction(grant: WebAssembly.ImportValue): CallableFunction;
