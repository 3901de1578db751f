import { HttpRequest } from "../shared/http";
import { Json } from "../shared/json";
import { give, input, refuse, report } from "../shared/kernel";
import { resolveUrls } from "../shared/markup";
import { capture, failuresOf } from "./expectations";
import { Variables } from "./variables";

export function run(): void {
  const given = input();
  const requests = given.itemsOf("requests");
  const known = given.get("variables");
  const variables = new Variables(known === null ? Json.object() : known);
  const goesOn = given.flagOf("continueOnFailure", false);
  const steps = Json.array();
  let passed = 0;
  let failed = 0;
  let totalMs: f64 = 0;
  for (let at = 0; at < requests.length; at++) {
    const isSkipped = failed > 0 && !goesOn;
    const step = isSkipped ? named(requests[at], at).set("state", Json.text("skipped")) : perform(requests[at], at, given, variables);
    const state = step.textOf("state", "");
    if (state == "passed") passed++;
    if (state == "failed") failed++;
    totalMs += step.numberOf("totalMs", 0);
    steps.push(step);
    report(at + 1, requests.length);
  }
  give(
    Json.object()
      .set("ok", Json.boolean(failed == 0))
      .set("passed", Json.number(passed))
      .set("failed", Json.number(failed))
      .set("skipped", Json.number(requests.length - passed - failed))
      .set("totalMs", Json.number(totalMs))
      .set("steps", steps),
  );
}

function named(asked: Json, at: i32): Json {
  const method = asked.textOf("method", "GET");
  const name = asked.textOf("name", "");
  return Json.object()
    .set("name", Json.text(name == "" ? (at + 1).toString() + ": " + method + " " + asked.textOf("url", "") : name))
    .set("method", Json.text(method));
}

function perform(asked: Json, at: i32, given: Json, variables: Variables): Json {
  const step = named(asked, at);
  const url = absolute(variables.url(asked.textOf("url", "")), given.textOf("baseUrl", ""));
  step.set("url", Json.text(url));
  const request = requestOf(asked, url, given.get("headers"), variables);
  request.timeoutMs = <i32>given.numberOf("timeoutMs", 10000);
  const reply = request.trySend();
  if (reply.isDenied) refuse(reply.message);
  if (!reply.came) {
    const failures = Json.array();
    failures.push(Json.text(reply.message));
    return step.set("state", Json.text("failed")).set("failures", failures);
  }
  const expected = asked.get("expect");
  const failures = failuresOf(reply, expected === null ? Json.object() : variables.filled(expected));
  const asksFor = asked.get("capture");
  const captured = Json.object();
  // what a failure gives is not what was meant
  if (asksFor !== null && failures.length == 0) append(failures, capture(reply, asksFor, captured));
  for (let index = 0; index < captured.length; index++) variables.set(captured.names[index], captured.items[index]);
  step
    .set("state", Json.text(failures.length == 0 ? "passed" : "failed"))
    .set("status", Json.number(reply.status))
    .set("totalMs", reply.told("totalMs"))
    .set("failures", failures);
  return captured.length > 0 ? step.set("captured", captured) : step;
}

function append(list: Json, more: Json): void {
  for (let at = 0; at < more.length; at++) list.push(more.items[at]);
}

function absolute(url: string, base: string): string {
  const parts = resolveUrls(base, [url])[0];
  if (parts.isNull) refuse(url + " is no absolute URL" + (base == "" ? ", and there is no `baseUrl`" : ""));
  return parts.textOf("url", "");
}

function requestOf(asked: Json, url: string, shared: Json | null, variables: Variables): HttpRequest {
  const request = new HttpRequest(asked.textOf("method", "GET"), url);
  request.redirections = <i32>asked.numberOf("redirects", 5);
  addHeaders(request, asked.get("headers"), variables);
  addHeaders(request, shared, variables);
  const json = asked.get("json");
  const body = asked.get("body");
  if (json !== null && body !== null) refuse("a request has either `json` or a `body`");
  if (json !== null) request.json(variables.filled(json));
  if (body !== null) {
    request.body = Json.text(variables.text(body.string)).bytes;
    request.otherwise("Content-Type", "text/plain; charset=utf-8");
  }
  return request.otherwise("Accept", "*/*");
}

/** The first header of a name counts. */
function addHeaders(request: HttpRequest, headers: Json | null, variables: Variables): void {
  if (headers === null) return;
  for (let at = 0; at < headers.length; at++) request.otherwise(headers.names[at], variables.text(headers.items[at].string));
}
