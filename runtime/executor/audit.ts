import { randomBytes } from "node:crypto";
import { constants, fstatSync, ftruncateSync, writeSync } from "node:fs";
import { type FileHandle, mkdir, open, rename } from "node:fs/promises";
import { join } from "node:path";
import {
  AuditBuffer,
  type AuditMemory,
  AuditReader,
  type AuditStream,
  type AuditSubject,
  auditMemory,
  closed,
  firstLine,
  wholeLines,
} from "./audit-buffer.ts";
import { AuditError } from "./audit-error.ts";

export {
  AuditBuffer,
  type AuditLine,
  type AuditMemory,
  type AuditStream,
  type AuditSubject,
  type HostEvent,
} from "./audit-buffer.ts";
export { AuditError, type AuditErrorKind } from "./audit-error.ts";

export interface AuditLogOptions {
  /** Made if it is not there. Under Node's permission model it has to be granted for reading and writing. */
  readonly folder: string;
  /** The files are `<name>.ndjson`, `<name>.1.ndjson` (the one before) and so on. Default: `audit`. */
  readonly name?: string;
  /** Default: 100,000,000. A file is larger only when a single line is. */
  readonly maxFileBytes?: number;
  /** How many files are kept, at least 2, the one being written included. Default: 10. */
  readonly files?: number;
  /** Each thread has two blocks of memory of this size, and the log one. Default: 2 MiB. */
  readonly blockBytes?: number;
}

/** What has become of what was recorded, since the log was opened. */
export interface AuditFigures {
  /** Lines recorded, whether they are in the file yet or not. */
  readonly lines: number;
  /** Bytes written to files. */
  readonly bytes: number;
  readonly rotations: number;
  /** Attempts to write that failed. Nothing was lost: it is tried again. */
  readonly failures: number;
  /** Bytes recorded and not yet written. */
  readonly bufferedBytes: number;
}

const defaults = { name: "audit", maxFileBytes: 100_000_000, files: 10, blockBytes: 2 ** 21 };
/** How long a line that nobody waits for stays in memory, roughly. */
const pollMs = 20;
const newline = Uint8Array.of(10);

/**
 * A log of one JSON line (`AuditLine`) per execution, in files that are rotated by size.
 *
 * Recording a line only writes to memory. Behind it, lines are written in large pieces, one piece at a time.
 *
 * **Back-pressure.** Nothing is dropped. When the disk is slower than the executions, `full` turns true at three
 * quarters of a thread's memory, and whoever executes awaits `ready()` before going on. Who does not is held up at the end
 * of the memory: recording then writes synchronously, and throws when the disk refuses that too.
 *
 * **Errors** of the disk are thrown by `ready`, `flush`, `flushSync` and `close`, and by `record` in the case above.
 * What was to be written stays in memory and is tried again, so a log whose disk was full goes on when there is space.
 *
 * **The end.** `close()` writes everything. When the process exits without it (not by a signal: handle those), an exit
 * handler does, and makes the exit code 1 when it cannot.
 *
 * **Threads.** Only this one writes files. Others record into memory they got by `attach`; lines of one thread are in
 * order, lines of several interleave in pieces.
 */
export class AuditLog {
  readonly #folder: string;
  readonly #name: string;
  readonly #maxFileBytes: number;
  readonly #files: number;
  readonly #blockBytes: number;
  readonly #run = randomBytes(4).toString("hex");
  readonly #own: AuditBuffer;
  readonly #timer: NodeJS.Timeout;
  readonly #onExit = () => this.#writeAtExit();
  readonly #staging: Uint8Array;
  #readers: AuditReader[] = [];
  #threads = 0;
  #handle: FileHandle;
  /** Length of the file as far as this log knows: where the next piece goes. Always the end of a line. */
  #size: number;
  /** False after a failed write: the file may be longer than `#size` by our own doing. */
  #sizeKnown = true;
  /** Bytes at the start of `#staging` that were taken from the readers and are not known to be in the file. */
  #staged = 0;
  /** The current file has got its rotated name, and there is no new one yet. */
  #renamed = false;
  /** Counts synchronous writes, by which an asynchronous one learns that it was overtaken. */
  #overtaken = 0;
  #round: Promise<void> | null = null;
  #catchingUp = false;
  #closing: Promise<void> | null = null;
  #closed = false;
  #linesOfEnded = 0;
  #bytes = 0;
  #rotations = 0;
  #failures = 0;

  /**
   * Opens the log, and goes on with the file that is there.
   *
   * One log at a time may write to a file. Positions are counted and not appended at, so that a piece that was being
   * written when the process began to exit can be written once more without being there twice.
   *
   * @throws {AuditError} `disk`
   * @throws {RangeError} on sizes that make no sense
   */
  static async open(options: AuditLogOptions): Promise<AuditLog> {
    const settings = checked({ ...defaults, ...options });
    const path = join(settings.folder, `${settings.name}.ndjson`);
    try {
      await mkdir(settings.folder, { recursive: true });
      const handle = await openFile(path);
      return new AuditLog(settings, handle, await endOfLines(handle));
    } catch (cause) {
      throw diskError(`the audit log ${path} could not be opened`, cause);
    }
  }

  private constructor(options: Required<AuditLogOptions>, handle: FileHandle, size: number) {
    this.#folder = options.folder;
    this.#name = options.name;
    this.#maxFileBytes = options.maxFileBytes;
    this.#files = options.files;
    this.#blockBytes = options.blockBytes;
    this.#staging = new Uint8Array(options.blockBytes);
    this.#handle = handle;
    this.#size = size;
    this.#own = new AuditBuffer(this.#memory(false), {
      onSealed: () => this.#catchUp(),
      makeRoom: () => this.flushSync(),
    });
    this.#timer = setInterval(() => this.#catchUp(), pollMs).unref();
    process.on("exit", this.#onExit);
  }

  /** Lines of executions in this thread, of one function under the same limits. */
  stream(subject: AuditSubject): AuditStream {
    return this.#own.stream(subject);
  }

  /** Whether this thread should await `ready` before its next execution. */
  get full(): boolean {
    return this.#own.full;
  }

  /**
   * Fulfilled when this thread has room for lines.
   *
   * @throws {AuditError} `disk`, `second-writer`, `closed`
   */
  async ready(): Promise<void> {
    if (this.#closed) throw closed();
    while (this.full) await this.#writeRound();
  }

  /**
   * Memory for another thread, to be sent to it: `new AuditBuffer(memory)` records there.
   * `detach` it when the thread has ended.
   */
  attach(): AuditMemory {
    if (this.#closed) throw closed();
    return this.#memory(true);
  }

  /** Says that a thread has ended, in whatever way. What it recorded is still written. */
  detach(memory: AuditMemory): void {
    const reader = this.#readers.find((each) => each.memory.buffer === memory.buffer);
    if (reader !== undefined) reader.ended = true;
    this.#catchUp();
  }

  /**
   * Fulfilled when everything recorded before is in the file.
   *
   * @throws {AuditError} `disk`, `second-writer`
   */
  async flush(): Promise<void> {
    const goals = this.#readers.map((reader) => ({ reader, goal: reader.taken + reader.pendingBytes }));
    while (this.#staged > 0 || goals.some(({ reader, goal }) => reader.taken < goal))
      await this.#writeRound();
  }

  /**
   * Writes everything recorded before, and comes back when it is in the file. Does not rotate.
   *
   * @throws {AuditError} `disk`
   */
  flushSync(): void {
    if (this.#closed) return;
    if (this.#staged > 0) {
      // Perhaps half written already: the same bytes at the same place.
      this.#writeSync(this.#staging.subarray(0, this.#staged));
      this.#staged = 0;
    }
    for (const reader of this.#readers) {
      for (let lines = reader.pending(); lines.length > 0; lines = reader.pending()) {
        this.#writeSync(lines);
        reader.take(lines.length);
      }
    }
  }

  /**
   * Refuses further lines, writes all there are, and ends the log. Twice does no harm. When it fails, what was recorded
   * is kept and closing can be tried again.
   *
   * @throws {AuditError} `disk`, `second-writer`
   */
  close(): Promise<void> {
    this.#closing ??= this.#end().catch((reason: unknown) => {
      this.#closing = null;
      throw reason;
    });
    return this.#closing;
  }

  figures(): AuditFigures {
    let lines = this.#linesOfEnded;
    let bufferedBytes = this.#staged;
    for (const reader of this.#readers) {
      lines += reader.recorded;
      bufferedBytes += reader.pendingBytes;
    }
    return {
      lines,
      bytes: this.#bytes,
      rotations: this.#rotations,
      failures: this.#failures,
      bufferedBytes,
    };
  }

  #memory(shared: boolean): AuditMemory {
    const memory = auditMemory(`${this.#run}-${this.#threads++}`, this.#blockBytes, shared);
    this.#readers.push(new AuditReader(memory));
    return memory;
  }

  #path(age: number): string {
    return join(this.#folder, age === 0 ? `${this.#name}.ndjson` : `${this.#name}.${age}.ndjson`);
  }

  /** Writes until nothing is left. A failure is counted; the next tick tries again. */
  async #catchUp(): Promise<void> {
    if (this.#catchingUp || this.#closed) return;
    this.#catchingUp = true;
    try {
      this.#forgetEnded();
      while (this.#pending()) await this.#writeRound();
    } catch (failure) {
      if (!(failure instanceof AuditError)) throw failure;
    } finally {
      this.#catchingUp = false;
    }
  }

  #pending(): boolean {
    return this.#staged > 0 || this.#readers.some((reader) => reader.pending().length > 0);
  }

  #forgetEnded(): void {
    this.#readers = this.#readers.filter((reader) => {
      const done = reader.ended && reader.pending().length === 0;
      if (done) this.#linesOfEnded += reader.recorded;
      return !done;
    });
  }

  /** Writes one piece, or joins the write that is under way. */
  #writeRound(): Promise<void> {
    this.#round ??= this.#writePiece()
      .catch((failure: unknown) => {
        this.#failures++;
        throw failure;
      })
      .finally(() => {
        this.#round = null;
      });
    return this.#round;
  }

  async #writePiece(): Promise<void> {
    if (this.#staged === 0 && this.#stage() === "file-full") {
      await this.#rotate();
      this.#stage();
    }
    if (this.#staged === 0) return;
    const overtaken = this.#overtaken;
    const piece = this.#staging.subarray(0, this.#staged);
    try {
      if (this.#sizeKnown) this.#meetNobody();
      else await this.#handle.truncate(this.#size);
      if (overtaken !== this.#overtaken) return;
      await writeAt(this.#handle, piece, this.#size);
    } catch (cause) {
      if (overtaken !== this.#overtaken) return;
      throw await this.#failed(cause);
    }
    if (overtaken !== this.#overtaken) return;
    this.#written(piece.length);
    this.#staged = 0;
  }

  /** Takes whole lines of all threads, as many as fit into one piece and into the file. */
  #stage(): "staged" | "file-full" {
    const room = Math.min(this.#staging.length, this.#maxFileBytes - this.#size);
    // each thread is the first one in its turn, or a busy one would leave no room for others
    this.#readers.push(...this.#readers.splice(0, 1));
    for (const reader of this.#readers) {
      for (let lines = reader.pending(); lines.length > 0; lines = reader.pending()) {
        const fitting = wholeLines(lines, room - this.#staged);
        if (fitting === 0) break;
        this.#take(reader, lines, fitting);
      }
    }
    const waiting = this.#readers.find((reader) => reader.pending().length > 0);
    if (this.#staged > 0 || waiting === undefined) return "staged";
    if (this.#size > 0) return "file-full";
    // A line that is longer than a file may be has one for itself.
    this.#take(waiting, waiting.pending(), firstLine(waiting.pending()));
    return "staged";
  }

  #take(reader: AuditReader, lines: Uint8Array<ArrayBufferLike>, bytes: number): void {
    this.#staging.set(lines.subarray(0, bytes), this.#staged);
    this.#staged += bytes;
    reader.take(bytes);
  }

  /** Renames `audit.1` to `audit.2` and so on, the file to `audit.1`, and begins a new one. */
  async #rotate(): Promise<void> {
    try {
      if (!this.#renamed) {
        for (let age = this.#files - 1; age > 0; age--)
          await renameIfThere(this.#path(age - 1), this.#path(age));
        this.#renamed = true;
      }
      const next = await openFile(this.#path(0));
      const last = this.#handle;
      this.#handle = next;
      this.#size = 0;
      this.#sizeKnown = true;
      this.#renamed = false;
      this.#rotations++;
      await last.close();
    } catch (cause) {
      throw diskError(`the audit log ${this.#path(0)} could not be rotated`, cause);
    }
  }

  /**
   * Makes sure that the file is as this log left it. One that was emptied by hand is gone on with from its start.
   * Synchronous, so that a piece is on its way to the disk before a busy thread next comes to its event loop.
   */
  #meetNobody(): void {
    const { size } = fstatSync(this.#handle.fd);
    if (size > this.#size) throw secondWriter(this.#path(0), size, this.#size);
    this.#size = size;
  }

  /** Takes a half-written line off the file, as far as the disk lets it. */
  async #failed(cause: unknown): Promise<AuditError> {
    if (cause instanceof AuditError) return cause;
    try {
      await this.#handle.truncate(this.#size);
      this.#sizeKnown = true;
    } catch {
      this.#sizeKnown = false;
    }
    return diskError(`the audit log ${this.#path(0)} could not be written`, cause);
  }

  #writeSync(lines: Uint8Array<ArrayBufferLike>): void {
    try {
      let done = 0;
      while (done < lines.length) {
        done += writeSync(this.#handle.fd, lines, done, lines.length - done, this.#size + done);
      }
    } catch (cause) {
      this.#failures++;
      this.#sizeKnown = false;
      if (this.#round === null) truncateIfPossible(this.#handle.fd, this.#size);
      throw diskError(`the audit log ${this.#path(0)} could not be written`, cause);
    }
    this.#overtaken++;
    this.#written(lines.length);
  }

  #written(bytes: number): void {
    this.#size += bytes;
    this.#bytes += bytes;
    this.#sizeKnown = true;
  }

  async #end(): Promise<void> {
    for (const reader of this.#readers) reader.close();
    await this.flush();
    // what a thread was recording when it was told
    this.flushSync();
    await this.#round;
    this.#closed = true;
    clearInterval(this.#timer);
    process.off("exit", this.#onExit);
    try {
      await this.#handle.datasync();
      await this.#handle.close();
    } catch (cause) {
      throw diskError(`the audit log ${this.#path(0)} could not be closed`, cause);
    }
  }

  #writeAtExit(): void {
    try {
      this.flushSync();
    } catch (failure) {
      const { bufferedBytes } = this.figures();
      console.error(`${bufferedBytes} bytes of audit lines are lost: ${String(failure)}`);
      process.exitCode ||= 1;
    }
  }
}

function checked(settings: Required<AuditLogOptions>): Required<AuditLogOptions> {
  const { files, maxFileBytes, blockBytes } = settings;
  const least = { files: 2, maxFileBytes: 1, blockBytes: 4_096 };
  for (const [option, value] of Object.entries({ files, maxFileBytes, blockBytes })) {
    const minimum = least[option as keyof typeof least];
    if (Number.isSafeInteger(value) && value >= minimum) continue;
    throw new RangeError(
      `the audit log's ${option} is ${value}\n  expected: a whole number\n  to do: give ${minimum} or more`,
    );
  }
  return settings;
}

/** Not opened for appending: then, positions would be ignored. */
function openFile(path: string): Promise<FileHandle> {
  return open(path, constants.O_RDWR | constants.O_CREAT, 0o640);
}

/** Where the next line goes. A line that a crash broke off is ended, so that it spoils none but itself. */
async function endOfLines(handle: FileHandle): Promise<number> {
  const { size } = await handle.stat();
  if (size === 0) return 0;
  const { buffer } = await handle.read(new Uint8Array(1), 0, 1, size - 1);
  if (buffer[0] === newline[0]) return size;
  await writeAt(handle, newline, size);
  return size + 1;
}

async function writeAt(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    done += (await handle.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
  }
}

async function renameIfThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (failure) {
    if (!(failure instanceof Error && "code" in failure && failure.code === "ENOENT")) throw failure;
  }
}

/** Takes a half-written line off a file whose disk just failed. */
function truncateIfPossible(descriptor: number, size: number): void {
  try {
    ftruncateSync(descriptor, size);
  } catch {
    // the failure that led here is the one to tell
  }
}

function diskError(happened: string, cause: unknown): AuditError {
  return new AuditError("disk", {
    happened: `${happened}: ${cause instanceof Error ? cause.message : String(cause)}`,
    expected: "a folder that can be read and written, on a disk with space",
    remedy: "make space or grant access; lines that were recorded are kept and written then",
    cause,
  });
}

function secondWriter(path: string, found: number, known: number): AuditError {
  return new AuditError("second-writer", {
    happened: `the audit log ${path} has ${found} bytes where ${known} were written`,
    expected: "one log that writes to a file, and nothing else",
    remedy: "give each process a folder or a name of its own",
  });
}
