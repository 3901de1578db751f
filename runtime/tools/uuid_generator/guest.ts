import { Json } from "../shared/json";
import { give, input, operation, refuse } from "../shared/kernel";
import {
  hasTime,
  isUniform,
  msOf,
  nameUuid,
  randomUuid,
  readUuid,
  size,
  timeUuid,
  uniformUuid,
  uuidText,
  variantOf,
  versionOf,
} from "./uuid";

export function run(): void {
  const given = input();
  const operationName = given.textOf("operation", "generate");
  if (operationName == "generate") give(Json.object().set("uuids", generated(given)));
  else if (operationName == "validate") give(validated(given));
  else give(parsed(given));
}

function generated(given: Json): Json {
  const version = given.textOf("version", "v4");
  const uuids = Json.array();
  const isNamed = version == "v3" || version == "v5";
  if (!isNamed && (given.has("name") || given.has("namespace"))) refuse("only v3 and v5 are made of a name");
  if (version == "v4" || version == "v7") {
    const count = <i32>given.numberOf("count", 1);
    if (version == "v4") addRandom(uuids, count);
    else addTimed(uuids, count);
    return uuids;
  }
  if (given.numberOf("count", 1) != 1) refuse(version + " gives the same each time: there is only one");
  if (isNamed) add(uuids, nameUuid(version == "v3" ? 3 : 5, namespaceOf(given), nameOf(given).bytes));
  else add(uuids, uniformUuid(version == "nil" ? 0 : 0xff));
  return uuids;
}

function add(uuids: Json, at: usize): void {
  uuids.push(Json.text(uuidText(at)));
}

function randomBytes(count: i32): usize {
  return operation("random.bytes", Json.object().set("count", Json.number(count))).bodyAt;
}

function addRandom(uuids: Json, count: i32): void {
  const random = randomBytes(count * size);
  for (let index = 0; index < count; index++) add(uuids, randomUuid(random + index * size));
}

/** Each is greater than the one before. */
function addTimed(uuids: Json, count: i32): void {
  const random = randomBytes(count * size);
  let ms = <u64>operation("clock.now", Json.object()).json.numberOf("ms", 0);
  // half of the range is left to count in
  let counter: u32 = load<u16>(random, 6) & 0x7ff;
  for (let index = 0; index < count; index++) {
    add(uuids, timeUuid(random + index * size, ms, counter));
    counter++;
    if (counter > 0xfff) {
      counter = 0;
      ms++;
    }
  }
}

function namespaceOf(given: Json): usize {
  const namespace = given.textOf("namespace", "");
  if (namespace == "dns") return readUuid("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
  if (namespace == "url") return readUuid("6ba7b811-9dad-11d1-80b4-00c04fd430c8");
  if (namespace == "oid") return readUuid("6ba7b812-9dad-11d1-80b4-00c04fd430c8");
  if (namespace == "x500") return readUuid("6ba7b814-9dad-11d1-80b4-00c04fd430c8");
  const at = readUuid(namespace);
  if (at == 0) refuse("v3 and v5 need a `namespace`: dns, url, oid, x500 or a UUID");
  return at;
}

function nameOf(given: Json): Json {
  const name = given.get("name");
  if (name === null) refuse("v3 and v5 need a `name`");
  return name!;
}

function uuidOf(given: Json): string {
  if (!given.has("uuid")) refuse("this operation needs a `uuid`");
  return given.textOf("uuid", "");
}

function validated(given: Json): Json {
  const at = readUuid(uuidOf(given));
  const result = Json.object().set("valid", Json.boolean(at != 0));
  if (at != 0) describe(result, at);
  return result;
}

function parsed(given: Json): Json {
  const written = uuidOf(given);
  const at = readUuid(written);
  if (at == 0) refuse('"' + written + '" is no UUID: 32 hexadecimal digits, in groups of 8, 4, 4, 4 and 12');
  const result = Json.object().set("uuid", Json.text(uuidText(at)));
  describe(result, at);
  return result;
}

function describe(result: Json, at: usize): void {
  const isNil = isUniform(at, 0);
  const isMax = isUniform(at, 0xff);
  if (isNil || isMax) {
    result.set("version", Json.text(isNil ? "nil" : "max"));
    return;
  }
  const variant = variantOf(at);
  result.set("variant", Json.text(variant));
  if (variant != "rfc9562") return;
  const version = versionOf(at);
  result.set("version", Json.text("v" + version.toString()));
  if (hasTime(version)) result.set("ms", Json.number(<f64>msOf(at)));
}
