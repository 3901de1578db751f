/** Fletcher's checksum of the numbers from 0 to `count`, modulo 65535. */
export function fletcher(count: i32): u32 {
  let low: u32 = 0;
  let high: u32 = 0;
  for (let i = 0; i < count; i++) {
    low = (low + i) % 65535;
    high = (high + low) % 65535;
  }
  return (high << 16) | low;
}

/** FNV-1a of the bytes of a number, `rounds` times over. */
export function fnv(seed: u64, rounds: i32): u64 {
  let hash: u64 = 0xcbf29ce484222325;
  for (let round = 0; round < rounds; round++) {
    for (let shift: u64 = 0; shift < 64; shift += 8) {
      hash = (hash ^ ((seed >> shift) & 0xff)) * 0x100000001b3;
    }
  }
  return hash;
}

/** Length of a text that is put together piece by piece, in memory that the garbage collector looks after. */
export function joined(pieces: i32): i32 {
  let text = "";
  for (let i = 0; i < pieces; i++) text += i.toString();
  return text.length;
}
