/**
 * A program that never changes: `mix(n)` walks through 64 KiB of memory by a linear congruential generator, n steps of
 * arithmetic, a load and a store, and returns the last of x ← 1664525 x + 1013904223, from 0, modulo 2³².
 *
 *     (module
 *       (memory 1)
 *       (func (export "mix") (param $n i32) (result i32) (local $x i32) (local $at i32)
 *         (loop $again
 *           (local.set $x (i32.add (i32.mul (local.get $x) (i32.const 1664525)) (i32.const 1013904223)))
 *           (local.set $at (i32.and (i32.shr_u (local.get $x) (i32.const 16)) (i32.const 0xfffc)))
 *           (i32.store (local.get $at) (i32.xor (i32.load (local.get $at)) (local.get $x)))
 *           (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
 *         (local.get $x)))
 */
export const controlModule = Uint8Array.from(
  Buffer.from(
    [
      "0061736d01000000",
      // type 0: i32 to i32; function 0 has it; a memory of a page; function 0 is exported as "mix"
      "01060160017f017f",
      "03020100",
      "0503010001",
      "070701036d69780000",
      // its code
      "0a3e013c01027f",
      "03402001418dcce5006c41dfe6bbe3036a2101",
      "200141107641fcff03712102",
      "20022002280200200173360200",
      "200041016b22000d000b20010b",
    ].join(""),
    "hex",
  ),
);
