import fc from "fast-check";
import { expect, test } from "vitest";
import { kernelWith } from "../some-tools.ts";
import { callTool } from "../support.ts";
import { gzipped } from "./example-site.ts";
import { type Answering, type Page, Site } from "./site.ts";

const html = (body: string): Page => ({ headers: { "Content-Type": "text/html" }, body });

async function crawl(answering: Answering, args: object = {}) {
  await using site = await Site.open(answering);
  const kernel = await kernelWith(["sitemap-crawler"], { grants: { network: [site.address] } });
  const { result, error } = await callTool(kernel, "sitemap-crawler", { url: site.origin, ...args });
  const told = result as {
    urls: { url: string }[];
    problems: { problem: string }[];
    source: string;
    complete: boolean;
    disallowed: number;
  } | null;
  const paths = told?.urls.map(({ url }) => url.replace(site.origin, "")) ?? [];
  return { told, error, paths, asked: site.paths };
}

/** A site of links, by path. */
const linked =
  (
    links: Readonly<Record<string, readonly string[]>>,
    more: Readonly<Record<string, Page>> = {},
  ): Answering =>
  ({ path }) =>
    more[path] ??
    (links[path] ? html(links[path].map((to) => `<a href="${to}">x</a>`).join("")) : { status: 404 });

test("links are followed once, breadth first, and never off the site", async () => {
  const { told, paths, asked } = await crawl(
    linked({
      "/": ["/a", "/b", "#top", "http://127.0.0.1:1/", "//other/", "mailto:x"],
      "/a": ["/", "/c", "/b#x"],
      "/b": ["/a", "c?q"],
      "/c": [],
      "/c?q": [],
    }),
  );
  expect(paths).toEqual(["/", "/a", "/b", "/c", "/c?q"]);
  expect(told).toMatchObject({ source: "links", complete: true });
  expect(asked).toEqual(["GET /robots.txt", "GET /sitemap.xml", ...paths.map((path) => `GET ${path}`)]);
});

test("depth and number of pages are limited, and it is said that something was left out", async () => {
  const endless: Answering = ({ path }) =>
    path.length > 100 || !/^\/x*$/.test(path) ? { status: 404 } : html(`<a href="${path}x">`);
  const deep = await crawl(endless, { maxDepth: 2 });
  expect([deep.paths, deep.told?.complete]).toEqual([["/", "/x", "/xx"], false]);
  const many = await crawl(endless, { maxDepth: 20, maxPages: 5 });
  expect([many.paths.length, many.told?.complete]).toEqual([5, false]);
  expect(many.asked).toHaveLength(7);
});

test("robots.txt: what cannot be had forbids everything, what is not there nothing", async () => {
  const links = linked({ "/": ["/a"], "/a": [] });
  const broken = await crawl((request, response) =>
    request.path === "/robots.txt" ? { status: 500 } : links(request, response),
  );
  expect([broken.paths, broken.told?.disallowed]).toEqual([[], 1]);
  const heedless = await crawl(
    (request, response) => (request.path === "/robots.txt" ? { status: 500 } : links(request, response)),
    { robots: false },
  );
  expect(heedless.paths).toEqual(["/", "/a"]);
  const own = "User-Agent: FuelGauge\nUser-agent: b\nDisallow: /a # comment\n\nUser-agent: *\nDisallow: /";
  const text = { headers: { "Content-Type": "text/plain" }, body: own };
  const grouped = await crawl(linked({ "/": ["/a", "/b"], "/b": [] }, { "/robots.txt": text }));
  expect(grouped.paths).toEqual(["/", "/b"]);
});

test("rules of robots.txt fit as RFC 9309 says: the longest, of equal ones the one that allows", async () => {
  const rule = fc.tuple(
    fc.boolean(),
    fc.string({ unit: fc.constantFrom("a", "b", "/", "*"), maxLength: 4 }),
    fc.boolean(),
  );
  const path = fc
    .string({ unit: fc.constantFrom("a", "b", "/"), minLength: 1, maxLength: 5 })
    .map((each) => `/${each.replace(/^\/+/, "a")}`);
  await fc.assert(
    fc.asyncProperty(
      fc.array(rule, { maxLength: 5 }),
      fc.uniqueArray(path, { minLength: 1, maxLength: 6 }),
      async (rules, paths) => {
        const patterns = rules.map(([allows, pattern, toEnd]) => ({
          allows,
          pattern: `/${pattern}${toEnd ? "$" : ""}`,
        }));
        const robots = patterns
          .map(({ allows, pattern }) => `${allows ? "Allow" : "Disallow"}: ${pattern}`)
          .join("\r\n");
        const allowed = paths.filter((each) => {
          const fitting = patterns.filter(({ pattern }) => regex(pattern).test(each));
          const longest = Math.max(0, ...fitting.map(({ pattern }) => pattern.length));
          const last = fitting.filter(({ pattern }) => pattern.length === longest);
          return last.length === 0 || last.some(({ allows }) => allows);
        });
        const found = await crawl(
          ({ path, headers }) => ({
            headers: { "Content-Type": "text/plain" },
            body:
              path === "/robots.txt"
                ? `user-agent: *\r\n${robots}`
                : paths.map((each) => `http://${headers.host}${each}`).join("\n"),
          }),
          { source: "sitemap" },
        );
        expect(found.paths).toEqual(allowed);
      },
    ),
    { numRuns: 25, examples: [[[[false, "**/", false]], ["/a"]]] },
  );
});

function regex(pattern: string): RegExp {
  const [, start = "", end = ""] = /^(.*?)(\$?)$/.exec(pattern) ?? [];
  return new RegExp(`^${start.split("*").join(".*")}${end}`);
}

test("sitemaps named in robots.txt are read, loops and all, and broken ones are problems", async () => {
  const xml = (body: string): Page => ({ headers: { "Content-Type": "text/xml" }, body });
  const { told, paths } = await crawl(({ path, headers }) => {
    const at = (to: string) => `<loc>http://${headers.host}${to}</loc>`;
    const site: Record<string, Page> = {
      "/robots.txt": {
        headers: { "Content-Type": "text/plain" },
        body: `Sitemap: http://${headers.host}/i\nSitemap: /bad\nSitemap: http://127.0.0.1:1/x`,
      },
      "/i": xml(
        `<sitemapindex><sitemap>${at("/i")}</sitemap><sitemap>${at("/m")}</sitemap><sitemap>${at("/bomb")}</sitemap><sitemap>${at("/no")}</sitemap></sitemapindex>`,
      ),
      "/m": xml(
        `\ufeff\n<urlset><url>${at("/a")}<priority>x</priority></url><url>${at("/a")}</url><url><loc></loc></url><url>${at("/b")}`,
      ),
      "/bad": xml("<html>"),
      "/bomb": gzipped("<a>".repeat(2_000_000)),
      "/no": { headers: { "Content-Type": "application/gzip" }, body: Uint8Array.of(0x1f, 0x8b, 1, 2) },
    };
    return site[path] ?? { status: 404 };
  });
  expect(paths).toEqual(["/a", "/b"]);
  expect(told?.problems.map(({ problem }) => problem)).toEqual([
    "this is no sitemap",
    expect.stringContaining("127.0.0.1:1 is not granted"),
    "the file unpacks to more than 4194304 bytes",
    expect.stringContaining("this is no gzip"),
  ]);
});

test("who asks for progress is told", async () => {
  await using site = await Site.open(linked({ "/": ["/a", "/b"], "/a": [], "/b": [] }));
  const kernel = await kernelWith(["sitemap-crawler"], { grants: { network: [site.address] } });
  const told: string[] = [];
  const session = kernel.open((text) => told.push(text));
  const params = {
    name: "sitemap-crawler",
    arguments: { url: site.origin, source: "links" },
    _meta: { progressToken: "p" },
  };
  await session.receive(JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params }));
  const progress = told.map((text) => JSON.parse(text).params);
  expect(progress).toEqual([1, 2, 3].map((done) => ({ progressToken: "p", progress: done, total: 3 })));
});
