import { Difference } from "../shared/diff/difference";
import { Bytes } from "../shared/bytes";
import { Sha256 } from "../shared/digest/sha256";
import { encodeHex } from "../shared/hex";
import { HttpReply, HttpRequest } from "../shared/http";
import { Json } from "../shared/json";
import { give, input, refuse } from "../shared/kernel";
import { elementsOf, MarkupQuery, queryMarkup } from "../shared/markup";
import { linesOf, normalized } from "./lines";

export function run(): void {
  const given = input();
  const previous = given.get("previous");
  const reply = fetch(given, previous);
  const result = Json.object().set("url", Json.text(reply.url)).set("status", Json.number(reply.status));
  addHeader(result, "etag", reply);
  addHeader(result, "lastModified", reply);
  // what the server itself says of a page that it gave before
  if (reply.status == 304 && previous !== null) return give(unchanged(result, previous));
  if (!reply.isSuccess) refuse(reply.url + " answered with status " + reply.status.toString());
  if (!reply.isText) refuse(reply.url + " is no text: its type is " + (reply.mediaType == "" ? "not given" : reply.mediaType));
  const snapshot = normalized(shown(reply, given.textOf("selector", "")), given);
  const hash = "sha256:" + encodeHex(new Sha256().of(snapshot)).toString();
  result.set("hash", Json.text(hash));
  if (previous !== null) compare(result, previous, snapshot, hash, <i32>given.numberOf("maxChanges", 200));
  give(result.set("snapshot", Json.bytes(snapshot)));
}

function fetch(given: Json, previous: Json | null): HttpReply {
  const request = new HttpRequest("GET", given.textOf("url", ""));
  request.headersOf(given.get("headers"));
  request.otherwise("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5");
  request.timeoutMs = <i32>given.numberOf("timeoutMs", 0);
  if (previous !== null) {
    const etag = previous.get("etag");
    const modified = previous.get("lastModified");
    if (etag !== null) request.header("If-None-Match", etag.string);
    if (modified !== null) request.header("If-Modified-Since", modified.string);
  }
  return request.send();
}

function addHeader(result: Json, name: string, reply: HttpReply): void {
  const value = reply.header(name == "etag" ? "etag" : "last-modified");
  if (value !== null) result.set(name, Json.text(value));
}

function unchanged(result: Json, previous: Json): Json {
  const hash = previous.get("hash");
  if (hash !== null) result.set("hash", hash);
  return result.set("changed", Json.boolean(false));
}

/** The text of a page as it is read, or of those of its elements that are watched; any other text as it is. */
function shown(reply: HttpReply, selector: string): Bytes {
  const isPage = reply.mediaType == "text/html" || reply.mediaType == "application/xhtml+xml";
  if (!isPage) {
    if (selector != "") refuse(reply.url + " has no elements to select: its type is " + reply.mediaType);
    return reply.body;
  }
  const found = queryMarkup("html", reply.body, [new MarkupQuery(selector == "" ? "body" : selector).part("text")])[0];
  const elements = elementsOf(found);
  if (elements.length == 0) refuse("nothing on the page matches the selector " + Json.text(selector).toString());
  const parts: string[] = [];
  for (let at = 0; at < elements.length; at++) parts.push(elements[at].textOf("text", ""));
  return Bytes.of(parts.join("\n"));
}

function compare(result: Json, previous: Json, snapshot: Bytes, hash: string, most: i32): void {
  const before = previous.get("snapshot");
  if (before === null) {
    const known = previous.get("hash");
    if (known !== null) result.set("changed", Json.boolean(known.string != hash));
    return;
  }
  const difference = new Difference(linesOf(before.bytes), linesOf(snapshot));
  const changes = Json.array();
  const regions = difference.regions;
  for (let at = 0; at < regions.length; at++) {
    const region = regions[at];
    for (let line = region.x0; line < region.x1; line++) note(changes, "removed", line, difference.before[line], most);
    for (let line = region.y0; line < region.y1; line++) note(changes, "added", line, difference.after[line], most);
  }
  result
    .set("changed", Json.boolean(regions.length > 0))
    .set("added", Json.number(difference.added))
    .set("removed", Json.number(difference.removed))
    .set("changes", changes);
}

function note(changes: Json, kind: string, line: i32, text: Bytes, most: i32): void {
  if (changes.length == most) return;
  changes.push(Json.object().set("kind", Json.text(kind)).set("line", Json.number(line + 1)).set("text", Json.bytes(text)));
}
