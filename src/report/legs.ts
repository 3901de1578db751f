import { type Comparison, runVerdicts } from "../model/comparison.ts";
import type { Results } from "../model/results.ts";
import { inlineCode } from "./escape.ts";
import { fitBlocks } from "./fit.ts";
import { countOf, formatChange } from "./format.ts";
import { isCompared, ownRows } from "./groups.ts";
import { blocksOf, commentLimit, fixed, type Links, section } from "./markdown.ts";
import { left, type Table } from "./table.ts";
import { metricName } from "./tables.ts";
import { verdictMarks } from "./verdict-sentence.ts";

/** The report of one kind of machine. */
export interface Leg {
  /** `linux-x64` */
  readonly platform: string;
  readonly results: Results;
  readonly links: Links;
}

/**
 * The reports of a run on one kind of machine or several, as a comment or summary of at most `limit` bytes. Machines of
 * several kinds stand side by side: no figure of one is held against a figure of another.
 *
 * @param options.head what the text begins with
 */
export function renderLegs(
  legs: readonly Leg[],
  { head, limit = commentLimit }: { head: string; limit?: number },
): string {
  const [only] = legs;
  if (only !== undefined && legs.length === 1) {
    return fitBlocks([fixed(head), ...blocksOf(only.results, only.links)], limit);
  }
  return fitBlocks(
    [
      fixed(head),
      fixed(`### ${headline(legs)}`),
      section({ title: "Side by side", table: sideBySide(legs), givesWay: 16, more: "" }),
      ...legs.flatMap(({ platform, results, links }) => [
        fixed(`## ${inlineCode(platform)}`),
        ...blocksOf(results, links),
      ]),
    ],
    limit,
  );
}

/** The verdict of several legs: the first of `runVerdicts` that one of them has. */
export function verdictOfLegs(legs: readonly { readonly results: Results }[]): Results["verdict"] {
  return (
    runVerdicts.find((verdict) => legs.some(({ results }) => results.verdict === verdict)) ?? "unchanged"
  );
}

function headline(legs: readonly Leg[]): string {
  const verdicts = legs.map(({ platform, results }) => `${inlineCode(platform)} ${results.verdict}`);
  return `${verdictMarks[verdictOfLegs(legs)]} **${countOf(legs.length, "kind")} of machines:** ${verdicts.join(", ")}`;
}

/** Rows that are told on one machine at least, with what each of the machines says. */
function sideBySide(legs: readonly Leg[]): Table {
  const nameOf = (row: Comparison) => `${row.case} ${row.metric}`;
  const rowsOf = legs.map(({ results }) => new Map(ownRows(results).map((row) => [nameOf(row), row])));
  const told = new Map(
    rowsOf.flatMap((rows) =>
      [...rows].filter(([, { verdict }]) =>
        ["regressed", "suspected", "improved", "failed"].includes(verdict),
      ),
    ),
  );
  return {
    columns: [left("Case"), left("Metric"), ...legs.map(({ platform }) => left(inlineCode(platform)))],
    rows: [...told].map(([name, row]) => [
      inlineCode(row.case),
      metricName(row.metric),
      ...rowsOf.map((rows) => cellOf(rows.get(name))),
    ]),
  };
}

function cellOf(row: Comparison | undefined): string {
  if (row === undefined) return "";
  return isCompared(row) && row.change !== null ? `${row.verdict}: ${formatChange(row)}` : row.verdict;
}
