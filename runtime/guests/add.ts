/** The smallest useful guest: one addition, modulo 2³². */
export function add(a: i32, b: i32): i32 {
  return a + b;
}
