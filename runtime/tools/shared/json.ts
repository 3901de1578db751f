import { Bytes, storeUtf8 } from "./bytes";
import { parseDecimal } from "./decimal";
import { Text } from "./text";

export const enum Kind {
  Null,
  Boolean,
  Number,
  String,
  Array,
  Object,
}

/** Values in values. More is no JSON that anybody means. */
const mostDepth = 200;

/** A JSON value. */
export class Json {
  kind: Kind = Kind.Null;
  flag: bool = false;
  value: f64 = 0;
  items: Json[] = noItems;
  names: string[] = noNames;
  /** A number as it stood there; a string as it stood between its quotes, escapes included, while nobody asked for it, and its characters then. */
  private rawAt: usize = 0;
  private rawSize: i32 = 0;
  private escaped: bool = false;
  private decoded: string | null = null;
  /** Its characters in UTF-8, once they are known. */
  private encoded: Bytes | null = null;

  static null(): Json {
    return new Json();
  }

  static boolean(flag: bool): Json {
    const json = new Json();
    json.kind = Kind.Boolean;
    json.flag = flag;
    return json;
  }

  static number(value: f64): Json {
    const json = new Json();
    json.kind = Kind.Number;
    json.value = value;
    return json;
  }

  static text(value: string): Json {
    const json = new Json();
    json.kind = Kind.String;
    json.decoded = value;
    return json;
  }

  /** A string of UTF-8, which must not change. */
  static bytes(value: Bytes): Json {
    const json = new Json();
    json.kind = Kind.String;
    json.encoded = value;
    return json;
  }

  /** @internal a number that was read, and is written as it stood there: it may have digits that no double has */
  static rawNumber(value: f64, at: usize, size: i32): Json {
    const json = Json.number(value);
    json.rawAt = at;
    json.rawSize = size;
    return json;
  }

  /** @internal a string that was read */
  static raw(at: usize, size: i32, escaped: bool): Json {
    const json = new Json();
    json.kind = Kind.String;
    json.rawAt = at;
    json.rawSize = size;
    json.escaped = escaped;
    return json;
  }

  static array(): Json {
    const json = new Json();
    json.kind = Kind.Array;
    json.items = [];
    return json;
  }

  static object(): Json {
    const json = new Json();
    json.kind = Kind.Object;
    json.items = [];
    json.names = [];
    return json;
  }

  get isText(): bool {
    return this.kind == Kind.String;
  }

  get isNumber(): bool {
    return this.kind == Kind.Number;
  }

  get isArray(): bool {
    return this.kind == Kind.Array;
  }

  get isObject(): bool {
    return this.kind == Kind.Object;
  }

  get isNull(): bool {
    return this.kind == Kind.Null;
  }

  /** The characters of a string; empty of anything else. */
  get string(): string {
    if (this.kind != Kind.String) return "";
    const known = this.decoded;
    if (known !== null) return known;
    const encoded = this.encoded;
    if (this.rawAt == 0 && encoded !== null) return encoded.toString();
    const decoded = this.escaped
      ? unescaped(this.rawAt, this.rawSize)
      : String.UTF8.decodeUnsafe(this.rawAt, this.rawSize);
    this.decoded = decoded;
    return decoded;
  }

  /** The characters of a string in UTF-8, without a copy where it has no escapes; lone surrogates are U+FFFD. Nothing of anything else. */
  get bytes(): Bytes {
    if (this.kind != Kind.String) return Bytes.of("");
    const known = this.encoded;
    if (known !== null) return known;
    const encoded =
      this.rawAt == 0
        ? Bytes.of(this.string)
        : this.escaped
          ? unescapedBytes(this.rawAt, this.rawSize)
          : new Bytes(this.rawAt, this.rawSize);
    this.encoded = encoded;
    return encoded;
  }

  /** A string that was read as it stands in the input, without its quotes; null of anything else. */
  get raw(): Bytes | null {
    return this.rawAt == 0 ? null : new Bytes(this.rawAt, this.rawSize);
  }

  /** Members of an object, items of an array. */
  get length(): i32 {
    return this.items.length;
  }

  push(item: Json): void {
    this.items.push(item);
  }

  /** A member, or null. */
  get(name: string): Json | null {
    const names = this.names;
    for (let at = 0; at < names.length; at++) {
      if (names[at] == name) return this.items[at];
    }
    return null;
  }

  has(name: string): bool {
    return this.get(name) !== null;
  }

  /** Sets a member. The order of members is that in which they were set. @returns this object */
  set(name: string, value: Json): Json {
    const names = this.names;
    for (let at = 0; at < names.length; at++) {
      if (names[at] == name) {
        this.items[at] = value;
        return this;
      }
    }
    names.push(name);
    this.items.push(value);
    return this;
  }

  /** A member that is a string, or else `otherwise`. */
  textOf(name: string, otherwise: string): string {
    const member = this.get(name);
    return member !== null && member.isText ? member.string : otherwise;
  }

  numberOf(name: string, otherwise: f64): f64 {
    const member = this.get(name);
    return member !== null && member.isNumber ? member.value : otherwise;
  }

  flagOf(name: string, otherwise: bool): bool {
    const member = this.get(name);
    return member !== null && member.kind == Kind.Boolean ? member.flag : otherwise;
  }

  /** The items of a member that is an array; none of anything else. */
  itemsOf(name: string): Json[] {
    const member = this.get(name);
    return member !== null && member.isArray ? member.items : [];
  }

  /** Appends it as JSON, without spaces. */
  write(text: Text): void {
    switch (this.kind) {
      case Kind.Null:
        text.append("null");
        break;
      case Kind.Boolean:
        text.append(this.flag ? "true" : "false");
        break;
      case Kind.Number:
        if (this.rawAt == 0) text.append(numberText(this.value));
        else text.bytes(this.rawAt, this.rawSize);
        break;
      case Kind.String:
        this.writeString(text);
        break;
      case Kind.Array:
        this.writeItems(text);
        break;
      case Kind.Object:
        this.writeMembers(text);
        break;
    }
  }

  toString(): string {
    const text = new Text();
    this.write(text);
    return text.toString();
  }

  private writeString(text: Text): void {
    if (this.rawAt == 0) {
      const encoded = this.encoded;
      if (encoded === null) writeQuoted(text, this.string);
      else writeQuotedBytes(text, encoded);
      return;
    }
    // what was read is written as it was read
    text.byte(0x22);
    text.bytes(this.rawAt, this.rawSize);
    text.byte(0x22);
  }

  private writeItems(text: Text): void {
    text.byte(0x5b);
    for (let at = 0; at < this.items.length; at++) {
      if (at > 0) text.byte(0x2c);
      this.items[at].write(text);
    }
    text.byte(0x5d);
  }

  private writeMembers(text: Text): void {
    text.byte(0x7b);
    for (let at = 0; at < this.items.length; at++) {
      if (at > 0) text.byte(0x2c);
      writeQuoted(text, this.names[at]);
      text.byte(0x3a);
      this.items[at].write(text);
    }
    text.byte(0x7d);
  }
}

/** Shared by all values that have none. Never pushed to. */
const noItems: Json[] = [];
const noNames: string[] = [];

/** A number as JSON has it: an integer without a fraction; what is no finite number is null. */
export function numberText(value: f64): string {
  if (!isFinite(value)) return "null";
  if (value == Math.floor(value) && Math.abs(value) < 1e15) return (<i64>value).toString();
  const text = value.toString();
  return text.endsWith(".0") ? text.substring(0, text.length - 2) : text;
}

/** Appends a string in quotes. Lone surrogates are escaped, which keeps them. */
export function writeQuoted(text: Text, value: string): void {
  text.byte(0x22);
  const length = value.length;
  let from = 0;
  for (let at = 0; at < length; at++) {
    const unit = load<u16>(changetype<usize>(value) + (<usize>at << 1));
    const plain = unit >= 0x20 && unit != 0x22 && unit != 0x5c && !(unit >= 0xd800 && unit <= 0xdfff);
    if (plain) continue;
    if (unit >= 0xd800 && unit <= 0xdbff && at + 1 < length) {
      const low = load<u16>(changetype<usize>(value) + (<usize>(at + 1) << 1));
      if (low >= 0xdc00 && low <= 0xdfff) {
        at++;
        continue;
      }
    }
    appendUnits(text, value, from, at);
    escape(text, unit);
    from = at + 1;
  }
  appendUnits(text, value, from, length);
  text.byte(0x22);
}

/** The same for UTF-8. */
function writeQuotedBytes(text: Text, value: Bytes): void {
  text.byte(0x22);
  const end = value.at + value.size;
  let at = value.at;
  while (at < end) {
    const special = plainEnd(at, end);
    if (special > at) text.bytes(at, <i32>(special - at));
    if (special < end) escape(text, load<u8>(special));
    at = special + 1;
  }
  text.byte(0x22);
}

/** A part of a string without lone surrogates. */
function appendUnits(text: Text, value: string, from: i32, to: i32): void {
  if (from >= to) return;
  const at = text.room((to - from) * 3);
  text.size += <i32>String.UTF8.encodeUnsafe(changetype<usize>(value) + (<usize>from << 1), to - from, at);
}

function escape(text: Text, unit: u32): void {
  text.byte(0x5c);
  switch (unit) {
    case 0x22:
    case 0x5c:
      text.byte(unit);
      return;
    case 0x08:
      text.byte(0x62);
      return;
    case 0x0c:
      text.byte(0x66);
      return;
    case 0x0a:
      text.byte(0x6e);
      return;
    case 0x0d:
      text.byte(0x72);
      return;
    case 0x09:
      text.byte(0x74);
      return;
  }
  text.byte(0x75);
  for (let shift = 12; shift >= 0; shift -= 4) {
    const digit = (unit >> shift) & 15;
    text.byte(digit < 10 ? 0x30 + digit : 0x57 + digit);
  }
}

/** Reads a text of JSON (RFC 8259); null when it is none. The bytes are kept, and must not change. */
export function parse(at: usize, size: i32): Json | null {
  const reader = new Reader(at, at + size);
  const value = reader.value(0);
  reader.space();
  return reader.broken || reader.at != reader.end ? null : value;
}

/** Reads JSON from a string; null when it is none. */
export function parseText(text: string): Json | null {
  const bytes = String.UTF8.encode(text);
  return parse(changetype<usize>(bytes), bytes.byteLength);
}

class Reader {
  broken: bool = false;

  constructor(
    public at: usize,
    public end: usize,
  ) {}

  value(depth: i32): Json {
    this.space();
    if (this.at >= this.end || depth > mostDepth) return this.fail();
    const first = load<u8>(this.at);
    if (first == 0x22) return this.string();
    if (first == 0x7b) return this.object(depth);
    if (first == 0x5b) return this.array(depth);
    if (first == 0x74) return this.word("true", Json.boolean(true));
    if (first == 0x66) return this.word("false", Json.boolean(false));
    if (first == 0x6e) return this.word("null", Json.null());
    return this.number();
  }

  space(): void {
    while (this.at < this.end) {
      const byte = load<u8>(this.at);
      if (byte != 0x20 && byte != 0x0a && byte != 0x0d && byte != 0x09) return;
      this.at++;
    }
  }

  private fail(): Json {
    this.broken = true;
    this.at = this.end;
    return Json.null();
  }

  private take(byte: u8): bool {
    this.space();
    if (this.at >= this.end || load<u8>(this.at) != byte) return false;
    this.at++;
    return true;
  }

  private word(word: string, value: Json): Json {
    for (let index = 0; index < word.length; index++) {
      if (this.at >= this.end || load<u8>(this.at) != word.charCodeAt(index)) return this.fail();
      this.at++;
    }
    return value;
  }

  private object(depth: i32): Json {
    const object = Json.object();
    this.at++;
    if (this.take(0x7d)) return object;
    do {
      this.space();
      if (this.at >= this.end || load<u8>(this.at) != 0x22) return this.fail();
      const name = this.string();
      if (this.broken || !this.take(0x3a)) return this.fail();
      // twice the same name: the last one counts, as everywhere
      object.set(name.string, this.value(depth + 1));
      if (this.broken) return object;
    } while (this.take(0x2c));
    return this.take(0x7d) ? object : this.fail();
  }

  private array(depth: i32): Json {
    const array = Json.array();
    this.at++;
    if (this.take(0x5d)) return array;
    do {
      array.push(this.value(depth + 1));
      if (this.broken) return array;
    } while (this.take(0x2c));
    return this.take(0x5d) ? array : this.fail();
  }

  private string(): Json {
    const from = ++this.at;
    let escaped = false;
    const end = this.end;
    let at = from;
    for (;;) {
      at = plainEnd(at, end);
      if (at >= end) return this.fail();
      const byte = load<u8>(at);
      if (byte == 0x22) break;
      if (byte != 0x5c) return this.fail();
      escaped = true;
      const next = at + 1 < end ? load<u8>(at + 1) : 0;
      const length = escapeLength(next, at, end);
      if (length == 0) return this.fail();
      at += length;
    }
    this.at = at + 1;
    return Json.raw(from, <i32>(at - from), escaped);
  }

  private number(): Json {
    const from = this.at;
    if (this.at < this.end && load<u8>(this.at) == 0x2d) this.at++;
    const whole = this.digits();
    const leading = load<u8>(this.at - whole);
    if (whole == 0 || (whole > 1 && leading == 0x30)) return this.fail();
    let simple = true;
    if (this.at < this.end && load<u8>(this.at) == 0x2e) {
      this.at++;
      simple = false;
      if (this.digits() == 0) return this.fail();
    }
    if (this.at < this.end && (load<u8>(this.at) | 0x20) == 0x65) {
      this.at++;
      simple = false;
      if (this.at < this.end && (load<u8>(this.at) == 0x2b || load<u8>(this.at) == 0x2d)) this.at++;
      if (this.digits() == 0) return this.fail();
    }
    if (simple && whole <= 15) return Json.number(integer(from, this.at));
    return Json.rawNumber(parseDecimal(from, this.at), from, <i32>(this.at - from));
  }

  private digits(): i32 {
    const from = this.at;
    while (this.at < this.end && load<u8>(this.at) >= 0x30 && load<u8>(this.at) <= 0x39) this.at++;
    return <i32>(this.at - from);
  }
}

/** The address of the first quote, backslash or control character, or else the end. */
function plainEnd(from: usize, end: usize): usize {
  let at = from;
  for (; at + 8 <= end; at += 8) {
    const special = specials(load<u64>(at));
    if (special != 0) return at + <usize>(ctz(special) >> 3);
  }
  for (; at < end; at++) {
    const byte = load<u8>(at);
    if (byte < 0x20 || byte == 0x22 || byte == 0x5c) break;
  }
  return at;
}

/**
 * The highest bit of each of eight bytes that is a quote, a backslash or below a space: the usual test for a byte in a word. What is
 * borrowed makes it wrong above the first of them, and there only.
 */
// @ts-ignore: decorator
@inline
function specials(word: u64): u64 {
  const ones: u64 = 0x0101010101010101;
  const highs: u64 = 0x8080808080808080;
  const quote = (word ^ (ones * 0x22)) - ones;
  const backslash = (word ^ (ones * 0x5c)) - ones;
  const control = word - ones * 0x20;
  return (control | quote | backslash) & ~word & highs;
}

/** Bytes of an escape, the backslash included; 0 when it is none. */
function escapeLength(kind: u8, at: usize, end: usize): i32 {
  switch (kind) {
    case 0x22:
    case 0x5c:
    case 0x2f:
    case 0x62:
    case 0x66:
    case 0x6e:
    case 0x72:
    case 0x74:
      return 2;
    case 0x75:
      if (at + 6 > end) return 0;
      for (let digit = 2; digit < 6; digit++) {
        if (hexadecimal(load<u8>(at + digit)) < 0) return 0;
      }
      return 6;
  }
  return 0;
}

/** The value of a hexadecimal digit, or -1. */
export function hexadecimal(byte: u32): i32 {
  if (byte >= 0x30 && byte <= 0x39) return <i32>byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? <i32>lower - 0x57 : -1;
}

function integer(from: usize, to: usize): f64 {
  let at = from;
  const negative = load<u8>(at) == 0x2d;
  if (negative) at++;
  let value: i64 = 0;
  for (; at < to; at++) value = value * 10 + (load<u8>(at) - 0x30);
  return negative ? -(<f64>value) : <f64>value;
}

function unescaped(from: usize, size: i32): string {
  // in UTF-16 it has at most as many units as it has bytes here
  const units = heap.alloc(<usize>size << 1);
  let length = 0;
  let at = from;
  const end = from + size;
  while (at < end) {
    if (load<u8>(at) != 0x5c) {
      const start = at;
      while (at < end && load<u8>(at) != 0x5c) at++;
      const part = String.UTF8.decodeUnsafe(start, at - start);
      memory.copy(units + (<usize>length << 1), changetype<usize>(part), <usize>part.length << 1);
      length += part.length;
      continue;
    }
    store<u16>(units + (<usize>length << 1), unitOf(at));
    length++;
    at += load<u8>(at + 1) == 0x75 ? 6 : 2;
  }
  return String.UTF16.decodeUnsafe(units, <usize>length << 1);
}

function unescapedBytes(from: usize, length: i32): Bytes {
  // an escape is never shorter than what it stands for
  const start = heap.alloc(length);
  let to = start;
  let at = from;
  const end = from + length;
  while (at < end) {
    if (load<u8>(at) != 0x5c) {
      const special = plainEnd(at, end);
      memory.copy(to, at, special - at);
      to += special - at;
      at = special;
      continue;
    }
    let point: u32 = unitOf(at);
    at += load<u8>(at + 1) == 0x75 ? 6 : 2;
    if (point >= 0xd800 && point <= 0xdfff) {
      const low: u32 = point <= 0xdbff && at < end && load<u16>(at) == 0x755c ? unitOf(at) : 0;
      if (low >= 0xdc00 && low <= 0xdfff) {
        point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
        at += 6;
      } else {
        point = 0xfffd;
      }
    }
    to = storeUtf8(to, point);
  }
  return new Bytes(start, <i32>(to - start));
}

function unitOf(at: usize): u16 {
  const kind = load<u8>(at + 1);
  switch (kind) {
    case 0x62:
      return 0x08;
    case 0x66:
      return 0x0c;
    case 0x6e:
      return 0x0a;
    case 0x72:
      return 0x0d;
    case 0x74:
      return 0x09;
    case 0x75: {
      let unit: u32 = 0;
      for (let digit = 2; digit < 6; digit++) unit = (unit << 4) | hexadecimal(load<u8>(at + digit));
      return <u16>unit;
    }
  }
  return kind;
}
