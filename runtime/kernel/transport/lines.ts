/** A part of a stream of lines. */
export type Line =
  | { readonly kind: "line"; readonly text: string }
  /** It had more bytes than a line may have. Told as soon as that shows; the rest of it is not kept. */
  | { readonly kind: "too-large" };

const newline = 10;
const carriageReturn = 13;

/** Puts lines together from the pieces in which they come. Never holds more than `mostBytes` of a line. */
export class LineReader {
  readonly #mostBytes: number;
  #pieces: Uint8Array[] = [];
  #bytes = 0;
  /** Whether the rest of a line is being passed over. */
  #skipping = false;

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /** Bytes that are held. */
  get held(): number {
    return this.#bytes;
  }

  /** The lines that end in a piece, without their ends. Empty ones are left out. */
  *read(piece: Uint8Array): Generator<Line> {
    let from = 0;
    for (;;) {
      const end = piece.indexOf(newline, from);
      const part = piece.subarray(from, end < 0 ? piece.length : end);
      if (!this.#skipping && this.#bytes + part.length > this.#mostBytes) {
        this.#forget();
        this.#skipping = true;
        yield { kind: "too-large" };
      }
      if (!this.#skipping) this.#keep(part);
      if (end < 0) return;
      if (!this.#skipping) {
        const text = this.#take();
        if (text !== "") yield { kind: "line", text };
      }
      this.#skipping = false;
      from = end + 1;
    }
  }

  #keep(part: Uint8Array): void {
    if (part.length === 0) return;
    this.#pieces.push(part);
    this.#bytes += part.length;
  }

  #take(): string {
    const [only] = this.#pieces;
    const bytes = this.#pieces.length === 1 && only !== undefined ? only : Buffer.concat(this.#pieces);
    this.#forget();
    const end = bytes.at(-1) === carriageReturn ? bytes.length - 1 : bytes.length;
    return Buffer.from(bytes.buffer, bytes.byteOffset, end).toString();
  }

  #forget(): void {
    this.#pieces = [];
    this.#bytes = 0;
  }
}
