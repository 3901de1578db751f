import { fileURLToPath } from "node:url";

/** Programs that run in processes and threads of their own: sources under `src/`, one bundle each in `dist/`. */
const sources = {
  compiler: "./bundle/compiler.ts",
  measurer: "./measure/measurer.ts",
  "load-thread": "./measure/load-thread.ts",
  "thread-guard": "./measure/thread-guard.ts",
  config: "./config/program.ts",
  "define-config": "./config/define.ts",
  "bench-thread": "./measure/bench/thread.ts",
  tinybench: "./measure/bench/tinybench.ts",
  vitest: "./measure/bench/vitest.ts",
} as const;

/** The folder of this package: above `src/`, and above `dist/`. */
export function packageFolder(): string {
  return fileURLToPath(new URL("..", import.meta.url));
}

/** Where a program of this package lies, whether it runs from its sources or from `dist/`. */
export function programEntry(name: keyof typeof sources): URL {
  const fromSources = import.meta.url.endsWith(".ts");
  return new URL(fromSources ? sources[name] : `./${name}.js`, import.meta.url);
}
