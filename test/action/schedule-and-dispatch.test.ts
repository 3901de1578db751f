import { expect, test } from "vitest";
import { longTest } from "../support/long.ts";
import { baselineName, openHarmlessPull, project, reportName, runFuelgauge } from "./support.ts";

test("a schedule on main stores a baseline that is used", () => storesBaseline("schedule"));
longTest("a dispatch on main stores a baseline that is used", () => storesBaseline("dispatch"));

async function storesBaseline(event: "schedule" | "dispatch") {
  await using world = await project();
  const started = await runFuelgauge(world, world[event]());
  expect(started.exitCode, started.log).toBe(0);
  expect(world.github.artifact(baselineName).run).toMatchObject({ id: started.run.id, headSha: world.tip() });
  const pull = openHarmlessPull(world);
  const checked = await runFuelgauge(world, world.pullRequest(pull));
  expect(checked.exitCode, checked.log).toBe(0);
  expect(checked.outputs["baseline-run-id"]).toBe(String(started.run.id));
}

longTest("a dispatch on another branch stores none", async () => {
  await using world = await project();
  world.commit({ "notes.txt": "a note" }, { branch: "topic" });
  const started = await runFuelgauge(world, world.dispatch({ branch: "topic" }));
  expect(started.exitCode, started.log).toBe(0);
  expect(world.github.artifacts().map(({ name }) => name)).toEqual([reportName]);
});
