const text = memory.data(65536);
const pattern = memory.data(64);

/** How often the end of a text of a's and b's, pseudo-random and at most 65,536 long, stands in it; looked for letter by letter. */
export function search(length: i32, size: i32, seed: u32): i32 {
  for (let at = 0; at < length; at++) {
    seed = seed * 1664525 + 1013904223;
    store<u8>(text + at, seed >>> 31 ? 97 : 98);
  }
  memory.copy(pattern, text + length - size, size);
  let found = 0;
  for (let start = 0; start <= length - size; start++) {
    let same = 0;
    while (same < size && load<u8>(text + start + same) === load<u8>(pattern + same)) same++;
    found += <i32>(same === size);
  }
  return found;
}
