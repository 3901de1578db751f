import type { Task } from "../suites/case.ts";
import type { OperationCost } from "./job.ts";
import { timeSamples } from "./timer.ts";

/** A timed sample should be this long, so that reading the clock does not count. */
export const sampleNs = 500_000;

/** Observations of each task at one number of repetitions. */
const observations = 4;

/**
 * Finds out how long V8 takes to settle on the code for an operation, and what one operation costs then.
 *
 * @param tasks the arms that will take turns later: alone, V8 would inline what it cannot inline among others
 * @param reference one of them, loaded once more, or another program that settles soon: it is run until it has settled, and
 *   what the machine does to it then it does to the others
 */
export async function operationCost(
  tasks: readonly Task[],
  reference: Task,
): Promise<Omit<OperationCost, "prepareNs">> {
  const referenceRepeat = await season(reference);
  const settling = await settle(async (repeat) => {
    const settled = await observe(reference, referenceRepeat);
    const block = await observeAll(tasks, repeat);
    const timedNs = Math.min(...block.map((cost) => cost.timedNs));
    const relative = timedNs / Math.max(settled.timedNs, 0.01);
    return { timedNs, relative, wallNs: middle(block.map((cost) => cost.wallNs)) };
  });
  for (let repeat = 1; ; repeat *= 4) {
    const costs: Observation[] = [];
    for (let i = 0; i < observations; i++) costs.push(...(await observeAll(tasks, repeat)));
    const timedNs = Math.min(...costs.map((cost) => cost.timedNs));
    const wallNs = middle(costs.map((cost) => cost.wallNs));
    const longEnough = timedNs * repeat >= sampleNs / 4 || wallNs * repeat >= sampleNs;
    if (longEnough || repeat >= 2 ** 20)
      return { timedNs: Math.max(timedNs, 0.01), wallNs: Math.max(wallNs, timedNs), settling };
  }
}

const seasonedAfterNs = 128_000_000;

/** Runs a task until it has settled; how often it has to be repeated from then on to be as long as a block. */
async function season(task: Task): Promise<number> {
  let repeat = 1;
  for (let wallNs = 0; wallNs < seasonedAfterNs; ) {
    const observed = await observe(task, repeat);
    wallNs += repeat * observed.wallNs;
    repeat = nextRepeat(repeat, observed);
  }
  return repeat;
}

/** A block of operations between two looks at the clock is about this long, in each task. */
const blockNs = 250_000;
/** Windows end after so much time in each task: every one is as long as all before it together. */
const windowEndsNs = [1, 2, 4, 8, 16, 32, 64, 128, 256].map((ms) => ms * 1_000_000);
/** It is watched for so long at least: functions have to be run often before V8 replaces them. */
const leastWatchedNs = 16_000_000;
/** A window that is faster than one before it by less than this ran the same code, as far as one can see. */
const fasterBy = 0.04;

/**
 * Repeats the operation until two windows in a row are no faster than what came before. V8 starts with code that is quick to
 * make and replaces what runs often, one function at a time, so that a program gets faster in steps. A machine gets slower and
 * faster as well, by half and within milliseconds where a processor is shared; so a window's speed is the median of its
 * blocks, each against a program that has settled long before and was run just before.
 *
 * @param observe does so many operations, and says what one of them took, in nanoseconds and relative to the settled program
 */
export async function settle(
  observe: (repeat: number) => Promise<Observation & { readonly relative: number }>,
): Promise<OperationCost["settling"]> {
  let operations = 0;
  let wallNs = 0;
  let repeat = 1;
  let settled = { operations, wallNs, relative: Number.POSITIVE_INFINITY, windowsSince: 0 };
  for (const endNs of windowEndsNs) {
    const blocks: number[] = [];
    while (wallNs < endNs || blocks.length < 4) {
      const observed = await observe(repeat);
      blocks.push(observed.relative);
      operations += repeat;
      wallNs += repeat * observed.wallNs;
      repeat = nextRepeat(repeat, observed);
    }
    const relative = middle(blocks);
    const isFaster = relative < settled.relative * (1 - fasterBy);
    settled = isFaster
      ? { operations, wallNs, relative, windowsSince: 0 }
      : { ...settled, windowsSince: settled.windowsSince + 1 };
    if (settled.windowsSince >= 2 && wallNs >= leastWatchedNs)
      return { operations: settled.operations, wallNs: settled.wallNs, settled: true };
  }
  return { operations, wallNs, settled: false };
}

/** As many again, until a block is long enough. */
function nextRepeat(repeat: number, { timedNs }: Observation): number {
  return Math.max(1, Math.min(2 * repeat, Math.floor(blockNs / Math.max(timedNs, 0.01))));
}

type Observation = Pick<OperationCost, "timedNs" | "wallNs">;

async function observe(task: Task, repeat: number): Promise<Observation> {
  const startMs = performance.now();
  const [timedNs = 0] = await timeSamples(task, repeat, 1);
  return { timedNs, wallNs: ((performance.now() - startMs) * 1_000_000) / repeat };
}

async function observeAll(tasks: readonly Task[], repeat: number): Promise<Observation[]> {
  const observed: Observation[] = [];
  for (const task of tasks) observed.push(await observe(task, repeat));
  return observed;
}

/** The upper median; a collection of garbage in one observation does not count. */
function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
