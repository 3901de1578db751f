import { fine } from "./shared/fine";
import { zero } from "./shared/zero";
export { fine };

const callable = fine;
const negate = (x: f64): f64 => -x;

/** Traps by calling a function of floats as if it were one of integers, of which the table has another. */
export function trap(x: i32): i32 {
  const index = zero() == 0 ? negate.index : callable.index;
  return call_indirect<i32>(index, x);
}
