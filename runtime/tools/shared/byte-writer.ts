import { Text } from "./text";

/** Bytes that grow, and numbers among them. */
export class ByteWriter extends Text {
  constructor(capacity: i32 = 1024) {
    super(capacity);
  }

  /** Two bytes, the least significant first. */
  u16(value: i32): void {
    store<u16>(this.room(2), <u16>value);
    this.size += 2;
  }

  /** Four bytes, the least significant first. */
  u32(value: u32): void {
    store<u32>(this.room(4), value);
    this.size += 4;
  }

  /** Four bytes, the most significant first. */
  u32be(value: u32): void {
    this.u32(bswap<u32>(value));
  }

  /** Characters of ASCII. */
  ascii(text: string): void {
    for (let at = 0; at < text.length; at++) this.byte(text.charCodeAt(at));
  }
}
