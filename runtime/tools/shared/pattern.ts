/**
 * Regular expressions of ECMAScript as with the flag `u`, without look-around and back-references, which no automaton can do. All
 * states are followed at once (Thompson's construction), so time grows with pattern × text and never faster.
 */

/** States of one pattern. Counted repetitions multiply them. */
const mostStates = 20_000;
const mostDepth = 100;
const mostRepetitions = 1_000;
const lastCodePoint = 0x10ffff;

const enum Step {
  /** Takes one code point of the set `x`. */
  Set,
  /** Goes on at `x` and at `y`. */
  Split,
  /** Goes on at `x`. */
  Jump,
  Start,
  End,
  Boundary,
  NoBoundary,
  Match,
}

/** Code points as ranges, both ends included: from, to, from, to … */
class CodePoints {
  private ranges: i32[] = [];
  private ascii: StaticArray<bool> = new StaticArray<bool>(128);
  negated: bool = false;

  add(from: i32, to: i32): void {
    this.ranges.push(from);
    this.ranges.push(to);
    for (let point = from; point <= min(to, 127); point++) this.ascii[point] = true;
  }

  has(point: i32): bool {
    if (point < 128) return this.ascii[point] != this.negated;
    const ranges = this.ranges;
    for (let at = 0; at < ranges.length; at += 2) {
      if (point >= ranges[at] && point <= ranges[at + 1]) return !this.negated;
    }
    return this.negated;
  }

  /** Adds another set, or all that is not in it. Its ranges have to be sorted. */
  addAll(other: CodePoints, negated: bool): void {
    const ranges = other.ranges;
    let next = 0;
    for (let at = 0; at < ranges.length; at += 2) {
      if (!negated) this.add(ranges[at], ranges[at + 1]);
      else if (next < ranges[at]) this.add(next, ranges[at] - 1);
      next = ranges[at + 1] + 1;
    }
    if (negated) this.add(next, lastCodePoint);
  }
}

/** The sets of `\d`, `\w`, `\s` and of the line ends that a dot does not take; sorted. */
function namedSet(letter: u32): CodePoints {
  const set = new CodePoints();
  if (letter == 0x64) set.add(0x30, 0x39);
  if (letter == 0x77) {
    set.add(0x30, 0x39);
    set.add(0x41, 0x5a);
    set.add(0x5f, 0x5f);
    set.add(0x61, 0x7a);
  }
  if (letter == 0x73) {
    const ranges: i32[] = [
      0x09, 0x0d, 0x20, 0x20, 0xa0, 0xa0, 0x1680, 0x1680, 0x2000, 0x200a, 0x2028, 0x2029, 0x202f, 0x202f, 0x205f, 0x205f, 0x3000,
      0x3000, 0xfeff, 0xfeff,
    ];
    for (let at = 0; at < ranges.length; at += 2) set.add(ranges[at], ranges[at + 1]);
  }
  if (letter == 0x2e) {
    set.add(0x0a, 0x0a);
    set.add(0x0d, 0x0d);
    set.add(0x2028, 0x2029);
  }
  return set;
}

/** A pattern that is ready to be looked for. */
export class Pattern {
  /** Why it is none; empty when it is one. */
  problem: string = "";
  /** Whether it is one for others, but not for this automaton. */
  unsupported: bool = false;
  private steps: i32[] = [];
  private xs: i32[] = [];
  private ys: i32[] = [];
  private sets: CodePoints[] = [];
  private now: States;
  private next: States;

  private text: i32[];
  private at: i32 = 0;
  private depth: i32 = 0;

  constructor(source: string) {
    this.text = codePoints(source);
    this.now = nowhere;
    this.next = nowhere;
    this.alternatives();
    if (this.problem == "" && this.at < this.text.length) this.fail("a parenthesis closes what is not open");
    this.emit(Step.Match, 0, 0);
    this.now = new States(this.steps.length);
    this.next = new States(this.steps.length);
  }

  /** Whether the pattern is found anywhere in a text. */
  test(value: string): bool {
    const text = codePoints(value);
    let now = this.now;
    let next = this.next;
    now.clear();
    for (let at = 0; at <= text.length; at++) {
      if (this.follow(now, 0, text, at)) return true;
      if (at == text.length) break;
      const point = text[at];
      next.clear();
      for (let index = 0; index < now.size; index++) {
        const state = now.list[index];
        if (this.steps[state] != Step.Set || !this.sets[this.xs[state]].has(point)) continue;
        if (this.follow(next, state + 1, text, at + 1)) return true;
      }
      const before = now;
      now = next;
      next = before;
    }
    return false;
  }

  /** Adds a state and all that are reached from it without taking anything. @returns whether the end of the pattern is among them */
  private follow(states: States, from: i32, text: i32[], at: i32): bool {
    const waiting = states.waiting;
    let count = 0;
    waiting[count++] = from;
    while (count > 0) {
      const state = waiting[--count];
      if (!states.add(state)) continue;
      const step = this.steps[state];
      if (step == Step.Match) return true;
      if (step == Step.Split) {
        waiting[count++] = this.xs[state];
        waiting[count++] = this.ys[state];
      } else if (step == Step.Jump) {
        waiting[count++] = this.xs[state];
      } else if (step != Step.Set && holds(step, text, at)) {
        waiting[count++] = state + 1;
      }
    }
    return false;
  }

  private emit(step: Step, x: i32, y: i32): i32 {
    if (this.steps.length >= mostStates) {
      this.refuse("it is too large");
      return 0;
    }
    this.steps.push(step);
    this.xs.push(x);
    this.ys.push(y);
    return this.steps.length - 1;
  }

  private fail(message: string): void {
    if (this.problem == "") this.problem = message;
    this.at = this.text.length;
  }

  private refuse(message: string): void {
    if (this.problem == "") this.unsupported = true;
    this.fail(message);
  }

  private peek(): i32 {
    return this.at < this.text.length ? this.text[this.at] : -1;
  }

  private take(point: i32): bool {
    if (this.peek() != point) return false;
    this.at++;
    return true;
  }

  private alternatives(): void {
    if (++this.depth > mostDepth) this.refuse("it is nested too deeply");
    const ends: i32[] = [];
    for (;;) {
      const from = this.steps.length;
      this.sequence();
      if (!this.take(0x7c)) break;
      this.insert(from, Step.Split, from + 1, 0);
      ends.push(this.emit(Step.Jump, 0, 0));
      this.ys[from] = this.steps.length;
    }
    for (let index = 0; index < ends.length; index++) this.xs[ends[index]] = this.steps.length;
    this.depth--;
  }

  private sequence(): void {
    while (this.problem == "") {
      const next = this.peek();
      if (next == -1 || next == 0x7c || next == 0x29) return;
      const from = this.steps.length;
      const repeatable = this.term(next);
      this.repeat(from, repeatable);
    }
  }

  /** Puts a step before those from `place` on, whose targets move along. Nothing outside of them points in between. */
  private insert(place: i32, step: Step, x: i32, y: i32): void {
    this.emit(step, x, y);
    if (this.problem != "") return;
    for (let at = this.steps.length - 1; at > place; at--) {
      this.steps[at] = this.steps[at - 1];
      this.xs[at] = this.xs[at - 1];
      this.ys[at] = this.ys[at - 1];
      this.move(at, 1);
    }
    this.steps[place] = step;
    this.xs[place] = x;
    this.ys[place] = y;
  }

  /** Moves the targets of a step. */
  private move(state: i32, by: i32): void {
    const step = this.steps[state];
    if (step == Step.Split || step == Step.Jump) this.xs[state] += by;
    if (step == Step.Split) this.ys[state] += by;
  }

  private repeat(from: i32, repeatable: bool): void {
    let least = 1;
    let most = 1;
    const next = this.peek();
    if (this.take(0x2a)) {
      least = 0;
      most = -1;
    } else if (this.take(0x2b)) {
      most = -1;
    } else if (this.take(0x3f)) {
      least = 0;
    } else if (this.take(0x7b)) {
      least = this.count();
      most = least;
      if (this.take(0x2c)) most = this.peek() == 0x7d ? -1 : this.count();
      if (!this.take(0x7d)) this.fail("a brace is not closed");
      if (most != -1 && most < least) this.fail("the numbers of a repetition are out of order");
    } else {
      return;
    }
    if (!repeatable) this.fail("there is nothing to repeat before " + String.fromCodePoint(next));
    // whether as much or as little as possible is taken makes no difference to whether it is found
    this.take(0x3f);
    if (this.problem == "") this.multiply(from, least, most);
  }

  private count(): i32 {
    let count = 0;
    const from = this.at;
    while (this.peek() >= 0x30 && this.peek() <= 0x39) {
      count = min(count * 10 + this.peek() - 0x30, mostRepetitions + 1);
      this.at++;
    }
    if (this.at == from) this.fail("a repetition has no number");
    if (count > mostRepetitions) this.refuse("more than " + mostRepetitions.toString() + " repetitions");
    return count;
  }

  /** Makes a repetition of the steps from `from` on. */
  private multiply(from: i32, least: i32, most: i32): void {
    const pieceSteps = this.steps.slice(from);
    const pieceXs = this.xs.slice(from);
    const pieceYs = this.ys.slice(from);
    this.truncate(from);
    for (let index = 0; index < least; index++) this.copy(pieceSteps, pieceXs, pieceYs, from);
    if (most == -1) {
      const split = this.emit(Step.Split, 0, 0);
      this.xs[split] = split + 1;
      this.copy(pieceSteps, pieceXs, pieceYs, from);
      this.emit(Step.Jump, split, 0);
      if (this.problem == "") this.ys[split] = this.steps.length;
      return;
    }
    const splits: i32[] = [];
    for (let index = least; index < most && this.problem == ""; index++) {
      const split = this.emit(Step.Split, 0, 0);
      this.xs[split] = split + 1;
      splits.push(split);
      this.copy(pieceSteps, pieceXs, pieceYs, from);
    }
    for (let index = 0; index < splits.length; index++) this.ys[splits[index]] = this.steps.length;
  }

  private truncate(size: i32): void {
    this.steps.length = size;
    this.xs.length = size;
    this.ys.length = size;
  }

  private copy(steps: i32[], xs: i32[], ys: i32[], from: i32): void {
    const by = this.steps.length - from;
    for (let index = 0; index < steps.length && this.problem == ""; index++) {
      this.move(this.emit(steps[index], xs[index], ys[index]), by);
    }
  }

  /** Emits what stands next. @returns whether it may be repeated */
  private term(point: i32): bool {
    this.at++;
    switch (point) {
      case 0x5e:
        this.emit(Step.Start, 0, 0);
        return false;
      case 0x24:
        this.emit(Step.End, 0, 0);
        return false;
      case 0x28:
        this.group();
        return true;
      case 0x2e: {
        const set = new CodePoints();
        set.addAll(namedSet(0x2e), true);
        this.emitSet(set);
        return true;
      }
      case 0x5b:
        this.set();
        return true;
      case 0x5c:
        return this.escaped();
      case 0x2a:
      case 0x2b:
      case 0x3f:
        this.fail("there is nothing to repeat before " + String.fromCodePoint(point));
        return false;
      case 0x7b:
      case 0x7d:
      case 0x5d:
        this.fail("a " + String.fromCodePoint(point) + " stands alone");
        return false;
    }
    this.emitPoint(point);
    return true;
  }

  private emitPoint(point: i32): void {
    const set = new CodePoints();
    set.add(point, point);
    this.emitSet(set);
  }

  private emitSet(set: CodePoints): void {
    this.sets.push(set);
    this.emit(Step.Set, this.sets.length - 1, 0);
  }

  private group(): void {
    if (this.take(0x3f)) {
      if (this.take(0x3c)) {
        const kind = this.peek();
        if (kind == 0x3d || kind == 0x21) this.refuse("look-behind is not supported");
        else this.groupName();
      } else if (this.peek() == 0x3d || this.peek() == 0x21) {
        this.refuse("look-ahead is not supported");
      } else if (!this.take(0x3a)) {
        this.fail("the group is of no known kind");
      }
    }
    if (this.problem != "") return;
    this.alternatives();
    if (!this.take(0x29)) this.fail("a parenthesis is not closed");
  }

  private groupName(): void {
    const from = this.at;
    while (isWord(this.peek()) || this.peek() == 0x24 || this.peek() > 127) this.at++;
    const first = from < this.text.length ? this.text[from] : -1;
    if (this.at == from || (first >= 0x30 && first <= 0x39) || !this.take(0x3e)) this.fail("a group has no name");
  }

  /** @returns whether it may be repeated */
  private escaped(): bool {
    const point = this.peek();
    if (point == 0x62 || point == 0x42) {
      this.at++;
      this.emit(point == 0x62 ? Step.Boundary : Step.NoBoundary, 0, 0);
      return false;
    }
    const set = new CodePoints();
    const single = this.escape(set, false);
    if (single >= 0) set.add(single, single);
    this.emitSet(set);
    return true;
  }

  /** Reads what follows a backslash. @returns the code point, or -1 when a set was added to `set` */
  private escape(set: CodePoints, inSet: bool): i32 {
    const point = this.peek();
    this.at++;
    switch (point) {
      case 0x64:
      case 0x77:
      case 0x73:
        set.addAll(namedSet(point), false);
        return -1;
      case 0x44:
      case 0x57:
      case 0x53:
        set.addAll(namedSet(point | 0x20), true);
        return -1;
      case 0x74:
        return 0x09;
      case 0x6e:
        return 0x0a;
      case 0x76:
        return 0x0b;
      case 0x66:
        return 0x0c;
      case 0x72:
        return 0x0d;
      case 0x30:
        if (this.peek() >= 0x30 && this.peek() <= 0x39) this.fail("an octal escape");
        return 0;
      case 0x62:
        if (inSet) return 0x08;
        break;
      case 0x63: {
        const letter = this.peek() | 0x20;
        this.at++;
        if (letter < 0x61 || letter > 0x7a) this.fail("\\c without a letter");
        return letter & 31;
      }
      case 0x78:
        return this.hexadecimal(2);
      case 0x75:
        return this.unicode();
      case 0x70:
      case 0x50:
        this.refuse("\\p is not supported");
        return 0;
      case 0x2d:
        if (inSet) return point;
        break;
    }
    if (point >= 0x31 && point <= 0x39) this.refuse("back-references are not supported");
    else if (point == 0x6b) this.refuse("back-references are not supported");
    else if (point == -1) this.fail("a backslash at the end");
    else if (!isSyntax(point)) this.fail("\\" + String.fromCodePoint(point) + " means nothing");
    return point;
  }

  private unicode(): i32 {
    if (this.take(0x7b)) {
      let value = 0;
      const from = this.at;
      while (digitOf(this.peek()) >= 0) {
        value = min(value * 16 + digitOf(this.peek()), lastCodePoint + 1);
        this.at++;
      }
      if (this.at == from || value > lastCodePoint || !this.take(0x7d)) this.fail("\\u{ without a code point");
      return value;
    }
    const high = this.hexadecimal(4);
    if (high < 0xd800 || high > 0xdbff || this.peek() != 0x5c) return high;
    const before = this.at;
    this.at++;
    if (this.take(0x75) && this.peek() != 0x7b && this.at + 4 <= this.text.length) {
      let low = 0;
      for (let index = 0; index < 4; index++) {
        const digit = digitOf(this.text[this.at + index]);
        low = digit < 0 || low < 0 ? -1 : low * 16 + digit;
      }
      if (low >= 0xdc00 && low <= 0xdfff) {
        this.at += 4;
        return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
      }
    }
    this.at = before;
    return high;
  }

  private hexadecimal(digits: i32): i32 {
    let value = 0;
    for (let index = 0; index < digits; index++) {
      const digit = digitOf(this.peek());
      if (digit < 0) {
        this.fail("a hexadecimal digit is missing");
        return 0;
      }
      value = value * 16 + digit;
      this.at++;
    }
    return value;
  }

  private set(): void {
    const set = new CodePoints();
    set.negated = this.take(0x5e);
    for (;;) {
      if (this.peek() == -1) {
        this.fail("a bracket is not closed");
        return;
      }
      if (this.take(0x5d)) break;
      const from = this.member(set);
      if (this.peek() != 0x2d || this.at + 1 >= this.text.length || this.text[this.at + 1] == 0x5d) {
        if (from >= 0) set.add(from, from);
        continue;
      }
      this.at++;
      const to = this.member(set);
      if (from < 0 || to < 0) this.fail("a range ends in a set");
      else if (to < from) this.fail("the ends of a range are out of order");
      else set.add(from, to);
    }
    this.emitSet(set);
  }

  private member(set: CodePoints): i32 {
    if (this.take(0x5c)) return this.escape(set, true);
    return this.text[this.at++];
  }
}

/** States, each once, in the order in which they were added. */
class States {
  list: StaticArray<i32>;
  size: i32 = 0;
  /** Room for those that are still to be followed. */
  waiting: StaticArray<i32>;
  private marks: StaticArray<i32>;
  private mark: i32 = 1;

  constructor(count: i32) {
    this.list = new StaticArray<i32>(count);
    this.waiting = new StaticArray<i32>(2 * count + 2);
    this.marks = new StaticArray<i32>(count);
  }

  clear(): void {
    this.size = 0;
    this.mark++;
  }

  add(state: i32): bool {
    if (this.marks[state] == this.mark) return false;
    this.marks[state] = this.mark;
    this.list[this.size++] = state;
    return true;
  }
}

const nowhere = new States(0);

function holds(step: Step, text: i32[], at: i32): bool {
  if (step == Step.Start) return at == 0;
  if (step == Step.End) return at == text.length;
  const before = at > 0 && isWord(text[at - 1]);
  const after = at < text.length && isWord(text[at]);
  return (before != after) == (step == Step.Boundary);
}

/** The code points of a text; lone surrogates count as such. */
export function codePoints(text: string): i32[] {
  const points = new Array<i32>(text.length);
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    let point = unit;
    if (unit >= 0xd800 && unit <= 0xdbff && at + 1 < text.length) {
      const low = text.charCodeAt(at + 1);
      if (low >= 0xdc00 && low <= 0xdfff) {
        point = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
        at++;
      }
    }
    points[count++] = point;
  }
  points.length = count;
  return points;
}

function isWord(point: i32): bool {
  const lower = point | 0x20;
  return (point >= 0x30 && point <= 0x39) || point == 0x5f || (point < 128 && lower >= 0x61 && lower <= 0x7a && point > 0);
}

/** What a backslash takes its meaning from. */
function isSyntax(point: i32): bool {
  return point < 128 && "^$\\.*+?()[]{}|/".includes(String.fromCharCode(point));
}

function digitOf(point: i32): i32 {
  if (point >= 0x30 && point <= 0x39) return point - 0x30;
  const lower = point | 0x20;
  return point > 0 && lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
