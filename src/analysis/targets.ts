import type { Measurement } from "../model/measurement.ts";
import { metrics } from "../model/metric.ts";
import type { TargetResult } from "../model/results.ts";
import type { Bound, Figure, Target } from "../model/target.ts";
import { type CaseFigures, figureOf, figuresByCase } from "./figures.ts";

/**
 * Holds every target against head's figures, medians over head's rounds. A figure that is missing, or a ratio to one
 * that is missing or 0, is neither met nor missed.
 */
export function judgeTargets(
  targets: readonly Target[],
  measurements: readonly Measurement[],
): TargetResult[] {
  const figures = figuresByCase(measurements);
  return targets.map((target) => {
    const { name, figure, advice } = target;
    const measured = measuredOf(target, figures);
    const bound = boundOf(target);
    const met = measured === null ? null : isKept(bound, measured);
    return { name, case: figure.case, unit: unitOf(target), ...bound, measured, met, advice: [...advice] };
  });
}

function boundOf(target: Target): Bound {
  return "below" in target ? { below: target.below } : { above: target.above };
}

function isKept(bound: Bound, measured: number): boolean {
  return "below" in bound ? measured < bound.below : measured > bound.above;
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

/** Throws a RangeError for a target that no result can show, which is a mistake in the target. */
function unitOf({ name, figure, relativeTo }: Target): TargetResult["unit"] {
  if (relativeTo !== undefined) return "ratio";
  const { unit } = metrics[figure.metric];
  if (unit === "ns" || unit === "bytes" || unit === "ops/s") return unit;
  throw new RangeError(`target "${name}" is about ${unit}; a target is about ns, bytes, ops/s or a ratio`);
}
