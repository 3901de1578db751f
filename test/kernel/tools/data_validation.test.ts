import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { expect, test } from "vitest";
import { callTool, kernelWithTools } from "../support.ts";

const kernel = await kernelWithTools();
const ajv = new Ajv2020({ strict: false, validateFormats: true, logger: false });
addFormats.default(ajv);

async function validate(schema: unknown, data: unknown, more: Record<string, unknown> = {}) {
  const { result, error } = await callTool(kernel, "data_validation", { schema, data, ...more });
  if (result === null) throw new Error(error ?? "");
  return result as { valid: boolean; errors: { pointer: string; schema: string; keyword: string }[] };
}

const name = fc.constantFrom("a", "b", "ab", "a/b", "~", "é", "__proto__");
const leaf = fc.oneof(
  fc.constantFrom(null, true, false, 0, -0, 1, 1.5, -3, 1e300, "", "a", "ab", "b", "é😀", "2024-02-29"),
  fc.integer({ min: -5, max: 5 }),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    leaf,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(name, tie("value"), { maxKeys: 4 }),
  ),
}));

const count = fc.integer({ min: 0, max: 4 });
const pattern = fc.constantFrom("a", "^a", "b$", "^(a|b)*$", "[^a]", "^.{2}$", "\\d", "");
const { schema } = fc.letrec<{ schema: unknown; schemas: unknown[] }>((tie) => ({
  schemas: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }) as fc.Arbitrary<unknown[]>,
  schema: fc.oneof(
    { depthSize: "small" },
    fc.boolean(),
    fc.constant({ $ref: "#/$defs/x" }),
    fc.record(
      {
        type: fc.constantFrom(
          "null",
          "boolean",
          "number",
          "integer",
          "string",
          "array",
          "object",
          ["string", "array"],
          ["integer", "null"],
        ),
        enum: fc.array(value, { minLength: 1, maxLength: 3 }),
        const: value,
        minimum: fc.integer({ min: -3, max: 3 }),
        exclusiveMaximum: fc.integer({ min: -3, max: 3 }),
        multipleOf: fc.constantFrom(1, 2, 0.5),
        minLength: count,
        maxLength: count,
        pattern,
        minItems: count,
        maxItems: count,
        uniqueItems: fc.boolean(),
        minProperties: count,
        maxProperties: count,
        required: fc.uniqueArray(name, { maxLength: 2 }),
        dependentRequired: fc.dictionary(name, fc.uniqueArray(name, { maxLength: 2 }), { maxKeys: 2 }),
      },
      { requiredKeys: [] },
    ),
    // beside prefixItems, ajv 8.20 takes it that no item is needed
    fc.record(
      { contains: tie("schema"), minContains: count, maxContains: count },
      { requiredKeys: ["contains"] },
    ),
    fc.record(
      {
        prefixItems: tie("schemas"),
        items: tie("schema"),
        anyOf: tie("schemas"),
        if: tie("schema"),
        else: tie("schema"),
      },
      { requiredKeys: [] },
    ),
    fc.record(
      {
        properties: fc.dictionary(name, tie("schema"), { maxKeys: 3 }),
        patternProperties: fc.dictionary(pattern, tie("schema"), { maxKeys: 2 }),
        additionalProperties: tie("schema"),
        propertyNames: fc.record({ pattern }),
        dependentSchemas: fc.dictionary(name, tie("schema"), { maxKeys: 2 }),
        allOf: tie("schemas"),
        oneOf: tie("schemas"),
        not: tie("schema"),
        if: tie("schema"),
        // biome-ignore lint/suspicious/noThenProperty: the keyword is called so
        then: tie("schema"),
      },
      { requiredKeys: [] },
    ),
  ),
}));

/** Null where ajv made code that does not run ("items0 is not defined"). */
function verdictOfAjv(schema: object, data: unknown): boolean | null {
  try {
    return ajv.compile(schema)(data);
  } catch (thrown) {
    if (thrown instanceof ReferenceError) return null;
    throw thrown;
  }
}

test("it says of any schema and data what ajv says", async () => {
  await fc.assert(
    fc.asyncProperty(schema, schema, value, async (root, referred, data) => {
      const whole = typeof root === "boolean" ? root : { ...(root as object), $defs: { x: referred } };
      fc.pre(!JSON.stringify(referred).includes("$ref"));
      const json = JSON.parse(JSON.stringify({ whole, data }));
      const expected = verdictOfAjv(json.whole, json.data);
      fc.pre(expected !== null);
      expect(await validate(json.whole, json.data)).toMatchObject({ valid: expected });
    }),
    // a seed, because ajv errs now and then where applicators are nested deeply
    { numRuns: 60, seed: 1 },
  );
});

test("a schema that has to be written by the specification is refused where ajv refuses it", async () => {
  const wrong = [
    { type: "text" },
    { type: [] },
    { minimum: "1" },
    { minLength: -1 },
    { maxItems: 1.5 },
    { multipleOf: 0 },
    { required: "a" },
    { properties: [] },
    { properties: { a: 1 } },
    { allOf: [] },
    { anyOf: {} },
    { pattern: "(" },
    { patternProperties: { "[": true } },
    { $ref: "#/nowhere" },
    { uniqueItems: 1 },
    { $defs: { a: { items: 1 } } },
  ];
  for (const schema of wrong) {
    expect(() => ajv.compile(schema), JSON.stringify(schema)).toThrow();
    const { error } = await callTool(kernel, "data_validation", { schema, data: 1 });
    expect(error, JSON.stringify(schema)).toContain("the schema at #");
  }
});

test("patterns match what those of ECMAScript match", async () => {
  const atom = fc.constantFrom(
    ..."ab.^$",
    ..."\\d \\w \\s \\D \\W \\S \\b [ab] [^a] [a-c\\d] [^\\w] \\n \\x61 \\u{1f600} 😀 é \\. \\u00e9".split(
      " ",
    ),
  );
  const { term } = fc.letrec<{ term: string }>((tie) => ({
    term: fc.oneof(
      { depthSize: "small" },
      atom,
      fc.tuple(tie("term"), tie("term")).map(([one, other]) => one + other),
      fc.tuple(tie("term"), tie("term")).map(([one, other]) => `(?:${one}|${other})`),
      fc
        .tuple(tie("term"), fc.constantFrom("*", "+", "?", "{2}", "{0,2}", "{1,}", "*?", "{0}"))
        .map(([inner, times]) => `(${inner})${times}`),
    ),
  }));
  const text = fc.string({
    unit: fc.constantFrom("a", "b", "c", "1", " ", "\n", "é", "😀", "\ud83d", "."),
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(term, text, async (pattern, data) => {
      expect(await validate({ pattern }, data)).toMatchObject({ valid: new RegExp(pattern, "u").test(data) });
    }),
    { numRuns: 400 },
  );
});

test("a place between two characters of a word, or between two that are of none, is no boundary", async () => {
  const found = async (data: string) => (await validate({ pattern: "\\B" }, data)).valid;
  expect(await Promise.all(["ab", " ", "a", "", "a b"].map(found))).toEqual([true, true, false, true, false]);
});

test("what is a regular expression is one for ECMAScript, too", async () => {
  const text = fc.string({ unit: fc.constantFrom(..."ab(|)[]{}*+?\\^$-,1:du<>"), maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(text, async (source) => {
      let valid = true;
      try {
        new RegExp(source, "u");
      } catch {
        valid = false;
      }
      const { result, error } = await callTool(kernel, "data_validation", {
        schema: { format: "regex" },
        data: source,
      });
      if (error !== null) expect(error).toMatch(/support|too large|nested|repetitions/);
      else expect(result).toMatchObject({ valid });
    }),
    { numRuns: 500 },
  );
});

test.each([
  ["date", fc.stringMatching(/^(19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]$/)],
  [
    "time",
    fc.stringMatching(/^[012][0-9]:[0-6][0-9]:[0-6][0-9](\.[0-9]{1,3})?(Z|[+-][012][0-9]:[0-6][0-9])$/),
  ],
  ["date-time", fc.stringMatching(/^2024-02-[23][0-9][Tt]23:59:(59|60)(Z|[+-]0[01]:00)$/)],
  ["ipv4", fc.stringMatching(/^[0-9]{1,3}(\.[0-9]{1,3}){3}$/)],
  ["ipv6", fc.oneof(fc.ipV6(), fc.stringMatching(/^([0-9a-f]{0,4}:){2,8}(1\.2\.3\.4|[0-9a-f]{0,5})$/))],
  ["uuid", fc.oneof(fc.uuid(), fc.stringMatching(/^[0-9A-Fa-f]{8}(-[0-9a-g]{4}){3}-[0-9a-f]{11,12}$/))],
  ["json-pointer", fc.string({ unit: fc.constantFrom("/", "~", "0", "1", "a"), maxLength: 6 })],
  ["relative-json-pointer", fc.string({ unit: fc.constantFrom("/", "~", "0", "1", "#"), maxLength: 5 })],
  [
    "email",
    fc.oneof(fc.emailAddress(), fc.string({ unit: fc.constantFrom("a", "@", ".", "-", "+"), maxLength: 8 })),
  ],
  ["hostname", fc.string({ unit: fc.constantFrom("a", ".", "-", "_", "B", "0"), maxLength: 8 })],
  ["uri", fc.webUrl({ withFragments: true, withQueryParameters: true })],
])("the format %s is what ajv takes for it", async (format, texts) => {
  const check = ajv.compile({ format });
  await fc.assert(
    fc.asyncProperty(texts, async (data) => {
      // ajv allows a dot at the end of a host name; RFC 1123 does not
      fc.pre(format !== "hostname" || !data.endsWith("."));
      // and a minute above 59 where the offset takes it back to that of a leap second
      fc.pre(!format.includes("time") || !/:[6-9]\d:/.test(data));
      expect(await validate({ format }, data), data).toMatchObject({ valid: check(data) });
    }),
    { numRuns: 60 },
  );
});

test.each([
  ["uri", "urn:isbn:0451450523", true],
  ["uri", "//example.com", false],
  ["uri", "http://[::1]:8080/a?b#c", true],
  ["uri", "http://a b", false],
  ["uri", "http://a/%zz", false],
  ["uri-reference", "../a?b=c", true],
  ["uri-reference", "a:b", true],
  ["uri-reference", "\\a", false],
  ["duration", "P1Y2M3DT4H5M6S", true],
  ["duration", "P2W", true],
  ["duration", "P", false],
  ["duration", "PT", false],
  ["duration", "1D", false],
])("the format %s: %s is one: %s", async (format, data, valid) => {
  expect(await validate({ format }, data)).toMatchObject({ valid });
});

test.each([
  [{ prefixItems: [true], unevaluatedItems: false }, [1], true],
  [{ prefixItems: [true], unevaluatedItems: false }, [1, 2], false],
  [{ contains: { type: "string" }, unevaluatedItems: { type: "number" } }, ["a", 1], true],
  [{ contains: { type: "string" }, unevaluatedItems: { type: "number" } }, ["a", null], false],
  [
    {
      anyOf: [{ prefixItems: [{ const: 1 }] }, { prefixItems: [true, { const: 2 }] }],
      unevaluatedItems: false,
    },
    [0, 2],
    true,
  ],
  [{ not: { not: { prefixItems: [true] } }, unevaluatedItems: false }, [1], false],
  [{ if: { prefixItems: [{ const: 1 }] }, else: { items: true }, unevaluatedItems: false }, [2, 3], true],
  [{ if: { prefixItems: [{ const: 1 }] }, unevaluatedItems: false }, [1, 3], false],
  [{ allOf: [{ prefixItems: [true], unevaluatedItems: true }], unevaluatedItems: false }, [1, 2], true],
  [{ properties: { a: true }, unevaluatedProperties: false }, { a: 1 }, true],
  [{ properties: { a: true }, unevaluatedProperties: false }, { a: 1, b: 2 }, false],
  [
    {
      allOf: [{ properties: { a: true } }, { patternProperties: { b: true } }],
      unevaluatedProperties: false,
    },
    { a: 1, b: 2 },
    true,
  ],
  [{ if: { properties: { a: { const: 1 } } }, unevaluatedProperties: false }, { a: 2 }, false],
  [
    { dependentSchemas: { a: { properties: { a: true, b: true } } }, unevaluatedProperties: false },
    { a: 2, b: 1 },
    true,
  ],
  [
    { $ref: "#/$defs/x", $defs: { x: { properties: { a: true } } }, unevaluatedProperties: false },
    { a: 2 },
    true,
  ],
])(
  "what is not evaluated yet (ajv differs from the specification there): %j of %j is valid: %s",
  async (schema, data, valid) => {
    expect(await validate(schema, data)).toMatchObject({ valid });
  },
);

test("an anchor is found, and so is a pointer that is percent-encoded", async () => {
  const anchored = { $defs: { a: { $anchor: "here", type: "string" } }, $ref: "#here" };
  expect(await validate(anchored, 1)).toMatchObject({ valid: false });
  const encoded = { $defs: { "a b/%": { type: "string" } }, $ref: "#/$defs/a%20b~1%25" };
  expect((await validate(encoded, 1)).errors[0]).toMatchObject({ schema: "#/$defs/a b~1%/type" });
});

test("data and schemas that are nested deeply are checked, or refused, and never trap", async () => {
  const nested = (depth: number, wrap: (inner: unknown) => unknown) => {
    let made: unknown = 1;
    for (let at = 0; at < depth; at++) made = wrap(made);
    return made;
  };
  const tree = {
    $ref: "#/$defs/t",
    $defs: { t: { allOf: [{ anyOf: [{ items: { $ref: "#/$defs/t" } }] }] } },
  };
  expect(
    await validate(
      tree,
      nested(150, (inner) => [inner]),
    ),
  ).toMatchObject({ valid: true });
  const deep = await callTool(kernel, "data_validation", {
    schema: nested(190, (inner) => ({ allOf: [typeof inner === "object" ? inner : true] })),
    data: 1,
  });
  expect(deep.error ?? "nested").toMatch(/nested|no JSON/);
  const large = await callTool(kernel, "data_validation", {
    schema: { pattern: "((a{999}){999}){999}" },
    data: "a",
  });
  expect(large.error).toContain("too large");
});

test("the first errors are listed, as many as were asked for", async () => {
  const { errors } = await validate({ items: { type: "string" } }, Array(100).fill(1), { maxErrors: 3 });
  expect(errors.map(({ pointer }) => pointer)).toEqual(["/0", "/1", "/2"]);
});
