/** Adler's checksum of the numbers from 0 to `count`. */
export function adler(count: i32): u32 {
  let low: u32 = 1;
  let high: u32 = 0;
  for (let i = 0; i < count; i++) {
    low = (low + (i & 255)) % 65521;
    high = (high + low) % 65521;
  }
  return (high << 16) | low;
}
