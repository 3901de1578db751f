export { fine } from "./shared/fine";

/** Traps by the instruction that is there to trap. */
export function trap(x: i32): i32 {
  unreachable();
  return x;
}
