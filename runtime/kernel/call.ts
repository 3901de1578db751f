import { z } from "zod";
import type { HostCall, HostFunction, HostFunctions, PlainHostFunction, Value } from "../executor/index.ts";
import { WasiExit } from "../executor/wasi/index.ts";
import type { Grants } from "./capabilities/grants.ts";
import { operations } from "./capabilities/index.ts";
import { type Access, type Answer, OperationError, type OperationScope } from "./capabilities/operation.ts";
import { type Output, readOutput } from "./output.ts";
import type { CallScope, ToolManifest } from "./tool.ts";

/** The module name under which tools import what the kernel offers. */
export const kernelModule = "kernel";

const nothing = new Uint8Array(0);
const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

/** What a tool's guest may take in and hand on at once. */
const mostBytes = 64 * 1_048_576;

/**
 * Bytes of what a call uses, as JSON. All uses of a call are one line of the audit log, which holds lines of up to 2 MiB: what it cannot tell is not
 * done.
 */
const mostTold = 1_000_000;

/** One call of a tool, as its guest sees it. It is the context of the guest's execution. */
export class Call {
  /** The arguments, as JSON. */
  readonly input: string;
  /** In UTF-8. */
  readonly inputBytes: number;
  readonly #tool: ToolManifest;
  readonly #grants: Grants;
  readonly #scope: CallScope;
  /** What the guest gave; null when it gave nothing. */
  output: Output | null = null;
  /** What it says of its failure; null when it did not fail. */
  failure: string | null = null;
  answer: Uint8Array = nothing;
  body: Uint8Array = nothing;
  #told = 0;

  constructor(tool: ToolManifest, input: string, grants: Grants, scope: CallScope) {
    this.#tool = tool;
    this.input = input;
    this.inputBytes = Buffer.byteLength(input);
    this.#grants = grants;
    this.#scope = scope;
  }

  progress(done: number, total: number): void {
    this.#scope.progress?.(done, total > 0 ? total : null);
  }

  /** Does what the guest asks for, and keeps the answer for it. @returns whether it was done */
  async ask(request: Uint8Array, body: Uint8Array, host: HostCall): Promise<boolean> {
    const end = new AbortController();
    const signals = [end.signal, AbortSignal.timeout(Math.ceil(Math.min(2 ** 31 - 1, host.remainingMs())))];
    if (this.#scope.signal !== undefined) signals.push(this.#scope.signal);
    try {
      const { json, body: given } = await this.#perform(request, body, host, AbortSignal.any(signals));
      this.#keep(json, given ?? nothing);
      return true;
    } catch (thrown) {
      if (!(thrown instanceof OperationError)) throw thrown;
      this.#keep({ kind: thrown.kind, message: thrown.message }, nothing);
      return false;
    } finally {
      end.abort();
    }
  }

  #keep(json: unknown, body: Uint8Array): void {
    this.answer = encoder.encode(JSON.stringify(json));
    this.body = body;
  }

  async #perform(asked: Uint8Array, body: Uint8Array, host: HostCall, signal: AbortSignal): Promise<Answer> {
    const { operation: name, ...rest } = readRequest(asked);
    const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
    if (operation === undefined) throw new OperationError("invalid", `there is no operation "${name}"`);
    const { capability } = operation;
    const use = ({ target, granted, grant }: Access) => {
      const event = { kind: granted ? "granted" : "denied", operation: name, target };
      this.#told += Buffer.byteLength(JSON.stringify(event));
      if (this.#told > mostTold)
        throw new OperationError("failed", "this call has used more than one call may");
      host.report(event);
      if (granted) return;
      throw new OperationError(
        "denied",
        `${name} of ${target} is not granted; what would grant it is ${grant}`,
      );
    };
    if (!this.#tool.capabilities.includes(capability)) {
      const grant = `"${capability}" among the capabilities in the manifest of ${this.#tool.name}`;
      use({ target: capability, granted: false, grant });
    }
    const request = operation.request.safeParse(rest);
    if (!request.success) throw new OperationError("invalid", `${name}: ${z.prettifyError(request.error)}`);
    const scope: OperationScope = { grants: this.#grants, signal, charge: host.charge, use };
    const access = await operation.access(request.data, scope);
    if (access !== null) use(access);
    return operation.perform(request.data, body, scope);
  }
}

const asked = z.looseObject({ operation: z.string() });

function readRequest(bytes: Uint8Array): z.infer<typeof asked> {
  try {
    return asked.parse(JSON.parse(decoder.decode(bytes)));
  } catch {
    throw new OperationError("invalid", 'a request is a JSON object with a member "operation"');
  }
}

/**
 * What tools import. The strings of both sides are UTF-8, pointers and lengths are those of the guest's exported memory.
 *
 * `input_size()`, `input_read(to)`: the arguments, as JSON. `output(from, size)`: the result, as JSON; the last one counts.
 * `fail(from, size)`: ends the call with a message, and does not return. `progress(done, total)`: how far it is; a total of 0 is none.
 * `ask(request, size, body, bodySize)`: does an operation and gives 1, or 0 when it came to nothing; then `answer_size()`,
 * `answer_read(to)`, `body_size()`, `body_read(to)` give what came of it, or why.
 */
export const kernelFunctions: HostFunctions = {
  [kernelModule]: {
    input_size: repeatable((host) => callOf(host).inputBytes),
    input_read: repeatable((host, to) => {
      const { input, inputBytes } = callOf(host);
      encoder.encodeInto(input, bytesAt(host, to, inputBytes));
      return undefined;
    }),
    output: repeatable((host, from, size) => {
      callOf(host).output = readOutput(bytesAt(host, from, size));
      return undefined;
    }),
    fail: repeatable((host, from, size) => {
      callOf(host).failure = textAt(host, from, size);
      throw new WasiExit(1);
    }),
    progress: (host: HostCall, done: Value, total: Value) => {
      callOf(host).progress(Number(done), Number(total));
      return undefined;
    },
    ask: {
      kind: "waits",
      async call(host: HostCall, request: Value, size: Value, body: Value, bodySize: Value) {
        // copies: the guest's memory may be another when the answer comes
        const asked = bytesAt(host, request, size).slice();
        const sent = bytesAt(host, body, bodySize).slice();
        return (await callOf(host).ask(asked, sent, host)) ? 1 : 0;
      },
    },
    answer_size: (host: HostCall) => callOf(host).answer.length,
    answer_read: (host: HostCall, to: Value) => give(host, callOf(host).answer, to),
    body_size: (host: HostCall) => callOf(host).body.length,
    body_read: (host: HostCall, to: Value) => give(host, callOf(host).body, to),
  },
};

function repeatable(call: PlainHostFunction): HostFunction {
  return { kind: "repeatable", call };
}

function callOf({ context }: HostCall): Call {
  if (context instanceof Call) return context;
  throw new Error("this module imports what only tools of the kernel are given");
}

function give(host: HostCall, bytes: Uint8Array, to: Value | undefined): undefined {
  bytesAt(host, to, bytes.length).set(bytes);
}

/** A part of the guest's memory as text; what is no UTF-8 becomes U+FFFD. */
function textAt(host: HostCall, from: Value | undefined, size: Value | undefined): string {
  const { buffer, byteOffset, length } = bytesAt(host, from, size);
  return Buffer.from(buffer, byteOffset, length).toString();
}

/** A part of the guest's memory. Outside of it is a trap, as if the guest itself had gone there. */
function bytesAt(host: HostCall, from: Value | undefined, size: Value | undefined): Uint8Array {
  const memory = host.memory();
  const at = Number(from) >>> 0;
  const length = Number(size) >>> 0;
  if (memory === null || at + length > memory.buffer.byteLength || length > mostBytes) {
    throw new WebAssembly.RuntimeError("memory access out of bounds");
  }
  return new Uint8Array(memory.buffer, at, length);
}
