/** Reads numbers of the binary format one after another. Trusts its input: V8 or the assembler has seen it before. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  byte(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined)
      throw new Error(`The module ends at byte ${this.#bytes.length}, within a number.`);
    return byte;
  }

  peek(): number {
    return this.#bytes[this.#at] ?? 0;
  }

  take(length: number): Uint8Array {
    const start = this.#at;
    this.#at += length;
    return this.#bytes.subarray(start, this.#at);
  }

  /** An unsigned LEB128 number that a JavaScript number holds. */
  unsigned(): number {
    return Number(this.#leb().value);
  }

  /** A signed LEB128 number. */
  signed(): bigint {
    const { value, bits } = this.#leb();
    return BigInt.asIntN(bits, value);
  }

  /** A little-endian number of so many bytes. */
  littleEndian(length: number): bigint {
    return this.take(length).reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
  }

  /** As many items as the number in front of them says. */
  vector<Item>(item: () => Item): Item[] {
    return Array.from({ length: this.unsigned() }, item);
  }

  name(): string {
    return Buffer.from(this.take(this.unsigned())).toString("utf8");
  }

  #leb(): { value: bigint; bits: number } {
    let value = 0n;
    let bits = 0;
    for (;;) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << BigInt(bits);
      bits += 7;
      if (byte < 0x80) return { value, bits };
    }
  }
}

/** The sections of a module, custom ones left out. */
export function* sections(bytes: Uint8Array): Generator<{ id: number; body: ByteReader }> {
  const reader = new ByteReader(bytes);
  reader.take(8);
  while (!reader.done) {
    const id = reader.byte();
    const body = new ByteReader(reader.take(reader.unsigned()));
    if (id !== 0) yield { id, body };
  }
}
