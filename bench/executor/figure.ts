import { cpus } from "node:os";
import { markdownTable } from "markdown-table";
import { median } from "../../src/analysis/signed-rank.ts";

/** A row of the table. */
export interface Figure {
  readonly what: string;
  readonly ours: string;
  /** Empty where nothing is compared. */
  readonly peer?: string;
  readonly ratio?: string;
  /** Empty where a figure is only told. */
  readonly target?: string;
  readonly reached?: boolean;
}

export function tableOf(figures: readonly Figure[]): string {
  const head = ["what", "ours", "peer", "ratio", "to reach", "reached"];
  const rows = figures.map(({ what, ours, peer = "", ratio = "", target = "", reached }) => [
    what,
    ours,
    peer,
    ratio,
    target,
    reached === undefined ? "" : reached ? "yes" : "**no**",
  ]);
  return markdownTable([head, ...rows]);
}

/** What the figures were measured on, and when. */
export function machine(): string {
  const processors = cpus();
  const { node, v8 } = process.versions;
  const day = new Date().toISOString().slice(0, 10);
  return `${processors.length} × ${processors[0]?.model.trim()}, ${process.platform} ${process.arch}, Node ${node}, V8 ${v8}, ${day}.`;
}

export function middle(values: readonly number[]): number {
  return median(values) ?? Number.NaN;
}

/** Value by value. */
export function ratios(over: readonly number[], under: readonly number[]): number[] {
  return over.map((value, index) => value / (under[index] ?? Number.NaN));
}

/** Times as much: the median of the rounds, and from where to where they go. */
export function times(ratios: readonly number[]): string {
  return spread(ratios, 1, " ×");
}

/** Calls in a second, from microseconds of one. */
export function rates(microseconds: readonly number[]): string {
  return spread(
    microseconds.map((us) => 1e6 / us),
    1,
    "/s",
  );
}

/** Of microseconds, in the unit that suits them. */
export function durations(microseconds: readonly number[]): string {
  const size = Math.abs(middle(microseconds));
  if (size < 1) return spread(microseconds, 1_000, " ns");
  return size < 1_000 ? spread(microseconds, 1, " µs") : spread(microseconds, 0.001, " ms");
}

function spread(values: readonly number[], factor: number, unit: string): string {
  const text = (value: number) => significant(value * factor);
  const range = values.length > 1 ? ` (${text(Math.min(...values))}–${text(Math.max(...values))})` : "";
  return `${text(middle(values))}${unit}${range}`;
}

/** Three digits, or all of a larger whole number. */
function significant(value: number): string {
  return Math.abs(value) >= 1_000
    ? Math.round(value).toLocaleString("en")
    : String(Number(value.toPrecision(3)));
}

/** The smallest value that so many percent of all do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}
