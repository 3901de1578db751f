import { Buffer } from "node:buffer";
import { randomFillSync } from "node:crypto";
// runtime/executor/wasi/abi.ts
const moduleName = "wasi_snapshot_preview1";
const signatures = {
	args_get: "ii",
	args_sizes_get: "ii",
	environ_get: "ii",
	environ_sizes_get: "ii",
	clock_res_get: "ii",
	clock_time_get: "iIi",
	fd_advise: "iIIi",
	fd_allocate: "iII",
	fd_close: "i",
	fd_datasync: "i",
	fd_fdstat_get: "ii",
	fd_fdstat_set_flags: "ii",
	fd_fdstat_set_rights: "iII",
	fd_filestat_get: "ii",
	fd_filestat_set_size: "iI",
	fd_filestat_set_times: "iIIi",
	fd_pread: "iiiIi",
	fd_prestat_get: "ii",
	fd_prestat_dir_name: "iii",
	fd_pwrite: "iiiIi",
	fd_read: "iiii",
	fd_readdir: "iiiIi",
	fd_renumber: "ii",
	fd_seek: "iIii",
	fd_sync: "i",
	fd_tell: "ii",
	fd_write: "iiii",
	path_create_directory: "iii",
	path_filestat_get: "iiiii",
	path_filestat_set_times: "iiiiIIi",
	path_link: "iiiiiii",
	path_open: "iiiiiIIii",
	path_readlink: "iiiiii",
	path_remove_directory: "iii",
	path_rename: "iiiiii",
	path_symlink: "iiiii",
	path_unlink_file: "iii",
	poll_oneoff: "iiii",
	proc_exit: "i",
	proc_raise: "i",
	sched_yield: "",
	random_get: "ii",
	sock_accept: "iii",
	sock_recv: "iiiiii",
	sock_send: "iiiii",
	sock_shutdown: "ii"
};
const errno = {
	success: 0,
	badf: 8,
	busy: 10,
	exist: 20,
	fault: 21,
	ilseq: 25,
	inval: 28,
	isdir: 31,
	mfile: 33,
	nametoolong: 37,
	noent: 44,
	nospc: 51,
	nosys: 52,
	notdir: 54,
	notempty: 55,
	spipe: 70,
	notcapable: 76
};
const fileType = {
	unknown: 0,
	directory: 3,
	regularFile: 4
};
const openFlag = {
	create: 1,
	directory: 2,
	exclusive: 4,
	truncate: 8
};
const descriptorFlag = { append: 1 };
const timeFlag = {
	accessed: 1,
	accessedNow: 2,
	modified: 4,
	modifiedNow: 8
};
const whence = {
	set: 0,
	current: 1,
	end: 2
};
const eventType = {
	clock: 0,
	read: 1,
	write: 2
};
const right = {
	fd_datasync: 1,
	fd_read: 2,
	fd_seek: 4,
	fd_fdstat_set_flags: 8,
	fd_sync: 16,
	fd_tell: 32,
	fd_write: 64,
	fd_advise: 128,
	fd_allocate: 256,
	path_create_directory: 512,
	path_create_file: 1024,
	path_link_source: 2048,
	path_link_target: 4096,
	path_open: 8192,
	fd_readdir: 16384,
	path_readlink: 32768,
	path_rename_source: 65536,
	path_rename_target: 1 << 17,
	path_filestat_get: 1 << 18,
	path_filestat_set_size: 1 << 19,
	path_filestat_set_times: 1 << 20,
	fd_filestat_get: 1 << 21,
	fd_filestat_set_size: 1 << 22,
	fd_filestat_set_times: 1 << 23,
	path_symlink: 1 << 24,
	path_remove_directory: 1 << 25,
	path_unlink_file: 1 << 26,
	poll_fd_readwrite: 1 << 27
};
const fileRights = right.fd_datasync | right.fd_read | right.fd_seek | right.fd_fdstat_set_flags | right.fd_sync | right.fd_tell | right.fd_write | right.fd_advise | right.fd_allocate | right.fd_filestat_get | right.fd_filestat_set_size | right.fd_filestat_set_times | right.poll_fd_readwrite;
const directoryRights = right.fd_fdstat_set_flags | right.fd_sync | right.path_create_directory | right.path_create_file | right.path_link_source | right.path_link_target | right.path_open | right.fd_readdir | right.path_readlink | right.path_rename_source | right.path_rename_target | right.path_filestat_get | right.path_filestat_set_size | right.path_filestat_set_times | right.fd_filestat_get | right.fd_filestat_set_times | right.path_symlink | right.path_remove_directory | right.path_unlink_file;
const streamRights = right.fd_datasync | right.fd_fdstat_set_flags | right.fd_sync | right.fd_filestat_get | right.poll_fd_readwrite;
const inputRights = streamRights | right.fd_read;
const outputRights = streamRights | right.fd_write;
// runtime/executor/wasi/byte-store.ts
const none$1 = /* @__PURE__ */ new Uint8Array(0);
const smallest = 64;
var ByteStore = class {
	#bytes;
	#size;
	#owned = false;
	constructor(initial = none$1) {
		this.#bytes = initial;
		this.#size = initial.length;
	}
	get size() {
		return this.#size;
	}
	get content() {
		return this.#size === this.#bytes.length ? this.#bytes : this.#bytes.subarray(0, this.#size);
	}
	read(position, target) {
		if (position >= this.#size) return 0;
		const end = Math.min(position + target.length, this.#size);
		target.set(this.#bytes.subarray(position, end));
		return end - position;
	}
	write(position, source) {
		const end = position + source.length;
		this.#own(Math.max(end, this.#size));
		this.#bytes.set(source, position);
		if (end > this.#size) this.#size = end;
	}
	resize(size) {
		if (size < this.#size) this.#cut(size);
		else if (size > this.#size) this.#own(size);
		this.#size = size;
	}
	#cut(size) {
		if (!this.#owned || 4 * size < this.#bytes.length) {
			this.#bytes = this.#bytes.slice(0, size);
			this.#owned = true;
		} else this.#bytes.fill(0, size, this.#size);
	}
	#own(capacity) {
		if (this.#owned && capacity <= this.#bytes.length) return;
		const larger = capacity <= this.#bytes.length ? capacity : Math.max(capacity, 2 * this.#bytes.length, smallest);
		const bytes = new Uint8Array(larger);
		bytes.set(this.content);
		this.#bytes = bytes;
		this.#owned = true;
	}
};
const maximumPath = 4096;
const maximumNodes = 16384;
const firstCookie = 2;
var FileTree = class {
	root;
	#surroundings;
	#freeBytes;
	#freeNodes = maximumNodes;
	#inodes = 0;
	constructor(limit, surroundings) {
		this.#freeBytes = limit;
		this.#surroundings = surroundings;
		this.root = this.#directory(null);
	}
	get freeBytes() {
		return this.#freeBytes;
	}
	directoryAt(path) {
		let directory = this.root;
		for (const name of path) {
			const found = directory.entries.get(name)?.node ?? this.#directory(directory);
			if (found.kind !== "directory") throw new Error(`"${name}" is both a file and a directory`);
			if (!directory.entries.has(name)) this.#enter(directory, name, found);
			directory = found;
		}
		return directory;
	}
	add({ path, content }) {
		const name = path.at(-1);
		if (name === void 0) throw new Error("a file needs a name");
		this.#freeBytes -= content.length;
		this.#enter(this.directoryAt(path.slice(0, -1)), name, this.#file(content));
	}
	createFile(parent, name) {
		const refusal = this.#refusal(parent);
		if (refusal !== errno.success) return refusal;
		const file = this.#file();
		this.#enter(parent, name, file);
		return file;
	}
	createDirectory(parent, name) {
		const refusal = this.#refusal(parent);
		if (refusal !== errno.success) return refusal;
		if (depthOf(parent) >= 32) return errno.nametoolong;
		this.#enter(parent, name, this.#directory(parent));
		return errno.success;
	}
	unlink(place) {
		if (place.kind === "directory") return errno.isdir;
		if (place.node === void 0) return errno.noent;
		if (place.node.kind === "directory") return errno.isdir;
		this.#drop(place.parent, place.name, place.node);
		return errno.success;
	}
	removeDirectory(place) {
		if (place.kind === "directory") return errno.inval;
		if (place.node === void 0) return errno.noent;
		if (place.node.kind === "file") return errno.notdir;
		if (place.node.entries.size > 0) return errno.notempty;
		this.#drop(place.parent, place.name, place.node);
		return errno.success;
	}
	rename(from, to) {
		if (from.kind === "directory" || to.kind === "directory") return errno.busy;
		if (from.node === void 0) return errno.noent;
		if (from.node === to.node) return errno.success;
		if (to.parent.removed) return errno.noent;
		const refusal = from.node.kind === "directory" ? this.#directoryRenameRefusal(from.node, to.parent, to.node) : fileRenameRefusal(to.node, to.slash);
		if (refusal !== errno.success) return refusal;
		if (to.node !== void 0) this.#drop(to.parent, to.name, to.node);
		from.parent.entries.delete(from.name);
		this.#touch(from.parent);
		if (from.node.kind === "directory") from.node.parent = to.parent;
		this.#enter(to.parent, to.name, from.node);
		from.node.times.changed = this.#surroundings.now();
		return errno.success;
	}
	write(file, position, source) {
		if (source.length === 0) return 0;
		const room = file.content.size + this.#freeBytes - position;
		if (room <= 0) return "full";
		const fitting = source.length <= room ? source : source.subarray(0, room);
		this.#freeBytes -= Math.max(0, position + fitting.length - file.content.size);
		this.#surroundings.moved(Math.max(fitting.length, position + fitting.length - file.content.size));
		file.content.write(position, fitting);
		this.#touch(file);
		return fitting.length;
	}
	resize(file, size) {
		const more = size - file.content.size;
		if (more > this.#freeBytes) return errno.nospc;
		this.#freeBytes -= more;
		this.#surroundings.moved(Math.abs(more));
		file.content.resize(size);
		this.#touch(file);
		return errno.success;
	}
	closed(file) {
		file.opened--;
		this.#release(file);
	}
	snapshot() {
		const files = {};
		collect(this.root, "/", files);
		return files;
	}
	#refusal(parent) {
		if (parent.removed) return errno.noent;
		return this.#freeNodes > 0 ? errno.success : errno.nospc;
	}
	#directoryRenameRefusal(moved, parent, target) {
		if (target?.kind === "file") return errno.notdir;
		if (target !== void 0 && target.entries.size > 0) return errno.notempty;
		for (let above = parent; above !== null; above = above.parent) if (above === moved) return errno.inval;
		return depthOf(parent) + this.#heightOf(moved) > 32 ? errno.nametoolong : errno.success;
	}
	#heightOf(directory) {
		this.#surroundings.handled(directory.entries.size);
		let height = 0;
		for (const { node } of directory.entries.values()) if (node.kind === "directory") height = Math.max(height, this.#heightOf(node));
		return height + 1;
	}
	#enter(parent, name, node) {
		parent.entries.set(name, {
			cookie: parent.nextCookie++,
			node
		});
		this.#touch(parent);
	}
	#drop(parent, name, node) {
		parent.entries.delete(name);
		this.#touch(parent);
		if (node.kind === "file") {
			node.linked = false;
			this.#release(node);
		} else {
			node.removed = true;
			node.parent = null;
			this.#freeNodes++;
		}
	}
	#release(file) {
		if (file.linked || file.opened > 0) return;
		this.#freeBytes += file.content.size;
		this.#freeNodes++;
	}
	#touch(node) {
		node.times.modified = node.times.changed = this.#surroundings.now();
	}
	#file(content) {
		return {
			kind: "file",
			inode: this.#nextInode(),
			content: new ByteStore(content),
			times: this.#times(),
			linked: true,
			opened: 0
		};
	}
	#directory(parent) {
		return {
			kind: "directory",
			inode: this.#nextInode(),
			entries: /* @__PURE__ */ new Map(),
			times: this.#times(),
			parent,
			removed: false,
			nextCookie: firstCookie
		};
	}
	#nextInode() {
		this.#freeNodes--;
		return ++this.#inodes;
	}
	#times() {
		const now = this.#surroundings.now();
		return {
			accessed: now,
			modified: now,
			changed: now
		};
	}
};
function resolve(from, path) {
	if (path === "") return errno.noent;
	if (path.startsWith("/")) return errno.notcapable;
	const segments = path.split("/").filter((segment) => segment !== "");
	const last = segments.pop() ?? ".";
	const trail = [from];
	for (const segment of segments) {
		const refusal = enter(trail, segment);
		if (refusal !== errno.success) return refusal;
	}
	const parent = trail.at(-1) ?? from;
	if (last === ".") return {
		kind: "directory",
		node: parent
	};
	if (last === "..") {
		const above = trail.at(-2);
		return above === void 0 ? errno.notcapable : {
			kind: "directory",
			node: above
		};
	}
	if (Buffer.byteLength(last) > 255) return errno.nametoolong;
	const node = parent.entries.get(last)?.node;
	const slash = path.endsWith("/");
	if (slash && node?.kind === "file") return errno.notdir;
	return {
		kind: "name",
		parent,
		name: last,
		node,
		slash
	};
}
function enter(trail, segment) {
	if (segment === ".") return errno.success;
	if (segment === "..") {
		trail.pop();
		return trail.length > 0 ? errno.success : errno.notcapable;
	}
	const node = trail.at(-1)?.entries.get(segment)?.node;
	if (node === void 0) return errno.noent;
	if (node.kind === "file") return errno.notdir;
	trail.push(node);
	return errno.success;
}
function fileRenameRefusal(target, slash) {
	if (target?.kind === "directory") return errno.isdir;
	return slash ? errno.notdir : errno.success;
}
function depthOf(directory) {
	let depth = 0;
	for (let above = directory.parent; above !== null; above = above.parent) depth++;
	return depth;
}
function collect(directory, prefix, files) {
	for (const [name, { node }] of directory.entries) if (node.kind === "file") files[prefix + name] = node.content.content;
	else collect(node, `${prefix}${name}/`, files);
}
// runtime/executor/wasi/options.ts
const defaultStart = 1767225600000000000n;
const millisecond = 1000000n;
const mebibyte = 1048576;
const largestLimit = 2 ** 31 - 1;
const none = {
	bytes: /* @__PURE__ */ new Uint8Array(0),
	offsets: []
};
const empty = /* @__PURE__ */ new Uint8Array(0);
function wasiSetup(options = {}) {
	const fileLimit = limitOf("fileLimit", options.fileLimit ?? 64 * mebibyte);
	const files = filesOf(options.files ?? {}, fileLimit);
	const preopens = (options.preopens ?? (files.length > 0 ? ["/"] : [])).map(preopenOf);
	checkNames(files, preopens);
	return {
		args: options.args === void 0 ? none : stringTable("args", options.args),
		env: options.env === void 0 ? none : stringTable("env", variables(options.env)),
		stdin: options.stdin === void 0 ? empty : bytesOf("stdin", options.stdin),
		files,
		preopens,
		seed: integerOf("seed", options.seed ?? 0, Number.MAX_SAFE_INTEGER),
		clock: {
			kind: oneOf("clock", options.clock ?? "deterministic", ["deterministic", "real"]),
			start: nanosecondsOf("startNanoseconds", options.startNanoseconds ?? defaultStart, 0n),
			step: nanosecondsOf("stepNanoseconds", options.stepNanoseconds ?? millisecond, 1n)
		},
		random: oneOf("random", options.random ?? "seeded", ["seeded", "real"]),
		outputLimit: limitOf("outputLimit", options.outputLimit ?? mebibyte),
		fileLimit,
		descriptorLimit: limitOf("descriptorLimit", options.descriptorLimit ?? 256)
	};
}
function refuse(option, what, expected) {
	throw new TypeError(`the WASI option \`${option}\` ${what}; ${expected}`);
}
function integerOf(option, value, largest) {
	if (Number.isSafeInteger(value) && value >= 0 && value <= largest) return value;
	return refuse(option, `is ${value}`, `give a whole number from 0 to ${largest}`);
}
function limitOf(option, value) {
	return integerOf(option, value, largestLimit);
}
function nanosecondsOf(option, value, least) {
	if (typeof value === "bigint" && value >= least && value < 2n ** 63n) return value;
	return refuse(option, `is ${value}`, `give a bigint of nanoseconds, at least ${least} and below 2^63`);
}
function oneOf(option, value, choices) {
	if (choices.includes(value)) return value;
	return refuse(option, `is "${value}"`, `give ${choices.map((choice) => `"${choice}"`).join(" or ")}`);
}
function bytesOf(option, value) {
	return value instanceof Uint8Array ? value : refuse(option, `is ${typeof value}`, "give a Uint8Array");
}
function variables(env) {
	return Object.entries(env).map(([name, value]) => {
		if (name === "" || name.includes("=")) refuse("env", `has the name "${name}"`, "give names that are not empty and have no \"=\"");
		return `${name}=${value}`;
	});
}
function stringTable(option, strings) {
	const offsets = [];
	const parts = [];
	let size = 0;
	for (const string of strings) {
		if (string.includes("\0")) refuse(option, `has ${JSON.stringify(string)}`, "programs take strings to end at a NUL, so leave it out");
		const part = Buffer.from(`${string}\0`);
		offsets.push(size);
		parts.push(part);
		size += part.length;
	}
	return {
		bytes: Buffer.concat(parts),
		offsets
	};
}
function filesOf(files, limit) {
	let size = 0;
	const initial = [];
	for (const path of Object.keys(files).sort()) {
		const content = bytesOf("files", files[path] ?? empty);
		size += content.length;
		initial.push({
			path: fileSegments(path),
			content
		});
	}
	if (size > limit) refuse("files", `has ${size} bytes`, `\`fileLimit\` allows ${limit}: raise it or give less`);
	return initial;
}
function fileSegments(path) {
	const [root, ...names] = path.split("/");
	if (root === "" && names.length > 0 && !names.some((name) => name === "" || name === "." || name === "..")) return checkedPath("files", path, names, names.length - 1);
	return refuse("files", `has the path "${path}"`, "give absolute ones as /data/in.txt, without . and ..");
}
function preopenOf(name) {
	const path = name.split("/").filter((segment) => segment !== "" && segment !== ".");
	if (name === "" || path.includes("..")) refuse("preopens", `has "${name}"`, "give directories as /data, without ..");
	return {
		name: Buffer.from(name),
		path: checkedPath("preopens", name, path, path.length)
	};
}
function checkedPath(option, path, names, directories) {
	if (directories > 32 || Buffer.byteLength(path) > 4096) refuse(option, `has "${path}"`, `give paths of at most ${maximumPath} bytes and 32 directories`);
	if (path.includes("\0") || !path.isWellFormed()) refuse(option, `has ${JSON.stringify(path)}`, "give paths without NUL and half characters");
	if (names.some((name) => Buffer.byteLength(name) > 255)) refuse(option, `has "${path}"`, `give names of at most 255 bytes`);
	return names;
}
function checkNames(files, preopens) {
	if (files.length === 0) return;
	const paths = new Set(files.map(({ path }) => path.join("/")));
	const directories = [...files.map(({ path }) => path.slice(0, -1)), ...preopens.map(({ path }) => path)];
	for (const directory of directories) for (let length = directory.length; length > 0; length--) {
		const path = directory.slice(0, length).join("/");
		if (paths.has(path)) refuse("files", `has "/${path}"`, "a directory is needed there, so rename one of them");
	}
}
function typeOfNode(node) {
	return node.kind === "file" ? fileType.regularFile : fileType.directory;
}
function typeOf(descriptor) {
	return "node" in descriptor ? typeOfNode(descriptor.node) : fileType.unknown;
}
function writeFilestat(memory, at, node) {
	const start = at >>> 0;
	memory.bytes(start, 64).fill(0);
	if (node === null) return;
	memory.setU64(start + 8, BigInt(node.inode));
	memory.setU32(start + 16, typeOfNode(node));
	memory.setU64(start + 24, linked(node) ? 1n : 0n);
	memory.setU64(start + 32, BigInt(node.kind === "file" ? node.content.size : 0));
	memory.setU64(start + 40, node.times.accessed);
	memory.setU64(start + 48, node.times.modified);
	memory.setU64(start + 56, node.times.changed);
}
function linked(node) {
	return node.kind === "file" ? node.linked : !node.removed;
}
function setTimes(wasi, node, accessed, modified, flags) {
	const all = timeFlag.accessed | timeFlag.accessedNow | timeFlag.modified | timeFlag.modifiedNow;
	const has = (flag) => (flags & flag) !== 0;
	if ((flags & ~all) !== 0) return errno.inval;
	if (has(timeFlag.accessed) && has(timeFlag.accessedNow)) return errno.inval;
	if (has(timeFlag.modified) && has(timeFlag.modifiedNow)) return errno.inval;
	const now = wasi.clock.now(0);
	if (has(timeFlag.accessed)) node.times.accessed = BigInt.asUintN(64, accessed);
	if (has(timeFlag.accessedNow)) node.times.accessed = now;
	if (has(timeFlag.modified)) node.times.modified = BigInt.asUintN(64, modified);
	if (has(timeFlag.modifiedNow)) node.times.modified = now;
	node.times.changed = now;
	return errno.success;
}
// runtime/executor/wasi/descriptor-calls.ts
const fdstatSize = 24;
const prestatSize = 8;
const direntSize = 24;
const skippedEntry = 16;
const descriptorCalls = {
	fd_advise(wasi, _memory, number, offset, length, advice) {
		const file = wasi.file(number, right.fd_advise);
		if (typeof file === "number") return file;
		return offset < 0n || length < 0n || advice >>> 0 > 5 ? errno.inval : errno.success;
	},
	fd_allocate(wasi, _memory, number, offset, length) {
		const file = wasi.file(number, right.fd_allocate);
		if (typeof file === "number") return file;
		if (offset < 0n || length <= 0n) return errno.inval;
		const size = Math.max(Number(offset + length), file.node.content.size);
		return wasi.tree.resize(file.node, size);
	},
	fd_close(wasi, _memory, number) {
		const closed = wasi.descriptors.remove(number);
		if (closed === void 0) return errno.badf;
		wasi.close(closed);
		return errno.success;
	},
	fd_datasync: (wasi, _memory, number) => check(wasi, number, right.fd_datasync),
	fd_sync: (wasi, _memory, number) => check(wasi, number, right.fd_sync),
	fd_fdstat_get(wasi, memory, number, result) {
		const descriptor = wasi.descriptor(number, 0);
		if (typeof descriptor === "number") return descriptor;
		if (!memory.holds(result, fdstatSize)) return errno.fault;
		memory.setU64(result, BigInt(typeOf(descriptor) | descriptor.flags << 16));
		memory.setU64((result >>> 0) + 8, BigInt(descriptor.rights));
		memory.setU64((result >>> 0) + 16, BigInt(descriptor.inheriting));
		return errno.success;
	},
	fd_fdstat_set_flags(wasi, _memory, number, flags) {
		const descriptor = wasi.descriptor(number, right.fd_fdstat_set_flags);
		if (typeof descriptor === "number") return descriptor;
		if ((flags & -32) !== 0) return errno.inval;
		descriptor.flags = flags;
		return errno.success;
	},
	fd_fdstat_set_rights(wasi, _memory, number, rights, inheriting) {
		const descriptor = wasi.descriptor(number, 0);
		if (typeof descriptor === "number") return descriptor;
		const more = rights & ~BigInt(descriptor.rights);
		const moreInheriting = inheriting & ~BigInt(descriptor.inheriting);
		if (more !== 0n || moreInheriting !== 0n) return errno.notcapable;
		descriptor.rights = Number(BigInt.asUintN(30, rights));
		descriptor.inheriting = Number(BigInt.asUintN(30, inheriting));
		return errno.success;
	},
	fd_filestat_get(wasi, memory, number, result) {
		const descriptor = wasi.descriptor(number, right.fd_filestat_get);
		if (typeof descriptor === "number") return descriptor;
		if (!memory.holds(result, 64)) return errno.fault;
		writeFilestat(memory, result, "node" in descriptor ? descriptor.node : null);
		return errno.success;
	},
	fd_filestat_set_size(wasi, _memory, number, size) {
		const file = wasi.file(number, right.fd_filestat_set_size);
		if (typeof file === "number") return file;
		return size < 0n ? errno.inval : wasi.tree.resize(file.node, Number(size));
	},
	fd_filestat_set_times(wasi, _memory, number, accessed, modified, flags) {
		const descriptor = wasi.descriptor(number, right.fd_filestat_set_times);
		if (typeof descriptor === "number") return descriptor;
		if (!("node" in descriptor)) return errno.badf;
		return setTimes(wasi, descriptor.node, accessed, modified, flags);
	},
	fd_pread(wasi, memory, number, pointer, count, offset, result) {
		const file = wasi.file(number, right.fd_read);
		if (typeof file === "number") return file;
		const buffers = memory.buffers(pointer, count);
		if (typeof buffers === "number") return buffers;
		if (!memory.holds(result, 4)) return errno.fault;
		const position = positionOf(offset);
		if (position === null) return errno.inval;
		memory.setU32(result, readFile(wasi, file, position, buffers));
		return errno.success;
	},
	fd_prestat_get(wasi, memory, number, result) {
		const name = preopenName(wasi, number);
		if (name === null) return errno.badf;
		if (!memory.holds(result, prestatSize)) return errno.fault;
		memory.setU32(result, 0);
		memory.setU32((result >>> 0) + 4, name.length);
		return errno.success;
	},
	fd_prestat_dir_name(wasi, memory, number, pointer, length) {
		const name = preopenName(wasi, number);
		if (name === null) return errno.badf;
		if (length >>> 0 < name.length) return errno.nametoolong;
		if (!memory.holds(pointer, name.length)) return errno.fault;
		memory.setBytes(pointer, name.length, name);
		return errno.success;
	},
	fd_pwrite(wasi, memory, number, pointer, count, offset, result) {
		const file = wasi.file(number, right.fd_write);
		if (typeof file === "number") return file;
		const buffers = memory.buffers(pointer, count);
		if (typeof buffers === "number") return buffers;
		if (!memory.holds(result, 4)) return errno.fault;
		const position = positionOf(offset);
		if (position === null) return errno.inval;
		return answerWrite(memory, result, writeFile(wasi, file, position, buffers));
	},
	fd_read(wasi, memory, number, pointer, count, result) {
		const source = readableOf(wasi, number);
		if (typeof source === "number") return source;
		const buffers = memory.buffers(pointer, count);
		if (typeof buffers === "number") return buffers;
		if (!memory.holds(result, 4)) return errno.fault;
		const bytes = source.kind === "input" ? readInput(wasi, source, buffers) : readFile(wasi, source, source.position, buffers);
		source.position += bytes;
		memory.setU32(result, bytes);
		return errno.success;
	},
	fd_readdir(wasi, memory, number, pointer, length, cookie, result) {
		const directory = wasi.directory(number, right.fd_readdir);
		if (typeof directory === "number") return directory;
		if (!memory.holds(pointer, length) || !memory.holds(result, 4)) return errno.fault;
		const from = Number(BigInt.asUintN(64, cookie));
		memory.setU32(result, list(wasi, directory, from, memory, pointer >>> 0, length >>> 0));
		return errno.success;
	},
	fd_renumber(wasi, _memory, from, to) {
		const replaced = wasi.descriptors.renumber(from, to);
		if (typeof replaced === "number") return replaced;
		wasi.close(replaced);
		return errno.success;
	},
	fd_seek(wasi, memory, number, offset, from, result) {
		const stays = offset === 0n && from === whence.current;
		const file = wasi.file(number, stays ? 0 : right.fd_seek);
		if (typeof file === "number") return file;
		if (stays && (file.rights & (right.fd_seek | right.fd_tell)) === 0) return errno.notcapable;
		if (!memory.holds(result, 8)) return errno.fault;
		const base = seekBase(file, from);
		const position = base === null ? null : positionOf(BigInt(base) + offset);
		if (position === null) return errno.inval;
		file.position = position;
		memory.setU64(result, BigInt(position));
		return errno.success;
	},
	fd_tell(wasi, memory, number, result) {
		const file = wasi.file(number, right.fd_tell);
		if (typeof file === "number") return file;
		if (!memory.holds(result, 8)) return errno.fault;
		memory.setU64(result, BigInt(file.position));
		return errno.success;
	},
	fd_write(wasi, memory, number, pointer, count, result) {
		const target = writableOf(wasi, number);
		if (typeof target === "number") return target;
		const buffers = memory.buffers(pointer, count);
		if (typeof buffers === "number") return buffers;
		if (!memory.holds(result, 4)) return errno.fault;
		if (target.kind === "output") return answerWrite(memory, result, writeOutput(wasi, target, buffers));
		if ((target.flags & descriptorFlag.append) !== 0) target.position = target.node.content.size;
		const written = writeFile(wasi, target, target.position, buffers);
		if (written !== "full") target.position += written;
		return answerWrite(memory, result, written);
	}
};
function check(wasi, number, needed) {
	const descriptor = wasi.descriptor(number, needed);
	return typeof descriptor === "number" ? descriptor : errno.success;
}
function preopenName(wasi, number) {
	const descriptor = wasi.descriptors.get(number);
	return descriptor?.kind === "directory" ? descriptor.preopen : null;
}
function positionOf(offset) {
	return offset >= 0n && offset <= Number.MAX_SAFE_INTEGER ? Number(offset) : null;
}
function seekBase(file, from) {
	switch (from) {
		case whence.set: return 0;
		case whence.current: return file.position;
		case whence.end: return file.node.content.size;
		default: return null;
	}
}
function readableOf(wasi, number) {
	const descriptor = wasi.descriptors.get(number);
	if (descriptor === void 0 || descriptor.kind === "output") return errno.badf;
	if (descriptor.kind === "directory") return errno.isdir;
	return (descriptor.rights & right.fd_read) === 0 ? errno.notcapable : descriptor;
}
function writableOf(wasi, number) {
	const descriptor = wasi.descriptors.get(number);
	if (descriptor === void 0 || descriptor.kind === "input") return errno.badf;
	if (descriptor.kind === "directory") return errno.isdir;
	return (descriptor.rights & right.fd_write) === 0 ? errno.notcapable : descriptor;
}
function readFile(wasi, file, position, buffers) {
	let total = 0;
	for (const buffer of buffers) total += file.node.content.read(position + total, buffer);
	wasi.handled(buffers.length);
	wasi.moved(total);
	return total;
}
function readInput(wasi, stream, buffers) {
	let total = 0;
	for (const buffer of buffers) {
		const start = stream.position + total;
		const part = stream.bytes.subarray(start, start + buffer.length);
		buffer.set(part);
		total += part.length;
	}
	wasi.handled(buffers.length);
	wasi.moved(total);
	return total;
}
function writeFile(wasi, file, position, buffers) {
	let total = 0;
	wasi.handled(buffers.length);
	for (const buffer of buffers) {
		const written = wasi.tree.write(file.node, position + total, buffer);
		if (written === "full") return total > 0 ? total : "full";
		total += written;
		if (written < buffer.length) break;
	}
	return total;
}
function writeOutput(wasi, stream, buffers) {
	let total = 0;
	wasi.handled(buffers.length);
	for (const buffer of buffers) {
		const room = wasi.setup.outputLimit - stream.bytes.size;
		if (buffer.length > room) {
			wasi.outputLimitReached(stream.name);
			wasi.moved(room);
			stream.bytes.write(stream.bytes.size, buffer.subarray(0, room));
			return total + room > 0 ? total + room : "full";
		}
		wasi.moved(buffer.length);
		stream.bytes.write(stream.bytes.size, buffer);
		total += buffer.length;
	}
	return total;
}
function answerWrite(memory, result, written) {
	if (written === "full") return errno.nospc;
	memory.setU32(result, written);
	return errno.success;
}
function list(wasi, { node: directory }, from, memory, pointer, length) {
	let used = 0;
	const put = (cookie, name, node) => {
		if (cookie < from || used === length) return;
		wasi.handled(1);
		used += memory.setBytes(pointer + used, length - used, dirent(cookie + 1, name, node));
	};
	put(0, ".", directory);
	put(1, "..", directory.parent ?? directory);
	for (const [name, { cookie, node }] of directory.entries) {
		if (used === length) break;
		put(cookie, name, node);
	}
	wasi.moved(skippedEntry * directory.entries.size);
	return used;
}
function dirent(next, name, node) {
	const entry = Buffer.alloc(direntSize + Buffer.byteLength(name));
	entry.writeBigUInt64LE(BigInt(next), 0);
	entry.writeBigUInt64LE(BigInt(node.inode), 8);
	entry.writeUInt32LE(entry.length - direntSize, 16);
	entry.writeUInt32LE(typeOfNode(node), 20);
	entry.write(name, direntSize);
	return entry;
}
// runtime/executor/wasi/guest-memory.ts
const maximumBuffers = 1024;
var GuestMemory = class {
	#memory;
	#buffer = /* @__PURE__ */ new ArrayBuffer(0);
	#bytes = new Uint8Array(this.#buffer);
	#view = new DataView(this.#buffer);
	bind(memory) {
		this.#memory = memory;
		this.refresh();
	}
	refresh() {
		if (this.#memory === void 0 || this.#memory.buffer === this.#buffer) return;
		this.#buffer = this.#memory.buffer;
		this.#bytes = new Uint8Array(this.#buffer);
		this.#view = new DataView(this.#buffer);
	}
	holds(pointer, length) {
		return (pointer >>> 0) + (length >>> 0) <= this.#bytes.length;
	}
	bytes(pointer, length) {
		return this.#bytes.subarray(pointer >>> 0, (pointer >>> 0) + (length >>> 0));
	}
	getU8(pointer) {
		return this.#view.getUint8(pointer >>> 0);
	}
	getU16(pointer) {
		return this.#view.getUint16(pointer >>> 0, true);
	}
	getU32(pointer) {
		return this.#view.getUint32(pointer >>> 0, true);
	}
	getU64(pointer) {
		return this.#view.getBigUint64(pointer >>> 0, true);
	}
	setU32(pointer, value) {
		this.#view.setUint32(pointer >>> 0, value, true);
	}
	setU64(pointer, value) {
		this.#view.setBigUint64(pointer >>> 0, value, true);
	}
	setBytes(pointer, length, bytes) {
		const fitting = bytes.length <= length ? bytes : bytes.subarray(0, length);
		this.#bytes.set(fitting, pointer >>> 0);
		return fitting.length;
	}
	buffers(pointer, count) {
		const pairs = count >>> 0;
		if (pairs > maximumBuffers) return errno.inval;
		if (!this.holds(pointer, 8 * pairs)) return errno.fault;
		const buffers = [];
		for (let pair = pointer >>> 0; buffers.length < pairs; pair += 8) {
			const start = this.#view.getUint32(pair, true);
			const length = this.#view.getUint32(pair + 4, true);
			if (!this.holds(start, length)) return errno.fault;
			buffers.push(this.#bytes.subarray(start, start + length));
		}
		return buffers;
	}
};
// runtime/executor/wasi/path-calls.ts
const allOpenFlags = openFlag.create | openFlag.directory | openFlag.exclusive | openFlag.truncate;
const newDirectory = openFlag.create | openFlag.directory;
const pathCalls = {
	path_create_directory(wasi, memory, number, pointer, length) {
		const needed = right.path_create_directory;
		const place = wasi.place("path_create_directory", number, needed, memory, pointer, length);
		if (typeof place === "number") return place;
		if (place.kind === "directory" || place.node !== void 0) return errno.exist;
		return wasi.tree.createDirectory(place.parent, place.name);
	},
	path_filestat_get(wasi, memory, number, _follow, pointer, length, result) {
		const needed = right.path_filestat_get;
		const place = wasi.place("path_filestat_get", number, needed, memory, pointer, length);
		if (typeof place === "number") return place;
		if (place.node === void 0) return errno.noent;
		if (!memory.holds(result, 64)) return errno.fault;
		writeFilestat(memory, result, place.node);
		return errno.success;
	},
	path_filestat_set_times(wasi, memory, number, _follow, pointer, length, accessed, modified, flags) {
		const needed = right.path_filestat_set_times;
		const place = wasi.place("path_filestat_set_times", number, needed, memory, pointer, length);
		if (typeof place === "number") return place;
		if (place.node === void 0) return errno.noent;
		return setTimes(wasi, place.node, accessed, modified, flags);
	},
	path_open(wasi, memory, number, _follow, pointer, length, openFlags, rights, inheriting, descriptorFlags, result) {
		const directory = wasi.directory(number, right.path_open);
		if (typeof directory === "number") return directory;
		if (!memory.holds(result, 4)) return errno.fault;
		if ((openFlags & ~allOpenFlags) !== 0 || (openFlags & newDirectory) === newDirectory) return errno.inval;
		if ((descriptorFlags & -32) !== 0) return errno.inval;
		const place = wasi.place("path_open", number, right.path_open, memory, pointer, length);
		if (typeof place === "number") return place;
		if (wasi.descriptors.full) return errno.mfile;
		const asked = Number(BigInt.asUintN(30, rights));
		const node = found(wasi, directory, place, openFlags, asked);
		if (typeof node === "number") return node;
		const shared = {
			rights: asked & directory.inheriting & (node.kind === "file" ? fileRights : directoryRights),
			inheriting: Number(BigInt.asUintN(30, inheriting)) & directory.inheriting,
			flags: descriptorFlags
		};
		if (node.kind === "file") node.opened++;
		const opened = wasi.descriptors.add(node.kind === "file" ? {
			kind: "file",
			node,
			position: 0,
			...shared
		} : {
			kind: "directory",
			node,
			preopen: null,
			...shared
		});
		memory.setU32(result, opened);
		return errno.success;
	},
	path_remove_directory(wasi, memory, number, pointer, length) {
		const needed = right.path_remove_directory;
		const place = wasi.place("path_remove_directory", number, needed, memory, pointer, length);
		return typeof place === "number" ? place : wasi.tree.removeDirectory(place);
	},
	path_rename(wasi, memory, number, pointer, length, newNumber, newPointer, newLength) {
		const from = wasi.place("path_rename", number, right.path_rename_source, memory, pointer, length);
		if (typeof from === "number") return from;
		const to = wasi.place("path_rename", newNumber, right.path_rename_target, memory, newPointer, newLength);
		return typeof to === "number" ? to : wasi.tree.rename(from, to);
	},
	path_unlink_file(wasi, memory, number, pointer, length) {
		const place = wasi.place("path_unlink_file", number, right.path_unlink_file, memory, pointer, length);
		return typeof place === "number" ? place : wasi.tree.unlink(place);
	}
};
function found(wasi, directory, place, flags, rights) {
	const has = (flag) => (flags & flag) !== 0;
	if (place.node === void 0) return has(openFlag.create) ? created(wasi, directory, place) : errno.noent;
	if (has(openFlag.create) && has(openFlag.exclusive)) return errno.exist;
	if (place.node.kind === "directory") return has(openFlag.truncate) || has(openFlag.create) || (rights & right.fd_write) !== 0 ? errno.isdir : place.node;
	if (has(openFlag.directory)) return errno.notdir;
	if (!has(openFlag.truncate)) return place.node;
	if ((directory.rights & right.path_filestat_set_size) === 0) return errno.notcapable;
	wasi.tree.resize(place.node, 0);
	return place.node;
}
function created(wasi, directory, place) {
	if (place.kind === "directory" || place.slash) return errno.isdir;
	if ((directory.rights & right.path_create_file) === 0) return errno.notcapable;
	return wasi.tree.createFile(place.parent, place.name);
}
// runtime/executor/wasi/poll.ts
const subscriptionSize = 48;
const eventSize = 32;
const maximumSubscriptions = 1024;
const pollCalls = { poll_oneoff(wasi, memory, input, output, count, result) {
	const subscriptionCount = count >>> 0;
	if (subscriptionCount === 0 || subscriptionCount > maximumSubscriptions) return errno.inval;
	if (!memory.holds(result, 4)) return errno.fault;
	if (!memory.holds(input, subscriptionCount * subscriptionSize)) return errno.fault;
	if (!memory.holds(output, subscriptionCount * eventSize)) return errno.fault;
	wasi.handled(subscriptionCount);
	const subscriptions = [];
	for (let index = 0; index < subscriptionCount; index++) {
		const subscription = readSubscription(wasi, memory, (input >>> 0) + index * subscriptionSize);
		if (subscription === null) return errno.inval;
		subscriptions.push(subscription);
	}
	const events = occurring(wasi, subscriptions);
	events.forEach((event, index) => {
		writeEvent(memory, (output >>> 0) + index * eventSize, event);
	});
	memory.setU32(result, events.length);
	return errno.success;
} };
function readSubscription(wasi, memory, at) {
	const userdata = memory.getU64(at);
	const type = memory.getU8(at + 8);
	switch (type) {
		case eventType.clock: {
			const clock = memory.getU32(at + 16);
			if (clock >= 4) return {
				kind: "refused",
				userdata,
				type,
				error: errno.inval
			};
			const timeout = memory.getU64(at + 24);
			const wait = (memory.getU16(at + 40) & 1) !== 0 ? timeout - wasi.clock.now(clock) : timeout;
			return {
				kind: "clock",
				userdata,
				wait: wait > 0n ? wait : 0n
			};
		}
		case eventType.read:
		case eventType.write: return {
			kind: type === eventType.read ? "read" : "write",
			userdata,
			descriptor: memory.getU32(at + 16)
		};
		default: return null;
	}
}
function occurring(wasi, subscriptions) {
	const ready = subscriptions.flatMap((subscription) => readiness(wasi, subscription));
	if (ready.length > 0) return ready;
	const clocks = subscriptions.filter((subscription) => subscription.kind === "clock");
	const wait = clocks.reduce((least, clock) => clock.wait < least ? clock.wait : least, 2n ** 64n);
	wasi.clock.sleep(wait);
	return clocks.filter((clock) => clock.wait <= wait).map(({ userdata }) => ({
		userdata,
		type: eventType.clock,
		error: errno.success,
		bytes: 0,
		hangup: false
	}));
}
function readiness(wasi, subscription) {
	const { userdata } = subscription;
	switch (subscription.kind) {
		case "clock": return [];
		case "refused": return [{
			userdata,
			type: subscription.type,
			error: subscription.error,
			bytes: 0,
			hangup: false
		}];
		case "read": {
			const bytes = readable(wasi, subscription.descriptor);
			const error = bytes === null ? errno.badf : errno.success;
			return [{
				userdata,
				type: eventType.read,
				error,
				bytes: bytes ?? 0,
				hangup: bytes === 0
			}];
		}
		case "write": {
			const bytes = writable(wasi, subscription.descriptor);
			const error = bytes === null ? errno.badf : errno.success;
			return [{
				userdata,
				type: eventType.write,
				error,
				bytes: bytes ?? 0,
				hangup: false
			}];
		}
	}
}
function readable(wasi, number) {
	const descriptor = wasi.descriptors.get(number);
	if (descriptor?.kind === "input") return descriptor.bytes.length - descriptor.position;
	if (descriptor?.kind === "file") return Math.max(0, descriptor.node.content.size - descriptor.position);
	return null;
}
function writable(wasi, number) {
	const descriptor = wasi.descriptors.get(number);
	if (descriptor?.kind === "output") return wasi.setup.outputLimit - descriptor.bytes.size;
	if (descriptor?.kind === "file") return wasi.tree.freeBytes;
	return null;
}
function writeEvent(memory, at, event) {
	memory.bytes(at, eventSize).fill(0);
	memory.setU64(at, event.userdata);
	memory.setU32(at + 8, event.error | event.type << 16);
	memory.setU64(at + 16, BigInt(event.bytes));
	memory.setU32(at + 24, event.hangup ? 1 : 0);
}
// runtime/executor/wasi/price.ts
const price = {
	call: 100,
	pathByte: 8,
	item: 100,
	bytesPerUnit: 16
};
// runtime/executor/wasi/process-calls.ts
const processCalls = {
	args_get: (wasi, memory, pointers, buffer) => getStrings(wasi, memory, wasi.setup.args, pointers, buffer),
	args_sizes_get: (wasi, memory, count, size) => getSizes(memory, wasi.setup.args, count, size),
	environ_get: (wasi, memory, pointers, buffer) => getStrings(wasi, memory, wasi.setup.env, pointers, buffer),
	environ_sizes_get: (wasi, memory, count, size) => getSizes(memory, wasi.setup.env, count, size),
	clock_res_get(wasi, memory, clock, result) {
		if (!memory.holds(result, 8)) return errno.fault;
		if (clock >>> 0 >= 4) return errno.inval;
		memory.setU64(result, wasi.clock.resolution);
		return errno.success;
	},
	clock_time_get(wasi, memory, clock, _precision, result) {
		if (!memory.holds(result, 8)) return errno.fault;
		if (clock >>> 0 >= 4) return errno.inval;
		memory.setU64(result, wasi.clock.read(clock));
		return errno.success;
	},
	random_get(wasi, memory, pointer, length) {
		if (!memory.holds(pointer, length)) return errno.fault;
		wasi.moved(length >>> 0);
		wasi.random(memory.bytes(pointer, length));
		return errno.success;
	},
	sched_yield: () => errno.success,
	proc_exit: (wasi, _memory, code) => wasi.exit(code >>> 0)
};
function getSizes(memory, strings, count, size) {
	if (!memory.holds(count, 4) || !memory.holds(size, 4)) return errno.fault;
	memory.setU32(count, strings.offsets.length);
	memory.setU32(size, strings.bytes.length);
	return errno.success;
}
function getStrings(wasi, memory, strings, pointers, buffer) {
	const { bytes, offsets } = strings;
	if (!memory.holds(pointers, 4 * offsets.length) || !memory.holds(buffer, bytes.length)) return errno.fault;
	wasi.handled(offsets.length);
	wasi.moved(bytes.length);
	memory.setBytes(buffer, bytes.length, bytes);
	offsets.forEach((offset, index) => {
		memory.setU32((pointers >>> 0) + 4 * index, (buffer >>> 0) + offset);
	});
	return errno.success;
}
// runtime/executor/wasi/typed.ts
const header = [
	0,
	97,
	115,
	109,
	1,
	0,
	0,
	0
];
const section = {
	type: 1,
	import: 2,
	export: 7
};
const functionType = 96;
const functionKind = 0;
const valueTypes = {
	i: 127,
	I: 126
};
let adapter;
function typed(functions) {
	adapter ??= new WebAssembly.Module(adapterBytes());
	return new WebAssembly.Instance(adapter, { [moduleName]: functions }).exports;
}
function adapterBytes() {
	const names = Object.keys(signatures);
	const types = Object.entries(signatures).map(([name, operands]) => [
		functionType,
		...vector(Array.from(operands, (operand) => [valueTypes[operand] ?? 0])),
		...vector(name === "proc_exit" ? [] : [[127]])
	]);
	const imports = names.map((name, index) => [
		...text(moduleName),
		...text(name),
		functionKind,
		index
	]);
	const exports = names.map((name, index) => [
		...text(name),
		functionKind,
		index
	]);
	return Uint8Array.from([
		...header,
		...sectionOf(section.type, types),
		...sectionOf(section.import, imports),
		...sectionOf(section.export, exports)
	]);
}
function sectionOf(id, entries) {
	const content = vector(entries);
	return [
		id,
		...unsigned(content.length),
		...content
	];
}
function vector(entries) {
	return [...unsigned(entries.length), ...entries.flat()];
}
function text(string) {
	return vector(Array.from(string, (character) => [character.charCodeAt(0)]));
}
function unsigned(value) {
	return value < 128 ? [value] : [value & 127 | 128, ...unsigned(value >>> 7)];
}
// runtime/executor/wasi/port.ts
const calls = {
	...processCalls,
	...descriptorCalls,
	...pathCalls,
	...pollCalls,
	path_link: (wasi) => wasi.unsupported("path_link"),
	path_readlink: (wasi) => wasi.unsupported("path_readlink"),
	path_symlink: (wasi) => wasi.unsupported("path_symlink"),
	proc_raise: (wasi) => wasi.unsupported("proc_raise"),
	sock_accept: (wasi) => wasi.unsupported("sock_accept"),
	sock_recv: (wasi) => wasi.unsupported("sock_recv"),
	sock_send: (wasi) => wasi.unsupported("sock_send"),
	sock_shutdown: (wasi) => wasi.unsupported("sock_shutdown")
};
var WasiPort = class {
	current;
	imports;
	#memory = new GuestMemory();
	constructor(current, charge) {
		this.current = current;
		const functions = Object.keys(signatures).map((name) => [name, this.#entry(calls[name], charge)]);
		this.imports = { [moduleName]: typed(Object.fromEntries(functions)) };
	}
	bind(memory) {
		this.#memory.bind(memory);
	}
	#entry(call, charge) {
		const memory = this.#memory;
		return (a, b, c, d, e, f, g, h, i) => {
			const wasi = this.current;
			wasi.stopIfExited();
			memory.refresh();
			const result = call(wasi, memory, a, b, c, d, e, f, g, h, i);
			charge?.(price.call + wasi.takeCost());
			return result;
		};
	}
};
// runtime/executor/wasi/clock.ts
const furthest = 2n ** 64n - 1n;
var Clock = class {
	#setup;
	#began;
	#elapsed = 0n;
	constructor(setup) {
		this.#setup = setup;
		this.#began = setup.kind === "real" ? process.hrtime.bigint() - 1n : 0n;
	}
	get resolution() {
		return this.#setup.kind === "real" ? 1n : this.#setup.step;
	}
	read(clock) {
		if (this.#setup.kind === "deterministic") this.sleep(this.#setup.step);
		return this.now(clock);
	}
	now(clock) {
		const time = clock === 0 ? this.#realtime() : this.#elapsed + this.#running();
		return time < furthest ? time : furthest;
	}
	sleep(duration) {
		if (this.#elapsed < furthest) this.#elapsed += duration;
	}
	#realtime() {
		return (this.#setup.kind === "real" ? BigInt(Date.now()) * 1000000n : this.#setup.start) + this.#elapsed;
	}
	#running() {
		return this.#setup.kind === "real" ? process.hrtime.bigint() - this.#began : 0n;
	}
};
// runtime/executor/wasi/descriptors.ts
function inputStream(bytes) {
	return {
		kind: "input",
		bytes,
		position: 0,
		rights: inputRights,
		inheriting: 0,
		flags: 0
	};
}
function outputStream(name) {
	return {
		kind: "output",
		name,
		bytes: new ByteStore(),
		rights: outputRights,
		inheriting: 0,
		flags: 0
	};
}
var DescriptorTable = class {
	#open;
	#limit;
	constructor(open, limit) {
		this.#open = open;
		this.#limit = limit;
	}
	get full() {
		return this.#open.length >= this.#limit && !this.#open.includes(void 0);
	}
	get(number) {
		return this.#open[number];
	}
	add(descriptor) {
		const free = this.#open.indexOf(void 0);
		const number = free === -1 ? this.#open.length : free;
		this.#open[number] = descriptor;
		return number;
	}
	remove(number) {
		const removed = this.#open[number];
		if (removed !== void 0) this.#open[number] = void 0;
		return removed;
	}
	renumber(from, to) {
		const moved = this.#open[from];
		const replaced = this.#open[to];
		if (moved === void 0 || replaced === void 0) return errno.badf;
		if (from === to) return errno.success;
		this.#open[to] = moved;
		this.#open[from] = void 0;
		return replaced;
	}
};
// runtime/executor/wasi/random.ts
const chunk = 65536;
const systemRandom = (target) => {
	const scratch = new Uint8Array(Math.min(chunk, target.length));
	for (let start = 0; start < target.length; start += scratch.length) {
		const part = scratch.subarray(0, target.length - start);
		randomFillSync(part);
		target.set(part, start);
	}
};
function seededRandom(seed) {
	let [a, b, c, d] = stateOf(seed);
	const next = () => {
		const five = Math.imul(b, 5);
		const result = Math.imul(five << 7 | five >>> 25, 9);
		const shifted = b << 9;
		c ^= a;
		d ^= b;
		b ^= c;
		a ^= d;
		c ^= shifted;
		d = d << 11 | d >>> 21;
		return result;
	};
	return (target) => {
		const words = target.length >>> 2;
		let position = 0;
		for (let word = 0; word < words; word++) {
			const value = next();
			target[position++] = value;
			target[position++] = value >>> 8;
			target[position++] = value >>> 16;
			target[position++] = value >>> 24;
		}
		if (position === target.length) return;
		for (let value = next(); position < target.length; value >>>= 8) target[position++] = value;
	};
}
function stateOf(seed) {
	const words = /* @__PURE__ */ new BigUint64Array(2);
	let state = BigInt(seed);
	for (let index = 0; index < words.length; index++) {
		state = BigInt.asUintN(64, state + 11400714819323198485n);
		let mixed = state;
		mixed = BigInt.asUintN(64, (mixed ^ mixed >> 30n) * 13787848793156543929n);
		mixed = BigInt.asUintN(64, (mixed ^ mixed >> 27n) * 10723151780598845931n);
		words[index] = mixed ^ mixed >> 31n;
	}
	const [a = 0, b = 0, c = 0, d = 0] = new Int32Array(words.buffer);
	return [
		a,
		b,
		c,
		d
	];
}
// runtime/executor/wasi/wasi.ts
var WasiExit = class {
	code;
	constructor(code) {
		this.code = code;
	}
};
const decoder = new TextDecoder("utf-8", {
	fatal: true,
	ignoreBOM: true
});
const nothing = /* @__PURE__ */ new Uint8Array(0);
var Wasi = class {
	setup;
	#audit;
	#audited;
	#clock;
	#random;
	#tree;
	#descriptors;
	#stdout;
	#stderr;
	#exit;
	#cost = 0;
	constructor(setup, audit) {
		this.setup = setup;
		this.#audit = audit;
	}
	get exitCode() {
		return this.#exit?.code;
	}
	get stdout() {
		return this.#stdout?.bytes.content ?? nothing;
	}
	get stderr() {
		return this.#stderr?.bytes.content ?? nothing;
	}
	files() {
		return this.tree.snapshot();
	}
	exit(code) {
		this.#exit = new WasiExit(code);
		throw this.#exit;
	}
	stopIfExited() {
		if (this.#exit !== void 0) throw this.#exit;
	}
	moved(bytes) {
		this.#cost += bytes / price.bytesPerUnit;
	}
	handled(items) {
		this.#cost += items * price.item;
	}
	takeCost() {
		const cost = Math.floor(this.#cost);
		this.#cost = 0;
		return cost;
	}
	get clock() {
		this.#clock ??= new Clock(this.setup.clock);
		return this.#clock;
	}
	get random() {
		this.#random ??= this.setup.random === "real" ? systemRandom : seededRandom(this.setup.seed);
		return this.#random;
	}
	get tree() {
		this.#tree ??= this.#plant();
		return this.#tree;
	}
	get descriptors() {
		this.#descriptors ??= this.#open();
		return this.#descriptors;
	}
	unsupported(call) {
		this.#report(call, {
			kind: "unsupported",
			call
		});
		return errno.nosys;
	}
	outputLimitReached(stream) {
		this.#report(stream, {
			kind: "output-limit",
			stream,
			limit: this.setup.outputLimit
		});
	}
	descriptor(number, right) {
		const descriptor = this.descriptors.get(number);
		if (descriptor === void 0) return errno.badf;
		return (descriptor.rights & right) === right ? descriptor : errno.notcapable;
	}
	file(number, right) {
		const descriptor = this.descriptors.get(number);
		if (descriptor === void 0) return errno.badf;
		if (descriptor.kind === "directory") return errno.isdir;
		if (descriptor.kind !== "file") return errno.spipe;
		return (descriptor.rights & right) === right ? descriptor : errno.notcapable;
	}
	directory(number, right) {
		const descriptor = this.descriptors.get(number);
		if (descriptor === void 0) return errno.badf;
		if (descriptor.kind !== "directory") return errno.notdir;
		return (descriptor.rights & right) === right ? descriptor : errno.notcapable;
	}
	place(call, number, right, memory, pointer, length) {
		const directory = this.directory(number, right);
		if (typeof directory === "number") return directory;
		if (!memory.holds(pointer, length)) return errno.fault;
		if (length >>> 0 > 4096) return errno.nametoolong;
		this.#cost += length * price.pathByte;
		const path = decoded(memory.bytes(pointer, length));
		if (typeof path === "number") return path;
		const place = resolve(directory.node, path);
		if (place === errno.notcapable) this.#report(call, {
			kind: "escape",
			call,
			path
		});
		return place;
	}
	close(descriptor) {
		if (descriptor.kind === "file") this.tree.closed(descriptor.node);
	}
	#report(subject, event) {
		if (this.#audit === void 0) return;
		this.#audited ??= /* @__PURE__ */ new Set();
		const key = `${event.kind} ${subject}`;
		if (this.#audited.has(key)) return;
		this.#audited.add(key);
		this.#audit(event);
	}
	#plant() {
		const tree = new FileTree(this.setup.fileLimit, {
			now: () => this.clock.now(0),
			moved: (bytes) => this.moved(bytes),
			handled: (items) => this.handled(items)
		});
		for (const file of this.setup.files) tree.add(file);
		for (const { path } of this.setup.preopens) tree.directoryAt(path);
		return tree;
	}
	#open() {
		this.#stdout = outputStream("stdout");
		this.#stderr = outputStream("stderr");
		const open = [
			inputStream(this.setup.stdin),
			this.#stdout,
			this.#stderr
		];
		for (const { name, path } of this.setup.preopens) open.push({
			kind: "directory",
			node: this.tree.directoryAt(path),
			preopen: name,
			rights: directoryRights,
			inheriting: directoryRights | fileRights,
			flags: 0
		});
		return new DescriptorTable(open, this.setup.descriptorLimit);
	}
};
function decoded(bytes) {
	try {
		const path = decoder.decode(bytes.slice());
		return path.includes("\0") ? errno.inval : path;
	} catch {
		return errno.ilseq;
	}
}
export { moduleName as a, wasiSetup as i, WasiExit as n, WasiPort as r, Wasi as t };
