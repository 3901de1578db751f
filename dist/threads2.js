import { r as __require, t as __commonJSMin } from "./rolldown-runtime.js";
import { n as outcomeKinds, r as trapCategories } from "./interface.js";
import { a as moduleName, i as wasiSetup, n as WasiExit, r as WasiPort, t as Wasi } from "./wasi.js";
import { a as grantFunction, i as Gauge$1, n as meter, o as readLayout, s as MalformedModule } from "./meter2.js";
import { t as trapCategoryOf } from "./trap.js";
import "node:http";
import "node:worker_threads";
import { createHash, randomBytes } from "node:crypto";
import { mkdir, open, rename } from "node:fs/promises";
import { join } from "node:path";
import { constants, fstatSync, ftruncateSync, writeSync } from "node:fs";
import { availableParallelism } from "node:os";
import { Piscina } from "./packages/piscina/index.mjs";
// runtime/executor/audit-error.ts
var AuditError = class extends Error {
	name = "AuditError";
	kind;
	code;
	constructor(kind, parts) {
		super(`${parts.happened}\n  expected: ${parts.expected}\n  to do: ${parts.remedy}`, { cause: parts.cause });
		this.kind = kind;
		this.code = codeOf(parts.cause);
	}
};
function codeOf(cause) {
	return cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : null;
}
// runtime/executor/audit-buffer.ts
const controlBytes = 64;
const cell = {
	published: 0,
	sealed: 2,
	closed: 4
};
const recordedCell = 4;
const stringLimit = 1e3;
const fixedBytes = 256;
const keptEndings = 32;
const patienceMs = 1e4;
const newline$1 = 10;
const encoder = new TextEncoder();
const noEvents$1 = [];
const durationKey = encoder.encode(",\"durationNs\":");
function auditMemory(origin, blockBytes, shared) {
	const size = controlBytes + 2 * blockBytes;
	return {
		buffer: shared ? new SharedArrayBuffer(size) : new ArrayBuffer(size),
		origin
	};
}
var AuditBuffer = class {
	#control;
	#recorded;
	#bytes;
	#blockBytes;
	#origin;
	#onSealed;
	#makeRoom;
	#block = 0;
	#start = 0;
	#at = 0;
	#end;
	#stamp;
	#stampedAt = NaN;
	#tail = /* @__PURE__ */ new Uint8Array(0);
	#peak = NaN;
	constructor({ buffer, origin }, owner) {
		this.#control = new Int32Array(buffer, 0, 8);
		this.#recorded = new Float64Array(buffer, 0, controlBytes / 8);
		this.#bytes = new Uint8Array(buffer, controlBytes);
		this.#blockBytes = this.#bytes.length / 2;
		this.#end = this.#blockBytes;
		this.#stamp = encoder.encode(`{"time":"${(/* @__PURE__ */ new Date(0)).toISOString()}","id":"${origin}-`);
		this.#origin = origin;
		this.#onSealed = owner?.onSealed ?? (() => {});
		this.#makeRoom = owner?.makeRoom ?? (() => this.#waitForOwner());
	}
	stream(subject) {
		return new AuditStream(this, subject);
	}
	idOf(number) {
		return `${this.#origin}-${number}`;
	}
	get full() {
		return this.#at - this.#start > this.#blockBytes / 2 && Atomics.load(this.#control, cell.sealed + 1 - this.#block) === 1;
	}
	async ready() {
		const end = performance.now() + patienceMs;
		while (this.full) {
			if (performance.now() > end) throw stalled();
			await new Promise((resume) => setTimeout(resume, 1));
		}
	}
	append(middle, fuel, durationNs, peakMemoryBytes) {
		if (this.#control[cell.closed] !== 0) throw closed$1();
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
	#advance(most) {
		if (most > this.#blockBytes) throw new RangeError(`an audit line may need ${most} bytes\n  expected: at most ${this.#blockBytes}\n  to do: give the log larger blocks`);
		const other = 1 - this.#block;
		if (Atomics.load(this.#control, cell.sealed + other) === 1) this.#makeRoom();
		Atomics.store(this.#control, cell.sealed + this.#block, 1);
		this.#block = other;
		this.#start = this.#at = other * this.#blockBytes;
		this.#end = this.#start + this.#blockBytes;
		this.#onSealed();
	}
	#waitForOwner() {
		const index = cell.sealed + 1 - this.#block;
		if (Atomics.wait(this.#control, index, 1, patienceMs) === "timed-out") throw stalled();
	}
	#stampWith(now) {
		encoder.encodeInto(new Date(now).toISOString(), this.#stamp.subarray(9));
		this.#stampedAt = now;
	}
	#endWith(peakMemoryBytes) {
		this.#tail = encoder.encode(`,"peakMemoryBytes":${numeral(peakMemoryBytes)}}\n`);
		this.#peak = peakMemoryBytes;
	}
};
var AuditStream = class {
	#buffer;
	#head;
	#returned;
	#endings = /* @__PURE__ */ new Map();
	#kept = 0;
	constructor(buffer, subject) {
		this.#buffer = buffer;
		this.#head = `","module":${quoted(subject.module)},"function":${quoted(subject.function)},"limits":${quoted(subject.limits)}`;
		this.#returned = this.#middle("returned", "", noEvents$1);
	}
	record(kind, detail, fuel, durationNs, peakMemoryBytes, events = noEvents$1) {
		const middle = events.length === 0 ? this.#ending(kind, detail) : this.#middle(kind, detail, events);
		return this.#buffer.append(middle, fuel, durationNs, peakMemoryBytes);
	}
	idOf(number) {
		return this.#buffer.idOf(number);
	}
	#ending(kind, detail) {
		if (kind === "returned" && detail === "") return this.#returned;
		let endings = this.#endings.get(kind);
		if (endings === void 0) {
			endings = /* @__PURE__ */ new Map();
			this.#endings.set(kind, endings);
		}
		const kept = endings.get(detail);
		if (kept !== void 0) return kept;
		const made = this.#middle(kind, detail, noEvents$1);
		if (this.#kept < keptEndings) {
			endings.set(detail, made);
			this.#kept++;
		}
		return made;
	}
	#middle(kind, detail, events) {
		const told = detail === "" ? "" : `,"detail":${quoted(detail)}`;
		const happened = events.length === 0 ? "" : `,"events":${quoted(events)}`;
		return encoder.encode(`${this.#head},"outcome":"${kind}"${told}${happened},"fuel":`);
	}
};
var AuditReader = class {
	memory;
	ended = false;
	taken = 0;
	#control;
	#recorded;
	#bytes;
	#blockBytes;
	#block = 0;
	#read = 0;
	constructor(memory) {
		this.memory = memory;
		this.#control = new Int32Array(memory.buffer, 0, 8);
		this.#recorded = new Float64Array(memory.buffer, 0, controlBytes / 8);
		this.#bytes = new Uint8Array(memory.buffer, controlBytes);
		this.#blockBytes = this.#bytes.length / 2;
	}
	get recorded() {
		return this.#recorded[recordedCell] ?? 0;
	}
	get pendingBytes() {
		return Atomics.load(this.#control, cell.published + this.#block) - this.#read + Atomics.load(this.#control, cell.published + 1 - this.#block);
	}
	pending() {
		this.#release();
		const start = this.#block * this.#blockBytes;
		const end = start + Atomics.load(this.#control, cell.published + this.#block);
		return this.#bytes.subarray(start + this.#read, end);
	}
	take(bytes) {
		this.#read += bytes;
		this.taken += bytes;
		this.#release();
	}
	close() {
		Atomics.store(this.#control, cell.closed, 1);
	}
	#release() {
		if (Atomics.load(this.#control, cell.sealed + this.#block) === 0) return;
		if (Atomics.load(this.#control, cell.published + this.#block) !== this.#read) return;
		Atomics.store(this.#control, cell.published + this.#block, 0);
		Atomics.store(this.#control, cell.sealed + this.#block, 0);
		Atomics.notify(this.#control, cell.sealed + this.#block);
		this.#block = 1 - this.#block;
		this.#read = 0;
	}
};
function wholeLines(lines, room) {
	if (lines.length <= room) return lines.length;
	return room <= 0 ? 0 : lines.lastIndexOf(newline$1, room - 1) + 1;
}
function firstLine(lines) {
	return lines.indexOf(newline$1) + 1;
}
function stalled() {
	return new AuditError("stalled", {
		happened: `the audit log took no line of this thread for ${patienceMs / 1e3} seconds`,
		expected: "the thread that opened the log to write what others recorded",
		remedy: "look whether that thread is blocked, and whether the disk of the log works"
	});
}
function closed$1() {
	return new AuditError("closed", {
		happened: "the audit log is closed",
		expected: "executions to end before their log does",
		remedy: "stop executing, then close the log"
	});
}
function quoted(value) {
	return JSON.stringify(value, (_key, each) => typeof each === "string" ? cut(each) : each);
}
function cut(text) {
	return text.length <= stringLimit ? text : `${text.slice(0, 999)}…`;
}
function numeral(value) {
	return Number.isFinite(value) ? String(Math.round(value)) : "null";
}
function putNumber(bytes, at, value) {
	const small = value | 0;
	return small === value && small >= 0 ? putSmall(bytes, at, small) : putText(bytes, at, numeral(value));
}
function putSmall(bytes, at, value) {
	const end = at + digitsOf(value);
	let place = end;
	let rest = value;
	do {
		const tenth = rest / 10 | 0;
		bytes[--place] = 48 + rest - tenth * 10;
		rest = tenth;
	} while (rest !== 0);
	return end;
}
function digitsOf(value) {
	if (value < 1e5) return value < 100 ? value < 10 ? 1 : 2 : value < 1e3 ? 3 : value < 1e4 ? 4 : 5;
	if (value < 1e7) return value < 1e6 ? 6 : 7;
	return value < 1e8 ? 8 : value < 1e9 ? 9 : 10;
}
function putText(bytes, at, ascii) {
	for (let index = 0; index < ascii.length; index++) bytes[at + index] = ascii.charCodeAt(index);
	return at + ascii.length;
}
// runtime/executor/audit.ts
const defaults = {
	name: "audit",
	maxFileBytes: 1e8,
	files: 10,
	blockBytes: 2 ** 21
};
const pollMs = 20;
const newline = Uint8Array.of(10);
var AuditLog = class AuditLog {
	#folder;
	#name;
	#maxFileBytes;
	#files;
	#blockBytes;
	#run = randomBytes(4).toString("hex");
	#own;
	#timer;
	#onExit = () => this.#writeAtExit();
	#staging;
	#readers = [];
	#threads = 0;
	#handle;
	#size;
	#sizeKnown = true;
	#staged = 0;
	#renamed = false;
	#overtaken = 0;
	#round = null;
	#catchingUp = false;
	#closing = null;
	#closed = false;
	#linesOfEnded = 0;
	#bytes = 0;
	#rotations = 0;
	#failures = 0;
	static async open(options) {
		const settings = checked({
			...defaults,
			...options
		});
		const path = join(settings.folder, `${settings.name}.ndjson`);
		try {
			await mkdir(settings.folder, { recursive: true });
			const handle = await openFile(path);
			return new AuditLog(settings, handle, await endOfLines(handle));
		} catch (cause) {
			throw diskError(`the audit log ${path} could not be opened`, cause);
		}
	}
	constructor(options, handle, size) {
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
			makeRoom: () => this.flushSync()
		});
		this.#timer = setInterval(() => this.#catchUp(), pollMs).unref();
		process.on("exit", this.#onExit);
	}
	stream(subject) {
		return this.#own.stream(subject);
	}
	get full() {
		return this.#own.full;
	}
	async ready() {
		if (this.#closed) throw closed$1();
		while (this.full) await this.#writeRound();
	}
	attach() {
		if (this.#closed) throw closed$1();
		return this.#memory(true);
	}
	detach(memory) {
		const reader = this.#readers.find((each) => each.memory.buffer === memory.buffer);
		if (reader !== void 0) reader.ended = true;
		this.#catchUp();
	}
	async flush() {
		const goals = this.#readers.map((reader) => ({
			reader,
			goal: reader.taken + reader.pendingBytes
		}));
		while (this.#staged > 0 || goals.some(({ reader, goal }) => reader.taken < goal)) await this.#writeRound();
	}
	flushSync() {
		if (this.#closed) return;
		if (this.#staged > 0) {
			this.#writeSync(this.#staging.subarray(0, this.#staged));
			this.#staged = 0;
		}
		for (const reader of this.#readers) for (let lines = reader.pending(); lines.length > 0; lines = reader.pending()) {
			this.#writeSync(lines);
			reader.take(lines.length);
		}
	}
	close() {
		this.#closing ??= this.#end().catch((reason) => {
			this.#closing = null;
			throw reason;
		});
		return this.#closing;
	}
	figures() {
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
			bufferedBytes
		};
	}
	#memory(shared) {
		const memory = auditMemory(`${this.#run}-${this.#threads++}`, this.#blockBytes, shared);
		this.#readers.push(new AuditReader(memory));
		return memory;
	}
	#path(age) {
		return join(this.#folder, age === 0 ? `${this.#name}.ndjson` : `${this.#name}.${age}.ndjson`);
	}
	async #catchUp() {
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
	#pending() {
		return this.#staged > 0 || this.#readers.some((reader) => reader.pending().length > 0);
	}
	#forgetEnded() {
		this.#readers = this.#readers.filter((reader) => {
			const done = reader.ended && reader.pending().length === 0;
			if (done) this.#linesOfEnded += reader.recorded;
			return !done;
		});
	}
	#writeRound() {
		this.#round ??= this.#writePiece().catch((failure) => {
			this.#failures++;
			throw failure;
		}).finally(() => {
			this.#round = null;
		});
		return this.#round;
	}
	async #writePiece() {
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
	#stage() {
		const room = Math.min(this.#staging.length, this.#maxFileBytes - this.#size);
		this.#readers.push(...this.#readers.splice(0, 1));
		for (const reader of this.#readers) for (let lines = reader.pending(); lines.length > 0; lines = reader.pending()) {
			const fitting = wholeLines(lines, room - this.#staged);
			if (fitting === 0) break;
			this.#take(reader, lines, fitting);
		}
		const waiting = this.#readers.find((reader) => reader.pending().length > 0);
		if (this.#staged > 0 || waiting === void 0) return "staged";
		if (this.#size > 0) return "file-full";
		this.#take(waiting, waiting.pending(), firstLine(waiting.pending()));
		return "staged";
	}
	#take(reader, lines, bytes) {
		this.#staging.set(lines.subarray(0, bytes), this.#staged);
		this.#staged += bytes;
		reader.take(bytes);
	}
	async #rotate() {
		try {
			if (!this.#renamed) {
				for (let age = this.#files - 1; age > 0; age--) await renameIfThere(this.#path(age - 1), this.#path(age));
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
	#meetNobody() {
		const { size } = fstatSync(this.#handle.fd);
		if (size > this.#size) throw secondWriter(this.#path(0), size, this.#size);
		this.#size = size;
	}
	async #failed(cause) {
		if (cause instanceof AuditError) return cause;
		try {
			await this.#handle.truncate(this.#size);
			this.#sizeKnown = true;
		} catch {
			this.#sizeKnown = false;
		}
		return diskError(`the audit log ${this.#path(0)} could not be written`, cause);
	}
	#writeSync(lines) {
		try {
			let done = 0;
			while (done < lines.length) done += writeSync(this.#handle.fd, lines, done, lines.length - done, this.#size + done);
		} catch (cause) {
			this.#failures++;
			this.#sizeKnown = false;
			if (this.#round === null) truncateIfPossible(this.#handle.fd, this.#size);
			throw diskError(`the audit log ${this.#path(0)} could not be written`, cause);
		}
		this.#overtaken++;
		this.#written(lines.length);
	}
	#written(bytes) {
		this.#size += bytes;
		this.#bytes += bytes;
		this.#sizeKnown = true;
	}
	async #end() {
		for (const reader of this.#readers) reader.close();
		await this.flush();
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
	#writeAtExit() {
		try {
			this.flushSync();
		} catch (failure) {
			const { bufferedBytes } = this.figures();
			console.error(`${bufferedBytes} bytes of audit lines are lost: ${String(failure)}`);
			process.exitCode ||= 1;
		}
	}
};
function checked(settings) {
	const { files, maxFileBytes, blockBytes } = settings;
	const least = {
		files: 2,
		maxFileBytes: 1,
		blockBytes: 4096
	};
	for (const [option, value] of Object.entries({
		files,
		maxFileBytes,
		blockBytes
	})) {
		const minimum = least[option];
		if (Number.isSafeInteger(value) && value >= minimum) continue;
		throw new RangeError(`the audit log's ${option} is ${value}\n  expected: a whole number\n  to do: give ${minimum} or more`);
	}
	return settings;
}
function openFile(path) {
	return open(path, constants.O_RDWR | constants.O_CREAT, 416);
}
async function endOfLines(handle) {
	const { size } = await handle.stat();
	if (size === 0) return 0;
	const { buffer } = await handle.read(/* @__PURE__ */ new Uint8Array(1), 0, 1, size - 1);
	if (buffer[0] === newline[0]) return size;
	await writeAt(handle, newline, size);
	return size + 1;
}
async function writeAt(handle, bytes, position) {
	let done = 0;
	while (done < bytes.length) done += (await handle.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
}
async function renameIfThere(from, to) {
	try {
		await rename(from, to);
	} catch (failure) {
		if (!(failure instanceof Error && "code" in failure && failure.code === "ENOENT")) throw failure;
	}
}
function truncateIfPossible(descriptor, size) {
	try {
		ftruncateSync(descriptor, size);
	} catch {}
}
function diskError(happened, cause) {
	return new AuditError("disk", {
		happened: `${happened}: ${cause instanceof Error ? cause.message : String(cause)}`,
		expected: "a folder that can be read and written, on a disk with space",
		remedy: "make space or grant access; lines that were recorded are kept and written then",
		cause
	});
}
function secondWriter(path, found, known) {
	return new AuditError("second-writer", {
		happened: `the audit log ${path} has ${found} bytes where ${known} were written`,
		expected: "one log that writes to a file, and nothing else",
		remedy: "give each process a folder or a name of its own"
	});
}
// runtime/executor/guest.ts
const noOptions = {};
const noEvents = [];
const slices = {
	first: 2e5,
	least: 2e4,
	most: 4e6,
	atOnce: 1e6
};
const suspendFirst = -1;
const canSuspend = typeof WebAssembly.Suspending === "function" && typeof WebAssembly.promising === "function";
var Guest = class {
	manner;
	#exports;
	#gauge;
	#port;
	#restore;
	#startName;
	#memories;
	#entries = [];
	#hostDepth = 0;
	#limits = {
		fuel: 0,
		wallClockMs: 0,
		resultBytes: 0
	};
	#ungranted = 0;
	#deadlineMs = 0;
	#slice = slices.first;
	#sliceStartMs = 0;
	#denial = "fuel";
	#deniedBefore = false;
	#context;
	#events = null;
	#signal = null;
	#overtime = false;
	constructor({ compiled, metered, manner }, wasi, hostFunctions) {
		const { names } = metered;
		this.manner = manner;
		this.#port = wasi && new WasiPort(wasi, (units) => this.#charge(units));
		const imports = {
			...this.#bound(hostFunctions),
			...this.#port?.imports
		};
		const { exports } = new WebAssembly.Instance(compiled, imports);
		this.#exports = exports;
		this.#gauge = new Gauge$1(exports, metered);
		if (manner === "sliced") {
			const later = () => turn().then(() => this.#next(performance.now()));
			const suspending = canSuspend ? grantFunction(new WebAssembly.Suspending(later)) : null;
			this.#gauge.onExhausted(grantFunction(() => this.#grant()), suspending);
		}
		exports[names.save ?? ""]();
		this.#restore = exports[names.restore ?? ""];
		this.#startName = names.start;
		this.#memories = names.memories.map((name) => {
			const memory = exports[name];
			return {
				memory,
				bytes: new Uint8Array(memory.buffer)
			};
		});
		const memory = exports.memory;
		if (memory instanceof WebAssembly.Memory) this.#port?.bind(memory);
	}
	get memoryBytes() {
		let bytes = 0;
		for (const { memory } of this.#memories) bytes += memory.buffer.byteLength;
		return bytes;
	}
	get fuel() {
		return Math.max(0, Math.min(this.#limits.fuel, this.#used));
	}
	get #used() {
		return this.#limits.fuel - this.#ungranted - this.#gauge.remaining;
	}
	get overdrawn() {
		return this.#used > this.#limits.fuel;
	}
	get stop() {
		if (this.#overtime) return "time";
		if (this.#gauge.overflowed) return "stack";
		if (!this.#gauge.exhausted) return null;
		return this.overdrawn ? "fuel" : this.#denial;
	}
	get denied() {
		return this.#deniedBefore || this.#gauge.denied;
	}
	get events() {
		return this.#events ?? noEvents;
	}
	begin(limits, wasi, startMs, { context, signal } = noOptions) {
		this.#limits = limits;
		this.#context = context;
		this.#signal = signal ?? null;
		this.#events = null;
		this.#overtime = false;
		this.#deadlineMs = startMs + limits.wallClockMs;
		this.#sliceStartMs = startMs;
		const units = Math.min(this.manner === "sliced" ? this.#slice : slices.atOnce, limits.fuel);
		this.#denial = limits.fuel > units ? "slice" : "fuel";
		this.#ungranted = limits.fuel - units;
		this.#gauge.remaining = units;
		this.#deniedBefore = false;
		if (wasi !== null && this.#port !== null) this.#port.current = wasi;
	}
	get start() {
		return this.#startName === null ? null : this.entry(0, this.#startName);
	}
	entry(index, name) {
		const known = this.#entries[index];
		if (known !== void 0) return known;
		const plain = this.#exports[name];
		const entry = this.manner === "sliced" && canSuspend ? WebAssembly.promising(plain) : plain;
		this.#entries[index] = entry;
		return entry;
	}
	reset() {
		if (this.#restore() !== 0) return false;
		for (const { memory, bytes } of this.#memories) if (memory.buffer.byteLength !== bytes.length) return false;
		return true;
	}
	get memories() {
		return this.#memories.map(({ bytes }) => bytes);
	}
	wipe(images) {
		for (let at = 0; at < images.length; at++) {
			const bytes = this.#memories[at]?.bytes;
			if (bytes !== void 0) images[at]?.write(bytes);
		}
	}
	#charge(units) {
		this.#deniedBefore ||= this.#gauge.denied;
		this.#gauge.remaining -= units;
	}
	#grant() {
		const nowMs = performance.now();
		this.#fitSlice(nowMs - this.#sliceStartMs);
		return !this.#timeIsUp(nowMs) && this.#ungranted > 0 && canSuspend && this.#hostDepth === 0 ? suspendFirst : this.#next(nowMs);
	}
	#next(nowMs) {
		if (this.#timeIsUp(nowMs)) return this.#deny("time");
		if (this.#ungranted <= 0) return this.#deny("fuel");
		const units = Math.min(this.#slice, this.#ungranted);
		this.#ungranted -= units;
		this.#sliceStartMs = nowMs;
		return units;
	}
	#timeIsUp(nowMs) {
		return nowMs >= this.#deadlineMs || this.#signal?.aborted === true;
	}
	#deny(why) {
		this.#denial = why;
		return 0;
	}
	#fitSlice(elapsedMs) {
		const fitted = elapsedMs > 0 ? this.#slice * (1 / elapsedMs) : slices.most;
		this.#slice = Math.floor(Math.min(slices.most, Math.max(slices.least, fitted)));
	}
	#bound(hostFunctions) {
		const call = this.#hostCall();
		return Object.fromEntries(Object.entries(hostFunctions).map(([module, functions]) => [module, Object.fromEntries(Object.entries(functions).map(([name, each]) => [name, this.#bind(each, call)]))]));
	}
	#hostCall() {
		const guest = this;
		return {
			get context() {
				return guest.#context;
			},
			call: (name, ...args) => this.#exports[name](...args),
			memory: (name = "memory") => {
				const found = this.#exports[name];
				return found instanceof WebAssembly.Memory ? found : null;
			},
			charge: (units) => this.#charge(units),
			report: (event) => {
				this.#events ??= [];
				this.#events.push(event);
			},
			remainingMs: () => Math.max(0, this.#deadlineMs - performance.now())
		};
	}
	#bind(hostFunction, call) {
		if (typeof hostFunction === "object" && hostFunction.kind === "waits") {
			if (!canSuspend) return cannotSuspend;
			return new WebAssembly.Suspending((...args) => this.#wait(call, hostFunction.call, args));
		}
		const plain = typeof hostFunction === "object" ? hostFunction.call : hostFunction;
		return (...args) => {
			this.#hostDepth++;
			try {
				return plain(call, ...args);
			} finally {
				this.#hostDepth--;
			}
		};
	}
	async #wait(call, promise, args) {
		const lease = new Lease(call);
		try {
			return await this.#inTime(promise(lease, ...args));
		} finally {
			lease.end();
		}
	}
	async #inTime(promised) {
		const signal = this.#signal;
		let timer;
		let onAbort;
		const overtime = new Promise((_resolve, reject) => {
			const end = () => {
				this.#overtime = true;
				reject(/* @__PURE__ */ new Error("the execution's time is up"));
			};
			timer = setTimeout(end, Math.min(2 ** 31 - 1, Math.max(0, this.#deadlineMs - performance.now())));
			onAbort = end;
			if (signal?.aborted) end();
			else signal?.addEventListener("abort", end);
		});
		try {
			return await Promise.race([promised, overtime]);
		} finally {
			clearTimeout(timer);
			if (onAbort !== void 0) signal?.removeEventListener("abort", onAbort);
		}
	}
};
var Lease = class {
	#call;
	constructor(call) {
		this.#call = call;
	}
	get #lasting() {
		if (this.#call === null) throw new Error("the execution that called this host function has ended");
		return this.#call;
	}
	get context() {
		return this.#lasting.context;
	}
	end() {
		this.#call = null;
	}
	call(name, ...args) {
		return this.#lasting.call(name, ...args);
	}
	memory(name) {
		return this.#lasting.memory(name);
	}
	charge = (units) => this.#lasting.charge(units);
	report = (event) => this.#lasting.report(event);
	remainingMs() {
		return this.#lasting.remainingMs();
	}
};
function cannotSuspend() {
	throw new Error("this host function waits, and this version of Node cannot suspend a guest (WebAssembly.Suspending): use Node 24.21 or newer");
}
function turn() {
	return new Promise((resolve) => setImmediate(resolve));
}
var MemoryImage = class {
	#runs;
	constructor(memory) {
		this.#runs = runsOf(memory);
	}
	write(memory) {
		let end = 0;
		for (const { at, bytes } of this.#runs) {
			memory.fill(0, end, at);
			memory.set(bytes, at);
			end = at + bytes.length;
		}
		memory.fill(0, end);
	}
};
const gap = 2048;
const wordBytes = 4;
function runsOf(memory) {
	const words = new Int32Array(memory.buffer, memory.byteOffset, memory.length / wordBytes);
	const runs = [];
	let start = -1;
	let last = -1;
	const end = () => {
		const at = start * wordBytes;
		if (start >= 0) runs.push({
			at,
			bytes: memory.slice(at, (last + 1) * wordBytes)
		});
		start = -1;
	};
	for (let at = 0; at < words.length; at++) {
		if (words[at] === 0) continue;
		if (start >= 0 && at - last > gap / wordBytes) end();
		if (start < 0) start = at;
		last = at;
	}
	end();
	return runs;
}
// runtime/executor/outcome.ts
const refusals = [
	"module-size",
	"malformed",
	"component",
	"memory",
	"table",
	"imports",
	"unsupported",
	"function",
	"arguments",
	"limits",
	"busy",
	"result-size",
	"audit",
	"closed"
];
const nothing$1 = /* @__PURE__ */ new Uint8Array(0);
function notRun(outcome, durationMs = 0) {
	return {
		outcome,
		fuel: 0,
		durationMs,
		peakMemoryBytes: 0,
		stdout: nothing$1,
		stderr: nothing$1,
		events: []
	};
}
function withheld(execution, refusal) {
	return {
		...execution,
		outcome: refusal,
		stdout: nothing$1,
		stderr: nothing$1
	};
}
function refused(reason, message) {
	return {
		kind: "refused",
		reason,
		message
	};
}
function busy(underWay, most) {
	if (underWay < most) return null;
	return refused("busy", `${underWay} executions are under way, which is the limit`);
}
function closed() {
	return refused("closed", "the executor has been closed");
}
function noFunction(name) {
	return refused("function", `the module exports no function called "${name}"`);
}
// runtime/executor/loaded-module.ts
const mostPooledBytes = 8388608;
const mostIdle = 64;
const drops = [
	"grown-or-tainted",
	"too-large",
	"failed",
	"too-many"
];
var InstancePool = class {
	#program;
	#idle = [];
	#images = null;
	#poolable = true;
	#drained = false;
	constructor(program) {
		this.#program = program;
	}
	take(importsWasi, hostFunctions, counts) {
		const idle = this.#idle.pop();
		if (idle !== void 0) {
			counts.idle--;
			counts.live++;
			return idle;
		}
		const guest = new Guest(this.#program, importsWasi ? new Wasi(wasiSetup()) : null, hostFunctions);
		counts.live++;
		counts.created++;
		if (this.#images === null) {
			this.#poolable = guest.memoryBytes <= mostPooledBytes;
			this.#images = this.#poolable ? guest.memories.map((memory) => new MemoryImage(memory)) : [];
		}
		return guest;
	}
	give(guest, known, counts) {
		counts.live--;
		if (!this.#poolable) counts.dropped["too-large"]++;
		else if (!known) counts.dropped.failed++;
		else if (!guest.reset()) counts.dropped["grown-or-tainted"]++;
		else if (this.#drained || this.#idle.length >= mostIdle) counts.dropped["too-many"]++;
		else {
			guest.wipe(this.#images ?? []);
			this.#idle.push(guest);
			counts.idle++;
			counts.resets++;
		}
	}
	drain(counts) {
		this.#drained = true;
		counts.idle -= this.#idle.length;
		this.#idle.length = 0;
	}
};
var LoadedModule = class LoadedModule {
	digest;
	key;
	importsWasi;
	repeatable;
	limits;
	#signatures;
	#hostFunctions;
	#functions = /* @__PURE__ */ new Map();
	#programs;
	#pools = {};
	constructor(module, hostFunctions, programs) {
		this.digest = module.digest;
		this.limits = module.limits;
		this.key = `${module.digest} ${module.limits.memoryBytes} ${module.limits.tableElements}`;
		this.#signatures = module.signatures;
		this.#hostFunctions = hostFunctions;
		this.#programs = programs;
		const imported = WebAssembly.Module.imports(programs("at-once").compiled);
		this.importsWasi = imported.some(({ module }) => module === moduleName);
		this.repeatable = imported.every(({ module, name }) => {
			if (module === "wasi_snapshot_preview1") return true;
			const given = hostFunctions[module]?.[name];
			return typeof given === "object" && given.kind === "repeatable";
		});
	}
	static received(shared, hostFunctions) {
		return new LoadedModule(shared, hostFunctions, (manner) => shared.programs[manner]);
	}
	share() {
		const { digest, limits } = this;
		return {
			programs: {
				"at-once": this.#programs("at-once"),
				sliced: this.#programs("sliced")
			},
			signatures: this.#signatures,
			digest,
			limits
		};
	}
	function(name) {
		const known = this.#functions.get(name);
		if (known !== void 0) return known;
		const signature = this.#signatures.get(name);
		if (signature === void 0) return null;
		const found = {
			name,
			index: this.#functions.size + 1,
			signature,
			withholds: withholds(signature),
			long: false
		};
		this.#functions.set(name, found);
		return found;
	}
	acquire(manner, counts) {
		this.#pools[manner] ??= new InstancePool(this.#programs(manner));
		return this.#pools[manner].take(this.importsWasi, this.#hostFunctions, counts);
	}
	release(guest, known, counts) {
		this.#pools[guest.manner]?.give(guest, known, counts);
	}
	drain(counts) {
		for (const pool of Object.values(this.#pools)) pool.drain(counts);
	}
};
function loadModule(bytes, limits, hostFunctions, objectsAllowed) {
	if (bytes.length > limits.moduleBytes) return refused("module-size", `the module has ${bytes.length} bytes; the limit is ${limits.moduleBytes}`);
	let options;
	let metered;
	try {
		options = meterOptions(bytes, limits);
		metered = meter(bytes, options);
	} catch (thrown) {
		return refusalOf(thrown);
	}
	if (metered.uses.waits || metered.uses.sharedMemory) return refused("unsupported", "the module shares memory between threads, which an isolated one cannot");
	if (metered.uses.objects && !objectsAllowed) return refused("unsupported", "the module allocates objects on a heap that has no limit of its own");
	let first;
	try {
		first = compile(metered, "at-once");
	} catch (thrown) {
		return refused("malformed", thrown instanceof Error ? thrown.message : String(thrown));
	}
	const missing = missingImports(first.compiled, hostFunctions);
	if (missing.length > 0) return refused("imports", `the module imports what is not provided: ${missing.join(", ")}`);
	const digest = createHash("sha256").update(bytes).digest("hex");
	const original = bytes.slice();
	let sliced;
	return new LoadedModule({
		signatures: metered.signatures,
		digest,
		limits
	}, hostFunctions, (manner) => {
		if (manner === "at-once") return first;
		sliced ??= compile(meter(original, {
			...options,
			callOut: true
		}), manner);
		return sliced;
	});
}
function compile(metered, manner) {
	const { names, functions } = metered;
	return {
		compiled: new WebAssembly.Module(metered.bytes),
		metered: {
			names,
			functions
		},
		manner
	};
}
function meterOptions(bytes, limits) {
	const { memories, tables } = readLayout(bytes);
	return {
		mode: "fast",
		isolation: true,
		memoryLimit: limits.memoryBytes / Math.max(1, memories.length),
		tableLimit: limits.tableElements / Math.max(1, tables.length)
	};
}
function refusalOf(thrown) {
	if (!(thrown instanceof MalformedModule)) throw thrown;
	return refused({
		malformed: "malformed",
		limit: "malformed",
		component: "component",
		"memory-limit": "memory",
		"table-limit": "table"
	}[thrown.kind], thrown.message);
}
const mostNamed = 5;
function missingImports(compiled, hostFunctions) {
	const missing = WebAssembly.Module.imports(compiled).filter(({ module, name, kind }) => kind !== "function" || !(module === "wasi_snapshot_preview1" || Object.hasOwn(Object.hasOwn(hostFunctions, module) ? hostFunctions[module] ?? {} : {}, name)));
	const named = missing.slice(0, mostNamed).map(({ module, name, kind }) => `${kind} ${module}.${name}`);
	return missing.length > mostNamed ? [...named, `and ${missing.length - mostNamed} more`] : named;
}
function withholds({ results }) {
	const at = results.findIndex((type) => type === "v128" || type === "ref");
	return at < 0 ? null : `result ${at + 1} is of type ${results[at]}, which cannot be handed on`;
}
function misfit({ parameters }, args) {
	if (args.length !== parameters.length) return `${args.length} arguments for ${parameters.length} parameters`;
	for (let at = 0; at < args.length; at++) {
		const type = parameters[at];
		if (type === "v128" || type === "ref") return `parameter ${at + 1} is of type ${type}, which no argument can be`;
		if (typeof args[at] !== (type === "i64" ? "bigint" : "number")) return `argument ${at + 1} is a ${typeof args[at]}, and its type is ${type}`;
	}
	return null;
}
// runtime/executor/counts.ts
const durationBounds = [
	...steps(1e3, 1e10),
	1e10,
	3e10
];
const fuelBounds = [
	100,
	...steps(1e3, 1e10),
	1e10
];
function steps(from, to) {
	const bounds = [];
	for (let power = from; power < to; power *= 10) bounds.push(power, 2.5 * power, 5 * power);
	return bounds;
}
const place = layout({
	outcomes: outcomeKinds.length,
	traps: trapCategories.length,
	refusals: refusals.length,
	durationBuckets: durationBounds.length + 1,
	durationSum: 1,
	fuelBuckets: fuelBounds.length + 1,
	fuelSum: 1,
	inFlight: 1,
	created: 1,
	resets: 1,
	idle: 1,
	live: 1,
	drops: drops.length,
	compiled: 1,
	restarts: 1
});
function layout(lengths) {
	const starts = { end: 0 };
	for (const [name, length] of Object.entries(lengths)) {
		starts[name] = starts.end;
		starts.end += length;
	}
	return starts;
}
const outcomeAt = indices(place.outcomes, outcomeKinds);
const trapAt = indices(place.traps, trapCategories);
const refusalAt = indices(place.refusals, refusals);
function indices(start, names) {
	return new Map(names.map((name, index) => [name, start + index]));
}
const PoolCells = cellsAs({
	created: place.created,
	resets: place.resets,
	idle: place.idle,
	live: place.live
});
const DropCells = cellsAs(Object.fromEntries(drops.map((reason, index) => [reason, place.drops + index])));
function cellsAs(places) {
	class View {
		#cells;
		constructor(cells) {
			this.#cells = cells;
		}
		static {
			for (const [name, index] of Object.entries(places)) Object.defineProperty(View.prototype, name, {
				get() {
					return this.#cells[index];
				},
				set(value) {
					this.#cells[index] = value;
				}
			});
		}
	}
	return View;
}
var Counts = class Counts {
	static bytes = 8 * place.end;
	pool;
	#cells;
	constructor(memory = new ArrayBuffer(Counts.bytes)) {
		this.#cells = new Float64Array(memory);
		this.pool = Object.assign(new PoolCells(this.#cells), { dropped: new DropCells(this.#cells) });
	}
	started() {
		this.#add(place.inFlight, 1);
	}
	ended(kind, detail, fuel, durationNs) {
		this.#add(outcomeAt.get(kind), 1);
		if (kind === "trapped") this.#add(trapAt.get(detail), 1);
		else if (kind === "refused") this.#add(refusalAt.get(detail), 1);
		this.#add(place.durationBuckets + bucketOf(durationNs, durationBounds), 1);
		this.#add(place.durationSum, durationNs);
		this.#add(place.fuelBuckets + bucketOf(fuel, fuelBounds), 1);
		this.#add(place.fuelSum, fuel);
		this.#add(place.inFlight, -1);
	}
	refused(reason) {
		this.#add(outcomeAt.get("refused"), 1);
		this.#add(refusalAt.get(reason), 1);
	}
	compiled() {
		this.#add(place.compiled, 1);
	}
	workerRestarted() {
		this.#add(place.restarts, 1);
	}
	snapshot() {
		const cells = this.#cells;
		const figures = (start, names) => Object.fromEntries(names.map((name, index) => [name, cells[start + index] ?? 0]));
		const one = (index) => cells[index] ?? 0;
		return {
			executions: figures(place.outcomes, outcomeKinds),
			traps: figures(place.traps, trapCategories),
			refusals: figures(place.refusals, refusals),
			durationNs: {
				buckets: [...cells.subarray(place.durationBuckets, place.durationSum)],
				sum: one(place.durationSum)
			},
			fuel: {
				buckets: [...cells.subarray(place.fuelBuckets, place.fuelSum)],
				sum: one(place.fuelSum)
			},
			inFlight: one(place.inFlight),
			pool: {
				created: one(place.created),
				resets: one(place.resets),
				idle: one(place.idle),
				live: one(place.live),
				dropped: figures(place.drops, drops)
			},
			modulesCompiled: one(place.compiled),
			workerRestarts: one(place.restarts)
		};
	}
	#add(index, amount) {
		if (index !== void 0) this.#cells[index] = (this.#cells[index] ?? 0) + amount;
	}
};
function bucketOf(value, bounds) {
	let index = 0;
	while (index < bounds.length && value > (bounds[index] ?? 0)) index++;
	return index;
}
function merge(snapshots) {
	return snapshots.reduce(sum, new Counts().snapshot());
}
function sum(one, other) {
	if (typeof one === "number" && typeof other === "number") return one + other;
	if (Array.isArray(one) && Array.isArray(other)) return one.map((each, index) => sum(each, other[index]));
	const entries = Object.entries(one).map(([name, each]) => [name, sum(each, other[name])]);
	return Object.fromEntries(entries);
}
// runtime/executor/ledger.ts
var Ledger = class {
	counts;
	#audit;
	#kept = /* @__PURE__ */ new WeakMap();
	constructor(counts, audit) {
		this.counts = counts;
		this.#audit = audit;
	}
	get full() {
		return this.#audit?.full === true;
	}
	async ready() {
		try {
			await this.#audit?.ready();
			return null;
		} catch (thrown) {
			this.counts.refused("audit");
			return unwritten(thrown);
		}
	}
	notStarted(module, name, limits, outcome) {
		const told = this.#lineWithout(module, name, limits, outcome);
		if (told.kind === "refused") this.counts.refused(told.reason);
		else {
			this.counts.started();
			this.counts.ended(told.kind, detailOf(told), 0, 0);
		}
		return told;
	}
	started() {
		this.counts.started();
	}
	ended(module, entry, limits, execution) {
		const told = this.line(module, entry, limits, execution);
		const { outcome, fuel, durationMs } = told;
		this.counts.ended(outcome.kind, detailOf(outcome), fuel, Math.round(durationMs * 1e6));
		return told;
	}
	line(module, entry, limits, execution) {
		if (this.#audit === null) return execution;
		const { outcome, fuel, durationMs, peakMemoryBytes, events } = execution;
		try {
			this.#streamOf(this.#audit, module, entry, limits).record(outcome.kind, detailOf(outcome), fuel, Math.round(durationMs * 1e6), peakMemoryBytes, events);
			return execution;
		} catch (thrown) {
			return withheld(execution, unwritten(thrown));
		}
	}
	#lineWithout(module, name, limits, outcome) {
		try {
			this.#audit?.stream({
				module: module?.digest ?? null,
				function: name,
				limits: stated(limits, module)
			}).record(outcome.kind, detailOf(outcome), 0, 0, 0);
			return outcome;
		} catch (thrown) {
			return unwritten(thrown);
		}
	}
	#streamOf(audit, module, entry, limits) {
		const { fuel, wallClockMs, resultBytes } = limits;
		const kept = this.#kept.get(entry);
		if (kept !== void 0 && kept.fuel === fuel && kept.wallClockMs === wallClockMs && kept.resultBytes === resultBytes) return kept.stream;
		const subject = {
			module: module.digest,
			function: entry.name,
			limits: stated(limits, module)
		};
		const stream = audit.stream(subject);
		this.#kept.set(entry, {
			fuel,
			wallClockMs,
			resultBytes,
			stream
		});
		return stream;
	}
};
function unwritten(thrown) {
	return refused("audit", thrown instanceof Error ? thrown.message : String(thrown));
}
function stated(limits, module) {
	const { fuel, wallClockMs, resultBytes } = limits;
	const given = {
		fuel,
		wallClockMs,
		resultBytes
	};
	return module === null ? given : {
		...given,
		memoryBytes: module.limits.memoryBytes
	};
}
function detailOf(outcome) {
	switch (outcome.kind) {
		case "trapped": return outcome.category;
		case "refused": return outcome.reason;
		case "host-error": return outcome.message;
		case "returned": return outcome.exitCode === null ? "" : `exit ${outcome.exitCode}`;
		default: return "";
	}
}
// runtime/executor/limits.ts
function runLimitsOf(asked, base) {
	return {
		fuel: asked.fuel ?? base.fuel,
		wallClockMs: asked.wallClockMs ?? base.wallClockMs,
		resultBytes: asked.resultBytes ?? base.resultBytes
	};
}
const mebibyte = 1048576;
const defaultLimits = {
	moduleBytes: 10 * mebibyte,
	memoryBytes: 256 * mebibyte,
	tableElements: 1e5,
	fuel: 1e8,
	wallClockMs: 3e4,
	resultBytes: mebibyte,
	concurrent: 1e3
};
function limitsOf(changes, base = defaultLimits) {
	const limits = {
		...base,
		...changes
	};
	for (const [name, value] of Object.entries(limits)) {
		const most = name === "wallClockMs" ? Number.POSITIVE_INFINITY : Number.MAX_SAFE_INTEGER;
		if (!(value > 0 && value <= most)) throw new RangeError(`the limit ${name} is ${value}; expected a number above 0 and at most ${most}`);
	}
	return limits;
}
// runtime/executor/executor.ts
const nothing = /* @__PURE__ */ new Uint8Array(0);
const noWasiOptions = {};
const mostOutput = 2 ** 31 - 1;
const mostRemembered = 64;
var Executor = class {
	limits;
	#ledger;
	#hostFunctions;
	#objects;
	#remembered = /* @__PURE__ */ new Map();
	#setups = /* @__PURE__ */ new WeakMap();
	#underWay = 0;
	#turn = null;
	#turnMs = 0;
	#closed = false;
	constructor({ limits = {}, hostFunctions = {}, objects = false, counts, audit } = {}) {
		this.limits = limitsOf(limits);
		this.#ledger = new Ledger(counts ?? new Counts(), audit ?? null);
		this.#hostFunctions = hostFunctions;
		this.#objects = objects;
	}
	get counts() {
		return this.#ledger.counts;
	}
	get underWay() {
		return this.#underWay;
	}
	load(bytes, limits = {}) {
		if (this.#closed) return closed();
		const loaded = loadModule(bytes, Object.keys(limits).length === 0 ? this.limits : limitsOf(limits, this.limits), this.#hostFunctions, this.#objects);
		if (loaded instanceof LoadedModule) this.counts.compiled();
		return loaded;
	}
	run(module, name, args = [], options = {}) {
		return this.#ledger.full || this.#holdsUpOthers() ? this.#runLater(module, name, args, options) : this.#run(module, name, args, options);
	}
	#holdsUpOthers() {
		return this.#underWay > 0 && performance.now() - this.#turnMs > 1;
	}
	async #runLater(module, name, args, options) {
		if (this.#holdsUpOthers()) {
			this.#turn ??= turn();
			await this.#turn;
			this.#turn = null;
			this.#turnMs = performance.now();
		}
		const refusal = this.#ledger.full ? await this.#ledger.ready() : null;
		return refusal === null ? this.#run(module, name, args, options) : notRun(refusal);
	}
	async #run(module, name, args, options) {
		const limits = runLimitsOf(options, this.limits);
		const known = module instanceof LoadedModule ? module : null;
		const turnedAway = this.#turnedAway();
		if (turnedAway !== null) return this.#refuse(known, name, limits, turnedAway);
		try {
			const loaded = known ?? this.#lookUp(module);
			if (!(loaded instanceof LoadedModule)) return this.#refuse(null, name, limits, loaded);
			const entry = loaded.function(name);
			const objection = objectionTo(entry, name, args, limits);
			if (entry === null || objection !== null) return this.#refuse(loaded, name, limits, objection ?? noFunction(name));
			const setup = loaded.importsWasi ? this.#setupOf(options.wasi, limits) : null;
			if (setup !== null && "kind" in setup) return this.#refuse(loaded, name, limits, setup);
			const execution = this.#execute(loaded, entry, args, limits, setup, options);
			return execution instanceof Promise ? await execution : execution;
		} catch (thrown) {
			return notRun(this.#ledger.notStarted(known, name, limits, hostError(thrown)));
		}
	}
	close() {
		this.#closed = true;
		for (const module of this.#remembered.values()) module.drain(this.counts.pool);
		this.#remembered.clear();
	}
	#lookUp(bytes) {
		const key = bytes.length > this.limits.moduleBytes ? "" : createHash("sha256").update(bytes).digest("hex");
		const module = this.#remembered.get(key) ?? this.load(bytes);
		if (!(module instanceof LoadedModule)) return module;
		this.#remembered.delete(key);
		this.#remembered.set(key, module);
		for (const [oldest, stale] of this.#remembered) {
			if (this.#remembered.size <= mostRemembered) break;
			stale.drain(this.counts.pool);
			this.#remembered.delete(oldest);
		}
		return module;
	}
	#turnedAway() {
		return this.#closed ? closed() : busy(this.#underWay, this.limits.concurrent);
	}
	#refuse(module, name, limits, refusal) {
		return notRun(this.#ledger.notStarted(module, name, limits, refusal));
	}
	#execute(module, entry, args, limits, setup, options) {
		const attempt = {
			module,
			entry,
			args,
			limits,
			setup,
			options,
			startMs: performance.now()
		};
		this.#underWay++;
		this.#ledger.started();
		if (module.repeatable && !entry.long) {
			const execution = this.#atOnce(attempt);
			if (execution !== null) return this.#ended(attempt, execution);
			entry.long = true;
		}
		return this.#toTheEnd(attempt).then((execution) => this.#ended(attempt, execution), (thrown) => this.#ended(attempt, neverStarted(thrown, attempt.startMs)));
	}
	#ended({ module, entry, limits }, execution) {
		this.#underWay--;
		return this.#ledger.ended(module, entry, limits, execution);
	}
	#atOnce({ module, entry, args, limits, setup, options, startMs }) {
		let guest;
		try {
			guest = module.acquire("at-once", this.counts.pool);
		} catch (thrown) {
			return neverStarted(thrown, startMs);
		}
		const wasi = setup && new WasiRun(setup);
		guest.begin(limits, wasi, startMs, options);
		let ending;
		const { stackTraceLimit } = Error;
		Error.stackTraceLimit = 0;
		try {
			guest.start?.();
			ending = returned(call(guest.entry(entry.index, entry.name), args));
		} catch (thrown) {
			if (guest.stop === "slice") {
				module.release(guest, true, this.counts.pool);
				return null;
			}
			ending = endingOf$1(thrown, guest);
		} finally {
			Error.stackTraceLimit = stackTraceLimit;
		}
		return this.#finish(module, guest, wasi, ending, limits, startMs);
	}
	async #toTheEnd({ module, entry, args, limits, setup, options, startMs }) {
		const guest = module.acquire("sliced", this.counts.pool);
		const wasi = setup && new WasiRun(setup);
		guest.begin(limits, wasi, startMs, options);
		let ending;
		try {
			await guest.start?.();
			ending = returned(await call(guest.entry(entry.index, entry.name), args));
		} catch (thrown) {
			ending = endingOf$1(thrown, guest);
		}
		return this.#finish(module, guest, wasi, ending, limits, startMs);
	}
	#finish(module, guest, wasi, ended, limits, startMs) {
		const ending = ended.kind === "returned" && guest.overdrawn ? { kind: "out-of-fuel" } : ended;
		const fuel = ending.kind === "out-of-fuel" ? limits.fuel : guest.fuel;
		const peakMemoryBytes = guest.memoryBytes;
		const stdout = wasi?.stdout ?? nothing;
		const stderr = wasi?.stderr ?? nothing;
		const events = eventsOf(wasi, guest);
		module.release(guest, isKnown(ending), this.counts.pool);
		const execution = {
			outcome: ending,
			fuel,
			durationMs: performance.now() - startMs,
			peakMemoryBytes,
			stdout,
			stderr,
			events
		};
		const tooLarge = oversize(ending, stdout.length + stderr.length, limits.resultBytes);
		return tooLarge === null ? execution : withheld(execution, tooLarge);
	}
	#setupOf(options = noWasiOptions, { resultBytes }) {
		const known = this.#setups.get(options);
		if (known?.resultBytes === resultBytes) return known.setup;
		try {
			const setup = wasiSetup({
				outputLimit: Math.floor(Math.min(resultBytes, mostOutput)),
				...options
			});
			this.#setups.set(options, {
				resultBytes,
				setup
			});
			return setup;
		} catch (thrown) {
			return refused("arguments", thrown instanceof Error ? thrown.message : String(thrown));
		}
	}
};
var WasiRun = class extends Wasi {
	events;
	constructor(setup) {
		const events = [];
		super(setup, (event) => events.push(event));
		this.events = events;
	}
};
function eventsOf(wasi, guest) {
	if (wasi === null || wasi.events.length === 0) return guest.events;
	return guest.events.length === 0 ? wasi.events : [...wasi.events, ...guest.events];
}
const valueBytes = 8;
function oversize(ending, outputBytes, limit) {
	const values = ending.kind === "returned" ? ending.values.length : 0;
	const bytes = valueBytes * values + outputBytes;
	return ending.kind !== "returned" || bytes <= limit ? null : refused("result-size", `the results have ${bytes} bytes; the limit is ${limit}`);
}
function objectionTo(entry, name, args, { fuel, wallClockMs, resultBytes }) {
	if (entry === null) return noFunction(name);
	const misfitting = misfit(entry.signature, args);
	if (misfitting !== null) return refused("arguments", `${name}: ${misfitting}`);
	if (entry.withholds !== null) return refused("unsupported", `${name}: ${entry.withholds}`);
	if (!(fuel > 0 && wallClockMs > 0 && resultBytes > 0 && fuel <= Number.MAX_SAFE_INTEGER)) return refused("limits", "fuel, wallClockMs and resultBytes have to be above 0");
	return null;
}
function call(entry, args) {
	switch (args.length) {
		case 0: return entry();
		case 1: return entry(args[0]);
		case 2: return entry(args[0], args[1]);
		default: return entry(...args);
	}
}
function returned(given) {
	if (given === void 0) return {
		kind: "returned",
		values: [],
		exitCode: null
	};
	return {
		kind: "returned",
		values: Array.isArray(given) ? given : [given],
		exitCode: null
	};
}
function endingOf$1(thrown, guest) {
	if (thrown instanceof WasiExit) return {
		kind: "returned",
		values: [],
		exitCode: thrown.code
	};
	switch (guest.stop) {
		case "fuel": return { kind: "out-of-fuel" };
		case "time": return { kind: "timed-out" };
		case "stack": return {
			kind: "trapped",
			category: "stack-overflow",
			message: "calls are nested too deeply"
		};
	}
	const category = trapCategoryOf(thrown);
	const message = thrown instanceof Error ? thrown.message : String(thrown);
	if (category === null) return {
		kind: "host-error",
		message
	};
	if (guest.denied) return { kind: "memory-limit" };
	return {
		kind: "trapped",
		category,
		message
	};
}
function isKnown(ending) {
	return ending.kind !== "host-error" && !(ending.kind === "trapped" && ending.category === "other");
}
function neverStarted(thrown, startMs) {
	const ending = () => {
		const message = thrown instanceof Error ? thrown.message : String(thrown);
		if (thrown instanceof WebAssembly.LinkError) return refused("imports", message);
		const category = trapCategoryOf(thrown);
		if (category !== null) return {
			kind: "trapped",
			category,
			message
		};
		return hostError(thrown);
	};
	return notRun(ending(), performance.now() - startMs);
}
function hostError(thrown) {
	return {
		kind: "host-error",
		message: thrown instanceof Error ? thrown.message : String(thrown)
	};
}
// node_modules/prom-client/lib/util.js
var require_util = /* @__PURE__ */ __commonJSMin(((exports) => {
	exports.getValueAsString = function getValueString(value) {
		if (Number.isNaN(value)) return "Nan";
		else if (!Number.isFinite(value)) {
			if (value < 0) return "-Inf";
			else return "+Inf";
		} else return `${value}`;
	};
	exports.removeLabels = function removeLabels(hashMap, labels, sortedLabelNames) {
		const hash = hashObject(labels, sortedLabelNames);
		delete hashMap[hash];
	};
	exports.setValue = function setValue(hashMap, value, labels) {
		const hash = hashObject(labels);
		hashMap[hash] = {
			value: typeof value === "number" ? value : 0,
			labels: labels || {}
		};
		return hashMap;
	};
	exports.setValueDelta = function setValueDelta(hashMap, deltaValue, labels, hash = "") {
		const value = typeof deltaValue === "number" ? deltaValue : 0;
		if (hashMap[hash]) hashMap[hash].value += value;
		else hashMap[hash] = {
			value,
			labels
		};
		return hashMap;
	};
	exports.getLabels = function(labelNames, args) {
		if (typeof args[0] === "object") return args[0];
		if (labelNames.length !== args.length) throw new Error(`Invalid number of arguments (${args.length}): "${args.join(", ")}" for label names (${labelNames.length}): "${labelNames.join(", ")}".`);
		const acc = {};
		for (let i = 0; i < labelNames.length; i++) acc[labelNames[i]] = args[i];
		return acc;
	};
	function fastHashObject(keys, labels) {
		if (keys.length === 0) return "";
		let hash = "";
		for (let i = 0; i < keys.length; i++) {
			const key = keys[i];
			const value = labels[key];
			if (value === void 0) continue;
			hash += `${key}:${value},`;
		}
		return hash;
	}
	function hashObject(labels, labelNames) {
		if (labelNames) return fastHashObject(labelNames, labels);
		const keys = Object.keys(labels);
		if (keys.length > 1) keys.sort();
		return fastHashObject(keys, labels);
	}
	exports.hashObject = hashObject;
	exports.isObject = function isObject(obj) {
		return obj !== null && typeof obj === "object";
	};
	exports.nowTimestamp = function nowTimestamp() {
		return Date.now() / 1e3;
	};
	var Grouper = class extends Map {
		add(key, value) {
			if (this.has(key)) this.get(key).push(value);
			else this.set(key, [value]);
		}
	};
	exports.Grouper = Grouper;
}));
// node_modules/prom-client/lib/registry.js
var require_registry = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { getValueAsString } = require_util();
	var Registry = class Registry {
		static get PROMETHEUS_CONTENT_TYPE() {
			return "text/plain; version=0.0.4; charset=utf-8";
		}
		static get OPENMETRICS_CONTENT_TYPE() {
			return "application/openmetrics-text; version=1.0.0; charset=utf-8";
		}
		constructor(regContentType = Registry.PROMETHEUS_CONTENT_TYPE) {
			this._metrics = {};
			this._collectors = [];
			this._defaultLabels = {};
			if (regContentType !== Registry.PROMETHEUS_CONTENT_TYPE && regContentType !== Registry.OPENMETRICS_CONTENT_TYPE) throw new TypeError(`Content type ${regContentType} is unsupported`);
			this._contentType = regContentType;
		}
		getMetricsAsArray() {
			return Object.values(this._metrics);
		}
		async getMetricsAsString(metrics) {
			const metric = typeof metrics.getForPromString === "function" ? await metrics.getForPromString() : await metrics.get();
			const name = escapeString(metric.name);
			const values = [`# HELP ${name} ${escapeString(metric.help)}`, `# TYPE ${name} ${metric.type}`];
			const defaultLabels = Object.keys(this._defaultLabels).length > 0 ? this._defaultLabels : null;
			const isOpenMetrics = this.contentType === Registry.OPENMETRICS_CONTENT_TYPE;
			for (const val of metric.values || []) {
				let { metricName = name, labels = {} } = val;
				const { sharedLabels = {} } = val;
				if (isOpenMetrics && metric.type === "counter") metricName = `${metricName}_total`;
				if (defaultLabels) labels = {
					...labels,
					...defaultLabels,
					...labels
				};
				const formattedLabels = formatLabels(labels, sharedLabels);
				const flattenedShared = flattenSharedLabels(sharedLabels);
				const labelParts = [...formattedLabels, flattenedShared].filter(Boolean);
				const labelsString = labelParts.length ? `{${labelParts.join(",")}}` : "";
				let fullMetricLine = `${metricName}${labelsString} ${getValueAsString(val.value)}`;
				const { exemplar } = val;
				if (exemplar && isOpenMetrics) {
					const formattedExemplars = formatLabels(exemplar.labelSet);
					fullMetricLine += ` # {${formattedExemplars.join(",")}} ${getValueAsString(exemplar.value)} ${exemplar.timestamp}`;
				}
				values.push(fullMetricLine);
			}
			return values.join("\n");
		}
		async metrics() {
			const isOpenMetrics = this.contentType === Registry.OPENMETRICS_CONTENT_TYPE;
			const promises = this.getMetricsAsArray().map((metric) => {
				if (isOpenMetrics && metric.type === "counter") metric.name = standardizeCounterName(metric.name);
				return this.getMetricsAsString(metric);
			});
			const resolves = await Promise.all(promises);
			return isOpenMetrics ? `${resolves.join("\n")}\n# EOF\n` : `${resolves.join("\n\n")}\n`;
		}
		registerMetric(metric) {
			if (this._metrics[metric.name] && this._metrics[metric.name] !== metric) throw new Error(`A metric with the name ${metric.name} has already been registered.`);
			this._metrics[metric.name] = metric;
		}
		clear() {
			this._metrics = {};
			this._defaultLabels = {};
		}
		async getMetricsAsJSON() {
			const metrics = [];
			const defaultLabelNames = Object.keys(this._defaultLabels);
			const promises = [];
			for (const metric of this.getMetricsAsArray()) promises.push(metric.get());
			const resolves = await Promise.all(promises);
			for (const item of resolves) {
				if (item.values && defaultLabelNames.length > 0) for (const val of item.values) {
					val.labels = Object.assign({}, val.labels);
					for (const labelName of defaultLabelNames) val.labels[labelName] = val.labels[labelName] || this._defaultLabels[labelName];
				}
				metrics.push(item);
			}
			return metrics;
		}
		removeSingleMetric(name) {
			delete this._metrics[name];
		}
		getSingleMetricAsString(name) {
			return this.getMetricsAsString(this._metrics[name]);
		}
		getSingleMetric(name) {
			return this._metrics[name];
		}
		setDefaultLabels(labels) {
			this._defaultLabels = labels;
		}
		resetMetrics() {
			for (const metric in this._metrics) this._metrics[metric].reset();
		}
		get contentType() {
			return this._contentType;
		}
		setContentType(metricsContentType) {
			if (metricsContentType === Registry.OPENMETRICS_CONTENT_TYPE || metricsContentType === Registry.PROMETHEUS_CONTENT_TYPE) this._contentType = metricsContentType;
			else throw new Error(`Content type ${metricsContentType} is unsupported`);
		}
		static merge(registers) {
			const regType = registers[0].contentType;
			for (const reg of registers) if (reg.contentType !== regType) throw new Error("Registers can only be merged if they have the same content type");
			const mergedRegistry = new Registry(regType);
			registers.reduce((acc, reg) => acc.concat(reg.getMetricsAsArray()), []).forEach(mergedRegistry.registerMetric, mergedRegistry);
			return mergedRegistry;
		}
	};
	function formatLabels(labels, exclude) {
		const { hasOwnProperty } = Object.prototype;
		const formatted = [];
		for (const [name, value] of Object.entries(labels)) if (!exclude || !hasOwnProperty.call(exclude, name)) formatted.push(`${name}="${escapeLabelValue(value)}"`);
		return formatted;
	}
	const sharedLabelCache = /* @__PURE__ */ new WeakMap();
	function flattenSharedLabels(labels) {
		const cached = sharedLabelCache.get(labels);
		if (cached) return cached;
		const flattened = formatLabels(labels).join(",");
		sharedLabelCache.set(labels, flattened);
		return flattened;
	}
	function escapeLabelValue(str) {
		if (typeof str !== "string") return str;
		return escapeString(str).replace(/"/g, "\\\"");
	}
	function escapeString(str) {
		return str.replace(/\\/g, "\\\\").replace(/\n/g, "\\n");
	}
	function standardizeCounterName(name) {
		return name.replace(/_total$/, "");
	}
	module.exports = Registry;
	module.exports.globalRegistry = new Registry();
}));
// node_modules/prom-client/lib/validation.js
var require_validation = /* @__PURE__ */ __commonJSMin(((exports) => {
	const util = __require("util");
	const metricRegexp = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
	const labelRegexp = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
	exports.validateMetricName = function(name) {
		return metricRegexp.test(name);
	};
	exports.validateLabelName = function(names = []) {
		return names.every((name) => labelRegexp.test(name));
	};
	exports.validateLabel = function validateLabel(savedLabels, labels) {
		for (const label in labels) if (!savedLabels.includes(label)) throw new Error(`Added label "${label}" is not included in initial labelset: ${util.inspect(savedLabels)}`);
	};
}));
// node_modules/prom-client/lib/metric.js
var require_metric = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const Registry = require_registry();
	const { isObject } = require_util();
	const { validateMetricName, validateLabelName } = require_validation();
	var Metric = class {
		constructor(config, defaults = {}) {
			if (!isObject(config)) throw new TypeError("constructor expected a config object");
			Object.assign(this, {
				labelNames: [],
				registers: [Registry.globalRegistry],
				aggregator: "sum",
				enableExemplars: false
			}, defaults, config);
			if (!this.registers) this.registers = [Registry.globalRegistry];
			if (!this.help) throw new Error("Missing mandatory help parameter");
			if (!this.name) throw new Error("Missing mandatory name parameter");
			if (!validateMetricName(this.name)) throw new Error("Invalid metric name");
			if (!validateLabelName(this.labelNames)) throw new Error("Invalid label name");
			if (this.collect && typeof this.collect !== "function") throw new Error("Optional \"collect\" parameter must be a function");
			if (this.labelNames) this.sortedLabelNames = [...this.labelNames].sort();
			else this.sortedLabelNames = [];
			this.reset();
			for (const register of this.registers) {
				if (this.enableExemplars && register.contentType === Registry.PROMETHEUS_CONTENT_TYPE) throw new TypeError("Exemplars are supported only on OpenMetrics registries");
				register.registerMetric(this);
			}
		}
		reset() {}
	};
	module.exports = { Metric };
}));
// node_modules/prom-client/lib/exemplar.js
var require_exemplar = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var Exemplar = class {
		constructor(labelSet = {}, value = null) {
			this.labelSet = labelSet;
			this.value = value;
		}
		validateExemplarLabelSet(labelSet) {
			let res = "";
			for (const [labelName, labelValue] of Object.entries(labelSet)) res += `${labelName}${labelValue}`;
			if (res.length > 128) throw new RangeError("Label set size must be smaller than 128 UTF-8 chars");
		}
	};
	module.exports = Exemplar;
}));
// node_modules/prom-client/lib/counter.js
var require_counter = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const util = __require("util");
	const { hashObject, isObject, getLabels, removeLabels, nowTimestamp } = require_util();
	const { validateLabel } = require_validation();
	const { Metric } = require_metric();
	const Exemplar = require_exemplar();
	var Counter = class extends Metric {
		constructor(config) {
			super(config);
			this.type = "counter";
			this.defaultLabels = {};
			this.defaultValue = 1;
			this.defaultExemplarLabelSet = {};
			if (config.enableExemplars) {
				this.enableExemplars = true;
				this.inc = this.incWithExemplar;
			} else this.inc = this.incWithoutExemplar;
		}
		incWithoutExemplar(labels, value) {
			let hash = "";
			if (isObject(labels)) {
				hash = hashObject(labels, this.sortedLabelNames);
				validateLabel(this.labelNames, labels);
			} else {
				value = labels;
				labels = {};
			}
			if (value && !Number.isFinite(value)) throw new TypeError(`Value is not a valid number: ${util.format(value)}`);
			if (value < 0) throw new Error("It is not possible to decrease a counter");
			if (value === null || value === void 0) value = 1;
			setValue(this.hashMap, value, labels, hash);
			return { labelHash: hash };
		}
		incWithExemplar({ labels = this.defaultLabels, value = this.defaultValue, exemplarLabels = this.defaultExemplarLabelSet } = {}) {
			const res = this.incWithoutExemplar(labels, value);
			this.updateExemplar(exemplarLabels, value, res.labelHash);
		}
		updateExemplar(exemplarLabels, value, hash) {
			if (exemplarLabels === this.defaultExemplarLabelSet) return;
			if (!isObject(this.hashMap[hash].exemplar)) this.hashMap[hash].exemplar = new Exemplar();
			this.hashMap[hash].exemplar.validateExemplarLabelSet(exemplarLabels);
			this.hashMap[hash].exemplar.labelSet = exemplarLabels;
			this.hashMap[hash].exemplar.value = value ? value : 1;
			this.hashMap[hash].exemplar.timestamp = nowTimestamp();
		}
		reset() {
			this.hashMap = {};
			if (this.labelNames.length === 0) setValue(this.hashMap, 0);
		}
		async get() {
			if (this.collect) {
				const v = this.collect();
				if (v instanceof Promise) await v;
			}
			return {
				help: this.help,
				name: this.name,
				type: this.type,
				values: Object.values(this.hashMap),
				aggregator: this.aggregator
			};
		}
		labels(...args) {
			const labels = getLabels(this.labelNames, args) || {};
			return { inc: this.inc.bind(this, labels) };
		}
		remove(...args) {
			const labels = getLabels(this.labelNames, args) || {};
			validateLabel(this.labelNames, labels);
			return removeLabels.call(this, this.hashMap, labels, this.sortedLabelNames);
		}
	};
	function setValue(hashMap, value, labels = {}, hash = "") {
		if (hashMap[hash]) hashMap[hash].value += value;
		else hashMap[hash] = {
			value,
			labels
		};
		return hashMap;
	}
	module.exports = Counter;
}));
// node_modules/prom-client/lib/gauge.js
var require_gauge = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const util = __require("util");
	const { setValue, setValueDelta, getLabels, hashObject, isObject, removeLabels } = require_util();
	const { validateLabel } = require_validation();
	const { Metric } = require_metric();
	var Gauge = class extends Metric {
		constructor(config) {
			super(config);
			this.type = "gauge";
		}
		set(labels, value) {
			value = getValueArg(labels, value);
			labels = getLabelArg(labels);
			set(this, labels, value);
		}
		reset() {
			this.hashMap = {};
			if (this.labelNames.length === 0) setValue(this.hashMap, 0, {});
		}
		inc(labels, value) {
			value = getValueArg(labels, value);
			labels = getLabelArg(labels);
			if (value === void 0) value = 1;
			setDelta(this, labels, value);
		}
		dec(labels, value) {
			value = getValueArg(labels, value);
			labels = getLabelArg(labels);
			if (value === void 0) value = 1;
			setDelta(this, labels, -value);
		}
		setToCurrentTime(labels) {
			const now = Date.now() / 1e3;
			if (labels === void 0) this.set(now);
			else this.set(labels, now);
		}
		startTimer(labels) {
			const start = process.hrtime();
			return (endLabels) => {
				const delta = process.hrtime(start);
				const value = delta[0] + delta[1] / 1e9;
				this.set(Object.assign({}, labels, endLabels), value);
				return value;
			};
		}
		async get() {
			if (this.collect) {
				const v = this.collect();
				if (v instanceof Promise) await v;
			}
			return {
				help: this.help,
				name: this.name,
				type: this.type,
				values: Object.values(this.hashMap),
				aggregator: this.aggregator
			};
		}
		_getValue(labels) {
			const hash = hashObject(labels || {}, this.sortedLabelNames);
			return this.hashMap[hash] ? this.hashMap[hash].value : 0;
		}
		labels(...args) {
			const labels = getLabels(this.labelNames, args);
			validateLabel(this.labelNames, labels);
			return {
				inc: this.inc.bind(this, labels),
				dec: this.dec.bind(this, labels),
				set: this.set.bind(this, labels),
				setToCurrentTime: this.setToCurrentTime.bind(this, labels),
				startTimer: this.startTimer.bind(this, labels)
			};
		}
		remove(...args) {
			const labels = getLabels(this.labelNames, args);
			validateLabel(this.labelNames, labels);
			removeLabels.call(this, this.hashMap, labels, this.sortedLabelNames);
		}
	};
	function set(gauge, labels, value) {
		if (typeof value !== "number") throw new TypeError(`Value is not a valid number: ${util.format(value)}`);
		validateLabel(gauge.labelNames, labels);
		setValue(gauge.hashMap, value, labels);
	}
	function setDelta(gauge, labels, delta) {
		if (typeof delta !== "number") throw new TypeError(`Delta is not a valid number: ${util.format(delta)}`);
		validateLabel(gauge.labelNames, labels);
		const hash = hashObject(labels, gauge.sortedLabelNames);
		setValueDelta(gauge.hashMap, delta, labels, hash);
	}
	function getLabelArg(labels) {
		return isObject(labels) ? labels : {};
	}
	function getValueArg(labels, value) {
		return isObject(labels) ? value : labels;
	}
	module.exports = Gauge;
}));
// node_modules/prom-client/lib/histogram.js
var require_histogram = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const util = __require("util");
	const { getLabels, hashObject, isObject, removeLabels, nowTimestamp } = require_util();
	const { validateLabel } = require_validation();
	const { Metric } = require_metric();
	const Exemplar = require_exemplar();
	var Histogram = class extends Metric {
		constructor(config) {
			super(config, { buckets: [
				.005,
				.01,
				.025,
				.05,
				.1,
				.25,
				.5,
				1,
				2.5,
				5,
				10
			] });
			this.type = "histogram";
			this.defaultLabels = {};
			this.defaultExemplarLabelSet = {};
			this.enableExemplars = false;
			for (const label of this.labelNames) if (label === "le") throw new Error("le is a reserved label keyword");
			this.upperBounds = this.buckets;
			this.bucketValues = this.upperBounds.reduce((acc, upperBound) => {
				acc[upperBound] = 0;
				return acc;
			}, {});
			if (config.enableExemplars) {
				this.enableExemplars = true;
				this.bucketExemplars = this.upperBounds.reduce((acc, upperBound) => {
					acc[upperBound] = null;
					return acc;
				}, {});
				Object.freeze(this.bucketExemplars);
				this.observe = this.observeWithExemplar;
			} else this.observe = this.observeWithoutExemplar;
			Object.freeze(this.bucketValues);
			Object.freeze(this.upperBounds);
			if (this.labelNames.length === 0) this.hashMap = { [hashObject({})]: createBaseValues({}, this.bucketValues, this.bucketExemplars) };
		}
		observeWithoutExemplar(labels, value) {
			observe.call(this, labels === 0 ? 0 : labels || {})(value);
		}
		observeWithExemplar({ labels = this.defaultLabels, value, exemplarLabels = this.defaultExemplarLabelSet } = {}) {
			observe.call(this, labels === 0 ? 0 : labels || {})(value);
			this.updateExemplar(labels, value, exemplarLabels);
		}
		updateExemplar(labels, value, exemplarLabels) {
			if (Object.keys(exemplarLabels).length === 0) return;
			const hash = hashObject(labels, this.sortedLabelNames);
			const bound = findBound(this.upperBounds, value);
			const { bucketExemplars } = this.hashMap[hash];
			let exemplar = bucketExemplars[bound];
			if (!isObject(exemplar)) {
				exemplar = new Exemplar();
				bucketExemplars[bound] = exemplar;
			}
			exemplar.validateExemplarLabelSet(exemplarLabels);
			exemplar.labelSet = exemplarLabels;
			exemplar.value = value;
			exemplar.timestamp = nowTimestamp();
		}
		async get() {
			const data = await this.getForPromString();
			data.values = data.values.map(splayLabels);
			return data;
		}
		async getForPromString() {
			if (this.collect) {
				const v = this.collect();
				if (v instanceof Promise) await v;
			}
			const values = Object.values(this.hashMap).map(extractBucketValuesForExport(this)).reduce(addSumAndCountForExport(this), []);
			return {
				name: this.name,
				help: this.help,
				type: this.type,
				values,
				aggregator: this.aggregator
			};
		}
		reset() {
			this.hashMap = {};
		}
		zero(labels) {
			const hash = hashObject(labels, this.sortedLabelNames);
			this.hashMap[hash] = createBaseValues(labels, this.bucketValues, this.bucketExemplars);
		}
		startTimer(labels, exemplarLabels) {
			return this.enableExemplars ? startTimerWithExemplar.call(this, labels, exemplarLabels)() : startTimer.call(this, labels)();
		}
		labels(...args) {
			const labels = getLabels(this.labelNames, args);
			validateLabel(this.labelNames, labels);
			return {
				observe: observe.call(this, labels),
				startTimer: startTimer.call(this, labels)
			};
		}
		remove(...args) {
			const labels = getLabels(this.labelNames, args);
			validateLabel(this.labelNames, labels);
			removeLabels.call(this, this.hashMap, labels, this.sortedLabelNames);
		}
	};
	function startTimer(startLabels) {
		return () => {
			const start = process.hrtime();
			return (endLabels) => {
				const delta = process.hrtime(start);
				const value = delta[0] + delta[1] / 1e9;
				this.observe(Object.assign({}, startLabels, endLabels), value);
				return value;
			};
		};
	}
	function startTimerWithExemplar(startLabels, startExemplarLabels) {
		return () => {
			const start = process.hrtime();
			return (endLabels, endExemplarLabels) => {
				const delta = process.hrtime(start);
				const value = delta[0] + delta[1] / 1e9;
				this.observe({
					labels: Object.assign({}, startLabels, endLabels),
					value,
					exemplarLabels: Object.assign({}, startExemplarLabels, endExemplarLabels)
				});
				return value;
			};
		};
	}
	function setValuePair(labels, value, metricName, exemplar, sharedLabels = {}) {
		return {
			labels,
			sharedLabels,
			value,
			metricName,
			exemplar
		};
	}
	function findBound(upperBounds, value) {
		for (let i = 0; i < upperBounds.length; i++) {
			const bound = upperBounds[i];
			if (value <= bound) return bound;
		}
		return -1;
	}
	function observe(labels) {
		return (value) => {
			const labelValuePair = convertLabelsAndValues(labels, value);
			validateLabel(this.labelNames, labelValuePair.labels);
			if (!Number.isFinite(labelValuePair.value)) throw new TypeError(`Value is not a valid number: ${util.format(labelValuePair.value)}`);
			const hash = hashObject(labelValuePair.labels, this.sortedLabelNames);
			let valueFromMap = this.hashMap[hash];
			if (!valueFromMap) valueFromMap = createBaseValues(labelValuePair.labels, this.bucketValues, this.bucketExemplars);
			const b = findBound(this.upperBounds, labelValuePair.value);
			valueFromMap.sum += labelValuePair.value;
			valueFromMap.count += 1;
			if (Object.prototype.hasOwnProperty.call(valueFromMap.bucketValues, b)) valueFromMap.bucketValues[b] += 1;
			this.hashMap[hash] = valueFromMap;
		};
	}
	function createBaseValues(labels, bucketValues, bucketExemplars) {
		const result = {
			labels,
			bucketValues: { ...bucketValues },
			sum: 0,
			count: 0
		};
		if (bucketExemplars) result.bucketExemplars = { ...bucketExemplars };
		return result;
	}
	function convertLabelsAndValues(labels, value) {
		return isObject(labels) ? {
			labels,
			value
		} : {
			value: labels,
			labels: {}
		};
	}
	function extractBucketValuesForExport(histogram) {
		const name = `${histogram.name}_bucket`;
		return (bucketData) => {
			let acc = 0;
			return {
				buckets: histogram.upperBounds.map((upperBound) => {
					acc += bucketData.bucketValues[upperBound];
					return setValuePair({ le: upperBound }, acc, name, bucketData.bucketExemplars ? bucketData.bucketExemplars[upperBound] : null, bucketData.labels);
				}),
				data: bucketData
			};
		};
	}
	function addSumAndCountForExport(histogram) {
		return (acc, d) => {
			acc.push(...d.buckets);
			acc.push(setValuePair({ le: "+Inf" }, d.data.count, `${histogram.name}_bucket`, d.data.bucketExemplars ? d.data.bucketExemplars["-1"] : null, d.data.labels), setValuePair({}, d.data.sum, `${histogram.name}_sum`, void 0, d.data.labels), setValuePair({}, d.data.count, `${histogram.name}_count`, void 0, d.data.labels));
			return acc;
		};
	}
	function splayLabels(bucket) {
		const { sharedLabels, labels, ...newBucket } = bucket;
		for (const label of Object.keys(sharedLabels)) labels[label] = sharedLabels[label];
		newBucket.labels = labels;
		return newBucket;
	}
	module.exports = Histogram;
}));
// node_modules/bintrees/lib/treebase.js
var require_treebase = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	function TreeBase() {}
	TreeBase.prototype.clear = function() {
		this._root = null;
		this.size = 0;
	};
	TreeBase.prototype.find = function(data) {
		var res = this._root;
		while (res !== null) {
			var c = this._comparator(data, res.data);
			if (c === 0) return res.data;
			else res = res.get_child(c > 0);
		}
		return null;
	};
	TreeBase.prototype.findIter = function(data) {
		var res = this._root;
		var iter = this.iterator();
		while (res !== null) {
			var c = this._comparator(data, res.data);
			if (c === 0) {
				iter._cursor = res;
				return iter;
			} else {
				iter._ancestors.push(res);
				res = res.get_child(c > 0);
			}
		}
		return null;
	};
	TreeBase.prototype.lowerBound = function(item) {
		var cur = this._root;
		var iter = this.iterator();
		var cmp = this._comparator;
		while (cur !== null) {
			var c = cmp(item, cur.data);
			if (c === 0) {
				iter._cursor = cur;
				return iter;
			}
			iter._ancestors.push(cur);
			cur = cur.get_child(c > 0);
		}
		for (var i = iter._ancestors.length - 1; i >= 0; --i) {
			cur = iter._ancestors[i];
			if (cmp(item, cur.data) < 0) {
				iter._cursor = cur;
				iter._ancestors.length = i;
				return iter;
			}
		}
		iter._ancestors.length = 0;
		return iter;
	};
	TreeBase.prototype.upperBound = function(item) {
		var iter = this.lowerBound(item);
		var cmp = this._comparator;
		while (iter.data() !== null && cmp(iter.data(), item) === 0) iter.next();
		return iter;
	};
	TreeBase.prototype.min = function() {
		var res = this._root;
		if (res === null) return null;
		while (res.left !== null) res = res.left;
		return res.data;
	};
	TreeBase.prototype.max = function() {
		var res = this._root;
		if (res === null) return null;
		while (res.right !== null) res = res.right;
		return res.data;
	};
	TreeBase.prototype.iterator = function() {
		return new Iterator(this);
	};
	TreeBase.prototype.each = function(cb) {
		var it = this.iterator(), data;
		while ((data = it.next()) !== null) if (cb(data) === false) return;
	};
	TreeBase.prototype.reach = function(cb) {
		var it = this.iterator(), data;
		while ((data = it.prev()) !== null) if (cb(data) === false) return;
	};
	function Iterator(tree) {
		this._tree = tree;
		this._ancestors = [];
		this._cursor = null;
	}
	Iterator.prototype.data = function() {
		return this._cursor !== null ? this._cursor.data : null;
	};
	Iterator.prototype.next = function() {
		if (this._cursor === null) {
			var root = this._tree._root;
			if (root !== null) this._minNode(root);
		} else if (this._cursor.right === null) {
			var save;
			do {
				save = this._cursor;
				if (this._ancestors.length) this._cursor = this._ancestors.pop();
				else {
					this._cursor = null;
					break;
				}
			} while (this._cursor.right === save);
		} else {
			this._ancestors.push(this._cursor);
			this._minNode(this._cursor.right);
		}
		return this._cursor !== null ? this._cursor.data : null;
	};
	Iterator.prototype.prev = function() {
		if (this._cursor === null) {
			var root = this._tree._root;
			if (root !== null) this._maxNode(root);
		} else if (this._cursor.left === null) {
			var save;
			do {
				save = this._cursor;
				if (this._ancestors.length) this._cursor = this._ancestors.pop();
				else {
					this._cursor = null;
					break;
				}
			} while (this._cursor.left === save);
		} else {
			this._ancestors.push(this._cursor);
			this._maxNode(this._cursor.left);
		}
		return this._cursor !== null ? this._cursor.data : null;
	};
	Iterator.prototype._minNode = function(start) {
		while (start.left !== null) {
			this._ancestors.push(start);
			start = start.left;
		}
		this._cursor = start;
	};
	Iterator.prototype._maxNode = function(start) {
		while (start.right !== null) {
			this._ancestors.push(start);
			start = start.right;
		}
		this._cursor = start;
	};
	module.exports = TreeBase;
}));
// node_modules/bintrees/lib/rbtree.js
var require_rbtree = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var TreeBase = require_treebase();
	function Node(data) {
		this.data = data;
		this.left = null;
		this.right = null;
		this.red = true;
	}
	Node.prototype.get_child = function(dir) {
		return dir ? this.right : this.left;
	};
	Node.prototype.set_child = function(dir, val) {
		if (dir) this.right = val;
		else this.left = val;
	};
	function RBTree(comparator) {
		this._root = null;
		this._comparator = comparator;
		this.size = 0;
	}
	RBTree.prototype = new TreeBase();
	RBTree.prototype.insert = function(data) {
		var ret = false;
		if (this._root === null) {
			this._root = new Node(data);
			ret = true;
			this.size++;
		} else {
			var head = new Node(void 0);
			var dir = 0;
			var last = 0;
			var gp = null;
			var ggp = head;
			var p = null;
			var node = this._root;
			ggp.right = this._root;
			while (true) {
				if (node === null) {
					node = new Node(data);
					p.set_child(dir, node);
					ret = true;
					this.size++;
				} else if (is_red(node.left) && is_red(node.right)) {
					node.red = true;
					node.left.red = false;
					node.right.red = false;
				}
				if (is_red(node) && is_red(p)) {
					var dir2 = ggp.right === gp;
					if (node === p.get_child(last)) ggp.set_child(dir2, single_rotate(gp, !last));
					else ggp.set_child(dir2, double_rotate(gp, !last));
				}
				var cmp = this._comparator(node.data, data);
				if (cmp === 0) break;
				last = dir;
				dir = cmp < 0;
				if (gp !== null) ggp = gp;
				gp = p;
				p = node;
				node = node.get_child(dir);
			}
			this._root = head.right;
		}
		this._root.red = false;
		return ret;
	};
	RBTree.prototype.remove = function(data) {
		if (this._root === null) return false;
		var head = new Node(void 0);
		var node = head;
		node.right = this._root;
		var p = null;
		var gp = null;
		var found = null;
		var dir = 1;
		while (node.get_child(dir) !== null) {
			var last = dir;
			gp = p;
			p = node;
			node = node.get_child(dir);
			var cmp = this._comparator(data, node.data);
			dir = cmp > 0;
			if (cmp === 0) found = node;
			if (!is_red(node) && !is_red(node.get_child(dir))) {
				if (is_red(node.get_child(!dir))) {
					var sr = single_rotate(node, dir);
					p.set_child(last, sr);
					p = sr;
				} else if (!is_red(node.get_child(!dir))) {
					var sibling = p.get_child(!last);
					if (sibling !== null) {
						if (!is_red(sibling.get_child(!last)) && !is_red(sibling.get_child(last))) {
							p.red = false;
							sibling.red = true;
							node.red = true;
						} else {
							var dir2 = gp.right === p;
							if (is_red(sibling.get_child(last))) gp.set_child(dir2, double_rotate(p, last));
							else if (is_red(sibling.get_child(!last))) gp.set_child(dir2, single_rotate(p, last));
							var gpc = gp.get_child(dir2);
							gpc.red = true;
							node.red = true;
							gpc.left.red = false;
							gpc.right.red = false;
						}
					}
				}
			}
		}
		if (found !== null) {
			found.data = node.data;
			p.set_child(p.right === node, node.get_child(node.left === null));
			this.size--;
		}
		this._root = head.right;
		if (this._root !== null) this._root.red = false;
		return found !== null;
	};
	function is_red(node) {
		return node !== null && node.red;
	}
	function single_rotate(root, dir) {
		var save = root.get_child(!dir);
		root.set_child(!dir, save.get_child(dir));
		save.set_child(dir, root);
		root.red = true;
		save.red = false;
		return save;
	}
	function double_rotate(root, dir) {
		root.set_child(!dir, single_rotate(root.get_child(!dir), !dir));
		return single_rotate(root, dir);
	}
	module.exports = RBTree;
}));
// node_modules/bintrees/lib/bintree.js
var require_bintree = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var TreeBase = require_treebase();
	function Node(data) {
		this.data = data;
		this.left = null;
		this.right = null;
	}
	Node.prototype.get_child = function(dir) {
		return dir ? this.right : this.left;
	};
	Node.prototype.set_child = function(dir, val) {
		if (dir) this.right = val;
		else this.left = val;
	};
	function BinTree(comparator) {
		this._root = null;
		this._comparator = comparator;
		this.size = 0;
	}
	BinTree.prototype = new TreeBase();
	BinTree.prototype.insert = function(data) {
		if (this._root === null) {
			this._root = new Node(data);
			this.size++;
			return true;
		}
		var dir = 0;
		var p = null;
		var node = this._root;
		while (true) {
			if (node === null) {
				node = new Node(data);
				p.set_child(dir, node);
				ret = true;
				this.size++;
				return true;
			}
			if (this._comparator(node.data, data) === 0) return false;
			dir = this._comparator(node.data, data) < 0;
			p = node;
			node = node.get_child(dir);
		}
	};
	BinTree.prototype.remove = function(data) {
		if (this._root === null) return false;
		var head = new Node(void 0);
		var node = head;
		node.right = this._root;
		var p = null;
		var found = null;
		var dir = 1;
		while (node.get_child(dir) !== null) {
			p = node;
			node = node.get_child(dir);
			var cmp = this._comparator(data, node.data);
			dir = cmp > 0;
			if (cmp === 0) found = node;
		}
		if (found !== null) {
			found.data = node.data;
			p.set_child(p.right === node, node.get_child(node.left === null));
			this._root = head.right;
			this.size--;
			return true;
		} else return false;
	};
	module.exports = BinTree;
}));
// node_modules/bintrees/index.js
var require_bintrees = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module.exports = {
		RBTree: require_rbtree(),
		BinTree: require_bintree()
	};
}));
// node_modules/tdigest/tdigest.js
var require_tdigest = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var RBTree = require_bintrees().RBTree;
	function TDigest(delta, K, CX) {
		this.discrete = delta === false;
		this.delta = delta || .01;
		this.K = K === void 0 ? 25 : K;
		this.CX = CX === void 0 ? 1.1 : CX;
		this.centroids = new RBTree(compare_centroid_means);
		this.nreset = 0;
		this.reset();
	}
	TDigest.prototype.reset = function() {
		this.centroids.clear();
		this.n = 0;
		this.nreset += 1;
		this.last_cumulate = 0;
	};
	TDigest.prototype.size = function() {
		return this.centroids.size;
	};
	TDigest.prototype.toArray = function(everything) {
		var result = [];
		if (everything) {
			this._cumulate(true);
			this.centroids.each(function(c) {
				result.push(c);
			});
		} else this.centroids.each(function(c) {
			result.push({
				mean: c.mean,
				n: c.n
			});
		});
		return result;
	};
	TDigest.prototype.summary = function() {
		return [
			(this.discrete ? "exact " : "approximating ") + this.n + " samples using " + this.size() + " centroids",
			"min = " + this.percentile(0),
			"Q1  = " + this.percentile(.25),
			"Q2  = " + this.percentile(.5),
			"Q3  = " + this.percentile(.75),
			"max = " + this.percentile(1)
		].join("\n");
	};
	function compare_centroid_means(a, b) {
		return a.mean > b.mean ? 1 : a.mean < b.mean ? -1 : 0;
	}
	function compare_centroid_mean_cumns(a, b) {
		return a.mean_cumn - b.mean_cumn;
	}
	TDigest.prototype.push = function(x, n) {
		n = n || 1;
		x = Array.isArray(x) ? x : [x];
		for (var i = 0; i < x.length; i++) this._digest(x[i], n);
	};
	TDigest.prototype.push_centroid = function(c) {
		c = Array.isArray(c) ? c : [c];
		for (var i = 0; i < c.length; i++) this._digest(c[i].mean, c[i].n);
	};
	TDigest.prototype._cumulate = function(exact) {
		if (this.n === this.last_cumulate || !exact && this.CX && this.CX > this.n / this.last_cumulate) return;
		var cumn = 0;
		this.centroids.each(function(c) {
			c.mean_cumn = cumn + c.n / 2;
			cumn = c.cumn = cumn + c.n;
		});
		this.n = this.last_cumulate = cumn;
	};
	TDigest.prototype.find_nearest = function(x) {
		if (this.size() === 0) return null;
		var iter = this.centroids.lowerBound({ mean: x });
		var c = iter.data() === null ? iter.prev() : iter.data();
		if (c.mean === x || this.discrete) return c;
		var prev = iter.prev();
		if (prev && Math.abs(prev.mean - x) < Math.abs(c.mean - x)) return prev;
		else return c;
	};
	TDigest.prototype._new_centroid = function(x, n, cumn) {
		var c = {
			mean: x,
			n,
			cumn
		};
		this.centroids.insert(c);
		this.n += n;
		return c;
	};
	TDigest.prototype._addweight = function(nearest, x, n) {
		if (x !== nearest.mean) nearest.mean += n * (x - nearest.mean) / (nearest.n + n);
		nearest.cumn += n;
		nearest.mean_cumn += n / 2;
		nearest.n += n;
		this.n += n;
	};
	TDigest.prototype._digest = function(x, n) {
		var min = this.centroids.min();
		var max = this.centroids.max();
		var nearest = this.find_nearest(x);
		if (nearest && nearest.mean === x) this._addweight(nearest, x, n);
		else if (nearest === min) this._new_centroid(x, n, 0);
		else if (nearest === max) this._new_centroid(x, n, this.n);
		else if (this.discrete) this._new_centroid(x, n, nearest.cumn);
		else {
			var p = nearest.mean_cumn / this.n;
			if (Math.floor(4 * this.n * this.delta * p * (1 - p)) - nearest.n >= n) this._addweight(nearest, x, n);
			else this._new_centroid(x, n, nearest.cumn);
		}
		this._cumulate(false);
		if (!this.discrete && this.K && this.size() > this.K / this.delta) this.compress();
	};
	TDigest.prototype.bound_mean = function(x) {
		var iter = this.centroids.upperBound({ mean: x });
		var lower = iter.prev();
		return [lower, lower.mean === x ? lower : iter.next()];
	};
	TDigest.prototype.p_rank = function(x_or_xlist) {
		var ps = (Array.isArray(x_or_xlist) ? x_or_xlist : [x_or_xlist]).map(this._p_rank, this);
		return Array.isArray(x_or_xlist) ? ps : ps[0];
	};
	TDigest.prototype._p_rank = function(x) {
		if (this.size() === 0) return;
		else if (x < this.centroids.min().mean) return 0;
		else if (x > this.centroids.max().mean) return 1;
		this._cumulate(true);
		var bound = this.bound_mean(x);
		var lower = bound[0], upper = bound[1];
		if (this.discrete) return lower.cumn / this.n;
		else {
			var cumn = lower.mean_cumn;
			if (lower !== upper) cumn += (x - lower.mean) * (upper.mean_cumn - lower.mean_cumn) / (upper.mean - lower.mean);
			return cumn / this.n;
		}
	};
	TDigest.prototype.bound_mean_cumn = function(cumn) {
		this.centroids._comparator = compare_centroid_mean_cumns;
		var iter = this.centroids.upperBound({ mean_cumn: cumn });
		this.centroids._comparator = compare_centroid_means;
		var lower = iter.prev();
		return [lower, lower && lower.mean_cumn === cumn ? lower : iter.next()];
	};
	TDigest.prototype.percentile = function(p_or_plist) {
		var qs = (Array.isArray(p_or_plist) ? p_or_plist : [p_or_plist]).map(this._percentile, this);
		return Array.isArray(p_or_plist) ? qs : qs[0];
	};
	TDigest.prototype._percentile = function(p) {
		if (this.size() === 0) return;
		this._cumulate(true);
		var h = this.n * p;
		var bound = this.bound_mean_cumn(h);
		var lower = bound[0], upper = bound[1];
		if (upper === lower || lower === null || upper === null) return (lower || upper).mean;
		else if (!this.discrete) return lower.mean + (h - lower.mean_cumn) * (upper.mean - lower.mean) / (upper.mean_cumn - lower.mean_cumn);
		else if (h <= lower.cumn) return lower.mean;
		else return upper.mean;
	};
	function pop_random(choices) {
		var idx = Math.floor(Math.random() * choices.length);
		return choices.splice(idx, 1)[0];
	}
	TDigest.prototype.compress = function() {
		if (this.compressing) return;
		var points = this.toArray();
		this.reset();
		this.compressing = true;
		while (points.length > 0) this.push_centroid(pop_random(points));
		this._cumulate(true);
		this.compressing = false;
	};
	function Digest(config) {
		this.config = config || {};
		this.mode = this.config.mode || "auto";
		TDigest.call(this, this.mode === "cont" ? config.delta : false);
		this.digest_ratio = this.config.ratio || .9;
		this.digest_thresh = this.config.thresh || 1e3;
		this.n_unique = 0;
	}
	Digest.prototype = Object.create(TDigest.prototype);
	Digest.prototype.constructor = Digest;
	Digest.prototype.push = function(x_or_xlist) {
		TDigest.prototype.push.call(this, x_or_xlist);
		this.check_continuous();
	};
	Digest.prototype._new_centroid = function(x, n, cumn) {
		this.n_unique += 1;
		TDigest.prototype._new_centroid.call(this, x, n, cumn);
	};
	Digest.prototype._addweight = function(nearest, x, n) {
		if (nearest.n === 1) this.n_unique -= 1;
		TDigest.prototype._addweight.call(this, nearest, x, n);
	};
	Digest.prototype.check_continuous = function() {
		if (this.mode !== "auto" || this.size() < this.digest_thresh) return false;
		if (this.n_unique / this.size() > this.digest_ratio) {
			this.mode = "cont";
			this.discrete = false;
			this.delta = this.config.delta || .01;
			this.compress();
			return true;
		}
		return false;
	};
	module.exports = {
		"TDigest": TDigest,
		"Digest": Digest
	};
}));
// node_modules/prom-client/lib/timeWindowQuantiles.js
var require_timeWindowQuantiles = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { TDigest } = require_tdigest();
	var TimeWindowQuantiles = class {
		constructor(maxAgeSeconds, ageBuckets) {
			this.maxAgeSeconds = maxAgeSeconds || 0;
			this.ageBuckets = ageBuckets || 0;
			this.shouldRotate = maxAgeSeconds && ageBuckets;
			this.ringBuffer = Array(ageBuckets).fill(new TDigest());
			this.currentBuffer = 0;
			this.lastRotateTimestampMillis = Date.now();
			this.durationBetweenRotatesMillis = maxAgeSeconds * 1e3 / ageBuckets || Infinity;
		}
		size() {
			return rotate.call(this).size();
		}
		percentile(quantile) {
			return rotate.call(this).percentile(quantile);
		}
		push(value) {
			rotate.call(this);
			this.ringBuffer.forEach((bucket) => {
				bucket.push(value);
			});
		}
		reset() {
			this.ringBuffer.forEach((bucket) => {
				bucket.reset();
			});
		}
		compress() {
			this.ringBuffer.forEach((bucket) => {
				bucket.compress();
			});
		}
	};
	function rotate() {
		let timeSinceLastRotateMillis = Date.now() - this.lastRotateTimestampMillis;
		while (timeSinceLastRotateMillis > this.durationBetweenRotatesMillis && this.shouldRotate) {
			this.ringBuffer[this.currentBuffer] = new TDigest();
			if (++this.currentBuffer >= this.ringBuffer.length) this.currentBuffer = 0;
			timeSinceLastRotateMillis -= this.durationBetweenRotatesMillis;
			this.lastRotateTimestampMillis += this.durationBetweenRotatesMillis;
		}
		return this.ringBuffer[this.currentBuffer];
	}
	module.exports = TimeWindowQuantiles;
}));
// node_modules/prom-client/lib/summary.js
var require_summary = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const util = __require("util");
	const { getLabels, hashObject, removeLabels } = require_util();
	const { validateLabel } = require_validation();
	const { Metric } = require_metric();
	const timeWindowQuantiles = require_timeWindowQuantiles();
	const DEFAULT_COMPRESS_COUNT = 1e3;
	var Summary = class extends Metric {
		constructor(config) {
			super(config, {
				percentiles: [
					.01,
					.05,
					.5,
					.9,
					.95,
					.99,
					.999
				],
				compressCount: DEFAULT_COMPRESS_COUNT,
				hashMap: {}
			});
			this.type = "summary";
			for (const label of this.labelNames) if (label === "quantile") throw new Error("quantile is a reserved label keyword");
			if (this.labelNames.length === 0) this.hashMap = { [hashObject({})]: {
				labels: {},
				td: new timeWindowQuantiles(this.maxAgeSeconds, this.ageBuckets),
				count: 0,
				sum: 0
			} };
		}
		observe(labels, value) {
			observe.call(this, labels === 0 ? 0 : labels || {})(value);
		}
		async get() {
			if (this.collect) {
				const v = this.collect();
				if (v instanceof Promise) await v;
			}
			const hashKeys = Object.keys(this.hashMap);
			const values = [];
			hashKeys.forEach((hashKey) => {
				const s = this.hashMap[hashKey];
				if (s) {
					if (this.pruneAgedBuckets && s.td.size() === 0) delete this.hashMap[hashKey];
					else {
						extractSummariesForExport(s, this.percentiles).forEach((v) => {
							values.push(v);
						});
						values.push(getSumForExport(s, this));
						values.push(getCountForExport(s, this));
					}
				}
			});
			return {
				name: this.name,
				help: this.help,
				type: this.type,
				values,
				aggregator: this.aggregator
			};
		}
		reset() {
			Object.values(this.hashMap).forEach((s) => {
				s.td.reset();
				s.count = 0;
				s.sum = 0;
			});
		}
		startTimer(labels) {
			return startTimer.call(this, labels)();
		}
		labels(...args) {
			const labels = getLabels(this.labelNames, args);
			validateLabel(this.labelNames, labels);
			return {
				observe: observe.call(this, labels),
				startTimer: startTimer.call(this, labels)
			};
		}
		remove(...args) {
			const labels = getLabels(this.labelNames, args);
			validateLabel(this.labelNames, labels);
			removeLabels.call(this, this.hashMap, labels, this.sortedLabelNames);
		}
	};
	function extractSummariesForExport(summaryOfLabels, percentiles) {
		summaryOfLabels.td.compress();
		return percentiles.map((percentile) => {
			const percentileValue = summaryOfLabels.td.percentile(percentile);
			return {
				labels: Object.assign({ quantile: percentile }, summaryOfLabels.labels),
				value: percentileValue ? percentileValue : 0
			};
		});
	}
	function getCountForExport(value, summary) {
		return {
			metricName: `${summary.name}_count`,
			labels: value.labels,
			value: value.count
		};
	}
	function getSumForExport(value, summary) {
		return {
			metricName: `${summary.name}_sum`,
			labels: value.labels,
			value: value.sum
		};
	}
	function startTimer(startLabels) {
		return () => {
			const start = process.hrtime();
			return (endLabels) => {
				const delta = process.hrtime(start);
				const value = delta[0] + delta[1] / 1e9;
				this.observe(Object.assign({}, startLabels, endLabels), value);
				return value;
			};
		};
	}
	function observe(labels) {
		return (value) => {
			const labelValuePair = convertLabelsAndValues(labels, value);
			validateLabel(this.labelNames, labels);
			if (!Number.isFinite(labelValuePair.value)) throw new TypeError(`Value is not a valid number: ${util.format(labelValuePair.value)}`);
			const hash = hashObject(labelValuePair.labels, this.sortedLabelNames);
			let summaryOfLabel = this.hashMap[hash];
			if (!summaryOfLabel) summaryOfLabel = {
				labels: labelValuePair.labels,
				td: new timeWindowQuantiles(this.maxAgeSeconds, this.ageBuckets),
				count: 0,
				sum: 0
			};
			summaryOfLabel.td.push(labelValuePair.value);
			summaryOfLabel.count++;
			if (summaryOfLabel.count % this.compressCount === 0) summaryOfLabel.td.compress();
			summaryOfLabel.sum += labelValuePair.value;
			this.hashMap[hash] = summaryOfLabel;
		};
	}
	function convertLabelsAndValues(labels, value) {
		if (value === void 0) return {
			value: labels,
			labels: {}
		};
		return {
			labels,
			value
		};
	}
	module.exports = Summary;
}));
// node_modules/prom-client/lib/pushgateway.js
var require_pushgateway = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const url = __require("url");
	const http = __require("http");
	const https = __require("https");
	const { gzipSync } = __require("zlib");
	const { globalRegistry } = require_registry();
	var Pushgateway = class {
		constructor(gatewayUrl, options, registry) {
			if (!registry) registry = globalRegistry;
			this.registry = registry;
			this.gatewayUrl = gatewayUrl;
			const { requireJobName, ...requestOptions } = {
				requireJobName: true,
				...options
			};
			this.requireJobName = requireJobName;
			this.requestOptions = requestOptions;
		}
		pushAdd(params = {}) {
			if (this.requireJobName && !params.jobName) throw new Error("Missing jobName parameter");
			return useGateway.call(this, "POST", params.jobName, params.groupings);
		}
		push(params = {}) {
			if (this.requireJobName && !params.jobName) throw new Error("Missing jobName parameter");
			return useGateway.call(this, "PUT", params.jobName, params.groupings);
		}
		delete(params = {}) {
			if (this.requireJobName && !params.jobName) throw new Error("Missing jobName parameter");
			return useGateway.call(this, "DELETE", params.jobName, params.groupings);
		}
	};
	async function useGateway(method, job, groupings) {
		const gatewayUrlParsed = url.parse(this.gatewayUrl);
		const path = `${gatewayUrlParsed.pathname && gatewayUrlParsed.pathname !== "/" ? gatewayUrlParsed.pathname : ""}/metrics${job ? `/job/${encodeURIComponent(job)}${generateGroupings(groupings)}` : ""}`;
		const target = url.resolve(this.gatewayUrl, path);
		const requestParams = url.parse(target);
		const httpModule = isHttps(requestParams.href) ? https : http;
		const options = Object.assign(requestParams, this.requestOptions, { method });
		return new Promise((resolve, reject) => {
			if (method === "DELETE" && options.headers) delete options.headers["Content-Encoding"];
			const req = httpModule.request(options, (resp) => {
				let body = "";
				resp.setEncoding("utf8");
				resp.on("data", (chunk) => {
					body += chunk;
				});
				resp.on("end", () => {
					if (resp.statusCode >= 400) reject(/* @__PURE__ */ new Error(`push failed with status ${resp.statusCode}, ${body}`));
					else resolve({
						resp,
						body
					});
				});
			});
			req.on("error", (err) => {
				reject(err);
			});
			req.on("timeout", () => {
				req.destroy(/* @__PURE__ */ new Error("Pushgateway request timed out"));
			});
			if (method !== "DELETE") this.registry.metrics().then((metrics) => {
				if (options.headers && options.headers["Content-Encoding"] === "gzip") metrics = gzipSync(metrics);
				req.write(metrics);
				req.end();
			}).catch((err) => {
				reject(err);
			});
			else req.end();
		});
	}
	function generateGroupings(groupings) {
		if (!groupings) return "";
		return Object.keys(groupings).map((key) => `/${encodeURIComponent(key)}/${encodeURIComponent(groupings[key])}`).join("");
	}
	function isHttps(href) {
		return href.search(/^https/) !== -1;
	}
	module.exports = Pushgateway;
}));
// node_modules/prom-client/lib/bucketGenerators.js
var require_bucketGenerators = /* @__PURE__ */ __commonJSMin(((exports) => {
	exports.linearBuckets = (start, width, count) => {
		if (count < 1) throw new Error("Linear buckets needs a positive count");
		const buckets = new Array(count);
		for (let i = 0; i < count; i++) buckets[i] = start + i * width;
		return buckets;
	};
	exports.exponentialBuckets = (start, factor, count) => {
		if (start <= 0) throw new Error("Exponential buckets needs a positive start");
		if (count < 1) throw new Error("Exponential buckets needs a positive count");
		if (factor <= 1) throw new Error("Exponential buckets needs a factor greater than 1");
		const buckets = new Array(count);
		for (let i = 0; i < count; i++) {
			buckets[i] = start;
			start *= factor;
		}
		return buckets;
	};
}));
// node_modules/@opentelemetry/api/dist/diag/types.cjs
var require_types$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	exports.DiagLogLevel = /* @__PURE__ */ function(DiagLogLevel) {
		DiagLogLevel[DiagLogLevel["NONE"] = 0] = "NONE";
		DiagLogLevel[DiagLogLevel["ERROR"] = 30] = "ERROR";
		DiagLogLevel[DiagLogLevel["WARN"] = 50] = "WARN";
		DiagLogLevel[DiagLogLevel["INFO"] = 60] = "INFO";
		DiagLogLevel[DiagLogLevel["DEBUG"] = 70] = "DEBUG";
		DiagLogLevel[DiagLogLevel["VERBOSE"] = 80] = "VERBOSE";
		DiagLogLevel[DiagLogLevel["ALL"] = 9999] = "ALL";
		return DiagLogLevel;
	}({});
}));
// node_modules/@opentelemetry/api/dist/version.cjs
var require_version$2 = /* @__PURE__ */ __commonJSMin(((exports) => {
	exports.VERSION = "1.10.0";
}));
// node_modules/@opentelemetry/api/dist/internal/semver.cjs
var require_semver$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	const require_version = require_version$2();
	const re = /^(\d+)\.(\d+)\.(\d+)(-(.+))?$/;
	function _makeCompatibilityCheck(ownVersion) {
		const acceptedVersions = /* @__PURE__ */ new Set([ownVersion]);
		const rejectedVersions = /* @__PURE__ */ new Set();
		const myVersionMatch = ownVersion.match(re);
		if (!myVersionMatch) return () => false;
		const ownVersionParsed = {
			major: +myVersionMatch[1],
			minor: +myVersionMatch[2],
			patch: +myVersionMatch[3],
			prerelease: myVersionMatch[4]
		};
		if (ownVersionParsed.prerelease != null) return function isExactmatch(globalVersion) {
			return globalVersion === ownVersion;
		};
		function _reject(v) {
			rejectedVersions.add(v);
			return false;
		}
		function _accept(v) {
			acceptedVersions.add(v);
			return true;
		}
		return function isCompatible(globalVersion) {
			if (acceptedVersions.has(globalVersion)) return true;
			if (rejectedVersions.has(globalVersion)) return false;
			const globalVersionMatch = globalVersion.match(re);
			if (!globalVersionMatch) return _reject(globalVersion);
			const globalVersionParsed = {
				major: +globalVersionMatch[1],
				minor: +globalVersionMatch[2],
				patch: +globalVersionMatch[3],
				prerelease: globalVersionMatch[4]
			};
			if (globalVersionParsed.prerelease != null) return _reject(globalVersion);
			if (ownVersionParsed.major !== globalVersionParsed.major) return _reject(globalVersion);
			if (ownVersionParsed.major === 0) {
				if (ownVersionParsed.minor === globalVersionParsed.minor && ownVersionParsed.patch <= globalVersionParsed.patch) return _accept(globalVersion);
				return _reject(globalVersion);
			}
			if (ownVersionParsed.minor <= globalVersionParsed.minor) return _accept(globalVersion);
			return _reject(globalVersion);
		};
	}
	const isCompatible = _makeCompatibilityCheck(require_version.VERSION);
	exports._makeCompatibilityCheck = _makeCompatibilityCheck;
	exports.isCompatible = isCompatible;
}));
// node_modules/@opentelemetry/api/dist/internal/global-utils.cjs
var require_global_utils$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	const require_version = require_version$2();
	const require_semver = require_semver$1();
	const major = require_version.VERSION.split(".")[0];
	const GLOBAL_OPENTELEMETRY_API_KEY = Symbol.for(`opentelemetry.js.api.${major}`);
	const _global = typeof globalThis === "object" ? globalThis : typeof self === "object" ? self : typeof window === "object" ? window : typeof global === "object" ? global : {};
	function _makeGlobalApi() {
		return Object.defineProperty({}, "version", {
			value: require_version.VERSION,
			enumerable: true,
			writable: false,
			configurable: false
		});
	}
	function registerGlobal(type, instance, diag, allowOverride = false) {
		var _global$GLOBAL_OPENTE;
		const api = _global[GLOBAL_OPENTELEMETRY_API_KEY] = (_global$GLOBAL_OPENTE = _global[GLOBAL_OPENTELEMETRY_API_KEY]) !== null && _global$GLOBAL_OPENTE !== void 0 ? _global$GLOBAL_OPENTE : _makeGlobalApi();
		if (!allowOverride && api[type]) {
			const err = /* @__PURE__ */ new Error(`@opentelemetry/api: Attempted duplicate registration of API: ${type}`);
			diag.error(err.stack || err.message);
			return false;
		}
		if (api.version !== "1.10.0") {
			const err = /* @__PURE__ */ new Error(`@opentelemetry/api: Registration of version v${api.version} for ${type} does not match previously registered API v${require_version.VERSION}`);
			diag.error(err.stack || err.message);
			return false;
		}
		api[type] = instance;
		diag.debug(`@opentelemetry/api: Registered a global for ${type} v${require_version.VERSION}.`);
		return true;
	}
	let _compatibleGlobalApi;
	function getGlobal(type) {
		const api = _global[GLOBAL_OPENTELEMETRY_API_KEY];
		if (api == null) return;
		if (api !== _compatibleGlobalApi) {
			if (!api.version || !require_semver.isCompatible(api.version)) return;
			_compatibleGlobalApi = api;
		}
		return api[type];
	}
	function unregisterGlobal(type, diag) {
		diag.debug(`@opentelemetry/api: Unregistering a global for ${type} v${require_version.VERSION}.`);
		const api = _global[GLOBAL_OPENTELEMETRY_API_KEY];
		if (api) delete api[type];
	}
	exports.getGlobal = getGlobal;
	exports.registerGlobal = registerGlobal;
	exports.unregisterGlobal = unregisterGlobal;
}));
// node_modules/@opentelemetry/api/dist/diag/ComponentLogger.cjs
var require_ComponentLogger$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	const require_global_utils = require_global_utils$1();
	var DiagComponentLogger = class {
		constructor(props) {
			this._namespace = props.namespace || "DiagComponentLogger";
		}
		debug(...args) {
			return logProxy("debug", this._namespace, args);
		}
		error(...args) {
			return logProxy("error", this._namespace, args);
		}
		info(...args) {
			return logProxy("info", this._namespace, args);
		}
		warn(...args) {
			return logProxy("warn", this._namespace, args);
		}
		verbose(...args) {
			return logProxy("verbose", this._namespace, args);
		}
	};
	function logProxy(funcName, namespace, args) {
		const logger = require_global_utils.getGlobal("diag");
		if (!logger) return;
		return logger[funcName](namespace, ...args);
	}
	exports.DiagComponentLogger = DiagComponentLogger;
}));
// node_modules/@opentelemetry/api/dist/diag/internal/logLevelLogger.cjs
var require_logLevelLogger$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	require_types$1();
	function createLogLevelDiagLogger(maxLevel, logger) {
		if (maxLevel < 0) maxLevel = 0;
		else if (maxLevel > 9999) maxLevel = 9999;
		logger = logger || {};
		function _filterFunc(funcName, theLevel) {
			const theFunc = logger[funcName];
			if (typeof theFunc === "function" && maxLevel >= theLevel) return theFunc.bind(logger);
			return function() {};
		}
		return {
			error: _filterFunc("error", 30),
			warn: _filterFunc("warn", 50),
			info: _filterFunc("info", 60),
			debug: _filterFunc("debug", 70),
			verbose: _filterFunc("verbose", 80)
		};
	}
	exports.createLogLevelDiagLogger = createLogLevelDiagLogger;
}));
// node_modules/@opentelemetry/api/dist/api/diag.cjs
var require_diag$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	const require_global_utils = require_global_utils$1();
	const require_ComponentLogger = require_ComponentLogger$1();
	require_types$1();
	const require_logLevelLogger = require_logLevelLogger$1();
	const API_NAME = "diag";
	exports.DiagAPI = class DiagAPI {
		static instance() {
			if (!this._instance) this._instance = new DiagAPI();
			return this._instance;
		}
		constructor() {
			function _logProxy(funcName) {
				return function(...args) {
					const logger = require_global_utils.getGlobal("diag");
					if (!logger) return;
					return logger[funcName](...args);
				};
			}
			const self = this;
			const setLogger = (logger, optionsOrLogLevel = { logLevel: 60 }) => {
				var _optionsOrLogLevel$lo;
				if (logger === self) {
					var _err$stack;
					const err = /* @__PURE__ */ new Error("Cannot use diag as the logger for itself. Please use a DiagLogger implementation like ConsoleDiagLogger or a custom implementation");
					self.error((_err$stack = err.stack) !== null && _err$stack !== void 0 ? _err$stack : err.message);
					return false;
				}
				if (typeof optionsOrLogLevel === "number") optionsOrLogLevel = { logLevel: optionsOrLogLevel };
				const oldLogger = require_global_utils.getGlobal("diag");
				const newLogger = require_logLevelLogger.createLogLevelDiagLogger((_optionsOrLogLevel$lo = optionsOrLogLevel.logLevel) !== null && _optionsOrLogLevel$lo !== void 0 ? _optionsOrLogLevel$lo : 60, logger);
				if (oldLogger && !optionsOrLogLevel.suppressOverrideMessage) {
					var _Error$stack;
					const stack = (_Error$stack = (/* @__PURE__ */ new Error()).stack) !== null && _Error$stack !== void 0 ? _Error$stack : "<failed to generate stacktrace>";
					oldLogger.warn(`Current logger will be overwritten from ${stack}`);
					newLogger.warn(`Current logger will overwrite one already registered from ${stack}`);
				}
				return require_global_utils.registerGlobal("diag", newLogger, self, true);
			};
			self.setLogger = setLogger;
			self.disable = () => {
				require_global_utils.unregisterGlobal(API_NAME, self);
			};
			self.createComponentLogger = (options) => {
				return new require_ComponentLogger.DiagComponentLogger(options);
			};
			self.verbose = _logProxy("verbose");
			self.debug = _logProxy("debug");
			self.info = _logProxy("info");
			self.warn = _logProxy("warn");
			self.error = _logProxy("error");
		}
	};
}));
// node_modules/@opentelemetry/api/dist/baggage/internal/baggage-impl.cjs
var require_baggage_impl$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	exports.BaggageImpl = class BaggageImpl {
		constructor(entries) {
			this._entries = entries ? new Map(entries) : /* @__PURE__ */ new Map();
		}
		getEntry(key) {
			const entry = this._entries.get(key);
			if (!entry) return;
			return Object.assign({}, entry);
		}
		getAllEntries() {
			return Array.from(this._entries.entries());
		}
		setEntry(key, entry) {
			const newBaggage = new BaggageImpl(this._entries);
			newBaggage._entries.set(key, entry);
			return newBaggage;
		}
		removeEntry(key) {
			const newBaggage = new BaggageImpl(this._entries);
			newBaggage._entries.delete(key);
			return newBaggage;
		}
		removeEntries(...keys) {
			const newBaggage = new BaggageImpl(this._entries);
			for (const key of keys) newBaggage._entries.delete(key);
			return newBaggage;
		}
		clear() {
			return new BaggageImpl();
		}
	};
}));
// node_modules/@opentelemetry/api/dist/baggage/internal/symbol.cjs
var require_symbol$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	exports.baggageEntryMetadataSymbol = Symbol("BaggageEntryMetadata");
}));
// node_modules/@opentelemetry/api/dist/baggage/utils.cjs
var require_utils$3 = /* @__PURE__ */ __commonJSMin(((exports) => {
	const require_diag = require_diag$1();
	const require_baggage_impl = require_baggage_impl$1();
	const require_symbol = require_symbol$1();
	const diag = require_diag.DiagAPI.instance();
	function createBaggage(entries = {}) {
		return new require_baggage_impl.BaggageImpl(new Map(Object.entries(entries)));
	}
	function baggageEntryMetadataFromString(str) {
		if (typeof str !== "string") {
			diag.error(`Cannot create baggage metadata from unknown type: ${typeof str}`);
			str = "";
		}
		return {
			__TYPE__: require_symbol.baggageEntryMetadataSymbol,
			toString() {
				return str;
			}
		};
	}
	exports.baggageEntryMetadataFromString = baggageEntryMetadataFromString;
	exports.createBaggage = createBaggage;
}));
// node_modules/@opentelemetry/api/dist/context/context.cjs
var require_context$3 = /* @__PURE__ */ __commonJSMin(((exports) => {
	function createContextKey(description) {
		return Symbol.for(description);
	}
	exports.ROOT_CONTEXT = new class BaseContext {
		constructor(parentContext) {
			const self = this;
			self._currentContext = parentContext ? new Map(parentContext) : /* @__PURE__ */ new Map();
			self.getValue = (key) => self._currentContext.get(key);
			self.setValue = (key, value) => {
				const context = new BaseContext(self._currentContext);
				context._currentContext.set(key, value);
				return context;
			};
			self.deleteValue = (key) => {
				const context = new BaseContext(self._currentContext);
				context._currentContext.delete(key);
				return context;
			};
		}
	}();
	exports.createContextKey = createContextKey;
}));
// node_modules/@opentelemetry/api/dist/diag/consoleLogger.cjs
var require_consoleLogger$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	const consoleMap = [
		{
			n: "error",
			c: "error"
		},
		{
			n: "warn",
			c: "warn"
		},
		{
			n: "info",
			c: "info"
		},
		{
			n: "debug",
			c: "debug"
		},
		{
			n: "verbose",
			c: "trace"
		}
	];
	const _originalConsoleMethods = {};
	if (typeof console !== "undefined") {
		for (const key of [
			"error",
			"warn",
			"info",
			"debug",
			"trace",
			"log"
		]) if (typeof console[key] === "function") _originalConsoleMethods[key] = console[key];
	}
	var DiagConsoleLogger = class {
		constructor() {
			function _consoleFunc(funcName) {
				return function(...args) {
					let theFunc = _originalConsoleMethods[funcName];
					if (typeof theFunc !== "function") theFunc = _originalConsoleMethods["log"];
					if (typeof theFunc !== "function" && console) {
						theFunc = console[funcName];
						if (typeof theFunc !== "function") theFunc = console.log;
					}
					if (typeof theFunc === "function") return theFunc.apply(console, args);
				};
			}
			for (let i = 0; i < consoleMap.length; i++) this[consoleMap[i].n] = _consoleFunc(consoleMap[i].c);
		}
	};
	exports.DiagConsoleLogger = DiagConsoleLogger;
	exports._originalConsoleMethods = _originalConsoleMethods;
}));
// node_modules/@opentelemetry/api/dist/metrics/NoopMeter.cjs
var require_NoopMeter$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	var NoopMeter = class {
		constructor() {}
		createGauge(_name, _options) {
			return NOOP_GAUGE_METRIC;
		}
		createHistogram(_name, _options) {
			return NOOP_HISTOGRAM_METRIC;
		}
		createCounter(_name, _options) {
			return NOOP_COUNTER_METRIC;
		}
		createUpDownCounter(_name, _options) {
			return NOOP_UP_DOWN_COUNTER_METRIC;
		}
		createObservableGauge(_name, _options) {
			return NOOP_OBSERVABLE_GAUGE_METRIC;
		}
		createObservableCounter(_name, _options) {
			return NOOP_OBSERVABLE_COUNTER_METRIC;
		}
		createObservableUpDownCounter(_name, _options) {
			return NOOP_OBSERVABLE_UP_DOWN_COUNTER_METRIC;
		}
		addBatchObservableCallback(_callback, _observables) {}
		removeBatchObservableCallback(_callback) {}
	};
	var NoopMetric = class {};
	var NoopCounterMetric = class extends NoopMetric {
		add(_value, _attributes) {}
	};
	var NoopUpDownCounterMetric = class extends NoopMetric {
		add(_value, _attributes) {}
	};
	var NoopGaugeMetric = class extends NoopMetric {
		record(_value, _attributes) {}
	};
	var NoopHistogramMetric = class extends NoopMetric {
		record(_value, _attributes) {}
	};
	var NoopObservableMetric = class {
		addCallback(_callback) {}
		removeCallback(_callback) {}
	};
	var NoopObservableCounterMetric = class extends NoopObservableMetric {};
	var NoopObservableGaugeMetric = class extends NoopObservableMetric {};
	var NoopObservableUpDownCounterMetric = class extends NoopObservableMetric {};
	const NOOP_METER = new NoopMeter();
	const NOOP_COUNTER_METRIC = new NoopCounterMetric();
	const NOOP_GAUGE_METRIC = new NoopGaugeMetric();
	const NOOP_HISTOGRAM_METRIC = new NoopHistogramMetric();
	const NOOP_UP_DOWN_COUNTER_METRIC = new NoopUpDownCounterMetric();
	const NOOP_OBSERVABLE_COUNTER_METRIC = new NoopObservableCounterMetric();
	const NOOP_OBSERVABLE_GAUGE_METRIC = new NoopObservableGaugeMetric();
	const NOOP_OBSERVABLE_UP_DOWN_COUNTER_METRIC = new NoopObservableUpDownCounterMetric();
	function createNoopMeter() {
		return NOOP_METER;
	}
	exports.NOOP_COUNTER_METRIC = NOOP_COUNTER_METRIC;
	exports.NOOP_GAUGE_METRIC = NOOP_GAUGE_METRIC;
	exports.NOOP_HISTOGRAM_METRIC = NOOP_HISTOGRAM_METRIC;
	exports.NOOP_METER = NOOP_METER;
	exports.NOOP_OBSERVABLE_COUNTER_METRIC = NOOP_OBSERVABLE_COUNTER_METRIC;
	exports.NOOP_OBSERVABLE_GAUGE_METRIC = NOOP_OBSERVABLE_GAUGE_METRIC;
	exports.NOOP_OBSERVABLE_UP_DOWN_COUNTER_METRIC = NOOP_OBSERVABLE_UP_DOWN_COUNTER_METRIC;
	exports.NOOP_UP_DOWN_COUNTER_METRIC = NOOP_UP_DOWN_COUNTER_METRIC;
	exports.NoopCounterMetric = NoopCounterMetric;
	exports.NoopGaugeMetric = NoopGaugeMetric;
	exports.NoopHistogramMetric = NoopHistogramMetric;
	exports.NoopMeter = NoopMeter;
	exports.NoopMetric = NoopMetric;
	exports.NoopObservableCounterMetric = NoopObservableCounterMetric;
	exports.NoopObservableGaugeMetric = NoopObservableGaugeMetric;
	exports.NoopObservableMetric = NoopObservableMetric;
	exports.NoopObservableUpDownCounterMetric = NoopObservableUpDownCounterMetric;
	exports.NoopUpDownCounterMetric = NoopUpDownCounterMetric;
	exports.createNoopMeter = createNoopMeter;
}));
// node_modules/@opentelemetry/api/dist/metrics/Metric.cjs
var require_Metric$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	exports.ValueType = /* @__PURE__ */ function(ValueType) {
		ValueType[ValueType["INT"] = 0] = "INT";
		ValueType[ValueType["DOUBLE"] = 1] = "DOUBLE";
		return ValueType;
	}({});
}));
// node_modules/@opentelemetry/api/dist/logs/NoopLogger.cjs
var require_NoopLogger$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	var NoopLogger = class {
		emit(_logRecord) {}
		enabled() {
			return false;
		}
	};
	const NOOP_LOGGER = new NoopLogger();
	function createNoopLogger() {
		return NOOP_LOGGER;
	}
	exports.NOOP_LOGGER = NOOP_LOGGER;
	exports.NoopLogger = NoopLogger;
	exports.createNoopLogger = createNoopLogger;
}));
// node_modules/@opentelemetry/api/dist/logs/LogRecord.cjs
var require_LogRecord$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	exports.SeverityNumber = /* @__PURE__ */ function(SeverityNumber) {
		SeverityNumber[SeverityNumber["UNSPECIFIED"] = 0] = "UNSPECIFIED";
		SeverityNumber[SeverityNumber["TRACE"] = 1] = "TRACE";
		SeverityNumber[SeverityNumber["TRACE2"] = 2] = "TRACE2";
		SeverityNumber[SeverityNumber["TRACE3"] = 3] = "TRACE3";
		SeverityNumber[SeverityNumber["TRACE4"] = 4] = "TRACE4";
		SeverityNumber[SeverityNumber["DEBUG"] = 5] = "DEBUG";
		SeverityNumber[SeverityNumber["DEBUG2"] = 6] = "DEBUG2";
		SeverityNumber[SeverityNumber["DEBUG3"] = 7] = "DEBUG3";
		SeverityNumber[SeverityNumber["DEBUG4"] = 8] = "DEBUG4";
		SeverityNumber[SeverityNumber["INFO"] = 9] = "INFO";
		SeverityNumber[SeverityNumber["INFO2"] = 10] = "INFO2";
		SeverityNumber[SeverityNumber["INFO3"] = 11] = "INFO3";
		SeverityNumber[SeverityNumber["INFO4"] = 12] = "INFO4";
		SeverityNumber[SeverityNumber["WARN"] = 13] = "WARN";
		SeverityNumber[SeverityNumber["WARN2"] = 14] = "WARN2";
		SeverityNumber[SeverityNumber["WARN3"] = 15] = "WARN3";
		SeverityNumber[SeverityNumber["WARN4"] = 16] = "WARN4";
		SeverityNumber[SeverityNumber["ERROR"] = 17] = "ERROR";
		SeverityNumber[SeverityNumber["ERROR2"] = 18] = "ERROR2";
		SeverityNumber[SeverityNumber["ERROR3"] = 19] = "ERROR3";
		SeverityNumber[SeverityNumber["ERROR4"] = 20] = "ERROR4";
		SeverityNumber[SeverityNumber["FATAL"] = 21] = "FATAL";
		SeverityNumber[SeverityNumber["FATAL2"] = 22] = "FATAL2";
		SeverityNumber[SeverityNumber["FATAL3"] = 23] = "FATAL3";
		SeverityNumber[SeverityNumber["FATAL4"] = 24] = "FATAL4";
		return SeverityNumber;
	}({});
}));
// node_modules/@opentelemetry/api/dist/propagation/TextMapPropagator.cjs
var require_TextMapPropagator$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	const defaultTextMapGetter = {
		get(carrier, key) {
			if (carrier == null) return;
			return carrier[key];
		},
		keys(carrier) {
			if (carrier == null) return [];
			return Object.keys(carrier);
		}
	};
	const defaultTextMapSetter = { set(carrier, key, value) {
		if (carrier == null) return;
		carrier[key] = value;
	} };
	exports.defaultTextMapGetter = defaultTextMapGetter;
	exports.defaultTextMapSetter = defaultTextMapSetter;
}));
// node_modules/@opentelemetry/api/dist/trace/trace_flags.cjs
var require_trace_flags$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	exports.TraceFlags = /* @__PURE__ */ function(TraceFlags) {
		TraceFlags[TraceFlags["NONE"] = 0] = "NONE";
		TraceFlags[TraceFlags["SAMPLED"] = 1] = "SAMPLED";
		return TraceFlags;
	}({});
}));
// node_modules/@opentelemetry/api/dist/trace/invalid-span-constants.cjs
var require_invalid_span_constants$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	require_trace_flags$1();
	const INVALID_SPANID = "0000000000000000";
	const INVALID_TRACEID = "00000000000000000000000000000000";
	const INVALID_SPAN_CONTEXT = {
		traceId: INVALID_TRACEID,
		spanId: INVALID_SPANID,
		traceFlags: 0
	};
	exports.INVALID_SPANID = INVALID_SPANID;
	exports.INVALID_SPAN_CONTEXT = INVALID_SPAN_CONTEXT;
	exports.INVALID_TRACEID = INVALID_TRACEID;
}));
// node_modules/@opentelemetry/api/dist/trace/NonRecordingSpan.cjs
var require_NonRecordingSpan$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	const require_invalid_span_constants = require_invalid_span_constants$1();
	var NonRecordingSpan = class {
		constructor(spanContext = require_invalid_span_constants.INVALID_SPAN_CONTEXT) {
			this._spanContext = spanContext;
		}
		spanContext() {
			return this._spanContext;
		}
		setAttribute(_key, _value) {
			return this;
		}
		setAttributes(_attributes) {
			return this;
		}
		addEvent(_name, _attributes) {
			return this;
		}
		addLink(_link) {
			return this;
		}
		addLinks(_links) {
			return this;
		}
		setStatus(_status) {
			return this;
		}
		updateName(_name) {
			return this;
		}
		end(_endTime) {}
		isRecording() {
			return false;
		}
		recordException(_exception, _time) {}
	};
	exports.NonRecordingSpan = NonRecordingSpan;
}));
// node_modules/@opentelemetry/api/dist/trace/spancontext-utils.cjs
var require_spancontext_utils$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	require_invalid_span_constants$1();
	const require_NonRecordingSpan = require_NonRecordingSpan$1();
	const isHex = new Uint8Array([
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		1,
		1,
		1,
		1,
		1,
		1,
		1,
		1,
		1,
		1,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		1,
		1,
		1,
		1,
		1,
		1,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		1,
		1,
		1,
		1,
		1,
		1
	]);
	function isValidHex(id, length) {
		if (typeof id !== "string" || id.length !== length) return false;
		let r = 0;
		for (let i = 0; i < id.length; i += 4) r += (isHex[id.charCodeAt(i)] | 0) + (isHex[id.charCodeAt(i + 1)] | 0) + (isHex[id.charCodeAt(i + 2)] | 0) + (isHex[id.charCodeAt(i + 3)] | 0);
		return r === length;
	}
	function isValidTraceId(traceId) {
		return isValidHex(traceId, 32) && traceId !== "00000000000000000000000000000000";
	}
	function isValidSpanId(spanId) {
		return isValidHex(spanId, 16) && spanId !== "0000000000000000";
	}
	function isSpanContextValid(spanContext) {
		return isValidTraceId(spanContext.traceId) && isValidSpanId(spanContext.spanId);
	}
	function wrapSpanContext(spanContext) {
		return new require_NonRecordingSpan.NonRecordingSpan(spanContext);
	}
	exports.isSpanContextValid = isSpanContextValid;
	exports.isValidSpanId = isValidSpanId;
	exports.isValidTraceId = isValidTraceId;
	exports.wrapSpanContext = wrapSpanContext;
}));
// node_modules/@opentelemetry/api/dist/context/NoopContextManager.cjs
var require_NoopContextManager$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	const require_context = require_context$3();
	var NoopContextManager = class {
		active() {
			return require_context.ROOT_CONTEXT;
		}
		with(_context, fn, thisArg, ...args) {
			return fn.call(thisArg, ...args);
		}
		bind(_context, target) {
			return target;
		}
		enable() {
			return this;
		}
		disable() {
			return this;
		}
		attach(_context) {
			return { dispose() {} };
		}
	};
	exports.NoopContextManager = NoopContextManager;
}));
// node_modules/@opentelemetry/api/dist/api/context.cjs
var require_context$2 = /* @__PURE__ */ __commonJSMin(((exports) => {
	const require_global_utils = require_global_utils$1();
	const require_diag = require_diag$1();
	const require_NoopContextManager = require_NoopContextManager$1();
	const API_NAME = "context";
	const NOOP_CONTEXT_MANAGER = new require_NoopContextManager.NoopContextManager();
	const NOOP_TOKEN = Object.freeze({ dispose: () => {} });
	exports.ContextAPI = class ContextAPI {
		constructor() {
			this._attachUnsupportedWarned = false;
		}
		static getInstance() {
			if (!this._instance) this._instance = new ContextAPI();
			return this._instance;
		}
		setGlobalContextManager(contextManager) {
			return require_global_utils.registerGlobal(API_NAME, contextManager, require_diag.DiagAPI.instance());
		}
		active() {
			return this._getContextManager().active();
		}
		with(context, fn, thisArg, ...args) {
			return this._getContextManager().with(context, fn, thisArg, ...args);
		}
		bind(context, target) {
			return this._getContextManager().bind(context, target);
		}
		attach(context) {
			const contextManager = this._getContextManager();
			if (contextManager.attach) return contextManager.attach(context);
			if (!this._attachUnsupportedWarned) {
				this._attachUnsupportedWarned = true;
				require_diag.DiagAPI.instance().warn("The current ContextManager does not implement attach(). The context will not be attached. Use a ContextManager that supports attach() (e.g. AsyncLocalStorageContextManager) or use with()/bind() instead.");
			}
			return NOOP_TOKEN;
		}
		_getContextManager() {
			return require_global_utils.getGlobal(API_NAME) || NOOP_CONTEXT_MANAGER;
		}
		disable() {
			this._getContextManager().disable();
			require_global_utils.unregisterGlobal(API_NAME, require_diag.DiagAPI.instance());
		}
	};
}));
// node_modules/@opentelemetry/api/dist/trace/context-utils.cjs
var require_context_utils$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	const require_context = require_context$3();
	const require_context$1 = require_context$2();
	const require_NonRecordingSpan = require_NonRecordingSpan$1();
	const SPAN_KEY = require_context.createContextKey("OpenTelemetry Context Key SPAN");
	function getSpan(context) {
		return context.getValue(SPAN_KEY) || void 0;
	}
	function getActiveSpan() {
		return getSpan(require_context$1.ContextAPI.getInstance().active());
	}
	function setSpan(context, span) {
		return context.setValue(SPAN_KEY, span);
	}
	function deleteSpan(context) {
		return context.deleteValue(SPAN_KEY);
	}
	function setSpanContext(context, spanContext) {
		return setSpan(context, new require_NonRecordingSpan.NonRecordingSpan(spanContext));
	}
	function getSpanContext(context) {
		var _getSpan;
		return (_getSpan = getSpan(context)) === null || _getSpan === void 0 ? void 0 : _getSpan.spanContext();
	}
	exports.deleteSpan = deleteSpan;
	exports.getActiveSpan = getActiveSpan;
	exports.getSpan = getSpan;
	exports.getSpanContext = getSpanContext;
	exports.setSpan = setSpan;
	exports.setSpanContext = setSpanContext;
}));
// node_modules/@opentelemetry/api/dist/trace/NoopTracer.cjs
var require_NoopTracer$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	const require_context = require_context$2();
	const require_NonRecordingSpan = require_NonRecordingSpan$1();
	const require_context_utils = require_context_utils$1();
	const require_spancontext_utils = require_spancontext_utils$1();
	const contextApi = require_context.ContextAPI.getInstance();
	var NoopTracer = class {
		startSpan(name, options, context = contextApi.active()) {
			if (Boolean(options === null || options === void 0 ? void 0 : options.root)) return new require_NonRecordingSpan.NonRecordingSpan();
			const parentFromContext = context && require_context_utils.getSpanContext(context);
			if (isSpanContext(parentFromContext) && require_spancontext_utils.isSpanContextValid(parentFromContext)) return new require_NonRecordingSpan.NonRecordingSpan(parentFromContext);
			else return new require_NonRecordingSpan.NonRecordingSpan();
		}
		startActiveSpan(name, arg2, arg3, arg4) {
			var _ctx;
			let opts;
			let ctx;
			let fn;
			if (arguments.length < 2) return;
			else if (arguments.length === 2) fn = arg2;
			else if (arguments.length === 3) {
				opts = arg2;
				fn = arg3;
			} else {
				opts = arg2;
				ctx = arg3;
				fn = arg4;
			}
			const parentContext = (_ctx = ctx) !== null && _ctx !== void 0 ? _ctx : contextApi.active();
			const span = this.startSpan(name, opts, parentContext);
			const contextWithSpanSet = require_context_utils.setSpan(parentContext, span);
			return contextApi.with(contextWithSpanSet, fn, void 0, span);
		}
	};
	function isSpanContext(spanContext) {
		return spanContext !== null && typeof spanContext === "object" && "spanId" in spanContext && typeof spanContext["spanId"] === "string" && "traceId" in spanContext && typeof spanContext["traceId"] === "string" && "traceFlags" in spanContext && typeof spanContext["traceFlags"] === "number";
	}
	exports.NoopTracer = NoopTracer;
}));
// node_modules/@opentelemetry/api/dist/trace/ProxyTracer.cjs
var require_ProxyTracer$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	const NOOP_TRACER = new (require_NoopTracer$1()).NoopTracer();
	var ProxyTracer = class {
		constructor(provider, name, version, options) {
			this._provider = provider;
			this.name = name;
			this.version = version;
			this.options = options;
		}
		startSpan(name, options, context) {
			return this._getTracer().startSpan(name, options, context);
		}
		startActiveSpan(_name, _options, _context, _fn) {
			const tracer = this._getTracer();
			return Reflect.apply(tracer.startActiveSpan, tracer, arguments);
		}
		_getTracer() {
			if (this._delegate) return this._delegate;
			const tracer = this._provider.getDelegateTracer(this.name, this.version, this.options);
			if (!tracer) return NOOP_TRACER;
			this._delegate = tracer;
			return this._delegate;
		}
	};
	exports.ProxyTracer = ProxyTracer;
}));
// node_modules/@opentelemetry/api/dist/trace/span_kind.cjs
var require_span_kind$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	exports.SpanKind = /* @__PURE__ */ function(SpanKind) {
		SpanKind[SpanKind["INTERNAL"] = 0] = "INTERNAL";
		SpanKind[SpanKind["SERVER"] = 1] = "SERVER";
		SpanKind[SpanKind["CLIENT"] = 2] = "CLIENT";
		SpanKind[SpanKind["PRODUCER"] = 3] = "PRODUCER";
		SpanKind[SpanKind["CONSUMER"] = 4] = "CONSUMER";
		return SpanKind;
	}({});
}));
// node_modules/@opentelemetry/api/dist/trace/status.cjs
var require_status$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	exports.SpanStatusCode = /* @__PURE__ */ function(SpanStatusCode) {
		SpanStatusCode[SpanStatusCode["UNSET"] = 0] = "UNSET";
		SpanStatusCode[SpanStatusCode["OK"] = 1] = "OK";
		SpanStatusCode[SpanStatusCode["ERROR"] = 2] = "ERROR";
		return SpanStatusCode;
	}({});
}));
// node_modules/@opentelemetry/api/dist/trace/internal/tracestate-validators.cjs
var require_tracestate_validators$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	const VALID_KEY_CHAR_RANGE = "[_0-9a-z-*/]";
	const VALID_KEY_REGEX = new RegExp(`^(?:${`[a-z]${VALID_KEY_CHAR_RANGE}{0,255}`}|${`[a-z0-9]${VALID_KEY_CHAR_RANGE}{0,240}@[a-z]${VALID_KEY_CHAR_RANGE}{0,13}`})$`);
	const VALID_VALUE_BASE_REGEX = /^[ -~]{0,255}[!-~]$/;
	const INVALID_VALUE_COMMA_EQUAL_REGEX = /,|=/;
	function validateKey(key) {
		return VALID_KEY_REGEX.test(key);
	}
	function validateValue(value) {
		return VALID_VALUE_BASE_REGEX.test(value) && !INVALID_VALUE_COMMA_EQUAL_REGEX.test(value);
	}
	exports.validateKey = validateKey;
	exports.validateValue = validateValue;
}));
// node_modules/@opentelemetry/api/dist/trace/internal/tracestate-impl.cjs
var require_tracestate_impl$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	const require_tracestate_validators = require_tracestate_validators$1();
	const MAX_TRACE_STATE_ITEMS = 32;
	const MAX_TRACE_STATE_LEN = 512;
	const LIST_MEMBERS_SEPARATOR = ",";
	const LIST_MEMBER_KEY_VALUE_SPLITTER = "=";
	exports.TraceStateImpl = class TraceStateImpl {
		constructor(rawTraceState) {
			this._internalState = /* @__PURE__ */ new Map();
			if (rawTraceState) this._parse(rawTraceState);
		}
		set(key, value) {
			const currValue = this._internalState.get(key);
			let newLength = this.serialize().length;
			if (typeof currValue === "string") newLength += value.length - currValue.length;
			else {
				if (this._internalState.size >= MAX_TRACE_STATE_ITEMS) return this;
				newLength += key.length + value.length + (this._internalState.size > 0 ? 2 : 1);
			}
			if (newLength > MAX_TRACE_STATE_LEN) return this;
			const traceState = this._clone();
			if (traceState._internalState.has(key)) traceState._internalState.delete(key);
			traceState._internalState.set(key, value);
			return traceState;
		}
		unset(key) {
			const traceState = this._clone();
			traceState._internalState.delete(key);
			return traceState;
		}
		get(key) {
			return this._internalState.get(key);
		}
		serialize() {
			return Array.from(this._internalState.keys()).reduceRight((agg, key) => {
				agg.push(key + LIST_MEMBER_KEY_VALUE_SPLITTER + this.get(key));
				return agg;
			}, []).join(LIST_MEMBERS_SEPARATOR);
		}
		_parse(rawTraceState) {
			if (rawTraceState.length > MAX_TRACE_STATE_LEN) return;
			this._internalState = rawTraceState.split(LIST_MEMBERS_SEPARATOR).reduceRight((agg, part) => {
				const listMember = part.trim();
				const i = listMember.indexOf(LIST_MEMBER_KEY_VALUE_SPLITTER);
				if (i !== -1) {
					const key = listMember.slice(0, i);
					const value = listMember.slice(i + 1, part.length);
					if (require_tracestate_validators.validateKey(key) && require_tracestate_validators.validateValue(value)) agg.set(key, value);
				}
				return agg;
			}, /* @__PURE__ */ new Map());
			if (this._internalState.size > MAX_TRACE_STATE_ITEMS) this._internalState = new Map(Array.from(this._internalState.entries()).reverse().slice(0, MAX_TRACE_STATE_ITEMS));
		}
		_keys() {
			return Array.from(this._internalState.keys()).reverse();
		}
		_clone() {
			const traceState = new TraceStateImpl();
			traceState._internalState = new Map(this._internalState);
			return traceState;
		}
	};
}));
// node_modules/@opentelemetry/api/dist/trace/internal/utils.cjs
var require_utils$2 = /* @__PURE__ */ __commonJSMin(((exports) => {
	const require_tracestate_impl = require_tracestate_impl$1();
	function createTraceState(rawTraceState) {
		return new require_tracestate_impl.TraceStateImpl(rawTraceState);
	}
	exports.createTraceState = createTraceState;
}));
// node_modules/@opentelemetry/api/dist/trace/NoopTracerProvider.cjs
var require_NoopTracerProvider = /* @__PURE__ */ __commonJSMin(((exports) => {
	const require_NoopTracer = require_NoopTracer$1();
	var NoopTracerProvider = class {
		getTracer(_name, _version, _options) {
			return new require_NoopTracer.NoopTracer();
		}
	};
	exports.NoopTracerProvider = NoopTracerProvider;
}));
// node_modules/@opentelemetry/api/dist/trace/ProxyTracerProvider.cjs
var require_ProxyTracerProvider$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	const require_ProxyTracer = require_ProxyTracer$1();
	const NOOP_TRACER_PROVIDER = new (require_NoopTracerProvider()).NoopTracerProvider();
	var ProxyTracerProvider = class {
		getTracer(name, version, options) {
			var _this$getDelegateTrac;
			return (_this$getDelegateTrac = this.getDelegateTracer(name, version, options)) !== null && _this$getDelegateTrac !== void 0 ? _this$getDelegateTrac : new require_ProxyTracer.ProxyTracer(this, name, version, options);
		}
		getDelegate() {
			var _this$_delegate;
			return (_this$_delegate = this._delegate) !== null && _this$_delegate !== void 0 ? _this$_delegate : NOOP_TRACER_PROVIDER;
		}
		setDelegate(delegate) {
			this._delegate = delegate;
		}
		getDelegateTracer(name, version, options) {
			var _this$_delegate2;
			return (_this$_delegate2 = this._delegate) === null || _this$_delegate2 === void 0 ? void 0 : _this$_delegate2.getTracer(name, version, options);
		}
	};
	exports.ProxyTracerProvider = ProxyTracerProvider;
}));
// node_modules/@opentelemetry/api/dist/trace/SamplingResult.cjs
var require_SamplingResult$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	exports.SamplingDecision = /* @__PURE__ */ function(SamplingDecision) {
		SamplingDecision[SamplingDecision["NOT_RECORD"] = 0] = "NOT_RECORD";
		SamplingDecision[SamplingDecision["RECORD"] = 1] = "RECORD";
		SamplingDecision[SamplingDecision["RECORD_AND_SAMPLED"] = 2] = "RECORD_AND_SAMPLED";
		return SamplingDecision;
	}({});
}));
// node_modules/@opentelemetry/api/dist/context-api.cjs
var require_context_api$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	exports.context = require_context$2().ContextAPI.getInstance();
}));
// node_modules/@opentelemetry/api/dist/diag-api.cjs
var require_diag_api$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	exports.diag = require_diag$1().DiagAPI.instance();
}));
// node_modules/@opentelemetry/api/dist/logs/NoopLoggerProvider.cjs
var require_NoopLoggerProvider$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	const require_NoopLogger = require_NoopLogger$1();
	var NoopLoggerProvider = class {
		getLogger(_name, _version, _options) {
			return new require_NoopLogger.NoopLogger();
		}
	};
	exports.NOOP_LOGGER_PROVIDER = new NoopLoggerProvider();
	exports.NoopLoggerProvider = NoopLoggerProvider;
}));
// node_modules/@opentelemetry/api/dist/logs/ProxyLogger.cjs
var require_ProxyLogger$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	const require_NoopLogger = require_NoopLogger$1();
	var ProxyLogger = class {
		constructor(provider, name, version, options) {
			this._provider = provider;
			this.name = name;
			this.version = version;
			this.options = options;
		}
		emit(logRecord) {
			this._getLogger().emit(logRecord);
		}
		enabled(options) {
			return this._getLogger().enabled(options);
		}
		_getLogger() {
			if (this._delegate) return this._delegate;
			const logger = this._provider._getDelegateLogger(this.name, this.version, this.options);
			if (!logger) return require_NoopLogger.NOOP_LOGGER;
			this._delegate = logger;
			return this._delegate;
		}
	};
	exports.ProxyLogger = ProxyLogger;
}));
// node_modules/@opentelemetry/api/dist/logs/ProxyLoggerProvider.cjs
var require_ProxyLoggerProvider$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	const require_NoopLoggerProvider = require_NoopLoggerProvider$1();
	const require_ProxyLogger = require_ProxyLogger$1();
	var ProxyLoggerProvider = class {
		getLogger(name, version, options) {
			var _this$_getDelegateLog;
			return (_this$_getDelegateLog = this._getDelegateLogger(name, version, options)) !== null && _this$_getDelegateLog !== void 0 ? _this$_getDelegateLog : new require_ProxyLogger.ProxyLogger(this, name, version, options);
		}
		_getDelegate() {
			var _this$_delegate;
			return (_this$_delegate = this._delegate) !== null && _this$_delegate !== void 0 ? _this$_delegate : require_NoopLoggerProvider.NOOP_LOGGER_PROVIDER;
		}
		_setDelegate(delegate) {
			this._delegate = delegate;
		}
		_getDelegateLogger(name, version, options) {
			var _this$_delegate2;
			return (_this$_delegate2 = this._delegate) === null || _this$_delegate2 === void 0 ? void 0 : _this$_delegate2.getLogger(name, version, options);
		}
	};
	exports.ProxyLoggerProvider = ProxyLoggerProvider;
}));
// node_modules/@opentelemetry/api/dist/api/logs.cjs
var require_logs = /* @__PURE__ */ __commonJSMin(((exports) => {
	const require_global_utils = require_global_utils$1();
	const require_diag = require_diag$1();
	const require_ProxyLoggerProvider = require_ProxyLoggerProvider$1();
	const API_NAME = "logs";
	exports.LogsAPI = class LogsAPI {
		constructor() {
			this._proxyLoggerProvider = new require_ProxyLoggerProvider.ProxyLoggerProvider();
		}
		static getInstance() {
			if (!this._instance) this._instance = new LogsAPI();
			return this._instance;
		}
		setGlobalLoggerProvider(provider) {
			const success = require_global_utils.registerGlobal(API_NAME, provider, require_diag.DiagAPI.instance());
			if (success) this._proxyLoggerProvider._setDelegate(provider);
			return success;
		}
		getLoggerProvider() {
			return require_global_utils.getGlobal(API_NAME) || this._proxyLoggerProvider;
		}
		getLogger(name, version, options) {
			return this.getLoggerProvider().getLogger(name, version, options);
		}
		disable() {
			require_global_utils.unregisterGlobal(API_NAME, require_diag.DiagAPI.instance());
			this._proxyLoggerProvider = new require_ProxyLoggerProvider.ProxyLoggerProvider();
		}
	};
}));
// node_modules/@opentelemetry/api/dist/logs-api.cjs
var require_logs_api$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	exports.logs = require_logs().LogsAPI.getInstance();
}));
// node_modules/@opentelemetry/api/dist/metrics/NoopMeterProvider.cjs
var require_NoopMeterProvider$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	const require_NoopMeter = require_NoopMeter$1();
	var NoopMeterProvider = class {
		getMeter(_name, _version, _options) {
			return require_NoopMeter.NOOP_METER;
		}
	};
	exports.NOOP_METER_PROVIDER = new NoopMeterProvider();
	exports.NoopMeterProvider = NoopMeterProvider;
}));
// node_modules/@opentelemetry/api/dist/api/metrics.cjs
var require_metrics = /* @__PURE__ */ __commonJSMin(((exports) => {
	const require_global_utils = require_global_utils$1();
	const require_diag = require_diag$1();
	const require_NoopMeterProvider = require_NoopMeterProvider$1();
	const API_NAME = "metrics";
	exports.MetricsAPI = class MetricsAPI {
		constructor() {}
		static getInstance() {
			if (!this._instance) this._instance = new MetricsAPI();
			return this._instance;
		}
		setGlobalMeterProvider(provider) {
			return require_global_utils.registerGlobal(API_NAME, provider, require_diag.DiagAPI.instance());
		}
		getMeterProvider() {
			return require_global_utils.getGlobal(API_NAME) || require_NoopMeterProvider.NOOP_METER_PROVIDER;
		}
		getMeter(name, version, options) {
			return this.getMeterProvider().getMeter(name, version, options);
		}
		disable() {
			require_global_utils.unregisterGlobal(API_NAME, require_diag.DiagAPI.instance());
		}
	};
}));
// node_modules/@opentelemetry/api/dist/metrics-api.cjs
var require_metrics_api$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	exports.metrics = require_metrics().MetricsAPI.getInstance();
}));
// node_modules/@opentelemetry/api/dist/propagation/NoopTextMapPropagator.cjs
var require_NoopTextMapPropagator$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	var NoopTextMapPropagator = class {
		inject(_context, _carrier) {}
		extract(context, _carrier) {
			return context;
		}
		fields() {
			return [];
		}
	};
	exports.NoopTextMapPropagator = NoopTextMapPropagator;
}));
// node_modules/@opentelemetry/api/dist/baggage/context-helpers.cjs
var require_context_helpers$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	const require_context = require_context$3();
	const require_context$1 = require_context$2();
	const BAGGAGE_KEY = require_context.createContextKey("OpenTelemetry Baggage Key");
	function getBaggage(context) {
		return context.getValue(BAGGAGE_KEY) || void 0;
	}
	function getActiveBaggage() {
		return getBaggage(require_context$1.ContextAPI.getInstance().active());
	}
	function setBaggage(context, baggage) {
		return context.setValue(BAGGAGE_KEY, baggage);
	}
	function deleteBaggage(context) {
		return context.deleteValue(BAGGAGE_KEY);
	}
	exports.deleteBaggage = deleteBaggage;
	exports.getActiveBaggage = getActiveBaggage;
	exports.getBaggage = getBaggage;
	exports.setBaggage = setBaggage;
}));
// node_modules/@opentelemetry/api/dist/api/propagation.cjs
var require_propagation = /* @__PURE__ */ __commonJSMin(((exports) => {
	const require_global_utils = require_global_utils$1();
	const require_diag = require_diag$1();
	const require_utils = require_utils$3();
	const require_TextMapPropagator = require_TextMapPropagator$1();
	const require_NoopTextMapPropagator = require_NoopTextMapPropagator$1();
	const require_context_helpers = require_context_helpers$1();
	const API_NAME = "propagation";
	const NOOP_TEXT_MAP_PROPAGATOR = new require_NoopTextMapPropagator.NoopTextMapPropagator();
	exports.PropagationAPI = class PropagationAPI {
		constructor() {
			this.createBaggage = require_utils.createBaggage;
			this.getBaggage = require_context_helpers.getBaggage;
			this.getActiveBaggage = require_context_helpers.getActiveBaggage;
			this.setBaggage = require_context_helpers.setBaggage;
			this.deleteBaggage = require_context_helpers.deleteBaggage;
		}
		static getInstance() {
			if (!this._instance) this._instance = new PropagationAPI();
			return this._instance;
		}
		setGlobalPropagator(propagator) {
			return require_global_utils.registerGlobal(API_NAME, propagator, require_diag.DiagAPI.instance());
		}
		inject(context, carrier, setter = require_TextMapPropagator.defaultTextMapSetter) {
			return this._getGlobalPropagator().inject(context, carrier, setter);
		}
		extract(context, carrier, getter = require_TextMapPropagator.defaultTextMapGetter) {
			return this._getGlobalPropagator().extract(context, carrier, getter);
		}
		fields() {
			return this._getGlobalPropagator().fields();
		}
		disable() {
			require_global_utils.unregisterGlobal(API_NAME, require_diag.DiagAPI.instance());
		}
		_getGlobalPropagator() {
			return require_global_utils.getGlobal(API_NAME) || NOOP_TEXT_MAP_PROPAGATOR;
		}
	};
}));
// node_modules/@opentelemetry/api/dist/propagation-api.cjs
var require_propagation_api$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	exports.propagation = require_propagation().PropagationAPI.getInstance();
}));
// node_modules/@opentelemetry/api/dist/api/trace.cjs
var require_trace = /* @__PURE__ */ __commonJSMin(((exports) => {
	const require_global_utils = require_global_utils$1();
	const require_diag = require_diag$1();
	const require_context_utils = require_context_utils$1();
	const require_spancontext_utils = require_spancontext_utils$1();
	const require_ProxyTracerProvider = require_ProxyTracerProvider$1();
	const API_NAME = "trace";
	exports.TraceAPI = class TraceAPI {
		constructor() {
			this._proxyTracerProvider = new require_ProxyTracerProvider.ProxyTracerProvider();
			this.wrapSpanContext = require_spancontext_utils.wrapSpanContext;
			this.isSpanContextValid = require_spancontext_utils.isSpanContextValid;
			this.deleteSpan = require_context_utils.deleteSpan;
			this.getSpan = require_context_utils.getSpan;
			this.getActiveSpan = require_context_utils.getActiveSpan;
			this.getSpanContext = require_context_utils.getSpanContext;
			this.setSpan = require_context_utils.setSpan;
			this.setSpanContext = require_context_utils.setSpanContext;
		}
		static getInstance() {
			if (!this._instance) this._instance = new TraceAPI();
			return this._instance;
		}
		setGlobalTracerProvider(provider) {
			const success = require_global_utils.registerGlobal(API_NAME, this._proxyTracerProvider, require_diag.DiagAPI.instance());
			if (success) this._proxyTracerProvider.setDelegate(provider);
			return success;
		}
		getTracerProvider() {
			return require_global_utils.getGlobal(API_NAME) || this._proxyTracerProvider;
		}
		getTracer(name, version) {
			return this.getTracerProvider().getTracer(name, version);
		}
		disable() {
			require_global_utils.unregisterGlobal(API_NAME, require_diag.DiagAPI.instance());
			this._proxyTracerProvider = new require_ProxyTracerProvider.ProxyTracerProvider();
		}
	};
}));
// node_modules/@opentelemetry/api/dist/trace-api.cjs
var require_trace_api$1 = /* @__PURE__ */ __commonJSMin(((exports) => {
	exports.trace = require_trace().TraceAPI.getInstance();
}));
// node_modules/@opentelemetry/api/dist/index.cjs
var require_dist = /* @__PURE__ */ __commonJSMin(((exports) => {
	Object.defineProperties(exports, {
		__esModule: { value: true },
		[Symbol.toStringTag]: { value: "Module" }
	});
	const require_types = require_types$1();
	const require_utils = require_utils$3();
	const require_context = require_context$3();
	const require_consoleLogger = require_consoleLogger$1();
	const require_NoopMeter = require_NoopMeter$1();
	const require_Metric = require_Metric$1();
	const require_NoopLogger = require_NoopLogger$1();
	const require_LogRecord = require_LogRecord$1();
	const require_TextMapPropagator = require_TextMapPropagator$1();
	const require_trace_flags = require_trace_flags$1();
	const require_invalid_span_constants = require_invalid_span_constants$1();
	const require_spancontext_utils = require_spancontext_utils$1();
	const require_ProxyTracer = require_ProxyTracer$1();
	const require_span_kind = require_span_kind$1();
	const require_status = require_status$1();
	const require_utils$1 = require_utils$2();
	const require_ProxyTracerProvider = require_ProxyTracerProvider$1();
	const require_SamplingResult = require_SamplingResult$1();
	const require_context_api = require_context_api$1();
	const require_diag_api = require_diag_api$1();
	const require_logs_api = require_logs_api$1();
	const require_metrics_api = require_metrics_api$1();
	const require_propagation_api = require_propagation_api$1();
	const require_trace_api = require_trace_api$1();
	var src_default = {
		context: require_context_api.context,
		diag: require_diag_api.diag,
		logs: require_logs_api.logs,
		metrics: require_metrics_api.metrics,
		propagation: require_propagation_api.propagation,
		trace: require_trace_api.trace
	};
	exports.DiagConsoleLogger = require_consoleLogger.DiagConsoleLogger;
	exports.DiagLogLevel = require_types.DiagLogLevel;
	exports.INVALID_SPANID = require_invalid_span_constants.INVALID_SPANID;
	exports.INVALID_SPAN_CONTEXT = require_invalid_span_constants.INVALID_SPAN_CONTEXT;
	exports.INVALID_TRACEID = require_invalid_span_constants.INVALID_TRACEID;
	exports.ProxyTracer = require_ProxyTracer.ProxyTracer;
	exports.ProxyTracerProvider = require_ProxyTracerProvider.ProxyTracerProvider;
	exports.ROOT_CONTEXT = require_context.ROOT_CONTEXT;
	exports.SamplingDecision = require_SamplingResult.SamplingDecision;
	exports.SeverityNumber = require_LogRecord.SeverityNumber;
	exports.SpanKind = require_span_kind.SpanKind;
	exports.SpanStatusCode = require_status.SpanStatusCode;
	exports.TraceFlags = require_trace_flags.TraceFlags;
	exports.ValueType = require_Metric.ValueType;
	exports.baggageEntryMetadataFromString = require_utils.baggageEntryMetadataFromString;
	exports.context = require_context_api.context;
	exports.createContextKey = require_context.createContextKey;
	exports.createNoopLogger = require_NoopLogger.createNoopLogger;
	exports.createNoopMeter = require_NoopMeter.createNoopMeter;
	exports.createTraceState = require_utils$1.createTraceState;
	exports.default = src_default;
	exports.defaultTextMapGetter = require_TextMapPropagator.defaultTextMapGetter;
	exports.defaultTextMapSetter = require_TextMapPropagator.defaultTextMapSetter;
	exports.diag = require_diag_api.diag;
	exports.isSpanContextValid = require_spancontext_utils.isSpanContextValid;
	exports.isValidSpanId = require_spancontext_utils.isValidSpanId;
	exports.isValidTraceId = require_spancontext_utils.isValidTraceId;
	exports.logs = require_logs_api.logs;
	exports.metrics = require_metrics_api.metrics;
	exports.propagation = require_propagation_api.propagation;
	exports.trace = require_trace_api.trace;
}));
// node_modules/prom-client/lib/metrics/processCpuTotal.js
var require_processCpuTotal = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const OtelApi = require_dist();
	const Counter = require_counter();
	const PROCESS_CPU_USER_SECONDS = "process_cpu_user_seconds_total";
	const PROCESS_CPU_SYSTEM_SECONDS = "process_cpu_system_seconds_total";
	const PROCESS_CPU_SECONDS = "process_cpu_seconds_total";
	module.exports = (registry, config = {}) => {
		const registers = registry ? [registry] : void 0;
		const namePrefix = config.prefix ? config.prefix : "";
		const labels = config.labels ? config.labels : {};
		const exemplars = config.enableExemplars ? config.enableExemplars : false;
		const labelNames = Object.keys(labels);
		let lastCpuUsage = process.cpuUsage();
		const cpuUserUsageCounter = new Counter({
			name: namePrefix + PROCESS_CPU_USER_SECONDS,
			help: "Total user CPU time spent in seconds.",
			enableExemplars: exemplars,
			registers,
			labelNames,
			collect() {
				const cpuUsage = process.cpuUsage();
				const userUsageMicros = cpuUsage.user - lastCpuUsage.user;
				const systemUsageMicros = cpuUsage.system - lastCpuUsage.system;
				lastCpuUsage = cpuUsage;
				if (this.enableExemplars) {
					let exemplarLabels = {};
					const currentSpan = OtelApi.trace.getSpan(OtelApi.context.active());
					if (currentSpan) exemplarLabels = {
						traceId: currentSpan.spanContext().traceId,
						spanId: currentSpan.spanContext().spanId
					};
					cpuUserUsageCounter.inc({
						labels,
						value: userUsageMicros / 1e6,
						exemplarLabels
					});
					cpuSystemUsageCounter.inc({
						labels,
						value: systemUsageMicros / 1e6,
						exemplarLabels
					});
					cpuUsageCounter.inc({
						labels,
						value: (userUsageMicros + systemUsageMicros) / 1e6,
						exemplarLabels
					});
				} else {
					cpuUserUsageCounter.inc(labels, userUsageMicros / 1e6);
					cpuSystemUsageCounter.inc(labels, systemUsageMicros / 1e6);
					cpuUsageCounter.inc(labels, (userUsageMicros + systemUsageMicros) / 1e6);
				}
			}
		});
		const cpuSystemUsageCounter = new Counter({
			name: namePrefix + PROCESS_CPU_SYSTEM_SECONDS,
			help: "Total system CPU time spent in seconds.",
			enableExemplars: exemplars,
			registers,
			labelNames
		});
		const cpuUsageCounter = new Counter({
			name: namePrefix + PROCESS_CPU_SECONDS,
			help: "Total user and system CPU time spent in seconds.",
			enableExemplars: exemplars,
			registers,
			labelNames
		});
	};
	module.exports.metricNames = [
		PROCESS_CPU_USER_SECONDS,
		PROCESS_CPU_SYSTEM_SECONDS,
		PROCESS_CPU_SECONDS
	];
}));
// node_modules/prom-client/lib/metrics/processStartTime.js
var require_processStartTime = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const Gauge = require_gauge();
	const startInSeconds = Math.round(Date.now() / 1e3 - process.uptime());
	const PROCESS_START_TIME = "process_start_time_seconds";
	module.exports = (registry, config = {}) => {
		const namePrefix = config.prefix ? config.prefix : "";
		const labels = config.labels ? config.labels : {};
		const labelNames = Object.keys(labels);
		new Gauge({
			name: namePrefix + PROCESS_START_TIME,
			help: "Start time of the process since unix epoch in seconds.",
			registers: registry ? [registry] : void 0,
			labelNames,
			aggregator: "omit",
			collect() {
				this.set(labels, startInSeconds);
			}
		});
	};
	module.exports.metricNames = [PROCESS_START_TIME];
}));
// node_modules/prom-client/lib/metrics/osMemoryHeapLinux.js
var require_osMemoryHeapLinux = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const Gauge = require_gauge();
	const fs = __require("fs");
	const values = [
		"VmSize",
		"VmRSS",
		"VmData"
	];
	const PROCESS_RESIDENT_MEMORY = "process_resident_memory_bytes";
	const PROCESS_VIRTUAL_MEMORY = "process_virtual_memory_bytes";
	const PROCESS_HEAP = "process_heap_bytes";
	function structureOutput(input) {
		return input.split("\n").reduce((acc, string) => {
			if (!values.some((value) => string.startsWith(value))) return acc;
			const split = string.split(":");
			let value = split[1].trim();
			value = value.substr(0, value.length - 3);
			value = Number(value) * 1024;
			acc[split[0]] = value;
			return acc;
		}, {});
	}
	module.exports = (registry, config = {}) => {
		const registers = registry ? [registry] : void 0;
		const namePrefix = config.prefix ? config.prefix : "";
		const labels = config.labels ? config.labels : {};
		const labelNames = Object.keys(labels);
		const residentMemGauge = new Gauge({
			name: namePrefix + PROCESS_RESIDENT_MEMORY,
			help: "Resident memory size in bytes.",
			registers,
			labelNames,
			collect() {
				try {
					const structuredOutput = structureOutput(fs.readFileSync("/proc/self/status", "utf8"));
					residentMemGauge.set(labels, structuredOutput.VmRSS);
					virtualMemGauge.set(labels, structuredOutput.VmSize);
					heapSizeMemGauge.set(labels, structuredOutput.VmData);
				} catch {}
			}
		});
		const virtualMemGauge = new Gauge({
			name: namePrefix + PROCESS_VIRTUAL_MEMORY,
			help: "Virtual memory size in bytes.",
			registers,
			labelNames
		});
		const heapSizeMemGauge = new Gauge({
			name: namePrefix + PROCESS_HEAP,
			help: "Process heap size in bytes.",
			registers,
			labelNames
		});
	};
	module.exports.metricNames = [
		PROCESS_RESIDENT_MEMORY,
		PROCESS_VIRTUAL_MEMORY,
		PROCESS_HEAP
	];
}));
// node_modules/prom-client/lib/metrics/helpers/safeMemoryUsage.js
var require_safeMemoryUsage = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	function safeMemoryUsage() {
		try {
			return process.memoryUsage();
		} catch {
			return;
		}
	}
	module.exports = safeMemoryUsage;
}));
// node_modules/prom-client/lib/metrics/osMemoryHeap.js
var require_osMemoryHeap = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const Gauge = require_gauge();
	const linuxVariant = require_osMemoryHeapLinux();
	const safeMemoryUsage = require_safeMemoryUsage();
	const PROCESS_RESIDENT_MEMORY = "process_resident_memory_bytes";
	function notLinuxVariant(registry, config = {}) {
		const namePrefix = config.prefix ? config.prefix : "";
		const labels = config.labels ? config.labels : {};
		const labelNames = Object.keys(labels);
		new Gauge({
			name: namePrefix + PROCESS_RESIDENT_MEMORY,
			help: "Resident memory size in bytes.",
			registers: registry ? [registry] : void 0,
			labelNames,
			collect() {
				const memUsage = safeMemoryUsage();
				if (memUsage) this.set(labels, memUsage.rss);
			}
		});
	}
	module.exports = (registry, config) => process.platform === "linux" ? linuxVariant(registry, config) : notLinuxVariant(registry, config);
	module.exports.metricNames = process.platform === "linux" ? linuxVariant.metricNames : [PROCESS_RESIDENT_MEMORY];
}));
// node_modules/prom-client/lib/metrics/processOpenFileDescriptors.js
var require_processOpenFileDescriptors = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const Gauge = require_gauge();
	const fs = __require("fs");
	const process = __require("process");
	const PROCESS_OPEN_FDS = "process_open_fds";
	module.exports = (registry, config = {}) => {
		if (process.platform !== "linux") return;
		const namePrefix = config.prefix ? config.prefix : "";
		const labels = config.labels ? config.labels : {};
		const labelNames = Object.keys(labels);
		new Gauge({
			name: namePrefix + PROCESS_OPEN_FDS,
			help: "Number of open file descriptors.",
			registers: registry ? [registry] : void 0,
			labelNames,
			collect() {
				try {
					const fds = fs.readdirSync("/proc/self/fd");
					this.set(labels, fds.length - 1);
				} catch {}
			}
		});
	};
	module.exports.metricNames = [PROCESS_OPEN_FDS];
}));
// node_modules/prom-client/lib/metrics/processMaxFileDescriptors.js
var require_processMaxFileDescriptors = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const Gauge = require_gauge();
	const fs = __require("fs");
	const PROCESS_MAX_FDS = "process_max_fds";
	let maxFds;
	module.exports = (registry, config = {}) => {
		if (maxFds === void 0) try {
			const lines = fs.readFileSync("/proc/self/limits", "utf8").split("\n");
			for (const line of lines) if (line.startsWith("Max open files")) {
				const parts = line.split(/  +/);
				maxFds = Number(parts[1]);
				break;
			}
		} catch {
			return;
		}
		if (maxFds === void 0) return;
		const namePrefix = config.prefix ? config.prefix : "";
		const labels = config.labels ? config.labels : {};
		const labelNames = Object.keys(labels);
		new Gauge({
			name: namePrefix + PROCESS_MAX_FDS,
			help: "Maximum number of open file descriptors.",
			registers: registry ? [registry] : void 0,
			labelNames,
			collect() {
				if (maxFds !== void 0) this.set(labels, maxFds);
			}
		});
	};
	module.exports.metricNames = [PROCESS_MAX_FDS];
}));
// node_modules/prom-client/lib/metrics/eventLoopLag.js
var require_eventLoopLag = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const Gauge = require_gauge();
	let perf_hooks;
	try {
		perf_hooks = __require("perf_hooks");
	} catch {}
	const NODEJS_EVENTLOOP_LAG = "nodejs_eventloop_lag_seconds";
	const NODEJS_EVENTLOOP_LAG_MIN = "nodejs_eventloop_lag_min_seconds";
	const NODEJS_EVENTLOOP_LAG_MAX = "nodejs_eventloop_lag_max_seconds";
	const NODEJS_EVENTLOOP_LAG_MEAN = "nodejs_eventloop_lag_mean_seconds";
	const NODEJS_EVENTLOOP_LAG_STDDEV = "nodejs_eventloop_lag_stddev_seconds";
	const NODEJS_EVENTLOOP_LAG_P50 = "nodejs_eventloop_lag_p50_seconds";
	const NODEJS_EVENTLOOP_LAG_P90 = "nodejs_eventloop_lag_p90_seconds";
	const NODEJS_EVENTLOOP_LAG_P99 = "nodejs_eventloop_lag_p99_seconds";
	function reportEventloopLag(start, gauge, labels) {
		const delta = process.hrtime(start);
		const seconds = (delta[0] * 1e9 + delta[1]) / 1e9;
		gauge.set(labels, seconds);
	}
	module.exports = (registry, config = {}) => {
		const namePrefix = config.prefix ? config.prefix : "";
		const labels = config.labels ? config.labels : {};
		const labelNames = Object.keys(labels);
		const registers = registry ? [registry] : void 0;
		let collect = () => {
			const start = process.hrtime();
			setImmediate(reportEventloopLag, start, lag, labels);
		};
		if (perf_hooks && perf_hooks.monitorEventLoopDelay) try {
			const histogram = perf_hooks.monitorEventLoopDelay({ resolution: config.eventLoopMonitoringPrecision });
			histogram.enable();
			collect = () => {
				const start = process.hrtime();
				setImmediate(reportEventloopLag, start, lag, labels);
				lagMin.set(labels, histogram.min / 1e9);
				lagMax.set(labels, histogram.max / 1e9);
				lagMean.set(labels, histogram.mean / 1e9);
				lagStddev.set(labels, histogram.stddev / 1e9);
				lagP50.set(labels, histogram.percentile(50) / 1e9);
				lagP90.set(labels, histogram.percentile(90) / 1e9);
				lagP99.set(labels, histogram.percentile(99) / 1e9);
				histogram.reset();
			};
		} catch (e) {
			if (e.code === "ERR_NOT_IMPLEMENTED") return;
			throw e;
		}
		const lag = new Gauge({
			name: namePrefix + NODEJS_EVENTLOOP_LAG,
			help: "Lag of event loop in seconds.",
			registers,
			labelNames,
			aggregator: "average",
			collect
		});
		const lagMin = new Gauge({
			name: namePrefix + NODEJS_EVENTLOOP_LAG_MIN,
			help: "The minimum recorded event loop delay.",
			registers,
			labelNames,
			aggregator: "min"
		});
		const lagMax = new Gauge({
			name: namePrefix + NODEJS_EVENTLOOP_LAG_MAX,
			help: "The maximum recorded event loop delay.",
			registers,
			labelNames,
			aggregator: "max"
		});
		const lagMean = new Gauge({
			name: namePrefix + NODEJS_EVENTLOOP_LAG_MEAN,
			help: "The mean of the recorded event loop delays.",
			registers,
			labelNames,
			aggregator: "average"
		});
		const lagStddev = new Gauge({
			name: namePrefix + NODEJS_EVENTLOOP_LAG_STDDEV,
			help: "The standard deviation of the recorded event loop delays.",
			registers,
			labelNames,
			aggregator: "average"
		});
		const lagP50 = new Gauge({
			name: namePrefix + NODEJS_EVENTLOOP_LAG_P50,
			help: "The 50th percentile of the recorded event loop delays.",
			registers,
			labelNames,
			aggregator: "average"
		});
		const lagP90 = new Gauge({
			name: namePrefix + NODEJS_EVENTLOOP_LAG_P90,
			help: "The 90th percentile of the recorded event loop delays.",
			registers,
			labelNames,
			aggregator: "average"
		});
		const lagP99 = new Gauge({
			name: namePrefix + NODEJS_EVENTLOOP_LAG_P99,
			help: "The 99th percentile of the recorded event loop delays.",
			registers,
			labelNames,
			aggregator: "average"
		});
	};
	module.exports.metricNames = [
		NODEJS_EVENTLOOP_LAG,
		NODEJS_EVENTLOOP_LAG_MIN,
		NODEJS_EVENTLOOP_LAG_MAX,
		NODEJS_EVENTLOOP_LAG_MEAN,
		NODEJS_EVENTLOOP_LAG_STDDEV,
		NODEJS_EVENTLOOP_LAG_P50,
		NODEJS_EVENTLOOP_LAG_P90,
		NODEJS_EVENTLOOP_LAG_P99
	];
}));
// node_modules/prom-client/lib/metrics/helpers/processMetricsHelpers.js
var require_processMetricsHelpers = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	function aggregateByObjectName(list) {
		const data = {};
		for (let i = 0; i < list.length; i++) {
			const listElement = list[i];
			if (!listElement || typeof listElement.constructor === "undefined") continue;
			if (Object.hasOwnProperty.call(data, listElement.constructor.name)) data[listElement.constructor.name] += 1;
			else data[listElement.constructor.name] = 1;
		}
		return data;
	}
	function updateMetrics(gauge, data, labels) {
		gauge.reset();
		for (const key in data) gauge.set(Object.assign({ type: key }, labels || {}), data[key]);
	}
	module.exports = {
		aggregateByObjectName,
		updateMetrics
	};
}));
// node_modules/prom-client/lib/metrics/processHandles.js
var require_processHandles = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { aggregateByObjectName } = require_processMetricsHelpers();
	const { updateMetrics } = require_processMetricsHelpers();
	const Gauge = require_gauge();
	const NODEJS_ACTIVE_HANDLES = "nodejs_active_handles";
	const NODEJS_ACTIVE_HANDLES_TOTAL = "nodejs_active_handles_total";
	module.exports = (registry, config = {}) => {
		if (typeof process._getActiveHandles !== "function") return;
		const registers = registry ? [registry] : void 0;
		const namePrefix = config.prefix ? config.prefix : "";
		const labels = config.labels ? config.labels : {};
		const labelNames = Object.keys(labels);
		new Gauge({
			name: namePrefix + NODEJS_ACTIVE_HANDLES,
			help: "Number of active libuv handles grouped by handle type. Every handle type is C++ class name.",
			labelNames: ["type", ...labelNames],
			registers,
			collect() {
				const handles = process._getActiveHandles();
				updateMetrics(this, aggregateByObjectName(handles), labels);
			}
		});
		new Gauge({
			name: namePrefix + NODEJS_ACTIVE_HANDLES_TOTAL,
			help: "Total number of active handles.",
			registers,
			labelNames,
			collect() {
				const handles = process._getActiveHandles();
				this.set(labels, handles.length);
			}
		});
	};
	module.exports.metricNames = [NODEJS_ACTIVE_HANDLES, NODEJS_ACTIVE_HANDLES_TOTAL];
}));
// node_modules/prom-client/lib/metrics/processRequests.js
var require_processRequests = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const Gauge = require_gauge();
	const { aggregateByObjectName } = require_processMetricsHelpers();
	const { updateMetrics } = require_processMetricsHelpers();
	const NODEJS_ACTIVE_REQUESTS = "nodejs_active_requests";
	const NODEJS_ACTIVE_REQUESTS_TOTAL = "nodejs_active_requests_total";
	module.exports = (registry, config = {}) => {
		if (typeof process._getActiveRequests !== "function") return;
		const namePrefix = config.prefix ? config.prefix : "";
		const labels = config.labels ? config.labels : {};
		const labelNames = Object.keys(labels);
		new Gauge({
			name: namePrefix + NODEJS_ACTIVE_REQUESTS,
			help: "Number of active libuv requests grouped by request type. Every request type is C++ class name.",
			labelNames: ["type", ...labelNames],
			registers: registry ? [registry] : void 0,
			collect() {
				const requests = process._getActiveRequests();
				updateMetrics(this, aggregateByObjectName(requests), labels);
			}
		});
		new Gauge({
			name: namePrefix + NODEJS_ACTIVE_REQUESTS_TOTAL,
			help: "Total number of active requests.",
			registers: registry ? [registry] : void 0,
			labelNames,
			collect() {
				const requests = process._getActiveRequests();
				this.set(labels, requests.length);
			}
		});
	};
	module.exports.metricNames = [NODEJS_ACTIVE_REQUESTS, NODEJS_ACTIVE_REQUESTS_TOTAL];
}));
// node_modules/prom-client/lib/metrics/processResources.js
var require_processResources = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const Gauge = require_gauge();
	const { updateMetrics } = require_processMetricsHelpers();
	const NODEJS_ACTIVE_RESOURCES = "nodejs_active_resources";
	const NODEJS_ACTIVE_RESOURCES_TOTAL = "nodejs_active_resources_total";
	module.exports = (registry, config = {}) => {
		if (typeof process.getActiveResourcesInfo !== "function") return;
		const namePrefix = config.prefix ? config.prefix : "";
		const labels = config.labels ? config.labels : {};
		const labelNames = Object.keys(labels);
		new Gauge({
			name: namePrefix + NODEJS_ACTIVE_RESOURCES,
			help: "Number of active resources that are currently keeping the event loop alive, grouped by async resource type.",
			labelNames: ["type", ...labelNames],
			registers: registry ? [registry] : void 0,
			collect() {
				const resources = process.getActiveResourcesInfo();
				const data = {};
				for (let i = 0; i < resources.length; i++) {
					const resource = resources[i];
					if (Object.hasOwn(data, resource)) data[resource] += 1;
					else data[resource] = 1;
				}
				updateMetrics(this, data, labels);
			}
		});
		new Gauge({
			name: namePrefix + NODEJS_ACTIVE_RESOURCES_TOTAL,
			help: "Total number of active resources.",
			registers: registry ? [registry] : void 0,
			labelNames,
			collect() {
				const resources = process.getActiveResourcesInfo();
				this.set(labels, resources.length);
			}
		});
	};
	module.exports.metricNames = [NODEJS_ACTIVE_RESOURCES, NODEJS_ACTIVE_RESOURCES_TOTAL];
}));
// node_modules/prom-client/lib/metrics/heapSizeAndUsed.js
var require_heapSizeAndUsed = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const Gauge = require_gauge();
	const safeMemoryUsage = require_safeMemoryUsage();
	const NODEJS_HEAP_SIZE_TOTAL = "nodejs_heap_size_total_bytes";
	const NODEJS_HEAP_SIZE_USED = "nodejs_heap_size_used_bytes";
	const NODEJS_EXTERNAL_MEMORY = "nodejs_external_memory_bytes";
	module.exports = (registry, config = {}) => {
		if (typeof process.memoryUsage !== "function") return;
		const labels = config.labels ? config.labels : {};
		const labelNames = Object.keys(labels);
		const registers = registry ? [registry] : void 0;
		const namePrefix = config.prefix ? config.prefix : "";
		const collect = () => {
			const memUsage = safeMemoryUsage();
			if (memUsage) {
				heapSizeTotal.set(labels, memUsage.heapTotal);
				heapSizeUsed.set(labels, memUsage.heapUsed);
				if (memUsage.external !== void 0) externalMemUsed.set(labels, memUsage.external);
			}
		};
		const heapSizeTotal = new Gauge({
			name: namePrefix + NODEJS_HEAP_SIZE_TOTAL,
			help: "Process heap size from Node.js in bytes.",
			registers,
			labelNames,
			collect
		});
		const heapSizeUsed = new Gauge({
			name: namePrefix + NODEJS_HEAP_SIZE_USED,
			help: "Process heap size used from Node.js in bytes.",
			registers,
			labelNames
		});
		const externalMemUsed = new Gauge({
			name: namePrefix + NODEJS_EXTERNAL_MEMORY,
			help: "Node.js external memory size in bytes.",
			registers,
			labelNames
		});
	};
	module.exports.metricNames = [
		NODEJS_HEAP_SIZE_TOTAL,
		NODEJS_HEAP_SIZE_USED,
		NODEJS_EXTERNAL_MEMORY
	];
}));
// node_modules/prom-client/lib/metrics/heapSpacesSizeAndUsed.js
var require_heapSpacesSizeAndUsed = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const Gauge = require_gauge();
	const v8 = __require("v8");
	const METRICS = [
		"total",
		"used",
		"available"
	];
	const NODEJS_HEAP_SIZE = {};
	METRICS.forEach((metricType) => {
		NODEJS_HEAP_SIZE[metricType] = `nodejs_heap_space_size_${metricType}_bytes`;
	});
	module.exports = (registry, config = {}) => {
		try {
			v8.getHeapSpaceStatistics();
		} catch (e) {
			if (e.code === "ERR_NOT_IMPLEMENTED") return;
			throw e;
		}
		const registers = registry ? [registry] : void 0;
		const namePrefix = config.prefix ? config.prefix : "";
		const labels = config.labels ? config.labels : {};
		const labelNames = ["space", ...Object.keys(labels)];
		const gauges = {};
		METRICS.forEach((metricType) => {
			gauges[metricType] = new Gauge({
				name: namePrefix + NODEJS_HEAP_SIZE[metricType],
				help: `Process heap space size ${metricType} from Node.js in bytes.`,
				labelNames,
				registers
			});
		});
		gauges.total.collect = () => {
			for (const space of v8.getHeapSpaceStatistics()) {
				const spaceName = space.space_name.substr(0, space.space_name.indexOf("_space"));
				gauges.total.set({
					space: spaceName,
					...labels
				}, space.space_size);
				gauges.used.set({
					space: spaceName,
					...labels
				}, space.space_used_size);
				gauges.available.set({
					space: spaceName,
					...labels
				}, space.space_available_size);
			}
		};
	};
	module.exports.metricNames = Object.values(NODEJS_HEAP_SIZE);
}));
// node_modules/prom-client/lib/metrics/version.js
var require_version$1 = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const Gauge = require_gauge();
	const version = process.version;
	const versionSegments = version.slice(1).split(".").map(Number);
	const NODE_VERSION_INFO = "nodejs_version_info";
	module.exports = (registry, config = {}) => {
		const namePrefix = config.prefix ? config.prefix : "";
		const labels = config.labels ? config.labels : {};
		const labelNames = Object.keys(labels);
		new Gauge({
			name: namePrefix + NODE_VERSION_INFO,
			help: "Node.js version info.",
			labelNames: [
				"version",
				"major",
				"minor",
				"patch",
				...labelNames
			],
			registers: registry ? [registry] : void 0,
			aggregator: "first",
			collect() {
				this.labels(version, versionSegments[0], versionSegments[1], versionSegments[2], ...Object.values(labels)).set(1);
			}
		});
	};
	module.exports.metricNames = [NODE_VERSION_INFO];
}));
// node_modules/prom-client/lib/metrics/gc.js
var require_gc = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const Histogram = require_histogram();
	let perf_hooks;
	try {
		perf_hooks = __require("perf_hooks");
	} catch {}
	const NODEJS_GC_DURATION_SECONDS = "nodejs_gc_duration_seconds";
	const DEFAULT_GC_DURATION_BUCKETS = [
		.001,
		.01,
		.1,
		1,
		2,
		5
	];
	const kinds = [];
	if (perf_hooks && perf_hooks.constants) {
		kinds[perf_hooks.constants.NODE_PERFORMANCE_GC_MAJOR] = "major";
		kinds[perf_hooks.constants.NODE_PERFORMANCE_GC_MINOR] = "minor";
		kinds[perf_hooks.constants.NODE_PERFORMANCE_GC_INCREMENTAL] = "incremental";
		kinds[perf_hooks.constants.NODE_PERFORMANCE_GC_WEAKCB] = "weakcb";
	}
	module.exports = (registry, config = {}) => {
		if (!perf_hooks) return;
		const namePrefix = config.prefix ? config.prefix : "";
		const labels = config.labels ? config.labels : {};
		const labelNames = Object.keys(labels);
		const buckets = config.gcDurationBuckets ? config.gcDurationBuckets : DEFAULT_GC_DURATION_BUCKETS;
		const gcHistogram = new Histogram({
			name: namePrefix + NODEJS_GC_DURATION_SECONDS,
			help: "Garbage collection duration by kind, one of major, minor, incremental or weakcb.",
			labelNames: ["kind", ...labelNames],
			enableExemplars: false,
			buckets,
			registers: registry ? [registry] : void 0
		});
		new perf_hooks.PerformanceObserver((list) => {
			const entry = list.getEntries()[0];
			const kind = entry.detail ? kinds[entry.detail.kind] : kinds[entry.kind];
			gcHistogram.observe(Object.assign({ kind }, labels), entry.duration / 1e3);
		}).observe({ entryTypes: ["gc"] });
	};
	module.exports.metricNames = [NODEJS_GC_DURATION_SECONDS];
}));
// node_modules/prom-client/lib/defaultMetrics.js
var require_defaultMetrics = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { isObject } = require_util();
	const processCpuTotal = require_processCpuTotal();
	const processStartTime = require_processStartTime();
	const osMemoryHeap = require_osMemoryHeap();
	const processOpenFileDescriptors = require_processOpenFileDescriptors();
	const processMaxFileDescriptors = require_processMaxFileDescriptors();
	const eventLoopLag = require_eventLoopLag();
	const processHandles = require_processHandles();
	const processRequests = require_processRequests();
	const processResources = require_processResources();
	const heapSizeAndUsed = require_heapSizeAndUsed();
	const heapSpacesSizeAndUsed = require_heapSpacesSizeAndUsed();
	const version = require_version$1();
	const gc = require_gc();
	const metrics = {
		processCpuTotal,
		processStartTime,
		osMemoryHeap,
		processOpenFileDescriptors,
		processMaxFileDescriptors,
		eventLoopLag,
		...typeof process.getActiveResourcesInfo === "function" ? { processResources } : {},
		processHandles,
		processRequests,
		heapSizeAndUsed,
		heapSpacesSizeAndUsed,
		version,
		gc
	};
	const metricsList = Object.keys(metrics);
	module.exports = function collectDefaultMetrics(config) {
		if (config !== null && config !== void 0 && !isObject(config)) throw new TypeError("config must be null, undefined, or an object");
		config = {
			eventLoopMonitoringPrecision: 10,
			...config
		};
		for (const metric of Object.values(metrics)) metric(config.register, config);
	};
	module.exports.metricsList = metricsList;
}));
// node_modules/prom-client/lib/metricAggregators.js
var require_metricAggregators = /* @__PURE__ */ __commonJSMin(((exports) => {
	const { Grouper, hashObject } = require_util();
	function AggregatorFactory(aggregatorFn) {
		return (metrics) => {
			if (metrics.length === 0) return;
			const result = {
				help: metrics[0].help,
				name: metrics[0].name,
				type: metrics[0].type,
				values: [],
				aggregator: metrics[0].aggregator
			};
			const byLabels = new Grouper();
			metrics.forEach((metric) => {
				metric.values.forEach((value) => {
					const key = hashObject(value.labels);
					byLabels.add(`${value.metricName}_${key}`, value);
				});
			});
			byLabels.forEach((values) => {
				if (values.length === 0) return;
				const valObj = {
					value: aggregatorFn(values),
					labels: values[0].labels
				};
				if (values[0].metricName) valObj.metricName = values[0].metricName;
				result.values.push(valObj);
			});
			return result;
		};
	}
	exports.AggregatorFactory = AggregatorFactory;
	exports.aggregators = {
		sum: AggregatorFactory((v) => v.reduce((p, c) => p + c.value, 0)),
		first: AggregatorFactory((v) => v[0].value),
		omit: () => {},
		average: AggregatorFactory((v) => v.reduce((p, c) => p + c.value, 0) / v.length),
		min: AggregatorFactory((v) => v.reduce((p, c) => Math.min(p, c.value), Infinity)),
		max: AggregatorFactory((v) => v.reduce((p, c) => Math.max(p, c.value), -Infinity))
	};
}));
// node_modules/prom-client/lib/cluster.js
var require_cluster = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const Registry = require_registry();
	const { Grouper } = require_util();
	const { aggregators } = require_metricAggregators();
	let cluster = () => {
		const data = __require("cluster");
		cluster = () => data;
		return data;
	};
	const GET_METRICS_REQ = "prom-client:getMetricsReq";
	const GET_METRICS_RES = "prom-client:getMetricsRes";
	let registries = [Registry.globalRegistry];
	let requestCtr = 0;
	let listenersAdded = false;
	const requests = /* @__PURE__ */ new Map();
	var AggregatorRegistry = class extends Registry {
		constructor(regContentType = Registry.PROMETHEUS_CONTENT_TYPE) {
			super(regContentType);
			addListeners();
		}
		clusterMetrics() {
			const requestId = requestCtr++;
			return new Promise((resolve, reject) => {
				let settled = false;
				function done(err, result) {
					if (settled) return;
					settled = true;
					if (err) reject(err);
					else resolve(result);
				}
				const request = {
					responses: [],
					pending: 0,
					done,
					errorTimeout: setTimeout(() => {
						const err = /* @__PURE__ */ new Error("Operation timed out.");
						request.done(err);
					}, 5e3)
				};
				requests.set(requestId, request);
				const message = {
					type: GET_METRICS_REQ,
					requestId
				};
				for (const id in cluster().workers) if (cluster().workers[id].isConnected()) {
					cluster().workers[id].send(message);
					request.pending++;
				}
				if (request.pending === 0) {
					clearTimeout(request.errorTimeout);
					process.nextTick(() => done(null, ""));
				}
			});
		}
		get contentType() {
			return super.contentType;
		}
		static aggregate(metricsArr, registryType = Registry.PROMETHEUS_CONTENT_TYPE) {
			const aggregatedRegistry = new Registry();
			const metricsByName = new Grouper();
			aggregatedRegistry.setContentType(registryType);
			metricsArr.forEach((metrics) => {
				metrics.forEach((metric) => {
					metricsByName.add(metric.name, metric);
				});
			});
			metricsByName.forEach((metrics) => {
				const aggregatorName = metrics[0].aggregator;
				const aggregatorFn = aggregators[aggregatorName];
				if (typeof aggregatorFn !== "function") throw new Error(`'${aggregatorName}' is not a defined aggregator.`);
				const aggregatedMetric = aggregatorFn(metrics);
				if (aggregatedMetric) {
					const aggregatedMetricWrapper = Object.assign({ get: () => aggregatedMetric }, aggregatedMetric);
					aggregatedRegistry.registerMetric(aggregatedMetricWrapper);
				}
			});
			return aggregatedRegistry;
		}
		static setRegistries(regs) {
			if (!Array.isArray(regs)) regs = [regs];
			regs.forEach((reg) => {
				if (!(reg instanceof Registry)) throw new TypeError(`Expected Registry, got ${typeof reg}`);
			});
			registries = regs;
		}
	};
	function addListeners() {
		if (listenersAdded) return;
		listenersAdded = true;
		if (cluster().isMaster) cluster().on("message", (worker, message) => {
			if (message.type === GET_METRICS_RES) {
				const request = requests.get(message.requestId);
				if (message.error) {
					request.done(new Error(message.error));
					return;
				}
				message.metrics.forEach((registry) => request.responses.push(registry));
				request.pending--;
				if (request.pending === 0) {
					requests.delete(message.requestId);
					clearTimeout(request.errorTimeout);
					const promString = AggregatorRegistry.aggregate(request.responses).metrics();
					request.done(null, promString);
				}
			}
		});
		if (cluster().isWorker) process.on("message", (message) => {
			if (message.type === GET_METRICS_REQ) Promise.all(registries.map((r) => r.getMetricsAsJSON())).then((metrics) => {
				process.send({
					type: GET_METRICS_RES,
					requestId: message.requestId,
					metrics
				});
			}).catch((error) => {
				process.send({
					type: GET_METRICS_RES,
					requestId: message.requestId,
					error: error.message
				});
			});
		});
	}
	module.exports = AggregatorRegistry;
}));
// runtime/executor/metrics.ts
var import_prom_client = (/* @__PURE__ */ __commonJSMin(((exports) => {
	exports.register = require_registry().globalRegistry;
	exports.Registry = require_registry();
	Object.defineProperty(exports, "contentType", {
		configurable: false,
		enumerable: true,
		get() {
			return exports.register.contentType;
		},
		set(value) {
			exports.register.setContentType(value);
		}
	});
	exports.prometheusContentType = exports.Registry.PROMETHEUS_CONTENT_TYPE;
	exports.openMetricsContentType = exports.Registry.OPENMETRICS_CONTENT_TYPE;
	exports.validateMetricName = require_validation().validateMetricName;
	exports.Counter = require_counter();
	exports.Gauge = require_gauge();
	exports.Histogram = require_histogram();
	exports.Summary = require_summary();
	exports.Pushgateway = require_pushgateway();
	exports.linearBuckets = require_bucketGenerators().linearBuckets;
	exports.exponentialBuckets = require_bucketGenerators().exponentialBuckets;
	exports.collectDefaultMetrics = require_defaultMetrics();
	exports.aggregators = require_metricAggregators().aggregators;
	exports.AggregatorRegistry = require_cluster();
})))();
var Metrics = class {
	counts = new Counts();
	registry = new import_prom_client.Registry();
	#threads = /* @__PURE__ */ new Map();
	#ended = new Counts().snapshot();
	constructor(audit = () => noAudit) {
		let held;
		const atOneMoment = () => {
			if (held === void 0) queueMicrotask(() => held = void 0);
			held ??= this.snapshot();
			return held;
		};
		publish(this.registry, atOneMoment, audit);
	}
	attach(memory = new SharedArrayBuffer(Counts.bytes)) {
		this.#threads.set(memory, new Counts(memory));
		return memory;
	}
	detach(memory) {
		const counts = this.#threads.get(memory);
		if (counts === void 0) return;
		this.#threads.delete(memory);
		const last = counts.snapshot();
		const gone = {
			inFlight: 0,
			pool: {
				...last.pool,
				idle: 0,
				live: 0
			}
		};
		this.#ended = merge([this.#ended, {
			...last,
			...gone
		}]);
	}
	snapshot() {
		const threads = Array.from(this.#threads.values(), (counts) => counts.snapshot());
		return merge([
			this.#ended,
			this.counts.snapshot(),
			...threads
		]);
	}
	text() {
		return this.registry.metrics();
	}
	get contentType() {
		return this.registry.contentType;
	}
};
const noAudit = {
	lines: 0,
	bytes: 0,
	rotations: 0,
	failures: 0,
	bufferedBytes: 0
};
function publish(registry, read, audit) {
	const registers = [registry];
	const counter = (name, help, value) => new import_prom_client.Counter({
		name,
		help,
		registers,
		collect() {
			this.reset();
			this.inc(value());
		}
	});
	const counters = (name, help, label, values) => new import_prom_client.Counter({
		name,
		help,
		labelNames: [label],
		registers,
		collect() {
			this.reset();
			for (const [each, value] of Object.entries(values())) this.inc({ [label]: each }, value);
		}
	});
	const gauges = (name, help, label, values) => new import_prom_client.Gauge({
		name,
		help,
		labelNames: [label],
		registers,
		collect() {
			for (const [each, value] of Object.entries(values())) this.set({ [label]: each }, value);
		}
	});
	const gauge = (name, help, value) => new import_prom_client.Gauge({
		name,
		help,
		registers,
		collect() {
			this.set(value());
		}
	});
	const histogram = (name, help, bounds, values) => registry.registerMetric(new PublishedHistogram(name, help, bounds, values));
	counters("fuelgauge_executions_total", "Executions that ended or were refused, by outcome.", "outcome", () => read().executions);
	counters("fuelgauge_traps_total", "Executions that trapped, by category.", "category", () => read().traps);
	counters("fuelgauge_refusals_total", "Executions that were refused, by reason.", "reason", () => read().refusals);
	histogram("fuelgauge_execution_duration_seconds", "Time from the start of an execution to its end.", durationBounds.map((bound) => bound / 1e9), () => {
		const { buckets, sum } = read().durationNs;
		return {
			buckets,
			sum: sum / 1e9
		};
	});
	histogram("fuelgauge_execution_fuel", "Fuel that an execution burned, in units.", fuelBounds, () => read().fuel);
	gauge("fuelgauge_executions_in_flight", "Executions that have started and not ended.", () => read().inFlight);
	gauges("fuelgauge_pool_instances", "Instances of modules: idle ones wait for an execution.", "state", () => ({
		idle: read().pool.idle,
		"in-use": read().pool.live
	}));
	counter("fuelgauge_pool_created_total", "Instances made.", () => read().pool.created);
	counter("fuelgauge_pool_resets_total", "Instances made as good as new after an execution.", () => read().pool.resets);
	counters("fuelgauge_pool_drops_total", "Instances given up after an execution, by reason.", "reason", () => read().pool.dropped);
	counter("fuelgauge_modules_compiled_total", "Modules metered and compiled.", () => read().modulesCompiled);
	counter("fuelgauge_worker_restarts_total", "Threads that were ended, because they were stuck in host code or out of heap, and replaced.", () => read().workerRestarts);
	counter("fuelgauge_audit_lines_total", "Lines recorded for the audit log.", () => audit().lines);
	counter("fuelgauge_audit_written_bytes_total", "Bytes written to the audit log.", () => audit().bytes);
	counter("fuelgauge_audit_rotations_total", "Rotations of the audit log.", () => audit().rotations);
	counter("fuelgauge_audit_write_failures_total", "Attempts to write the audit log that failed and are tried again.", () => audit().failures);
	gauge("fuelgauge_audit_buffered_bytes", "Bytes recorded for the audit log and not yet written.", () => audit().bufferedBytes);
}
var PublishedHistogram = class {
	type = "histogram";
	aggregator = "sum";
	name;
	help;
	#bounds;
	#values;
	constructor(name, help, bounds, values) {
		this.name = name;
		this.help = help;
		this.#bounds = bounds;
		this.#values = values;
	}
	async get() {
		const { name, help, type, aggregator } = this;
		const { buckets, sum } = this.#values();
		let count = 0;
		const values = buckets.map((observations, index) => {
			count += observations;
			return {
				metricName: `${name}_bucket`,
				labels: { le: this.#bounds[index] ?? "+Inf" },
				value: count
			};
		});
		values.push({
			metricName: `${name}_sum`,
			labels: {},
			value: sum
		});
		values.push({
			metricName: `${name}_count`,
			labels: {},
			value: count
		});
		return {
			name,
			help,
			type,
			aggregator,
			values
		};
	}
	reset() {}
};
// runtime/executor/worker.ts
const workerFile = import.meta.url;
function clockMs() {
	const [seconds, nanoseconds] = process.hrtime();
	return seconds * 1e3 + nanoseconds / 1e6;
}
// runtime/executor/threads.ts
const crowd = 64;
const leastBusy = (_task, workers) => {
	let chosen = null;
	let least = crowd;
	for (const worker of workers) {
		const usage = worker.isRunningAbortableTask ? 1 : worker.currentUsage;
		if (usage < least) {
			chosen = worker;
			least = usage;
		}
	}
	return chosen;
};
var ExecutorThreads = class {
	limits;
	#shared;
	#alone = null;
	#openAlone;
	#graceMs;
	#objects;
	#hostFunctions;
	#metrics;
	#ledger;
	#counting = /* @__PURE__ */ new Map();
	#greeted = /* @__PURE__ */ new Set();
	#underWay = 0;
	#closed = false;
	#ending = null;
	#whenIdle = () => {};
	constructor({ threads = availableParallelism(), limits = {}, hostFunctions, objects = false, heapMiB = 512, graceMs = 2e3, metrics = new Metrics(), audit } = {}) {
		this.limits = limitsOf(limits);
		this.#metrics = metrics;
		this.#ledger = new Ledger(metrics.counts, audit ?? null);
		this.#graceMs = graceMs;
		this.#objects = objects;
		this.#hostFunctions = hostFunctions ? import(hostFunctions.href).then((module) => module.default) : Promise.resolve({});
		this.#hostFunctions.catch(() => {});
		const setup = {
			limits,
			hostFunctions: hostFunctions?.href ?? null,
			objects
		};
		const common = {
			filename: workerFile,
			workerData: setup,
			resourceLimits: { maxOldGenerationSizeMb: heapMiB },
			idleTimeout: Number.POSITIVE_INFINITY
		};
		this.#shared = new Piscina({
			...common,
			minThreads: threads,
			maxThreads: threads,
			concurrentTasksPerWorker: crowd,
			loadBalancer: leastBusy
		});
		this.#watch(this.#shared);
		this.#openAlone = () => {
			const pool = new Piscina({
				...common,
				minThreads: 1,
				maxThreads: threads,
				idleTimeout: 1e3
			});
			this.#watch(pool);
			return pool;
		};
	}
	get metrics() {
		return this.#metrics;
	}
	get underWay() {
		return this.#underWay;
	}
	async load(bytes, limits = {}) {
		if (this.#closed) return closed();
		const loaded = loadModule(bytes, limitsOf(limits, this.limits), await this.#hostFunctions, this.#objects);
		if (loaded instanceof LoadedModule) this.#metrics.counts.compiled();
		return loaded;
	}
	async run(module, name, args = [], options = {}) {
		const limits = runLimitsOf(options, this.limits);
		const unready = this.#ledger.full ? await this.#ledger.ready() : null;
		if (unready !== null) return notRun(unready);
		const entry = module.function(name);
		const objection = this.#turnedAway() ?? objectionTo(entry, name, args, limits);
		if (entry === null || objection !== null) return notRun(this.#ledger.notStarted(module, name, limits, objection ?? noFunction(name)));
		this.#underWay++;
		const execution = await this.#execute(module, name, args, {
			...options,
			...limits
		});
		const told = this.#ledger.line(module, entry, limits, execution);
		this.#underWay--;
		if (this.#underWay === 0) this.#whenIdle();
		return told;
	}
	#turnedAway() {
		return this.#closed ? closed() : busy(this.#underWay, this.limits.concurrent);
	}
	async #execute(module, name, args, options) {
		const startMs = performance.now();
		try {
			const task = {
				key: module.key,
				name,
				args,
				options
			};
			try {
				return await this.#attempt(this.#shared, module, task);
			} catch {
				this.#alone ??= this.#openAlone();
				return await this.#attempt(this.#alone, module, task);
			}
		} catch (thrown) {
			return this.#unanswered(endingOf(thrown), startMs);
		}
	}
	#unanswered(outcome, startMs) {
		const execution = notRun(outcome, performance.now() - startMs);
		this.#ledger.started();
		this.#metrics.counts.ended(outcome.kind, detailOf(outcome), 0, Math.round(execution.durationMs * 1e6));
		return execution;
	}
	close() {
		this.#closed = true;
		this.#ending ??= this.#end();
		return this.#ending;
	}
	async #end() {
		if (this.#underWay > 0) await new Promise((resolve) => this.#whenIdle = resolve);
		for (const pool of [this.#shared, this.#alone]) pool?.removeAllListeners("workerDestroy");
		await Promise.all([this.#shared.destroy(), this.#alone?.destroy()]);
		for (const threadId of [...this.#counting.keys()]) this.#forget(threadId);
	}
	#watch(pool) {
		pool.on("message", (hello) => this.#greet(pool, hello));
		pool.on("workerDestroy", ({ id }) => {
			this.#forget(id);
			if (pool === this.#shared) this.#metrics.counts.workerRestarted();
		});
		pool.on("error", () => {});
	}
	#greet(pool, { threadId, counts }) {
		if (this.#greeted.has(threadId)) return;
		this.#greeted.add(threadId);
		this.#counting.set(threadId, counts);
		this.#metrics.attach(counts);
		const worker = pool.threads.find((each) => each.threadId === threadId);
		if (worker === void 0) this.#forget(threadId);
		else worker.once("exit", () => this.#forget(threadId));
	}
	#forget(threadId) {
		const counts = this.#counting.get(threadId);
		if (counts === void 0) return;
		this.#counting.delete(threadId);
		this.#metrics.detach(counts);
	}
	async #attempt(pool, module, task) {
		const limitMs = task.options.wallClockMs + this.#graceMs;
		const stuck = new AbortController();
		const timer = setTimeout(() => stuck.abort(), Math.min(limitMs, 2 ** 31 - 1));
		const calledMs = clockMs();
		try {
			for (const sent of [null, module]) {
				const message = {
					...task,
					module: sent?.share() ?? null,
					calledMs
				};
				const { execution, hello } = await pool.run(message, { signal: stuck.signal });
				if (hello !== null) this.#greet(pool, hello);
				if (execution !== null) return execution;
			}
			throw new Error("a thread that was sent a module does not have it");
		} finally {
			clearTimeout(timer);
		}
	}
};
function endingOf(thrown) {
	if (!(thrown instanceof Error)) return {
		kind: "host-error",
		message: String(thrown)
	};
	if (thrown.name === "AbortError") return { kind: "timed-out" };
	if ("code" in thrown && thrown.code === "ERR_WORKER_OUT_OF_MEMORY") return { kind: "memory-limit" };
	return {
		kind: "host-error",
		message: thrown.message
	};
}
export { LoadedModule as a, detailOf as i, Metrics as n, AuditLog as o, Executor as r, ExecutorThreads as t };
