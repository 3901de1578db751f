import { type Errno, errno } from "./abi.ts";

/** The most buffers of one scatter or gather list, as POSIX systems have it; more is `inval`. */
const maximumBuffers = 1024;

/**
 * The memory of a program, as the calls see it. Pointers and lengths come as signed i32 and are read as unsigned.
 *
 * Whoever reads or writes asks `holds` first; accesses outside of what it granted throw.
 */
export class GuestMemory {
  #memory: WebAssembly.Memory | undefined;
  #buffer: ArrayBufferLike = new ArrayBuffer(0);
  #bytes = new Uint8Array(this.#buffer);
  #view = new DataView(this.#buffer);

  bind(memory: WebAssembly.Memory): void {
    this.#memory = memory;
    this.refresh();
  }

  /** To be called when a call begins: the program may have grown its memory, which leaves the old buffer empty. */
  refresh(): void {
    if (this.#memory === undefined || this.#memory.buffer === this.#buffer) return;
    this.#buffer = this.#memory.buffer;
    this.#bytes = new Uint8Array(this.#buffer);
    this.#view = new DataView(this.#buffer);
  }

  /** Whether `length` bytes at `pointer` are inside. Before a memory is bound nothing is. */
  holds(pointer: number, length: number): boolean {
    return (pointer >>> 0) + (length >>> 0) <= this.#bytes.length;
  }

  bytes(pointer: number, length: number): Uint8Array {
    return this.#bytes.subarray(pointer >>> 0, (pointer >>> 0) + (length >>> 0));
  }

  getU8(pointer: number): number {
    return this.#view.getUint8(pointer >>> 0);
  }

  getU16(pointer: number): number {
    return this.#view.getUint16(pointer >>> 0, true);
  }

  getU32(pointer: number): number {
    return this.#view.getUint32(pointer >>> 0, true);
  }

  getU64(pointer: number): bigint {
    return this.#view.getBigUint64(pointer >>> 0, true);
  }

  setU32(pointer: number, value: number): void {
    this.#view.setUint32(pointer >>> 0, value, true);
  }

  setU64(pointer: number, value: bigint): void {
    this.#view.setBigUint64(pointer >>> 0, value, true);
  }

  /** Writes the first of `bytes` that fit into `length`; says how many. */
  setBytes(pointer: number, length: number, bytes: Uint8Array): number {
    const fitting = bytes.length <= length ? bytes : bytes.subarray(0, length);
    this.#bytes.set(fitting, pointer >>> 0);
    return fitting.length;
  }

  /** The buffers of a scatter or gather list: `count` pairs of pointer and length. They may overlap. */
  buffers(pointer: number, count: number): Uint8Array[] | Errno {
    const pairs = count >>> 0;
    if (pairs > maximumBuffers) return errno.inval;
    if (!this.holds(pointer, 8 * pairs)) return errno.fault;
    const buffers: Uint8Array[] = [];
    for (let pair = pointer >>> 0; buffers.length < pairs; pair += 8) {
      const start = this.#view.getUint32(pair, true);
      const length = this.#view.getUint32(pair + 4, true);
      if (!this.holds(start, length)) return errno.fault;
      buffers.push(this.#bytes.subarray(start, start + length));
    }
    return buffers;
  }
}
