/** Bytes that grow at their end. */
export declare class Writer {
    #private;
    length: number;
    constructor(capacity: number);
    /** What was written, without a copy: valid until the next write. */
    get written(): Uint8Array<ArrayBuffer>;
    /** What was written, in a buffer of its own. The writer is of no use afterwards. */
    finish(): Uint8Array<ArrayBuffer>;
    byte(value: number): void;
    /** Bytes of `source` from `start` to before `end`. */
    copy(source: Uint8Array, start: number, end: number): void;
    all(source: Uint8Array): void;
    /** An unsigned number in LEB128. */
    unsigned(value: number): void;
    /** An instruction that takes an index. */
    instruction(opcode: number, index: number): void;
    name(text: string): void;
    /** Room for a length that is known later. @returns where it is, for `setLength` */
    reserveLength(): number;
    /** Writes the length of all that came since, in five bytes of LEB128 whatever it is. */
    setLength(start: number): void;
    /** Room for a signed number of two bytes that is known later. @returns where it is, for `setShort` */
    reserveShort(): number;
    /** @param value 0 to 8191, which in signed LEB128 takes up to two bytes */
    setShort(at: number, value: number): void;
    /** Forgets all that was written from `length` on. */
    rewind(length: number): void;
}
/** An unsigned number in LEB128. */
export declare function leb(value: number): number[];
/** A signed number in LEB128. */
export declare function signedLeb(value: bigint): number[];
