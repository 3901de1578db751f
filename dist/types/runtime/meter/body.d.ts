import type { Additions } from "./additions.js";
import type { Layout } from "./layout.js";
import type { Writer } from "./writer.js";
export interface BodyOptions {
    /** Whether every block is checked, or only entries, loops and exits. */
    readonly exact: boolean;
    readonly profile: boolean;
    readonly stackGuard: boolean;
    readonly taint: boolean;
    /**
     * Whether the host is asked for more when the fuel runs out. If not, the program just traps, and the engine need not
     * prepare for going on: a call in a loop, even one that is never made, costs registers.
     */
    readonly callOut: boolean;
}
/** What was seen in code and matters to whoever runs it. */
export interface Uses {
    /** Some function ends by calling another in its place. */
    tailCalls: boolean;
    /** Objects are allocated that no limit of memory or tables counts. */
    objects: boolean;
    /** A thread may be made to wait, which burns no fuel. */
    waits: boolean;
    sharedMemory: boolean;
}
/**
 * Copies function bodies and inserts charges. Nothing is moved or removed, so every label and index means what it meant.
 *
 * A **block** is a run of instructions that control enters at its beginning only. Its charge stands before its first
 * instruction and takes what the whole block costs; how much that is, is written when the end of the block is known.
 */
export declare class BodyMeter {
    #private;
    readonly uses: Uses;
    constructor(layout: Layout, added: Additions, options: BodyOptions, out: Writer, checksExits: (index: number) => boolean);
    /** Writes a metered body, its size in front. `start` and `end`: the original, without its size. */
    meter(index: number, start: number, end: number): void;
}
