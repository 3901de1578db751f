import { Bytes } from "../shared/bytes";
import { Text } from "../shared/text";
import { Difference } from "../shared/diff/difference";

/** A difference of lines in the unified format of diff and git. Empty when there is none. */
export function unified(difference: Difference, beforeName: string, afterName: string, context: i32): Bytes {
  const text = new Text();
  const regions = difference.regions;
  if (regions.length > 0) text.append("--- " + oneLine(beforeName) + "\n+++ " + oneLine(afterName) + "\n");
  let first = 0;
  while (first < regions.length) {
    let last = first;
    while (last + 1 < regions.length && regions[last + 1].x0 - regions[last].x1 <= 2 * context) last++;
    writeHunk(text, difference, first, last, context);
    first = last + 1;
  }
  return new Bytes(text.start, text.size);
}

function oneLine(name: string): string {
  return name.replaceAll("\n", " ").replaceAll("\r", " ");
}

/** Changes that lie so near to each other that their context touches. */
function writeHunk(text: Text, difference: Difference, first: i32, last: i32, context: i32): void {
  const regions = difference.regions;
  const before = difference.before;
  const lead = min(context, regions[first].x0);
  const trail = min(context, before.length - regions[last].x1);
  const x0 = regions[first].x0 - lead;
  const y0 = regions[first].y0 - lead;
  const oldRange = range(x0, regions[last].x1 + trail - x0);
  const newRange = range(y0, regions[last].y1 + trail - y0);
  text.append("@@ -" + oldRange + " +" + newRange + " @@\n");
  let x = x0;
  for (let at = first; at <= last; at++) {
    const region = regions[at];
    writeLines(text, 0x20, before, x, region.x0);
    writeLines(text, 0x2d, before, region.x0, region.x1);
    writeLines(text, 0x2b, difference.after, region.y0, region.y1);
    x = region.x1;
  }
  writeLines(text, 0x20, before, x, x + trail);
}

/** The first line, counted from 1, and how many; no line is counted from the one before it. */
function range(from: i32, count: i32): string {
  if (count == 1) return (from + 1).toString();
  return (count == 0 ? from : from + 1).toString() + "," + count.toString();
}

function writeLines(text: Text, mark: i32, lines: Bytes[], from: i32, to: i32): void {
  for (let at = from; at < to; at++) {
    const line = lines[at];
    text.byte(mark);
    text.bytes(line.at, line.size);
    if (load<u8>(line.at + line.size - 1) != 0x0a) text.append("\n\\ No newline at end of file\n");
  }
}
