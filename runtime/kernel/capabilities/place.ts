import { constants, existsSync } from "node:fs";
import { type FileHandle, open, readlink, realpath } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { z } from "zod";
import type { Grants } from "./grants.ts";
import { OperationError, type OperationScope } from "./operation.ts";

/** An absolute path. */
export const pathSchema = z
  .string()
  .max(4_095)
  .regex(/^\/[^\0]*$/, "an absolute path without a NUL character");

/** What is going to be done with a place. What may be written may be read. */
export type Need = "read" | "write";

/**
 * Something that exists in a granted folder, and is held, so that whatever becomes of its path, `at` leads to it.
 *
 * On Linux it is opened first (as a bare reference, which touches no content and starts no device), and then asked where it lies. So
 * no exchange of a folder for a link between the check and the use can lead out: `at` names what was checked, not a path to walk once more.
 * A hard link to a file outside cannot be told from a file inside, as everywhere; no operation makes one from outside. Other systems have no way
 * to name what is open: there the real path is checked and then used, and whoever can write to a granted folder from outside the kernel
 * could exchange a folder in between.
 */
export interface Place {
  /** Its real path, for people. */
  readonly path: string;
  /** Its path for the system. */
  readonly at: string;
  /** Has to be called. `closing` does. */
  close(): Promise<void>;
}

/** An entry of a folder that is held: what it names, a link too, and not what a link leads to. There may be none. */
export interface EntryPlace extends Place {
  /** The folder's path for the system. */
  readonly folderAt: string;
}

/** Why the file system did not do something. */
export class FileError extends OperationError {
  /** The system's own: `ENOENT`. */
  readonly code: string;

  constructor(code: string, path: string) {
    super("failed", `${path}: ${meanings[code] ?? code}`);
    this.code = code;
  }
}

/** Something that exists; links are followed. Denied when it does not lie in a folder that is granted. */
export async function placeOf(path: string, need: Need, scope: OperationScope): Promise<Place> {
  const asked = resolve(path);
  const roots = await rootsOf(scope.grants, need);
  return granted(await findFor(asked, asked, roots, scope), asked, need, scope);
}

/** An entry of a folder, whether there is one or not. A granted folder itself is none: its entry lies in the folder above. */
export async function entryOf(path: string, need: Need, scope: OperationScope): Promise<EntryPlace> {
  const asked = resolve(path);
  const name = basename(asked);
  const roots = await rootsOf(scope.grants, need);
  const folder = name === "" ? null : await findFor(asked, dirname(asked), roots, scope);
  const entry: EntryPlace | null = folder && {
    path: join(folder.path, name),
    at: join(folder.at, name),
    folderAt: folder.at,
    close: () => folder.close(),
  };
  return granted(entry, asked, need, scope);
}

/** Runs what uses something that is open, and closes it. */
export async function closing<Open extends { close(): Promise<void> }, Result>(
  open: Open,
  use: (open: Open) => Promise<Result>,
): Promise<Result> {
  try {
    return await use(open);
  } finally {
    await open.close();
  }
}

/** Runs what uses the file system. What the system refuses is an `OperationError` that names the path as the guest knows it. */
export async function attempt<Result>(path: string, use: () => Promise<Result>): Promise<Result> {
  try {
    return await use();
  } catch (thrown) {
    const code = codeOf(thrown);
    throw code === null ? thrown : new FileError(code, path);
  }
}

/** The system's code of an error; null when it is not of the system. */
export function codeOf(thrown: unknown): string | null {
  if (!(thrown instanceof Error) || !("syscall" in thrown)) return null;
  return "code" in thrown && typeof thrown.code === "string" ? thrown.code : null;
}

/** Finds a place for what is asked. That it is not there is a use, too. */
async function findFor(
  asked: string,
  path: string,
  roots: Roots,
  { use }: OperationScope,
): Promise<Place | null> {
  try {
    return await find(path, roots);
  } catch (thrown) {
    if (thrown instanceof FileError) use({ target: asked, granted: true, grant: "" });
    throw thrown;
  }
}

/** Says that it is used, or denied. */
async function granted<Found extends Place>(
  found: Found | null,
  asked: string,
  need: Need,
  scope: OperationScope,
): Promise<Found> {
  try {
    scope.use({
      target: found?.path ?? asked,
      granted: found !== null,
      grant: `${need}: ${JSON.stringify(dirname(asked))}`,
    });
  } catch (thrown) {
    await found?.close();
    throw thrown;
  }
  // whoever is refused has asked for what is not there, and nothing was found
  return found as Found;
}

/** Granted folders as they are written in the grants, and where they really are. */
interface Roots {
  readonly written: readonly string[];
  readonly real: readonly string[];
}

async function rootsOf({ read, write }: Grants, need: Need): Promise<Roots> {
  const written = (need === "write" ? write : [...read, ...write]).map((root) => resolve(root));
  const real = await Promise.all(written.map((root) => realpath(root).catch(() => null)));
  return { written, real: real.filter((root) => root !== null) };
}

/** Null when it does not lie in the roots, whether it exists or not. */
async function find(asked: string, roots: Roots): Promise<Place | null> {
  // nothing outside is even looked at
  if (!liesIn(asked, roots.written) && !liesIn(asked, roots.real)) return null;
  let place: Place;
  try {
    place = await hold(asked);
  } catch (thrown) {
    const code = codeOf(thrown);
    if (code === null) throw thrown;
    return (await leadsOut(asked, roots)) ? null : Promise.reject(new FileError(code, asked));
  }
  if (liesIn(place.path, roots.real)) return place;
  await place.close();
  return null;
}

/** Whether a path that cannot be opened passes through a link out of the roots: then nobody shall learn why it cannot. */
async function leadsOut(asked: string, roots: Roots): Promise<boolean> {
  if (roots.written.includes(asked) || roots.real.includes(asked)) return false;
  try {
    const folder = await find(dirname(asked), roots);
    if (folder === null) return true;
    // a link that cannot be followed leads nobody knows where
    return await closing(folder, ({ at }) =>
      readlink(join(at, basename(asked))).then(
        () => true,
        () => false,
      ),
    );
  } catch (thrown) {
    if (thrown instanceof FileError) return false;
    throw thrown;
  }
}

function liesIn(path: string, roots: readonly string[]): boolean {
  return roots.some((root) => path === root || path.startsWith(root.endsWith("/") ? root : `${root}/`));
}

/** Linux: opens a reference to a file or folder, and nothing of its content. Node has no name for it. */
const referenceOnly = 0o10000000;
const descriptors = "/proc/self/fd";

/** Asked only when a file is: a process that may read no files may not ask either. */
let canHold: boolean | undefined;

async function hold(path: string): Promise<Place> {
  canHold ??= process.platform === "linux" && existsSync(descriptors);
  if (!canHold) {
    const real = await realpath(path);
    return { path: real, at: real, close: async () => {} };
  }
  const handle: FileHandle = await open(path, referenceOnly | constants.O_RDONLY);
  const at = `${descriptors}/${handle.fd}`;
  try {
    return { path: await readlink(at), at, close: () => handle.close() };
  } catch (thrown) {
    await handle.close();
    throw thrown;
  }
}

const meanings: Readonly<Record<string, string>> = {
  EACCES: "the system does not permit it",
  EBUSY: "it is in use",
  EEXIST: "it exists already",
  EINVAL: "a folder cannot be moved into itself",
  EISDIR: "it is a folder",
  ELOOP: "it is a link, or leads through too many",
  EMFILE: "too many files are open",
  ENAMETOOLONG: "the name is too long",
  ENOENT: "there is no such file or folder",
  ENOSPC: "there is no space left",
  ENOTDIR: "it, or something on the way to it, is no folder",
  ENOTEMPTY: "the folder is not empty",
  ENXIO: "it is no file",
  EPERM: "the system does not permit it",
  EROFS: "it cannot be written to",
  EXDEV: "it lies on another file system",
};
