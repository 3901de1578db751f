import type { Bench } from "tinybench";
import type { Task } from "../../suites/case.ts";
import type { AddedTask } from "./tinybench.ts";

/**
 * Gets a benchmark's task ready, as tinybench does: its bench's `setup`, its `beforeAll`, and a first call, which tells whether
 * it waits for something. What runs before and after each call is not timed.
 */
export async function prepareTask(bench: Bench, { name, fn, options }: AddedTask): Promise<Task> {
  const self = bench.getTask(name);
  if (self === undefined) throw new Error(`the bench has no task ${name} any more`);
  await bench.setup(self, "run");
  const { beforeAll, beforeEach, afterEach } = options;
  await beforeAll?.call(self, "run");
  await beforeEach?.call(self, "run");
  const first: unknown = Reflect.apply(fn, self, []);
  const waits = options.async ?? isPromise(first);
  const result = isPromise(first) ? await first : first;
  await afterEach?.call(self, "run");
  const call = (): unknown => Reflect.apply(fn, self, []);
  const isWhole = beforeEach === undefined && afterEach === undefined && ownDuration(result) === null;
  if (isWhole && !waits) {
    return {
      run(times) {
        for (let i = 0; i < times; i++) call();
      },
    };
  }
  if (isWhole) {
    return {
      waits: true,
      async run(times) {
        for (let i = 0; i < times; i++) await call();
      },
    };
  }
  return {
    waits: true,
    async run(times) {
      let milliseconds = 0;
      for (let i = 0; i < times; i++) {
        await beforeEach?.call(self, "run");
        const startMs = performance.now();
        const returned = waits ? await call() : call();
        const endMs = performance.now();
        milliseconds += ownDuration(returned) ?? endMs - startMs;
        await afterEach?.call(self, "run");
      }
      return milliseconds;
    },
  };
}

/** What tinybench does when a task has been measured: its `afterAll`, and its bench's `teardown`. */
export async function finishTask(bench: Bench, { name, options }: AddedTask): Promise<void> {
  const self = bench.getTask(name);
  if (self === undefined) return;
  await options.afterAll?.call(self, "run");
  await bench.teardown(self, "run");
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

/** Milliseconds, where a task times itself. */
function ownDuration(value: unknown): number | null {
  if (typeof value !== "object" || value === null || !("overriddenDuration" in value)) return null;
  return typeof value.overriddenDuration === "number" ? value.overriddenDuration : null;
}
