import { expect, test } from "vitest";
import { openHarmlessPull, project, runFuelgauge } from "./support.ts";

test("pull_request_target is refused before anything is asked, built or measured", async () => {
  await using world = await project();
  const pull = openHarmlessPull(world);
  const refused = await runFuelgauge(world, world.pullRequest(pull, { name: "pull_request_target" }));
  expect(refused.exitCode, refused.log).toBe(1);
  expect(refused.outputs).toEqual({ verdict: "failed" });
  expect(refused.annotations).toEqual([
    {
      level: "error",
      message: expect.stringMatching(
        /pull_request_target[\s\S]*\n {2}expected: [\s\S]*\n {2}to do: use `on: pull_request`/,
      ),
    },
  ]);
  expect(refused.groups).toEqual([]);
  expect(refused.requests).toEqual([]);
});
