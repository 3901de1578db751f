import { type ComparedRow, formatShare } from "../format.ts";
import { isExact } from "../groups.ts";
import { type Html, html } from "./html.ts";
import type { ListedRow } from "./listed-rows.ts";

/** Half the width of a picture, in units of its own. */
const half = 100;
const middle = 10;

/**
 * How far the pictures of a table reach to either side (relative): as far as most intervals do. What reaches further ends at
 * the edge with an arrow.
 */
export function reachOf(rows: readonly ListedRow[]): number {
  const ends = rows
    .flatMap(({ compared }) =>
      compared?.change && !isExact(compared)
        ? [Math.max(Math.abs(compared.change.low), Math.abs(compared.change.high))]
        : [],
    )
    .sort((one, other) => one - other);
  const most = ends[Math.floor(0.9 * (ends.length - 1))] ?? 0;
  return [0.05, 0.1, 0.2, 0.5, 1].find((reach) => most <= reach) ?? 2;
}

/** What the ends of the pictures stand for. */
export function reachLabels(reach: number): Html {
  return html`<span class="axis" aria-hidden="true"><span>−${formatShare(reach)}</span><span>0</span><span>+${formatShare(reach)}</span></span>`;
}

/**
 * The interval of a row around its estimate, over the band that does not matter. Worse is to the right. Null where there is
 * nothing to see.
 */
export function intervalPicture({ compared, tone }: ListedRow, reach: number): Html | null {
  if (compared === null || compared.change === null) return null;
  const { low, estimate, high } = compared.change;
  if (isExact(compared) && estimate === 0) return null;
  const x = (change: number) =>
    Math.round(Math.max(-half, Math.min(half, (change / reach) * half)) * 10) / 10;
  return html`<svg viewBox="-104 0 208 20" class="i ${tone}" aria-hidden="true">${floorBand(compared, x)}${
    isExact(compared)
      ? html`<path class="e" d="M${x(estimate)} 5l5 5-5 5-5-5z"/>`
      : html`<path class="l" d="M${x(low)} ${middle}H${x(high)}"/><circle cx="${x(estimate)}" cy="${middle}" r="3.5"/>`
  }${low < -reach ? html`<path class="e" d="M-104 10l6-4v8z"/>` : null}${
    high > reach ? html`<path class="e" d="M104 10l-6-4v8z"/>` : null
  }</svg>`;
}

function floorBand({ evidence }: ComparedRow, x: (change: number) => number): Html | null {
  if (evidence.kind === "exact" || evidence.floor === 0) return null;
  return html`<path class="f" d="M${x(-evidence.floor)} 0H${x(evidence.floor)}V20H${x(-evidence.floor)}z"/>`;
}
