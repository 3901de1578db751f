import { randomBytes } from "node:crypto";
import { constants, type FSWatcher, type Stats, watch } from "node:fs";
import {
  type FileHandle,
  link,
  lstat,
  mkdir,
  open,
  opendir,
  rename,
  rmdir,
  stat,
  unlink,
} from "node:fs/promises";
import { join, resolve } from "node:path";
import { z } from "zod";
import { type Operation, OperationError, type OperationScope, operation } from "./operation.ts";
import {
  attempt,
  closing,
  codeOf,
  type EntryPlace,
  entryOf,
  FileError,
  type Place,
  pathSchema,
  placeOf,
} from "./place.ts";

const mebibyte = 1_048_576;
/** Bytes of one piece that is read. */
const mostRead = 8 * mebibyte;
const mostCopied = 1_024 * mebibyte;
const pieceBytes = mebibyte;
const mostListed = 10_000;
/** Names of a folder: they are all read, because the file system has no order. */
const mostNames = 100_000;
const mostWatched = 200;
const mostWaitMs = 60_000;
/** A burst of changes is told as one. */
const settleMs = 50;

/** Fuel for bytes that the host moves on a guest's behalf. */
const bytesPerUnit = 8;

const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_WRONLY } = constants;

/** The folders that are granted. */
const roots = operation({
  capability: "files",
  request: z.strictObject({}),
  access: () => null,
  perform: (_request, _body, { grants }) => ({
    json: {
      read: grants.read.map((root) => resolve(root)),
      write: grants.write.map((root) => resolve(root)),
    },
  }),
});

// The places that are used are only known once they are held, so they are told by `use` and not by `access`.

/** A piece of a file, in the body. */
const read = operation({
  capability: "files",
  request: z.strictObject({
    path: pathSchema,
    offset: z.int().min(0).default(0),
    length: z.int().min(0).max(mostRead),
  }),
  access: () => null,
  perform: async ({ path, offset, length }, _body, scope) => {
    const place = await placeOf(path, "read", scope);
    return closing(place, ({ path, at }) =>
      attempt(path, async () =>
        closing(await openFile(at, O_RDONLY, path), async (file) => {
          const { size } = await file.stat();
          const wanted = Math.max(0, Math.min(length, size - offset));
          scope.charge(Math.ceil(wanted / bytesPerUnit));
          const buffer = new Uint8Array(wanted);
          const body = buffer.subarray(0, await fill(file, buffer, offset));
          return { json: { path, size, offset, bytes: body.length }, body };
        }),
      ),
    );
  },
});

/**
 * Writes the body. `replace` and `create` put a whole file in place at once: whoever reads has the old one or the new one, whatever happens. What
 * stands at the path is replaced itself, a link too: nothing is written through it.
 */
const write = operation({
  capability: "files",
  request: z.strictObject({ path: pathSchema, mode: z.enum(["replace", "create", "append"]) }),
  access: () => null,
  perform: async ({ path, mode }, body, scope) => {
    return closing(await entryOf(path, "write", scope), async (entry) => {
      scope.charge(Math.ceil(body.length / bytesPerUnit));
      const size = await attempt(entry.path, async () => {
        if (mode === "append") return append(entry, body);
        await putInPlace(entry, mode === "replace", scope, (file) => file.writeFile(body));
        return body.length;
      });
      return { json: { path: entry.path, size } };
    });
  },
});

const copy = operation({
  capability: "files",
  request: z.strictObject({ from: pathSchema, to: pathSchema, overwrite: z.boolean() }),
  access: () => null,
  perform: async ({ from, to, overwrite }, _body, scope) => {
    return closing(await placeOf(from, "read", scope), async (source) =>
      closing(await entryOf(to, "write", scope), async (target) => {
        const size = await copyFile(source, target, overwrite, scope);
        return { json: { from: source.path, to: target.path, size } };
      }),
    );
  },
});

/** Renames within one file system. Without `overwrite`, two who move to one name at the same moment may both succeed, and the later one counts. */
const move = operation({
  capability: "files",
  request: z.strictObject({ from: pathSchema, to: pathSchema, overwrite: z.boolean() }),
  access: () => null,
  perform: async ({ from, to, overwrite }, _body, scope) => {
    return closing(await entryOf(from, "write", scope), async (source) =>
      closing(await entryOf(to, "write", scope), async (target) => {
        await attempt(source.path, () => lstat(source.at));
        await attempt(target.path, async () => {
          if (!overwrite && (await exists(target))) throw new FileError("EEXIST", target.path);
          await rename(source.at, target.at);
        });
        return { json: { from: source.path, to: target.path } };
      }),
    );
  },
});

/** Removes a file, a link (not what it leads to), or a folder with nothing in it. */
const remove = operation({
  capability: "files",
  request: z.strictObject({ path: pathSchema }),
  access: () => null,
  perform: async ({ path }, _body, scope) => {
    return closing(await entryOf(path, "write", scope), ({ path, at }) =>
      attempt(path, async () => {
        const kind = kindOf(await lstat(at));
        await (kind === "folder" ? rmdir(at) : unlink(at));
        return { json: { path, kind } };
      }),
    );
  },
});

const makeFolder = operation({
  capability: "files",
  request: z.strictObject({ path: pathSchema }),
  access: () => null,
  perform: async ({ path }, _body, scope) => {
    return closing(await entryOf(path, "write", scope), ({ path, at }) =>
      attempt(path, async () => {
        try {
          await mkdir(at);
          return { json: { path, made: true } };
        } catch (thrown) {
          if (codeOf(thrown) !== "EEXIST" || !(await lstat(at)).isDirectory()) throw thrown;
          return { json: { path, made: false } };
        }
      }),
    );
  },
});

/** What a folder has, in the order of the names' code units. What vanishes meanwhile, or has a name that is no UTF-8, is left out. */
const list = operation({
  capability: "files",
  request: z.strictObject({
    path: pathSchema,
    limit: z.int().min(1).max(mostListed),
    /** Only names behind this one. */
    after: z.string().default(""),
  }),
  access: () => null,
  perform: async ({ path, limit, after }, _body, scope) => {
    return closing(await placeOf(path, "read", scope), ({ path, at }) =>
      attempt(path, async () => {
        const names = (await namesIn(at, path, scope)).filter((name) => name > after).sort();
        const asked = names.slice(0, limit);
        scope.charge(100 * asked.length);
        const found = await Promise.all(asked.map((name) => entryIn(at, name)));
        const entries = found.filter((entry) => entry !== null);
        return { json: { path, entries, complete: names.length <= limit } };
      }),
    );
  },
});

/** What something is, links followed; `missing` when there is nothing. */
const describe = operation({
  capability: "files",
  request: z.strictObject({ path: pathSchema }),
  access: () => null,
  perform: async ({ path }, _body, scope) => {
    try {
      return await closing(await placeOf(path, "read", scope), async ({ path, at }) => {
        const found = await attempt(path, () => stat(at));
        return { json: { path, ...told(found), mode: found.mode & 0o7777 } };
      });
    } catch (thrown) {
      if (!(thrown instanceof FileError && thrown.code === "ENOENT")) throw thrown;
      return { json: { path: resolve(path), kind: "missing", size: 0, modifiedMs: 0, mode: 0 } };
    }
  },
});

/** Waits until something changes in one of some folders (not in those below them). */
const watchFolders = operation({
  capability: "files",
  request: z.strictObject({
    paths: z.array(pathSchema).min(1).max(mostWatched),
    waitMs: z.int().min(0).max(mostWaitMs),
  }),
  access: () => null,
  perform: async ({ paths, waitMs }, _body, scope) => {
    const folders: Place[] = [];
    try {
      for (const path of paths) folders.push(await placeOf(path, "read", scope));
      return { json: await changesIn(folders, waitMs, scope.signal) };
    } finally {
      await Promise.all(folders.map((folder) => folder.close()));
    }
  },
});

async function changesIn(folders: readonly Place[], waitMs: number, signal: AbortSignal) {
  const startMs = performance.now();
  const changed = new Set<string>();
  const watchers: FSWatcher[] = [];
  let onAbort: (() => void) | undefined;
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      onAbort = () => reject(new OperationError("failed", "the call was ended"));
      if (signal.aborted) onAbort();
      signal.addEventListener("abort", onAbort);
      timer = setTimeout(resolve, waitMs);
      for (const { path, at } of folders) {
        const watcher = watching(path, at, (name) => {
          if (changed.size === 0) {
            clearTimeout(timer);
            timer = setTimeout(resolve, Math.min(settleMs, waitMs));
          }
          changed.add(join(path, name));
        });
        watcher.on("error", reject);
        watchers.push(watcher);
      }
    });
  } finally {
    clearTimeout(timer);
    if (onAbort !== undefined) signal.removeEventListener("abort", onAbort);
    for (const watcher of watchers) watcher.close();
  }
  const waitedMs = Math.round(performance.now() - startMs);
  return { changed: Array.from(changed).slice(0, mostListed), waitedMs };
}

function watching(path: string, at: string, onChange: (name: string) => void): FSWatcher {
  try {
    return watch(at, (_kind, name) => onChange(name ?? ""));
  } catch (thrown) {
    const code = codeOf(thrown);
    throw code === null ? thrown : new FileError(code, path);
  }
}

export const fileOperations: Readonly<Record<string, Operation>> = {
  "files.roots": roots,
  "files.read": read,
  "files.write": write,
  "files.copy": copy,
  "files.move": move,
  "files.remove": remove,
  "files.make-folder": makeFolder,
  "files.list": list,
  "files.stat": describe,
  "files.watch": watchFolders,
};

/** Opens a file, and nothing else: a pipe or a device could keep whoever opens it waiting for ever. */
async function openFile(at: string, flags: number, path: string): Promise<FileHandle> {
  const before = await stat(at).catch(() => null);
  if (before !== null) checkIsFile(before, path);
  const file = await open(at, flags | O_NONBLOCK, 0o666);
  try {
    checkIsFile(await file.stat(), path);
    return file;
  } catch (thrown) {
    await file.close();
    throw thrown;
  }
}

function checkIsFile(found: Stats, path: string): void {
  const kind = kindOf(found);
  if (kind === "folder") throw new FileError("EISDIR", path);
  if (kind !== "file") throw new FileError("ENXIO", path);
}

/** @returns bytes that there were */
async function fill(file: FileHandle, buffer: Uint8Array, offset: number): Promise<number> {
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}

async function append(entry: EntryPlace, body: Uint8Array): Promise<number> {
  const file = await openFile(entry.at, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, entry.path);
  return closing(file, async () => {
    await file.writeFile(body);
    return (await file.stat()).size;
  });
}

/** @returns bytes copied */
async function copyFile(
  source: Place,
  target: EntryPlace,
  overwrite: boolean,
  scope: OperationScope,
): Promise<number> {
  const file = await attempt(source.path, () => openFile(source.at, O_RDONLY, source.path));
  return closing(file, async () => {
    let size = 0;
    await attempt(target.path, () =>
      putInPlace(target, overwrite, scope, async (copied) => {
        size = await pour(file, copied, source.path, scope);
      }),
    );
    return size;
  });
}

/** Writes a file beside where it belongs, and puts it there when it is whole and on the disk. */
async function putInPlace(
  entry: EntryPlace,
  overwrite: boolean,
  { signal }: OperationScope,
  write: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const before = await lstat(entry.at).catch(() => null);
  if (before?.isDirectory()) throw new FileError("EISDIR", entry.path);
  if (before !== null && !overwrite) throw new FileError("EEXIST", entry.path);
  const at = join(entry.folderAt, `.${randomBytes(8).toString("hex")}.part`);
  try {
    await closing(await open(at, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o666), async (file) => {
      await write(file);
      if (before?.isFile()) await file.chmod(before.mode & 0o777);
      await file.sync();
    });
    if (signal.aborted) throw new OperationError("failed", "the call was ended");
    if (overwrite) await rename(at, entry.at);
    // unlike a rename, it fails if somebody else was quicker
    else await link(at, entry.at);
  } finally {
    await unlink(at).catch(() => {});
  }
}

/** @returns bytes copied */
async function pour(
  from: FileHandle,
  to: FileHandle,
  path: string,
  { signal, charge }: OperationScope,
): Promise<number> {
  const buffer = new Uint8Array(pieceBytes);
  let size = 0;
  for (;;) {
    if (signal.aborted) throw new OperationError("failed", "the call was ended");
    const { bytesRead } = await from.read(buffer, 0, buffer.length, size);
    if (bytesRead === 0) return size;
    size += bytesRead;
    if (size > mostCopied) throw new OperationError("failed", `${path}: more than ${mostCopied} bytes`);
    charge(Math.ceil(bytesRead / bytesPerUnit));
    await to.writeFile(buffer.subarray(0, bytesRead));
  }
}

async function exists({ at }: EntryPlace): Promise<boolean> {
  return lstat(at).then(
    () => true,
    () => false,
  );
}

async function namesIn(at: string, path: string, { signal }: OperationScope): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of await opendir(at, { bufferSize: 1_024 })) {
    if (signal.aborted) throw new OperationError("failed", "the call was ended");
    if (names.length === mostNames) {
      throw new OperationError("failed", `${path}: it has more than ${mostNames} entries`);
    }
    names.push(name);
  }
  return names;
}

async function entryIn(at: string, name: string) {
  try {
    return { name, ...told(await lstat(join(at, name))) };
  } catch (thrown) {
    if (codeOf(thrown) === null) throw thrown;
    return null;
  }
}

type Kind = "file" | "folder" | "link" | "other";

function told(found: Stats) {
  return { kind: kindOf(found), size: found.size, modifiedMs: Math.round(found.mtimeMs) };
}

function kindOf(found: Stats): Kind {
  if (found.isFile()) return "file";
  if (found.isDirectory()) return "folder";
  return found.isSymbolicLink() ? "link" : "other";
}
