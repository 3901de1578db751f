import { Json, parse } from "../shared/json";
import { give, input, operation, refuse } from "../shared/kernel";

export function run(): void {
  const given = input();
  const count = <i32>given.numberOf("count", 10);
  const page = <i32>given.numberOf("page", 1);
  const parameters = Json.object()
    .set("searchTerms", Json.text(termsOf(given)))
    .set("count", Json.number(count))
    .set("startIndex", Json.number((page - 1) * count + 1))
    .set("startPage", Json.number(page));
  const language = given.get("language");
  if (language !== null) parameters.set("language", language);
  const request = Json.object().set("parameters", parameters);
  const timeout = given.get("timeoutMs");
  if (timeout !== null) request.set("timeoutMs", timeout);
  const answer = operation("search.query", request);
  const status = <i32>answer.json.numberOf("status", 0);
  if (status < 200 || status > 299) refuse("the search engine answered with status " + status.toString());
  const json = parse(answer.bodyAt, answer.bodySize);
  if (json === null) refuse("the search engine did not answer in JSON");
  const found = resultsOf(json!);
  if (found === null) refuse("the search engine answered in JSON without a list of results that is known here");
  give(told(found!, json!, count, answer.json.textOf("engine", "")));
}

function termsOf(given: Json): string {
  const site = given.textOf("site", "");
  return given.textOf("query", "") + (site == "" ? "" : " site:" + site);
}

function told(found: Json, json: Json, count: i32, engine: string): Json {
  const results = Json.array();
  for (let at = 0; at < found.length && results.length < count; at++) {
    const result = resultOf(found.items[at]);
    if (result !== null) results.push(result.set("rank", Json.number(results.length + 1)));
  }
  const answer = Json.object().set("engine", Json.text(engine)).set("results", results);
  const total = totalOf(json);
  return total < 0 ? answer : answer.set("total", Json.number(total));
}

/** The list of results, wherever engines have it: alone, under one of the usual names, or as OpenSearch's suggestions. */
function resultsOf(json: Json): Json | null {
  if (json.isArray) return suggestions(json);
  const names = ["results", "items", "hits", "organic_results", "organic", "value", "documents", "entries"];
  for (let at = 0; at < names.length; at++) {
    const list = json.get(names[at]);
    if (list !== null && list.isArray) return list;
  }
  const outer = ["web", "webPages", "hits", "data", "response", "feed"];
  for (let at = 0; at < outer.length; at++) {
    const inner = json.get(outer[at]);
    if (inner !== null && inner.isObject) {
      const list = resultsOf(inner);
      if (list !== null) return list;
    }
  }
  return null;
}

/** `[terms, [titles], [descriptions], [URLs]]` (https://github.com/dewitt/opensearch, suggestions) as results; any other list is one. */
function suggestions(json: Json): Json {
  const isSuggestions = json.length >= 2 && json.items[0].isText && json.items[1].isArray;
  if (!isSuggestions) return json;
  const list = Json.array();
  const titles = json.items[1].items;
  for (let at = 0; at < titles.length; at++) {
    const result = Json.object().set("title", titles[at]);
    if (json.length > 2 && at < json.items[2].length) result.set("snippet", json.items[2].items[at]);
    if (json.length > 3 && at < json.items[3].length) result.set("url", json.items[3].items[at]);
    list.push(result);
  }
  return list;
}

/** A result with a URL and a title; null for what has neither. */
function resultOf(item: Json): Json | null {
  if (!item.isObject) return null;
  const url = first(item, ["url", "link", "href", "uri"]);
  if (url == "") return null;
  const title = first(item, ["title", "name", "heading"]);
  const snippet = first(item, ["snippet", "content", "description", "summary", "abstract", "text"]);
  return Json.object()
    .set("title", Json.text(title == "" ? url : plain(title)))
    .set("url", Json.text(url))
    .set("snippet", Json.text(plain(snippet)));
}

function first(item: Json, names: string[]): string {
  for (let at = 0; at < names.length; at++) {
    const text = item.textOf(names[at], "");
    if (text != "") return text;
  }
  return "";
}

/** Engines mark the words that they found. */
function plain(text: string): string {
  const marks = ["<b>", "</b>", "<strong>", "</strong>", "<em>", "</em>", "<mark>", "</mark>"];
  for (let at = 0; at < marks.length; at++) text = text.replaceAll(marks[at], "");
  return text.trim();
}

function totalOf(json: Json): f64 {
  const names = ["total", "totalResults", "number_of_results", "total_results", "totalEstimatedMatches"];
  for (let at = 0; at < names.length; at++) {
    const total = json.numberOf(names[at], -1);
    if (total >= 0) return total;
  }
  const outer = ["webPages", "web", "hits", "searchInformation"];
  for (let at = 0; at < outer.length; at++) {
    const inner = json.get(outer[at]);
    if (inner !== null && inner.isObject) return totalOf(inner);
  }
  return -1;
}
