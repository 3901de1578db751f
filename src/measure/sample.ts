import { storyOf } from "../errors.ts";
import type { Arm } from "../model/measurement.ts";
import type { Benchmark, Subject, Task } from "../suites/case.ts";
import type { Sampling, Say } from "./job.ts";
import { type Random, shuffled } from "./random.ts";
import { timeSamples } from "./timer.ts";

/**
 * Samples one case, the arms taking turns in an order drawn for every turn:
 *
 *     head base control | base control head | control head base | …
 *
 * With a single arm this is plain sampling. Everything is loaded anew for each placement, in drawn order, because it is
 * luck where in memory a module's code ends up, and for a small one that luck is worth several percent. An arm that
 * fails says so and leaves the others their figures.
 */
export async function sampleCase(
  benchmark: Benchmark,
  loadSubjects: () => ReadonlyMap<Arm, Subject>,
  sampling: Sampling,
  random: Random,
  say: Say,
): Promise<void> {
  say({ kind: "started", case: benchmark.id });
  globalThis.gc?.();
  const samples = new Map<Arm, number[]>();
  const failed = new Set<Arm>();
  const attempt = async (arm: Arm, step: () => void | Promise<void>) => {
    try {
      if (!failed.has(arm)) await step();
    } catch (thrown) {
      failed.add(arm);
      say({ kind: "failed", case: benchmark.id, arm, message: storyOf(thrown) });
    }
  };

  for (let placement = 0; placement < sampling.placements; placement++) {
    const tasks = new Map<Arm, Task>();
    for (const [arm, subject] of shuffled([...loadSubjects()], random)) {
      await attempt(arm, async () => void tasks.set(arm, await benchmark.prepare(subject)));
    }
    for (let turn = -sampling.warmUpTurns; turn < sampling.turns; turn++) {
      for (const [arm, task] of shuffled([...tasks], random)) {
        await attempt(arm, async () => {
          const taken = await timeSamples(task, sampling.repeat, sampling.turn);
          if (turn >= 0) samples.set(arm, [...(samples.get(arm) ?? []), ...taken]);
        });
      }
    }
  }
  for (const [arm, taken] of samples) {
    if (!failed.has(arm)) say({ kind: "samples", case: benchmark.id, metric: "time", arm, samples: taken });
  }
}
