import * as ownHost from "../../runtime/host/index.ts";
import type { Gauge } from "../../runtime/meter/gauge.ts";
import { meteredWebAssembly } from "../../runtime/meter/webassembly.ts";
import { type FuelProfile, functionNameLength, mostFunctions } from "../model/fuel-profile.ts";
import type { Case } from "../suites/case.ts";
import { type LoadedBundle, subjectOf } from "./subject.ts";

/** What one operation of a case burnt, in all instances that it ran. */
export interface OperationFuel {
  /** Units. */
  readonly fuel: number;
  /** By function; only those that burnt any. Empty unless asked for. */
  readonly functions: FuelProfile["functions"];
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
  const onInstance = (gauge: Gauge) => void gauges.push(gauge);
  // exact, so that the count at a trap is exact as well
  Reflect.set(globalThis, "WebAssembly", meteredWebAssembly({ mode: "exact", profile, onInstance }));
  try {
    const operate = await prepareOperation(each, bundle);
    const before = gauges.map(burntBy);
    await operate();
    return differenceOf(before, gauges.map(burntBy));
  } finally {
    Reflect.set(globalThis, "WebAssembly", unmetered);
  }
}

/** Gets an operation ready, behind Fuelgauge's own host. Throws when the case answers wrong, as its operation may. */
export async function prepareOperation(
  each: Case,
  bundle: LoadedBundle,
): Promise<() => void | Promise<void>> {
  switch (each.kind) {
    case "benchmark": {
      const task = await each.prepare(subjectOf(bundle, ownHost));
      task.before?.(1);
      return () => task.run(1);
    }
    case "cold":
      return () => each.start(async () => ownHost, bundle.bytes);
    case "load":
    case "scenario":
      throw new Error(`${each.id} repeats its operations for a time and not for a number, so it has no fuel`);
  }
}

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
function differenceOf(before: readonly Reading[], after: readonly Reading[]): OperationFuel {
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
