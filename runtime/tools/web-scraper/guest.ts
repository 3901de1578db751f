import { Bytes } from "../shared/bytes";
import { HttpRequest } from "../shared/http";
import { Json, parseText } from "../shared/json";
import { give, input, refuse } from "../shared/kernel";
import { attributeOf, elementsOf, MarkupQuery, queryMarkup, resolveUrls } from "../shared/markup";

/** A page and where it came from. */
class Page {
  constructor(
    readonly html: Bytes,
    /** What its links are relative to; empty where that is not known. */
    readonly url: string,
    readonly status: i32,
  ) {}
}

export function run(): void {
  const given = input();
  const page = pageOf(given);
  const result = Json.object().set("status", Json.number(page.status)).set("url", Json.text(page.url));
  const wanted = given.get("extract");
  const most = <i32>given.numberOf("most", 200);
  if (wants(wanted, "text")) result.set("text", textOf(page, given.textOf("within", "body")));
  if (wants(wanted, "metadata")) result.set("metadata", metadataOf(page));
  if (wants(wanted, "links")) result.set("links", linksOf(page, most));
  if (wants(wanted, "tables")) result.set("tables", tablesOf(page, most));
  const select = given.get("select");
  if (select !== null) result.set("selected", selectedOf(page, select, most));
  give(result);
}

function wants(extract: Json | null, what: string): bool {
  if (extract === null) return what == "text" || what == "metadata";
  for (let at = 0; at < extract.length; at++) {
    if (extract.items[at].string == what) return true;
  }
  return false;
}

function pageOf(given: Json): Page {
  const html = given.get("html");
  const url = given.textOf("url", "");
  if (html !== null) return new Page(html.bytes, url, 0);
  if (url == "") refuse("give the `url` of a page, or its `html`");
  const request = new HttpRequest("GET", url);
  request.headersOf(given.get("headers"));
  request.timeoutMs = <i32>given.numberOf("timeoutMs", 0);
  const reply = request.otherwise("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1").send();
  if (!reply.isSuccess) refuse(reply.url + " answered with status " + reply.status.toString());
  if (!reply.isText) refuse(reply.url + " is no page: its type is " + (reply.mediaType == "" ? "not given" : reply.mediaType));
  return new Page(reply.body, reply.url, reply.status);
}

function textOf(page: Page, selector: string): Json {
  const found = queryMarkup("html", page.html, [new MarkupQuery(selector).part("text")])[0];
  const parts: string[] = [];
  const elements = elementsOf(found);
  for (let at = 0; at < elements.length; at++) parts.push(elements[at].textOf("text", ""));
  return Json.text(parts.join("\n"));
}

/** URLs as they are seen from the page, its `<base>` counted in. */
function absolute(page: Page, references: string[]): Json[] {
  const found = queryMarkup("html", page.html, [new MarkupQuery("base[href]", 1).part("attributes")])[0];
  const bases = elementsOf(found);
  const base: string | null = bases.length > 0 ? attributeOf(bases[0], "href") : null;
  if (base === null) return resolveUrls(page.url, references);
  const resolved = resolveUrls(page.url, [base])[0];
  return resolveUrls(resolved.isObject ? resolved.textOf("url", "") : page.url, references);
}

function linksOf(page: Page, most: i32): Json {
  const found = queryMarkup("html", page.html, [
    new MarkupQuery("a[href], area[href]", most).part("text").part("attributes"),
  ])[0];
  const elements = elementsOf(found);
  const references: string[] = [];
  for (let at = 0; at < elements.length; at++) references.push(attributeOf(elements[at], "href")!);
  const urls = absolute(page, references);
  const links = Json.array();
  for (let at = 0; at < elements.length; at++) {
    const fragment = urls[at].textOf("fragment", "");
    const url = urls[at].isObject ? urls[at].textOf("url", "") + (fragment == "" ? "" : "#" + fragment) : references[at];
    const link = Json.object().set("url", Json.text(url)).set("text", member(elements[at], "text"));
    const rel = attributeOf(elements[at], "rel");
    if (rel !== null) link.set("rel", Json.text(rel));
    links.push(link);
  }
  return links;
}

function member(element: Json, name: string): Json {
  const value = element.get(name);
  return value === null ? Json.null() : value;
}

/** Tables as rows of texts. What spans several columns or rows stands in each of them. */
function tablesOf(page: Page, most: i32): Json {
  const cells = new MarkupQuery(":scope > td, :scope > th", 1000).part("text").part("name").part("attributes");
  const rows = new MarkupQuery(":scope > tr, :scope > thead > tr, :scope > tbody > tr, :scope > tfoot > tr", 5000).within(cells);
  const caption = new MarkupQuery(":scope > caption", 1).part("text");
  const found = queryMarkup("html", page.html, [new MarkupQuery("table", most).within(rows).within(caption)])[0];
  const tables = Json.array();
  const elements = elementsOf(found);
  for (let at = 0; at < elements.length; at++) {
    const inside = elements[at].itemsOf("inside");
    const table = new Table(elementsOf(inside[0])).toJson();
    const captions = elementsOf(inside[1]);
    if (captions.length > 0) table.set("caption", member(captions[0], "text"));
    tables.push(table);
  }
  return tables;
}

/** Columns and rows that a cell may span at most, as far as it is followed here. */
const mostSpan = 100;

class Table {
  private grid: (Json | null)[][] = [];

  constructor(private rows: Json[]) {
    for (let at = 0; at < rows.length; at++) this.grid.push([]);
    for (let at = 0; at < rows.length; at++) this.place(at, elementsOf(rows[at].itemsOf("inside")[0]));
  }

  private place(row: i32, cells: Json[]): void {
    let column = 0;
    for (let at = 0; at < cells.length; at++) {
      while (column < this.grid[row].length && this.grid[row][column] !== null) column++;
      const across = span(cells[at], "colspan");
      const down = min(span(cells[at], "rowspan"), this.rows.length - row);
      for (let y = row; y < row + down; y++) this.fill(this.grid[y], column, across, member(cells[at], "text"));
      column += across;
    }
  }

  private fill(line: (Json | null)[], from: i32, count: i32, text: Json): void {
    while (line.length < from) line.push(null);
    for (let column = from; column < from + count; column++) {
      if (column < line.length) line[column] = text;
      else line.push(text);
    }
  }

  /** The first row is the header, if it has nothing but header cells. */
  toJson(): Json {
    const result = Json.object();
    const hasHeader = this.rows.length > 0 && isHeader(elementsOf(this.rows[0].itemsOf("inside")[0]));
    if (hasHeader) result.set("header", line(this.grid[0]));
    const rows = Json.array();
    for (let at = hasHeader ? 1 : 0; at < this.grid.length; at++) rows.push(line(this.grid[at]));
    return result.set("rows", rows);
  }
}

function line(cells: (Json | null)[]): Json {
  const texts = Json.array();
  for (let at = 0; at < cells.length; at++) {
    const cell = cells[at];
    texts.push(cell === null ? Json.text("") : cell);
  }
  return texts;
}

function isHeader(cells: Json[]): bool {
  for (let at = 0; at < cells.length; at++) {
    if (cells[at].textOf("name", "") != "th") return false;
  }
  return cells.length > 0;
}

function span(cell: Json, name: string): i32 {
  const value = attributeOf(cell, name);
  if (value === null) return 1;
  const count = parseInt(value);
  return isNaN(count) || count < 1 ? 1 : <i32>min<f64>(count, mostSpan);
}

function metadataOf(page: Page): Json {
  const found = queryMarkup("html", page.html, [
    new MarkupQuery("title", 1).part("text"),
    new MarkupQuery("html", 1).part("attributes"),
    new MarkupQuery("meta[content]", 300).part("attributes"),
    new MarkupQuery("link[rel][href]", 300).part("attributes"),
    new MarkupQuery('script[type="application/ld+json"]', 50).part("text"),
    new MarkupQuery("h1, h2, h3", 200).part("name").part("text"),
  ]);
  const metadata = Json.object();
  const titles = elementsOf(found[0]);
  if (titles.length > 0) metadata.set("title", member(titles[0], "text"));
  const language = attributeOf(elementsOf(found[1])[0], "lang");
  if (language !== null) metadata.set("language", Json.text(language));
  metadata.set("meta", metaOf(elementsOf(found[2])));
  metadata.set("links", relationsOf(page, elementsOf(found[3])));
  metadata.set("headings", headingsOf(elementsOf(found[5])));
  metadata.set("structured", structuredOf(elementsOf(found[4])));
  return metadata;
}

/** Descriptions of the page by their names, Open Graph's among them; the first of a name counts. */
function metaOf(elements: Json[]): Json {
  const meta = Json.object();
  for (let at = 0; at < elements.length; at++) {
    let name = attributeOf(elements[at], "name");
    if (name === null) name = attributeOf(elements[at], "property");
    if (name !== null && !meta.has(name)) meta.set(name, Json.text(attributeOf(elements[at], "content")!));
  }
  return meta;
}

function relationsOf(page: Page, elements: Json[]): Json {
  const references: string[] = [];
  for (let at = 0; at < elements.length; at++) references.push(attributeOf(elements[at], "href")!);
  const urls = absolute(page, references);
  const relations = Json.array();
  for (let at = 0; at < elements.length; at++) {
    const url = urls[at].isObject ? urls[at].textOf("url", "") : references[at];
    relations.push(Json.object().set("rel", Json.text(attributeOf(elements[at], "rel")!)).set("url", Json.text(url)));
  }
  return relations;
}

function headingsOf(elements: Json[]): Json {
  const headings = Json.array();
  for (let at = 0; at < elements.length; at++) {
    const level = elements[at].textOf("name", "h1").charCodeAt(1) - 0x30;
    headings.push(Json.object().set("level", Json.number(level)).set("text", member(elements[at], "text")));
  }
  return headings;
}

/** Data for machines (JSON-LD), what is no JSON left out. */
function structuredOf(elements: Json[]): Json {
  const structured = Json.array();
  for (let at = 0; at < elements.length; at++) {
    const value = parseText(elements[at].textOf("text", ""));
    if (value !== null) structured.push(value);
  }
  return structured;
}

/** What was asked for by names of the caller's. */
function selectedOf(page: Page, select: Json, most: i32): Json {
  const queries: MarkupQuery[] = [];
  for (let at = 0; at < select.length; at++) {
    const each = select.items[at];
    queries.push(new MarkupQuery(each.textOf("selector", ""), <i32>each.numberOf("most", most)).part(partOf(each)));
  }
  const found = queryMarkup("html", page.html, queries);
  const selected = Json.object();
  for (let at = 0; at < select.length; at++) {
    const each = select.items[at];
    const values = Json.array();
    const elements = elementsOf(found[at]);
    for (let index = 0; index < elements.length; index++) values.push(valueOf(elements[index], each));
    const count = found[at].numberOf("count", 0);
    selected.set(select.names[at], Json.object().set("count", Json.number(count)).set("values", values));
  }
  return selected;
}

function partOf(each: Json): string {
  if (each.has("attribute")) return "attributes";
  return each.textOf("give", "text");
}

function valueOf(element: Json, each: Json): Json {
  if (!each.has("attribute")) return member(element, each.textOf("give", "text"));
  const value = attributeOf(element, each.textOf("attribute", ""));
  return value === null ? Json.null() : Json.text(value);
}
