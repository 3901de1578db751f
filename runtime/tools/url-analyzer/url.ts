/** URLs as browsers read them (https://url.spec.whatwg.org/#url-parsing), taken apart from the outside in instead of letter by letter. */
import { refuse } from "../shared/kernel";
import { encoded, inFragment, inOpaque, inPath, inQuery, inSpecialQuery, inUserinfo, normalised } from "./encoding";
import { Host, parseHost } from "./host";

export class Url {
  scheme: string = "";
  username: string = "";
  password: string = "";
  /** Whether there is a host, if only an empty one. */
  hasHost: bool = false;
  host: Host = Host.none();
  /** -1 is that of the scheme. */
  port: i32 = -1;
  /** Segments; of an opaque path its only one. */
  path: string[] = [];
  opaque: bool = false;
  query: string | null = null;
  fragment: string | null = null;

  get special(): bool {
    return this.scheme == "file" || defaultPort(this.scheme) >= 0;
  }

  get pathText(): string {
    if (this.opaque) return this.path[0];
    return this.path.length == 0 ? "" : "/" + this.path.join("/");
  }

  get authority(): string {
    return this.port < 0 ? this.host.text : this.host.text + ":" + this.port.toString();
  }

  get origin(): string {
    return this.special && this.scheme != "file" ? this.scheme + "://" + this.authority : "null";
  }

  get href(): string {
    return this.written(this.pathText, this.query, this.fragment);
  }

  get normalisedHref(): string {
    const query = this.query;
    const fragment = this.fragment;
    const path = this.opaque ? this.pathText : normalised(this.pathText);
    return this.written(path, query === null ? null : normalised(query), fragment === null ? null : normalised(fragment));
  }

  private written(path: string, query: string | null, fragment: string | null): string {
    let text = this.scheme + ":";
    if (this.hasHost) {
      text += "//" + this.username;
      if (this.password != "") text += ":" + this.password;
      if (this.username != "" || this.password != "") text += "@";
      text += this.authority;
    } else if (!this.opaque && this.path.length > 1 && this.path[0] == "") {
      // else what follows would be a host
      text += "/.";
    }
    text += path;
    if (query !== null) text += "?" + query;
    if (fragment !== null) text += "#" + fragment;
    return text;
  }
}

/** The port of a scheme that has one; -1 of all others. */
export function defaultPort(scheme: string): i32 {
  if (scheme == "http" || scheme == "ws") return 80;
  if (scheme == "https" || scheme == "wss") return 443;
  return scheme == "ftp" ? 21 : -1;
}

/** Without what stands around it and without line breaks and tabs. */
export function trimmed(input: string): string {
  let from = 0;
  let end = input.length;
  while (from < end && input.charCodeAt(from) <= 0x20) from++;
  while (end > from && input.charCodeAt(end - 1) <= 0x20) end--;
  return input.substring(from, end).replaceAll("\t", "").replaceAll("\n", "").replaceAll("\r", "");
}

/** Reads a URL, on the base of another where there is one. What is none ends the call. */
export function parseUrl(input: string, base: Url | null): Url {
  return new Parser(trimmed(input), base).url;
}

class Parser {
  url: Url = new Url();
  private query: string | null = null;
  private fragment: string | null = null;

  constructor(text: string, base: Url | null) {
    let rest = text;
    const hash = rest.indexOf("#");
    if (hash >= 0) {
      this.fragment = rest.substring(hash + 1);
      rest = rest.substring(0, hash);
    }
    const mark = rest.indexOf("?");
    if (mark >= 0) {
      this.query = rest.substring(mark + 1);
      rest = rest.substring(0, mark);
    }
    const colon = schemeLength(rest);
    if (colon > 0) this.absolute(rest.substring(0, colon).toLowerCase(), rest.substring(colon + 1), base);
    else this.relativeTo(base, rest);
    const query = this.query;
    if (query !== null) this.url.query = encoded(query, this.url.special ? inSpecialQuery : inQuery);
    const fragment = this.fragment;
    if (fragment !== null) this.url.fragment = encoded(fragment, inFragment);
  }

  private absolute(scheme: string, rest: string, base: Url | null): void {
    const url = this.url;
    url.scheme = scheme;
    if (scheme == "file") {
      this.file(rest, base !== null && base.scheme == "file" ? base : null);
    } else if (url.special) {
      if (base !== null && base.scheme == scheme && !rest.startsWith("//")) this.relative(rest, base);
      else this.afterSlashes(rest);
    } else if (rest.startsWith("//")) {
      this.authority(rest.substring(2));
    } else if (rest.startsWith("/")) {
      this.path(rest.substring(1));
    } else {
      url.opaque = true;
      url.path.push(this.opaquePath(rest));
    }
  }

  /** A space before a query or fragment would be lost when the text is read again without them. */
  private opaquePath(text: string): string {
    const path = encoded(text, inOpaque);
    const followed = this.query !== null || this.fragment !== null;
    return followed && path.endsWith(" ") ? path.substring(0, path.length - 1) + "%20" : path;
  }

  private relativeTo(base: Url | null, rest: string): void {
    if (base === null) {
      wrong("it has no scheme, and there is no base");
      return;
    }
    const url = this.url;
    if (base.opaque) {
      if (rest != "" || this.query !== null || this.fragment === null) wrong("the base has a path that nothing can be relative to");
      url.scheme = base.scheme;
      url.opaque = true;
      url.path = base.path.slice(0);
      url.query = base.query;
      return;
    }
    url.scheme = base.scheme;
    if (base.scheme == "file") this.file(rest, base);
    else this.relative(rest, base);
  }

  private isSlash(text: string, at: i32): bool {
    if (at >= text.length) return false;
    const unit = text.charCodeAt(at);
    return unit == 0x2f || (unit == 0x5c && this.url.special);
  }

  private afterSlashes(rest: string): void {
    let at = 0;
    while (this.isSlash(rest, at)) at++;
    this.authority(rest.substring(at));
  }

  private relative(rest: string, base: Url): void {
    const url = this.url;
    if (this.isSlash(rest, 0) && this.isSlash(rest, 1)) {
      if (url.special) this.afterSlashes(rest);
      else this.authority(rest.substring(2));
      return;
    }
    url.username = base.username;
    url.password = base.password;
    url.hasHost = base.hasHost;
    url.host = base.host;
    url.port = base.port;
    if (this.isSlash(rest, 0)) {
      this.path(rest.substring(1));
      return;
    }
    url.path = base.path.slice(0);
    this.beside(rest, base);
  }

  /** What is relative to the last segment of the base. */
  private beside(rest: string, base: Url): void {
    if (rest == "") {
      if (this.query === null) this.url.query = base.query;
      return;
    }
    this.shorten();
    this.path(rest);
  }

  private file(rest: string, base: Url | null): void {
    const url = this.url;
    url.hasHost = true;
    if (this.isSlash(rest, 0) && this.isSlash(rest, 1)) {
      this.fileHost(rest.substring(2));
      return;
    }
    if (base !== null) url.host = base.host;
    if (this.isSlash(rest, 0)) {
      const inner = rest.substring(1);
      if (base !== null && !this.startsWithDrive(inner) && base.path.length > 0 && isNormalDrive(base.path[0])) url.path.push(base.path[0]);
      this.path(inner);
    } else if (base !== null) {
      if (this.startsWithDrive(rest)) {
        this.path(rest);
        return;
      }
      url.path = base.path.slice(0);
      this.beside(rest, base);
    } else {
      this.path(rest);
    }
  }

  private fileHost(rest: string): void {
    let at = 0;
    while (at < rest.length && !this.isSlash(rest, at)) at++;
    const name = rest.substring(0, at);
    if (isDrive(name)) {
      this.path(rest);
      return;
    }
    if (name != "") {
      const host = parseHost(name, true);
      if (host.text != "localhost") this.url.host = host;
    }
    this.path(rest.substring(min(at + 1, rest.length)));
  }

  private authority(rest: string): void {
    const url = this.url;
    let end = 0;
    while (end < rest.length && !this.isSlash(rest, end)) end++;
    let place = rest.substring(0, end);
    const at = place.lastIndexOf("@");
    if (at >= 0) {
      const credentials = place.substring(0, at);
      place = place.substring(at + 1);
      if (place == "") wrong("it has credentials and no host");
      const colon = credentials.indexOf(":");
      url.username = encoded(colon < 0 ? credentials : credentials.substring(0, colon), inUserinfo);
      if (colon >= 0) url.password = encoded(credentials.substring(colon + 1), inUserinfo);
    }
    const colon = portAt(place);
    const name = colon < 0 ? place : place.substring(0, colon);
    if (name == "" && (url.special || colon >= 0)) wrong("it has no host");
    url.hasHost = true;
    url.host = parseHost(name, url.special);
    if (colon >= 0) this.port(place.substring(colon + 1));
    if (end < rest.length) this.path(rest.substring(end + 1));
    else if (url.special) url.path.push("");
  }

  private port(text: string): void {
    if (text == "") return;
    let port = 0;
    for (let at = 0; at < text.length; at++) {
      const digit = text.charCodeAt(at) - 0x30;
      if (digit < 0 || digit > 9) wrong("its port is no number");
      port = port * 10 + digit;
      if (port > 65_535) wrong("its port is too large");
    }
    if (port != defaultPort(this.url.scheme)) this.url.port = port;
  }

  /** Adds the segments of a text that began with a slash, or stands beside others. */
  private path(text: string): void {
    const path = this.url.path;
    let from = 0;
    for (let at = 0; at <= text.length; at++) {
      const last = at == text.length;
      if (!last && !this.isSlash(text, at)) continue;
      const segment = encoded(text.substring(from, at), inPath);
      from = at + 1;
      const dots = dotsOf(segment);
      if (dots == 2) this.shorten();
      if (dots > 0) {
        if (last) path.push("");
        continue;
      }
      const drive = this.url.scheme == "file" && path.length == 0 && isDrive(segment);
      path.push(drive ? segment.substring(0, 1) + ":" : segment);
    }
  }

  private shorten(): void {
    const path = this.url.path;
    if (path.length == 0) return;
    if (this.url.scheme == "file" && path.length == 1 && isNormalDrive(path[0])) return;
    path.pop();
  }

  private startsWithDrive(text: string): bool {
    return isDrive(text.substring(0, 2)) && (text.length == 2 || this.isSlash(text, 2));
  }
}

/** 1 of a segment that means this folder, 2 of one that means the folder above, however its dots are written. */
function dotsOf(segment: string): i32 {
  if (segment.length > 6 || segment.length == 0) return 0;
  const plain = segment.replaceAll("%2e", ".").replaceAll("%2E", ".");
  return plain == "." ? 1 : plain == ".." ? 2 : 0;
}

/** The length of the scheme that a text begins with; 0 when there is none. */
function schemeLength(text: string): i32 {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit == 0x3a) return at;
    const letter = isLetter(unit);
    const other = (unit >= 0x30 && unit <= 0x39) || unit == 0x2b || unit == 0x2d || unit == 0x2e;
    if (!letter && !(other && at > 0)) return 0;
  }
  return 0;
}

/** Where the colon before the port is; colons of an IPv6 address do not count. */
function portAt(place: string): i32 {
  let inside = false;
  for (let at = 0; at < place.length; at++) {
    const unit = place.charCodeAt(at);
    if (unit == 0x5b) inside = true;
    else if (unit == 0x5d) inside = false;
    else if (unit == 0x3a && !inside) return at;
  }
  return -1;
}

function isLetter(unit: i32): bool {
  const lower = unit | 0x20;
  return unit < 128 && lower >= 0x61 && lower <= 0x7a;
}

function isDrive(text: string): bool {
  return text.length == 2 && isLetter(text.charCodeAt(0)) && (text.charCodeAt(1) == 0x3a || text.charCodeAt(1) == 0x7c);
}

function isNormalDrive(text: string): bool {
  return isDrive(text) && text.charCodeAt(1) == 0x3a;
}

function wrong(message: string): void {
  refuse("no URL: " + message);
}
