import { r as meteredWebAssembly } from "./meter2.js";
import { syncBuiltinESMExports } from "node:module";
import workerThreads, { MessageChannel } from "node:worker_threads";
// src/measure/metering.ts
const nothingRead = {
	instances: 0,
	fuel: 0,
	functions: /* @__PURE__ */ new Map(),
	memoryBytes: 0
};
function meterThread({ profile }) {
	const unmetered = WebAssembly;
	const gauges = [];
	const memories = /* @__PURE__ */ new Set();
	const onInstance = (gauge, module, exports, imports) => {
		gauges.push(gauge);
		const imported = WebAssembly.Module.imports(module).filter(({ kind }) => kind === "memory").map(({ module: from, name }) => imports[from]?.[name]);
		for (const value of [...Object.values(exports), ...imported]) if (value instanceof WebAssembly.Memory) memories.add(value);
	};
	Reflect.set(globalThis, "WebAssembly", meteredWebAssembly({
		mode: "exact",
		profile,
		onInstance
	}));
	return {
		read: () => ({
			...sumOf(gauges.map(burntBy)),
			memoryBytes: Math.max(0, ...Array.from(memories, ({ buffer }) => buffer.byteLength))
		}),
		end: () => void Reflect.set(globalThis, "WebAssembly", unmetered)
	};
}
function burntBy(gauge) {
	const functions = /* @__PURE__ */ new Map();
	for (const { function: name, fuel } of gauge.profile()) functions.set(name, (functions.get(name) ?? 0) + fuel);
	return {
		instances: 1,
		fuel: Number.MAX_SAFE_INTEGER - gauge.remaining,
		functions,
		memoryBytes: 0
	};
}
function sumOf(readings) {
	const functions = /* @__PURE__ */ new Map();
	for (const reading of readings) for (const [name, fuel] of reading.functions) functions.set(name, (functions.get(name) ?? 0) + fuel);
	return {
		instances: readings.reduce((sum, { instances }) => sum + instances, 0),
		fuel: readings.reduce((sum, { fuel }) => sum + fuel, 0),
		functions,
		memoryBytes: Math.max(0, ...readings.map(({ memoryBytes }) => memoryBytes))
	};
}
// src/measure/bench/threads.ts
const places = {
	said: 0,
	waiting: 1
};
let counting = null;
function countThreads({ profile }) {
	counting = {
		profile,
		threads: /* @__PURE__ */ new Map()
	};
}
function stopCountingThreads() {
	counting = null;
}
async function readThreads() {
	const counted = [...counting?.threads.values() ?? []];
	for (const each of counted) await read(each);
	return counted.some(({ restless }) => restless) ? null : counted.map(({ latest }) => latest);
}
const patience = 1500;
const { setTimeout } = globalThis;
async function read(thread) {
	if (thread.restless) return;
	const { port, state } = thread;
	thread.asked++;
	port.postMessage(thread.asked);
	for (let waited = 0; waited < patience; waited++) {
		const heardAll = thread.heard === Atomics.load(state, places.said);
		if (thread.ended || thread.answered === thread.asked) return;
		if (heardAll && Atomics.load(state, places.waiting) === 1) return;
		await new Promise((resolve) => setTimeout(resolve, 1));
	}
	thread.restless = true;
}
function adoptThreads(folder, { links, grants }) {
	let isFirst = true;
	const { Worker: Plain } = workerThreads;
	const Adopted = new Proxy(Plain, { construct(target, [file, options = {}], newTarget) {
		if (isFirst) process.send?.({ kind: "threads" });
		isFirst = false;
		const { workerData, transferList = [] } = options;
		const channel = counting === null ? null : newChannel(counting.profile);
		const setup = {
			kind: "fuelgauge",
			folder,
			project: {
				links,
				grants
			},
			counting: channel?.counting ?? null,
			workerData
		};
		const moved = channel === null ? transferList : [...transferList, channel.counting.port];
		const worker = Reflect.construct(target, [file, {
			...options,
			workerData: setup,
			transferList: moved
		}], newTarget);
		if (channel !== null) counting?.threads.set(worker, channel.counted);
		return worker;
	} });
	const { terminate } = Plain.prototype;
	Plain.prototype.terminate = async function() {
		const counted = counting?.threads.get(this);
		if (counted !== void 0) await read(counted);
		return Reflect.apply(terminate, this, []);
	};
	Plain.prototype.constructor = Adopted;
	workerThreads.Worker = Adopted;
	syncBuiltinESMExports();
}
function newChannel(profile) {
	const { port1, port2 } = new MessageChannel();
	const state = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
	const counted = {
		port: port1,
		state,
		latest: nothingRead,
		heard: 0,
		asked: 0,
		answered: 0,
		ended: false,
		restless: false
	};
	port1.on("message", ({ reading, question }) => {
		counted.latest = reading;
		counted.heard++;
		counted.answered = question ?? counted.answered;
	});
	port1.once("close", () => {
		counted.ended = true;
	});
	port1.unref();
	return {
		counting: {
			profile,
			port: port2,
			state
		},
		counted
	};
}
export { meterThread as a, stopCountingThreads as i, countThreads as n, sumOf as o, readThreads as r, adoptThreads as t };
