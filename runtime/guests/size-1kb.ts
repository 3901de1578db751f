import { rounds8 } from "./shared/work";

function a(x: i32): i32 { return rounds8(x, 0x52e6b439); }
function b(x: i32): i32 { return rounds8(x, 0xf2a74de5); }
function c(x: i32): i32 { return rounds8(x, 0x369e0d37); }

/** Runs all 1 KB of the code once: what code size costs. */
export function run(x: i32): i32 {
  return c(b(a(x)));
}
