/** Decodes bytes that may be no UTF-8: what is none becomes U+FFFD, as everywhere on the web (https://encoding.spec.whatwg.org/#utf-8-decoder). */
export function decodeUtf8(from: usize, size: i32): string {
  const units = heap.alloc(<usize>size * 2 + 2);
  let to = units;
  let at = 0;
  while (at < size) {
    const first = load<u8>(from + at);
    at++;
    if (first < 0x80) {
      store<u16>(to, first);
      to += 2;
      continue;
    }
    let needed = 0;
    let point = 0;
    let lower: u8 = 0x80;
    let upper: u8 = 0xbf;
    if (first >= 0xc2 && first <= 0xdf) {
      needed = 1;
      point = first & 0x1f;
    } else if (first >= 0xe0 && first <= 0xef) {
      needed = 2;
      point = first & 0xf;
      if (first == 0xe0) lower = 0xa0;
      if (first == 0xed) upper = 0x9f;
    } else if (first >= 0xf0 && first <= 0xf4) {
      needed = 3;
      point = first & 7;
      if (first == 0xf0) lower = 0x90;
      if (first == 0xf4) upper = 0x8f;
    }
    let broken = needed == 0;
    for (; needed > 0; needed--) {
      const next: u8 = at < size ? load<u8>(from + at) : 0;
      if (next < lower || next > upper) {
        broken = true;
        break;
      }
      lower = 0x80;
      upper = 0xbf;
      point = (point << 6) | (next & 0x3f);
      at++;
    }
    if (broken) point = 0xfffd;
    if (point > 0xffff) {
      store<u16>(to, <u16>(0xd800 + ((point - 0x10000) >> 10)));
      to += 2;
      point = 0xdc00 + ((point - 0x10000) & 0x3ff);
    }
    store<u16>(to, <u16>point);
    to += 2;
  }
  return String.UTF16.decodeUnsafe(units, to - units);
}
