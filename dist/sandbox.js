import { t as trapCategoryOf } from "./trap.js";
import { n as trapCategories, t as outcomeKinds } from "./interface.js";
import { a as grantFunction, i as Gauge$1, n as meter, o as readLayout, s as MalformedModule } from "./meter2.js";
import { a as moduleName, i as wasiSetup, n as WasiExit, r as WasiPort, t as Wasi } from "./wasi.js";
import "node:worker_threads";
import { createHash, randomBytes } from "node:crypto";
import { mkdir, open, rename } from "node:fs/promises";
import { join } from "node:path";
import { constants, fstatSync, ftruncateSync, writeSync } from "node:fs";
import { availableParallelism } from "node:os";
import { Counter, Gauge, Registry } from "./packages/prom-client/index.mjs";
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
			return new WebAssembly.Suspending((...args) => this.#inTime(hostFunction.call(call, ...args)));
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
		memory.fill(0);
		for (const { at, bytes } of this.#runs) memory.set(bytes, at);
	}
};
const gap = 256;
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
// runtime/executor/metrics.ts
var Metrics = class {
	counts = new Counts();
	registry = new Registry();
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
	const counter = (name, help, value) => new Counter({
		name,
		help,
		registers,
		collect() {
			this.reset();
			this.inc(value());
		}
	});
	const counters = (name, help, label, values) => new Counter({
		name,
		help,
		labelNames: [label],
		registers,
		collect() {
			this.reset();
			for (const [each, value] of Object.entries(values())) this.inc({ [label]: each }, value);
		}
	});
	const gauges = (name, help, label, values) => new Gauge({
		name,
		help,
		labelNames: [label],
		registers,
		collect() {
			for (const [each, value] of Object.entries(values())) this.set({ [label]: each }, value);
		}
	});
	const gauge = (name, help, value) => new Gauge({
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
// runtime/host/sandbox.ts
async function openSandbox({ limits = {}, auditFolder, threads }) {
	const audit = auditFolder === void 0 ? null : await AuditLog.open({ folder: auditFolder });
	const metrics = new Metrics(audit === null ? void 0 : () => audit.figures());
	const sink = audit === null ? {} : { audit };
	const executor = threads === void 0 ? new Executor({
		limits,
		counts: metrics.counts,
		...sink
	}) : new ExecutorThreads({
		limits,
		threads,
		metrics,
		...sink
	});
	return {
		async load(bytes) {
			const loaded = await executor.load(bytes);
			return loaded instanceof LoadedModule ? loaded : { refused: loaded.reason };
		},
		run: async (module, name, args, limits = {}) => executionOf(await executor.run(loadedHere(module), name, args, limits)),
		metrics: () => metrics.text(),
		async close() {
			await executor.close();
			await audit?.close();
		}
	};
}
function loadedHere(module) {
	if (module instanceof LoadedModule) return module;
	throw new Error("this module was not loaded by this sandbox");
}
function executionOf({ outcome, fuel, durationMs, peakMemoryBytes }) {
	const values = outcome.kind === "returned" ? outcome.values : [];
	return {
		kind: outcome.kind,
		detail: detailOf(outcome),
		values,
		fuel,
		durationMs,
		peakMemoryBytes
	};
}
export { openSandbox };
