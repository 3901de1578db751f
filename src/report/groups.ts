import type { Comparison } from "../model/comparison.ts";
import type { Failure } from "../model/measurement.ts";
import type { Results } from "../model/results.ts";
import type { ComparedRow } from "./format.ts";

export type RowOf<Verdict extends Comparison["verdict"]> = Extract<Comparison, { verdict: Verdict }>;
export type InconclusiveRow = RowOf<"inconclusive">;

/** A case without figures, once, whatever the number of its metrics and rounds. */
export interface FailedCase {
  readonly case: string;
  /** Which programs it failed in. */
  readonly where: "head" | "base" | "base and head";
  readonly message: string;
  /** Whether head broke it: it did not fail in base as well. */
  readonly broken: boolean;
}

/** The rows of a run by what a reader does about them, each group in the order in which it is told. */
export interface Groups {
  /** Gating rows that got worse, the surest and largest first. */
  readonly regressions: readonly ComparedRow[];
  /** Rows whose first rounds show a regression that nobody looked at again. */
  readonly suspected: readonly ComparedRow[];
  readonly failures: readonly FailedCase[];
  /** Rows that got worse and that a waiver is about. One that does not apply leaves its row where it would be as well. */
  readonly known: readonly ComparedRow[];
  /** Exact rows that differ, and timed rows that got worse, none of which can turn the run red. */
  readonly notGating: readonly ComparedRow[];
  readonly improvements: readonly ComparedRow[];
  readonly inconclusive: readonly InconclusiveRow[];
  /** The same for rows that do not gate: nobody waits for their verdict. */
  readonly inconclusiveAside: readonly InconclusiveRow[];
  readonly incomparable: readonly RowOf<"incomparable">[];
  readonly nondeterministic: readonly RowOf<"nondeterministic">[];
  readonly added: readonly RowOf<"added">[];
  readonly removed: readonly RowOf<"removed">[];
  readonly unchanged: readonly ComparedRow[];
  /** Rows of controls that changed although nothing can change them. Controls are in no other group, unless they failed. */
  readonly movedControls: readonly ComparedRow[];
}

export function groupRows(results: Results): Groups {
  const { failures, base } = results;
  const isControl = controlsOf(results);
  const comparisons = ownRows(results);
  const failed = failedCases(comparisons, failures);
  const told = comparisons.filter(isCompared);
  const isKnown = (row: ComparedRow) =>
    row.waiver !== null && (row.verdict === "regressed" || row.verdict === "suspected");
  const isAccepted = (row: ComparedRow) => isKnown(row) && row.waiver?.standing === "applies";
  const isAside = (row: ComparedRow) =>
    !row.gating &&
    !isAccepted(row) &&
    (row.verdict === "regressed" || (row.verdict === "improved" && isExact(row)));
  return {
    regressions: worstFirst(told.filter((row) => row.verdict === "regressed" && row.gating)),
    suspected: worstFirst(told.filter((row) => row.verdict === "suspected" && !isAccepted(row))),
    failures: failed,
    known: worstFirst(told.filter(isKnown)),
    notGating: told.filter(isAside),
    improvements: bestFirst(told.filter((row) => row.verdict === "improved" && !isAside(row))),
    inconclusive: comparisons.filter(isInconclusive).filter(({ gating }) => gating),
    inconclusiveAside: comparisons.filter(isInconclusive).filter(({ gating }) => !gating),
    incomparable: comparisons
      .filter((row) => row.verdict === "incomparable")
      .filter((row) => !failed.some((failure) => failure.case === row.case)),
    nondeterministic: comparisons.filter((row) => row.verdict === "nondeterministic"),
    // Without a base every row is new, which says nothing about any of them.
    added: base.kind === "absent" ? [] : comparisons.filter((row) => row.verdict === "added"),
    removed: comparisons.filter((row) => row.verdict === "removed"),
    unchanged: told.filter((row) => row.verdict === "unchanged"),
    movedControls: results.comparisons
      .filter(({ case: id }) => isControl(id))
      .filter(isCompared)
      .filter(({ verdict }) => verdict === "regressed" || verdict === "improved"),
  };
}

/** The rows of the cases that somebody asked for, and those of controls that failed. */
export function ownRows(results: Results): Comparison[] {
  const isControl = controlsOf(results);
  return results.comparisons.filter((row) => row.verdict === "failed" || !isControl(row.case));
}

/** Tells the cases that are the same program in all arms from those that somebody asked for. */
function controlsOf({ cases }: Results): (id: string) => boolean {
  const controls = new Set(cases.filter(({ control }) => control).map(({ id }) => id));
  return (id) => controls.has(id);
}

/** Rows of which both sides were measured. */
export function isCompared(row: Comparison): row is ComparedRow {
  return ["regressed", "suspected", "improved", "unchanged", "inconclusive"].includes(row.verdict);
}

export function isExact({ evidence }: ComparedRow): boolean {
  return evidence.kind === "exact";
}

function isInconclusive(row: Comparison): row is InconclusiveRow {
  return row.verdict === "inconclusive";
}

function worstFirst(rows: readonly ComparedRow[]): ComparedRow[] {
  return rows.toSorted((one, other) => (other.change?.low ?? 0) - (one.change?.low ?? 0));
}

function bestFirst(rows: readonly ComparedRow[]): ComparedRow[] {
  return rows.toSorted((one, other) => (one.change?.high ?? 0) - (other.change?.high ?? 0));
}

function failedCases(comparisons: readonly Comparison[], failures: readonly Failure[]): FailedCase[] {
  const failedRows = new Map(
    comparisons.flatMap((row) => (row.verdict === "failed" ? [[row.case, row.reason]] : [])),
  );
  const ids = new Set([...failedRows.keys(), ...failures.map((failure) => failure.case)]);
  const cases = [...ids].map((id): FailedCase => {
    const ofCase = failures.filter((failure) => failure.case === id);
    const inHead = ofCase.find(({ arm }) => arm === "head");
    const inBase = ofCase.find(({ arm }) => arm !== "head");
    const where = inBase === undefined ? "head" : inHead ? "base and head" : "base";
    const message = (inHead ?? inBase)?.message ?? failedRows.get(id) ?? "";
    return { case: id, where, message, broken: failedRows.has(id) };
  });
  return cases.toSorted((one, other) => Number(other.broken) - Number(one.broken));
}
