import type { Waived } from "../model/comparison.ts";
import type { Results } from "../model/results.ts";
import type { Waiver } from "../model/waiver.ts";
import { inlineCode, prose } from "./escape.ts";
import { type ComparedRow, countOf, formatAgain, formatChange, formatShare } from "./format.ts";
import { dropEmptyColumns, figure, left, right, type Table } from "./table.ts";
import { figureCells, metricName } from "./tables.ts";

/** Rows that got worse, as the policy knows of them, with what it accepts and why. */
export function knownRegressionTable(rows: readonly ComparedRow[]): Table {
  const figuresOf = figureCells(rows);
  return dropEmptyColumns({
    columns: [
      left("Case"),
      left("Metric"),
      figure("Base"),
      figure("Head"),
      right("Change"),
      right("Again"),
      left("Accepted"),
      left("Reason"),
    ],
    rows: rows.flatMap((row) =>
      row.waiver === null
        ? []
        : [
            [
              inlineCode(row.case),
              metricName(row.metric),
              ...figuresOf(row),
              formatChange(row),
              formatAgain(row),
              accepted(row.waiver),
              prose(row.waiver.reason),
            ],
          ],
    ),
  });
}

/** Waivers that no row needed in this run. */
export function idleWaiverTable(idle: readonly IdleWaiver[]): Table {
  return {
    columns: [left("Cases"), left("Metric"), left("Accepted"), left("Reason")],
    rows: idle.map((waiver) => [
      inlineCode(waiver.case),
      waiver.metric,
      accepted(waiver),
      prose(waiver.reason),
    ]),
  };
}

/** `2 waivers without a regression, 1 of them expired` */
export function idleWaiverSummary(idle: readonly IdleWaiver[]): string {
  const expired = idle.filter(({ standing }) => standing === "expired").length;
  const words = `${countOf(idle.length, "waiver")} without a regression`;
  return expired === 0 ? words : `${words}, ${expired} of them expired`;
}

/** A waiver that no row needed, and how it stands on the day of the run. */
export type IdleWaiver = Waiver & { readonly standing: "applies" | "expired" };

export function idleWaivers({ waivers, startedAt }: Results, known: readonly ComparedRow[]): IdleWaiver[] {
  const today = startedAt.slice(0, 10);
  const isOf = (waiver: Waiver, row: ComparedRow) =>
    row.metric === waiver.metric &&
    row.waiver?.reason === waiver.reason &&
    row.waiver.ceiling === waiver.ceiling &&
    row.waiver.expires === waiver.expires;
  return waivers
    .filter((waiver) => !known.some((row) => isOf(waiver, row)))
    .map((waiver) => ({ ...waiver, standing: today > waiver.expires ? "expired" : "applies" }));
}

/** `up to 8 %, until 2027-01-31`, after what is wrong with it. */
function accepted({ ceiling, expires, standing }: Pick<Waived, "ceiling" | "expires" | "standing">): string {
  const terms = `up to ${formatShare(ceiling)}, until ${prose(expires, 20)}`;
  return standing === "applies" ? terms : `❌ ${standing}: ${terms}`;
}
