const regionBytes: usize = 65536;

/** Writes `value` into 64 KiB, byte by byte, and returns the last byte as it was read back. */
export function fill(value: i32): i32 {
  for (let at: usize = 0; at < regionBytes; at++) store<u8>(at, value);
  return load<u8>(regionBytes - 1);
}
