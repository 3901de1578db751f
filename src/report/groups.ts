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
  readonly failures: readonly FailedCase[];
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
}

export function groupRows({ comparisons, failures, base }: Results): Groups {
  const failed = failedCases(comparisons, failures);
  const told = comparisons.filter(isCompared);
  const isAside = (row: ComparedRow) =>
    !row.gating && (row.verdict === "regressed" || (row.verdict === "improved" && isExact(row)));
  return {
    regressions: worstFirst(told.filter((row) => row.verdict === "regressed" && row.gating)),
    failures: failed,
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
  };
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
