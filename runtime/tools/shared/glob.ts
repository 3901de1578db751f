/** Patterns of paths: `*` and `?` within a name, `**` across folders, `[a-z]`, `[!a-z]`, `{one,other}`. A backslash takes the next character as it is. */

const enum Step {
  /** One character, `low`. */
  Character,
  /** `?` */
  Any,
  /** `[…]` */
  Set,
  /** `*` */
  Star,
  /** `**` at the end. */
  Rest,
  /** `**` and a slash: no folder, or any number of them. The step after it, `Inside`, is passed over when there is none. */
  Folders,
  /** The names of those folders, up to a slash. */
  Inside,
}

/** States are bits. */
const mostSteps = 63;
const mostAlternatives = 100;

/** One pattern without braces, as a machine whose states are all followed at once: time grows with pattern × path and no faster. */
class Machine {
  private steps: Step[] = [];
  private lows: i32[] = [];
  private sets: CharacterSet[] = [];
  broken: string = "";

  constructor(pattern: string) {
    let at = 0;
    while (at < pattern.length && this.broken.length == 0) at = this.read(pattern, at);
    if (this.steps.length > mostSteps) this.broken = "it has more than " + mostSteps.toString() + " parts";
  }

  matches(path: string): bool {
    let states = this.closed(1);
    for (let at = 0; at < path.length && states != 0; at++) {
      const character = path.codePointAt(at);
      if (character > 0xffff) at++;
      states = this.after(states, character);
    }
    return (states & (<u64>1 << this.steps.length)) != 0;
  }

  private add(step: Step, low: i32): void {
    this.steps.push(step);
    this.lows.push(low);
  }

  /** Reads a part of the pattern. @returns where the next one begins */
  private read(pattern: string, at: i32): i32 {
    const unit = pattern.charCodeAt(at);
    if (unit == 0x2a) return this.readStars(pattern, at);
    if (unit == 0x3f) {
      this.add(Step.Any, 0);
      return at + 1;
    }
    if (unit == 0x5b) return this.readSet(pattern, at);
    if (unit == 0x5c && at + 1 < pattern.length) at++;
    const character = pattern.codePointAt(at);
    this.add(Step.Character, character);
    return character > 0xffff ? at + 2 : at + 1;
  }

  private readStars(pattern: string, at: i32): i32 {
    let end = at;
    while (end < pattern.length && pattern.charCodeAt(end) == 0x2a) end++;
    const wholeName = end - at == 2 && (at == 0 || pattern.charCodeAt(at - 1) == 0x2f);
    if (wholeName && end == pattern.length) {
      this.add(Step.Rest, 0);
      return end;
    }
    if (wholeName && pattern.charCodeAt(end) == 0x2f) {
      this.add(Step.Folders, 0);
      this.add(Step.Inside, 0);
      return end + 1;
    }
    this.add(Step.Star, 0);
    return end;
  }

  private readSet(pattern: string, at: i32): i32 {
    const set = new CharacterSet();
    const end = set.read(pattern, at + 1);
    if (end < 0) {
      this.broken = 'a "[" has no "]"';
      return pattern.length;
    }
    this.add(Step.Set, this.sets.length);
    this.sets.push(set);
    return end;
  }

  /** The states, and those that come without a character. */
  private closed(states: u64): u64 {
    for (let at = 0; at < this.steps.length; at++) {
      if ((states & (<u64>1 << at)) == 0) continue;
      const step = this.steps[at];
      if (step == Step.Star || step == Step.Rest) states |= <u64>1 << (at + 1);
      else if (step == Step.Folders) states |= <u64>3 << (at + 1);
    }
    return states;
  }

  private after(states: u64, character: i32): u64 {
    let next: u64 = 0;
    let left = states;
    while (left != 0) {
      const at = <i32>ctz(left);
      left &= left - 1;
      if (at < this.steps.length) next |= this.afterStep(at, character);
    }
    return this.closed(next);
  }

  private afterStep(at: i32, character: i32): u64 {
    const here: u64 = <u64>1 << at;
    const behind: u64 = here << 1;
    switch (this.steps[at]) {
      case Step.Character:
        return character == this.lows[at] ? behind : 0;
      case Step.Any:
        return character != 0x2f ? behind : 0;
      case Step.Set:
        return character != 0x2f && this.sets[this.lows[at]].has(character) ? behind : 0;
      case Step.Star:
        return character != 0x2f ? here : 0;
      case Step.Rest:
        return here;
      case Step.Inside:
        return character == 0x2f ? here | behind : here;
    }
    return 0;
  }
}

/** Ranges of characters. */
class CharacterSet {
  private lows: i32[] = [];
  private highs: i32[] = [];
  private negated: bool = false;

  has(character: i32): bool {
    for (let at = 0; at < this.lows.length; at++) {
      if (character >= this.lows[at] && character <= this.highs[at]) return !this.negated;
    }
    return this.negated;
  }

  /** @returns where it ends; less than 0 when it does not */
  read(pattern: string, from: i32): i32 {
    let at = from;
    if (at < pattern.length && (pattern.charCodeAt(at) == 0x21 || pattern.charCodeAt(at) == 0x5e)) {
      this.negated = true;
      at++;
    }
    // a bracket that comes first is one of them
    const first = at;
    while (at < pattern.length) {
      if (pattern.charCodeAt(at) == 0x5d && at > first) return at + 1;
      if (pattern.charCodeAt(at) == 0x5c && at + 1 < pattern.length) at++;
      const low = pattern.codePointAt(at);
      at += low > 0xffff ? 2 : 1;
      let high = low;
      const isRange = at + 1 < pattern.length && pattern.charCodeAt(at) == 0x2d && pattern.charCodeAt(at + 1) != 0x5d;
      if (isRange) {
        high = pattern.codePointAt(at + 1);
        at += high > 0xffff ? 3 : 2;
      }
      this.lows.push(low);
      this.highs.push(high);
    }
    return -1;
  }
}

/** A pattern of paths that are relative to some folder. */
export class Glob {
  private machines: Machine[] = [];
  /** What is wrong with the pattern; empty when nothing is. */
  broken: string = "";

  /** A pattern without a slash matches names, in any folder. */
  constructor(pattern: string) {
    const alternatives: string[] = [];
    if (!expand(pattern, alternatives)) {
      this.broken = "it stands for more than " + mostAlternatives.toString() + " patterns";
      alternatives.length = 0;
    }
    for (let at = 0; at < alternatives.length; at++) {
      const each = alternatives[at];
      const machine = new Machine(each.includes("/") ? each : "**/" + each);
      if (machine.broken.length > 0) this.broken = machine.broken;
      this.machines.push(machine);
    }
  }

  matches(path: string): bool {
    for (let at = 0; at < this.machines.length; at++) {
      if (this.machines[at].matches(path)) return true;
    }
    return false;
  }
}

/** Takes braces apart. @returns whether there were not too many patterns */
function expand(pattern: string, to: string[]): bool {
  const open = opening(pattern);
  const close = open < 0 ? -1 : closing(pattern, open);
  if (close < 0) {
    to.push(pattern);
    return to.length <= mostAlternatives;
  }
  const before = pattern.substring(0, open);
  const after = pattern.substring(close + 1);
  let depth = 0;
  let from = open + 1;
  for (let at = open; at <= close; at++) {
    const unit = pattern.charCodeAt(at);
    if (unit == 0x5c) at++;
    else if (unit == 0x7b) depth++;
    else if (unit == 0x7d) depth--;
    if ((unit == 0x2c && depth == 1) || at == close) {
      if (!expand(before + pattern.substring(from, at) + after, to)) return false;
      from = at + 1;
    }
  }
  return true;
}

/** The first brace that opens; -1 when there is none. */
function opening(pattern: string): i32 {
  for (let at = 0; at < pattern.length; at++) {
    const unit = pattern.charCodeAt(at);
    if (unit == 0x5c) at++;
    else if (unit == 0x7b) return at;
  }
  return -1;
}

/** The brace that closes one; -1 when there is none. */
function closing(pattern: string, open: i32): i32 {
  let depth = 0;
  for (let at = open; at < pattern.length; at++) {
    const unit = pattern.charCodeAt(at);
    if (unit == 0x5c) at++;
    else if (unit == 0x7b) depth++;
    else if (unit == 0x7d && --depth == 0) return at;
  }
  return -1;
}
