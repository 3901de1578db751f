import { inlineCode, linkTarget } from "./escape.ts";

/*
 * What a comment says of a run that somebody else's code was part of, where it is not the report itself.
 */

/** Stands before the figures of a fork. */
export const forkNotice =
  "**From a fork:** the figures are as its own run reported them. Nobody has checked them, and they gate nothing.";

/** The run of a pull request's head. */
export interface Observed {
  readonly headSha: string;
  /** Its page. */
  readonly run: string;
}

/** Until the run has ended. */
export function renderMeasuring(observed: Observed): string {
  return page(
    "⏳ **Measuring…**",
    "The report of this run replaces this comment when it is there.",
    observed,
  );
}

/** A run that has ended and left no report. `conclusion`: `failure` */
export function renderNoReport(observed: Observed, conclusion: string): string {
  const text = `The run ended with ${inlineCode(conclusion)} and left no report. Its log says why.`;
  return page("⚪ **No report.**", text, observed);
}

/** A report that is not shown; `reason` may quote it. */
export function renderRefused(observed: Observed, name: string, reason: string): string {
  const lines = reason
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(0, 10)
    .map((line) => inlineCode(line, 300));
  return page(
    "⚪ **The report cannot be shown.**",
    [`The artifact ${inlineCode(name)} is not used, because:`, ...lines].join("<br>\n"),
    observed,
  );
}

function page(title: string, text: string, { headSha, run }: Observed): string {
  const target = linkTarget(run);
  const link = target === null ? "the run" : `[the run](${target})`;
  return `### ${title}\n\n${text}\n\n<sub>${link} of ${inlineCode(headSha.slice(0, 7))}</sub>\n`;
}
