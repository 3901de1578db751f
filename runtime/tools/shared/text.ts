/** Bytes of UTF-8 that grow. */
export class Text {
  start: usize;
  size: i32 = 0;
  private capacity: i32;

  constructor(capacity: i32 = 1024) {
    this.start = heap.alloc(capacity);
    this.capacity = capacity;
  }

  /** Where the next `more` bytes go. They count once `size` says so. */
  room(more: i32): usize {
    const needed = this.size + more;
    if (needed > this.capacity) {
      // the allocator frees nothing, but lets the last block grow where it lies
      this.capacity = max(needed, this.capacity * 2);
      this.start = heap.realloc(this.start, this.capacity);
    }
    return this.start + this.size;
  }

  byte(value: i32): void {
    store<u8>(this.room(1), <u8>value);
    this.size++;
  }

  bytes(from: usize, size: i32): void {
    memory.copy(this.room(size), from, size);
    this.size += size;
  }

  /** Appends a string; lone surrogates become U+FFFD. */
  append(value: string): void {
    const most = value.length * 3;
    const at = this.room(most);
    this.size += <i32>String.UTF8.encodeUnsafe(changetype<usize>(value), value.length, at, false, String.UTF8.ErrorMode.REPLACE);
  }

  toString(): string {
    return String.UTF8.decodeUnsafe(this.start, this.size);
  }
}
