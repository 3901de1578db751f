import { Json } from "../shared/json";
import { refuse } from "../shared/kernel";

/**
 * The value that a path leads to, or null: a singular query of JSONPath (RFC 9535, section 2.3.5.1), such as `$.items[0]['first name']`
 * or `$.items[-1].id`. The `$` may be left out.
 */
export function valueAt(value: Json, path: string): Json | null {
  let found: Json | null = value;
  let at = path.startsWith("$") ? 1 : 0;
  let isFirst = at == 0;
  while (at < path.length && found !== null) {
    const unit = path.charCodeAt(at);
    if (unit == 0x5b) {
      const end = endOfBracket(path, at);
      found = inBrackets(found, path.substring(at + 1, end), path);
      at = end + 1;
    } else {
      if (unit == 0x2e) at++;
      else if (!isFirst) refuseAt(path, at);
      const from = at;
      while (at < path.length && path.charCodeAt(at) != 0x2e && path.charCodeAt(at) != 0x5b) at++;
      if (at == from) refuseAt(path, at);
      found = found.get(path.substring(from, at));
    }
    isFirst = false;
  }
  return found;
}

/** Where the bracket is closed that is opened at a place. Names in quotes may have brackets in them. */
function endOfBracket(path: string, from: i32): i32 {
  let quote: i32 = 0;
  for (let at = from + 1; at < path.length; at++) {
    const unit = path.charCodeAt(at);
    if (quote != 0 && unit == 0x5c) at++;
    else if (quote != 0) quote = unit == quote ? 0 : quote;
    else if (unit == 0x22 || unit == 0x27) quote = unit;
    else if (unit == 0x5d) return at;
  }
  refuseAt(path, from);
  return 0;
}

function inBrackets(value: Json, selector: string, path: string): Json | null {
  const first = selector.length > 0 ? selector.charCodeAt(0) : 0;
  if (first == 0x22 || first == 0x27) {
    if (selector.length < 2 || <i32>selector.charCodeAt(selector.length - 1) != first) refuseAt(path, path.indexOf(selector));
    return value.get(unquoted(selector.substring(1, selector.length - 1)));
  }
  const isNegative = first == 0x2d;
  for (let at = isNegative ? 1 : 0; at < selector.length; at++) {
    const unit = selector.charCodeAt(at);
    if (unit < 0x30 || unit > 0x39) refuseAt(path, path.indexOf("[" + selector) + 1 + at);
  }
  if (selector.length == (isNegative ? 1 : 0) || selector.length > 10) refuseAt(path, path.indexOf("[" + selector) + 1);
  if (!value.isArray) return null;
  const index = <i32>parseInt(selector) + (isNegative ? value.length : 0);
  return index >= 0 && index < value.length ? value.items[index] : null;
}

/** A name in which a backslash makes the next character one of the name. */
function unquoted(name: string): string {
  const parts: string[] = [];
  for (let at = 0; at < name.length; at++) {
    if (name.charCodeAt(at) == 0x5c && at + 1 < name.length) at++;
    parts.push(name.charAt(at));
  }
  return parts.join("");
}

function refuseAt(path: string, at: i32): void {
  refuse("the path " + Json.text(path).toString() + " cannot be understood at character " + (at + 1).toString());
}
