import { describe, expect, it } from "vitest";
import { caseLine, caseLines, renderConsole } from "../../src/report/console.ts";
import { someFailedRow, someInconclusiveRow, someResults, someTimedRow } from "../support/results.ts";
import { failed, hostile, regressed } from "../support/situations.ts";

const plain = (_: string, text: string) => text;
const ansi = (_: string, text: string) => `\u001b[31m${text}\u001b[39m`;
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours start with the escape character
const colours = /\u001b\[\d+m/g;

it("colours change nothing but colours: the columns stand where they stand without", () => {
  expect(renderConsole(regressed, ansi).replace(colours, "")).toBe(renderConsole(regressed, plain));
});

it("the colour of a row is that of what it means", () => {
  const tagged = renderConsole(
    someResults({
      verdict: "regressed",
      comparisons: [
        someTimedRow("a/worse", "regressed", [0.05, 0.06]),
        someTimedRow("a/aside", "regressed", [0.05, 0.06], { gating: false }),
        someTimedRow("a/better", "improved", [-0.06, -0.05]),
        someTimedRow("a/same", "unchanged", [-0.01, 0.01]),
        someInconclusiveRow("a/unclear", [-0.01, 0.03], "the figures vary"),
      ],
    }),
    (color, text) => `<${color}>${text}`,
  );
  const colorOf = (name: string) => new RegExp(`${name} .*<(\\w+)>`).exec(tagged)?.[1];
  expect(["worse", "aside", "better", "same", "unclear"].map(colorOf)).toEqual([
    "red",
    "yellow",
    "green",
    "dim",
    "yellow",
  ]);
});

it("no line is a command to the runner, and no name brings its own colours", () => {
  const text = renderConsole(hostile, plain);
  for (const line of text.split("\n")) expect(line.trim()).not.toMatch(/^::|##\[/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
});

it("a name that would be a command after its suite is none either", () => {
  const results = someResults({ comparisons: [someTimedRow("a/::error::x", "unchanged", [0, 0.01])] });
  for (const line of renderConsole(results, plain).split("\n")) expect(line.trim()).not.toMatch(/^::/);
});

it("failures that no row tells of are told", () => {
  expect(renderConsole(failed, plain)).toContain("crash/out-of-fuel failed in base and head: RangeError");
});

describe("one line a case", () => {
  it("is the name and the figures", () => {
    expect(caseLine("execution/fib-20", [{ metric: "time", value: 41_234 }])).toBe(
      "execution/fib-20  41.2 µs",
    );
    expect(
      caseLine("load/x", [
        { metric: "throughput", value: 12_300 },
        { metric: "p50", value: 1_042 },
      ]),
    ).toBe("load/x  throughput 12.3 k ops/s, p50 1.04 µs");
  });

  it("says what became of rows that gate", () => {
    const results = someResults({
      comparisons: [
        someTimedRow("a/same", "unchanged", [-0.01, 0.01]),
        someTimedRow("a/worse", "regressed", [0.05, 0.06]),
        someFailedRow("a/broken", "wrong answer"),
      ],
    });
    expect(caseLines(results, plain)).toEqual([
      "a/same  41.2 µs",
      "a/worse  43.5 µs  5.0 % to 6.0 % slower",
      "a/broken    failed: wrong answer",
    ]);
  });
});
