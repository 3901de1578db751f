const strideBytes: usize = 4096;

/** Writes one byte into every 4 KiB of the memory, so that the system must really provide it; returns how many. */
export function touch(): i32 {
  const end = <usize>memory.size() << 16;
  let touched = 0;
  for (let at: usize = 0; at < end; at += strideBytes) {
    store<u8>(at, 1);
    touched++;
  }
  return touched;
}
