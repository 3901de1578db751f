import { Bytes, lengthOfUtf8, loadUtf8 } from "../shared/bytes";
import { isSpace } from "../shared/characters";
import { Text } from "../shared/text";

/** Code points of a text: the bytes that begin one. */
export function countCharacters(text: Bytes): i32 {
  let continued = 0;
  let at = text.at;
  const end = at + text.size;
  for (; at + 8 <= end; at += 8) {
    const word = load<u64>(at);
    // the highest bit of each byte that has its first bits 10
    continued += <i32>popcnt<u64>(word & ~(word << 1) & 0x8080808080808080);
  }
  for (; at < end; at++) continued += i32((load<u8>(at) & 0xc0) == 0x80);
  return text.size - continued;
}

/** The address of a character, counted from 0; the end when there are not as many. */
export function addressOf(text: Bytes, character: i32): usize {
  let at = text.at;
  const end = at + text.size;
  for (let passed = 0; passed < character && at < end; passed++) at += lengthOfUtf8(load<u8>(at));
  return at;
}

/** The address where the character before an address begins. */
export function before(at: usize): usize {
  do at--;
  while ((load<u8>(at) & 0xc0) == 0x80);
  return at;
}

/** Without white space at its ends. */
export function trimmed(text: Bytes, start: bool, end: bool): Bytes {
  let from = text.at;
  let to = from + text.size;
  if (start) while (from < to && isSpace(loadUtf8(from))) from += lengthOfUtf8(load<u8>(from));
  if (end) while (to > from && isSpace(loadUtf8(before(to)))) to = before(to);
  return new Bytes(from, <i32>(to - from));
}

/** The characters from the last to the first. */
export function reversed(text: Bytes): Bytes {
  const start = heap.alloc(text.size);
  let to = start + text.size;
  let at = text.at;
  const end = at + text.size;
  while (at < end) {
    const first = load<u8>(at);
    if (first < 0x80) {
      store<u8>(--to, first);
      at++;
      continue;
    }
    const length = lengthOfUtf8(first);
    to -= length;
    memory.copy(to, at, length);
    at += length;
  }
  return new Bytes(start, text.size);
}

/** The words of a text: what stands between white space. */
export function wordsOf(text: Bytes): Bytes[] {
  const words: Bytes[] = [];
  let at = text.at;
  const end = at + text.size;
  while (at < end) {
    const from = at;
    while (at < end && !isSpace(loadUtf8(at))) at += lengthOfUtf8(load<u8>(at));
    if (at > from) words.push(new Bytes(from, <i32>(at - from)));
    while (at < end && isSpace(loadUtf8(at))) at += lengthOfUtf8(load<u8>(at));
  }
  return words;
}

export function countWords(text: Bytes): i32 {
  let words = 0;
  let inside = false;
  let at = text.at;
  const end = at + text.size;
  while (at < end) {
    const byte: u32 = load<u8>(at);
    const space = byte < 0x80 ? byte == 0x20 || byte - 0x09 < 5 : isSpace(loadUtf8(at));
    if (!space && !inside) words++;
    inside = !space;
    at += byte < 0x80 ? 1 : lengthOfUtf8(byte);
  }
  return words;
}

/**
 * The beginning of a text that is too long, with an ellipsis.
 *
 * @param length characters that it may have, those of the ellipsis included
 * @param wholeWords whether it ends with a whole word, if it has one
 */
export function truncated(text: Bytes, length: i32, ellipsis: Bytes, wholeWords: bool): Bytes {
  if (countCharacters(text) <= length) return text;
  const shown = length - countCharacters(ellipsis);
  if (shown <= 0) return slice(ellipsis, ellipsis.at, addressOf(ellipsis, length));
  let kept = slice(text, text.at, addressOf(text, shown));
  if (wholeWords) kept = uncut(text, kept);
  const result = new Text(kept.size + ellipsis.size);
  result.bytes(kept.at, kept.size);
  result.bytes(ellipsis.at, ellipsis.size);
  return new Bytes(result.start, result.size);
}

/** Without the word that is cut at its end, and the space before it; as it is when it has only one word. */
function uncut(text: Bytes, kept: Bytes): Bytes {
  let at = kept.at + kept.size;
  if (isSpace(loadUtf8(at))) return trimmed(kept, false, true);
  while (at > text.at && !isSpace(loadUtf8(before(at)))) at = before(at);
  const whole = trimmed(slice(text, text.at, at), false, true);
  return whole.size == 0 ? kept : whole;
}

function slice(text: Bytes, from: usize, to: usize): Bytes {
  return new Bytes(from, <i32>(to - from));
}

/** A text that is filled up to a number of characters. */
export function padded(text: Bytes, length: i32, fill: Bytes, side: string): Bytes {
  const missing = length - countCharacters(text);
  if (missing <= 0 || fill.size == 0) return text;
  const left = side == "start" ? missing : side == "both" ? missing / 2 : 0;
  const result = new Text(text.size + length);
  appendFill(result, fill, left);
  result.bytes(text.at, text.size);
  appendFill(result, fill, missing - left);
  return new Bytes(result.start, result.size);
}

function appendFill(result: Text, fill: Bytes, characters: i32): void {
  const inFill = countCharacters(fill);
  for (let times = characters / inFill; times > 0; times--) result.bytes(fill.at, fill.size);
  result.bytes(fill.at, <i32>(addressOf(fill, characters % inFill) - fill.at));
}
