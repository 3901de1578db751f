import { nextDistinct } from "../../wasm/distinct.ts";
import { paddedModule } from "../../wasm/padded.ts";
import { expectAnswer, type Figures, type Scenario, type Stage } from "../case.ts";
import { latencyFigures, latencyMetrics } from "../latencies.ts";
import { settledBytes } from "./heap.ts";
import { type Call, returned, Trial } from "./trial.ts";

const mebibyte = 1_048_576;
const smallBytes = 144;
const limitBytes = 10 * mebibyte;
const largeBytes = 11_000_000;
/** In one sample. */
const refusals = 500;

/** What cannot be compiled has to be refused for its size all the same, so nobody has tried. */
export const largeModules: Scenario = {
  kind: "scenario",
  isolation: "process",
  id: "load/large-modules",
  why: "Modules of 144 bytes are loaded and run; 11 MB are refused by their size, unread. The time is that of the refusal.",
  guests: ["add"],
  quick: false,
  // a refusal takes a microsecond, in which V8's choices are most
  gates: false,
  milliseconds: 350,
  metrics: ["time", "throughput"],
  async play(stage) {
    const trial = await Trial.open(stage, { limits: { moduleBytes: limitBytes } });
    const add = stage.bytes("add");
    await trial.load(paddedModule(add, limitBytes));
    expectAnswer("a byte too many", await trial.refusal(paddedModule(add, limitBytes + 1)), "module-size");
    const noModule = new Uint8Array(largeBytes).fill(0xff);
    expectAnswer(
      "a few bytes that are no module",
      await trial.refusal(noModule.subarray(0, 99)),
      "malformed",
    );

    const time: number[] = [];
    const large = [noModule, paddedModule(add, largeBytes)];
    for (let sample = 0; sample < 20; sample++) {
      const startMs = performance.now();
      for (let i = 0; i < refusals; i++) {
        const reason = await trial.refusal(large[i % large.length] ?? noModule);
        expectAnswer(`${largeBytes} bytes`, reason, "module-size");
      }
      time.push(((performance.now() - startMs) * 1_000_000) / refusals);
    }

    const throughput: number[] = [];
    for (let sample = 0; sample < 10; sample++) {
      const modules = Array.from({ length: 10 }, () => paddedModule(nextDistinct(add), smallBytes));
      const startMs = performance.now();
      for (const bytes of modules) {
        const module = await trial.load(bytes);
        await trial.execute({ module, name: "add", args: [20, 22], expected: returned(42) });
      }
      throughput.push((modules.length * 1000) / (performance.now() - startMs));
    }
    await trial.close();
    return { time, throughput };
  },
};

const tenants = 50;
const stays = 10;
/** How often a tenant looks after its memory: in a short stay, and in one so long that others are let in between. */
const looks = { short: 4, long: 220 };
/** In a tenant's memory of 1 MiB: one for each 4 KiB. */
const marks = 256;
/** More than this is more than caches that fill: one memory of a tenant would be as much. */
const toleratedBytes = mebibyte;

export const memoryPressure: Scenario = {
  kind: "scenario",
  isolation: "process",
  id: "load/memory-pressure",
  why: "50 tenants at once use a mebibyte each, ten times; one hoards until it is stopped. None sees another's memory, and nothing stays behind.",
  guests: ["tenant", "hostile"],
  quick: false,
  milliseconds: 450,
  metrics: ["throughput", ...latencyMetrics, "heap"],
  async play(stage) {
    // what is loaded and compiled once is no tenant's
    await occupied(stage);
    const before = await settledBytes();
    const figures = await occupied(stage);
    const after = await settledBytes();
    const kept = after - before;
    if (kept > toleratedBytes) {
      throw new Error(
        `wrong answer: ${kept} bytes more are retained after ${tenants * stays} executions, expected at most ${toleratedBytes}`,
      );
    }
    return { ...figures, heap: [after] };
  },
};

async function occupied(stage: Stage): Promise<Figures> {
  const trial = await Trial.open(stage, { limits: { memoryBytes: 10 * mebibyte } });
  const [tenant, hostile] = [await trial.load("tenant"), await trial.load("hostile")];
  const callsOf = (times: number): Call[] =>
    Array.from({ length: tenants }, (_, mark) => {
      const expected = returned(marks * times);
      return { module: tenant, name: "occupy", args: [mark, times], expected };
    });
  const hoards: Call = { module: hostile, name: "hoard", args: [1], expected: { kind: "memory-limit" } };
  await Promise.all([...callsOf(looks.long), hoards].map((call) => trial.execute(call)));
  const throughput: number[] = [];
  for (let stay = 0; stay < stays; stay++) throughput.push(await trial.wave(callsOf(looks.short)));
  await trial.close();
  return { throughput, ...latencyFigures(trial.latencies) };
}
