import fc from "fast-check";
import { expect, test } from "vitest";
import { childEnvironment } from "../../src/child-environment.ts";

test("what finds programs, folders and the language is passed on", () => {
  const env = { PATH: "/bin", HOME: "/home/x", TMPDIR: "/tmp", LANG: "C", LC_ALL: "C", TZ: "UTC" };
  expect(childEnvironment(env)).toEqual(env);
  expect(childEnvironment({ Path: "C:\\", SystemRoot: "C:\\Windows" })).toEqual({
    Path: "C:\\",
    SystemRoot: "C:\\Windows",
  });
});

test("nothing of a workflow, of npm or of Node's own options is passed on", () => {
  const prefixes = ["GITHUB_", "ACTIONS_", "INPUT_", "RUNNER_", "npm_config_", "NODE_", "AWS_"];
  const names = fc.tuple(fc.constantFrom(...prefixes), fc.stringMatching(/^[A-Za-z_]{1,20}$/));
  fc.assert(
    fc.property(names, fc.string(), ([prefix, rest], value) => {
      expect(childEnvironment({ [prefix + rest]: value })).toEqual({});
    }),
  );
});
