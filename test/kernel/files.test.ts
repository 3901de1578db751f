import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import {
  chmod,
  lstat,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type World, world } from "./world.ts";

const tools = ["file_operations", "file_search", "file_watcher"];

/** `open` may be written, `shelf` only read; `secret` beside them is not granted. */
async function twoFolders(): Promise<World> {
  const made = await world(tools, (folder) => ({
    read: [join(folder, "shelf")],
    write: [join(folder, "open")],
  }));
  for (const name of ["open", "shelf", "secret"]) await mkdir(join(made.folder, name));
  await writeFile(join(made.folder, "secret", "key.txt"), "the secret");
  await writeFile(join(made.folder, "shelf", "book.txt"), "a book");
  return made;
}

describe("file_operations", () => {
  const files = (here: World, operation: string, args: Record<string, unknown>) =>
    here.call("file_operations", { operation, ...args });

  test("writes, reads, appends, copies, moves, lists, tells of and removes files, and every use is in the audit log", async () => {
    await using here = await twoFolders();
    const open = join(here.folder, "open");
    const notes = join(open, "a", "notes.txt");
    const copy = join(open, "copy.txt");

    expect(await files(here, "write", { path: notes, content: "one\n", parents: true })).toMatchObject({
      result: { path: notes, size: 4 },
    });
    expect((await files(here, "append", { path: notes, content: "zwei: ä\n" })).result).toMatchObject({
      size: 13,
    });
    expect(await readFile(notes, "utf8")).toBe("one\nzwei: ä\n");
    expect((await files(here, "read", { path: notes })).result).toEqual({
      path: notes,
      size: 13,
      offset: 0,
      bytes: 13,
      content: "one\nzwei: ä\n",
      complete: true,
    });
    expect((await files(here, "copy", { path: notes, to: copy })).result).toEqual({
      path: notes,
      to: copy,
      size: 13,
    });
    await here.uses();
    const moved = join(open, "moved.txt");
    expect((await files(here, "move", { path: copy, to: moved })).result).toEqual({ path: copy, to: moved });
    expect(await here.uses()).toEqual([`granted files.move ${copy}`, `granted files.move ${moved}`]);
    expect((await files(here, "list", { path: open })).result).toMatchObject({
      entries: [
        { name: "a", kind: "folder" },
        { name: "moved.txt", kind: "file", size: 13 },
      ],
      complete: true,
    });
    expect((await files(here, "stat", { path: moved })).result).toMatchObject({ kind: "file", size: 13 });
    expect((await files(here, "remove", { path: moved })).result).toMatchObject({ removed: 1 });
    expect((await files(here, "stat", { path: moved })).result).toMatchObject({ kind: "missing" });
    expect((await files(here, "remove", { path: join(open, "a") })).error).toContain("not empty");
    expect((await files(here, "remove", { path: join(open, "a"), recursive: true })).result).toMatchObject({
      removed: 2,
    });
    expect(await readdir(open)).toEqual([]);
    expect((await files(here, "roots", {})).result).toEqual({
      read: [join(here.folder, "shelf")],
      write: [open],
    });
  });

  test("any bytes come back as they were written, whole and in ranges", async () => {
    await using here = await twoFolders();
    const path = join(here.folder, "open", "bytes");
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        fc.nat(250),
        fc.nat(250),
        async (bytes, offset, length) => {
          const content = Buffer.from(bytes).toString("base64");
          await files(here, "write", { path, content, encoding: "base64", overwrite: true });
          expect(Buffer.compare(await readFile(path), bytes)).toBe(0);
          const { result } = await files(here, "read", { path, encoding: "base64", offset, length });
          const part = Buffer.from(bytes).subarray(offset, offset + length);
          expect(result).toMatchObject({
            content: part.toString("base64"),
            bytes: part.length,
            size: bytes.length,
          });
          expect(result?.complete).toBe(offset + part.length >= bytes.length);
          // text is what any other decoder makes of it
          const text = (await files(here, "read", { path, offset, length })).result?.content;
          expect(text).toBe(new TextDecoder("utf-8", { ignoreBOM: true }).decode(part));
        },
      ),
      { numRuns: 150 },
    );
  });

  test("text that is almost UTF-8 is decoded as any other decoder does", async () => {
    await using here = await twoFolders();
    const path = join(here.folder, "open", "text");
    const piece = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 3 }).map((text) => Buffer.from(text)),
      fc
        .constantFrom("c0", "ed a0 80", "f4 90 80 80", "e2 82", "f0 9f", "80", "ff", "e0 80", "f0 9f 92")
        .map((hex) => Buffer.from(hex.replaceAll(" ", ""), "hex")),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
        const bytes = Buffer.concat(pieces);
        await writeFile(path, bytes);
        const { result } = await files(here, "read", { path });
        expect(result?.content).toBe(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes));
      }),
      { numRuns: 150 },
    );
  });

  test("overwrites only when that is asked for, and keeps the permissions of what it replaces", async () => {
    await using here = await twoFolders();
    const path = join(here.folder, "open", "kept.sh");
    const other = join(here.folder, "open", "other");
    await writeFile(path, "old");
    await writeFile(other, "other");
    await chmod(path, 0o750);
    expect((await files(here, "write", { path, content: "new" })).error).toContain("it exists already");
    expect((await files(here, "move", { path: other, to: path })).error).toContain("it exists already");
    expect((await files(here, "copy", { path: other, to: path })).error).toContain("it exists already");
    expect(await readFile(path, "utf8")).toBe("old");
    expect((await files(here, "write", { path, content: "new", overwrite: true })).error).toBeNull();
    expect(await readFile(path, "utf8")).toBe("new");
    expect((await stat(path)).mode & 0o777).toBe(0o750);
    expect(
      (await files(here, "write", { path: join(here.folder, "open"), overwrite: true })).error,
    ).toContain("is not granted");
  });

  test("whoever reads while it is written has the old content or the new one, and nothing is left behind", async () => {
    await using here = await twoFolders();
    const open = join(here.folder, "open");
    const path = join(open, "page");
    const pages = ["a", "b"].map((letter) => letter.repeat(300_000));
    await writeFile(path, pages[0] ?? "");
    let writing = true;
    const reader = (async () => {
      const seen = new Set<string>();
      while (writing) seen.add(await readFile(path, "utf8"));
      return seen;
    })();
    for (let round = 0; round < 10; round++) {
      await Promise.all(pages.map((content) => files(here, "write", { path, content, overwrite: true })));
    }
    writing = false;
    for (const page of await reader) expect(pages).toContain(page);
    expect(await readdir(open)).toEqual(["page"]);
  });

  test("of many who create one file, one does", async () => {
    await using here = await twoFolders();
    const path = join(here.folder, "open", "one");
    const calls = await Promise.all(
      Array.from({ length: 20 }, (_, at) => files(here, "write", { path, content: `${at}` })),
    );
    expect(calls.filter(({ error }) => error === null)).toHaveLength(1);
    expect(calls.filter(({ error }) => error?.includes("it exists already"))).toHaveLength(19);
  });

  test("pages of a list make no gap and no double", async () => {
    await using here = await twoFolders();
    const shelf = join(here.folder, "shelf");
    const names = Array.from({ length: 25 }, (_, at) => `file ${at}`);
    for (const name of names) await writeFile(join(shelf, name), name);
    const seen: string[] = [];
    for (let after = ""; ; ) {
      const { result } = await files(here, "list", { path: shelf, limit: 10, after });
      const page = ((result?.entries ?? []) as { name: string }[]).map(({ name }) => name);
      seen.push(...page);
      after = page.at(-1) ?? "";
      if (result?.complete) break;
    }
    expect(seen).toEqual([...names, "book.txt"].sort());
  });

  test("fuel, not the machine, ends a call that reads too much; a pipe does not hold it up", async () => {
    await using here = await twoFolders();
    const pipe = join(here.folder, "open", "pipe");
    execFileSync("mkfifo", [pipe]);
    expect((await files(here, "read", { path: pipe })).error).toContain("it is no file");
    expect((await files(here, "append", { path: pipe, content: "x" })).error).toContain("it is no file");
    expect((await files(here, "read", { path: join(here.folder, "shelf") })).error).toContain(
      "it is a folder",
    );
    expect((await files(here, "read", { path: join(here.folder, "shelf", "none") })).error).toContain(
      "there is no such file",
    );
  });
});

/** Ways out of a granted folder, as paths. */
const escapes: Readonly<Record<string, (folder: string) => string>> = {
  "by dots": (folder) => `${folder}/open/../secret/key.txt`,
  "by dots behind a folder that is not there": (folder) => `${folder}/open/none/../../secret/key.txt`,
  "by an absolute path": (folder) => `${folder}/secret/key.txt`,
  "by an absolute path of the system": () => "/etc/passwd",
  "by a folder whose name begins alike": (folder) => `${folder}/open-not/key.txt`,
  "by a link to a file": (folder) => `${folder}/open/file-link`,
  "by a link to a folder": (folder) => `${folder}/open/folder-link/key.txt`,
  "by a link in the middle": (folder) => `${folder}/open/inner/up/secret/key.txt`,
  "by a link to a link": (folder) => `${folder}/open/link-link/key.txt`,
  "by a relative link": (folder) => `${folder}/open/relative/key.txt`,
  "by /proc/self/root": (folder) => `/proc/self/root${folder}/secret/key.txt`,
  "by a link to /proc/self/root": (folder) => `${folder}/open/proc${folder}/secret/key.txt`,
  "by /proc/self/cwd": () => "/proc/self/cwd/package.json",
  "by a descriptor": () => "/proc/self/fd/1",
  "by a link to nowhere": (folder) => `${folder}/open/nowhere`,
  "by doubled slashes": (folder) => `${folder}//open//..//secret//key.txt`,
};

async function withLinks(): Promise<World> {
  const here = await twoFolders();
  const { folder } = here;
  const open = join(folder, "open");
  await mkdir(join(folder, "open-not"));
  await writeFile(join(folder, "open-not", "key.txt"), "the secret");
  await mkdir(join(open, "inner"));
  await symlink(join(folder, "secret", "key.txt"), join(open, "file-link"));
  await symlink(join(folder, "secret"), join(open, "folder-link"));
  await symlink(folder, join(open, "inner", "up"));
  await symlink("folder-link", join(open, "link-link"));
  await symlink("../secret", join(open, "relative"));
  await symlink("/proc/self/root", join(open, "proc"));
  await symlink(join(folder, "secret", "new.txt"), join(open, "nowhere"));
  return here;
}

describe("nothing leads out of the granted folders", () => {
  /** Everything outside, with its content. */
  async function outside({ folder }: World): Promise<string[]> {
    const told = [];
    for (const name of ["secret", "open-not"]) {
      for (const file of await readdir(join(folder, name))) {
        told.push(`${name}/${file}: ${await readFile(join(folder, name, file), "utf8")}`);
      }
    }
    return told;
  }

  test.each(Object.entries(escapes))(
    "%s: neither reading nor listing nor searching nor asking what it is",
    async (_way, path) => {
      await using here = await withLinks();
      const target = path(here.folder);
      const calls: [string, Record<string, unknown>][] = [
        ["file_operations", { operation: "read", path: target }],
        ["file_operations", { operation: "stat", path: target }],
        ["file_operations", { operation: "list", path: target }],
        ["file_operations", { operation: "copy", path: target, to: join(here.folder, "open", "stolen") }],
        ["file_search", { folder: target }],
        ["file_watcher", { folder: target, waitMs: 1 }],
      ];
      for (const [tool, args] of calls) {
        const { error } = await here.call(tool, args);
        expect(error, tool).toContain("is not granted");
        expect(error).not.toContain("the secret");
        const [use, ...more] = await here.uses();
        expect(more).toEqual([]);
        expect(use).toMatch(/^denied files\./);
      }
      expect(existsSync(join(here.folder, "open", "stolen"))).toBe(false);
    },
  );

  test.each(Object.entries(escapes))("%s: neither writing nor removing nor moving", async (way, path) => {
    await using here = await withLinks();
    const target = path(here.folder);
    // what a link at the end leads to is not concerned by what happens to the link
    const isLink = ["by a link to a file", "by a link to nowhere"].includes(way);
    const mine = join(here.folder, "open", "mine.txt");
    await writeFile(mine, "mine");
    const before = await outside(here);
    for (const [operation, args] of [
      ["write", { path: target, content: "x", overwrite: true }],
      ["append", { path: target, content: "x" }],
      ["mkdir", { path: `${target}-folder` }],
      ["mkdir", { path: target, parents: true }],
      ["copy", { path: mine, to: target, overwrite: true }],
      ["move", { path: mine, to: target, overwrite: true }],
      ["move", { path: target, to: join(here.folder, "open", "stolen") }],
      ["remove", { path: target, recursive: true }],
    ] as const) {
      const { error } = await here.call("file_operations", { operation, ...args });
      expect(await outside(here)).toEqual(before);
      if (isLink) continue;
      expect(error, operation).toContain("is not granted");
      expect((await here.uses()).at(-1)).toMatch(/^denied files\./);
    }
    if (!isLink) expect(await readFile(mine, "utf8")).toBe("mine");
    expect(existsSync(join(here.folder, "secret", "new.txt"))).toBe(false);
  });

  test("what may only be read cannot be written, and a granted folder itself neither removed nor moved", async () => {
    await using here = await twoFolders();
    const book = join(here.folder, "shelf", "book.txt");
    const open = join(here.folder, "open");
    for (const [operation, args] of [
      ["write", { path: book, content: "x", overwrite: true }],
      ["append", { path: book, content: "x" }],
      ["remove", { path: book }],
      ["move", { path: book, to: join(open, "book.txt") }],
      ["copy", { path: book, to: join(here.folder, "shelf", "copy.txt") }],
      ["mkdir", { path: join(here.folder, "shelf", "new") }],
      ["remove", { path: open, recursive: true }],
      ["move", { path: open, to: join(open, "itself") }],
    ] as const) {
      const { error } = await here.call("file_operations", { operation, ...args });
      expect(error, operation).toContain("is not granted");
    }
    expect(await readdir(join(here.folder, "shelf"))).toEqual(["book.txt"]);
    expect((await here.call("file_operations", { operation: "read", path: book })).result?.content).toBe(
      "a book",
    );
    expect(
      (await here.call("file_operations", { operation: "copy", path: book, to: join(open, "b") })).error,
    ).toBeNull();
  });

  test("names with NUL, names that are too long, and relative paths are refused", async () => {
    await using here = await twoFolders();
    const open = join(here.folder, "open");
    const call = async (path: string) =>
      (await here.call("file_operations", { operation: "read", path })).error;
    expect(await call(`${open}/a\0/../../secret/key.txt`)).toContain("without a NUL");
    expect(await call("open/book.txt")).toContain("an absolute path");
    expect(await call("../secret/key.txt")).toContain("an absolute path");
    expect(await call(`${open}/${"n".repeat(300)}`)).toContain("too long");
    expect(await call(`${open}/${"n/".repeat(3_000)}`)).toContain("4095");
    expect(await call(`${open}/${"n/".repeat(1_500)}`)).toContain("there is no such file");
    expect(await call("/")).toContain("is not granted");
  });

  test("links that stay inside are followed when reading, and replaced when writing", async () => {
    await using here = await twoFolders();
    const open = join(here.folder, "open");
    await writeFile(join(open, "target"), "content");
    await symlink("target", join(open, "link"));
    await symlink(join(here.folder, "shelf"), join(open, "shelf-link"));
    const files = (operation: string, path: string, more = {}) =>
      here.call("file_operations", { operation, path: join(open, path), ...more });
    expect((await files("read", "link")).result).toMatchObject({
      path: join(open, "target"),
      content: "content",
    });
    expect((await files("read", "shelf-link/book.txt")).result).toMatchObject({ content: "a book" });
    // it leads from what may be written to what may only be read
    expect((await files("write", "shelf-link/new.txt")).error).toContain("is not granted");
    expect((await files("append", "link", { content: "x" })).error).toContain("it is a link");
    expect((await files("write", "link", { content: "new", overwrite: true })).error).toBeNull();
    expect((await lstat(join(open, "link"))).isFile()).toBe(true);
    expect(await readFile(join(open, "target"), "utf8")).toBe("content");
  });

  // other systems cannot promise it
  test.runIf(process.platform === "linux")(
    "a folder that is exchanged for a link again and again never leads out",
    async () => {
      await using here = await twoFolders();
      const open = join(here.folder, "open");
      await mkdir(join(open, "real"));
      await writeFile(join(open, "real", "key.txt"), "harmless");
      await symlink(join(here.folder, "secret"), join(open, "bait"));
      let calling = true;
      const exchange = (async () => {
        while (calling) {
          await rename(join(open, "real"), join(open, "door"));
          await rename(join(open, "door"), join(open, "real"));
          await rename(join(open, "bait"), join(open, "door"));
          await rename(join(open, "door"), join(open, "bait"));
        }
      })();
      const outcomes = new Set<string>();
      for (let round = 0; round < 150; round++) {
        const path = join(open, "door", "key.txt");
        const read = await here.call("file_operations", { operation: "read", path });
        outcomes.add((read.result?.content as string) ?? "refused");
        await here.call("file_operations", {
          operation: "write",
          path: join(open, "door", "planted"),
          content: "x",
        });
      }
      calling = false;
      await exchange;
      expect(outcomes).not.toContain("the secret");
      expect(await readdir(join(here.folder, "secret"))).toEqual(["key.txt"]);
    },
  );

  test("a granted folder that is a link itself is granted where it leads", async () => {
    const made = await world(tools, (folder) => ({ read: [join(folder, "alias")] }));
    await using here = made;
    await mkdir(join(here.folder, "real"));
    await writeFile(join(here.folder, "real", "a.txt"), "a");
    await symlink("real", join(here.folder, "alias"));
    for (const name of ["alias", "real"]) {
      const path = join(here.folder, name, "a.txt");
      const { result } = await here.call("file_operations", { operation: "read", path });
      expect(result).toMatchObject({ path: join(here.folder, "real", "a.txt"), content: "a" });
    }
  });

  test("without any grant nothing is touched, and the log says what was tried", async () => {
    await using here = await world(tools, () => ({}));
    const path = join(here.folder, "a.txt");
    await writeFile(path, "a");
    for (const operation of ["read", "stat", "remove"]) {
      const { error } = await here.call("file_operations", { operation, path });
      expect(error).toContain(
        `is not granted; what would grant it is ${operation === "remove" ? "write" : "read"}: `,
      );
      expect(await here.uses()).toEqual([`denied files.${operation} ${path}`]);
    }
    expect(await readFile(path, "utf8")).toBe("a");
  });
});

test.runIf(existsSync("/proc/self/fd"))("whatever comes of a call, nothing of it stays open", async () => {
  await using here = await withLinks();
  const open = join(here.folder, "open");
  const round = async (number: number) => {
    for (const path of [
      join(open, "own"),
      join(open, "none"),
      join(open, "inner"),
      ...Object.values(escapes).map((way) => way(here.folder)),
    ]) {
      for (const operation of ["read", "stat", "list", "write", "append", "mkdir"]) {
        await here.call("file_operations", { operation, path, overwrite: true });
      }
      await here.call("file_operations", { operation: "copy", path, to: join(open, `copy-${number}`) });
      await here.call("file_operations", { operation: "move", path, to: join(here.folder, "secret", "x") });
      await here.call("file_watcher", { folder: path, waitMs: 1 });
    }
  };
  const descriptors = async () => (await readdir("/proc/self/fd")).length;
  await round(0);
  const before = await descriptors();
  await round(1);
  expect(await descriptors()).toBeLessThanOrEqual(before);
});

test("a call that uses more than its line of the audit log can tell is stopped, and has its line", async () => {
  await using here = await world(tools, (folder) => ({ write: [folder] }));
  const long = `${"n".repeat(200)}/`.repeat(15);
  const folder = join(here.folder, "many");
  await mkdir(join(folder, long), { recursive: true });
  for (let at = 0; at < 400; at++) await writeFile(join(folder, long, randomBytes(50).toString("hex")), "");
  const { error } = await here.call("file_operations", {
    operation: "remove",
    path: folder,
    recursive: true,
  });
  expect(error).toContain("more than one call may");
  expect((await here.uses()).length).toBeGreaterThan(100);
  await rm(folder, { recursive: true });
});
