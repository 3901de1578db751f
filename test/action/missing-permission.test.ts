import { expect, test } from "vitest";
import {
  expectNoBaseline,
  openHarmlessPull,
  project,
  restRequests,
  runFuelgauge,
  storeBaseline,
} from "./support.ts";

test("a job without `actions: read` has no baseline, is told the line to add, and goes on", async () => {
  await using world = await project();
  await storeBaseline(world);
  const pull = openHarmlessPull(world);
  const permissions = { contents: "read", "pull-requests": "write" } as const;
  const checked = await runFuelgauge(world, world.pullRequest(pull), { permissions });
  expectNoBaseline(
    world,
    pull,
    checked,
    "GitHub does not let the token read artifacts (403: Resource not accessible by integration); " +
      "add `actions: read` to the job's `permissions:`",
  );
  expect(restRequests(checked)).toContain("GET /actions/artifacts");
});
