import { Bytes } from "../shared/bytes";
import { meant, shown } from "../shared/content";
import { Json } from "../shared/json";
import { give, input, operation, refuse, report, tryOperation } from "../shared/kernel";
import { folderOf, inFolder } from "../shared/path";

/** Entries that one call removes. */
const mostRemoved = 5000;
const mostDepth = 100;

function pathRequest(path: string): Json {
  return Json.object().set("path", Json.text(path));
}

/** An argument that the operation needs. */
function needed(given: Json, name: string): string {
  const value = given.textOf(name, "");
  if (value.length == 0) refuse(given.textOf("operation", "") + ' needs "' + name + '"');
  return value;
}

function read(given: Json): Json {
  const offset = given.numberOf("offset", 0);
  const request = pathRequest(needed(given, "path"))
    .set("offset", Json.number(offset))
    .set("length", Json.number(given.numberOf("length", 1048576)));
  const answer = operation("files.read", request);
  const content = shown(new Bytes(answer.bodyAt, answer.bodySize), given.textOf("encoding", "text"));
  const complete = offset + <f64>answer.bodySize >= answer.json.numberOf("size", 0);
  return answer.json.set("content", content).set("complete", Json.boolean(complete));
}

function write(given: Json, mode: string): Json {
  const path = needed(given, "path");
  const content = meant(given.get("content"), given.textOf("encoding", "text"));
  makeParents(given, path);
  const request = pathRequest(path).set("mode", Json.text(mode));
  return operation("files.write", request, content.at, content.size).json;
}

function transfer(given: Json, name: string): Json {
  const to = needed(given, "to");
  const from = needed(given, "path");
  makeParents(given, to);
  const request = Json.object()
    .set("from", Json.text(from))
    .set("to", Json.text(to))
    .set("overwrite", Json.boolean(given.flagOf("overwrite", false)));
  const done = operation(name, request).json;
  const told = Json.object().set("path", done.get("from")!).set("to", done.get("to")!);
  const size = done.get("size");
  return size === null ? told : told.set("size", size);
}

/** Makes the folders that a path needs, if that is asked for. */
function makeParents(given: Json, path: string): void {
  if (given.flagOf("parents", false)) makeFolders(folderOf(path));
}

/** Makes a folder, and those above it, if they are missing. @returns whether it was missing */
function makeFolders(path: string): bool {
  const missing: string[] = [];
  let at = path;
  while (operation("files.stat", pathRequest(at)).json.textOf("kind", "") == "missing") {
    missing.push(at);
    const above = folderOf(at);
    if (above == at || missing.length > mostDepth) refuse(path + " cannot be made");
    at = above;
  }
  for (let index = missing.length - 1; index >= 0; index--) {
    operation("files.make-folder", pathRequest(missing[index]));
  }
  return missing.length > 0;
}

function makeFolder(given: Json): Json {
  const path = needed(given, "path");
  if (!given.flagOf("parents", false)) return operation("files.make-folder", pathRequest(path)).json;
  const made = makeFolders(path);
  const found = operation("files.stat", pathRequest(path)).json;
  if (found.textOf("kind", "") != "folder") refuse(path + ": it is no folder");
  return pathRequest(found.textOf("path", path)).set("made", Json.boolean(made));
}

let removed = 0;

function remove(given: Json): Json {
  const path = needed(given, "path");
  removeEntry(path, given.flagOf("recursive", false), 0);
  return pathRequest(path).set("removed", Json.number(<f64>removed));
}

/** Removes an entry; what is in a folder before the folder, if that is asked for. Links are removed, and not followed. */
function removeEntry(path: string, recursive: bool, depth: i32): void {
  const answer = tryOperation("files.remove", pathRequest(path));
  if (!answer.ok) {
    if (!recursive || !removeContent(path, depth + 1)) refuse(soFar(answer.message));
    operation("files.remove", pathRequest(path));
  }
  removed++;
  if (removed % 100 == 0) report(removed, 0);
}

/** @returns whether there was something */
function removeContent(path: string, depth: i32): bool {
  if (depth > mostDepth) refuse(soFar(path + ": it is nested too deeply"));
  let had = false;
  let entries = entriesOf(path);
  while (entries.length > 0) {
    had = true;
    for (let at = 0; at < entries.length; at++) {
      if (removed >= mostRemoved) refuse(soFar("one call removes at most " + mostRemoved.toString() + " entries"));
      removeEntry(inFolder(path, entries[at].textOf("name", "")), true, depth);
    }
    entries = entriesOf(path);
  }
  return had;
}

function entriesOf(path: string): Json[] {
  return tryOperation("files.list", listRequest(path, 1000, "")).json.itemsOf("entries");
}

function soFar(message: string): string {
  return removed == 0 ? message : message + " (removed before: " + removed.toString() + ")";
}

function listRequest(path: string, limit: f64, after: string): Json {
  return pathRequest(path).set("limit", Json.number(limit)).set("after", Json.text(after));
}

function answerTo(given: Json): Json {
  const asked = given.textOf("operation", "");
  if (asked == "read") return read(given);
  if (asked == "write") return write(given, given.flagOf("overwrite", false) ? "replace" : "create");
  if (asked == "append") return write(given, "append");
  if (asked == "copy") return transfer(given, "files.copy");
  if (asked == "move") return transfer(given, "files.move");
  if (asked == "remove") return remove(given);
  if (asked == "mkdir") return makeFolder(given);
  if (asked == "list") {
    const request = listRequest(needed(given, "path"), given.numberOf("limit", 1000), given.textOf("after", ""));
    return operation("files.list", request).json;
  }
  if (asked == "stat") return operation("files.stat", pathRequest(needed(given, "path"))).json;
  return operation("files.roots", Json.object()).json;
}

export function run(): void {
  give(answerTo(input()));
}
