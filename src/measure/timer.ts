import { Bench } from "tinybench";
import type { Task } from "../suites/case.ts";

const nsPerMs = 1_000_000;
/** More than a sample has; all of them are kept in results. */
const digits = 6;

/**
 * Nanoseconds per operation, one figure for each of `count` samples of `repeat` operations. A task that does not wait for
 * anything is timed without waiting for it.
 */
export function timeSamples(task: Task, repeat: number, count: number): number[] | Promise<number[]> {
  const options = { iterations: count, time: 0, warmup: false, retainSamples: true, throws: true };
  const bench = new Bench(options);
  const beforeEach = () => task.before?.(repeat);
  if (!task.waits) {
    bench.add("task", () => ownTime(task.run(repeat)), { async: false, beforeEach });
    bench.runSync();
    return nanoseconds(bench, repeat);
  }
  bench.add("task", async () => ownTime(await task.run(repeat)), { async: true, beforeEach });
  return bench.run().then(() => nanoseconds(bench, repeat));
}

/** What `tinybench` takes for the time of an operation that was timed by itself. */
function ownTime(milliseconds: unknown): unknown {
  return typeof milliseconds === "number" ? { overriddenDuration: milliseconds } : undefined;
}

/** Time of something asynchronous that can happen only once, in nanoseconds. */
export async function timeOnce(start: () => Promise<void>): Promise<number[]> {
  const bench = new Bench({ iterations: 1, time: 0, warmup: false, retainSamples: true, throws: true });
  bench.add("start", start, { async: true });
  await bench.run();
  return nanoseconds(bench, 1);
}

function nanoseconds(bench: Bench, repeat: number): number[] {
  const result = bench.tasks[0]?.result;
  if (result?.state !== "completed" || !result.latency.samples)
    throw new Error(`timing ended as ${result?.state}`);
  return result.latency.samples.map((ms) => Number(((ms * nsPerMs) / repeat).toPrecision(digits)));
}
