/** Grows the memory; returns the pages it had before, or -1 where the declared maximum forbids it. */
export function grow(pages: i32): i32 {
  return memory.grow(pages);
}
