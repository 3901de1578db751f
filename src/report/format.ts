import type { Comparison, Interval } from "../model/comparison.ts";
import { type Direction, isMetric, type MetricName, metrics, type Unit } from "../model/metric.ts";
import type { TargetResult } from "../model/results.ts";

/*
 * The only place that rounds and that scales units.
 */

/** Confidence of every interval that a report shows. */
export const confidence = "99 %";

/** A unit to show figures in: `12.3 µs` is 12,300 in a scale of 1,000. */
export interface Scale {
  readonly suffix: string;
  readonly factor: number;
}

/** From small to large. */
const scales: Readonly<Record<Unit, readonly [Scale, ...Scale[]]>> = {
  ns: [
    { suffix: " ns", factor: 1 },
    { suffix: " µs", factor: 1e3 },
    { suffix: " ms", factor: 1e6 },
    { suffix: " s", factor: 1e9 },
  ],
  "ops/s": [
    { suffix: " ops/s", factor: 1 },
    { suffix: " k ops/s", factor: 1e3 },
    { suffix: " M ops/s", factor: 1e6 },
    { suffix: " G ops/s", factor: 1e9 },
  ],
  bytes: [
    { suffix: " B", factor: 1 },
    { suffix: " KiB", factor: 1024 },
    { suffix: " MiB", factor: 1024 ** 2 },
    { suffix: " GiB", factor: 1024 ** 3 },
  ],
  // fuel is read to the unit as long as it can be, and goes by the name of its metric
  units: [
    { suffix: "", factor: 1 },
    { suffix: " M", factor: 1e6 },
    { suffix: " G", factor: 1e9 },
  ],
  count: [{ suffix: "", factor: 1 }],
};

function isUnit(unit: string): unit is Unit {
  return Object.hasOwn(scales, unit);
}

/** What other tools measure in is shown as they have it. */
function scalesOf(unit: string): readonly [Scale, ...Scale[]] {
  return isUnit(unit) ? scales[unit] : [{ suffix: ` ${unit}`, factor: 1 }];
}

/** The largest scale in which the figure is at least 1. */
export function scaleOf(value: number, unit: string): Scale {
  const [first, ...larger] = scalesOf(unit);
  const fits = ({ factor }: Scale) => Number((Math.abs(value) / factor).toPrecision(3)) >= 1;
  return larger.findLast(fits) ?? first;
}

/** One scale for all figures of a column, where none of them becomes unreadable in it; null where some would. */
export function commonScale(values: readonly number[], unit: string): Scale | null {
  const sizes = values.map(Math.abs).filter((size) => size > 0);
  if (sizes.length === 0) return null;
  const scale = scaleOf(Math.min(...sizes), unit);
  return Math.max(...sizes) / scale.factor < 10_000 ? scale : null;
}

/** A figure with three significant digits: `41.2 µs`. Whole counts, bytes and units stay whole. */
export function formatFigure(value: number, unit: string, scale: Scale = scaleOf(value, unit)): string {
  const scaled = value / scale.factor;
  switch (unit) {
    case "bytes":
    case "units":
    case "count":
      return shortest(scaled) + scale.suffix;
    default:
      return significant(scaled) + scale.suffix;
  }
}

/** A figure with all its digits in its own unit: `12,345 B`. */
export function formatExactFigure(value: number, unit: string): string {
  return groupThousands(value) + scalesOf(unit)[0].suffix;
}

/** A difference with its sign and all its digits: `+12,345`. */
export function formatSigned(difference: number): string {
  return `${signOf(difference)}${groupThousands(Math.abs(difference))}`;
}

function signOf(difference: number): string {
  return difference < 0 ? "−" : "+";
}

/** Numbers that differ from round to round, from the smallest to the largest: `0.4 to 2.1`. Null where there are none. */
export function formatSpan(values: readonly number[], write: (value: number) => string): string | null {
  if (values.length === 0) return null;
  const [low, high] = [write(Math.min(...values)), write(Math.max(...values))];
  return low === high ? high : `${low} to ${high}`;
}

/** A number with three significant digits at most: `2.35`. */
export function formatNumber(value: number): string {
  return shortest(value);
}

/** A duration in words for people, from milliseconds: `1 min 36 s`. */
export function formatDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (ms < 10_000) return `${shortest(Math.max(0, ms) / 1000)} s`;
  if (seconds < 120) return `${seconds} s`;
  const minutes = `${Math.floor(seconds / 60)} min`;
  return seconds % 60 === 0 ? minutes : `${minutes} ${seconds % 60} s`;
}

/** A relative amount without direction, `2 %`; for floors and for what a run could have seen. */
export function formatShare(share: number): string {
  const percent = Math.abs(share) * 100;
  return `${percent >= 1000 ? groupThousands(Math.round(percent)) : shortest(Number(percent.toPrecision(2)))} %`;
}

/** Where the figure of a target should lie: `below 10 ms`, `above 7.4 k ops/s`, or with other words for these two. */
export function formatBound(target: TargetResult, words = { below: "below", above: "above" }): string {
  return "below" in target
    ? `${words.below} ${formatLimit(target.below, target.unit)}`
    : `${words.above} ${formatLimit(target.above, target.unit)}`;
}

/** A bound of a target by itself: `10 ms`, `1.05x`. */
export function formatLimit(value: number, unit: TargetResult["unit"]): string {
  if (unit === "ratio") return `${shortest(value)}x`;
  const scale = scaleOf(value, unit);
  return shortest(value / scale.factor) + scale.suffix;
}

/** What was measured for a target: `12.3 ms`, `1.08x`. */
export function formatMeasured(value: number, unit: TargetResult["unit"]): string {
  return unit === "ratio" ? `${significant(value)}x` : formatFigure(value, unit);
}

/** `abc1234` */
export function shortSha(sha: string): string {
  return /^[0-9a-f]{12,64}$/.test(sha) ? sha.slice(0, 7) : sha;
}

/** `1 row`, `2 rows` */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${groupThousands(count)} ${count === 1 ? one : many}`;
}

/** What worse and better are called, for one metric. */
interface Wording {
  readonly worse: string;
  readonly better: string;
  /** Of what: `less` of `throughput`. Empty where the adjective says it all. */
  readonly of: string;
  /** How a sentence ties a case to the word: the case *is* slower, *has* less throughput, *burns* more fuel. */
  readonly verb: "is" | "has" | "burns";
}

const slowerFaster: Wording = { worse: "slower", better: "faster", of: "", verb: "is" };

const wordings: Readonly<Record<MetricName, Wording>> = {
  time: slowerFaster,
  throughput: { worse: "less", better: "more", of: " throughput", verb: "has" },
  p50: slowerFaster,
  p90: slowerFaster,
  p95: slowerFaster,
  p99: slowerFaster,
  "p99.9": slowerFaster,
  max: slowerFaster,
  heap: { worse: "more", better: "less", of: " heap", verb: "has" },
  growth: { worse: "more", better: "less", of: " growth", verb: "has" },
  parse: slowerFaster,
  validate: slowerFaster,
  dispatch: slowerFaster,
  guest: slowerFaster,
  reply: slowerFaster,
  payload: { worse: "less", better: "more", of: " payload", verb: "has" },
  fuel: { worse: "more", better: "less", of: " fuel", verb: "burns" },
  size: { worse: "larger", better: "smaller", of: "", verb: "is" },
  memory: { worse: "more", better: "less", of: " memory", verb: "has" },
  exports: { worse: "more", better: "fewer", of: " exports", verb: "has" },
};

/** What another tool calls its metric stands beside the words. */
const lowerIsBetter: Wording = { worse: "more", better: "less", of: "", verb: "has" };

/** A time that grew is slower, also for a repository that wants it so: then slower is better. */
function wordingOf(metric: string, direction: Direction): Wording {
  const wording = isMetric(metric) ? wordings[metric] : lowerIsBetter;
  if (direction === (isMetric(metric) ? metrics[metric].direction : "lower")) return wording;
  return { ...wording, worse: wording.better, better: wording.worse };
}

/** The verb that ties the case to a change of the metric. */
export function verbOf(metric: string): string {
  return isMetric(metric) ? wordings[metric].verb : lowerIsBetter.verb;
}

/** Whether another tool measured the row. */
export function isImported({ evidence }: ComparedRow): boolean {
  return evidence.kind === "samples" || (evidence.kind === "exact" && evidence.against === "imported");
}

/** Rows that were compared: both figures and what lies between them. */
export type ComparedRow = Extract<
  Comparison,
  { verdict: "regressed" | "suspected" | "improved" | "unchanged" | "inconclusive" }
>;

/** The change of a row in words: an interval where there is noise, the difference digit by digit where there is none. */
export function formatChange(row: ComparedRow): string {
  if (row.evidence.kind === "exact") return formatDifference(row);
  return row.change === null ? "" : formatInterval(row.change, row.metric, row.direction);
}

/** The change that fresh rounds showed of a row whose first ones showed a regression. Empty where there were none. */
export function formatAgain({ evidence, metric, direction }: ComparedRow): string {
  if (evidence.kind !== "rounds" || evidence.confirmation === null) return "";
  const { change, rounds } = evidence.confirmation;
  if (change === null) return `no interval from ${countOf(rounds, "round")}`;
  return formatInterval(change, metric, direction);
}

/** `4.8 % to 5.3 % slower`, `1.9x to 2.1x faster`, `0.4 % faster to 0.3 % slower`. */
export function formatInterval(change: Interval, metric: string, direction: Direction): string {
  const { worse, better, of } = wordingOf(metric, direction);
  const [low, high] = [headPerBase(change.low, direction), headPerBase(change.high, direction)];
  if (change.low >= 0) return `${formatRange(low, high)} ${worse}${of}`;
  if (change.high <= 0) return `${formatRange(high, low)} ${better}${of}`;
  const digits = percentDigits(high - low);
  const [gained, lost] = [percent(low - 1, digits), percent(high - 1, digits)];
  if (Number(gained) === 0) return `0 % to ${lost} % ${worse}${of}`;
  if (Number(lost) === 0) return `0 % to ${gained} % ${better}${of}`;
  return `${gained} % ${better} to ${lost} % ${worse}${of}`;
}

/** How far head lies from base in the middle of the interval, in percent of base and without sign; for pictures. */
export function percentOfBase({ estimate }: Interval, direction: Direction): number {
  return Math.abs(headPerBase(estimate, direction) - 1) * 100;
}

/** A change says how many times worse head is; where higher is better, that is base / head. */
function headPerBase(change: number, direction: Direction): number {
  return direction === "lower" ? 1 + change : 1 / (1 + change);
}

/** From the end near 1 to the far end, both on one side of it. */
function formatRange(near: number, far: number): string {
  const [nearFactor, farFactor] = [factorOf(near), factorOf(far)];
  if (nearFactor >= 1.5 && Number.isFinite(farFactor)) {
    const digits = farFactor >= 100 ? 0 : farFactor - nearFactor < 0.2 ? 2 : 1;
    return `${factor(nearFactor, digits)} to ${factor(farFactor, digits)}`;
  }
  const digits = percentDigits(far - near);
  const [start, end] = [percent(near - 1, digits), percent(far - 1, digits)];
  return Number(start) === 0 ? `0 % to ${end} %` : `${start} % to ${end} %`;
}

/** How many times the larger figure is the smaller one. */
function factorOf(ratio: number): number {
  return ratio <= 0 ? Number.POSITIVE_INFINITY : Math.max(ratio, 1 / ratio);
}

function factor(value: number, digits: number): string {
  return `${digits === 0 ? groupThousands(Math.round(value)) : value.toFixed(digits)}x`;
}

/** Enough digits to tell the ends of the interval apart, and not more than they carry. */
function percentDigits(width: number): number {
  if (Math.abs(width) >= 0.1) return 0;
  return Math.abs(width) >= 0.002 ? 1 : 2;
}

/** The amount in percent, without sign and unit. */
function percent(share: number, digits: number): string {
  const value = Math.abs(share) * 100;
  return digits === 0 ? groupThousands(Math.round(value)) : value.toFixed(digits);
}

/** `1 B larger`, `65,536 B more memory (2x)`, `1 unit more fuel (+0.00007 %)`, `the same`. */
export function formatDifference({
  base,
  head,
  unit,
  metric,
  direction,
}: Pick<ComparedRow, "base" | "head" | "unit" | "metric" | "direction">): string {
  if (base === head) return "the same";
  const worse = direction === "lower" ? head > base : head < base;
  const wording = wordingOf(metric, direction);
  const difference = Math.abs(head - base);
  const amount = unit === "units" ? countOf(difference, "unit") : formatExactFigure(difference, unit);
  const size = unit === "units" ? signedSize(base, head) : relativeSize(base, head);
  return `${amount} ${worse ? wording.worse : wording.better}${wording.of}${size}`;
}

/** As `relativeSize`, with a sign, and however small it is: fuel differs by one unit in millions and means it. */
function signedSize(base: number, head: number): string {
  if (base <= 0 || head <= 0) return "";
  if (Math.max(head / base, base / head) >= 1.5) return relativeSize(base, head);
  const share = Math.abs(head / base - 1);
  return share < 1e-8 ? " (less than 0.000001 %)" : ` (${signOf(head - base)}${formatShare(share)})`;
}

/** The size of an exact difference in brackets; nothing where it says nothing. */
function relativeSize(base: number, head: number): string {
  if (base <= 0 || head <= 0) return "";
  const times = Math.max(head / base, base / head);
  if (times >= 1.5) return ` (${shortest(times)}x)`;
  const share = Math.abs(head / base - 1);
  return share >= 0.0005 ? ` (${formatShare(share)})` : "";
}

/** Three significant digits, zeros kept so that a column lines up: `41.0`. Never an exponent. */
function significant(value: number): string {
  if (value === 0) return "0";
  const magnitude = Math.floor(Math.log10(Math.abs(Number(value.toPrecision(3)))));
  const digits = Math.min(Math.max(2 - magnitude, 0), 6);
  return groupThousands(value.toFixed(digits));
}

/** Three significant digits at least, all digits of a whole number, zeros left out: `41`. */
function shortest(value: number): string {
  if (Math.abs(value) >= 1000 || Number.isInteger(value)) return groupThousands(Math.round(value));
  return String(Number(significant(value)));
}

function groupThousands(number: number | string): string {
  const [whole = "", fraction] = String(number).split(".");
  const grouped = whole.replace(/\d(?=(?:\d{3})+$)/g, "$&,");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
