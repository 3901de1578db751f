import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { parseConfig } from "../../src/config/parse.ts";
import { FuelgaugeError } from "../../src/errors.ts";
import { noConfig } from "../../src/model/config.ts";
import { metricNames } from "../../src/model/metric.ts";
import { nearestOf } from "../../src/model/problems.ts";
import { right, wrong } from "./examples.ts";

const parse = (document: unknown) => parseConfig(document, "fuelgauge.config.json");

describe("a policy file", () => {
  it.each(Object.entries(right))("may have %s", (_, document) => {
    expect(() => parse(document)).not.toThrow();
  });

  it("without anything in it configures nothing", () => {
    expect(parse({})).toEqual(noConfig);
  });

  it("is read as shares and as figures in the units of the metrics", () => {
    const { policy, waivers } = parse({
      policy: [
        { cases: "a/*", floor: "0.3%", tolerance: "7 %" },
        {
          cases: ["b/*"],
          metrics: "p99",
          targets: { target: "10 ms", acceptable: "1.5 s", critical: "2 s" },
        },
        { cases: "b/*", metrics: ["memory"], targets: { target: "512 KiB" } },
      ],
      waivers: [{ case: "a/b", metric: "fuel", reason: "r", ceiling: "0.7%", expires: "2027-01-31" }],
    });
    expect(policy).toEqual([
      { cases: ["a/*"], metrics: null, floor: 0.003, tolerance: 0.07 },
      { cases: ["b/*"], metrics: ["p99"], targets: { target: 1e7, acceptable: 1.5e9, critical: 2e9 } },
      { cases: ["b/*"], metrics: ["memory"], targets: { target: 524_288, acceptable: null, critical: null } },
    ]);
    expect(waivers).toEqual([
      { case: "a/b", metric: "fuel", reason: "r", ceiling: 0.007, expires: "2027-01-31" },
    ]);
  });

  it.each(Object.entries(wrong))("is refused with %s, and every problem is told", (_, { file, problems }) => {
    const message = messageOf(file);
    const told = message.split("\n").filter((line) => line.startsWith("  - "));
    expect(told).toHaveLength(problems.length);
    for (const [index, problem] of problems.entries()) {
      expect(told[index]?.startsWith(`  - ${problem}`), told[index]).toBe(true);
    }
    expect(message).toMatch(/^fuelgauge\.config\.json has (a problem|\d+ problems)\.\n/);
    expect(message).toMatch(/\n {2}expected: .+\n {2}to do: .+/);
  });

  it("is parsed or refused in order, whatever it holds", () => {
    const document = fc.object({
      key: fc.constantFrom(
        "policy",
        "waivers",
        "cases",
        "metrics",
        "floor",
        "targets",
        "target",
        "__proto__",
      ),
      maxDepth: 4,
    });
    fc.assert(
      fc.property(fc.oneof(document, fc.jsonValue()), (value) => {
        try {
          parse(value);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(FuelgaugeError);
        }
      }),
    );
  });
});

function messageOf(document: unknown): string {
  try {
    parse(document);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(FuelgaugeError);
    return String((thrown as Error).message);
  }
  throw new Error("it was not refused");
}

test("percentages are the shares that they say, to the last digit", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999 }), (thousandths) => {
      const { policy } = parse({ policy: [{ cases: "a/b", floor: `${thousandths / 1000}%` }] });
      expect(policy[0]?.floor).toBe(thousandths / 100_000);
    }),
  );
});

test("one slip of the fingers is understood, in every name of three letters and more", () => {
  const names = metricNames.filter((name) => name.length > 3 && !name.startsWith("p9"));
  fc.assert(
    fc.property(
      fc.constantFrom(...names),
      fc.nat(),
      fc.constantFrom("drop", "double", "replace"),
      (name, seed, slip) => {
        const at = seed % name.length;
        const instead = { drop: "", double: name.charAt(at).repeat(2), replace: "#" }[slip];
        expect(nearestOf(name.slice(0, at) + instead + name.slice(at + 1), metricNames)).toBe(name);
      },
    ),
  );
  expect(nearestOf("latency", metricNames)).toBeNull();
});
