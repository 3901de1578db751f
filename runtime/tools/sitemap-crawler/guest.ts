import { Bytes } from "../shared/bytes";
import { HttpReply, HttpRequest } from "../shared/http";
import { Json } from "../shared/json";
import { give, input, operation, refuse, report, tryOperation } from "../shared/kernel";
import { attributeOf, elementsOf, MarkupQuery, resolveUrls, tryQueryMarkup } from "../shared/markup";
import { Robots } from "./robots";

const agent = "fuelgauge";
/** Indexes in indexes. The protocol (https://www.sitemaps.org/protocol.html) has one. */
const mostIndexDepth = 3;
const mostUnpackedBytes: f64 = 4194304;
const mostPageBytes = 2097152;
const longestDelayMs: f64 = 10000;
/** What is reported of what went wrong. */
const mostProblems = 100;

/** A URL that waits to be asked for. */
class Waiting {
  constructor(
    readonly url: string,
    readonly depth: i32,
  ) {}
}

class Crawl {
  private urls: Json = Json.array();
  private sitemaps: Json = Json.array();
  private problems: Json = Json.array();
  private known: Set<string> = new Set<string>();
  private asked: i32 = 0;
  private refused: i32 = 0;
  private isCut: bool = false;
  /** Pages that are deeper than wanted. */
  private leftOut: i32 = 0;
  private robots: Robots = new Robots();
  private readonly most: i32;
  private readonly mostDepth: i32;
  private readonly delayMs: f64;
  private readonly timeoutMs: i32;
  private readonly heedsRobots: bool;
  private readonly prefix: string;

  constructor(
    given: Json,
    private start: Json,
  ) {
    this.most = <i32>given.numberOf("maxPages", 100);
    this.mostDepth = <i32>given.numberOf("maxDepth", 3);
    this.delayMs = given.numberOf("delayMs", 0);
    this.timeoutMs = <i32>given.numberOf("timeoutMs", 10000);
    this.heedsRobots = given.flagOf("robots", true);
    this.prefix = given.textOf("prefix", "/");
  }

  get origin(): string {
    return this.start.textOf("origin", "");
  }

  /** @returns the result */
  run(source: string): Json {
    if (this.heedsRobots) this.readRobots();
    const isSitemap = isSitemapPath(this.start.textOf("path", ""));
    if (source != "links") this.readSitemaps(isSitemap);
    const fromSitemaps = this.urls.length > 0 || source == "sitemap" || isSitemap;
    if (!fromSitemaps) this.followLinks();
    return Json.object()
      .set("source", Json.text(fromSitemaps ? "sitemap" : "links"))
      .set("urls", this.urls)
      .set("sitemaps", this.sitemaps)
      .set("disallowed", Json.number(this.refused))
      .set("complete", Json.boolean(!this.isCut && this.leftOut == 0))
      .set("requests", Json.number(this.asked))
      .set("problems", this.problems);
  }

  private get(url: string, accept: string): HttpReply {
    if (this.asked > 0 && this.pauseMs > 0) {
      operation("clock.wait", Json.object().set("ms", Json.number(Math.ceil(this.pauseMs))));
    }
    this.asked++;
    const request = new HttpRequest("GET", url);
    request.header("User-Agent", agent).header("Accept", accept);
    request.timeoutMs = this.timeoutMs;
    request.mostBytes = mostPageBytes;
    const reply = request.trySend();
    // the first request tells whether the site is granted at all
    if (this.asked == 1 && reply.isDenied) refuse(reply.message);
    return reply;
  }

  private get pauseMs(): f64 {
    return Math.max(this.delayMs, Math.min(this.robots.delayMs, longestDelayMs));
  }

  private problem(url: string, what: string): void {
    if (this.problems.length == mostProblems) return;
    this.problems.push(Json.object().set("url", Json.text(url)).set("problem", Json.text(what)));
  }

  private readRobots(): void {
    const url = this.origin + "/robots.txt";
    const reply = this.get(url, "text/plain");
    // a file that is not there forbids nothing; one that cannot be had forbids everything (RFC 9309, section 2.3.1)
    if (reply.came && reply.status >= 400 && reply.status < 500) return;
    if (reply.came && reply.isSuccess) {
      this.robots = Robots.read(reply.isText ? reply.body.toString() : "", agent);
      return;
    }
    this.robots = Robots.closed();
    this.problem(url, reply.came ? "status " + reply.status.toString() : reply.message);
  }

  private readSitemaps(isSitemap: bool): void {
    const waiting: Waiting[] = [];
    const seen = new Set<string>();
    if (isSitemap) waiting.push(new Waiting(this.start.textOf("url", ""), 0));
    else {
      const named = resolveUrls(this.origin, this.robots.sitemaps.slice(0, 100));
      for (let at = 0; at < named.length; at++) {
        if (named[at].isObject) waiting.push(new Waiting(named[at].textOf("url", ""), 0));
      }
      if (waiting.length == 0) waiting.push(new Waiting(this.origin + "/sitemap.xml", 0));
    }
    for (let at = 0; at < waiting.length && !this.isFull; at++) {
      if (seen.has(waiting[at].url)) continue;
      seen.add(waiting[at].url);
      this.readSitemap(waiting[at], waiting);
      report(this.urls.length, this.most);
    }
  }

  /** Asked for only where there is more. */
  private get isFull(): bool {
    if (this.urls.length >= this.most) this.isCut = true;
    return this.isCut;
  }

  private readSitemap(from: Waiting, waiting: Waiting[]): void {
    const reply = this.get(from.url, "application/xml, text/xml;q=0.9, text/plain;q=0.5, */*;q=0.1");
    if (!reply.came) return this.problem(from.url, reply.message);
    // where nobody named one, there may be none
    if (!reply.isSuccess) return this.problem(from.url, "status " + reply.status.toString());
    const document = this.unpacked(from.url, reply);
    if (document === null) return;
    const before = this.urls.length;
    const text = firstCharacter(document);
    if (text != 0x3c) this.takeLines(document);
    else this.takeXml(from, document, waiting);
    const told = Json.object().set("url", Json.text(from.url));
    this.sitemaps.push(told.set("urls", Json.number(this.urls.length - before)));
  }

  /** A file that is packed, whatever the server says of it. */
  private unpacked(url: string, reply: HttpReply): Bytes | null {
    const body = reply.body;
    if (body.size < 2 || load<u16>(body.at) != 0x8b1f) return body;
    const request = Json.object().set("mostBytes", Json.number(mostUnpackedBytes));
    const answer = tryOperation("gzip.expand", request, body.at, body.size);
    if (answer.ok) return new Bytes(answer.bodyAt, answer.bodySize);
    this.problem(url, answer.message);
    return null;
  }

  private takeLines(document: Bytes): void {
    const lines = document.toString().split("\n");
    const references: string[] = [];
    for (let at = 0; at < lines.length; at++) {
      const line = lines[at].trim();
      if (line.startsWith("http")) references.push(line);
    }
    const parts = resolveUrls("", references.slice(0, 20000));
    for (let at = 0; at < parts.length && !this.isFull; at++) {
      if (this.isNew(parts[at])) this.urls.push(Json.object().set("url", Json.text(parts[at].textOf("url", ""))));
    }
  }

  private takeXml(from: Waiting, document: Bytes, waiting: Waiting[]): void {
    const answer = tryQueryMarkup("xml", document, [
      new MarkupQuery("sitemapindex > sitemap > loc", 1000).part("text"),
      new MarkupQuery("urlset > url", 20000)
        .within(new MarkupQuery(":scope > loc", 1).part("text"))
        .within(new MarkupQuery(":scope > lastmod", 1).part("text"))
        .within(new MarkupQuery(":scope > changefreq", 1).part("text"))
        .within(new MarkupQuery(":scope > priority", 1).part("text")),
    ]);
    if (!answer.ok) return this.problem(from.url, answer.message);
    const found = answer.json.itemsOf("results");
    this.takeIndex(from, elementsOf(found[0]), waiting);
    this.takeEntries(elementsOf(found[1]));
    if (elementsOf(found[0]).length + elementsOf(found[1]).length == 0) this.problem(from.url, "this is no sitemap");
  }

  private takeIndex(from: Waiting, elements: Json[], waiting: Waiting[]): void {
    if (elements.length == 0) return;
    if (from.depth == mostIndexDepth) return this.problem(from.url, "indexes of sitemaps are nested too deeply");
    const parts = resolveUrls(from.url, textsOf(elements));
    for (let at = 0; at < parts.length; at++) {
      if (parts[at].isObject) waiting.push(new Waiting(parts[at].textOf("url", ""), from.depth + 1));
    }
  }

  private takeEntries(elements: Json[]): void {
    const references: string[] = [];
    for (let at = 0; at < elements.length; at++) references.push(insideText(elements[at], 0));
    const parts = resolveUrls("", references);
    for (let at = 0; at < parts.length && !this.isFull; at++) {
      if (!this.isNew(parts[at])) continue;
      const entry = Json.object().set("url", Json.text(parts[at].textOf("url", "")));
      addText(entry, "lastModified", insideText(elements[at], 1));
      addText(entry, "changeFrequency", insideText(elements[at], 2));
      const priority = parseFloat(insideText(elements[at], 3));
      if (!isNaN(priority)) entry.set("priority", Json.number(priority));
      this.urls.push(entry);
    }
  }

  /** Whether a URL is one of this site that was not seen before and may be asked for. It has been seen then. */
  private isNew(parts: Json): bool {
    if (!parts.isObject || parts.textOf("origin", "") != this.origin) return false;
    const path = parts.textOf("path", "");
    const url = parts.textOf("url", "");
    if (!path.startsWith(this.prefix) || this.known.has(url)) return false;
    this.known.add(url);
    if (this.robots.allows(path)) return true;
    this.refused++;
    return false;
  }

  private followLinks(): void {
    const waiting: Waiting[] = [];
    if (this.isNew(this.start)) waiting.push(new Waiting(this.start.textOf("url", ""), 0));
    for (let at = 0; at < waiting.length && !this.isFull; at++) {
      this.visit(waiting[at], waiting);
      report(at + 1, waiting.length);
    }
  }

  private visit(from: Waiting, waiting: Waiting[]): void {
    const reply = this.get(from.url, "text/html, application/xhtml+xml;q=0.9, */*;q=0.1");
    if (!reply.came) return this.problem(from.url, reply.message);
    const entry = Json.object()
      .set("url", Json.text(from.url))
      .set("depth", Json.number(from.depth))
      .set("status", Json.number(reply.status));
    this.urls.push(entry);
    if (reply.url != from.url) {
      entry.set("redirectedTo", Json.text(reply.url));
      const target = resolveUrls("", [reply.url])[0];
      // what it leads to may be known already, or be none of this site's
      if (!this.isNew(target)) return;
    }
    const isPage = reply.mediaType == "text/html" || reply.mediaType == "application/xhtml+xml";
    if (!reply.isSuccess || !isPage) return;
    this.takeLinks(from, reply, entry, waiting);
  }

  private takeLinks(from: Waiting, reply: HttpReply, entry: Json, waiting: Waiting[]): void {
    const answer = tryQueryMarkup("html", reply.body, [
      new MarkupQuery("title", 1).part("text"),
      new MarkupQuery("base[href]", 1).part("attributes"),
      new MarkupQuery('meta[name="robots" i][content*="nofollow" i]', 1),
      new MarkupQuery("a[href]:not([rel~=nofollow])", 5000).part("attributes"),
    ]);
    if (!answer.ok) return this.problem(from.url, answer.message);
    const found = answer.json.itemsOf("results");
    const titles = elementsOf(found[0]);
    if (titles.length > 0) addText(entry, "title", titles[0].textOf("text", ""));
    if (elementsOf(found[2]).length > 0 && this.heedsRobots) return;
    const bases = elementsOf(found[1]);
    let base = reply.url;
    if (bases.length > 0) {
      const resolved = resolveUrls(base, [attributeOf(bases[0], "href")!])[0];
      if (resolved.isObject) base = resolved.textOf("url", "");
    }
    const links = elementsOf(found[3]);
    const references: string[] = [];
    for (let at = 0; at < links.length; at++) references.push(attributeOf(links[at], "href")!);
    const parts = resolveUrls(base, references);
    for (let at = 0; at < parts.length; at++) {
      if (from.depth == this.mostDepth) {
        // it counts as seen, and as left out
        if (this.isNew(parts[at])) this.leftOut++;
      } else if (this.isNew(parts[at])) waiting.push(new Waiting(parts[at].textOf("url", ""), from.depth + 1));
    }
  }
}

function isSitemapPath(path: string): bool {
  const query = path.indexOf("?");
  const name = query < 0 ? path : path.substring(0, query);
  return name.endsWith(".xml") || name.endsWith(".gz") || name.endsWith(".txt");
}

/** The first byte that is no white space; 0 when there is none. */
function firstCharacter(document: Bytes): u32 {
  for (let at = 0; at < document.size; at++) {
    const byte = load<u8>(document.at + at);
    if (byte > 0x20) return byte;
  }
  return 0;
}

function textsOf(elements: Json[]): string[] {
  const texts: string[] = [];
  for (let at = 0; at < elements.length; at++) texts.push(elements[at].textOf("text", ""));
  return texts;
}

/** The text of the first element that a query inside of another found. */
function insideText(element: Json, query: i32): string {
  const found = elementsOf(element.itemsOf("inside")[query]);
  return found.length > 0 ? found[0].textOf("text", "") : "";
}

function addText(entry: Json, name: string, text: string): void {
  if (text != "") entry.set(name, Json.text(text));
}

export function run(): void {
  const given = input();
  const url = given.textOf("url", "");
  const start = resolveUrls("", [url])[0];
  const scheme = start.textOf("scheme", "");
  if (scheme != "http" && scheme != "https") refuse(url + " is no absolute URL of http or https");
  give(new Crawl(given, start).run(given.textOf("source", "auto")));
}
