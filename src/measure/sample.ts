import { messageOf } from "../errors.ts";
import type { Arm } from "../model/measurement.ts";
import type { Benchmark, Subject, Task } from "../suites/case.ts";
import type { Sampling, Say } from "./job.ts";
import { type Random, shuffled } from "./random.ts";
import { timeSamples } from "./timer.ts";

/** Turns that are taken before the first that counts, as a share of those that count. */
export const warmUpShare = 0.4;

/**
 * Samples one case, the arms taking turns in an order drawn for every turn:
 *
 *     head base control | base control head | control head base | …
 *
 * With a single arm this is plain sampling. The order of loading is drawn as well: where a module's code ends up depends
 * on what was compiled before it. An arm that fails says so and leaves the others their figures.
 */
export function sampleCase(
  benchmark: Benchmark,
  subjects: ReadonlyMap<Arm, Subject>,
  sampling: Sampling,
  random: Random,
  say: Say,
): void {
  say({ kind: "started", case: benchmark.id });
  globalThis.gc?.();
  const tasks = new Map<Arm, Task>();
  const samples = new Map<Arm, number[]>();
  const attempt = (arm: Arm, step: () => void) => {
    try {
      step();
    } catch (thrown) {
      tasks.delete(arm);
      samples.delete(arm);
      say({ kind: "failed", case: benchmark.id, arm, message: messageOf(thrown) });
    }
  };

  for (const [arm, subject] of shuffled([...subjects], random)) {
    attempt(arm, () => tasks.set(arm, benchmark.prepare(subject)));
  }
  for (let turn = -Math.ceil(sampling.turns * warmUpShare); turn < sampling.turns; turn++) {
    for (const [arm, task] of shuffled([...tasks], random)) {
      attempt(arm, () => {
        const taken = timeSamples(task, sampling.repeat, sampling.turn);
        if (turn >= 0) samples.set(arm, [...(samples.get(arm) ?? []), ...taken]);
      });
    }
  }
  for (const [arm, taken] of samples)
    say({ kind: "samples", case: benchmark.id, metric: "time", arm, samples: taken });
}
