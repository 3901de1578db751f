import { type HistoryEntry, historyLength } from "../model/history.ts";
import type { Arm } from "../model/measurement.ts";
import type { Results } from "../model/results.ts";
import { figureOf, figuresByCase } from "./figures.ts";

/** The line that a run adds to the history. Only what both sides measured can be freed of the machine by a ratio. */
export function historyEntry(results: Results): HistoryEntry {
  const head = figuresOf("head", results);
  const base = figuresOf("base", results).filter(([key]) => head.some(([headKey]) => headKey === key));
  return {
    sha: results.head.sha,
    at: results.startedAt,
    verdict: results.verdict,
    cpu: results.machine.cpu,
    fuelContract: results.fuelContract,
    head: Object.fromEntries(head),
    base: Object.fromEntries(base),
  };
}

/**
 * The history with one more line; the oldest fall off its end. A commit that was run before keeps its place, since the
 * order is that of the branch.
 */
export function appendHistory(history: readonly HistoryEntry[], entry: HistoryEntry): HistoryEntry[] {
  const known = entry.sha === null ? -1 : history.findIndex(({ sha }) => sha === entry.sha);
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
