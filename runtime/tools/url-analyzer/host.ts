/** Hosts (https://url.spec.whatwg.org/#host-parsing). */
import { hexadecimal, Json } from "../shared/json";
import { parseIpv6 } from "../shared/ip";
import { refuse, tryOperation } from "../shared/kernel";
import { percentDecoded } from "../shared/percent";
import { encoded, inOpaque } from "./encoding";

export class Host {
  constructor(
    /** domain, ipv4, ipv6, opaque or none */
    public kind: string,
    public text: string,
    /** A domain as people read it. */
    public unicode: string,
    /** The address of IPv4, or -1. */
    public address: i64 = -1,
    public pieces: u16[] = [],
  ) {}

  static none(): Host {
    return new Host("none", "", "");
  }
}

const forbidden = "\0\t\n\r #/:<>?@[\\]^|";

export function parseHost(text: string, special: bool): Host {
  if (text.startsWith("[")) {
    const pieces = text.endsWith("]") ? parseIpv6(text.substring(1, text.length - 1)) : null;
    if (pieces === null) wrong("its IPv6 address is none");
    const written = "[" + ipv6Text(pieces!) + "]";
    return new Host("ipv6", written, written, -1, pieces!);
  }
  if (!special) {
    checkCharacters(text, false);
    const opaque = encoded(text, inOpaque);
    return new Host(opaque == "" ? "none" : "opaque", opaque, opaque);
  }
  const domain = percentDecoded(text);
  checkCharacters(domain, true);
  const host = forms(domain);
  if (!endsInNumber(host.text)) return host;
  const address = parseIpv4(host.text);
  if (address < 0) wrong("its IPv4 address is none");
  const written = ipv4Text(address);
  return new Host("ipv4", written, written, address);
}

/** A domain in lower case. Those of other scripts, and those that say they are, need tables that the host has. */
function forms(domain: string): Host {
  let ascii = true;
  for (let at = 0; at < domain.length && ascii; at++) ascii = domain.charCodeAt(at) < 128;
  const lower = ascii ? domain.toLowerCase() : domain;
  if (ascii && !lower.includes("xn--")) return new Host("domain", lower, lower);
  const answer = tryOperation("domain.forms", Json.object().set("domain", Json.text(domain)));
  if (!answer.ok) wrong("its host: " + answer.message);
  const text = answer.json.textOf("ascii", "");
  checkCharacters(text, true);
  return new Host("domain", text, answer.json.textOf("unicode", ""));
}

function checkCharacters(host: string, domain: bool): void {
  for (let at = 0; at < host.length; at++) {
    const unit = host.charCodeAt(at);
    const control = domain && (unit < 0x20 || unit == 0x7f || unit == 0x25);
    if (unit < 128 && (control || forbidden.includes(String.fromCharCode(unit)))) wrong("its host has a character that may not be there");
  }
}

function endsInNumber(host: string): bool {
  const parts = host.split(".");
  if (parts[parts.length - 1] == "") {
    if (parts.length == 1) return false;
    parts.pop();
  }
  const last = parts[parts.length - 1];
  if (last == "") return false;
  let digits = true;
  for (let at = 0; at < last.length; at++) digits = digits && last.charCodeAt(at) >= 0x30 && last.charCodeAt(at) <= 0x39;
  return digits || parseNumber(last) >= 0;
}

function parseIpv4(host: string): i64 {
  const parts = host.split(".");
  if (parts[parts.length - 1] == "" && parts.length > 1) parts.pop();
  if (parts.length > 4) return -1;
  let address: i64 = 0;
  for (let at = 0; at < parts.length; at++) {
    const number = parseNumber(parts[at]);
    if (number < 0) return -1;
    const last = at == parts.length - 1;
    const room: i64 = last ? <i64>1 << (8 * (4 - at)) : 256;
    if (number >= room) return -1;
    address = last ? address * room + number : address * 256 + number;
  }
  return address;
}

/** A decimal, octal or hexadecimal number; -1 when it is none. More than 40 bits are as good as that many. */
function parseNumber(text: string): i64 {
  if (text == "") return -1;
  let radix = 10;
  let from = 0;
  if (text.length >= 2 && text.charCodeAt(0) == 0x30) {
    radix = (text.charCodeAt(1) | 0x20) == 0x78 ? 16 : 8;
    from = radix == 16 ? 2 : 1;
  }
  let value: i64 = 0;
  for (let at = from; at < text.length; at++) {
    const digit = hexadecimal(text.charCodeAt(at));
    if (digit < 0 || digit >= radix) return -1;
    value = min<i64>(value * radix + digit, <i64>1 << 40);
  }
  return value;
}

function ipv4Text(address: i64): string {
  const parts: string[] = [];
  for (let shift = 24; shift >= 0; shift -= 8) parts.push(((address >> shift) & 255).toString());
  return parts.join(".");
}

/** With the first of the longest runs of zeros left out. */
function ipv6Text(pieces: u16[]): string {
  let best = -1;
  let longest = 1;
  for (let from = 0; from < 8; from++) {
    let run = 0;
    while (from + run < 8 && pieces[from + run] == 0) run++;
    if (run <= longest) continue;
    longest = run;
    best = from;
  }
  let text = "";
  for (let at = 0; at < 8; at++) {
    if (at == best) {
      text += at == 0 ? "::" : ":";
      at += longest - 1;
      continue;
    }
    text += (<u32>pieces[at]).toString(16);
    if (at < 7) text += ":";
  }
  return text;
}

function wrong(message: string): void {
  refuse("no URL: " + message);
}
