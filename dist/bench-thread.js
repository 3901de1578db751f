import { o as meterThread, r as places } from "./threads2.js";
import { t as makeDeterministic } from "./determinism.js";
import { t as hookImports } from "./hooks.js";
import { t as refuseNetwork } from "./refusals.js";
import { syncBuiltinESMExports } from "node:module";
import workerThreads, { isMainThread, threadId } from "node:worker_threads";
// src/measure/bench/thread.ts
if (!isMainThread && isSetup(workerThreads.workerData)) begin(workerThreads.workerData);
function isSetup(data) {
	return typeof data === "object" && data !== null && "kind" in data && data.kind === "fuelgauge";
}
function begin({ folder, project, counting, workerData }) {
	Object.assign(workerThreads, { workerData });
	syncBuiltinESMExports();
	hookImports(folder, project);
	if (!project.grants.network) refuseNetwork();
	if (counting === null) return;
	makeDeterministic(threadId + 1);
	count(counting);
}
function count({ profile, port, state }) {
	const metering = meterThread({ profile });
	const say = (question) => {
		port.postMessage({
			reading: metering.read(),
			question
		});
		Atomics.add(state, places.said, 1);
	};
	port.on("message", (question) => say(question));
	port.unref();
	process.on("exit", () => say(null));
	const { wait } = Atomics;
	const sayAndWait = (...operands) => {
		say(null);
		Atomics.store(state, places.waiting, 1);
		try {
			return Reflect.apply(wait, Atomics, operands);
		} finally {
			Atomics.store(state, places.waiting, 0);
		}
	};
	Object.assign(Atomics, { wait: sayAndWait });
}
export {};
