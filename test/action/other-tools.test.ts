import { expect, test } from "vitest";
import { onlyComment, project, rowsOf, runFuelgauge, storeBaseline, uploadedResults } from "./support.ts";

/** As a step before this one leaves it behind. */
const resultsOf = (times: number) => ({
  "bench-results/app.json": JSON.stringify(
    ["sort", "copy"].map((name) => ({
      name,
      metric: "time",
      unit: "ms",
      direction: "lower",
      samples: Array.from({ length: 10 }, (_, n) => times * (40 + n / 10)),
    })),
  ),
});

test("results of another tool travel with the baseline, are compared with it, and turn red where the policy wants it", async () => {
  const config = {
    results: ["bench-results/*.json"],
    policy: [{ cases: "results/sort", gates: true, floor: "5%" }],
  };
  await using world = await project({
    "fuelgauge.config.json": JSON.stringify(config),
    ...resultsOf(1),
  });
  await storeBaseline(world);
  const pull = world.openPullRequest({ changes: resultsOf(1.3) });
  const checked = await runFuelgauge(world, world.pullRequest(pull));
  expect(checked.exitCode, checked.log).toBe(1);
  expect(checked.outputs).toMatchObject({ verdict: "regressed", regressions: "1" });
  const results = uploadedResults(world);
  const slower = { verdict: "regressed", unit: "ns", evidence: { kind: "samples", base: 10, head: 10 } };
  expect(rowsOf(results, "results/sort")).toMatchObject([{ ...slower, gating: true }]);
  expect(rowsOf(results, "results/copy")).toMatchObject([{ ...slower, gating: false }]);
  expect(results.imported.map(({ case: id, arm }) => `${id} ${arm}`)).toEqual([
    "results/sort base",
    "results/copy base",
    "results/sort head",
    "results/copy head",
  ]);
  const comment = onlyComment(world, pull);
  expect(comment).toContain("nothing of them could be run again");
  expect(comment).toContain("by another tool, not run again");
  expect(checked.log).toContain("Results of other tools: 2.");
});
