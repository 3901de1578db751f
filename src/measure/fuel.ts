import * as ownHost from "../../runtime/host/index.ts";
import type { Gauge } from "../../runtime/meter/gauge.ts";
import { meteredWebAssembly } from "../../runtime/meter/webassembly.ts";
import { type FuelProfile, functionNameLength, mostFunctions } from "../model/fuel-profile.ts";
import type { Case } from "../suites/case.ts";
import { type LoadedBundle, subjectOf } from "./subject.ts";

/** What one operation of a case took that can be counted, in all instances that it ran. */
export interface OperationFuel {
  /** Units; null where it ran no WebAssembly. */
  readonly fuel: number | null;
  /** By function; only those that burnt any. Empty unless asked for. */
  readonly functions: FuelProfile["functions"];
  /** Of the memories that it worked in, in the end; null where the case does not say. */
  readonly memoryBytes: number | null;
}

/**
 * The fuel of one operation of a case, in fresh instances of its guests, behind Fuelgauge's own host: metered here, by the
 * meter that runs, whoever built the modules and whenever. One operation has been done before, to check its answer.
 *
 * The global `WebAssembly` is another one meanwhile, so that whatever the case and the host compile is metered.
 */
export async function operationFuel(
  each: Case,
  bundle: LoadedBundle,
  { profile }: { profile: boolean },
): Promise<OperationFuel> {
  const unmetered = WebAssembly;
  const gauges: Gauge[] = [];
  const memories = new Set<WebAssembly.Memory>();
  const onInstance = (gauge: Gauge, _module: WebAssembly.Module, exports: WebAssembly.Exports) => {
    gauges.push(gauge);
    for (const value of Object.values(exports)) if (value instanceof WebAssembly.Memory) memories.add(value);
  };
  // exact, so that the count at a trap is exact as well
  Reflect.set(globalThis, "WebAssembly", meteredWebAssembly({ mode: "exact", profile, onInstance }));
  try {
    const operation = await prepareOperation(each, bundle);
    const before = gauges.map(burntBy);
    await operation.run();
    const { fuel, functions } = differenceOf(before, gauges.map(burntBy));
    const largest = Math.max(0, ...Array.from(memories, ({ buffer }) => buffer.byteLength));
    return {
      fuel: gauges.length === 0 ? null : fuel / operation.count,
      functions: functions.map((burnt) => ({ ...burnt, fuel: burnt.fuel / operation.count })),
      memoryBytes: operation.memoryBytes() ?? (each.ownedBy === "project" && largest > 0 ? largest : null),
    };
  } finally {
    Reflect.set(globalThis, "WebAssembly", unmetered);
  }
}

/** What is counted: a number of operations, and what they are. */
interface Operation {
  readonly count: number;
  run(): Promise<void>;
  memoryBytes(): number | null;
}

/** Gets an operation ready, behind Fuelgauge's own host. Throws when the case answers wrong, as its operation may. */
export async function prepareOperation(each: Case, bundle: LoadedBundle): Promise<Operation> {
  switch (each.kind) {
    case "benchmark": {
      const task = await each.prepare(subjectOf(bundle, ownHost));
      const run = async (times: number) => {
        task.before?.(times);
        await task.run(times);
      };
      const { warmUp, operations } = each.fuel || { warmUp: 0, operations: 1 };
      if (warmUp > 0) await run(warmUp);
      return {
        count: operations,
        run: () => run(operations),
        memoryBytes: () => task.memoryBytes?.() ?? null,
      };
    }
    case "cold":
      return { count: 1, run: () => each.start(async () => ownHost, bundle.bytes), memoryBytes: () => null };
    case "load":
    case "scenario":
      throw new Error(`${each.id} repeats its operations for a time and not for a number, so it has no fuel`);
  }
}

type Counted = Pick<OperationFuel, "functions"> & { readonly fuel: number };

interface Reading {
  readonly fuel: number;
  readonly functions: ReadonlyMap<string, number>;
}

function burntBy(gauge: Gauge): Reading {
  const functions = new Map<string, number>();
  for (const { function: name, fuel } of gauge.profile())
    functions.set(name, (functions.get(name) ?? 0) + fuel);
  return { fuel: Number.MAX_SAFE_INTEGER - gauge.remaining, functions };
}

/** Instances that were started in between had burnt nothing before. */
function differenceOf(before: readonly Reading[], after: readonly Reading[]): Counted {
  let fuel = 0;
  const functions = new Map<string, number>();
  for (const [index, reading] of after.entries()) {
    const earlier = before[index];
    fuel += reading.fuel - (earlier?.fuel ?? 0);
    for (const [name, burnt] of reading.functions) {
      const key = name.slice(0, functionNameLength);
      functions.set(key, (functions.get(key) ?? 0) + burnt - (earlier?.functions.get(name) ?? 0));
    }
  }
  const dearestFirst = [...functions]
    .map(([name, burnt]) => ({ function: name, fuel: burnt }))
    .filter((each) => each.fuel > 0)
    .sort((one, other) => other.fuel - one.fuel);
  return { fuel, functions: dearestFirst.slice(0, mostFunctions) };
}
