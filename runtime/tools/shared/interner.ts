import { Bytes } from "./bytes";

/** Numbers for contents: equal bytes have the same number, from 0 on in the order in which they came. */
export class Interner {
  size: i32 = 0;
  private mask: u32;
  /** Number plus one of each place; 0 where it is free. */
  private places: StaticArray<u32>;
  private hashes: u32[] = [];
  private contents: Bytes[] = [];

  /** @param most contents that will come, at most */
  constructor(most: i32) {
    let places = 16;
    while (places < most * 2) places <<= 1;
    this.places = new StaticArray<u32>(places);
    this.mask = places - 1;
  }

  intern(bytes: Bytes): i32 {
    const hash = hashOf(bytes);
    let place = hash & this.mask;
    for (;;) {
      const number = unchecked(this.places[place]);
      if (number == 0) break;
      if (unchecked(this.hashes[number - 1]) == hash && equal(unchecked(this.contents[number - 1]), bytes)) return number - 1;
      place = (place + 1) & this.mask;
    }
    this.hashes.push(hash);
    this.contents.push(bytes);
    this.places[place] = ++this.size;
    return this.size - 1;
  }

  /** The bytes of a number. */
  content(number: i32): Bytes {
    return this.contents[number];
  }
}

export function equal(one: Bytes, other: Bytes): bool {
  return one.size == other.size && memory.compare(one.at, other.at, one.size) == 0;
}

/** FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/, of eight bytes at once, its halves folded. */
function hashOf(bytes: Bytes): u32 {
  let hash: u64 = 0xcbf29ce484222325;
  let at = bytes.at;
  const end = at + bytes.size;
  for (; at + 8 <= end; at += 8) {
    hash = (hash ^ load<u64>(at)) * 0x100000001b3;
    hash ^= hash >> 29;
  }
  for (; at < end; at++) hash = (hash ^ load<u8>(at)) * 0x100000001b3;
  return <u32>(hash ^ (hash >> 32));
}
