import { HttpReply, HttpRequest } from "../shared/http";
import { Json } from "../shared/json";
import { give, input, refuse } from "../shared/kernel";

/** Kinds, names and types, as deep as types are wrapped in practice (https://spec.graphql.org/October2021/#sec-Schema-Introspection). */
const introspection =
  "query Schema { __schema { queryType { name } mutationType { name } subscriptionType { name } types { kind name description " +
  "fields(includeDeprecated: true) { name description isDeprecated args { name type { ...T } } type { ...T } } " +
  "inputFields { name type { ...T } } enumValues(includeDeprecated: true) { name } possibleTypes { name } } } } " +
  "fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } }";

export function run(): void {
  const given = input();
  const wantsSchema = given.textOf("operation", "query") == "schema";
  if (!wantsSchema && !given.has("query")) refuse("a query needs `query`, a document of GraphQL");
  const request = requestOf(given, wantsSchema);
  const reply = request.send();
  const json = reply.json;
  if (json === null || !json.isObject || (!json.has("data") && !json.has("errors"))) refuse(noAnswer(reply));
  give(wantsSchema ? schemaOf(json!, given.textOf("type", "")) : answerOf(json!, reply));
}

function requestOf(given: Json, wantsSchema: bool): HttpRequest {
  const request = new HttpRequest("POST", given.textOf("url", ""));
  request.headersOf(given.get("headers"));
  // media types of GraphQL over HTTP (https://graphql.github.io/graphql-over-http/draft/#sec-Media-Types)
  request.otherwise("Accept", "application/graphql-response+json, application/json;q=0.9");
  request.timeoutMs = <i32>given.numberOf("timeoutMs", 0);
  request.mostBytes = 8388608;
  const body = Json.object().set("query", Json.text(wantsSchema ? introspection : given.textOf("query", "")));
  const variables = given.get("variables");
  const name = given.get("operationName");
  if (!wantsSchema && variables !== null) body.set("variables", variables);
  if (!wantsSchema && name !== null) body.set("operationName", name);
  return request.json(body);
}

function noAnswer(reply: HttpReply): string {
  const status = "the server answered with status " + reply.status.toString();
  const type = reply.mediaType;
  return status + " and " + (type == "" ? "no type" : type) + ", which is no answer of GraphQL";
}

function answerOf(json: Json, reply: HttpReply): Json {
  const result = Json.object().set("status", Json.number(reply.status));
  const data = json.get("data");
  result.set("data", data === null ? Json.null() : data);
  const errors = Json.array();
  const given = json.itemsOf("errors");
  for (let at = 0; at < given.length; at++) errors.push(errorOf(given[at]));
  result.set("errors", errors);
  const extensions = json.get("extensions");
  if (extensions !== null) result.set("extensions", extensions);
  return result;
}

/** An error with its place in the answer, such as `user.friends.0`. */
function errorOf(error: Json): Json {
  const result = Json.object().set("message", Json.text(error.textOf("message", "an error without a message")));
  const path = error.itemsOf("path");
  const steps: string[] = [];
  for (let at = 0; at < path.length; at++) steps.push(path[at].isText ? path[at].string : path[at].toString());
  if (steps.length > 0) result.set("path", Json.text(steps.join(".")));
  const extensions = error.get("extensions");
  if (extensions !== null && extensions.isObject) result.set("code", Json.text(extensions.textOf("code", "")));
  return result;
}

function schemaOf(json: Json, only: string): Json {
  const data = json.get("data");
  const schema: Json | null = data !== null ? data.get("__schema") : null;
  if (schema === null || !schema.isObject) {
    const errors = json.itemsOf("errors");
    refuse("the server does not tell its schema" + (errors.length > 0 ? ": " + errors[0].textOf("message", "") : ""));
  }
  const types = Json.array();
  const all = schema!.itemsOf("types");
  for (let at = 0; at < all.length; at++) {
    const name = all[at].textOf("name", "");
    if (only == "" ? !name.startsWith("__") : name == only) types.push(typeOf(all[at]));
  }
  if (only != "" && types.length == 0) refuse('the schema has no type "' + only + '"');
  return Json.object()
    .set("query", rootOf(schema!, "queryType"))
    .set("mutation", rootOf(schema!, "mutationType"))
    .set("subscription", rootOf(schema!, "subscriptionType"))
    .set("types", types);
}

function rootOf(schema: Json, member: string): Json {
  const type = schema.get(member);
  return type !== null && type.isObject ? Json.text(type.textOf("name", "")) : Json.null();
}

function typeOf(type: Json): Json {
  const told = Json.object()
    .set("name", Json.text(type.textOf("name", "")))
    .set("kind", Json.text(type.textOf("kind", "").toLowerCase()));
  const description = type.textOf("description", "");
  if (description != "") told.set("description", Json.text(description));
  const fields = type.itemsOf("fields").concat(type.itemsOf("inputFields"));
  if (fields.length > 0) told.set("fields", signatures(fields));
  const values = type.itemsOf("enumValues").concat(type.itemsOf("possibleTypes"));
  if (values.length > 0) told.set("values", names(values));
  return told;
}

function names(items: Json[]): Json {
  const all = Json.array();
  for (let at = 0; at < items.length; at++) all.push(Json.text(items[at].textOf("name", "")));
  return all;
}

/** Fields as a schema writes them: `friends(first: Int): [User!]!`. */
function signatures(fields: Json[]): Json {
  const all = Json.array();
  for (let at = 0; at < fields.length; at++) {
    const args = fields[at].itemsOf("args");
    const written: string[] = [];
    for (let index = 0; index < args.length; index++) written.push(typed(args[index]));
    const head = fields[at].textOf("name", "") + (written.length > 0 ? "(" + written.join(", ") + ")" : "");
    const deprecated = fields[at].flagOf("isDeprecated", false) ? " @deprecated" : "";
    all.push(Json.text(head + ": " + typeText(fields[at].get("type")) + deprecated));
  }
  return all;
}

function typed(argument: Json): string {
  return argument.textOf("name", "") + ": " + typeText(argument.get("type"));
}

function typeText(type: Json | null): string {
  if (type === null || !type.isObject) return "?";
  const kind = type.textOf("kind", "");
  if (kind == "NON_NULL") return typeText(type.get("ofType")) + "!";
  if (kind == "LIST") return "[" + typeText(type.get("ofType")) + "]";
  return type.textOf("name", "?");
}
