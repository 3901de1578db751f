/**
 * The double nearest to a decimal number, ties to even, for bytes of the form that JSON has for numbers. The compiler's own
 * `parseFloat` errs: it reads 4.8899510127836915e+40 as 4.889951012783691e+38. This one begins near the value and compares exactly with
 * the middles between doubles (David M. Gay, "Correctly rounded binary-decimal and decimal-binary conversions", 1990).
 */
export function parseDecimal(from: usize, to: usize): f64 {
  const negative = load<u8>(from) == 0x2d;
  const decimal = new Decimal(negative ? from + 1 : from, to);
  const value = decimal.nearest();
  return negative ? -value : value;
}

/** The same of a text. */
export function decimalOf(text: string): f64 {
  const bytes = String.UTF8.encode(text);
  const from = changetype<usize>(bytes);
  return parseDecimal(from, from + bytes.byteLength);
}

/** No midpoint between two doubles has more digits; further ones only say that there is something. */
const mostDigits = 800;

/** Digits that 64 bits hold. */
const mostShort = 18;

/** A natural number as base 2^32 digits, least first. */
class Natural {
  words: u32[] = [];

  static of(value: u64): Natural {
    const natural = new Natural();
    if (value != 0) natural.words.push(<u32>value);
    if (value >> 32 != 0) natural.words.push(<u32>(value >> 32));
    return natural;
  }

  /** Multiplies by a number and adds another. */
  scale(factor: u32, more: u32): void {
    let carry: u64 = more;
    for (let at = 0; at < this.words.length; at++) {
      carry += <u64>this.words[at] * factor;
      this.words[at] = <u32>carry;
      carry >>= 32;
    }
    if (carry != 0) this.words.push(<u32>carry);
  }

  scaleByPowerOfTen(exponent: i32): void {
    for (; exponent >= 9; exponent -= 9) this.scale(1_000_000_000, 0);
    for (; exponent > 0; exponent--) this.scale(10, 0);
  }

  shift(bits: i32): void {
    if (this.words.length == 0) return;
    if (bits % 32 != 0) this.scale(<u32>1 << (bits % 32), 0);
    const whole = bits / 32;
    if (whole == 0) return;
    const words: u32[] = [];
    for (let at = 0; at < whole; at++) words.push(0);
    this.words = words.concat(this.words);
  }

  compare(other: Natural): i32 {
    if (this.words.length != other.words.length) return this.words.length < other.words.length ? -1 : 1;
    for (let at = this.words.length - 1; at >= 0; at--) {
      if (this.words[at] != other.words[at]) return this.words[at] < other.words[at] ? -1 : 1;
    }
    return 0;
  }

  copy(): Natural {
    const copy = new Natural();
    copy.words = this.words.slice(0);
    return copy;
  }
}

/** `digits` × 10^`exponent`. */
class Decimal {
  /** All digits, where there are more than `short` holds. */
  private long: Natural | null = null;
  /** The first digits, as many as 64 bits hold. */
  private short: u64 = 0;
  private count: i32 = 0;
  private exponent: i32 = 0;

  constructor(from: usize, to: usize) {
    let at = from;
    let fraction = false;
    let more = false;
    for (; at < to; at++) {
      const byte = load<u8>(at);
      if (byte == 0x2e) {
        fraction = true;
        continue;
      }
      if (byte < 0x30 || byte > 0x39) break;
      if (this.count < mostDigits) {
        if (fraction) this.exponent--;
        this.add(byte - 0x30);
      } else {
        if (!fraction) this.exponent++;
        more = more || byte != 0x30;
      }
    }
    if (more) {
      this.exponent--;
      this.add(1);
    }
    if (at < to) this.exponent += writtenExponent(at + 1, to);
  }

  private add(digit: u32): void {
    if (this.count == 0 && digit == 0) return;
    this.count++;
    if (this.count <= mostShort) {
      this.short = this.short * 10 + digit;
      return;
    }
    const long = this.digits();
    long.scale(10, digit);
    this.long = long;
  }

  private digits(): Natural {
    const long = this.long;
    return long === null ? Natural.of(this.short) : long;
  }

  nearest(): f64 {
    if (this.count == 0) return 0;
    if (this.count <= 15 && abs(this.exponent) <= 22) {
      // both are doubles exactly, so that one operation rounds once (William D. Clinger, 1990)
      const power = powerOfTen(abs(this.exponent));
      return this.exponent < 0 ? <f64>this.short / power : <f64>this.short * power;
    }
    const magnitude = this.count + this.exponent;
    if (magnitude > 310) return Infinity;
    if (magnitude < -325) return 0;
    let value = this.guess();
    while (this.isAboveMiddleAfter(value)) {
      value = reinterpret<f64>(reinterpret<u64>(value) + 1);
      if (!isFinite(value)) return value;
    }
    while (value > 0) {
      const before = reinterpret<f64>(reinterpret<u64>(value) - 1);
      if (this.isAboveMiddleAfter(before)) break;
      value = before;
    }
    return value;
  }

  /** Near the value: every operation is off by half a unit in the last place at most, and there are few. */
  private guess(): f64 {
    let value = <f64>this.short;
    let exponent = this.exponent + max(this.count - mostShort, 0);
    for (; exponent > 22; exponent -= 22) value *= 1e22;
    for (; exponent < -22; exponent += 22) value /= 1e22;
    value = exponent < 0 ? value / powerOfTen(-exponent) : value * powerOfTen(exponent);
    return isFinite(value) ? value : f64.MAX_VALUE;
  }

  /** Whether this belongs to the doubles above a double: beyond the middle to the next, or on it where the next is the even one. */
  private isAboveMiddleAfter(value: f64): bool {
    const order = this.compareMiddleAfter(value);
    return order > 0 || (order == 0 && (reinterpret<u64>(value) & 1) != 0);
  }

  /** How this compares with the number half-way between a double and the next. */
  private compareMiddleAfter(value: f64): i32 {
    const bits = reinterpret<u64>(value);
    const stored = <i32>(bits >> 52);
    const fraction = bits & 0xfffffffffffff;
    const significand = stored == 0 ? fraction : fraction | 0x10000000000000;
    const binary = max(stored, 1) - 1076;
    const one = this.digits().copy();
    const other = Natural.of(2 * significand + 1);
    if (this.exponent > 0) one.scaleByPowerOfTen(this.exponent);
    else other.scaleByPowerOfTen(-this.exponent);
    if (binary > 0) other.shift(binary);
    else one.shift(-binary);
    return one.compare(other);
  }
}

function powerOfTen(exponent: i32): f64 {
  let power: f64 = 1;
  for (let at = 0; at < exponent; at++) power *= 10;
  return power;
}

/** At most a million, which is more than enough. */
function writtenExponent(from: usize, to: usize): i32 {
  const sign = load<u8>(from);
  let value = 0;
  for (let at = sign == 0x2b || sign == 0x2d ? from + 1 : from; at < to; at++) value = min(value * 10 + load<u8>(at) - 0x30, 1_000_000);
  return sign == 0x2d ? -value : value;
}
