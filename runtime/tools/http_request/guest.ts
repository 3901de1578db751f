import { Alphabet, decodeBase64, encodeBase64, Padding } from "../shared/base64";
import { Bytes } from "../shared/bytes";
import { HttpReply, HttpRequest } from "../shared/http";
import { Json } from "../shared/json";
import { give, input, refuse } from "../shared/kernel";

export function run(): void {
  const given = input();
  const request = new HttpRequest(given.textOf("method", "GET"), given.textOf("url", ""));
  request.headersOf(given.get("headers"));
  authorize(request, given.get("basic"));
  addBody(request, given);
  request.redirections = <i32>given.numberOf("redirects", 5);
  request.timeoutMs = <i32>given.numberOf("timeoutMs", 0);
  request.mostBytes = <i32>given.numberOf("maxBytes", 1048576);
  request.cut = given.flagOf("truncate", false);
  give(told(request.otherwise("Accept", "*/*").send()));
}

function authorize(request: HttpRequest, basic: Json | null): void {
  if (basic === null) return;
  if (request.has("authorization")) refuse("give either `basic` or a header Authorization");
  const pair = basic.textOf("user", "") + ":" + basic.textOf("password", "");
  request.header("Authorization", "Basic " + encodeBase64(Bytes.of(pair), Alphabet.Standard, true).toString());
}

function addBody(request: HttpRequest, given: Json): void {
  const text = given.get("body");
  const json = given.get("json");
  const base64 = given.get("bodyBase64");
  const count = i32(text !== null) + i32(json !== null) + i32(base64 !== null);
  if (count > 1) refuse("give one of `body`, `json` and `bodyBase64`");
  if (json !== null) request.json(json);
  if (text !== null) {
    request.body = text.bytes;
    request.otherwise("Content-Type", "text/plain; charset=utf-8");
  }
  if (base64 !== null) {
    request.body = decodeBase64(base64.bytes, Alphabet.Either, Padding.Optional);
    request.otherwise("Content-Type", "application/octet-stream");
  }
}

function told(reply: HttpReply): Json {
  const result = Json.object()
    .set("url", Json.text(reply.url))
    .set("status", Json.number(reply.status))
    .set("statusText", reply.told("statusText"))
    .set("headers", reply.headers)
    .set("redirects", reply.told("redirections"))
    .set("bytes", Json.number(reply.body.size))
    .set("truncated", Json.boolean(reply.isCut))
    .set("connectMs", reply.told("connectMs"))
    .set("totalMs", reply.told("totalMs"));
  const isJson = reply.mediaType == "application/json" || reply.mediaType.endsWith("+json");
  const json = isJson ? reply.json : null;
  if (json !== null) return result.set("json", json);
  if (reply.isText) return result.set("body", Json.bytes(reply.body));
  return result.set("bodyBase64", Json.bytes(encodeBase64(reply.body, Alphabet.Standard, true)));
}
