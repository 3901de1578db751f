import { n as messageOf } from "./errors.js";
import { n as programEntry } from "./programs.js";
import { r as sourceMark, t as markSourceImports } from "./source-imports.js";
import { t as refuseNetwork } from "./refusals.js";
import { t as adoptThreads } from "./threads.js";
import { n as benches, r as tasksOf } from "./tinybench2.js";
import { g as collectFile, p as beginFile } from "./vitest2.js";
import { registerHooks } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { join, posix, relative, sep } from "node:path";
import { readFileSync } from "node:fs";
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
// src/measure/bench/hooks.ts
function hookImports(folder, { links }) {
	registerHooks({
		resolve(specifier, context, next) {
			if (specifier === "tinybench" || specifier === "vitest") return {
				url: programEntry(specifier).href,
				shortCircuit: true
			};
			const parentURL = linkedParent(specifier, context.parentURL);
			const found = parentURL === null ? context : {
				...context,
				parentURL
			};
			if (!specifier.endsWith("#fuelgauge.source")) return next(specifier, found);
			const resolved = next(specifier.slice(0, -sourceMark.length), found);
			return {
				...resolved,
				url: resolved.url + sourceMark
			};
		},
		load(url, context, next) {
			const script = url.startsWith("file:") ? moduleOf(url) : null;
			if (script !== null) return {
				format: "module",
				source: script,
				shortCircuit: true
			};
			const loaded = next(url, context);
			if (!loaded.format?.startsWith("module") || loaded.source == null) return loaded;
			const text = textOf(loaded.source);
			const marked = markSourceImports(text);
			return marked === text ? loaded : {
				...loaded,
				source: marked
			};
		}
	});
	function linkedParent(specifier, parentURL) {
		const name = packageName(specifier);
		if (name === null || parentURL === void 0 || !parentURL.startsWith("file:")) return null;
		let parent = relative(folder, fileURLToPath(parentURL)).split(sep).join("/");
		while (parent !== "." && !parent.startsWith("..")) {
			parent = posix.dirname(parent);
			const target = links[posix.join(parent, "node_modules", name)];
			if (target?.endsWith(`/node_modules/${name}`)) {
				const holder = target.slice(0, -`/node_modules/${name}`.length);
				return pathToFileURL(join(folder, holder, "package.json")).href;
			}
		}
		return null;
	}
}
function moduleOf(url) {
	if (url.endsWith(`.wasm#fuelgauge.source`)) return sourceModule(fileURLToPath(url.slice(0, -sourceMark.length)));
	return url.endsWith(".wasm") ? importableModule(fileURLToPath(url)) : null;
}
function textOf(source) {
	return typeof source === "string" ? source : new TextDecoder().decode(source);
}
function packageName(specifier) {
	return /^(?:@[^/:]+\/)?[^./:@#][^/:]*(?=\/|$)/.exec(specifier)?.[0] ?? null;
}
function sourceModule(file) {
	return [`import { readFileSync as read } from "node:fs";`, `export default new WebAssembly.Module(read(${JSON.stringify(file)}));`].join("\n");
}
function importableModule(file) {
	const module = new WebAssembly.Module(readFileSync(file));
	const sources = [...new Set(WebAssembly.Module.imports(module).map((each) => each.module))];
	const names = WebAssembly.Module.exports(module).map(({ name }) => name);
	const text = JSON.stringify;
	return [
		`import { readFileSync as read } from "node:fs";`,
		...sources.map((source, index) => `import * as import${index} from ${text(source)};`),
		`const module = new WebAssembly.Module(read(${text(file)}));`,
		`const imports = { ${sources.map((source, index) => `[${text(source)}]: import${index}`).join(", ")} };`,
		`const { exports } = new WebAssembly.Instance(module, imports);`,
		...names.map((name, index) => `const export${index} = exports[${text(name)}];`),
		`export { ${names.map((name, index) => `export${index} as ${text(name)}`).join(", ")} };`
	].join("\n");
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
