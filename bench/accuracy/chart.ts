/** A line of a chart: shares from 0 to 1, null where there is none. */
export interface ChartLine {
  readonly name: string;
  readonly values: readonly (number | null)[];
  /** Whether it is drawn so that it stands out. */
  readonly own: boolean;
}

/** One of several charts side by side, over the same values of x. */
export interface ChartPanel {
  readonly title: string;
  readonly lines: readonly ChartLine[];
}

const panel = { width: 400, height: 240, left: 46, top: 34, gap: 24 };
const legend = { row: 20, top: 44 };

/** Colours that can be told apart by people who see few, after M. Okabe and K. Ito; they stand on light and on dark. */
const colours = ["#0072b2", "#e69f00", "#56b4e9", "#cc79a7", "#d55e00", "#8a8a8a", "#b59a00"];
const ownColour = "#009e73";
const dashes = ["", "7 3", "2 3", "9 3 2 3", "4 2", "12 4", "1 4"];

/** Shares in percent over named places, as SVG that follows the light or dark scheme of its reader. */
export function shareChart(panels: readonly ChartPanel[], places: readonly string[], xLabel: string): string {
  const names = [...new Set(panels.flatMap(({ lines }) => lines.map(({ name }) => name)))];
  const own = new Set(
    panels.flatMap(({ lines }) => lines.filter((line) => line.own).map(({ name }) => name)),
  );
  const others = names.filter((name) => !own.has(name));
  const styleOf = (name: string): LineStyle => {
    const at = others.indexOf(name);
    if (own.has(name)) return { colour: ownColour, width: 3.5, dash: "" };
    return { colour: colours[at % colours.length] ?? "", width: 1.8, dash: dashes[at % dashes.length] ?? "" };
  };
  const width = panel.left + panels.length * (panel.width + panel.gap);
  const legendTop = panel.top + panel.height + legend.top;
  const height = legendTop + Math.ceil(names.length / 2) * legend.row + 8;
  const drawn = panels.map((each, index) => {
    const left = panel.left + index * (panel.width + panel.gap);
    return drawPanel(each, { left, places, styleOf, scale: index === 0 });
  });
  const entries = names.map((name, at) => {
    const x = panel.left + (at % 2) * (width / 2 - panel.left / 2);
    const y = legendTop + Math.floor(at / 2) * legend.row + 10;
    return `<path d="M${x} ${y - 4}h34" ${strokeOf(styleOf(name))}/><text x="${x + 42}" y="${y}">${escaped(name)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12">`,
    `<title>${escaped(`${panels.map(({ title }) => title).join("; ")}, in percent, by what was ${xLabel}`)}</title>`,
    "<style>text{fill:#1f2328}.grid{stroke:#8884;fill:none}path{fill:none}.title{font-weight:600;font-size:13px}",
    "@media (prefers-color-scheme:dark){text{fill:#e6edf3}}</style>",
    ...drawn,
    `<text x="${width / 2}" y="${panel.top + panel.height + 36}" text-anchor="middle">${escaped(xLabel)}</text>`,
    ...entries,
    "</svg>",
    "",
  ].join("\n");
}

interface LineStyle {
  readonly colour: string;
  readonly width: number;
  readonly dash: string;
}

function strokeOf({ colour, width, dash }: LineStyle): string {
  return `stroke="${colour}" stroke-width="${width}"${dash && ` stroke-dasharray="${dash}"`}`;
}

interface Frame {
  readonly left: number;
  readonly places: readonly string[];
  readonly styleOf: (name: string) => LineStyle;
  /** Whether the percents stand beside it. */
  readonly scale: boolean;
}

function drawPanel({ title, lines }: ChartPanel, { left, places, styleOf, scale }: Frame): string {
  const { width, height, top } = panel;
  const inset = 16;
  const x = (at: number) => left + inset + (at * (width - 2 * inset)) / Math.max(1, places.length - 1);
  const y = (share: number) => top + height - share * height;
  const grid = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const label = `<text x="${left - 6}" y="${y(share) + 4}" text-anchor="end">${share * 100} %</text>`;
    return `<path class="grid" d="M${left} ${y(share)}h${width}"/>${scale ? label : ""}`;
  });
  const labels = places.map(
    (place, at) =>
      `<text x="${x(at)}" y="${top + height + 17}" text-anchor="middle">${escaped(place)}</text>`,
  );
  // ours last, on top of the others
  const ordered = lines.toSorted((one, other) => Number(one.own) - Number(other.own));
  const drawn = ordered.map(({ name, values }) => {
    const points = values.flatMap((value, at) => (value === null ? [] : [[x(at), y(value)] as const]));
    const path = points.map(([px, py], at) => `${at === 0 ? "M" : "L"}${px.toFixed(1)} ${py.toFixed(1)}`);
    const dots = points.map(
      ([px, py]) =>
        `<circle cx="${px.toFixed(1)}" cy="${py.toFixed(1)}" r="2.6" fill="${styleOf(name).colour}"/>`,
    );
    return `<path d="${path.join("")}" stroke-linejoin="round" ${strokeOf(styleOf(name))}/>${dots.join("")}`;
  });
  return [
    `<text class="title" x="${left + width / 2}" y="${top - 14}" text-anchor="middle">${escaped(title)}</text>`,
    ...grid,
    ...labels,
    ...drawn,
  ].join("\n");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
