const regionBytes: usize = 65536;

/** Writes `value` into the 64 KiB that `sum` reads. */
export function prepare(value: i32): void {
  memory.fill(0, <u8>value, regionBytes);
}

/** Sums 64 KiB, byte by byte. */
export function sum(): i32 {
  let total = 0;
  for (let at: usize = 0; at < regionBytes; at++) total += load<u8>(at);
  return total;
}
