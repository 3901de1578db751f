import { Bytes } from "../bytes";

/** A hash function that works on blocks (Merkle–Damgård), at its beginning. It digests once. */
export abstract class Digest {
  constructor(
    readonly blockSize: i32,
    /** Bytes of the digest. */
    readonly size: i32,
  ) {}

  /** Takes in a block. */
  protected abstract block(at: usize): void;

  /** Stores the number of bits in the last 8 bytes of a block. */
  protected abstract storeBits(at: usize, bits: u64): void;

  /** Stores the digest. */
  protected abstract storeTo(at: usize): void;

  /** The digest of bytes. */
  of(bytes: Bytes): Bytes {
    const blockSize = this.blockSize;
    let at = bytes.at;
    let left = bytes.size;
    for (; left >= blockSize; left -= blockSize) {
      this.block(at);
      at += blockSize;
    }
    // a bit that is set, and the length, which has an eighth of a block
    const end = left + 1 + (blockSize >> 3) > blockSize ? 2 * blockSize : blockSize;
    const last = heap.alloc(end);
    memory.fill(last, 0, end);
    memory.copy(last, at, left);
    store<u8>(last + left, 0x80);
    this.storeBits(last + end - 8, <u64>bytes.size << 3);
    for (let block = 0; block < end; block += blockSize) this.block(last + block);
    const digest = heap.alloc(this.size);
    this.storeTo(digest);
    return new Bytes(digest, this.size);
  }
}
