import { Buffer } from "node:buffer";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WASI } from "node:wasi";
import { type CallName, directoryRights, fileRights, moduleName } from "../../runtime/executor/wasi/abi.ts";
import {
  Wasi,
  type WasiEvent,
  type WasiOptions,
  WasiPort,
  wasiSetup,
} from "../../runtime/executor/wasi/index.ts";

type Functions = Readonly<Record<string, (...operands: readonly (number | bigint)[]) => number>>;

/** Where in memory operands and results go. */
const at = { buffers: 0, result: 64, struct: 128, path: 1024, otherPath: 8192, data: 16_384 };
const maximumData = 32_768;

/** An error number, and what the call gave besides. */
export type Answer = readonly [error: number, ...given: readonly (number | string)[]];

export interface OpenOptions {
  readonly flags?: number;
  readonly rights?: number;
  readonly inheriting?: number;
  readonly descriptorFlags?: number;
}

/** Calls WASI as a program would, without one. */
export class Caller {
  readonly memory: WebAssembly.Memory;
  readonly #functions: Functions;

  constructor(functions: WebAssembly.ModuleImports, memory: WebAssembly.Memory) {
    this.#functions = functions as Functions;
    this.memory = memory;
  }

  get bytes(): Uint8Array {
    return new Uint8Array(this.memory.buffer);
  }

  get view(): DataView {
    return new DataView(this.memory.buffer);
  }

  call(name: CallName, ...operands: readonly (number | bigint)[]): number {
    const found = this.#functions[name];
    if (found === undefined) throw new Error(`there is no ${name}`);
    return found(...operands);
  }

  makeDirectory(path: string, directory = 3): Answer {
    return [this.call("path_create_directory", directory, ...this.#path(path))];
  }

  removeDirectory(path: string, directory = 3): Answer {
    return [this.call("path_remove_directory", directory, ...this.#path(path))];
  }

  unlink(path: string, directory = 3): Answer {
    return [this.call("path_unlink_file", directory, ...this.#path(path))];
  }

  rename(path: string, newPath: string, directory = 3, newDirectory = directory): Answer {
    const operands = [...this.#path(path), newDirectory, ...this.#path(newPath, at.otherPath)];
    return [this.call("path_rename", directory, ...operands)];
  }

  /** Gives the descriptor. */
  open(path: string, options: OpenOptions = {}, directory = 3): Answer {
    const { flags = 0, rights = fileRights, inheriting = 0, descriptorFlags = 0 } = options;
    const error = this.call(
      "path_open",
      directory,
      0,
      ...this.#path(path),
      flags,
      BigInt(rights),
      BigInt(inheriting),
      descriptorFlags,
      at.result,
    );
    return error === 0 ? [error, this.view.getUint32(at.result, true)] : [error];
  }

  openDirectory(path: string, directory = 3): Answer {
    const options = { flags: 2, rights: directoryRights, inheriting: directoryRights | fileRights };
    return this.open(path, options, directory);
  }

  close(descriptor: number): Answer {
    return [this.call("fd_close", descriptor)];
  }

  /** Gives the number of bytes written; `parts` are written as so many buffers. */
  write(descriptor: number, ...parts: readonly string[]): Answer {
    return this.#moved(this.call("fd_write", descriptor, ...this.#gather(parts), at.result));
  }

  writeAt(descriptor: number, offset: bigint, ...parts: readonly string[]): Answer {
    return this.#moved(this.call("fd_pwrite", descriptor, ...this.#gather(parts), offset, at.result));
  }

  /** Gives the number of bytes read, and them. */
  read(descriptor: number, ...lengths: readonly number[]): Answer {
    return this.#readAnswer(this.call("fd_read", descriptor, ...this.#scatter(lengths), at.result));
  }

  readAt(descriptor: number, offset: bigint, ...lengths: readonly number[]): Answer {
    return this.#readAnswer(this.call("fd_pread", descriptor, ...this.#scatter(lengths), offset, at.result));
  }

  /** Gives the new position. */
  seek(descriptor: number, offset: bigint, whence: number): Answer {
    return this.#position(this.call("fd_seek", descriptor, offset, whence, at.result));
  }

  tell(descriptor: number): Answer {
    return this.#position(this.call("fd_tell", descriptor, at.result));
  }

  setSize(descriptor: number, size: bigint): Answer {
    return [this.call("fd_filestat_set_size", descriptor, size)];
  }

  allocate(descriptor: number, offset: bigint, length: bigint): Answer {
    return [this.call("fd_allocate", descriptor, offset, length)];
  }

  renumber(from: number, to: number): Answer {
    return [this.call("fd_renumber", from, to)];
  }

  /** Gives the type, and the size of a file. */
  stat(descriptor: number): Answer {
    return this.#filestat(this.call("fd_filestat_get", descriptor, at.struct));
  }

  statPath(path: string, directory = 3): Answer {
    return this.#filestat(this.call("path_filestat_get", directory, 1, ...this.#path(path), at.struct));
  }

  /** Gives the type of what is open. */
  descriptorType(descriptor: number): Answer {
    const error = this.call("fd_fdstat_get", descriptor, at.struct);
    return error === 0 ? [error, this.view.getUint8(at.struct)] : [error];
  }

  /** Gives the names in a directory with their types, those of the directory itself and its parent left out. */
  list(directory: number, length = maximumData): Answer {
    const entries: string[] = [];
    let cookie = 0n;
    for (;;) {
      const error = this.call("fd_readdir", directory, at.data, length, cookie, at.result);
      if (error !== 0) return [error];
      const used = this.view.getUint32(at.result, true);
      let next = at.data;
      while (next + 24 <= at.data + used) {
        const nameLength = this.view.getUint32(next + 16, true);
        if (next + 24 + nameLength > at.data + used) break;
        cookie = this.view.getBigUint64(next, true);
        const name = Buffer.from(this.bytes.subarray(next + 24, next + 24 + nameLength)).toString();
        if (name !== "." && name !== "..") entries.push(`${name} ${this.view.getUint8(next + 20)}`);
        next += 24 + nameLength;
      }
      if (used < length) return [error, ...entries];
    }
  }

  /** Gives the time in nanoseconds, as text. */
  time(clock: number): Answer {
    const error = this.call("clock_time_get", clock, 0n, at.result);
    return error === 0 ? [error, String(this.view.getBigUint64(at.result, true))] : [error];
  }

  /** Gives bytes in hexadecimal. */
  random(length: number): Answer {
    const error = this.call("random_get", at.data, length);
    return [error, Buffer.from(this.bytes.subarray(at.data, at.data + length)).toString("hex")];
  }

  #path(path: string, address = at.path): [number, number] {
    const bytes = Buffer.from(path);
    this.bytes.set(bytes, address);
    return [address, bytes.length];
  }

  #gather(parts: readonly string[]): [number, number] {
    const buffers = this.#scatter(parts.map((part) => Buffer.byteLength(part)));
    this.bytes.set(Buffer.from(parts.join("")), at.data);
    return buffers;
  }

  #scatter(lengths: readonly number[]): [number, number] {
    let address = at.data;
    lengths.forEach((length, index) => {
      this.view.setUint32(at.buffers + 8 * index, address, true);
      this.view.setUint32(at.buffers + 8 * index + 4, length, true);
      address += length;
    });
    return [at.buffers, lengths.length];
  }

  #moved(error: number): Answer {
    return error === 0 ? [error, this.view.getUint32(at.result, true)] : [error];
  }

  #readAnswer(error: number): Answer {
    if (error !== 0) return [error];
    const count = this.view.getUint32(at.result, true);
    return [error, count, Buffer.from(this.bytes.subarray(at.data, at.data + count)).toString()];
  }

  #position(error: number): Answer {
    return error === 0 ? [error, String(this.view.getBigUint64(at.result, true))] : [error];
  }

  #filestat(error: number): Answer {
    if (error !== 0) return [error];
    const type = this.view.getUint8(at.struct + 16);
    const regularFile = 4;
    return type === regularFile
      ? [error, type, String(this.view.getBigUint64(at.struct + 32, true))]
      : [error, type];
  }
}

/** A caller of Fuelgauge's WASI, with the state that it works on and what it was told to audit. */
export interface Bench {
  readonly caller: Caller;
  readonly wasi: Wasi;
  readonly events: readonly WasiEvent[];
  /** Units charged so far. */
  charged(): number;
}

export function bench(options: WasiOptions = {}, memory = new WebAssembly.Memory({ initial: 1 })): Bench {
  const events: WasiEvent[] = [];
  const wasi = new Wasi(wasiSetup(options), (event) => events.push(event));
  let charged = 0;
  const port = new WasiPort(wasi, (units) => {
    charged += units;
  });
  port.bind(memory);
  return { caller: new Caller(functionsOf(port.imports), memory), wasi, events, charged: () => charged };
}

export function functionsOf(imports: WebAssembly.Imports): WebAssembly.ModuleImports {
  const functions = imports[moduleName];
  if (functions === undefined) throw new Error(`nothing is imported as ${moduleName}`);
  return functions;
}

/** A caller of Node's WASI, in an empty folder of its own that goes with it. */
export function nodeCaller(preopen: string): Disposable & { readonly caller: Caller } {
  const folder = mkdtempSync(join(tmpdir(), "wasi-"));
  const wasi = new WASI({ version: "preview1", preopens: { [preopen]: folder } });
  const memory = new WebAssembly.Memory({ initial: 1 });
  // not in the types yet: tells Node which memory to use, without an instance
  const bindable = wasi as unknown as { finalizeBindings(instance: object, options: object): void };
  bindable.finalizeBindings({ exports: { memory } }, { memory });
  const caller = new Caller(functionsOf(wasi.getImportObject() as WebAssembly.Imports), memory);
  return { caller, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) };
}
