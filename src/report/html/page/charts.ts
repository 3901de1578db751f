import * as Plot from "@observablehq/plot";
import type { HistoryLine, RowFigures } from "../../../model/charts.ts";
import type { Interval } from "../../../model/comparison.ts";
import type { Drift } from "../../../model/drift.ts";
import type { Direction } from "../../../model/metric.ts";
import type { Results, RoundConditions } from "../../../model/results.ts";
import { visibleText } from "../../escape.ts";
import { formatFigure, formatShare, scaleOf } from "../../format.ts";
import type { HistoryData } from "../page-data.ts";
import { element } from "./dom.ts";

/*
 * The charts, each a figure with a title and how to read it. Colours are the page's, so that they follow it into the dark and
 * onto paper.
 */

const base = "var(--base)";
const head = "var(--head)";
const quiet = "var(--quiet)";
const line = "var(--line)";
const ground = "var(--raised)";
const doubt = "var(--untold)";

/** What both sides of a row gave; `change` is null where they were not compared. */
export interface Sides {
  readonly unit: string;
  readonly direction: Direction;
  readonly base: number | null;
  readonly head: number | null;
  readonly change: Interval | null;
  readonly control: Interval | null;
  readonly floor: number;
  readonly bar: number;
}

interface Drawing {
  readonly title: string;
  /** How to read it. */
  readonly reading: string;
  /** What it shows, for those who do not see it. */
  readonly says: string;
  readonly options: Plot.PlotOptions;
  readonly keys?: boolean;
}

function figureOf({ title, reading, says, options, keys = false }: Drawing): HTMLElement {
  const drawn = Plot.plot({
    marginTop: 12,
    marginRight: 16,
    marginBottom: 34,
    marginLeft: 48,
    ...options,
    style: "background: none; font-size: 12px; overflow: visible",
  });
  // the page's own style sheet does it, and its policy allows no other
  drawn.querySelector("style")?.remove();
  // a picture has one name; parts of it have none
  for (const part of drawn.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
  drawn.setAttribute("role", "img");
  drawn.setAttribute("aria-label", `${title}. ${says}`);
  const key = (name: string) => element("span", {}, element("i", { class: name }), name);
  return element(
    "figure",
    {},
    element(
      "figcaption",
      {},
      element("strong", {}, title),
      element(
        "span",
        {},
        keys ? element("span", { class: "keys" }, key("base"), key("head")) : null,
        reading,
      ),
    ),
    drawn,
  );
}

/** How the samples of base and head are spread, the figures of their rounds, and where the interval puts head. */
export function distributionChart(row: RowFigures, sides: Sides, width: number): HTMLElement {
  const { unit } = sides;
  const scale = scaleOf(sides.head ?? sides.base ?? 1, unit);
  const scaled = (value: number) => value / scale.factor;
  const shape = shapeOf(row);
  const dots = (["base", "head"] as const).flatMap((arm) =>
    (row.samples ?? row.figures)[arm].flatMap((figure, index) =>
      figure === null ? [] : [{ arm, x: scaled(figure), y: -0.16 - 0.09 * (index % 4) }],
    ),
  );
  const arms = dots.some(({ arm }) => arm === "base") ? ["base", "head"] : ["head"];
  const medians = [
    { arm: "base", figure: sides.base },
    { arm: "head", figure: sides.head },
  ].flatMap(({ arm, figure }) =>
    figure === null || !arms.includes(arm) ? [] : [{ arm, x: scaled(figure) }],
  );
  const spot = (change: number) =>
    scaled((sides.base ?? 0) * (sides.direction === "lower" ? 1 + change : 1 / (1 + change)));
  const interval =
    sides.change === null || sides.base === null
      ? []
      : [
          {
            arm: "head",
            low: spot(sides.change.low),
            at: spot(sides.change.estimate),
            high: spot(sides.change.high),
          },
        ];
  const band = interval.map(() => ({ x1: spot(-Math.min(0.99, sides.floor)), x2: spot(sides.floor) }));
  const outside = row.distribution?.outside;
  const left =
    outside === undefined || outside.base + outside.head === 0
      ? ""
      : ` ${outside.base + outside.head} samples lie further out.`;
  return figureOf({
    title: "Distribution",
    reading: `Hills: samples. Dots: ${row.samples === undefined ? "one for each round" : "some of them"}. ${interval.length === 0 ? "" : `Bar: where the 99 % interval puts head; band: ±${formatShare(sides.floor)} around base. `}${left}`,
    says: medians.map(({ arm, x }) => `${arm} ${formatFigure(x * scale.factor, unit)}`).join(", "),
    keys: true,
    options: {
      width,
      height: 60 + 95 * arms.length,
      marginLeft: 16,
      x: {
        label: `${scale.suffix.trim() || unit} →`,
        ticks: Math.max(3, Math.round(width / 90)),
        nice: true,
      },
      y: { axis: null, domain: [-0.62, 1.05] },
      fy: { axis: null, domain: arms, padding: 0.06 },
      marks: [
        Plot.rectX(band, { x1: "x1", x2: "x2", fill: base, fillOpacity: 0.13 }),
        Plot.ruleY([0], { stroke: line }),
        Plot.areaY(
          shape.map((each) => ({ ...each, x: scaled(each.x) })),
          {
            x: "x",
            y: "y",
            fy: "arm",
            fill: (each) => colorOf(each.arm),
            fillOpacity: 0.22,
            curve: "monotone-x",
          },
        ),
        Plot.lineY(
          shape.map((each) => ({ ...each, x: scaled(each.x) })),
          {
            x: "x",
            y: "y",
            fy: "arm",
            z: "arm",
            stroke: (each) => colorOf(each.arm),
            strokeWidth: 1.5,
            curve: "monotone-x",
          },
        ),
        Plot.dot(dots, {
          x: "x",
          y: "y",
          fy: "arm",
          r: 2.5,
          fill: (each) => colorOf(each.arm),
          fillOpacity: 0.75,
        }),
        Plot.ruleX(medians, {
          x: "x",
          y1: 0,
          y2: 1,
          fy: "arm",
          stroke: (each) => colorOf(each.arm),
          strokeWidth: 1.5,
          strokeDasharray: "3 3",
        }),
        Plot.ruleY(interval, {
          x1: "low",
          x2: "high",
          y: -0.56,
          fy: "arm",
          stroke: head,
          strokeWidth: 4,
          strokeLinecap: "round",
        }),
        Plot.dot(interval, {
          x: "at",
          y: -0.56,
          fy: "arm",
          r: 4,
          fill: ground,
          stroke: head,
          strokeWidth: 2,
        }),
      ],
    },
  });
}

function colorOf(arm: string): string {
  return arm === "head" ? head : base;
}

/** The counts as heights, the highest of an arm being 1, with feet on the ground at both ends. */
function shapeOf({ distribution }: RowFigures): { arm: string; x: number; y: number }[] {
  if (distribution === null) return [];
  const { from, to } = distribution;
  return (["base", "head"] as const).flatMap((arm) => {
    const counts = smoothed(distribution[arm]);
    const width = (to - from) / counts.length;
    const most = Math.max(...counts);
    if (most === 0) return [];
    const hill = counts.map((count, index) => ({ arm, x: from + (index + 0.5) * width, y: count / most }));
    return [{ arm, x: from, y: 0 }, ...hill, { arm, x: to, y: 0 }];
  });
}

/** Each count with its neighbours: chance makes combs of bins. */
function smoothed(counts: readonly number[]): number[] {
  return counts.map((count, index) => ((counts[index - 1] ?? 0) + 2 * count + (counts[index + 1] ?? 0)) / 4);
}

/** What each round says of the change and of base against base, beside the intervals that they come to. */
export function roundsChart(
  row: RowFigures,
  sides: Sides,
  { conditions, plan }: Pick<Results, "conditions" | "plan">,
  width: number,
): HTMLElement {
  const disturbed = new Map(conditions.map(({ round, disturbances }) => [round, disturbances]));
  const points = row.rounds.flatMap((round, index) => {
    const [change, control] = [row.change[index] ?? null, row.control[index] ?? null];
    if (change === null || control === null) return [];
    const why = disturbed.get(round) ?? [];
    return [{ round: round + 1, change: percent(change), control: percent(control), why }];
  });
  const last = points.at(-1)?.round ?? 0;
  const step = Math.max(1, last / 22);
  const intervals = [
    { arm: "head", at: last + 1.6 * step, change: sides.change },
    { arm: "base", at: last + 2.6 * step, change: sides.control },
  ].flatMap(({ arm, at, change }) =>
    change === null
      ? []
      : [{ arm, at, low: 100 * change.low, estimate: 100 * change.estimate, high: 100 * change.high }],
  );
  const [floor, bar] = [100 * sides.floor, 100 * sides.bar];
  const { againFrom } = plan;
  const again = againFrom !== null && points.some(({ round }) => round > againFrom) ? [againFrom + 0.5] : [];
  const isDisturbed = points.filter(({ why }) => why.length > 0);
  return figureOf({
    title: "Rounds",
    reading: `Head against base, and base against itself, in each round; at the right the intervals. Band: ±${formatShare(sides.floor)} does not matter.${bar > floor ? ` Dashed: the bar, ±${formatShare(sides.bar)}.` : ""}${isDisturbed.length > 0 ? " Ring: a disturbed round." : ""}`,
    says: intervals
      .map(
        ({ arm, low, high }) =>
          `${arm === "head" ? "head against base" : "base against itself"} ${low.toFixed(2)} % to ${high.toFixed(2)} % worse`,
      )
      .join(", "),
    keys: true,
    options: {
      width,
      height: 260,
      marginTop: 28,
      x: {
        label: "round →",
        domain: [0, last + 3.4 * step],
        ticks: roundTicks(last),
        tickFormat: (value) => String(value),
      },
      y: { label: "↑ % worse", grid: true, nice: true, tickFormat: signed },
      marks: [
        Plot.rectY([{ low: -floor, high: floor }], { y1: "low", y2: "high", fill: base, fillOpacity: 0.13 }),
        Plot.ruleY([0], { stroke: quiet }),
        Plot.ruleY(bar > floor ? [-bar, bar] : [], { stroke: doubt, strokeDasharray: "5 4" }),
        Plot.ruleX(again, { stroke: quiet, strokeDasharray: "2 3" }),
        Plot.text(again, {
          x: (each) => each,
          frameAnchor: "top",
          dy: -14,
          textAnchor: "start",
          dx: 4,
          text: () => "looked at again",
          fill: quiet,
        }),
        Plot.dot(points, { x: "round", y: "control", r: 2.75, stroke: base, fill: ground, strokeWidth: 1.5 }),
        Plot.dot(points, { x: "round", y: "change", r: 3.25, fill: head }),
        Plot.dot(isDisturbed, { x: "round", y: "change", r: 7, stroke: doubt, strokeWidth: 1.5 }),
        Plot.ruleX(intervals, {
          x: "at",
          y1: "low",
          y2: "high",
          stroke: (each) => colorOf(each.arm),
          strokeWidth: 4,
          strokeLinecap: "round",
        }),
        Plot.dot(intervals, {
          x: "at",
          y: "estimate",
          r: 4,
          fill: ground,
          stroke: (each) => colorOf(each.arm),
          strokeWidth: 2,
        }),
        Plot.tip(points, Plot.pointerX({ x: "round", y: "change", title: roundTitle, ...tipLook })),
      ],
    },
  });
}

const tipLook = { fill: "var(--ground)", stroke: line, fontSize: 12, textPadding: 8 } as const;

function roundTitle(point: {
  round: number;
  change: number;
  control: number;
  why: readonly string[];
}): string {
  return [
    `round ${point.round}`,
    `head against base ${signed(point.change)} %`,
    `base against itself ${signed(point.control)} %`,
    ...point.why.slice(0, 3).map((text) => visibleText(text, 60)),
  ].join("\n");
}

function roundTicks(last: number): number[] {
  const step = [1, 2, 5, 10, 20, 50, 100].find((each) => last / each <= 10) ?? 200;
  return Array.from({ length: Math.floor(last / step) + 1 }, (_, index) => index * step).filter(
    (tick) => tick > 0,
  );
}

function percent(log: number): number {
  return 100 * Math.expm1(log);
}

function signed(value: number): string {
  const digits = Math.abs(value) >= 10 ? 0 : Math.abs(value) >= 1 || value === 0 ? 1 : 2;
  const text = Number(Math.abs(value).toFixed(digits)).toString();
  return value < 0 ? `−${text}` : value > 0 ? `+${text}` : "0";
}

/** Where the figure went on the base branch, the stretches over which it changed for good, and head at the end. */
export function historyChart(
  { kind, levels }: Omit<HistoryLine, "case" | "metric">,
  { commits }: Pick<HistoryData, "commits">,
  sides: Sides,
  drift: readonly Drift[],
  width: number,
): HTMLElement | null {
  const scale =
    kind === "figures"
      ? scaleOf(sides.head ?? levels.findLast((each) => each !== null) ?? 1, sides.unit)
      : null;
  const shown = (level: number) => (scale === null ? 100 * (level - 1) : level / scale.factor);
  const points = levels.map((level, index) => ({
    index,
    level: level === null ? Number.NaN : shown(level),
    sha: visibleText(commits[index]?.sha ?? "no commit", 60).slice(0, 7),
    day: dayOf(commits[index]?.at),
  }));
  if (points.filter(({ level }) => !Number.isNaN(level)).length < 2) return null;
  const end = levels.length;
  const placed = drift.flatMap((each) => {
    const [from, to] = [positionOf(each.from, commits), positionOf(each.to, commits)];
    const tone = each.change.estimate > 0 ? "var(--worse)" : "var(--better)";
    return from === -1 || to === -1 ? [] : [{ from, to, tone }];
  });
  const ahead = headOf(levels.findLast((level) => level !== null) ?? null, kind, sides, shown);
  const unit = scale === null ? "% from the first" : `↑ ${scale.suffix.trim() || sides.unit}`;
  return figureOf({
    title: "History of the base branch",
    reading: `${scale === null ? "What each commit changed beside its own base, added up: no time of one machine meets one of another." : "The exact figure of each commit."} ${ahead.length === 0 ? "" : "Dot: this head. "}${placed.length === 0 ? "" : "Shaded: it changed for good."}`,
    says: `${commits.length} commits; it changed for good ${placed.length === 0 ? "nowhere" : `in ${placed.length} places`}`,
    options: {
      width,
      height: 240,
      marginLeft: 62,
      marginTop: 28,
      x: {
        label: null,
        domain: [0, end + Math.max(1, end / 40)],
        ticks: historyTicks(end, width),
        tickFormat: (index: number) => points[index]?.day ?? "",
      },
      y: { label: unit, grid: true, nice: true, ...(scale === null ? { tickFormat: signed } : {}) },
      marks: [
        Plot.rectX(placed, {
          x1: "from",
          x2: (each) => Math.max(each.to, each.from + end / 200),
          fill: "tone",
          fillOpacity: 0.16,
        }),
        Plot.lineY(points, {
          x: "index",
          y: "level",
          stroke: base,
          strokeWidth: 1.75,
          curve: kind === "figures" ? "step-after" : "linear",
        }),
        Plot.ruleX(ahead, {
          x: end,
          y1: "low",
          y2: "high",
          stroke: head,
          strokeWidth: 3,
          strokeLinecap: "round",
        }),
        Plot.dot(ahead, { x: end, y: "at", r: 4.5, fill: head }),
        Plot.tip(
          points.filter(({ level }) => !Number.isNaN(level)),
          Plot.pointerX({
            x: "index",
            y: "level",
            title: ({ sha, day, level }) =>
              `${sha}, ${day}\n${scale === null ? `${signed(level)} %` : formatFigure(level * scale.factor, sides.unit)}`,
            ...tipLook,
          }),
        ),
      ],
    },
  });
}

/** Head, held against the newest commit: an exact figure as it is, a time as its ratio to its base. */
function headOf(
  last: number | null,
  kind: HistoryLine["kind"],
  { head: figure, change, direction }: Sides,
  shown: (level: number) => number,
): { low: number; at: number; high: number }[] {
  if (kind === "figures")
    return figure === null ? [] : [{ low: shown(figure), at: shown(figure), high: shown(figure) }];
  if (last === null || change === null) return [];
  const level = (by: number) => shown(last * (direction === "lower" ? 1 + by : 1 / (1 + by)));
  return [{ low: level(change.low), at: level(change.estimate), high: level(change.high) }];
}

function positionOf({ sha, at }: Drift["from"], commits: HistoryData["commits"]): number {
  return commits.findIndex((commit) => (sha === null ? commit.at === at : commit.sha === sha));
}

function dayOf(at: string | undefined): string {
  return /^\d{4}-\d{2}-\d{2}/.exec(at ?? "")?.[0] ?? "";
}

function historyTicks(end: number, width: number): number[] {
  const count = Math.min(end, Math.max(2, Math.floor(width / 110)));
  return Array.from({ length: count }, (_, index) =>
    Math.round((index * (end - 1)) / Math.max(1, count - 1)),
  );
}

/** What of a round's conditions is drawn, each by itself because their units differ. */
const measures: readonly { title: string; label: string; of: (round: RoundConditions) => number | null }[] = [
  { title: "Load", label: "processes", of: ({ load }) => load },
  {
    title: "Other programs",
    label: "% of the processors",
    of: ({ others }) => (others === null ? null : 100 * others),
  },
  {
    title: "Taken by the hypervisor",
    label: "% of the processors",
    of: ({ steal }) => (steal === null ? null : 100 * steal),
  },
  { title: "Longest collection of garbage", label: "ms", of: ({ longestPauseMs }) => longestPauseMs },
];

/** What the machine was up to, round by round; disturbed rounds stand out. */
export function conditionCharts(conditions: readonly RoundConditions[], width: number): HTMLElement[] {
  return measures.flatMap(({ title, label, of }) => {
    const rounds = conditions.flatMap((each) => {
      const value = of(each);
      return value === null
        ? []
        : [{ round: each.round + 1, value, isDisturbed: each.disturbances.length > 0 }];
    });
    if (rounds.length === 0) return [];
    const values = rounds.map(({ value }) => value);
    return figureOf({
      title,
      reading: label,
      says: `from ${signed(Math.min(...values))} to ${signed(Math.max(...values))} ${label}`,
      options: {
        width,
        height: 120,
        marginLeft: 36,
        x: {
          label: null,
          ticks: roundTicks(rounds.at(-1)?.round ?? 0),
          tickFormat: (round) => String(round),
        },
        y: { label: null, grid: true, ticks: 3, domain: [0, Math.max(...values, 1)], nice: true },
        marks: [
          Plot.rectY(rounds, {
            x1: (each) => each.round - 0.38,
            x2: (each) => each.round + 0.38,
            y: "value",
            fill: (each) => (each.isDisturbed ? doubt : base),
          }),
        ],
      },
    });
  });
}
