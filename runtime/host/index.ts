import type { Guest, Kernel, KernelSetup, Outcome, Sandbox, SandboxSetup } from "./interface.ts";
import { trapCategoryOf } from "./trap.ts";

export { interfaceVersion } from "./interface.ts";

type Entry = (...args: number[]) => number;

let liveGuests = 0;

/** A live guest; `exports` is null once it has been given up. */
class Instance implements Guest {
  exports: WebAssembly.Exports | null;

  constructor(exports: WebAssembly.Exports) {
    this.exports = exports;
  }

  memoryBytes(): number {
    const memories = new Set(Object.values(this.exports ?? {}).filter(isMemory));
    let bytes = 0;
    for (const memory of memories) bytes += memory.buffer.byteLength;
    return bytes;
  }
}

function isMemory(value: unknown): value is WebAssembly.Memory {
  return value instanceof WebAssembly.Memory;
}

export function compile(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  refuseOtherFormats(bytes);
  return new WebAssembly.Module(bytes);
}

export function instantiate(module: WebAssembly.Module): Guest {
  const { exports } = new WebAssembly.Instance(module);
  liveGuests++;
  return new Instance(exports);
}

export function call(guest: Guest, name: string, ...args: number[]): Outcome {
  const run = entry(guest, name);
  try {
    return { kind: "returned", value: run(...args) };
  } catch (thrown) {
    return trapped(thrown);
  }
}

export function entry(guest: Guest, name: string): Entry {
  const found = exportsOf(guest)[name];
  if (typeof found !== "function") throw new Error(`the guest exports no function called "${name}"`);
  // Exported functions are declared without types; that of arguments and results is the caller's to know.
  return found as Entry;
}

export function dispose(guest: Guest): void {
  if (!(guest instanceof Instance)) throw new Error("this is no guest of this host");
  if (guest.exports === null) return;
  guest.exports = null;
  liveGuests--;
}

export function live(): number {
  return liveGuests;
}

/** Loads the executor only now: most processes that run guests need none. */
export async function openSandbox(setup: SandboxSetup): Promise<Sandbox> {
  return (await import("./sandbox.ts")).openSandbox(setup);
}

/** As `openSandbox`. */
export async function openKernel(setup: KernelSetup): Promise<Kernel> {
  return (await import("./kernel.ts")).openKernel(setup);
}

function exportsOf(guest: Guest): WebAssembly.Exports {
  if (!(guest instanceof Instance)) throw new Error("this is no guest of this host");
  if (guest.exports === null) throw new Error("the guest has been disposed");
  return guest.exports;
}

function trapped(thrown: unknown): Outcome {
  const category = trapCategoryOf(thrown);
  if (category === null) throw thrown;
  return { kind: "trapped", category, message: thrown instanceof Error ? thrown.message : String(thrown) };
}

/** `\0asm`, as a big-endian number. */
const magic = 0x0061736d;
const coreVersion = 0x01000000;
/** Version 13, layer 1. Source: https://github.com/WebAssembly/component-model/blob/main/design/mvp/Binary.md */
const componentVersion = 0x0d000100;

/** V8 refuses these as well, but does not say of a component that it is one. */
function refuseOtherFormats(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8 || view.getUint32(0) !== magic) {
    throw new Error(
      `this is no WebAssembly module: its ${bytes.length} bytes do not start with "\\0asm" and a version`,
    );
  }
  const version = view.getUint32(4);
  if (version === coreVersion) return;
  if (version === componentVersion) {
    throw new Error("this is a WebAssembly component; only core modules can be run");
  }
  throw new Error(
    `this WebAssembly module has the unknown version 0x${version.toString(16).padStart(8, "0")}`,
  );
}
