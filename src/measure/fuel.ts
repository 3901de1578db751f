import * as ownHost from "../../runtime/host/index.ts";
import { type FuelProfile, functionNameLength, mostFunctions } from "../model/fuel-profile.ts";
import type { Case } from "../suites/case.ts";
import { countThreads, readThreads, stopCountingThreads } from "./bench/threads.ts";
import { meterThread, type Reading, sumOf } from "./metering.ts";
import { type LoadedBundle, subjectOf } from "./subject.ts";

/** What one operation of a case took that can be counted, in all instances that it ran. */
export interface OperationFuel {
  /** Units; null where it ran no WebAssembly, or a thread would not come to rest. */
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
 * The global `WebAssembly` is another one meanwhile, so that whatever the case and the host compile is metered, here and in the
 * threads that a benchmark starts.
 */
export async function operationFuel(
  each: Case,
  bundle: LoadedBundle,
  { profile }: { profile: boolean },
): Promise<OperationFuel> {
  const metering = meterThread({ profile });
  countThreads({ profile });
  const readAll = async () => {
    const threads = await readThreads();
    return threads === null ? null : sumOf([metering.read(), ...threads]);
  };
  try {
    const operation = await prepareOperation(each, bundle);
    const before = await readAll();
    await operation.run();
    const after = await readAll();
    if (before === null || after === null) return nothingExact;
    const { fuel, functions } = differenceOf(before, after);
    return {
      fuel: after.instances === 0 ? null : fuel / operation.count,
      functions: functions.map((burnt) => ({ ...burnt, fuel: burnt.fuel / operation.count })),
      memoryBytes:
        operation.memoryBytes() ??
        (each.ownedBy === "project" && after.memoryBytes > 0 ? after.memoryBytes : null),
    };
  } finally {
    stopCountingThreads();
    metering.end();
  }
}

const nothingExact: OperationFuel = { fuel: null, functions: [], memoryBytes: null };

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

/** Instances that were started in between had burnt nothing before. */
function differenceOf(before: Reading, after: Reading): Counted {
  const functions = new Map<string, number>();
  for (const [name, burnt] of after.functions) {
    const key = name.slice(0, functionNameLength);
    functions.set(key, (functions.get(key) ?? 0) + burnt - (before.functions.get(name) ?? 0));
  }
  const dearestFirst = [...functions]
    .map(([name, burnt]) => ({ function: name, fuel: burnt }))
    .filter((each) => each.fuel > 0)
    .sort((one, other) => other.fuel - one.fuel);
  return { fuel: after.fuel - before.fuel, functions: dearestFirst.slice(0, mostFunctions) };
}
