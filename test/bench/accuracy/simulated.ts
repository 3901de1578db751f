import type { TimedSamples } from "../../../bench/accuracy/analysis.ts";
import { type AccuracyRecord, recordSchema } from "../../../bench/accuracy/record.ts";
import { type Random, seededRandom } from "../../../src/measure/random.ts";
import type { Arm, Measurement } from "../../../src/model/measurement.ts";
import { someMachine } from "../../support/results.ts";

/** A machine as a model has it: logarithms of times, normal on each level. */
export interface Noise {
  /** Between runs, rounds and samples. */
  readonly run: number;
  readonly round: number;
  readonly sample: number;
}

const shape = { rounds: 16, samples: 24 };

/** Runs of one case in which head is slower by so much (relative). */
export function simulatedRows(
  runs: number,
  options: { slowdown: number; noise: Noise; floor?: number; seed?: number },
): TimedSamples[] {
  const { slowdown, noise, floor = 0.02, seed = 1 } = options;
  const random = seededRandom(seed);
  return Array.from({ length: runs }, (_, run) => {
    const ofRun = noise.run * normal(random);
    return {
      case: "some/case",
      run,
      condition: "quiet",
      experiment: slowdown === 0 ? "same" : `plant-${slowdown * 100}`,
      verdict: "unchanged",
      floor,
      rounds: Array.from({ length: shape.rounds }, () => {
        const arm = (more: number) => {
          const ofRound = ofRun + noise.round * normal(random) + Math.log1p(more);
          return Array.from({ length: shape.samples }, () =>
            Math.exp(ofRound + noise.sample * Math.abs(normal(random))),
          );
        };
        return { base: arm(0), head: arm(slowdown), control: arm(0) };
      }),
    };
  });
}

/** A run's raw data, of one case of each of these rows. */
export function simulatedRecord(
  rows: readonly TimedSamples[],
  parts: Partial<AccuracyRecord> = {},
): AccuracyRecord {
  const cases = rows.map((row, at) => ({ id: `some/case-${at}`, row }));
  const measurements = cases.flatMap(({ id, row }) =>
    row.rounds.flatMap((samples, round) =>
      (["base", "head", "control"] as const).map(
        (arm: Arm): Measurement => ({ case: id, metric: "time", arm, round, samples: [...samples[arm]] }),
      ),
    ),
  );
  return recordSchema.parse({
    schema: 1,
    experiment: "same",
    condition: "quiet",
    startedAt: "2026-11-21T12:00:00.000Z",
    commit: null,
    machine: someMachine,
    plan: {
      rounds: shape.rounds,
      neededRounds: 10,
      budgetSeconds: 60,
      reservedSeconds: 0,
      seed: 1,
      againFrom: null,
      steadiness: { flags: [], processor: null },
    },
    seconds: 64,
    roundSeconds: Array.from({ length: shape.rounds }, () => 4),
    floors: Object.fromEntries(cases.map(({ id }) => [id, 0.02])),
    plants: [],
    measurements,
    failed: [],
    rows: cases.map(({ id }) => ({
      case: id,
      metric: "time",
      gating: true,
      verdict: "unchanged",
      change: null,
    })),
    ...parts,
  } satisfies AccuracyRecord);
}

/** Box and Muller. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
