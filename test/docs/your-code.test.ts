import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readConfig } from "../../src/config/read.ts";
import { configSchema } from "../../src/model/config.ts";
import { importedFigure, resultFileSchema } from "../../src/model/imported.ts";
import { shownCode, tablesOf } from "../support/markdown.ts";

const pages = ["README.md", "docs/your-code.md"];
const pageOf = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), "utf8");

test.each(pages)("the configuration in %s is one", async (path) => {
  const configurations = [...(await pageOf(path)).matchAll(/^```ts\n(.*?)^```$/gms)]
    .map(([, text = ""]) => text)
    .filter((text) => text.includes("defineConfig"));
  expect(configurations).toHaveLength(1);
  const folder = mkdtempSync(join(tmpdir(), "fuelgauge-docs-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "fuelgauge.config.ts"), configurations[0] ?? "");
  const { config } = await readConfig(folder, null);
  expect(config.modules.length).toBeGreaterThan(1);
});

test("the page tells every setting of a module", async () => {
  const [, , ...rows] = tablesOf(await pageOf("docs/your-code.md"))[0] ?? [];
  const [, written] = configSchema.shape.modules.def.innerType.element.options;
  expect(rows.map(([name = ""]) => shownCode(name)).toSorted()).toEqual(
    Object.keys(written.shape).toSorted(),
  );
});

test("the page tells every key of a result", async () => {
  const page = await pageOf("docs/your-code.md");
  const section = page.slice(page.indexOf("## Results of other tools"));
  const [, , ...rows] = tablesOf(section)[0] ?? [];
  const [example = ""] = [...section.matchAll(/^```json\n(\[.*?\])\n```$/gms)].map(([, text]) => text);
  const [first] = resultFileSchema.parse(JSON.parse(example));
  expect(rows.map(([name = ""]) => shownCode(name))).toEqual(Object.keys(first ?? {}));
});

test("what the page makes of the output of go's benchmarks is a file of results", async () => {
  const page = await pageOf("docs/your-code.md");
  const script = page.match(/^```js\n(.*?)^```$/ms)?.[1] ?? "";
  const folder = mkdtempSync(join(tmpdir(), "fuelgauge-docs-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "go-bench.mjs"), script);
  const output = execFileSync(process.execPath, [join(folder, "go-bench.mjs")], {
    input: `goos: linux
pkg: example.org/fib
BenchmarkFib/10-8         \t 5000000\t       241.0 ns/op\t      16 B/op\t       2 allocs/op
BenchmarkFib/10-8         \t 4900000\t       243.5 ns/op\t      16 B/op\t       2 allocs/op
BenchmarkCopy-8           \t 1000\t       1200 ns/op\t 853.33 MB/s
PASS
ok  \texample.org/fib\t3.1s
`,
    encoding: "utf8",
  });
  const figures = resultFileSchema.parse(JSON.parse(output)).map(importedFigure);
  expect(figures).toMatchObject([
    { case: "results/BenchmarkFib/10-8", metric: "time", unit: "ns", samples: [241, 243.5] },
    { metric: "bytes", unit: "bytes", samples: [16, 16] },
    { metric: "allocations", unit: "count", samples: [2, 2] },
    { case: "results/BenchmarkCopy-8", unit: "ns", samples: [1200] },
    { metric: "MB/s", unit: "MB/s", direction: "higher", samples: [853.33] },
  ]);
});

test("the page lists every example, and each has a description", async () => {
  const linked = [...(await pageOf("docs/your-code.md")).matchAll(/\]\(\.\.\/examples\/([\w-]+)\)/g)].map(
    ([, name]) => name,
  );
  const { readdirSync } = await import("node:fs");
  expect(linked.toSorted()).toEqual(readdirSync(new URL("../../examples", import.meta.url)).toSorted());
});
