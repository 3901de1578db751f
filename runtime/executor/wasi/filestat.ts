import { type Errno, errno, fileType, realtime, timeFlag } from "./abi.ts";
import type { Descriptor } from "./descriptors.ts";
import type { Node } from "./file-tree.ts";
import type { GuestMemory } from "./guest-memory.ts";
import type { Wasi } from "./wasi.ts";

/** Bytes of a filestat. */
export const filestatSize = 64;

export function typeOfNode(node: Node): number {
  return node.kind === "file" ? fileType.regularFile : fileType.directory;
}

/** Streams are of unknown type: a character device would be taken for a terminal. */
export function typeOf(descriptor: Descriptor): number {
  return "node" in descriptor ? typeOfNode(descriptor.node) : fileType.unknown;
}

/** Writes a filestat; `node` is null for a stream, which has neither size nor times. */
export function writeFilestat(memory: GuestMemory, at: number, node: Node | null): void {
  const start = at >>> 0;
  memory.bytes(start, filestatSize).fill(0);
  if (node === null) return;
  memory.setU64(start + 8, BigInt(node.inode));
  memory.setU32(start + 16, typeOfNode(node));
  memory.setU64(start + 24, linked(node) ? 1n : 0n);
  memory.setU64(start + 32, BigInt(node.kind === "file" ? node.content.size : 0));
  memory.setU64(start + 40, node.times.accessed);
  memory.setU64(start + 48, node.times.modified);
  memory.setU64(start + 56, node.times.changed);
}

function linked(node: Node): boolean {
  return node.kind === "file" ? node.linked : !node.removed;
}

/** Sets those times of a node that the flags name. */
export function setTimes(wasi: Wasi, node: Node, accessed: bigint, modified: bigint, flags: number): Errno {
  const all = timeFlag.accessed | timeFlag.accessedNow | timeFlag.modified | timeFlag.modifiedNow;
  const has = (flag: number): boolean => (flags & flag) !== 0;
  if ((flags & ~all) !== 0) return errno.inval;
  if (has(timeFlag.accessed) && has(timeFlag.accessedNow)) return errno.inval;
  if (has(timeFlag.modified) && has(timeFlag.modifiedNow)) return errno.inval;
  const now = wasi.clock.now(realtime);
  if (has(timeFlag.accessed)) node.times.accessed = BigInt.asUintN(64, accessed);
  if (has(timeFlag.accessedNow)) node.times.accessed = now;
  if (has(timeFlag.modified)) node.times.modified = BigInt.asUintN(64, modified);
  if (has(timeFlag.modifiedNow)) node.times.modified = now;
  node.times.changed = now;
  return errno.success;
}
