import { hexadecimal } from "../shared/json";
import { Text } from "../shared/text";

/** Characters of ASCII that are percent-encoded in a part, beyond controls and what is no ASCII (https://url.spec.whatwg.org/#percent-encoded-bytes). */
export const inOpaque = "";
export const inFragment = ' "<>`';
export const inQuery = ' "#<>';
export const inSpecialQuery = " \"#<>'";
export const inPath = ' "#<>?^`{}';
export const inUserinfo = ' "#<>?^`{}/:;=@[\\]|';

/** Percent-encodes the UTF-8 of a text. Percent signs stay. */
export function encoded(text: string, more: string): string {
  const bytes = new Text(text.length + 16);
  bytes.append(text);
  const result = new Text(bytes.size + 16);
  for (let at = 0; at < bytes.size; at++) {
    const byte = load<u8>(bytes.start + at);
    if (byte > 0x1f && byte < 0x7f && !more.includes(String.fromCharCode(byte))) {
      result.byte(byte);
      continue;
    }
    result.byte(0x25);
    result.byte(digit(byte >> 4));
    result.byte(digit(byte & 15));
  }
  return result.toString();
}

function digit(value: u32): u32 {
  return value < 10 ? 0x30 + value : 0x37 + value;
}

/** The same with one way to write what can be written in several (RFC 3986, 6.2.2): digits in capitals, letters and digits themselves. */
export function normalised(text: string): string {
  if (!text.includes("%")) return text;
  const result = new Text(text.length + 16);
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    const high = unit == 0x25 && at + 2 < text.length ? hexadecimal(text.charCodeAt(at + 1)) : -1;
    const low = high >= 0 ? hexadecimal(text.charCodeAt(at + 2)) : -1;
    if (low < 0) {
      result.byte(unit);
      continue;
    }
    const byte = high * 16 + low;
    at += 2;
    if (isUnreserved(byte)) {
      result.byte(byte);
      continue;
    }
    result.byte(0x25);
    result.byte(digit(high));
    result.byte(digit(low));
  }
  return result.toString();
}

function isUnreserved(byte: i32): bool {
  const lower = byte | 0x20;
  return (byte >= 0x30 && byte <= 0x39) || (byte < 0x80 && lower >= 0x61 && lower <= 0x7a) || byte == 0x2d || byte == 0x2e || byte == 0x5f || byte == 0x7e;
}
