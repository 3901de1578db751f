import { expect, test } from "vitest";
import { project, runFuelgauge } from "./support.ts";

test.each([
  ["budget", "soon", 'The budget is "soon".'],
  ["fail-on", "always", 'The fail-on is "always".'],
  ["comment", "maybe", 'The comment is "maybe".'],
  ["retention-days", "0", 'The retention-days are "0".'],
  ["artifact-name", "a/b", 'The artifact-name is "a/b".'],
  ["suites", "nope/*", 'No case matches "nope/*".'],
  ["suites", "execution/fib-20 !execution/*", 'The suites "execution/fib-20 !execution/*" select no case.'],
  ["runtime", "nowhere", "There is no runtime to build in"],
  ["working-directory", "nowhere", 'The working-directory is "nowhere".'],
  ["config", "nowhere.json", "The configuration "],
  ["node", "no/such/node", "The Node that should measure, "],
])(
  "%s: %s ends the run with what happened, what was expected and what to do",
  async (name, value, happened) => {
    await using world = await project();
    const ended = await runFuelgauge(world, world.push(), { inputs: { [name]: value } });
    expect(ended.exitCode, ended.log).toBe(1);
    expect(ended.outputs).toEqual({ verdict: "failed" });
    expect(ended.annotations.filter(({ level }) => level === "warning")).toEqual([]);
    const errors = ended.annotations.filter(({ level }) => level === "error");
    expect(errors).toHaveLength(1);
    expect(errors[0]?.message).toContain(happened);
    expect(errors[0]?.message).toContain(value.split(" ")[0]);
    expect(errors[0]?.message).toMatch(/^[\s\S]+\n {2}expected: [\s\S]+\n {2}to do: [\s\S]+$/);
    expect(ended.log).not.toMatch(/^\s+at .*\.js:\d+/m);
    expect(world.github.artifacts()).toEqual([]);
  },
);
