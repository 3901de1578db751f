import { parentPort, workerData } from "node:worker_threads";
import * as hdr from "hdr-histogram-js";
import { z } from "zod";
import { catalog } from "../suites/catalog.ts";
import { newHistogram, recordMs } from "../suites/latencies.ts";
import { loadBundle, subjectOf } from "./subject.ts";

const { caseId, folder } = z.strictObject({ caseId: z.string(), folder: z.string() }).parse(workerData);
const load = catalog.find(({ id }) => id === caseId);
if (load?.kind !== "load") throw new Error(`${caseId} is no load scenario`);
if (!parentPort) throw new Error("this file runs as a thread of a measuring process");
const port = parentPort;

const bundle = await loadBundle(folder);
const operation = load.prepare(subjectOf(bundle, await bundle.loadHost()));
operation();

/** Repeats the operation until the window is over, timing each one. */
function runWindow(windowMs: number) {
  const latencies = newHistogram();
  const windowStartMs = performance.now();
  let operations = 0;
  let endMs = windowStartMs;
  while (endMs - windowStartMs < windowMs) {
    const startMs = performance.now();
    operation();
    endMs = performance.now();
    recordMs(latencies, endMs - startMs);
    operations++;
  }
  return {
    operations,
    elapsedMs: endMs - windowStartMs,
    latencies: hdr.encodeIntoCompressedBase64(latencies),
  };
}

port.on("message", (windowMs: number) => port.postMessage(runWindow(windowMs)));
port.postMessage("ready");
