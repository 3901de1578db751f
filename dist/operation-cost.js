import { _ as strictObject, d as literal, l as discriminatedUnion, o as array, p as number, r as _enum, s as boolean, u as int, v as string } from "./schemas.js";
import { S as pathInProject, c as nextDistinct, l as expectAnswer, s as makeDistinct } from "./catalog.js";
import { i as wasiSetup, n as WasiExit, r as WasiPort, t as Wasi } from "./wasi.js";
import { c as ae } from "./dist.js";
import { randomBytes } from "node:crypto";
// src/model/metric.ts
const metrics = {
	time: {
		unit: "ns",
		direction: "lower",
		kind: "timed",
		gates: true
	},
	throughput: {
		unit: "ops/s",
		direction: "higher",
		kind: "timed",
		gates: true
	},
	p50: {
		unit: "ns",
		direction: "lower",
		kind: "timed",
		gates: true
	},
	p90: {
		unit: "ns",
		direction: "lower",
		kind: "timed",
		gates: false
	},
	p95: {
		unit: "ns",
		direction: "lower",
		kind: "timed",
		gates: false
	},
	p99: {
		unit: "ns",
		direction: "lower",
		kind: "timed",
		gates: false
	},
	"p99.9": {
		unit: "ns",
		direction: "lower",
		kind: "timed",
		gates: false
	},
	max: {
		unit: "ns",
		direction: "lower",
		kind: "timed",
		gates: false
	},
	heap: {
		unit: "bytes",
		direction: "lower",
		kind: "timed",
		gates: false,
		floor: .02
	},
	growth: {
		unit: "bytes",
		direction: "lower",
		kind: "timed",
		gates: false
	},
	parse: {
		unit: "ns",
		direction: "lower",
		kind: "timed",
		gates: false
	},
	validate: {
		unit: "ns",
		direction: "lower",
		kind: "timed",
		gates: false
	},
	dispatch: {
		unit: "ns",
		direction: "lower",
		kind: "timed",
		gates: false
	},
	guest: {
		unit: "ns",
		direction: "lower",
		kind: "timed",
		gates: false
	},
	reply: {
		unit: "ns",
		direction: "lower",
		kind: "timed",
		gates: false
	},
	payload: {
		unit: "bytes",
		direction: "higher",
		kind: "timed",
		gates: false
	},
	fuel: {
		unit: "units",
		direction: "lower",
		kind: "exact",
		gates: true
	},
	size: {
		unit: "bytes",
		direction: "lower",
		kind: "exact",
		gates: false
	},
	memory: {
		unit: "bytes",
		direction: "lower",
		kind: "exact",
		gates: false
	},
	exports: {
		unit: "count",
		direction: "lower",
		kind: "exact",
		gates: false
	}
};
function isMetric(name) {
	return Object.hasOwn(metrics, name);
}
const metricNames = Object.keys(metrics);
// src/model/measurement.ts
const arms = [
	"base",
	"head",
	"control"
];
const measurementSchema = strictObject({
	case: string(),
	metric: _enum(metricNames),
	arm: _enum(arms),
	round: int().nonnegative(),
	samples: array(number()).min(1)
});
const failureSchema = strictObject({
	case: string(),
	arm: _enum(arms),
	round: int().nonnegative(),
	message: string()
});
const mostFunctions = 1e4;
const fuelProfileSchema = strictObject({
	case: string(),
	arm: _enum(arms),
	functions: array(strictObject({
		function: string().max(256),
		fuel: number()
	})).max(mostFunctions)
});
const profileChangeSchema = strictObject({
	case: string(),
	functions: array(strictObject({
		function: string(),
		base: number(),
		head: number()
	})),
	more: int().nonnegative()
});
// src/measure/job.ts
const operationCostSchema = strictObject({
	timedNs: number().positive(),
	wallNs: number().positive(),
	prepareNs: number().nonnegative(),
	settling: strictObject({
		operations: int().nonnegative(),
		wallNs: number().nonnegative(),
		settled: boolean()
	})
});
const samplingSchema = strictObject({
	id: string(),
	repeat: int().positive(),
	turn: int().positive(),
	turns: int().positive(),
	warmUpTurns: int().nonnegative(),
	placements: int().positive()
});
const armSchema = strictObject({
	arm: _enum(arms),
	folder: string()
});
const ofAll = {
	seed: int(),
	definitions: array(string()),
	scratch: string().nullable()
};
const jobSchema = discriminatedUnion("kind", [
	strictObject({
		kind: literal("calibrate"),
		subjects: array(armSchema).min(1),
		host: _enum(["bundle", "fuelgauge"]),
		cases: array(string()),
		...ofAll
	}),
	strictObject({
		kind: literal("sample"),
		subjects: array(armSchema).min(1),
		host: _enum(["bundle", "fuelgauge"]),
		cases: array(samplingSchema),
		...ofAll
	}),
	strictObject({
		kind: literal("cold"),
		subject: armSchema,
		case: string(),
		...ofAll
	}),
	strictObject({
		kind: literal("load"),
		subject: armSchema,
		case: string(),
		threads: int().positive(),
		windows: int().positive(),
		windowMs: number(),
		network: boolean(),
		...ofAll
	}),
	strictObject({
		kind: literal("inspect"),
		subject: armSchema,
		...ofAll
	}),
	strictObject({
		kind: literal("fuel"),
		subject: armSchema,
		cases: array(string()),
		profile: boolean(),
		times: int().positive(),
		...ofAll
	}),
	strictObject({
		kind: literal("discover"),
		subject: armSchema,
		files: array(string()),
		...ofAll
	})
]);
const reportSchema = discriminatedUnion("kind", [
	strictObject({
		kind: literal("started"),
		case: string()
	}),
	strictObject({ kind: literal("threads") }),
	strictObject({
		kind: literal("calibrated"),
		case: string(),
		...operationCostSchema.shape
	}),
	strictObject({
		kind: literal("samples"),
		case: string(),
		metric: _enum(metricNames),
		arm: _enum(arms),
		samples: array(number()).min(1).max(1e6)
	}),
	strictObject({
		kind: literal("discovered"),
		file: string(),
		tasks: array(string().max(1e3)).max(1e4),
		replaced: array(string().max(1e3)).max(100)
	}),
	strictObject({
		kind: literal("profile"),
		...fuelProfileSchema.shape
	}),
	strictObject({
		kind: literal("failed"),
		case: string(),
		arm: _enum(arms),
		message: string().max(65536)
	}),
	strictObject({
		kind: literal("done"),
		cpuMicroseconds: number().nonnegative(),
		longestPauseMs: number().nonnegative()
	})
]);
// src/suites/project/imports.ts
const provided = { env: {
	abort() {
		throw new Error("the module called abort");
	},
	seed: () => 625341585,
	trace() {}
} };
const benchImports = ["start", "end"];
function demandsOf(module) {
	const imports = WebAssembly.Module.imports(module);
	const functions = WebAssembly.Module.exports(module).filter(({ kind }) => kind === "function").map(({ name }) => name);
	return {
		missing: imports.filter((each) => !isProvided(each)).map((each) => `${each.module}.${each.name}`),
		isSightglass: imports.some((each) => each.module === "bench" && benchImports.includes(each.name)),
		isCommand: functions.includes("_start"),
		functions
	};
}
function isProvided({ module, name, kind }) {
	if (kind !== "function") return false;
	if (module === "bench") return benchImports.includes(name);
	return module === "wasi_snapshot_preview1" || provided[module]?.[name] !== void 0;
}
function link(module, wasi, stopwatch = null) {
	const port = new WasiPort(wasi);
	const imports = {
		...provided,
		...port.imports
	};
	if (stopwatch !== null) imports.bench = {
		start: stopwatch.start,
		end: stopwatch.end
	};
	const { exports } = new WebAssembly.Instance(module, imports);
	if (exports.memory instanceof WebAssembly.Memory) port.bind(exports.memory);
	return {
		exports,
		port
	};
}
function memoryBytesOf(exports) {
	const memories = Object.values(exports).filter((value) => value instanceof WebAssembly.Memory);
	return [...new Set(memories)].reduce((bytes, { buffer }) => bytes + buffer.byteLength, 0);
}
// src/suites/project/case.ts
const loadingFloor = .1;
const countedCalls = {
	warmUp: 3,
	operations: 8
};
function projectCase(definition, input) {
	const { id } = definition;
	if (definition.kind === "bench") {
		const { file, task: index } = definition;
		return {
			kind: "benchmark",
			isolation: "slot",
			host: "fuelgauge",
			ownedBy: "project",
			id,
			why: `A task of ${pathInProject(file)}.`,
			guests: [],
			fuel: countedCalls,
			async prepare(subject) {
				const task = (await subject.tasks(file))[index];
				if (task === void 0) throw new Error(`${pathInProject(file)} has no task ${index + 1} any more`);
				return task.prepare();
			}
		};
	}
	const { module } = definition;
	const ofModule = {
		kind: "benchmark",
		isolation: "turns",
		host: "fuelgauge",
		id,
		guests: [module]
	};
	switch (definition.kind) {
		case "compile": return {
			...ofModule,
			why: `Compiles ${module}, with other bytes each time, so that no cache helps.`,
			floor: loadingFloor,
			fuel: false,
			prepare: (subject) => compiling(subject, module)
		};
		case "instantiate": return {
			...ofModule,
			why: `Makes an instance of ${module}, which is compiled already.`,
			floor: loadingFloor,
			prepare: (subject) => instantiating(subject, module)
		};
		case "call": return {
			...ofModule,
			why: `Calls ${callText(definition)} of ${module}.`,
			prepare: (subject) => calling(subject, definition, input)
		};
		case "command": return {
			...ofModule,
			why: `Runs ${[module, ...definition.arguments.slice(1)].join(" ")}${definition.marked ? ", and times what it says is to be timed" : " from start to exit"}.`,
			prepare: (subject) => commanding(subject, definition, input)
		};
	}
}
function casesOfProjects(projects, input) {
	const cases = /* @__PURE__ */ new Map();
	for (const [bundle, project] of projects.entries()) for (const definition of project?.cases ?? []) if (!cases.has(definition.id)) cases.set(definition.id, projectCase(definition, (path) => input(bundle, path)));
	return [...cases.values()];
}
function callText({ function: name, arguments: values }) {
	return `${name}(${values.map((value) => String(value).replace(/n$/, "")).join(", ")})`;
}
const plain = wasiSetup();
function compiling(subject, module) {
	const bytes = makeDistinct(subject.bytes(module), crypto.getRandomValues(/* @__PURE__ */ new Uint8Array(16)));
	const compile = () => new WebAssembly.Module(nextDistinct(bytes));
	compile();
	return { run(times) {
		for (let i = 0; i < times; i++) compile();
	} };
}
function instantiating(subject, name) {
	const module = subject.module(name);
	const instantiate = () => link(module, new Wasi(plain), idle);
	const { exports } = instantiate();
	return {
		run(times) {
			for (let i = 0; i < times; i++) instantiate();
		},
		memoryBytes: () => memoryBytesOf(exports)
	};
}
function calling(subject, definition, input) {
	const wasi = new Wasi(wasiSetup(sandboxOptions(definition, input)));
	const { exports } = link(subject.module(definition.module), wasi, idle);
	initialize(exports);
	const found = exports[definition.function];
	if (typeof found !== "function") throw new Error(`the module exports no function ${definition.function}`);
	const call = bound(found, definition.arguments.map(operandOf));
	const returned = call();
	if (definition.returns !== null) expectAnswer(callText(definition), returned, operandOf(definition.returns));
	return {
		run(times) {
			for (let i = 0; i < times; i++) call();
		},
		memoryBytes: () => memoryBytesOf(exports)
	};
}
function bound(call, values) {
	const [a, b, c] = values;
	switch (values.length) {
		case 0: return () => call();
		case 1: return () => call(a);
		case 2: return () => call(a, b);
		case 3: return () => call(a, b, c);
		default: return () => call(...values);
	}
}
function operandOf(value) {
	return typeof value === "number" ? value : BigInt(value.slice(0, -1));
}
function initialize(exports) {
	if (typeof exports._initialize === "function") exports._initialize();
}
function commanding(subject, definition, input) {
	const module = subject.module(definition.module);
	const setup = wasiSetup(wasiOptions(definition, input));
	const expected = definition.stdout === null ? null : input(definition.stdout);
	const stopwatch = definition.marked ? newStopwatch() : null;
	const run = () => {
		const wasi = new Wasi(setup);
		const linked = link(module, wasi, stopwatch ?? idle);
		const exitStatus = start(linked);
		if (exitStatus !== definition.exitStatus) {
			const said = new TextDecoder().decode(wasi.stderr).trim().slice(-500);
			const ended = `the program ended with exit status ${exitStatus}, expected ${definition.exitStatus}`;
			throw new Error([
				ended,
				said,
				missedGrants(module, definition)
			].filter(Boolean).join(": "));
		}
		if (expected !== null && Buffer.compare(wasi.stdout, expected) !== 0) throw new Error(`wrong answer: ${difference(wasi.stdout, expected)}`);
		return linked;
	};
	let { exports } = run();
	if (stopwatch !== null && !(stopwatch.take() > 0)) throw new Error("the program did not call bench.start and then bench.end");
	return {
		run(times) {
			for (let i = 0; i < times; i++) exports = run().exports;
			return stopwatch?.take();
		},
		memoryBytes: () => memoryBytesOf(exports)
	};
}
function wasiOptions(definition, input) {
	const { arguments: args, stdin } = definition;
	return {
		args,
		outputLimit: 64 * mebibyte,
		...stdin !== null && { stdin: input(stdin) },
		...sandboxOptions(definition, input)
	};
}
const mebibyte = 1048576;
function sandboxOptions({ environment, files, clock }, input) {
	return {
		env: environment,
		clock,
		fileLimit: 1024 * mebibyte,
		...Object.keys(files).length > 0 && { files: Object.fromEntries(Object.entries(files).map(([path, file]) => [path, input(file)])) }
	};
}
function missedGrants(module, { files, environment }) {
	const imports = new Set(WebAssembly.Module.imports(module).map(({ name }) => name));
	const missed = [...imports.has("path_open") && Object.keys(files).length === 0 ? ["files"] : [], ...imports.has("environ_get") && Object.keys(environment).length === 0 ? ["environment"] : []];
	if (missed.length === 0) return "";
	const named = missed.map((name) => `\`${name}\``).join(" and ");
	return `it was granted no ${missed.join(" and no ")}; ${named} of its run would grant it some`;
}
function start({ exports }) {
	try {
		exports._start();
		return 0;
	} catch (thrown) {
		if (thrown instanceof WasiExit) return thrown.code;
		throw thrown;
	}
}
function difference(actual, expected) {
	const at = actual.findIndex((byte, index) => byte !== expected[index]);
	const place = at === -1 ? Math.min(actual.length, expected.length) : at;
	return `standard output has ${actual.length} bytes and differs from the ${expected.length} expected ones from byte ${place} on`;
}
const idle = {
	start() {},
	end() {}
};
function newStopwatch() {
	let startedMs = NaN;
	let timedMs = 0;
	return {
		start() {
			startedMs = performance.now();
		},
		end() {
			timedMs += performance.now() - startedMs;
			startedMs = NaN;
		},
		take() {
			const taken = timedMs;
			timedMs = 0;
			return taken;
		}
	};
}
// src/wasm/control-module.ts
const controlModule = Uint8Array.from(Buffer.from([
	"0061736d01000000",
	"01060160017f017f",
	"03020100",
	"0503010001",
	"070701036d69780000",
	"0a3e013c01027f",
	"03402001418dcce5006c41dfe6bbe3036a2101",
	"200141107641fcff03712102",
	"20022002280200200173360200",
	"200041016b22000d000b20010b"
].join(""), "hex"));
// src/suites/control.ts
const steps = 200;
const lastOfSteps = -938806424;
function prepareControl() {
	const module = new WebAssembly.Module(makeDistinct(controlModule, randomBytes(16)));
	const mix = new WebAssembly.Instance(module).exports.mix;
	expectAnswer(`mix(${steps})`, mix(steps), lastOfSteps);
	return { run(times) {
		for (let i = 0; i < times; i++) mix(steps);
	} };
}
const controls = [{
	kind: "benchmark",
	isolation: "turns",
	id: "control/turns",
	why: "The same program in all arms, taking turns in one process: nothing that is compared can move it.",
	guests: [],
	host: "fuelgauge",
	gates: false,
	fuel: false,
	prepare: prepareControl
}, {
	kind: "benchmark",
	isolation: "process",
	id: "control/processes",
	why: "The same program in all arms, each in a process of its own: nothing that is compared can move it.",
	guests: [],
	host: "fuelgauge",
	gates: false,
	fuel: false,
	floor: .05,
	prepare: prepareControl
}];
function controlsOf(cases) {
	return controls.filter(({ isolation }) => cases.some((each) => each.isolation === "turns" === (isolation === "turns")));
}
// src/measure/random.ts
function seededRandom(seed) {
	let state = seed >>> 0;
	return () => {
		state = state + 1831565813 >>> 0;
		let t = Math.imul(state ^ state >>> 15, state | 1);
		t ^= t + Math.imul(t ^ t >>> 7, t | 61);
		return ((t ^ t >>> 14) >>> 0) / 2 ** 32;
	};
}
function shuffled(items, random) {
	return items.map((item) => ({
		item,
		key: random()
	})).sort((a, b) => a.key - b.key).map(({ item }) => item);
}
// src/measure/timer.ts
const nsPerMs = 1e6;
const digits = 6;
function timeSamples(task, repeat, count) {
	const bench = new ae({
		iterations: count,
		time: 0,
		warmup: false,
		retainSamples: true,
		throws: true
	});
	const beforeEach = () => task.before?.(repeat);
	if (!task.waits) {
		bench.add("task", () => ownTime(task.run(repeat)), {
			async: false,
			beforeEach
		});
		bench.runSync();
		return nanoseconds(bench, repeat);
	}
	bench.add("task", async () => ownTime(await task.run(repeat)), {
		async: true,
		beforeEach
	});
	return bench.run().then(() => nanoseconds(bench, repeat));
}
function ownTime(milliseconds) {
	return typeof milliseconds === "number" ? { overriddenDuration: milliseconds } : void 0;
}
async function timeOnce(start) {
	const bench = new ae({
		iterations: 1,
		time: 0,
		warmup: false,
		retainSamples: true,
		throws: true
	});
	bench.add("start", start, { async: true });
	await bench.run();
	return nanoseconds(bench, 1);
}
function nanoseconds(bench, repeat) {
	const result = bench.tasks[0]?.result;
	if (result?.state !== "completed" || !result.latency.samples) throw new Error(`timing ended as ${result?.state}`);
	return result.latency.samples.map((ms) => Number((ms * nsPerMs / repeat).toPrecision(digits)));
}
// src/measure/operation-cost.ts
const sampleNs = 5e5;
const observations = 4;
async function operationCost(tasks, reference) {
	const referenceRepeat = await season(reference);
	const settling = await settle(async (repeat) => {
		const settled = await observe(reference, referenceRepeat);
		const block = await observeAll(tasks, repeat);
		const timedNs = Math.min(...block.map((cost) => cost.timedNs));
		return {
			timedNs,
			relative: timedNs / Math.max(settled.timedNs, .01),
			wallNs: middle(block.map((cost) => cost.wallNs))
		};
	});
	for (let repeat = 1;; repeat *= 4) {
		const costs = [];
		for (let i = 0; i < observations; i++) costs.push(...await observeAll(tasks, repeat));
		const timedNs = Math.min(...costs.map((cost) => cost.timedNs));
		const wallNs = middle(costs.map((cost) => cost.wallNs));
		if (timedNs * repeat >= 125e3 || wallNs * repeat >= 5e5 || repeat >= 2 ** 20) return {
			timedNs: Math.max(timedNs, .01),
			wallNs: Math.max(wallNs, timedNs),
			settling
		};
	}
}
const seasonedAfterNs = 128e6;
async function season(task) {
	let repeat = 1;
	for (let wallNs = 0; wallNs < seasonedAfterNs;) {
		const observed = await observe(task, repeat);
		wallNs += repeat * observed.wallNs;
		repeat = nextRepeat(repeat, observed);
	}
	return repeat;
}
const blockNs = 25e4;
const windowEndsNs = [
	1,
	2,
	4,
	8,
	16,
	32,
	64,
	128,
	256
].map((ms) => ms * 1e6);
const leastWatchedNs = 16e6;
async function settle(observe) {
	let operations = 0;
	let wallNs = 0;
	let repeat = 1;
	let settled = {
		operations,
		wallNs,
		relative: Number.POSITIVE_INFINITY,
		windowsSince: 0
	};
	for (const endNs of windowEndsNs) {
		const blocks = [];
		while (wallNs < endNs || blocks.length < 4) {
			const observed = await observe(repeat);
			blocks.push(observed.relative);
			operations += repeat;
			wallNs += repeat * observed.wallNs;
			repeat = nextRepeat(repeat, observed);
		}
		const relative = middle(blocks);
		settled = relative < settled.relative * .96 ? {
			operations,
			wallNs,
			relative,
			windowsSince: 0
		} : {
			...settled,
			windowsSince: settled.windowsSince + 1
		};
		if (settled.windowsSince >= 2 && wallNs >= leastWatchedNs) return {
			operations: settled.operations,
			wallNs: settled.wallNs,
			settled: true
		};
	}
	return {
		operations,
		wallNs,
		settled: false
	};
}
function nextRepeat(repeat, { timedNs }) {
	return Math.max(1, Math.min(2 * repeat, Math.floor(blockNs / Math.max(timedNs, .01))));
}
async function observe(task, repeat) {
	const startMs = performance.now();
	const [timedNs = 0] = await timeSamples(task, repeat, 1);
	return {
		timedNs,
		wallNs: (performance.now() - startMs) * 1e6 / repeat
	};
}
async function observeAll(tasks, repeat) {
	const observed = [];
	for (const task of tasks) observed.push(await observe(task, repeat));
	return observed;
}
function middle(values) {
	return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
export { failureSchema as _, seededRandom as a, metricNames as b, controlsOf as c, demandsOf as d, jobSchema as f, arms as g, profileChangeSchema as h, timeSamples as i, prepareControl as l, mostFunctions as m, sampleNs as n, shuffled as o, reportSchema as p, timeOnce as r, controls as s, operationCost as t, casesOfProjects as u, measurementSchema as v, metrics as x, isMetric as y };
