import fc from "fast-check";

/** Something that a function does to its instance, by the numbers it is given. */
type Step = (a: number, b: number) => string;

const page = 65_536;
/** Everything an instance holds can be changed by one of these, and some of them end the execution in the middle of it. */
const steps = {
  store: (a, b) => `(i32.store $m (i32.const ${a % (page - 3)}) (i32.const ${b}))`,
  "store at the end": (_, b) => `(i32.store8 $m (i32.const ${page - 1}) (i32.const ${b}))`,
  "store in the second memory": (a, b) => `(i64.store $n (i32.const ${a % (page - 7)}) (i64.const ${b}))`,
  "store a vector": (a, b) =>
    `(v128.store $m (i32.const ${a % (page - 15)}) (v128.const i32x4 ${b} 1 2 ${b}))`,
  "store atomically": (a, b) =>
    `(drop (i32.atomic.rmw.add $m (i32.const ${(a * 4) % page}) (i32.const ${b})))`,
  "fill memory": (a, b) =>
    `(memory.fill $m (i32.const ${a % 60_000}) (i32.const ${b}) (i32.const ${a % 5_000}))`,
  "fill all": (_, b) => `(memory.fill $m (i32.const 0) (i32.const ${b | 1}) (i32.const ${page}))`,
  "copy between memories": (a, b) =>
    `(memory.copy $n $m (i32.const ${a % 30_000}) (i32.const ${(b >>> 0) % 30_000}) (i32.const ${a % 999}))`,
  "initialize memory": (a) =>
    `(memory.init $m $passive (i32.const ${a % 60_000}) (i32.const 0) (i32.const 7))`,
  "drop data": () => `(data.drop $passive)`,
  "grow memory": (a) => `(drop (memory.grow $m (i32.const ${a % 2})))`,
  "grow the second memory": (a) => `(drop (memory.grow $n (i32.const ${a % 3})))`,
  "grow memory and write there": (_, b) =>
    `(if (i32.ne (memory.grow $m (i32.const 1)) (i32.const -1)) (then (i32.store $m (i32.const ${page}) (i32.const ${b}))))`,
  "set an i32": (_, b) => `(global.set $i32 (i32.add (global.get $i32) (i32.const ${b})))`,
  "set an i64": (_, b) => `(global.set $i64 (i64.const ${b}))`,
  "set an f32": (a) => `(global.set $f32 (f32.const ${a}.5))`,
  "set an f64": (a) => `(global.set $f64 (f64.const nan:0x${(a + 1).toString(16)}))`,
  "set a v128": (a, b) => `(global.set $v128 (v128.const i32x4 ${a} ${b} 3 4))`,
  "set a function": (a) => `(global.set $function ${a % 2 ? "(ref.null $t)" : "(ref.func $three)"})`,
  "set an external reference": (a) =>
    `(global.set $extern ${a % 2 ? "(ref.null extern)" : "(extern.convert_any (ref.i31 (i32.const 1)))"})`,
  "set an exception": (a) =>
    `(global.set $exception (block $caught (result exnref)
      (try_table (catch_all_ref $caught) (throw $e (i32.const ${a}))) unreachable))`,
  "set in the table": (a) => `(table.set $t (i32.const ${a % 8}) (ref.func $three))`,
  "empty the table": (a) => `(table.fill $t (i32.const ${a % 8}) (ref.null func) (i32.const ${8 - (a % 8)}))`,
  "grow the table": (a) => `(drop (table.grow $t (ref.func $two) (i32.const ${a % 20})))`,
  "copy in the table": (a) => `(table.copy $t $t (i32.const ${a % 4}) (i32.const 0) (i32.const ${a % 5}))`,
  "initialize the table": (a) => `(table.init $t $elements (i32.const ${a % 6}) (i32.const 0) (i32.const 2))`,
  "drop elements": () => `(elem.drop $elements)`,
  "set in the table of external references": () =>
    `(table.set $x (i32.const 1) (extern.convert_any (ref.i31 (i32.const 5))))`,
  "grow the table of external references": () => `(drop (table.grow $x (ref.null extern) (i32.const 1)))`,
  "call through the table": (a) => `(drop (call_indirect $t (type $t) (i32.const ${a % 8})))`,
  "throw and catch": (a) =>
    `(block $done (global.set $i32 (block $caught (result i32)
      (try_table (catch $e $caught) (i32.store $m (i32.const 8) (i32.const ${a})) (throw $e (i32.const ${a}))) (br $done))))`,
  work: (a) => `(local.set $left (i32.const ${1 + (a % 3_000)}))
    (loop $again (br_if $again (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))`,
  "work for more than a slice": (a) => `(if (i32.and (local.get $n) (i32.const 8)) (then
      (local.set $left (i32.const ${300_000 + a}))
      (loop $again (br_if $again (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))))`,
  trap: () => `(if (i32.and (local.get $n) (i32.const 1)) (then unreachable))`,
  throw: (a) => `(if (i32.and (local.get $n) (i32.const 2)) (then (throw $e (i32.const ${a}))))`,
  "write half and trap": (_, b) =>
    `(if (i32.and (local.get $n) (i32.const 4)) (then (i64.store $m (i32.const ${page - 4}) (i64.const ${b}))))`,
  "fill too much": () =>
    `(if (i32.and (local.get $n) (i32.const 4)) (then (memory.fill $m (i32.const 9) (i32.const 1) (i32.const 300000))))`,
  "divide by zero": (a) =>
    `(if (i32.and (local.get $n) (i32.const 1)) (then (global.set $i32 (i32.div_u (i32.const ${a}) (i32.const 0)))))`,
} satisfies Record<string, Step>;

export type StepName = keyof typeof steps;
export const stepNames = Object.keys(steps) as StepName[];

/** A step with its numbers. */
export type Action = readonly [name: StepName, a: number, b: number];

export const anyAction: fc.Arbitrary<Action> = fc.tuple(
  fc.constantFrom(...stepNames),
  fc.nat(100_000),
  fc.integer(),
);

/**
 * A module that holds everything an instance can hold but objects. `f0`, `f1`, … take a number that says which of their steps
 * are taken that trap or take long; like `read` and `segments` they return a digest of all that an instance of the
 * module holds then; `segments` also of what its passive segments do.
 *
 * @param imports fields that come first
 */
export function stateModule(functions: readonly (readonly Action[])[], imports = ""): string {
  const bodies = functions.map(
    (actions, index) => `(func (export "f${index}") (param $n i32) (result i64) (local $left i32)
      ${actions.map(([name, a, b]) => (steps[name] as Step)(a, b)).join("\n")}
      (call $read))`,
  );
  return `(module ${imports}
    (type $t (func (result i32)))
    (memory $m (export "memory") 1 3) (memory $n 1 2)
    (data (memory $m) (i32.const ${page - 6}) "\\01\\02\\03\\04\\05\\06") (data (memory $n) (i32.const 300) "active")
    (data $passive "passive")
    (table $t (export "table") 8 20 funcref) (table $x 2 4 externref)
    (elem (table $t) (i32.const 1) func $one $two) (elem $elements func $three $one)
    (tag $e (param i32))
    (global $i32 (export "i32") (mut i32) (i32.const 7)) (global $i64 (export "i64") (mut i64) (i64.const -7))
    (global $f32 (mut f32) (f32.const 0.5)) (global $f64 (export "f64") (mut f64) (f64.const -0))
    (global $v128 (export "v128") (mut v128) (v128.const i64x2 5 6))
    (global $function (export "function") (mut (ref null $t)) (ref.func $one))
    (global $extern (mut externref) (ref.null extern)) (global $exception (mut exnref) (ref.null exn))
    (func $one (type $t) (i32.const 1)) (func $two (type $t) (i32.const 2)) (func $three (type $t) (i32.const 3))
    (func $start
      (i32.store $m (i32.const 400) (i32.add (i32.load $m (i32.const 400)) (i32.const 77)))
      (global.set $i64 (i64.add (global.get $i64) (i64.const 1))))
    (start $start)
    (func $mix (param i64 i64) (result i64)
      (i64.add (i64.mul (i64.xor (local.get 0) (local.get 1)) (i64.const 0x100000001b3)) (i64.const 1)))
    (func $read (export "read") (result i64) (local $h i64) (local $at i32)
      (local.set $h (call $mix (i64.extend_i32_u (memory.size $m)) (i64.extend_i32_u (memory.size $n))))
      (loop $again
        (local.set $h (call $mix (local.get $h) (i64.load $m (local.get $at))))
        (local.set $h (call $mix (local.get $h) (i64.load $n (local.get $at))))
        (br_if $again (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 8))) (i32.const ${page}))))
      (local.set $at (i32.const 0))
      (loop $again
        (local.set $h (call $mix (local.get $h)
          (if (result i64) (ref.is_null (table.get $t (local.get $at)))
            (then (i64.const 99))
            (else (i64.extend_i32_u (call_indirect $t (type $t) (local.get $at)))))))
        (br_if $again (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 1))) (table.size $t))))
      (local.set $h (call $mix (local.get $h) (i64.extend_i32_u (table.size $x))))
      (local.set $h (call $mix (local.get $h) (i64.extend_i32_u (ref.is_null (table.get $x (i32.const 1))))))
      (local.set $h (call $mix (local.get $h) (i64.extend_i32_u (global.get $i32))))
      (local.set $h (call $mix (local.get $h) (global.get $i64)))
      (local.set $h (call $mix (local.get $h) (i64.extend_i32_u (i32.reinterpret_f32 (global.get $f32)))))
      (local.set $h (call $mix (local.get $h) (i64.reinterpret_f64 (global.get $f64))))
      (local.set $h (call $mix (local.get $h) (i64x2.extract_lane 0 (global.get $v128))))
      (local.set $h (call $mix (local.get $h) (i64x2.extract_lane 1 (global.get $v128))))
      (local.set $h (call $mix (local.get $h) (i64.extend_i32_u (ref.is_null (global.get $extern)))))
      (local.set $h (call $mix (local.get $h) (i64.extend_i32_u (ref.is_null (global.get $exception)))))
      (call $mix (local.get $h)
        (if (result i64) (ref.is_null (global.get $function))
          (then (i64.const 98))
          (else (i64.extend_i32_u (call_ref $t (global.get $function)))))))
    (func (export "segments") (result i64)
      (memory.init $m $passive (i32.const 0) (i32.const 0) (i32.const 7))
      (table.init $t $elements (i32.const 0) (i32.const 0) (i32.const 2))
      (call $read))
    ${bodies.join("\n")})`;
}
