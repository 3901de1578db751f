import { describe, expect, it } from "vitest";
import {
  commonScale,
  formatBound,
  formatChange,
  formatDuration,
  formatExactFigure,
  formatFigure,
  formatInterval,
  formatShare,
  formatSigned,
  scaleOf,
  shortSha,
} from "../../src/report/format.ts";
import { isCompared } from "../../src/report/groups.ts";
import { someExactRow, someTarget, someTimedRow } from "../support/results.ts";

describe("a figure has the digits that it carries", () => {
  it.each([
    [0, "0 ns"],
    [0.31234, "0.312 ns"],
    [3.8149, "3.81 ns"],
    [41, "41.0 ns"],
    [412.3, "412 ns"],
    [999.7, "1.00 µs"],
    [41_234, "41.2 µs"],
    [12_345_678, "12.3 ms"],
    [1_234_567_890, "1.23 s"],
    [98_765_432_100_000, "98,765 s"],
  ])("%d ns is %s", (value, text) => {
    expect(formatFigure(value, "ns")).toBe(text);
  });

  it.each([
    [0, "0 B"],
    [1_023, "1,023 B"],
    [1_212, "1.18 KiB"],
    [65_536, "64 KiB"],
    [1_048_576, "1 MiB"],
  ])("%d bytes is %s", (value, text) => {
    expect(formatFigure(value, "bytes")).toBe(text);
  });

  it("of throughput and of counts", () => {
    expect(formatFigure(1_834_000, "ops/s")).toBe("1.83 M ops/s");
    expect(formatFigure(734.2, "ops/s")).toBe("734 ops/s");
    expect(formatFigure(12_345, "count")).toBe("12,345");
  });

  it.each([
    [0, "0"],
    [158_433, "158,433"],
    [1_346_269, "1.35 M"],
    [19_466_923_000, "19.5 G"],
  ])("%d units of fuel are %s", (value, text) => {
    expect(formatFigure(value, "units")).toBe(text);
  });
});

it("an exact figure has all its digits", () => {
  expect(formatExactFigure(1_234_567, "bytes")).toBe("1,234,567 B");
  expect(formatExactFigure(3, "count")).toBe("3");
  expect(formatExactFigure(1_346_269, "units")).toBe("1,346,269");
  expect([1, -12_345].map(formatSigned)).toEqual(["+1", "−12,345"]);
});

it("figures of a size share a unit, others do not", () => {
  expect(commonScale([999, 1_001], "ns")).toEqual(scaleOf(999, "ns"));
  expect(commonScale([412, 6_480_000], "ns")).toBeNull();
  expect(commonScale([0, 0], "bytes")).toBeNull();
});

describe("an interval is told as a range", () => {
  const lower = (low: number, high: number) =>
    formatInterval({ low, estimate: (low + high) / 2, high }, "time", "lower");
  const higher = (low: number, high: number) =>
    formatInterval({ low, estimate: (low + high) / 2, high }, "throughput", "higher");

  it.each([
    [0.0476, 0.0531, "4.8 % to 5.3 % slower"],
    [-0.0531, -0.0476, "4.8 % to 5.3 % faster"],
    [0.0198, 0.0204, "1.98 % to 2.04 % slower"],
    [0.2, 0.4, "20 % to 40 % slower"],
    [0, 0.012, "0 % to 1.2 % slower"],
    [-0.004, 0.003, "0.4 % faster to 0.3 % slower"],
    [-0.0001, 0.012, "0 % to 1.2 % slower"],
    [0.91, 1.14, "1.9x to 2.1x slower"],
    [1.32, 1.37, "2.32x to 2.37x slower"],
    [-0.53, -0.47, "1.9x to 2.1x faster"],
    [120, 1_500, "121x to 1,501x slower"],
    [-1, -0.85, "85 % to 100 % faster"],
  ])("%d to %d is %s", (low, high, text) => {
    expect(lower(low, high)).toBe(text);
  });

  it("counts throughput in parts of the base's, though the change is base / head", () => {
    expect(higher(1 / 0.95 - 1, 1 / 0.92 - 1)).toBe("5.0 % to 8.0 % less throughput");
    expect(higher(1 / 1.08 - 1, 1 / 1.05 - 1)).toBe("5.0 % to 8.0 % more throughput");
    expect(higher(1, 3)).toBe("2.0x to 4.0x less throughput");
    expect(higher(1 / 1.01 - 1, 1 / 0.98 - 1)).toBe("1.0 % more to 2.0 % less throughput");
  });
});

describe("an exact change is told digit by digit", () => {
  it.each([
    ["size", 12_345, 12_346, "1 B larger"],
    ["size", 102_912, 94_208, "8,704 B smaller (8.5 %)"],
    ["memory", 65_536, 131_072, "65,536 B more memory (2x)"],
    ["memory", 0, 65_536, "65,536 B more memory"],
    ["exports", 4, 3, "1 fewer exports (25 %)"],
    ["size", 7, 7, "the same"],
    ["fuel", 1_346_269, 1_346_270, "1 unit more fuel (+0.000074 %)"],
    ["fuel", 1_346_269, 1_346_257, "12 units less fuel (−0.00089 %)"],
    ["fuel", 19_466_923_000, 19_466_923_001, "1 unit more fuel (less than 0.000001 %)"],
    ["fuel", 158_433, 396_112, "237,679 units more fuel (2.5x)"],
    ["fuel", 0, 1, "1 unit more fuel"],
  ] as const)("%s from %d to %d: %s", (metric, base, head, text) => {
    const row = someExactRow("modules/fib", metric, base, head);
    expect(isCompared(row) && formatChange(row)).toBe(text);
  });
});

it("where a policy turned a metric round, words still say what the figure did", () => {
  const fewer = someExactRow("a/a", "exports", 4, 2);
  if (!isCompared(fewer)) throw new Error("unreachable");
  expect(formatChange({ ...fewer, direction: "higher" })).toBe("2 fewer exports (2x)");
  expect(formatInterval({ low: 0.05, estimate: 0.055, high: 0.06 }, "time", "higher")).toMatch(/faster$/);
});

it("a timed row is told by its interval", () => {
  const row = someTimedRow("execution/fib-20", "regressed", [0.05, 0.06]);
  expect(isCompared(row) && formatChange(row)).toBe("5.0 % to 6.0 % slower");
});

it("durations, shares, limits and commits are short", () => {
  expect([400, 9_400, 96_000, 120_000, 200_400].map(formatDuration)).toEqual([
    "0.4 s",
    "9.4 s",
    "96 s",
    "2 min",
    "3 min 20 s",
  ]);
  expect([0.02, 0.0243, 0.5, 0, 12.5].map(formatShare)).toEqual(["2 %", "2.4 %", "50 %", "0 %", "1,250 %"]);
  expect([
    formatBound(someTarget({ below: 1.05, unit: "ratio" })),
    formatBound(someTarget({ below: 10_000_000 })),
    formatBound(someTarget({ below: 512 * 1024, unit: "bytes" })),
    formatBound({
      name: "Pace",
      case: "load/x",
      unit: "ops/s",
      above: 7_403,
      measured: 1,
      level: "poor",
      acceptable: null,
      critical: null,
      advice: [],
    }),
  ]).toEqual(["below 1.05x", "below 10 ms", "below 512 KiB", "above 7.4 k ops/s"]);
  expect(shortSha("4f2d9c61b7a35e80d4c2b19f6a7e3d5c8b0f1e2a")).toBe("4f2d9c6");
});
