import { compare } from "../../src/analysis/compare.ts";
import { figuresOfArms, samplesOfCase } from "../../src/analysis/figures.ts";
import { defaultPolicy } from "../../src/analysis/policy.ts";
import { ratiosOfFigures, ratiosOfTurns } from "../../src/analysis/ratios.ts";
import { median } from "../../src/analysis/signed-rank.ts";
import type { Arm, Measurement } from "../../src/model/measurement.ts";
import { metrics } from "../../src/model/metric.ts";
import { controls } from "../../src/suites/control.ts";
import { caseSets } from "./cases.ts";
import type { Condition } from "./conditions.ts";
import { type Experiment, experiments } from "./experiments.ts";
import type { LedgerLine, LedgerRow, Moments } from "./ledger.ts";
import type { AccuracyRecord } from "./record.ts";
import { momentsOf, rivalAnswers, samplesOf } from "./rivals.ts";

/** What the bot said in all runs of an experiment under a condition. */
export interface Summary {
  readonly experiment: Experiment;
  readonly condition: Condition;
  readonly runs: number;
  /** Rows that could turn a run red: of time, or of fuel where the experiment is about it. */
  readonly rows: number;
  readonly regressed: number;
  readonly improved: number;
  readonly unchanged: number;
  /** Everything else: could not be told, or not for sure. */
  readonly unclear: number;
  /** Runs with a row that is called regressed or improved. */
  readonly runsCalled: number;
  /** Rows that could not turn a run red, and were called regressed or improved by the clock. */
  readonly others: { readonly rows: number; readonly called: number };
  /** What was really planted (relative): the least and the most of all cases; null where nothing was. */
  readonly planted: { readonly least: number; readonly most: number } | null;
  /** Of the rows that were found: the median of the fewest rounds that would have been enough, and what they take. */
  readonly soon: { readonly rounds: number; readonly seconds: number } | null;
}

type Row = AccuracyRecord["rows"][number];
const isCalled = ({ verdict }: Pick<Row, "verdict">) => verdict === "regressed" || verdict === "improved";
const isTimed = ({ metric }: Pick<Row, "metric">) => metrics[metric].kind === "timed";

export function summarise(
  experiment: Experiment,
  condition: Condition,
  lines: readonly LedgerLine[],
): Summary | null {
  const runs = lines.filter((each) => each.experiment === experiment.name && each.condition === condition);
  if (runs.length === 0) return null;
  const rowsOf = (line: LedgerLine) => line.rows.filter((row) => isAbout(experiment, row));
  const rows = runs.flatMap(rowsOf);
  const count = (verdict: string) => rows.filter((row) => row.verdict === verdict).length;
  const others = runs.flatMap((run) => run.rows.filter((row) => isTimed(row) && !row.gating));
  const planted = rows.flatMap((row) => row.planted?.slowdown ?? []);
  const [regressed, improved, unchanged] = [count("regressed"), count("improved"), count("unchanged")];
  return {
    experiment,
    condition,
    runs: runs.length,
    rows: rows.length,
    regressed,
    improved,
    unchanged,
    unclear: rows.length - regressed - improved - unchanged,
    runsCalled: runs.filter((run) => rowsOf(run).some(isCalled)).length,
    others: { rows: others.length, called: others.filter(isCalled).length },
    planted: planted.length === 0 ? null : { least: Math.min(...planted), most: Math.max(...planted) },
    soon: soonest(rows),
  };
}

/** Fuel does not gate below its tolerance, and is found all the same. */
function isAbout({ nop }: Experiment, row: LedgerRow): boolean {
  if (nop) return row.metric === "fuel" && row.planted !== null;
  return isTimed(row) && row.gating;
}

function soonest(rows: readonly LedgerRow[]): Summary["soon"] {
  const found = rows.flatMap(({ soon }) => soon ?? []);
  const rounds = median(found.map((each) => each.rounds));
  const seconds = median(found.map((each) => each.seconds));
  return rounds === null || seconds === null ? null : { rounds, seconds };
}

/** What is kept of a run for good. `earlier`: the runs before it, one of which other rules have stored. */
export function lineOf(record: AccuracyRecord, earlier: readonly LedgerLine[]): LedgerLine {
  const planted = new Map(record.plants.map((each) => [each.case, each]));
  const soon = record.plants.some(({ slowdown }) => slowdown !== null) ? untilFound(record) : null;
  const timed = new Map(timedSamples([record]).map((each) => [each.case, each]));
  const asksRivals = isJudgedByRivals(record.experiment);
  const rows = ownRows(record)
    .filter((row) => isTimed(row) || (row.metric === "fuel" && planted.has(row.case)))
    .map(({ change, ...row }): LedgerRow => {
      const plant = planted.get(row.case);
      const isTime = row.metric === "time";
      const samples = isTime && asksRivals ? timed.get(row.case) : undefined;
      const stored = storedBase(earlier, record.condition, row.case);
      return {
        ...row,
        change: change && [change.low, change.estimate, change.high],
        planted: plant
          ? { instructions: plant.instructions, slowdown: plant.slowdown?.estimate ?? null }
          : null,
        rounds: isTimed(row) ? roundsOf(record, row).length : 0,
        soon: (isTime && soon?.get(row.case)) || null,
        samples: samples?.rounds.length ? bothMoments(samples) : null,
        rivals: samples?.rounds.length ? rivalAnswers(samples, stored) : {},
      };
    });
  return {
    schema: 1,
    experiment: record.experiment,
    condition: record.condition,
    startedAt: record.startedAt,
    commit: record.commit,
    machine: record.machine,
    seconds: record.seconds,
    rows,
    exact: exactAlarms(record),
  };
}

/** Rules of others are asked about the sets of cases, and about their time. */
export function isJudgedByRivals(name: string): boolean {
  const found = experiments.find((each) => each.name === name);
  return found !== undefined && found.subject !== "runtime" && found.nop === null;
}

/** The base of the latest run of the case under the same condition. */
export function storedBase(earlier: readonly LedgerLine[], condition: Condition, id: string): Moments | null {
  const line = earlier.findLast(
    (each) => each.condition === condition && each.rows.some((row) => row.case === id && row.samples),
  );
  return line?.rows.find((row) => row.case === id && row.samples)?.samples?.base ?? null;
}

function bothMoments(own: TimedSamples): NonNullable<LedgerRow["samples"]> {
  return { base: momentsOf(samplesOf(own, "base")), head: momentsOf(samplesOf(own, "head")) };
}

/** Without those that a run adds to the cases that it was asked for. */
function ownRows({ rows, floors }: AccuracyRecord): Row[] {
  return rows.filter((row) => row.case in floors);
}

/** Rows of exact metrics of cases that nothing was planted in, and how many of them were not unchanged. */
function exactAlarms(record: AccuracyRecord): { rows: number; called: number } {
  const planted = new Set(record.plants.map((each) => each.case));
  const exact = ownRows(record).filter((row) => !isTimed(row) && !planted.has(row.case));
  return { rows: exact.length, called: exact.filter(({ verdict }) => verdict !== "unchanged").length };
}

/**
 * By case, after how many of its rounds the rule would first have called its time regressed, had the run been planned for so many, and
 * how long the run had been measuring by then; null where it would not after any. A second look is left out of it.
 */
export function untilFound(record: AccuracyRecord): Map<string, Summary["soon"]> {
  const figures = roundFigures(record);
  const found = new Map<string, Summary["soon"]>(figures.map((each) => [each.case, null]));
  const end = Math.max(-1, ...figures.map(({ round }) => round)) + 1;
  for (let first = 1; first <= end; first++) {
    for (const row of judgedAfter(record, figures, first)) {
      const isFound = row.verdict === "regressed" || row.verdict === "suspected";
      if (row.metric !== "time" || !isFound || found.get(row.case)) continue;
      const seconds = record.roundSeconds.slice(0, first).reduce((sum, each) => sum + each, 0);
      found.set(row.case, { rounds: row.evidence.kind === "rounds" ? row.evidence.rounds : first, seconds });
    }
  }
  return found;
}

/** What the rule says of the first rounds of a run, given all samples or the figures of the rounds. */
export function judgedAfter(
  record: AccuracyRecord,
  measurements: readonly Measurement[],
  rounds: number,
): ReturnType<typeof compare> {
  const silent = record.rows.filter((row) => row.metric === "time" && !row.gating).map((row) => row.case);
  return compare({
    measurements: measurements.filter(({ round }) => round < rounds),
    again: [],
    failures: [],
    incomparable: new Map(),
    inTurns: new Set(measurements.map((each) => each.case).filter((id) => turnTakers.has(id))),
    controls: new Set(measurements.map((each) => each.case).filter((id) => !(id in record.floors))),
    neededRounds: record.plan.neededRounds,
    policy: defaultPolicy({
      baselineIsNear: true,
      neverGates: new Set(silent),
      timedFloors: new Map(Object.entries(record.floors)),
    }),
  });
}

/** Without the rounds that looked again at what had regressed. */
function firstRounds({ measurements, plan }: AccuracyRecord): Measurement[] {
  const end = plan.againFrom ?? Number.POSITIVE_INFINITY;
  return measurements.filter((each) => isTimed(each) && each.round < end);
}

/** The timed measurements of the first rounds with one sample each, so chosen that they are judged alike, and much sooner. */
export function roundFigures(record: AccuracyRecord): Measurement[] {
  const groups = Map.groupBy(firstRounds(record), ({ case: id, metric, round }) =>
    [id, metric, round].join(),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const samples = first && samplesOfCase(group).get(first.metric);
    if (!samples) return [];
    const { direction } = metrics[first.metric];
    const sign = direction === "lower" ? 1 : -1;
    const ratios = turnTakers.has(first.case)
      ? ratiosOfTurns(samples, direction)
      : ratiosOfFigures(figuresOfArms(samples, direction), direction);
    return ratios.flatMap(({ change, control }) => {
      const of = (arm: Arm, log: number) => ({ ...first, arm, samples: [Math.exp(sign * log)] });
      return [of("base", 0), of("control", control), of("head", change + control / 2)];
    });
  });
}

const turnTakers: ReadonlySet<string> = new Set(
  [...Object.values(caseSets).flatMap(({ cases }) => cases), ...controls]
    .filter(({ isolation }) => isolation === "turns")
    .map(({ id }) => id),
);

/** The samples of one round, by arm. */
export type RoundSamples = Readonly<Record<Arm, readonly number[]>>;

/** The time of one case in one run, as every rule sees it. */
export interface TimedSamples {
  readonly case: string;
  /** Index of the run among all runs that were read. */
  readonly run: number;
  readonly condition: Condition;
  readonly experiment: string;
  /** What the run itself said of it. */
  readonly verdict: string;
  /** Changes that do not matter (relative). */
  readonly floor: number;
  /** The first rounds, those that have samples of all arms. */
  readonly rounds: readonly RoundSamples[];
}

/** The times that could turn their run red. */
export function timedSamples(records: readonly AccuracyRecord[]): TimedSamples[] {
  return records.flatMap((record, run) =>
    ownRows(record)
      .filter((row) => row.metric === "time" && row.gating)
      .map((row) => ({
        case: row.case,
        run,
        condition: record.condition,
        experiment: record.experiment,
        verdict: row.verdict,
        floor: record.floors[row.case] ?? 0,
        rounds: roundsOf(record, row),
      })),
  );
}

function roundsOf(
  record: AccuracyRecord,
  { case: id, metric }: Pick<Row, "case" | "metric">,
): RoundSamples[] {
  const ofCase = firstRounds(record).filter((each) => each.case === id && each.metric === metric);
  const samplesOf = (ofRound: readonly Measurement[], wanted: Arm) =>
    ofRound.filter(({ arm }) => arm === wanted).flatMap(({ samples }) => samples);
  return [...Map.groupBy(ofCase, ({ round }) => round).values()]
    .map((ofRound) => ({
      base: samplesOf(ofRound, "base"),
      head: samplesOf(ofRound, "head"),
      control: samplesOf(ofRound, "control"),
    }))
    .filter(({ base, head, control }) => Math.min(base.length, head.length, control.length) > 0);
}
