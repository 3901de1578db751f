const table = memory.data(1024, 4);
const text = memory.data(65536);

/** CRC-32, as gzip has it, of so many bytes, at most 65,536: 0, 7, 14 and so on, modulo 256. */
export function crc32(length: i32): i32 {
  for (let byte: u32 = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (crc & 1 ? 0xedb88320 : 0);
    store<u32>(table + (byte << 2), crc);
  }
  for (let at = 0; at < length; at++) store<u8>(text + at, at * 7);
  let crc: u32 = 0xffffffff;
  for (let at = 0; at < length; at++) {
    crc = load<u32>(table + (((crc ^ load<u8>(text + at)) & 255) << 2)) ^ (crc >> 8);
  }
  return <i32>~crc;
}
