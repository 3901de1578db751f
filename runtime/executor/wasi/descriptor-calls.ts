import { Buffer } from "node:buffer";
import { allDescriptorFlags, descriptorFlag, type Errno, errno, right, rightBits, whence } from "./abi.ts";
import type { InputStream, OpenDirectory, OpenFile, OutputStream } from "./descriptors.ts";
import type { Node } from "./file-tree.ts";
import { filestatSize, setTimes, typeOf, typeOfNode, writeFilestat } from "./filestat.ts";
import type { GuestMemory } from "./guest-memory.ts";
import type { Calls, Wasi } from "./wasi.ts";

/** Bytes of the structures that the calls write. */
const fdstatSize = 24;
const prestatSize = 8;
const direntSize = 24;
/** Stepping over an entry costs as much as moving so many bytes. */
const skippedEntry = 16;

/** Calls on open descriptors. */
export const descriptorCalls = {
  fd_advise(wasi, _memory, number, offset, length, advice) {
    const file = wasi.file(number, right.fd_advise);
    if (typeof file === "number") return file;
    const lastAdvice = 5;
    return offset < 0n || length < 0n || advice >>> 0 > lastAdvice ? errno.inval : errno.success;
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
    if (closed === undefined) return errno.badf;
    wasi.close(closed);
    return errno.success;
  },

  fd_datasync: (wasi, _memory, number) => check(wasi, number, right.fd_datasync),
  fd_sync: (wasi, _memory, number) => check(wasi, number, right.fd_sync),

  fd_fdstat_get(wasi, memory, number, result) {
    const descriptor = wasi.descriptor(number, 0);
    if (typeof descriptor === "number") return descriptor;
    if (!memory.holds(result, fdstatSize)) return errno.fault;
    memory.setU64(result, BigInt(typeOf(descriptor) | (descriptor.flags << 16)));
    memory.setU64((result >>> 0) + 8, BigInt(descriptor.rights));
    memory.setU64((result >>> 0) + 16, BigInt(descriptor.inheriting));
    return errno.success;
  },

  fd_fdstat_set_flags(wasi, _memory, number, flags) {
    const descriptor = wasi.descriptor(number, right.fd_fdstat_set_flags);
    if (typeof descriptor === "number") return descriptor;
    if ((flags & ~allDescriptorFlags) !== 0) return errno.inval;
    descriptor.flags = flags;
    return errno.success;
  },

  fd_fdstat_set_rights(wasi, _memory, number, rights, inheriting) {
    const descriptor = wasi.descriptor(number, 0);
    if (typeof descriptor === "number") return descriptor;
    const more = rights & ~BigInt(descriptor.rights);
    const moreInheriting = inheriting & ~BigInt(descriptor.inheriting);
    if (more !== 0n || moreInheriting !== 0n) return errno.notcapable;
    descriptor.rights = Number(BigInt.asUintN(rightBits, rights));
    descriptor.inheriting = Number(BigInt.asUintN(rightBits, inheriting));
    return errno.success;
  },

  fd_filestat_get(wasi, memory, number, result) {
    const descriptor = wasi.descriptor(number, right.fd_filestat_get);
    if (typeof descriptor === "number") return descriptor;
    if (!memory.holds(result, filestatSize)) return errno.fault;
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
    // 0 says that it is a directory, and no other type is.
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
    const bytes =
      source.kind === "input"
        ? readInput(wasi, source, buffers)
        : readFile(wasi, source, source.position, buffers);
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
  },
} satisfies Partial<Calls>;

function check(wasi: Wasi, number: number, needed: number): Errno {
  const descriptor = wasi.descriptor(number, needed);
  return typeof descriptor === "number" ? descriptor : errno.success;
}

function preopenName(wasi: Wasi, number: number): Uint8Array | null {
  const descriptor = wasi.descriptors.get(number);
  return descriptor?.kind === "directory" ? descriptor.preopen : null;
}

/** Null for what is no position: negative, or further than any file can reach. */
function positionOf(offset: bigint): number | null {
  return offset >= 0n && offset <= Number.MAX_SAFE_INTEGER ? Number(offset) : null;
}

function seekBase(file: OpenFile, from: number): number | null {
  switch (from) {
    case whence.set:
      return 0;
    case whence.current:
      return file.position;
    case whence.end:
      return file.node.content.size;
    default:
      return null;
  }
}

function readableOf(wasi: Wasi, number: number): InputStream | OpenFile | Errno {
  const descriptor = wasi.descriptors.get(number);
  if (descriptor === undefined || descriptor.kind === "output") return errno.badf;
  if (descriptor.kind === "directory") return errno.isdir;
  return (descriptor.rights & right.fd_read) === 0 ? errno.notcapable : descriptor;
}

function writableOf(wasi: Wasi, number: number): OutputStream | OpenFile | Errno {
  const descriptor = wasi.descriptors.get(number);
  if (descriptor === undefined || descriptor.kind === "input") return errno.badf;
  if (descriptor.kind === "directory") return errno.isdir;
  return (descriptor.rights & right.fd_write) === 0 ? errno.notcapable : descriptor;
}

function readFile(wasi: Wasi, file: OpenFile, position: number, buffers: readonly Uint8Array[]): number {
  let total = 0;
  for (const buffer of buffers) total += file.node.content.read(position + total, buffer);
  wasi.handled(buffers.length);
  wasi.moved(total);
  return total;
}

function readInput(wasi: Wasi, stream: InputStream, buffers: readonly Uint8Array[]): number {
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

/** How many bytes there was room for; "full" when there was none and some would have been needed. */
function writeFile(
  wasi: Wasi,
  file: OpenFile,
  position: number,
  buffers: readonly Uint8Array[],
): number | "full" {
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

function writeOutput(wasi: Wasi, stream: OutputStream, buffers: readonly Uint8Array[]): number | "full" {
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

function answerWrite(memory: GuestMemory, result: number, written: number | "full"): Errno {
  if (written === "full") return errno.nospc;
  memory.setU32(result, written);
  return errno.success;
}

/** Writes the entries from a cookie on, the last one cut where the buffer ends; says how many bytes. */
function list(
  wasi: Wasi,
  { node: directory }: OpenDirectory,
  from: number,
  memory: GuestMemory,
  pointer: number,
  length: number,
): number {
  let used = 0;
  const put = (cookie: number, name: string, node: Node): void => {
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
  // for those before the cookie, which are only stepped over
  wasi.moved(skippedEntry * directory.entries.size);
  return used;
}

function dirent(next: number, name: string, node: Node): Uint8Array {
  const entry = Buffer.alloc(direntSize + Buffer.byteLength(name));
  entry.writeBigUInt64LE(BigInt(next), 0);
  entry.writeBigUInt64LE(BigInt(node.inode), 8);
  entry.writeUInt32LE(entry.length - direntSize, 16);
  entry.writeUInt32LE(typeOfNode(node), 20);
  entry.write(name, direntSize);
  return entry;
}
