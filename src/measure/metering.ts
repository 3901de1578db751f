import type { Gauge } from "../../runtime/meter/gauge.ts";
import { meteredWebAssembly } from "../../runtime/meter/webassembly.ts";

/** What instances have burnt so far. It can be sent from thread to thread. */
export interface Reading {
  /** Instances that there were; of none, nothing can be said. */
  readonly instances: number;
  /** Units. */
  readonly fuel: number;
  /** Units by function; empty unless metered so. */
  readonly functions: ReadonlyMap<string, number>;
  /** Of the largest memory that an instance worked in. */
  readonly memoryBytes: number;
}

export const nothingRead: Reading = { instances: 0, fuel: 0, functions: new Map(), memoryBytes: 0 };

/** WebAssembly of one thread, while it is metered. */
export interface Metering {
  read(): Reading;
  /** Puts the real `WebAssembly` back. */
  end(): void;
}

/**
 * Replaces this thread's global `WebAssembly`, so that whatever is compiled from now on is metered, by whatever glue. Modules
 * that another metered thread has sent count here as well.
 */
export function meterThread({ profile }: { profile: boolean }): Metering {
  const unmetered = WebAssembly;
  const gauges: Gauge[] = [];
  const memories = new Set<WebAssembly.Memory>();
  const onInstance = (
    gauge: Gauge,
    module: WebAssembly.Module,
    exports: WebAssembly.Exports,
    imports: WebAssembly.Imports,
  ) => {
    gauges.push(gauge);
    const imported = WebAssembly.Module.imports(module)
      .filter(({ kind }) => kind === "memory")
      .map(({ module: from, name }) => imports[from]?.[name]);
    for (const value of [...Object.values(exports), ...imported]) {
      if (value instanceof WebAssembly.Memory) memories.add(value);
    }
  };
  // exact, so that the count at a trap is exact as well
  Reflect.set(globalThis, "WebAssembly", meteredWebAssembly({ mode: "exact", profile, onInstance }));
  return {
    read: () => ({
      ...sumOf(gauges.map(burntBy)),
      memoryBytes: Math.max(0, ...Array.from(memories, ({ buffer }) => buffer.byteLength)),
    }),
    end: () => void Reflect.set(globalThis, "WebAssembly", unmetered),
  };
}

function burntBy(gauge: Gauge): Reading {
  const functions = new Map<string, number>();
  for (const { function: name, fuel } of gauge.profile())
    functions.set(name, (functions.get(name) ?? 0) + fuel);
  return {
    instances: 1,
    fuel: Number.MAX_SAFE_INTEGER - gauge.remaining,
    functions,
    memoryBytes: 0,
  };
}

/** What all have burnt together; the largest of their memories. */
export function sumOf(readings: readonly Reading[]): Reading {
  const functions = new Map<string, number>();
  for (const reading of readings) {
    for (const [name, fuel] of reading.functions) functions.set(name, (functions.get(name) ?? 0) + fuel);
  }
  return {
    instances: readings.reduce((sum, { instances }) => sum + instances, 0),
    fuel: readings.reduce((sum, { fuel }) => sum + fuel, 0),
    functions,
    memoryBytes: Math.max(0, ...readings.map(({ memoryBytes }) => memoryBytes)),
  };
}
