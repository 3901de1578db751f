import { Bytes } from "../shared/bytes";

/** The cyclic redundancy check of zip, gzip and PNG (ISO 3309), its highest byte first. */
export function crc32(data: Bytes): Bytes {
  const table = remainders();
  let crc: u32 = 0xffffffff;
  const end = data.at + data.size;
  for (let at = data.at; at < end; at++) {
    crc = (crc >> 8) ^ unchecked(table[(crc ^ load<u8>(at)) & 255]);
  }
  const digest = heap.alloc(4);
  store<u32>(digest, bswap<u32>(~crc));
  return new Bytes(digest, 4);
}

/** What each byte leaves over. */
function remainders(): StaticArray<u32> {
  const table = new StaticArray<u32>(256);
  for (let byte = 0; byte < 256; byte++) {
    let left: u32 = byte;
    for (let bit = 0; bit < 8; bit++) left = (left >> 1) ^ (left & 1 ? 0xedb88320 : 0);
    table[byte] = left;
  }
  return table;
}
