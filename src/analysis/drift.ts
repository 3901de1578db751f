import type { Interval } from "../model/comparison.ts";
import type { Drift } from "../model/drift.ts";
import type { Commit } from "../model/history.ts";
import type { Direction } from "../model/metric.ts";
import type { Policy } from "../model/policy.ts";
import type { Branch, ExactSeries, Series, TimedSeries } from "./branch.ts";
import { type Range, reach, type Scale, scalesOf, scan, type Walk } from "./scan.ts";

/**
 * The stretches of a branch over which a figure changed for good, regressions first, then those that may gate, then the
 * largest.
 *
 * **Timed figures.** Each line of the history has the change against its base, which ran beside it on the same machine.
 * The sum of these log-ratios is a walk, in which no time of one machine meets one of another. Its stretches are scanned
 * (see `scan.ts`): the policy's alpha is the probability of any false alarm in a whole report of rows that did not change.
 * All of a stretch's 99 % interval has to lie beyond the policy's floor. A step has the standard error of its interval or, where they are larger, the typical error and the
 * typical scatter of all steps: an interval may be narrow by luck, and does not know of what differs between runs.
 *
 * **Exact figures.** What lies between the turning points is a stretch when it is larger than the tolerance; a commit that
 * alone goes beyond it is one by itself.
 *
 * **For good.** What came back within floor or tolerance is left out together with what brought it back.
 */
export function findDrift({ commits, series }: Branch, policy: Policy): Drift[] {
  const walks = series.flatMap((each) => (each.kind === "timed" ? walksOf(each) : []));
  const scales = scalesByLength(walks.length, policy.alpha);
  const changes = [
    ...walks.flatMap((walk) => changesOfWalk(walk, scales(walk.end - walk.start), policy)),
    ...series.flatMap((each) => (each.kind === "exact" ? changesOfFigures(each, policy) : [])),
  ];
  return changes.map((change) => asDrift(change, commits, policy)).sort(worstFirst);
}

/** A change of one series, between two positions of the branch. */
interface Change {
  readonly series: Series;
  readonly from: number;
  readonly to: number;
  readonly change: Interval;
  readonly figures: Drift["figures"];
  /** Of the figure, relative to the first one; for the whole of what was searched. */
  readonly levels: readonly number[];
}

function asDrift(
  { series, from, to, change, figures, levels }: Change,
  commits: readonly Commit[],
  policy: Policy,
): Drift {
  const { case: id, metric } = series;
  return {
    case: id,
    metric,
    direction: policy.direction(id, metric),
    gating: policy.gates(id, metric),
    from: pointOf(commits[from]),
    to: pointOf(commits[to]),
    commits: to - from,
    ago: commits.length - 1 - to,
    change,
    figures,
    levels: thinnedOut(levels),
    span: levels.length - 1,
  };
}

function pointOf(commit: Commit | undefined): Drift["from"] {
  return { sha: commit?.sha ?? null, at: commit?.at ?? "" };
}

function worstFirst(one: Drift, other: Drift): number {
  const isWorse = ({ change }: Drift) => Number(change.estimate > 0);
  return (
    isWorse(other) - isWorse(one) ||
    Number(other.gating) - Number(one.gating) ||
    Math.abs(Math.log1p(other.change.estimate)) - Math.abs(Math.log1p(one.change.estimate))
  );
}

/** Points that a chart can show. */
const levelsKept = 60;

function thinnedOut(levels: readonly number[]): number[] {
  const count = Math.min(levels.length, levelsKept);
  return Array.from({ length: count }, (_, i) => {
    const level = levels[Math.round((i * (levels.length - 1)) / Math.max(1, count - 1))] ?? 1;
    return Number(level.toPrecision(5));
  });
}

/** Fewer commits than this are what a pull request looks at, and do not tell how much a figure scatters. */
const fewestSteps = 10;

/** A part of a timed series without a gap: the steps after position `start` up to position `end` of the branch. */
interface TimedWalk {
  readonly series: TimedSeries;
  readonly start: number;
  readonly end: number;
}

function walksOf(series: TimedSeries): TimedWalk[] {
  const walks: TimedWalk[] = [];
  const { changes } = series;
  let start = 0;
  for (let position = 1; position <= changes.length; position++) {
    if (!Number.isNaN(changes[position] ?? Number.NaN)) continue;
    if (position - 1 - start >= fewestSteps) walks.push({ series, start, end: position - 1 });
    start = position;
  }
  return walks;
}

/** Most walks are of one length. */
function scalesByLength(walks: number, alpha: number): (steps: number) => readonly Scale[] {
  const known = new Map<number, readonly Scale[]>();
  return (steps) => {
    const scales = known.get(steps) ?? scalesOf(steps, walks, alpha);
    known.set(steps, scales);
    return scales;
  };
}

function changesOfWalk(timed: TimedWalk, scales: readonly Scale[], policy: Policy): Change[] {
  const { series, start } = timed;
  const floor = policy.floor(series.case, series.metric);
  const sums = { worse: Math.log1p(floor), better: Math.log1p(-Math.min(1, floor)) };
  const search = (walk: Walk) => scan(walk, scales, sums);
  // the typical error only ever takes evidence away
  if (search(walkOf(timed, 0)).length === 0) return [];
  const walk = walkOf(timed, typicalError(timed));
  const changes = search(walk).map((range) => ({ ...range, change: intervalOf(walk, range) }));
  const direction = policy.direction(series.case, series.metric);
  const levels = Array.from(walk.sums, (sum) => Math.exp(direction === "lower" ? sum : 0 - sum));
  return lasting(changes, floor, inAll).map(({ from, to, change }) => ({
    series,
    from: start + from,
    to: start + to,
    change,
    figures: null,
    levels,
  }));
}

function inAll(changes: readonly { readonly change: Interval }[]): number {
  return changes.reduce((product, { change }) => product * (1 + change.estimate), 1) - 1;
}

/** `leastError` is what each step's standard error is at least. */
function walkOf({ series, start, end }: TimedWalk, leastError: number): Walk {
  const sums = new Float64Array(end - start + 1);
  const variances = new Float64Array(end - start + 1);
  let sum = 0;
  let variance = 0;
  let leastVariance = Number.POSITIVE_INFINITY;
  for (let step = 1; step < sums.length; step++) {
    sum += series.changes[start + step] ?? 0;
    const ofStep = Math.max(leastError, series.errors[start + step] ?? 0) ** 2;
    variance += ofStep;
    if (ofStep < leastVariance) leastVariance = ofStep;
    sums[step] = sum;
    variances[step] = variance;
  }
  return { sums, variances, leastVariance };
}

/** The larger of the median error and of what the scatter of the steps may be. */
function typicalError({ series, start, end }: TimedWalk): number {
  const errors = series.errors.slice(start + 1, end + 1).sort();
  return Math.max(quantile(errors, 0.5), scatterOf(series.changes.subarray(start + 1, end + 1)));
}

/**
 * Standard deviation of the steps, by the 80th percentile of their distances to the median, so that up to a fifth of them
 * can be real changes. The fewer there are, the further it may be off, and the larger it is taken to be: with the factor
 * exp(2 / √n), reports of 50 rows without any floor, whose runs differed three times as much as their intervals said, raised
 * an alarm in 4 of 400 tries with 10 commits, and in none with 20, 50 and 200.
 */
function scatterOf(changes: Float64Array): number {
  const centre = quantile(changes.slice().sort(), 0.5);
  const distances = changes.map((change) => Math.abs(change - centre)).sort();
  return (quantile(distances, 0.8) / normalQuantile90) * Math.exp(2 / Math.sqrt(changes.length));
}

/** Within ± this many standard deviations lie 80 % of a normal distribution. */
const normalQuantile90 = 1.28155;

function quantile(ascending: Float64Array, share: number): number {
  const position = share * (ascending.length - 1);
  const below = ascending[Math.floor(position)] ?? Number.NaN;
  const above = ascending[Math.ceil(position)] ?? Number.NaN;
  return below + (position - Math.floor(position)) * (above - below);
}

function intervalOf({ sums, variances }: Walk, { from, to }: Range): Interval {
  const sum = (sums[to] ?? 0) - (sums[from] ?? 0);
  const halfWidth = reach * Math.sqrt((variances[to] ?? 0) - (variances[from] ?? 0));
  return { low: Math.expm1(sum - halfWidth), estimate: Math.expm1(sum), high: Math.expm1(sum + halfWidth) };
}

/** A smaller change of an exact figure over many commits is not worth telling. */
const leastTolerance = 0.01;

function changesOfFigures(series: ExactSeries, policy: Policy): Change[] {
  const tolerance = Math.max(
    leastTolerance,
    policy.floor(series.case, series.metric),
    policy.exactTolerance(series.case, series.metric),
  );
  const { figures } = series;
  if (isSteady(figures, tolerance)) return [];
  const direction = policy.direction(series.case, series.metric);
  const positions = [...figures.keys()].filter((position) => !Number.isNaN(figures[position]));
  const levels = positions.map((position) => figures[position] ?? Number.NaN);
  const changes = legsOf(levels, tolerance)
    .flatMap((leg) => piecesOf(levels, leg, tolerance))
    .map(({ from, to }) => {
      const [before, after] = [levels[from] ?? Number.NaN, levels[to] ?? Number.NaN];
      const change = worseBy(relativeChange(before, after), direction);
      const interval = { low: change, estimate: change, high: change };
      return { from, to, change: interval, figures: { from: before, to: after } };
    });
  const net = (group: readonly (typeof changes)[number][]) =>
    relativeChange(group[0]?.figures.from ?? Number.NaN, group.at(-1)?.figures.to ?? Number.NaN);
  return lasting(changes, tolerance, net).map(({ from, to, ...change }) => ({
    ...change,
    series,
    from: positions[from] ?? 0,
    to: positions[to] ?? 0,
    levels: relativeLevels(figures),
  }));
}

/** Of every line from the first that has the figure; where one has none, it is as it was. */
function relativeLevels(figures: Float64Array): number[] {
  const first = figures.find((figure) => figure > 0) ?? 1;
  let figure = Number.NaN;
  return [...figures]
    .map((next) => {
      figure = Number.isNaN(next) ? figure : next;
      return figure / first;
    })
    .filter((level) => !Number.isNaN(level));
}

function isSteady(figures: Float64Array, tolerance: number): boolean {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const figure of figures) {
    if (figure < low) low = figure;
    if (figure > high) high = figure;
  }
  return (
    !(Math.abs(relativeChange(low, high)) > tolerance) && !(Math.abs(relativeChange(high, low)) > tolerance)
  );
}

/** What a figure of 0 turned into has no ratio and counts as 100 %. */
function relativeChange(before: number, after: number): number {
  return before === 0 ? Math.sign(after) : (after - before) / Math.abs(before);
}

function worseBy(change: number, direction: Direction): number {
  return direction === "lower" ? change : 0 - change;
}

interface Leg {
  readonly from: number;
  readonly to: number;
}

/**
 * From turning point to turning point: the figure goes up, or down, and what comes back in between is within the
 * tolerance. A leg starts at the last of equal figures and ends at the first of them.
 */
function legsOf(levels: readonly number[], tolerance: number): Leg[] {
  const legs: Leg[] = [];
  const at = (index: number) => levels[index] ?? Number.NaN;
  let going = 0;
  let [start, low, high, reached] = [0, 0, 0, 0];
  for (let index = 1; index < levels.length; index++) {
    if (going === 0) {
      if (at(index) <= at(low)) low = index;
      if (at(index) >= at(high)) high = index;
      const up = relativeChange(at(low), at(index)) > tolerance;
      const down = relativeChange(at(high), at(index)) < -tolerance;
      if (!up && !down) continue;
      going = up ? 1 : -1;
      [start, reached] = [up ? low : high, index];
    } else if ((at(index) - at(reached)) * going > 0) {
      reached = index;
    } else if (relativeChange(at(reached), at(index)) * going < -tolerance) {
      legs.push({ from: start, to: reached });
      start = lastEqual(levels, reached, index);
      going = -going;
      reached = index;
    }
  }
  return going === 0 ? legs : [...legs, { from: start, to: reached }];
}

function lastEqual(levels: readonly number[], index: number, before: number): number {
  return levels.slice(0, before).lastIndexOf(levels[index] ?? Number.NaN);
}

/** A leg with the commits that go beyond the tolerance by themselves apart from what is between them. */
function piecesOf(levels: readonly number[], { from, to }: Leg, tolerance: number): Leg[] {
  const isBeyond = (before: number, after: number) =>
    Math.abs(relativeChange(levels[before] ?? Number.NaN, levels[after] ?? Number.NaN)) > tolerance;
  const pieces: Leg[] = [];
  let start = from;
  for (let index = from + 1; index <= to; index++) {
    if (!isBeyond(index - 1, index)) continue;
    pieces.push({ from: start, to: index - 1 }, { from: index - 1, to: index });
    start = index;
  }
  pieces.push({ from: start, to });
  return pieces
    .map((piece) => trimmed(levels, piece))
    .filter((piece) => piece.to > piece.from && isBeyond(piece.from, piece.to));
}

/** Without the commits at its ends that changed nothing. */
function trimmed(levels: readonly number[], { from, to }: Leg): Leg {
  let [first, last] = [from, to];
  while (first < last && levels[first + 1] === levels[from]) first++;
  while (last > first && levels[last - 1] === levels[to]) last--;
  return { from: first, to: last };
}

/**
 * Without what did not last: changes that later ones took back, together with these. What is left of a group of changes
 * has to lie beyond `floor`, or the group is left out.
 */
function lasting<Each extends Leg>(
  changes: readonly Each[],
  floor: number,
  net: (group: readonly Each[]) => number,
): Each[] {
  const inOrder = changes.toSorted((one, other) => one.from - other.from);
  const kept: Each[] = [];
  let first = 0;
  for (let change = inOrder[first]; change !== undefined; change = inOrder[first]) {
    const back = inOrder.findLastIndex(
      (_, last) => last > first && Math.abs(net(inOrder.slice(first, last + 1))) <= floor,
    );
    if (back === -1) kept.push(change);
    first = back === -1 ? first + 1 : back + 1;
  }
  return kept;
}
