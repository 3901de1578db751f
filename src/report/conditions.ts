import type { Plan, Results, RoundConditions } from "../model/results.ts";
import { countOf, formatNumber, formatShare, formatSpan } from "./format.ts";
import type { Markup } from "./markup.ts";

/**
 * What the machine was like while it measured, what kept the figures from wandering, and how many rounds were disturbed.
 * Empty where nothing is known of it.
 */
export function conditionsText(
  { conditions, plan }: Pick<Results, "conditions" | "plan">,
  markup: Markup,
): string {
  return [machineState(conditions), steadinessText(plan, markup), disturbedText(conditions, markup)]
    .filter((part) => part !== "")
    .join("; ");
}

/** `load 0.9 to 2.1, steal up to 0.3 %, 2.45 to 3.24 GHz` */
function machineState(conditions: readonly RoundConditions[]): string {
  const known = (of: (round: RoundConditions) => number | null) =>
    conditions.flatMap((round) => of(round) ?? []);
  const load = formatSpan(
    known((round) => round.load),
    (value) => value.toFixed(1),
  );
  const steals = known(({ steal }) => steal);
  const steal = steals.length === 0 ? null : Math.max(...steals);
  const frequency = formatSpan(
    known(({ mhz }) => mhz),
    (mhz) => formatNumber(mhz / 1000),
  );
  return [
    load === null ? [] : `load ${load}`,
    steal === null ? [] : steal === 0 ? "no steal" : `steal up to ${formatShare(steal)}`,
    frequency === null ? [] : `${frequency} GHz`,
  ]
    .flat()
    .join(", ");
}

/** `kept on processor 3, V8 made to compile at the same operation on both sides (--wasm-sync-tier-up)` */
function steadinessText({ steadiness: { processor, flags } }: Plan, markup: Markup): string {
  const compiling = "V8 made to compile at the same operation on both sides";
  return [
    processor === null ? [] : `kept on processor ${processor}`,
    flags.length === 0 ? [] : `${compiling} (${markup.name(flags.join(" "))})`,
  ]
    .flat()
    .join(", ");
}

/** Kinds of disturbances that are named. */
const kindsShown = 3;

/** `3 of 24 rounds disturbed, and counted all the same: other programs used up to 34 % of the processors (2), …` */
function disturbedText(conditions: readonly RoundConditions[], markup: Markup): string {
  const disturbed = conditions.filter(({ disturbances }) => disturbances.length > 0);
  if (disturbed.length === 0) return "";
  const kinds = kindsOf(disturbed.flatMap(({ disturbances }) => disturbances));
  const named = kinds
    .slice(0, kindsShown)
    .map(({ text, count }) => `${markup.sentence(text, 80)} (${count})`)
    .join(", ");
  const rest = kinds.length > kindsShown ? " and more" : "";
  return `${disturbed.length} of ${countOf(conditions.length, "round")} disturbed, and counted all the same: ${named}${rest}`;
}

/** Disturbances that differ in their figure only, each kind with its largest figure; the most frequent first. */
function kindsOf(disturbances: readonly string[]): { text: string; count: number }[] {
  const figure = /\d+(?:\.\d+)?/;
  const byKind = Map.groupBy(disturbances, (text) => text.replace(figure, "#"));
  return [...byKind.values()]
    .map((ofKind) => {
      const sizeOf = (text: string) => Number(figure.exec(text)?.[0] ?? 0);
      const largest = ofKind.reduce((one, other) => (sizeOf(other) > sizeOf(one) ? other : one));
      const differs = ofKind.some((text) => text !== largest);
      return { text: differs ? largest.replace(figure, "up to $&") : largest, count: ofKind.length };
    })
    .toSorted((one, other) => other.count - one.count);
}
