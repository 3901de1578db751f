/** White space and line breaks, as ECMAScript has them. */
export function isSpace(point: u32): bool {
  if (point <= 0x20) return point == 0x20 || (point >= 0x09 && point <= 0x0d);
  if (point < 0xa0) return false;
  if (point >= 0x2000 && point <= 0x200a) return true;
  switch (point) {
    case 0xa0:
    case 0x1680:
    case 0x2028:
    case 0x2029:
    case 0x202f:
    case 0x205f:
    case 0x3000:
    case 0xfeff:
      return true;
  }
  return false;
}

/** Whether a character stands in words: all but white space and the punctuation of ASCII, Latin-1 and Unicode's general blocks. */
export function isWordPart(point: u32): bool {
  if (point < 0x80) return isDigit(point) || isAsciiLetter(point);
  if (point < 0xc0) return point == 0xaa || point == 0xb5 || point == 0xba;
  if (point == 0xd7 || point == 0xf7 || point == 0xfeff || point == 0xfffd) return false;
  if (point >= 0x2000 && point <= 0x206f) return false;
  return !((point >= 0x2190 && point <= 0x2bff) || (point >= 0x2e00 && point <= 0x2e7f) || (point >= 0x3000 && point <= 0x3020));
}

export function isAsciiLetter(point: u32): bool {
  return (point | 0x20) >= 0x61 && (point | 0x20) <= 0x7a;
}

export function isDigit(point: u32): bool {
  return point >= 0x30 && point <= 0x39;
}
