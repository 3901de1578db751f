import { refuse } from "../shared/kernel";
import { parseDottedIpv4, parseIpv6 } from "../shared/ip";
import { Pattern } from "../shared/pattern";

/** Whether a text has a format. Formats that are not known are annotations: every text has them. */
export function hasFormat(text: string, format: string): bool {
  if (format == "date") return isDate(text);
  if (format == "time") return isTime(text);
  if (format == "date-time") return isDateTime(text);
  if (format == "ipv4") return parseDottedIpv4(text) >= 0;
  if (format == "ipv6") return parseIpv6(text) !== null;
  if (format == "hostname") return text.length <= 253 && fits(format, text);
  if (format == "regex") return isPattern(text);
  return fits(format, text);
}

const label = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
const atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const hexadecimal = "[0-9A-Fa-f]";
const plain = "(?:[\\w.~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})";
const noColon = "(?:[\\w.~!$&'()*+,;=@-]|%[0-9A-Fa-f]{2})";
const authority =
  "(?:(?:[\\w.~!$&'()*+,;=:-]|%[0-9A-Fa-f]{2})*@)?(?:\\[(?:[0-9A-Fa-f:.]+|v[0-9A-Fa-f]+\\.[\\w.~!$&'()*+,;=:-]+)\\]|(?:[\\w.~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)(?::[0-9]*)?";
const afterwards = "(?:\\?(?:" + plain + "|[/?])*)?(?:#(?:" + plain + "|[/?])*)?";
const rooted = "//" + authority + "(?:/" + plain + "*)*|/(?:" + plain + "+(?:/" + plain + "*)*)?";

/** Formats that a pattern can tell; empty for those that are not known. */
function sourceOf(format: string): string {
  // RFC 1123, RFC 5321 (without quoted local parts)
  if (format == "hostname") return label + "(?:\\." + label + ")*";
  if (format == "email") return atom + "(?:\\." + atom + ")*@" + label + "(?:\\." + label + ")+";
  if (format == "uuid") {
    return hexadecimal + "{8}(?:-" + hexadecimal + "{4}){3}-" + hexadecimal + "{12}";
  }
  // RFC 6901 and its relative form
  if (format == "json-pointer") return "(?:/(?:[^~/]|~[01])*)*";
  if (format == "relative-json-pointer") return "(?:0|[1-9][0-9]*)(?:#|(?:/(?:[^~/]|~[01])*)*)";
  // RFC 3986
  if (format == "uri") {
    return "[A-Za-z][A-Za-z0-9+.-]*:(?:" + rooted + "|" + plain + "+(?:/" + plain + "*)*)?" + afterwards;
  }
  if (format == "uri-reference") {
    const relative = "(?:" + rooted + "|" + noColon + "+(?:/" + plain + "*)*)?" + afterwards;
    return "(?:" + sourceOf("uri") + "|" + relative + ")";
  }
  // RFC 3339, appendix A
  if (format == "duration") {
    const time = "T(?:\\d+H(?:\\d+M(?:\\d+S)?)?|\\d+M(?:\\d+S)?|\\d+S)";
    const date = "(?:\\d+Y(?:\\d+M(?:\\d+D)?)?|\\d+M(?:\\d+D)?|\\d+D)";
    return "P(?:\\d+W|" + date + "(?:" + time + ")?|" + time + ")";
  }
  return "";
}

const known = new Map<string, Pattern>();

function fits(format: string, text: string): bool {
  if (!known.has(format)) {
    const source = sourceOf(format);
    known.set(format, new Pattern(source == "" ? "" : "^(?:" + source + ")$"));
  }
  return known.get(format).test(text);
}

function isPattern(text: string): bool {
  const pattern = new Pattern(text);
  if (pattern.unsupported) refuse('whether "' + text + '" is a regular expression: ' + pattern.problem);
  return pattern.problem == "";
}

/** The number that digits are; -1 when there are others. */
function digits(text: string, from: i32, count: i32): i32 {
  if (from + count > text.length) return -1;
  let value = 0;
  for (let at = from; at < from + count; at++) {
    const digit = text.charCodeAt(at) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function isDate(text: string): bool {
  if (text.length != 10 || text.charCodeAt(4) != 0x2d || text.charCodeAt(7) != 0x2d) return false;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  if (year < 0 || month < 1 || month > 12 || day < 1) return false;
  if (month == 2) return day <= (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28);
  return day <= (month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31);
}

/** RFC 3339 `full-time`. A leap second is the last of a day in UTC. */
function isTime(text: string): bool {
  const hour = digits(text, 0, 2);
  const minute = digits(text, 3, 2);
  const second = digits(text, 6, 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return false;
  if (text.charCodeAt(2) != 0x3a || text.charCodeAt(5) != 0x3a) return false;
  let at = 8;
  if (at < text.length && text.charCodeAt(at) == 0x2e) {
    const from = ++at;
    while (digits(text, at, 1) >= 0) at++;
    if (at == from) return false;
  }
  if (at >= text.length) return false;
  const zone = text.charCodeAt(at);
  let offset = 0;
  if ((zone | 0x20) == 0x7a) {
    if (at + 1 != text.length) return false;
  } else {
    const hours = digits(text, at + 1, 2);
    const minutes = digits(text, at + 4, 2);
    if ((zone != 0x2b && zone != 0x2d) || at + 6 != text.length || text.charCodeAt(at + 3) != 0x3a) return false;
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return false;
    offset = (hours * 60 + minutes) * (zone == 0x2d ? -1 : 1);
  }
  return second < 60 || (hour * 60 + minute - offset + 1440) % 1440 == 1439;
}

function isDateTime(text: string): bool {
  if (text.length < 20 || (text.charCodeAt(10) | 0x20) != 0x74) return false;
  return isDate(text.substring(0, 10)) && isTime(text.substring(11));
}
