import { expect, test } from "vitest";
import { wat } from "../executor/assemble.ts";
import { filesOf } from "../rig/github.ts";
import { runAction } from "../rig/runner.ts";
import { scenario } from "../rig/scenario.ts";
import { parseWorkflowCommands } from "../rig/workflow-commands.ts";
import { actionFolder, baselineName, onlyComment, uploadedResults } from "./support.ts";

const secret = "hunter2-and-more";
const add = wat(
  '(module (func (export "add") (param i32) (result i32) (i32.add (local.get 0) (i32.const 1))))',
);

test("a secret in the configuration is masked in the log, and in nothing that the step leaves", async () => {
  // as an earlier step may have written it, from a variable that this one has as well
  const call = { function: "add", arguments: [1], returns: 2, name: secret };
  const config = { modules: [{ file: "add.wasm", calls: [call] }] };
  await using world = await scenario({
    files: { "fuelgauge.config.json": JSON.stringify(config), "add.wasm": await add },
  });
  const { github } = world;
  const step = {
    github,
    action: actionFolder,
    inputs: { suites: "add/*", budget: "0.1" },
    env: { DB_PASSWORD: secret, RUNNER_DEBUG: "1" },
  };
  const pushed = await runAction({ ...world.push(), ...step });
  expect(pushed.exitCode, pushed.log).toBe(0);
  expect([...filesOf(github.artifact(baselineName)).keys()].toSorted()).toEqual([
    "history.ndjson",
    "results.json",
  ]);
  expect(pushed.annotations).toContainEqual(
    expect.objectContaining({
      title: "Baseline without its bundle",
      message: expect.stringContaining(
        "modules.0.calls.0.name of the configuration has the value of the variable DB_PASSWORD",
      ),
    }),
  );

  const pull = world.openPullRequest({ changes: { "notes.txt": "a note" } });
  const checked = await runAction({ ...world.pullRequest(pull), ...step });
  expect(checked.exitCode, checked.log).toBe(0);
  for (const { log, summary } of [pushed, checked]) {
    const { masks, debug } = parseWorkflowCommands(log);
    expect(masks).toContain(secret);
    expect(log.replaceAll(`::add-mask::${secret}`, "")).not.toContain(secret);
    expect(summary).not.toContain(secret);
    // the details are there, without it
    expect(debug.join("\n")).toMatch(/^Configuration .*"name":"\*\*\*"/m);
    expect(debug.join("\n")).toMatch(/^Row .*"case":"add\/\*\*\*"/m);
  }
  expect(onlyComment(world, pull)).toContain("`add/***`");
  expect(onlyComment(world, pull)).not.toContain(secret);
  expect(uploadedResults(world).cases.map(({ id }) => id)).toContain("add/***");
  for (const artifact of github.artifacts()) {
    for (const [path, text] of filesOf(artifact)) expect(String(text), path).not.toContain(secret);
  }
});
