import { Bytes } from "./bytes";

/**
 * The same bytes if they are UTF-8, else a copy in which U+FFFD stands for whatever is none, as the Encoding Standard has it: once for each
 * maximal part of a character (https://encoding.spec.whatwg.org/#utf-8-decoder).
 */
export function wellFormed(bytes: Bytes): Bytes {
  const end = bytes.at + bytes.size;
  let at = bytes.at;
  while (at < end) {
    const length = characterAt(at, end);
    if (length < 0) return replaced(bytes, at);
    at += length;
  }
  return bytes;
}

/** The same as a string. */
export function decodeUtf8(from: usize, size: i32): string {
  const bytes = wellFormed(new Bytes(from, size));
  return String.UTF8.decodeUnsafe(bytes.at, bytes.size);
}

function replaced(bytes: Bytes, firstBad: usize): Bytes {
  const end = bytes.at + bytes.size;
  const before = <i32>(firstBad - bytes.at);
  // a byte may become three
  const start = heap.alloc(before + 3 * <i32>(end - firstBad));
  memory.copy(start, bytes.at, before);
  let to = start + before;
  let at = firstBad;
  while (at < end) {
    const length = characterAt(at, end);
    if (length > 0) {
      memory.copy(to, at, length);
      to += length;
      at += length;
    } else {
      store<u16>(to, 0xbfef);
      store<u8>(to, 0xbd, 2);
      to += 3;
      at -= length;
    }
  }
  return new Bytes(start, <i32>(to - start));
}

/** Bytes of the character at an address; less than 0 when it is none: minus the bytes that one U+FFFD stands for. */
function characterAt(at: usize, end: usize): i32 {
  const first: u32 = load<u8>(at);
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return -1;
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  // what the second byte may be keeps out overlong forms, surrogates, and what is above U+10FFFF
  let least: u32 = 0x80;
  let most: u32 = 0xbf;
  if (first == 0xe0) least = 0xa0;
  else if (first == 0xed) most = 0x9f;
  else if (first == 0xf0) least = 0x90;
  else if (first == 0xf4) most = 0x8f;
  for (let index = 1; index < length; index++) {
    if (at + index >= end) return -index;
    const byte: u32 = load<u8>(at + index);
    if (byte < least || byte > most) return -index;
    least = 0x80;
    most = 0xbf;
  }
  return length;
}
