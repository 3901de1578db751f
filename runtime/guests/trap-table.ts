import { fine } from "./shared/fine";
export { fine };

const farEnd: i32 = 0x7fff0000;
const callable = fine;

/** Traps by calling a function far beyond the end of the table, wherever `x` points. */
export function trap(x: i32): i32 {
  return call_indirect<i32>(farEnd + callable.index + (x & 0xfff), x);
}
