import { crc32 } from "node:zlib";
import { type Results, resultsVersion } from "../../src/model/results.ts";
import { someBase, someHeadSha, someMachine, someResults, someTimedRow } from "../support/results.ts";
import { hostile } from "../support/situations.ts";
import { type RawEnd, type RawEntry, rawZip, zip64Extra } from "./archive.ts";

/** What a report has to be about to be read. */
export const expected = { headSha: someHeadSha, platform: "linux-x64" };

const honest = someResults();
const json = (document: unknown) => JSON.stringify(document);
const results: RawEntry = { name: "results.json", data: json(honest) };

/** An archive that is as it should be, but for what is said. */
function archive(entries: readonly RawEntry[], end?: RawEnd): () => Buffer {
  return () => rawZip(entries, end);
}

/** The report with another file beside it. */
function beside(entry: RawEntry): () => Buffer {
  return archive([results, entry]);
}

/** The report with other headers. */
function told(entry: Partial<RawEntry>): () => Buffer {
  return archive([{ ...results, ...entry }]);
}

/** Not packed, so that nothing looks like a bomb. */
function ofText(text: string | Buffer): () => Buffer {
  return told({ data: text, method: 0 });
}

function ofDocument(change: object): () => Buffer {
  return () => rawZip([{ ...results, method: 0, data: json({ ...honest, ...change }) }]);
}

/** `reason` is a part of what is said of it, so that each is refused for what it is. */
export type Attack = readonly [what: string, reason: string, zip: () => Buffer];

/** The extra field that gives an entry called `plain` another name. */
const unicodePath = (path: string) => {
  const text = Buffer.from(path);
  const head = Buffer.alloc(9);
  head.writeUInt32LE(crc32(Buffer.from("plain")), 5);
  head.writeUInt16LE(0x7075, 0);
  head.writeUInt16LE(5 + text.length, 2);
  head.writeUInt8(1, 4);
  return Buffer.concat([head, text]);
};

const spaces = (bytes: number) => Buffer.alloc(bytes, " ");
const mebibyte = 1024 * 1024;
const directoryStart = (zip: Buffer) => zip.readUInt32LE(zip.length - 6);

/** Archives that nothing is to be read of. */
export const archives: readonly Attack[] = [
  ["nothing at all", "End of central directory", () => Buffer.alloc(0)],
  ["text", "End of central directory", () => Buffer.from("<html>not found</html>")],
  ["half an archive", "End of central directory", () => told({})().subarray(0, 200)],
  ["an archive of nothing", "holds no results.json", archive([])],
  [
    "an archive without results",
    "holds no results.json",
    archive([{ name: "report.md", data: "@everyone" }]),
  ],
  ["a path out of the folder", "invalid relative path", beside({ name: "../results.json", data: "x" })],
  [
    "a path far out of the folder",
    "invalid relative path",
    beside({ name: "../../../../etc/cron.d/job", data: "x" }),
  ],
  [
    "a path that leaves on its way",
    "invalid relative path",
    beside({ name: "baselines/../../escaped.md", data: "x" }),
  ],
  ["an absolute path", "absolute path", beside({ name: "/etc/passwd", data: "x" })],
  ["a path with a drive", "absolute path", beside({ name: "C:/Windows/System32/evil.dll", data: "x" })],
  ["a path with backslashes", "invalid characters", beside({ name: "baselines\\x.md", data: "x" })],
  [
    "a path out of the folder with backslashes",
    "invalid characters",
    beside({ name: "..\\..\\escaped.md", data: "x" }),
  ],
  ["a network path", "invalid characters", beside({ name: "\\\\server\\share\\x", data: "x" })],
  [
    "a path that another field names",
    "invalid relative path",
    beside({ name: "plain", data: "x", extra: unicodePath("../escaped") }),
  ],
  ["results that are a link", "a link or", told({ mode: 0o120777, data: "/etc/passwd" })],
  ["a link beside the results", "a link or", beside({ name: "baselines", mode: 0o120777, data: "/" })],
  ["a device", "another special file", beside({ name: "null", mode: 0o020666 })],
  ["a pipe", "another special file", beside({ name: "pipe", mode: 0o010644 })],
  [
    "results twice",
    "more than one entry",
    archive([results, { ...results, data: json({ ...honest, verdict: "improved" }) }]),
  ],
  [
    "results twice where case does not count",
    "more than one entry",
    beside({ name: "Results.JSON", data: "{}" }),
  ],
  [
    "one name in two ways of writing it",
    "more than one entry",
    archive([results, { name: "\u00e9.md" }, { name: "e\u0301.md" }]),
  ],
  ["a name with a zero byte", "control characters", beside({ name: "results.json\0.md", data: "x" })],
  ["a name with a command for the log", "control characters", beside({ name: "a\n::error::x", data: "x" })],
  ["encrypted results", "is encrypted", told({ flags: 1 })],
  ["strongly encrypted results", "strong encryption", told({ flags: 0x41 })],
  ["a wrong checksum", "the checksum of its results.json", told({ crc: 0xdeadbeef })],
  [
    "an unknown way of packing",
    "unsupported compression method: 12",
    told({ method: 12, packed: Buffer.from("BZh9") }),
  ],
  ["a way of packing that hides encryption", "unsupported compression method: 99", told({ method: 99 })],
  [
    "a stream that is no stream",
    "invalid block type",
    told({ packed: Buffer.from("\xff\xff\xff\xff garbage", "latin1") }),
  ],
  ["fewer bytes than there are", "too many bytes", told({ size: 10 })],
  ["more bytes than there are", "not enough bytes", told({ size: 30_000 })],
  ["other bytes packed and unpacked without packing", "size mismatch", told({ method: 0, size: 5 })],
  ["a bomb by its ratio", "200 times", beside({ name: "bomb", data: spaces(32 * mebibyte) })],
  ["a bomb in the results", "200 times", told({ data: spaces(32 * mebibyte) })],
  [
    "a bomb that says it is small",
    "too many bytes",
    told({ packed: rawZip([{ name: "x", data: spaces(32 * mebibyte) }]).subarray(31), size: 99 }),
  ],
  [
    "a bomb of entries that share their bytes",
    "bytes unpacked, at most",
    () => {
      const data = Buffer.alloc(2 * mebibyte);
      const shared = Array.from({ length: 200 }, (_, index): RawEntry => {
        return {
          name: `e${index}`,
          method: 0,
          packed: Buffer.alloc(0),
          packedSize: data.length,
          size: data.length,
        };
      });
      return rawZip([
        results,
        { name: "data", method: 0, data },
        ...shared.map((each) => ({ ...each, offset: 0 })),
      ]);
    },
  ],
  ["results that are too large", "68157440 bytes, at most", told({ method: 0, data: spaces(65 * mebibyte) })],
  [
    "more entries than a report has",
    "601 entries",
    archive([results, ...Array.from({ length: 600 }, (_, index) => ({ name: `f${index}` }))]),
  ],
  ["more entries than there are", "unexpected EOF", archive([results], { count: 400 })],
  ["65,535 entries", "65535 entries", archive([results], { count: 0xffff })],
  [
    "a size of 2⁶³ bytes",
    "bytes unpacked, at most",
    told({ size: 0xffffffff, extra: zip64Extra(1n << 63n) }),
  ],
  [
    "a packed size of 2⁶³ bytes",
    "overflows file bounds",
    told({ size: 0xffffffff, packedSize: 0xffffffff, extra: zip64Extra(99n, 1n << 63n) }),
  ],
  [
    "a size of 64 bits that is not there",
    "does not include uncompressed size",
    told({ size: 0xffffffff, extra: zip64Extra() }),
  ],
  ["2⁶⁰ entries", "entries, at most", archive([results], { zip64: { count: 1n << 60n } })],
  ["2⁶⁴ - 1 entries", "entries, at most", archive([results], { zip64: { count: (1n << 64n) - 1n } })],
  [
    "a record of 64 bits outside of the file",
    "unexpected EOF",
    archive([results], { zip64: { recordOffset: 1n << 50n } }),
  ],
  [
    "a record of 64 bits that is something else",
    "zip64 end of central directory record signature",
    archive([results], { zip64: { recordOffset: 0n } }),
  ],
  [
    "a directory of 64 bits outside of the file",
    "unexpected EOF",
    archive([results], { zip64: { directoryOffset: 1n << 62n } }),
  ],
  ["a directory outside of the file", "unexpected EOF", archive([results], { directoryOffset: 0x7fffffff })],
  [
    "a directory that is something else",
    "central directory file header signature",
    archive([results], { directoryOffset: 3 }),
  ],
  ["an entry outside of the file", "unexpected EOF", told({ offset: 0x7fffffff })],
  ["an entry that is something else", "local file header signature", told({ offset: 7 })],
  ["bytes outside of the file", "overflows file bounds", told({ packedSize: 0x7fffffff })],
  ["one of several disks", "multi-disk", archive([results], { disk: 3 })],
  [
    "a second end in the comment of the first",
    "holds no results.json",
    archive([results], { comment: rawZip([]) }),
  ],
  [
    "bytes after the end",
    "Invalid comment length",
    archive([results], { after: Buffer.from("#!/bin/sh\ncurl evil.example") }),
  ],
  ["a comment longer than the file", "Invalid comment length", archive([results], { commentLength: 500 })],
  [
    "an extra field longer than it is",
    "extra field length",
    told({ extra: Buffer.from([0x01, 0x00, 0xff, 0x7f]) }),
  ],
  [
    "results that are a folder",
    "holds no results.json",
    archive([{ name: "results.json/", mode: 0o040755 }]),
  ],
  [
    "results in another archive",
    "holds no results.json",
    archive([{ name: "results.zip", data: rawZip([results]) }]),
  ],
  ["results further down", "holds no results.json", archive([{ ...results, name: "deep/results.json" }])],
  [
    "a directory that is cut off",
    "holds no results.json",
    () => {
      const zip = rawZip([results]);
      zip.fill(0, directoryStart(zip) + 20, directoryStart(zip) + 40);
      return zip;
    },
  ],
];

const deep = (opening: string, closing: string, times: number) =>
  opening.repeat(times) + closing.repeat(times);

/** Archives in order, whose results are not to be believed. */
export const documents: readonly Attack[] = [
  ["an empty file", "not JSON", ofText("")],
  ["a script", "not JSON", ofText("#!/usr/bin/env node\nprocess.exit(1)")],
  ["text that is not UTF-8", "not JSON", ofText(Buffer.from([0x22, 0xff, 0xfe, 0x22]))],
  ["text in UTF-16", "not JSON", ofText(Buffer.from(json(honest), "utf16le"))],
  ["text that starts with a byte order mark", "not JSON", ofText(`\ufeff${json(honest)}`)],
  ["JSON with something after it", "not JSON", ofText(`${json(honest)} {}`)],
  [
    "a number that JSON does not have",
    "not JSON",
    ofText(json(honest).replace('"rounds":16', '"rounds":NaN')),
  ],
  [
    "a number beyond all numbers",
    "received Infinity",
    ofText(json(honest).replace(/"base":41234/, '"base":1e999')),
  ],
  ["a whole number beyond exactness", "Too big", ofText(json(honest).replace('"seed":42', '"seed":1e300'))],
  ["lists 100,000 deep", "nested more than 16 deep", ofText(deep("[", "]", 100_000))],
  [
    "objects 100,000 deep",
    "nested more than 16 deep",
    ofText(deep('{"a":', "}", 100_000).replace('"a":}', '"a":0}')),
  ],
  [
    "depth where text is expected",
    "nested more than 16 deep",
    ofDocument({ fuelgauge: JSON.parse(deep("[", "]", 50)) }),
  ],
  [
    "five million values",
    "more than 4000000 values",
    () => rawZip([{ ...results, method: 0, data: `[${"0,".repeat(5_000_000)}0]` }]),
  ],
  [
    "a string of a megabyte",
    "a string of more than",
    ofDocument({ fuelgauge: "@everyone ".repeat(100_000) }),
  ],
  ["a key of a megabyte", "a string of more than", ofDocument({ ["k".repeat(mebibyte)]: 1 })],
  ["20,001 rows", "a list of 20001 entries", ofDocument({ comparisons: Array(20_001).fill(0) })],
  [
    "a list of that length further in",
    "a list of 20001 entries",
    ofDocument({ waivers: [{ reason: Array(20_001).fill(0) }] }),
  ],
  ["nothing", "no object", ofText("null")],
  ["a list", "no list of measurements", ofText("[]")],
  ["a number", "no object", ofText("7")],
  ["an object of nothing", "no list of measurements", ofText("{}")],
  ["a schema to come", "has schema 4", ofDocument({ schema: resultsVersion + 1 })],
  ["a schema in letters", "not valid", ofDocument({ schema: String(resultsVersion) })],
  [
    "an earlier schema with nothing of it",
    "not of an earlier version",
    ofText('{"schema":2,"measurements":[],"cases":{"__proto__":[]}}'),
  ],
  [
    "an earlier schema with lists of other things",
    "not of an earlier version",
    ofText('{"schema":1,"measurements":[],"plan":{},"cases":[7],"comparisons":[],"targets":[]}'),
  ],
  ["a key too many", 'Unrecognized key: "extra"', ofDocument({ extra: true })],
  ["a planted pull request", "Unrecognized key", ofDocument({ pull_request: 1, pullRequest: { number: 1 } })],
  ["another repository", "Unrecognized key", ofDocument({ repository: "octo-org/victim" })],
  [
    "a planted prototype",
    "Unrecognized key",
    ofText(json(honest).replace("{", '{"__proto__":{"verdict":"improved"},')),
  ],
  [
    "a planted prototype in disguise",
    "Unrecognized key",
    ofText(json(honest).replace("{", '{"\\u005f_proto__":{"polluted":1},')),
  ],
  [
    "a planted prototype further in",
    "Unrecognized key",
    ofText(json(honest).replace('"head":{', '"head":{"__proto__":{"polluted":1},')),
  ],
  ["a planted constructor", "Unrecognized key", ofDocument({ constructor: { prototype: { polluted: 1 } } })],
  ["another head", "it reports on 000", ofDocument({ head: { sha: "0".repeat(40) } })],
  ["no head", "no commit", ofDocument({ head: { sha: null } })],
  ["the head in capitals", "it reports on 4F2", ofDocument({ head: { sha: someHeadSha.toUpperCase() } })],
  [
    "the head and a link",
    "it reports on 4f2",
    ofDocument({ head: { sha: `${someHeadSha}](https://evil.example)` } }),
  ],
  ["another platform", "measured on darwin-x64", ofDocument({ machine: { ...someMachine, os: "darwin" } })],
  ["less than no rounds", "Too small", ofDocument({ plan: { ...honest.plan, rounds: -1 } })],
  ["a verdict that there is not", "Invalid option", ofDocument({ verdict: "**all is well**" })],
  [
    "a metric that there is not",
    "measurement 0 is none",
    ofDocument({ measurements: [{ ...honest.measurements[0], metric: "@everyone" }] }),
  ],
  [
    "a measurement of nothing",
    "measurement 0 is none",
    ofDocument({ measurements: [{ ...honest.measurements[0], samples: [] }] }),
  ],
  [
    "text for a figure",
    "measurement 0 is none",
    ofDocument({ measurements: [{ ...honest.measurements[0], samples: ["<b>"] }] }),
  ],
];

/** Keys under which a report has text that nothing restricts. */
const freeText: ReadonlySet<string> = new Set([
  ...["case", "id", "why", "reason", "source", "message", "name", "function", "cpu", "node", "v8"],
  ...["at", "expires", "startedAt", "fuelgauge", "flags", "disturbances", "advice", "sha", "wantedSha"],
]);

/** A report with one text wherever text can be. */
export function planted(text: string): Results {
  const plant = (value: unknown, key: string): unknown => {
    if (typeof value === "string") return freeText.has(key) ? text : value;
    if (Array.isArray(value)) return value.map((item) => plant(item, key));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([inner, item]) => [inner, plant(item, inner)]));
  };
  const { machine, plan, timings, conditions } = hostile;
  const shards = [
    { kind: "joined", index: 1, cases: ["x"], startedAt: "x", machine, plan, timings, conditions },
    { kind: "lost", index: 2, cases: ["x"], reason: "x" },
  ];
  const document = plant({ ...hostile, shards }, "") as Results;
  return {
    ...document,
    head: { sha: someHeadSha },
    machine: { ...document.machine, os: "linux", arch: "x64" },
  };
}

/** Text that would do something if it were not escaped. */
export const texts: Readonly<Record<string, string>> = {
  "a mention": "@everyone @octo-org/owners ping",
  "a mention after a zero-width space": "\u200b@octocat",
  "a link": "[click](https://evil.example) <https://evil.example>",
  "an address": "https://evil.example/?x= www.evil.example mailto:a@evil.example",
  "a picture": "![x](https://tracker.example/pixel.png)",
  "a tag": "<img src=x onerror=alert(1)><script>alert(1)</script>",
  "an open tag": "<details open><summary>",
  "the end of a fold": "</details></summary></sub>",
  "a hidden comment": "<!-- hidden --> --> <!--",
  "our marker": "<!-- fuelgauge fuelgauge . linux-x64 -->",
  "a marker on a line of its own":
    "x\n<!-- fuelgauge fuelgauge . darwin-arm64 -->\n<!-- run 999999.1 of 0000 -->",
  "the end of a table": "a | b |\n\n# Heading\n\n| c",
  "the end of a code span": "`a``b```c````",
  "a fence": "```\n@everyone\n```",
  "a chart": '"]\n bar [1]\n```\n%%{init: {}}%% click A "https://evil.example"',
  "a reference": "#1 GH-2 octo-org/gauge#3 4f2d9c61b7a35e80d4c2b19f6a7e3d5c8b0f1e2a",
  "a formula": "$$\\require{action}$$ $x^2$ :tada:",
  "a heading and a list": "# one\n- two\n1. three\n> four\n---",
  "text that turns round": "abc\u202egnp.exe\u2066\u2069 \u061c",
  "text that cannot be seen": "a\u200b\u200c\u200d\u2060\ufeff\u00adb\u{e0041}",
  "a terminal's and the log's commands": "\u001b[2J\u0007 ::error::x ##[add-path]/evil ::add-mask::x",
  "half a character": "\ud800 x \udc00",
  "a name of three thousand characters": "@a|".repeat(1_000),
  "a name of combining marks": `a${"\u0301".repeat(10_000)}`,
  "a key of objects": "__proto__",
  "another key of objects": "constructor",
  nothing: "",
  "references that become characters": "&#64;everyone &lt;script&gt; &commat;octocat",
  "a backslash at the end": "a\\",
  "a reference link": "[x][y]\n\n[y]: https://evil.example",
};

/** Figures that no run gives, and lists that few do. */
export const figures: Readonly<Record<string, () => Results>> = {
  "the largest numbers": () => withFigures(Number.MAX_VALUE),
  "the most negative numbers": () => withFigures(-Number.MAX_VALUE),
  "the smallest number": () => withFigures(Number.MIN_VALUE),
  zero: () => withFigures(0),
  "less than zero": () => withFigures(-0),
  "five thousand cases": () =>
    someResults({
      verdict: "regressed",
      comparisons: Array.from({ length: 5_000 }, (_, index) =>
        someTimedRow(`@case/${index}|`, "regressed", [0.05, 0.06]),
      ),
      measurements: [],
    }),
};

function withFigures(figure: number): Results {
  const change = (value: unknown, key: string): unknown => {
    if (typeof value === "number") return wholeNumbers.has(key) ? value : figure;
    if (Array.isArray(value)) return value.map((item) => change(item, key));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([inner, item]) => [inner, change(item, inner)]));
  };
  return { ...(change(planted("x"), "") as Results), base: someBase() };
}

const wholeNumbers: ReadonlySet<string> = new Set([
  ...["schema", "rounds", "neededRounds", "seed", "againFrom", "processor", "round", "repeat", "operations"],
  ...[
    "milliseconds",
    "index",
    "cores",
    "distance",
    "runId",
    "more",
    "commits",
    "ago",
    "span",
    "fuelContract",
  ],
]);

/** A report as an artifact holds it. */
export function zipOf(document: unknown): Buffer {
  return rawZip([
    { name: "results.json", method: 0, data: json(document) },
    { name: "report.md", data: "@everyone" },
  ]);
}
