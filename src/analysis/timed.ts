import type { Comparison, Confirmation, Evidence, Interval } from "../model/comparison.ts";
import { holm } from "./holm.ts";
import { rankSumInterval, rankSumP } from "./rank-sum.ts";
import type { RoundRatio } from "./ratios.ts";
import { againAlpha, confidence, neededAgain, roundsForInterval } from "./rounds.ts";
import { signedRankInterval, signedRankP } from "./signed-rank.ts";

/** One timed metric of one case that both sides have figures of. */
export interface TimedRow {
  /** The part that every comparison has. */
  readonly row: Pick<Comparison, "case" | "metric" | "unit" | "direction" | "gating">;
  /** Of the first rounds. */
  readonly ratios: readonly RoundRatio[];
  /** Of the fresh rounds of a second look; none where there was no second look. */
  readonly again: readonly RoundRatio[];
  /** Medians over the first rounds, in the row's unit. */
  readonly base: number;
  readonly head: number;
  /** The policy's floor (relative). */
  readonly floor: number;
}

/** One figure that another tool took samples of, of base and of head. Nothing of it can be run again. */
export interface SampledRow extends Pick<TimedRow, "row" | "base" | "head" | "floor"> {
  /** As logarithms; a larger one is worse. */
  readonly logs: { readonly base: readonly number[]; readonly head: readonly number[] };
}

/** How all timed rows of a run are judged. */
export interface TimedRule {
  /** First rounds below which a gating row is not judged. */
  readonly neededRounds: number;
  /** Probability of any false alarm among all gating rows together. */
  readonly alpha: number;
  /** Gating rows of the same run that other jobs judge. */
  readonly gatingElsewhere: number;
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
 *                                                   ├────┤    suspected, and regressed when fresh rounds show it again
 *
 * The floor is what the policy says does not matter. The bar is the floor, or the furthest end of the interval of base
 * against base when that lies further out: what this machine made up for equal programs is no evidence for unequal ones.
 * It makes red and green harder to reach and never makes "unchanged" easier.
 *
 * A gating row is tested with all others by Holm's method. A row that was not looked at again has the two-sided p of its
 * first rounds. One that was, because its interval lay beyond the bar, has the p of both looks together: equal programs get
 * a second look with a probability of at most (1 - confidence) / 2, and then a second look as bad as p₂ with a probability
 * of at most p₂, so (1 - confidence) · p₂, two-sided. Fresh rounds must also show the change again by themselves.
 *
 * Rows that do not gate are judged by the interval of their first rounds alone.
 *
 * Samples of another tool are read with the rank-sum test, in the place of the signed-rank one: nothing pairs those of base with
 * those of head. There is no base against base and no second look, so the bar is the floor and the first look counts.
 */
export function judgeTimedRows<Row extends TimedRow | SampledRow>(
  rows: readonly Row[],
  { neededRounds, alpha, gatingElsewhere }: TimedRule,
): Map<Row, Comparison> {
  const readings = new Map(rows.map((timed) => [timed, readRow(timed)]));
  const gating = [...readings].filter(([{ row }]) => row.gating);
  const ps = new Map(gating.map(([timed, reading]) => [timed, familyP(reading)]));
  const adjusted = holm(ps, gatingElsewhere);
  const ruleOf = (timed: Row): Rule =>
    timed.row.gating
      ? {
          neededRounds: Math.max(neededRounds, roundsForInterval(confidence)),
          neededAgain: neededAgain(gating.length + gatingElsewhere),
          p: adjusted.get(timed) ?? 1,
          alpha,
        }
      : { neededRounds: roundsForInterval(confidence), neededAgain: 0, p: null, alpha };
  return new Map([...readings].map(([timed, reading]) => [timed, judge(timed, reading, ruleOf(timed))]));
}

/** What one row has to pass. */
interface Rule {
  readonly neededRounds: number;
  readonly neededAgain: number;
  /** Holm-adjusted; null for a row that does not gate. */
  readonly p: number | null;
  readonly alpha: number;
}

/** What the rounds or the samples of one row say, before the other rows are asked. */
interface Reading {
  readonly rounds: number;
  readonly change: Interval | null;
  readonly control: Interval | null;
  readonly bar: number;
  /** Two-sided p of "the change lies within ± bar", of this row alone. */
  readonly p: number;
  /** What a second look says, whatever it was taken for; null when there was none. */
  readonly again: Omit<Confirmation, "confirmed"> | null;
}

function readRow(timed: TimedRow | SampledRow): Reading {
  return "logs" in timed ? readSamples(timed) : readRounds(timed);
}

function readSamples({ logs: { base, head }, floor }: SampledRow): Reading {
  return {
    rounds: 0,
    change: relative(rankSumInterval(base, head, confidence)),
    control: null,
    bar: floor,
    p: beyondBarP((hypothesis, side) => rankSumP(base, head, hypothesis, side), floor),
    again: null,
  };
}

function readRounds({ ratios, again, floor }: TimedRow): Reading {
  const changes = ratios.map(({ change }) => change);
  const controls = ratios.map((ratio) => ratio.control);
  const control = relativeInterval(controls, confidence);
  const bar = barOf(floor, control);
  return {
    rounds: ratios.length,
    change: relativeInterval(changes, confidence),
    control,
    bar,
    p: beyondBarP((hypothesis, side) => signedRankP(changes, hypothesis, side), bar),
    again: readAgain(again, { controls, floor }),
  };
}

/** All that is known of the control raises the bar of the second look. */
function readAgain(
  ratios: readonly RoundRatio[],
  first: { readonly controls: readonly number[]; readonly floor: number },
): Reading["again"] {
  if (ratios.length === 0) return null;
  const changes = ratios.map(({ change }) => change);
  const controls = ratios.map(({ control }) => control);
  const bar = barOf(first.floor, relativeInterval([...first.controls, ...controls], confidence));
  return {
    rounds: ratios.length,
    change: relativeInterval(changes, confidence),
    bar,
    p: signedRankP(changes, Math.log1p(bar), "above"),
  };
}

function barOf(floor: number, control: Interval | null): number {
  return Math.max(floor, Math.abs(control?.low ?? 0), Math.abs(control?.high ?? 0));
}

/** The interval of log-ratios as one of relative changes. */
function relativeInterval(logs: readonly number[], level: number): Interval | null {
  return relative(signedRankInterval(logs, level));
}

function relative(interval: Interval | null): Interval | null {
  if (!interval) return null;
  return {
    low: Math.expm1(interval.low),
    estimate: Math.expm1(interval.estimate),
    high: Math.expm1(interval.high),
  };
}

/** Two-sided p of "the change lies within ± bar": the smaller of both one-sided ones, doubled. */
function beyondBarP(pOf: (hypothesis: number, side: "above" | "below") => number, bar: number): number {
  const above = pOf(Math.log1p(bar), "above");
  // Nothing gets better by more than 100 %.
  const below = pOf(Math.log1p(-Math.min(1, bar)), "below");
  return Math.min(1, 2 * Math.min(above, below));
}

function isWorse({ change, bar }: Reading): boolean {
  return change !== null && change.low > bar;
}

/** Of one row in the family of all gating ones. */
function familyP(reading: Reading): number {
  const { again, p } = reading;
  return again !== null && isWorse(reading) ? (1 - confidence) * again.p : p;
}

function judge(timed: TimedRow | SampledRow, reading: Reading, rule: Rule): Comparison {
  if ("logs" in timed) return judgeSamples(timed, reading, rule);
  const { row, base, head, floor } = timed;
  const { rounds, change, control, bar } = reading;
  const seen = { ...row, base, head, waiver: null };
  const shown: Evidence = {
    kind: "rounds",
    rounds,
    floor,
    bar,
    control,
    p: null,
    detectable: null,
    confirmation: null,
  };
  if (change === null || rounds < rule.neededRounds) {
    const reason = `${rule.neededRounds} rounds needed, ${rounds} measured`;
    return { ...seen, verdict: "inconclusive", change, evidence: shown, reason };
  }
  const evidence = { ...shown, p: rule.p, detectable: detectableChange(change, bar) };
  if (rule.p !== null && isWorse(reading)) {
    return { ...seen, change, ...judgeAgain(evidence, reading.again, rule) };
  }
  const proven = rule.p === null || rule.p <= rule.alpha;
  return { ...seen, ...tell(change, { floor, bar, proven }), change, evidence };
}

function judgeSamples(
  { row, base, head, floor, logs }: SampledRow,
  reading: Reading,
  rule: Rule,
): Comparison {
  const { change, bar } = reading;
  const counts = { base: logs.base.length, head: logs.head.length };
  const seen = { ...row, base, head, waiver: null, change };
  const shown: Evidence = { kind: "samples", ...counts, floor, p: null, detectable: null };
  if (change === null) {
    const reason = `${counts.base} and ${counts.head} samples are too few, five of each are enough`;
    return { ...seen, verdict: "inconclusive", evidence: shown, reason };
  }
  const evidence = { ...shown, p: rule.p, detectable: detectableChange(change, bar) };
  const proven = rule.p === null || rule.p <= rule.alpha;
  return { ...seen, ...tell(change, { floor, bar, proven }), change, evidence };
}

type RoundsEvidence = Extract<Evidence, { kind: "rounds" }>;
type Told =
  | { readonly verdict: "regressed" | "improved" | "unchanged" }
  | { readonly verdict: "inconclusive" | "suspected"; readonly reason: string };

/** A gating row whose first rounds show a regression. */
function judgeAgain(
  evidence: RoundsEvidence,
  again: Reading["again"],
  { p, alpha, neededAgain: needed }: Rule,
): Told & { readonly evidence: RoundsEvidence } {
  if (again === null) return { evidence, verdict: "suspected", reason: "it has not been looked at again" };
  const enough = again.rounds >= needed;
  const shownAgain = again.p <= againAlpha;
  const confirmed = enough && shownAgain && (p ?? 1) <= alpha;
  const told = { ...evidence, confirmation: { ...again, confirmed } };
  if (confirmed) return { evidence: told, verdict: "regressed" };
  if (!enough) {
    const reason = `${needed} rounds needed for a second look, ${again.rounds} measured`;
    return { evidence: told, verdict: "suspected", reason };
  }
  const reason = shownAgain
    ? "as one of many rows, it may be chance twice"
    : "fresh rounds did not show the regression again";
  return { evidence: told, ...unclear(reason) };
}

/**
 * The smallest change that this row would have shown, more often than not: as far beyond the bar as half the width of the
 * interval, all of which has to clear it.
 */
function detectableChange({ low, high }: Interval, bar: number): number {
  return bar + (high - low) / 2;
}

function tell(
  { low, high }: Interval,
  { floor, bar, proven }: { floor: number; bar: number; proven: boolean },
): Told {
  const isBeyond = low > bar || high < -bar;
  if (isBeyond && proven) return { verdict: low > bar ? "regressed" : "improved" };
  if (low > -floor && high < floor) return { verdict: "unchanged" };
  if (isBeyond) return unclear("as one of many rows, it may be chance");
  if (low > floor || high < -floor) return unclear("the base differed from itself by as much in this run");
  if (low < -floor && high > floor) return unclear("the figures vary too much to tell better from worse");
  return unclear("the figures allow for no change as well as for one that matters");
}

function unclear(reason: string): Extract<Told, { reason: string }> {
  return { verdict: "inconclusive", reason };
}
