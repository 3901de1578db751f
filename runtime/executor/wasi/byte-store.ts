const none = new Uint8Array(0);
const smallest = 64;

/**
 * Bytes that a program writes: the content of a file, or what went to a stream. Holds at most twice the bytes that it
 * had at its largest since it was last cut. What it was made with is copied only when it is first changed.
 */
export class ByteStore {
  #bytes: Uint8Array;
  #size: number;
  /** Whether `#bytes` may be written. Beyond `#size` bytes that may be written are zero. */
  #owned = false;

  constructor(initial: Uint8Array = none) {
    this.#bytes = initial;
    this.#size = initial.length;
  }

  get size(): number {
    return this.#size;
  }

  /** All bytes, not copied. */
  get content(): Uint8Array {
    return this.#size === this.#bytes.length ? this.#bytes : this.#bytes.subarray(0, this.#size);
  }

  /** Fills `target` with what is at `position`; says how many bytes there were. */
  read(position: number, target: Uint8Array): number {
    if (position >= this.#size) return 0;
    const end = Math.min(position + target.length, this.#size);
    target.set(this.#bytes.subarray(position, end));
    return end - position;
  }

  /** A gap between the end and `position` is filled with zeros. */
  write(position: number, source: Uint8Array): void {
    const end = position + source.length;
    this.#own(Math.max(end, this.#size));
    this.#bytes.set(source, position);
    if (end > this.#size) this.#size = end;
  }

  /** Cuts the end off, or adds zeros to it. */
  resize(size: number): void {
    if (size < this.#size) this.#cut(size);
    else if (size > this.#size) this.#own(size);
    this.#size = size;
  }

  #cut(size: number): void {
    if (!this.#owned || 4 * size < this.#bytes.length) {
      this.#bytes = this.#bytes.slice(0, size);
      this.#owned = true;
    } else {
      this.#bytes.fill(0, size, this.#size);
    }
  }

  #own(capacity: number): void {
    if (this.#owned && capacity <= this.#bytes.length) return;
    const larger =
      capacity <= this.#bytes.length ? capacity : Math.max(capacity, 2 * this.#bytes.length, smallest);
    const bytes = new Uint8Array(larger);
    bytes.set(this.content);
    this.#bytes = bytes;
    this.#owned = true;
  }
}
