import { n as programEntry } from "./programs.js";
import { n as benches, r as tasksOf } from "./tinybench2.js";
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
			if (specifier === "tinybench") return {
				url: programEntry("tinybench").href,
				shortCircuit: true
			};
			const parentURL = linkedParent(specifier, context.parentURL);
			return next(specifier, parentURL === null ? context : {
				...context,
				parentURL
			});
		},
		load(url, context, next) {
			if (!url.startsWith("file:") || !url.endsWith(".wasm")) return next(url, context);
			return {
				format: "module",
				source: importableModule(fileURLToPath(url)),
				shortCircuit: true
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
function packageName(specifier) {
	return /^(?:@[^/:]+\/)?[^./:@#][^/:]*(?=\/|$)/.exec(specifier)?.[0] ?? null;
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
		if (project.root !== null) process.chdir(join(folder, project.root));
		hooked = true;
	}
	const before = new Set(benches());
	const shared = sharedNow();
	const exported = await import(pathToFileURL(join(folder, file)).href);
	const made = benches().filter((bench) => !before.has(bench));
	const shown = new Set(Object.values(exported));
	const chosen = made.some((bench) => shown.has(bench)) ? made.filter((bench) => shown.has(bench)) : made;
	const tasks = chosen.flatMap((bench) => tasksOfBench(bench, chosen.length > 1));
	if (tasks.length === 0) throw new Error("it makes no tinybench Bench with a task in it");
	return {
		tasks,
		replaced: replacedSince(shared)
	};
}
function tasksOfBench(bench, isOneOfMany) {
	const prefix = isOneOfMany && bench.name ? `${bench.name}/` : "";
	return tasksOf(bench).map((added) => ({
		name: `${prefix}${added.name}`,
		prepare: () => prepareTask(bench, added)
	}));
}
export { loadBenchFile };
