import type { Arm } from "../model/measurement.ts";
import type { Direction } from "../model/metric.ts";
import type { ArmFigures, ArmSamples } from "./figures.ts";

/** What one round says of a metric, as logarithms of ratios; positive is worse. */
export interface RoundRatio {
  readonly round: number;
  /** Head against both bases. */
  readonly change: number;
  /** The second base against the first. */
  readonly control: number;
}

/**
 * Of arms that were measured one after the other: what each round says in which all three have a figure above 0.
 *
 * With round figures b, h, c: y = ln(h) - (ln(b) + ln(c)) / 2 is the change and ln(c) - ln(b) the control. With one variance
 * σ² per arm the mean of two bases lowers the variance of y from 2σ² to 1.5σ², and makes y and the control uncorrelated: the
 * bar is not raised by the very noise that moved the change. Where higher is better the signs are turned, so a throughput of
 * base / head = 1.05 is 5 % worse.
 */
export function ratiosOfFigures(figures: ArmFigures, direction: Direction): RoundRatio[] {
  return roundRatios(figures, direction, (base, head, control) => {
    if (!(Math.min(base, head, control) > 0)) return null;
    return {
      change: Math.log(head) - (Math.log(base) + Math.log(control)) / 2,
      control: Math.log(control) - Math.log(base),
    };
  });
}

/**
 * Of arms that took turns, so that sample n of each was taken within a millisecond or so, in one process: what each round
 * says that has turns with samples above 0, signs as in `ratiosOfFigures`.
 *
 * Each of the three ratios, head to either base and base to base, is the median of those of its turns. A processor that is shared,
 * or changes its speed, is fast in some milliseconds and up to twice as slow in others. Most turns see one speed only, and
 * have the same ratio in either; means of arms differ by how many slow samples each of them met. On a two-core shared
 * machine this halved the spread between rounds.
 */
export function ratiosOfTurns(samples: ArmSamples, direction: Direction): RoundRatio[] {
  return roundRatios(samples, direction, (base, head, control) => {
    const toBase = medianLogRatio(head, base);
    const toControl = medianLogRatio(head, control);
    const ofBases = medianLogRatio(control, base);
    if (toBase === null || toControl === null || ofBases === null) return null;
    return { change: (toBase + toControl) / 2, control: ofBases };
  });
}

/** The ratios of the rounds that all arms were measured in, as far as they have one. */
function roundRatios<Value>(
  arms: Readonly<Record<Arm, ReadonlyMap<number, Value>>>,
  direction: Direction,
  ratioOf: (base: Value, head: Value, control: Value) => Omit<RoundRatio, "round"> | null,
): RoundRatio[] {
  const sign = direction === "lower" ? 1 : -1;
  const ratios: RoundRatio[] = [];
  for (const [round, head] of arms.head) {
    const [base, control] = [arms.base.get(round), arms.control.get(round)];
    if (base === undefined || control === undefined) continue;
    const ratio = ratioOf(base, head, control);
    // + 0 turns -0 into 0
    if (ratio) ratios.push({ round, change: sign * ratio.change + 0, control: sign * ratio.control + 0 });
  }
  return ratios;
}

/** The median of the logarithms of the ratios of samples of the same turn; null without one. */
function medianLogRatio(over: readonly number[], under: readonly number[]): number | null {
  const ratios = new Float64Array(Math.min(over.length, under.length));
  let length = 0;
  for (let turn = 0; turn < ratios.length; turn++) {
    const ratio = (over[turn] ?? 0) / (under[turn] ?? 0);
    if (ratio > 0 && ratio < Number.POSITIVE_INFINITY) ratios[length++] = ratio;
  }
  const sorted = ratios.subarray(0, length).sort();
  const low = sorted[Math.floor((length - 1) / 2)];
  const high = sorted[Math.floor(length / 2)];
  return low === undefined || high === undefined ? null : (Math.log(low) + Math.log(high)) / 2;
}
