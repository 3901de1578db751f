import { expect, test } from "vitest";
import { parseSamples } from "../../../src/suites/load/prometheus.ts";

test("samples are read by name and labels, comments and empty lines are not", () => {
  const text = `# HELP answers_total Answers, by kind.
# TYPE answers_total counter
answers_total{kind="right"} 42
answers_total{kind="none of the {others}"} 0

# TYPE pause_seconds histogram
pause_seconds_bucket{le="0.001"} 7
pause_seconds_bucket{le="+Inf"} 1.2e3
pause_seconds_sum 3.5e-7
slope +Inf
depth -Inf
ratio NaN
`;
  expect([...parseSamples(text)]).toEqual([
    ['answers_total{kind="right"}', 42],
    ['answers_total{kind="none of the {others}"}', 0],
    ['pause_seconds_bucket{le="0.001"}', 7],
    ['pause_seconds_bucket{le="+Inf"}', 1200],
    ["pause_seconds_sum", 3.5e-7],
    ["slope", Number.POSITIVE_INFINITY],
    ["depth", Number.NEGATIVE_INFINITY],
    ["ratio", Number.NaN],
  ]);
});

test.each(["answers_total", "answers_total many", "9lives 1", 'answers{kind="right" 1', "answers 1 2 3"])(
  "a line that is no sample is refused: %s",
  (line) => {
    expect(() => parseSamples(line)).toThrow(line);
  },
);

test("a sample that is there twice is refused", () => {
  expect(() => parseSamples("answers 1\nanswers 1\n")).toThrow("twice");
});
