import type { Comparison } from "../model/comparison.ts";
import type { Failure, Measurement } from "../model/measurement.ts";
import { type MetricName, metrics } from "../model/metric.ts";
import type { Policy } from "../model/policy.ts";
import { type ArmFigures, type CaseFigures, figureOf, figuresByCase } from "./figures.ts";
import { judgeTimedRows, type TimedRow } from "./timed.ts";

export interface ComparisonInput {
  readonly measurements: readonly Measurement[];
  readonly failures: readonly Failure[];
  /** Cases whose base side cannot be held against head, with the reason (for instance another interface version). */
  readonly incomparable: ReadonlyMap<string, string>;
  /** Complete rounds below which a gating timed row is not judged, see `neededRounds`. */
  readonly neededRounds: number;
  readonly policy: Policy;
}

/**
 * Base against head, one comparison per case and metric: cases in order of first appearance (measurements, then
 * failures, then incomparable ones), metrics in the order of `metricNames`.
 *
 * A case that broke in head is one row, `failed`, unless the base broke as well: then, as when the base alone broke,
 * there is nothing to hold head against. Without any base all rows are `added` or `failed`.
 */
export function compare(input: ComparisonInput): Comparison[] {
  const figures = figuresByCase(input.measurements);
  const ids = new Set([
    ...figures.keys(),
    ...input.failures.map((failure) => failure.case),
    ...input.incomparable.keys(),
  ]);
  const rows = [...ids].flatMap((id) => rowsOfCase(id, figures.get(id) ?? new Map(), input));
  const timed = rows.flatMap((row) => (row.kind === "timed" ? [row.timed] : []));
  const judged = judgeTimedRows(timed, { neededRounds: input.neededRounds, alpha: input.policy.alpha });
  return rows.flatMap((row) => (row.kind === "settled" ? row.comparison : (judged.get(row.timed) ?? [])));
}

/** A comparison, or a row that can be judged only together with all others. */
type Row =
  | { readonly kind: "settled"; readonly comparison: Comparison }
  | { readonly kind: "timed"; readonly timed: TimedRow };

function rowsOfCase(id: string, figures: CaseFigures, input: ComparisonInput): Row[] {
  const standing = standingOf(id, input);
  switch (standing.kind) {
    case "failed":
      return [settled(failedRow(id, figures, standing.reason, input.policy))];
    case "incomparable": {
      const measured = figures.size === 0 ? new Map([["time", noFigures] as const]) : figures;
      return [...measured].map(([metric, { base, head }]) =>
        settled({
          ...rowHead(id, metric, input.policy),
          verdict: "incomparable",
          change: null,
          base: standing.failedIn.includes("base") ? null : figureOf(base),
          head: standing.failedIn.includes("head") ? null : figureOf(head),
          reason: standing.reason,
        }),
      );
    }
    case "comparable":
      return [...figures].flatMap(([metric, arms]) => rowsOfMetric(id, metric, arms, input.policy));
  }
}

type Standing =
  | { readonly kind: "comparable" }
  | { readonly kind: "failed"; readonly reason: string }
  | {
      readonly kind: "incomparable";
      readonly reason: string;
      readonly failedIn: readonly ("base" | "head")[];
    };

/** The second base is the same program as the first: when it fails, the base does. */
function standingOf(id: string, { failures, incomparable }: ComparisonInput): Standing {
  const ofCase = failures.filter((failure) => failure.case === id);
  const head = ofCase.find(({ arm }) => arm === "head");
  const base = ofCase.find(({ arm }) => arm !== "head");
  if (head && base) {
    return {
      kind: "incomparable",
      reason: `fails in base and head: ${head.message}`,
      failedIn: ["base", "head"],
    };
  }
  if (head) return { kind: "failed", reason: head.message };
  if (base) return { kind: "incomparable", reason: `fails in the base: ${base.message}`, failedIn: ["base"] };
  const reason = incomparable.get(id);
  return reason === undefined ? { kind: "comparable" } : { kind: "incomparable", reason, failedIn: [] };
}

/** One row for the whole case: its first metric that the base has a figure of. */
function failedRow(id: string, figures: CaseFigures, reason: string, policy: Policy): Comparison {
  const ofBase = [...figures].find(([, { base }]) => base.size > 0);
  const [metric, { base }] = ofBase ?? ["time", noFigures];
  const row = rowHead(id, metric, policy);
  return { ...row, verdict: "failed", change: null, base: figureOf(base), head: null, reason };
}

function rowsOfMetric(id: string, metric: MetricName, figures: ArmFigures, policy: Policy): Row[] {
  const row = rowHead(id, metric, policy);
  const base = figureOf(figures.base);
  const head = figureOf(figures.head);
  if (head === null) {
    return base === null ? [] : [settled({ ...row, verdict: "removed", change: null, base, head })];
  }
  if (base === null) return [settled({ ...row, verdict: "added", change: null, base, head })];
  if (metrics[metric].kind === "exact") return [settled(compareExactly(row, base, head))];
  return [{ kind: "timed", timed: { row, figures, base, head, floor: policy.floor(id, metric) } }];
}

/**
 * Any difference is a change, relative to the base. Whatever a base of 0 turned into has no such ratio and is told as
 * 100 %.
 */
function compareExactly(row: RowHead, base: number, head: number): Comparison {
  const relative = base === 0 ? Math.sign(head) : (head - base) / Math.abs(base);
  const change = row.direction === "lower" ? relative : 0 - relative;
  const verdict = change === 0 ? "unchanged" : change > 0 ? "regressed" : "improved";
  const interval = { low: change, estimate: change, high: change };
  return { ...row, verdict, change: interval, base, head, evidence: { kind: "exact" } };
}

type RowHead = TimedRow["row"];

function rowHead(id: string, metric: MetricName, policy: Policy): RowHead {
  const { unit, direction } = metrics[metric];
  return { case: id, metric, unit, direction, gating: policy.gates(id, metric) };
}

const noFigures: ArmFigures = { base: new Map(), head: new Map(), control: new Map() };

function settled(comparison: Comparison): Row {
  return { kind: "settled", comparison };
}
