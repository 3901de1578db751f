import { type Limits } from "./reader.js";
/** A section as it stands in the bytes. */
export interface Section {
    readonly id: number;
    /** Where its identifier is. */
    readonly start: number;
    /** Where its content begins, and where it ends. */
    readonly content: number;
    readonly end: number;
    /** Of a custom section. */
    readonly name?: string;
}
export interface GlobalType {
    /** The first byte of its value type. */
    readonly type: number;
    readonly mutable: boolean;
}
/** A table or memory that a module declares or imports, and where its limits stand in the bytes. */
export interface Limited {
    readonly limits: Limits;
    readonly limitsStart: number;
    readonly limitsEnd: number;
    readonly imported: boolean;
}
/** What a function takes and gives, as the first bytes of value types. */
export interface Signature {
    readonly parameters: readonly number[];
    readonly results: readonly number[];
}
/** What has to be known of a module to meter it. Indices count imports first, as in the format. */
export interface Layout {
    readonly bytes: Uint8Array;
    readonly sections: readonly Section[];
    /** Null where a type is of something else than functions. */
    readonly signatures: ReadonlyArray<Signature | null>;
    /** The type of each function. */
    readonly functions: readonly number[];
    readonly importedFunctions: number;
    readonly tables: readonly Limited[];
    readonly memories: readonly Limited[];
    readonly globals: readonly GlobalType[];
    readonly importedGlobals: number;
    /** Whether globals, tables or segments hold references to anything but functions and what the host gave. */
    readonly holdsObjects: boolean;
    /** Whether objects are allocated when an instance is made. */
    readonly allocatesObjects: boolean;
    readonly exportNames: ReadonlySet<string>;
    /** Functions that code outside may call: exported, or put somewhere as a reference. */
    readonly reachable: ReadonlySet<number>;
    readonly exportedFunctions: ReadonlyMap<string, number>;
    /** What imported functions are called, in their order. */
    readonly importedNames: readonly string[];
    readonly startFunction: number | null;
    /** Where each body's size stands. */
    readonly bodies: ReadonlyArray<{
        readonly start: number;
        readonly end: number;
    }>;
}
/** Sections other than custom ones, in the order that the format asks for. */
export declare const sectionOrder: readonly number[];
/** Reads all but the code of a module. Throws `MalformedModule`. */
export declare function readLayout(bytes: Uint8Array): Layout;
