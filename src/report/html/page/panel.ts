import type { RowFigures } from "../../../model/charts.ts";
import type { Comparison } from "../../../model/comparison.ts";
import type { ProfileChange } from "../../../model/fuel-profile.ts";
import type { Results } from "../../../model/results.ts";
import { visibleText } from "../../escape.ts";
import {
  countOf,
  formatExactFigure,
  formatInterval,
  formatShare,
  formatSigned,
  isImported,
} from "../../format.ts";
import { isCompared } from "../../groups.ts";
import { type HistoryData, unpackedLevels } from "../page-data.ts";
import { distributionChart, historyChart, roundsChart, type Sides } from "./charts.ts";
import { element } from "./dom.ts";
import { chartData, historyData } from "./embedded.ts";

/** Draws all that is known of one row into a place of so many pixels; its history, which may be long, as soon as it is read. */
export async function drawPanel(place: HTMLElement, index: number, width: number): Promise<void> {
  const { results, figures } = await chartData();
  const row = results.comparisons[index];
  if (row === undefined) return;
  const ofRow = (each: { readonly case: string; readonly metric: string }) =>
    each.case === row.case && each.metric === row.metric;
  const sides = sidesOf(row);
  const half = width > 860 ? (width - 88) / 2 : width - 48;
  const facts = factsOf(row, results);
  place.append(
    element(
      "div",
      { class: "panel" },
      whyOf(row.case, results),
      ...roundCharts(figures.find(ofRow), sides, results, half),
      across(functionsOf(results.profileChanges.find((each) => each.case === row.case))),
      facts,
    ),
  );
  const history = await historyData();
  const went = historyOf(history.lines.find(ofRow), history, { row, results, sides }, width - 48);
  if (went !== null) facts.before(across(went));
}

function across<Part extends HTMLElement | null>(part: Part): Part {
  part?.classList.add("across");
  return part;
}

function sidesOf(row: Comparison): Sides {
  const evidence = isCompared(row) ? row.evidence : null;
  const rounds = evidence?.kind === "rounds" ? evidence : null;
  const floor = evidence === null || evidence.kind === "exact" ? 0 : evidence.floor;
  return {
    unit: row.unit,
    direction: row.direction,
    base: row.base,
    head: row.head,
    change: row.change,
    control: rounds?.control ?? null,
    floor,
    bar: rounds?.bar ?? 0,
  };
}

function whyOf(id: string, { cases }: Results): HTMLElement | null {
  const why = cases.find((each) => each.id === id)?.why;
  return why === undefined ? null : element("p", { class: "across" }, visibleText(why));
}

function roundCharts(
  row: RowFigures | undefined,
  sides: Sides,
  results: Results,
  width: number,
): HTMLElement[] {
  if (row === undefined) return [];
  const distribution = distributionChart(row, sides, width);
  const hasRatios = row.change.some((change) => change !== null);
  return hasRatios ? [distribution, roundsChart(row, sides, results, width)] : [distribution];
}

function historyOf(
  line: HistoryData["lines"][number] | undefined,
  history: HistoryData,
  { row, results, sides }: { row: Comparison; results: Results; sides: Sides },
  width: number,
): HTMLElement | null {
  if (line === undefined) return null;
  const drift = results.drift.filter((each) => each.case === row.case && each.metric === row.metric);
  return historyChart({ kind: line.kind, levels: unpackedLevels(line) }, history, sides, drift, width);
}

/** Which functions burn more fuel, or less, as a table with bars to either side. */
function functionsOf(change: ProfileChange | undefined): HTMLElement | null {
  if (change === undefined || change.functions.length === 0) return null;
  const most = Math.max(...change.functions.map(({ base, head }) => Math.abs(head - base)));
  const cell = (text: string) => element("td", { class: "n" }, text);
  const rows = change.functions.map(({ function: name, base, head }) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, element("code", {}, visibleText(name, 120) || "(empty)")),
      element("td", { class: "n w" }, formatExactFigure(base, "units")),
      element("td", { class: "n w" }, formatExactFigure(head, "units")),
      cell(formatSigned(head - base)),
      element("td", { class: "bar w" }, bar((head - base) / most)),
    ),
  );
  const heads = ["Function", "Base", "Head", "Difference"].map((title, index) =>
    element("th", { scope: "col", class: index === 0 ? "" : index === 3 ? "n" : "n w" }, title),
  );
  return element(
    "figure",
    {},
    element(
      "figcaption",
      {},
      element("strong", {}, "Fuel by function"),
      element(
        "span",
        {},
        `Fuel of one operation, the largest differences first${change.more > 0 ? `; ${countOf(change.more, "more function")} with smaller ones` : ""}.`,
      ),
    ),
    element(
      "table",
      { class: "functions" },
      element("thead", {}, element("tr", {}, ...heads, element("td", { class: "w" }))),
      element("tbody", {}, ...rows),
    ),
  );
}

/** From the middle: to the right for more. */
function bar(share: number): SVGElement {
  const svg = (name: string, attributes: Record<string, string>) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
    return made;
  };
  const width = Math.max(0.5, 50 * Math.abs(share));
  const drawn = svg("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" });
  drawn.append(
    svg("path", { d: "M50 0V10", "vector-effect": "non-scaling-stroke" }),
    svg("rect", {
      class: share > 0 ? "worse" : "better",
      x: String(share > 0 ? 50 : 50 - width),
      y: "1",
      width: String(width),
      height: "8",
    }),
  );
  return drawn as SVGElement;
}

const isolations = {
  turns: "arms take turns in one process",
  slot: "a process for each arm, with other cases",
  process: "a process for each arm",
} as const;

/** What the verdict rests on. */
function factsOf(row: Comparison, { cases, plan }: Results): HTMLElement {
  const info = cases.find((each) => each.id === row.case);
  const evidence = isCompared(row) && row.evidence.kind !== "exact" ? row.evidence : null;
  const rounds = evidence?.kind === "rounds" ? evidence : null;
  const samples = evidence?.kind === "samples" ? evidence : null;
  const { confirmation = null, control = null } = rounds ?? {};
  const { detectable = null, p = null } = evidence ?? {};
  const { metric, direction } = row;
  const facts: [string, string | null][] = [
    ["Change, 99 % interval", evidence && row.change && formatInterval(row.change, metric, direction)],
    ["Base against itself", control && formatInterval(control, metric, direction)],
    [
      "Looked at again",
      confirmation &&
        `${confirmation.change === null ? "too few rounds" : formatInterval(confirmation.change, metric, direction)}, ${confirmation.confirmed ? "confirmed" : "not confirmed"}`,
    ],
    ["Does not matter", evidence && `within ±${formatShare(evidence.floor)}`],
    ["Has to clear", rounds && `±${formatShare(rounds.bar)}`],
    ["Could have seen", detectable === null ? null : formatShare(detectable)],
    ["p, over all gating rows", p === null ? null : p < 0.0001 ? "less than 0.0001" : p.toPrecision(2)],
    ["Rounds", rounds && `${rounds.rounds}, ${plan.neededRounds} needed`],
    ["Samples", samples && `${samples.base} of base, ${samples.head} of head`],
    ["Measured by", isCompared(row) && isImported(row) ? "another tool; nothing was run again" : null],
    ["Turns the run red", row.gating ? "it can" : "it cannot"],
    ["Isolation", info ? isolations[info.isolation] : null],
    ["Operations in a sample", info && info.repeat > 1 ? String(info.repeat) : null],
    [
      "Settled after",
      info?.settling
        ? `${info.settling.settled ? "" : "not within "}${countOf(info.settling.operations, "operation")}`
        : null,
    ],
  ];
  const shown = facts.flatMap(([title, text]) =>
    text === null ? [] : element("div", {}, element("dt", {}, title), element("dd", {}, text)),
  );
  return element("dl", { class: "across" }, ...shown);
}
