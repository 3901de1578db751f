import { expect, test } from "vitest";
import { scenario } from "../rig/scenario.ts";
import { openHarmlessPull, platform, runFuelgauge, runtimeFiles, storeBaseline } from "./support.ts";

/** The step of one package of a monorepo. */
function step(name: string) {
  const inputs = { "working-directory": `packages/${name}`, "artifact-name": name };
  return { inputs };
}

test("packages of a monorepo have their own runtime, baseline and comment", async () => {
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
  expect(github.artifacts().map(({ name }) => name)).toEqual([
    `one-baseline-${platform}`,
    `one-report-${platform}`,
    `two-baseline-${platform}`,
    `two-report-${platform}`,
  ]);

  const pull = openHarmlessPull(world);
  const job = world.pullRequest(pull);
  for (const name of ["one", "two", "one"]) {
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

test("two packages under one artifact name: the second is told to take a name of its own", async () => {
  await using world = await scenario({
    files: {
      ...runtimeFiles(undefined, "packages/one/runtime"),
      ...runtimeFiles(undefined, "packages/two/runtime"),
    },
  });
  const inputs = { "working-directory": "packages/one" };
  const stored = await storeBaseline(world, { inputs });
  const push = world.push();
  const second = await runFuelgauge(
    world,
    { ...push, run: { ...push.run, id: stored.run.id } },
    { inputs: { "working-directory": "packages/two" } },
  );
  expect(second.exitCode, second.log).toBe(0);
  const warnings = second.annotations.filter(({ level }) => level === "warning");
  expect(warnings).toHaveLength(2);
  for (const { message } of warnings) expect(message).toContain("`artifact-name`");
});
