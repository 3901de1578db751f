import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { expect, it, test } from "vitest";
import { editorSchema, resultFileEditorSchema, schemaAddress } from "../../src/config/editor-schema.ts";
import { right, wrong } from "./examples.ts";

const published: object = JSON.parse(
  readFileSync(new URL("../../schema/config.json", import.meta.url), "utf8"),
);
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);
const accepts = ajv.compile(published);

test("schema/config.json is up to date; npm run docs writes it", () => {
  expect(published).toEqual(JSON.parse(JSON.stringify(editorSchema())));
  expect(published).toMatchObject({ $id: schemaAddress });
});

test("schema/results.json is up to date, and takes what is read", () => {
  const file = new URL("../../schema/results.json", import.meta.url);
  const schema: object = JSON.parse(readFileSync(file, "utf8"));
  expect(schema).toEqual(JSON.parse(JSON.stringify(resultFileEditorSchema())));
  const accepts = ajv.compile(schema);
  const figure = { name: "sort", metric: "time", unit: "ms", direction: "lower", samples: [1] };
  for (const right of [[], [figure], { results: [figure] }]) expect(accepts(right)).toBe(true);
  for (const wrong of [{}, [{ ...figure, samples: [] }], [{ ...figure, unit: "a|b" }], [{ name: "sort" }]]) {
    expect(accepts(wrong)).toBe(false);
  }
});

it.each(Object.entries(right))("accepts %s", (_, document) => {
  expect(accepts(document), ajv.errorsText(accepts.errors)).toBe(true);
});

it.each(Object.entries(wrong))("refuses %s, where a schema can say it", (_, { file, editorsMiss }) => {
  expect(accepts(file)).toBe(editorsMiss === true);
});

test("every setting is described", () => {
  const undescribed: string[] = [];
  const visit = (schema: unknown, path: string) => {
    if (typeof schema !== "object" || schema === null) return;
    for (const [key, value] of Object.entries(schema)) {
      if (key === "dependencies") continue;
      if (key === "properties") {
        for (const [name, property] of Object.entries(value as object)) {
          if (!("description" in property)) undescribed.push(`${path}.${name}`);
        }
      }
      visit(value, `${path}.${key}`);
    }
  };
  visit(published, "");
  expect(undescribed).toEqual([]);
});
