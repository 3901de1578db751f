export { fine } from "./shared/fine";

/** Traps by calling itself until the stack is used up; the sum keeps the call from becoming a loop. */
export function trap(x: i32): i32 {
  return trap(x + 1) + x;
}
