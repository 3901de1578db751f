import type { Comparison } from "../model/comparison.ts";
import type { Arm, Failure, Measurement } from "../model/measurement.ts";
import { type MetricName, metrics } from "../model/metric.ts";
import type { Policy } from "../model/policy.ts";
import { compareExactly } from "./exact.ts";
import {
  type ArmFigures,
  type ArmSamples,
  type CaseFigures,
  type CaseSamples,
  figureOf,
  figuresOfArms,
  figuresOfCase,
  samplesOfCase,
} from "./figures.ts";
import { type ImportedSides, importedRows } from "./imported.ts";
import { ratiosOfFigures, ratiosOfTurns } from "./ratios.ts";
import { isLost, type StoredBase, withStored } from "./stored.ts";
import { judgeTimedRows, type SampledRow, type TimedRow } from "./timed.ts";

export interface ComparisonInput {
  /** Of the first rounds. */
  readonly measurements: readonly Measurement[];
  /** Of the fresh rounds in which suspected regressions were looked at again. */
  readonly again: readonly Measurement[];
  readonly failures: readonly Failure[];
  /**
   * Cases whose timed base side cannot be held against head, with the reason (for instance another interface version).
   * Exact figures of modules need no host of the base's and are compared.
   */
  readonly incomparable: ReadonlyMap<string, string>;
  /** The base, when it was not run beside head; the measurements are of head alone then. Left out for one that was. */
  readonly stored?: StoredBase;
  /** Cases whose arms took turns in one process: sample n of one arm belongs to sample n of the others. */
  readonly inTurns: ReadonlySet<string>;
  /** Cases that no change can touch, being the same program in all arms: when one moves, no timed row can be told. */
  readonly controls: ReadonlySet<string>;
  /** Complete rounds below which a gating timed row is not judged, see `neededRounds`. */
  readonly neededRounds: number;
  /** Gating timed rows of the same run that other jobs judge; none where left out. */
  readonly gatingElsewhere?: number;
  /** What other tools measured; nothing where left out. */
  readonly imported?: ImportedSides;
  readonly policy: Policy;
}

/**
 * Base against head, one comparison per case and metric: cases in order of first appearance (measurements, then
 * failures, then incomparable ones), metrics in the order of `metricNames`; what other tools measured comes last.
 *
 * A case that broke in head is one row, `failed`, unless the base broke as well: then, as when the base alone broke,
 * there is nothing to hold head against. Without any base all rows are `added`, `nondeterministic` or `failed`.
 */
export function compare(given: ComparisonInput): Comparison[] {
  const input = withStored(given);
  const measurements = Map.groupBy(input.measurements, (measurement) => measurement.case);
  const again = Map.groupBy(input.again, (measurement) => measurement.case);
  const failures = Map.groupBy(input.failures, (failure) => failure.case);
  const ids = new Set([...measurements.keys(), ...failures.keys(), ...input.incomparable.keys()]);
  const ofCases = [...ids].flatMap((id) => {
    const samples = samplesOfCase(measurements.get(id) ?? []);
    const records = {
      samples,
      figures: figuresOfCase(samples, (metric) => input.policy.direction(id, metric)),
      again: samplesOfCase(again.get(id) ?? []),
      failures: failures.get(id) ?? [],
    };
    return rowsOfCase(id, records, input);
  });
  const rows: Row[] = [...ofCases, ...(input.imported ? importedRows(input.imported, input.policy) : [])];
  const timed = rows.flatMap((row) => (row.kind === "timed" ? [row.timed] : []));
  const { neededRounds, gatingElsewhere = 0, policy } = input;
  const judged = judgeTimedRows(timed, { neededRounds, gatingElsewhere, alpha: policy.alpha });
  const moved = [...judged.values()].find(
    (row) => input.controls.has(row.case) && (row.verdict === "regressed" || row.verdict === "improved"),
  );
  return rows.flatMap((row) => {
    if (row.kind === "settled") return row.comparison;
    const comparison = judged.get(row.timed);
    if (comparison === undefined) return [];
    return moved === undefined || input.controls.has(comparison.case) || "logs" in row.timed
      ? comparison
      : voided(comparison, moved.case);
  });
}

/** A timed row of a run whose clock cannot be trusted. */
function voided(row: Comparison, control: string): Comparison {
  switch (row.verdict) {
    case "regressed":
    case "suspected":
    case "improved":
    case "unchanged":
      return {
        ...row,
        verdict: "inconclusive",
        reason: `${control}, which no change can touch, moved`,
      };
    default:
      return row;
  }
}

/** A comparison, or a row that can be judged only together with all others. */
type Row =
  | { readonly kind: "settled"; readonly comparison: Comparison }
  | { readonly kind: "timed"; readonly timed: TimedRow | SampledRow };

/** What a run has of one case. */
interface CaseRecords {
  readonly samples: CaseSamples;
  readonly figures: CaseFigures;
  readonly again: CaseSamples;
  readonly failures: readonly Failure[];
}

function rowsOfCase(id: string, records: CaseRecords, input: ComparisonInput): Row[] {
  const { figures } = records;
  const { policy, incomparable, stored } = input;
  const standing = standingOf(records.failures, incomparable.get(id));
  switch (standing.kind) {
    case "failed":
      return [settled(failedRow(id, figures, standing.reason, policy))];
    case "incomparable": {
      const works = standing.failedIn.length === 0;
      const isKept = (metric: MetricName) => works && !isLost(metric, stored);
      const why = (metric: MetricName): Incomparable => {
        const fuelReason = works && metric === "fuel" ? stored?.fuelReason : null;
        return { ...standing, reason: fuelReason ?? standing.reason };
      };
      const hasLost = [...figures.keys()].some((metric) => !isKept(metric));
      const measured = hasLost ? figures : new Map([["time", noFigures] as const, ...figures]);
      return [...measured].flatMap(([metric, arms]) =>
        isKept(metric)
          ? rowsOfMetric(id, metric, arms, { records, input })
          : [settled(incomparableRow(rowHead(id, metric, policy), arms, why(metric)))],
      );
    }
    case "comparable":
      return [...figures].flatMap(([metric, arms]) => rowsOfMetric(id, metric, arms, { records, input }));
  }
}

type Standing =
  | { readonly kind: "comparable" }
  | { readonly kind: "failed"; readonly reason: string }
  | Incomparable;

interface Incomparable {
  readonly kind: "incomparable";
  readonly reason: string;
  readonly failedIn: readonly ("base" | "head")[];
}

/** The second base is the same program as the first: when it fails, the base does. */
function standingOf(failures: readonly Failure[], incomparable: string | undefined): Standing {
  const head = failures.find(({ arm }) => arm === "head");
  const base = failures.find(({ arm }) => arm !== "head");
  if (head && base) {
    return {
      kind: "incomparable",
      reason: `fails in base and head: ${head.message}`,
      failedIn: ["base", "head"],
    };
  }
  if (head) return { kind: "failed", reason: head.message };
  if (base) return { kind: "incomparable", reason: `fails in the base: ${base.message}`, failedIn: ["base"] };
  return incomparable === undefined
    ? { kind: "comparable" }
    : { kind: "incomparable", reason: incomparable, failedIn: [] };
}

function incomparableRow(
  row: RowHead,
  { base, head }: ArmFigures,
  { reason, failedIn }: Incomparable,
): Comparison {
  return {
    ...row,
    verdict: "incomparable",
    change: null,
    base: failedIn.includes("base") ? null : figureOf(base),
    head: failedIn.includes("head") ? null : figureOf(head),
    reason,
  };
}

/** One row for the whole case: its first metric that the base has a figure of. */
function failedRow(id: string, figures: CaseFigures, reason: string, policy: Policy): Comparison {
  const ofBase = [...figures].find(([, { base }]) => base.size > 0);
  const [metric, { base }] = ofBase ?? ["time", noFigures];
  const row = rowHead(id, metric, policy);
  return { ...row, verdict: "failed", change: null, base: figureOf(base), head: null, reason };
}

function rowsOfMetric(
  id: string,
  metric: MetricName,
  figures: ArmFigures,
  { records, input }: { records: CaseRecords; input: ComparisonInput },
): Row[] {
  const { policy, stored } = input;
  const row = rowHead(id, metric, policy);
  const base = figureOf(figures.base);
  const head = figureOf(figures.head);
  if (head === null) {
    return base === null ? [] : [settled({ ...row, verdict: "removed", change: null, base, head })];
  }
  const wavering = isExact(metric) ? waveringRow(row, records.samples.get(metric) ?? noSamples) : null;
  if (wavering !== null) return [settled(wavering)];
  if (base === null) return [settled({ ...row, verdict: "added", change: null, base, head })];
  if (isExact(metric)) {
    const tolerance = policy.exactTolerance(id, metric);
    const against = stored === undefined ? "rerun" : "stored";
    return [settled(compareExactly(row, { base, head }, { tolerance, against }))];
  }
  const samples = records.samples.get(metric) ?? noSamples;
  const samplesAgain = records.again.get(metric) ?? noSamples;
  const { direction } = row;
  const ratios = input.inTurns.has(id)
    ? { ratios: ratiosOfTurns(samples, direction), again: ratiosOfTurns(samplesAgain, direction) }
    : {
        ratios: ratiosOfFigures(figures, direction),
        again: ratiosOfFigures(figuresOfArms(samplesAgain, direction), direction),
      };
  return [{ kind: "timed", timed: { row, ...ratios, base, head, floor: policy.floor(id, metric) } }];
}

/** The row of an exact figure that was not the same in every run; null when it was. */
function waveringRow(row: RowHead, samples: ArmSamples): Comparison | null {
  const runsOf = (arm: Arm) => [...samples[arm].values()].flat();
  const runs = { base: runsOf("base"), head: runsOf("head") };
  const agreed = (samples: readonly number[]) => new Set(samples).size <= 1;
  if (agreed(runs.base) && agreed(runs.head)) return null;
  const [base = null] = agreed(runs.base) ? runs.base : [];
  const [head = null] = agreed(runs.head) ? runs.head : [];
  return { ...row, verdict: "nondeterministic", change: null, base, head, runs };
}

function isExact(metric: MetricName): boolean {
  return metrics[metric].kind === "exact";
}

type RowHead = TimedRow["row"];

function rowHead(id: string, metric: MetricName, policy: Policy): RowHead {
  const direction = policy.direction(id, metric);
  return { case: id, metric, unit: metrics[metric].unit, direction, gating: policy.gates(id, metric) };
}

const noFigures: ArmFigures = { base: new Map(), head: new Map(), control: new Map() };
const noSamples: ArmSamples = { base: new Map(), head: new Map(), control: new Map() };

function settled(comparison: Comparison): Row {
  return { kind: "settled", comparison };
}
