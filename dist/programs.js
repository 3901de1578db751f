import { fileURLToPath } from "node:url";
// src/programs.ts
const sources = {
	compiler: "./bundle/compiler.ts",
	measurer: "./measure/measurer.ts",
	"load-thread": "./measure/load-thread.ts",
	"thread-guard": "./measure/thread-guard.ts",
	config: "./config/program.ts",
	"define-config": "./config/define.ts",
	"bench-thread": "./measure/bench/thread.ts",
	tinybench: "./measure/bench/tinybench.ts",
	vitest: "./measure/bench/vitest.ts"
};
function packageFolder() {
	return fileURLToPath(new URL("..", import.meta.url));
}
function programEntry(name) {
	const fromSources = import.meta.url.endsWith(".ts");
	return new URL(fromSources ? sources[name] : `./${name}.js`, import.meta.url);
}
export { programEntry as n, packageFolder as t };
