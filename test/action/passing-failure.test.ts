import { expect, test } from "vitest";
import { openHarmlessPull, project, restRequests, runFuelgauge, storeBaseline } from "./support.ts";

test("one 503 on the list of artifacts does not lose the baseline", async () => {
  await using world = await project();
  await storeBaseline(world);
  const pull = openHarmlessPull(world);
  world.github.failNext({ method: "GET", path: "/repos/octo-org/gauge/actions/artifacts", status: 503 });
  const checked = await runFuelgauge(world, world.pullRequest(pull));
  expect(checked.exitCode, checked.log).toBe(0);
  expect(checked.outputs["baseline-sha"]).toBe(world.tip());
  expect(checked.annotations).toEqual([]);
  expect(restRequests(checked).filter((request) => request === "GET /actions/artifacts")).toHaveLength(2);
});
