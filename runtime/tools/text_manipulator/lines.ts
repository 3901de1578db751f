import { Bytes, lengthOfUtf8, loadUtf8 } from "../shared/bytes";
import { isSpace } from "../shared/characters";
import { Interner } from "../shared/interner";
import { Text } from "../shared/text";
import { addressOf, trimmed } from "./characters";
import { lower } from "./letters";
import { Search } from "./search";

/** Lines of a text, and how they were broken. A break at the end begins no further line. */
export class Lines {
  items: Bytes[] = [];
  /** Whether they end with CR LF rather than LF, by the first of them. */
  private wide: bool = false;
  private ended: bool = false;

  /** Lines end with LF, CR LF or CR. */
  constructor(text: Bytes) {
    let from = text.at;
    let at = from;
    const end = at + text.size;
    while (at < end) {
      const byte = load<u8>(at);
      if (byte != 0x0a && byte != 0x0d) {
        at++;
        continue;
      }
      this.items.push(new Bytes(from, <i32>(at - from)));
      const isPair = byte == 0x0d && at + 1 < end && load<u8>(at, 1) == 0x0a;
      if (isPair && this.items.length == 1) this.wide = true;
      at += isPair ? 2 : 1;
      from = at;
    }
    if (from < end) this.items.push(new Bytes(from, <i32>(end - from)));
    else this.ended = text.size > 0;
  }

  /** Lines in place of these, broken as these are. */
  joined(items: Bytes[]): Bytes {
    const result = new Text();
    for (let index = 0; index < items.length; index++) {
      if (index > 0) this.appendBreak(result);
      result.bytes(items[index].at, items[index].size);
    }
    if (this.ended && items.length > 0) this.appendBreak(result);
    return new Bytes(result.start, result.size);
  }

  private appendBreak(result: Text): void {
    if (this.wide) result.byte(0x0d);
    result.byte(0x0a);
  }
}

/** Lines of a text, as `Lines` has them. */
export function countLines(text: Bytes): i32 {
  let lines = 0;
  const end = text.at + text.size;
  for (let at = text.at; at < end; at++) {
    const byte = load<u8>(at);
    // the second of a pair ends no other line
    const isPair = byte == 0x0a && at > text.at && load<u8>(at - 1) == 0x0d;
    if ((byte == 0x0a || byte == 0x0d) && !isPair) lines++;
  }
  const last = text.size == 0 ? 0x0a : load<u8>(end - 1);
  return last == 0x0a || last == 0x0d ? lines : lines + 1;
}

/** Lines from one to another, both included; the first is 1, and -1 is the last. */
export function extracted(lines: Bytes[], from: i32, to: i32): Bytes[] {
  const count = lines.length;
  const first = from < 0 ? max(0, count + from) : max(0, from - 1);
  const last = to < 0 ? count + to : min(to, count) - 1;
  return first > last ? [] : lines.slice(first, last + 1);
}

/** Lines in which others of the same content stood before are left out. */
export function unique(lines: Bytes[], ignoreCase: bool): Bytes[] {
  const known = new Interner(lines.length);
  const kept: Bytes[] = [];
  for (let index = 0; index < lines.length; index++) {
    const before = known.size;
    known.intern(ignoreCase ? lower(lines[index]) : lines[index]);
    if (known.size > before) kept.push(lines[index]);
  }
  return kept;
}

class Sortable {
  constructor(
    public line: Bytes,
    public key: Bytes,
    /** Not a number when it begins with none. */
    public number: f64,
  ) {}
}

/** Lines in the order of their code points; those that are equal stay in theirs. */
export function sorted(lines: Bytes[], ignoreCase: bool, numeric: bool, descending: bool): Bytes[] {
  const items: Sortable[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    items.push(new Sortable(line, ignoreCase ? lower(line) : line, numeric ? leadingNumber(line) : 0));
  }
  if (descending) items.sort((a: Sortable, b: Sortable): i32 => order(b, a, true));
  else items.sort((a: Sortable, b: Sortable): i32 => order(a, b, false));
  const found: Bytes[] = [];
  for (let index = 0; index < items.length; index++) found.push(items[index].line);
  return found;
}

/** By number, lines without one last in either direction; then by code points, which in UTF-8 is by bytes. */
function order(a: Sortable, b: Sortable, swapped: bool): i32 {
  if (isNaN(a.number) != isNaN(b.number)) return isNaN(a.number) != swapped ? 1 : -1;
  if (a.number < b.number) return -1;
  if (a.number > b.number) return 1;
  const common = memory.compare(a.key.at, b.key.at, min(a.key.size, b.key.size));
  return common != 0 ? common : a.key.size - b.key.size;
}

/** The number that a line begins with, after white space: `-12.5e3`. */
function leadingNumber(line: Bytes): f64 {
  const text = trimmed(line, true, false);
  let at = text.at;
  const end = at + text.size;
  if (at < end && (load<u8>(at) == 0x2d || load<u8>(at) == 0x2b)) at++;
  let digits = 0;
  let mantissa = at;
  for (; mantissa < end; mantissa++) {
    const byte = load<u8>(mantissa);
    if (byte >= 0x30 && byte <= 0x39) digits++;
    else if (byte != 0x2e) break;
  }
  if (digits == 0) return NaN;
  return parseFloat(String.UTF8.decodeUnsafe(text.at, min(text.size, 400)));
}

/**
 * Lines of at most `width` characters. Spaces around a break go; words that are longer stay whole, or are broken too. Empty lines stay.
 */
export function wrapped(lines: Bytes[], width: i32, breakWords: bool): Bytes[] {
  const result: Bytes[] = [];
  for (let index = 0; index < lines.length; index++) wrap(lines[index], width, breakWords, result);
  return result;
}

function wrap(line: Bytes, width: i32, breakWords: bool, result: Bytes[]): void {
  const end = line.at + line.size;
  let from = line.at;
  for (;;) {
    const rest = new Bytes(from, <i32>(end - from));
    const limit = addressOf(rest, width);
    if (limit >= end) {
      result.push(rest);
      return;
    }
    let cut = breakBefore(from, limit);
    if (cut == 0) cut = breakWords ? limit : wordEnd(limit, end);
    result.push(trimmed(new Bytes(from, <i32>(cut - from)), false, true));
    from = cut;
    while (from < end && isSpace(loadUtf8(from))) from += lengthOfUtf8(load<u8>(from));
    if (from >= end) return;
  }
}

/** The last place at which a line may be broken that begins at `from`; 0 when there is none. */
function breakBefore(from: usize, limit: usize): usize {
  let cut: usize = 0;
  let inWord = false;
  for (let at = from; at <= limit; at += lengthOfUtf8(load<u8>(at))) {
    const space = isSpace(loadUtf8(at));
    if (space && inWord) cut = at;
    if (!space) inWord = true;
  }
  return cut;
}

function wordEnd(from: usize, end: usize): usize {
  let at = from;
  while (at < end && !isSpace(loadUtf8(at))) at += lengthOfUtf8(load<u8>(at));
  return at;
}

/** Lines that contain a text. */
export function containing(lines: Bytes[], wanted: Bytes): Bytes[] {
  const found: Bytes[] = [];
  const search = new Search(wanted);
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    if (search.next(line.at, line.at + line.size) != 0) found.push(line);
  }
  return found;
}
