/** Reads a text from the left to the right. */
export class Cursor {
  /** No offset of a time zone. */
  static readonly none: i32 = i32.MIN_VALUE;
  at: i32 = 0;

  constructor(readonly text: string) {}

  get ended(): bool {
    return this.at >= this.text.length;
  }

  /** The code unit here, or 0 at the end. */
  get unit(): u32 {
    return this.ended ? 0 : this.text.charCodeAt(this.at);
  }

  take(unit: u32): bool {
    if (this.unit != unit) return false;
    this.at++;
    return true;
  }

  /** Digits from here on. */
  get digitsAhead(): i32 {
    let count = 0;
    while (this.at + count < this.text.length && isDigit(this.text.charCodeAt(this.at + count))) count++;
    return count;
  }

  /** A number of exactly so many digits; -1, and nothing taken, when there are not as many. */
  number(digits: i32): i32 {
    if (this.digitsAhead < digits) return -1;
    let value = 0;
    for (let taken = 0; taken < digits; taken++) value = value * 10 + (this.text.charCodeAt(this.at++) - 0x30);
    return value;
  }

  /** Seconds of an offset, `Z`, `+02`, `+0200`, `+02:00`, `+00:44:30`; `none`, and nothing taken, when there is none. */
  offset(): i32 {
    const start = this.at;
    if (this.take(0x5a) || this.take(0x7a)) return 0;
    const negative = this.unit == 0x2d || this.unit == 0x2212;
    if (!negative && this.unit != 0x2b) return Cursor.none;
    this.at++;
    const hours = this.number(2);
    const extended = this.take(0x3a);
    const minutes = extended || this.digitsAhead >= 2 ? this.number(2) : 0;
    const seconds = minutes >= 0 && extended && this.take(0x3a) ? this.number(2) : 0;
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59) {
      this.at = start;
      return Cursor.none;
    }
    const size = hours * 3600 + minutes * 60 + seconds;
    return negative ? -size : size;
  }
}

function isDigit(unit: i32): bool {
  return unit >= 0x30 && unit <= 0x39;
}
