import { expect, test } from "vitest";
import { meter } from "../../../runtime/meter/index.ts";
import { hiddenNames } from "../../../runtime/meter/webassembly.ts";
import { assemble } from "./assembler.ts";
import { emptyTally, prove } from "./proof.ts";
import type { Command } from "./script.ts";
import { ways } from "./ways.ts";

/** More than the meter adds to any index space of these modules. */
const beyond = 24;

/** The most indices that one of these modules uses itself. */
const own = 2;

/** One thing in every index space. */
const furnished = `(type (func)) (func) (table 1 funcref) (memory 1) (global i32 (i32.const 0)) (tag)
  (elem func 0) (data "")`;

/** Instructions that refer to something by its index, in an otherwise valid function. */
const instructions = [
  "(drop (global.get N))",
  "(global.set N (i32.const 0))",
  "(global.set N (i64.const 0))",
  "(drop (local.get N))",
  "(local.set N (i32.const 0))",
  "(local.set N (i64.const 0))",
  "(drop (local.tee N (i64.const 0)))",
  "(call N)",
  "(drop (call N))",
  "(call N (i64.const 0))",
  "(drop (call N (i32.const 0)))",
  "(drop (call N (i64.const 0)))",
  "(return_call N)",
  "(drop (ref.func N))",
  "(call_indirect (type N) (i32.const 0))",
  "(call_indirect N (type 0) (i32.const 0))",
  "(return_call_indirect N (type 0) (i32.const 0))",
  "(call_ref N (ref.null N))",
  "(return_call_ref N (ref.null N))",
  "(drop (table.get N (i32.const 0)))",
  "(table.set N (i32.const 0) (ref.null func))",
  "(drop (table.size N))",
  "(drop (table.grow N (ref.null func) (i32.const 0)))",
  "(table.fill N (i32.const 0) (ref.null func) (i32.const 0))",
  "(table.copy N 0 (i32.const 0) (i32.const 0) (i32.const 0))",
  "(table.copy 0 N (i32.const 0) (i32.const 0) (i32.const 0))",
  "(table.init N 0 (i32.const 0) (i32.const 0) (i32.const 0))",
  "(table.init 0 N (i32.const 0) (i32.const 0) (i32.const 0))",
  "(elem.drop N)",
  "(drop (memory.size N))",
  "(drop (memory.grow N (i32.const 0)))",
  "(drop (i32.load N (i32.const 0)))",
  "(i64.store N (i32.const 0) (i64.const 0))",
  "(memory.fill N (i32.const 0) (i32.const 0) (i32.const 0))",
  "(memory.copy N 0 (i32.const 0) (i32.const 0) (i32.const 0))",
  "(memory.copy 0 N (i32.const 0) (i32.const 0) (i32.const 0))",
  "(memory.init N 0 (i32.const 0) (i32.const 0) (i32.const 0))",
  "(memory.init 0 N (i32.const 0) (i32.const 0) (i32.const 0))",
  "(data.drop N)",
  "(br N)",
  "(br_if N (i32.const 0))",
  "(br_table 0 N (i32.const 0))",
  "(br_on_null N (ref.null func)) drop",
  "(loop (br N))",
  "(loop (if (i32.const 0) (then (br_if 5 (i32.const 0)) (br N))))",
  "(throw N)",
  "(try_table (catch N 0))",
  "(try_table (catch_all N))",
  "try rethrow N catch_all end",
  "try catch N end",
  "try delegate N",
  "(block (type N))",
  "(drop (ref.null N))",
  "(drop (ref.test (ref null N) (ref.null func)))",
  "(drop (struct.new_default N))",
  "(drop (array.new_default N (i32.const 0)))",
  "(drop (struct.get N 0 (ref.null none)))",
  "(local (ref null N))",
];

const fields = [
  `(export "own" (func N))`,
  `(export "own" (table N))`,
  `(export "own" (memory N))`,
  `(export "own" (global N))`,
  `(export "own" (tag N))`,
  "(start N)",
  "(elem (i32.const 0) func N)",
  "(elem func N)",
  "(elem declare func N)",
  "(elem (table N) (i32.const 0) func)",
  "(elem (i32.const 0) funcref (ref.func N))",
  `(data (memory N) (i32.const 0) "")`,
  `(data (global.get N) "")`,
  "(global i32 (global.get N))",
  "(global i64 (global.get N))",
  "(global funcref (ref.func N))",
  "(global (ref null N) (ref.null N))",
  "(table 1 funcref (ref.func N))",
  "(table 1 (ref null N))",
  "(func (type N))",
  "(func (param (ref null N)))",
  "(func (result (ref null N)) (unreachable))",
  "(tag (type N))",
  "(type (func (param (ref null N))))",
  "(type (sub N (func)))",
  "(type (sub N (func (result f64))))",
  "(type (struct (field (ref null N))))",
  "(type (array (ref null N)))",
];

/** Imports stand before everything else, so they get no more than a type. */
const imports = [
  `(type (func)) (import "module" "name" (func (type N)))`,
  `(type (func)) (import "module" "name" (tag (type N)))`,
  `(type (func)) (import "module" "name" (global (ref null N)))`,
  `(type (func)) (import "module" "name" (table 1 (ref null N)))`,
];

/** What is valid only beside something that the meter adds. */
const lacking = [
  "(elem (i32.const 0))",
  "(elem (i32.const 0) func)",
  "(elem (i32.const 0) funcref)",
  "(func (call_indirect (i32.const 0)))",
  "(func (return_call_indirect (i32.const 0)))",
  "(func (drop (table.get 0 (i32.const 0))))",
  `(data (i32.const 0) "")`,
  "(func (drop (i32.load (i32.const 0))))",
  "(func (drop (memory.size)))",
  "(func $f (drop (ref.func $f)))",
  "(func $f (drop (ref.func $f))) (start $f)",
  "(func $f (param i32)) (start $f)",
  "(func $f (result i32) (i32.const 0)) (start $f)",
  "(func $f (param i64) (result i64) (i64.const 0)) (start $f)",
  `(func $f (export "twice")) (export "twice" (func $f))`,
  "(func (result i32))",
  "(func (result i64))",
  "(func (i64.const 0))",
  "(func (loop (i64.const 0)))",
  "(func (i64.const 0) (drop) (drop))",
  "(func (block (drop)))",
  "(func (result i64) (loop (result i64)))",
];

test("no index reaches what the meter adds, and nothing that the meter adds makes a module valid", async () => {
  const alone = [...instructions.map((instruction) => `(func ${instruction})`), ...fields];
  const referring = [...alone, ...alone.map((field) => `${furnished} ${field}`), ...imports];
  const modules = [
    ...referring.flatMap((rest) =>
      Array.from({ length: own + beyond }, (_, index) => `(module ${rest.replaceAll("N", String(index))})`),
    ),
    ...lacking.map((rest) => `(module ${rest})`),
  ];
  const tally = emptyTally();
  const differences = await prove(modules.map(refused), ways, tally);
  expect(differences.map(({ line, ...difference }) => ({ module: modules[line], ...difference }))).toEqual(
    [],
  );
  // Most of them must have been invalid before, or they say nothing.
  expect(tally.skipped).toEqual(new Map());
  expect(tally.refusals).toBeGreaterThanOrEqual(referring.length * beyond + lacking.length);
});

test("a module may already export what the meter would", async () => {
  const plain = await assemble(`(module (memory 1) (func $f) (start $f))`);
  if (plain.kind === "refused") throw new Error(plain.why);
  const names = hiddenNames(meter(plain.bytes, { profile: true, isolation: true }));
  const exports = [...names].map((name) => `(export "${name}" (func $own))`).join("\n");
  const text = `(module (memory 1) (func $f) (start $f) (func $own (result i32) (i32.const 7)) ${exports})`;
  const commands = [...names].map((field): Command => {
    const action = { kind: "invoke", instance: undefined, field, args: [] } as const;
    const results = [{ kind: "number", type: "i32", bits: 7n, nans: [] }] as const;
    return { kind: "action", action, ending: { kind: "returned", results }, line: 1 };
  });
  const module: Command = { kind: "module", name: undefined, source: { kind: "text", text }, line: 0 };
  const tally = emptyTally();
  expect(await prove([module, ...commands], ways, tally)).toEqual([]);
  expect(tally.unexpected).toEqual([]);
  expect(tally.actions).toBe(names.size);
});

function refused(text: string, line: number): Command {
  return { kind: "refused", because: "assert_invalid", source: { kind: "text", text }, line };
}
