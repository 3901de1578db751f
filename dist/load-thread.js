import { i as __toESM } from "./rolldown-runtime.js";
import { _ as strictObject, v as string } from "./schemas.js";
import { _ as require_dist, g as recordMs, h as newHistogram, n as catalog } from "./catalog.js";
import { n as subjectOf, t as loadBundle } from "./subject.js";
import { parentPort, workerData } from "node:worker_threads";
// src/measure/load-thread.ts
var import_dist = /* @__PURE__ */ __toESM(require_dist(), 1);
const { caseId, folder } = strictObject({
	caseId: string(),
	folder: string()
}).parse(workerData);
const load = catalog.find(({ id }) => id === caseId);
if (load?.kind !== "load") throw new Error(`${caseId} is no load scenario`);
if (!parentPort) throw new Error("this file runs as a thread of a measuring process");
const port = parentPort;
const bundle = await loadBundle(folder);
const operation = load.prepare(subjectOf(bundle, await bundle.loadHost()));
operation();
function runWindow(windowMs) {
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
		latencies: import_dist.encodeIntoCompressedBase64(latencies)
	};
}
port.on("message", (windowMs) => port.postMessage(runWindow(windowMs)));
port.postMessage("ready");
export {};
