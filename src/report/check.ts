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

/** One row at the first line of a file. Its texts are shown as they are. */
export interface Annotation {
  /** Relative to the root of the repository. */
  readonly path: string;
  readonly title: string;
  readonly message: string;
}

/** GitHub takes no more in one request. */
const mostAnnotations = 50;

/**
 * The regressed and the suspected rows at the files that they come from. Null when there are none.
 *
 * @param sourceOf the file that a case measures; null where it is not known
 */
export function checkOf(results: Results, sourceOf: (caseId: string) => string | null): Check | null {
  const { regressions, suspected } = groupRows(results);
  const rows = [...regressions, ...suspected];
  if (rows.length === 0) return null;
  const annotations = rows.flatMap((row) => {
    const path = sourceOf(row.case);
    return path === null ? [] : [annotationOf(row, path)];
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

function annotationOf(row: ComparedRow, path: string): Annotation {
  const name = visibleText(row.case, 100);
  const again = formatAgain(row);
  return {
    path,
    title: `${row.verdict === "suspected" ? "Suspected" : "Regressed"}: ${name} (${row.metric})`,
    message: `${formatChange(row)}${again === "" ? "" : `; looked at again: ${again}`}`,
  };
}
