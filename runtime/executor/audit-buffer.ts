import type { TrapCategory } from "../host/interface.ts";
import { AuditError } from "./audit-error.ts";
import type { Ending, Refusal } from "./outcome.ts";

/** What is the same for all executions of one function under the same limits. */
export interface AuditSubject {
  /** SHA-256 of the module's bytes in hex; null when it was refused unread. */
  readonly module: string | null;
  readonly function: string;
  /** Limit → figure, with the unit in the name: `fuel`, `memoryBytes`, `wallClockMs`. */
  readonly limits: Readonly<Record<string, number>>;
}

/** Something a program tried and was not given, as a flat object. */
export type HostEvent = { readonly kind: string; readonly [field: string]: string | number };

/**
 * One line of the log. Strings longer than 1,000 UTF-16 units are cut and end in `…`; a figure that is no finite
 * number is null.
 */
export interface AuditLine {
  /** When the execution ended: ISO 8601, UTC, milliseconds. */
  readonly time: string;
  /** `<log>-<thread>-<number>`; the numbers of a thread have no gap. */
  readonly id: string;
  readonly module: string | null;
  readonly function: string;
  readonly limits: Readonly<Record<string, number>>;
  readonly outcome: Ending["kind"];
  /** The trap's category, the reason of a refusal, or the message of a host error. Absent when there is none. */
  readonly detail?: TrapCategory | Refusal | string;
  /** Absent when nothing happened. */
  readonly events?: readonly HostEvent[];
  /** Units burned. */
  readonly fuel: number;
  readonly durationNs: number;
  readonly peakMemoryBytes: number;
}

/** What a thread needs to record lines. Can be sent to a worker, which shares the memory. */
export interface AuditMemory {
  /** Control cells, and behind them two blocks for lines. */
  readonly buffer: ArrayBufferLike;
  /** What the ids of this thread begin with. */
  readonly origin: string;
}

const controlBytes = 64;
/** Indices of `Int32` cells. Those of blocks are followed by that of the second block. */
const cell = { published: 0, sealed: 2, closed: 4 } as const;
/** Index of a `Float64` cell: lines recorded. 64-bit stores are not torn on any machine that V8 compiles for today. */
const recordedCell = 4;

const stringLimit = 1_000;
/** More than `{"time":"…","id":"-","durationNs":…,"peakMemoryBytes":…}` and four numbers ever are. */
const fixedBytes = 256;
/** Endings that a stream keeps; there are fewer trap categories and refusals, and host errors have any number. */
const keptEndings = 32;
const patienceMs = 10_000;

const newline = 10;
const encoder = new TextEncoder();
const noEvents: readonly HostEvent[] = [];
const durationKey = encoder.encode(',"durationNs":');

/** Fresh memory for one thread; `blockBytes` each for two blocks. */
export function auditMemory(origin: string, blockBytes: number, shared: boolean): AuditMemory {
  const size = controlBytes + 2 * blockBytes;
  return { buffer: shared ? new SharedArrayBuffer(size) : new ArrayBuffer(size), origin };
}

/**
 * The lines of one thread on their way to the file: written into one block while the log's owner empties the other. A
 * line counts once its last byte is there, so a thread that is terminated leaves whole lines behind, and its owner
 * still has them.
 *
 * Lines are put together as bytes: concatenated strings took three times as long, most of it in encoding them.
 */
export class AuditBuffer {
  readonly #control: Int32Array<ArrayBufferLike>;
  readonly #recorded: Float64Array<ArrayBufferLike>;
  readonly #bytes: Uint8Array<ArrayBufferLike>;
  readonly #blockBytes: number;
  readonly #origin: string;
  readonly #onSealed: () => void;
  readonly #makeRoom: () => void;
  #block = 0;
  #start = 0;
  #at = 0;
  #end: number;
  /** `{"time":"…","id":"<origin>-` of the millisecond `#stampedAt`. */
  readonly #stamp: Uint8Array;
  #stampedAt = Number.NaN;
  /** `,"peakMemoryBytes":…}` and the end of the line, for the figure `#peak`. */
  #tail: Uint8Array = new Uint8Array(0);
  #peak = Number.NaN;

  /**
   * @param owner of the log, when it runs in this same thread: told when a block is full, and asked to empty the other
   *   at once when both are
   */
  constructor(
    { buffer, origin }: AuditMemory,
    owner?: { readonly onSealed: () => void; readonly makeRoom: () => void },
  ) {
    this.#control = new Int32Array(buffer, 0, 8);
    this.#recorded = new Float64Array(buffer, 0, controlBytes / 8);
    this.#bytes = new Uint8Array(buffer, controlBytes);
    this.#blockBytes = this.#bytes.length / 2;
    this.#end = this.#blockBytes;
    this.#stamp = encoder.encode(`{"time":"${new Date(0).toISOString()}","id":"${origin}-`);
    this.#origin = origin;
    this.#onSealed = owner?.onSealed ?? (() => {});
    this.#makeRoom = owner?.makeRoom ?? (() => this.#waitForOwner());
  }

  /** Lines of executions of one function under the same limits. */
  stream(subject: AuditSubject): AuditStream {
    return new AuditStream(this, subject);
  }

  /** The id in the line with this number. */
  idOf(number: number): string {
    return `${this.#origin}-${number}`;
  }

  /** Whether three quarters of the memory are used: time to await `ready` before the next execution begins. */
  get full(): boolean {
    return (
      this.#at - this.#start > this.#blockBytes / 2 &&
      Atomics.load(this.#control, cell.sealed + 1 - this.#block) === 1
    );
  }

  /**
   * In a worker: fulfilled when there is room again. The thread that owns the log awaits the log's own `ready`.
   *
   * @throws {AuditError} `stalled` when the owner writes nothing for ten seconds
   */
  async ready(): Promise<void> {
    const end = performance.now() + patienceMs;
    while (this.full) {
      if (performance.now() > end) throw stalled();
      await new Promise((resume) => setTimeout(resume, 1));
    }
  }

  /**
   * Adds a line.
   *
   * @param middle what is between the number in the id and the fuel
   * @returns the number in the id
   */
  append(middle: Uint8Array, fuel: number, durationNs: number, peakMemoryBytes: number): number {
    if (this.#control[cell.closed] !== 0) throw closed();
    const most = this.#stamp.length + middle.length + fixedBytes;
    if (this.#at + most > this.#end) this.#advance(most);
    const now = Date.now();
    if (now !== this.#stampedAt) this.#stampWith(now);
    if (peakMemoryBytes !== this.#peak) this.#endWith(peakMemoryBytes);
    const number = (this.#recorded[recordedCell] ?? 0) + 1;

    const bytes = this.#bytes;
    let at = this.#at;
    bytes.set(this.#stamp, at);
    at = putNumber(bytes, at + this.#stamp.length, number);
    bytes.set(middle, at);
    at = putNumber(bytes, at + middle.length, fuel);
    bytes.set(durationKey, at);
    at = putNumber(bytes, at + durationKey.length, durationNs);
    bytes.set(this.#tail, at);
    at += this.#tail.length;

    this.#at = at;
    this.#recorded[recordedCell] = number;
    Atomics.store(this.#control, cell.published + this.#block, at - this.#start);
    return number;
  }

  /** Goes on in the other block. Never drops a line: what cannot be made room for is thrown. */
  #advance(most: number): void {
    if (most > this.#blockBytes) {
      throw new RangeError(
        `an audit line may need ${most} bytes\n  expected: at most ${this.#blockBytes}\n  to do: give the log larger blocks`,
      );
    }
    const other = 1 - this.#block;
    if (Atomics.load(this.#control, cell.sealed + other) === 1) this.#makeRoom();
    // only now: the reader takes the blocks in turns, so never may both be sealed
    Atomics.store(this.#control, cell.sealed + this.#block, 1);
    this.#block = other;
    this.#start = this.#at = other * this.#blockBytes;
    this.#end = this.#start + this.#blockBytes;
    this.#onSealed();
  }

  #waitForOwner(): void {
    const index = cell.sealed + 1 - this.#block;
    if (Atomics.wait(this.#control, index, 1, patienceMs) === "timed-out") throw stalled();
  }

  #stampWith(now: number): void {
    encoder.encodeInto(new Date(now).toISOString(), this.#stamp.subarray('{"time":"'.length));
    this.#stampedAt = now;
  }

  #endWith(peakMemoryBytes: number): void {
    this.#tail = encoder.encode(`,"peakMemoryBytes":${numeral(peakMemoryBytes)}}\n`);
    this.#peak = peakMemoryBytes;
  }
}

/** Lines of executions of one function under the same limits. */
export class AuditStream {
  readonly #buffer: AuditBuffer;
  readonly #head: string;
  readonly #returned: Uint8Array;
  readonly #endings = new Map<Ending["kind"], Map<string, Uint8Array>>();
  #kept = 0;

  /** Made by `AuditBuffer.stream`. */
  constructor(buffer: AuditBuffer, subject: AuditSubject) {
    this.#buffer = buffer;
    this.#head = `","module":${quoted(subject.module)},"function":${quoted(subject.function)},"limits":${quoted(subject.limits)}`;
    this.#returned = this.#middle("returned", "", noEvents);
  }

  /**
   * Records one execution, at its end.
   *
   * @param detail of the outcome; empty when there is none
   * @param fuel units burned
   * @returns the number of the line, with which its id ends
   * @throws {AuditError} when there is no room and none can be made: `disk`, `second-writer`, `stalled`, `closed`
   */
  record(
    kind: Ending["kind"],
    detail: string,
    fuel: number,
    durationNs: number,
    peakMemoryBytes: number,
    events: readonly HostEvent[] = noEvents,
  ): number {
    const middle = events.length === 0 ? this.#ending(kind, detail) : this.#middle(kind, detail, events);
    return this.#buffer.append(middle, fuel, durationNs, peakMemoryBytes);
  }

  /** The id in the line with this number. */
  idOf(number: number): string {
    return this.#buffer.idOf(number);
  }

  #ending(kind: Ending["kind"], detail: string): Uint8Array {
    if (kind === "returned" && detail === "") return this.#returned;
    let endings = this.#endings.get(kind);
    if (endings === undefined) {
      endings = new Map();
      this.#endings.set(kind, endings);
    }
    const kept = endings.get(detail);
    if (kept !== undefined) return kept;
    const made = this.#middle(kind, detail, noEvents);
    if (this.#kept < keptEndings) {
      endings.set(detail, made);
      this.#kept++;
    }
    return made;
  }

  #middle(kind: Ending["kind"], detail: string, events: readonly HostEvent[]): Uint8Array {
    const told = detail === "" ? "" : `,"detail":${quoted(detail)}`;
    const happened = events.length === 0 ? "" : `,"events":${quoted(events)}`;
    return encoder.encode(`${this.#head},"outcome":"${kind}"${told}${happened},"fuel":`);
  }
}

/** The other end of a thread's memory: takes whole lines out, in the order in which they were recorded. */
export class AuditReader {
  readonly memory: AuditMemory;
  /** The thread has ended: nothing will be added. */
  ended = false;
  /** Bytes taken so far. */
  taken = 0;
  readonly #control: Int32Array<ArrayBufferLike>;
  readonly #recorded: Float64Array<ArrayBufferLike>;
  readonly #bytes: Uint8Array<ArrayBufferLike>;
  readonly #blockBytes: number;
  #block = 0;
  #read = 0;

  constructor(memory: AuditMemory) {
    this.memory = memory;
    this.#control = new Int32Array(memory.buffer, 0, 8);
    this.#recorded = new Float64Array(memory.buffer, 0, controlBytes / 8);
    this.#bytes = new Uint8Array(memory.buffer, controlBytes);
    this.#blockBytes = this.#bytes.length / 2;
  }

  /** Lines recorded since the memory was made. */
  get recorded(): number {
    return this.#recorded[recordedCell] ?? 0;
  }

  get pendingBytes(): number {
    const inBlock = Atomics.load(this.#control, cell.published + this.#block) - this.#read;
    return inBlock + Atomics.load(this.#control, cell.published + 1 - this.#block);
  }

  /** Whole lines that come next, as a view of the memory; empty when there are none. `take` frees them. */
  pending(): Uint8Array<ArrayBufferLike> {
    this.#release();
    const start = this.#block * this.#blockBytes;
    const end = start + Atomics.load(this.#control, cell.published + this.#block);
    return this.#bytes.subarray(start + this.#read, end);
  }

  take(bytes: number): void {
    this.#read += bytes;
    this.taken += bytes;
    this.#release();
  }

  /** From now on, the thread's attempts to record are refused. */
  close(): void {
    Atomics.store(this.#control, cell.closed, 1);
  }

  /** Gives a block back that the thread has filled and nothing is left in. */
  #release(): void {
    // In this order: once a block is sealed, its length is final.
    if (Atomics.load(this.#control, cell.sealed + this.#block) === 0) return;
    if (Atomics.load(this.#control, cell.published + this.#block) !== this.#read) return;
    Atomics.store(this.#control, cell.published + this.#block, 0);
    Atomics.store(this.#control, cell.sealed + this.#block, 0);
    Atomics.notify(this.#control, cell.sealed + this.#block);
    this.#block = 1 - this.#block;
    this.#read = 0;
  }
}

/** How much of these lines fits into `room`, without breaking one. */
export function wholeLines(lines: Uint8Array<ArrayBufferLike>, room: number): number {
  if (lines.length <= room) return lines.length;
  return room <= 0 ? 0 : lines.lastIndexOf(newline, room - 1) + 1;
}

/** The length of the first of these lines. */
export function firstLine(lines: Uint8Array<ArrayBufferLike>): number {
  return lines.indexOf(newline) + 1;
}

function stalled(): AuditError {
  return new AuditError("stalled", {
    happened: `the audit log took no line of this thread for ${patienceMs / 1_000} seconds`,
    expected: "the thread that opened the log to write what others recorded",
    remedy: "look whether that thread is blocked, and whether the disk of the log works",
  });
}

/** What becomes of whoever uses a log after its end. */
export function closed(): AuditError {
  return new AuditError("closed", {
    happened: "the audit log is closed",
    expected: "executions to end before their log does",
    remedy: "stop executing, then close the log",
  });
}

function quoted(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => (typeof each === "string" ? cut(each) : each));
}

function cut(text: string): string {
  return text.length <= stringLimit ? text : `${text.slice(0, stringLimit - 1)}…`;
}

/** A figure as JSON. */
function numeral(value: number): string {
  return Number.isFinite(value) ? String(Math.round(value)) : "null";
}

function putNumber(bytes: Uint8Array<ArrayBufferLike>, at: number, value: number): number {
  // beyond 31 bits division is not that of small integers; figures so large are rare enough for the long way
  const small = value | 0;
  return small === value && small >= 0 ? putSmall(bytes, at, small) : putText(bytes, at, numeral(value));
}

function putSmall(bytes: Uint8Array<ArrayBufferLike>, at: number, value: number): number {
  const end = at + digitsOf(value);
  let place = end;
  let rest = value;
  do {
    const tenth = (rest / 10) | 0;
    bytes[--place] = 48 + rest - tenth * 10;
    rest = tenth;
  } while (rest !== 0);
  return end;
}

function digitsOf(value: number): number {
  if (value < 100_000) {
    return value < 100 ? (value < 10 ? 1 : 2) : value < 1_000 ? 3 : value < 10_000 ? 4 : 5;
  }
  if (value < 10_000_000) return value < 1_000_000 ? 6 : 7;
  return value < 100_000_000 ? 8 : value < 1_000_000_000 ? 9 : 10;
}

function putText(bytes: Uint8Array<ArrayBufferLike>, at: number, ascii: string): number {
  for (let index = 0; index < ascii.length; index++) bytes[at + index] = ascii.charCodeAt(index);
  return at + ascii.length;
}
