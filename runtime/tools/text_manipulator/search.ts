import { Bytes } from "../shared/bytes";

/** Looks for a text in others, in time that grows with their length only (Knuth, Morris and Pratt, 1977). */
export class Search {
  /** For each length of a match, the longest shorter one that it ends with. */
  private shorter: StaticArray<i32>;

  /** @param wanted not empty */
  constructor(private wanted: Bytes) {
    const size = wanted.size;
    const shorter = new StaticArray<i32>(size + 1);
    let matched = 0;
    for (let at = 1; at < size; at++) {
      const byte = load<u8>(wanted.at + at);
      while (matched > 0 && load<u8>(wanted.at + matched) != byte) matched = unchecked(shorter[matched]);
      if (load<u8>(wanted.at + matched) == byte) matched++;
      unchecked((shorter[at + 1] = matched));
    }
    this.shorter = shorter;
  }

  /** The address of the first occurrence that lies between two addresses; 0 when there is none. */
  next(from: usize, end: usize): usize {
    const wanted = this.wanted.at;
    const size = this.wanted.size;
    const shorter = this.shorter;
    let matched = 0;
    for (let at = from; at < end; at++) {
      const byte = load<u8>(at);
      while (matched > 0 && load<u8>(wanted + matched) != byte) matched = unchecked(shorter[matched]);
      if (load<u8>(wanted + matched) == byte) matched++;
      if (matched == size) return at + 1 - size;
    }
    return 0;
  }
}

/** What stands between occurrences of a separator, in at most `most` parts. The last one is the rest. */
export function parts(text: Bytes, separator: Bytes, most: i32): Bytes[] {
  const found: Bytes[] = [];
  const search = new Search(separator);
  const end = text.at + text.size;
  let from = text.at;
  while (found.length + 1 < most) {
    const at = search.next(from, end);
    if (at == 0) break;
    found.push(new Bytes(from, <i32>(at - from)));
    from = at + separator.size;
  }
  found.push(new Bytes(from, <i32>(end - from)));
  return found;
}
