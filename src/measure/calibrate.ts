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
  const settling = settle(tasks);
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
const blockNs = 1_000_000;
/** An operation that got faster by less than this has not changed its code, as far as a busy machine lets one see. */
const fasterBy = 0.04;
/** It has settled when it got no faster for this many times as long as it had taken to get there, and so long at least. */
const quietTimes = 2;
const leastQuietNs = 25_000_000;
/** Time after which an operation counts as one that never settles, in each task. */
const patienceNs = 1_000_000_000;

/**
 * Repeats the operation until it gets no faster. V8 starts with code that is quick to make and replaces what runs often, one
 * function at a time, so that a program gets faster in steps; what the machine does meanwhile only ever slows it down.
 */
function settle(tasks: readonly Task[]): OperationCost["settling"] {
  let operations = 0;
  let wallNs = 0;
  let settled = { operations: 0, wallNs: 0 };
  let fastestNs = Number.POSITIVE_INFINITY;
  for (let repeat = 1; ; ) {
    const block = tasks.map((task) => observe(task, repeat));
    const timedNs = Math.min(...block.map((cost) => cost.timedNs));
    operations += repeat;
    wallNs += repeat * middle(block.map((cost) => cost.wallNs));
    if (timedNs < fastestNs * (1 - fasterBy)) settled = { operations, wallNs };
    fastestNs = Math.min(fastestNs, timedNs);
    if (wallNs - settled.wallNs >= Math.max(quietTimes * settled.wallNs, leastQuietNs))
      return { ...settled, settled: true };
    if (wallNs > patienceNs) return { operations, wallNs, settled: false };
    repeat = Math.max(1, Math.min(2 * repeat, Math.floor(blockNs / Math.max(timedNs, 0.01))));
  }
}

function observe(task: Task, repeat: number): { timedNs: number; wallNs: number } {
  const startMs = performance.now();
  const [timedNs = 0] = timeSamples(task, repeat, 1);
  return { timedNs, wallNs: ((performance.now() - startMs) * 1_000_000) / repeat };
}

/** The upper median; a collection of garbage in one observation does not count. */
function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
