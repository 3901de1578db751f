import type { BranchHistory, HistoryLine, RowFigures } from "../../model/charts.ts";
import type { Results } from "../../model/results.ts";

/*
 * What a page carries for its own script, as gzipped JSON in base64, in `<script type="text/plain">` elements. Nothing of it is
 * read before a chart or a file is asked for.
 */

/** Ids of the elements. */
export const dataIds = { charts: "data-charts", history: "data-history", results: "data-results" } as const;

/** What the charts of the rows are drawn from. */
export interface ChartData {
  /** Without measurements: they are the file's to keep, and the figures are drawn. */
  readonly results: Results;
  readonly figures: readonly RowFigures[];
}

/** The history of the base branch. */
export interface HistoryData {
  readonly commits: BranchHistory["commits"];
  readonly lines: readonly PackedLine[];
}

/** A line whose levels are written as steps: most of them are small or 0, and that packs well. */
export interface PackedLine extends Omit<HistoryLine, "levels"> {
  /** The first known level, and from each known level to the next one; null where none is known. In units of `unit`. */
  readonly steps: readonly (number | null)[];
  /** 1 for figures; 0.0001 for relative levels. */
  readonly unit: number;
}

export function packedHistory({ commits, lines }: BranchHistory): HistoryData {
  return { commits, lines: lines.map(packedLine) };
}

function packedLine({ levels, ...line }: HistoryLine): PackedLine {
  const unit = line.kind === "relative" ? 0.0001 : 1;
  let last = 0;
  const steps = levels.map((level) => {
    if (level === null) return null;
    const now = line.kind === "relative" ? Math.round(level / unit) : level;
    const step = now - last;
    last = now;
    return step;
  });
  return { ...line, steps, unit };
}

/** The levels again. */
export function unpackedLevels({ steps, unit }: PackedLine): (number | null)[] {
  let level = 0;
  return steps.map((step) => {
    if (step === null) return null;
    level += step;
    return level * unit;
  });
}
