import { Bytes, loadUtf8 } from "./bytes";
import { refuse } from "./kernel";

/** White space of ASCII, which texts that stand for bytes are broken with. */
export function isBlank(byte: u32): bool {
  return byte == 0x20 || (byte >= 0x09 && byte <= 0x0d);
}

/** Ends the call because of a character that does not belong into a text. */
export function refuseByte(wanted: string, text: Bytes, at: usize): void {
  let place = 1;
  for (let before = text.at; before < at; before++) {
    if ((load<u8>(before) & 0xc0) != 0x80) place++;
  }
  const found = String.fromCodePoint(loadUtf8(at));
  refuse('"' + found + '" at character ' + place.toString() + " does not belong to " + wanted);
}
