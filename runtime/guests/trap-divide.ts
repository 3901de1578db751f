import { zero } from "./shared/zero";
export { fine } from "./shared/fine";

/** Traps by dividing by zero. */
export function trap(x: i32): i32 {
  return x / zero();
}
