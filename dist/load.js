import { n as messageOf } from "./errors.js";
import { t as hookImports } from "./hooks.js";
import { t as refuseNetwork } from "./refusals.js";
import { t as adoptThreads } from "./threads2.js";
import { n as benches, r as tasksOf } from "./tinybench2.js";
import { g as collectFile, p as beginFile } from "./vitest2.js";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
// src/measure/bench/globals.ts
function sharedNow() {
	const shared = /* @__PURE__ */ new Map();
	for (const [name, value] of propertiesOf(globalThis)) {
		shared.set(name, value);
		if (!isHolder(value) || name === "globalThis" || name === "global") continue;
		for (const [inner, held] of propertiesOf(value)) {
			shared.set(`${name}.${inner}`, held);
			if (inner !== "prototype" || !isHolder(held)) continue;
			for (const [member, method] of propertiesOf(held)) shared.set(`${name}.prototype.${member}`, method);
		}
	}
	return shared;
}
function replacedSince(before) {
	const now = sharedNow();
	const replaced = [...before].filter(([name, value]) => !Object.is(now.get(name), value)).map(([name]) => name);
	const added = [...now.keys()].filter((name) => !before.has(name) && name.includes("."));
	return [...replaced, ...added].sort();
}
function isHolder(value) {
	return typeof value === "object" && value !== null || typeof value === "function";
}
function propertiesOf(holder) {
	return Object.entries(Object.getOwnPropertyDescriptors(holder)).map(([name, descriptor]) => [name, descriptor.get ?? descriptor.value]);
}
// src/measure/bench/task.ts
async function prepareTask(bench, { name, fn, options }) {
	const self = bench.getTask(name);
	if (self === void 0) throw new Error(`the bench has no task ${name} any more`);
	await bench.setup(self, "run");
	const { beforeAll, beforeEach, afterEach } = options;
	await beforeAll?.call(self, "run");
	await beforeEach?.call(self, "run");
	const first = Reflect.apply(fn, self, []);
	const waits = options.async ?? isPromise(first);
	const result = isPromise(first) ? await first : first;
	await afterEach?.call(self, "run");
	const call = () => Reflect.apply(fn, self, []);
	const isWhole = beforeEach === void 0 && afterEach === void 0 && ownDuration(result) === null;
	if (isWhole && !waits) return { run(times) {
		for (let i = 0; i < times; i++) call();
	} };
	if (isWhole) return {
		waits: true,
		async run(times) {
			for (let i = 0; i < times; i++) await call();
		}
	};
	return {
		waits: true,
		async run(times) {
			let milliseconds = 0;
			for (let i = 0; i < times; i++) {
				await beforeEach?.call(self, "run");
				const startMs = performance.now();
				const returned = waits ? await call() : call();
				const endMs = performance.now();
				milliseconds += ownDuration(returned) ?? endMs - startMs;
				await afterEach?.call(self, "run");
			}
			return milliseconds;
		}
	};
}
async function finishTask(bench, { name, options }) {
	const self = bench.getTask(name);
	if (self === void 0) return;
	await options.afterAll?.call(self, "run");
	await bench.teardown(self, "run");
}
function isPromise(value) {
	return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
function ownDuration(value) {
	if (typeof value !== "object" || value === null || !("overriddenDuration" in value)) return null;
	return typeof value.overriddenDuration === "number" ? value.overriddenDuration : null;
}
// src/measure/bench/load.ts
let hooked = false;
async function loadBenchFile(folder, file, project) {
	if (!hooked) {
		hookImports(folder, project);
		adoptThreads(folder, project);
		Object.assign(process.env, project.grants.environment);
		if (!project.grants.network) refuseNetwork();
		if (project.root !== null) process.chdir(join(folder, project.root));
		hooked = true;
	}
	const before = new Set(benches());
	const shared = sharedNow();
	beginFile();
	const exported = await import(pathToFileURL(join(folder, file)).href);
	const made = benches().filter((bench) => !before.has(bench));
	const shown = new Set(Object.values(exported));
	const chosen = made.some((bench) => shown.has(bench)) ? made.filter((bench) => shown.has(bench)) : made;
	const ofVitest = await collectFile();
	const tasks = [...chosen.flatMap((bench) => tasksOfBench(bench, chosen.length > 1)), ...ofVitest.flatMap(tasksOfVitest)];
	if (tasks.length === 0) throw new Error("it makes no tinybench Bench with a task in it, and no bench of vitest");
	return {
		tasks,
		replaced: replacedSince(shared)
	};
}
function tasksOfBench(bench, isOneOfMany) {
	const prefix = isOneOfMany && bench.name ? `${bench.name}/` : "";
	return tasksOf(bench).map((added) => ({
		name: `${prefix}${added.name}`,
		prepare: () => inTurn(() => prepareTask(bench, added), () => finishTask(bench, added))
	}));
}
function tasksOfVitest({ name, bench, before, after }) {
	return tasksOf(bench).map((added) => ({
		name,
		prepare: () => inTurn(async () => {
			await before();
			return prepareTask(bench, added);
		}, async () => {
			await finishTask(bench, added);
			await after();
		})
	}));
}
let finishLast = async () => {};
async function inTurn(prepare, finish) {
	const finishBefore = finishLast;
	finishLast = finish;
	await finishBefore().catch((thrown) => {
		throw new Error(`what comes after the task before it failed: ${messageOf(thrown)}`, { cause: thrown });
	});
	return prepare();
}
export { loadBenchFile };
