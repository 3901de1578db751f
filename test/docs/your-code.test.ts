import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readConfig } from "../../src/config/read.ts";
import { configSchema } from "../../src/model/config.ts";
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

test("the page lists every example, and each has a description", async () => {
  const linked = [...(await pageOf("docs/your-code.md")).matchAll(/\]\(\.\.\/examples\/([\w-]+)\)/g)].map(
    ([, name]) => name,
  );
  const { readdirSync } = await import("node:fs");
  expect(linked.toSorted()).toEqual(readdirSync(new URL("../../examples", import.meta.url)).toSorted());
});
