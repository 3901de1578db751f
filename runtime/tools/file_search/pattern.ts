import { Bytes } from "../shared/bytes";

/** What lines are searched for. */
export abstract class LinePattern {
  abstract isIn(at: usize, end: usize): bool;
}

/** A text as it is. */
export class LiteralText extends LinePattern {
  private first: u32;

  constructor(
    private text: Bytes,
    private ignoreCase: bool,
  ) {
    super();
    this.first = folded(load<u8>(text.at), ignoreCase);
  }

  isIn(at: usize, end: usize): bool {
    const last = end - this.text.size;
    if (end < at + this.text.size) return false;
    for (let from = at; from <= last; from++) {
      if (folded(load<u8>(from), this.ignoreCase) == this.first && this.isAt(from)) return true;
    }
    return false;
  }

  private isAt(from: usize): bool {
    for (let at = 1; at < this.text.size; at++) {
      const wanted = folded(load<u8>(this.text.at + at), this.ignoreCase);
      if (folded(load<u8>(from + at), this.ignoreCase) != wanted) return false;
    }
    return true;
  }
}

/** Bytes of a pattern with wildcards: states are bits. */
export const mostPatternBytes = 64;

/**
 * A text in which `*` stands for anything and `?` for one character; a backslash takes the next one as it is. All places where it may have begun
 * are followed at once (the Shift-And method), one step a byte.
 */
export class WildcardText extends LinePattern {
  /** Byte → the steps that take it. */
  private takers: StaticArray<u64> = new StaticArray<u64>(256);
  /** Steps behind which anything may follow. */
  private loose: u64 = 0;
  /** Steps that have taken the first byte of a character, and take the others too. */
  private anyCharacter: u64 = 0;
  private length: i32 = 0;

  constructor(pattern: Bytes, ignoreCase: bool) {
    super();
    for (let at = 0; at < pattern.size; at++) {
      let byte: u32 = load<u8>(pattern.at + at);
      if (byte == 0x2a) {
        if (this.length > 0) this.loose |= <u64>1 << (this.length - 1);
        continue;
      }
      if (byte == 0x3f) {
        this.takeAny();
        continue;
      }
      if (byte == 0x5c && at + 1 < pattern.size) byte = load<u8>(pattern.at + ++at);
      this.take(byte, ignoreCase);
    }
  }

  private take(byte: u32, ignoreCase: bool): void {
    const step = <u64>1 << this.length++;
    this.takers[byte] |= step;
    const isLetter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;
    if (ignoreCase && isLetter) this.takers[byte ^ 0x20] |= step;
  }

  private takeAny(): void {
    const step = <u64>1 << this.length++;
    this.anyCharacter |= step;
    for (let byte = 0; byte < 256; byte++) {
      if (!isContinuation(byte)) this.takers[byte] |= step;
    }
  }

  isIn(at: usize, end: usize): bool {
    if (this.length == 0) return true;
    const last = <u64>1 << (this.length - 1);
    let taken: u64 = 0;
    for (let from = at; from < end; from++) {
      const byte: u32 = load<u8>(from);
      const further = ((taken << 1) | 1) & this.takers[byte];
      const kept = taken & (isContinuation(byte) ? this.loose | this.anyCharacter : this.loose);
      taken = further | kept;
      if ((taken & last) != 0) return true;
    }
    return false;
  }
}

function isContinuation(byte: u32): bool {
  return (byte & 0xc0) == 0x80;
}

/** A to Z become a to z if case is ignored. */
function folded(byte: u32, ignoreCase: bool): u32 {
  return ignoreCase && byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}
