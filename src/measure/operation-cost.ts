import type { Task } from "../suites/case.ts";
import type { OperationCost } from "./job.ts";
import { timeSamples } from "./timer.ts";

/** A timed sample should be this long, so that reading the clock does not count. */
export const sampleNs = 500_000;

/** Observations of each task at one number of repetitions. */
const observations = 4;

/**
 * Finds out how long V8 takes to settle on the code for an operation, and what one operation costs then. The tasks are the
 * arms that will take turns later: alone, V8 would inline what it cannot inline among others.
 */
export function operationCost(tasks: readonly Task[]): Omit<OperationCost, "prepareNs"> {
  const settling = settle((repeat) => {
    const block = tasks.map((task) => observe(task, repeat));
    const timedNs = Math.min(...block.map((cost) => cost.timedNs));
    return { timedNs, wallNs: middle(block.map((cost) => cost.wallNs)) };
  });
  for (let repeat = 1; ; repeat *= 4) {
    const costs = Array.from({ length: observations }, () =>
      tasks.map((task) => observe(task, repeat)),
    ).flat();
    const timedNs = Math.min(...costs.map((cost) => cost.timedNs));
    const wallNs = middle(costs.map((cost) => cost.wallNs));
    const longEnough = timedNs * repeat >= sampleNs / 4 || wallNs * repeat >= sampleNs;
    if (longEnough || repeat >= 2 ** 20)
      return { timedNs: Math.max(timedNs, 0.01), wallNs: Math.max(wallNs, timedNs), settling };
  }
}

/** A block of operations between two looks at the clock is about this long, in each task. */
const blockNs = 250_000;
/** Windows end after so much time in each task: every one is as long as all before it together. */
const windowEndsNs = [1, 2, 4, 8, 16, 32, 64, 128, 256].map((ms) => ms * 1_000_000);
/** It is watched for so long at least: functions have to be run often before V8 replaces them. */
const leastWatchedNs = 16_000_000;
/** A window that is faster than one before it by less than this ran the same code, as far as a busy machine lets one see. */
const fasterBy = 0.04;

/**
 * Repeats the operation until two windows in a row are no faster than what came before. V8 starts with code that is quick to
 * make and replaces what runs often, one function at a time, so that a program gets faster in steps. What the machine does
 * meanwhile only ever slows it down, so a window's speed is that of its quickest quarter.
 *
 * @param observe does so many operations, and says what one of them took
 */
export function settle(observe: (repeat: number) => Observation): OperationCost["settling"] {
  let operations = 0;
  let wallNs = 0;
  let repeat = 1;
  let settled = { operations, wallNs, timedNs: Number.POSITIVE_INFINITY, windowsSince: 0 };
  for (const endNs of windowEndsNs) {
    const blocks: number[] = [];
    while (wallNs < endNs || blocks.length < 4) {
      const observed = observe(repeat);
      blocks.push(observed.timedNs);
      operations += repeat;
      wallNs += repeat * observed.wallNs;
      repeat = Math.max(1, Math.min(2 * repeat, Math.floor(blockNs / Math.max(observed.timedNs, 0.01))));
    }
    const timedNs = quickestQuarter(blocks);
    const isFaster = timedNs < settled.timedNs * (1 - fasterBy);
    settled = isFaster
      ? { operations, wallNs, timedNs, windowsSince: 0 }
      : { ...settled, windowsSince: settled.windowsSince + 1 };
    if (settled.windowsSince >= 2 && wallNs >= leastWatchedNs)
      return { operations: settled.operations, wallNs: settled.wallNs, settled: true };
  }
  return { operations, wallNs, settled: false };
}

/** The time that a quarter of them do not exceed. */
function quickestQuarter(blocks: readonly number[]): number {
  return blocks.toSorted((a, b) => a - b)[Math.floor(blocks.length / 4)] ?? 0;
}

type Observation = Pick<OperationCost, "timedNs" | "wallNs">;

function observe(task: Task, repeat: number): Observation {
  const startMs = performance.now();
  const [timedNs = 0] = timeSamples(task, repeat, 1);
  return { timedNs, wallNs: ((performance.now() - startMs) * 1_000_000) / repeat };
}

/** The upper median; a collection of garbage in one observation does not count. */
function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
