import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { SandboxExecution } from "../../../runtime/host/interface.ts";
import { expectAnswer, type Scenario, type Stage } from "../case.ts";
import { parseSamples } from "./prometheus.ts";
import { type Call, returned, Trial } from "./trial.ts";

const tasks = 100;
const rounds = 4;
const mebibyte = 1_048_576;

/** Of a line of the audit log, what its execution says as well. */
const auditLine = z.looseObject({
  id: z.string(),
  module: z.string(),
  function: z.string(),
  limits: z.looseObject({ fuel: z.number(), wallClockMs: z.number(), memoryBytes: z.number() }),
  outcome: z.string(),
  detail: z.string().default(""),
  fuel: z.number(),
  durationNs: z.number(),
  peakMemoryBytes: z.number(),
});

/** An execution as it was asked for and answered. */
interface Deed {
  readonly call: Call;
  readonly execution: SandboxExecution;
}

/** Every figure that is published, and every line that is written, against what happened. */
export const metricsAccuracy: Scenario = {
  kind: "scenario",
  isolation: "process",
  id: "load/metrics-accuracy",
  why: "100 callers at once ask for five executions that end in all ways, on one thread and on all: metrics and audit log say exactly what happened.",
  guests: ["add", "fib", "trap-unreachable", "trap-divide", "hostile"],
  // it is there to be right; some of its executions wait for a clock, and others for the system's memory
  gates: false,
  quick: false,
  milliseconds: 550,
  metrics: ["throughput"],
  async play(stage) {
    const throughput = await audited(stage, {});
    await audited(stage, { threads: stage.threads });
    return { throughput };
  },
};

const limits = { memoryBytes: 2 * mebibyte, fuel: 50_000_000, wallClockMs: 30_000 };

/** @returns executions a second in each round */
async function audited(stage: Stage, where: { readonly threads?: number }): Promise<number[]> {
  const trial = await Trial.open(stage, { limits, ...where });
  const plan = await planFor(trial);
  const deeds: Deed[] = [];
  const throughput: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const startMs = performance.now();
    const task = async (calls: readonly Call[]) => {
      for (const call of calls) deeds.push({ call, execution: await trial.execute(call) });
    };
    await Promise.all(plan.map(task));
    throughput.push((plan.flat().length * 1000) / (performance.now() - startMs));
  }
  expectHistograms(await trial.metrics(), deeds);
  await trial.close();
  expectLines(await readLines(trial.auditFolder), deeds);
  return throughput;
}

/** What each task asks for, one after the other. */
async function planFor(trial: Trial): Promise<Call[][]> {
  const add = await trial.load("add");
  const fib = await trial.load("fib");
  const crash = await trial.load("trap-unreachable");
  const divide = await trial.load("trap-divide");
  const hostile = await trial.load("hostile");
  return Array.from({ length: tasks }, (_, task): Call[] => {
    const adds: Call = { module: add, name: "add", args: [task, 1], expected: returned(task + 1), fuel: 3 };
    return [
      adds,
      task % 2 === 0
        ? { module: crash, name: "trap", args: [1], expected: { kind: "trapped", detail: "unreachable" } }
        : { module: crash, name: "fine", args: [task], expected: returned(task + 1) },
      task % 4 === 0
        ? {
            module: fib,
            name: "fib",
            args: [40],
            expected: { kind: "out-of-fuel" },
            limits: { fuel: 20_000 + task },
          }
        : { module: fib, name: "fib", args: [10], expected: returned(55) },
      task % 10 === 0
        ? { module: hostile, name: "hoard", args: [1], expected: { kind: "memory-limit" } }
        : task % 10 === 1
          ? { module: add, name: "subtract", args: [], expected: { kind: "refused", detail: "function" } }
          : task % 10 === 2
            ? { module: add, name: "add", args: [1], expected: { kind: "refused", detail: "arguments" } }
            : { module: hostile, name: "search", args: [], expected: returned(0) },
      task === 50
        ? {
            module: hostile,
            name: "spin",
            args: [1],
            expected: { kind: "timed-out" },
            limits: { fuel: 1e12, wallClockMs: 5 },
          }
        : task % 5 === 0
          ? {
              module: divide,
              name: "trap",
              args: [1],
              expected: { kind: "trapped", detail: "divide-by-zero" },
            }
          : adds,
    ];
  });
}

const nsOf = ({ durationMs }: SandboxExecution) => Math.round(durationMs * 1_000_000);

/** Each bucket holds exactly the executions up to its bound. */
function expectHistograms(text: string, deeds: readonly Deed[]): void {
  const started = deeds
    .map(({ execution }) => execution)
    .filter(({ kind, fuel }) => kind !== "refused" || fuel > 0);
  const histograms = [
    { name: "fuelgauge_execution_fuel", values: started.map(({ fuel }) => fuel) },
    {
      name: "fuelgauge_execution_duration_seconds",
      values: started.map((execution) => nsOf(execution) / 1e9),
    },
  ];
  const samples = parseSamples(text);
  for (const { name, values } of histograms) {
    let buckets = 0;
    for (const [sample, count] of samples) {
      const bound = sample.startsWith(`${name}_bucket`) ? /le="([^"]+)"/.exec(sample)?.[1] : undefined;
      if (bound === undefined) continue;
      buckets++;
      const most = bound === "+Inf" ? Number.POSITIVE_INFINITY : Number(bound);
      expectAnswer(`the metric ${sample}`, count, values.filter((value) => value <= most).length);
    }
    if (buckets < 2) throw new Error(`wrong answer: the metric ${name} has ${buckets} buckets`);
  }
}

/** Every execution has a line that says the same of it, and there is no other. */
function expectLines(lines: readonly z.infer<typeof auditLine>[], deeds: readonly Deed[]): void {
  expectAnswer("the number of lines in the audit log", lines.length, deeds.length);
  expectAnswer("the number of their ids", new Set(lines.map(({ id }) => id)).size, lines.length);
  const told = lines.map((line) =>
    JSON.stringify([
      line.module,
      line.function,
      line.limits.fuel,
      line.limits.wallClockMs,
      line.limits.memoryBytes,
      line.outcome,
      line.detail,
      line.fuel,
      line.durationNs,
      line.peakMemoryBytes,
    ]),
  );
  const done = deeds.map(({ call, execution }) =>
    JSON.stringify([
      call.module.digest,
      call.name,
      call.limits?.fuel ?? limits.fuel,
      call.limits?.wallClockMs ?? limits.wallClockMs,
      limits.memoryBytes,
      execution.kind,
      execution.detail,
      execution.fuel,
      nsOf(execution),
      execution.peakMemoryBytes,
    ]),
  );
  told.sort();
  done.sort();
  for (const [at, line] of told.entries()) expectAnswer("a line of the audit log", line, done[at]);
}

async function readLines(folder: string): Promise<z.infer<typeof auditLine>[]> {
  const files = await readdir(folder);
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
  const lines = texts.flatMap((text) => text.split("\n")).filter((line) => line !== "");
  return lines.map((line) => auditLine.parse(JSON.parse(line)));
}
