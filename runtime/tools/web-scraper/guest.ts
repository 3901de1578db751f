import { Bytes } from "../shared/bytes";
import { HttpRequest } from "../shared/http";
import { Json, parseText } from "../shared/json";
import { give, input, refuse } from "../shared/kernel";
import { attributeOf, elementsOf, MarkupQuery, queryMarkup, resolveUrls } from "../shared/markup";

/** A page and where it came from. It is read once, for all that is wanted of it. */
class Page {
  private queries: MarkupQuery[] = [];
  private found: Json[] = [];

  constructor(
    private html: Bytes,
    /** Where it came from; empty where that is not known. */
    readonly url: string,
    readonly status: i32,
  ) {
    this.ask(new MarkupQuery("base[href]", 1).part("attributes"));
  }

  /** @returns the query's number */
  ask(query: MarkupQuery): i32 {
    this.queries.push(query);
    return this.queries.length - 1;
  }

  read(): void {
    this.found = queryMarkup("html", this.html, this.queries);
  }

  /** What a query found. */
  answer(query: i32): Json {
    return this.found[query];
  }

  elements(query: i32): Json[] {
    return elementsOf(this.found[query]);
  }

  /** Its URLs as they are seen from it, its `<base>` counted in. */
  absolute(references: string[]): Json[] {
    const bases = this.elements(0);
    const base: string | null = bases.length > 0 ? attributeOf(bases[0], "href") : null;
    if (base === null) return resolveUrls(this.url, references);
    const resolved = resolveUrls(this.url, [base])[0];
    return resolveUrls(resolved.isObject ? resolved.textOf("url", "") : this.url, references);
  }
}

export function run(): void {
  const given = input();
  const page = pageOf(given);
  const wanted = given.get("extract");
  const select = given.get("select");
  const most = <i32>given.numberOf("most", 200);
  const text = wants(wanted, "text") ? page.ask(new MarkupQuery(given.textOf("within", "body")).part("text")) : -1;
  const metadata = wants(wanted, "metadata") ? askMetadata(page) : -1;
  const links = wants(wanted, "links")
    ? page.ask(new MarkupQuery("a[href], area[href]", most).part("text").part("attributes"))
    : -1;
  const tables = wants(wanted, "tables") ? page.ask(tableQuery(most)) : -1;
  const selected = select !== null ? askSelected(page, select, most) : -1;
  page.read();
  const result = Json.object().set("status", Json.number(page.status)).set("url", Json.text(page.url));
  if (text >= 0) result.set("text", textOf(page.elements(text)));
  if (metadata >= 0) result.set("metadata", metadataOf(page, metadata));
  if (links >= 0) result.set("links", linksOf(page, page.elements(links)));
  if (tables >= 0) result.set("tables", tablesOf(page.elements(tables)));
  if (select !== null) result.set("selected", selectedOf(page, selected, select));
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

function textOf(elements: Json[]): Json {
  const parts: string[] = [];
  for (let at = 0; at < elements.length; at++) parts.push(elements[at].textOf("text", ""));
  return Json.text(parts.join("\n"));
}

function linksOf(page: Page, elements: Json[]): Json {
  const references: string[] = [];
  for (let at = 0; at < elements.length; at++) references.push(attributeOf(elements[at], "href")!);
  const urls = page.absolute(references);
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

function tableQuery(most: i32): MarkupQuery {
  const cells = new MarkupQuery(":scope > td, :scope > th", 1000).part("text").part("name").part("attributes");
  const rows = new MarkupQuery(":scope > tr, :scope > thead > tr, :scope > tbody > tr, :scope > tfoot > tr", 5000).within(cells);
  const caption = new MarkupQuery(":scope > caption", 1).part("text");
  return new MarkupQuery("table", most).within(rows).within(caption);
}

/** Tables as rows of texts. What spans several columns or rows stands in each of them. */
function tablesOf(elements: Json[]): Json {
  const tables = Json.array();
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

/** @returns the number of the first of its queries, in the order in which `metadataOf` has them */
function askMetadata(page: Page): i32 {
  const first = page.ask(new MarkupQuery("title", 1).part("text"));
  page.ask(new MarkupQuery("html", 1).part("attributes"));
  page.ask(new MarkupQuery("meta[content]", 300).part("attributes"));
  page.ask(new MarkupQuery("link[rel][href]", 300).part("attributes"));
  page.ask(new MarkupQuery("h1, h2, h3", 200).part("name").part("text"));
  page.ask(new MarkupQuery('script[type="application/ld+json"]', 50).part("text"));
  return first;
}

function metadataOf(page: Page, first: i32): Json {
  const metadata = Json.object();
  const titles = page.elements(first);
  if (titles.length > 0) metadata.set("title", member(titles[0], "text"));
  const language = attributeOf(page.elements(first + 1)[0], "lang");
  if (language !== null) metadata.set("language", Json.text(language));
  return metadata
    .set("meta", metaOf(page.elements(first + 2)))
    .set("links", relationsOf(page, page.elements(first + 3)))
    .set("headings", headingsOf(page.elements(first + 4)))
    .set("structured", structuredOf(page.elements(first + 5)));
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
  const urls = page.absolute(references);
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

/** @returns the number of the first of its queries; there is one for each member */
function askSelected(page: Page, select: Json, most: i32): i32 {
  let first = -1;
  for (let at = 0; at < select.length; at++) {
    const each = select.items[at];
    const query = new MarkupQuery(each.textOf("selector", ""), <i32>each.numberOf("most", most)).part(partOf(each));
    const number = page.ask(query);
    if (at == 0) first = number;
  }
  return first;
}

/** What was asked for by names of the caller's. */
function selectedOf(page: Page, first: i32, select: Json): Json {
  const selected = Json.object();
  for (let at = 0; at < select.length; at++) {
    const each = select.items[at];
    const values = Json.array();
    const elements = page.elements(first + at);
    for (let index = 0; index < elements.length; index++) values.push(valueOf(elements[index], each));
    const count = page.answer(first + at).numberOf("count", 0);
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
