import fc from "fast-check";
import { expect, test } from "vitest";
import { callTool, kernelWithTools } from "../support.ts";
import { anyString } from "./strings.ts";

const kernel = await kernelWithTools();
const manipulate = (operation: string, args: Record<string, unknown>) =>
  callTool(kernel, "text_manipulator", { operation, ...args });
const textOf = async (operation: string, args: Record<string, unknown>) => {
  const { result, error } = await manipulate(operation, args);
  expect(error).toBeNull();
  return result?.text as string;
};

/** Pieces that ends, words, lines and characters of several bytes are made of. */
const piece = fc.oneof(
  fc.constantFrom("a", "Bc", "1", ".", "-", "ä", "€", "👋", '"', "\\", "\u0001"),
  fc.constantFrom(" ", "\n", "\r\n", "\t", "\u00a0", "\u2003", "\u3000", "\ufeff"),
);
const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(""));

/** Lines as the tool has them. */
const linesOf = (of: string) => {
  const lines = of.split(/\r\n|\r|\n/);
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
};
const check = (property: fc.IAsyncProperty<never[]> | fc.IAsyncProperty<[string]>, numRuns = 150) =>
  fc.assert(property as fc.IAsyncProperty<[string]>, { numRuns });

test("identity gives any text back, lone surrogates and escapes included", () =>
  check(
    fc.asyncProperty(fc.oneof(text, anyString), async (of) => {
      expect(await textOf("identity", { text: of })).toBe(of);
    }),
  ));

test("a megabyte comes back as it was", async () => {
  const of = 'line "of" text\n'.repeat(70_000);
  expect(await textOf("identity", { text: of })).toBe(of);
  expect(await textOf("upper", { text: of })).toBe(of.toUpperCase());
});

test("case changes are those of ECMAScript", () =>
  check(
    fc.asyncProperty(
      fc.string({ unit: fc.integer({ min: 1, max: 0x24ff }).map((point) => String.fromCodePoint(point)) }),
      async (of) => {
        // letters that newer versions of Unicode have paired
        fc.pre(!/[\u019b\u0264\u1c80-\u1c8f\u10d0-\u10ff\u1c90-\u1cbf]/.test(of));
        expect(await textOf("upper", { text: of })).toBe(of.toUpperCase());
        expect(await textOf("lower", { text: of })).toBe(of.toLowerCase());
      },
    ),
    300,
  ));

test("case changes of ASCII are right for every character and length", async () => {
  const all = String.fromCodePoint(...Array.from({ length: 128 }, (_, point) => point));
  for (const of of [all, all.slice(3), all.slice(0, 125), "", "z"]) {
    expect(await textOf("upper", { text: of })).toBe(of.toUpperCase());
    expect(await textOf("lower", { text: of })).toBe(of.toLowerCase());
  }
});

test("trimming, reversing and counting are those of ECMAScript", () =>
  check(
    fc.asyncProperty(text, async (of) => {
      expect(await textOf("trim", { text: of })).toBe(of.trim());
      expect(await textOf("trim", { text: of, side: "start" })).toBe(of.trimStart());
      expect(await textOf("trim", { text: of, side: "end" })).toBe(of.trimEnd());
      expect(await textOf("reverse", { text: of })).toBe(Array.from(of).reverse().join(""));
      const words = of.split(/\s+/u).filter((word) => word !== "");
      expect(await textOf("reverse", { text: of, unit: "words" })).toBe(words.toReversed().join(" "));
      expect((await manipulate("split", { text: of })).result).toEqual({ parts: words });
      expect((await manipulate("count", { text: of })).result).toEqual({
        characters: Array.from(of).length,
        words: words.length,
        lines: linesOf(of).length,
        bytes: Buffer.byteLength(of),
      });
    }),
  ));

test("what is split is found as String.split finds it, and joining undoes it", () =>
  check(
    fc.asyncProperty(
      fc.string({ unit: fc.constantFrom("a", "b", "ä"), maxLength: 40 }),
      fc.string({ unit: fc.constantFrom("a", "b", "ä"), maxLength: 4 }),
      async (of, separator) => {
        const parts = separator === "" ? Array.from(of) : of.split(separator);
        expect((await manipulate("split", { text: of, separator })).result).toEqual({ parts });
        expect(await textOf("join", { texts: parts, separator })).toBe(of);
        if (separator === "") return;
        const { result } = await manipulate("replace", { text: of, search: separator, replacement: "<$1>" });
        expect(result).toEqual({ text: parts.join("<$1>"), replacements: parts.length - 1 });
      },
    ) as never,
  ));

test("wrapped lines have no more characters than they may, and the same words", () =>
  check(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 12 }), fc.boolean(), async (of, width, breakWords) => {
      const wrapped = await textOf("wrap", { text: of, width, breakWords });
      for (const line of wrapped.split(/\r?\n/)) {
        const tooLong = Array.from(line).length > width;
        if (tooLong) expect(breakWords || /\S\s+\S/u.test(line.trimStart())).toBe(false);
      }
      const characters = (wrappedOrNot: string) => wrappedOrNot.replaceAll(/\s/gu, "");
      expect(characters(wrapped)).toBe(characters(of));
      const words = (wrappedOrNot: string) => wrappedOrNot.split(/\s+/u).filter((word) => word !== "");
      if (!breakWords) expect(words(wrapped)).toEqual(words(of));
    }) as never,
  ));

test("lines are sorted by code points, each one once when they are unique, and chosen from both ends", () =>
  check(
    fc.asyncProperty(
      fc.array(fc.string({ unit: fc.constantFrom("a", "b", "\uffee", "👋"), maxLength: 2 })),
      fc.integer({ min: -9, max: 9 }),
      fc.integer({ min: -9, max: 9 }),
      async (lines, from, to) => {
        const of = lines.map((line) => `${line}\n`).join("");
        const sorted = lines.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
        const text = (some: string[]) => some.map((line) => `${line}\n`).join("");
        expect(await textOf("sort", { text: of })).toBe(text(sorted));
        expect(await textOf("sort", { text: of, order: "descending" })).toBe(text(sorted.reverse()));
        expect(await textOf("unique", { text: of })).toBe(text([...new Set(lines)]));
        const first = from < 0 ? Math.max(0, lines.length + from) : Math.max(0, from - 1);
        const some = lines.slice(first, Math.max(0, to < 0 ? lines.length + to + 1 : to));
        expect(await textOf("lines", { text: of, from, to })).toBe(text(some));
      },
    ) as never,
  ));

test("a truncated or padded text has as many characters as were asked for", () =>
  check(
    fc.asyncProperty(
      text,
      fc.integer({ min: 0, max: 40 }),
      fc.string({ unit: fc.constantFrom("-", "€", "👋"), maxLength: 3 }),
      fc.constantFrom("start", "end", "both"),
      fc.boolean(),
      async (of, length, mark, side, wholeWords) => {
        const count = (some: string) => Array.from(some).length;
        const cut = await textOf("truncate", { text: of, length, ellipsis: mark, wholeWords });
        if (count(of) <= length) expect(cut).toBe(of);
        else if (wholeWords) expect(count(cut)).toBeLessThanOrEqual(length);
        else if (length > count(mark))
          expect(cut).toBe(
            Array.from(of)
              .slice(0, length - count(mark))
              .join("") + mark,
          );
        const padded = await textOf("pad", { text: of, length, fill: mark, side });
        expect(count(padded)).toBe(mark === "" ? count(of) : Math.max(length, count(of)));
        expect(padded).toContain(of);
        if (side === "end" && count(mark) === 1) {
          expect(padded).toBe(of + mark.repeat(Math.max(0, length - count(of))));
        }
      },
    ) as never,
  ));

test("names and slugs consist of what they may, whatever they are made of", () =>
  check(
    fc.asyncProperty(fc.oneof(text, anyString), async (of) => {
      for (const style of ["camel", "pascal", "snake", "kebab", "constant", "slug"]) {
        const name = await textOf(style, { text: of });
        expect(name).not.toMatch(/\s|^[-_]|[-_]$|--|__/u);
        if (style === "slug") expect(await textOf("slug", { text: name })).toBe(name);
      }
    }),
    60,
  ));

test.each([
  ["camel", "userIdOfURL", "userIdOfUrl"],
  ["pascal", "élan vital", "ÉlanVital"],
  ["kebab", "XMLHttpRequest", "xml-http-request"],
  ["constant", "max-size.of", "MAX_SIZE_OF"],
  ["snake", "__already_snake__", "already_snake"],
  ["slug", "Ångström & Æsir, don’t", "angstrom-aesir-dont"],
  ["title", "'tis o'clock ßa", "'Tis O'clock Ssa"],
])("%s of %s is %s", async (operation, of, expected) => {
  expect(await textOf(operation, { text: of })).toBe(expected);
});

test("what would grow without bound is refused, and a search that repeats itself takes no longer", async () => {
  const many = "a".repeat(100_000);
  const grown = await manipulate("replace", { text: many, search: "a", replacement: many });
  expect(grown.error).toContain("the result would have 10000000000 bytes");
  const { result } = await manipulate("replace", { text: many, search: `${"a".repeat(50_000)}b` });
  expect(result?.replacements).toBe(0);
});
