import { Bytes } from "./bytes";
import { refuse } from "./kernel";
import { isBlank, refuseByte } from "./misfit";

/** RFC 4648, sections 4 and 5. */
export const enum Alphabet {
  Standard,
  Url,
  /** Both, when decoding. */
  Either,
}

export const enum Padding {
  Required,
  Forbidden,
  Optional,
}

/** Base64 of bytes. */
export function encodeBase64(bytes: Bytes, alphabet: Alphabet, padded: bool): Bytes {
  const digits = alphabet == Alphabet.Url ? urlDigits : standardDigits;
  const whole = bytes.size / 3;
  const rest = bytes.size - whole * 3;
  const start = heap.alloc(<usize>(whole + 1) << 2);
  let to = start;
  let at = bytes.at;
  for (let group = 0; group < whole; group++) {
    store<u32>(to, four((<u32>load<u8>(at) << 16) | (<u32>load<u8>(at, 1) << 8) | load<u8>(at, 2), digits));
    to += 4;
    at += 3;
  }
  if (rest > 0) {
    const second: u32 = rest == 2 ? load<u8>(at, 1) : 0;
    store<u32>(to, four((<u32>load<u8>(at) << 16) | (second << 8), digits));
    if (padded) {
      if (rest == 1) store<u8>(to, 0x3d, 2);
      store<u8>(to, 0x3d, 3);
    }
    to += padded ? 4 : rest + 1;
  }
  return new Bytes(start, <i32>(to - start));
}

/** The digits of 24 bits, the first in the lowest byte. */
function four(bits: u32, digits: usize): u32 {
  return (
    (<u32>load<u8>(digits + (bits >> 18)) |
      (<u32>load<u8>(digits + ((bits >> 12) & 63)) << 8) |
      (<u32>load<u8>(digits + ((bits >> 6) & 63)) << 16) |
      (<u32>load<u8>(digits + (bits & 63)) << 24))
  );
}

/** The bytes that base64 stands for; white space is passed over. Refuses everything else. */
export function decodeBase64(text: Bytes, alphabet: Alphabet, padding: Padding): Bytes {
  const start = heap.alloc(<usize>text.size);
  const end = text.at + text.size;
  let to = start;
  let bits: u32 = 0;
  let count = 0;
  let pads = 0;
  for (let at = text.at; at < end; at++) {
    const byte = load<u8>(at);
    if (byte == 0x3d && pads < 2 && (count + pads) % 4 >= 2) {
      pads++;
      continue;
    }
    if (isBlank(byte)) continue;
    const value = valueOf(byte, alphabet);
    if (value < 0 || pads > 0) refuseByte(pads > 0 ? "the end of base64" : named(alphabet), text, at);
    bits = (bits << 6) | value;
    count++;
    if (count % 4 == 0) {
      store<u8>(to, bits >> 16);
      store<u8>(to, bits >> 8, 1);
      store<u8>(to, bits, 2);
      to += 3;
      bits = 0;
    }
  }
  const rest = count % 4;
  checkPadding(rest, pads, padding);
  if (rest == 2) store<u8>(to++, bits >> 4);
  if (rest == 3) {
    store<u8>(to, bits >> 10);
    store<u8>(to, bits >> 2, 1);
    to += 2;
  }
  const unused = rest == 2 ? bits & 15 : rest == 3 ? bits & 3 : 0;
  if (unused != 0) refuse("the last digit of the base64 has bits that belong to no byte");
  return new Bytes(start, <i32>(to - start));
}

function checkPadding(rest: i32, pads: i32, padding: Padding): void {
  if (rest == 1) refuse("a single digit of base64 is left over at the end");
  const needed = rest == 0 ? 0 : 4 - rest;
  if (pads > 0 && padding == Padding.Forbidden) refuse("this base64 is padded, and may not be");
  const missing = pads < needed && (pads > 0 || padding == Padding.Required);
  if (!missing) return;
  const signs = needed == 1 ? ' "="' : ' "=="';
  refuse("the padding of the base64 is incomplete: it ends with" + signs);
}

function valueOf(byte: u32, alphabet: Alphabet): i32 {
  const lower = byte | 0x20;
  if (lower >= 0x61 && lower <= 0x7a) return <i32>(byte & 0x20 ? byte - 0x47 : byte - 0x41);
  if (byte >= 0x30 && byte <= 0x39) return <i32>byte + 4;
  if (alphabet != Alphabet.Url) {
    if (byte == 0x2b) return 62;
    if (byte == 0x2f) return 63;
  }
  if (alphabet != Alphabet.Standard) {
    if (byte == 0x2d) return 62;
    if (byte == 0x5f) return 63;
  }
  return -1;
}

function named(alphabet: Alphabet): string {
  return alphabet == Alphabet.Url ? "the URL alphabet of base64" : "the alphabet of base64";
}

const standardDigits = digitsWith(0x2b, 0x2f);
const urlDigits = digitsWith(0x2d, 0x5f);

/** The 64 digits, in order. */
function digitsWith(second: u8, last: u8): usize {
  const at = heap.alloc(64);
  for (let letter = 0; letter < 26; letter++) {
    store<u8>(at + letter, 0x41 + letter);
    store<u8>(at + 26 + letter, 0x61 + letter);
  }
  for (let figure = 0; figure < 10; figure++) store<u8>(at + 52 + figure, 0x30 + figure);
  store<u8>(at, second, 62);
  store<u8>(at, last, 63);
  return at;
}
