import type { Comparison } from "../model/comparison.ts";
import { type HistoryEntry, historyLength } from "../model/history.ts";
import type { Arm } from "../model/measurement.ts";
import type { Results } from "../model/results.ts";
import { figureOf, figuresByCase } from "./figures.ts";

/**
 * The line that a run adds to the history. Only what both sides measured can be freed of the machine by a ratio. Controls
 * have no history: they are the same for ever.
 */
export function historyEntry(whole: Results): HistoryEntry {
  const results = withoutControls(whole);
  const head = figuresOf("head", results);
  const measured = new Set(head.map(([key]) => key));
  const base = figuresOf("base", results).filter(([key]) => measured.has(key));
  return {
    sha: results.head.sha,
    baseSha: results.base.kind === "compared" ? results.base.sha : null,
    at: results.startedAt,
    verdict: results.verdict,
    cpu: results.machine.cpu,
    fuelContract: results.fuelContract,
    head: Object.fromEntries(head),
    base: Object.fromEntries(base),
    change: Object.fromEntries(results.comparisons.flatMap(timedChange)),
  };
}

function withoutControls(results: Results): Results {
  const controls = new Set(results.cases.filter(({ control }) => control).map(({ id }) => id));
  const isOwn = (row: { readonly case: string }) => !controls.has(row.case);
  return {
    ...results,
    measurements: results.measurements.filter(isOwn),
    comparisons: results.comparisons.filter(isOwn),
  };
}

function timedChange(row: Comparison): [string, [low: number, estimate: number, high: number]][] {
  if (row.change === null || row.evidence.kind !== "rounds") return [];
  const { low, estimate, high } = row.change;
  return [[`${row.case} ${row.metric}`, [rounded(low), rounded(estimate), rounded(high)]]];
}

/** Five digits: a history has as many of these as rows times commits. */
function rounded(value: number): number {
  return Number(value.toPrecision(5));
}

/**
 * The history with one more line; the oldest fall off its end. A commit that was run before keeps its place, since the
 * order is that of the branch. One that was run beside itself keeps its line: it is the one that says what it changed.
 */
export function appendHistory(history: readonly HistoryEntry[], entry: HistoryEntry): HistoryEntry[] {
  const known = entry.sha === null ? -1 : history.findIndex(({ sha }) => sha === entry.sha);
  if (known !== -1 && entry.baseSha === entry.sha) return [...history];
  const lines = known === -1 ? [...history, entry] : history.with(known, entry);
  return lines.slice(-historyLength);
}

/** By `case metric`. A case that failed has no figures, even when some of its rounds were fine. */
function figuresOf(arm: Arm, { measurements, failures }: Results): (readonly [string, number])[] {
  const failed = new Set(failures.filter((failure) => failure.arm === arm).map((failure) => failure.case));
  return [...figuresByCase(measurements)].flatMap(([id, metrics]) => {
    if (failed.has(id)) return [];
    return [...metrics].flatMap(([metric, arms]) => {
      const figure = figureOf(arms[arm]);
      return figure === null ? [] : [[`${id} ${metric}`, figure] as const];
    });
  });
}
