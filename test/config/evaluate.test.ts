import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readConfig } from "../../src/config/read.ts";

const root = mkdtempSync(join(tmpdir(), "fuelgauge-config-"));
afterAll(() => rmSync(root, { recursive: true }));

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(root, "project-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

async function refusalOf(text: string): Promise<string> {
  const thrown: unknown = await readConfig(folderWith({ "fuelgauge.config.mjs": text }), null).catch(
    (error) => error,
  );
  if (!(thrown instanceof Error)) throw new Error("it was not refused");
  return thrown.message;
}

describe("a configuration that is a program", () => {
  it("is evaluated, with types, other files and 64-bit integers", async () => {
    const folder = folderWith({
      "fuelgauge.config.ts": `
        import { defineConfig } from "fuelgauge";
        import { seed } from "./seed.mjs";
        const value: bigint = seed;
        export default defineConfig({
          modules: [{ file: "a.wasm", calls: [{ function: "hash", arguments: [value], returns: 1n }] }],
          benches: undefined,
        });`,
      "seed.mjs": "export const seed = 2n ** 60n;",
    });
    const { config, path } = await readConfig(folder, null);
    expect(path).toBe(join(folder, "fuelgauge.config.ts"));
    expect(config.benches).toBeNull();
    expect(config.modules[0]?.calls).toMatchObject([
      { function: "hash", arguments: ["1152921504606846976n"], returns: "1n" },
    ]);
  });

  it("comes before one in JSON", async () => {
    const folder = folderWith({
      "fuelgauge.config.js": "module.exports = { benches: ['a'] };",
      "fuelgauge.config.json": '{ "benches": ["b"] }',
    });
    expect((await readConfig(folder, null)).config.benches).toEqual(["a"]);
  });

  it.each([
    ["throws", "throw new Error('no such target')", "no such target"],
    ["is no program", "export default {", "fuelgauge.config.mjs cannot be evaluated"],
    ["exports nothing", "export const config = {};", "it exports nothing by default"],
    [
      "holds a function",
      "export default { policy: [{ cases: () => '*' }] };",
      "policy.0.cases is a function",
    ],
    ["holds itself", "const a = {}; a.a = a; export default a;", "holds itself"],
    [
      "says something wrong",
      "export default { modulse: [] };",
      "modulse is not known; did you mean modules?",
    ],
    [
      "wants to write",
      "import { writeFileSync } from 'node:fs'; writeFileSync('x', 'y'); export default {};",
      "Access to this API has been restricted",
    ],
    [
      "wants to start a program",
      "import { execSync } from 'node:child_process'; execSync('true'); export default {};",
      "Access to this API has been restricted",
    ],
  ])("is refused when it %s", async (_what, text, message) => {
    expect(await refusalOf(text)).toContain(message);
  });

  it("sees no variable of the workflow", async () => {
    process.env.FUELGAUGE_TEST_TOKEN = "secret";
    const text = "export default { benches: [String(process.env.FUELGAUGE_TEST_TOKEN)] };";
    const { config } = await readConfig(folderWith({ "fuelgauge.config.mjs": text }), null);
    delete process.env.FUELGAUGE_TEST_TOKEN;
    expect(config.benches).toEqual(["undefined"]);
  });
});
