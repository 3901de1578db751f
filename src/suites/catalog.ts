import { FuelgaugeError } from "../errors.ts";
import { matchesCase } from "../model/case-pattern.ts";
import type { Case } from "./case.ts";
import { crash } from "./crash.ts";
import { execution } from "./execution.ts";
import { instantiation } from "./instantiation.ts";
import { isTool } from "./kernel/client.ts";
import { kernel } from "./kernel.ts";
import { load } from "./load.ts";
import { memory } from "./memory.ts";

/** Every case of the bundled runtime, in the order of a report. */
export const catalog: readonly Case[] = [
  ...instantiation,
  ...execution,
  ...memory,
  ...crash,
  ...load,
  ...kernel,
];

/** What a pattern stands for. */
type Match = (each: Case) => boolean;

const isQuick: Match = ({ quick }) => quick !== false;
const ofRuntime: Readonly<Record<string, Match>> = { quick: isQuick, full: () => true };
const isUnwanted = (pattern: string) => pattern.startsWith("!");
/** Suites of the bundled runtime: what its cases' names begin with. */
const suites = [...new Set(catalog.map(({ id }) => `${id.split("/")[0]}/`))];

/**
 * The cases that a list of patterns selects, the project's own first, then in catalogue order.
 *
 * A pattern is a case (`execution/fib-30`), a glob (`execution/*`), one of these with `!` in front (leave out), or a
 * name for many: `full` stands for all cases of the bundled runtime, `quick` for all of these but `kernel/*` and the scenarios of `load/*`, and
 * `auto` for the project's own cases, or for `quick` where it has none. Leaving out alone starts from `auto`.
 *
 * @param own the project's
 */
export function selectCases(patterns: readonly string[], own: readonly Case[] = []): readonly Case[] {
  const ids = new Set(own.map(({ id }) => id));
  const known = knownCases(own);
  const isOwn: Match = ({ id }) => ids.has(id);
  const names: Readonly<Record<string, Match>> = {
    quick: (each) => !isOwn(each) && isQuick(each),
    full: (each) => !isOwn(each),
    auto: own.length > 0 ? isOwn : isQuick,
  };
  const matchOf = (pattern: string): Match => {
    const matches = names[pattern] ?? (({ id }: Case) => matchesCase([pattern], id));
    if (names[pattern] !== undefined || known.some(matches)) return matches;
    throw noMatch(pattern, known);
  };
  const selected = chosen(known, patterns, matchOf);
  if (selected.length === 0) {
    throw new FuelgaugeError({
      happened: `The suites "${patterns.join(" ")}" select no case.`,
      expected: "at least one case that is not left out again",
      remedy: `Choose from: ${suiteNames(known).join(", ")}.`,
    });
  }
  return selected;
}

/** The cases of these names that there are, the project's own first. */
export function casesNamed(ids: readonly string[], own: readonly Case[]): readonly Case[] {
  const wanted = new Set(ids);
  return knownCases(own).filter(({ id }) => wanted.has(id));
}

/** The project's own cases, and those of the catalogue whose names it does not use. */
function knownCases(own: readonly Case[]): readonly Case[] {
  const taken = new Set(own.map(({ id }) => id));
  return [...own, ...catalog.filter(({ id }) => !taken.has(id))];
}

/** Whether patterns may select cases of a project's own. */
export function wantsProject(patterns: readonly string[]): boolean {
  return positives(patterns).some(
    (pattern) => ofRuntime[pattern] === undefined && !suites.some((suite) => pattern.startsWith(suite)),
  );
}

/** Whether patterns select cases of the bundled runtime, given whether the project has cases of its own. */
export function wantsRuntime(patterns: readonly string[], hasOwn: boolean): boolean {
  return ofCatalog(patterns, hasOwn).length > 0;
}

/** Whether patterns select cases that need the tools of the runtime's kernel. */
export function wantsTools(patterns: readonly string[], hasOwn: boolean): boolean {
  return ofCatalog(patterns, hasOwn).some(({ guests }) => guests.some(isTool));
}

/** The cases of the bundled runtime that patterns select. */
function ofCatalog(patterns: readonly string[], hasOwn: boolean): readonly Case[] {
  const matchOf = (pattern: string): Match => {
    if (pattern === "auto") return (each) => !hasOwn && isQuick(each);
    return ofRuntime[pattern] ?? (({ id }) => matchesCase([pattern], id));
  };
  return chosen(catalog, patterns, matchOf);
}

/** The cases that some pattern wants and none leaves out. */
function chosen(
  cases: readonly Case[],
  patterns: readonly string[],
  matchOf: (pattern: string) => Match,
): readonly Case[] {
  const unwanted = patterns.filter(isUnwanted).map((pattern) => matchOf(pattern.slice(1)));
  const wanted = positives(patterns).map(matchOf);
  return cases.filter(
    (each) => wanted.some((matches) => matches(each)) && !unwanted.some((matches) => matches(each)),
  );
}

/** The patterns that do not leave out; `auto` where all do. */
function positives(patterns: readonly string[]): readonly string[] {
  const wanted = patterns.filter((pattern) => !isUnwanted(pattern));
  return wanted.length === 0 ? ["auto"] : wanted;
}

function noMatch(pattern: string, known: readonly Case[]): FuelgaugeError {
  return new FuelgaugeError({
    happened: `No case matches "${pattern}".`,
    expected: "a case like execution/fib-30, a glob like execution/*, or auto, quick, full",
    remedy: `Choose from: ${suiteNames(known).join(", ")}.`,
  });
}

function suiteNames(known: readonly Case[]): string[] {
  return [...new Set(known.map(({ id }) => `${id.slice(0, id.lastIndexOf("/"))}/*`))];
}
