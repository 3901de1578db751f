import { Bytes } from "../shared/bytes";
import { Json, Kind } from "../shared/json";
import { refuse } from "../shared/kernel";

/** Values by name, which texts refer to as `{{name}}`. */
export class Variables {
  constructor(private values: Json) {}

  set(name: string, value: Json): void {
    this.values.set(name, value);
  }

  /** A value with its texts filled in. A text that is nothing but a reference becomes the value itself. */
  filled(value: Json): Json {
    if (value.isText) {
      const text = value.string;
      const alone = this.alone(text);
      return alone !== null ? alone : Json.text(this.text(text));
    }
    if (value.kind != Kind.Array && value.kind != Kind.Object) return value;
    const copy = value.isArray ? Json.array() : Json.object();
    for (let at = 0; at < value.length; at++) {
      if (value.isArray) copy.push(this.filled(value.items[at]));
      else copy.set(this.text(value.names[at]), this.filled(value.items[at]));
    }
    return copy;
  }

  /** A text with its references replaced. */
  text(text: string): string {
    return this.replaced(text, false);
  }

  /** A URL with its references replaced. What is not the whole URL is encoded, so that it stays one part of it. */
  url(text: string): string {
    const alone = this.alone(text);
    return alone !== null ? textOf(alone) : this.replaced(text, true);
  }

  /** The value that a text refers to and has nothing beside; null where it is no such text. */
  private alone(text: string): Json | null {
    const isReference = text.startsWith("{{") && text.indexOf("}}") == text.length - 2;
    return isReference && text.length >= 4 ? this.value(text.substring(2, text.length - 2)) : null;
  }

  private replaced(text: string, encoded: bool): string {
    const parts: string[] = [];
    let from = 0;
    for (;;) {
      const start = text.indexOf("{{", from);
      const end = start < 0 ? -1 : text.indexOf("}}", start);
      if (end < 0) break;
      const value = textOf(this.value(text.substring(start + 2, end)));
      parts.push(text.substring(from, start));
      parts.push(encoded ? percentEncoded(value) : value);
      from = end + 2;
    }
    if (from == 0) return text;
    parts.push(text.substring(from));
    return parts.join("");
  }

  private value(name: string): Json {
    const value = this.values.get(name.trim());
    if (value === null) refuse('there is no variable "' + name.trim() + '"');
    return value!;
  }
}

/** A text as it is, anything else as JSON. */
function textOf(value: Json): string {
  return value.isText ? value.string : value.toString();
}

/** Everything but unreserved characters (RFC 3986, section 2.3) encoded. */
function percentEncoded(text: string): string {
  const bytes = Bytes.of(text);
  const parts: string[] = [];
  for (let at = 0; at < bytes.size; at++) {
    const byte = load<u8>(bytes.at + at);
    const lower = byte | 0x20;
    const isPlain = (lower >= 0x61 && lower <= 0x7a) || (byte >= 0x30 && byte <= 0x39);
    if (isPlain || byte == 0x2d || byte == 0x2e || byte == 0x5f || byte == 0x7e) parts.push(String.fromCharCode(byte));
    else parts.push("%" + (byte < 16 ? "0" : "") + byte.toString(16).toUpperCase());
  }
  return parts.join("");
}
