import { Json } from "../shared/json";
import { give, input } from "../shared/kernel";
import { percentDecoded } from "../shared/percent";
import { note, redirects, suspiciousTraits } from "./traits";
import { parseUrl, Url } from "./url";

export function run(): void {
  const given = input();
  const text = given.textOf("url", "");
  const base = given.has("base") ? parseUrl(given.textOf("base", ""), null) : null;
  const url = parseUrl(text, base);
  const traits = suspiciousTraits(text, url);
  const parameters = Json.array();
  const query = url.query;
  if (query !== null) addParameters(query, parameters, traits);
  give(
    Json.object()
      .set("href", Json.text(url.href))
      .set("normalised", Json.text(url.normalisedHref))
      .set("scheme", Json.text(url.scheme))
      .set("username", Json.text(url.username))
      .set("password", Json.text(url.password))
      .set("host", host(url))
      .set("port", url.port < 0 ? Json.null() : Json.number(url.port))
      .set("path", Json.text(url.pathText))
      .set("query", optional(url.query))
      .set("fragment", optional(url.fragment))
      .set("origin", Json.text(url.origin))
      .set("parameters", parameters)
      .set("traits", traits),
  );
}

function host(url: Url): Json {
  const json = Json.object().set("kind", Json.text(url.host.kind)).set("name", Json.text(url.host.text));
  return json.set("unicode", Json.text(url.host.unicode));
}

function optional(text: string | null): Json {
  return text === null ? Json.null() : Json.text(text);
}

/** https://url.spec.whatwg.org/#urlencoded-parsing */
function addParameters(query: string, parameters: Json, traits: Json): void {
  const parts = query.split("&");
  for (let at = 0; at < parts.length; at++) {
    if (parts[at] == "") continue;
    const equals = parts[at].indexOf("=");
    const name = decoded(equals < 0 ? parts[at] : parts[at].substring(0, equals));
    const value = equals < 0 ? "" : decoded(parts[at].substring(equals + 1));
    parameters.push(Json.object().set("name", Json.text(name)).set("value", Json.text(value)));
    if (redirects(value)) note(traits, "url-in-parameter", 'the parameter "' + name + '" may lead somewhere else');
  }
}

function decoded(text: string): string {
  return percentDecoded(text.replaceAll("+", " "));
}
