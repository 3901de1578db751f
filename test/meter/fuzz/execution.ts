import { Gauge, grantFunction, type MeterOptions, meter } from "../../../runtime/meter/index.ts";
import type { Outcome } from "./reference.ts";

/** What a run of a program's module did that can be seen from outside. */
export interface Execution {
  readonly outcome: Outcome;
  /** V8's words when it trapped. */
  readonly why: string;
  readonly log: readonly number[];
  readonly memory: Uint8Array;
  readonly global: unknown;
}

export interface MeteredExecution extends Execution {
  /** Units; with a budget, of that budget. */
  readonly burned: number;
  readonly exhausted: boolean;
  readonly profiled: number;
}

/** Runs the module's function 0 as it is. */
export function execute(bytes: Uint8Array<ArrayBuffer>, parameters: readonly [number, number]): Execution {
  return start(bytes).run(parameters);
}

export interface Budget {
  readonly fuel: number;
  /** Units that the host gives each time when the fuel has run out. */
  readonly slice?: number;
}

/** Runs a module metered, from a fresh instance. */
export function executeMetered(
  bytes: Uint8Array<ArrayBuffer>,
  parameters: readonly [number, number],
  options: MeterOptions,
  budget: Budget = { fuel: Number.MAX_SAFE_INTEGER },
): MeteredExecution {
  const metered = meter(bytes, options);
  const { instance, run } = start(metered.bytes);
  const gauge = new Gauge(instance.exports, metered);
  gauge.remaining = budget.fuel;
  let given = budget.fuel;
  const { slice } = budget;
  if (slice !== undefined) {
    gauge.onExhausted(
      grantFunction(() => {
        given += slice;
        return slice;
      }),
    );
  }
  const execution = run(parameters);
  const profiled = gauge.profile().reduce((sum, { fuel }) => sum + fuel, 0);
  return { ...execution, burned: given - gauge.remaining, exhausted: gauge.exhausted, profiled };
}

function start(bytes: Uint8Array<ArrayBuffer>) {
  const log: number[] = [];
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
    host: {
      log: (value: number) => log.push(value),
      reenter: (value: number) => last(value, value),
    },
  });
  const functions = Object.keys(instance.exports).filter((name) => /^f\d+$/.test(name));
  const last = instance.exports[`f${functions.length - 1}`] as (...parameters: number[]) => number;
  const first = instance.exports.f0 as (...parameters: readonly number[]) => number | undefined;
  const memory = instance.exports.memory as WebAssembly.Memory;
  const global = instance.exports.global as WebAssembly.Global;
  const run = (parameters: readonly [number, number]): Execution => {
    const { outcome, why } = outcomeOf(() => first(...parameters));
    return { outcome, why, log, memory: new Uint8Array(memory.buffer), global: global.value };
  };
  return { instance, run };
}

function outcomeOf(work: () => number | undefined): { outcome: Outcome; why: string } {
  try {
    return { outcome: { kind: "returned", value: work() }, why: "" };
  } catch (thrown) {
    if (thrown instanceof WebAssembly.RuntimeError) {
      return { outcome: { kind: "trapped" }, why: thrown.message };
    }
    if (thrown instanceof WebAssembly.Exception) return { outcome: { kind: "threw" }, why: "" };
    throw thrown;
  }
}
