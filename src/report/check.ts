import type { Results } from "../model/results.ts";
import { visibleText } from "./escape.ts";
import { type ComparedRow, countOf, formatAgain, formatChange } from "./format.ts";
import { groupRows } from "./groups.ts";
import { markdownMarkup, plainMarkup } from "./markup.ts";
import { verdictSentence } from "./verdict-sentence.ts";

/** What a check run says beside the changed files: https://docs.github.com/en/rest/checks/runs#create-a-check-run */
export interface Check {
  /** Plain text. */
  readonly title: string;
  /** Markdown. */
  readonly summary: string;
  readonly annotations: readonly Annotation[];
}

/** One row at a line of a file. Its texts are shown as they are. */
export interface Annotation {
  /** Relative to the root of the repository. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly title: string;
  readonly message: string;
}

/** Where an annotation stands. */
export type Place = Pick<Annotation, "path" | "line">;

/** GitHub takes no more in one request. */
const mostAnnotations = 50;

/**
 * The regressed and the suspected rows at the files that they come from. Null when there are none.
 *
 * @param sourceOf where what a case measures stands; null where it is not known
 */
export function checkOf(results: Results, sourceOf: (caseId: string) => Place | null): Check | null {
  const { regressions, suspected } = groupRows(results);
  const rows = [...regressions, ...suspected];
  if (rows.length === 0) return null;
  const annotations = rows.flatMap((row) => {
    const place = sourceOf(row.case);
    return place === null ? [] : [annotationOf(row, place)];
  });
  const shown = annotations.slice(0, mostAnnotations);
  const missing = rows.length - shown.length;
  const rest =
    missing === 0 ? [] : [`${countOf(missing, "row")} without an annotation: the report has them.`];
  return {
    title: visibleText(verdictSentence(results, plainMarkup), 200),
    summary: [verdictSentence(results, markdownMarkup(undefined)), ...rest].join("\n\n"),
    annotations: shown,
  };
}

function annotationOf(row: ComparedRow, place: Place): Annotation {
  const name = visibleText(row.case, 100);
  const again = formatAgain(row);
  return {
    ...place,
    title: `${row.verdict === "suspected" ? "Suspected" : "Regressed"}: ${name} (${row.metric})`,
    message: `${formatChange(row)}${again === "" ? "" : `; looked at again: ${again}`}`,
  };
}
