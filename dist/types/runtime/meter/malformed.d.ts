/**
 * Why bytes cannot be metered.
 *
 * `malformed`: they are no WebAssembly module. `component`: a component, which holds modules but is none.
 * `limit`: more of something than engines take. `memory-limit`, `table-limit`: it asks for more from the start than it
 * may ever have.
 */
export type MalformedKind = "malformed" | "component" | "limit" | "memory-limit" | "table-limit";
/** Bytes that cannot be metered. Whatever else is wrong with a module, V8 says when it compiles the metered one. */
export declare class MalformedModule extends Error {
    readonly name = "MalformedModule";
    readonly kind: MalformedKind;
    /** Where in the bytes. */
    readonly offset: number;
    constructor(message: string, offset: number, kind?: MalformedKind);
}
