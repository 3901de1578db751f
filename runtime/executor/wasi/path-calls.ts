import {
  allDescriptorFlags,
  directoryRights,
  type Errno,
  errno,
  fileRights,
  openFlag,
  right,
  rightBits,
} from "./abi.ts";
import type { OpenDirectory } from "./descriptors.ts";
import type { Node, Place } from "./file-tree.ts";
import { filestatSize, setTimes, writeFilestat } from "./filestat.ts";
import type { Calls, Wasi } from "./wasi.ts";

const allOpenFlags = openFlag.create | openFlag.directory | openFlag.exclusive | openFlag.truncate;
/** Opening makes files only. */
const newDirectory = openFlag.create | openFlag.directory;

/** Calls on paths. There are no symbolic links, so whether links are to be followed makes no difference. */
export const pathCalls = {
  path_create_directory(wasi, memory, number, pointer, length) {
    const needed = right.path_create_directory;
    const place = wasi.place("path_create_directory", number, needed, memory, pointer, length);
    if (typeof place === "number") return place;
    if (place.kind === "directory" || place.node !== undefined) return errno.exist;
    return wasi.tree.createDirectory(place.parent, place.name);
  },

  path_filestat_get(wasi, memory, number, _follow, pointer, length, result) {
    const needed = right.path_filestat_get;
    const place = wasi.place("path_filestat_get", number, needed, memory, pointer, length);
    if (typeof place === "number") return place;
    if (place.node === undefined) return errno.noent;
    if (!memory.holds(result, filestatSize)) return errno.fault;
    writeFilestat(memory, result, place.node);
    return errno.success;
  },

  path_filestat_set_times(wasi, memory, number, _follow, pointer, length, accessed, modified, flags) {
    const needed = right.path_filestat_set_times;
    const place = wasi.place("path_filestat_set_times", number, needed, memory, pointer, length);
    if (typeof place === "number") return place;
    if (place.node === undefined) return errno.noent;
    return setTimes(wasi, place.node, accessed, modified, flags);
  },

  path_open(
    wasi,
    memory,
    number,
    _follow,
    pointer,
    length,
    openFlags,
    rights,
    inheriting,
    descriptorFlags,
    result,
  ) {
    const directory = wasi.directory(number, right.path_open);
    if (typeof directory === "number") return directory;
    if (!memory.holds(result, 4)) return errno.fault;
    if ((openFlags & ~allOpenFlags) !== 0 || (openFlags & newDirectory) === newDirectory) return errno.inval;
    if ((descriptorFlags & ~allDescriptorFlags) !== 0) return errno.inval;
    const place = wasi.place("path_open", number, right.path_open, memory, pointer, length);
    if (typeof place === "number") return place;
    if (wasi.descriptors.full) return errno.mfile;
    const asked = Number(BigInt.asUintN(rightBits, rights));
    const node = found(wasi, directory, place, openFlags, asked);
    if (typeof node === "number") return node;
    const shared = {
      rights: asked & directory.inheriting & (node.kind === "file" ? fileRights : directoryRights),
      inheriting: Number(BigInt.asUintN(rightBits, inheriting)) & directory.inheriting,
      flags: descriptorFlags,
    };
    if (node.kind === "file") node.opened++;
    const opened = wasi.descriptors.add(
      node.kind === "file"
        ? { kind: "file", node, position: 0, ...shared }
        : { kind: "directory", node, preopen: null, ...shared },
    );
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
  },
} satisfies Partial<Calls>;

/** What is to be opened: what is there, or a new file. */
function found(
  wasi: Wasi,
  directory: OpenDirectory,
  place: Place,
  flags: number,
  rights: number,
): Node | Errno {
  const has = (flag: number): boolean => (flags & flag) !== 0;
  if (place.node === undefined) return has(openFlag.create) ? created(wasi, directory, place) : errno.noent;
  if (has(openFlag.create) && has(openFlag.exclusive)) return errno.exist;
  if (place.node.kind === "directory") {
    const changes = has(openFlag.truncate) || has(openFlag.create) || (rights & right.fd_write) !== 0;
    return changes ? errno.isdir : place.node;
  }
  if (has(openFlag.directory)) return errno.notdir;
  if (!has(openFlag.truncate)) return place.node;
  if ((directory.rights & right.path_filestat_set_size) === 0) return errno.notcapable;
  wasi.tree.resize(place.node, 0);
  return place.node;
}

function created(wasi: Wasi, directory: OpenDirectory, place: Place): Node | Errno {
  if (place.kind === "directory" || place.slash) return errno.isdir;
  if ((directory.rights & right.path_create_file) === 0) return errno.notcapable;
  return wasi.tree.createFile(place.parent, place.name);
}
