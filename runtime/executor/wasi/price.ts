/**
 * What calls cost in units of fuel, beyond the `call` instruction that makes them. Set so that a program that does
 * nothing but call burns its fuel about as fast as one that computes; the same at every run.
 */
export const price = {
  /** Any call at all. */
  call: 100,
  /** A byte of a path. */
  pathByte: 8,
  /** A buffer of a list, an entry of a directory, a subscription, an argument, a file or directory on the way. */
  item: 100,
  /** Bytes moved for one unit, as for bulk memory instructions. */
  bytesPerUnit: 16,
} as const;
