/**
 * The contract between a runtime bundle and whoever runs it. A bundle that an older commit built is run by a newer
 * Fuelgauge, so this file only ever changes together with `interfaceVersion`.
 */
export const interfaceVersion = 3;

/** What stopped a guest, named alike on every V8. `other`: what none of the names fits. */
export const trapCategories = [
  "unreachable",
  "memory-out-of-bounds",
  "table-out-of-bounds",
  "array-out-of-bounds",
  "indirect-call-mismatch",
  "null-reference",
  "illegal-cast",
  "divide-by-zero",
  "integer-overflow",
  "invalid-conversion",
  "unaligned-access",
  "stack-overflow",
  "uncaught-exception",
  "other",
] as const;
export type TrapCategory = (typeof trapCategories)[number];

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
  /** A sandbox for modules that nobody trusts. */
  openSandbox(setup: SandboxSetup): Promise<Sandbox>;
  /** A kernel with the tools that it is given, and no grants. */
  openKernel(setup: KernelSetup): Promise<Kernel>;
}

/** Limits of a sandbox; what is left out is as `runtime/executor/limits.ts` has it. */
export interface SandboxLimits {
  readonly moduleBytes?: number;
  readonly memoryBytes?: number;
  readonly fuel?: number;
  readonly wallClockMs?: number;
  readonly resultBytes?: number;
  readonly concurrent?: number;
}

export interface SandboxSetup {
  readonly limits?: SandboxLimits;
  /** A folder for the audit log. Without one, none is written. */
  readonly auditFolder?: string;
  /** Executes on so many threads instead of the calling one. */
  readonly threads?: number;
}

/** A module that a sandbox has accepted. Opaque to whoever runs the bundle. */
export interface SandboxModule {
  /** SHA-256 of the bytes, in hexadecimal. */
  readonly digest: string;
}

/** How an execution ended, in one word. */
export const outcomeKinds = [
  "returned",
  "trapped",
  "out-of-fuel",
  "timed-out",
  "memory-limit",
  "refused",
  "host-error",
] as const;

/** What came of one execution, and what it used. */
export interface SandboxExecution {
  readonly kind: (typeof outcomeKinds)[number];
  /** The trap's category, the reason of a refusal, or the message of a host error; else empty. */
  readonly detail: string;
  /** What was returned. */
  readonly values: ReadonlyArray<number | bigint>;
  /** Units. */
  readonly fuel: number;
  readonly durationMs: number;
  readonly peakMemoryBytes: number;
}

export interface Sandbox {
  /** Checks and compiles a module, or says why it is refused. */
  load(bytes: Uint8Array): Promise<SandboxModule | { readonly refused: string }>;
  /** Executes an exported function as if in an instance of its own. Never rejected. */
  run(
    module: SandboxModule,
    name: string,
    args: ReadonlyArray<number | bigint>,
    limits?: Pick<SandboxLimits, "fuel" | "wallClockMs" | "resultBytes">,
  ): Promise<SandboxExecution>;
  /** What was counted, in Prometheus' text format. */
  metrics(): Promise<string>;
  /** Ends it; every line of the audit log is on the disk then. */
  close(): Promise<void>;
}

/** A tool of a kernel: its manifest, the text of a JSON object, and its module. */
export interface ToolFiles {
  readonly manifest: string;
  readonly module: Uint8Array;
}

export interface KernelSetup {
  readonly tools: readonly ToolFiles[];
  /** What is left out is as `runtime/kernel/kernel.ts` has it. */
  readonly limits?: { readonly messageBytes?: number; readonly inFlight?: number };
  /** A folder for the audit log. Without one, none is written. */
  readonly auditFolder?: string;
}

/** What a request goes through, in order. */
export const kernelStages = ["parse", "validate", "dispatch", "guest", "reply"] as const;
export type KernelStage = (typeof kernelStages)[number];

/** Where the time of the requests with a method went. */
export interface StageFigures {
  readonly requests: number;
  /** Milliseconds of all of them together. */
  readonly ms: Readonly<Record<KernelStage, number>>;
}

/** Messages are texts of JSON-RPC 2.0 without a line break in them. */
export interface KernelSession {
  /** The reply to a message, itself a message; null when it needs none. Never rejected. */
  receive(text: string): string | null | Promise<string | null>;
  close(): void;
}

export interface Kernel {
  /** @param notify takes messages that answer nothing */
  open(notify?: (text: string) => void): KernelSession;
  /** Listens on loopback, a message a line, and gives the port that it has. */
  listen(): Promise<number>;
  /** Adds a tool, or replaces the one with the same name. Throws when it is none. */
  put(tool: ToolFiles): void;
  /** Takes a tool away, if it is there. */
  remove(name: string): void;
  /** Sessions that have not ended. */
  sessions(): number;
  /** Requests that were answered, by method. */
  stages(): ReadonlyMap<string, StageFigures>;
  /** Ends it; every line of the audit log is on the disk then. */
  close(): Promise<void>;
}
