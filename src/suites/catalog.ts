import { posix } from "node:path";
import { FuelgaugeError } from "../errors.ts";
import type { Case } from "./case.ts";
import { crash } from "./crash.ts";
import { execution } from "./execution.ts";
import { instantiation } from "./instantiation.ts";
import { load } from "./load.ts";
import { memory } from "./memory.ts";

/** Every case of the bundled runtime, in the order of a report. */
export const catalog: readonly Case[] = [...instantiation, ...execution, ...memory, ...crash, ...load];

/** What a pattern stands for. */
type Match = (each: Case) => boolean;

const isQuick: Match = ({ quick }) => quick !== false;
const names: Readonly<Record<string, Match>> = { auto: isQuick, quick: isQuick, full: () => true };

/**
 * The cases that a list of patterns selects, in catalogue order.
 *
 * A pattern is a case (`execution/fib-30`), a glob (`execution/*`), one of these with `!` in front (leave out), or a
 * name for many: `full` stands for all cases of the bundled runtime; `auto` and `quick` for all but the scenarios of `load/*`.
 * Leaving out alone starts from `auto`.
 */
export function selectCases(patterns: readonly string[]): readonly Case[] {
  const isUnwanted = (pattern: string) => pattern.startsWith("!");
  const unwanted = patterns.filter(isUnwanted).map((pattern) => matchOf(pattern.slice(1)));
  const wanted = patterns.filter((pattern) => !isUnwanted(pattern)).map(matchOf);
  if (wanted.length === 0) wanted.push(isQuick);
  const selected = catalog.filter(
    (each) => wanted.some((matches) => matches(each)) && !unwanted.some((matches) => matches(each)),
  );
  if (selected.length === 0) {
    throw new FuelgaugeError({
      happened: `The suites "${patterns.join(" ")}" select no case.`,
      expected: "at least one case that is not left out again",
      remedy: `Choose from: ${suiteNames().join(", ")}.`,
    });
  }
  return selected;
}

/** Throws when no case matches. */
function matchOf(pattern: string): Match {
  const matches = names[pattern] ?? (({ id }: Case) => posix.matchesGlob(id, pattern));
  if (catalog.some(matches)) return matches;
  throw new FuelgaugeError({
    happened: `No case matches "${pattern}".`,
    expected: "a case like execution/fib-30, a glob like execution/*, or auto, quick, full",
    remedy: `Choose from: ${suiteNames().join(", ")}.`,
  });
}

function suiteNames(): string[] {
  return [...new Set(catalog.map(({ id }) => `${id.split("/")[0]}/*`))];
}
