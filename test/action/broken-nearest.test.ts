import { expect, test } from "vitest";
import { filesOf, replaceFiles } from "../rig/github.ts";
import { onlyComment, openHarmlessPull, project, runFuelgauge, storeBaseline } from "./support.ts";

test("a nearest baseline that cannot be used does not hide the one behind it", async () => {
  await using world = await project();
  await storeBaseline(world);
  const good = world.tip();
  world.commit({ "notes.txt": "two" });
  const broken = await storeBaseline(world);
  const files = new Map(filesOf(broken)).set("bundle/guests/fib.wasm", Buffer.from("tampered"));
  replaceFiles(broken, files);
  const pull = openHarmlessPull(world);
  const checked = await runFuelgauge(world, world.pullRequest(pull));
  expect(checked.exitCode, checked.log).toBe(0);
  expect(checked.outputs["baseline-sha"]).toBe(good);
  expect(checked.log).toMatch(/Passed over: .*fib\.wasm/);
  expect(onlyComment(world, pull)).toContain("base is 1 commit before the base commit");
});
