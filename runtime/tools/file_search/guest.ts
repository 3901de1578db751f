import { Bytes } from "../shared/bytes";
import { Glob } from "../shared/glob";
import { Json } from "../shared/json";
import { Answer, give, input, operation, refuse, report, tryOperation, tryOperationInto } from "../shared/kernel";
import { inFolder } from "../shared/path";
import { Text } from "../shared/text";
import { wellFormed } from "../shared/utf8";
import { LinePattern, LiteralText, mostPatternBytes, WildcardText } from "./pattern";

/** Folders and entries that one call looks at, and files that it looks into. */
const mostFolders = 2000;
const mostEntries = 50000;
const mostFiles = 5000;
/** Bytes of a line that are shown. */
const mostShown = 500;
/** A NUL in the first of them makes a file binary. */
const binaryProbe = 8192;

/** Lines of files are read to here. */
const content = new Text(65536);

class Search {
  root: string;
  private glob: Glob | null;
  private excluded: Glob[];
  private kind: string;
  private hidden: bool;
  private most: i32;
  private mostDepth: f64;
  private mostFileBytes: f64;
  private leastSize: f64;
  private mostSize: f64;
  private context: i32;
  private pattern: LinePattern | null;
  private found: Json = Json.array();
  /** Whether a limit has ended the search. */
  private ended: bool = false;
  private folders: i32 = 0;
  private entries: i32 = 0;
  private files: i32 = 0;
  private binary: i32 = 0;
  private large: i32 = 0;
  private unreadable: i32 = 0;

  constructor(given: Json) {
    const glob = given.get("glob");
    this.root = given.textOf("folder", "");
    this.glob = glob === null ? null : globOf(glob.string);
    this.excluded = globsOf(given.itemsOf("exclude"));
    this.pattern = patternOf(given);
    this.kind = given.textOf("kind", "file");
    this.hidden = given.flagOf("hidden", false);
    this.most = <i32>given.numberOf("limit", 100);
    this.mostDepth = given.numberOf("depth", 100);
    this.mostFileBytes = given.numberOf("maxFileBytes", 1048576);
    this.leastSize = given.numberOf("minSize", 0);
    this.mostSize = given.numberOf("maxSize", Infinity);
    this.context = <i32>given.numberOf("context", 0);
  }

  run(): Json {
    const queue: string[] = [""];
    const depths: i32[] = [0];
    for (let at = 0; at < queue.length && !this.ended; at++) {
      if (this.folders == mostFolders) this.ended = true;
      else this.look(queue[at], depths[at], queue, depths);
    }
    return Json.object()
      .set(this.pattern === null ? "files" : "matches", this.found)
      .set("complete", Json.boolean(!this.ended))
      .set("searched", Json.object().set("folders", count(this.folders)).set("entries", count(this.entries)).set("files", count(this.files)))
      .set("skipped", Json.object().set("binary", count(this.binary)).set("large", count(this.large)).set("unreadable", count(this.unreadable)));
  }

  /** Everything in a folder. Folders in it come later. */
  private look(relative: string, depth: i32, queue: string[], depths: i32[]): void {
    this.folders++;
    if (this.folders % 20 == 0) report(this.folders, 0);
    let after = "";
    let more = true;
    while (more && !this.ended) {
      const answer = this.list(relative, after);
      if (!answer.ok) {
        this.unreadable++;
        return;
      }
      const entries = answer.json.itemsOf("entries");
      for (let at = 0; at < entries.length && !this.ended; at++) {
        after = entries[at].textOf("name", "");
        this.lookAt(relative, after, entries[at], depth, queue, depths);
      }
      more = !answer.json.flagOf("complete", true) && entries.length > 0;
    }
  }

  /** The folder that the search begins with has to be there. */
  private list(relative: string, after: string): Answer {
    const request = Json.object()
      .set("path", Json.text(inFolder(this.root, relative)))
      .set("limit", Json.number(10000))
      .set("after", Json.text(after));
    if (relative.length > 0) return tryOperation("files.list", request);
    const answer = operation("files.list", request);
    this.root = answer.json.textOf("path", this.root);
    return answer;
  }

  private lookAt(relative: string, name: string, entry: Json, depth: i32, queue: string[], depths: i32[]): void {
    if (this.entries == mostEntries) {
      this.ended = true;
      return;
    }
    this.entries++;
    if (!this.hidden && name.startsWith(".")) return;
    const path = inFolder(relative, name);
    if (this.isExcluded(path)) return;
    if (entry.textOf("kind", "") == "folder" && <f64>depth < this.mostDepth) {
      queue.push(path);
      depths.push(depth + 1);
    }
    this.consider(path, entry);
  }

  private get isFull(): bool {
    if (this.found.length < this.most) return false;
    this.ended = true;
    return true;
  }

  private isExcluded(path: string): bool {
    for (let at = 0; at < this.excluded.length; at++) {
      if (this.excluded[at].matches(path)) return true;
    }
    return false;
  }

  private consider(path: string, entry: Json): void {
    const kind = entry.textOf("kind", "");
    const size = entry.numberOf("size", 0);
    const wanted = this.glob;
    if (wanted !== null && !wanted.matches(path)) return;
    if (size < this.leastSize || size > this.mostSize) return;
    const pattern = this.pattern;
    if (pattern !== null) {
      if (kind == "file") this.lookInto(path, size, pattern);
      return;
    }
    if ((this.kind != "any" && kind != this.kind) || this.isFull) return;
    const full = Json.text(inFolder(this.root, path));
    this.found.push(Json.object().set("path", full).set("kind", Json.text(kind)).set("size", Json.number(size)).set("modifiedMs", entry.get("modifiedMs")!));
  }

  private lookInto(path: string, size: f64, pattern: LinePattern): void {
    if (size > this.mostFileBytes) {
      this.large++;
      return;
    }
    if (this.files == mostFiles) {
      this.ended = true;
      return;
    }
    this.files++;
    const full = inFolder(this.root, path);
    const request = Json.object().set("path", Json.text(full)).set("length", Json.number(this.mostFileBytes));
    if (!tryOperationInto("files.read", request, content).ok) {
      this.unreadable++;
      return;
    }
    if (isBinary(content)) {
      this.binary++;
      return;
    }
    this.lookAtLines(full, pattern);
  }

  private lookAtLines(path: string, pattern: LinePattern): void {
    const end = content.start + content.size;
    let line = 1;
    for (let at = content.start; at < end; line++) {
      const lineEnd = endOfLine(at, end);
      if (pattern.isIn(at, withoutReturn(at, lineEnd))) {
        if (this.isFull) return;
        this.found.push(this.match(path, line, at, lineEnd, end));
      }
      at = lineEnd + 1;
    }
  }

  private match(path: string, line: i32, at: usize, lineEnd: usize, end: usize): Json {
    const match = Json.object().set("path", Json.text(path)).set("line", count(line)).set("text", shownLine(at, lineEnd));
    if (this.context == 0) return match;
    const before: Json[] = [];
    let from = at;
    while (from > content.start && before.length < this.context) {
      const above = startOfLine(from - 1, content.start);
      before.push(shownLine(above, from - 1));
      from = above;
    }
    before.reverse();
    const after = Json.array();
    for (let next = lineEnd + 1; next < end && after.length < this.context; ) {
      const nextEnd = endOfLine(next, end);
      after.push(shownLine(next, nextEnd));
      next = nextEnd + 1;
    }
    const above = Json.array();
    above.items = before;
    return match.set("before", above).set("after", after);
  }
}

function globsOf(patterns: Json[]): Glob[] {
  const globs: Glob[] = [];
  for (let at = 0; at < patterns.length; at++) globs.push(globOf(patterns[at].string));
  return globs;
}

function globOf(pattern: string): Glob {
  const glob = new Glob(pattern);
  if (glob.broken.length > 0) refuse('the pattern "' + pattern + '" cannot be used: ' + glob.broken);
  return glob;
}

function patternOf(given: Json): LinePattern | null {
  const ignoreCase = given.flagOf("ignoreCase", false);
  const text = given.get("text");
  const pattern = given.get("pattern");
  if (text !== null && pattern !== null) refuse('give "text" or "pattern", not both');
  if (text !== null) return new LiteralText(text.bytes, ignoreCase);
  if (pattern === null) return null;
  const bytes = pattern.bytes;
  if (bytes.size > mostPatternBytes) refuse("a pattern has at most " + mostPatternBytes.toString() + " bytes");
  return new WildcardText(bytes, ignoreCase);
}

function count(value: i32): Json {
  return Json.number(<f64>value);
}

function isBinary(text: Text): bool {
  const end = text.start + min(text.size, binaryProbe);
  for (let at = text.start; at < end; at++) {
    if (load<u8>(at) == 0) return true;
  }
  return false;
}

function endOfLine(at: usize, end: usize): usize {
  while (at < end && load<u8>(at) != 0x0a) at++;
  return at;
}

/** @param at the line break before the next line */
function startOfLine(at: usize, start: usize): usize {
  while (at > start && load<u8>(at - 1) != 0x0a) at--;
  return at;
}

function withoutReturn(at: usize, end: usize): usize {
  return end > at && load<u8>(end - 1) == 0x0d ? end - 1 : end;
}

/** A copy: the next file is read to the same place. What is too long is cut between characters. */
function shownLine(at: usize, lineEnd: usize): Json {
  let end = withoutReturn(at, lineEnd);
  if (<i32>(end - at) > mostShown) {
    end = at + mostShown;
    while (end > at && (load<u8>(end) & 0xc0) == 0x80) end--;
  }
  const size = <i32>(end - at);
  const copy = heap.alloc(size);
  memory.copy(copy, at, size);
  return Json.bytes(wellFormed(new Bytes(copy, size)));
}

export function run(): void {
  give(new Search(input()).run());
}
