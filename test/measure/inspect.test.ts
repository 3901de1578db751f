import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { inspectModules } from "../../src/measure/inspect.ts";
import type { Report } from "../../src/measure/job.ts";
import type { LoadedBundle } from "../../src/measure/subject.ts";

/** What is said of a bundle with these modules and nothing else. */
function inspected(modules: Readonly<Record<string, Uint8Array<ArrayBuffer>>>): Map<string, number> {
  const said = new Map<string, number>();
  const none = new Uint8Array();
  const bundle = {
    manifest: { guests: modules },
    original: (guest: string) => modules[guest] ?? none,
  } as unknown as LoadedBundle;
  inspectModules(bundle, "head", (report: Report) => {
    if (report.kind === "samples")
      said.set(`${report.case} ${report.metric}`, report.samples[0] ?? Number.NaN);
  });
  return said;
}

/** Functions that do nothing, for a module that imports nothing else. */
function stubs(module: WebAssembly.Module): WebAssembly.Imports {
  const imports: Record<string, Record<string, () => number>> = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] = { ...imports[from], [name]: () => 0 };
  }
  return imports;
}

test("a published module that cannot start by itself is inspected as well", () => {
  const require = createRequire(import.meta.url);
  const sql = Uint8Array.from(readFileSync(require.resolve("sql.js/dist/sql-wasm.wasm")));
  const module = new WebAssembly.Module(sql);
  expect(WebAssembly.Module.imports(module).length).toBeGreaterThan(0);
  const said = inspected({ sql });
  expect(said.get("modules/sql size")).toBe(sql.length);
  expect(said.get("modules/sql exports")).toBe(WebAssembly.Module.exports(module).length);
  const started = new WebAssembly.Instance(module, stubs(module));
  const memory = Object.values(started.exports).find((each) => each instanceof WebAssembly.Memory);
  expect(said.get("modules/sql memory")).toBe(memory?.buffer.byteLength);
});
