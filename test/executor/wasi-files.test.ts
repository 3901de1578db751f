import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { errno, fileRights, openFlag, right } from "../../runtime/executor/wasi/abi.ts";
import { type Answer, bench, type Caller, nodeCaller } from "./wasi-caller.ts";
import { texts } from "./wasi-run.ts";

const { create, directory, exclusive, truncate } = openFlag;
const [set, current, end] = [0, 1, 2];
const ok: Answer = [errno.success];

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

describe("a path cannot lead out of the directory it starts in", () => {
  const files = {
    "/secret": bytes("secret"),
    "/box/inside": bytes("inside"),
    "/box/below/deep": bytes("deep"),
  };
  const outward = [
    "../secret",
    "below/../../secret",
    "/secret",
    "/box/inside",
    "..",
    "below/../..",
    "./../box/inside",
  ];

  test.each(outward)("%s", (path) => {
    const { caller, wasi, events } = bench({ files, preopens: ["/box"] });
    const before = wasi.files();
    const refused: Answer = [errno.notcapable];
    expect(caller.open(path)).toEqual(refused);
    expect(caller.open(path, { flags: create })).toEqual(refused);
    expect(caller.openDirectory(path)).toEqual(refused);
    expect(caller.statPath(path)).toEqual(refused);
    expect(caller.makeDirectory(path)).toEqual(refused);
    expect(caller.removeDirectory(path)).toEqual(refused);
    expect(caller.unlink(path)).toEqual(refused);
    expect(caller.rename(path, "mine")).toEqual(refused);
    expect(caller.rename("inside", path)).toEqual(refused);
    expect(wasi.files()).toEqual(before);
    expect(events.slice(0, 1)).toEqual([{ kind: "escape", call: "path_open", path }]);
  });

  test("nor out of a directory that was opened inside of it", () => {
    const { caller } = bench({ files, preopens: ["/box"] });
    const [, below] = caller.openDirectory("below");
    expect(caller.open("../inside", {}, Number(below))).toEqual([errno.notcapable]);
    expect(caller.open("./../below/deep", {}, Number(below))).toEqual([errno.notcapable]);
    expect(caller.statPath("deep", Number(below))).toEqual([errno.success, 4, "4"]);
  });

  test("property: whatever is done to a box, nothing outside of it changes", () => {
    const segment = fc.constantFrom("..", ".", "", "box", "inside", "below", "secret", "x");
    const path = fc.array(segment, { maxLength: 5 }).map((segments) => segments.join("/"));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(5), path, path), { maxLength: 12 }), (actions) => {
        const { caller, wasi } = bench({ files, preopens: ["/box"] });
        for (const [kind, one, other] of actions) {
          if (kind === 0) caller.makeDirectory(one);
          if (kind === 1) caller.unlink(one);
          if (kind === 2) caller.rename(one, other);
          if (kind === 3) caller.removeDirectory(one);
          if (kind === 4) caller.open(one, { flags: create });
          if (kind === 5) caller.open(one, { flags: truncate });
        }
        const outside = Object.entries(texts(wasi.files())).filter(([name]) => !name.startsWith("/box/"));
        expect(outside).toEqual([["/secret", "secret"]]);
      }),
    );
  });
});

describe("limits", () => {
  test("files have no more bytes together than the limit, and what fits is written", () => {
    const { caller, wasi } = bench({ preopens: ["/"], files: { "/given": bytes("12345") }, fileLimit: 20 });
    expect(caller.open("one", { flags: create })).toEqual([0, 4]);
    expect(caller.write(4, "0123456789")).toEqual([0, 10]);
    expect(caller.write(4, "abc", "defghi")).toEqual([0, 5]);
    expect(caller.write(4, "x")).toEqual([errno.nospc]);
    expect(caller.writeAt(4, 1000n, "x")).toEqual([errno.nospc]);
    expect(caller.setSize(4, 16n)).toEqual([errno.nospc]);
    expect(caller.setSize(4, 2n ** 62n)).toEqual([errno.nospc]);
    expect(caller.allocate(4, 0n, 16n)).toEqual([errno.nospc]);
    expect(caller.allocate(4, 2n ** 62n, 2n ** 62n)).toEqual([errno.nospc]);
    expect(caller.writeAt(4, 0n, "overwriting")).toEqual([0, 11]);
    expect(texts(wasi.files())).toEqual({ "/given": "12345", "/one": "overwritingbcde" });
  });

  test("a gap before what is written takes room", () => {
    const { caller } = bench({ preopens: ["/"], fileLimit: 20 });
    caller.open("one", { flags: create });
    expect(caller.writeAt(4, 15n, "abcdefghi")).toEqual([0, 5]);
    expect(caller.write(4, "x")).toEqual([0, 1]);
    expect(caller.writeAt(4, 20n, "x")).toEqual([errno.nospc]);
    expect(caller.readAt(4, 0n, 30)).toEqual([0, 20, `x${"\0".repeat(14)}abcde`]);
  });

  test("room comes back when a file is cut, truncated or replaced, and when one unlinked is closed", () => {
    const { caller, wasi } = bench({ preopens: ["/"], fileLimit: 10 });
    const full = (): boolean => wasi.tree.freeBytes === 0;
    caller.open("one", { flags: create });
    caller.write(4, "0123456789");
    expect(full()).toBe(true);
    caller.setSize(4, 4n);
    expect(wasi.tree.freeBytes).toBe(6);
    caller.open("one", { flags: truncate });
    expect(wasi.tree.freeBytes).toBe(10);
    caller.write(5, "0123456789");
    caller.unlink("one");
    caller.close(5);
    expect(full()).toBe(true);
    expect(caller.readAt(4, 8n, 5)).toEqual([0, 2, "89"]);
    caller.close(4);
    expect(wasi.tree.freeBytes).toBe(10);
    caller.open("one", { flags: create });
    caller.write(4, "0123456789");
    caller.open("two", { flags: create });
    caller.close(4);
    caller.rename("two", "one");
    expect(wasi.tree.freeBytes).toBe(10);
    expect(wasi.files()).toEqual({ "/one": bytes("") });
  });

  test("no more descriptors are open than the limit, and a file is not made when none is left", () => {
    const { caller, wasi } = bench({ preopens: ["/"], descriptorLimit: 6 });
    expect(caller.open("one", { flags: create })).toEqual([0, 4]);
    expect(caller.open("two", { flags: create })).toEqual([0, 5]);
    expect(caller.open("three", { flags: create })).toEqual([errno.mfile]);
    expect(Object.keys(wasi.files())).toEqual(["/one", "/two"]);
    caller.close(4);
    expect(caller.open("three", { flags: create })).toEqual([0, 4]);
  });

  test("the number of files is limited", () => {
    const { caller } = bench({ preopens: ["/"] });
    let made = 0;
    while (made < 20_000 && caller.makeDirectory(`d${made}`)[0] === 0) made++;
    expect(made).toBeLessThan(20_000);
    expect(caller.makeDirectory("one more")).toEqual([errno.nospc]);
    expect(caller.open("one more", { flags: create })).toEqual([errno.nospc]);
    caller.removeDirectory("d0");
    expect(caller.open("one more", { flags: create })).toEqual([0, 4]);
  });

  test("directories are not nested without end, also not by moving them or from within", () => {
    const { caller } = bench({ preopens: ["/"], descriptorLimit: 1000 });
    let deepest = 3;
    let depth = 0;
    while (depth < 100 && caller.makeDirectory("d", deepest)[0] === 0) {
      deepest = Number(caller.openDirectory("d", deepest)[1]);
      depth++;
    }
    expect(depth).toBeLessThan(100);
    caller.makeDirectory("other");
    caller.makeDirectory("other/inner");
    const above = `${"d/".repeat(depth - 1)}d`;
    expect(caller.rename("other", `${above}/other`)).toEqual([errno.nametoolong]);
    expect(caller.rename("other", `${above.slice(4)}/other`)).toEqual(ok);
  });

  test("names and paths are not endless", () => {
    const { caller } = bench({ preopens: ["/"] });
    expect(caller.open("n".repeat(255), { flags: create })).toEqual([0, 4]);
    expect(caller.open("n".repeat(256), { flags: create })).toEqual([errno.nametoolong]);
    expect(caller.makeDirectory("é".repeat(128))).toEqual([errno.nametoolong]);
    expect(caller.statPath("./".repeat(2048))).toEqual([0, 3]);
    expect(caller.statPath("./".repeat(2049))).toEqual([errno.nametoolong]);
  });
});

describe("rights", () => {
  test("a descriptor has those asked for that its directory can give", () => {
    const { caller } = bench({ preopens: ["/"], files: { "/file": bytes("content") } });
    caller.open("file", { rights: right.fd_read });
    expect(caller.read(4, 3)).toEqual([0, 3, "con"]);
    expect(caller.write(4, "x")).toEqual([errno.notcapable]);
    expect(caller.seek(4, 0n, set)).toEqual([errno.notcapable]);
    expect(caller.tell(4)).toEqual([errno.notcapable]);
    expect(caller.setSize(4, 0n)).toEqual([errno.notcapable]);
    caller.open("file", { rights: right.fd_write | right.fd_tell });
    expect(caller.read(5, 3)).toEqual([errno.notcapable]);
    expect(caller.write(5, "x")).toEqual([0, 1]);
    expect(caller.seek(5, 0n, current)).toEqual([0, "1"]);
  });

  test("what was given up is not had again, nor by what is opened through it", () => {
    const { caller } = bench({ preopens: ["/"], files: { "/d/file": bytes("content") } });
    const [, below] = caller.openDirectory("d");
    const directoryRights = right.path_open | right.fd_readdir;
    const give = (rights: number, inheriting: number): number =>
      caller.call("fd_fdstat_set_rights", Number(below), BigInt(rights), BigInt(inheriting));
    expect(give(directoryRights, right.fd_read)).toBe(errno.success);
    expect(give(directoryRights | right.path_create_file, right.fd_read)).toBe(errno.notcapable);
    expect(caller.open("file", { rights: fileRights }, Number(below))).toEqual([0, 5]);
    expect(caller.read(5, 7)).toEqual([0, 7, "content"]);
    expect(caller.write(5, "x")).toEqual([errno.notcapable]);
    expect(caller.open("new", { flags: create }, Number(below))).toEqual([errno.notcapable]);
    expect(caller.open("file", { flags: truncate }, Number(below))).toEqual([errno.notcapable]);
    expect(caller.makeDirectory("new", Number(below))).toEqual([errno.notcapable]);
  });
});

describe("descriptors", () => {
  test("append writes at the end, and pwrite where it is told", () => {
    const { caller, wasi } = bench({ preopens: ["/"], files: { "/log": bytes("one ") } });
    caller.open("log", { descriptorFlags: 1 });
    expect(caller.write(4, "two")).toEqual([0, 3]);
    caller.seek(4, 0n, set);
    caller.write(4, " three");
    expect(caller.tell(4)).toEqual([0, "13"]);
    caller.writeAt(4, 0n, "ONE");
    expect(caller.call("fd_fdstat_set_flags", 4, 0)).toBe(errno.success);
    caller.seek(4, 0n, set);
    caller.write(4, "oNe");
    expect(texts(wasi.files())).toEqual({ "/log": "oNe two three" });
  });

  test("a position can be anywhere from 0 on, but no further than numbers are exact", () => {
    const { caller } = bench({ preopens: ["/"], files: { "/file": bytes("content") } });
    caller.open("file");
    expect(caller.seek(4, -2n, end)).toEqual([0, "5"]);
    expect(caller.read(4, 1, 4)).toEqual([0, 2, "nt"]);
    expect(caller.seek(4, -8n, current)).toEqual([errno.inval]);
    expect(caller.seek(4, 2n ** 53n - 1n, set)).toEqual([0, String(2n ** 53n - 1n)]);
    expect(caller.seek(4, 1n, current)).toEqual([errno.inval]);
    expect(caller.seek(4, 2n ** 63n - 1n, current)).toEqual([errno.inval]);
    expect(caller.seek(4, -(2n ** 63n), current)).toEqual([errno.inval]);
    expect(caller.seek(4, 0n, 3)).toEqual([errno.inval]);
    expect(caller.read(4, 1)).toEqual([0, 0, ""]);
    expect(caller.write(4, "x")).toEqual([errno.nospc]);
    expect(caller.seek(1, 0n, set)).toEqual([errno.spipe]);
    expect(caller.seek(3, 0n, set)).toEqual([errno.isdir]);
  });

  test("renumber closes what it replaces, also a stream", () => {
    const { caller, wasi } = bench({ preopens: ["/"] });
    caller.open("log", { flags: create });
    expect(caller.renumber(4, 1)).toEqual(ok);
    expect(caller.write(1, "to the log")).toEqual([0, 10]);
    expect(caller.write(4, "x")).toEqual([errno.badf]);
    expect(caller.renumber(1, 4)).toEqual([errno.badf]);
    expect(texts(wasi.files())).toEqual({ "/log": "to the log" });
    expect(wasi.stdout.length).toBe(0);
  });

  test("a directory that was removed can be looked into but not filled", () => {
    const { caller, wasi } = bench({ preopens: ["/"] });
    caller.makeDirectory("gone");
    const [, gone] = caller.openDirectory("gone");
    expect(caller.removeDirectory("gone")).toEqual(ok);
    expect(caller.list(Number(gone))).toEqual(ok);
    expect(caller.open("lost", { flags: create }, Number(gone))).toEqual([errno.noent]);
    expect(caller.makeDirectory("lost", Number(gone))).toEqual([errno.noent]);
    caller.open("kept", { flags: create });
    expect(caller.rename("kept", "lost", 3, Number(gone))).toEqual([errno.noent]);
    expect(Object.keys(wasi.files())).toEqual(["/kept"]);
  });

  test("a file is made only where none is, when that is asked", () => {
    const { caller } = bench({ preopens: ["/"], files: { "/file": bytes("content") } });
    expect(caller.open("file", { flags: create | exclusive })).toEqual([errno.exist]);
    expect(caller.open("file", { flags: directory })).toEqual([errno.notdir]);
    expect(caller.open("new", { flags: create | directory })).toEqual([errno.inval]);
    expect(caller.open("new/", { flags: create })).toEqual([errno.isdir]);
    expect(caller.open("new", { flags: 16 })).toEqual([errno.inval]);
    expect(caller.open("new", { descriptorFlags: 32 })).toEqual([errno.inval]);
    expect(caller.open("new\0", { flags: create })).toEqual([errno.inval]);
  });
});

describe("listing", () => {
  // the longest entry has 24 bytes and 3 of its name
  test.each([27, 31, 60, 4096])("finds every entry once with a buffer of %i bytes", (length) => {
    const { caller } = bench({ preopens: ["/"] });
    const names = Array.from({ length: 30 }, (_, index) => `n${index}`);
    for (const name of names) caller.makeDirectory(name);
    expect(caller.list(3, length)).toEqual([0, ...names.map((name) => `${name} 3`)]);
  });

  test("goes on where it was when entries before it are removed", () => {
    const { caller } = bench({ preopens: ["/"] });
    for (const name of ["a", "b", "c", "d"]) caller.makeDirectory(name);
    const entry = 25;
    const dots = 24 + 1 + 24 + 2;
    expect(caller.call("fd_readdir", 3, 0, dots + 2 * entry, 0n, 4096)).toBe(0);
    const cookie = caller.view.getBigUint64(dots + entry, true);
    caller.removeDirectory("a");
    caller.removeDirectory("b");
    expect(caller.call("fd_readdir", 3, 0, 4096, cookie, 4096)).toBe(0);
    expect(caller.view.getUint32(4096, true)).toBe(2 * entry);
    expect(String.fromCharCode(caller.bytes[24] ?? 0)).toBe("c");
  });
});

describe("times", () => {
  const modified = (caller: Caller, path: string): bigint => {
    caller.statPath(path);
    return caller.view.getBigUint64(128 + 48, true);
  };

  test("are those of the program's clock, and can be set", () => {
    const { caller } = bench({ preopens: ["/"], startNanoseconds: 1000n, stepNanoseconds: 10n });
    caller.open("file", { flags: create });
    expect(modified(caller, "file")).toBe(1000n);
    caller.time(0);
    caller.write(4, "x");
    expect(modified(caller, "file")).toBe(1010n);
    expect(caller.call("fd_filestat_set_times", 4, 1n, 2n, 4)).toBe(0);
    expect(modified(caller, "file")).toBe(2n);
    expect(caller.call("fd_filestat_set_times", 4, 1n, 2n, 8)).toBe(0);
    expect(modified(caller, "file")).toBe(1010n);
    expect(caller.call("fd_filestat_set_times", 4, 1n, 2n, 12)).toBe(errno.inval);
    expect(caller.call("fd_filestat_set_times", 4, 1n, 2n, 16)).toBe(errno.inval);
    expect(caller.call("fd_filestat_set_times", 1, 1n, 2n, 4)).toBe(errno.notcapable);
  });
});

describe("what was given stays as it was", () => {
  test.each([
    ["written", (caller: Caller) => caller.write(4, "X")],
    ["cut", (caller: Caller) => caller.setSize(4, 2n)],
    ["extended", (caller: Caller) => caller.setSize(4, 20n)],
    ["appended to", (caller: Caller) => caller.writeAt(4, 5n, "more")],
  ])("when a file is %s", (_, change) => {
    const given = bytes("given");
    const { caller, wasi } = bench({ files: { "/file": given } });
    caller.open("file");
    expect(change(caller)[0]).toBe(errno.success);
    expect(texts(wasi.files())).not.toEqual({ "/file": "given" });
    expect(given).toEqual(bytes("given"));
  });
});

/** One thing to do to both; a descriptor below 4 would be a stream or the preopened directory. */
type Action = readonly [name: string, act: (caller: Caller) => Answer];

function actions(): fc.Arbitrary<Action[]> {
  const path = fc.constantFrom("a", "b", "c", "a/b", "a/b/c", "b/a", "./a", "a/", "a//b");
  const descriptor = fc.constantFrom(4, 5, 6, 7, 1000);
  const flags = fc.constantFrom(
    0,
    create,
    create,
    create | truncate,
    truncate,
    create | exclusive,
    directory,
  );
  const writeOnly = fileRights & ~right.fd_read;
  const readOnly =
    fileRights & ~(right.fd_write | right.fd_allocate | right.fd_filestat_set_size | right.fd_datasync);
  const rights = fc.constantFrom(fileRights, fileRights, readOnly, writeOnly);
  const offset = fc.constantFrom(0n, 1n, 5n, 30n);
  const distance = fc.constantFrom(0n, 1n, 30n, -1n, -5n, 2n ** 62n, -(2n ** 63n));
  const text = fc.string({ unit: "grapheme-ascii", maxLength: 20 });
  const length = fc.nat(30);
  const named = <Given extends readonly unknown[]>(
    name: string,
    given: fc.Arbitrary<Given>,
    act: (caller: Caller, ...given: Given) => Answer,
  ): fc.Arbitrary<Action> =>
    given.map((values) => {
      const shown = values.map((value) => (typeof value === "bigint" ? `${value}n` : JSON.stringify(value)));
      return [`${name}(${shown.join(", ")})`, (caller) => act(caller, ...values)];
    });
  const open = fc
    .tuple(path, flags, rights)
    .map(([name, given, wanted]): [string, number, number] => [
      name,
      given,
      given === directory ? right.fd_readdir : wanted,
    ]);
  const different = fc.tuple(descriptor, descriptor).filter(([from, to]) => from !== to);
  const action = fc.oneof(
    named("mkdir", fc.tuple(path), (caller, name) => caller.makeDirectory(name)),
    named("rmdir", fc.tuple(path), (caller, name) => caller.removeDirectory(name)),
    named("unlink", fc.tuple(path), (caller, name) => caller.unlink(name)),
    named("rename", fc.tuple(path, path), (caller, from, to) => caller.rename(from, to)),
    {
      weight: 5,
      arbitrary: named("open", open, (caller, name, given, wanted) =>
        caller.open(name, { flags: given, rights: wanted }),
      ),
    },
    named("close", fc.tuple(descriptor), (caller, number) => caller.close(number)),
    {
      weight: 3,
      arbitrary: named("write", fc.tuple(descriptor, text, text), (caller, number, ...parts) =>
        caller.write(number, ...parts),
      ),
    },
    {
      weight: 3,
      arbitrary: named("read", fc.tuple(descriptor, length, length), (caller, number, ...lengths) =>
        caller.read(number, ...lengths),
      ),
    },
    named("pwrite", fc.tuple(descriptor, offset, text), (caller, number, where, part) =>
      caller.writeAt(number, where, part),
    ),
    named("pread", fc.tuple(descriptor, offset, length), (caller, number, where, size) =>
      caller.readAt(number, where, size),
    ),
    {
      weight: 3,
      arbitrary: named("seek", fc.tuple(descriptor, distance, fc.nat(3)), (caller, ...given) =>
        caller.seek(...given),
      ),
    },
    named("tell", fc.tuple(descriptor), (caller, number) => caller.tell(number)),
    named("resize", fc.tuple(descriptor, fc.constantFrom(0n, 3n, 40n, -1n)), (caller, ...given) =>
      caller.setSize(...given),
    ),
    named("allocate", fc.tuple(descriptor, offset, fc.constantFrom(1n, 10n)), (caller, ...given) =>
      caller.allocate(...given),
    ),
    named("stat", fc.tuple(descriptor), (caller, number) => caller.stat(number)),
    named("stat", fc.tuple(path), (caller, name) => caller.statPath(name)),
    named("type", fc.tuple(descriptor), (caller, number) => caller.descriptorType(number)),
    named("renumber", different, (caller, from, to) => caller.renumber(from, to)),
    named("list", fc.tuple(), (caller) => sortedList(caller)),
  );
  return fc.array(action, { minLength: 1, maxLength: 60, size: "max" });
}

/** Where Node and Fuelgauge differ in which entry comes first. */
function sortedList(caller: Caller): Answer {
  const [error, ...entries] = caller.list(3);
  return [error, ...entries.sort()];
}

/** So that most of what is drawn has something to work on. */
const prepared: readonly Action[] = [
  ["mkdir", (caller) => caller.makeDirectory("a")],
  ["open", (caller) => caller.open("b", { flags: create })],
  ["open", (caller) => caller.open("a/b", { flags: create })],
  ["write", (caller) => caller.write(4, "hello world")],
];

test("property: any sequence of calls on files gives the same on Node's WASI", () => {
  fc.assert(
    fc.property(actions(), (drawn) => {
      const { caller } = bench({ preopens: ["/box"] });
      using node = nodeCaller("/box");
      for (const [name, act] of [...prepared, ...drawn]) {
        const [error, ...given] = act(caller);
        const [nodeError, ...nodeGiven] = act(node.caller);
        // Where two things are wrong, which of them is told differs.
        const refused = error !== errno.success && nodeError !== errno.success;
        if (!refused) expect([error, ...given], name).toEqual([nodeError, ...nodeGiven]);
      }
    }),
    { numRuns: 200 },
  );
});
