const rows = memory.data(2048, 4);
const words = memory.data(1024);

/** Edits that make one pseudo-random word of four letters into another; both have so many letters, at most 500. */
export function levenshtein(length: i32): i32 {
  let seed: u32 = 5;
  for (let at = 0; at < 2 * length; at++) {
    seed = seed * 1664525 + 1013904223;
    store<u8>(words + at, seed >>> 30);
  }
  for (let column = 0; column <= length; column++) store<i32>(rows + (column << 2), column);
  for (let row = 1; row <= length; row++) {
    const letter = load<u8>(words + row - 1);
    let diagonal = row - 1;
    let left = row;
    store<i32>(rows, row);
    for (let column = 1; column <= length; column++) {
      const above = load<i32>(rows + (column << 2));
      const replaced = diagonal + <i32>(letter !== load<u8>(words + length + column - 1));
      left = min(replaced, min(left, above) + 1);
      store<i32>(rows + (column << 2), left);
      diagonal = above;
    }
  }
  return load<i32>(rows + (length << 2));
}
