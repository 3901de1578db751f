import { crc32 } from "node:zlib";
import { type Entry, fromBufferPromise, type ZipFile } from "yauzl";
import { Flaw } from "./flaw.ts";

/** What is read of a zip archive that anybody may have made. */
export interface ZipLimits {
  readonly entries: number;
  /** Of all files together, unpacked. */
  readonly totalBytes: number;
  /** Of the file that is read, unpacked. */
  readonly fileBytes: number;
  /** Times that all files together may be larger than the archive. */
  readonly ratio: number;
}

/**
 * The bytes of one file of a zip archive, in memory: nothing is written anywhere. An archive with an entry that has no
 * business in a report (a link, a path out of the folder, two entries of one name) is refused as a whole.
 *
 * @throws Flaw when the archive is not sound, not harmless, or without the file
 */
export async function readFileOfZip(zip: Buffer, path: string, limits: ZipLimits): Promise<Buffer> {
  try {
    const archive = await fromBufferPromise(zip, { strictFileNames: true });
    if (archive.entryCount > limits.entries) {
      throw new Flaw(`it has ${archive.entryCount} entries, at most ${limits.entries} are read`);
    }
    const entries = await entriesOf(archive, limits);
    refuseBomb(entries, zip.length, limits);
    const entry = entries.find(({ fileName }) => fileName === path);
    if (entry === undefined) throw new Flaw(`it holds no ${path}`);
    if (entry.uncompressedSize > limits.fileBytes) {
      throw new Flaw(`its ${path} has ${entry.uncompressedSize} bytes, at most ${limits.fileBytes} are read`);
    }
    return await contentOf(archive, entry);
  } catch (thrown) {
    if (thrown instanceof Flaw) throw thrown;
    throw new Flaw(`it is no sound zip archive: ${thrown instanceof Error ? thrown.message : "unreadable"}`);
  }
}

async function entriesOf(archive: ZipFile, limits: ZipLimits): Promise<Entry[]> {
  const entries: Entry[] = [];
  const names = new Set<string>();
  for await (const entry of archive.eachEntry()) {
    // file systems that ignore case, or how an accent is written, see one file where there are two names
    const name = entry.fileName.normalize("NFC").toLowerCase();
    if (names.has(name)) throw new Flaw(`it has more than one entry ${entry.fileName}`);
    if (/\p{Cc}/u.test(name))
      throw new Flaw(`the name of its entry ${entry.fileName} has control characters`);
    if (isSpecial(entry)) throw new Flaw(`its entry ${entry.fileName} is a link or another special file`);
    if (entry.isEncrypted()) throw new Flaw(`its entry ${entry.fileName} is encrypted`);
    names.add(name);
    entries.push(entry);
    if (entries.length > limits.entries) throw new Flaw(`it has more than ${limits.entries} entries`);
  }
  return entries;
}

/** Whether the Unix mode, in the upper half of the attributes, is that of something else than a file or folder. */
function isSpecial({ externalFileAttributes }: Entry): boolean {
  const [regular, folder, type] = [0o100000, 0o040000, 0o170000];
  const mode = (externalFileAttributes >>> 16) & type;
  return mode !== 0 && mode !== regular && mode !== folder;
}

function refuseBomb(entries: readonly Entry[], zipBytes: number, limits: ZipLimits): void {
  const total = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  if (total > limits.totalBytes) {
    throw new Flaw(`its files have ${total} bytes unpacked, at most ${limits.totalBytes} are read`);
  }
  if (total > zipBytes * limits.ratio) {
    throw new Flaw(`its files are more than ${limits.ratio} times as large as the archive`);
  }
}

/** The reader of the archive sees to it that there are as many bytes as the entry says, and no more. */
async function contentOf(archive: ZipFile, entry: Entry): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of await archive.openReadStreamPromise(entry)) chunks.push(chunk);
  const content = Buffer.concat(chunks);
  if (crc32(content) !== entry.crc32) throw new Flaw(`the checksum of its ${entry.fileName} is wrong`);
  return content;
}
