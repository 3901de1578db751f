import {
  type CallName,
  directoryRights,
  type Errno,
  errno,
  fileRights,
  type Operands,
  realtime,
  type signatures,
} from "./abi.ts";
import { Clock } from "./clock.ts";
import {
  type Descriptor,
  DescriptorTable,
  inputStream,
  type OpenDirectory,
  type OpenFile,
  type OutputStream,
  outputStream,
} from "./descriptors.ts";
import { FileTree, maximumPath, type Place, resolve } from "./file-tree.ts";
import type { GuestMemory } from "./guest-memory.ts";
import type { WasiSetup } from "./options.ts";
import { price } from "./price.ts";
import { type RandomSource, seededRandom, systemRandom } from "./random.ts";

/** Something that a program tried and was not given. */
export type WasiEvent =
  /** It called what is not provided here. */
  | { readonly kind: "unsupported"; readonly call: CallName }
  /** A path was absolute or led out of its directory. */
  | { readonly kind: "escape"; readonly call: CallName; readonly path: string }
  /** It wrote more than a stream takes. */
  | { readonly kind: "output-limit"; readonly stream: "stdout" | "stderr"; readonly limit: number };

/** Thrown through the program when it exits. A program can catch it, but every later call throws it again. */
export class WasiExit {
  readonly code: number;

  constructor(code: number) {
    this.code = code;
  }
}

/** Every call as a function of the state of an execution and the program's memory. */
export type Calls = {
  readonly [Name in CallName]: (
    wasi: Wasi,
    memory: GuestMemory,
    ...operands: Operands<(typeof signatures)[Name]>
  ) => Errno;
};

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const nothing = new Uint8Array(0);

/**
 * The state of one execution: what it was given, what it has open, and what came of it. Making one costs next to
 * nothing; its parts are made when they are first used.
 */
export class Wasi {
  readonly setup: WasiSetup;
  readonly #audit: ((event: WasiEvent) => void) | undefined;
  #audited: Set<string> | undefined;
  #clock: Clock | undefined;
  #random: RandomSource | undefined;
  #tree: FileTree | undefined;
  #descriptors: DescriptorTable | undefined;
  #stdout: OutputStream | undefined;
  #stderr: OutputStream | undefined;
  #exit: WasiExit | undefined;
  #cost = 0;

  /** @param audit is told of the first event of each kind for each call or stream, so a program cannot flood it */
  constructor(setup: WasiSetup, audit?: (event: WasiEvent) => void) {
    this.setup = setup;
    this.#audit = audit;
  }

  /** What the program exited with, an unsigned 32-bit number; undefined when it did not call `proc_exit`. */
  get exitCode(): number | undefined {
    return this.#exit?.code;
  }

  /** What was written, not copied. */
  get stdout(): Uint8Array {
    return this.#stdout?.bytes.content ?? nothing;
  }

  /** What was written, not copied. */
  get stderr(): Uint8Array {
    return this.#stderr?.bytes.content ?? nothing;
  }

  /** All files as they are now, by absolute path. Contents are not copied. */
  files(): Record<string, Uint8Array> {
    return this.tree.snapshot();
  }

  /** Ends the program. */
  exit(code: number): never {
    this.#exit = new WasiExit(code);
    throw this.#exit;
  }

  /** Ends a program that went on after its exit. */
  stopIfExited(): void {
    if (this.#exit !== undefined) throw this.#exit;
  }

  /** Counts bytes that were moved for the program. */
  moved(bytes: number): void {
    this.#cost += bytes / price.bytesPerUnit;
  }

  /** Counts buffers, entries and the like that were gone through for the program. */
  handled(items: number): void {
    this.#cost += items * price.item;
  }

  /** What was counted since this was last asked, in units of fuel. */
  takeCost(): number {
    const cost = Math.floor(this.#cost);
    this.#cost = 0;
    return cost;
  }

  get clock(): Clock {
    this.#clock ??= new Clock(this.setup.clock);
    return this.#clock;
  }

  get random(): RandomSource {
    this.#random ??= this.setup.random === "real" ? systemRandom : seededRandom(this.setup.seed);
    return this.#random;
  }

  get tree(): FileTree {
    this.#tree ??= this.#plant();
    return this.#tree;
  }

  get descriptors(): DescriptorTable {
    this.#descriptors ??= this.#open();
    return this.#descriptors;
  }

  unsupported(call: CallName): Errno {
    this.#report(call, { kind: "unsupported", call });
    return errno.nosys;
  }

  outputLimitReached(stream: "stdout" | "stderr"): void {
    this.#report(stream, { kind: "output-limit", stream, limit: this.setup.outputLimit });
  }

  /** A descriptor that has a right (0: any will do). */
  descriptor(number: number, right: number): Descriptor | Errno {
    const descriptor = this.descriptors.get(number);
    if (descriptor === undefined) return errno.badf;
    return (descriptor.rights & right) === right ? descriptor : errno.notcapable;
  }

  file(number: number, right: number): OpenFile | Errno {
    const descriptor = this.descriptors.get(number);
    if (descriptor === undefined) return errno.badf;
    if (descriptor.kind === "directory") return errno.isdir;
    if (descriptor.kind !== "file") return errno.spipe;
    return (descriptor.rights & right) === right ? descriptor : errno.notcapable;
  }

  directory(number: number, right: number): OpenDirectory | Errno {
    const descriptor = this.descriptors.get(number);
    if (descriptor === undefined) return errno.badf;
    if (descriptor.kind !== "directory") return errno.notdir;
    return (descriptor.rights & right) === right ? descriptor : errno.notcapable;
  }

  /** Where the path at `pointer` leads from a directory that has a right. */
  place(
    call: CallName,
    number: number,
    right: number,
    memory: GuestMemory,
    pointer: number,
    length: number,
  ): Place | Errno {
    const directory = this.directory(number, right);
    if (typeof directory === "number") return directory;
    if (!memory.holds(pointer, length)) return errno.fault;
    if (length >>> 0 > maximumPath) return errno.nametoolong;
    this.#cost += length * price.pathByte;
    const path = decoded(memory.bytes(pointer, length));
    if (typeof path === "number") return path;
    const place = resolve(directory.node, path);
    if (place === errno.notcapable) this.#report(call, { kind: "escape", call, path });
    return place;
  }

  close(descriptor: Descriptor): void {
    if (descriptor.kind === "file") this.tree.closed(descriptor.node);
  }

  #report(subject: string, event: WasiEvent): void {
    if (this.#audit === undefined) return;
    this.#audited ??= new Set();
    const key = `${event.kind} ${subject}`;
    if (this.#audited.has(key)) return;
    this.#audited.add(key);
    this.#audit(event);
  }

  #plant(): FileTree {
    const tree = new FileTree(this.setup.fileLimit, {
      now: () => this.clock.now(realtime),
      moved: (bytes) => this.moved(bytes),
      handled: (items) => this.handled(items),
    });
    for (const file of this.setup.files) tree.add(file);
    for (const { path } of this.setup.preopens) tree.directoryAt(path);
    return tree;
  }

  #open(): DescriptorTable {
    this.#stdout = outputStream("stdout");
    this.#stderr = outputStream("stderr");
    const open: Descriptor[] = [inputStream(this.setup.stdin), this.#stdout, this.#stderr];
    for (const { name, path } of this.setup.preopens) {
      open.push({
        kind: "directory",
        node: this.tree.directoryAt(path),
        preopen: name,
        rights: directoryRights,
        inheriting: directoryRights | fileRights,
        flags: 0,
      });
    }
    return new DescriptorTable(open, this.setup.descriptorLimit);
  }
}

function decoded(bytes: Uint8Array): string | Errno {
  try {
    // A copy: the decoder does not take shared memory.
    const path = decoder.decode(bytes.slice());
    return path.includes("\0") ? errno.inval : path;
  } catch {
    return errno.ilseq;
  }
}
