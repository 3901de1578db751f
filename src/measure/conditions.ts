import { readFile } from "node:fs/promises";
import { loadavg } from "node:os";
import type { RoundConditions } from "../model/results.ts";

/** What the machine had done until a moment. Times are of all processors together, since some time in the past. */
interface Reading {
  readonly atMs: number;
  /** Null where the machine does not say. */
  readonly times: ProcessorTimes | null;
  /** Of our own measuring processes, in milliseconds. */
  readonly ownMs: number;
}

/** In the unit of `/proc/stat`, whatever it is: only shares are read from it. */
interface ProcessorTimes {
  readonly busy: number;
  readonly idle: number;
  readonly steal: number;
}

/** Shares of all processor time, and a pause, above which a round's figures are less trustworthy. */
const disturbing = { steal: 0.02, others: 0.2, pauseMs: 50 };

/** Watches what a machine does beside measuring, one round after the other. */
export interface ConditionsWatch {
  /** Ends a round and says what it was like. */
  endRound(
    round: number,
    own: { readonly cpuMicroseconds: number; readonly longestPauseMs: number },
  ): Promise<RoundConditions>;
}

/** @param processor the one that measuring is kept on; its frequency is read, or that of the first one. */
export async function watchConditions(processor: number | null): Promise<ConditionsWatch> {
  const startMs = performance.now();
  let last = await readNow(0);
  return {
    async endRound(round, { cpuMicroseconds, longestPauseMs }) {
      const before = last;
      last = await readNow(cpuMicroseconds / 1000);
      const shares = sharesBetween(before, last);
      return {
        round,
        startMs: before.atMs - startMs,
        durationMs: last.atMs - before.atMs,
        load: process.platform === "win32" ? null : (loadavg()[0] ?? null),
        steal: shares?.steal ?? null,
        others: shares?.others ?? null,
        mhz: await readMegahertz(processor ?? 0),
        longestPauseMs,
        disturbances: disturbancesOf(shares, longestPauseMs),
      };
    },
  };
}

interface Shares {
  readonly steal: number;
  readonly others: number;
}

function sharesBetween(before: Reading, after: Reading): Shares | null {
  if (before.times === null || after.times === null) return null;
  const of = (part: keyof ProcessorTimes) => (after.times?.[part] ?? 0) - (before.times?.[part] ?? 0);
  const all = of("busy") + of("idle") + of("steal");
  if (!(all > 0)) return null;
  const wallMs = after.atMs - before.atMs;
  const processors = all / ticksPerMs / Math.max(wallMs, 1);
  const own = (after.ownMs - before.ownMs) / (processors * Math.max(wallMs, 1));
  return { steal: of("steal") / all, others: Math.max(0, of("busy") / all - own) };
}

/** Linux counts in hundredths of a second for programs, whatever it does inside: https://man7.org/linux/man-pages/man5/proc_stat.5.html */
const ticksPerMs = 0.1;

function disturbancesOf(shares: Shares | null, longestPauseMs: number): string[] {
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  return [
    ...(shares !== null && shares.steal > disturbing.steal
      ? [`the hypervisor gave ${percent(shares.steal)} of the processors to others`]
      : []),
    ...(shares !== null && shares.others > disturbing.others
      ? [`other programs used ${percent(shares.others)} of the processors`]
      : []),
    ...(longestPauseMs > disturbing.pauseMs
      ? [`a collection of garbage took ${Math.round(longestPauseMs)} ms`]
      : []),
  ];
}

async function readNow(ownMs: number): Promise<Reading> {
  const stat = await readFile("/proc/stat", "utf8").catch(() => null);
  return { atMs: performance.now(), times: stat === null ? null : processorTimes(stat), ownMs };
}

/** First line of `/proc/stat`: cpu user nice system idle iowait irq softirq steal guest guest_nice; guests are part of user. */
export function processorTimes(stat: string): ProcessorTimes | null {
  const fields = /^cpu +(.+)$/m.exec(stat)?.[1]?.split(/\s+/).map(Number);
  if (fields === undefined || fields.length < 8 || !fields.every(Number.isFinite)) return null;
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] = fields;
  return { busy: user + nice + system + irq + softirq, idle: idle + iowait, steal };
}

async function readMegahertz(processor: number): Promise<number | null> {
  const scaling = `/sys/devices/system/cpu/cpu${processor}/cpufreq/scaling_cur_freq`;
  const kilohertz = Number(await readFile(scaling, "utf8").catch(() => Number.NaN));
  if (kilohertz > 0) return kilohertz / 1000;
  const info = await readFile("/proc/cpuinfo", "utf8").catch(() => "");
  const all = [...info.matchAll(/^cpu MHz\s*: ([\d.]+)$/gm)].map(([, mhz]) => Number(mhz));
  return all[processor] ?? all[0] ?? null;
}
