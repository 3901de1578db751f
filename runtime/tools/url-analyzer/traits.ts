import { Json } from "../shared/json";
import { defaultPort, trimmed, Url } from "./url";

/** What may deceive somebody about where a URL leads or what it does. None of it is proof. */
export function suspiciousTraits(input: string, url: Url): Json {
  const traits = Json.array();
  const host = url.host;
  if (url.username != "" || url.password != "") note(traits, "credentials", "what stands before @ is a name or password, not the host");
  if (host.kind == "ipv4" || host.kind == "ipv6") note(traits, "ip-address", "the host is an address, not a name");
  if (host.kind == "ipv4" && !input.includes(host.text)) note(traits, "disguised-ip-address", "the address " + host.text + " is written in another form");
  if (isLocal(url)) note(traits, "local-address", "the host is this machine or in a private network");
  if (host.text.includes("xn--")) note(traits, "punycode", "the host reads " + host.unicode);
  if (mixesScripts(host.unicode)) note(traits, "mixed-scripts", "a part of the host has letters of several scripts");
  if (host.kind == "domain" && host.text.split(".").length > 5) note(traits, "many-subdomains", "the host has more than five parts");
  if (url.port >= 0 && defaultPort(url.scheme) >= 0) note(traits, "unusual-port", "port " + url.port.toString());
  if (url.scheme == "http" || url.scheme == "ws" || url.scheme == "ftp") note(traits, "not-encrypted", "anybody on the way can read and change it");
  if (url.scheme == "javascript" || url.scheme == "vbscript" || url.scheme == "data") note(traits, "dangerous-scheme", url.scheme + ": is run or shown, not fetched");
  if (trimmed(input) != input) note(traits, "hidden-characters", "it has spaces around it, or line breaks or tabs");
  if (url.special && input.includes("\\")) note(traits, "backslashes", "they are read as slashes");
  if (url.pathText.includes("%25") || url.pathText.toLowerCase().includes("%2f")) note(traits, "double-encoding", "the path has an encoded percent sign or slash");
  if (url.href.length > 2000) note(traits, "very-long", url.href.length.toString() + " characters");
  return traits;
}

/** A trait for a parameter whose value is itself a URL. */
export function redirects(value: string): bool {
  const start = value.substring(0, 8).toLowerCase();
  return start.startsWith("http://") || start.startsWith("https://") || start.startsWith("//");
}

export function note(traits: Json, trait: string, detail: string): void {
  traits.push(Json.object().set("trait", Json.text(trait)).set("detail", Json.text(detail)));
}

function isLocal(url: Url): bool {
  const host = url.host;
  if (host.kind == "domain") return host.text == "localhost" || host.text.endsWith(".localhost");
  if (host.kind == "ipv6") {
    const first = host.pieces[0];
    if ((first & 0xfe00) == 0xfc00 || (first & 0xffc0) == 0xfe80) return true;
    for (let at = 0; at < 5; at++) {
      if (host.pieces[at] != 0) return false;
    }
    const low = (<i64>host.pieces[6] << 16) | host.pieces[7];
    return host.pieces[5] == 0xffff ? isLocalAddress(low) : host.pieces[5] == 0 && low <= 1;
  }
  return host.kind == "ipv4" && isLocalAddress(host.address);
}

/** RFC 1122, 1918, 3927, 6598 */
function isLocalAddress(address: i64): bool {
  const first = address >> 24;
  const two = address >> 16;
  return (
    first == 0 || first == 10 || first == 127 || two == 0xa9fe || two == 0xc0a8 || (two >= 0xac10 && two <= 0xac1f) || (two >= 0x6440 && two <= 0x647f)
  );
}

function mixesScripts(host: string): bool {
  const labels = host.split(".");
  for (let index = 0; index < labels.length; index++) {
    let scripts = 0;
    for (let at = 0; at < labels[index].length; at++) scripts |= scriptOf(labels[index].charCodeAt(at));
    if (popcnt(scripts) > 1) return true;
  }
  return false;
}

/** The scripts whose letters look alike: Latin, Greek, Cyrillic; others count as one. */
function scriptOf(unit: i32): i32 {
  const lower = unit | 0x20;
  if (unit < 0x80) return lower >= 0x61 && lower <= 0x7a ? 1 : 0;
  if (unit < 0x250) return 1;
  if (unit >= 0x370 && unit < 0x400) return 2;
  if (unit >= 0x400 && unit < 0x530) return 4;
  return 0;
}
