import { HttpRequest } from "../shared/http";
import { Json } from "../shared/json";
import { give, input, refuse, report, tryOperation } from "../shared/kernel";
import { resolveUrls } from "../shared/markup";

const msOfDay: f64 = 86400000;

/** What every check has to stay within. */
class Bounds {
  readonly timeoutMs: i32;
  readonly slowMs: f64;
  readonly certificateDays: f64;

  constructor(given: Json) {
    this.timeoutMs = <i32>given.numberOf("timeoutMs", 5000);
    this.slowMs = given.numberOf("slowMs", Infinity);
    this.certificateDays = given.numberOf("certificateDays", 14);
  }
}

export function run(): void {
  const given = input();
  const bounds = new Bounds(given);
  const targets = given.itemsOf("targets");
  const services = Json.array();
  let up = 0;
  let degraded = 0;
  for (let at = 0; at < targets.length; at++) {
    const checked = check(targets[at], bounds);
    const state = checked.textOf("state", "");
    if (state == "up") up++;
    if (state == "degraded") degraded++;
    services.push(checked);
    report(at + 1, targets.length);
  }
  give(
    Json.object()
      .set("up", Json.number(up))
      .set("degraded", Json.number(degraded))
      .set("down", Json.number(targets.length - up - degraded))
      .set("services", services),
  );
}

function check(target: Json, bounds: Bounds): Json {
  const url = target.get("url");
  if (url !== null && target.has("host")) refuse("a target has either a `url` or a `host` and a `port`");
  return url === null ? checkPort(target, bounds) : checkUrl(url.string, target, bounds);
}

/** A service that takes connections; with `tls`, one whose certificate is in order. */
function checkPort(target: Json, bounds: Bounds): Json {
  const host = target.textOf("host", "");
  const port = target.get("port");
  if (host == "" || port === null) refuse("a target has either a `url` or a `host` and a `port`");
  const service = Json.object().set("target", Json.text(host + ":" + port!.toString()));
  const problems = Json.array();
  const isUp = connect(service, problems, host, port!.value, target.flagOf("tls", false), bounds);
  return judged(service, isUp, problems, service.numberOf("connectMs", 0) + service.numberOf("handshakeMs", 0), bounds);
}

/** Connects and tells the times and the certificate. @returns whether that could be done */
function connect(service: Json, problems: Json, host: string, port: f64, tls: bool, bounds: Bounds): bool {
  const request = Json.object()
    .set("host", Json.text(host))
    .set("port", Json.number(port))
    .set("tls", Json.boolean(tls))
    .set("timeoutMs", Json.number(bounds.timeoutMs));
  const answer = tryOperation("tcp.connect", request);
  if (!answer.ok) {
    problems.push(Json.text(answer.message));
    return false;
  }
  copy(answer.json, service, "address");
  copy(answer.json, service, "connectMs");
  copy(answer.json, service, "handshakeMs");
  const certificate = answer.json.get("tls");
  if (certificate !== null && certificate.isObject) service.set("tls", securityOf(certificate, problems, bounds));
  return true;
}

function securityOf(tls: Json, problems: Json, bounds: Bounds): Json {
  const told = Json.object();
  const names = ["protocol", "cipher", "trusted", "subject", "issuer", "names", "fingerprint", "validFrom", "validTo"];
  for (let at = 0; at < names.length; at++) copy(tls, told, names[at]);
  const days = Math.floor(tls.numberOf("validForMs", 0) / msOfDay);
  told.set("daysLeft", Json.number(days));
  if (!tls.flagOf("trusted", false)) problems.push(Json.text("the server " + tls.textOf("distrust", "is not trusted")));
  if (days >= 0 && days < bounds.certificateDays) {
    problems.push(Json.text("the certificate expires in " + days.toString().replace(".0", "") + " days"));
  }
  return told;
}

/** A service that answers HTTP with a status that is expected, and whose certificate is in order where it has one. */
function checkUrl(url: string, target: Json, bounds: Bounds): Json {
  const service = Json.object().set("target", Json.text(url));
  const problems = Json.array();
  const parts = resolveUrls("", [url])[0];
  if (parts.isNull) refuse(url + " is no absolute URL");
  // certificates are looked at first: a request ends where one is not trusted, and does not tell when it expires
  if (parts.textOf("scheme", "") == "https") {
    const port = portOf(parts.textOf("origin", ""));
    if (!connect(service, problems, parts.textOf("host", ""), port, true, bounds)) {
      return judged(service, false, problems, 0, bounds);
    }
  }
  const request = new HttpRequest(target.textOf("method", "GET"), url);
  request.timeoutMs = bounds.timeoutMs;
  request.redirections = <i32>target.numberOf("redirects", 5);
  request.cut = true;
  request.mostBytes = 1048576;
  const reply = request.headersOf(target.get("headers")).trySend();
  if (!reply.came) {
    problems.push(Json.text(reply.message));
    return judged(service, false, problems, 0, bounds);
  }
  service
    .set("address", reply.told("address"))
    .set("connectMs", reply.told("connectMs"))
    .set("waitMs", reply.told("waitMs"))
    .set("totalMs", reply.told("totalMs"))
    .set("status", Json.number(reply.status));
  if (!isExpected(reply.status, target.get("status"))) {
    problems.push(Json.text("the status is " + reply.status.toString()));
    return judged(service, false, problems, 0, bounds);
  }
  const contains = target.textOf("contains", "");
  if (contains != "" && !(reply.isText && reply.body.toString().includes(contains))) {
    problems.push(Json.text("the body does not contain " + Json.text(contains).toString()));
    return judged(service, false, problems, 0, bounds);
  }
  return judged(service, true, problems, reply.told("totalMs").value, bounds);
}

function isExpected(status: i32, expected: Json | null): bool {
  if (expected === null) return status >= 200 && status < 300;
  for (let at = 0; at < expected.length; at++) {
    if (<i32>expected.items[at].value == status) return true;
  }
  return false;
}

function portOf(origin: string): f64 {
  const colon = origin.lastIndexOf(":");
  const port = parseInt(origin.substring(colon + 1));
  return isNaN(port) ? 443 : port;
}

/** `down`: it does not do what it is for. `degraded`: it does, and something is wrong. */
function judged(service: Json, isUp: bool, problems: Json, tookMs: f64, bounds: Bounds): Json {
  if (isUp && tookMs > bounds.slowMs) {
    problems.push(Json.text("it took " + Math.round(tookMs).toString().replace(".0", "") + " ms"));
  }
  const state = !isUp ? "down" : problems.length > 0 ? "degraded" : "up";
  return service.set("state", Json.text(state)).set("problems", problems);
}

function copy(from: Json, to: Json, name: string): void {
  const value = from.get(name);
  if (value !== null && !value.isNull) to.set(name, value);
}
