import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { Gauge, grantFunction, type Metered, type MeterOptions, meter } from "../../runtime/meter/index.ts";

/** The bytes of a module in text form. */
export async function assembled(text: string): Promise<Uint8Array<ArrayBuffer>> {
  return Uint8Array.from(await parse(text));
}

export interface MeteredInstance {
  readonly metered: Metered;
  readonly gauge: Gauge;
  readonly exports: WebAssembly.Exports;
  /** Calls an exported function with so much fuel. @returns what it gave or threw, and the units it burned */
  call(
    name: string,
    args?: readonly unknown[],
    fuel?: number,
  ): { readonly gave: unknown; readonly fuel: number };
}

/** A module metered and instantiated. */
export function metered(
  bytes: Uint8Array,
  options: MeterOptions = {},
  imports: WebAssembly.Imports = {},
): MeteredInstance {
  const made = meter(bytes, options);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(made.bytes), imports);
  const gauge = new Gauge(exports, made);
  return {
    metered: made,
    gauge,
    exports,
    call(name, args = [], fuel = Number.MAX_SAFE_INTEGER) {
      gauge.remaining = fuel;
      const gave = attempt(() => (exports[name] as (...args: readonly unknown[]) => unknown)(...args));
      return { gave, fuel: fuel - gauge.remaining };
    },
  };
}

/** What work gives, or what it throws. */
export function attempt(work: () => unknown): unknown {
  try {
    return work();
  } catch (thrown) {
    return thrown;
  }
}

/** Hands out fuel in equal slices whenever it has run out. @returns how much it has handed out */
export function handOut(gauge: Gauge, slice: number): () => number {
  let given = 0;
  gauge.onExhausted(
    grantFunction(() => {
      given += slice;
      return slice;
    }),
  );
  return () => given;
}
