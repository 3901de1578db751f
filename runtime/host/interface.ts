/**
 * The contract between a runtime bundle and whoever runs it. A bundle that an older commit built is run by a newer
 * Fuelgauge, so this file only ever changes together with `interfaceVersion`.
 */
export const interfaceVersion = 1;

/** What stopped a guest, named alike on every V8. */
export type TrapCategory =
  | "unreachable"
  | "memory-out-of-bounds"
  | "table-out-of-bounds"
  | "indirect-call-mismatch"
  | "divide-by-zero"
  | "integer-overflow"
  | "invalid-conversion"
  | "stack-overflow"
  | "other";

/** How a call ended. */
export type Outcome =
  | { readonly kind: "returned"; readonly value: unknown }
  | { readonly kind: "trapped"; readonly category: TrapCategory; readonly message: string };

/** A live guest: one instance of one module. Opaque to whoever runs the bundle. */
export interface Guest {
  /** Linear memory that the guest exports, as large as it is now, in bytes; 0 without one. */
  memoryBytes(): number;
}

/** What the entry point of a bundle's host code exports. */
export interface Host {
  readonly interfaceVersion: number;
  /** Validates and compiles a module. Throws on bytes that are no core module. */
  compile(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module;
  /** A fresh guest: its own memory, globals and tables. */
  instantiate(module: WebAssembly.Module): Guest;
  /** Calls an exported function; a trap is an outcome, not an exception. */
  call(guest: Guest, name: string, ...args: number[]): Outcome;
  /** The exported function itself, for callers that do not need an outcome. Disposing of the guest does not stop it. */
  entry(guest: Guest, name: string): (...args: number[]) => number;
  /** Gives up a guest and what it held. A disposed guest refuses to be called. */
  dispose(guest: Guest): void;
  /** Guests that were instantiated and not yet disposed. */
  live(): number;
}
