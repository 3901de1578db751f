import type { FuelProfile } from "../model/fuel-profile.ts";
import type { Failure, Measurement } from "../model/measurement.ts";
import type { RoundConditions } from "../model/results.ts";
import { calibrate } from "./calibration.ts";
import { watchConditions } from "./conditions.ts";
import { measureExact } from "./exact.ts";
import type { OperationCost } from "./job.ts";
import { JobRunner, type MeasureOptions } from "./job-runner.ts";
import { isOver, type Schedule } from "./plan.ts";
import { measureRound } from "./rounds.ts";

/** What has been measured so far. Round numbers go on from one schedule to the next. */
export interface Measuring {
  readonly measurements: readonly Measurement[];
  readonly failures: readonly Failure[];
  /** Of base and head, for the cases whose fuel differs. */
  readonly profiles: readonly FuelProfile[];
  readonly conditions: readonly RoundConditions[];
  /** Rounds that have been run. */
  readonly rounds: number;
  /** What each benchmark costs, as far as it works. */
  readonly costs: ReadonlyMap<string, OperationCost>;
  /** Runs the rounds of a schedule. Their number was fixed before; only the clock can cut it short. */
  run(schedule: Schedule, onRound: (done: number, planned: number) => void): Promise<void>;
}

/** Measures what is exact, and what operations cost: all that comes before the first round. */
export async function startMeasuring(options: MeasureOptions): Promise<Measuring> {
  const runner = new JobRunner(options);
  await measureExact(runner);
  const costs = await calibrate(runner);
  const conditions: RoundConditions[] = [];
  return {
    measurements: runner.measurements,
    failures: runner.failures,
    profiles: runner.profiles,
    conditions,
    costs,
    get rounds() {
      return conditions.length;
    },
    async run(schedule, onRound) {
      const watch = await watchConditions(options.steadiness.processor);
      const startMs = performance.now();
      runner.cpuMicroseconds = 0;
      for (let turn = 0; turn < schedule.rounds; turn++) {
        const spentMs = performance.now() - startMs;
        if (isOver(schedule, turn, spentMs)) break;
        runner.round = conditions.length;
        runner.longestPauseMs = 0;
        await measureRound(runner, turn, schedule);
        conditions.push(await watch.endRound(runner.round, runner));
        onRound(turn + 1, schedule.rounds);
      }
    },
  };
}
