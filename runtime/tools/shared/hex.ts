import { Bytes } from "./bytes";
import { hexadecimal } from "./json";
import { refuse } from "./kernel";
import { isBlank, refuseByte } from "./misfit";

/** Two digits for each byte, in lower case. */
export function encodeHex(bytes: Bytes): Bytes {
  const at = heap.alloc(<usize>bytes.size << 1);
  for (let byte = 0; byte < bytes.size; byte++) {
    const value = load<u8>(bytes.at + byte);
    store<u8>(at + (<usize>byte << 1), digit(value >> 4));
    store<u8>(at + (<usize>byte << 1), digit(value & 15), 1);
  }
  return new Bytes(at, bytes.size << 1);
}

function digit(value: u8): u8 {
  return value < 10 ? 0x30 + value : 0x57 + value;
}

/** The bytes that pairs of hexadecimal digits stand for; white space is passed over. Refuses everything else. */
export function decodeHex(text: Bytes): Bytes {
  const start = heap.alloc(<usize>text.size);
  const end = text.at + text.size;
  let digits = 0;
  for (let at = text.at; at < end; at++) {
    const byte = load<u8>(at);
    if (isBlank(byte)) continue;
    const value = hexadecimal(byte);
    if (value < 0) refuseByte("hexadecimal digits", text, at);
    const to = start + (digits >> 1);
    store<u8>(to, (digits & 1) == 0 ? value << 4 : load<u8>(to) | value);
    digits++;
  }
  if ((digits & 1) == 1) refuse("hexadecimal digits come in pairs, and there are " + digits.toString());
  return new Bytes(start, digits >> 1);
}
