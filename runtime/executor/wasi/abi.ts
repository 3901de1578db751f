/**
 * The numbers of WASI preview 1.
 *
 * Source: https://github.com/WebAssembly/WASI/blob/wasi-0.1/preview1/witx/typenames.witx and
 * wasi_snapshot_preview1.witx beside it.
 */

/** The module name under which programs import the calls. */
export const moduleName = "wasi_snapshot_preview1";

/** Every call, with the types of its operands: `i` is an i32, `I` an i64. All but `proc_exit` return an i32. */
export const signatures = {
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
  sock_shutdown: "ii",
} as const;

export type CallName = keyof typeof signatures;

/** The operands of a signature, as WebAssembly hands them to JavaScript: an i32 is signed. */
export type Operands<Signature extends string> = Signature extends `i${infer Rest}`
  ? [number, ...Operands<Rest>]
  : Signature extends `I${infer Rest}`
    ? [bigint, ...Operands<Rest>]
    : [];

export const errno = {
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
  notcapable: 76,
} as const;

export type Errno = (typeof errno)[keyof typeof errno];

export const fileType = { unknown: 0, directory: 3, regularFile: 4 } as const;

export const openFlag = { create: 1, directory: 2, exclusive: 4, truncate: 8 } as const;

export const descriptorFlag = { append: 1 } as const;
/** append, dsync, nonblock, rsync and sync. */
export const allDescriptorFlags = 0b11111;

export const timeFlag = { accessed: 1, accessedNow: 2, modified: 4, modifiedNow: 8 } as const;

export const whence = { set: 0, current: 1, end: 2 } as const;

/** realtime, monotonic, and the processor time of the process and of the thread. */
export const clockCount = 4;
export const realtime = 0;

export const eventType = { clock: 0, read: 1, write: 2 } as const;
export const subscriptionAbsolute = 1;
export const eventHangup = 1;

/** What a descriptor may be used for. */
export const right = {
  fd_datasync: 1 << 0,
  fd_read: 1 << 1,
  fd_seek: 1 << 2,
  fd_fdstat_set_flags: 1 << 3,
  fd_sync: 1 << 4,
  fd_tell: 1 << 5,
  fd_write: 1 << 6,
  fd_advise: 1 << 7,
  fd_allocate: 1 << 8,
  path_create_directory: 1 << 9,
  path_create_file: 1 << 10,
  path_link_source: 1 << 11,
  path_link_target: 1 << 12,
  path_open: 1 << 13,
  fd_readdir: 1 << 14,
  path_readlink: 1 << 15,
  path_rename_source: 1 << 16,
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
  poll_fd_readwrite: 1 << 27,
} as const;

/** How many bits of the 64 for rights mean something. */
export const rightBits = 30;

export const fileRights =
  right.fd_datasync |
  right.fd_read |
  right.fd_seek |
  right.fd_fdstat_set_flags |
  right.fd_sync |
  right.fd_tell |
  right.fd_write |
  right.fd_advise |
  right.fd_allocate |
  right.fd_filestat_get |
  right.fd_filestat_set_size |
  right.fd_filestat_set_times |
  right.poll_fd_readwrite;

/** Those of links are among them because C libraries expect a directory to have them; the calls do not exist here. */
export const directoryRights =
  right.fd_fdstat_set_flags |
  right.fd_sync |
  right.path_create_directory |
  right.path_create_file |
  right.path_link_source |
  right.path_link_target |
  right.path_open |
  right.fd_readdir |
  right.path_readlink |
  right.path_rename_source |
  right.path_rename_target |
  right.path_filestat_get |
  right.path_filestat_set_size |
  right.path_filestat_set_times |
  right.fd_filestat_get |
  right.fd_filestat_set_times |
  right.path_symlink |
  right.path_remove_directory |
  right.path_unlink_file;

const streamRights =
  right.fd_datasync |
  right.fd_fdstat_set_flags |
  right.fd_sync |
  right.fd_filestat_get |
  right.poll_fd_readwrite;
export const inputRights = streamRights | right.fd_read;
export const outputRights = streamRights | right.fd_write;
