import { Bytes } from "../shared/bytes";
import { Json } from "../shared/json";
import { Text } from "../shared/text";

/** Lines without their ends. An empty text has none. */
export function linesOf(text: Bytes): Bytes[] {
  const lines: Bytes[] = [];
  const end = text.at + text.size;
  let from = text.at;
  for (let at = text.at; at < end; at++) {
    if (load<u8>(at) != 0x0a) continue;
    lines.push(new Bytes(from, <i32>(at - from)));
    from = at + 1;
  }
  if (from < end) lines.push(new Bytes(from, <i32>(end - from)));
  return lines;
}

/**
 * A text without what is not a change: spaces at the ends of lines, empty lines, lines that contain what is to be ignored and, if
 * wanted, which digits there are.
 */
export function normalized(text: Bytes, how: Json): Bytes {
  const ignored = how.itemsOf("ignore");
  const ignoresDigits = how.flagOf("ignoreDigits", false);
  const lines = linesOf(text);
  const kept = new Text(text.size + 1);
  for (let at = 0; at < lines.length; at++) {
    const line = trimmed(lines[at]);
    if (line.size == 0 || containsAny(line, ignored)) continue;
    if (kept.size > 0) kept.byte(0x0a);
    const from = kept.size;
    kept.bytes(line.at, line.size);
    if (ignoresDigits) hideDigits(kept, from);
  }
  return new Bytes(kept.start, kept.size);
}

function trimmed(line: Bytes): Bytes {
  let from = line.at;
  let end = line.at + line.size;
  while (from < end && isBlank(load<u8>(from))) from++;
  while (end > from && isBlank(load<u8>(end - 1))) end--;
  return new Bytes(from, <i32>(end - from));
}

function isBlank(byte: u32): bool {
  return byte == 0x20 || byte == 0x09 || byte == 0x0d;
}

function containsAny(line: Bytes, parts: Json[]): bool {
  for (let at = 0; at < parts.length; at++) {
    if (contains(line, parts[at].bytes)) return true;
  }
  return false;
}

function contains(line: Bytes, part: Bytes): bool {
  for (let at = 0; at + part.size <= line.size; at++) {
    if (memory.compare(line.at + at, part.at, part.size) == 0) return true;
  }
  return false;
}

/** Every row of digits becomes one `0`. */
function hideDigits(text: Text, from: i32): void {
  let to = from;
  let inDigits = false;
  for (let at = from; at < text.size; at++) {
    const byte = load<u8>(text.start + at);
    const isDigit = byte >= 0x30 && byte <= 0x39;
    if (!isDigit || !inDigits) store<u8>(text.start + to++, isDigit ? 0x30 : byte);
    inDigits = isDigit;
  }
  text.size = to;
}
