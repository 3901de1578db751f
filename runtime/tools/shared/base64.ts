import { Bytes } from "./bytes";
import { Json } from "./json";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

const values = valuesOfLetters();

function valuesOfLetters(): StaticArray<i8> {
  const letters = new StaticArray<i8>(128);
  letters.fill(-1);
  for (let at = 0; at < 64; at++) letters[alphabet.charCodeAt(at)] = <i8>at;
  return letters;
}

/** The bytes of a text in Base64 (RFC 4648, section 4), padded or not; null when it is none. What a `data:` URL begins with may stand before. */
export function decodeBase64(text: string): Bytes | null {
  let from = 0;
  if (text.startsWith("data:")) {
    from = text.indexOf(";base64,") + 8;
    if (from < 8) return null;
  }
  let end = text.length;
  for (let padding = 0; padding < 2 && end > from && text.charCodeAt(end - 1) == 0x3d; padding++) end--;
  const size = end - from;
  if (size % 4 == 1 || (end < text.length && (text.length - from) % 4 != 0)) return null;
  const bytes = new Bytes(size + 16);
  let word: u32 = 0;
  for (let at = 0; at < size; at++) {
    const unit = text.charCodeAt(from + at);
    const value = unit < 128 ? unchecked(values[unit]) : -1;
    if (value < 0) return null;
    word = (word << 6) | value;
    if (at % 4 != 3) continue;
    const to = bytes.room(3);
    store<u8>(to, word >> 16);
    store<u8>(to, word >> 8, 1);
    store<u8>(to, word, 2);
    bytes.size += 3;
  }
  // bits that belong to no byte have to be zero: else two texts would be the same bytes
  if (size % 4 == 2) {
    if ((word & 15) != 0) return null;
    bytes.byte((word >> 4) & 255);
  } else if (size % 4 == 3) {
    if ((word & 3) != 0) return null;
    bytes.byte((word >> 10) & 255);
    bytes.byte((word >> 2) & 255);
  }
  return bytes;
}

/** Bytes in Base64, padded, as a JSON string. */
export function encodeBase64(from: usize, size: i32): Json {
  const length = ((size + 2) / 3) * 4;
  const start = heap.alloc(length);
  let to = start;
  let at = 0;
  for (; at + 3 <= size; at += 3) {
    const word = (<u32>load<u8>(from + at) << 16) | (<u32>load<u8>(from + at + 1) << 8) | load<u8>(from + at + 2);
    letters(to, word);
    to += 4;
  }
  const rest = size - at;
  if (rest > 0) {
    letters(to, (<u32>load<u8>(from + at) << 16) | (rest == 2 ? <u32>load<u8>(from + at + 1) << 8 : 0));
    store<u8>(to, 0x3d, 3);
    if (rest == 1) store<u8>(to, 0x3d, 2);
  }
  return Json.raw(start, length, false);
}

// @ts-ignore: decorator
@inline
function letters(to: usize, word: u32): void {
  store<u8>(to, letter(word >> 18));
  store<u8>(to, letter(word >> 12), 1);
  store<u8>(to, letter(word >> 6), 2);
  store<u8>(to, letter(word), 3);
}

// @ts-ignore: decorator
@inline
function letter(value: u32): u8 {
  return load<u8>(changetype<usize>(alphabet) + ((<usize>value & 63) << 1));
}
