import { hexadecimal } from "./json";

/** The eight pieces of an IPv6 address, without brackets (https://url.spec.whatwg.org/#concept-ipv6-parser); null when it is none. */
export function parseIpv6(text: string): u16[] | null {
  const pieces: u16[] = [];
  let gap = -1;
  let at = 0;
  if (text.startsWith(":")) {
    if (!text.startsWith("::")) return null;
    gap = 0;
    at = 2;
  }
  while (at < text.length) {
    if (pieces.length == 8) return null;
    if (text.charCodeAt(at) == 0x3a) {
      if (gap >= 0) return null;
      gap = pieces.length;
      at++;
      continue;
    }
    let value = 0;
    const from = at;
    while (at < text.length && at - from < 4 && hexadecimal(text.charCodeAt(at)) >= 0) value = value * 16 + hexadecimal(text.charCodeAt(at++));
    const next = at < text.length ? text.charCodeAt(at) : -1;
    if (next == 0x2e) {
      if (pieces.length > 6) return null;
      const address = parseDottedIpv4(text.substring(from));
      if (address < 0) return null;
      pieces.push(<u16>(address >> 16));
      pieces.push(<u16>(address & 0xffff));
      break;
    }
    if (at == from) return null;
    pieces.push(<u16>value);
    if (next == -1) break;
    if (next != 0x3a) return null;
    at++;
    if (at == text.length) return null;
  }
  if (gap < 0) return pieces.length == 8 ? pieces : null;
  if (pieces.length == 8) return null;
  const whole: u16[] = pieces.slice(0, gap);
  for (let missing = 8 - pieces.length; missing > 0; missing--) whole.push(0);
  return whole.concat(pieces.slice(gap));
}

/** Four decimal numbers without leading zeros; -1 when it is none. */
export function parseDottedIpv4(text: string): i64 {
  const parts = text.split(".");
  if (parts.length != 4) return -1;
  let address: i64 = 0;
  for (let index = 0; index < 4; index++) {
    const part = parts[index];
    if (part.length == 0 || part.length > 3 || (part.length > 1 && part.startsWith("0"))) return -1;
    let value = 0;
    for (let at = 0; at < part.length; at++) {
      const unit = part.charCodeAt(at);
      if (unit < 0x30 || unit > 0x39) return -1;
      value = value * 10 + unit - 0x30;
    }
    if (value > 255) return -1;
    address = address * 256 + value;
  }
  return address;
}
