import { Bytes } from "../bytes";
import { Digest } from "./digest";

/** HMAC (RFC 2104) of a message. @param digest makes a hash function at its beginning */
export function hmac(digest: () => Digest, key: Bytes, message: Bytes): Bytes {
  const outer = digest();
  const blockSize = outer.blockSize;
  const short = key.size > blockSize ? digest().of(key) : key;
  const inner = padded(short, blockSize, 0x36, message);
  return outer.of(padded(short, blockSize, 0x5c, digest().of(inner)));
}

/** A block of the key, each byte changed, and what it goes before. */
function padded(key: Bytes, blockSize: i32, change: u8, rest: Bytes): Bytes {
  const at = heap.alloc(blockSize + rest.size);
  memory.fill(at, change, blockSize);
  for (let byte = 0; byte < key.size; byte++) store<u8>(at + byte, load<u8>(key.at + byte) ^ change);
  memory.copy(at + blockSize, rest.at, rest.size);
  return new Bytes(at, blockSize + rest.size);
}
