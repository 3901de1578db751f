import { expect, test } from "vitest";
import { scenario } from "../rig/scenario.ts";
import { longTest } from "../support/long.ts";
import { openHarmlessPull, platform, runFuelgauge, runtimeFiles } from "./support.ts";

/** The step of one package of a monorepo. */
function step(name: string) {
  const inputs = { "working-directory": `packages/${name}`, "artifact-name": name };
  return { inputs };
}

longTest("packages of a monorepo have their own runtime, baseline and comment", async () => {
  await using world = await scenario({
    files: {
      ...runtimeFiles({ fib: { source: "guests/fib.ts" } }, "packages/one/runtime"),
      ...runtimeFiles(
        { fib: { source: "guests/fib.ts" }, noop: { source: "guests/noop.ts" } },
        "packages/two/runtime",
      ),
    },
  });
  const { github } = world;
  const push = world.push();
  const first = await runFuelgauge(world, push, step("one"));
  const second = await runFuelgauge(world, { ...push, run: { ...push.run, id: first.run.id } }, step("two"));
  expect([first.exitCode, second.exitCode], second.log).toEqual([0, 0]);
  expect(github.artifacts().map(({ name }) => name.replace(/-[0-9a-f]{6}-/, "-digest-"))).toEqual([
    `one-packages-one-digest-baseline-${platform}`,
    `one-packages-one-digest-report-${platform}`,
    `two-packages-two-digest-baseline-${platform}`,
    `two-packages-two-digest-report-${platform}`,
  ]);

  const pull = openHarmlessPull(world);
  const job = world.pullRequest(pull);
  for (const name of ["one", "two"]) {
    const checked = await runFuelgauge(world, job, step(name));
    expect(checked.exitCode, checked.log).toBe(0);
    expect(checked.outputs["baseline-sha"]).toBe(world.tip());
  }
  const comments = github.comments(pull.number).map(({ body }) => body);
  expect(comments.map((body) => body.split("\n")[0])).toEqual([
    `<!-- fuelgauge one packages%2Fone ${platform} -->`,
    `<!-- fuelgauge two packages%2Ftwo ${platform} -->`,
  ]);
  expect(comments.map((body) => body.includes("modules/noop"))).toEqual([false, true]);
});

test("packages under one artifact name are not compared with each other's baselines", async () => {
  await using world = await scenario({
    files: {
      ...runtimeFiles(undefined, "packages/one/runtime"),
      ...runtimeFiles({ noop: { source: "guests/noop.ts" } }, "packages/two/runtime"),
    },
  });
  const push = world.push();
  const one = { inputs: { "working-directory": "packages/one" } };
  const two = { inputs: { "working-directory": "./packages/two/", suites: "execution/noop" } };
  const stored = await runFuelgauge(world, push, one);
  const beside = await runFuelgauge(world, { ...push, run: { ...push.run, id: stored.run.id } }, two);
  expect(
    beside.annotations.filter(({ level }) => level === "warning"),
    beside.log,
  ).toEqual([]);

  const checked = await runFuelgauge(world, world.pullRequest(openHarmlessPull(world)), two);
  expect(checked.outputs["baseline-sha"], checked.log).toBe(world.tip());
  expect(checked.summary).toContain("modules/noop");
  expect(checked.summary).not.toContain("modules/fib");
});
