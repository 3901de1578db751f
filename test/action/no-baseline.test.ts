import { test } from "vitest";
import { baselineName, expectNoBaseline, openHarmlessPull, project, runFuelgauge } from "./support.ts";

test("the first pull request, before any push has stored a baseline", async () => {
  await using world = await project();
  const pull = openHarmlessPull(world);
  const checked = await runFuelgauge(world, world.pullRequest(pull));
  const reason = `there is no artifact called ${baselineName} yet; a run on main stores the first`;
  expectNoBaseline(world, pull, checked, reason);
});
