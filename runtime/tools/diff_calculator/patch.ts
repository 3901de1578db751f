import { Bytes } from "../shared/bytes";
import { equal } from "../shared/interner";
import { Json } from "../shared/json";
import { refuse } from "../shared/kernel";
import { Text } from "../shared/text";
import { lineTokens } from "../shared/diff/tokens";

/** A line without its end, and whether it has one. */
class Line {
  constructor(
    readonly content: Bytes,
    public ended: bool,
  ) {}
}

class Hunk {
  oldLines: Line[] = [];
  newLines: Line[] = [];

  constructor(
    readonly header: string,
    /** Lines before it, as it says. */
    readonly position: i32,
  ) {}
}

/** A text after the changes of a patch in the unified format, which is of one file. Hunks may have been moved by other changes. */
export function applied(text: Bytes, patch: Bytes, reverse: bool): Json {
  const lines = linesOf(lineTokens(text));
  const hunks = hunksOf(lineTokens(patch), reverse);
  if (hunks.length == 0) refuse("the patch has no hunk: a line like @@ -1,3 +1,4 @@ and those after it");
  const result: Line[] = [];
  let taken = 0;
  let drift = 0;
  let moved = 0;
  for (let index = 0; index < hunks.length; index++) {
    const hunk = hunks[index];
    const at = placeOf(hunk, lines, taken, hunk.position + drift);
    if (at < 0) refuse("hunk " + (index + 1).toString() + " (" + hunk.header + ") does not fit the text");
    if (at != hunk.position + drift) moved++;
    drift = at - hunk.position;
    for (let line = taken; line < at; line++) result.push(lines[line]);
    for (let line = 0; line < hunk.newLines.length; line++) result.push(hunk.newLines[line]);
    taken = at + hunk.oldLines.length;
  }
  for (let line = taken; line < lines.length; line++) result.push(lines[line]);
  return Json.object()
    .set("text", Json.bytes(joined(result)))
    .set("hunks", Json.number(hunks.length))
    .set("moved", Json.number(moved));
}

function linesOf(tokens: Bytes[]): Line[] {
  const lines: Line[] = [];
  for (let at = 0; at < tokens.length; at++) lines.push(lineOf(tokens[at], 0));
  return lines;
}

/** @param skip bytes that are not part of it */
function lineOf(token: Bytes, skip: i32): Line {
  const ended = load<u8>(token.at + token.size - 1) == 0x0a;
  return new Line(new Bytes(token.at + skip, max(0, token.size - skip - (ended ? 1 : 0))), ended);
}

function joined(lines: Line[]): Bytes {
  const text = new Text();
  for (let at = 0; at < lines.length; at++) {
    text.bytes(lines[at].content.at, lines[at].content.size);
    // what was the last line and is not any more needs an end
    if (lines[at].ended || at + 1 < lines.length) text.byte(0x0a);
  }
  return new Bytes(text.start, text.size);
}

/** Where the old lines of a hunk are, the nearest to where they should be; -1 when they are nowhere. */
function placeOf(hunk: Hunk, lines: Line[], from: i32, expected: i32): i32 {
  const last = lines.length - hunk.oldLines.length;
  const farthest = max(abs(expected - from), abs(last - expected));
  for (let distance = 0; distance <= farthest; distance++) {
    const below = expected - distance;
    if (below >= from && below <= last && fits(hunk, lines, below)) return below;
    const above = expected + distance;
    if (above >= from && above <= last && fits(hunk, lines, above)) return above;
  }
  return -1;
}

function fits(hunk: Hunk, lines: Line[], at: i32): bool {
  for (let index = 0; index < hunk.oldLines.length; index++) {
    const old = hunk.oldLines[index];
    const line = lines[at + index];
    if (old.ended != line.ended || !equal(old.content, line.content)) return false;
  }
  return true;
}

function hunksOf(tokens: Bytes[], reverse: bool): Hunk[] {
  const hunks: Hunk[] = [];
  let at = 0;
  while (at < tokens.length) {
    const token = tokens[at];
    if (!begins(token, "@@ -")) {
      if (hunks.length > 0 && begins(token, "--- ")) refuse("the patch is of several files; apply each by itself");
      at++;
      continue;
    }
    const header = new Header(lineOf(token, 0).content.toString(), reverse);
    const hunk = new Hunk(header.text, header.position);
    hunks.push(hunk);
    at = readLines(hunk, tokens, at + 1, header, reverse);
  }
  return hunks;
}

function begins(token: Bytes, text: string): bool {
  if (token.size < text.length) return false;
  for (let at = 0; at < text.length; at++) {
    if (load<u8>(token.at + at) != text.charCodeAt(at)) return false;
  }
  return true;
}

/** Reads as many lines as the header says. @returns index of the line after them */
function readLines(hunk: Hunk, tokens: Bytes[], from: i32, header: Header, reverse: bool): i32 {
  let at = from;
  while (hunk.oldLines.length < header.oldCount || hunk.newLines.length < header.newCount) {
    if (at >= tokens.length) refuse("hunk " + hunk.header + " ends too early");
    const token = tokens[at++];
    const mark = load<u8>(token.at);
    // an empty line is one of context whose space was cut off
    const isContext = mark == 0x20 || mark == 0x0a || mark == 0x0d;
    const isOld = mark == (reverse ? 0x2b : 0x2d);
    if (!isContext && mark != 0x2d && mark != 0x2b) refuse("hunk " + hunk.header + " ends too early");
    const line = lineOf(token, mark == 0x0a || mark == 0x0d ? 0 : 1);
    // the end of the patch is no end of the text
    line.ended = !(at < tokens.length && begins(tokens[at], "\\"));
    if (!line.ended) at++;
    if (isContext || isOld) hunk.oldLines.push(line);
    if (isContext || !isOld) hunk.newLines.push(line);
  }
  if (hunk.oldLines.length > header.oldCount || hunk.newLines.length > header.newCount) {
    refuse("hunk " + hunk.header + " has other lines than it says");
  }
  return at;
}

/** `@@ -1,3 +1,4 @@` */
class Header {
  oldCount: i32 = 0;
  newCount: i32 = 0;
  position: i32 = 0;
  private at: i32 = 4;

  constructor(
    readonly text: string,
    reverse: bool,
  ) {
    const oldStart = this.number();
    const oldCount = this.take(0x2c) ? this.number() : 1;
    if (!this.take(0x20) || !this.take(0x2b)) this.fail();
    const newStart = this.number();
    const newCount = this.take(0x2c) ? this.number() : 1;
    if (!this.take(0x20) || !this.take(0x40) || !this.take(0x40)) this.fail();
    this.oldCount = reverse ? newCount : oldCount;
    this.newCount = reverse ? oldCount : newCount;
    const start = reverse ? newStart : oldStart;
    this.position = this.oldCount == 0 ? start : start - 1;
  }

  private fail(): void {
    refuse('"' + this.text + '" is no header of a hunk, which looks like @@ -1,3 +1,4 @@');
  }

  private take(unit: i32): bool {
    if (this.at >= this.text.length || this.text.charCodeAt(this.at) != unit) return false;
    this.at++;
    return true;
  }

  private number(): i32 {
    const from = this.at;
    let value = 0;
    while (this.at < this.text.length && this.at - from < 9) {
      const digit = this.text.charCodeAt(this.at) - 0x30;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
      this.at++;
    }
    if (this.at == from) this.fail();
    return value;
  }
}
