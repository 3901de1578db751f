import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { schemaAddress } from "../../src/config/editor-schema.ts";
import { parseConfig } from "../../src/config/parse.ts";
import { configSchema, type Rule } from "../../src/model/config.ts";
import { metricNames } from "../../src/model/metric.ts";
import { shownCode, tablesOf } from "../support/markdown.ts";

const page = await readFile(new URL("../../docs/policy.md", import.meta.url), "utf8");
const examples = [...page.matchAll(/^```json\n(.*?)^```$/gms)].map(([, text = ""]) => text);

test.each(examples)("the example is a policy: %s", (text) => {
  const { policy, waivers } = parseConfig(JSON.parse(text), "the example");
  expect(policy.length + waivers.length).toBeGreaterThan(0);
});

test("the first example names the schema", () => {
  expect(examples.length).toBeGreaterThan(2);
  expect(examples[0]).toContain(schemaAddress);
});

describe("the page tells", () => {
  const { element } = configSchema.shape.policy.def.innerType;
  const settings = Object.keys(element.def.in.shape).filter((name) => name !== "cases" && name !== "metrics");

  test("every setting of a rule", () => {
    const [, , ...rows] = tablesOf(page).find(([header]) => header?.[0] === "setting") ?? [];
    const told: string[] = rows.map(([name = ""]) => shownCode(name));
    expect(told.toSorted()).toEqual((settings satisfies string[] as (keyof Rule)[]).toSorted());
  });

  test("every metric", () => {
    const line = /^- `metrics`: (.*?)^\n/ms.exec(page)?.[1] ?? "";
    for (const metric of metricNames) expect(line).toContain(`\`${metric}\``);
  });
});
