import { round, rounds4, rounds8 } from "./shared/work";

function a(x: i32): i32 { return rounds8(x, 0x52e6b439); }
function b(x: i32): i32 { return rounds8(x, 0xf2a74de5); }
function c(x: i32): i32 { return rounds4(round(round(x, 0x369e0d37), 0x6e5b1d21), 0x2af13c4b); }

/** Runs all 1 KB of the code once: what code size costs. */
export function run(x: i32): i32 {
  return c(b(a(x)));
}
