import fc from "fast-check";
import { parse, serializeOuter } from "parse5";
import { expect, test } from "vitest";
import { kernelWith } from "../some-tools.ts";
import { callTool } from "../support.ts";

const kernel = await kernelWith(["web-scraper"]);
const scrape = (args: Record<string, unknown>) => callTool(kernel, "web-scraper", args);

/** The values that a selector finds. */
async function select(html: string, selector: string, how: object = {}) {
  const { result, error } = await scrape({ html, extract: [], select: { it: { selector, ...how } } });
  if (error !== null) return error;
  return (result as { selected: { it: { values: unknown } } }).selected.it.values;
}

test("what a tool is given of a page is what a browser makes of it", async () => {
  const html = "<table><tr><td>1</table><p>a<p>b<b>c<i>d</b>e</i>";
  expect(await select(html, "table > tbody > tr > td")).toEqual(["1"]);
  expect(await select(html, "body > p")).toEqual(["a", "bcde"]);
  expect(await select(html, "html", { give: "html" })).toEqual([
    serializeOuter(parse(html).childNodes[0] as never),
  ]);
});

test("text is what is read: blocks are lines, white space is one space, what is not shown is left out", async () => {
  const html = `<head><title>t</title></head><body>a  b\n c<script>x</script><style>y</style><template>z</template>
    <div>d<span> e</span><br>f</div>g<pre>  h\n    i  </pre><noscript>j</noscript><table><tr><td>1<td>2<tr><td>3</table>&amp;&nbsp;é`;
  const { result } = await scrape({ html, extract: ["text"] });
  expect(result?.text).toBe("a b c\nd e\nf\ng\n  h\n    i\nj\n1 2\n3\n&\u00a0é");
  expect(await select(html, "title, script")).toEqual(["t", "x"]);
});

test("any text is a page", async () => {
  const pieces = fc.constantFrom(
    "<div>",
    "</p>",
    "<table>",
    "<td>",
    "&amp",
    "<!--",
    "-->",
    "<svg>",
    "<a href='",
    "\0",
    "<script>",
    "</",
    "<b><p>",
    "x",
    '"',
    "<select>",
    "<template>",
    "]]>",
    "\ud800",
  );
  const pages = fc.oneof(
    fc.array(pieces, { maxLength: 40 }).map((all) => all.join("")),
    fc.string({ unit: "binary", maxLength: 200 }),
  );
  await fc.assert(
    fc.asyncProperty(pages, async (html) => {
      const { result, error } = await scrape({
        html,
        extract: ["text", "metadata", "links", "tables"],
        select: { all: { selector: "*", give: "html" } },
      });
      expect(error).toBeNull();
      const document = parse(html.toWellFormed(), { scriptingEnabled: false });
      const whole = document.childNodes.find((node) => node.nodeName === "html");
      expect((result as { selected: { all: { values: string[] } } }).selected.all.values[0]).toBe(
        serializeOuter(whole as never),
      );
    }),
    { numRuns: 20 },
  );
});

test("pages and selectors that would take for ever are refused", async () => {
  expect(await select("<div>".repeat(5_000), "p")).toBe(
    "the document has more than 1000 elements in each other",
  );
  expect(await select("<b>".repeat(5_000), "p")).toContain("more than 1000 elements");
  const nested = `${"<div>".repeat(900)}${"<i></i>".repeat(10)}`;
  expect(await select(nested, "p div div div div div div i")).toBe(
    "the selectors take too many steps on this document",
  );
  expect(await select("<p>".repeat(20_000), "q ~ p ~ p ~ p")).toContain("too many steps");
  expect(await select("<p>a</p>".repeat(2_000), ":has(:contains('b'))")).toEqual([]);
  expect(await select(" ".repeat(4_194_305), "p")).toBe(
    "a document may have 4194304 bytes, and this one has 4194305",
  );
  expect(await select("<p>", ":nth-child(")).toContain("the selector");
  expect(await select("<p>", "p::before")).toContain("the selector");
});

test("spans of cells are followed, and not further than makes sense", async () => {
  const tables = async (html: string) => (await scrape({ html, extract: ["tables"] })).result?.tables;
  expect(await tables("<table><tr><td colspan=1000000>a<td>b</table>")).toEqual([
    { rows: [[...Array(100).fill("a"), "b"]] },
  ]);
  expect(
    await tables("<table><tr><td rowspan=9 colspan=0>a<td colspan=x>b<tr><td>c<td>d<tr></table>"),
  ).toEqual([{ rows: [["a", "b"], ["a", "c", "d"], ["a"]] }]);
  expect(await tables("<table><tr><td><table><tr><td>in</table>out</table>")).toEqual([
    { rows: [["in\nout"]] },
    { rows: [["in"]] },
  ]);
});

test("without an address, links are as they stand there", async () => {
  const { result } = await scrape({
    html: "<a href=x>x</a><a href='http://a/?q#f'>y</a>",
    extract: ["links"],
  });
  expect(result?.links).toEqual([
    { url: "x", text: "x" },
    { url: "http://a/?q#f", text: "y" },
  ]);
  expect((await scrape({})).error).toBe("give the `url` of a page, or its `html`");
});
