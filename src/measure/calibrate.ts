import type { Task } from "../suites/case.ts";
import { timeSamples } from "./timer.ts";

/** A timed sample should be this long, so that reading the clock does not count. */
export const sampleNs = 500_000;

/** What one operation costs. */
export interface OperationCost {
  /** Inside the timed part. */
  readonly timedNs: number;
  /** With its untimed preparation. */
  readonly wallNs: number;
}

/** Observations of each task at one number of repetitions. */
const observations = 4;

/**
 * Finds out what one operation costs, by repeating it more and more often until a sample is long enough. The tasks are
 * the arms that will take turns later: alone, V8 would inline what it cannot inline among others.
 */
export function operationCost(tasks: readonly Task[]): OperationCost {
  for (let repeat = 1; ; repeat *= 4) {
    const costs = Array.from({ length: observations }, () =>
      tasks.map((task) => observe(task, repeat)),
    ).flat();
    const timedNs = Math.min(...costs.map((cost) => cost.timedNs));
    const wallNs = middle(costs.map((cost) => cost.wallNs));
    const longEnough = timedNs * repeat >= sampleNs / 4 || wallNs * repeat >= sampleNs;
    if (longEnough || repeat >= 2 ** 20)
      return { timedNs: Math.max(timedNs, 0.01), wallNs: Math.max(wallNs, timedNs) };
  }
}

function observe(task: Task, repeat: number): OperationCost {
  const startMs = performance.now();
  const [timedNs = 0] = timeSamples(task, repeat, 1);
  return { timedNs, wallNs: ((performance.now() - startMs) * 1_000_000) / repeat };
}

/** The upper median; a collection of garbage in one observation does not count. */
function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
