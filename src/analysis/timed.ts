import type { Comparison, Evidence, Interval } from "../model/comparison.ts";
import type { Direction } from "../model/metric.ts";
import type { ArmFigures } from "./figures.ts";
import { holm } from "./holm.ts";
import { signedRankInterval, signedRankP } from "./signed-rank.ts";

/** Confidence of every interval of a timed row. */
const confidence = 0.99;
/** With fewer rounds there is no interval of this confidence: 2/2ⁿ would exceed what it leaves. */
const roundsForInterval = Math.ceil(Math.log2(2 / (1 - confidence)));

/** One timed metric of one case that both sides have figures of. */
export interface TimedRow {
  /** The part that every comparison has. */
  readonly row: Pick<Comparison, "case" | "metric" | "unit" | "direction" | "gating">;
  readonly figures: ArmFigures;
  /** Medians over the rounds, in the row's unit. */
  readonly base: number;
  readonly head: number;
  /** The policy's floor (relative). */
  readonly floor: number;
}

/** What the rounds of one row say, before the other rows are asked. */
interface Reading {
  /** Per round, ln(head) against the mean of both bases; positive is worse. */
  readonly changes: readonly number[];
  readonly change: Interval | null;
  readonly control: Interval | null;
  readonly bar: number;
  /** Two-sided p of "the change lies within ± bar", of this row alone. */
  readonly p: number;
}

/**
 * Judges all timed rows of a run at once, because gating rows share one error probability `alpha`.
 *
 *           -bar    -floor      0      floor     bar
 *     ────────┼────────┼────────┼────────┼────────┼────────
 *     ├────┤                                                  improved
 *                         ├────────┤                          unchanged
 *                              ├────────────┤                 inconclusive
 *                                             ├───────┤       inconclusive: base against base moved as far
 *                                                   ├────┤    regressed
 *
 * The floor is what the policy says does not matter. The bar is the floor, or the furthest end of the interval of base
 * against base when that lies further out: what this machine made up for equal programs is no evidence for unequal ones.
 * It makes red and green harder to reach and never makes "unchanged" easier. Gating rows must also pass Holm's adjusted
 * test; rows that do not gate are judged by their interval alone.
 */
export function judgeTimedRows(
  rows: readonly TimedRow[],
  { neededRounds, alpha }: { neededRounds: number; alpha: number },
): Map<TimedRow, Comparison> {
  const readings = new Map(rows.map((timed) => [timed, readRounds(timed)]));
  const family = new Map([...readings].filter(([{ row }]) => row.gating).map(([timed, { p }]) => [timed, p]));
  const adjusted = holm(family);
  const ruleOf = (timed: TimedRow): Rule =>
    timed.row.gating
      ? {
          neededRounds: Math.max(neededRounds, roundsForInterval),
          p: adjusted.get(timed) ?? 1,
          alpha,
          strictestAlpha: alpha / family.size,
        }
      : { neededRounds: roundsForInterval, p: null, alpha, strictestAlpha: 1 - confidence };
  return new Map([...readings].map(([timed, reading]) => [timed, judge(timed, reading, ruleOf(timed))]));
}

/** What one row has to pass. */
interface Rule {
  readonly neededRounds: number;
  /** Holm-adjusted; null for a row that does not gate. */
  readonly p: number | null;
  readonly alpha: number;
  /** What the row's own p would have to reach if this were the only row that changed. */
  readonly strictestAlpha: number;
}

/**
 * A round counts when all three arms have a figure above 0. Its change is y = ln(head) - (ln(base) + ln(control)) / 2
 * and its control c = ln(control) - ln(base). With one variance σ² per arm the mean of two bases lowers the variance of
 * y from 2σ² to 1.5σ², and makes y and c uncorrelated: the bar is not raised by the very noise that moved the change.
 * Where higher is better the signs are turned, so a throughput of base / head = 1.05 is 5 % worse.
 */
function readRounds({ figures, floor, row }: TimedRow): Reading {
  const changes: number[] = [];
  const controls: number[] = [];
  for (const [round, headFigure] of figures.head) {
    const [base, head, control] = [figures.base.get(round), headFigure, figures.control.get(round)];
    if (base === undefined || control === undefined || !(Math.min(base, head, control) > 0)) continue;
    changes.push(worse(Math.log(head) - (Math.log(base) + Math.log(control)) / 2, row.direction));
    controls.push(worse(Math.log(control) - Math.log(base), row.direction));
  }
  const control = relativeInterval(controls, confidence);
  const bar = Math.max(floor, Math.abs(control?.low ?? 0), Math.abs(control?.high ?? 0));
  return {
    changes,
    change: relativeInterval(changes, confidence),
    control,
    bar,
    p: beyondBarP(changes, bar),
  };
}

function worse(logRatio: number, direction: Direction): number {
  return direction === "lower" ? logRatio : 0 - logRatio;
}

/** The interval of log-ratios as one of relative changes. */
function relativeInterval(logRatios: readonly number[], level: number): Interval | null {
  const interval = signedRankInterval(logRatios, level);
  if (!interval) return null;
  return {
    low: Math.expm1(interval.low),
    estimate: Math.expm1(interval.estimate),
    high: Math.expm1(interval.high),
  };
}

/** Two-sided p of "the change lies within ± bar": the smaller of both one-sided ones, doubled. */
function beyondBarP(changes: readonly number[], bar: number): number {
  const above = signedRankP(changes, Math.log1p(bar), "above");
  // Nothing gets better by more than 100 %.
  const below = signedRankP(changes, Math.log1p(-Math.min(1, bar)), "below");
  return Math.min(1, 2 * Math.min(above, below));
}

function judge(timed: TimedRow, reading: Reading, rule: Rule): Comparison {
  const { row, base, head, floor } = timed;
  const { change, control, bar } = reading;
  const rounds = reading.changes.length;
  if (change === null || rounds < rule.neededRounds) {
    const evidence: Evidence = {
      kind: "rounds",
      rounds,
      floor,
      bar,
      control,
      p: null,
      detectable: null,
      confirmation: null,
    };
    const reason = `${rule.neededRounds} rounds needed, ${rounds} measured`;
    return { ...row, verdict: "inconclusive", change, base, head, evidence, waiver: null, reason };
  }
  const detectable = detectableChange(reading, rule.strictestAlpha);
  const evidence: Evidence = {
    kind: "rounds",
    rounds,
    floor,
    bar,
    control,
    p: rule.p,
    detectable,
    confirmation: null,
  };
  const told = tell(change, { floor, bar, proven: rule.p === null || rule.p <= rule.alpha });
  return { ...row, ...told, change, base, head, evidence, waiver: null };
}

/**
 * The smallest change that this row would have shown: as far beyond the bar as half the width of the interval that
 * would have to clear it. For a gating row that is the one of Holm's first step, since a lone change must pass it.
 */
function detectableChange({ changes, bar }: Reading, strictestAlpha: number): number | null {
  const interval = relativeInterval(changes, 1 - strictestAlpha);
  return interval && bar + (interval.high - interval.low) / 2;
}

type Told =
  | { readonly verdict: "regressed" | "improved" | "unchanged" }
  | { readonly verdict: "inconclusive"; readonly reason: string };

/** `proven` is whether the row passed the test that all gating rows share. */
function tell({ low, high }: Interval, limits: { floor: number; bar: number; proven: boolean }): Told {
  const { floor, bar, proven } = limits;
  if (low >= -floor && high <= floor) return { verdict: "unchanged" };
  if (low > bar || high < -bar) {
    if (proven) return { verdict: low > bar ? "regressed" : "improved" };
    return unclear("changed by itself, but not surely enough for one row among so many");
  }
  if (low > floor || high < -floor) return unclear("the base differed from itself by as much in this run");
  if (low < -floor && high > floor) return unclear("the figures vary too much to tell better from worse");
  return unclear("the figures allow for no change as well as for one that matters");
}

function unclear(reason: string): Told {
  return { verdict: "inconclusive", reason };
}
