/**
 * What metering costs: `node bench/meter.ts`. Give it a machine that does nothing else.
 *
 * `--only sql.js` (repeatable): some workloads, and no throughput unless `--only throughput`. `--rounds 6`: how many fresh processes of
 * each mode. `--modes off,fast`: which. `--warm-up 30 --runs 30`: runs of a process before and while it is measured. `--clock cpu`: time
 * on a processor instead of by the clock, for a machine that others use too. `--quick`: enough to see that it works.
 *
 * Processes of one round, one for each mode, take turns run by run, so that whatever the machine does is done to all of them.
 */
import { execFileSync } from "node:child_process";
import { parseArgs } from "node:util";
import { markdownTable } from "markdown-table";
import { median } from "../src/analysis/signed-rank.ts";
import { microWorkloads, realWorkloads, type Workload } from "../test/meter/corpus/index.ts";
import { type Lap, type Mode, type Running, startWorkload } from "../test/meter/corpus/process.ts";
import type { Throughput } from "./metering-throughput.ts";

const { values } = parseArgs({
  options: {
    only: { type: "string", multiple: true },
    modes: { type: "string", default: "off,fast,exact" },
    rounds: { type: "string" },
    "warm-up": { type: "string" },
    runs: { type: "string" },
    clock: { type: "string", default: "wall" },
    quick: { type: "boolean", default: false },
  },
});
const rounds = Number(values.rounds ?? (values.quick ? 2 : 12));
const warmUp = Number(values["warm-up"] ?? (values.quick ? 5 : 25));
const measured = Number(values.runs ?? (values.quick ? 5 : 25));
const clock = values.clock === "cpu" ? "cpuMs" : "wallMs";
const modes = values.modes.split(",").map(mode);
const wanted = ({ name }: { name: string }) => values.only?.includes(name) ?? true;

const real = realWorkloads.filter(wanted);
const micro = microWorkloads.filter(wanted);
const costs = new Map<string, Cost[]>();
for (let round = 0; round < rounds; round++) {
  for (const workload of [...real, ...micro]) {
    const cost = await oneRound(workload, round);
    costs.set(workload.name, [...(costs.get(workload.name) ?? []), cost]);
    console.error(
      `round ${round + 1} of ${rounds}, ${workload.name}: ${modes.map((mode) => `${mode} ${cost.get(mode)?.steadyMs.toFixed(1)} ms`).join(", ")}`,
    );
  }
}
if (costs.size > 0) console.log(`${overhead()}\n`);
if (wanted({ name: "throughput" })) console.log(throughput());

/** Of one round, by mode. */
type Cost = ReadonlyMap<Mode, { readonly steadyMs: number; readonly totalMs: number; readonly fuel: number }>;

async function oneRound(workload: Workload, round: number): Promise<Cost> {
  await using stack = new AsyncDisposableStack();
  const turns: { mode: Mode; process: Running; laps: Lap[] }[] = [];
  for (const mode of rotated(modes, round)) {
    const process = stack.use(await startWorkload({ workload: workload.name, mode }));
    turns.push({ mode, process, laps: [] });
  }
  for (let run = 0; run < warmUp + measured; run++) {
    for (const { process, laps } of rotated(turns, run)) laps.push(await process.run());
  }
  const outputs = new Set(turns.flatMap(({ laps }) => laps.map(({ digest }) => digest)));
  if (outputs.size !== 1) throw new Error(`The modes of ${workload.name} gave different outputs.`);
  return new Map(
    turns.map(({ mode, process: { loaded }, laps }) => {
      const times = laps.map(({ time }) => time[clock]);
      const steadyMs = middle(times.slice(warmUp), clock);
      const totalMs = [loaded.time[clock], ...times].reduce((sum, time) => sum + time, 0);
      return [mode, { steadyMs, totalMs, fuel: laps.at(-1)?.fuel ?? 0 }];
    }),
  );
}

/** The median by the clock; the mean on a processor, which is told in steps of some milliseconds only. */
function middle(times: readonly number[], clock: "wallMs" | "cpuMs"): number {
  if (clock === "wallMs") return median(times) ?? Number.NaN;
  return times.reduce((sum, time) => sum + time, 0) / times.length;
}

/** A row for each workload and mode: ratios to the same round's un-metered process. */
function overhead(): string {
  const rows: string[][] = [];
  const row = (name: string, mode: Mode, steady: readonly number[], total: readonly number[], fuel: string) =>
    rows.push([name, mode, ratio(steady), range(steady), ratio(total), fuel]);
  for (const mode of modes) {
    if (mode === "off") continue;
    const ratios = (workload: Workload, time: "steadyMs" | "totalMs") =>
      (costs.get(workload.name) ?? []).flatMap((cost) => {
        const off = cost.get("off");
        const metered = cost.get(mode);
        return off && metered ? [metered[time] / off[time]] : [];
      });
    for (const workload of [...real, ...micro]) {
      const fuel = costs.get(workload.name)?.[0]?.get(mode)?.fuel ?? 0;
      row(workload.name, mode, ratios(workload, "steadyMs"), ratios(workload, "totalMs"), millions(fuel));
    }
    if (real.length === realWorkloads.length) {
      const means = (time: "steadyMs" | "totalMs") => {
        const byWorkload = real.map((workload) => ratios(workload, time));
        return Array.from({ length: rounds }, (_, round) =>
          geometricMean(byWorkload.map((all) => all[round] ?? Number.NaN)),
        );
      };
      row("**geometric mean of the real ones**", mode, means("steadyMs"), means("totalMs"), "");
    }
  }
  const head = [
    "workload",
    "mode",
    "time, un-metered = 1",
    "rounds from–to",
    "with loading and warm-up",
    "fuel of a run",
  ];
  return markdownTable([head, ...rows]);
}

/** Bytes metered in a second beside those that V8 compiles eagerly with its baseline compiler. */
function throughput(): string {
  const flags = ["--liftoff-only", "--no-wasm-lazy-compilation"];
  const script = new URL("./metering-throughput.ts", import.meta.url).pathname;
  const samples: Throughput[] = [];
  for (let round = 0; round < Math.min(rounds, 5); round++) {
    const output = execFileSync(process.execPath, [...flags, script], { encoding: "utf8" });
    samples.push(JSON.parse(output) as Throughput);
  }
  const [first = []] = samples;
  const rows = first.map(({ name, megabytes }, index) => {
    const speed = (of: "fast" | "exact" | "cold" | "liftoff") =>
      (
        megabytes /
        ((median(samples.map((sample) => sample[index]?.[of] ?? Number.NaN)) ?? 0) / 1000)
      ).toFixed(0);
    return [name, megabytes.toFixed(2), speed("fast"), speed("exact"), speed("cold"), speed("liftoff")];
  });
  const head = [
    "module",
    "MB",
    "fast, MB/s",
    "exact, MB/s",
    "fast, first in its process",
    "V8's eager baseline compile",
  ];
  return markdownTable([head, ...rows]);
}

function ratio(ratios: readonly number[]): string {
  return (median(ratios) ?? Number.NaN).toFixed(3);
}

function range(ratios: readonly number[]): string {
  return `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`;
}

function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

function millions(units: number): string {
  return `${(units / 1e6).toFixed(1)} M`;
}

/** The same, begun at another place, so that no mode is always first. */
function rotated<T>(list: readonly T[], by: number): T[] {
  const at = by % list.length;
  return [...list.slice(at), ...list.slice(0, at)];
}

function mode(name: string): Mode {
  if (name === "off" || name === "fast" || name === "exact") return name;
  throw new Error(`There is no mode "${name}"; there are off, fast and exact.`);
}
