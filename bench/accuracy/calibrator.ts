/**
 * Finds out by how much a turn of a plant slows an operation down, here and now: `node calibrator.ts sql/group folder`,
 * with a bundle in the folder that has no turns in it. Says it as JSON: `{ perTurn }`.
 *
 * One instance does both, with turns and without, since their number is a global: the two share their machine code and
 * where it lies, so that nothing but the turns is in their ratio. As every turn takes the same time, it is looked for with
 * many: what is uncertain about 30 % is a tenth as much about 3 %.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { seededRandom } from "../../src/measure/random.ts";
import { roundFigure } from "../../src/model/round-figure.ts";
import { caseSets } from "./cases.ts";
import { turnsExport } from "./plant.ts";
import { instantiateWith, type ModuleCase, type Operation } from "./subjects/module-case.ts";

/** By when V8 has compiled all that it will. */
const warmUpMs = 800;
/** As long as a sample of a measuring process. */
const sampleMs = 0.5;
/** Samples of each of both in a batch. */
const pairs = 40;
const fewestBatches = 5;
const largeSlowdown = 0.3;
/** How sure to be of it. */
const wantedError = 0.003;
const longestMs = 2_000;

const [, , id, folder = ""] = process.argv;
const found = Object.values(caseSets)
  .flatMap(({ cases }) => cases)
  .find((each) => each.id === id);
if (!found) throw new Error(`there is no case ${id}`);
console.log(JSON.stringify(await calibrated(found)));

async function calibrated(each: ModuleCase): Promise<{ perTurn: number }> {
  const { operate, turns } = await adjustable(each);
  const random = seededRandom(1);
  // about 50 µs: enough to be seen, whatever the operation takes
  const trial = 40_000;
  alternate(warmUpMs, trial);
  turns.value = 0;
  const repeat = Math.max(1, Math.round(sampleMs / timeOf(operate, 10)));
  const large = Math.max(1, Math.round((trial * largeSlowdown) / Math.expm1(batch(trial))));
  return { perTurn: measure(large) / large };

  function alternate(ms: number, planted: number): void {
    const until = performance.now() + ms;
    for (let slow = false; performance.now() < until; slow = !slow) {
      turns.value = slow ? planted : 0;
      operate();
    }
  }

  /** Relative. */
  function measure(planted: number): number {
    const ratios: number[] = [];
    const until = performance.now() + longestMs;
    for (;;) {
      ratios.push(batch(planted));
      const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
      const squares = ratios.reduce((sum, ratio) => sum + (ratio - mean) ** 2, 0);
      const standardError = Math.sqrt(squares / (ratios.length - 1) / ratios.length);
      const sure = ratios.length >= fewestBatches && standardError <= wantedError;
      if (sure || performance.now() > until) return Math.expm1(mean);
    }
  }

  /** Logarithm of the ratio. */
  function batch(planted: number): number {
    const samples = { slow: [] as number[], plain: [] as number[] };
    for (let pair = 0; pair < pairs; pair++) {
      const order = random() < 0.5 ? (["slow", "plain"] as const) : (["plain", "slow"] as const);
      for (const kind of order) {
        turns.value = kind === "slow" ? planted : 0;
        samples[kind].push(timeOf(operate, repeat));
      }
    }
    return Math.log((roundFigure(samples.slow, "lower") ?? 1) / (roundFigure(samples.plain, "lower") ?? 1));
  }
}

/** Milliseconds that an operation takes. */
function timeOf(operate: Operation, repeat: number): number {
  const start = performance.now();
  for (let i = 0; i < repeat; i++) operate();
  return (performance.now() - start) / repeat;
}

/** A case's operation, and the global that says how many turns are planted in it. */
async function adjustable({ guest, load }: ModuleCase) {
  const bytes = (name: string) => new Uint8Array(readFileSync(join(folder, "bundle", `${name}.wasm`)));
  let turns: unknown = null;
  const operate = await load({
    instantiateWasm: instantiateWith(new WebAssembly.Module(bytes(guest)), ({ exports }) => {
      turns = exports[turnsExport];
    }),
    bytes,
  });
  if (!(turns instanceof WebAssembly.Global)) throw new Error("the planted module has no turns to set");
  return { operate, turns };
}
