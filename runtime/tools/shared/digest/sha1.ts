import { Digest } from "./digest";

/** SHA-1 (FIPS 180-4, 6.1). */
export class Sha1 extends Digest {
  private a: u32 = 0x67452301;
  private b: u32 = 0xefcdab89;
  private c: u32 = 0x98badcfe;
  private d: u32 = 0x10325476;
  private e: u32 = 0xc3d2e1f0;

  constructor() {
    super(64, 20);
  }

  protected block(at: usize): void {
    for (let word = 0; word < 64; word += 4) store<u32>(schedule + word, bswap(load<u32>(at + word)));
    for (let word = 64; word < 320; word += 4) {
      const here = schedule + word;
      const mixed = load<u32>(here - 12) ^ load<u32>(here - 32) ^ load<u32>(here - 56) ^ load<u32>(here - 64);
      store<u32>(here, rotl<u32>(mixed, 1));
    }
    let a = this.a;
    let b = this.b;
    let c = this.c;
    let d = this.d;
    let e = this.e;
    for (let round = 0; round < 80; round++) {
      let mixed: u32;
      if (round < 20) mixed = ((b & c) | (~b & d)) + 0x5a827999;
      else if (round < 40) mixed = (b ^ c ^ d) + 0x6ed9eba1;
      else if (round < 60) mixed = ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
      else mixed = (b ^ c ^ d) + 0xca62c1d6;
      const next = rotl<u32>(a, 5) + mixed + e + load<u32>(schedule + (round << 2));
      e = d;
      d = c;
      c = rotl<u32>(b, 30);
      b = a;
      a = next;
    }
    this.a += a;
    this.b += b;
    this.c += c;
    this.d += d;
    this.e += e;
  }

  protected storeBits(at: usize, bits: u64): void {
    store<u64>(at, bswap(bits));
  }

  protected storeTo(at: usize): void {
    store<u32>(at, bswap(this.a));
    store<u32>(at, bswap(this.b), 4);
    store<u32>(at, bswap(this.c), 8);
    store<u32>(at, bswap(this.d), 12);
    store<u32>(at, bswap(this.e), 16);
  }
}

const schedule = memory.data(320, 4);
