import { ByteWriter } from "./byte-writer";
import { adler32 } from "./checksums";

const windowSize = 32_768;
const hashSize = 32_768;
const leastMatch = 3;
const mostMatch = 258;
/** Earlier places that are looked at for a match. */
const mostTries = 48;
/** Matches of this length are good enough not to look for a better one. */
const goodMatch = 64;
/** Literals and matches of a block. */
const blockTokens = 32_768;

const orderOfLengths: StaticArray<u8> = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** A zlib stream (RFC 1950, 1951) of bytes. */
export function deflate(from: usize, size: i32): ByteWriter {
  const out = new ByteWriter(size / 2 + 64);
  out.byte(0x78);
  out.byte(0x9c);
  new Deflater(from, size, out).write();
  out.u32be(adler32(from, size));
  return out;
}

/** Finds repetitions by chains of places with equal hashes, and looks one byte further before it takes one. */
class Deflater {
  private heads: StaticArray<i32> = new StaticArray<i32>(hashSize);
  private previous: StaticArray<i32> = new StaticArray<i32>(windowSize);
  /** A byte, or length << 16 | distance. */
  private tokens: StaticArray<u32> = new StaticArray<u32>(blockTokens);
  private tokenCount: i32 = 0;
  private literals: StaticArray<i32> = new StaticArray<i32>(286);
  private distances: StaticArray<i32> = new StaticArray<i32>(30);
  private blockStart: i32 = 0;
  private writer: BitWriter;

  constructor(
    private from: usize,
    private size: i32,
    out: ByteWriter,
  ) {
    this.writer = new BitWriter(out);
    this.heads.fill(-1);
  }

  write(): void {
    let at = 0;
    while (at < this.size) {
      let match = this.longest(at, leastMatch - 1);
      this.enter(at);
      if (match != 0 && match >> 16 < <u32>goodMatch && at + 1 < this.size && this.longest(at + 1, <i32>(match >> 16)) != 0) match = 0;
      if (match == 0) {
        this.add(load<u8>(this.from + at), at + 1);
        at++;
        continue;
      }
      const end = at + <i32>(match >> 16);
      for (let inside = at + 1; inside < end; inside++) this.enter(inside);
      this.add(match, end);
      at = end;
    }
    this.block(true, this.size);
    this.writer.align();
  }

  // @ts-ignore: decorator
  @inline
  private hash(at: i32): i32 {
    const three = load<u16>(this.from + at) | (<u32>load<u8>(this.from + at + 2) << 16);
    return <i32>((three * 0x9e3779b1) >> 17);
  }

  // @ts-ignore: decorator
  @inline
  private enter(at: i32): void {
    if (at + leastMatch > this.size) return;
    const hash = this.hash(at);
    unchecked((this.previous[at & (windowSize - 1)] = this.heads[hash]));
    unchecked((this.heads[hash] = at));
  }

  /** The longest match that is longer than `least`, as a token; 0 when there is none. */
  private longest(at: i32, least: i32): u32 {
    const most = min(mostMatch, this.size - at);
    if (most <= least || most < leastMatch) return 0;
    let best = least;
    let distance = 0;
    let place = unchecked(this.heads[this.hash(at)]);
    const here = this.from + at;
    for (let tries = mostTries; tries > 0 && place >= 0 && at - place < windowSize; tries--) {
      const there = this.from + place;
      if (load<u8>(there + best) == load<u8>(here + best)) {
        let length = 0;
        while (length + 8 <= most && load<u64>(there + length) == load<u64>(here + length)) length += 8;
        while (length < most && load<u8>(there + length) == load<u8>(here + length)) length++;
        if (length > best) {
          best = length;
          distance = at - place;
          if (length == most) break;
        }
      }
      const before = unchecked(this.previous[place & (windowSize - 1)]);
      if (before >= place) break;
      place = before;
    }
    // three bytes far away cost more than they spare
    if (distance == 0 || (best == leastMatch && distance > 4096)) return 0;
    return (<u32>best << 16) | distance;
  }

  private add(token: u32, end: i32): void {
    unchecked((this.tokens[this.tokenCount++] = token));
    if (token < 256) {
      unchecked(this.literals[token]++);
    } else {
      this.literals[257 + lengthSymbol(<i32>(token >> 16))]++;
      this.distances[distanceSymbol(<i32>(token & 0xffff))]++;
    }
    if (this.tokenCount == blockTokens) this.block(false, end);
  }

  /** Writes a block in the way that takes the fewest bits. */
  private block(last: bool, end: i32): void {
    this.literals[256] = 1;
    const literals = new Code(this.literals, 15);
    const distances = new Code(this.distances, 15);
    const header = new Header(literals, distances);
    const extra = this.extraBits();
    const dynamic = header.bits + literals.cost(this.literals) + distances.cost(this.distances) + extra;
    const fixed = fixedLiterals().cost(this.literals) + fixedDistances().cost(this.distances) + extra;
    const size = end - this.blockStart;
    const stored = <i64>size * 8 + (size / 65_535 + 1) * 40;
    if (stored < min(dynamic, fixed)) {
      this.stored(last, size);
    } else if (fixed <= dynamic) {
      this.writer.put(last ? 3 : 2, 3);
      this.writeTokens(fixedLiterals(), fixedDistances());
    } else {
      this.writer.put(last ? 5 : 4, 3);
      header.write(this.writer);
      this.writeTokens(literals, distances);
    }
    this.blockStart = end;
    this.tokenCount = 0;
    this.literals.fill(0);
    this.distances.fill(0);
  }

  private extraBits(): i64 {
    let bits: i64 = 0;
    for (let symbol = 8; symbol < 28; symbol++) bits += <i64>this.literals[257 + symbol] * ((symbol >> 2) - 1);
    for (let symbol = 4; symbol < 30; symbol++) bits += <i64>this.distances[symbol] * ((symbol >> 1) - 1);
    return bits;
  }

  private stored(last: bool, size: i32): void {
    let rest = size;
    do {
      const part = min(rest, 65_535);
      rest -= part;
      this.writer.put(last && rest == 0 ? 1 : 0, 3);
      this.writer.align();
      this.writer.put(part, 16);
      this.writer.put(part ^ 0xffff, 16);
      this.writer.align();
      this.writer.out.bytes(this.from + this.blockStart, part);
      this.blockStart += part;
    } while (rest > 0);
  }

  private writeTokens(literals: Code, distances: Code): void {
    const writer = this.writer;
    for (let at = 0; at < this.tokenCount; at++) {
      const token = unchecked(this.tokens[at]);
      if (token < 256) {
        literals.put(writer, token);
        continue;
      }
      const length = <i32>(token >> 16);
      const symbol = lengthSymbol(length);
      literals.put(writer, 257 + symbol);
      if (symbol >= 8 && symbol < 28) writer.put((length - 3) & ((1 << ((symbol >> 2) - 1)) - 1), (symbol >> 2) - 1);
      const distance = <i32>(token & 0xffff);
      const far = distanceSymbol(distance);
      distances.put(writer, far);
      if (far >= 4) writer.put((distance - 1) & ((1 << ((far >> 1) - 1)) - 1), (far >> 1) - 1);
    }
    literals.put(writer, 256);
  }
}

/** The symbol of a length, less 257. */
function lengthSymbol(length: i32): i32 {
  if (length == mostMatch) return 28;
  const value = length - 3;
  if (value < 8) return value;
  const bits = 31 - clz(value);
  return (bits << 2) - 4 + ((value >> (bits - 2)) & 3);
}

function distanceSymbol(distance: i32): i32 {
  const value = distance - 1;
  if (value < 4) return value;
  const bits = 31 - clz(value);
  return (bits << 1) + ((value >> (bits - 1)) & 1);
}

/** Bits, the least significant first. */
class BitWriter {
  private bits: u64 = 0;
  private count: i32 = 0;

  constructor(public out: ByteWriter) {}

  // @ts-ignore: decorator
  @inline
  put(value: u32, count: i32): void {
    this.bits |= <u64>value << this.count;
    this.count += count;
    if (this.count < 32) return;
    this.out.u32(<u32>this.bits);
    this.bits >>= 32;
    this.count -= 32;
  }

  /** Goes on at the next whole byte. */
  align(): void {
    for (; this.count > 0; this.count -= 8) {
      this.out.byte(<i32>(this.bits & 255));
      this.bits >>= 8;
    }
    this.bits = 0;
    this.count = 0;
  }
}

/** A Huffman code for symbols that come so and so often. */
class Code {
  lengths: StaticArray<u8>;
  private codes: StaticArray<u16>;

  constructor(frequencies: StaticArray<i32>, most: i32) {
    this.lengths = new StaticArray<u8>(frequencies.length);
    this.codes = new StaticArray<u16>(frequencies.length);
    if (most > 0) {
      this.measure(frequencies, most);
      this.assign();
    }
  }

  static of(lengths: StaticArray<u8>): Code {
    const code = new Code(new StaticArray<i32>(lengths.length), 0);
    code.lengths = lengths;
    code.assign();
    return code;
  }

  // @ts-ignore: decorator
  @inline
  put(writer: BitWriter, symbol: i32): void {
    writer.put(unchecked(this.codes[symbol]), unchecked(this.lengths[symbol]));
  }

  cost(frequencies: StaticArray<i32>): i64 {
    let bits: i64 = 0;
    for (let symbol = 0; symbol < frequencies.length; symbol++) bits += <i64>frequencies[symbol] * this.lengths[symbol];
    return bits;
  }

  /** Lengths of codes: those of Huffman's tree, and where they are longer than they may be, of one near it. */
  private measure(frequencies: StaticArray<i32>, most: i32): void {
    // frequency and symbol in one number, so that they can be sorted; a code has at least two symbols
    const order: i64[] = [];
    for (let symbol = 0; symbol < frequencies.length; symbol++) {
      if (frequencies[symbol] > 0) order.push((<i64>frequencies[symbol] << 16) | symbol);
    }
    for (let symbol = 0; order.length < 2; symbol++) {
      if (frequencies[symbol] == 0) order.push((<i64>1 << 16) | symbol);
    }
    order.sort((one, other) => (one < other ? -1 : 1));
    const counts = countsOfLengths(order, most);
    let at = 0;
    for (let length = most; length > 0; length--) {
      for (let count = counts[length]; count > 0; count--) this.lengths[<i32>(order[at++] & 0xffff)] = <u8>length;
    }
  }

  private assign(): void {
    const next = new StaticArray<i32>(17);
    for (let symbol = 0; symbol < this.lengths.length; symbol++) {
      if (this.lengths[symbol] > 0) next[this.lengths[symbol] + 1]++;
    }
    for (let length = 1; length < 17; length++) next[length] = (next[length - 1] + next[length]) << 1;
    for (let symbol = 0; symbol < this.lengths.length; symbol++) {
      const length = <i32>this.lengths[symbol];
      if (length == 0) continue;
      const code = next[length]++;
      let reversed = 0;
      for (let bit = 0; bit < length; bit++) reversed |= ((code >> bit) & 1) << (length - 1 - bit);
      this.codes[symbol] = <u16>reversed;
    }
  }
}

/** How many codes have which length, for frequencies in rising order. */
function countsOfLengths(order: i64[], most: i32): StaticArray<i32> {
  const leaves = order.length;
  const weights = new StaticArray<i64>(2 * leaves);
  const parents = new StaticArray<i32>(2 * leaves);
  for (let at = 0; at < leaves; at++) weights[at] = order[at] >> 16;
  // leaves, and trees that were made of them, both come in rising order
  let leaf = 0;
  let tree = leaves;
  for (let made = leaves; made < 2 * leaves - 1; made++) {
    for (let child = 0; child < 2; child++) {
      const takesLeaf = leaf < leaves && (tree == made || weights[leaf] <= weights[tree]);
      const taken = takesLeaf ? leaf++ : tree++;
      weights[made] += weights[taken];
      parents[taken] = made;
    }
  }
  const counts = new StaticArray<i32>(most + 1);
  const depths = new StaticArray<i32>(2 * leaves);
  for (let at = 2 * leaves - 3; at >= 0; at--) {
    depths[at] = depths[parents[at]] + 1;
    if (at < leaves) counts[min(depths[at], most)]++;
  }
  let total: i64 = 0;
  for (let length = 1; length <= most; length++) total += <i64>counts[length] << (most - length);
  for (; total > 1 << most; total--) {
    counts[most]--;
    let length = most - 1;
    while (counts[length] == 0) length--;
    counts[length]--;
    counts[length + 1] += 2;
  }
  return counts;
}

/** What a block with codes of its own begins with (RFC 1951, 3.2.7). */
class Header {
  bits: i64 = 14;
  /** Symbol, and << 8 what stands in its extra bits. */
  private entries: u16[] = [];
  private frequencies: StaticArray<i32> = new StaticArray<i32>(19);
  private code: Code = new Code(new StaticArray<i32>(0), 0);
  private literals: i32;
  private distances: i32;
  private count: i32 = 19;

  constructor(literals: Code, distances: Code) {
    this.literals = used(literals.lengths, 257);
    this.distances = used(distances.lengths, 1);
    const lengths = new StaticArray<u8>(this.literals + this.distances);
    for (let at = 0; at < this.literals; at++) lengths[at] = literals.lengths[at];
    for (let at = 0; at < this.distances; at++) lengths[this.literals + at] = distances.lengths[at];
    this.compress(lengths);
    this.code = new Code(this.frequencies, 7);
    while (this.count > 4 && this.code.lengths[orderOfLengths[this.count - 1]] == 0) this.count--;
    this.bits += this.count * 3 + this.code.cost(this.frequencies);
    this.bits += this.frequencies[16] * 2 + this.frequencies[17] * 3 + this.frequencies[18] * 7;
  }

  write(writer: BitWriter): void {
    writer.put(this.literals - 257, 5);
    writer.put(this.distances - 1, 5);
    writer.put(this.count - 4, 4);
    for (let at = 0; at < this.count; at++) writer.put(this.code.lengths[orderOfLengths[at]], 3);
    for (let at = 0; at < this.entries.length; at++) {
      const symbol = <i32>this.entries[at] & 255;
      this.code.put(writer, symbol);
      if (symbol >= 16) writer.put(this.entries[at] >> 8, symbol == 16 ? 2 : symbol == 17 ? 3 : 7);
    }
  }

  private compress(lengths: StaticArray<u8>): void {
    let at = 0;
    while (at < lengths.length) {
      const length = lengths[at];
      let run = 1;
      while (at + run < lengths.length && lengths[at + run] == length) run++;
      at += run;
      if (length == 0) {
        while (run >= 11) run -= this.add(18, min(run, 138), 11);
        if (run >= 3) run -= this.add(17, run, 3);
      } else {
        this.add(length, 1, 1);
        run--;
        while (run >= 3) run -= this.add(16, min(run, 6), 3);
      }
      for (; run > 0; run--) this.add(length, 1, 1);
    }
  }

  private add(symbol: i32, run: i32, least: i32): i32 {
    this.entries.push(<u16>(symbol | ((run - least) << 8)));
    this.frequencies[symbol]++;
    return run;
  }
}

function used(lengths: StaticArray<u8>, least: i32): i32 {
  let count = lengths.length;
  while (count > least && lengths[count - 1] == 0) count--;
  return count;
}

let literalsKnown: Code | null = null;
let distancesKnown: Code | null = null;

function fixedLiterals(): Code {
  let code = literalsKnown;
  if (code !== null) return code;
  const lengths = new StaticArray<u8>(288);
  for (let at = 0; at < 288; at++) lengths[at] = at < 144 ? 8 : at < 256 ? 9 : at < 280 ? 7 : 8;
  code = Code.of(lengths);
  literalsKnown = code;
  return code;
}

function fixedDistances(): Code {
  let code = distancesKnown;
  if (code !== null) return code;
  const lengths = new StaticArray<u8>(30);
  lengths.fill(5);
  code = Code.of(lengths);
  distancesKnown = code;
  return code;
}
