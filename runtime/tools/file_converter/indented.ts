import { Json, writeQuoted } from "../shared/json";
import { Text } from "../shared/text";

/** JSON with a line for each member and item, and one at its end. */
export function indented(value: Json, indent: i32): string {
  const text = new Text();
  write(value, text, indent, 0);
  text.byte(0x0a);
  return text.toString();
}

function write(value: Json, text: Text, indent: i32, depth: i32): void {
  if (value.length == 0) {
    value.write(text);
    return;
  }
  const isObject = value.isObject;
  text.byte(isObject ? 0x7b : 0x5b);
  for (let at = 0; at < value.length; at++) {
    if (at > 0) text.byte(0x2c);
    line(text, indent * (depth + 1));
    if (isObject) {
      writeQuoted(text, value.names[at]);
      text.append(": ");
    }
    write(value.items[at], text, indent, depth + 1);
  }
  line(text, indent * depth);
  text.byte(isObject ? 0x7d : 0x5d);
}

function line(text: Text, spaces: i32): void {
  text.byte(0x0a);
  for (let at = 0; at < spaces; at++) text.byte(0x20);
}
