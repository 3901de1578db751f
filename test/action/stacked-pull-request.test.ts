import { expect, test } from "vitest";
import {
  onlyComment,
  project,
  runFuelgauge,
  short,
  storeBaseline,
  uploadedResults,
  visibleText,
} from "./support.ts";

test("a pull request on top of another is compared with the default branch's baseline", async () => {
  await using world = await project();
  await storeBaseline(world);
  world.openPullRequest({ changes: { "first.txt": "first" }, branch: "first" });
  const second = world.openPullRequest({
    changes: { "second.txt": "second" },
    branch: "second",
    into: "first",
  });
  const checked = await runFuelgauge(world, world.pullRequest(second));
  expect(checked.exitCode, checked.log).toBe(0);
  expect(checked.outputs["baseline-sha"]).toBe(world.tip());
  expect(uploadedResults(world).base).toMatchObject({ distance: 1, wantedSha: world.tip("first") });
  expect(visibleText(onlyComment(world, second))).toContain(`base ${short(world.tip())} → head`);
});
