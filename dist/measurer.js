import { i as __toESM, n as __exportAll } from "./rolldown-runtime.js";
import { _ as strictObject, d as literal, p as number, u as int, v as string } from "./schemas.js";
import { _ as require_dist, h as newHistogram, m as latencyMetrics, n as catalog, p as latencyFigures, y as manifestSchema } from "./catalog.js";
import { t as trapCategoryOf } from "./trap.js";
import { n as messageOf, r as storyOf } from "./errors.js";
import { a as seededRandom, f as jobSchema, i as timeSamples, l as prepareControl, m as mostFunctions, o as shuffled, r as timeOnce, s as controls, t as operationCost, u as casesOfProjects } from "./operation-cost.js";
import { a as meterThread, i as stopCountingThreads, n as countThreads, o as sumOf, r as readThreads } from "./threads.js";
import { n as subjectOf, t as loadBundle } from "./subject.js";
import { o as readLayout } from "./meter2.js";
import { n as programEntry } from "./programs.js";
import { syncBuiltinESMExports } from "node:module";
import { once } from "node:events";
import { PerformanceObserver, constants } from "node:perf_hooks";
import { Worker } from "node:worker_threads";
import crypto from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readFileSync } from "node:fs";
// runtime/host/index.ts
var host_exports = /* @__PURE__ */ __exportAll({
	call: () => call,
	compile: () => compile,
	dispose: () => dispose,
	entry: () => entry,
	instantiate: () => instantiate,
	interfaceVersion: () => 3,
	live: () => live,
	openKernel: () => openKernel,
	openSandbox: () => openSandbox
});
let liveGuests = 0;
var Instance = class {
	exports;
	constructor(exports) {
		this.exports = exports;
	}
	memoryBytes() {
		const memories = new Set(Object.values(this.exports ?? {}).filter(isMemory));
		let bytes = 0;
		for (const memory of memories) bytes += memory.buffer.byteLength;
		return bytes;
	}
};
function isMemory(value) {
	return value instanceof WebAssembly.Memory;
}
function compile(bytes) {
	refuseOtherFormats(bytes);
	return new WebAssembly.Module(bytes);
}
function instantiate(module) {
	const { exports } = new WebAssembly.Instance(module);
	liveGuests++;
	return new Instance(exports);
}
function call(guest, name, ...args) {
	const run = entry(guest, name);
	try {
		return {
			kind: "returned",
			value: run(...args)
		};
	} catch (thrown) {
		return trapped(thrown);
	}
}
function entry(guest, name) {
	const found = exportsOf(guest)[name];
	if (typeof found !== "function") throw new Error(`the guest exports no function called "${name}"`);
	return found;
}
function dispose(guest) {
	if (!(guest instanceof Instance)) throw new Error("this is no guest of this host");
	if (guest.exports === null) return;
	guest.exports = null;
	liveGuests--;
}
function live() {
	return liveGuests;
}
async function openSandbox(setup) {
	return (await import("./sandbox.js")).openSandbox(setup);
}
async function openKernel(setup) {
	return (await import("./kernel.js")).openKernel(setup);
}
function exportsOf(guest) {
	if (!(guest instanceof Instance)) throw new Error("this is no guest of this host");
	if (guest.exports === null) throw new Error("the guest has been disposed");
	return guest.exports;
}
function trapped(thrown) {
	const category = trapCategoryOf(thrown);
	if (category === null) throw thrown;
	return {
		kind: "trapped",
		category,
		message: thrown instanceof Error ? thrown.message : String(thrown)
	};
}
const magic = 6386541;
const coreVersion = 16777216;
const componentVersion = 218104064;
function refuseOtherFormats(bytes) {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (bytes.length < 8 || view.getUint32(0) !== magic) throw new Error(`this is no WebAssembly module: its ${bytes.length} bytes do not start with "\\0asm" and a version`);
	const version = view.getUint32(4);
	if (version === coreVersion) return;
	if (version === componentVersion) throw new Error("this is a WebAssembly component; only core modules can be run");
	throw new Error(`this WebAssembly module has the unknown version 0x${version.toString(16).padStart(8, "0")}`);
}
// src/measure/bench/determinism.ts
const startMs = 17672256e5;
const stepMs = 1;
function makeDeterministic(seed) {
	const random = seededRandom(seed);
	const fill = (view) => {
		const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
		for (let i = 0; i < bytes.length; i++) bytes[i] = Math.floor(random() * 256);
		return view;
	};
	Math.random = random;
	globalThis.crypto.getRandomValues = (view) => view === null ? view : fill(view);
	Object.assign(crypto, {
		randomFillSync: (target, offset = 0, size) => {
			const view = ArrayBuffer.isView(target) ? target : new Uint8Array(target);
			fill(new Uint8Array(view.buffer, view.byteOffset + offset, size ?? view.byteLength - offset));
			return target;
		},
		randomBytes: (size) => fill(Buffer.alloc(size))
	});
	syncBuiltinESMExports();
	stopClocks();
}
function stopClocks() {
	let elapsedMs = 0;
	const elapse = () => {
		elapsedMs += stepMs;
		return elapsedMs;
	};
	const RealDate = Date;
	globalThis.Date = new Proxy(RealDate, {
		construct: (target, values, newTarget) => Reflect.construct(target, values.length === 0 ? [startMs + elapse()] : values, newTarget),
		apply: () => new RealDate(startMs + elapse()).toString(),
		get: (target, property, receiver) => property === "now" ? () => startMs + elapse() : Reflect.get(target, property, receiver)
	});
	performance.now = elapse;
	const hrtime = (earlier = [0, 0]) => {
		const ms = elapse() - earlier[0] * 1e3 - earlier[1] / 1e6;
		return [Math.floor(ms / 1e3), Math.round(ms % 1e3 * 1e6)];
	};
	process.hrtime = Object.assign(hrtime, { bigint: () => BigInt(elapse()) * 1000000n });
}
// src/measure/fuel.ts
async function operationFuel(each, bundle, { profile }) {
	const metering = meterThread({ profile });
	countThreads({ profile });
	const readAll = async () => {
		const threads = await readThreads();
		return threads === null ? null : sumOf([metering.read(), ...threads]);
	};
	try {
		const operation = await prepareOperation(each, bundle);
		const before = await readAll();
		await operation.run();
		const after = await readAll();
		if (before === null || after === null) return nothingExact;
		const { fuel, functions } = differenceOf(before, after);
		return {
			fuel: after.instances === 0 ? null : fuel / operation.count,
			functions: functions.map((burnt) => ({
				...burnt,
				fuel: burnt.fuel / operation.count
			})),
			memoryBytes: operation.memoryBytes() ?? (each.ownedBy === "project" && after.memoryBytes > 0 ? after.memoryBytes : null)
		};
	} finally {
		stopCountingThreads();
		metering.end();
	}
}
const nothingExact = {
	fuel: null,
	functions: [],
	memoryBytes: null
};
async function prepareOperation(each, bundle) {
	switch (each.kind) {
		case "benchmark": {
			const task = await each.prepare(subjectOf(bundle, host_exports));
			const run = async (times) => {
				task.before?.(times);
				await task.run(times);
			};
			const { warmUp, operations } = each.fuel || {
				warmUp: 0,
				operations: 1
			};
			if (warmUp > 0) await run(warmUp);
			return {
				count: operations,
				run: () => run(operations),
				memoryBytes: () => task.memoryBytes?.() ?? null
			};
		}
		case "cold": return {
			count: 1,
			run: () => each.start(async () => host_exports, bundle.bytes),
			memoryBytes: () => null
		};
		case "load":
		case "scenario": throw new Error(`${each.id} repeats its operations for a time and not for a number, so it has no fuel`);
	}
}
function differenceOf(before, after) {
	const functions = /* @__PURE__ */ new Map();
	for (const [name, burnt] of after.functions) {
		const key = name.slice(0, 256);
		functions.set(key, (functions.get(key) ?? 0) + burnt - (before.functions.get(name) ?? 0));
	}
	const dearestFirst = [...functions].map(([name, burnt]) => ({
		function: name,
		fuel: burnt
	})).filter((each) => each.fuel > 0).sort((one, other) => other.fuel - one.fuel);
	return {
		fuel: after.fuel - before.fuel,
		functions: dearestFirst.slice(0, mostFunctions)
	};
}
// src/measure/inspect.ts
const pageBytes = 65536;
function inspectModules(bundle, arm, say) {
	for (const guest of Object.keys(bundle.manifest.guests)) {
		const id = `modules/${guest}`;
		const bytes = bundle.original(guest);
		const { memories, exportNames } = readLayout(bytes);
		const pages = memories.reduce((sum, { limits }) => sum + Number(limits.minimum), 0);
		say({
			kind: "samples",
			case: id,
			metric: "size",
			arm,
			samples: [bytes.length]
		});
		say({
			kind: "samples",
			case: id,
			metric: "memory",
			arm,
			samples: [pages * pageBytes]
		});
		say({
			kind: "samples",
			case: id,
			metric: "exports",
			arm,
			samples: [exportNames.size]
		});
	}
}
// src/measure/load.ts
var import_dist = /* @__PURE__ */ __toESM(require_dist(), 1);
const warmUpMs = 60;
const windowSchema = strictObject({
	operations: int().nonnegative(),
	elapsedMs: number().positive(),
	latencies: string()
});
async function applyLoad(load, arm, specification, say) {
	say({
		kind: "started",
		case: load.id
	});
	const threads = Array.from({ length: specification.threads }, () => startThread(load.id, specification.folder));
	try {
		await Promise.all(threads.map((thread) => nextMessage(thread, literal("ready"))));
		await loadWindow(threads, warmUpMs);
		const windows = [];
		for (let i = 0; i < specification.windows; i++) windows.push(await loadWindow(threads, specification.windowMs));
		const throughputs = windows.map((window) => sum(window.map((w) => w.operations * 1e3 / w.elapsedMs)));
		say({
			kind: "samples",
			case: load.id,
			metric: "throughput",
			arm,
			samples: throughputs
		});
		const latencies = latencyFigures(mergeLatencies(windows.flat()));
		for (const metric of latencyMetrics) say({
			kind: "samples",
			case: load.id,
			metric,
			arm,
			samples: latencies[metric]
		});
	} finally {
		await Promise.all(threads.map((thread) => thread.terminate()));
	}
}
function startThread(caseId, folder) {
	return new Worker(programEntry("load-thread"), { workerData: {
		caseId,
		folder
	} });
}
async function loadWindow(threads, windowMs) {
	const windows = threads.map((thread) => nextMessage(thread, windowSchema));
	for (const thread of threads) thread.postMessage(windowMs);
	return Promise.all(windows);
}
async function nextMessage(thread, schema) {
	const [message] = await once(thread, "message");
	return schema.parse(message);
}
function mergeLatencies(windows) {
	const merged = newHistogram();
	for (const { latencies } of windows) merged.add(import_dist.decodeFromCompressedBase64(latencies));
	return merged;
}
function sum(values) {
	return values.reduce((total, value) => total + value, 0);
}
// src/measure/pauses.ts
function watchPauses() {
	let longestMs = 0;
	const note = (entries) => {
		for (const entry of entries) if (!isForced(entry)) longestMs = Math.max(longestMs, entry.duration);
	};
	const observer = new PerformanceObserver((list) => note(list.getEntries()));
	observer.observe({ entryTypes: ["gc"] });
	return { longestMs() {
		note(observer.takeRecords());
		return longestMs;
	} };
}
function isForced(entry) {
	const { detail } = entry;
	return (detail.flags & constants.NODE_PERFORMANCE_GC_FLAGS_FORCED) !== 0;
}
// src/measure/project-cases.ts
async function readProjectCases(folders) {
	const projects = await Promise.all(folders.map(async (folder) => {
		const text = await readFile(join(folder, "manifest.json"), "utf8");
		return manifestSchema.parse(JSON.parse(text)).project;
	}));
	return casesOfProjects(projects, (bundle, path) => {
		return new Uint8Array(readFileSync(join(folders[bundle] ?? "", "bundle", path)));
	});
}
// src/measure/sample.ts
async function sampleCase(benchmark, loadSubjects, sampling, random, say) {
	say({
		kind: "started",
		case: benchmark.id
	});
	globalThis.gc?.();
	const samples = /* @__PURE__ */ new Map();
	const failed = /* @__PURE__ */ new Set();
	const attempt = async (arm, step) => {
		try {
			if (!failed.has(arm)) await step();
		} catch (thrown) {
			failed.add(arm);
			say({
				kind: "failed",
				case: benchmark.id,
				arm,
				message: storyOf(thrown)
			});
		}
	};
	for (let placement = 0; placement < sampling.placements; placement++) {
		const tasks = /* @__PURE__ */ new Map();
		for (const [arm, subject] of shuffled([...loadSubjects()], random)) await attempt(arm, async () => void tasks.set(arm, await benchmark.prepare(subject)));
		for (let turn = -sampling.warmUpTurns; turn < sampling.turns; turn++) for (const [arm, task] of shuffled([...tasks], random)) await attempt(arm, async () => {
			const taken = await timeSamples(task, sampling.repeat, sampling.turn);
			if (turn >= 0) samples.set(arm, [...samples.get(arm) ?? [], ...taken]);
		});
	}
	for (const [arm, taken] of samples) if (!failed.has(arm)) say({
		kind: "samples",
		case: benchmark.id,
		metric: "time",
		arm,
		samples: taken
	});
}
// src/measure/serve.ts
const say = (report) => {
	process.send?.(report);
};
function serveOneJob(cases) {
	const known = new Map([...controls, ...cases].map((each) => [each.id, each]));
	process.once("message", async (message) => {
		const pauses = watchPauses();
		await perform(jobSchema.parse(message), known);
		const { user, system } = process.cpuUsage();
		const usage = {
			cpuMicroseconds: user + system,
			longestPauseMs: pauses.longestMs()
		};
		process.send?.({
			kind: "done",
			...usage
		}, () => process.disconnect());
	});
}
async function perform(job, known) {
	const own = await readProjectCases(job.definitions);
	const catalog = new Map([...known, ...own.map((each) => [each.id, each])]);
	switch (job.kind) {
		case "calibrate": return calibrate(job, catalog);
		case "sample": return sample(job, catalog);
		case "cold": return startCold(job, catalog);
		case "load": return load(job, catalog);
		case "inspect": return inspectModules(await loadBundle(job.subject.folder), job.subject.arm, say);
		case "fuel": return countFuel(job, catalog);
		case "discover": return discover(job);
	}
}
async function calibrate({ subjects, host, cases }, catalog) {
	const loadSubjects = await openSubjects(subjects, host);
	for (const id of cases) {
		say({
			kind: "started",
			case: id
		});
		await attempt(id, "head", async () => {
			const tasks = [];
			const startMs = performance.now();
			for (const subject of loadSubjects().values()) tasks.push(await benchmarkOf(id, catalog).prepare(subject));
			const prepareNs = (performance.now() - startMs) * 1e6 / tasks.length;
			const benchmark = benchmarkOf(id, catalog);
			const [spare] = loadSubjects().values();
			if (spare === void 0) return;
			const reference = benchmark.ownedBy === "project" ? prepareControl() : await benchmark.prepare(spare);
			const cost = await operationCost(tasks, reference);
			say({
				kind: "calibrated",
				case: id,
				prepareNs,
				...cost
			});
		});
	}
}
async function sample({ subjects, host, cases, seed }, catalog) {
	const random = seededRandom(seed);
	const loadSubjects = await openSubjects(subjects, host);
	for (const sampling of shuffled(cases, random)) await sampleCase(benchmarkOf(sampling.id, catalog), loadSubjects, sampling, random, say);
}
async function openSubjects(folders, hostOf) {
	const opened = [];
	for (const { arm, folder } of folders) {
		const bundle = await loadBundle(folder);
		opened.push({
			arm,
			bundle,
			host: hostOf === "bundle" ? await bundle.loadHost() : host_exports
		});
	}
	return () => new Map(opened.map(({ arm, bundle, host }) => [arm, subjectOf(bundle, host)]));
}
async function discover({ subject: { folder }, files }) {
	const bundle = await loadBundle(folder);
	for (const file of files) {
		say({
			kind: "started",
			case: file
		});
		await attempt(file, "head", async () => {
			const { tasks, replaced } = await bundle.benchFile(file);
			say({
				kind: "discovered",
				file,
				tasks: tasks.map(({ name }) => name),
				replaced: replaced.slice(0, 100)
			});
		});
	}
}
async function startCold({ subject: { arm, folder }, case: id }, catalog) {
	const cold = caseOf(id, catalog);
	if (cold.kind !== "cold") throw new Error(`${id} is no cold start`);
	const bundle = await loadBundle(folder);
	say({
		kind: "started",
		case: id
	});
	await attempt(id, arm, async () => {
		const samples = await timeOnce(() => cold.start(bundle.loadHost, bundle.bytes));
		say({
			kind: "samples",
			case: id,
			metric: "time",
			arm,
			samples
		});
	});
}
async function load(job, catalog) {
	const { subject, case: id, ...shape } = job;
	const { arm, folder } = subject;
	const each = caseOf(id, catalog);
	switch (each.kind) {
		case "load": return attempt(id, arm, () => applyLoad(each, arm, {
			folder,
			...shape
		}, say));
		case "scenario": return attempt(id, arm, () => play(each, job));
		default: throw new Error(`${id} loads nothing`);
	}
}
async function play(scenario, { subject: { arm, folder }, scratch, threads }) {
	const { id, metrics } = scenario;
	if (scratch === null) throw new Error("a scenario has a folder to write to");
	const bundle = await loadBundle(folder);
	const host = await bundle.loadHost();
	say({
		kind: "started",
		case: id
	});
	const figures = await scenario.play({
		host,
		bytes: bundle.bytes,
		tools: bundle.tools,
		scratch,
		threads
	});
	for (const metric of metrics) {
		const samples = figures[metric];
		if (!samples) throw new Error(`${id} did not measure its ${metric}`);
		say({
			kind: "samples",
			case: id,
			metric,
			arm,
			samples: [...samples]
		});
	}
}
async function countFuel({ subject: { arm, folder }, cases, profile, times }, catalog) {
	const bundle = await loadBundle(folder);
	if (cases.some((id) => caseOf(id, catalog).ownedBy === "project")) makeDeterministic(1);
	for (const id of cases) {
		say({
			kind: "started",
			case: id
		});
		await attempt(id, arm, async () => {
			const each = caseOf(id, catalog);
			const counted = [];
			for (let i = 0; i < times; i++) counted.push(await countedFuel(each, bundle, profile));
			const figures = {
				fuel: counted.map(({ fuel }) => fuel),
				memory: counted.map(({ memoryBytes }) => memoryBytes)
			};
			if (profile) return say({
				kind: "profile",
				case: id,
				arm,
				functions: counted[0]?.functions ?? []
			});
			for (const metric of ["fuel", "memory"]) {
				const samples = figures[metric].filter((figure) => figure !== null);
				if (samples.length > 0) say({
					kind: "samples",
					case: id,
					metric,
					arm,
					samples
				});
			}
		});
	}
}
async function countedFuel(each, bundle, profile) {
	try {
		return await operationFuel(each, bundle, { profile });
	} catch (thrown) {
		await (await prepareOperation(each, bundle)).run();
		throw new Error(`fails only while its fuel is counted: ${messageOf(thrown)}`, { cause: thrown });
	}
}
function caseOf(id, catalog) {
	const found = catalog.get(id);
	if (!found) throw new Error(`there is no case ${id}`);
	return found;
}
function benchmarkOf(id, catalog) {
	const found = caseOf(id, catalog);
	if (found.kind !== "benchmark") throw new Error(`${id} is no benchmark`);
	return found;
}
async function attempt(id, arm, step) {
	try {
		await step();
	} catch (thrown) {
		say({
			kind: "failed",
			case: id,
			arm,
			message: storyOf(thrown)
		});
	}
}
// src/measure/measurer.ts
serveOneJob(catalog);
export {};
