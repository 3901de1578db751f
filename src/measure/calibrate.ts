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

/** Finds out what one operation costs, by repeating it more and more often until a sample is long enough. */
export function operationCost(task: Task): OperationCost {
  for (let repeat = 1; ; repeat *= 4) {
    const startedMs = performance.now();
    const [best = 0] = timeSamples(task, repeat, 4);
    const wallNs = ((performance.now() - startedMs) * 1_000_000) / (4 * repeat);
    const longEnough = best * repeat >= sampleNs / 4 || wallNs * repeat >= sampleNs;
    if (longEnough || repeat >= 2 ** 20)
      return { timedNs: Math.max(best, 0.01), wallNs: Math.max(wallNs, best) };
  }
}
