import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, expect, test } from "vitest";
import { kernelWith } from "../some-tools.ts";
import { callTool } from "../support.ts";
import { exampleSite } from "./example-site.ts";
import { Site } from "./site.ts";

/** Examples of network tools are tests, too: what they say of `127.0.0.1:8080` is asked of a site that is made for them. */
const site = await Site.open(exampleSite);
afterAll(() => site[Symbol.asyncDispose]());

const names = [
  "http_request",
  "graphql_query",
  "web-scraper",
  "web_search",
  "service_checker",
  "webhook-caller",
  "sitemap-crawler",
  "webpage-monitor",
  "api-tester",
];
const kernel = await kernelWith(names, {
  grants: {
    network: [site.address],
    clock: true,
    random: true,
    search: `${site.origin}/search?q={searchTerms}&n={count?}&from={startIndex?}&key=sesame`,
  },
});
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, validateFormats: false });

const examples = names.flatMap((name) =>
  (kernel.registry.get(name)?.manifest.examples ?? []).map(
    (example) => [name, example.title, example] as const,
  ),
);

test.each(examples)("%s: %s", async (name, _title, example) => {
  const { arguments: args, result: expected, error: refusal } = here(example);
  const { result, error } = await callTool(kernel, name, args);
  if (refusal !== undefined) {
    expect(error).toContain(refusal);
    return;
  }
  expect(error).toBeNull();
  if (expected) expect(result).toMatchObject(expected);
  const valid = ajv.compile(kernel.registry.get(name)?.manifest.outputSchema ?? {});
  expect(valid(result), ajv.errorsText(valid.errors)).toBe(true);
});

test.each(names)("%s has examples, a failure among them", (name) => {
  const given = kernel.registry.get(name)?.manifest.examples ?? [];
  expect(given.length).toBeGreaterThanOrEqual(4);
  expect(given.some(({ error }) => error !== undefined)).toBe(true);
});

/** An example with the site's port instead of the one that stands in it. */
function here<Value>(example: Value): Value {
  return JSON.parse(
    JSON.stringify(example)
      .replaceAll("127.0.0.1:8080", site.address)
      .replaceAll('"port":8080', `"port":${site.port}`),
  ) as Value;
}
