import { FuelgaugeError } from "../errors.ts";
import type { Target } from "../model/target.ts";
import type { Case } from "./case.ts";
import { targets } from "./targets.ts";

/** One of several jobs that measure a run together. */
export interface ShardChoice {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

/**
 * Divides cases among jobs, as cards are dealt: cases of one suite, which cost much the same, go to different jobs. Every job
 * divides alike, and a case has all of its rounds in one. Two cases whose figures are held against each other stay together.
 *
 * @throws FuelgaugeError when there is not a case for each job
 */
export function divideCases(
  cases: readonly Case[],
  count: number,
  promised: readonly Target[] = targets,
): Case[][] {
  const together = new Map(
    promised.flatMap(({ figure, relativeTo }) =>
      relativeTo === undefined ? [] : [[figure.case, relativeTo.case] as const],
    ),
  );
  // the larger ones first, so that no job gets many of them
  const groups = [...Map.groupBy(cases, ({ id }) => together.get(id) ?? id).values()].sort(
    (one, other) => other.length - one.length,
  );
  if (groups.length < count) {
    throw new FuelgaugeError({
      happened: `${count} shards are asked for, and there are ${groups.length} cases that can be apart.`,
      expected: "at least one case for each shard",
      remedy: `Use at most ${groups.length} shards, or select more cases.`,
    });
  }
  const division: Case[][] = Array.from({ length: count }, () => []);
  for (const [index, group] of groups.entries()) division[index % count]?.push(...group);
  return division;
}
