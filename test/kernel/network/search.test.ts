import { expect, test } from "vitest";
import { expandTemplate } from "../../../runtime/kernel/capabilities/network/search-engine.ts";
import { kernelWith } from "../some-tools.ts";
import { callTool } from "../support.ts";
import { auditedKernel } from "./audited.ts";
import { Site } from "./site.ts";

/** What the tool makes of an engine's answer. */
async function search(answer: unknown, args: object = {}) {
  await using site = await Site.open(() => ({
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(answer),
  }));
  const kernel = await kernelWith(["web_search"], {
    grants: { search: `${site.origin}/?q={searchTerms}&l={language?}&p={startPage?}` },
  });
  const { result, error } = await callTool(kernel, "web_search", { query: "é & #", ...args });
  return { results: result?.results, total: result?.total, error, asked: site.paths };
}

const found = [{ rank: 1, title: "T", url: "http://e/", snippet: "S" }];

test.each([
  [{ results: [{ title: "T", url: "http://e/", content: "S" }] }],
  [{ web: { results: [{ title: "<strong>T</strong>", url: "http://e/", description: "S" }] } }],
  [{ webPages: { value: [{ name: "T", url: "http://e/", snippet: "S" }] } }],
  [{ items: [{ title: "T", link: "http://e/", snippet: "S" }, { title: "no address" }, 7] }],
  [["é & #", ["T"], ["S"], ["http://e/"]]],
  [[{ title: "T", href: "http://e/", summary: "S" }]],
])("the results of %o are found", async (answer) => {
  expect(await search(answer)).toMatchObject({ error: null, results: found });
});

test("terms are encoded, and what is not known is left empty", async () => {
  const { asked } = await search([], { page: 3 });
  expect(asked).toEqual(["GET /?q=%C3%A9%20%26%20%23&l=&p=3"]);
  expect((await search([], { language: "de", site: "example.com" })).asked).toEqual([
    "GET /?q=%C3%A9%20%26%20%23%20site%3Aexample.com&l=de&p=1",
  ]);
});

test("an answer without results that are known is a failure, none at all is not", async () => {
  expect((await search({ error: "x" })).error).toContain("without a list of results");
  expect(await search({ results: [], total: 0 })).toMatchObject({ error: null, results: [], total: 0 });
});

test("without an engine that is granted nothing is asked, and the engine is in the audit log", async () => {
  const none = await auditedKernel("web_search", { network: ["127.0.0.1:*"] });
  expect((await callTool(none.kernel, "web_search", { query: "a" })).error).toContain(
    "search.query of a search engine is not granted",
  );
  expect(await none.events()).toEqual(["denied search.query a search engine"]);
  await using elsewhere = await Site.open(() => ({}));
  await using site = await Site.open(({ path }) =>
    path.startsWith("/?")
      ? { status: 302, headers: { Location: "/here" } }
      : { status: 302, headers: { Location: elsewhere.origin } },
  );
  const { kernel, events } = await auditedKernel("web_search", { search: `${site.origin}/?q={searchTerms}` });
  expect((await callTool(kernel, "web_search", { query: "a" })).error).toContain(
    `${elsewhere.address} is not granted`,
  );
  expect(await elsewhere.accepted()).toBe(0);
  expect(await events()).toEqual([
    `granted search.query ${site.address}`,
    `granted search.query ${site.address}`,
    `denied search.query ${elsewhere.address}`,
  ]);
});

test("terms never choose the host", () => {
  const terms = (searchTerms: string) => ({ searchTerms });
  expect(() => expandTemplate("http://{searchTerms}/", terms("evil"))).toThrow("names no host");
  expect(() => expandTemplate("http://{searchTerms}.example.com/", terms("evil"))).toThrow("names no host");
  expect(() => expandTemplate("{searchTerms}", terms("http://evil/"))).toThrow("names no host");
  expect(() => expandTemplate("http://user:word@a/{searchTerms}", terms("x"))).toThrow("no URL of http");
  for (const evil of ["@evil/", "/../../", "\\\\evil", "\ud800", "#", "?x=1&y"]) {
    const url = expandTemplate("https://example.com/s/{searchTerms}?k=1", terms(evil));
    expect([url.host, url.search, url.hash]).toEqual(["example.com", "?k=1", ""]);
  }
  expect(() => expandTemplate("http://a/?q={searchTerms}&x={wanted}", terms("x"))).toThrow("needs {wanted}");
  expect(expandTemplate("http://a/?q={searchTerms}&x={wanted?}&e={inputEncoding}", terms("x")).search).toBe(
    "?q=x&x=&e=UTF-8",
  );
});
