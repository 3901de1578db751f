import { expect, test } from "vitest";
import { FuelgaugeError } from "../src/errors.ts";
import { parseBudget, parseInputs, parseSuites } from "../src/inputs.ts";

const inputs = (values: Record<string, string>) =>
  parseInputs((name) => ({ "github-token": "token", ...values })[name] ?? "");

test("inputs that are left out have the documented defaults", () => {
  expect(inputs({})).toEqual({
    mode: "run",
    token: "token",
    suites: ["auto"],
    config: null,
    modules: null,
    benches: null,
    runtime: null,
    baseline: { kind: "auto" },
    baselineBranch: null,
    artifactName: "fuelgauge",
    budget: { kind: "auto" },
    confirm: "here",
    shard: null,
    node: null,
    failOn: "regression",
    comment: "auto",
    retentionDays: null,
    workingDirectory: ".",
  });
});

test("suites are one a line, and may be separated otherwise", () => {
  expect(parseSuites("execution/*\n!execution/fib-30\n")).toEqual(["execution/*", "!execution/fib-30"]);
  expect(parseSuites("memory/*, crash/*")).toEqual(["memory/*", "crash/*"]);
});

test("an empty token is told before anything is asked of GitHub", () => {
  expect(() => inputs({ "github-token": "" })).toThrow(/github-token is empty/);
});

test("a budget is a total or so much a case", () => {
  expect(parseBudget("budget", "60")).toEqual({ kind: "total", seconds: 60 });
  expect(parseBudget("budget", "6/case")).toEqual({ kind: "per-case", seconds: 6 });
  expect(parseBudget("budget", "0.5")).toEqual({ kind: "total", seconds: 0.5 });
});

test("a shard is one of so many", () => {
  expect(inputs({ shard: "2/4" }).shard).toEqual({ index: 2, count: 4 });
  expect(inputs({ shard: "1/1" }).shard).toEqual({ index: 1, count: 1 });
});

test.each([
  ["shard", "0/4"],
  ["shard", "5/4"],
  ["shard", "2"],
  ["shard", "2/999"],
  ["shard", "-1/4"],
  ["budget", "ten"],
  ["budget", "0"],
  ["budget", "-5"],
  ["budget", "6/round"],
  ["fail-on", "regressions"],
  ["comment", "yes"],
  ["mode", "confirmation"],
  ["confirm", "never"],
  ["artifact-name", "a/b"],
  ["artifact-name", "<!--"],
  ["retention-days", "1.5"],
  ["retention-days", "0"],
])("%s: %s is refused, naming the input, the value and what would be right", (name, value) => {
  const parse = () => inputs({ [name]: value });
  expect(parse).toThrow(FuelgaugeError);
  expect(parse).toThrow(name);
  expect(parse).toThrow(value);
  expect(parse).toThrow(/expected: .+\n {2}to do: .+/);
});
