import { createHash } from "node:crypto";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { kernelWith } from "../some-tools.ts";
import { callTool } from "../support.ts";
import { type Page, Site } from "./site.ts";

/** What the site gives, whatever it is asked for. */
let page: Page = {};
const site = await Site.open(() => page);
afterAll(() => site[Symbol.asyncDispose]());
const kernel = await kernelWith(["api-tester", "graphql_query", "webpage-monitor"], {
  grants: { network: [site.address] },
});

const json = (body: string | Uint8Array): Page => ({ headers: { "Content-Type": "application/json" }, body });

interface Step {
  readonly error: string | null;
  readonly failures?: readonly string[];
  readonly captured?: Readonly<Record<string, unknown>>;
}

async function tested(request: object, more: object = {}): Promise<Step> {
  const args = { requests: [{ url: site.origin, ...request }], ...more };
  const { result, error } = await callTool(kernel, "api-tester", args);
  if (error !== null) return { error };
  const [step] = (result as { steps: Omit<Step, "error">[] }).steps;
  return { error, ...step };
}

/** Every value in a value, with its path. */
function everyPath(value: unknown, path = "$"): [string, unknown][] {
  if (typeof value !== "object" || value === null) return [[path, value]];
  const members = Array.isArray(value)
    ? value.map((item, at): [string, unknown] => [`[${at % 2 === 0 ? at : at - value.length}]`, item])
    : Object.entries(value).map(([name, item]): [string, unknown] => [
        `['${name.replace(/[\\']/g, "\\$&")}']`,
        item,
      ]);
  return [[path, value], ...members.flatMap(([step, item]) => everyPath(item, path + step))];
}

test("paths lead to every value of any JSON, and values are compared as JSON", async () => {
  const names = fc.oneof(
    fc.string({ unit: "binary", maxLength: 6 }),
    fc.constantFrom("[", "]", "'", '"', "\\", "a.b", "{{x}}", "$"),
  );
  const { tree } = fc.letrec((tie) => ({
    leaf: fc.oneof(
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
      fc.string({ unit: "binary" }),
    ),
    tree: fc.oneof(
      { maxDepth: 4 },
      tie("leaf"),
      fc.array(tie("tree"), { maxLength: 4 }),
      fc.dictionary(names, tie("tree"), { maxKeys: 4 }),
    ),
  }));
  await fc.assert(
    fc.asyncProperty(tree, async (value) => {
      // what stands in two braces is the name of a variable
      const text = JSON.stringify(value);
      fc.pre(!text.includes("{{") && !text.includes("__proto__"));
      page = json(text);
      const { value: plain } = JSON.parse(`{"value":${text}}`) as { value: unknown };
      const expected = everyPath(plain)
        .slice(0, 50)
        .map(([path, equals]) => ({ path, equals }));
      expect(await tested({ expect: { json: expected } })).toMatchObject({ error: null, failures: [] });
      const capture = Object.fromEntries(expected.map(({ path }, at) => [`v${at}`, { json: path }]));
      const { captured } = await tested({ capture });
      expect(captured).toEqual(Object.fromEntries(expected.map(({ equals }, at) => [`v${at}`, equals])));
    }),
    { numRuns: 40 },
  );
});

test.each([
  ["$.a", { equals: 1 }, true],
  ["a", { equals: 1 }, true],
  ["$.a", { equals: "1" }, false],
  ["$.b", { contains: 2, length: 3, type: "array" }, true],
  ["$.b", { contains: 4 }, false],
  ["$.c", { contains: "ell", length: 5 }, true],
  ["$.d", { contains: "e", type: "object", length: 1 }, true],
  ["$.d", { equals: { e: null } }, true],
  ["$.d.e", { type: "null" }, true],
  ["$.d.e.f", { exists: false }, true],
  ["$.a", { exists: false }, false],
  ["$.a", { above: 0, below: 2, type: "integer" }, true],
  ["$.a", { above: 1 }, false],
  ["$.c", { above: 1 }, false],
  ["$.a", { differs: 2 }, true],
  ["$.a", { differs: 1 }, false],
  ["$.b[3]", { exists: false }, true],
  ["$.b[-4]", { exists: false }, true],
  ["$['c'][0]", { exists: false }, true],
])("%s, %o: %s", async (path, said, holds) => {
  page = json('{"a":1,"b":[1,2,3],"c":"hello","d":{"e":null}}');
  const { failures } = await tested({ expect: { json: [{ path, ...said }] } });
  expect(failures?.length === 0).toBe(holds);
});

test.each(["$[", "$[]", "$['a", "$[1x]", "$.", "$..a", "$a", "$['a'", "$[--1]", "$[99999999999]"])(
  "%s is no path",
  async (path) => {
    page = json('{"a":1}');
    expect((await tested({ expect: { json: [{ path }] } })).error).toContain(
      "cannot be understood at character",
    );
  },
);

test("a request that gets no reply fails, and so does one whose body is no JSON", async () => {
  page = json("{");
  expect((await tested({ expect: { json: [{ path: "$" }] } })).failures).toEqual(["the body is no JSON"]);
  page = json(Uint8Array.of(0x22, 0xff, 0x22));
  expect((await tested({ expect: { json: [{ path: "$", equals: "\ufffd" }] } })).failures).toEqual([]);
  page = { status: 204 };
  expect((await tested({ capture: { x: { json: "$.x" } } })).failures).toEqual([
    "there is nothing to capture for x",
  ]);
  expect((await tested({ capture: { x: {} } })).error).toContain("either from `json` or from a `header`");
  expect((await tested({ url: "/relative" })).error).toContain("no absolute URL");
});

test("GraphQL that is none is a failure that says what came", async () => {
  const query = async () => callTool(kernel, "graphql_query", { url: site.origin, query: "{ a }" });
  page = json("{");
  expect((await query()).error).toContain("status 200 and application/json");
  page = { ...json("[]"), status: 500 };
  expect((await query()).error).toContain("status 500");
  page = json(Buffer.concat([Buffer.from('{"data":{"a":"'), Uint8Array.of(0xff), Buffer.from('"}}')]));
  expect((await query()).result).toMatchObject({ data: { a: "\ufffd" } });
  page = json('{"errors":[{},{"message":"m","path":["a",0,"b"]}]}');
  expect((await query()).result).toMatchObject({
    data: null,
    errors: [{ message: "an error without a message" }, { message: "m", path: "a.0.b" }],
  });
  page = json('{"errors":[{"message":"off"}]}');
  const schema = await callTool(kernel, "graphql_query", { url: site.origin, operation: "schema" });
  expect(schema.error).toBe("the server does not tell its schema: off");
});

test("a snapshot has the hash that it says, and is no change of itself", async () => {
  const lines = fc.array(
    fc.string({ unit: fc.constantFrom("a", "1", " ", "ü", "\t", "<", "\r"), maxLength: 8 }),
    { maxLength: 12 },
  );
  await fc.assert(
    fc.asyncProperty(lines, lines, async (before, after) => {
      const look = async (text: string[], previous?: object) => {
        page = { headers: { "Content-Type": "text/plain; charset=utf-8" }, body: text.join("\n") };
        const { result } = await callTool(kernel, "webpage-monitor", {
          url: site.origin,
          ...(previous && { previous }),
        });
        return result as {
          snapshot: string;
          hash: string;
          changed?: boolean;
          added: number;
          removed: number;
        };
      };
      const kept = (text: string[]) =>
        text.map((line) => line.replace(/^[ \t\r]+|[ \t\r]+$/g, "")).filter((line) => line !== "");
      const first = await look(before);
      expect(first.snapshot).toBe(kept(before).join("\n"));
      expect(first.hash).toBe(`sha256:${createHash("sha256").update(first.snapshot).digest("hex")}`);
      const second = await look(after, { snapshot: first.snapshot });
      expect(second.changed).toBe(second.hash !== first.hash);
      expect(second.added - second.removed).toBe(kept(after).length - kept(before).length);
      expect(await look(before, { hash: first.hash })).toMatchObject({ changed: false });
    }),
    { numRuns: 25 },
  );
});
