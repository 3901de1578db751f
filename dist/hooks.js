import { n as programEntry } from "./programs.js";
import { registerHooks } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { join, posix, relative, sep } from "node:path";
import { readFileSync } from "node:fs";
// src/measure/bench/hooks.ts
function hookImports(folder, { links }) {
	registerHooks({
		resolve(specifier, context, next) {
			if (specifier === "tinybench" || specifier === "vitest") return {
				url: programEntry(specifier).href,
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
export { hookImports as t };
