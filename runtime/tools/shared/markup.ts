/** Pages by the operations `markup.query` and `url.resolve`. */
import { Bytes } from "./bytes";
import { Json } from "./json";
import { Answer, operation, refuse, tryOperation } from "./kernel";

/** A query for elements. */
export class MarkupQuery {
  private give: Json = Json.array();
  private inside: Json = Json.array();

  constructor(
    private selector: string,
    private most: i32 = 1000,
  ) {}

  /** Asks for a part of each element: `name`, `text`, `html` or `attributes`. */
  part(name: string): MarkupQuery {
    this.give.push(Json.text(name));
    return this;
  }

  /** A query within each element. */
  within(query: MarkupQuery): MarkupQuery {
    this.inside.push(query.toJson());
    return this;
  }

  toJson(): Json {
    return Json.object()
      .set("selector", Json.text(this.selector))
      .set("most", Json.number(this.most))
      .set("give", this.give)
      .set("inside", this.inside);
  }
}

/** What each query found: an object with `count` and `elements`. @param format `html` or `xml` */
export function queryMarkup(format: string, document: Bytes, queries: MarkupQuery[]): Json[] {
  const answer = tryQueryMarkup(format, document, queries);
  if (!answer.ok) refuse(answer.message);
  return answer.json.itemsOf("results");
}

/** The same for documents that may be anything: the answer has the `results`, or says why there are none. */
export function tryQueryMarkup(format: string, document: Bytes, queries: MarkupQuery[]): Answer {
  const asked = Json.array();
  for (let at = 0; at < queries.length; at++) asked.push(queries[at].toJson());
  const request = Json.object().set("format", Json.text(format)).set("queries", asked);
  return tryOperation("markup.query", request, document.at, document.size);
}

/** The elements that a query found. */
export function elementsOf(found: Json): Json[] {
  return found.itemsOf("elements");
}

/** An attribute of an element that was asked for them; null where it has none. */
export function attributeOf(element: Json, name: string): string | null {
  const attributes = element.get("attributes");
  const value: Json | null = attributes !== null ? attributes.get(name) : null;
  return value !== null ? value.string : null;
}

/** References as absolute URLs, with their parts: what is no URL is null (`Json.isNull`). */
export function resolveUrls(base: string, references: string[]): Json[] {
  const asked = Json.array();
  for (let at = 0; at < references.length; at++) asked.push(Json.text(references[at]));
  const request = Json.object().set("references", asked);
  if (base != "") request.set("base", Json.text(base));
  return operation("url.resolve", request).json.itemsOf("urls");
}
