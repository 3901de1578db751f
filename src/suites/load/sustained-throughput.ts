import type { SandboxModule } from "../../../runtime/host/interface.ts";
import type { Scenario } from "../case.ts";
import { latencyFigures, latencyMetrics, newHistogram } from "../latencies.ts";
import { retainedBytes } from "./heap.ts";
import { complaintAbout, growthOf, type Window } from "./steadiness.ts";
import { returned, Trial } from "./trial.ts";

const callers = 20;
const windows = 10;
const windowMs = 40;
const warmUpMs = 200;

/** Executions as fast as they come, in windows between which garbage is collected. */
export const sustainedThroughput: Scenario = {
  kind: "scenario",
  isolation: "process",
  id: "load/sustained-throughput",
  why: "Twenty callers of one sandbox, without a pause: executions a second and their latency. The heap may not grow, nor the pace fall.",
  guests: ["add"],
  quick: false,
  milliseconds: 900,
  metrics: ["throughput", ...latencyMetrics, "heap", "growth"],
  async play(stage) {
    const trial = await Trial.open(stage);
    const module = await trial.load("add");
    await loadFor(trial, module, warmUpMs);
    trial.latencies = newHistogram();
    const seen = await loadWindows(trial, module);
    const suspicion = complaintAbout(seen);
    const confirmed = suspicion && complaintAbout(await loadWindows(trial, module));
    if (confirmed) throw new Error(`wears out: ${suspicion}; in as many windows again, ${confirmed}`);
    await trial.close();
    return {
      throughput: seen.map(({ throughput }) => throughput),
      ...latencyFigures(trial.latencies),
      heap: seen.slice(-1).map(({ retained }) => retained),
      growth: [growthOf(seen)],
    };
  },
};

type Seen = Window & { readonly throughput: number };

async function loadWindows(trial: Trial, module: SandboxModule): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (let i = 0; i < windows; i++) {
    const startMs = performance.now();
    const start = process.cpuUsage();
    const operations = await loadFor(trial, module, windowMs);
    const { user, system } = process.cpuUsage(start);
    const throughput = (operations * 1000) / (performance.now() - startMs);
    const pace = (operations * 1_000_000) / (user + system);
    seen.push({ operations, throughput, pace, retained: retainedBytes() });
  }
  return seen;
}

/** Executions by all callers until the time is over; gives how many. */
async function loadFor(trial: Trial, module: SandboxModule, durationMs: number): Promise<number> {
  const startMs = performance.now();
  let operations = 0;
  const caller = async () => {
    while (performance.now() - startMs < durationMs) {
      const argument = operations++ & 0xffff;
      await trial.timed({ module, name: "add", args: [argument, 1], expected: returned(argument + 1) });
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return operations;
}
