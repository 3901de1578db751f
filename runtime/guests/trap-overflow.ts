import { zero } from "./shared/zero";
export { fine } from "./shared/fine";

/** Traps by a quotient, 2³¹, that no i32 holds. `x` takes part, so that every call has its own operands. */
export function trap(x: i32): i32 {
  return (i32.MIN_VALUE + x * zero()) / (zero() - 1);
}
