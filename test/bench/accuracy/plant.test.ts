import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { caseSets } from "../../../bench/accuracy/cases.ts";
import { plant, plantedFuel, turnsExport } from "../../../bench/accuracy/plant.ts";
import { Gauge, meter } from "../../../runtime/meter/index.ts";
import { wat } from "../../executor/assemble.ts";
import { expectPlantable } from "./plantable.ts";

let adder: Uint8Array<ArrayBuffer>;
/** Neither globals nor code, and an export of something else under the name of the function's neighbour. */
let sparse: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  adder = await wat(`(module
    (global $calls (mut i32) (i32.const 0))
    (func (export "add") (param i32 i64) (result i64)
      (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
      (i64.add (i64.extend_i32_s (local.get 0)) (local.get 1)))
    (func (export "calls") (result i32) (global.get $calls))
    (memory (export "memory") 1))`);
  sparse = await wat(`(module
    (import "host" "double" (func $double (param i32) (result i32)))
    (memory (export "double memory") 1)
    (export "double" (func $double)))`);
});

type Add = (a: number, b: bigint) => bigint;

test("a planted module gives the same answers, and calls what it stands before once", () => {
  const planted = new WebAssembly.Module(plant(adder, { entry: "add", turns: 1000 }));
  const { exports } = new WebAssembly.Instance(planted);
  expect((exports.add as Add)(2, 40n)).toBe(42n);
  expect((exports.add as Add)(-2, 40n)).toBe(38n);
  expect((exports.calls as () => number)()).toBe(2);
});

test("sections that a module does not have are added where they belong", () => {
  const planted = new WebAssembly.Module(plant(sparse, { entry: "double", turns: 3, nop: true }));
  const { exports } = new WebAssembly.Instance(planted, { host: { double: (n: number) => 2 * n } });
  expect((exports.double as (n: number) => number)(21)).toBe(42);
  expect(exports["double memory"]).toBeInstanceOf(WebAssembly.Memory);
});

test("each turn burns the same, and one instruction is one", () => {
  const turnsAndNop = fc.tuple(fc.integer({ min: 0, max: 5000 }), fc.boolean());
  const plainly = fuelOfAdding({ turns: 0 });
  fc.assert(
    fc.property(turnsAndNop, ([turns, withNop]) => {
      const planted = { turns, ...(withNop ? { nop: true as const } : {}) };
      expect(fuelOfAdding(planted) - plainly).toBe(plantedFuel(planted));
    }),
    { numRuns: 30 },
  );
});

test("the number of turns is all that differs between two planted modules of as many digits, and can be set", () => {
  const few = plant(adder, { entry: "add", turns: 1000 });
  const many = plant(adder, { entry: "add", turns: 2000 });
  expect(many).toHaveLength(few.length);
  expect(few.filter((byte, at) => byte !== many[at]).length).toBeLessThanOrEqual(2);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(few));
  expect(exports[turnsExport]).toBeInstanceOf(WebAssembly.Global);
});

test("nothing can be planted in what is not there, nor twice", () => {
  expect(() => plant(adder, { entry: "subtract", turns: 1 })).toThrow("exports no function called subtract");
  const once = plant(adder, { entry: "add", turns: 1 });
  expect(() => plant(once, { entry: "add", turns: 1 })).toThrow("planted in this module before");
});

test.each(caseSets.published.cases.map((each) => [each.id, each] as const))(
  "%s: its answer is the same and its fuel deterministic, with what was planted on top",
  (_id, each) => expectPlantable(each),
);

function fuelOfAdding(planted: { turns: number; nop?: true }): number {
  const metered = meter(plant(adder, { entry: "add", ...planted }));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(metered.bytes));
  const gauge = new Gauge(exports, metered);
  const before = gauge.remaining;
  (exports.add as Add)(1, 1n);
  return before - gauge.remaining;
}
