import type { Results } from "../model/results.ts";
import { type ComparedRow, countOf, formatChange } from "./format.ts";
import { groupRows } from "./groups.ts";
import type { Markup } from "./markup.ts";
import { sameMachine } from "./provenance.ts";

/** What a reader has to know before any row: one sentence each. */
export function caveats(results: Results, markup: Markup): string[] {
  const moved = groupRows(results).movedControls;
  return [
    ...baseCaveat(results, markup),
    ...lostCaveat(results, markup),
    ...clockCaveat(moved, results.shards === null ? "run" : "shard", markup),
    ...benchmarkCaveat(results, markup),
    ...globalsCaveats(results, markup),
    ...importedCaveat(results, markup),
  ];
}

/** Files that are named. */
const filesShown = 3;

function benchmarkCaveat({ changedBenchmarks: files }: Results, markup: Markup): string[] {
  if (files.length === 0) return [];
  const named = files.slice(0, filesShown).map((file) => markup.name(file));
  const more = files.length > filesShown ? ` and ${files.length - filesShown} more` : "";
  const [what, whose] =
    files.length === 1
      ? ["This benchmark file was itself changed", "its"]
      : ["These benchmark files were themselves changed", "their"];
  return [`${what}, so ${whose} cases may not do the same in base and head: ${named.join(", ")}${more}.`];
}

/** A program that replaces what all others of its process use as well may be slow for that, in base or in head. */
function globalsCaveats({ replacedGlobals }: Results, markup: Markup): string[] {
  return replacedGlobals.slice(0, filesShown).map(({ file, base, head }) => {
    const names = [...new Set([...base, ...head])];
    const named = names.slice(0, filesShown).map((name) => markup.name(name));
    const more = names.length > filesShown ? ` and ${names.length - filesShown} more` : "";
    const where = base.length === 0 ? ", in head only" : head.length === 0 ? ", in base only" : "";
    return `${markup.name(file)} replaces ${named.join(", ")}${more} for all code of its process${where}.`;
  });
}

/** Figures behind which there is no run of both sides on one machine. */
function importedCaveat({ imported, comparisons, base, machine }: Results, markup: Markup): string[] {
  const cases = new Set(imported.map((figure) => figure.case));
  const [first] = cases;
  if (first === undefined) return [];
  const named = cases.size === 1 ? markup.name(first) : `${markup.name(first)} and ${cases.size - 1} more`;
  const [were, them, they] = cases.size === 1 ? ["was", "it", "It does"] : ["were", "them", "They do"];
  if (!imported.some(({ arm }) => arm === "base")) {
    return [`${named} ${were} measured by other tools, and nothing of ${them} was run again here.`];
  }
  const before = base.kind === "absent" ? null : base.machine;
  const where =
    before === null || sameMachine(before, machine)
      ? "another moment, and perhaps another machine"
      : `another moment and another machine (${markup.name(before.cpu)}, head here: ${markup.name(machine.cpu)})`;
  const isGating = comparisons.some((row) => row.gating && cases.has(row.case));
  return [
    `${named} ${were} measured by other tools, and nothing of ${them} could be run again. The base's figures are of ${where}, so they may differ for other reasons than the change. ${isGating ? "The policy lets that turn the run red all the same" : `${they} not turn the run red`}.`,
  ];
}

/** Why there was nothing to compare with, or not all; the reason says as well how there will be. */
function baseCaveat({ base }: Results, markup: Markup): string[] {
  switch (base.kind) {
    case "compared":
      return [];
    case "stored":
      return [
        `Only stored exact figures of the base were compared, because it could not be run here: ${markup.sentence(asSentence(base.reason))}`,
      ];
    case "absent":
      return [markup.sentence(asSentence(base.reason))];
  }
}

/** Jobs of a run that left nothing to tell. */
function lostCaveat({ shards }: Results, markup: Markup): string[] {
  return (shards ?? []).flatMap((shard) => {
    if (shard.kind !== "lost") return [];
    const cases = `${countOf(shard.cases.length, "case")} cannot be told`;
    return [
      `${markup.strong(`Shard ${shard.index} of ${shards?.length} is lost:`)} ${markup.sentence(shard.reason)}, so ${cases}.`,
    ];
  });
}

/** Controls that are named. */
const controlsShown = 2;

function clockCaveat(moved: readonly ComparedRow[], of: "run" | "shard", markup: Markup): string[] {
  if (moved.length === 0) return [];
  const named = moved
    .slice(0, controlsShown)
    .map((row) => `${markup.name(row.case)} came out ${formatChange(row)}`)
    .join(" and ");
  const same = moved.length === 1 ? "it is the same program" : "they are the same program";
  return [
    `${markup.strong("Run it again:")} ${named} although ${same} on both sides, so the clock of this ${of} cannot be trusted and no timed row${of === "run" ? "" : " of it"} can be told.`,
  ];
}

function asSentence(text: string): string {
  return /[.!?]\s*$/.test(text) ? text : `${text.trim()}.`;
}
