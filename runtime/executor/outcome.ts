import type { TrapCategory } from "../host/interface.ts";
import type { HostEvent } from "./audit-buffer.ts";

/** A number, or a bigint where the type is i64. */
export type Value = number | bigint;

/**
 * Why nothing was run, or what it gave was not handed on.
 *
 * `module-size`: the bytes exceed the limit. `malformed`: they are no module, or no valid one. `component`: they are a
 * component. `memory`, `table`: the module asks for more from the start than the limit. `imports`: it imports what is not
 * provided. `unsupported`: it shares memory between threads, or allocates objects that no limit covers; or the function
 * gives a vector or a reference, which cannot be handed on. `function`: it exports no such function. `arguments`: they do
 * not fit the function's type, or the options are no options of WASI. `limits`: a limit that is none.
 * `busy`: too many executions are under way. `result-size`: the results exceed the limit. `audit`: the audit log cannot
 * be written. `closed`: the executor is.
 */
export const refusals = [
  "module-size",
  "malformed",
  "component",
  "memory",
  "table",
  "imports",
  "unsupported",
  "function",
  "arguments",
  "limits",
  "busy",
  "result-size",
  "audit",
  "closed",
] as const;
export type Refusal = (typeof refusals)[number];

export interface Refused {
  readonly kind: "refused";
  readonly reason: Refusal;
  readonly message: string;
}

/** How an execution ended. */
export type Ending =
  /** `values`: as many as the function's type has results. `exitCode`: of a program that exited by WASI. */
  | { readonly kind: "returned"; readonly values: readonly Value[]; readonly exitCode: number | null }
  | { readonly kind: "trapped"; readonly category: TrapCategory; readonly message: string }
  /** It used all the fuel that it had. */
  | { readonly kind: "out-of-fuel" }
  /** Its time was up. */
  | { readonly kind: "timed-out" }
  /** It trapped after it had been denied more memory, or a larger table. */
  | { readonly kind: "memory-limit" }
  | Refused
  /** A host function that it called failed, which says nothing of the program. */
  | { readonly kind: "host-error"; readonly message: string };

/** What came of an execution, and what it used. */
export interface Execution {
  readonly outcome: Ending;
  /** Units. Of a program that was stopped for want of fuel: all that it had. */
  readonly fuel: number;
  readonly durationMs: number;
  /** The most that its memories had, in bytes. They do not shrink. */
  readonly peakMemoryBytes: number;
  /** What it wrote to standard output and error. Empty without WASI. */
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  /** What it tried of WASI and was not given, and what host functions reported. */
  readonly events: readonly HostEvent[];
}

const nothing = new Uint8Array(0);

/** An execution that came to nothing. */
export function notRun(outcome: Ending, durationMs = 0): Execution {
  return {
    outcome,
    fuel: 0,
    durationMs,
    peakMemoryBytes: 0,
    stdout: nothing,
    stderr: nothing,
    events: [],
  };
}

/** An execution of which nothing is handed on but what it used. */
export function withheld(execution: Execution, refusal: Refused): Execution {
  return { ...execution, outcome: refusal, stdout: nothing, stderr: nothing };
}

export function refused(reason: Refusal, message: string): Refused {
  return { kind: "refused", reason, message };
}

/** Null while there is room for one more. */
export function busy(underWay: number, most: number): Refused | null {
  if (underWay < most) return null;
  return refused("busy", `${underWay} executions are under way, which is the limit`);
}

export function closed(): Refused {
  return refused("closed", "the executor has been closed");
}

export function noFunction(name: string): Refused {
  return refused("function", `the module exports no function called "${name}"`);
}
