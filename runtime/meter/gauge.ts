import { stops } from "./additions.ts";
import type { Metered } from "./index.ts";

/** Fuel that one function burned, what it called not included. */
export interface FunctionFuel {
  readonly function: string;
  readonly fuel: number;
}

/**
 * The handle on the counter of one instance of a metered module.
 *
 * Fuel is whole units up to `Number.MAX_SAFE_INTEGER`.
 */
export class Gauge {
  readonly #remaining: () => number;
  readonly #refill: (units: number) => void;
  readonly #stopped: () => number;
  readonly #callOut: WebAssembly.Table | null;
  readonly #counters: readonly WebAssembly.Global<"i64">[];
  readonly #functions: readonly string[];

  /** @param exports as the engine gave them: `meteredWebAssembly` hides what is needed here */
  constructor(exports: WebAssembly.Exports, { names, functions }: Pick<Metered, "names" | "functions">) {
    // the meter itself declared these
    this.#remaining = exports[names.remaining] as () => number;
    this.#refill = exports[names.refill] as (units: number) => void;
    this.#stopped = exports[names.stopped] as () => number;
    this.#callOut = names.callOut === null ? null : (exports[names.callOut] as WebAssembly.Table);
    this.#counters = names.counters.map((name) => exports[name] as WebAssembly.Global<"i64">);
    this.#functions = functions;
  }

  /** Units left. Below zero when the program used more before a check stopped it, or could not pay the next block. */
  get remaining(): number {
    return this.#remaining();
  }

  /** Sets the units left; nothing counts as stopped any more. */
  set remaining(units: number) {
    this.#refill(units);
  }

  /** Whether the fuel has run out, so that a trap is no fault of the program, or none that counts. */
  get exhausted(): boolean {
    return this.#remaining() < 0;
  }

  /** Whether the program was stopped because its calls were nested too deeply (option `stackLimit`). */
  get overflowed(): boolean {
    return this.#stopped() === stops.stack;
  }

  /** Whether the program asked for more memory, or a larger table, and did not get it (with `isolation`). */
  get denied(): boolean {
    return this.#stopped() === stops.denied;
  }

  /** Fuel of every function since the instance was made, in the module's order. Empty unless metered with `profile`. */
  profile(): FunctionFuel[] {
    return this.#counters.map((counter, index) => ({
      function: this.#functions[index] ?? "",
      fuel: Number(counter.value),
    }));
  }

  /**
   * Has `grant` asked for more when the fuel runs out (needs the option `callOut`). It returns units; 0 stops; less than 0 has `suspendingGrant` asked, which may be suspended (and so may not be called where nothing can be).
   *
   * Both are exported WebAssembly functions without parameters that return an f64, see `grantFunction`.
   */
  onExhausted(grant: CallableFunction | null, suspendingGrant: CallableFunction | null = null): void {
    this.#callOut?.set(0, grant);
    this.#callOut?.set(1, suspendingGrant);
  }
}

/** A module that imports a function `() → f64` and exports it: the way by which a table can hold one of the host's. */
const passThrough = Uint8Array.of(
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...[1, 5, 1, 0x60, 0, 1, 0x7c],
  ...[2, 7, 1, 1, 0x68, 1, 0x67, 0, 0],
  ...[7, 5, 1, 1, 0x67, 0, 0],
);
let passThroughModule: WebAssembly.Module | undefined;

/** Makes a function of the host's, or `WebAssembly.Suspending` of one, fit for `Gauge.onExhausted`. */
export function grantFunction(grant: WebAssembly.ImportValue): CallableFunction {
  passThroughModule ??= new WebAssembly.Module(passThrough);
  const { exports } = new WebAssembly.Instance(passThroughModule, { h: { g: grant } });
  return exports.g as CallableFunction;
}
