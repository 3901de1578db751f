import type { Comparison } from "../model/comparison.ts";
import { type Imported, isExactly } from "../model/imported.ts";
import type { Policy } from "../model/policy.ts";
import { compareExactly } from "./exact.ts";
import { median } from "./signed-rank.ts";
import type { SampledRow } from "./timed.ts";

/** What other tools measured of head, and what they measured of the base when it was head. */
export interface ImportedSides {
  readonly base: readonly Imported[];
  readonly head: readonly Imported[];
}

/** A comparison, or a row that is judged together with the timed ones. */
export type ImportedRow =
  | { readonly kind: "settled"; readonly comparison: Comparison }
  | { readonly kind: "timed"; readonly timed: SampledRow };

/** Rows of the figures that either side has, head's first. */
export function importedRows(
  { base, head }: ImportedSides,
  policy: Pick<Policy, "ofImported">,
): ImportedRow[] {
  const stored = new Map(base.map((figure) => [keyOf(figure), figure]));
  const measured = new Set(head.map(keyOf));
  return [
    ...head.map((figure) => rowOf(stored.get(keyOf(figure)) ?? null, figure, policy)),
    ...base
      .filter((figure) => !measured.has(keyOf(figure)))
      .map((figure) => {
        const row = rowHead(figure, kindOf(figure.unit, figure.samples), policy);
        return settled({ ...row, verdict: "removed", change: null, base: middleOf(figure), head: null });
      }),
  ];
}

/** How many of the rows may turn the run red beside the timed ones of the cases. */
export function gatingImported(figures: readonly Imported[], policy: Pick<Policy, "ofImported">): number {
  return figures.filter((figure) => {
    const kind = kindOf(figure.unit, figure.samples);
    return kind === "timed" && policy.ofImported(figure.case, figure.metric, kind).gates;
  }).length;
}

function rowOf(base: Imported | null, head: Imported, policy: Pick<Policy, "ofImported">): ImportedRow {
  const kind = kindOf(head.unit, head.samples, ...(base === null ? [] : [base.samples]));
  const row = rowHead(head, kind, policy);
  const figure = middleOf(head);
  if (base === null) return settled({ ...row, verdict: "added", change: null, base: null, head: figure });
  const sides = { base: middleOf(base), head: figure };
  const incomparable = (reason: string) =>
    settled({ ...row, verdict: "incomparable", change: null, ...sides, reason });
  if (base.unit !== head.unit) return incomparable(`base is in ${base.unit}, head in ${head.unit}`);
  const { floor, exactTolerance: tolerance } = policy.ofImported(head.case, head.metric, kind);
  if (kind === "exact") return settled(compareExactly(row, sides, { tolerance, against: "imported" }));
  const hasRatios = [...base.samples, ...head.samples].every((sample) => sample > 0);
  if (!hasRatios) return incomparable("a sample is 0, and has no ratio");
  const sign = head.direction === "lower" ? 1 : -1;
  const logsOf = ({ samples }: Imported) => samples.map((sample) => sign * Math.log(sample));
  const logs = { base: logsOf(base), head: logsOf(head) };
  return { kind: "timed", timed: { row, ...sides, floor, logs } };
}

function rowHead(
  { case: id, metric, unit, direction }: Imported,
  kind: "timed" | "exact",
  policy: Pick<Policy, "ofImported">,
): SampledRow["row"] {
  return { case: id, metric, unit, direction, gating: policy.ofImported(id, metric, kind).gates };
}

function kindOf(unit: string, ...sides: (readonly number[])[]): "timed" | "exact" {
  return isExactly({ unit }, ...sides) ? "exact" : "timed";
}

function keyOf({ case: id, metric }: Imported): string {
  return `${id} ${metric}`;
}

function middleOf({ samples }: Imported): number {
  return median(samples) ?? 0;
}

function settled(comparison: Comparison): ImportedRow {
  return { kind: "settled", comparison };
}
