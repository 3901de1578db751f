/** What a guest that can trap does when nothing goes wrong. */
export function fine(x: i32): i32 {
  return x + 1;
}
