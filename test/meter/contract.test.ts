import { describe, expect, test } from "vitest";
import { fuelContract, type MeterMode } from "../../runtime/meter/index.ts";
import { assembled, handOut, metered } from "./module.ts";

const modes: readonly MeterMode[] = ["exact", "fast"];

test("these are the rules of version 1: who changes one of these numbers changes the version", () => {
  expect(fuelContract).toBe(1);
});

/** A module whose function `f` has this code, and things to work on. */
const around = (code: string, signature = "") => `(module
  (type $pair (struct (field i32) (field i32)))
  (type $bytes (array (mut i8)))
  (type $refs (array (mut funcref)))
  (memory $m 4 100) (data $d "0123456789abcdef0123456789abcdef")
  (memory $wide i64 4 100)
  (table $t 64 1000 funcref) (elem $e func $empty $empty $empty $empty)
  (global $g (mut i32) (i32.const 0))
  (tag $tag (param i32))
  (func $empty)
  (func $three nop nop nop)
  (func $identity (param i32) (result i32) local.get 0)
  (func (export "f") ${signature} ${code}))`;

/** What is executed, and the units that it takes. */
const rows: readonly (readonly [what: string, code: string, units: number])[] = [
  ["nothing, and the end of a function", "", 0],
  ["an instruction", "nop", 1],
  ["operands are instructions", "(drop (i32.add (i32.const 1) (i32.const 2)))", 4],
  ["a block is an instruction, its end is none", "(block)", 1],
  ["a branch out of a block skips what follows", "(block (br 0) nop nop nop)", 2],
  ["a conditional branch that is taken", "(block (br_if 0 (i32.const 1)) nop nop)", 3],
  ["a conditional branch that is not taken", "(block (br_if 0 (i32.const 0)) nop nop)", 5],
  ["a table of branches", "(block (block (br_table 0 1 (i32.const 0)) nop) nop nop)", 6],
  [
    "an if whose condition holds, and the arm that is taken",
    "(if (i32.const 1) (then nop nop) (else nop))",
    4,
  ],
  [
    "an if whose condition does not hold; else is no instruction",
    "(if (i32.const 0) (then nop nop) (else nop))",
    3,
  ],
  ["an if without an else", "(if (i32.const 0) (then nop nop))", 2],
  ["a loop that is entered once", "(loop nop)", 2],
  [
    "a loop counts at every turn: three of them, with 8 instructions each",
    "(local i32) (loop (local.set 0 (i32.add (local.get 0) (i32.const 1))) (br_if 0 (i32.lt_u (local.get 0) (i32.const 3))))",
    27,
  ],
  ["a return", "nop return nop", 2],
  ["a call, and what the callee does", "(call $three)", 4],
  [
    "an indirect call",
    "(table.init $t $e (i32.const 0) (i32.const 0) (i32.const 4)) (call_indirect (i32.const 1))",
    4 + 4 + 2,
  ],
  ["a call in the place of the caller", "(return_call $three)", 4],
  ["15 locals are free", `(local ${"i32 ".repeat(15)})`, 0],
  ["16 locals take a unit at the entry", `(local ${"i32 ".repeat(16)})`, 1],
  ["100 locals take 6", `(local ${"i64 ".repeat(100)})`, 6],
  ["memory.size", "(drop (memory.size))", 2],
  ["memory.grow takes a unit a page", "(drop (memory.grow (i32.const 3)))", 3 + 3],
  ["memory.grow that is denied takes them too", "(drop (memory.grow (i32.const 200)))", 3 + 200],
  ["memory.fill of 15 bytes", "(memory.fill (i32.const 0) (i32.const 0) (i32.const 15))", 4],
  [
    "memory.fill takes a unit for 16 bytes",
    "(memory.fill (i32.const 0) (i32.const 0) (i32.const 1600))",
    4 + 100,
  ],
  [
    "memory.fill of a wide memory",
    "(memory.fill $wide (i64.const 0) (i32.const 0) (i64.const 1600))",
    4 + 100,
  ],
  ["memory.copy", "(memory.copy (i32.const 0) (i32.const 100) (i32.const 320))", 4 + 20],
  [
    "memory.copy from a wide memory",
    "(memory.copy $m $wide (i32.const 0) (i64.const 100) (i32.const 320))",
    4 + 20,
  ],
  ["memory.init", "(memory.init $d (i32.const 0) (i32.const 0) (i32.const 32))", 4 + 2],
  ["data.drop", "(data.drop $d)", 1],
  ["table.size", "(drop (table.size $t))", 2],
  ["table.grow takes a unit an element", "(drop (table.grow $t (ref.null func) (i32.const 10)))", 4 + 10],
  ["table.fill", "(table.fill $t (i32.const 0) (ref.null func) (i32.const 7))", 4 + 7],
  ["table.copy", "(table.copy (i32.const 0) (i32.const 8) (i32.const 5))", 4 + 5],
  ["table.init", "(table.init $t $e (i32.const 0) (i32.const 0) (i32.const 4))", 4 + 4],
  ["elem.drop", "(elem.drop $e)", 1],
  ["a vector instruction", "(drop (i8x16.add (v128.const i64x2 1 2) (v128.const i64x2 3 4)))", 4],
  ["an object", "(drop (struct.new $pair (i32.const 1) (i32.const 2)))", 4],
  ["array.new takes a unit an element", "(drop (array.new $bytes (i32.const 1) (i32.const 9)))", 4 + 9],
  ["array.new_default", "(drop (array.new_default $bytes (i32.const 9)))", 3 + 9],
  ["array.new_fixed", "(drop (array.new_fixed $bytes 3 (i32.const 1) (i32.const 2) (i32.const 3)))", 5 + 3],
  ["array.new_data", "(drop (array.new_data $bytes $d (i32.const 0) (i32.const 9)))", 4 + 9],
  ["array.new_elem", "(drop (array.new_elem $refs $e (i32.const 0) (i32.const 4)))", 4 + 4],
  [
    "array.fill",
    "(array.fill $bytes (array.new_default $bytes (i32.const 9)) (i32.const 0) (i32.const 1) (i32.const 5))",
    6 + 9 + 5,
  ],
  [
    "an exception that is caught: what was executed up to it, and what comes where it is caught",
    "(block $caught (result i32) (try_table (catch $tag $caught) (throw $tag (i32.const 1))) (i32.const 2)) drop",
    5,
  ],
];

describe.each(modes)("what counts as a unit of fuel (%s)", (mode) => {
  test.each(rows)("%s", async (_, code, units) => {
    const bytes = await assembled(around(code));
    expect(metered(bytes, { mode }).call("f")).toEqual({ gave: undefined, fuel: units });
    expect(metered(bytes, { mode, profile: true }).call("f").fuel).toBe(units);
    expect(metered(bytes, { mode, isolation: true, stackLimit: 100 }).call("f").fuel).toBe(units);
  });

  test.each(rows)(
    "with exactly so much fuel it passes, with a unit less it stops: %s",
    async (_, code, units) => {
      const bytes = await assembled(around(code));
      const enough = metered(bytes, { mode });
      expect(enough.call("f", [], units).gave).toBeUndefined();
      expect(enough.gauge).toMatchObject({ exhausted: false, remaining: 0 });
      if (units === 0) return;
      const less = metered(bytes, { mode });
      expect(less.call("f", [], units - 1).gave).toBeInstanceOf(WebAssembly.RuntimeError);
      expect(less.gauge.exhausted).toBe(true);
    },
  );

  test.each(rows)("in slices of any size it comes to the same: %s", async (_, code, units) => {
    const bytes = await assembled(around(code));
    for (const slice of [1, 2, 3, 7, units + 1]) {
      const { gauge, call } = metered(bytes, { mode, callOut: true });
      const given = handOut(gauge, slice);
      const { gave, fuel } = call("f", [], 0);
      expect(gave).toBeUndefined();
      expect(given() + fuel).toBe(units);
    }
  });
});

test("a straight line of 100,000 instructions is paid in parts", async () => {
  const bytes = await assembled(around("nop ".repeat(100_000)));
  for (const mode of modes) expect(metered(bytes, { mode }).call("f").fuel).toBe(100_000);
  const { gauge, call } = metered(bytes, { mode: "exact" });
  call("f", [], 50_000);
  expect(gauge.remaining).toBeGreaterThan(-8192);
});

const effects = `(module
  (import "host" "note" (func $note (param i32)))
  (memory (export "memory") 1)
  (func (export "traps") (param i32)
    (i32.store (i32.const 0) (i32.const 1))
    (drop (i32.div_u (i32.const 1) (local.get 0)))
    nop nop nop)
  (func (export "notes") (call $note (i32.const 1)) (block) (call $note (i32.const 2)) (call $note (i32.const 3)))
  (func (export "branches") (param i32)
    (if (local.get 0) (then (call $note (i32.const 1)) nop nop nop) (else (call $note (i32.const 2)))))
  (func (export "turns") (param i32) (local i32)
    (loop
      (i32.store8 (local.get 1) (i32.const 1))
      (drop (i32.div_u (i32.const 1) (i32.sub (local.get 0) (local.get 1))))
      (local.set 1 (i32.add (local.get 1) (i32.const 1)))
      (br 0))))`;
const turnUnits = 15;

describe("a program that is stopped", () => {
  const start = async (mode: MeterMode) => {
    const notes: number[] = [];
    const host = { note: (what: number) => notes.push(what) };
    return { notes, ...metered(await assembled(effects), { mode }, { host }) };
  };

  test("in exact mode does nothing of a block that it cannot pay", async () => {
    const { call, notes, gauge } = await start("exact");
    expect(call("branches", [1], 6).gave).toBeInstanceOf(WebAssembly.RuntimeError);
    expect(notes).toEqual([]);
    expect(gauge.remaining).toBe(6 - 2 - 5);
    expect(call("branches", [1], 7).gave).toBeUndefined();
    expect(notes).toEqual([1]);
  });

  test("at a trap, in exact mode, was charged to the end of the block that trapped and no further", async () => {
    const { call } = await start("exact");
    expect(call("traps", [0]).fuel).toBe(10);
    for (const turns of [1, 5, 100]) {
      const { gave, fuel } = call("turns", [turns]);
      expect(String(gave)).toContain("divide by zero");
      expect(fuel).toBe((turns + 1) * turnUnits);
    }
  });

  test("at a trap, in fast mode, was charged all but the last turn of a loop, or more", async () => {
    const { call } = await start("fast");
    for (const turns of [1, 5, 100]) {
      const { fuel } = call("turns", [turns]);
      expect(fuel).toBeGreaterThanOrEqual(turns * turnUnits);
      expect(fuel).toBeLessThanOrEqual((turns + 1) * turnUnits);
    }
  });

  test("in fast mode is stopped at the next turn of a loop", async () => {
    const { call, exports } = await start("fast");
    call("turns", [1000], 10 * turnUnits);
    const written = new Uint8Array((exports.memory as WebAssembly.Memory).buffer).indexOf(0);
    expect(written).toBe(10);
  });
});

test("the start function burns fuel, and is stopped when there is too little", async () => {
  const bytes = await assembled("(module (func $init (loop nop nop)) (start $init))");
  for (const mode of modes) {
    const { gauge } = metered(bytes, { mode, fuel: 100 });
    expect(gauge.remaining).toBe(97);
    expect(() => metered(bytes, { mode, fuel: 2 })).toThrow(WebAssembly.RuntimeError);
  }
});
