import { Bytes, lengthOfUtf8 } from "../shared/bytes";
import { Json } from "../shared/json";
import { give, giveText, input, refuse } from "../shared/kernel";
import { Text } from "../shared/text";
import { countCharacters, countWords, padded, reversed, trimmed, truncated, wordsOf } from "./characters";
import { lower, named, sentence, slug, title, upper } from "./letters";
import { containing, countLines, extracted, Lines, sorted, unique, wrapped } from "./lines";
import { parts } from "./search";

/** Characters that padding may add up to. */
const mostPadding = 1_000_000;
/** Bytes that a replacement or a separator may make of a text. */
const mostBytes: i64 = 33_554_432;

export function run(): void {
  const given = input();
  const operation = given.textOf("operation", "");
  if (operation == "join") {
    give(answer(joined(given.itemsOf("texts"), textOf(given, "separator", ""))));
    return;
  }
  const member = given.get("text");
  if (member === null) refuse(operation + " needs a `text`");
  const text = member!;
  if (operation == "identity") giveText(identity(text.raw!));
  else if (operation == "count") give(counted(text.bytes));
  else if (operation == "split") give(split(text.bytes, given));
  else if (operation == "replace") give(replaced(text.bytes, given));
  else give(answer(changed(operation, text.bytes, given)));
}

/** The result written around the text where it lies in the input: a large one need not be copied, and its escapes stay as they are. */
function identity(raw: Bytes): Bytes {
  // in the input, no less stands before the text than `{"text":"`, and behind its quote there is a bracket or a comma
  const start = raw.at - 9;
  store<u64>(start, 0x3a2274786574227b); // {"text":
  store<u8>(start, 0x22, 8);
  store<u8>(raw.at + raw.size, 0x7d, 1);
  return new Bytes(start, raw.size + 11);
}

function answer(text: Bytes): Json {
  return Json.object().set("text", Json.bytes(text));
}

function textOf(given: Json, name: string, otherwise: string): Bytes {
  const member = given.get(name);
  return member === null ? Bytes.of(otherwise) : member.bytes;
}

function changed(operation: string, text: Bytes, given: Json): Bytes {
  if (operation == "upper") return upper(text);
  if (operation == "lower") return lower(text);
  if (operation == "title") return title(text);
  if (operation == "sentence") return sentence(text);
  if (operation == "slug") return slug(text);
  if (operation == "trim") {
    const side = given.textOf("side", "both");
    return trimmed(text, side != "end", side != "start");
  }
  if (operation == "reverse") return reverse(text, given.textOf("unit", "characters"));
  if (operation == "truncate") {
    const ellipsis = textOf(given, "ellipsis", "\u2026");
    return truncated(text, lengthOf(given), ellipsis, given.flagOf("wholeWords", false));
  }
  if (operation == "pad") return pad(text, given);
  if (operation == "wrap" || operation == "lines" || operation == "sort" || operation == "unique") {
    const lines = new Lines(text);
    return lines.joined(changedLines(operation, lines.items, given));
  }
  return named(text, operation);
}

function changedLines(operation: string, lines: Bytes[], given: Json): Bytes[] {
  if (operation == "wrap") return wrapped(lines, <i32>given.numberOf("width", 80), given.flagOf("breakWords", false));
  const ignoreCase = given.flagOf("ignoreCase", false);
  if (operation == "unique") return unique(lines, ignoreCase);
  if (operation == "sort") {
    const descending = given.textOf("order", "ascending") == "descending";
    return sorted(lines, ignoreCase, given.flagOf("numeric", false), descending);
  }
  const some = extracted(lines, <i32>given.numberOf("from", 1), <i32>given.numberOf("to", -1));
  const wanted = textOf(given, "containing", "");
  return wanted.size == 0 ? some : containing(some, wanted);
}

function lengthOf(given: Json): i32 {
  if (!given.has("length")) refuse("this operation needs a `length`");
  return <i32>given.numberOf("length", 0);
}

function pad(text: Bytes, given: Json): Bytes {
  const length = lengthOf(given);
  if (length > mostPadding) refuse("a text is padded up to " + mostPadding.toString() + " characters");
  return padded(text, length, textOf(given, "fill", " "), given.textOf("side", "end"));
}

function reverse(text: Bytes, unit: string): Bytes {
  if (unit == "characters") return reversed(text);
  if (unit == "lines") {
    const lines = new Lines(text);
    return lines.joined(lines.items.reverse());
  }
  const words = wordsOf(text).reverse();
  const result = new Text(text.size);
  for (let index = 0; index < words.length; index++) {
    if (index > 0) result.byte(0x20);
    result.bytes(words[index].at, words[index].size);
  }
  return new Bytes(result.start, result.size);
}

function counted(text: Bytes): Json {
  return Json.object()
    .set("characters", Json.number(countCharacters(text)))
    .set("words", Json.number(countWords(text)))
    .set("lines", Json.number(countLines(text)))
    .set("bytes", Json.number(text.size));
}

function replaced(text: Bytes, given: Json): Json {
  const wanted = textOf(given, "search", "");
  if (wanted.size == 0) refuse("replace needs a `search` that is not empty");
  const most = <i32>given.numberOf("limit", i32.MAX_VALUE - 1);
  const between = parts(text, wanted, most + 1);
  return Json.object()
    .set("text", Json.bytes(joinedBytes(between, textOf(given, "replacement", ""))))
    .set("replacements", Json.number(between.length - 1));
}

function split(text: Bytes, given: Json): Json {
  const separator = textOf(given, "separator", "");
  const most = <i32>given.numberOf("limit", i32.MAX_VALUE);
  const found = given.has("separator")
    ? separator.size == 0
      ? charactersOf(text, most)
      : parts(text, separator, most)
    : wordsOf(text).slice(0, most);
  const list = Json.array();
  for (let index = 0; index < found.length; index++) list.push(Json.bytes(found[index]));
  return Json.object().set("parts", list);
}

/** Each character by itself, and the rest in the last part. */
function charactersOf(text: Bytes, most: i32): Bytes[] {
  const found: Bytes[] = [];
  const end = text.at + text.size;
  for (let at = text.at; at < end; ) {
    const size = found.length + 1 == most ? <i32>(end - at) : lengthOfUtf8(load<u8>(at));
    found.push(new Bytes(at, size));
    at += size;
  }
  return found;
}

function joined(texts: Json[], separator: Bytes): Bytes {
  const items: Bytes[] = [];
  for (let index = 0; index < texts.length; index++) items.push(texts[index].bytes);
  return joinedBytes(items, separator);
}

function joinedBytes(items: Bytes[], separator: Bytes): Bytes {
  let size = <i64>separator.size * max(0, items.length - 1);
  for (let index = 0; index < items.length; index++) size += items[index].size;
  if (size > mostBytes) refuse("the result would have " + size.toString() + " bytes, and may have " + mostBytes.toString());
  const result = new Text(<i32>size);
  for (let index = 0; index < items.length; index++) {
    if (index > 0) result.bytes(separator.at, separator.size);
    result.bytes(items[index].at, items[index].size);
  }
  return new Bytes(result.start, result.size);
}
