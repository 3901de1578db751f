import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { readConfig } from "../../src/config/read.ts";
import { FuelgaugeError } from "../../src/errors.ts";
import { noConfig } from "../../src/model/config.ts";

const home = mkdtempSync(join(tmpdir(), "fuelgauge-config-"));
afterAll(() => rmSync(home, { recursive: true }));

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(home, "project-"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const floor = (share: string) => JSON.stringify({ policy: [{ cases: "a/b", floor: share }] });

describe("the policy file", () => {
  it("is fuelgauge.config.json of the project", async () => {
    const folder = folderWith({ "fuelgauge.config.json": floor("3%"), "other.json": floor("4%") });
    const { config, path } = await readConfig(folder, null);
    expect(config.policy[0]?.floor).toBe(0.03);
    expect(path).toBe(join(folder, "fuelgauge.config.json"));
  });

  it("may be named, from the project's folder on", async () => {
    const folder = folderWith({ "fuelgauge.config.json": floor("3%"), "other.json": `\ufeff${floor("4%")}` });
    for (const named of ["other.json", join(folder, "other.json")]) {
      expect((await readConfig(folder, named)).config.policy[0]?.floor).toBe(0.04);
    }
  });

  it("need not be there, unless it is named", async () => {
    const folder = folderWith({});
    expect(await readConfig(folder, null)).toEqual({ config: noConfig, path: null });
    await expect(readConfig(folder, "policy.json")).rejects.toThrow(FuelgaugeError);
    await expect(readConfig(folder, "policy.json")).rejects.toThrow(/policy\.json cannot be read: ENOENT/);
    await expect(readConfig(folder, ".")).rejects.toThrow(/cannot be read: EISDIR/);
  });

  it("is told by the name that it was asked by, with what is wrong with it", async () => {
    const folder = folderWith({ "other.json": '{"policies": []}' });
    await expect(readConfig(folder, "other.json")).rejects.toThrow(
      /^other\.json has a problem\.\n {2}- policies is not known/,
    );
  });

  it.each([
    ["", 1],
    ["{", 1],
    ['{\n  "policy": [\n    foo\n  ]\n}', 3],
    ['{\n  "policy": [\n    {},\n  ]\n}', 4],
    ['{\r\n  "policy": []\r\n  "waivers": []\r\n}', 3],
    ['{\n  // a comment\n  "policy": []\n}', 2],
    ['{\n  "policy": [],\n  "waivers": [nul]\n}', 3],
    ['{\n  "policy": "a\n"}', 2],
    ["{}\n}", 2],
  ])("that is no JSON is refused with its line: %j", async (text, line) => {
    const folder = folderWith({ "fuelgauge.config.json": text });
    await expect(readConfig(folder, null)).rejects.toThrow(
      new RegExp(`^fuelgauge\\.config\\.json is no JSON in line ${line}: `),
    );
  });

  it("has its broken line told, wherever a letter too many stands", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue(), { minLength: 1 }), fc.nat(), async (values, seed) => {
        const lines = JSON.stringify(values, null, 1).split("\n");
        const line = seed % lines.length;
        // behind what is complete by itself, nothing but punctuation may follow
        const broken = lines.with(line, `${lines[line]} §`).join("\n");
        const folder = folderWith({ "fuelgauge.config.json": broken });
        await expect(readConfig(folder, null)).rejects.toThrow(`no JSON in line ${line + 1}: `);
      }),
      { numRuns: 40 },
    );
  });
});
