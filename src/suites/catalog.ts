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

/**
 * The cases that a list of patterns selects, in catalogue order.
 *
 * A pattern is a case (`execution/fib-30`), a glob (`execution/*`), one of these with `!` in front (leave out), or a
 * name for many: `auto`, `quick` and `full` all stand for the bundled runtime's cases. Leaving out alone starts from all.
 */
export function selectCases(patterns: readonly string[]): readonly Case[] {
  const wanted = patterns.filter((pattern) => !pattern.startsWith("!")).map(globOf);
  const unwanted = patterns
    .filter((pattern) => pattern.startsWith("!"))
    .map((pattern) => globOf(pattern.slice(1)));
  for (const pattern of [...wanted, ...unwanted]) refuseUnmatched(pattern);
  const selected = catalog.filter(
    ({ id }) =>
      (wanted.length === 0 || wanted.some((glob) => posix.matchesGlob(id, glob))) &&
      !unwanted.some((glob) => posix.matchesGlob(id, glob)),
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

function globOf(pattern: string): string {
  return ["auto", "quick", "full"].includes(pattern) ? "**" : pattern;
}

function refuseUnmatched(glob: string): void {
  if (catalog.some(({ id }) => posix.matchesGlob(id, glob))) return;
  throw new FuelgaugeError({
    happened: `No case matches "${glob}".`,
    expected: "a case like execution/fib-30, a glob like execution/*, or auto, quick, full",
    remedy: `Choose from: ${suiteNames().join(", ")}.`,
  });
}

function suiteNames(): string[] {
  return [...new Set(catalog.map(({ id }) => `${id.split("/")[0]}/*`))];
}
