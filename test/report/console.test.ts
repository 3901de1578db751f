import { expect, it } from "vitest";
import { renderConsole } from "../../src/report/console.ts";
import {
  someInconclusiveRow,
  someResults,
  someSuspectedRow,
  someTimedRow,
  someWaveringRow,
} from "../support/results.ts";
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

it("a figure that is not the same in every run is told without a base as well", () => {
  const results = someResults({
    verdict: "no-baseline",
    base: { kind: "absent", reason: "none" },
    comparisons: [someWaveringRow("a/1", { base: [], head: [12_345, 12_346] })],
  });
  expect(renderConsole(results, plain)).toContain(
    "a/1 fuel: not the same in every run: head gives 12,345 or 12,346",
  );
});

it("a regression that nobody looked at again is told with the reason", () => {
  const comparisons = [someSuspectedRow("a/1", [0.05, 0.06])];
  const text = renderConsole(someResults({ verdict: "inconclusive", comparisons }), plain);
  expect(text).toMatch(
    /1 suspected regression\n +a\/1 \| time \| 5\.0 % to 6\.0 % slower \| it has not been/,
  );
});

it("both looks at a row are told", () => {
  const comparisons = [
    someTimedRow("a/1", "regressed", [0.05, 0.06], { again: [0.04, 0.07] }),
    someInconclusiveRow("a/2", [0.05, 0.06], "not again", { again: null, detectable: 0.03 }),
  ];
  const text = renderConsole(someResults({ verdict: "regressed", comparisons }), plain);
  expect(text).toContain("5.0 % to 6.0 % slower, again 4.0 % to 7.0 % slower\n");
  expect(text).toContain(
    "cannot tell: 5.0 % to 6.0 % slower, again no interval from 3 rounds: not again (could have seen ≥ 3 %)\n",
  );
});

it("failures that no row tells of are told", () => {
  expect(renderConsole(failed, plain)).toContain("crash/out-of-fuel failed in base and head: RangeError");
});
