import { MalformedModule } from "./malformed.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Limits of a memory or table, as its type declares them. `flags` bit 0: has a maximum, bit 1: shared, bit 2: 64-bit. */
export interface Limits {
  readonly flags: number;
  readonly minimum: bigint;
  readonly maximum: bigint | null;
}

/**
 * Reads the binary format from `position` on, never beyond `end`.
 *
 * Source: https://webassembly.github.io/spec/core/binary/index.html
 */
export class Reader {
  readonly bytes: Uint8Array;
  readonly end: number;
  position: number;

  constructor(bytes: Uint8Array, position: number, end: number) {
    this.bytes = bytes;
    this.position = position;
    this.end = end;
  }

  get done(): boolean {
    return this.position >= this.end;
  }

  fail(message: string): never {
    throw new MalformedModule(message, this.position);
  }

  byte(): number {
    if (this.position >= this.end) this.fail("unexpected end");
    // within the array, as `end` is
    return this.bytes[this.position++] as number;
  }

  skip(count: number): void {
    if (count > this.end - this.position) this.fail("unexpected end");
    this.position += count;
  }

  /** An unsigned number of 32 bits in LEB128. */
  u32(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      if (shift === 28 && byte > 0x0f) this.fail("a number does not fit 32 bits");
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    return this.fail("a number is longer than 32 bits");
  }

  /** An unsigned number of 64 bits in LEB128. */
  u64(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.byte();
      if (shift === 63n && byte > 0x01) this.fail("a number does not fit 64 bits");
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    return this.fail("a number is longer than 64 bits");
  }

  /** A signed number of 33 bits in LEB128, as block and heap types are written. */
  s33(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return byte & 0x40 ? value - 2 ** (shift + 7) : value;
    }
    return this.fail("a number is longer than 33 bits");
  }

  /** Skips a number in LEB128. */
  skipNumber(): void {
    while (this.byte() >= 0x80);
  }

  /** A length, and that many bytes skipped. Returns where they begin. */
  skipVector(): number {
    const length = this.u32();
    const start = this.position;
    this.skip(length);
    return start;
  }

  name(): string {
    const start = this.skipVector();
    try {
      return utf8.decode(this.bytes.subarray(start, this.position));
    } catch {
      return this.fail("a name is not UTF-8");
    }
  }

  /** An index that has to be below `count`: what the meter adds comes behind, and must stay out of reach. */
  index(count: number, what: string): number {
    const start = this.position;
    const index = this.u32();
    if (index >= count) throw new MalformedModule(`there is no ${what} ${index}`, start);
    return index;
  }

  heapType(types: number): void {
    const start = this.position;
    const type = this.s33();
    if (type >= types) throw new MalformedModule(`there is no type ${type}`, start);
  }

  /** @returns the type's first byte */
  valueType(types: number): number {
    const start = this.position;
    const form = this.byte();
    if (form === 0x63 || form === 0x64) this.heapType(types);
    else if (form < 0x69 || form > 0x7f || (form > 0x74 && form < 0x7b)) {
      throw new MalformedModule(`0x${form.toString(16)} is no value type`, start);
    }
    return form;
  }

  limits(): Limits {
    const flags = this.byte();
    if (flags > 7) this.fail(`limits of the unknown kind ${flags}`);
    const minimum = flags & 4 ? this.u64() : BigInt(this.u32());
    if (!(flags & 1)) return { flags, minimum, maximum: null };
    return { flags, minimum, maximum: flags & 4 ? this.u64() : BigInt(this.u32()) };
  }
}
