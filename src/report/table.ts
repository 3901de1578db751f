import { markdownTable } from "markdown-table";

/** A table before it is written. Cells are Markdown already, without line breaks. */
export interface Table {
  readonly columns: readonly Column[];
  /** As many cells a row as there are columns. */
  readonly rows: readonly (readonly string[])[];
}

export interface Column {
  readonly title: string;
  /** A figure is set to the right and kept on one line with its unit. */
  readonly kind: "left" | "right" | "figure";
}

export function left(title: string): Column {
  return { title, kind: "left" };
}

export function right(title: string): Column {
  return { title, kind: "right" };
}

export function figure(title: string): Column {
  return { title, kind: "figure" };
}

/** The table without the columns that are empty in every row. */
export function dropEmptyColumns({ columns, rows }: Table): Table {
  const kept = columns.flatMap((_, index) => (rows.some((row) => row[index]) ? [index] : []));
  return {
    columns: columns.filter((_, index) => kept.includes(index)),
    rows: rows.map((row) => row.filter((_, index) => kept.includes(index))),
  };
}

/** A GitHub table. `compact` gives up the alignment of the source, which only readers of the source see. */
export function renderTable({ columns, rows }: Table, style: "aligned" | "compact" = "aligned"): string {
  const cells = rows.map((row) =>
    row.map((cell, index) => (columns[index]?.kind === "figure" ? unbroken(cell) : cell)),
  );
  return markdownTable([columns.map(({ title }) => title), ...cells], {
    align: columns.map(alignmentOf),
    alignDelimiters: style === "aligned",
    padding: style === "aligned",
    stringLength: visibleLength,
  });
}

/** Lines of a table for a terminal, header first: aligned, with no rule and no delimiters at the ends. */
export function renderPlainTable({ columns, rows }: Table): string[] {
  const lines = markdownTable([columns.map(({ title }) => title), ...rows], {
    align: columns.map(alignmentOf),
    delimiterStart: false,
    delimiterEnd: false,
    stringLength: visibleLength,
  }).split("\n");
  return lines.filter((_, index) => index !== 1).map((line) => line.trimEnd());
}

function alignmentOf({ kind }: Column): "left" | "right" {
  return kind === "left" ? "left" : "right";
}

/** With spaces that no line breaks at. */
function unbroken(text: string): string {
  return text.replaceAll(" ", "\u{a0}");
}

/** Characters that take a place: colours of a terminal do not. */
function visibleLength(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours start with the escape character
  return [...text.replace(/\u001b\[[0-9;]*m/g, "")].length;
}
