import { mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join, matchesGlob, relative } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type World, world } from "./world.ts";

const searching = () => world(["file_search"], (folder) => ({ read: [folder] }));

async function plant(here: World, files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(here.folder, path)), { recursive: true });
    await writeFile(join(here.folder, path), content);
  }
}

async function search(here: World, args: Record<string, unknown>) {
  const { result, error } = await here.call("file_search", { folder: here.folder, ...args });
  if (error !== null) throw new Error(error);
  return result as {
    files?: { path: string; kind: string; size: number }[];
    matches?: { path: string; line: number; text: string; before?: string[]; after?: string[] }[];
    complete: boolean;
    searched: { folders: number; entries: number; files: number };
    skipped: Record<string, number>;
  };
}

async function pathsOf(here: World, args: Record<string, unknown>): Promise<string[]> {
  const { files = [] } = await search(here, { limit: 1_000, ...args });
  return files.map(({ path }) => relative(here.folder, path)).sort();
}

const tree = [
  "a.ts",
  "b.js",
  "ab.ts",
  "src/a.ts",
  "src/b.tsx",
  "src/ab/a.ts",
  "src/ab/b/c.ts",
  "src/ab/b/ä.ts",
  "src/[x].ts",
  "lib/b.js",
  "lib/src/a.js",
  "lib/src/deep/er/a.ts",
  "lib/é/😀.ts",
];

test("patterns of paths find what another implementation says they do", async () => {
  await using here = await searching();
  await plant(here, Object.fromEntries(tree.map((path) => [path, path])));
  const name = fc
    .array(
      fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom("a", "b", "s", "src", "lib", ".ts", ".js", "x") },
        fc.constantFrom("*", "?", "[ab]", "[!a]", "[a-c]", "{a,b}", "{src,lib}", "*.{ts,js}"),
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map((parts) => parts.join(""));
  const pattern = fc
    .array(fc.oneof({ weight: 3, arbitrary: name }, fc.constant("**")), { minLength: 2, maxLength: 4 })
    .filter((names) => names.at(-1) !== "**" || names.length > 1)
    .map((names) => names.join("/"));
  await fc.assert(
    fc.asyncProperty(pattern, async (glob) => {
      expect(await pathsOf(here, { glob }), glob).toEqual(
        tree.filter((path) => matchesGlob(path, glob)).sort(),
      );
    }),
    {
      numRuns: 150,
      examples: [
        ["**/*.ts"],
        ["src/**"],
        ["**/src/*.ts"],
        ["src/**/a.ts"],
        ["**/**/a.ts"],
        ["src/{ab/**,*.tsx}"],
        ["lib/?/*.ts"],
      ],
    },
  );
  expect(await pathsOf(here, { glob: "a.*" })).toEqual(
    tree.filter((path) => matchesGlob(path, "**/a.*")).sort(),
  );
  expect(await pathsOf(here, { glob: "lib/é/?.ts" })).toEqual(["lib/é/😀.ts"]);
  expect(await pathsOf(here, { glob: "\\[x\\].ts" })).toEqual(["src/[x].ts"]);
});

test("what cannot be used as a pattern is refused, and none takes long", async () => {
  await using here = await searching();
  await plant(here, { [`${"a/".repeat(30)}${"a".repeat(100)}.txt`]: "" });
  const refused = async (glob: string) =>
    (await here.call("file_search", { folder: here.folder, glob })).error;
  expect(await refused("[abc")).toContain('a "[" has no "]"');
  expect(await refused("a".repeat(100))).toContain("more than 63 parts");
  expect(await refused("{a,b}".repeat(10))).toContain("more than 100 patterns");
  expect(await refused("{".repeat(500))).toContain("parts");
  const slow = await here.call("file_search", { folder: here.folder, glob: `${"**/*a*".repeat(8)}b` });
  expect(slow.error).toBeNull();
  expect(slow.fuel).toBeLessThan(100_000_000);
});

test("lines are found as another implementation finds them", async () => {
  await using here = await searching();
  const unit = fc.constantFrom("a", "b", "A", ".", "ä", "\\", "*", "?", " ");
  const text = fc.string({ unit, minLength: 1, maxLength: 4 });
  const lines = fc.array(fc.string({ unit, maxLength: 12 }), { maxLength: 6 });
  const escaped = (one: string) => one.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  /** The pattern as a regular expression. */
  const regexOf = (pattern: string) =>
    pattern.replaceAll(/\\(.)|\\$|[^\\]/gu, (part, taken) =>
      taken !== undefined ? escaped(taken) : part === "*" ? ".*" : part === "?" ? "." : escaped(part),
    );
  await fc.assert(
    fc.asyncProperty(lines, text, fc.boolean(), async (content, wanted, ignoreCase) => {
      await writeFile(join(here.folder, "text"), content.join("\n"));
      const found = async (args: Record<string, unknown>) =>
        ((await search(here, { ignoreCase, ...args })).matches ?? []).map(
          ({ line, text }) => `${line} ${text}`,
        );
      const expected = (regex: string) =>
        // a break at the end ends the last line, and begins none
        (content.at(-1) === "" ? content.slice(0, -1) : content).flatMap((line, at) =>
          new RegExp(regex, ignoreCase ? "iv" : "v").test(line) ? [`${at + 1} ${line}`] : [],
        );
      expect(await found({ text: wanted })).toEqual(expected(escaped(wanted)));
      expect(await found({ pattern: wanted })).toEqual(expected(regexOf(wanted)));
    }),
    { numRuns: 150 },
  );
});

test("lines come with those around them, without their breaks, and long ones are cut between characters", async () => {
  await using here = await searching();
  await plant(here, {
    "a.txt": "one\r\ntwo\r\nthree hit\r\nfour\r\nfive\r\n",
    "b.txt": `hit ${"ä".repeat(400)}`,
    "c.txt": Buffer.from("bad \xff hit", "latin1"),
  });
  const { matches, complete } = await search(here, { text: "hit", context: 3 });
  expect(complete).toBe(true);
  expect(matches).toEqual([
    {
      path: join(here.folder, "a.txt"),
      line: 3,
      text: "three hit",
      before: ["one", "two"],
      after: ["four", "five"],
    },
    { path: join(here.folder, "b.txt"), line: 1, text: `hit ${"ä".repeat(248)}`, before: [], after: [] },
    { path: join(here.folder, "c.txt"), line: 1, text: "bad \ufffd hit", before: [], after: [] },
  ]);
});

test("binary, large, hidden and excluded files are not looked into, and links are not followed", async () => {
  await using here = await searching();
  await plant(here, {
    "kept.txt": "hit",
    "binary.dat": "hit\0",
    "large.txt": `hit${" ".repeat(1_000)}`,
    ".hidden": "hit",
    ".folder/file.txt": "hit",
    "out/file.txt": "hit",
    "in/out/file.txt": "hit",
  });
  await symlink(here.folder, join(here.folder, "loop"));
  await symlink("kept.txt", join(here.folder, "link.txt"));
  const paths = async (args: Record<string, unknown>) =>
    ((await search(here, { text: "hit", ...args })).matches ?? []).map(({ path }) =>
      relative(here.folder, path),
    );
  expect(await paths({ maxFileBytes: 500, exclude: ["out"] })).toEqual(["kept.txt"]);
  expect((await search(here, { text: "hit", maxFileBytes: 500 })).skipped).toEqual({
    binary: 1,
    large: 1,
    unreadable: 0,
  });
  expect((await paths({ hidden: true })).sort()).toEqual(
    [".folder/file.txt", ".hidden", "in/out/file.txt", "kept.txt", "large.txt", "out/file.txt"].sort(),
  );
  expect(await pathsOf(here, { kind: "link" })).toEqual(["link.txt", "loop"]);
  expect(await pathsOf(here, { kind: "folder" })).toEqual(["in", "in/out", "out"]);
  expect(await pathsOf(here, { depth: 0, minSize: 4 })).toEqual(["binary.dat", "large.txt"]);
  expect(await pathsOf(here, { depth: 0, maxSize: 3 })).toEqual(["kept.txt"]);
});

test("limits end a search, which says so", async () => {
  await using here = await searching();
  await plant(
    here,
    Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`${at % 3}/${at}.txt`, "hit\nhit\n"])),
  );
  const some = await search(here, { limit: 7 });
  expect(some.files).toHaveLength(7);
  expect(some.complete).toBe(false);
  const lines = await search(here, { text: "hit", limit: 60 });
  expect(lines.matches).toHaveLength(60);
  expect(lines.complete).toBe(true);
  expect(lines.searched).toEqual({ folders: 4, entries: 33, files: 30 });
  expect((await search(here, { text: "hit", limit: 59 })).complete).toBe(false);
  expect((await here.call("file_search", { folder: here.folder, text: "a", pattern: "b" })).error).toContain(
    'give "text" or "pattern"',
  );
  expect((await here.call("file_search", { folder: join(here.folder, "none") })).error).toContain(
    "there is no such",
  );
});
