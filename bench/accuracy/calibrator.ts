/**
 * Finds out by how much a turn of a plant slows an operation down, here and now: `node calibrator.ts sql/group folder`,
 * with a bundle in the folder that has no turns in it. Says it as JSON: `{ perTurn }`.
 *
 * What an operation takes depends on what ran before it: a processor that runs nothing else learns its branches by heart, and
 * a turn is then a larger share of less. So it is asked as a measuring process asks: three copies take turns, loaded anew
 * as often. One copy at a time is slow in one turn and not in the next, since the number of turns is a global; so nothing
 * but the turns is in the ratio of the two. As every turn takes the same time, it is looked for with many: what is uncertain
 * about 30 % is a tenth as much about 3 %.
 */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { median } from "../../src/analysis/signed-rank.ts";
import { seededRandom, shuffled } from "../../src/measure/random.ts";
import { makeDistinct } from "../../src/wasm/distinct.ts";
import { caseSets } from "./cases.ts";
import { turnsExport } from "./plant.ts";
import { instantiateWith, type ModuleCase, type Operation } from "./subjects/module-case.ts";

const copies = 3;
/** As long as a turn of a measuring process. */
const turnMs = 0.15;
/** Before the samples of a placement: as long as this, or as this share of what loading takes. */
const warmUp = { leastMs: 3, share: 0.5 };
/** Of a placement: as long as this, or as this share of what loading takes. */
const look = { leastMs: 10, share: 1 };
const fewestPlacements = 5;
const largeSlowdown = 0.3;
/** How sure to be of it. */
const wantedError = 0.003;
const longestMs = 3_000;
/** About 50 µs: tried first. */
const trial = 40_000;
/** A single look may be wrong by this much (relative). */
const largestNoise = 0.1;

const random = seededRandom(1);
const [, , id, folder = ""] = process.argv;
const found = Object.values(caseSets)
  .flatMap(({ cases }) => cases)
  .find((each) => each.id === id);
if (!found) throw new Error(`there is no case ${id}`);
console.log(JSON.stringify({ perTurn: await turnCost(found) }));

/** Relative. */
async function turnCost(each: ModuleCase): Promise<number> {
  const large = await turnsForLarge(each);
  const ratios: number[] = [];
  const until = performance.now() + longestMs;
  for (;;) {
    ratios.push(await placement(each, large));
    const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
    const squares = ratios.reduce((sum, ratio) => sum + (ratio - mean) ** 2, 0);
    const standardError = Math.sqrt(squares / (ratios.length - 1) / ratios.length);
    const sure = ratios.length >= fewestPlacements && standardError <= wantedError;
    if (sure || performance.now() > until) return Math.expm1(mean) / large;
  }
}

/** Turns that slow the operation down by about `largeSlowdown`. */
async function turnsForLarge(each: ModuleCase): Promise<number> {
  for (let turns = trial; ; turns *= 2) {
    const slowdown = Math.expm1(await placement(each, turns));
    if (slowdown > largestNoise) return Math.max(1, Math.round((turns * largeSlowdown) / slowdown));
  }
}

/** The logarithm by which so many turns slow fresh copies down. */
async function placement(each: ModuleCase, turns: number): Promise<number> {
  const startMs = performance.now();
  const loaded: Copy[] = [];
  for (let copy = 0; copy < copies; copy++) loaded.push(await load(each));
  const loadingMs = performance.now() - startMs;
  const operationMs = Math.min(...loaded.map(({ operate }) => timeOf(operate, 3)));
  const repeat = Math.max(1, Math.round(turnMs / operationMs));

  const pairsFor = (ms: number) => {
    const ratios: number[] = [];
    const until = performance.now() + ms;
    do {
      for (const copy of loaded) ratios.push(pairOfTurns(loaded, copy, { turns, repeat }));
    } while (performance.now() < until);
    return ratios;
  };
  pairsFor(Math.max(warmUp.leastMs, warmUp.share * loadingMs));
  const ratios = pairsFor(Math.max(look.leastMs, look.share * loadingMs));
  return median(ratios) ?? Number.NaN;
}

/** The logarithm of the ratio of a slow turn of one copy to a plain one, in drawn order. */
function pairOfTurns(
  loaded: readonly Copy[],
  slowed: Copy,
  { turns, repeat }: { turns: number; repeat: number },
): number {
  const took = { slow: 1, plain: 1 };
  for (const kind of shuffled(["slow", "plain"] as const, random)) {
    for (const copy of shuffled(loaded, random)) {
      copy.turns.value = copy === slowed && kind === "slow" ? turns : 0;
      const ms = timeOf(copy.operate, repeat);
      if (copy === slowed) took[kind] = ms;
    }
  }
  return Math.log(took.slow / took.plain);
}

/** Milliseconds that an operation takes. */
function timeOf(operate: Operation, repeat: number): number {
  const start = performance.now();
  for (let i = 0; i < repeat; i++) operate();
  return (performance.now() - start) / repeat;
}

/** A case's operation, and the global that says how many turns are planted in it. */
interface Copy {
  readonly operate: Operation;
  readonly turns: WebAssembly.Global;
}

async function load(each: ModuleCase): Promise<Copy> {
  const bytes = (name: string) =>
    makeDistinct(new Uint8Array(readFileSync(join(folder, "bundle", `${name}.wasm`))), randomBytes(16));
  let turns: unknown = null;
  const operate = await each.load({
    instantiateWasm: instantiateWith(new WebAssembly.Module(bytes(each.guest)), ({ exports }) => {
      turns = exports[turnsExport];
    }),
    bytes,
  });
  if (!(turns instanceof WebAssembly.Global)) throw new Error("the planted module has no turns to set");
  return { operate, turns };
}
