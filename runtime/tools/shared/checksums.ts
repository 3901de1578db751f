const table = crcTable();

function crcTable(): StaticArray<u32> {
  const entries = new StaticArray<u32>(256);
  for (let at: u32 = 0; at < 256; at++) {
    let entry = at;
    for (let bit = 0; bit < 8; bit++) entry = entry & 1 ? 0xedb88320 ^ (entry >> 1) : entry >> 1;
    entries[at] = entry;
  }
  return entries;
}

/** CRC-32 as of PNG, zip and gzip (ISO 3309). */
export function crc32(from: usize, size: i32): u32 {
  let sum: u32 = ~0;
  for (let at = 0; at < size; at++) sum = unchecked(table[(sum ^ load<u8>(from + at)) & 255]) ^ (sum >> 8);
  return ~sum;
}

/** Adler-32, the checksum of zlib streams (RFC 1950). */
export function adler32(from: usize, size: i32): u32 {
  let low: u32 = 1;
  let high: u32 = 0;
  let at = 0;
  while (at < size) {
    // as many as fit before 32 bits run over
    const end = min(at + 5552, size);
    for (; at < end; at++) {
      low += load<u8>(from + at);
      high += low;
    }
    low %= 65521;
    high %= 65521;
  }
  return (high << 16) | low;
}
