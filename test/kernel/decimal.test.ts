import { readFile } from "node:fs/promises";
import asc from "assemblyscript/asc";
import fc from "fast-check";
import { expect, test } from "vitest";

const source = await readFile(new URL("../../runtime/tools/shared/decimal.ts", import.meta.url), "utf8");

/** The guests' reading of decimal numbers, by itself. */
async function compiled() {
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main(
    [
      "decimal.ts",
      "--runtime",
      "stub",
      "--use",
      "abort=",
      "--outFile",
      "decimal.wasm",
      "-O",
      "--initialMemory",
      "16",
    ],
    {
      readFile: (name) => (name === "decimal.ts" ? source : null),
      writeFile: (_name, contents) => {
        if (typeof contents !== "string") binary = contents;
      },
      listFiles: () => [],
    },
  );
  if (error || binary === undefined) throw new Error(stderr.toString());
  return new WebAssembly.Module(Uint8Array.from(binary));
}

const module = await compiled();

function parse(text: string): number {
  const { exports } = new WebAssembly.Instance(module, {});
  const { memory, parseDecimal } = exports as {
    memory: WebAssembly.Memory;
    parseDecimal: (from: number, to: number) => number;
  };
  // the last page is far from what the allocator gives away
  const at = 15 * 65_536;
  const { written } = new TextEncoder().encodeInto(text, new Uint8Array(memory.buffer, at));
  return parseDecimal(at, at + written);
}

test("decimal numbers are read to the nearest double", () => {
  const digits = fc.stringMatching(/^-?(0|[1-9][0-9]{0,25})(\.[0-9]{1,20})?([eE][+-]?[1-9][0-9]{0,2})?$/);
  const double = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(
      fc.oneof(
        digits,
        double.map(String),
        double.map((value) => value.toExponential(20)),
      ),
      (text) => {
        expect(parse(text)).toBe(Number(text));
      },
    ),
    { numRuns: 500 },
  );
});

test("numbers half-way between two doubles go to the even one, and the least bit more goes up", () => {
  const odd = fc.bigInt({ min: 2n ** 53n, max: 2n ** 54n - 1n }).map((value) => value | 1n);
  fc.assert(
    fc.property(
      odd,
      fc.integer({ min: 0, max: 960 }),
      fc.constantFrom("", ".0", ".00000000000001"),
      (significand, shift, rest) => {
        const text = `${significand << BigInt(shift)}${rest}`;
        expect(parse(text)).toBe(Number(text));
      },
    ),
    { numRuns: 100 },
  );
});

test.each([
  "0",
  "-0",
  "0.0e5",
  "1e400",
  "-1e400",
  "1e-400",
  "5e-324",
  "2.4703282292062327e-324",
  "2.4703282292062328e-324",
  "1.7976931348623157e308",
  "1.7976931348623158e308",
  "1.7976931348623159e308",
  "2.2250738585072011e-308",
  "9007199254740993",
  `${"1".repeat(5_000)}e-5000`,
  `0.${"0".repeat(2_000)}1e2000`,
  "1e99999999999",
])("%s", (text) => {
  expect(parse(text)).toBe(Number(text));
});
