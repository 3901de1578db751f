import type { Results } from "../model/results.ts";
import { isMissed } from "../model/target.ts";
import { caveats } from "./caveats.ts";
import { changeCharts } from "./chart.ts";
import { driftCharts, driftProof, driftSummary, driftTable, isNews } from "./drift.ts";
import { inlineCode, linkTarget } from "./escape.ts";
import { headFigures } from "./figures.ts";
import { type Block, fitBlocks } from "./fit.ts";
import { type ComparedRow, countOf } from "./format.ts";
import { groupRows, isExact } from "./groups.ts";
import { type Markup, markdownMarkup } from "./markup.ts";
import { provenanceOf } from "./provenance.ts";
import { renderTable, type Table } from "./table.ts";
import {
  changeTable,
  failureTable,
  figureTable,
  functionTable,
  incomparableTable,
  missedAdvice,
  nondeterministicTable,
  oneSidedTable,
  targetsMet,
  targetTable,
} from "./tables.ts";
import { floors, verdictMarks, verdictSentence } from "./verdict-sentence.ts";
import { idleWaiverSummary, idleWaivers, idleWaiverTable, knownRegressionTable } from "./waivers.ts";

/** Where a report can send its reader. Addresses are https; others are left out. */
export interface Links {
  /** Web page of the repository, for links to commits. */
  readonly repository?: string;
  /** The artifact with every sample and the full report. */
  readonly artifact?: string;
  /** The workflow run. */
  readonly run?: string;
}

/** GitHub drops a job summary that is larger, in bytes. */
export const summaryLimit = 1024 * 1024;

/** GitHub refuses a comment that is longer, in characters. */
export const commentLimit = 65_536;

/** The report of a run: `report.md` and the job summary. */
export function renderReport(results: Results, links: Links): string {
  return fitBlocks(blocksOf(results, links), summaryLimit);
}

/**
 * The comment on a pull request. It starts with `marker`, by which a later run finds it again, and is never longer than
 * `limit`, whether one counts characters or bytes. Rows that have no room are counted; the link to the artifact stays.
 *
 * @param options.limit at least 20,480, so that there is room for what always stays
 * @param options.notice what has to be known of these results before anything in them
 */
export function renderComment(
  results: Results,
  links: Links,
  { marker, limit = commentLimit, notice = "" }: { marker: string; limit?: number; notice?: string },
): string {
  return fitBlocks([fixed(marker), ...blocksOf(results, links, notice)], limit);
}

/** What stands in the place of the report of a run that could not finish. */
export function renderBroken(message: string, { run }: Pick<Links, "run">): string {
  const lines = message
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(0, 20);
  const target = run === undefined ? null : linkTarget(run);
  return [
    `### ${verdictMarks.failed} **Failed:** this run could not finish.`,
    lines.map((line) => inlineCode(line, 300)).join("<br>\n"),
    ...(target === null ? [] : [`[The log of the run](${target})`]),
    "",
  ].join("\n\n");
}

/** The report from top to bottom. `givesWay` says what goes first when there is too little room. */
export function blocksOf(results: Results, links: Links, notice = ""): Block[] {
  const markup = markdownMarkup(links.repository);
  const groups = groupRows(results);
  const idle = idleWaivers(results, groups.known);
  const more = moreIn(links);
  const functionsOf = (rows: readonly ComparedRow[], givesWay: number) => {
    const table = functionTable(rows, results.profileChanges);
    const summary = "Which functions burn more fuel, or less";
    return whole(table.rows.length === 0 ? null : details(summary, renderTable(table)), givesWay);
  };
  return [
    fixed(`### ${verdictMarks[results.verdict]} ${verdictSentence(results, markup)}`),
    fixed([notice, ...caveats(results, markup)].filter(Boolean).join("\n\n")),
    section({ title: "Regressions", table: changeTable(groups.regressions), givesWay: 15, more }),
    functionsOf(groups.regressions, 6),
    section({ title: "Suspected regressions", table: changeTable(groups.suspected), givesWay: 14, more }),
    section({ title: "Failed cases", table: failureTable(groups.failures), givesWay: 14, more }),
    section({ title: "Known regressions", table: knownRegressionTable(groups.known), givesWay: 13, more }),
    section({
      title: "Changes that do not turn the run red",
      table: changeTable(groups.notGating),
      givesWay: 13,
      more,
    }),
    functionsOf(groups.notGating, 3),
    section({ title: "Improvements", table: changeTable(groups.improvements), givesWay: 12, more }),
    functionsOf(groups.improvements, 4),
    whole(changeCharts([...groups.regressions, ...groups.improvements]), 5),
    inconclusiveBlock(groups.inconclusive, more),
    section({
      title: "Cannot be compared",
      table: incomparableTable(groups.incomparable),
      givesWay: 10,
      more,
    }),
    section({
      title: "Not the same in every run",
      table: nondeterministicTable(groups.nondeterministic),
      givesWay: 10,
      more,
    }),
    section({
      title: "Added and removed",
      table: oneSidedTable([...groups.added, ...groups.removed]),
      givesWay: 9,
      more,
    }),
    section({ title: "Figures of head", table: headOnlyTable(results), givesWay: 8, more }),
    ...driftBlocks(results, markup, more),
    ...targetBlocks(results, more),
    folded({ summary: idleWaiverSummary(idle), table: idleWaiverTable(idle), givesWay: 2, more }),
    folded({
      summary: `${countOf(groups.inconclusiveAside.length, "row")} that cannot turn the run red could not be told`,
      table: changeTable(groups.inconclusiveAside),
      givesWay: 2,
      more,
    }),
    folded({
      summary: unchangedSummary(groups.unchanged),
      table: changeTable(groups.unchanged),
      givesWay: 1,
      more,
    }),
    fixed(footer(results, links, markup)),
  ];
}

/** More rows than this are folded away: they would bury what was told. */
const inconclusiveShown = 8;

function inconclusiveBlock(rows: readonly ComparedRow[], more: string): Block {
  const table = changeTable(rows);
  return rows.length > inconclusiveShown
    ? folded({ summary: `${countOf(rows.length, "row")} could not be told`, table, givesWay: 11, more })
    : section({ title: "Could not be told", table, givesWay: 11, more });
}

function headOnlyTable(results: Results): Table {
  return figureTable(results.base.kind === "absent" ? headFigures(results) : []);
}

/** What the base branch did by itself: open while somebody should look at it, folded away after that. */
function driftBlocks({ drift }: Results, markup: Markup, more: string): Block[] {
  const title = "Drift of the base branch";
  const table = driftTable(drift, markup);
  const below = [driftProof, driftCharts(drift)].filter((part) => part !== null).join("\n\n");
  if (!isNews(drift))
    return [folded({ summary: `${title}: ${driftSummary(drift)}`, table, below, givesWay: 1, more })];
  return [
    section({ title: `${title}: ${driftSummary(drift)}`, table, givesWay: 6, more }),
    whole(details("Where it went, and how to prove it", below), 2),
  ];
}

function targetBlocks({ targets }: Results, more: string): Block[] {
  if (targets.length === 0) return [];
  const missed = targets.filter(isMissed).length;
  const advice = missedAdvice(targets);
  const table = targetTable(targets);
  if (missed === 0) return [folded({ summary: targetsMet(targets), table, givesWay: 3, more })];
  return [
    section({ title: targetsMet(targets), table, givesWay: 7, more }),
    whole(
      advice === "" ? null : details(`What to look at for ${countOf(missed, "missed target")}`, advice),
      3,
    ),
  ];
}

function unchangedSummary(rows: readonly ComparedRow[]): string {
  const timed = rows.filter((row) => !isExact(row));
  return `${countOf(rows.length, "unchanged row")}${timed.length > 0 ? `: no change ${floors(timed)}` : ""}`;
}

function footer(results: Results, links: Links, markup: Markup): string {
  const facts = provenanceOf(results, markup).map(({ title, text }) => `**${title}:** ${text}`);
  const pages = [
    link("the report with charts, and every sample", links.artifact),
    link("this run", links.run),
    `Fuelgauge ${markup.sentence(results.fuelgauge, 40)}`,
  ].filter(Boolean);
  return ["---", `<sub>${[...facts, pages.join(" · ")].join("<br>")}</sub>`].join("\n\n");
}

function link(text: string, address: string | undefined): string {
  const target = address === undefined ? null : linkTarget(address);
  return target === null ? "" : `[${text}](${target})`;
}

/** Where the rows are that had no room. */
function moreIn({ artifact }: Links): string {
  const target = link("the full report", artifact);
  return target === "" ? "" : `, all in ${target}`;
}

interface TableBlock {
  readonly table: Table;
  readonly givesWay: number;
  /** Ends the line that counts the rows which had no room. */
  readonly more: string;
}

/** A table under a title, which loses rows from its end. */
export function section({ title, table, givesWay, more }: TableBlock & { readonly title: string }): Block {
  const { columns, rows } = table;
  return {
    givesWay,
    rows: rows.length,
    render(kept, style) {
      if (rows.length === 0) return "";
      const shown = kept === 0 ? "" : renderTable({ columns, rows: rows.slice(0, kept) }, style);
      const cut = rows.length - kept;
      const rest = cut === 0 ? "" : kept === 0 ? `${countOf(cut, "row")}${more}` : `… and ${cut} more${more}`;
      return [`#### ${title}`, shown, rest].filter(Boolean).join("\n\n");
    },
  };
}

/** A table that is folded away and goes as a whole. */
function folded({
  summary,
  table,
  below,
  givesWay,
  more,
}: TableBlock & { readonly summary: string; readonly below?: string }): Block {
  return {
    givesWay,
    rows: 1,
    render(kept, style) {
      if (table.rows.length === 0) return "";
      const content = [renderTable(table, style), ...(below === undefined ? [] : [below])].join("\n\n");
      return kept === 0 ? `${summary}${more}` : details(summary, content);
    },
  };
}

/** Text that goes as a whole and leaves no trace. */
function whole(text: string | null, givesWay: number): Block {
  return { givesWay, rows: 1, render: (kept) => (kept === 0 ? "" : (text ?? "")) };
}

export function fixed(text: string): Block {
  return { givesWay: null, rows: 0, render: () => text };
}

/** `summary` is HTML, `content` Markdown. */
function details(summary: string, content: string): string {
  return `<details>\n<summary>${summary}</summary>\n\n${content}\n\n</details>`;
}
