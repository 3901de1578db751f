import { countOf } from "../format.ts";
import { type Html, html, shown } from "./html.ts";
import { intervalPicture, reachLabels, reachOf } from "./interval-picture.ts";
import { type ListedRow, type Listing, type Tone, tones } from "./listed-rows.ts";

/** What picks the rows of a tone. */
const toneNames: Readonly<Record<Tone, string>> = {
  worse: "worse",
  better: "better",
  untold: "cannot tell",
  aside: "other",
  same: "unchanged",
};

/** Rows that were only measured have nothing to be unchanged from. */
function nameOf(tone: Tone, rows: readonly ListedRow[]): string {
  return tone === "same" && rows.some(({ word }) => word === "Measured") ? "measured" : toneNames[tone];
}

/** How many rows there are of each tone, as a bar and as the buttons that pick them. */
export function rowSummary(listing: Listing): Html {
  const rows = Object.values(listing).flat();
  const counts = tones
    .map((tone) => ({ tone, count: rows.filter((row) => row.tone === tone).length }))
    .filter(({ count }) => count > 0);
  // so that one row among thousands can be seen
  const widths = counts.map(({ count }) => Math.max(6, Math.round((1000 * count) / rows.length)));
  const startOf = (index: number) => widths.slice(0, index).reduce((sum, width) => sum + width, 0);
  const parts = counts.map(
    ({ tone }, index) =>
      html`<rect class="${tone}" x="${startOf(index)}" width="${Math.max(3, (widths[index] ?? 0) - (index === counts.length - 1 ? 0 : 3))}" height="4"/>`,
  );
  return html`<svg class="proportions" viewBox="0 0 ${startOf(counts.length)} 4" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>
<div class="picks" role="group" aria-label="Rows to show"><button type="button" data-tone="" aria-pressed="true">all <b>${rows.length.toLocaleString("en-US")}</b></button>${counts.map(
    ({ tone, count }) =>
      html`<button type="button" data-tone="${tone}" class="${tone}" aria-pressed="false">${nameOf(tone, rows)} <b>${count.toLocaleString("en-US")}</b></button>`,
  )}</div>`;
}

/** All rows; those that nobody has to look at are folded away. */
export function rowTables(listing: Listing): Html {
  const { told, untoldAside, unchanged } = listing;
  const reach = reachOf(Object.values(listing).flat());
  const isAll = told.length === 0;
  return html`${told.length === 0 ? null : table("Rows, the most important first", told, reach)}
${folded(`${countOf(untoldAside.length, "row")} that cannot turn the run red could not be told`, untoldAside, reach, false)}
${folded(`${countOf(unchanged.length, "unchanged row")}`, unchanged, reach, isAll && unchanged.length <= 100)}
<p class="none" hidden>No row has that name.</p>`;
}

function folded(summary: string, rows: readonly ListedRow[], reach: number, open: boolean): Html | null {
  if (rows.length === 0) return null;
  return html`<details class="more"${open ? html` open` : null}><summary>${summary}</summary>${table(summary, rows, reach)}</details>`;
}

function table(caption: string, rows: readonly ListedRow[], reach: number): Html {
  return html`<table class="rows"><caption class="unseen">${caption}</caption><colgroup><col class="c-verdict"><col class="c-case"><col class="c-figure"><col class="c-figure"><col class="c-interval"><col class="c-change"></colgroup>
<thead><tr><th scope="col">Verdict</th><th scope="col">Case</th><th scope="col" class="n w">Base</th><th scope="col" class="n w">Head</th><th scope="col" class="w"><span class="unseen">Interval, worse to the right</span>${reachLabels(reach)}</th><th scope="col">Change</th></tr></thead>
<tbody>
${rows.map((row) => html`${tableRow(row, reach)}\n`)}</tbody></table>`;
}

function tableRow(row: ListedRow, reach: number): Html {
  const name = html`<code>${shown(row.case, 160)}</code>`;
  const opens =
    row.index === null ? name : html`<button type="button" data-row="${row.index}">${name}</button>`;
  const metric = row.metric === "time" || row.metric === "" ? null : html` <small>${row.metric}</small>`;
  const note = row.note === "" ? null : html`<small>${shown(row.note)}</small>`;
  const change = row.compared?.change ?? null;
  const sorts = change === null ? null : html` data-change="${change.estimate.toPrecision(3)}"`;
  return html`<tr class="${row.tone}"${sorts}><td class="v"><span>${row.word}</span></td><th scope="row">${opens}${metric}</th><td class="n w">${row.base}</td><td class="n w">${row.head}</td><td class="w">${intervalPicture(row, reach)}</td><td>${row.change}${note}</td></tr>`;
}
