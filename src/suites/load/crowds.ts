import type { Scenario, Stage } from "../case.ts";
import { latencyFigures, latencyMetrics, newHistogram } from "../latencies.ts";
import { retainedBytes } from "./heap.ts";
import { type Call, returned, Trial } from "./trial.ts";

/** Callers and threads outnumber the cores: who gets one when is the system's luck, so these turn nothing red. */
const onAllThreads = { kind: "scenario", isolation: "process", gates: false } as const;

/** Waves of calls, all of a wave at once: the throughput of each wave, and the latencies of all. */
async function playWaves(
  trial: Trial,
  wave: (index: number) => readonly Call[],
  shape: { warmUp: number; waves: number },
) {
  for (let index = 0; index < shape.warmUp; index++) await trial.wave(wave(index));
  trial.latencies = newHistogram();
  const throughput: number[] = [];
  for (let index = 0; index < shape.waves; index++) throughput.push(await trial.wave(wave(index)));
  await trial.close();
  return { throughput, ...latencyFigures(trial.latencies) };
}

/** So many calls, each of which depends on its place. */
function callsOf(length: number, call: (index: number) => Call): Call[] {
  return Array.from({ length }, (_, index) => call(index));
}

export const concurrentExecutions: Scenario = {
  ...onAllThreads,
  id: "load/concurrent-executions",
  why: "150 executions at once on all threads, again and again: each has its own answer, and what a crowd makes everyone wait.",
  guests: ["add"],
  quick: false,
  milliseconds: 450,
  metrics: ["throughput", ...latencyMetrics],
  async play(stage) {
    const trial = await Trial.open(stage, { threads: stage.threads });
    const module = await trial.load("add");
    const calls = (wave: number) =>
      callsOf(150, (index) => ({
        module,
        name: "add",
        args: [wave, index],
        expected: returned(wave + index),
      }));
    return playWaves(trial, calls, { warmUp: 4, waves: 10 });
  },
};

export const mixedWorkload: Scenario = {
  ...onAllThreads,
  id: "load/mixed-workload",
  why: "50 short, 30 memory-bound and 20 computing executions at once on all threads: whether long ones hold up short ones.",
  guests: ["add", "fill", "fib"],
  quick: false,
  milliseconds: 450,
  metrics: ["throughput", ...latencyMetrics],
  async play(stage) {
    const trial = await Trial.open(stage, { threads: stage.threads });
    const [add, fill, fib] = [await trial.load("add"), await trial.load("fill"), await trial.load("fib")];
    const call = (index: number): Call => {
      const turn = index % 10;
      if (turn < 5) return { module: add, name: "add", args: [index, 1], expected: returned(index + 1) };
      if (turn < 8) return { module: fill, name: "fill", args: [index], expected: returned(index) };
      return { module: fib, name: "fib", args: [20], expected: returned(6765) };
    };
    return playWaves(trial, () => callsOf(100, call), { warmUp: 4, waves: 12 });
  },
};

export const crashStorm: Scenario = {
  kind: "scenario",
  isolation: "process",
  id: "load/crash-storm",
  why: "Every second execution traps: what crashes take from the good ones beside them.",
  guests: ["trap-unreachable", "trap-memory", "trap-divide"],
  quick: false,
  milliseconds: 350,
  metrics: ["throughput", ...latencyMetrics, "heap"],
  async play(stage) {
    const trial = await Trial.open(stage);
    const kinds = [
      { module: await trial.load("trap-unreachable"), detail: "unreachable" },
      { module: await trial.load("trap-memory"), detail: "memory-out-of-bounds" },
      { module: await trial.load("trap-divide"), detail: "divide-by-zero" },
    ] as const;
    const pairs = kinds.map(({ module, detail }): readonly Call[] => [
      { module, name: "trap", args: [1], expected: { kind: "trapped", detail } },
      { module, name: "fine", args: [1], expected: returned(2) },
    ]);
    const calls = pairs.flat();
    const call = (index: number) => calls[index % calls.length] as Call;
    const figures = await playWaves(trial, () => callsOf(300, call), { warmUp: 20, waves: 60 });
    return { ...figures, heap: [retainedBytes()] };
  },
};

const windows = 4;
const windowMs = 50;
const warmUpMs = 60;

/** The same load from ever more callers. */
function scaling(callers: number): Scenario {
  return {
    ...onAllThreads,
    id: `load/scaling-${callers}`,
    why: `${callers === 1 ? "One caller" : `${callers} callers`} of a sandbox on all threads, each waiting for its answer: throughput against concurrency.`,
    guests: ["add"],
    quick: false,
    milliseconds: 450,
    metrics: ["throughput"],
    async play(stage: Stage) {
      const trial = await Trial.open(stage, { threads: stage.threads });
      const module = await trial.load("add");
      let argument = 0;
      const window = async (durationMs: number) => {
        const startMs = performance.now();
        let operations = 0;
        const loop = async () => {
          while (performance.now() - startMs < durationMs) {
            argument = (argument + 1) & 0xffff;
            operations++;
            await trial.execute({
              module,
              name: "add",
              args: [argument, 1],
              expected: returned(argument + 1),
            });
          }
        };
        await Promise.all(Array.from({ length: callers }, loop));
        return (operations * 1000) / (performance.now() - startMs);
      };
      await window(warmUpMs);
      const throughput: number[] = [];
      for (let i = 0; i < windows; i++) throughput.push(await window(windowMs));
      await trial.close();
      return { throughput };
    },
  };
}

export const scalings: readonly Scenario[] = [1, 10, 50, 150, 300].map(scaling);
