/** Files that stand in JSON as base64 (RFC 4648, section 4), padded or not. */
import { Alphabet, decodeBase64, encodeBase64, Padding } from "./base64";
import { Bytes } from "./bytes";
import { Json } from "./json";
import { refuse } from "./kernel";

/** The file that a member holds; none where there is no such member. What a `data:` URL begins with may stand before it. */
export function embeddedFile(object: Json, name: string): Bytes {
  const member = object.get(name);
  if (member === null || !member.isText) return new Bytes(0, 0);
  const text = member.bytes;
  return decodeBase64(afterDataUrl(text), Alphabet.Standard, Padding.Optional);
}

/** A file to be put into JSON. */
export function embed(from: usize, size: i32): Json {
  return Json.bytes(encodeBase64(new Bytes(from, size), Alphabet.Standard, true));
}

const marker = ";base64,";

function afterDataUrl(text: Bytes): Bytes {
  if (text.size < 5 || String.UTF8.decodeUnsafe(text.at, 5) != "data:") return text;
  // media types are short
  const head = String.UTF8.decodeUnsafe(text.at, min(text.size, 200));
  const at = head.indexOf(marker);
  if (at < 0) refuse("a data: URL has to be in base64");
  const from = at + marker.length;
  return new Bytes(text.at + from, text.size - from);
}
