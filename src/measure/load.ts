import { once } from "node:events";
import { Worker } from "node:worker_threads";
import * as hdr from "hdr-histogram-js";
import { z } from "zod";
import type { Arm } from "../model/measurement.ts";
import { programEntry } from "../programs.ts";
import type { Load } from "../suites/case.ts";
import { latencyFigures, latencyMetrics, newHistogram } from "../suites/latencies.ts";
import type { Say } from "./job.ts";

/** Unrecorded time for the threads to reach their pace. */
const warmUpMs = 60;

/** What a thread says after a window: how often, in how long, and the latencies as an encoded HDR histogram of ns. */
const windowSchema = z.strictObject({
  operations: z.int().nonnegative(),
  elapsedMs: z.number().positive(),
  latencies: z.string(),
});
type Window = z.infer<typeof windowSchema>;

export interface LoadSpecification {
  readonly folder: string;
  readonly threads: number;
  readonly windows: number;
  readonly windowMs: number;
}

/**
 * Runs one load scenario: a throughput figure for each window, and latency percentiles over all windows and threads.
 * Histograms are merged before a percentile is taken; percentiles are never averaged.
 */
export async function applyLoad(
  load: Load,
  arm: Arm,
  specification: LoadSpecification,
  say: Say,
): Promise<void> {
  say({ kind: "started", case: load.id });
  const threads = Array.from({ length: specification.threads }, () =>
    startThread(load.id, specification.folder),
  );
  try {
    await Promise.all(threads.map((thread) => nextMessage(thread, z.literal("ready"))));
    await loadWindow(threads, warmUpMs);
    const windows: Window[][] = [];
    for (let i = 0; i < specification.windows; i++)
      windows.push(await loadWindow(threads, specification.windowMs));
    const throughputs = windows.map((window) => sum(window.map((w) => (w.operations * 1000) / w.elapsedMs)));
    say({ kind: "samples", case: load.id, metric: "throughput", arm, samples: throughputs });
    const latencies = latencyFigures(mergeLatencies(windows.flat()));
    for (const metric of latencyMetrics) {
      say({ kind: "samples", case: load.id, metric, arm, samples: latencies[metric] });
    }
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}

function startThread(caseId: string, folder: string): Worker {
  return new Worker(programEntry("load-thread"), { workerData: { caseId, folder } });
}

async function loadWindow(threads: readonly Worker[], windowMs: number): Promise<Window[]> {
  const windows = threads.map((thread) => nextMessage(thread, windowSchema));
  for (const thread of threads) thread.postMessage(windowMs);
  return Promise.all(windows);
}

/** `once` rejects when the thread emits an error, which is how a wrong answer arrives. */
async function nextMessage<T>(thread: Worker, schema: z.ZodType<T>): Promise<T> {
  const [message] = await once(thread, "message");
  return schema.parse(message);
}

function mergeLatencies(windows: readonly Window[]): hdr.Histogram {
  const merged = newHistogram();
  for (const { latencies } of windows) merged.add(hdr.decodeFromCompressedBase64(latencies));
  return merged;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
