import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";
import { packageFile } from "../corpus/workload.ts";

export interface Seed {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Modules to begin with: small ones that have every feature somewhere, and some that people ship. */
export async function seeds(): Promise<Seed[]> {
  const assembled = await Promise.all(
    Object.entries(texts).map(async ([name, text]) => ({
      name,
      bytes: Uint8Array.from(await parse(`(module ${text})`)),
    })),
  );
  for (const { name, bytes } of assembled) {
    if (!WebAssembly.validate(bytes))
      throw new Error(`The seed "${name}" is refused by V8; correct its text.`);
  }
  return [
    ...assembled,
    ...["ini", "regex", "css"].map((grammar) => ({
      name: `tree-sitter-${grammar}`,
      bytes: packageFile(`@vscode/tree-sitter-wasm/wasm/tree-sitter-${grammar}.wasm`),
    })),
    { name: "QuickJS", bytes: packageFile("@jitl/quickjs-wasmfile-release-sync/wasm") },
  ];
}

const texts = {
  control: `
    (import "m" "log" (func $log (param i32)))
    (global $g (mut i32) (i32.const 3))
    (func $f (export "f") (param i32) (result i32) (local i64 f32)
      (block $out (result i32)
        (block $b (block $a (br_table $a $b $b (local.get 0))) (call $log (i32.const 1)))
        (loop $again
          (br_if $out (i32.const 9) (i32.eqz (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
          drop
          (br_if $again (local.get 0)))
        (if (result i32) (local.get 0)
          (then (return (i32.const 1)))
          (else (select (i32.const 2) (i32.const 3) (global.get $g))))))
    (func (result i32 i64) (block (result i32 i64) (i32.const 1) (i64.const -5)))
    (func (param i32) (block (br_table 0 1 (local.get 0))) (br_if 0 (local.get 0)) (br 0))
    (func $main (global.set $g (call $f (i32.const 4))))
    (start $main)`,
  memory: `
    (memory (export "memory") 1 3)
    (data (i32.const 8) "abc") (data $d "passive") (data $e "")
    (func (export "f") (param i32) (result i32)
      (memory.init $d (i32.const 0) (i32.const 1) (i32.const 2)) (data.drop $d)
      (memory.fill (i32.const 0) (i32.const 1) (local.get 0))
      (memory.copy (i32.const 64) (i32.const 0) (i32.const 33))
      (i64.store offset=3 (i32.const 0) (i64.load32_u (i32.const 1)))
      (i32.div_s (memory.grow (i32.const 1)) (i32.trunc_f64_s (f64.load offset=70000 (local.get 0))))
      (i32.trunc_sat_f32_u (f32.const 7)) i32.add memory.size i32.add)`,
  tables: `
    (type $t (func (param i32) (result i32)))
    (table $a (export "a") 3 9 funcref) (table $b 2 externref) (table $c 1 funcref (ref.null func))
    (elem (i32.const 0) func $f $g) (elem $p func $g $g) (elem declare func $f) (elem $q funcref (ref.func $f) (ref.null func))
    (func $f (type $t) (call_indirect $a (type $t) (local.get 0) (i32.const 1)))
    (func $g (export "g") (type $t)
      (table.init $a $p (i32.const 0) (i32.const 0) (i32.const 1)) (elem.drop $q)
      (table.copy $a $c (i32.const 0) (i32.const 0) (i32.const 1))
      (table.fill $b (i32.const 0) (ref.null extern) (i32.const 2))
      (table.set $a (i32.const 2) (table.get $a (i32.const 0)))
      (drop (table.grow $b (ref.null extern) (i32.const 1)))
      (drop (ref.is_null (ref.func $f)))
      (drop (select (result externref) (ref.null extern) (ref.null extern) (local.get 0)))
      (table.size $a))`,
  "tail calls": `
    (type $t (func (param i32) (result i32))) (table 2 funcref) (elem (i32.const 0) func $odd $even)
    (func $even (export "even") (type $t)
      (if (local.get 0) (then (return_call $odd (i32.sub (local.get 0) (i32.const 1))))) (i32.const 1))
    (func $odd (type $t)
      (if (i32.eqz (local.get 0)) (then (return (i32.const 0))))
      (return_call_indirect (type $t) (i32.sub (local.get 0) (i32.const 1)) (i32.const 1)))`,
  "legacy exceptions": `
    (import "m" "f" (func $f)) (tag $e (export "e") (param i32)) (tag $n)
    (func (export "g") (param i32) (result i32)
      try (result i32) local.get 0 throw $e
      catch $e i32.const 1 i32.add
      catch_all i32.const 2 end)
    (func (export "h")
      try try call $f delegate 0 catch_all try call $f catch $n rethrow 1 end end)`,
  exceptions: `
    (tag $e (param i32)) (import "m" "f" (func $f))
    (func (export "g") (param i32) (result i32)
      (block $any (result exnref)
        (block $caught (result i32)
          (try_table (result i32) (catch $e $caught) (catch_all_ref $any)
            (call $f) (throw $e (local.get 0))))
        return)
      throw_ref)
    (func (block $b (try_table (catch_all $b) (call $f))))
    (func (block $b (result i32 exnref) (try_table (catch_ref $e $b) (call $f)) unreachable) drop drop)`,
  objects: `
    (rec (type $node (sub (struct (field $next (mut (ref null $node))) (field i8) (field (mut i64)))))
         (type $more (sub final $node (struct (field (mut (ref null $node))) (field i8) (field (mut i64)) (field f32)))))
    (type $bytes (array (mut i8))) (type $refs (array (mut anyref)))
    (global $g (ref $bytes) (array.new_fixed $bytes 2 (i32.const 1) (i32.const 2)))
    (global (ref i31) (ref.i31 (i32.const 5))) (data $d "bytes") (elem $x anyref (ref.null any))
    (func (export "f") (param $n i32) (param $a anyref) (result i32)
      (local $o (ref null $node)) (local $b (ref null $bytes))
      (local.set $o (struct.new $node (ref.null $node) (i32.const 3) (i64.const 4)))
      (struct.set $node 0 (local.get $o) (struct.new_default $more))
      (local.set $b (array.new $bytes (i32.const 0) (local.get $n)))
      (array.fill $bytes (local.get $b) (i32.const 0) (i32.const 9) (i32.const 1))
      (array.copy $bytes $bytes (local.get $b) (i32.const 0) (global.get $g) (i32.const 0) (i32.const 1))
      (array.init_data $bytes $d (local.get $b) (i32.const 0) (i32.const 0) (i32.const 1))
      (drop (array.new_data $bytes $d (i32.const 0) (i32.const 2)))
      (drop (array.new_elem $refs $x (i32.const 0) (i32.const 1)))
      (drop (array.new_default $refs (local.get $n)))
      (array.set $bytes (local.get $b) (i32.const 0) (array.len (local.get $b)))
      (block $no (result anyref)
        (drop (br_on_cast_fail $no anyref (ref $node) (local.get $a)))
        (drop (block $yes (result (ref i31)) (br_on_cast $yes anyref (ref i31) (local.get $a)) drop (ref.i31 (i32.const 1))))
        (ref.null any)) drop
      (drop (ref.test (ref $more) (local.get $a))) (drop (ref.cast (ref null $more) (local.get $o)))
      (drop (any.convert_extern (extern.convert_any (local.get $a))))
      (drop (ref.eq (local.get $o) (ref.null eq))) (drop (i31.get_s (ref.i31 (i32.const 4))))
      (i32.add (array.get_u $bytes (local.get $b) (i32.const 0)) (struct.get_s $node 1 (local.get $o))))`,
  "typed references": `
    (type $t (func (param i32) (result i32)))
    (func $f (type $t) (local.get 0))
    (elem declare func $f)
    (func (export "g") (param (ref null $t)) (result i32)
      (drop (block $null (drop (br_on_null $null (local.get 0))) (call_ref $t (i32.const 1) (ref.func $f)) drop) (i32.const 0))
      (block $is (result (ref $t)) (br_on_non_null $is (local.get 0)) (return_call_ref $t (i32.const 3) (ref.func $f)))
      drop
      (call_ref $t (i32.const 2) (ref.as_non_null (local.get 0))))`,
  vectors: `
    (memory 1)
    (func (export "f") (param i32) (result i32)
      (v128.store offset=16 (local.get 0) (i8x16.shuffle 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 31
        (v128.const i32x4 1 2 3 4) (v128.load8_lane 3 (local.get 0) (v128.load64_zero (i32.const 0)))))
      (v128.store32_lane offset=1 2 (i32.const 0) (i32x4.splat (i32.const 4)))
      (drop (f32x4.relaxed_madd (f32x4.splat (f32.const 1)) (v128.const f32x4 1 2 3 4) (v128.const i64x2 0 0)))
      (drop (i8x16.relaxed_swizzle (v128.load32_splat (i32.const 4)) (v128.load8x8_u (i32.const 2))))
      (i32x4.extract_lane 1 (i16x8.replace_lane 7 (i64x2.abs (v128.const i64x2 -1 5)) (i32.const 3))))`,
  threads: `
    (memory (export "m") 1 2 shared)
    (func (export "f") (param i32) (result i32)
      (i64.atomic.store offset=8 (local.get 0) (i64.atomic.rmw32.add_u (i32.const 4) (i64.const 1)))
      atomic.fence
      (drop (memory.atomic.notify (i32.const 0) (i32.const 1)))
      (i32.atomic.rmw8.cmpxchg_u (i32.const 0) (i32.const 0) (i32.atomic.load (local.get 0))))`,
  "memories of 64 bits": `
    (memory $a i64 1 2) (memory $b 1) (table $t i64 2 funcref) (data $d "12")
    (func (export "f") (param i64) (result i64)
      (i32.store8 $b offset=4 (i32.const 1) (i32.load16_s $a offset=4294967300 (local.get 0)))
      (memory.copy $b $a (i32.const 0) (local.get 0) (i32.const 1))
      (memory.copy $a $a (i64.const 0) (local.get 0) (i64.const 1))
      (memory.fill $a (i64.const 0) (i32.const 1) (local.get 0))
      (memory.init $a $d (i64.const 0) (i32.const 0) (i32.const 1))
      (drop (memory.size $b)) (drop (memory.grow $b (i32.const 0))) (drop (table.grow $t (ref.null func) (i64.const 0)))
      (memory.grow $a (local.get 0)))`,
  imports: `
    (import "a" "m" (memory 1 4)) (import "a" "t" (table 1 10 funcref)) (import "a" "g" (global $g i32))
    (import "a" "v" (global $v (mut i64))) (import "a" "e" (tag (param i32))) (import "a" "f" (func $f (param i32)))
    (global $sum i32 (i32.add (global.get $g) (i32.mul (i32.const 3) (global.get $g))))
    (data (offset (i32.add (global.get $g) (i32.const 4))) "x")
    (export "f" (func $f)) (export "fuelgauge:remaining" (global $v))
    (func (export "g") (global.set $v (i64.extend_i32_u (global.get $sum))) (call $f (i32.load (i32.const 0))))`,
  everything: `
    (type (func)) (type (func (param i32) (result i32))) (type (array (mut i32))) (type (struct (field (mut i32)) (field (mut i32))))
    (type (array (mut funcref)))
    (import "m" "f" (func)) (import "m" "g" (global i32))
    (table 1 funcref) (table 1 externref) (memory 1 2) (memory 0) (tag) (tag (param i32))
    (global (mut i32) (i32.const 0)) (global (mut i64) (i64.const 0)) (global (mut funcref) (ref.null func))
    (export "f" (func 1)) (export "memory" (memory 0))
    (elem funcref (ref.func 0)) (elem declare func 0 1 2 3 4) (data "0") (data (i32.const 0) "1")
    (func (type 0) (local i32 i64 f32 f64 v128))
    (func (type 1) (local i32 i64 externref) (local (ref null 3)) (local.get 0))
    (func (type 1) (local i32 i32 i32 i32) (block (result i32) (loop (result i32) (i32.const 1))))
    (func (type 0) (local i32) (if (i32.const 1) (then nop) (else nop)))`,
  nothing: "",
} as const;
