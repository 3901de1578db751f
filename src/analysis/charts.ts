import type { BranchHistory, Charts, Distribution, HistoryLine, RowFigures } from "../model/charts.ts";
import type { HistoryEntry } from "../model/history.ts";
import { type Arm, arms, type Measurement } from "../model/measurement.ts";
import { type Direction, type MetricName, metrics } from "../model/metric.ts";
import type { Results } from "../model/results.ts";
import { branchOf, type Series } from "./branch.ts";
import { type ArmFigures, type ArmSamples, figuresOfArms, samplesOfCase } from "./figures.ts";
import { ratiosOfFigures, ratiosOfTurns } from "./ratios.ts";

/**
 * What the charts of a report are drawn from.
 *
 * @param history of the base branch, oldest first; empty where it is not known
 */
export function chartsOf(results: Results, history: readonly HistoryEntry[]): Charts {
  return {
    figures: [...rowFigures(results), ...importedFigures(results)],
    history: branchHistory(results, history),
  };
}

function rowFigures({ measurements, cases, comparisons }: Results): RowFigures[] {
  const directionOf = directionsIn(comparisons);
  const inTurns = new Set(cases.filter(({ isolation }) => isolation === "turns").map(({ id }) => id));
  const timed = measurements.filter(({ metric }) => metrics[metric].kind === "timed");
  const byCase = Map.groupBy(timed, (measurement: Measurement) => measurement.case);
  return [...byCase].flatMap(([id, ofCase]) =>
    Array.from(samplesOfCase(ofCase), ([metric, samples]) => {
      const row = { case: id, metric };
      return figuresOfRow(row, samples, { direction: directionOf(row), inTurns: inTurns.has(id) });
    }),
  );
}

/** Samples of another tool that are shown one by one. */
const samplesShown = 60;

function importedFigures({ imported }: Results): RowFigures[] {
  const byRow = Map.groupBy(imported, keyOf);
  return [...byRow.values()].flatMap((ofRow) => {
    const samplesOf = (arm: Arm) => ofRow.find((each) => each.arm === arm)?.samples ?? [];
    const [first] = ofRow;
    const [base, head] = [samplesOf("base"), samplesOf("head")];
    if (first === undefined || new Set([...base, ...head]).size < 2) return [];
    const { case: id, metric, unit } = first;
    const none = { rounds: [], figures: { base: [], head: [], control: [] }, change: [], control: [] };
    const samples = { base: base.slice(0, samplesShown), head: head.slice(0, samplesShown) };
    return [{ case: id, metric, unit, ...none, samples, distribution: spreadOf(base, head) }];
  });
}

interface Key {
  readonly case: string;
  readonly metric: MetricName;
}

/** Which way is better; the policy may have turned a metric round. */
function directionsIn(
  rows: readonly { readonly case: string; readonly metric: string; readonly direction: Direction }[],
): (row: Key) => Direction {
  const directions = new Map(rows.map((row) => [keyOf(row), row.direction]));
  return (row) => directions.get(keyOf(row)) ?? metrics[row.metric].direction;
}

function keyOf(row: { readonly case: string; readonly metric: string }): string {
  return `${row.case} ${row.metric}`;
}

function figuresOfRow(
  row: Key,
  samples: ArmSamples,
  { direction, inTurns }: { readonly direction: Direction; readonly inTurns: boolean },
): RowFigures {
  const figures = figuresOfArms(samples, direction);
  const ratios = inTurns ? ratiosOfTurns(samples, direction) : ratiosOfFigures(figures, direction);
  const ratioOf = new Map(ratios.map((ratio) => [ratio.round, ratio]));
  const rounds = roundsOf(figures);
  const digits = (value: number | undefined) => (value === undefined ? null : Number(value.toPrecision(6)));
  const figuresIn = (arm: keyof ArmFigures) => rounds.map((round) => digits(figures[arm].get(round)));
  return {
    ...row,
    unit: metrics[row.metric].unit,
    rounds,
    figures: { base: figuresIn("base"), head: figuresIn("head"), control: figuresIn("control") },
    change: rounds.map((round) => digits(ratioOf.get(round)?.change)),
    control: rounds.map((round) => digits(ratioOf.get(round)?.control)),
    distribution: distributionOf(samples),
  };
}

function roundsOf(figures: ArmFigures): number[] {
  const rounds = new Set(arms.flatMap((arm) => [...figures[arm].keys()]));
  return [...rounds].sort((one, other) => one - other);
}

const bins = 48;

/** Fewer samples of head than this have no shape to speak of. */
const fewestSamples = 40;

/** Shares of all samples that lie below the first bin and above the last one: times have a tail without end. */
const cutOff = { below: 0.002, above: 0.01 };

function distributionOf(samples: ArmSamples): Distribution | null {
  return spreadOf(pooled(samples.base, samples.control), pooled(samples.head));
}

function spreadOf(base: ArrayLike<number>, head: ArrayLike<number>): Distribution | null {
  if (head.length < fewestSamples) return null;
  const all = new Float64Array(base.length + head.length);
  all.set(base);
  all.set(head, base.length);
  all.sort();
  const at = (share: number) => all[Math.round(share * (all.length - 1))] ?? 0;
  const [from, to] = [at(cutOff.below), at(1 - cutOff.above)];
  if (!(to > from)) return null;
  const ofBase = countsOf(base, from, to);
  const ofHead = countsOf(head, from, to);
  return {
    from,
    to,
    base: ofBase.counts,
    head: ofHead.counts,
    outside: { base: ofBase.outside, head: ofHead.outside },
  };
}

function pooled(...arms: readonly ReadonlyMap<number, readonly number[]>[]): Float64Array {
  return Float64Array.from(arms.flatMap((rounds) => [...rounds.values()].flat()));
}

function countsOf(
  samples: ArrayLike<number>,
  from: number,
  to: number,
): { readonly counts: number[]; readonly outside: number } {
  const counts = new Array<number>(bins).fill(0);
  let outside = 0;
  for (const sample of Array.from(samples)) {
    if (sample < from || sample > to) {
      outside++;
      continue;
    }
    const bin = Math.min(bins - 1, Math.floor(((sample - from) / (to - from)) * bins));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { counts, outside };
}

/** Of the figures that the results are about. */
function branchHistory({ comparisons, drift }: Results, history: readonly HistoryEntry[]): BranchHistory {
  const rows = [...comparisons, ...drift];
  const told = new Set(rows.map(keyOf));
  const directionOf = directionsIn(rows);
  const { commits, series } = branchOf(history);
  const lines = series.filter((each) => told.has(keyOf(each)));
  return { commits, lines: lines.map((each) => lineOf(each, directionOf(each))) };
}

function lineOf(series: Series, direction: Direction): HistoryLine {
  const { case: id, metric } = series;
  return series.kind === "exact"
    ? { case: id, metric, kind: "figures", levels: Array.from(series.figures, known) }
    : { case: id, metric, kind: "relative", levels: levelsOf(series.changes, direction) };
}

function known(figure: number): number | null {
  return Number.isNaN(figure) ? null : figure;
}

/**
 * The level of the figure after each commit. Where a commit was not held against the one before it, the level starts again
 * where it was, because nothing is known of the way between; the commit before a first change is where it started.
 */
function levelsOf(changes: Float64Array, direction: Direction): (number | null)[] {
  const levels: (number | null)[] = [];
  let sum = 0;
  for (const [position, change] of changes.entries()) {
    const startsHere = Number.isNaN(change) && !Number.isNaN(changes[position + 1] ?? Number.NaN);
    if (!Number.isNaN(change)) sum += direction === "lower" ? change : 0 - change;
    levels.push(Number.isNaN(change) && !startsHere ? null : Math.round(Math.exp(sum) * 1e5) / 1e5);
  }
  return levels;
}
