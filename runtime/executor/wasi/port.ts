import { type CallName, type Errno, moduleName, signatures } from "./abi.ts";
import { descriptorCalls } from "./descriptor-calls.ts";
import { GuestMemory } from "./guest-memory.ts";
import { pathCalls } from "./path-calls.ts";
import { pollCalls } from "./poll.ts";
import { price } from "./price.ts";
import { processCalls } from "./process-calls.ts";
import { typed } from "./typed.ts";
import type { Calls, Wasi } from "./wasi.ts";

const calls: Calls = {
  ...processCalls,
  ...descriptorCalls,
  ...pathCalls,
  ...pollCalls,
  path_link: (wasi) => wasi.unsupported("path_link"),
  path_readlink: (wasi) => wasi.unsupported("path_readlink"),
  path_symlink: (wasi) => wasi.unsupported("path_symlink"),
  proc_raise: (wasi) => wasi.unsupported("proc_raise"),
  sock_accept: (wasi) => wasi.unsupported("sock_accept"),
  sock_recv: (wasi) => wasi.unsupported("sock_recv"),
  sock_send: (wasi) => wasi.unsupported("sock_send"),
  sock_shutdown: (wasi) => wasi.unsupported("sock_shutdown"),
};

/** A call whose operands are known to be right, because only functions of its type can be linked to it. */
type UncheckedCall = (wasi: Wasi, memory: GuestMemory, ...operands: unknown[]) => Errno;

/**
 * Where an instance is plugged into WASI. Imports and memory are bound once for each instance; every execution gets a
 * `Wasi` of its own.
 */
export class WasiPort {
  /** The state that calls work on: to be replaced before every execution. */
  current: Wasi;
  /** What to instantiate the program with. A program that imports a call under another type is a `LinkError`. */
  readonly imports: WebAssembly.Imports;
  readonly #memory = new GuestMemory();

  /** @param charge is told, at the end of every call but `proc_exit`, what it cost in units of fuel; see `price.ts` */
  constructor(current: Wasi, charge?: (units: number) => void) {
    this.current = current;
    const names = Object.keys(signatures) as CallName[];
    const functions = names.map((name) => [name, this.#entry(calls[name] as UncheckedCall, charge)]);
    this.imports = { [moduleName]: typed(Object.fromEntries(functions)) };
  }

  /** Says which memory the program has. Until then every pointer is bad. */
  bind(memory: WebAssembly.Memory): void {
    this.#memory.bind(memory);
  }

  #entry(call: UncheckedCall, charge: ((units: number) => void) | undefined) {
    const memory = this.#memory;
    // Operands are spelled out because a rest parameter would make an array at every call. No call has more than nine.
    return (
      a: unknown,
      b: unknown,
      c: unknown,
      d: unknown,
      e: unknown,
      f: unknown,
      g: unknown,
      h: unknown,
      i: unknown,
    ): Errno => {
      const wasi = this.current;
      wasi.stopIfExited();
      memory.refresh();
      const result = call(wasi, memory, a, b, c, d, e, f, g, h, i);
      charge?.(price.call + wasi.takeCost());
      return result;
    };
  }
}
