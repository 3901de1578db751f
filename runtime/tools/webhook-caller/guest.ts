import { Alphabet, decodeBase64, encodeBase64, Padding } from "../shared/base64";
import { Bytes } from "../shared/bytes";
import { Digest } from "../shared/digest/digest";
import { hmac } from "../shared/digest/hmac";
import { Sha256 } from "../shared/digest/sha256";
import { encodeHex } from "../shared/hex";
import { HttpReply, HttpRequest } from "../shared/http";
import { Json } from "../shared/json";
import { give, input, operation, refuse } from "../shared/kernel";
import { Text } from "../shared/text";

const mostWaitMs: f64 = 300000;

export function run(): void {
  const given = input();
  const payload = bodyOf(given.get("payload"));
  const key = keyOf(given);
  const attempts = Json.array();
  const most = <i32>given.numberOf("attempts", 4);
  let reply: HttpReply;
  let waitMs = given.numberOf("backoffMs", 500);
  for (;;) {
    reply = requestOf(given, payload, key).trySend();
    if (reply.isDenied) refuse(reply.message);
    const isLast = attempts.length + 1 == most || !isWorthAnother(reply);
    const after = isLast ? 0 : waitAfter(reply, waitMs);
    attempts.push(attemptOf(reply, after));
    if (isLast) break;
    if (after > mostWaitMs) refuse("the server asks for a wait of " + (after / 1000).toString() + " s, which is too long");
    operation("clock.wait", Json.object().set("ms", Json.number(after)));
    waitMs *= 2;
  }
  give(told(reply, attempts, key));
}

function bodyOf(payload: Json | null): Bytes {
  if (payload === null) return Bytes.of("{}");
  const text = new Text();
  payload.write(text);
  return new Bytes(text.start, text.size);
}

/** What makes a repeated delivery known as one: a UUID, unless the caller has a key. */
function keyOf(given: Json): string {
  const key = given.get("idempotencyKey");
  if (key !== null) return key.string;
  const random = operation("random.bytes", Json.object().set("count", Json.number(16))).bodyAt;
  store<u8>(random, (load<u8>(random, 6) & 0x0f) | 0x40, 6);
  store<u8>(random, (load<u8>(random, 8) & 0x3f) | 0x80, 8);
  const digits = encodeHex(new Bytes(random, 16)).toString();
  const parts = [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)];
  return parts.join("-");
}

function requestOf(given: Json, payload: Bytes, key: string): HttpRequest {
  const request = new HttpRequest(given.textOf("method", "POST"), given.textOf("url", ""));
  request.headersOf(given.get("headers"));
  request.otherwise("Content-Type", "application/json");
  request.otherwise(given.textOf("idempotencyHeader", "Idempotency-Key"), key);
  request.body = payload;
  request.redirections = 0;
  request.timeoutMs = <i32>given.numberOf("timeoutMs", 10000);
  request.mostBytes = 65536;
  request.cut = true;
  const signature = given.get("signature");
  if (signature !== null) sign(request, signature, payload, key);
  return request;
}

/** Adds a signature, anew for each attempt: some schemes have the time in it. */
function sign(request: HttpRequest, signature: Json, payload: Bytes, key: string): void {
  const secret = signature.textOf("secret", "");
  if (signature.textOf("scheme", "body") == "standard") return signStandard(request, secret, payload, key);
  const prefix = signature.textOf("prefix", "sha256=");
  const digest = encodeHex(sha256Hmac(Bytes.of(secret), payload)).toString();
  request.header(signature.textOf("header", "X-Signature-256"), prefix + digest);
}

/** Standard Webhooks (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md). */
function signStandard(request: HttpRequest, secret: string, payload: Bytes, key: string): void {
  const time = Math.floor(operation("clock.now", Json.object()).json.numberOf("ms", 0) / 1000);
  const timestamp = (<i64>time).toString();
  const encoded = secret.startsWith("whsec_") ? secret.substring(6) : secret;
  const message = new Text(payload.size + 256);
  message.append(key + "." + timestamp + ".");
  message.bytes(payload.at, payload.size);
  const bytes = decodeBase64(Bytes.of(encoded), Alphabet.Standard, Padding.Optional);
  const digest = sha256Hmac(bytes, new Bytes(message.start, message.size));
  request.header("webhook-id", key);
  request.header("webhook-timestamp", timestamp);
  request.header("webhook-signature", "v1," + encodeBase64(digest, Alphabet.Standard, true).toString());
}

function sha256Hmac(key: Bytes, message: Bytes): Bytes {
  return hmac((): Digest => new Sha256(), key, message);
}

/** Whether another attempt may do better: there was no reply, or one that says so. */
function isWorthAnother(reply: HttpReply): bool {
  return !reply.came || reply.status == 408 || reply.status == 425 || reply.status == 429 || reply.status >= 500;
}

/** Milliseconds to the next attempt: what the server asks for (`Retry-After` in seconds), but never less than the back-off. */
function waitAfter(reply: HttpReply, backoffMs: f64): f64 {
  const asked = reply.came ? reply.header("retry-after") : null;
  if (asked === null) return backoffMs;
  const seconds = parseFloat(asked);
  return isNaN(seconds) || seconds < 0 ? backoffMs : Math.max(backoffMs, Math.ceil(seconds * 1000));
}

function attemptOf(reply: HttpReply, waitedMs: f64): Json {
  const attempt = Json.object().set("waitMs", Json.number(waitedMs));
  if (!reply.came) return attempt.set("error", Json.text(reply.message));
  return attempt.set("status", Json.number(reply.status)).set("totalMs", reply.told("totalMs"));
}

function told(reply: HttpReply, attempts: Json, key: string): Json {
  const result = Json.object()
    .set("delivered", Json.boolean(reply.came && reply.isSuccess))
    .set("idempotencyKey", Json.text(key))
    .set("attempts", attempts);
  if (!reply.came) return result.set("error", Json.text(reply.message));
  result.set("status", Json.number(reply.status));
  const json = reply.json;
  if (json !== null) return result.set("json", json);
  return reply.isText ? result.set("body", Json.bytes(reply.body)) : result;
}
