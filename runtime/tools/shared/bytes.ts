/** A part of the memory. */
export class Bytes {
  constructor(
    public at: usize,
    public size: i32,
  ) {}

  /** A string in UTF-8; lone surrogates become U+FFFD. */
  static of(text: string): Bytes {
    const at = heap.alloc(text.length * 3);
    const size = String.UTF8.encodeUnsafe(changetype<usize>(text), text.length, at, false, String.UTF8.ErrorMode.REPLACE);
    return new Bytes(at, <i32>size);
  }

  /** The string that it is the UTF-8 of. */
  toString(): string {
    return String.UTF8.decodeUnsafe(this.at, this.size);
  }
}

/** Stores a code point as UTF-8. @returns where the next one goes */
export function storeUtf8(to: usize, point: u32): usize {
  if (point < 0x80) {
    store<u8>(to, point);
    return to + 1;
  }
  if (point < 0x800) {
    store<u8>(to, 0xc0 | (point >> 6));
    store<u8>(to, 0x80 | (point & 63), 1);
    return to + 2;
  }
  if (point < 0x10000) {
    store<u8>(to, 0xe0 | (point >> 12));
    store<u8>(to, 0x80 | ((point >> 6) & 63), 1);
    store<u8>(to, 0x80 | (point & 63), 2);
    return to + 3;
  }
  store<u8>(to, 0xf0 | (point >> 18));
  store<u8>(to, 0x80 | ((point >> 12) & 63), 1);
  store<u8>(to, 0x80 | ((point >> 6) & 63), 2);
  store<u8>(to, 0x80 | (point & 63), 3);
  return to + 4;
}

/** Bytes of the character that begins with a byte, in UTF-8 that is sound. */
export function lengthOfUtf8(first: u32): i32 {
  if (first < 0x80) return 1;
  return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/** The code point that begins at an address, in UTF-8 that is sound. */
export function loadUtf8(at: usize): u32 {
  const first: u32 = load<u8>(at);
  if (first < 0x80) return first;
  const second: u32 = load<u8>(at, 1) & 63;
  if (first < 0xe0) return ((first & 31) << 6) | second;
  const third: u32 = load<u8>(at, 2) & 63;
  if (first < 0xf0) return ((first & 15) << 12) | (second << 6) | third;
  return ((first & 7) << 18) | (second << 12) | (third << 6) | (load<u8>(at, 3) & 63);
}

/** Whether bytes are sound UTF-8 (RFC 3629). */
export function isUtf8(bytes: Bytes): bool {
  let at = bytes.at;
  const end = at + bytes.size;
  while (at < end) {
    if (at + 8 <= end && (load<u64>(at) & 0x8080808080808080) == 0) {
      at += 8;
      continue;
    }
    const first: u32 = load<u8>(at);
    if (first < 0x80) {
      at++;
      continue;
    }
    if (first < 0xc2 || first > 0xf4) return false;
    const length = lengthOfUtf8(first);
    if (at + length > end) return false;
    for (let next = 1; next < length; next++) {
      if ((load<u8>(at + next) & 0xc0) != 0x80) return false;
    }
    const point = loadUtf8(at);
    const least: u32 = length == 3 ? 0x800 : length == 4 ? 0x10000 : 0x80;
    if (point < least || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return false;
    at += length;
  }
  return true;
}
