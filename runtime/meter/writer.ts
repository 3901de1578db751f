const utf8 = new TextEncoder();

/** Copying by hand is faster than a call for runs of up to this many bytes. */
const shortRun = 48;

/** Bytes that grow at their end. */
export class Writer {
  #bytes: Uint8Array<ArrayBuffer>;
  length = 0;

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(Math.max(64, capacity));
  }

  /** What was written, without a copy: valid until the next write. */
  get written(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.length);
  }

  /** What was written, in a buffer of its own. The writer is of no use afterwards. */
  finish(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#bytes.buffer.transfer(this.length));
  }

  #reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    larger.set(this.written);
    this.#bytes = larger;
  }

  byte(value: number): void {
    if (this.length === this.#bytes.length) this.#reserve(1);
    this.#bytes[this.length++] = value;
  }

  /** Bytes of `source` from `start` to before `end`. */
  copy(source: Uint8Array, start: number, end: number): void {
    const count = end - start;
    this.#reserve(count);
    const bytes = this.#bytes;
    if (count > shortRun) {
      bytes.set(source.subarray(start, end), this.length);
      this.length += count;
      return;
    }
    let at = this.length;
    // both ends are within their arrays
    for (let from = start; from < end; from++) bytes[at++] = source[from] as number;
    this.length = at;
  }

  all(source: Uint8Array): void {
    this.copy(source, 0, source.length);
  }

  /** An unsigned number in LEB128. */
  unsigned(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.byte(rest);
  }

  /** An instruction that takes an index. */
  instruction(opcode: number, index: number): void {
    this.byte(opcode);
    this.unsigned(index);
  }

  name(text: string): void {
    const encoded = utf8.encode(text);
    this.unsigned(encoded.length);
    this.all(encoded);
  }

  /** Room for a length that is known later. @returns where it is, for `setLength` */
  reserveLength(): number {
    this.#reserve(5);
    this.length += 5;
    return this.length;
  }

  /** Writes the length of all that came since, in five bytes of LEB128 whatever it is. */
  setLength(start: number): void {
    const value = this.length - start;
    this.#bytes[start - 5] = (value & 0x7f) | 0x80;
    this.#bytes[start - 4] = ((value >>> 7) & 0x7f) | 0x80;
    this.#bytes[start - 3] = ((value >>> 14) & 0x7f) | 0x80;
    this.#bytes[start - 2] = ((value >>> 21) & 0x7f) | 0x80;
    this.#bytes[start - 1] = value >>> 28;
  }

  /** Room for a signed number of two bytes that is known later. @returns where it is, for `setShort` */
  reserveShort(): number {
    this.#reserve(2);
    this.length += 2;
    return this.length - 2;
  }

  /** @param value 0 to 8191, which in signed LEB128 takes up to two bytes */
  setShort(at: number, value: number): void {
    this.#bytes[at] = (value & 0x7f) | 0x80;
    this.#bytes[at + 1] = value >>> 7;
  }

  /** Forgets all that was written from `length` on. */
  rewind(length: number): void {
    this.length = length;
  }
}

/** An unsigned number in LEB128. */
export function leb(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest & 0x7f) | 0x80);
    rest = Math.floor(rest / 128);
  }
  return [...bytes, rest];
}

/** A signed number in LEB128. */
export function signedLeb(value: bigint): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7n) {
    const low = Number(rest & 0x7fn);
    const next = rest >> 7n;
    if ((next === 0n && low < 0x40) || (next === -1n && low >= 0x40)) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}
