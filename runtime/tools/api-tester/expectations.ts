import { jsonPatch } from "../shared/diff/json-patch";
import { HttpReply } from "../shared/http";
import { Json, Kind } from "../shared/json";
import { refuse } from "../shared/kernel";
import { valueAt } from "./path";

/** Characters of a value in a message. */
const mostShown = 200;

/** What of a reply is not as it was expected, in words. */
export function failuresOf(reply: HttpReply, expected: Json): Json {
  const failures = new Failures();
  failures.checkStatus(reply, expected.get("status"));
  failures.checkHeaders(reply, expected.get("headers"));
  failures.checkJson(reply, expected.itemsOf("json"));
  failures.checkBody(reply, expected.itemsOf("contains"));
  const most = expected.get("maxMs");
  const tookMs = reply.told("totalMs").value;
  if (most !== null && tookMs > most.value) {
    failures.add("it took " + Math.ceil(tookMs).toString().replace(".0", "") + " ms; expected at most " + most.toString());
  }
  return failures.list;
}

class Failures {
  readonly list: Json = Json.array();

  add(what: string): void {
    this.list.push(Json.text(what));
  }

  /** A status, or several of which it may be any. Without one: success. */
  checkStatus(reply: HttpReply, expected: Json | null): void {
    if (expected === null) {
      if (!reply.isSuccess) this.add("the status is " + reply.status.toString() + "; expected 200 to 299");
      return;
    }
    if (expected.isNumber ? <i32>expected.value == reply.status : includes(expected, reply.status)) return;
    this.add("the status is " + reply.status.toString() + "; expected " + expected.toString());
  }

  checkHeaders(reply: HttpReply, expected: Json | null): void {
    if (expected === null) return;
    const headers = reply.headers;
    for (let at = 0; at < expected.length; at++) {
      const name = expected.names[at];
      const value = headers.get(name.toLowerCase());
      const subject = "the header " + name;
      if (expected.items[at].isText) this.check(subject, value, Json.object().set("equals", expected.items[at]));
      else this.check(subject, value, expected.items[at]);
    }
  }

  checkJson(reply: HttpReply, expected: Json[]): void {
    if (expected.length == 0) return;
    const json = reply.json;
    if (json === null) {
      this.add("the body is no JSON");
      return;
    }
    for (let at = 0; at < expected.length; at++) {
      const path = expected[at].textOf("path", "");
      this.check(path, valueAt(json, path), expected[at]);
    }
  }

  checkBody(reply: HttpReply, parts: Json[]): void {
    const body = parts.length > 0 && reply.isText ? reply.body.toString() : "";
    for (let at = 0; at < parts.length; at++) {
      if (!body.includes(textOf(parts[at]))) this.add("the body does not contain " + shown(parts[at]));
    }
  }

  /** Holds a value, null where there is none, against all that is said of it. */
  private check(subject: string, value: Json | null, said: Json): void {
    const exists = said.flagOf("exists", true);
    if (value === null || !exists) {
      if (exists) this.add(subject + " is not there");
      else if (value !== null) this.add(subject + " is " + shown(value) + "; expected nothing");
      return;
    }
    for (let at = 0; at < said.length; at++) {
      if (!holds(said.names[at], value, said.items[at])) {
        this.add(subject + " is " + shown(value) + "; expected " + said.names[at] + " " + shown(said.items[at]));
      }
    }
  }
}

function includes(list: Json, status: i32): bool {
  for (let at = 0; at < list.length; at++) {
    if (<i32>list.items[at].value == status) return true;
  }
  return false;
}

function holds(how: string, value: Json, expected: Json): bool {
  if (how == "equals") return jsonPatch(value, expected).length == 0;
  if (how == "differs") return jsonPatch(value, expected).length > 0;
  if (how == "contains") return contains(value, expected);
  if (how == "type") return hasType(value, expected.string);
  if (how == "above") return value.isNumber && value.value > expected.value;
  if (how == "below") return value.isNumber && value.value < expected.value;
  if (how == "length") return value.kind >= Kind.String && <f64>lengthOf(value) == expected.value;
  return true;
}

/** A part of a text, an item of an array, or the name of a member. */
function contains(value: Json, part: Json): bool {
  if (value.isText) return value.string.includes(textOf(part));
  if (value.isObject) return value.has(textOf(part));
  for (let at = 0; at < value.length; at++) {
    if (jsonPatch(value.items[at], part).length == 0) return true;
  }
  return false;
}

function hasType(value: Json, type: string): bool {
  if (type == "integer") return value.isNumber && Math.floor(value.value) == value.value;
  switch (value.kind) {
    case Kind.Null:
      return type == "null";
    case Kind.Boolean:
      return type == "boolean";
    case Kind.Number:
      return type == "number";
    case Kind.String:
      return type == "string";
    case Kind.Array:
      return type == "array";
  }
  return type == "object";
}

/** Of a text in UTF-16 units. */
function lengthOf(value: Json): i32 {
  return value.isText ? value.string.length : value.length;
}

function textOf(value: Json): string {
  return value.isText ? value.string : value.toString();
}

function shown(value: Json): string {
  const text = value.toString();
  return text.length <= mostShown ? text : text.substring(0, mostShown) + "…";
}

/** Takes values out of a reply, as they are asked for by name. @returns what could not be taken */
export function capture(reply: HttpReply, asked: Json, captured: Json): Json {
  const failures = Json.array();
  for (let at = 0; at < asked.length; at++) {
    const value = captureOne(reply, asked.items[at]);
    if (value === null) failures.push(Json.text("there is nothing to capture for " + asked.names[at]));
    else captured.set(asked.names[at], value);
  }
  return failures;
}

function captureOne(reply: HttpReply, asked: Json): Json | null {
  const path = asked.get("json");
  const header = asked.get("header");
  if ((path === null) == (header === null)) refuse("what is captured is either from `json` or from a `header`");
  if (path !== null) {
    const json = reply.json;
    return json !== null ? valueAt(json, path.string) : null;
  }
  return reply.headers.get(header!.string.toLowerCase());
}
