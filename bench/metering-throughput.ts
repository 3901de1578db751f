/**
 * How long the meter takes for the modules of the corpus, and V8 to compile the same bytes, in turns. `bench/meter.ts` runs it with flags
 * by which V8 compiles everything at once with its baseline compiler only, and by all threads that it likes.
 */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { type MeterMode, meter } from "../runtime/meter/index.ts";
import { median } from "../src/analysis/signed-rank.ts";
import { realWorkloads } from "../test/meter/corpus/index.ts";
import { largeModules } from "../test/meter/corpus/large.ts";
import { grammar } from "../test/meter/corpus/tree-sitter.ts";

/** Of each module: its size, and milliseconds. `cold`: `fast`, when it was this process's first. */
export type Throughput = {
  name: string;
  megabytes: number;
  fast: number;
  exact: number;
  cold: number;
  liftoff: number;
}[];

const turns = 9;
const modules: { name: string; bytes: Uint8Array<ArrayBuffer> }[] = [];
for (const workload of realWorkloads) modules.push({ name: workload.name, bytes: await workload.bytes() });
modules.push({ name: "tree-sitter's TypeScript", bytes: grammar() });
for (const path of largeModules())
  modules.push({ name: basename(path), bytes: new Uint8Array(readFileSync(path)) });

const cold = modules.map(({ bytes }) => timeOf(() => meter(bytes)));
const times = modules.map(() => ({ fast: [] as number[], exact: [] as number[], liftoff: [] as number[] }));
for (let turn = 0; turn < turns; turn++) {
  for (const [index, { bytes }] of modules.entries()) {
    const own = distinct(bytes, index * turns + turn);
    for (const mode of ["fast", "exact"] satisfies MeterMode[])
      times[index]?.[mode].push(timeOf(() => meter(own, { mode })));
    times[index]?.liftoff.push(timeOf(() => new WebAssembly.Module(own)));
  }
}
const result: Throughput = modules.map(({ name, bytes }, index) => {
  const middle = (of: "fast" | "exact" | "liftoff") => median(times[index]?.[of] ?? []) ?? Number.NaN;
  return {
    name,
    megabytes: bytes.length / 1e6,
    fast: middle("fast"),
    exact: middle("exact"),
    cold: cold[index] ?? Number.NaN,
    liftoff: middle("liftoff"),
  };
});
console.log(JSON.stringify(result));

function timeOf(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** The module with a custom section of its own: V8 does not compile bytes that it has compiled before. */
function distinct(bytes: Uint8Array, number: number): Uint8Array<ArrayBuffer> {
  const own = new Uint8Array(bytes.length + 7);
  own.set(bytes);
  own.set([0, 5, 1, 0x78, number & 0x7f, number >> 7, 0], bytes.length);
  return own;
}
