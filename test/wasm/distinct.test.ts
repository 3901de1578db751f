import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { expect, test } from "vitest";
import { makeDistinct, nextDistinct } from "../../src/wasm/distinct.ts";

/** (module (func (export "f") (result i32) i32.const 42)) */
const answer = Uint8Array.from([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 127, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 6, 1, 4, 0, 65,
  42, 11,
]);

/**
 * Loads the module twice in a fresh V8, has the first tiered up, and says whether the second runs optimised code.
 * V8's own word instead of a stopwatch: `%IsTurboFanFunction`.
 */
function secondIsOptimised(prepareSecond: string): boolean {
  const script = `
    import { makeDistinct } from ${JSON.stringify(fileURLToPath(new URL("../../src/wasm/distinct.ts", import.meta.url)))};
    const bytes = Uint8Array.from(${JSON.stringify([...answer])});
    const nonce = (n) => new Uint8Array(16).fill(n);
    const load = (b) => new WebAssembly.Instance(new WebAssembly.Module(b)).exports.f;
    const first = load(makeDistinct(bytes, nonce(1)));
    const second = load(${prepareSecond});
    first(); second();
    %WasmTierUpFunction(first);
    console.log(JSON.stringify([%IsTurboFanFunction(first), %IsTurboFanFunction(second)]));`;
  const flags = ["--allow-natives-syntax", "--no-warnings", "--input-type=module"];
  const [first, second] = JSON.parse(
    execFileSync(process.execPath, [...flags, "-e", script], { encoding: "utf8" }),
  );
  expect(first).toBe(true);
  return second;
}

test("the trap: modules of equal bytes share machine code, so one arm would tier up the other", () => {
  expect(secondIsOptimised("makeDistinct(bytes, nonce(1))")).toBe(true);
});

test("the cure: with bytes of its own an arm has code of its own", () => {
  expect(secondIsOptimised("makeDistinct(bytes, nonce(2))")).toBe(false);
});

test("a distinct module is the same program, longer by the same for every arm", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (nonce) => {
      const distinct = makeDistinct(answer, nonce);
      expect(distinct.length).toBe(makeDistinct(answer, randomBytes(16)).length);
      const { f } = new WebAssembly.Instance(new WebAssembly.Module(distinct)).exports;
      expect(typeof f === "function" && f()).toBe(42);
    }),
  );
});

test("the next of distinct bytes differs and is valid", () => {
  const bytes = makeDistinct(answer, new Uint8Array(16).fill(255));
  const before = Uint8Array.from(bytes);
  expect(nextDistinct(bytes)).not.toEqual(before);
  expect(WebAssembly.validate(bytes)).toBe(true);
});
