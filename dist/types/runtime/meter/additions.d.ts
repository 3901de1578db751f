import type { Layout } from "./layout.js";
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
export declare const stops: {
    readonly none: 0;
    readonly stack: 1;
    /** It was not stopped; it asked for more memory or a larger table, and did not get it. */
    readonly denied: 2;
};
export declare const typeSignatures: ReadonlyArray<readonly number[]>;
export declare function addTo(layout: Layout, profile: boolean, isolation: boolean): Additions;
/** The type index of each helper. */
export declare function helperTypes({ types }: Additions, startFunction: number | null): number[];
/** The added globals, as the global section holds them. */
export declare function addedGlobals(layout: Layout, added: Additions, initial: {
    readonly fuel: number;
    readonly depth: number;
}): number[][];
/** The bodies of the helpers, without locals and size. */
export declare function helperBodies(added: Additions, { depth, startFunction, callOut }: {
    depth: number;
    startFunction: number | null;
    callOut: boolean;
}): number[][];
