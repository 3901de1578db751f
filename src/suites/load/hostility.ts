import { setImmediate } from "node:timers/promises";
import type { SandboxModule } from "../../../runtime/host/interface.ts";
import type { Scenario } from "../case.ts";
import { latencyFigures, latencyMetrics, recordMs } from "../latencies.ts";
import { type Call, returned, Trial } from "./trial.ts";

const mebibyte = 1_048_576;
/** More than any clock here allows for. */
const endless = 1e12;

const deadlineMs = 10;
const deadlines = 30;

export const deadlineAccuracy: Scenario = {
  kind: "scenario",
  isolation: "process",
  id: "load/deadline-accuracy",
  why: "A module that spins has 10 ms: how long after its deadline it is stopped. Latencies are the overshoot.",
  guests: ["hostile"],
  quick: false,
  // what the clock of the machine and its other programs do is most of an overshoot
  gates: false,
  milliseconds: 500,
  metrics: latencyMetrics,
  async play(stage) {
    const trial = await Trial.open(stage);
    const limits = { fuel: endless, wallClockMs: deadlineMs };
    const spins: Call = {
      module: await trial.load("hostile"),
      name: "spin",
      args: [1],
      expected: { kind: "timed-out" },
      limits,
    };
    await trial.execute(spins);
    for (let i = 0; i < deadlines; i++) {
      const startMs = performance.now();
      await trial.execute(spins);
      const overshootMs = performance.now() - startMs - deadlineMs;
      if (overshootMs < 0)
        throw new Error(`wrong answer: it was stopped ${-overshootMs} ms before its deadline`);
      recordMs(trial.latencies, overshootMs);
    }
    await trial.close();
    return latencyFigures(trial.latencies);
  },
};

const crowd = 10;

export const longRunning: Scenario = {
  kind: "scenario",
  isolation: "process",
  id: "load/long-running",
  why: "Ten fib(40) at once are stopped by their fuel, one by its clock; fib(10) returns beside them. The time is that of the ten, latencies are fib(10)'s.",
  guests: ["fib"],
  quick: false,
  // how the turns of the eleven fall is most of a wait
  gates: false,
  milliseconds: 500,
  metrics: ["time", ...latencyMetrics],
  async play(stage) {
    const trial = await Trial.open(stage);
    const module = await trial.load("fib");
    const short: Call = { module, name: "fib", args: [10], expected: returned(55) };
    const long = { module, name: "fib", args: [40] };
    const stopped: Call = { ...long, expected: { kind: "out-of-fuel" }, limits: { fuel: 5_000_000 } };
    const limits = { fuel: endless, wallClockMs: 30 };
    await trial.execute(short);
    await trial.execute({ ...long, expected: { kind: "timed-out" }, limits });
    await trial.execute(stopped);
    const time: number[] = [];
    for (let i = 0; i < 8; i++) {
      const startMs = performance.now();
      const all = () => Promise.all(Array.from({ length: crowd }, () => trial.execute(stopped)));
      await beside(all, () => arrival(trial, short));
      time.push((performance.now() - startMs) * 1_000_000);
    }
    await trial.close();
    return { time, ...latencyFigures(trial.latencies) };
  },
};

/**
 * Grows its table by 65,536 elements until it is given no more, and traps:
 *
 *     (module (table 1 funcref) (func (export "fill")
 *       (loop (br_if 0 (i32.ge_s (table.grow 0 (ref.null func) (i32.const 65536)) (i32.const 0)))) unreachable))
 *
 * AssemblyScript has no instruction for it.
 */
const tableFiller = Uint8Array.from(
  Buffer.from(
    "0061736d0100000001040160000003020100040401700001070801" +
      "0466696c6c00000a160114000340d07041808004fc0f0041004e0d000b000b",
    "hex",
  ),
);

const assaults = 3;
/** Of each kind in an assault. */
const attackers = 2;

export const hostileModule: Scenario = {
  kind: "scenario",
  isolation: "process",
  id: "load/hostile-module",
  why: "At once, modules grow to the limit, recurse, spin, fill tables and leave traces: good executions on their thread are unharmed. Latencies are theirs.",
  guests: ["hostile", "add", "fib"],
  quick: false,
  // how long the good ones wait is how long the machine takes to give the greedy ones their memory
  gates: false,
  milliseconds: 900,
  metrics: latencyMetrics,
  async play(stage) {
    const trial = await Trial.open(stage, { limits: { memoryBytes: 10 * mebibyte } });
    const hostile = await trial.load("hostile");
    const attacks = attacksOf(hostile, await trial.load(tableFiller));
    const good: readonly Call[] = [
      { module: await trial.load("add"), name: "add", args: [20, 22], expected: returned(42) },
      { module: await trial.load("fib"), name: "fib", args: [10], expected: returned(55) },
      { module: hostile, name: "search", args: [], expected: returned(0) },
    ];
    for (let assault = 0; assault < assaults; assault++) {
      const all = () => Promise.all(attacks.map((attack) => trial.execute(attack)));
      await beside(all, async () => {
        for (const call of good) await arrival(trial, call);
      });
    }
    await trial.close();
    return latencyFigures(trial.latencies);
  },
};

function attacksOf(hostile: SandboxModule, table: SandboxModule): Call[] {
  const args = [0x55];
  return Array.from({ length: attackers }, (): Call[] => [
    { module: hostile, name: "hoard", args, expected: { kind: "memory-limit" } },
    { module: hostile, name: "recurse", args, expected: { kind: "trapped", detail: "stack-overflow" } },
    { module: hostile, name: "spin", args, expected: { kind: "out-of-fuel" }, limits: { fuel: 20_000_000 } },
    {
      module: hostile,
      name: "spin",
      args,
      expected: { kind: "timed-out" },
      limits: { fuel: endless, wallClockMs: 40 },
    },
    { module: hostile, name: "litter", args, expected: { kind: "trapped", detail: "unreachable" } },
    { module: table, name: "fill", args: [], expected: { kind: "memory-limit" } },
  ]).flat();
}

/** A call that comes as calls from a network do, in turn with whatever else is ready on this thread; its wait counts. */
async function arrival(trial: Trial, call: Call): Promise<void> {
  const startMs = performance.now();
  await setImmediate();
  await trial.execute(call);
  recordMs(trial.latencies, performance.now() - startMs);
}

/** Does something when work begins, and again and again until the work is done. */
async function beside(work: () => Promise<unknown>, again: () => Promise<void>): Promise<void> {
  // comes first, so that it has to wait for all that the work does at once
  const first = again();
  const settled = { yet: false };
  const ending = work().finally(() => {
    settled.yet = true;
  });
  // what goes wrong is thrown below
  ending.catch(() => {});
  await first;
  while (!settled.yet) await again();
  await ending;
}
