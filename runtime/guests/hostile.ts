const stepPages: i32 = 16;
const strideBytes: usize = 4096;
let found: i32 = 0;

/** Takes a mebibyte after the other and uses all of it, until it is given no more; then it traps. */
export function hoard(x: i32): void {
  for (;;) {
    const pages = memory.grow(stepPages);
    if (pages < 0) unreachable();
    const end = <usize>memory.size() << 16;
    for (let at = <usize>pages << 16; at < end; at += strideBytes) store<u8>(at, <u8>x);
  }
}

/** Never ends. */
export function spin(x: i32): void {
  for (;;) x = x * 5 + 1;
}

/** Calls itself until there is no stack. */
export function recurse(x: i32): i32 {
  return recurse(x + 1) + x;
}

/** Leaves `x` wherever it can, and traps. */
export function litter(x: i32): void {
  found = x;
  memory.fill(0, <u8>x, <usize>memory.size() << 16);
  unreachable();
}

/** The sum of what was left where it could be, by whoever was here before: 0 for the first one. */
export function search(): i32 {
  const end = <usize>memory.size() << 16;
  let sum = found;
  for (let at: usize = 0; at < end; at += 8) sum += <i32>load<u64>(at);
  return sum;
}
