import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { Charts } from "../../model/charts.ts";
import type { Results } from "../../model/results.ts";
import { caveats } from "../caveats.ts";
import { linkTarget } from "../escape.ts";
import { countOf } from "../format.ts";
import type { Links } from "../markdown.ts";
import { type Markup, plainMarkup } from "../markup.ts";
import { verdictSentence } from "../verdict-sentence.ts";
import { type Html, html, shown, written } from "./html.ts";
import { listRows, type Tone } from "./listed-rows.ts";
import { pageMarkup } from "./markup.ts";
import { type ChartData, dataIds, packedHistory } from "./page-data.ts";
import { rowSummary, rowTables } from "./row-table.ts";
import {
  conditionsSection,
  driftSection,
  provenanceSection,
  targetSection,
  waiverSection,
} from "./sections.ts";

/** What makes a page of the document. It is trusted: its text becomes part of every report. */
export interface PageAssets {
  /** JavaScript without imports. */
  readonly script: string;
  /** CSS without addresses. */
  readonly style: string;
  /** Licences of the packages that the script is made of. */
  readonly licenses: string;
}

/** A results.json with more samples than this is not put into the page as well. */
const mostSamples = 100_000;

/**
 * `report.html`: the whole report in one file, which asks for nothing from anywhere. Verdict and rows can be read without its
 * script; the script draws charts when a row is opened.
 */
export function renderPage(results: Results, charts: Charts, links: Links, assets: PageAssets): string {
  const markup = pageMarkup(links.repository);
  const listing = listRows(results);
  const script = inlineScript(assets.script);
  const style = assets.style.replaceAll("</", "<\\/");
  const data = embeddedData(results, charts);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(script, style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Fuelgauge · ${verdictSentence(results, plainMarkup)}</title>
<link rel="icon" href="${icon(tonesOfVerdicts[results.verdict])}">
<style>${written(style)}</style>
</head>
<body>
<header>
<p class="brand">Fuelgauge</p>
<h1 class="${tonesOfVerdicts[results.verdict]}">${written(verdictSentence(results, markup))}</h1>
${caveats(results, markup).map((caveat) => html`<p class="caveat">${written(caveat)}</p>\n`)}<p class="where">${origin(results, markup)}</p>
</header>
<main>
<section id="rows" aria-label="Rows">
${rowSummary(listing)}
<div class="tools" hidden>
<label>Find <input type="search" id="find" placeholder="case or metric" autocomplete="off" spellcheck="false"></label>
<label>Order by <select id="order"><option value="importance">importance</option><option value="case">case</option><option value="change">change, worst first</option></select></label>
<p class="unseen" role="status" id="found"></p>
</div>
${rowTables(listing)}
</section>
${driftSection(results, markup)}
${targetSection(results)}
${waiverSection(results)}
${conditionsSection(results)}
${provenanceSection(results, markup)}
${downloads(results, links, data.results !== null)}
</main>
<footer>${footer(results, links, markup)}
<details><summary>Licences of what draws the charts</summary><pre>${assets.licenses}</pre></details>
</footer>
${Object.entries(data).map(([id, packed]) =>
  packed === null
    ? null
    : html`<script type="text/plain" id="${dataIds[id as keyof typeof dataIds]}">${written(packed)}</script>\n`,
)}<script>${written(script)}</script>
</body>
</html>
`.html;
}

const tonesOfVerdicts: Readonly<Record<Results["verdict"], Tone>> = {
  failed: "worse",
  mixed: "worse",
  regressed: "worse",
  "no-baseline": "aside",
  inconclusive: "untold",
  improved: "better",
  unchanged: "better",
};

/** Nothing but this script and this style; no address at all; and no text that becomes markup. */
function contentPolicy(script: string, style: string): string {
  const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  return [
    "default-src 'none'",
    `script-src ${hash(script)}`,
    `style-src ${hash(style)}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}

/** The script with nothing in it that ends the element, or that starts what an HTML parser reads on past its end. */
function inlineScript(script: string): string {
  return script.replace(/<(?=\/script|script|!--)/gi, "\\x3c");
}

/** A dot in the colour of the verdict. */
function icon(tone: Tone): string {
  const colors: Readonly<Record<Tone, string>> = {
    worse: "#d1242f",
    better: "#1f883d",
    untold: "#bf8700",
    aside: "#6e7781",
    same: "#6e7781",
  };
  const dot = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="${colors[tone]}"/></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(dot)}`;
}

/** Gzipped JSON in base64, whose letters mean nothing to an HTML parser. */
function packed(value: unknown): string {
  return gzipSync(JSON.stringify(value)).toString("base64");
}

function embeddedData(
  results: Results,
  { figures, history }: Charts,
): Record<keyof typeof dataIds, string | null> {
  const samples = results.measurements.reduce((count, each) => count + each.samples.length, 0);
  const forCharts: ChartData = { results: { ...results, measurements: [] }, figures };
  return {
    charts: packed(forCharts),
    history: history.lines.length === 0 ? null : packed(packedHistory(history)),
    results: samples > mostSamples ? null : packed(results),
  };
}

/** `9a1be04 → 4f2d9c6 · 14 March 2026, 15:09 UTC` */
function origin({ head, base, startedAt, cases }: Results, markup: Markup): Html {
  const commit = (sha: string | null) => (sha === null ? "no commit" : written(markup.commit(sha)));
  const own = cases.filter(({ control }) => !control).length;
  return html`<span>${base.kind === "absent" ? null : html`${commit(base.sha)} → `}${commit(head.sha)}</span><span>${day(startedAt)}</span><span>${countOf(own, "case")}</span>`;
}

const months = "January February March April May June July August September October November December".split(
  " ",
);

/** An ISO time for people; whatever else it says as it is. */
function day(time: string): Html {
  const parts = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}:\d{2})/.exec(time);
  const month = months[Number(parts?.[2]) - 1];
  if (parts === null || month === undefined) return shown(time, 40);
  return html`<time datetime="${time.slice(0, 40)}">${Number(parts[3])} ${month} ${parts[1] ?? ""}, ${parts[4] ?? ""} UTC</time>`;
}

/** What of the raw data is in the page, and where the rest is. */
function downloads(results: Results, links: Links, hasSamples: boolean): Html {
  const samples = results.measurements.reduce((count, each) => count + each.samples.length, 0);
  const target = links.artifact === undefined ? null : linkTarget(links.artifact);
  const artifact =
    target === null ? "the report artifact" : html`<a href="${target}">the report artifact</a>`;
  const where = hasSamples
    ? html`This file carries ${countOf(samples, "sample")}, every one that was taken; they are in <code>results.json</code> beside it as well.`
    : html`The figures of the rounds are in this file. Every one of the ${countOf(samples, "sample")} is in <code>results.json</code> beside it, in ${artifact}.`;
  const button = (file: string, what: string) =>
    html`<button type="button" data-download="${file}">${what} <small>${file}</small></button>`;
  return html`<section id="data" aria-labelledby="data-title"><h2 id="data-title">Raw data</h2>
<p>${where}</p>
<p class="downloads" hidden>${hasSamples ? button("results.json", "Everything, with every sample") : null}${button("rounds.csv", "Figures of the rounds")}</p>
</section>`;
}

function footer({ fuelgauge }: Results, links: Links, markup: Markup): Html {
  const link = (text: string, address: string | undefined) => {
    const target = address === undefined ? null : linkTarget(address);
    return target === null ? null : html`<a href="${target}">${text}</a>`;
  };
  return html`${link("this run", links.run)}${link("the report artifact", links.artifact)}<span>Fuelgauge ${written(markup.sentence(fuelgauge, 40))}</span>`;
}
