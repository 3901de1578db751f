import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readBaselineFolder, writeBaselineFolder } from "../../src/baseline/folder.ts";
import { historyEntrySchema } from "../../src/model/history.ts";
import { manifestVersion } from "../../src/model/manifest.ts";
import { makeFolder } from "../bundle/workshop.ts";
import { someResults } from "../support/results.ts";

const results = someResults();
const history = [
  historyEntrySchema.parse({
    ...{ sha: "a".repeat(40), at: "2026-01-05T08:00:00.000Z", verdict: "unchanged", cpu: "some" },
    ...{ head: { "a/a time": 1 }, base: {} },
  }),
];

/** A baseline as it is stored without its bundle. */
async function storeWithoutBundle(): Promise<string> {
  const { folder, remove } = await makeFolder();
  onTestFinished(remove);
  await writeBaselineFolder(folder, results, history);
  return folder;
}

test("without a bundle it has its results and its history", async () => {
  const folder = await storeWithoutBundle();
  expect(await readBaselineFolder(folder)).toEqual({
    kind: "stored",
    reason: "it holds no bundle",
    results,
    history,
  });
});

test("with a manifest of another schema as well", async () => {
  const folder = await storeWithoutBundle();
  await writeFile(join(folder, "manifest.json"), '{ "schema": 9 }');
  expect(await readBaselineFolder(folder)).toMatchObject({
    kind: "stored",
    reason: `its manifest has schema 9, and this Fuelgauge reads schema ${manifestVersion}`,
    results,
  });
});

test("beside a bundle that is not what its manifest says, its results are not used either", async () => {
  const folder = await storeWithoutBundle();
  await writeFile(join(folder, "manifest.json"), `{ "schema": ${manifestVersion} }`);
  expect(await readBaselineFolder(folder)).toMatchObject({
    kind: "unusable",
    reason: expect.stringMatching(/^manifest\.json is not a manifest/),
    history,
  });
});

test("without bundle and results there is nothing to use", async () => {
  const folder = await storeWithoutBundle();
  await rm(join(folder, "results.json"));
  expect(await readBaselineFolder(folder)).toEqual({
    kind: "unusable",
    reason: "it holds no bundle",
    history,
  });
});
