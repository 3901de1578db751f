import { Buffer } from "node:buffer";
import { type Errno, errno } from "./abi.ts";
import { ByteStore } from "./byte-store.ts";

/** Bytes of UTF-8 that a name may have, and a path. */
export const maximumName = 255;
export const maximumPath = 4096;
/** How deep directories may be nested, the root not counted. Bounds the length of the paths of a snapshot. */
export const maximumDepth = 32;
/** Files and directories of one tree. */
const maximumNodes = 16_384;

interface Times {
  accessed: bigint;
  modified: bigint;
  changed: bigint;
}

export interface File {
  readonly kind: "file";
  readonly inode: number;
  readonly content: ByteStore;
  readonly times: Times;
  /** Whether a directory has it. What has been unlinked lives until it is closed. */
  linked: boolean;
  /** Descriptors that it is open under. */
  opened: number;
}

export interface Directory {
  readonly kind: "directory";
  readonly inode: number;
  /** In the order in which they came, so that cookies ascend. */
  readonly entries: Map<string, Entry>;
  readonly times: Times;
  /** Null for the root, and for what has been removed. */
  parent: Directory | null;
  removed: boolean;
  /** The cookie of the next entry. Numbers are not used again, so a listing survives changes of the directory. */
  nextCookie: number;
}

export type Node = File | Directory;

export interface Entry {
  readonly cookie: number;
  readonly node: Node;
}

/** Where a path leads. */
export type Place =
  /** A name in a directory, whether there is something or not. */
  | {
      readonly kind: "name";
      readonly parent: Directory;
      readonly name: string;
      readonly node: Node | undefined;
      /** The path ends in a slash: only a directory is meant. */
      readonly slash: boolean;
    }
  /** A path that ends in `.` or `..`: a directory, but no name of it that could be changed. */
  | { readonly kind: "directory"; readonly node: Directory };

/** A file that the tree begins with: the names of its path, and its content. */
export interface InitialFile {
  readonly path: readonly string[];
  readonly content: Uint8Array;
}

/** What a tree needs to know, and whom it tells what work it does. */
export interface Surroundings {
  /** What becomes the time of a file that is changed, in nanoseconds. */
  now(): bigint;
  moved(bytes: number): void;
  /** `items`: files and directories that were gone through. */
  handled(items: number): void;
}

/** The cookies below are those of `.` and `..`. */
const firstCookie = 2;

/** Files and directories in memory, of limited size. Nothing of it is shared with another tree but unchanged content. */
export class FileTree {
  readonly root: Directory;
  readonly #surroundings: Surroundings;
  #freeBytes: number;
  #freeNodes = maximumNodes;
  #inodes = 0;

  /**
   * @param limit bytes that the contents of all files may have together
   */
  constructor(limit: number, surroundings: Surroundings) {
    this.#freeBytes = limit;
    this.#surroundings = surroundings;
    this.root = this.#directory(null);
  }

  get freeBytes(): number {
    return this.#freeBytes;
  }

  /** For building the initial tree: the directory of this path, with all that lead to it. */
  directoryAt(path: readonly string[]): Directory {
    let directory = this.root;
    for (const name of path) {
      const found = directory.entries.get(name)?.node ?? this.#directory(directory);
      if (found.kind !== "directory") throw new Error(`"${name}" is both a file and a directory`);
      if (!directory.entries.has(name)) this.#enter(directory, name, found);
      directory = found;
    }
    return directory;
  }

  /** For building the initial tree. The content is not copied before the program changes it. */
  add({ path, content }: InitialFile): void {
    const name = path.at(-1);
    if (name === undefined) throw new Error("a file needs a name");
    this.#freeBytes -= content.length;
    this.#enter(this.directoryAt(path.slice(0, -1)), name, this.#file(content));
  }

  createFile(parent: Directory, name: string): File | Errno {
    const refusal = this.#refusal(parent);
    if (refusal !== errno.success) return refusal;
    const file = this.#file();
    this.#enter(parent, name, file);
    return file;
  }

  createDirectory(parent: Directory, name: string): Errno {
    const refusal = this.#refusal(parent);
    if (refusal !== errno.success) return refusal;
    if (depthOf(parent) >= maximumDepth) return errno.nametoolong;
    this.#enter(parent, name, this.#directory(parent));
    return errno.success;
  }

  unlink(place: Place): Errno {
    if (place.kind === "directory") return errno.isdir;
    if (place.node === undefined) return errno.noent;
    if (place.node.kind === "directory") return errno.isdir;
    this.#drop(place.parent, place.name, place.node);
    return errno.success;
  }

  removeDirectory(place: Place): Errno {
    if (place.kind === "directory") return errno.inval;
    if (place.node === undefined) return errno.noent;
    if (place.node.kind === "file") return errno.notdir;
    if (place.node.entries.size > 0) return errno.notempty;
    this.#drop(place.parent, place.name, place.node);
    return errno.success;
  }

  rename(from: Place, to: Place): Errno {
    if (from.kind === "directory" || to.kind === "directory") return errno.busy;
    if (from.node === undefined) return errno.noent;
    if (from.node === to.node) return errno.success;
    if (to.parent.removed) return errno.noent;
    const refusal =
      from.node.kind === "directory"
        ? this.#directoryRenameRefusal(from.node, to.parent, to.node)
        : fileRenameRefusal(to.node, to.slash);
    if (refusal !== errno.success) return refusal;
    if (to.node !== undefined) this.#drop(to.parent, to.name, to.node);
    from.parent.entries.delete(from.name);
    this.#touch(from.parent);
    if (from.node.kind === "directory") from.node.parent = to.parent;
    this.#enter(to.parent, to.name, from.node);
    from.node.times.changed = this.#surroundings.now();
    return errno.success;
  }

  /** Writes what there is room for; says how many bytes. Gaps before `position` take room too. */
  write(file: File, position: number, source: Uint8Array): number | "full" {
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

  resize(file: File, size: number): Errno {
    const more = size - file.content.size;
    if (more > this.#freeBytes) return errno.nospc;
    this.#freeBytes -= more;
    this.#surroundings.moved(Math.abs(more));
    file.content.resize(size);
    this.#touch(file);
    return errno.success;
  }

  /** To be called when one of the descriptors of a file is closed. */
  closed(file: File): void {
    file.opened--;
    this.#release(file);
  }

  /** All files by absolute path, in the order in which a listing of each directory has them. */
  snapshot(): Record<string, Uint8Array> {
    const files: Record<string, Uint8Array> = {};
    collect(this.root, "/", files);
    return files;
  }

  #refusal(parent: Directory): Errno {
    if (parent.removed) return errno.noent;
    return this.#freeNodes > 0 ? errno.success : errno.nospc;
  }

  #directoryRenameRefusal(moved: Directory, parent: Directory, target: Node | undefined): Errno {
    if (target?.kind === "file") return errno.notdir;
    if (target !== undefined && target.entries.size > 0) return errno.notempty;
    for (let above: Directory | null = parent; above !== null; above = above.parent) {
      if (above === moved) return errno.inval;
    }
    return depthOf(parent) + this.#heightOf(moved) > maximumDepth ? errno.nametoolong : errno.success;
  }

  /** How many directories the longest path downwards has, this one counted. */
  #heightOf(directory: Directory): number {
    this.#surroundings.handled(directory.entries.size);
    let height = 0;
    for (const { node } of directory.entries.values()) {
      if (node.kind === "directory") height = Math.max(height, this.#heightOf(node));
    }
    return height + 1;
  }

  #enter(parent: Directory, name: string, node: Node): void {
    parent.entries.set(name, { cookie: parent.nextCookie++, node });
    this.#touch(parent);
  }

  #drop(parent: Directory, name: string, node: Node): void {
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

  #release(file: File): void {
    if (file.linked || file.opened > 0) return;
    this.#freeBytes += file.content.size;
    this.#freeNodes++;
  }

  #touch(node: Node): void {
    node.times.modified = node.times.changed = this.#surroundings.now();
  }

  #file(content?: Uint8Array): File {
    return {
      kind: "file",
      inode: this.#nextInode(),
      content: new ByteStore(content),
      times: this.#times(),
      linked: true,
      opened: 0,
    };
  }

  #directory(parent: Directory | null): Directory {
    return {
      kind: "directory",
      inode: this.#nextInode(),
      entries: new Map(),
      times: this.#times(),
      parent,
      removed: false,
      nextCookie: firstCookie,
    };
  }

  #nextInode(): number {
    this.#freeNodes--;
    return ++this.#inodes;
  }

  #times(): Times {
    const now = this.#surroundings.now();
    return { accessed: now, modified: now, changed: now };
  }
}

/**
 * Follows a path from a directory. It cannot leave the directory: an absolute path, and one with more `..` than names
 * before them, is `notcapable`.
 */
export function resolve(from: Directory, path: string): Place | Errno {
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
  if (last === ".") return { kind: "directory", node: parent };
  if (last === "..") {
    const above = trail.at(-2);
    return above === undefined ? errno.notcapable : { kind: "directory", node: above };
  }
  if (Buffer.byteLength(last) > maximumName) return errno.nametoolong;
  const node = parent.entries.get(last)?.node;
  const slash = path.endsWith("/");
  if (slash && node?.kind === "file") return errno.notdir;
  return { kind: "name", parent, name: last, node, slash };
}

/** Goes one segment further; `trail` has the directories from the first to where the path is now. */
function enter(trail: Directory[], segment: string): Errno {
  if (segment === ".") return errno.success;
  if (segment === "..") {
    trail.pop();
    return trail.length > 0 ? errno.success : errno.notcapable;
  }
  const node = trail.at(-1)?.entries.get(segment)?.node;
  if (node === undefined) return errno.noent;
  if (node.kind === "file") return errno.notdir;
  trail.push(node);
  return errno.success;
}

function fileRenameRefusal(target: Node | undefined, slash: boolean): Errno {
  if (target?.kind === "directory") return errno.isdir;
  return slash ? errno.notdir : errno.success;
}

function depthOf(directory: Directory): number {
  let depth = 0;
  for (let above = directory.parent; above !== null; above = above.parent) depth++;
  return depth;
}

function collect(directory: Directory, prefix: string, files: Record<string, Uint8Array>): void {
  for (const [name, { node }] of directory.entries) {
    if (node.kind === "file") files[prefix + name] = node.content.content;
    else collect(node, `${prefix}${name}/`, files);
  }
}
