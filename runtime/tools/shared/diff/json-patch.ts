import { Bytes } from "../bytes";
import { equal } from "../interner";
import { Json, Kind } from "../json";
import { Text } from "../text";
import { Difference } from "./difference";

/** Operations of a JSON Patch (RFC 6902) that make one value of another: add, remove and replace. */
export function jsonPatch(before: Json, after: Json): Json {
  const operations = Json.array();
  compare(before, after, "", operations);
  return operations;
}

function compare(before: Json, after: Json, path: string, operations: Json): void {
  if (before.isObject && after.isObject) compareObjects(before, after, path, operations);
  else if (before.isArray && after.isArray) compareArrays(before, after, path, operations);
  else if (!same(before, after)) note(operations, "replace", path, after);
}

function note(operations: Json, name: string, path: string, value: Json | null): void {
  const operation = Json.object().set("op", Json.text(name)).set("path", Json.text(path));
  if (value !== null) operation.set("value", value);
  operations.push(operation);
}

/** Of values of which not both are objects or arrays. */
function same(one: Json, other: Json): bool {
  if (one.kind != other.kind) return false;
  switch (one.kind) {
    case Kind.Null:
      return true;
    case Kind.Boolean:
      return one.flag == other.flag;
    case Kind.Number:
      return one.value == other.value;
    case Kind.String:
      return equal(one.bytes, other.bytes);
  }
  return false;
}

function compareObjects(before: Json, after: Json, path: string, operations: Json): void {
  for (let at = 0; at < before.length; at++) {
    const name = before.names[at];
    const member = memberOf(after, name, at);
    if (member === null) note(operations, "remove", below(path, name), null);
    else compare(before.items[at], member, below(path, name), operations);
  }
  for (let at = 0; at < after.length; at++) {
    const name = after.names[at];
    if (memberOf(before, name, at) === null) note(operations, "add", below(path, name), after.items[at]);
  }
}

/** A member, which most likely is where it is in the other object. */
function memberOf(object: Json, name: string, at: i32): Json | null {
  if (at < object.length && object.names[at] == name) return object.items[at];
  return object.get(name);
}

/** A path of JSON Pointer (RFC 6901). */
function below(path: string, name: string): string {
  return path + "/" + name.replaceAll("~", "~0").replaceAll("/", "~1");
}

function compareArrays(before: Json, after: Json, path: string, operations: Json): void {
  const regions = new Difference(texts(before), texts(after)).regions;
  for (let index = 0; index < regions.length; index++) {
    const region = regions[index];
    const removed = region.x1 - region.x0;
    const added = region.y1 - region.y0;
    const changed = min(removed, added);
    // everything before has been made what it is in the other array
    for (let at = 0; at < changed; at++) {
      const place = path + "/" + (region.y0 + at).toString();
      compare(before.items[region.x0 + at], after.items[region.y0 + at], place, operations);
    }
    const place = region.y0 + changed;
    for (let at = changed; at < removed; at++) note(operations, "remove", path + "/" + place.toString(), null);
    for (let at = changed; at < added; at++) {
      note(operations, "add", path + "/" + (region.y0 + at).toString(), after.items[region.y0 + at]);
    }
  }
}

function texts(array: Json): Bytes[] {
  const list: Bytes[] = [];
  for (let at = 0; at < array.length; at++) {
    const text = new Text(64);
    array.items[at].write(text);
    list.push(new Bytes(text.start, text.size));
  }
  return list;
}
