/** A part of a report, and what it does when there is not enough room. */
export interface Block {
  /** The lower, the sooner it gives way; null for what must stay. */
  readonly givesWay: number | null;
  /** Rows that it has; it can be told to keep fewer. A block that goes as a whole has one. */
  readonly rows: number;
  /** `rows` of them, down to 0. */
  render(rows: number, style: "aligned" | "compact"): string;
}

/**
 * The report in at most `limit` bytes of UTF-8, which are never fewer than its UTF-16 code units: GitHub counts one or the
 * other. First the source is written tightly; then the blocks lose rows, one block after the other, each only as many as
 * needed.
 *
 * The blocks that must stay have to fit by themselves.
 */
export function fitBlocks(blocks: readonly Block[], limit: number): string {
  const write = (kept: readonly number[], style: "aligned" | "compact") =>
    `${blocks
      .map((block, index) => block.render(kept[index] ?? 0, style))
      .filter(Boolean)
      .join("\n\n")}\n`;
  const kept = blocks.map(({ rows }) => rows);
  const fits = () => byteLength(write(kept, "compact")) <= limit;

  const whole = write(kept, "aligned");
  if (byteLength(whole) <= limit) return whole;
  const order = blocks
    .flatMap(({ givesWay }, index) => (givesWay === null ? [] : [{ index, givesWay }]))
    .sort((one, other) => one.givesWay - other.givesWay);
  for (const { index } of order) {
    if (fits()) break;
    kept[index] = mostThat(blocks[index]?.rows ?? 0, (rows) => {
      kept[index] = rows;
      return fits();
    });
  }
  return write(kept, "compact");
}

/** The largest number from 0 to `most` that suits, when smaller ones suit rather than larger ones; 0 when none does. */
function mostThat(most: number, suits: (candidate: number) => boolean): number {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (suits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Bytes of the text in UTF-8. */
export function byteLength(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}
