import { expect, test } from "vitest";
import { interfaceVersion } from "../../runtime/host/interface.ts";
import { manifestSchema } from "../../src/model/manifest.ts";
import { filesOf, replaceFiles } from "../rig/github.ts";
import {
  onlyComment,
  openHarmlessPull,
  project,
  rowsOf,
  runFuelgauge,
  runtimeOfTwo,
  storeBaseline,
  uploadedResults,
  visibleText,
  withBundleFiles,
  withJson,
} from "./support.ts";

test("a baseline of another runtime interface: its host is not compared, its bare modules are", async () => {
  await using world = await project(runtimeOfTwo());
  const baseline = await storeBaseline(world);
  const host = { "host/interface.mjs": "export const interfaceVersion = 1;\n" };
  const { runtime } = manifestSchema.parse(JSON.parse(String(filesOf(baseline).get("manifest.json"))));
  const older = withJson(withBundleFiles(filesOf(baseline), host), "manifest.json", {
    runtime: { ...runtime, interface: 1 },
  });
  replaceFiles(baseline, older);
  const pull = openHarmlessPull(world);
  const suites = "execution/fib-20\ninstantiation/warm-start";
  const checked = await runFuelgauge(world, world.pullRequest(pull), { inputs: { suites } });
  expect(checked.exitCode, checked.log).toBe(0);
  expect(checked.outputs).toMatchObject({ verdict: "inconclusive", "baseline-sha": world.tip() });

  const results = uploadedResults(world);
  const reason = `the base bundle speaks runtime interface 1, this Fuelgauge speaks ${interfaceVersion}`;
  expect(rowsOf(results, "instantiation/warm-start")).toMatchObject([
    { metric: "time", verdict: "incomparable", reason, base: null },
    { metric: "fuel", verdict: "unchanged" },
  ]);
  expect(rowsOf(results, "execution/fib-20")).toMatchObject([
    { metric: "time", verdict: "inconclusive", base: expect.any(Number), evidence: { rounds: 1 } },
    { metric: "fuel", verdict: "unchanged" },
  ]);
  expect(rowsOf(results, "modules/fib")[0]).toMatchObject({ metric: "size", verdict: "unchanged" });
  expect(results.failures).toEqual([]);
  const comment = onlyComment(world, pull);
  expect(comment).toContain("#### Cannot be compared");
  expect(visibleText(comment)).toContain(reason);
});
