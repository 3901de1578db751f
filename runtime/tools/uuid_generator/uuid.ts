import { Bytes } from "../shared/bytes";
import { Md5 } from "../shared/digest/md5";
import { Sha1 } from "../shared/digest/sha1";
import { hexadecimal } from "../shared/json";

/** Bytes of a UUID. */
export const size = 16;

/** What is not random in a UUID of RFC 9562: its version, and the variant. Changes the bytes. @returns the address */
function marked(at: usize, version: u8): usize {
  store<u8>(at, (load<u8>(at, 6) & 0x0f) | (version << 4), 6);
  store<u8>(at, (load<u8>(at, 8) & 0x3f) | 0x80, 8);
  return at;
}

/** Version 4, of 16 random bytes. */
export function randomUuid(random: usize): usize {
  return marked(random, 4);
}

/** Version 7 (RFC 9562, 5.7): milliseconds since 1970, and a counter (6.2, method 1) before 62 random bits. */
export function timeUuid(random: usize, ms: u64, counter: u32): usize {
  const high: u64 = (ms << 16) | (counter & 0xfff);
  store<u64>(random, bswap<u64>(high));
  return marked(random, 7);
}

/** Version 3 with MD5, version 5 with SHA-1 (RFC 9562, 5.3 and 5.5). */
export function nameUuid(version: u8, namespace: usize, name: Bytes): usize {
  const named = heap.alloc(size + name.size);
  memory.copy(named, namespace, size);
  memory.copy(named + size, name.at, name.size);
  const bytes = new Bytes(named, size + name.size);
  const digest = version == 3 ? new Md5().of(bytes) : new Sha1().of(bytes);
  return marked(digest.at, version);
}

/** A UUID whose bytes are all the same: nil and max. */
export function uniformUuid(byte: u8): usize {
  const at = heap.alloc(size);
  memory.fill(at, byte, size);
  return at;
}

/** Writes a UUID in lower case. */
export function uuidText(at: usize): string {
  let text = "";
  for (let byte = 0; byte < size; byte++) {
    if (byte == 4 || byte == 6 || byte == 8 || byte == 10) text += "-";
    const value = load<u8>(at + byte);
    text += digits.charAt(value >> 4) + digits.charAt(value & 15);
  }
  return text;
}

const digits = "0123456789abcdef";

/**
 * Reads a UUID: 32 digits, with hyphens after the 8th, 12th, 16th and 20th or none at all, in braces or behind `urn:uuid:` or not.
 *
 * @returns 0 when it is none
 */
export function readUuid(written: string): usize {
  let text = written;
  if (text.length >= 9 && text.substring(0, 9).toLowerCase() == "urn:uuid:") text = text.substring(9);
  else if (text.startsWith("{") && text.endsWith("}")) text = text.substring(1, text.length - 1);
  const hyphens = text.length == 36;
  if (!hyphens && text.length != 32) return 0;
  const at = heap.alloc(size);
  let unit = 0;
  for (let byte = 0; byte < size; byte++) {
    const isBreak = byte == 4 || byte == 6 || byte == 8 || byte == 10;
    if (hyphens && isBreak && text.charCodeAt(unit++) != 0x2d) return 0;
    const high = hexadecimal(text.charCodeAt(unit++));
    const low = hexadecimal(text.charCodeAt(unit++));
    if (high < 0 || low < 0) return 0;
    store<u8>(at + byte, (high << 4) | low);
  }
  return at;
}

/** Bits 48 to 51; what they mean depends on the variant. */
export function versionOf(at: usize): i32 {
  return load<u8>(at, 6) >> 4;
}

/** Who defined the layout (RFC 9562, 4.1). */
export function variantOf(at: usize): string {
  const bits = load<u8>(at, 8) >> 5;
  if (bits < 4) return "ncs";
  if (bits < 6) return "rfc9562";
  return bits == 6 ? "microsoft" : "future";
}

export function isUniform(at: usize, byte: u8): bool {
  for (let index = 0; index < size; index++) {
    if (load<u8>(at + index) != byte) return false;
  }
  return true;
}

/** Milliseconds since 1970 that a UUID of version 1, 6 or 7 has; its tenths of microseconds are cut off. */
export function msOf(at: usize): i64 {
  const high = bswap<u64>(load<u64>(at));
  const version = versionOf(at);
  if (version == 7) return high >> 16;
  const ticks: u64 =
    version == 1
      ? ((high & 0xfff) << 48) | (((high >> 16) & 0xffff) << 32) | (high >> 32)
      : ((high >> 16) << 12) | (high & 0xfff);
  // in tenths of microseconds since the beginning of the Gregorian calendar
  const since1970: i64 = <i64>ticks - 0x01b21dd213814000;
  return (since1970 - (since1970 < 0 ? 9_999 : 0)) / 10_000;
}

export function hasTime(version: i32): bool {
  return version == 1 || version == 6 || version == 7;
}
