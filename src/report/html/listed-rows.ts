import type { Comparison } from "../../model/comparison.ts";
import type { Results } from "../../model/results.ts";
import { headFigures } from "../figures.ts";
import {
  type ComparedRow,
  formatAgain,
  formatChange,
  formatFigure,
  formatShare,
  isImported,
} from "../format.ts";
import { type FailedCase, type Groups, groupRows, isCompared } from "../groups.ts";
import { figureCells, formatRuns, sightOf, spreadOf, withoutStack } from "../tables.ts";

/** What a row is to its reader; each has a colour, and is what the rows can be picked by. */
export const tones = ["worse", "better", "untold", "aside", "same"] as const;
export type Tone = (typeof tones)[number];

/** One row of the page's table. All texts are plain. */
export interface ListedRow {
  readonly tone: Tone;
  /** `Regressed` */
  readonly word: string;
  readonly case: string;
  readonly metric: string;
  readonly base: string;
  readonly head: string;
  /** `4.8 % to 5.3 % slower` */
  readonly change: string;
  /** What else there is to say: why it could not be told, what a second look said. */
  readonly note: string;
  /** What the interval is drawn from; null where there is none. */
  readonly compared: ComparedRow | null;
  /** Its place among the comparisons; null for a case that failed without one. */
  readonly index: number | null;
}

/** The rows of a page: what somebody has to look at, the most important first, and the rest, which is folded away. */
export interface Listing {
  readonly told: readonly ListedRow[];
  /** Rows that cannot turn the run red and could not be told. */
  readonly untoldAside: readonly ListedRow[];
  readonly unchanged: readonly ListedRow[];
}

export function listRows(results: Results): Listing {
  const groups = groupRows(results);
  const indexes = new Map(results.comparisons.map((row, index) => [row, index]));
  const listed = new Set<Comparison>();
  const list = (rows: readonly Comparison[], tone: Tone, word: string) =>
    rows
      .filter((row) => !listed.has(row) && listed.add(row))
      .map((row): ListedRow => ({ ...rowOf(row), tone, word, index: indexes.get(row) ?? null }));
  const told = [
    ...list(groups.movedControls, "untold", "Control moved"),
    ...list(groups.regressions, "worse", "Regressed"),
    ...list(groups.suspected, "worse", "Suspected"),
    ...failedRows(results, groups.failures),
    ...list(groups.known, "aside", "Waived"),
    ...list(worse(groups), "aside", "Worse"),
    ...list(groups.improvements, "better", "Improved"),
    ...list(groups.notGating, "better", "Better"),
    ...list(groups.inconclusive, "untold", "Cannot tell"),
    ...list(groups.incomparable, "untold", "Not comparable"),
    ...list(groups.nondeterministic, "untold", "Wavers"),
    ...list(groups.added, "aside", "Added"),
    ...list(groups.removed, "aside", "Removed"),
    ...headRows(results),
  ];
  return {
    told,
    untoldAside: list(groups.inconclusiveAside, "untold", "Cannot tell"),
    unchanged: list(groups.unchanged, "same", "Unchanged"),
  };
}

function worse({ notGating }: Groups): ComparedRow[] {
  return notGating.filter(({ verdict }) => verdict === "regressed");
}

function rowOf(row: Comparison): Omit<ListedRow, "tone" | "word" | "index"> {
  const compared = isCompared(row) ? row : null;
  return {
    case: row.case,
    metric: row.metric,
    ...figuresOf(row),
    change: compared === null ? "" : formatChange(compared),
    note: noteOf(row),
    compared,
  };
}

function figuresOf(row: Comparison): { readonly base: string; readonly head: string } {
  if (row.verdict === "nondeterministic") {
    return { base: formatRuns(row.runs.base, row.unit), head: formatRuns(row.runs.head, row.unit) };
  }
  if (isCompared(row)) {
    const [base, head] = figureCells([row])(row);
    return { base, head };
  }
  const written = (figure: number | null) => (figure === null ? "–" : formatFigure(figure, row.unit));
  return { base: written(row.base), head: written(row.head) };
}

function noteOf(row: Comparison): string {
  const sight = isCompared(row) ? sightOf(row) : "";
  const again = isCompared(row) ? formatAgain(row) : "";
  const waiver = isCompared(row) ? row.waiver : null;
  return [
    "reason" in row ? row.reason : "",
    isCompared(row) && isImported(row) ? "by another tool, not run again" : "",
    again === "" ? "" : `looked at again: ${again}`,
    waiver === null
      ? ""
      : `waived up to ${formatShare(waiver.ceiling)} until ${waiver.expires}${waiver.standing === "applies" ? "" : ` (${waiver.standing})`}: ${waiver.reason}`,
    sight === "" || row.verdict === "unchanged" ? "" : `could have seen ${sight}`,
  ]
    .filter((part) => part !== "")
    .join("; ");
}

function failedRows({ comparisons }: Results, failures: readonly FailedCase[]): ListedRow[] {
  const indexes = new Map(comparisons.map((row, index) => [row.case, index]));
  return failures.map(({ case: id, where, message, broken }) => {
    return {
      tone: broken ? "worse" : "untold",
      word: "Failed",
      case: id,
      metric: "",
      base: "",
      head: "",
      change: `fails in ${where}`,
      note: withoutStack(message),
      compared: null,
      index: indexes.get(id) ?? null,
    };
  });
}

/** Without a base: what head measured. */
function headRows(results: Results): ListedRow[] {
  const { base, comparisons } = results;
  if (base.kind !== "absent") return [];
  const indexes = new Map(comparisons.map((row, index) => [`${row.case} ${row.metric}`, index]));
  return headFigures(results).map((figure) => ({
    tone: "same",
    word: "Measured",
    case: figure.case,
    metric: figure.metric,
    base: "–",
    head: formatFigure(figure.median, figure.unit),
    change: spreadOf(figure),
    note: "",
    compared: null,
    index: indexes.get(`${figure.case} ${figure.metric}`) ?? null,
  }));
}
