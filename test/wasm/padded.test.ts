import fc from "fast-check";
import { expect, test } from "vitest";
import { paddedModule } from "../../src/wasm/padded.ts";

/** `(module (func (export "f") (result i32) i32.const 42))` */
const module = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 127, 3, 2, 1, 0],
  ...[7, 5, 1, 1, 102, 0, 0, 10, 6, 1, 4, 0, 65, 42, 11],
);

test("a padded module has the size that was asked for, and does the same", () => {
  fc.assert(
    fc.property(fc.integer({ min: module.length + 7, max: 300_000 }), (bytes) => {
      const padded = paddedModule(module, bytes);
      expect(padded.length).toBe(bytes);
      const { f } = new WebAssembly.Instance(new WebAssembly.Module(padded)).exports;
      expect((f as () => number)()).toBe(42);
    }),
    { numRuns: 50 },
  );
  expect(WebAssembly.validate(paddedModule(module, 11_000_000))).toBe(true);
});

test("where there is no room for a section, it is refused", () => {
  expect(() => paddedModule(module, module.length + 6)).toThrow(RangeError);
});
