import { Json } from "../shared/json";
import { give, input, operation, refuse, report, tryOperation } from "../shared/kernel";
import { inFolder } from "../shared/path";

/** Entries that are watched, and how many may be looked at in one call: no memory is ever freed. */
const mostEntries = 2000;
const mostLooks = 300000;
const mostFolders = 200;
/**
 * How long a wait is at first, and at most. What happens between a look at the folder and the next wait is found by the look that follows: soon while
 * something is going on, and later while nothing is.
 */
const shortestMs: f64 = 1000;
const longestMs: f64 = 60000;

/** What is in a folder, in the order of paths. */
class Snapshot {
  paths: string[] = [];
  entries: Json[] = [];
  folders: string[] = [];

  constructor(root: string, recursive: bool) {
    this.folders.push(root);
    for (let at = 0; at < this.folders.length; at++) this.look(this.folders[at], at > 0, recursive);
    this.sort();
  }

  private look(folder: string, mayBeGone: bool, recursive: bool): void {
    const request = Json.object().set("path", Json.text(folder)).set("limit", Json.number(<f64>(mostEntries + 1)));
    const answer = mayBeGone ? tryOperation("files.list", request) : operation("files.list", request);
    const entries = answer.json.itemsOf("entries");
    for (let at = 0; at < entries.length; at++) {
      const path = inFolder(folder, entries[at].textOf("name", ""));
      this.paths.push(path);
      this.entries.push(entries[at]);
      if (recursive && entries[at].textOf("kind", "") == "folder") this.folders.push(path);
    }
    if (this.paths.length > mostEntries) refuse("there are more than " + mostEntries.toString() + " entries to watch");
    if (this.folders.length > mostFolders) refuse("there are more than " + mostFolders.toString() + " folders to watch");
  }

  private sort(): void {
    const order = new Map<string, Json>();
    for (let at = 0; at < this.paths.length; at++) order.set(this.paths[at], this.entries[at]);
    this.paths.sort();
    for (let at = 0; at < this.paths.length; at++) this.entries[at] = order.get(this.paths[at]);
  }
}

class Watch {
  private changes: Json = Json.array();
  private now: Snapshot;
  private looks: i32;

  /** @param root its real path, as changes are told of it */
  constructor(
    private root: string,
    private recursive: bool,
    private most: i32,
  ) {
    const first = new Snapshot(root, recursive);
    this.now = first;
    this.looks = first.paths.length + 1;
  }

  run(waitMs: f64): Json {
    let left = waitMs;
    let pause = shortestMs;
    report(0, <i32>waitMs);
    while (left > 0 && this.changes.length < this.most && this.looks < mostLooks) {
      const answer = this.wait(Math.min(left, pause));
      left -= Math.max(1, answer.numberOf("waitedMs", 0));
      const touched = answer.itemsOf("changed");
      const before = this.changes.length;
      this.compare(touched);
      const isQuiet = touched.length == 0 && this.changes.length == before;
      pause = isQuiet ? Math.min(longestMs, pause * 2) : shortestMs;
      report(<i32>(waitMs - Math.max(0, left)), <i32>waitMs);
    }
    const ended = this.changes.length >= this.most ? "count" : left > 0 ? "limit" : "time";
    return Json.object().set("changes", this.changes).set("ended", Json.text(ended));
  }

  private wait(ms: f64): Json {
    const paths = Json.array();
    for (let at = 0; at < this.now.folders.length; at++) paths.push(Json.text(this.now.folders[at]));
    const request = Json.object().set("paths", paths).set("waitMs", Json.number(Math.ceil(ms)));
    const answer = tryOperation("files.watch", request);
    // a folder below may have gone since it was listed: a look will tell
    return answer.ok ? answer.json : Json.object();
  }

  /** Tells the difference to the last look. @param touched paths that something happened to */
  private compare(touched: Json[]): void {
    const before = this.now;
    const after = new Snapshot(this.root, this.recursive);
    this.now = after;
    this.looks += after.paths.length + 1;
    const marked = new Set<string>();
    for (let at = 0; at < touched.length; at++) marked.add(touched[at].string);
    let one = 0;
    let other = 0;
    while (one < before.paths.length || other < after.paths.length) {
      const isGone = other == after.paths.length || (one < before.paths.length && before.paths[one] < after.paths[other]);
      const isNew = one == before.paths.length || (other < after.paths.length && after.paths[other] < before.paths[one]);
      if (isGone) this.tell("removed", before.paths[one], before.entries[one]);
      else if (isNew) this.tell("created", after.paths[other], after.entries[other]);
      else this.tellOfBoth(after.paths[other], before.entries[one], after.entries[other], marked);
      marked.delete(isGone ? before.paths[one] : after.paths[other]);
      if (!isNew) one++;
      if (!isGone) other++;
    }
    this.tellOfPassing(marked);
  }

  private tellOfBoth(path: string, before: Json, after: Json, marked: Set<string>): void {
    if (before.textOf("kind", "") != after.textOf("kind", "")) {
      this.tell("removed", path, before);
      this.tell("created", path, after);
      return;
    }
    // what happens in a folder is told of what is in it
    if (after.textOf("kind", "") == "folder") return;
    const isSame =
      before.numberOf("size", 0) == after.numberOf("size", 0) &&
      before.numberOf("modifiedMs", 0) == after.numberOf("modifiedMs", 0);
    if (!isSame || marked.has(path)) this.tell("modified", path, after);
  }

  /** What came and went between two looks. */
  private tellOfPassing(marked: Set<string>): void {
    const paths = marked.values();
    for (let at = 0; at < paths.length; at++) {
      const isFolder = this.now.folders.includes(paths[at]) || paths[at] == this.root || paths[at].endsWith("/");
      if (isFolder) continue;
      this.add(Json.object().set("path", Json.text(paths[at])).set("change", Json.text("passing")));
    }
  }

  private tell(change: string, path: string, entry: Json): void {
    this.add(
      Json.object()
        .set("path", Json.text(path))
        .set("change", Json.text(change))
        .set("kind", entry.get("kind")!)
        .set("size", entry.get("size")!),
    );
  }

  private add(change: Json): void {
    if (this.changes.length < this.most) this.changes.push(change);
  }
}

export function run(): void {
  const given = input();
  const found = operation("files.stat", Json.object().set("path", given.get("folder")!)).json;
  const watch = new Watch(
    found.textOf("path", ""),
    given.flagOf("recursive", false),
    <i32>given.numberOf("count", 1),
  );
  give(watch.run(given.numberOf("waitMs", 10000)));
}
