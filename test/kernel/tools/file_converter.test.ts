import { parse as parseCsv } from "csv-parse/sync";
import fc from "fast-check";
import { parse as parseToml } from "smol-toml";
import { expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { callTool, kernelWithTools } from "../support.ts";

const kernel = await kernelWithTools();

function convert(from: string, to: string, content: string, more: Record<string, unknown> = {}) {
  return callTool(kernel, "file_converter", { from, to, content, ...more });
}

async function converted(from: string, to: string, content: string, more: Record<string, unknown> = {}) {
  const { result, error } = await convert(from, to, content, more);
  if (result === null) throw new Error(error ?? "");
  return result.content as string;
}

const text = fc.string({
  unit: fc.constantFrom("a", "1", ",", ";", '"', "'", "\n", "\r", " ", "é😀", "\ufeff", "\t", "-", ""),
  maxLength: 6,
});

test("CSV is read as csv-parse reads it, or refused where that refuses it", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: fc.constantFrom("a", "b", ",", '"', "\n", "\r\n", " "), maxLength: 16 }),
      async (content) => {
        let expected: string[][] | null;
        try {
          expected = parseCsv(content, {
            relax_column_count: false,
            skip_empty_lines: false,
            record_delimiter: ["\r\n", "\n"],
          });
        } catch {
          expected = null;
        }
        // csv-parse counts an empty line as a row that is too short
        fc.pre(expected !== null || !/^\r?$/m.test(content));
        const { result } = await convert("csv", "json", content, { csv: { header: false }, indent: 0 });
        expect(result === null ? null : JSON.parse(result.content as string)).toEqual(expected);
      },
    ),
    { numRuns: 120 },
  );
});

test.each([
  { delimiter: ",", quote: '"', newline: "lf" },
  { delimiter: ";", quote: "'", newline: "crlf" },
  { delimiter: "\t", quote: '"', newline: "lf", types: true },
  { delimiter: "é", quote: "ß", newline: "lf" },
])("rows survive CSV and back: %j", async (csv) => {
  const rows = fc.array(fc.array(text, { minLength: 2, maxLength: 2 }), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(rows, async (given) => {
      const options = { csv: { ...csv, header: false }, indent: 0 };
      const there = await converted("json", "csv", JSON.stringify(given), options);
      expect(JSON.parse(await converted("csv", "json", there, options))).toEqual(given);
      if (csv.delimiter === "é") return;
      const { delimiter, quote } = csv;
      const theirs = parseCsv(there, { delimiter, quote, escape: quote, record_delimiter: ["\r\n", "\n"] });
      expect(theirs).toEqual(given);
    }),
    { numRuns: 60 },
  );
});

const key = fc.string({
  unit: fc.constantFrom("a", "b", ".", " ", '"', "é", ":", "#", "-"),
  minLength: 1,
  maxLength: 3,
});
const leaf = fc.oneof(
  fc.boolean(),
  fc.integer(),
  fc.double({ noDefaultInfinity: true, noNaN: true }).map((value) => (Object.is(value, -0) ? 0 : value)),
  fc.constantFrom(
    "",
    "yes",
    "null",
    "~",
    "1",
    "1e3",
    "2024-01-01",
    "a: b",
    "# x",
    "- y",
    "two\nlines",
    "tab\t",
    "\u0007",
    "😀",
  ),
  fc.string({ maxLength: 5 }),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    leaf,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(key, tie("value"), { maxKeys: 3 }),
  ),
}));
const table = fc.dictionary(key, value, { maxKeys: 4 }).map((each) => JSON.parse(JSON.stringify(each)));

test.each(["yaml", "toml", "json"])("objects survive %s and back", async (format) => {
  await fc.assert(
    fc.asyncProperty(table, fc.integer({ min: 0, max: 4 }), async (given, indent) => {
      const there = await converted("json", format, JSON.stringify(given), { indent });
      const read =
        format === "yaml" ? parseYaml(there) : format === "toml" ? parseToml(there) : JSON.parse(there);
      expect(JSON.parse(JSON.stringify(read))).toEqual(given);
      expect(JSON.parse(await converted(format, "json", there))).toEqual(given);
    }),
    { numRuns: 60 },
  );
});

test("numbers keep all their digits between JSON and CSV", async () => {
  const there = await converted("json", "csv", "[[12345678901234567890, 1.10, -0.0]]", {
    csv: { header: false },
  });
  expect(there).toBe("12345678901234567890,1.10,-0.0\n");
});

test("integers that a double holds are read from YAML and TOML, and others are refused", async () => {
  expect(await converted("yaml", "json", "-9007199254740992", { indent: 0 })).toBe("-9007199254740992");
  expect(await converted("toml", "json", "a = 9007199254740994", { indent: 0 })).toBe(
    '{"a":9007199254740994}',
  );
  expect(await converted("yaml", "json", "341088243009405800", { indent: 0 })).toBe("341088243009405800");
  expect((await convert("yaml", "json", "9007199254740993")).error).toContain("cannot hold exactly");
});

test("JSON is laid out as JSON.stringify lays it out", async () => {
  const given = { a: [], b: {}, c: [1, { d: null }], "é\n": "\u2028" };
  expect(await converted("json", "json", JSON.stringify(given))).toBe(`${JSON.stringify(given, null, 2)}\n`);
  expect(await converted("json", "json", JSON.stringify(given), { indent: 0 })).toBe(JSON.stringify(given));
});

test("several documents of YAML become an array, and none becomes an empty one", async () => {
  expect(JSON.parse(await converted("yaml", "json", "a: 1\n---\n- 2\n"))).toEqual([{ a: 1 }, [2]]);
  expect(JSON.parse(await converted("yaml", "json", ""))).toEqual([]);
});

test.each([
  [
    "aliases that multiply",
    "yaml",
    `a: &a [x,x,x,x,x,x,x,x,x]\n${"bcdefgh"
      .split("")
      .map((each, at) => `${each}: &${each} [${Array(9).fill(`*${"abcdefgh"[at]}`)}]`)
      .join("\n")}`,
  ],
  ["brackets without end", "yaml", "[".repeat(10_000)],
  ["brackets without end", "toml", `a=${"[".repeat(10_000)}`],
  ["brackets without end", "json", "[".repeat(10_000)],
  ["a number that is none", "yaml", ".nan"],
  ["infinity", "toml", "a = inf"],
  ["a tag of a program", "toml", "a = !!js/function x"],
  ["a key twice", "yaml", "a: 1\na: 2"],
  ["a key twice", "toml", "a = 1\na = 2"],
])("%s in %s is refused", async (_title, from, content) => {
  const { error } = await convert(from, "json", content);
  expect(error).not.toBeNull();
  expect(error).not.toMatch(/trapped|fuel|longer|memory/);
});

test("text of any kind is converted or refused", async () => {
  const format = fc.constantFrom("json", "csv", "yaml", "toml");
  await fc.assert(
    fc.asyncProperty(
      format,
      format,
      fc.string({ unit: "binary", maxLength: 30 }),
      async (from, to, content) => {
        const { error } = await convert(from, to, content);
        expect(error ?? "").not.toMatch(/trapped|fuel|longer|memory|internal/);
      },
    ),
    { numRuns: 80 },
  );
});

test("a table of 20,000 rows is no matter", async () => {
  const rows = Array.from({ length: 20_000 }, (_, at) => `${at},name ${at},"a ""quoted"" one"`);
  const { result } = await convert("csv", "json", `id,name,note\n${rows.join("\n")}`);
  expect(result?.records).toBe(20_000);
});
