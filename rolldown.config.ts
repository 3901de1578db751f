import { defineConfig, type RolldownOptions } from "rolldown";
import { declarations } from "./.github/scripts/declarations.ts";
import { kernelTools } from "./.github/scripts/kernel-tools.ts";
import { reportPage } from "./.github/scripts/report-page.ts";
import { runtimePackage, usePrebuiltPackages } from "./.github/scripts/runtime-packages.ts";
import { thirdPartyLicenses } from "./.github/scripts/third-party-licenses.ts";
import { runtimePackages } from "./src/bundle/packages.ts";

const shared: RolldownOptions = {
  platform: "node",
  // hdr-histogram-js looks for zlib by eval and does without it where there is no require.
  checks: { eval: false },
};

const output = {
  dir: "dist",
  format: "esm",
  entryFileNames: "[name].js",
  chunkFileNames: "[name].js",
  // licences have files of their own
  comments: { legal: false, jsdoc: false, annotation: true },
} as const;

/** Every program of the package is an entry; what they share lies in chunks beside them. */
export default defineConfig([
  {
    ...shared,
    input: {
      main: "src/main.ts",
      cli: "src/cli.ts",
      measurer: "src/measure/measurer.ts",
      "load-thread": "src/measure/load-thread.ts",
      "thread-guard": "src/measure/thread-guard.ts",
      config: "src/config/program.ts",
      // what configurations import as "fuelgauge"
      "define-config": "src/config/define.ts",
      // what benchmark files import in its place
      tinybench: "src/measure/bench/tinybench.ts",
      vitest: "src/measure/bench/vitest.ts",
      // not a program, but for others to import
      meter: "runtime/meter/index.ts",
    },
    plugins: [
      usePrebuiltPackages(),
      declarations("runtime/meter/index.ts"),
      declarations("src/config/define.ts"),
      thirdPartyLicenses("licenses.txt"),
    ],
    output: { ...output, cleanDir: true },
  },
  /** Every thread of a benchmark loads it before anything else: one file is sooner there than several. */
  { ...shared, input: { "bench-thread": "src/measure/bench/thread.ts" }, output },
  /** The guest compiler is most of the weight and nobody reads it: minified, and loaded only to build. */
  {
    ...shared,
    input: { compiler: "src/bundle/compiler.ts" },
    plugins: [thirdPartyLicenses("compiler-licenses.txt"), kernelTools()],
    output: { ...output, minify: true },
  },
  /** What draws the charts of a report, in a browser. */
  reportPage(),
  /** What host code may import: copied into bundles, so each is a folder that needs nothing beside it. */
  ...runtimePackages.map((name): RolldownOptions => ({ ...shared, ...runtimePackage(name) })),
]);
