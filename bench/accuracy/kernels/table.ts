const slots: u32 = 4096;
const keys = memory.data(16384, 4);
const counts = memory.data(16384, 4);

/** Counts so many pseudo-random words in a hash table with open addressing, and sums the squares of the counts. */
export function table(words: i32, seed: u32): i32 {
  memory.fill(keys, 0, 16384);
  memory.fill(counts, 0, 16384);
  for (let word = 0; word < words; word++) {
    seed = seed * 1664525 + 1013904223;
    const slot = slotOf(((seed >>> 20) % 2000) + 1);
    store<u32>(counts + (slot << 2), load<u32>(counts + (slot << 2)) + 1);
  }
  let squares: u32 = 0;
  for (let key: u32 = 1; key <= 2000; key++) {
    const count = load<u32>(counts + (slotOf(key) << 2));
    squares += count * count;
  }
  return squares;
}

/** Where a key stands, or is put now. */
function slotOf(key: u32): u32 {
  let slot = (key * 2654435769) >>> 20;
  let found = load<u32>(keys + (slot << 2));
  while (found !== key && found !== 0) {
    slot = (slot + 1) & (slots - 1);
    found = load<u32>(keys + (slot << 2));
  }
  store<u32>(keys + (slot << 2), key);
  return slot;
}
