import { type Errno, errno, inputRights, outputRights } from "./abi.ts";
import { ByteStore } from "./byte-store.ts";
import type { Directory, File } from "./file-tree.ts";

interface Open {
  rights: number;
  /** Rights that what is opened through this descriptor can have. */
  inheriting: number;
  flags: number;
}

export interface InputStream extends Open {
  readonly kind: "input";
  readonly bytes: Uint8Array;
  position: number;
}

export interface OutputStream extends Open {
  readonly kind: "output";
  readonly name: "stdout" | "stderr";
  readonly bytes: ByteStore;
}

export interface OpenFile extends Open {
  readonly kind: "file";
  readonly node: File;
  position: number;
}

export interface OpenDirectory extends Open {
  readonly kind: "directory";
  readonly node: Directory;
  /** UTF-8 of the name under which the program finds it, when it is open from the start. */
  readonly preopen: Uint8Array | null;
}

export type Descriptor = InputStream | OutputStream | OpenFile | OpenDirectory;

export function inputStream(bytes: Uint8Array): InputStream {
  return { kind: "input", bytes, position: 0, rights: inputRights, inheriting: 0, flags: 0 };
}

export function outputStream(name: "stdout" | "stderr"): OutputStream {
  return { kind: "output", name, bytes: new ByteStore(), rights: outputRights, inheriting: 0, flags: 0 };
}

/** What is open, by number. A new descriptor gets the lowest number that is free. */
export class DescriptorTable {
  readonly #open: (Descriptor | undefined)[];
  readonly #limit: number;

  /** @param open what is open from the start, from 0 on; it may be more than `limit` */
  constructor(open: Descriptor[], limit: number) {
    this.#open = open;
    this.#limit = limit;
  }

  get full(): boolean {
    return this.#open.length >= this.#limit && !this.#open.includes(undefined);
  }

  get(number: number): Descriptor | undefined {
    return this.#open[number];
  }

  /** To be called when the table is not full. */
  add(descriptor: Descriptor): number {
    const free = this.#open.indexOf(undefined);
    const number = free === -1 ? this.#open.length : free;
    this.#open[number] = descriptor;
    return number;
  }

  /** Takes a descriptor out. */
  remove(number: number): Descriptor | undefined {
    const removed = this.#open[number];
    if (removed !== undefined) this.#open[number] = undefined;
    return removed;
  }

  /** Puts one descriptor in the place of another; says which that was. */
  renumber(from: number, to: number): Descriptor | Errno {
    const moved = this.#open[from];
    const replaced = this.#open[to];
    if (moved === undefined || replaced === undefined) return errno.badf;
    if (from === to) return errno.success;
    this.#open[to] = moved;
    this.#open[from] = undefined;
    return replaced;
  }
}
