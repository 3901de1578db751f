/** Limits of a memory or table, as its type declares them. `flags` bit 0: has a maximum, bit 1: shared, bit 2: 64-bit. */
export interface Limits {
    readonly flags: number;
    readonly minimum: bigint;
    readonly maximum: bigint | null;
}
/**
 * Reads the binary format from `position` on, never beyond `end`.
 *
 * Source: https://webassembly.github.io/spec/core/binary/index.html
 */
export declare class Reader {
    readonly bytes: Uint8Array;
    readonly end: number;
    position: number;
    constructor(bytes: Uint8Array, position: number, end: number);
    get done(): boolean;
    fail(message: string): never;
    byte(): number;
    skip(count: number): void;
    /** An unsigned number of 32 bits in LEB128. */
    u32(): number;
    /** An unsigned number of 64 bits in LEB128. */
    u64(): bigint;
    /** A signed number of 33 bits in LEB128, as block and heap types are written. */
    s33(): number;
    /** Skips a number in LEB128. */
    skipNumber(): void;
    /** A length, and that many bytes skipped. Returns where they begin. */
    skipVector(): number;
    name(): string;
    /** An index that has to be below `count`: what the meter adds comes behind, and must stay out of reach. */
    index(count: number, what: string): number;
    heapType(types: number): void;
    /** @returns the type's first byte */
    valueType(types: number): number;
    limits(): Limits;
}
