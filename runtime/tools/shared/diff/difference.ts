import { Bytes } from "../bytes";
import { Interner } from "../interner";
import { Json } from "../json";
import { Comparison } from "./myers";

/** Items of both sequences between two that are the same: from and to, the latter not included. */
export class Region {
  constructor(
    readonly x0: i32,
    readonly x1: i32,
    readonly y0: i32,
    readonly y1: i32,
  ) {}
}

/** What is different in two sequences of texts. */
export class Difference {
  readonly regions: Region[];
  readonly removed: i32;
  readonly added: i32;
  readonly minimal: bool;

  constructor(
    readonly before: Bytes[],
    readonly after: Bytes[],
  ) {
    const known = new Interner(before.length + after.length);
    const comparison = new Comparison(numbers(known, before), numbers(known, after));
    const regions = regionsOf(comparison);
    let removed = 0;
    let added = 0;
    for (let at = 0; at < regions.length; at++) {
      removed += regions[at].x1 - regions[at].x0;
      added += regions[at].y1 - regions[at].y0;
    }
    this.regions = regions;
    this.removed = removed;
    this.added = added;
    this.minimal = comparison.minimal;
  }

  get unchanged(): i32 {
    return this.before.length - this.removed;
  }

  /** Adds how much there is of it. */
  summarize(result: Json): void {
    const all = this.before.length + this.after.length;
    result
      .set("equal", Json.boolean(this.regions.length == 0))
      .set("added", Json.number(this.added))
      .set("removed", Json.number(this.removed))
      .set("unchanged", Json.number(this.unchanged))
      .set("similarity", Json.number(all == 0 ? 1 : <f64>(2 * this.unchanged) / all))
      .set("minimal", Json.boolean(this.minimal));
  }

  /** The texts in turn, those that are the same and those that are not. */
  changes(): Json {
    const changes = Json.array();
    let x = 0;
    for (let at = 0; at < this.regions.length; at++) {
      const region = this.regions[at];
      change(changes, "equal", this.before, x, region.x0);
      change(changes, "removed", this.before, region.x0, region.x1);
      change(changes, "added", this.after, region.y0, region.y1);
      x = region.x1;
    }
    change(changes, "equal", this.before, x, this.before.length);
    return changes;
  }
}

/** Tokens lie one after the other, so several of them are one text. */
function change(changes: Json, kind: string, tokens: Bytes[], from: i32, to: i32): void {
  if (from == to) return;
  const first = tokens[from];
  const last = tokens[to - 1];
  const text = new Bytes(first.at, <i32>(last.at + last.size - first.at));
  changes.push(Json.object().set("kind", Json.text(kind)).set("text", Json.bytes(text)));
}

function numbers(known: Interner, tokens: Bytes[]): StaticArray<i32> {
  const list = new StaticArray<i32>(tokens.length);
  for (let at = 0; at < tokens.length; at++) list[at] = known.intern(tokens[at]);
  return list;
}

function regionsOf(comparison: Comparison): Region[] {
  const removed = comparison.removed;
  const added = comparison.added;
  const regions: Region[] = [];
  let x = 0;
  let y = 0;
  while (x < removed.length || y < added.length) {
    const x0 = x;
    const y0 = y;
    while (x < removed.length && removed[x]) x++;
    while (y < added.length && added[y]) y++;
    if (x > x0 || y > y0) {
      regions.push(new Region(x0, x, y0, y));
    } else {
      x++;
      y++;
    }
  }
  return regions;
}
