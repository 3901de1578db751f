import type { Measurement } from "../model/measurement.ts";
import { metrics } from "../model/metric.ts";
import type { Policy } from "../model/policy.ts";
import type { TargetResult } from "../model/results.ts";
import type { Bound, Figure, Levels, Target, TargetLevel } from "../model/target.ts";
import { type CaseFigures, figureOf, figuresByCase } from "./figures.ts";

/**
 * Holds every target against head's figures, medians over head's rounds: those of the runtime first, then those that the
 * repository's policy sets, in the order of the cases. Where the policy sets one for a figure that the runtime promises
 * something about, the promise keeps its name and advice and takes the policy's bounds.
 *
 * A figure that is missing, or a ratio to one that is missing or 0, has no level.
 */
export function judgeTargets(
  promised: readonly Target[],
  measurements: readonly Measurement[],
  policy: Pick<Policy, "direction" | "targets">,
): TargetResult[] {
  const figures = figuresByCase(measurements, policy.direction);
  return targetsOf(promised, figures, policy).map((target) => {
    const { name, figure, advice, acceptable = null, critical = null } = target;
    const measured = measuredOf(target, figures);
    const bound = boundOf(target);
    const level = measured === null ? null : levelOf(target, measured);
    return {
      name,
      case: figure.case,
      unit: unitOf(target),
      ...bound,
      acceptable,
      critical,
      measured,
      level,
      advice: [...advice],
    };
  });
}

function targetsOf(
  promised: readonly Target[],
  figures: Figures,
  policy: Pick<Policy, "direction" | "targets">,
): Target[] {
  const isPromised = (figure: Figure) =>
    promised.some((target) => target.relativeTo === undefined && isSame(target.figure, figure));
  const measured = [...figures].flatMap(([id, ofCase]) =>
    [...ofCase.keys()].map((metric): Figure => ({ case: id, metric })),
  );
  return [
    ...promised.map((target) => {
      const levels = policy.targets(target.figure.case, target.figure.metric);
      return target.relativeTo !== undefined || levels === null ? target : withLevels(target, levels, policy);
    }),
    ...measured.flatMap((figure) => {
      const levels = policy.targets(figure.case, figure.metric);
      if (levels === null || isPromised(figure)) return [];
      return [withLevels({ name: figure.metric, figure, advice: [] }, levels, policy)];
    }),
  ];
}

function isSame(one: Figure, other: Figure): boolean {
  return one.case === other.case && one.metric === other.metric;
}

function withLevels(
  { name, figure, advice }: Pick<Target, "name" | "figure" | "advice">,
  { target, acceptable, critical }: Levels,
  { direction }: Pick<Policy, "direction">,
): Target {
  const rest = { name, figure, advice, acceptable, critical };
  return direction(figure.case, figure.metric) === "lower"
    ? { ...rest, below: target }
    : { ...rest, above: target };
}

function boundOf(target: Target): Bound {
  return "below" in target ? { below: target.below } : { above: target.above };
}

/** A figure keeps no bound by being equal to it. */
function levelOf(target: Target, measured: number): TargetLevel {
  const keeps = (bound: number) => ("below" in target ? measured < bound : measured > bound);
  const { acceptable = null, critical = null } = target;
  if (keeps("below" in target ? target.below : target.above)) return "met";
  if (acceptable !== null && keeps(acceptable)) return "acceptable";
  return critical === null || keeps(critical) ? "poor" : "critical";
}

type Figures = ReadonlyMap<string, CaseFigures>;

function measuredOf({ figure, relativeTo }: Target, figures: Figures): number | null {
  const measured = headFigure(figure, figures);
  if (relativeTo === undefined || measured === null) return measured;
  const other = headFigure(relativeTo, figures);
  return other === null || other === 0 ? null : measured / other;
}

function headFigure(figure: Figure, figures: Figures): number | null {
  const arms = figures.get(figure.case)?.get(figure.metric);
  return arms === undefined ? null : figureOf(arms.head);
}

function unitOf({ figure, relativeTo }: Target): TargetResult["unit"] {
  return relativeTo === undefined ? metrics[figure.metric].unit : "ratio";
}
