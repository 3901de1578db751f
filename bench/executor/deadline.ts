/** How long after its deadline a module that spins forever is stopped, as its caller sees it. */
import type { Plugin } from "@extism/extism";
import { Executor, type LoadedModule } from "../../runtime/executor/index.ts";
import { durations, type Figure, percentile } from "./figure.ts";
import { assemble, touching } from "./modules.ts";
import { accepted } from "./recorded-executor.ts";
import { type Arm, type Arms, type Sample, takeTurns } from "./turns.ts";

const deadlineMs = 100;
/** So that a percentile of 99 means something. */
const leastRuns = 100;
/** Modules that compute beside the one that is watched, all of them without an end. */
const neighbours = 3;
/** Short executions that come in each turn of the event loop. */
const shortOnes = 20;

export const arms: Arms = { alone, beside, extism };

export async function deadline(rounds: number): Promise<Figure[]> {
  const turns = Math.ceil(leastRuns / rounds);
  const seen = await takeTurns(import.meta.url, Object.keys(arms), { rounds, warmUp: 1, turns });
  const peer = seen.all("extism", "overshoot");
  const figure = (arm: string, what: string): Figure => {
    const ours = seen.all(arm, "overshoot");
    const p99 = percentile(ours, 99);
    return {
      what: `deadline of ${deadlineMs} ms on a module that spins, ${what}: overshoot of ${ours.length} runs`,
      ours: percentiles(ours),
      peer: `Extism in a worker, alone: ${percentiles(peer)}${hung(seen.all("extism", "hung"))}`,
      ratio: `${(percentile(peer, 99) / p99).toFixed(1)} × (p99)`,
      target: "p99 ≤ 5 ms",
      reached: p99 <= 5_000,
    };
  };
  return [
    figure("alone", "alone"),
    figure("beside", `beside ${neighbours} that spin as well and a stream of short ones`),
  ];
}

function percentiles(microseconds: readonly number[]): string {
  const [p50, p99, max] = [50, 99, 100].map((percent) => durations([percentile(microseconds, percent)]));
  return `p50 ${p50}, p99 ${p99}, max ${max}`;
}

function hung(runs: readonly number[]): string {
  return runs.length === 0 ? "" : `; ${runs.length} more never answered`;
}

const spinning = () => assemble(`(module (func (export "spin") (loop $again (br $again))))`);

async function alone(): Promise<Arm> {
  const executor = new Executor();
  const module = accepted(executor.load(await spinning()));
  return { turn: async () => [await stopped(executor, module)] };
}

async function beside(): Promise<Arm> {
  const executor = new Executor();
  const module = accepted(executor.load(await spinning()));
  const short = accepted(executor.load(await touching(1)));
  return {
    async turn() {
      let over = false;
      const stream = async () => {
        while (!over) {
          await Promise.all(
            Array.from({ length: shortOnes }, (_, number) => executor.run(short, "touch", [number])),
          );
          await new Promise((resolve) => setImmediate(resolve));
        }
      };
      const streaming = stream();
      const others = Array.from({ length: neighbours }, () => stopped(executor, module));
      const sample = await stopped(executor, module);
      await Promise.all(others);
      over = true;
      await streaming;
      return [sample];
    },
  };
}

/** Spins until it is stopped for its time. */
async function stopped(executor: Executor, module: LoadedModule): Promise<Sample> {
  const startMs = performance.now();
  const { outcome } = await executor.run(module, "spin", [], {
    fuel: Number.MAX_SAFE_INTEGER,
    wallClockMs: deadlineMs,
  });
  const elapsedMs = performance.now() - startMs;
  if (outcome.kind !== "timed-out")
    throw new Error(`It was not stopped for its time: ${JSON.stringify(outcome)}.`);
  return { overshoot: 1_000 * (elapsedMs - deadlineMs) };
}

/** A plugin whose replacement is too slow to start never answers again, which its documentation tells. */
const patienceMs = 1_000;

async function extism(): Promise<Arm> {
  const { createPlugin } = await import("@extism/extism");
  const module = await WebAssembly.compile(await spinning());
  const start = () => createPlugin(module, { runInWorker: true, timeoutMs: deadlineMs, logger: silent() });
  let plugin = await started(start);
  return {
    async turn() {
      const startMs = performance.now();
      const ending = await endOf(plugin);
      const elapsedMs = performance.now() - startMs;
      if (ending === "timed out") return [{ overshoot: 1_000 * (elapsedMs - deadlineMs) }];
      await plugin.close();
      plugin = await started(start);
      return [{ hung: 1 }];
    },
    end: () => plugin.close(),
  };
}

/** A start may exceed the deadline as well. */
async function started(start: () => Promise<Plugin>): Promise<Plugin> {
  for (let attempt = 0; attempt < 20; attempt++) {
    try {
      return await start();
    } catch (failure) {
      if (!(failure instanceof Error && failure.message.includes("timed out"))) throw failure;
    }
  }
  throw new Error("The peer's worker does not start in time on this machine.");
}

async function endOf(plugin: Plugin): Promise<"timed out" | "hung"> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<"hung">((resolve) => {
    timer = setTimeout(() => resolve("hung"), patienceMs);
  });
  const call = plugin.call("spin").then(
    () => {
      throw new Error("A module without an end has returned.");
    },
    (failure: unknown) => {
      if (!(failure instanceof Error && failure.message.includes("timeout"))) throw failure;
      return "timed out" as const;
    },
  );
  try {
    return await Promise.race([call, patience]);
  } finally {
    clearTimeout(timer);
  }
}

/** It reports through its logger what is expected here. */
function silent(): Console {
  return { ...console, trace() {}, debug() {}, info() {}, warn() {}, error() {} };
}
