import { gzipSync } from "node:zlib";
import type { Answering, Page, Received } from "./site.ts";

/** What the examples in the manifests of network tools ask for. */
export const exampleSite: Answering = (request) => {
  const page = pages[request.path.split("?", 1)[0] ?? ""];
  return page?.(request) ?? { status: 404, headers: { "Content-Type": "text/plain" }, body: "nothing here" };
};

/** Times that a path was asked for: the pages of `/recovers` differ. */
let recoveries = 0;

const pages: Readonly<Record<string, (request: Received) => Page>> = {
  "/people.json": () =>
    json([
      { name: "Ada", born: 1815 },
      { name: "Grace", born: 1906 },
    ]),
  "/echo": ({ method, path, body, headers }) => json({ method, path, body: body.toString(), headers }),
  "/moved": () => ({ status: 302, headers: { Location: "/text" } }),
  "/text": () => ({
    headers: { "Content-Type": "text/plain; charset=iso-8859-1" },
    body: Buffer.from("Grüße", "latin1"),
  }),
  "/page": () =>
    html(`<!doctype html><html lang=en><title>Engines &amp; more</title>
    <meta name=description content="About engines"><meta property=og:type content=article>
    <link rel=canonical href=/engines><script type="application/ld+json">{"@type":"Article","name":"Engines"}</script>
    <h1>Engines</h1><p>The <b>difference</b>\n engine and the analytical engine.
    <p>Ada wrote<br>the first program.<script>hidden()</script>`),
  "/graphql": ({ body }) => graphql(JSON.parse(body.toString())),
  "/search": ({ path }) => search(new URL(path, "http://localhost").searchParams),
  "/recovers": () => {
    const first = { status: 503 };
    const second = { status: 429, headers: { "Retry-After": "0.01" } };
    return [first, second][recoveries++ % 3] ?? { status: 204 };
  },
  "/robots.txt": () => ({
    headers: { "Content-Type": "text/plain" },
    body: "User-agent: other\nDisallow: /\n\nUser-agent: *\nDisallow: /*secret\nAllow: /site/\n",
  }),
  "/map.xml": ({ headers }) =>
    xml(`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
      <url><loc>http://${headers.host}/</loc><lastmod>2025-09-30</lastmod><changefreq>daily</changefreq><priority>0.8</priority></url>
      <url><loc> http://${headers.host}/a?b=1&amp;c=2 </loc></url>
      <url><loc>http://${headers.host}/a?b=1&amp;c=2#again</loc></url>
      <url><loc>http://${headers.host}/top-secret</loc></url>
      <url><loc>http://example.com/elsewhere</loc></url></urlset>`),
  "/index.xml": () =>
    xml(`<?xml version="1.0"?><sitemapindex><sitemap><loc>/packed.xml.gz</loc></sitemap><sitemap><loc>gone.xml</loc></sitemap>
      <sitemap><loc>/listed.txt</loc></sitemap><sitemap><loc>/index.xml</loc></sitemap></sitemapindex>`),
  "/packed.xml.gz": ({ headers }) =>
    gzipped(`<urlset><url><loc>http://${headers.host}/packed</loc></url></urlset>`),
  "/listed.txt": ({ headers }) => ({
    headers: { "Content-Type": "text/plain" },
    body: `http://${headers.host}/listed\r\nnonsense\n`,
  }),
  "/site/": () =>
    html(
      "<title>Start</title><a href=one#part>1</a><a href=./one>1 again</a><a href=broken>2</a><a href=secret>3</a><a href=http://example.com/>4</a><a href=paid rel=nofollow>5</a>",
    ),
  "/site/one": () => html("<title>One</title><base href=/site/deep/><a href=two>deeper</a>"),
  "/prices": ({ headers }) =>
    headers["if-none-match"] === '"7"'
      ? { status: 304, headers: { ETag: '"7"' } }
      : {
          ...html("<h1>Prices</h1><ul><li>Engine <b>10</b><li>Wheel 2<li>Counter 12345</ul>"),
          headers: { "Content-Type": "text/html", ETag: '"7"' },
        },
  "/bytes": () => ({
    headers: { "Content-Type": "application/octet-stream" },
    body: Uint8Array.of(0, 0xff, 0xfe, 0x80),
  }),
};

function json(value: unknown): Page {
  return { headers: { "Content-Type": "application/json" }, body: JSON.stringify(value) };
}

export function gzipped(text: string): Page {
  return { headers: { "Content-Type": "application/gzip" }, body: gzipSync(text) };
}

function xml(body: string): Page {
  return { headers: { "Content-Type": "application/xml" }, body };
}

function html(body: string): Page {
  return { headers: { "Content-Type": "text/html; charset=utf-8" }, body };
}

/** A server of GraphQL as far as the examples need one. */
function graphql({ query, variables = {} }: { query: string; variables?: { name?: string } }): Page {
  if (query.includes("__schema")) return json({ data: { __schema: schema } });
  if (query === "{ person(") {
    return { ...json({ errors: [{ message: "Syntax Error: Expected Name, found <EOF>." }] }), status: 400 };
  }
  if (variables.name === "Ada") return json({ data: { person: { name: "Ada", born: 1815 } } });
  const error = { message: "there is no Nobody", path: ["person"], extensions: { code: "NOT_FOUND" } };
  return json({ data: { person: null }, errors: [error] });
}

const nonNull = (ofType: object) => ({ kind: "NON_NULL", name: null, ofType });
const string = { kind: "SCALAR", name: "String" };
const int = { kind: "SCALAR", name: "Int" };
const person = { kind: "OBJECT", name: "Person" };
const schema = {
  queryType: { name: "Query" },
  mutationType: null,
  types: [
    {
      kind: "OBJECT",
      name: "Query",
      fields: [{ name: "person", args: [{ name: "name", type: nonNull(string) }], type: person }],
    },
    {
      ...person,
      fields: [
        { name: "name", args: [], type: nonNull(string) },
        { name: "born", args: [], type: int },
        {
          name: "friends",
          args: [{ name: "first", type: nonNull(int) }],
          type: nonNull({ kind: "LIST", ofType: nonNull(person) }),
          isDeprecated: true,
        },
      ],
    },
    { kind: "ENUM", name: "__TypeKind", enumValues: [{ name: "SCALAR" }] },
  ],
};

/** A search engine that finds three pages for everything but `nothing`. */
function search(parameters: URLSearchParams): Page {
  const terms = parameters.get("q") ?? "";
  if (parameters.get("key") !== "sesame") return { status: 401 };
  if (terms === "overload") return { status: 503 };
  if (terms === "html") return html("<p>results");
  const from = Number(parameters.get("from")) - 1;
  const found = terms === "nothing" ? [] : [1, 2, 3].slice(from, from + Number(parameters.get("n")));
  const results = found.map((at) => ({
    title: `<b>${terms}</b> ${at}`,
    url: `http://example.com/${at}`,
    content: "about <strong>difference</strong> engine",
  }));
  return json({ number_of_results: terms === "nothing" ? 0 : 3, results });
}
