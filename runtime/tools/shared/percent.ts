import { hexadecimal } from "./json";
import { Text } from "./text";
import { decodeUtf8 } from "./utf8";

/** The bytes of a text as UTF-8, with percent-encoded ones decoded. A percent sign without two digits stays. */
export function percentDecodedBytes(text: string): Text {
  const bytes = new Text(text.length + 16);
  let from = 0;
  for (let at = 0; at + 2 < text.length; at++) {
    if (text.charCodeAt(at) != 0x25) continue;
    const high = hexadecimal(text.charCodeAt(at + 1));
    const low = hexadecimal(text.charCodeAt(at + 2));
    if (high < 0 || low < 0) continue;
    bytes.append(text.substring(from, at));
    bytes.byte(high * 16 + low);
    from = at + 3;
    at += 2;
  }
  bytes.append(text.substring(from));
  return bytes;
}

/** The same as text. What is no UTF-8 becomes U+FFFD. */
export function percentDecoded(text: string): string {
  if (!text.includes("%")) return text;
  const bytes = percentDecodedBytes(text);
  return decodeUtf8(bytes.start, bytes.size);
}
