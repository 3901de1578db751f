const strideBytes: usize = 4096;

/**
 * Writes `mark` into every 4 KiB of the memory, and then looks `turns` times whether it is still there; returns how often
 * it was. Long enough a stay that others are let in between, who must not be noticed.
 */
export function occupy(mark: i32, turns: i32): i32 {
  const end = <usize>memory.size() << 16;
  for (let at: usize = 0; at < end; at += strideBytes) store<u8>(at, <u8>mark);
  let kept = 0;
  for (let turn = 0; turn < turns; turn++) {
    for (let at: usize = 0; at < end; at += strideBytes) kept += <i32>(load<u8>(at) == <u8>mark);
  }
  return kept;
}
