import { rounds128 } from "./shared/work";

function a(x: i32): i32 { return rounds128(x, 0x7513270f); }
function b(x: i32): i32 { return rounds128(x, 0xb6a3a451); }

/** Runs all 10 KB of the code once: what code size costs. */
export function run(x: i32): i32 {
  return b(a(x));
}
