import type { Drift } from "../../model/drift.ts";
import type { Results, RoundConditions } from "../../model/results.ts";
import { isMissed } from "../../model/target.ts";
import { commitsOf, driftChange, driftProof, driftSummary, endOf } from "../drift.ts";
import { countOf, formatBound, formatDuration, formatLimit, formatMeasured, formatShare } from "../format.ts";
import { groupRows } from "../groups.ts";
import type { Markup } from "../markup.ts";
import { provenanceOf } from "../provenance.ts";
import { levelName, targetsMet } from "../tables.ts";
import { idleWaiverSummary, idleWaivers } from "../waivers.ts";
import { type Html, html, type Part, shown, written } from "./html.ts";

interface Column {
  readonly title: string;
  /** `number` is set to the right; `wide` is left out where there is little room. */
  readonly kind?: "number" | "wide";
}

function section(id: string, title: string, content: Html): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>
${content}
</section>`;
}

function table(caption: string, columns: readonly Column[], rows: readonly (readonly Part[])[]): Html {
  const classOf = ({ kind }: Column) =>
    kind === undefined ? null : html` class="${kind === "number" ? "n" : "w"}"`;
  return html`<table class="facts"><caption class="unseen">${caption}</caption>
<thead><tr>${columns.map((column) => html`<th scope="col"${classOf(column)}>${column.title}</th>`)}</tr></thead>
<tbody>${rows.map(
    (row) =>
      html`<tr>${row.map((cell, index) => html`<td${classOf(columns[index] ?? { title: "" })}>${cell}</td>`)}</tr>\n`,
  )}</tbody></table>`;
}

function caseName(id: string): Html {
  return html`<code>${shown(id, 160)}</code>`;
}

/** Where the base branch went by itself. */
export function driftSection({ drift, comparisons }: Results, markup: Markup): Html | null {
  if (drift.length === 0) return null;
  const indexes = new Map(comparisons.map((row, index) => [`${row.case} ${row.metric}`, index]));
  const rows = drift.map((each) => {
    const index = indexes.get(`${each.case} ${each.metric}`);
    const name = caseName(each.case);
    const tone = each.change.estimate > 0 ? "worse" : "better";
    return [
      html`${index === undefined ? name : html`<button type="button" data-show="${index}">${name}</button>`} <small>${each.metric}</small>`,
      sparkline(each),
      html`<span class="${tone}">${driftChange(each)}</span>`,
      html`${written(commitsOf(each, markup))} <small>${countOf(each.commits, "commit")}</small>`,
      endOf(each),
    ];
  });
  return section(
    "drift",
    `Drift of the base branch: ${driftSummary(drift)}`,
    html`${table(
      "Figures of the base branch that changed for good",
      [
        { title: "Case" },
        { title: "History", kind: "wide" },
        { title: "Change" },
        { title: "Commits" },
        { title: "Ended", kind: "number" },
      ],
      rows,
    )}
<p class="note">${written(markup.sentence(driftProof))}</p>`,
  );
}

/** The levels of a drift, without an axis: the shape is the point. */
function sparkline({ levels, change }: Drift): Html | null {
  const known = levels.filter(Number.isFinite);
  if (known.length < 2) return null;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const points = known.map((level, index) => {
    const x = (120 * index) / (known.length - 1);
    const y = high === low ? 12 : 22 - (20 * (level - low)) / (high - low);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  return html`<svg viewBox="0 0 120 24" class="spark ${change.estimate > 0 ? "worse" : "better"}" aria-hidden="true"><polyline points="${points.join(" ")}"/></svg>`;
}

/** What was promised, and whether it was kept. */
export function targetSection({ targets }: Results): Html | null {
  if (targets.length === 0) return null;
  const rows = targets.map((target) => {
    const tone = target.level === "met" ? "better" : isMissed(target) ? "worse" : "untold";
    return [
      shown(target.name),
      caseName(target.case),
      formatBound(target),
      target.acceptable === null ? "" : formatLimit(target.acceptable, target.unit),
      target.measured === null ? "–" : formatMeasured(target.measured, target.unit),
      html`<span class="${target.level === null ? "aside" : tone}">${levelName(target)}</span>`,
    ];
  });
  const advice = targets.filter((target) => isMissed(target) && target.advice.length > 0);
  return section(
    "targets",
    `Targets: ${targetsMet(targets)}`,
    html`${table(
      "Targets",
      [
        { title: "Target" },
        { title: "Case", kind: "wide" },
        { title: "Should be", kind: "number" },
        { title: "Acceptable", kind: "wide" },
        { title: "Measured", kind: "number" },
        { title: "" },
      ],
      rows,
    )}${
      advice.length === 0
        ? null
        : html`<details class="more"><summary>What to look at for ${countOf(advice.length, "missed target")}</summary><ul>${advice.map(
            ({ name, advice: lines }) =>
              html`<li>${shown(name)}<ul>${lines.map((line) => html`<li>${shown(line)}</li>`)}</ul></li>`,
          )}</ul></details>`
    }`,
  );
}

/** Waivers that no row needed. */
export function waiverSection(results: Results): Html | null {
  const idle = idleWaivers(results, groupRows(results).known);
  if (idle.length === 0) return null;
  return section(
    "waivers",
    idleWaiverSummary(idle),
    table(
      "Waivers without a regression",
      [{ title: "Cases" }, { title: "Accepted" }, { title: "Reason" }],
      idle.map(({ case: pattern, metric, ceiling, expires, reason, standing }) => [
        html`${caseName(pattern)} <small>${metric}</small>`,
        html`${standing === "expired" ? html`<span class="worse">expired:</span> ` : null}up to ${formatShare(ceiling)}, until ${shown(expires, 20)}`,
        shown(reason),
      ]),
    ),
  );
}

/** Disturbed rounds that are listed. */
const disturbedShown = 20;

/** What the machine was up to while it measured. The page draws the rounds into it. */
export function conditionsSection({ conditions }: Results): Html | null {
  if (conditions.length === 0) return null;
  const disturbed = conditions.filter(({ disturbances }) => disturbances.length > 0);
  const title =
    disturbed.length === 0
      ? `Rounds: ${countOf(conditions.length, "round")}, none disturbed`
      : `Rounds: ${disturbed.length} of ${countOf(conditions.length, "round")} disturbed, and counted all the same`;
  return section("rounds", title, html`<div data-chart="conditions"></div>${disturbedTable(disturbed)}`);
}

function disturbedTable(disturbed: readonly RoundConditions[]): Html | null {
  if (disturbed.length === 0) return null;
  const more = disturbed.length - disturbedShown;
  const rows = disturbed.slice(0, disturbedShown).map(({ round, startMs, disturbances }) => [
    String(round + 1),
    // tenths of a second: what is finer says nothing
    formatDuration(100 * Math.round(startMs / 100)),
    disturbances.slice(0, 5).map((text, index) => html`${index === 0 ? "" : "; "}${shown(text, 120)}`),
  ]);
  return html`${table("Disturbed rounds", [{ title: "Round", kind: "number" }, { title: "After", kind: "number" }, { title: "What happened" }], rows)}${
    more > 0 ? html`<p class="note">… and ${countOf(more, "more round")}</p>` : null
  }`;
}

/** Where the figures come from. */
export function provenanceSection(results: Results, markup: Markup): Html {
  const facts = provenanceOf(results, markup).map(
    ({ title, text }) => html`<div><dt>${title}</dt><dd>${written(text)}</dd></div>\n`,
  );
  const { flags, processor } = results.plan.steadiness;
  const plan = html`<div><dt>Order</dt><dd>drawn from the seed ${results.plan.seed}${
    processor === null ? null : `, on processor ${processor}`
  }${flags.length === 0 ? null : html`, with <code>${shown(flags.join(" "), 200)}</code>`}</dd></div>`;
  return section(
    "provenance",
    "Where the figures come from",
    html`<dl class="provenance">${facts}${plan}</dl>`,
  );
}
