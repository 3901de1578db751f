import { expect, test } from "vitest";
import { onlyComment, openHarmlessPull, project, restRequests, runFuelgauge, short } from "./support.ts";

test("`comment: never` writes none and asks for none", async () => {
  await using world = await project();
  const pull = openHarmlessPull(world);
  const checked = await runFuelgauge(world, world.pullRequest(pull), { inputs: { comment: "never" } });
  expect(checked.exitCode, checked.log).toBe(0);
  expect(checked.outputs["comment-url"]).toBe("");
  expect(restRequests(checked).filter((request) => request.includes("/comments"))).toEqual([]);
  expect(world.github.comments(pull.number)).toEqual([]);
});

test("`comment: always` comments on the open pull request of a pushed commit", async () => {
  await using world = await project();
  const pull = openHarmlessPull(world);
  const pushed = await runFuelgauge(world, world.push({ branch: "feature" }), {
    inputs: { comment: "always" },
  });
  expect(pushed.exitCode, pushed.log).toBe(0);
  expect(onlyComment(world, pull)).toContain(short(pull.head.sha));
  expect(pushed.outputs["comment-url"]).toContain(`/pull/${pull.number}#`);
});

test("`comment: always` on a commit of no pull request says so in the log", async () => {
  await using world = await project();
  const pushed = await runFuelgauge(world, world.push(), { inputs: { comment: "always" } });
  expect(pushed.exitCode, pushed.log).toBe(0);
  expect(pushed.log).toContain(`No comment: ${short(world.tip())} belongs to no pull request.`);
  expect(pushed.annotations.map(({ level }) => level)).toEqual(["notice"]);
});
