import { adler32 } from "./checksums";

/** Bits that one look at the table decides on; longer codes are rare. */
const quickBits = 10;
const mostBits = 15;

/** A canonical Huffman code (RFC 1951, 3.2.2). */
class HuffmanCode {
  /** For the next bits of the input: symbol × 16 + length, or 0. */
  private quick: StaticArray<u16> = new StaticArray<u16>(1 << quickBits);
  private counts: StaticArray<i32> = new StaticArray<i32>(mostBits + 1);
  private symbols: StaticArray<u16>;
  /** How many codes are left over: less than 0 is too many codes, more than 0 too few. */
  left: i32 = 1;
  longest: i32 = 0;

  constructor(lengths: StaticArray<u8>, from: i32, count: i32) {
    this.symbols = new StaticArray<u16>(count);
    for (let at = 0; at < count; at++) this.counts[lengths[from + at]]++;
    this.counts[0] = 0;
    const offsets = new StaticArray<i32>(mostBits + 2);
    const codes = new StaticArray<i32>(mostBits + 2);
    for (let length = 1; length <= mostBits; length++) {
      if (this.left >= 0) this.left = this.left * 2 - this.counts[length];
      if (this.counts[length] > 0) this.longest = length;
      offsets[length + 1] = offsets[length] + this.counts[length];
      codes[length + 1] = (codes[length] + this.counts[length]) << 1;
    }
    // with more codes than there can be, none is used
    for (let symbol = 0; symbol < count && this.left >= 0; symbol++) {
      const length = <i32>lengths[from + symbol];
      if (length == 0) continue;
      this.symbols[offsets[length]++] = <u16>symbol;
      this.enter(codes[length]++, length, symbol);
    }
  }

  private enter(code: i32, length: i32, symbol: i32): void {
    if (length > quickBits) return;
    let reversed = 0;
    for (let bit = 0; bit < length; bit++) reversed |= ((code >> bit) & 1) << (length - 1 - bit);
    for (let at = reversed; at < 1 << quickBits; at += 1 << length) this.quick[at] = <u16>((symbol << 4) | length);
  }

  /** The symbol that bits begin with, × 16 + its length; -1 when there is none. */
  // @ts-ignore: decorator
  @inline
  lookUp(bits: u64): i32 {
    const entry = <i32>unchecked(this.quick[<i32>bits & ((1 << quickBits) - 1)]);
    return entry != 0 ? entry : this.lookUpLong(bits);
  }

  private lookUpLong(bits: u64): i32 {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= mostBits; length++) {
      code |= <i32>((bits >> (length - 1)) & 1);
      const count = this.counts[length];
      if (code - count < first) return (<i32>this.symbols[index + code - first] << 4) | length;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    return -1;
  }
}

const lengthBases: StaticArray<u16> = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
];
const lengthBits: StaticArray<u8> = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const distanceBases: StaticArray<u16> = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385,
  24577,
];
const distanceBits: StaticArray<u8> = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];
const orderOfLengths: StaticArray<u8> = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** Reads a zlib stream (RFC 1950, 1951) into room of a known size. */
export class Inflater {
  /** Why it cannot be read; empty when it was. */
  problem: string = "";
  private bits: u64 = 0;
  private bitCount: i32 = 0;
  private to: usize;
  private limit: usize;

  constructor(
    private at: usize,
    private end: usize,
    private start: usize,
    size: i32,
  ) {
    this.to = start;
    this.limit = start + size;
  }

  /** Reads all of it. @returns the bytes that were written */
  read(): i32 {
    const first = this.take(8);
    const second = this.take(8);
    if (this.problem == "" && ((first << 8) + second) % 31 != 0) this.fail("its header is wrong");
    if ((first & 15) != 8 || first >> 4 > 7) this.fail("it is not deflated");
    if (second & 0x20) this.fail("it needs a dictionary");
    let last = false;
    while (this.problem == "" && !last) {
      last = this.take(1) == 1;
      const kind = this.take(2);
      if (kind == 0) this.stored();
      else if (kind == 1) this.blocks(fixedLiterals(), fixedDistances());
      else if (kind == 2) this.dynamic();
      else this.fail("a block is of no known kind");
    }
    this.take(this.bitCount & 7);
    const size = <i32>(this.to - this.start);
    let sum: u32 = 0;
    for (let byte = 0; byte < 4; byte++) sum = (sum << 8) | this.take(8);
    if (this.problem == "" && sum != adler32(this.start, size)) this.fail("its checksum is wrong");
    return size;
  }

  private fail(message: string): void {
    if (this.problem == "") this.problem = message;
  }

  /** Has at least 48 bits ready, with zeros after the end. */
  // @ts-ignore: decorator
  @inline
  private fill(): void {
    if (this.bitCount >= 48) return;
    if (this.at + 8 <= this.end) {
      this.bits |= load<u64>(this.at) << this.bitCount;
      const bytes = (63 - this.bitCount) >> 3;
      this.at += bytes;
      this.bitCount += bytes << 3;
      // what was read beyond whole bytes is read again
      this.bits &= this.bitCount < 64 ? (<u64>1 << this.bitCount) - 1 : ~(<u64>0);
      return;
    }
    while (this.bitCount <= 56 && this.at < this.end) {
      this.bits |= <u64>load<u8>(this.at++) << this.bitCount;
      this.bitCount += 8;
    }
  }

  // @ts-ignore: decorator
  @inline
  private drop(count: i32): void {
    this.bits >>= count;
    this.bitCount -= count;
    if (this.bitCount < 0) this.fail("it ends too early");
  }

  private take(count: i32): u32 {
    this.fill();
    const value = <u32>(this.bits & ((<u64>1 << count) - 1));
    this.drop(count);
    return value;
  }

  private stored(): void {
    this.take(this.bitCount & 7);
    const size = this.take(16);
    if (size != (this.take(16) ^ 0xffff)) this.fail("the length of a stored block is wrong");
    if (this.problem != "") return;
    // bytes that were already taken go back
    this.at -= this.bitCount >> 3;
    this.bits = 0;
    this.bitCount = 0;
    if (this.at + size > this.end) this.fail("it ends too early");
    else if (this.to + size > this.limit) this.fail("there is more than there should be");
    if (this.problem != "") return;
    memory.copy(this.to, this.at, size);
    this.at += size;
    this.to += size;
  }

  private dynamic(): void {
    const literals = <i32>this.take(5) + 257;
    const distances = <i32>this.take(5) + 1;
    const count = <i32>this.take(4) + 4;
    if (literals > 286 || distances > 30) {
      this.fail("a block has too many codes");
      return;
    }
    const lengths = new StaticArray<u8>(286 + 30);
    for (let at = 0; at < count; at++) lengths[orderOfLengths[at]] = <u8>this.take(3);
    const code = new HuffmanCode(lengths, 0, 19);
    if (code.left != 0) {
      this.fail("the code of code lengths is wrong");
      return;
    }
    lengths.fill(0);
    let at = 0;
    while (at < literals + distances && this.problem == "") {
      this.fill();
      const entry = code.lookUp(this.bits);
      this.drop(entry & 15);
      const symbol = entry >> 4;
      if (symbol < 16) {
        lengths[at++] = <u8>symbol;
        continue;
      }
      if (symbol == 16 && at == 0) {
        this.fail("there is no length to repeat");
        return;
      }
      const value: u8 = symbol == 16 ? lengths[at - 1] : 0;
      let times = symbol == 16 ? 3 + <i32>this.take(2) : symbol == 17 ? 3 + <i32>this.take(3) : 11 + <i32>this.take(7);
      if (at + times > literals + distances) {
        this.fail("code lengths are repeated too often");
        return;
      }
      for (; times > 0; times--) lengths[at++] = value;
    }
    if (this.problem != "") return;
    if (lengths[256] == 0) {
      this.fail("a block has no end");
      return;
    }
    const literalCode = new HuffmanCode(lengths, 0, literals);
    const distanceCode = new HuffmanCode(lengths, literals, distances);
    if (isWrong(literalCode) || isWrong(distanceCode)) this.fail("a code is wrong");
    else this.blocks(literalCode, distanceCode);
  }

  private blocks(literals: HuffmanCode, distances: HuffmanCode): void {
    while (this.problem == "") {
      this.fill();
      const entry = literals.lookUp(this.bits);
      if (entry < 0) {
        this.fail("a code means nothing");
        return;
      }
      this.drop(entry & 15);
      const symbol = entry >> 4;
      if (symbol < 256) {
        if (this.to >= this.limit) this.fail("there is more than there should be");
        else store<u8>(this.to++, <u8>symbol);
      } else if (symbol == 256) {
        return;
      } else {
        this.copy(symbol - 257, distances);
      }
    }
  }

  private copy(lengthSymbol: i32, distances: HuffmanCode): void {
    if (lengthSymbol > 28) {
      this.fail("a code means nothing");
      return;
    }
    const length = <usize>lengthBases[lengthSymbol] + this.take(lengthBits[lengthSymbol]);
    this.fill();
    const entry = distances.lookUp(this.bits);
    if (entry < 0 || entry >> 4 > 29) {
      this.fail("a code means nothing");
      return;
    }
    this.drop(entry & 15);
    const distance = <usize>distanceBases[entry >> 4] + this.take(distanceBits[entry >> 4]);
    if (distance > this.to - this.start) this.fail("a distance goes back too far");
    else if (length > this.limit - this.to) this.fail("there is more than there should be");
    if (this.problem != "") return;
    let to = this.to;
    const end = to + length;
    if (distance >= length) memory.copy(to, to - distance, length);
    else for (; to < end; to++) store<u8>(to, load<u8>(to - distance));
    this.to = end;
  }
}

/** Whether a code has too many codes, or too few and is not the one that may have. */
function isWrong(code: HuffmanCode): bool {
  return code.left < 0 || (code.left > 0 && code.longest > 1);
}

let literalsKnown: HuffmanCode | null = null;
let distancesKnown: HuffmanCode | null = null;

function fixedLiterals(): HuffmanCode {
  let code = literalsKnown;
  if (code !== null) return code;
  const lengths = new StaticArray<u8>(288);
  for (let at = 0; at < 288; at++) lengths[at] = at < 144 ? 8 : at < 256 ? 9 : at < 280 ? 7 : 8;
  code = new HuffmanCode(lengths, 0, 288);
  literalsKnown = code;
  return code;
}

function fixedDistances(): HuffmanCode {
  let code = distancesKnown;
  if (code !== null) return code;
  const lengths = new StaticArray<u8>(32);
  lengths.fill(5);
  code = new HuffmanCode(lengths, 0, 32);
  distancesKnown = code;
  return code;
}
