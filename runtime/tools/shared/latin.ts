/** Letters of ASCII for a lower-case letter of Latin-1 or Latin Extended-A; empty for any other. */
export function plainLetters(point: u32): string {
  if (point < 0xdf || point > 0x17f) return "";
  switch (point) {
    case 0xdf:
      return "ss";
    case 0xe6:
      return "ae";
    case 0xfe:
      return "th";
    case 0x133:
      return "ij";
    case 0x153:
      return "oe";
  }
  const letter =
    point <= 0xff ? latin1.charAt(point - 0xe0) : extended.charAt(point - 0x100);
  return letter == "?" ? "" : letter;
}

/** From U+00E0 on. */
const latin1 = "aaaaaa?ceeeeiiiidnooooo?ouuuuy?y";
/** From U+0100 on; upper case is there to be counted. */
const extended =
  "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii??jjkkklllllll" +
  "lllnnnnnnnnnoooooo??rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
