import { Bench } from "tinybench";
import type { Task } from "../suites/case.ts";

const nsPerMs = 1_000_000;
/** More than a sample has; all of them are kept in results. */
const digits = 6;

/** Nanoseconds per operation, one figure for each of `count` samples of `repeat` operations. */
export function timeSamples(task: Task, repeat: number, count: number): number[] {
  const bench = new Bench({ iterations: count, time: 0, warmup: false, retainSamples: true, throws: true });
  bench.add("task", () => task.run(repeat), { async: false, beforeEach: () => task.before?.(repeat) });
  bench.runSync();
  return nanoseconds(bench, repeat);
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
