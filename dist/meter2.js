// runtime/meter/writer.ts
const utf8$1 = new TextEncoder();
const shortRun = 48;
var Writer = class {
	#bytes;
	length = 0;
	constructor(capacity) {
		this.#bytes = new Uint8Array(Math.max(64, capacity));
	}
	get written() {
		return this.#bytes.subarray(0, this.length);
	}
	finish() {
		return new Uint8Array(this.#bytes.buffer.transfer(this.length));
	}
	#reserve(count) {
		const needed = this.length + count;
		if (needed <= this.#bytes.length) return;
		const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
		larger.set(this.written);
		this.#bytes = larger;
	}
	byte(value) {
		if (this.length === this.#bytes.length) this.#reserve(1);
		this.#bytes[this.length++] = value;
	}
	copy(source, start, end) {
		const count = end - start;
		this.#reserve(count);
		const bytes = this.#bytes;
		if (count > shortRun) {
			bytes.set(source.subarray(start, end), this.length);
			this.length += count;
			return;
		}
		let at = this.length;
		for (let from = start; from < end; from++) bytes[at++] = source[from];
		this.length = at;
	}
	all(source) {
		this.copy(source, 0, source.length);
	}
	unsigned(value) {
		let rest = value;
		while (rest >= 128) {
			this.byte(rest & 127 | 128);
			rest >>>= 7;
		}
		this.byte(rest);
	}
	instruction(opcode, index) {
		this.byte(opcode);
		this.unsigned(index);
	}
	name(text) {
		const encoded = utf8$1.encode(text);
		this.unsigned(encoded.length);
		this.all(encoded);
	}
	reserveLength() {
		this.#reserve(5);
		this.length += 5;
		return this.length;
	}
	setLength(start) {
		const value = this.length - start;
		this.#bytes[start - 5] = value & 127 | 128;
		this.#bytes[start - 4] = value >>> 7 & 127 | 128;
		this.#bytes[start - 3] = value >>> 14 & 127 | 128;
		this.#bytes[start - 2] = value >>> 21 & 127 | 128;
		this.#bytes[start - 1] = value >>> 28;
	}
	reserveShort() {
		this.#reserve(2);
		this.length += 2;
		return this.length - 2;
	}
	setShort(at, value) {
		this.#bytes[at] = value & 127 | 128;
		this.#bytes[at + 1] = value >>> 7;
	}
	rewind(length) {
		this.length = length;
	}
};
function leb(value) {
	const bytes = [];
	let rest = value;
	while (rest >= 128) {
		bytes.push(rest & 127 | 128);
		rest = Math.floor(rest / 128);
	}
	return [...bytes, rest];
}
function signedLeb(value) {
	const bytes = [];
	for (let rest = value;; rest >>= 7n) {
		const low = Number(rest & 127n);
		const next = rest >> 7n;
		if (next === 0n && low < 64 || next === -1n && low >= 64) return [...bytes, low];
		bytes.push(low | 128);
	}
}
// runtime/meter/additions.ts
const stops = {
	none: 0,
	stack: 1,
	denied: 2
};
const i32 = 127;
const i64 = 126;
const f64 = 124;
const zeros = /* @__PURE__ */ new Map([
	[i32, [65, 0]],
	[i64, [66, 0]],
	[125, [
		67,
		0,
		0,
		0,
		0
	]],
	[f64, [
		68,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0
	]],
	[123, [
		253,
		12,
		...new Array(16).fill(0)
	]]
]);
const signatures = {
	nothing: [
		96,
		0,
		0
	],
	toF64: [
		96,
		0,
		1,
		f64
	],
	ofF64: [
		96,
		1,
		f64,
		0
	],
	toI32: [
		96,
		0,
		1,
		i32
	],
	ofI64: [
		96,
		1,
		i64,
		0
	],
	i64ToI64: [
		96,
		1,
		i64,
		1,
		i64
	],
	i32ToI32: [
		96,
		1,
		i32,
		1,
		i32
	]
};
const signatureNames = Object.keys(signatures);
const typeSignatures = Object.values(signatures);
const helperSignatures = [
	"i64ToI64",
	"ofI64",
	"i32ToI32",
	"i64ToI64",
	"i32ToI32",
	"i64ToI64",
	"nothing",
	"toF64",
	"ofF64",
	"toI32",
	"nothing",
	"toI32",
	"i32ToI32",
	"i64ToI64"
];
function addTo(layout, profile, isolation) {
	const globals = layout.globals.length;
	const functions = layout.functions.length;
	const counters = profile ? functions - layout.importedFunctions : 0;
	const savedGlobals = isolation ? saveableGlobals(layout) : [];
	return {
		types: layout.signatures.length,
		fuel: globals,
		stop: globals + 1,
		depth: globals + 2,
		taint: globals + 3,
		bulk: globals + 4,
		profile: globals + 5,
		saved: globals + 5 + counters,
		savedGlobals,
		callOut: layout.tables.length,
		exhausted: functions,
		take: functions + 1,
		chargeBytes32: functions + 2,
		chargeBytes64: functions + 3,
		chargeElements32: functions + 4,
		chargeElements64: functions + 5,
		overflow: functions + 6,
		remaining: functions + 7,
		refill: functions + 8,
		stopped: functions + 9,
		save: functions + 10,
		restore: functions + 11,
		grown32: functions + 12,
		grown64: functions + 13,
		start: functions + 14
	};
}
function saveableGlobals({ globals, importedGlobals }) {
	return globals.flatMap(({ type, mutable }, index) => index >= importedGlobals && mutable && zeros.has(type) ? [index] : []);
}
function helperTypes({ types }, startFunction) {
	const start = startFunction === null ? [] : ["nothing"];
	return [...helperSignatures, ...start].map((name) => types + signatureNames.indexOf(name));
}
function addedGlobals(layout, added, initial) {
	const mutable = (type, constant) => [
		type,
		1,
		...constant,
		11
	];
	const counters = added.saved - added.profile;
	return [
		mutable(i64, [66, ...signedLeb(BigInt(initial.fuel))]),
		mutable(i32, [65, 0]),
		mutable(i32, [65, ...signedLeb(BigInt(initial.depth))]),
		mutable(i32, [65, 0]),
		mutable(i64, [66, 0]),
		...Array.from({ length: counters }, () => mutable(i64, [66, 0])),
		...added.savedGlobals.map((index) => {
			const type = layout.globals[index]?.type ?? i32;
			return mutable(type, zeros.get(type) ?? []);
		})
	];
}
function helperBodies(added, { depth, startFunction, callOut }) {
	const getFuel = [35, ...leb(added.fuel)];
	const setFuel = [36, ...leb(added.fuel)];
	const isNegative = [
		66,
		0,
		83
	];
	const call = (index) => [16, ...leb(index)];
	const operand = [32, 0];
	const halt = (why) => [
		65,
		why,
		36,
		...leb(added.stop),
		0,
		11
	];
	const sixteenth = [
		66,
		4,
		136
	];
	const charge = (amount) => [
		...operand,
		...amount,
		...call(added.take),
		...operand,
		11
	];
	const widened = [173];
	const most = signedLeb(1n << 36n);
	const clamped = [
		66,
		...most,
		...operand,
		...operand,
		66,
		...most,
		86,
		27
	];
	const grown = (minusOne) => [...[
		...operand,
		...minusOne,
		4,
		64,
		65,
		stops.denied,
		36,
		...leb(added.stop),
		11
	], ...[...operand, 11]];
	const grant = (at) => [...[
		65,
		at,
		17,
		...leb(added.types + signatureNames.indexOf("toF64")),
		...leb(added.callOut)
	], ...[252, 6]];
	const exhausted = !callOut ? [0, 11] : [
		...[...operand, ...setFuel],
		...[3, 64],
		...[
			65,
			0,
			37,
			...leb(added.callOut),
			209,
			69,
			4,
			64
		],
		...[
			...grant(0),
			34,
			0,
			...isNegative,
			4,
			64,
			...grant(1),
			33,
			0,
			11
		],
		...[
			...operand,
			66,
			0,
			85,
			4,
			64
		],
		...[
			...getFuel,
			...operand,
			124,
			...setFuel
		],
		...[
			...getFuel,
			...isNegative,
			13,
			2
		],
		...[...getFuel, 15],
		...[
			11,
			11,
			11
		],
		...[0, 11]
	];
	const check = [
		...[
			...getFuel,
			...isNegative,
			4,
			64
		],
		...callOut ? [
			...getFuel,
			...call(added.exhausted),
			26
		] : [0],
		11
	];
	const take = [...[
		...operand,
		36,
		...leb(added.bulk)
	], ...[
		...check,
		...getFuel,
		...operand,
		125,
		...setFuel,
		...check,
		11
	]];
	const refill = [
		...[
			...operand,
			252,
			6,
			...setFuel
		],
		...[
			65,
			0,
			36,
			...leb(added.stop)
		],
		...[
			65,
			...signedLeb(BigInt(depth)),
			36,
			...leb(added.depth),
			11
		]
	];
	const copies = added.savedGlobals.map((index, at) => ({
		own: leb(index),
		saved: leb(added.saved + at)
	}));
	const save = [...copies.flatMap(({ own, saved }) => [
		35,
		...own,
		36,
		...saved
	]), 11];
	const restore = [...copies.flatMap(({ own, saved }) => [
		35,
		...saved,
		36,
		...own
	]), ...[
		35,
		...leb(added.taint),
		11
	]];
	return [
		exhausted,
		take,
		charge([...widened, ...sixteenth]),
		[
			...clamped,
			...sixteenth,
			...call(added.take),
			...operand,
			11
		],
		charge(widened),
		[
			...clamped,
			...call(added.take),
			...operand,
			11
		],
		halt(stops.stack),
		[
			...getFuel,
			185,
			11
		],
		refill,
		[
			35,
			...leb(added.stop),
			11
		],
		save,
		restore,
		grown([
			65,
			127,
			70
		]),
		grown([
			66,
			127,
			81
		]),
		...startFunction === null ? [] : [[...call(startFunction), 11]]
	];
}
// runtime/meter/malformed.ts
var MalformedModule = class extends Error {
	name = "MalformedModule";
	kind;
	offset;
	constructor(message, offset, kind = "malformed") {
		super(`${message} (at byte ${offset})`);
		this.kind = kind;
		this.offset = offset;
	}
};
// runtime/meter/phrases.ts
const unreachable = 0;
const ifNegative = [
	66,
	0,
	83,
	4,
	64
];
const take = [
	66,
	0,
	0,
	125
];
function phrasesOf(added, counter, callOut) {
	const getGlobal = [35, ...leb(added.fuel)];
	const setGlobal = [36, ...leb(added.fuel)];
	if (counter === null) {
		const unchecked = [...take, ...setGlobal];
		const charges = [charge(getGlobal, unchecked), charge(getGlobal, [...unchecked, ...globalCheck(added, callOut)])];
		const nothing = /* @__PURE__ */ new Uint8Array(0);
		return {
			charges: {
				local: charges,
				global: charges
			},
			flush: nothing,
			settle: nothing
		};
	}
	const getLocal = [32, ...leb(counter)];
	const setLocal = [33, ...leb(counter)];
	const stop = callOut ? [
		16,
		...leb(added.exhausted),
		...setLocal
	] : [...setGlobal, unreachable];
	const checked = [
		...take,
		34,
		...leb(counter),
		...ifNegative,
		...getLocal,
		...stop,
		11
	];
	const from = (get) => [charge(get, [...take, ...setLocal]), charge(get, checked)];
	return {
		charges: {
			local: from(getLocal),
			global: from(getGlobal)
		},
		flush: Uint8Array.from([...getLocal, ...setGlobal]),
		settle: Uint8Array.from([...getGlobal, ...setLocal])
	};
}
function globalCheck(added, callOut) {
	const get = [35, ...leb(added.fuel)];
	const stop = callOut ? [
		...get,
		16,
		...leb(added.exhausted),
		26
	] : [unreachable];
	return [
		...get,
		...ifNegative,
		...stop,
		11
	];
}
function charge(get, rest) {
	return {
		bytes: Uint8Array.from([...get, ...rest]),
		amount: get.length + 1
	};
}
// runtime/meter/reader.ts
const utf8 = new TextDecoder("utf-8", {
	fatal: true,
	ignoreBOM: true
});
var Reader = class {
	bytes;
	end;
	position;
	constructor(bytes, position, end) {
		this.bytes = bytes;
		this.position = position;
		this.end = end;
	}
	get done() {
		return this.position >= this.end;
	}
	fail(message) {
		throw new MalformedModule(message, this.position);
	}
	byte() {
		if (this.position >= this.end) this.fail("unexpected end");
		return this.bytes[this.position++];
	}
	skip(count) {
		if (count > this.end - this.position) this.fail("unexpected end");
		this.position += count;
	}
	u32() {
		let value = 0;
		for (let shift = 0; shift < 35; shift += 7) {
			const byte = this.byte();
			if (shift === 28 && byte > 15) this.fail("a number does not fit 32 bits");
			value |= (byte & 127) << shift;
			if (byte < 128) return value >>> 0;
		}
		return this.fail("a number is longer than 32 bits");
	}
	u64() {
		let value = 0n;
		for (let shift = 0n; shift < 70n; shift += 7n) {
			const byte = this.byte();
			if (shift === 63n && byte > 1) this.fail("a number does not fit 64 bits");
			value |= BigInt(byte & 127) << shift;
			if (byte < 128) return value;
		}
		return this.fail("a number is longer than 64 bits");
	}
	s33() {
		let value = 0;
		for (let shift = 0; shift < 35; shift += 7) {
			const byte = this.byte();
			value += (byte & 127) * 2 ** shift;
			if (byte < 128) return byte & 64 ? value - 2 ** (shift + 7) : value;
		}
		return this.fail("a number is longer than 33 bits");
	}
	skipNumber() {
		while (this.byte() >= 128);
	}
	skipVector() {
		const length = this.u32();
		const start = this.position;
		this.skip(length);
		return start;
	}
	name() {
		const start = this.skipVector();
		try {
			return utf8.decode(this.bytes.subarray(start, this.position));
		} catch {
			return this.fail("a name is not UTF-8");
		}
	}
	index(count, what) {
		const start = this.position;
		const index = this.u32();
		if (index >= count) throw new MalformedModule(`there is no ${what} ${index}`, start);
		return index;
	}
	heapType(types) {
		const start = this.position;
		const type = this.s33();
		if (type >= types) throw new MalformedModule(`there is no type ${type}`, start);
	}
	valueType(types) {
		const start = this.position;
		const form = this.byte();
		if (form === 99 || form === 100) this.heapType(types);
		else if (form < 105 || form > 127 || form > 116 && form < 123) throw new MalformedModule(`0x${form.toString(16)} is no value type`, start);
		return form;
	}
	limits() {
		const flags = this.byte();
		if (flags > 7) this.fail(`limits of the unknown kind ${flags}`);
		const minimum = flags & 4 ? this.u64() : BigInt(this.u32());
		if (!(flags & 1)) return {
			flags,
			minimum,
			maximum: null
		};
		return {
			flags,
			minimum,
			maximum: flags & 4 ? this.u64() : BigInt(this.u32())
		};
	}
};
// runtime/meter/body.ts
const greatestCharge = 8191;
const mostLocals = 5e4;
const mostBody = 7654321;
const localsPerUnit = 16;
const frame = {
	function: 0,
	block: 1,
	loop: 2,
	if: 3,
	else: 4,
	try: 5,
	catch: 6
};
const frameDead = 8;
const shape = {
	special: 0,
	none: 1,
	local: 2,
	memory: 3,
	number: 4,
	trap: 5,
	none4: 6,
	none8: 7
};
const shapes = shapesOfOpcodes();
function shapesOfOpcodes() {
	const table = /* @__PURE__ */ new Uint8Array(256);
	table.fill(shape.none, 69, 197);
	table.fill(shape.memory, 40, 63);
	table.fill(shape.local, 32, 35);
	for (const opcode of [
		1,
		26,
		27,
		209,
		211
	]) table[opcode] = shape.none;
	for (const opcode of [65, 66]) table[opcode] = shape.number;
	table[67] = shape.none4;
	table[68] = shape.none8;
	table.fill(shape.trap, 109, 113);
	table.fill(shape.trap, 127, 131);
	table.fill(shape.trap, 168, 172);
	table.fill(shape.trap, 174, 178);
	return table;
}
var BodyMeter = class {
	uses;
	#layout;
	#added;
	#options;
	#out;
	#bytes;
	#types;
	#checksExits;
	#checkOfGlobal;
	#ofGlobal;
	#ofLocal = [];
	#end = 0;
	#position = 0;
	#copied = 0;
	#function = 0;
	#locals = 0;
	#declared = 0;
	#groups = 0;
	#groupsAt = 0;
	#entryCost = 0;
	#counter = 0;
	#keeping = "cached";
	#inLocal = true;
	#phrases;
	#truth = "global";
	#levels = false;
	#checkExit = false;
	#unchecked = false;
	#checkNext = false;
	#dead = false;
	#charged = false;
	#blockOpen = false;
	#cost = 0;
	#chargeAt = -1;
	#profileAt = -1;
	#frames = /* @__PURE__ */ new Uint8Array(256);
	#depth = 0;
	constructor(layout, added, options, out, checksExits) {
		this.#layout = layout;
		const sharedMemory = layout.memories.some(({ limits }) => (limits.flags & 2) !== 0);
		this.uses = {
			tailCalls: false,
			objects: false,
			waits: false,
			sharedMemory
		};
		this.#bytes = layout.bytes;
		this.#types = layout.signatures.length;
		this.#added = added;
		this.#options = options;
		this.#out = out;
		this.#checksExits = checksExits;
		this.#checkOfGlobal = Uint8Array.from(globalCheck(added, options.callOut));
		this.#ofGlobal = phrasesOf(added, null, options.callOut);
		this.#phrases = this.#ofGlobal;
	}
	meter(index, start, end) {
		const body = this.#out.reserveLength();
		this.#function = index;
		this.#end = end;
		this.#checkExit = !this.#options.exact && this.#checksExits(index);
		const code = this.#localsOf(start);
		this.#levels = false;
		let keeping = this.#options.exact || this.#checkExit ? "cached" : "once";
		for (;;) {
			this.#begin(code, keeping);
			const instead = this.#instructions(code);
			if (instead === null) break;
			keeping = instead;
			this.#out.rewind(body);
		}
		this.#out.setLength(body);
		if (end - start <= mostBody && this.#out.length - body > mostBody) throw new MalformedModule("a function has no room for what is added", start, "limit");
	}
	#localsOf(start) {
		const type = this.#layout.functions[this.#function];
		const signature = type === void 0 ? null : this.#layout.signatures[type];
		if (!signature) throw new MalformedModule(`function ${this.#function} is of a type that is no function's`, start);
		this.#position = start;
		this.#groups = this.#u32();
		this.#groupsAt = this.#position;
		let locals = 0;
		for (let groups = this.#groups; groups > 0; groups--) {
			locals += this.#u32();
			if (locals > mostLocals) throw new MalformedModule("a function has too many locals", start, "limit");
			const form = this.#bytes[this.#position];
			if (form >= firstNumericType && form < 128 && this.#position < this.#end) this.#position++;
			else this.#valueType();
		}
		this.#declared = locals;
		this.#locals = signature.parameters.length + locals;
		this.#counter = this.#locals;
		this.#entryCost = Math.floor(locals / localsPerUnit);
		return this.#position;
	}
	#begin(code, keeping) {
		const { stackGuard, exact } = this.#options;
		const out = this.#out;
		this.#keeping = keeping;
		this.#inLocal = keeping === "cached" || keeping === "leaf";
		this.#phrases = this.#phrasesNow();
		this.#truth = "global";
		if (keeping === "global") this.#levels = true;
		this.#charged = false;
		this.#unchecked = false;
		this.#checkNext = exact || keeping === "cached" || keeping === "global";
		this.#dead = false;
		this.#blockOpen = false;
		this.#chargeAt = -1;
		this.#profileAt = -1;
		this.#depth = 0;
		this.#push(frame.function);
		const added = (this.#inLocal ? 1 : 0) + (stackGuard ? 1 : 0);
		if (this.#declared + added > mostLocals) throw new MalformedModule("a function has no room for another local", code, "limit");
		out.unsigned(this.#groups + added);
		out.copy(this.#bytes, this.#groupsAt, code);
		if (this.#inLocal) out.all(oneI64);
		if (stackGuard) out.all(oneI32);
		this.#copied = code;
		if (stackGuard) this.#enterStack();
		if (this.#entryCost > 0) this.#openBlock(code, this.#entryCost);
	}
	#phrasesNow() {
		if (!this.#inLocal) return this.#ofGlobal;
		const known = this.#ofLocal[this.#counter];
		if (known !== void 0) return known;
		const phrases = phrasesOf(this.#added, this.#counter, this.#options.callOut);
		this.#ofLocal[this.#counter] = phrases;
		return phrases;
	}
	#instructions(code) {
		const bytes = this.#bytes;
		const end = this.#end;
		const locals = this.#locals;
		const { exact } = this.#options;
		let position = code;
		let room = greatestCharge - this.#cost;
		while (position < end) {
			const start = position;
			const opcode = bytes[position++];
			const kind = shapes[opcode];
			if (kind === shape.special) {
				this.#cost = greatestCharge - room;
				this.#position = position;
				const instead = this.#special(opcode, start);
				if (instead !== null) return instead;
				position = this.#position;
				room = greatestCharge - this.#cost;
				if (this.#depth === 0) {
					if (position !== end) throw new MalformedModule("code goes on after its end", position);
					this.#copyTo(end);
					return null;
				}
				continue;
			}
			if (this.#blockOpen) room--;
			else {
				const instead = this.#openBlock(start, 1);
				if (instead !== null) return instead;
				room = greatestCharge - this.#cost;
			}
			switch (kind) {
				case shape.local: {
					let index = bytes[position++];
					if (index >= 128) {
						this.#position = position - 1;
						index = this.#u32();
						position = this.#position;
					}
					if (index >= locals) throw new MalformedModule(`there is no local ${index}`, start);
					break;
				}
				case shape.number:
					while (bytes[position++] >= 128);
					break;
				case shape.memory:
					if (bytes[position++] >= 64) {
						this.#position = position - 1;
						if (this.#u32() & 64) this.#u32();
						position = this.#position;
					}
					while (bytes[position++] >= 128);
					if (exact) this.#flushBefore(start);
					break;
				case shape.trap:
					if (exact) this.#flushBefore(start);
					break;
				case shape.none4:
					position += 4;
					break;
				case shape.none8: position += 8;
			}
			if (room <= 0) {
				this.#cost = greatestCharge;
				this.#closeBlock();
				room = greatestCharge - this.#cost;
			}
		}
		throw new MalformedModule("code ends without its end", position);
	}
	#special(opcode, start) {
		switch (opcode) {
			case 5:
			case 7:
			case 25: return this.#nextArm(opcode, start);
			case 11: return this.#endFrame(start);
			case 24:
				this.#u32();
				return this.#endFrame(start);
			case 3: return this.#loop(start);
		}
		if (isCall(opcode) && (this.#keeping === "once" || this.#keeping === "leaf")) return "cached";
		if (!this.#blockOpen) {
			const instead = this.#openBlock(start, 1);
			if (instead !== null) return instead;
		} else this.#count(1, start);
		switch (opcode) {
			case 0:
				this.#flushBefore(start);
				this.#die();
				return null;
			case 2:
				this.#blockType();
				this.#push(frame.block);
				return null;
			case 4:
				this.#settleBefore(start);
				this.#blockType();
				this.#push(frame.if);
				this.#closeBlock();
				return null;
			case 6:
			case 31:
				if (this.#keeping !== "global") return "global";
				this.#blockType();
				if (opcode === 31) this.#catchClauses();
				this.#push(opcode === 6 ? frame.try : frame.block);
				this.#closeBlock();
				return null;
			case 8:
			case 9:
				this.#u32();
				this.#flushBefore(start);
				this.#die();
				return null;
			case 10:
				this.#flushBefore(start);
				this.#die();
				return null;
			case 12:
				this.#branch(this.#u32(), start);
				this.#die();
				return null;
			case 13:
			case 213:
			case 214:
				this.#conditionalBranch(this.#u32(), start);
				return null;
			case 14: return this.#branchTable(start);
			case 15:
				this.#exitBefore(start);
				this.#die();
				return null;
			case 16:
				this.#index(this.#layout.functions.length, "function");
				this.#call(start);
				return null;
			case 17:
				this.#index(this.#types, "type");
				this.#index(this.#layout.tables.length, "table");
				this.#call(start);
				return null;
			case 20:
				this.#index(this.#types, "type");
				this.#call(start);
				return null;
			case 18:
				this.#index(this.#layout.functions.length, "function");
				return this.#tailCall(start);
			case 19:
				this.#index(this.#types, "type");
				this.#index(this.#layout.tables.length, "table");
				return this.#tailCall(start);
			case 21:
				this.#index(this.#types, "type");
				return this.#tailCall(start);
			case 28:
				for (let types = this.#u32(); types > 0; types--) this.#valueType();
				return null;
			case 35:
				this.#index(this.#layout.globals.length, "global");
				return null;
			case 36:
				this.#setGlobal(this.#index(this.#layout.globals.length, "global"), start);
				return null;
			case 37:
				this.#index(this.#layout.tables.length, "table");
				this.#mayTrap(start);
				return null;
			case 38:
				this.#index(this.#layout.tables.length, "table");
				this.#mayTrap(start);
				this.#taintBefore(start);
				return null;
			case 63:
				this.#u32();
				return null;
			case 64:
				this.#grow(this.#layout.memories[this.#u32()], start);
				return null;
			case 208:
				this.#heapType();
				return null;
			case 210:
				this.#index(this.#layout.functions.length, "function");
				return null;
			case 212:
				this.#mayTrap(start);
				return null;
			case 251: return this.#object(start);
			case 252:
				this.#bulk(start);
				return null;
			case 253:
				this.#vector(start);
				return null;
			case 254:
				this.#atomic(start);
				return null;
			default: throw new MalformedModule(`0x${opcode.toString(16)} is no instruction`, start);
		}
	}
	#object(start) {
		const opcode = this.#u32();
		if (opcode <= 19 && opcode !== 15) this.#index(this.#types, "type");
		switch (opcode) {
			case 0:
			case 1:
				this.uses.objects = true;
				return null;
			case 2:
			case 3:
			case 4:
				this.#u32();
				this.#mayTrap(start);
				return null;
			case 5:
				this.#u32();
				this.#mayTrap(start);
				this.#taintObjectsBefore(start);
				return null;
			case 6:
			case 7:
				this.uses.objects = true;
				return this.#byElement(start);
			case 8:
				this.uses.objects = true;
				return this.#count(this.#u32(), start);
			case 9:
			case 10:
				this.#u32();
				this.uses.objects = true;
				return this.#byElement(start);
			case 11:
			case 12:
			case 13:
			case 15:
				this.#mayTrap(start);
				return null;
			case 14:
				this.#mayTrap(start);
				this.#taintObjectsBefore(start);
				return null;
			case 16:
				this.#taintObjectsBefore(start);
				return this.#byElement(start);
			case 17:
				this.#index(this.#types, "type");
				this.#taintObjectsBefore(start);
				return this.#byElement(start);
			case 18:
			case 19:
				this.#u32();
				this.#taintObjectsBefore(start);
				return this.#byElement(start);
			case 20:
			case 21:
				this.#heapType();
				return null;
			case 22:
			case 23:
				this.#heapType();
				this.#mayTrap(start);
				return null;
			case 24:
			case 25: {
				this.#position++;
				const label = this.#u32();
				this.#heapType();
				this.#heapType();
				this.#conditionalBranch(label, start);
				return null;
			}
			case 26:
			case 27:
			case 28: return null;
			case 29:
			case 30:
				this.#mayTrap(start);
				return null;
			default: throw new MalformedModule(`0xfb ${opcode} is no instruction`, start);
		}
	}
	#bulk(start) {
		const { tables, memories } = this.#layout;
		const opcode = this.#u32();
		switch (opcode) {
			case 8:
				this.#u32();
				this.#u32();
				this.#byLength("bytes", void 0, start);
				return;
			case 9:
			case 13:
				this.#u32();
				this.#taintBefore(start);
				return;
			case 10:
				this.#byLength("bytes", narrower(memories[this.#u32()], memories[this.#u32()]), start);
				return;
			case 11:
				this.#byLength("bytes", memories[this.#u32()], start);
				return;
			case 12:
				this.#u32();
				this.#index(tables.length, "table");
				this.#taintBefore(start);
				this.#byLength("elements", void 0, start);
				return;
			case 14: {
				const one = tables[this.#index(tables.length, "table")];
				const other = tables[this.#index(tables.length, "table")];
				this.#taintBefore(start);
				this.#byLength("elements", narrower(one, other), start);
				return;
			}
			case 15:
				this.#grow(tables[this.#index(tables.length, "table")], start);
				return;
			case 17: {
				const table = tables[this.#index(tables.length, "table")];
				this.#taintBefore(start);
				this.#byLength("elements", table, start);
				return;
			}
			case 16:
				this.#index(tables.length, "table");
				return;
			default: if (opcode > 7 && !(opcode >= 19 && opcode <= 22)) throw new MalformedModule(`0xfc ${opcode} is no instruction`, start);
		}
	}
	#vector(start) {
		const opcode = this.#u32();
		if (opcode <= 11 || opcode >= 84 && opcode <= 93) {
			this.#memoryArgument();
			if (opcode >= 84 && opcode <= 91) this.#position++;
			this.#mayTrap(start);
		} else if (opcode === 12 || opcode === 13) this.#position += 16;
		else if (opcode >= 21 && opcode <= 34) this.#position++;
		else if (opcode > 275) throw new MalformedModule(`0xfd ${opcode} is no instruction`, start);
	}
	#atomic(start) {
		const opcode = this.#u32();
		if (opcode === 3) {
			this.#position++;
			return;
		}
		if (opcode > 78) throw new MalformedModule(`0xfe ${opcode} is no instruction`, start);
		if (opcode === 1 || opcode === 2) this.uses.waits = true;
		this.#memoryArgument();
		this.#mayTrap(start);
	}
	#push(kind) {
		if (this.#depth === this.#frames.length) {
			const deeper = new Uint8Array(2 * this.#depth);
			deeper.set(this.#frames);
			this.#frames = deeper;
		}
		this.#frames[this.#depth++] = this.#dead ? kind | frameDead : kind;
	}
	#loop(start) {
		if (this.#keeping === "once" || this.#keeping === "leaf") return "cached";
		this.#settleBefore(start);
		this.#closeBlock();
		this.#blockType();
		this.#push(frame.loop);
		if (this.#dead) return null;
		this.#checkNext = true;
		if (this.#levels) this.#stayAt(this.#position);
		this.#openBlock(this.#position, 1);
		if (!this.#options.exact) this.#flushBefore(this.#position);
		return null;
	}
	#nextArm(opcode, start) {
		const top = this.#depth - 1;
		const opened = this.#frames[top] ?? 0;
		const kind = opened & -9;
		if (!(opcode === 5 ? kind === frame.if : kind === frame.try || kind === frame.catch)) throw new MalformedModule("an arm of a block that has none", start);
		this.#settleBefore(start);
		this.#closeBlock();
		if (opcode === 7) this.#u32();
		this.#frames[top] = (opcode === 5 ? frame.else : frame.catch) | opened & frameDead;
		this.#join((opened & frameDead) !== 0);
		if (this.#levels) this.#stayAt(this.#position);
		return null;
	}
	#endFrame(start) {
		const opened = this.#frames[this.#depth - 1] ?? 0;
		const kind = opened & -9;
		if (kind === frame.function) {
			this.#exitBefore(start);
			this.#closeBlock();
			this.#depth--;
			return null;
		}
		if (kind === frame.loop) {
			this.#depth--;
			return null;
		}
		this.#settleBefore(start);
		this.#closeBlock();
		this.#depth--;
		this.#join((opened & frameDead) !== 0);
		if (this.#levels) this.#stayAt(this.#position);
		return null;
	}
	#join(dead) {
		this.#dead = dead;
		this.#blockOpen = dead;
		this.#truth = this.#inLocal ? "local" : "global";
		this.#unchecked = true;
	}
	#die() {
		this.#closeBlock();
		this.#dead = true;
		this.#blockOpen = true;
	}
	#branch(label, start) {
		if (this.#leavesFunction(label, start)) this.#exitBefore(start);
		else this.#settleBefore(start);
	}
	#conditionalBranch(label, start) {
		this.#branch(label, start);
		this.#closeBlock();
		if (this.#leavesFunction(label, start) && !this.#dead) this.#stayAt(this.#position);
	}
	#branchTable(start) {
		let leaves = false;
		let stays = false;
		for (let labels = this.#u32() + 1; labels > 0; labels--) if (this.#leavesFunction(this.#u32(), start)) leaves = true;
		else stays = true;
		if (leaves && stays && !this.#levels) {
			this.#levels = true;
			return this.#keeping;
		}
		if (stays) this.#settleBefore(start);
		if (leaves) this.#exitBefore(start);
		this.#die();
		return null;
	}
	#leavesFunction(label, start) {
		const outermost = this.#depth - 1;
		if (label > outermost) throw new MalformedModule(`there is no label ${label}`, start);
		return label === outermost;
	}
	#call(start) {
		this.#flushBefore(start);
		if (this.#dead) return;
		this.#truth = "global";
		this.#unchecked = true;
		this.#stayAt(this.#position);
	}
	#tailCall(start) {
		this.uses.tailCalls = true;
		this.#exitBefore(start);
		this.#die();
		return null;
	}
	#openBlock(start, cost) {
		if (this.#keeping === "once" && this.#charged) return "leaf";
		const { profile } = this.#added;
		const out = this.#out;
		const check = this.#options.exact || this.#checkNext;
		this.#copyTo(start);
		const charge = (this.#truth === "global" ? this.#phrases.charges.global : this.#phrases.charges.local)[check ? 1 : 0];
		this.#chargeAt = out.length + charge.amount;
		out.all(charge.bytes);
		if (this.#inLocal) this.#truth = "local";
		if (this.#options.profile) {
			const counter = profile + this.#function - this.#layout.importedFunctions;
			out.instruction(35, counter);
			out.byte(66);
			this.#profileAt = out.reserveShort();
			out.byte(124);
			out.instruction(36, counter);
		}
		this.#charged = true;
		this.#blockOpen = true;
		this.#cost = 0;
		this.#unchecked = !check;
		this.#checkNext = false;
		return this.#count(cost, start);
	}
	#count(cost, start) {
		let rest = cost;
		while (this.#cost + rest > greatestCharge) {
			rest -= greatestCharge - this.#cost;
			this.#cost = greatestCharge;
			if (this.#dead) return null;
			this.#closeBlock();
			const instead = this.#openBlock(start, 0);
			if (instead !== null) return instead;
		}
		this.#cost += rest;
		return null;
	}
	#closeBlock() {
		if (this.#chargeAt >= 0) this.#out.setShort(this.#chargeAt, this.#cost);
		if (this.#chargeAt >= 0 && this.#options.profile) this.#out.setShort(this.#profileAt, this.#cost);
		this.#chargeAt = -1;
		this.#blockOpen = this.#dead;
		this.#cost = 0;
	}
	#byLength(unit, of, start) {
		if (this.#dead) return;
		const added = this.#added;
		const wide = isWide(of);
		this.#flushBefore(start);
		this.#copyTo(start);
		if (unit === "bytes") this.#out.instruction(16, wide ? added.chargeBytes64 : added.chargeBytes32);
		else this.#out.instruction(16, wide ? added.chargeElements64 : added.chargeElements32);
		if (this.#options.profile) {
			const counter = added.profile + this.#function - this.#layout.importedFunctions;
			this.#out.instruction(35, counter);
			this.#out.instruction(35, added.bulk);
			this.#out.byte(124);
			this.#out.instruction(36, counter);
		}
		if (this.#inLocal) this.#truth = "global";
	}
	#byElement(start) {
		this.#byLength("elements", void 0, start);
		return null;
	}
	#copyTo(position) {
		this.#out.copy(this.#bytes, this.#copied, position);
		this.#copied = position;
	}
	#flushBefore(position) {
		if (this.#dead || this.#truth !== "local") return;
		this.#copyTo(position);
		this.#out.all(this.#phrases.flush);
		this.#truth = "both";
	}
	#settleBefore(position) {
		if (this.#dead || !this.#inLocal || this.#truth !== "global") return;
		this.#copyTo(position);
		this.#out.all(this.#phrases.settle);
		this.#truth = "both";
	}
	#mayTrap(start) {
		if (this.#options.exact) this.#flushBefore(start);
	}
	#exitBefore(start) {
		if (this.#dead) return;
		this.#copyTo(start);
		this.#flushBefore(start);
		if (this.#checkExit && this.#unchecked) {
			this.#out.all(this.#checkOfGlobal);
			if (this.#inLocal) this.#truth = "global";
			this.#unchecked = false;
		}
		if (this.#options.stackGuard) {
			this.#out.instruction(32, this.#level);
			this.#out.all(plusOne);
			this.#out.instruction(36, this.#added.depth);
		}
	}
	get #level() {
		return this.#locals + (this.#inLocal ? 1 : 0);
	}
	#enterStack() {
		const { depth, overflow } = this.#added;
		const out = this.#out;
		out.instruction(35, depth);
		out.all(minusOne);
		out.instruction(34, this.#level);
		out.instruction(36, depth);
		out.instruction(32, this.#level);
		out.all(ifNegative32);
		out.instruction(16, overflow);
		out.byte(11);
	}
	#stayAt(position) {
		if (!this.#options.stackGuard || this.#dead) return;
		this.#copyTo(position);
		this.#out.instruction(32, this.#level);
		this.#out.instruction(36, this.#added.depth);
	}
	#grow(of, start) {
		this.#taintBefore(start);
		this.#byLength("elements", of, start);
		if (!this.#options.taint || this.#dead) return;
		const { grown32, grown64 } = this.#added;
		this.#copyTo(this.#position);
		this.#out.instruction(16, isWide(of) ? grown64 : grown32);
	}
	#setGlobal(index, start) {
		if ((this.#layout.globals[index]?.type ?? 0) < firstNumericType) this.#taintBefore(start);
	}
	#taintObjectsBefore(start) {
		if (this.#layout.holdsObjects) this.#taintBefore(start);
	}
	#taintBefore(start) {
		if (!this.#options.taint || this.#dead) return;
		this.#copyTo(start);
		this.#out.all(one);
		this.#out.instruction(36, this.#added.taint);
	}
	#u32() {
		let value = 0;
		for (let shift = 0; shift < 35; shift += 7) {
			if (this.#position >= this.#end) break;
			const byte = this.#bytes[this.#position++];
			value |= (byte & 127) << shift;
			if (byte < 128) return value >>> 0;
		}
		throw new MalformedModule("a number that has no end", this.#position);
	}
	#index(count, what) {
		const index = this.#u32();
		if (index >= count) throw new MalformedModule(`there is no ${what} ${index}`, this.#position);
		return index;
	}
	#read(read) {
		const reader = new Reader(this.#bytes, this.#position, this.#end);
		read(reader);
		this.#position = reader.position;
	}
	#heapType() {
		this.#read((reader) => reader.heapType(this.#types));
	}
	#valueType() {
		this.#read((reader) => reader.valueType(this.#types));
	}
	#blockType() {
		const form = this.#bytes[this.#position];
		if (form === 64) this.#position++;
		else if (form > 64 && form < 128) this.#valueType();
		else this.#heapType();
	}
	#memoryArgument() {
		this.#read((reader) => {
			if (reader.u32() & 64) reader.u32();
			reader.skipNumber();
		});
	}
	#catchClauses() {
		this.#read((reader) => {
			for (let clauses = reader.u32(); clauses > 0; clauses--) {
				const kind = reader.byte();
				if (kind > 3) reader.fail("a catch clause of an unknown kind");
				if (kind < 2) reader.u32();
				reader.u32();
			}
		});
	}
};
const ifNegative32 = Uint8Array.of(65, 0, 72, 4, 64);
const plusOne = Uint8Array.of(65, 1, 106);
const minusOne = Uint8Array.of(65, 1, 107);
const one = Uint8Array.of(65, 1);
const oneI64 = Uint8Array.of(1, 126);
const oneI32 = Uint8Array.of(1, 127);
const firstNumericType = 123;
function isWide(of) {
	return of !== void 0 && (of.limits.flags & 4) !== 0;
}
function narrower(one, other) {
	return isWide(one) ? other : one;
}
function isCall(opcode) {
	return opcode >= 16 && opcode <= 21;
}
// runtime/meter/constant.ts
function skipConstant(reader, scope) {
	for (;;) {
		const opcode = reader.byte();
		switch (opcode) {
			case 11: return;
			case 35:
				reader.index(scope.globals, "global");
				break;
			case 65:
			case 66:
				reader.skipNumber();
				break;
			case 67:
				reader.skip(4);
				break;
			case 68:
				reader.skip(8);
				break;
			case 106:
			case 107:
			case 108:
			case 124:
			case 125:
			case 126: break;
			case 208:
				reader.heapType(scope.types);
				break;
			case 210:
				scope.onFunction(reader.index(scope.functions, "function"));
				break;
			case 251:
				skipObject(reader, scope);
				break;
			case 253:
				if (reader.u32() !== 12) reader.fail("a vector instruction that is not constant");
				reader.skip(16);
				break;
			default: reader.fail(`instruction 0x${opcode.toString(16)} is not constant`);
		}
	}
}
function skipObject(reader, { types, onObject }) {
	const opcode = reader.u32();
	switch (opcode) {
		case 0:
		case 1:
		case 6:
		case 7:
			reader.index(types, "type");
			onObject();
			return;
		case 8:
		case 9:
		case 10:
			reader.index(types, "type");
			reader.u32();
			onObject();
			return;
		case 26:
		case 27:
		case 28: return;
		default: reader.fail(`instruction 0xfb ${opcode} is not constant`);
	}
}
// runtime/meter/layout.ts
const sectionOrder = [
	1,
	2,
	3,
	4,
	5,
	13,
	6,
	7,
	8,
	9,
	12,
	10,
	11
];
const externalKinds = {
	function: 0,
	table: 1,
	memory: 2,
	global: 3,
	tag: 4
};
const objectTypes = /* @__PURE__ */ new Set([
	99,
	100,
	106,
	107,
	108,
	109,
	110
]);
function readLayout(bytes) {
	return new LayoutReader(bytes).read();
}
var LayoutReader = class {
	#bytes;
	#signatures = [];
	#functions = [];
	#tables = [];
	#memories = [];
	#globals = [];
	#exportNames = /* @__PURE__ */ new Set();
	#reachable = /* @__PURE__ */ new Set();
	#exportedFunctions = /* @__PURE__ */ new Map();
	#importedNames = [];
	#bodies = [];
	#elements = {
		1: (reader) => this.#typeGroup(reader),
		2: (reader) => this.#import(reader),
		3: (reader) => this.#functions.push(this.#typeIndex(reader)),
		4: (reader) => this.#table(reader),
		5: (reader) => this.#memories.push(memory(reader, false)),
		6: (reader) => this.#global(reader),
		7: (reader) => this.#export(reader),
		9: (reader) => this.#element(reader),
		10: (reader) => this.#body(reader),
		11: (reader) => this.#data(reader),
		13: (reader) => this.#tag(reader)
	};
	#tags = 0;
	#importedFunctions = 0;
	#importedGlobals = 0;
	#holdsObjects = false;
	#allocatesObjects = false;
	#startFunction = null;
	constructor(bytes) {
		this.#bytes = bytes;
	}
	read() {
		const sections = readSections(this.#bytes);
		for (const section of sections) {
			const reader = new Reader(this.#bytes, section.content, section.end);
			this.#section(section.id, reader);
			if (section.id !== 0 && !reader.done) reader.fail("a section is longer than what is in it");
		}
		if (this.#bodies.length !== this.#functions.length - this.#importedFunctions) throw new MalformedModule("functions and bodies differ in number", this.#bytes.length);
		return {
			bytes: this.#bytes,
			sections,
			signatures: this.#signatures,
			functions: this.#functions,
			importedFunctions: this.#importedFunctions,
			tables: this.#tables,
			memories: this.#memories,
			globals: this.#globals,
			importedGlobals: this.#importedGlobals,
			holdsObjects: this.#holdsObjects || this.#allocatesObjects,
			allocatesObjects: this.#allocatesObjects,
			exportNames: this.#exportNames,
			reachable: this.#reachable,
			exportedFunctions: this.#exportedFunctions,
			importedNames: this.#importedNames,
			startFunction: this.#startFunction,
			bodies: this.#bodies
		};
	}
	#section(id, reader) {
		const element = this.#elements[id];
		if (element !== void 0) repeat(reader, () => element(reader));
		else if (id === 8) this.#startFunction = this.#functionIndex(reader);
		else if (id === 12) reader.u32();
	}
	#typeGroup(reader) {
		if (this.#bytes[reader.position] === 78) {
			reader.byte();
			repeat(reader, () => this.#type(reader));
		} else this.#type(reader);
	}
	#type(reader) {
		let form = reader.byte();
		if (form === 80 || form === 79) {
			repeat(reader, () => reader.u32());
			form = reader.byte();
		}
		const anyType = Number.POSITIVE_INFINITY;
		let signature = null;
		if (form === 96) {
			const parameters = [];
			const results = [];
			repeat(reader, () => parameters.push(reader.valueType(anyType)));
			repeat(reader, () => results.push(reader.valueType(anyType)));
			signature = {
				parameters,
				results
			};
		} else if (form === 95) repeat(reader, () => fieldType(reader));
		else if (form === 94) fieldType(reader);
		else reader.fail(`0x${form.toString(16)} is no form of type`);
		this.#signatures.push(signature);
	}
	#import(reader) {
		const module = reader.name();
		const name = reader.name();
		const kind = reader.byte();
		switch (kind) {
			case externalKinds.function:
				this.#functions.push(this.#typeIndex(reader));
				this.#importedNames.push(`${module}.${name}`);
				this.#importedFunctions++;
				return;
			case externalKinds.table:
				this.#holds(reader.valueType(this.#signatures.length));
				this.#tables.push(limited(reader, true));
				return;
			case externalKinds.memory:
				this.#memories.push(memory(reader, true));
				return;
			case externalKinds.global:
				this.#globals.push(this.#globalType(reader));
				this.#importedGlobals++;
				return;
			case externalKinds.tag:
				this.#tag(reader);
				return;
			default: reader.fail(`an import of the unknown kind ${kind}`);
		}
	}
	#tag(reader) {
		if (reader.byte() !== 0) reader.fail("a tag of an unknown kind");
		this.#typeIndex(reader);
		this.#tags++;
	}
	#table(reader) {
		const initialised = this.#bytes[reader.position] === 64;
		if (initialised) {
			reader.byte();
			if (reader.byte() !== 0) reader.fail("a table of an unknown kind");
		}
		this.#holds(reader.valueType(this.#signatures.length));
		this.#tables.push(limited(reader, false));
		if (initialised) this.#constant(reader);
	}
	#globalType(reader) {
		const type = reader.valueType(this.#signatures.length);
		this.#holds(type);
		const mutability = reader.byte();
		if (mutability > 1) reader.fail("a global of an unknown kind");
		return {
			type,
			mutable: mutability === 1
		};
	}
	#global(reader) {
		const type = this.#globalType(reader);
		this.#constant(reader);
		this.#globals.push(type);
	}
	#holds(type) {
		if (objectTypes.has(type)) this.#holdsObjects = true;
	}
	#export(reader) {
		const name = reader.name();
		this.#exportNames.add(name);
		const kind = reader.byte();
		switch (kind) {
			case externalKinds.function: {
				const index = this.#functionIndex(reader);
				this.#reachable.add(index);
				this.#exportedFunctions.set(name, index);
				return;
			}
			case externalKinds.table:
				reader.index(this.#tables.length, "table");
				return;
			case externalKinds.memory:
				reader.index(this.#memories.length, "memory");
				return;
			case externalKinds.global:
				reader.index(this.#globals.length, "global");
				return;
			case externalKinds.tag:
				reader.index(this.#tags, "tag");
				return;
			default: reader.fail(`an export of the unknown kind ${kind}`);
		}
	}
	#element(reader) {
		const flags = reader.u32();
		if (flags > 7) reader.fail(`an element segment of the unknown kind ${flags}`);
		if (!(flags & 1)) {
			if (flags & 2) reader.index(this.#tables.length, "table");
			else if (this.#tables.length === 0) reader.fail("there is no table 0");
			this.#constant(reader);
		}
		const expressions = (flags & 4) !== 0;
		if (flags & 3) {
			if (expressions) reader.valueType(this.#signatures.length);
			else if (reader.byte() !== 0) reader.fail("an element segment of something else than functions");
		}
		repeat(reader, () => {
			if (expressions) this.#constant(reader);
			else this.#reachable.add(this.#functionIndex(reader));
		});
	}
	#data(reader) {
		const flags = reader.u32();
		if (flags > 2) reader.fail(`a data segment of the unknown kind ${flags}`);
		if (flags === 2) reader.u32();
		if (flags !== 1) this.#constant(reader);
		reader.skipVector();
	}
	#body(reader) {
		const start = reader.skipVector();
		this.#bodies.push({
			start,
			end: reader.position
		});
	}
	#constant(reader) {
		skipConstant(reader, {
			types: this.#signatures.length,
			globals: this.#globals.length,
			functions: this.#functions.length,
			onFunction: (index) => this.#reachable.add(index),
			onObject: () => {
				this.#allocatesObjects = true;
			}
		});
	}
	#typeIndex(reader) {
		return reader.index(this.#signatures.length, "type");
	}
	#functionIndex(reader) {
		return reader.index(this.#functions.length, "function");
	}
};
function repeat(reader, element) {
	const count = reader.u32();
	for (let i = 0; i < count; i++) element();
}
function fieldType(reader) {
	const form = reader.bytes[reader.position];
	if (form === 120 || form === 119) reader.byte();
	else reader.valueType(Number.POSITIVE_INFINITY);
	reader.byte();
}
function limited(reader, imported) {
	const limitsStart = reader.position;
	const limits = reader.limits();
	if (limits.maximum !== null && limits.maximum < limits.minimum) reader.fail(`a maximum of ${limits.maximum} is below the minimum of ${limits.minimum}`);
	return {
		limits,
		limitsStart,
		limitsEnd: reader.position,
		imported
	};
}
const mostPages = {
	narrow: 2n ** 16n,
	wide: 2n ** 48n
};
const wideFlag = 4;
function memory(reader, imported) {
	const memory = limited(reader, imported);
	const { flags, minimum, maximum } = memory.limits;
	const most = flags & wideFlag ? mostPages.wide : mostPages.narrow;
	if ((maximum ?? minimum) > most) reader.fail(`a memory of ${maximum ?? minimum} pages`);
	return memory;
}
const magic = 6386541;
const coreVersion = 16777216;
const componentLayer = 1;
function readSections(bytes) {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (bytes.length < 8 || view.getUint32(0) !== magic) throw new MalformedModule("this is no WebAssembly: it does not start with \"\\0asm\" and a version", 0);
	if (view.getUint32(4) !== coreVersion) {
		if (view.getUint16(6, true) === componentLayer) throw new MalformedModule("this is a component, not a core module", 4, "component");
		throw new MalformedModule(`version ${view.getUint32(4, true)} of WebAssembly is not known`, 4);
	}
	const sections = [];
	const reader = new Reader(bytes, 8, bytes.length);
	let rank = -1;
	while (!reader.done) {
		const start = reader.position;
		const id = reader.byte();
		const content = reader.skipVector();
		const end = reader.position;
		if (id === 0) {
			sections.push({
				id,
				start,
				content,
				end,
				name: new Reader(bytes, content, end).name()
			});
			continue;
		}
		const place = sectionOrder.indexOf(id);
		if (place <= rank) throw new MalformedModule(`section ${id} is unknown or out of order`, start);
		rank = place;
		sections.push({
			id,
			start,
			content,
			end
		});
	}
	return sections;
}
// runtime/meter/names.ts
const functionNames = 1;
function namesOfFunctions(layout) {
	const named = namesInSection(layout);
	const exported = new Map(Array.from(layout.exportedFunctions, ([name, index]) => [index, name]));
	const names = [];
	for (let index = layout.importedFunctions; index < layout.functions.length; index++) names.push(named.get(index) ?? exported.get(index) ?? `function ${index}`);
	return names;
}
function namesInSection({ bytes, sections }) {
	const names = /* @__PURE__ */ new Map();
	const section = sections.find(({ id, name }) => id === 0 && name === "name");
	if (!section) return names;
	try {
		const reader = new Reader(bytes, section.content, section.end);
		reader.name();
		while (!reader.done) {
			const kind = reader.byte();
			const start = reader.skipVector();
			if (kind !== functionNames) continue;
			const list = new Reader(bytes, start, reader.position);
			for (let count = list.u32(); count > 0; count--) names.set(list.u32(), list.name());
		}
	} catch {
		return names;
	}
	return names;
}
// runtime/meter/gauge.ts
var Gauge = class {
	#remaining;
	#refill;
	#stopped;
	#callOut;
	#counters;
	#functions;
	constructor(exports, { names, functions }) {
		this.#remaining = exports[names.remaining];
		this.#refill = exports[names.refill];
		this.#stopped = exports[names.stopped];
		this.#callOut = names.callOut === null ? null : exports[names.callOut];
		this.#counters = names.counters.map((name) => exports[name]);
		this.#functions = functions;
	}
	get remaining() {
		return this.#remaining();
	}
	set remaining(units) {
		this.#refill(units);
	}
	get exhausted() {
		return this.#remaining() < 0;
	}
	get overflowed() {
		return this.#stopped() === stops.stack;
	}
	get denied() {
		return this.#stopped() === stops.denied;
	}
	profile() {
		return this.#counters.map((counter, index) => ({
			function: this.#functions[index] ?? "",
			fuel: Number(counter.value)
		}));
	}
	onExhausted(grant, suspendingGrant = null) {
		this.#callOut?.set(0, grant);
		this.#callOut?.set(1, suspendingGrant);
	}
};
const passThrough = Uint8Array.of(...[
	0,
	97,
	115,
	109,
	1,
	0,
	0,
	0
], ...[
	1,
	5,
	1,
	96,
	0,
	1,
	124
], ...[
	2,
	7,
	1,
	1,
	104,
	1,
	103,
	0,
	0
], ...[
	7,
	5,
	1,
	1,
	103,
	0,
	0
]);
let passThroughModule;
function grantFunction(grant) {
	passThroughModule ??= new WebAssembly.Module(passThrough);
	const { exports } = new WebAssembly.Instance(passThroughModule, { h: { g: grant } });
	return exports.g;
}
// runtime/meter/webassembly.ts
const sectionName = "fuelgauge.meter";
function tellingItsAdditions(metered) {
	const { bytes, names, functions } = metered;
	const section = new Writer(256);
	section.name(sectionName);
	section.all(new TextEncoder().encode(JSON.stringify({
		names,
		functions
	})));
	const told = new Writer(bytes.length + section.length + 6);
	told.all(bytes);
	told.byte(0);
	told.unsigned(section.length);
	told.all(section.written);
	return {
		...metered,
		bytes: told.finish()
	};
}
function toldAdditions(section) {
	return section === void 0 ? void 0 : JSON.parse(new TextDecoder().decode(section));
}
function meteredWebAssembly(options = {}) {
	const real = WebAssembly;
	const known = /* @__PURE__ */ new WeakMap();
	const additionsTo = (module) => {
		const additions = known.get(module) ?? toldAdditions(real.Module.customSections(module, sectionName).at(-1));
		if (additions !== void 0) known.set(module, additions);
		return additions;
	};
	const prepare = (source) => {
		try {
			return tellingItsAdditions(meter(bytesOf(source), options));
		} catch (thrown) {
			if (thrown instanceof MalformedModule) throw new real.CompileError(thrown.message);
			throw thrown;
		}
	};
	const remember = (module, metered) => {
		known.set(module, metered);
		return module;
	};
	const compile = async (source, ...rest) => {
		const metered = prepare(source);
		return remember(await Reflect.apply(real.compile, real, [metered.bytes, ...rest]), metered);
	};
	const dress = (instance, module, imports = {}) => {
		const metered = additionsTo(module);
		if (metered === void 0) return instance;
		const all = instance.exports;
		const hidden = hiddenNames(metered);
		const visible = Object.fromEntries(Object.entries(all).filter(([name]) => !hidden.has(name)));
		const exports = Object.freeze(Object.assign(Object.create(null), visible));
		Object.defineProperty(instance, "exports", {
			value: exports,
			enumerable: true,
			configurable: true
		});
		options.onInstance?.(new Gauge(all, metered), module, exports, imports);
		return instance;
	};
	const instantiate = async (source, imports, ...rest) => {
		if (source instanceof real.Module) return dress(await real.instantiate(source, imports), source, imports);
		const module = await compile(source, ...rest);
		return {
			module,
			instance: dress(await real.instantiate(module, imports), module, imports)
		};
	};
	const Module = new Proxy(real.Module, {
		construct(target, [source, ...rest]) {
			const metered = prepare(source);
			return remember(Reflect.construct(target, [metered.bytes, ...rest]), metered);
		},
		get(target, property, receiver) {
			if (property === "exports") return (module) => {
				const hidden = hiddenNames(additionsTo(module));
				return target.exports(module).filter(({ name }) => !hidden.has(name));
			};
			return Reflect.get(target, property, receiver);
		}
	});
	const Instance = new Proxy(real.Instance, { construct(target, [module, imports, ...rest]) {
		return dress(Reflect.construct(target, [
			module,
			imports,
			...rest
		]), module, imports);
	} });
	return Object.defineProperties({}, {
		...Object.getOwnPropertyDescriptors(real),
		...Object.fromEntries(Object.entries({
			compile,
			instantiate,
			Module,
			Instance,
			compileStreaming: async (source, ...rest) => compile(await (await source).arrayBuffer(), ...rest),
			instantiateStreaming: async (source, imports, ...rest) => instantiate(await (await source).arrayBuffer(), imports, ...rest)
		}).map(([name, value]) => [name, {
			value,
			writable: true,
			configurable: true,
			enumerable: false
		}]))
	});
}
function bytesOf(source) {
	return ArrayBuffer.isView(source) ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength) : new Uint8Array(source);
}
function hiddenNames(metered) {
	if (metered === void 0) return /* @__PURE__ */ new Set();
	const { memories, counters, ...single } = metered.names;
	return /* @__PURE__ */ new Set([
		...Object.values(single).filter((name) => name !== null),
		...memories,
		...counters
	]);
}
// runtime/meter/index.ts
const fuelContract = 1;
const pageBytes = 65536;
function meter(bytes, options = {}) {
	const layout = readLayout(bytes);
	const mode = options.mode ?? "fast";
	const fuel = Math.floor(Math.min(options.fuel ?? Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER));
	const added = addTo(layout, options.profile === true, options.isolation === true);
	refuseWithoutRoom(layout, added);
	const names = exportNames(layout, options);
	const assembly = new Assembly(layout, added, names, {
		...options,
		mode,
		fuel
	});
	return {
		bytes: assembly.assemble(),
		contract: 1,
		mode,
		fuel,
		names,
		functions: options.profile ? namesOfFunctions(layout) : [],
		uses: {
			...assembly.uses,
			objects: assembly.uses.objects || layout.allocatesObjects
		},
		signatures: signaturesOf(layout)
	};
}
const most = {
	types: 1e6,
	functions: 1e6,
	globals: 1e6,
	tables: 1e5
};
function refuseWithoutRoom({ signatures, functions, globals, tables }, added) {
	const refuse = (what, own, all) => {
		if (own <= most[what] && all > most[what]) throw new MalformedModule(`the module has no room for more ${what}`, 0, "limit");
	};
	refuse("types", signatures.length, added.types + typeSignatures.length);
	refuse("functions", functions.length, added.start + 1);
	refuse("globals", globals.length, added.saved + added.savedGlobals.length);
	refuse("tables", tables.length, added.callOut + 1);
}
const valueTypes = /* @__PURE__ */ new Map([
	[127, "i32"],
	[126, "i64"],
	[125, "f32"],
	[124, "f64"],
	[123, "v128"]
]);
function signaturesOf({ exportedFunctions, functions, signatures }) {
	const named = (types) => types.map((type) => valueTypes.get(type) ?? "ref");
	return new Map(Array.from(exportedFunctions, ([name, index]) => {
		const signature = signatures[functions[index] ?? -1];
		return [name, {
			parameters: named(signature?.parameters ?? []),
			results: named(signature?.results ?? [])
		}];
	}));
}
function exportNames(layout, { isolation, profile, callOut }) {
	const taken = new Set(layout.exportNames);
	const free = (wanted) => {
		let name = `fuelgauge:${wanted}`;
		while (taken.has(name)) name += "'";
		taken.add(name);
		return name;
	};
	const bodies = layout.functions.length - layout.importedFunctions;
	return {
		remaining: free("remaining"),
		refill: free("refill"),
		stopped: free("stopped"),
		callOut: callOut ? free("call-out") : null,
		save: isolation ? free("save") : null,
		restore: isolation ? free("restore") : null,
		start: isolation && layout.startFunction !== null ? free("start") : null,
		memories: isolation ? layout.memories.map((_, index) => free(`memory-${index}`)) : [],
		counters: profile ? Array.from({ length: bodies }, (_, index) => free(`counter-${index}`)) : []
	};
}
const addedTo = [
	1,
	3,
	6,
	7,
	10
];
const tables = 4;
var Assembly = class {
	uses = {
		tailCalls: false,
		objects: false,
		waits: false,
		sharedMemory: false
	};
	#layout;
	#added;
	#names;
	#options;
	#out;
	constructor(layout, added, names, options) {
		this.#layout = layout;
		this.#added = added;
		this.#names = names;
		this.#options = options;
		this.#out = new Writer(Math.ceil(layout.bytes.length * 1.75) + 1024);
	}
	assemble() {
		const { bytes, sections } = this.#layout;
		this.#out.copy(bytes, 0, 8);
		let place = 0;
		for (const section of sections) {
			if (section.id === 0) {
				if (!holdsOffsets(section.name ?? "")) this.#out.copy(bytes, section.start, section.end);
				continue;
			}
			const own = sectionOrder.indexOf(section.id);
			this.#missing(place, own);
			this.#section(section.id, section);
			place = own + 1;
		}
		this.#missing(place, sectionOrder.length);
		this.#mark();
		return this.#out.finish();
	}
	#missing(from, to) {
		for (const id of sectionOrder.slice(from, to)) if (addedTo.includes(id) || id === tables && this.#options.callOut) this.#section(id, null);
	}
	#section(id, section) {
		const { bytes } = this.#layout;
		switch (id) {
			case 1:
				this.#extended(id, section, [], typeSignatures);
				return;
			case 2:
				this.#extended(id, section, this.#caps(true), []);
				return;
			case 3:
				this.#extended(id, section, [], helperTypes(this.#added, this.#ownStart).map(leb));
				return;
			case 4:
				this.#extended(id, section, this.#caps(false, this.#layout.tables), this.#options.callOut ? [[
					112,
					1,
					2,
					2
				]] : []);
				return;
			case 5:
				this.#extended(id, section, this.#caps(false, this.#layout.memories), []);
				return;
			case 6:
				this.#extended(id, section, [], this.#globals());
				return;
			case 7:
				this.#extended(id, section, [], this.#exports());
				return;
			case 8:
				if (this.#names.start === null && section) this.#out.copy(bytes, section.start, section.end);
				return;
			case 10:
				this.#code();
				return;
			default: if (section) this.#out.copy(bytes, section.start, section.end);
		}
	}
	#extended(id, section, caps, elements) {
		const { bytes } = this.#layout;
		const out = this.#out;
		out.byte(id);
		const content = out.reserveLength();
		const reader = section && new Reader(bytes, section.content, section.end);
		out.unsigned((reader?.u32() ?? 0) + elements.length);
		if (section && reader) {
			let copied = reader.position;
			for (const [{ limitsStart, limitsEnd }, limits] of caps) {
				out.copy(bytes, copied, limitsStart);
				for (const byte of limits) out.byte(byte);
				copied = limitsEnd;
			}
			out.copy(bytes, copied, section.end);
		}
		for (const element of elements) for (const byte of element) out.byte(byte);
		out.setLength(content);
	}
	#caps(imported, among = [...this.#layout.tables, ...this.#layout.memories]) {
		return among.filter((each) => each.imported === imported).toSorted((one, other) => one.limitsStart - other.limitsStart).flatMap((each) => {
			const limits = this.#layout.memories.includes(each) ? this.#capped(each, this.#options.memoryLimit, pageBytes, "memory") : this.#capped(each, this.#options.tableLimit, 1, "table");
			return limits === null ? [] : [[each, limits]];
		});
	}
	#capped({ limits, limitsStart }, limit, unit, what) {
		if (limit === void 0) return null;
		const most = BigInt(Math.max(0, Math.floor(limit / unit)));
		if (limits.minimum > most) throw new MalformedModule(`a ${what} of ${limits.minimum * BigInt(unit)}, when ${limit} is the limit`, limitsStart, `${what}-limit`);
		if (limits.maximum !== null && limits.maximum <= most) return null;
		return [
			limits.flags | 1,
			...leb(Number(limits.minimum)),
			...leb(Number(most))
		];
	}
	get #ownStart() {
		return this.#names.start === null ? null : this.#layout.startFunction;
	}
	#globals() {
		return addedGlobals(this.#layout, this.#added, {
			fuel: this.#options.fuel,
			depth: this.#options.stackLimit ?? 0
		});
	}
	#exports() {
		const added = this.#added;
		const names = this.#names;
		const exported = (name, kind, index) => {
			if (name === null) return [];
			const encoded = new TextEncoder().encode(name);
			return [[
				...leb(encoded.length),
				...encoded,
				kind,
				...leb(index)
			]];
		};
		return [
			...exported(names.remaining, 0, added.remaining),
			...exported(names.refill, 0, added.refill),
			...exported(names.stopped, 0, added.stopped),
			...exported(names.callOut, 1, added.callOut),
			...exported(names.save, 0, added.save),
			...exported(names.restore, 0, added.restore),
			...exported(names.start, 0, added.start),
			...names.memories.flatMap((name, index) => exported(name, 2, index)),
			...names.counters.flatMap((name, index) => exported(name, 3, added.profile + index))
		];
	}
	#code() {
		const { bodies, importedFunctions, reachable, startFunction } = this.#layout;
		const { mode, profile = false, stackLimit, isolation = false, callOut = false } = this.#options;
		const out = this.#out;
		const helpers = helperBodies(this.#added, {
			depth: stackLimit ?? 0,
			startFunction: this.#ownStart,
			callOut
		});
		const start = out.length;
		const options = {
			exact: mode === "exact",
			profile,
			stackGuard: stackLimit !== void 0,
			taint: isolation,
			callOut
		};
		let checksAll = false;
		for (;;) {
			out.byte(10);
			const content = out.reserveLength();
			out.unsigned(bodies.length + helpers.length);
			const body = new BodyMeter(this.#layout, this.#added, options, out, (index) => checksAll || reachable.has(index) || index === startFunction);
			for (const [at, { start, end }] of bodies.entries()) body.meter(importedFunctions + at, start, end);
			this.uses = body.uses;
			if (!body.uses.tailCalls || checksAll || options.exact) {
				for (const helper of helpers) {
					out.unsigned(helper.length + 1);
					out.byte(0);
					for (const byte of helper) out.byte(byte);
				}
				out.setLength(content);
				break;
			}
			checksAll = true;
			out.rewind(start);
		}
	}
	#mark() {
		const out = this.#out;
		out.byte(0);
		const content = out.reserveLength();
		out.name("fuelgauge.meter");
		out.name(JSON.stringify({
			contract: 1,
			mode: this.#options.mode
		}));
		out.setLength(content);
	}
};
function holdsOffsets(name) {
	return /^(\.debug_|reloc\.|metadata\.code\.)/.test(name) || [
		"linking",
		"sourceMappingURL",
		"external_debug_info"
	].includes(name);
}
export { grantFunction as a, Gauge as i, meter as n, readLayout as o, meteredWebAssembly as r, MalformedModule as s, fuelContract as t };
