import { Bytes, lengthOfUtf8, loadUtf8 } from "../shared/bytes";
import { isAsciiLetter, isDigit, isSpace, isWordPart } from "../shared/characters";
import { plainLetters } from "../shared/latin";
import { Text } from "../shared/text";

function isAscii(text: Bytes): bool {
  let at = text.at;
  const end = at + text.size;
  for (; at + 8 <= end; at += 8) {
    if ((load<u64>(at) & 0x8080808080808080) != 0) return false;
  }
  for (; at < end; at++) {
    if (load<u8>(at) >= 0x80) return false;
  }
  return true;
}

export function upper(text: Bytes): Bytes {
  return isAscii(text) ? asciiCase(text, 0x61) : Bytes.of(text.toString().toUpperCase());
}

export function lower(text: Bytes): Bytes {
  return isAscii(text) ? asciiCase(text, 0x41) : Bytes.of(text.toString().toLowerCase());
}

/** ASCII with the 26 letters from `first` on in the other case. */
function asciiCase(text: Bytes, first: u64): Bytes {
  const start = heap.alloc(text.size);
  const ones: u64 = 0x0101010101010101;
  const highs: u64 = 0x8080808080808080;
  let offset = 0;
  for (; offset + 8 <= text.size; offset += 8) {
    const word = load<u64>(text.at + offset);
    // in bytes of seven bits nothing is carried over into the next
    const atLeastFirst = word + ones * (0x80 - first);
    const aboveLast = word + ones * (0x80 - first - 26);
    store<u64>(start + offset, word ^ (((atLeastFirst ^ aboveLast) & highs) >> 2));
  }
  for (; offset < text.size; offset++) {
    const byte: u32 = load<u8>(text.at + offset);
    store<u8>(start + offset, byte - <u32>first < 26 ? byte ^ 0x20 : byte);
  }
  return new Bytes(start, text.size);
}

/** A character with the first letter of its upper case only: `Ss` for ß. */
function appendCapital(result: Text, point: u32): void {
  if (point < 0x80) {
    result.byte(isAsciiLetter(point) ? point & ~0x20 : point);
    return;
  }
  const whole = String.fromCodePoint(point).toUpperCase();
  const first = String.fromCodePoint(whole.codePointAt(0));
  result.append(first + whole.substring(first.length).toLowerCase());
}

/** Each word begins with a capital; everything else is lower case. */
export function title(text: Bytes): Bytes {
  return capitalized(lower(text), false);
}

/** Each sentence begins with a capital; everything else is lower case. */
export function sentence(text: Bytes): Bytes {
  return capitalized(lower(text), true);
}

function capitalized(text: Bytes, sentences: bool): Bytes {
  const result = new Text(text.size + 16);
  let at = text.at;
  const end = at + text.size;
  let awaited = true;
  let ended = false;
  while (at < end) {
    const point = loadUtf8(at);
    const length = lengthOfUtf8(load<u8>(at));
    if (awaited && isWordPart(point)) {
      appendCapital(result, point);
      awaited = false;
    } else {
      if (length == 1) result.byte(point);
      else result.bytes(at, length);
      if (sentences) awaited = awaited || (ended && isSpace(point));
      // an apostrophe stands in the middle of a word
      else awaited = awaited || (!isWordPart(point) && point != 0x27 && point != 0x2019);
    }
    ended = point == 0x2e || point == 0x21 || point == 0x3f || point == 0x2026 || (ended && isQuote(point));
    at += length;
  }
  return new Bytes(result.start, result.size);
}

/** What may stand between the end of a sentence and the space after it. */
function isQuote(point: u32): bool {
  return point == 0x22 || point == 0x27 || point == 0x29 || point == 0x5d || point == 0x2019 || point == 0x201d;
}

/** Whether a character differs from its lower case. */
function isUpper(point: u32): bool {
  if (point < 0x80) return point >= 0x41 && point <= 0x5a;
  const text = String.fromCodePoint(point);
  return text.toLowerCase() != text;
}

/** The words of a name or a sentence, in lower case: `parseHTTPRequest2` has three. */
function partsOf(text: Bytes): Bytes[] {
  const parts: Bytes[] = [];
  let from: usize = 0;
  let at = text.at;
  const end = at + text.size;
  let wasUpper = false;
  while (at < end) {
    const point = loadUtf8(at);
    const next = at + lengthOfUtf8(load<u8>(at));
    if (!isWordPart(point)) {
      if (from != 0) parts.push(part(from, at));
      from = 0;
      wasUpper = false;
    } else {
      const isCapital = isUpper(point);
      // the last capital of several belongs to the word that it begins
      const begins = isCapital && (!wasUpper || (next < end && beginsWord(loadUtf8(next))));
      if (from != 0 && begins && at > from) {
        parts.push(part(from, at));
        from = at;
      }
      if (from == 0) from = at;
      wasUpper = isCapital;
    }
    at = next;
  }
  if (from != 0) parts.push(part(from, end));
  return parts;
}

/** Whether a letter is the second one of a word, after a capital. */
function beginsWord(point: u32): bool {
  return isWordPart(point) && !isDigit(point) && !isUpper(point);
}

function part(from: usize, to: usize): Bytes {
  return lower(new Bytes(from, <i32>(to - from)));
}

/** A name made of the words of a text. @param style camel, pascal, snake, kebab or constant */
export function named(text: Bytes, style: string): Bytes {
  const parts = partsOf(text);
  const result = new Text(text.size + parts.length);
  const joint = style == "kebab" ? 0x2d : style == "snake" || style == "constant" ? 0x5f : 0;
  for (let index = 0; index < parts.length; index++) {
    const each = parts[index];
    if (joint != 0) {
      if (index > 0) result.byte(joint);
      const cased = style == "constant" ? upper(each) : each;
      result.bytes(cased.at, cased.size);
    } else if (index == 0 && style == "camel") {
      result.bytes(each.at, each.size);
    } else {
      appendCapital(result, loadUtf8(each.at));
      const first = lengthOfUtf8(load<u8>(each.at));
      result.bytes(each.at + first, each.size - first);
    }
  }
  return new Bytes(result.start, result.size);
}

/** For an address: lower case, words joined by hyphens, Latin letters without their marks, letters of other scripts as they are. */
export function slug(text: Bytes): Bytes {
  const lowered = lower(text);
  const result = new Text(lowered.size + 16);
  let at = lowered.at;
  const end = at + lowered.size;
  let joint = false;
  while (at < end) {
    const point = loadUtf8(at);
    const length = lengthOfUtf8(load<u8>(at));
    const isMark = (point >= 0x300 && point <= 0x36f) || point == 0x27 || point == 0x2019;
    if (isWordPart(point) && !isMark) {
      if (joint && result.size > 0) result.byte(0x2d);
      joint = false;
      const plain = point < 0x80 ? "" : plainLetters(point);
      if (length == 1) result.byte(point);
      else if (plain.length > 0) result.append(plain);
      else result.bytes(at, length);
    } else if (!isMark) {
      joint = true;
    }
    at += length;
  }
  return new Bytes(result.start, result.size);
}
