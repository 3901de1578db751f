import { Alphabet, decodeBase64, encodeBase64, Padding } from "../shared/base64";
import { Bytes } from "../shared/bytes";
import { Digest } from "../shared/digest/digest";
import { hmac } from "../shared/digest/hmac";
import { Md5 } from "../shared/digest/md5";
import { Sha1 } from "../shared/digest/sha1";
import { Sha256 } from "../shared/digest/sha256";
import { Sha512 } from "../shared/digest/sha512";
import { decodeHex, encodeHex } from "../shared/hex";
import { hexadecimal, Json } from "../shared/json";
import { give, input, refuse } from "../shared/kernel";
import { crc32 } from "./crc32";

export function run(): void {
  const given = input();
  const algorithm = given.textOf("algorithm", "sha256");
  const data = bytesOf(given, "data", "encoding");
  const key = given.has("key") ? bytesOf(given, "key", "keyEncoding") : null;
  const digest = digestOf(algorithm, data, key);
  const base64 = given.textOf("output", "hex") == "base64";
  const result = Json.object()
    .set("algorithm", Json.text((key === null ? "" : "hmac-") + algorithm))
    .set("digest", Json.bytes(base64 ? encodeBase64(digest, Alphabet.Standard, true) : encodeHex(digest)))
    .set("bytes", Json.number(data.size));
  const expected = given.get("expected");
  if (expected !== null) result.set("matches", Json.boolean(equals(digest, expectedDigest(expected.bytes, digest.size))));
  give(result);
}

function digestOf(algorithm: string, data: Bytes, key: Bytes | null): Bytes {
  if (algorithm == "crc32") {
    if (key !== null) refuse("there is no HMAC of crc32, which is no cryptographic hash; leave out `key`");
    return crc32(data);
  }
  const maker = makerOf(algorithm);
  return key === null ? maker().of(data) : hmac(maker, key, data);
}

function makerOf(algorithm: string): () => Digest {
  if (algorithm == "md5") return (): Digest => new Md5();
  if (algorithm == "sha1") return (): Digest => new Sha1();
  if (algorithm == "sha384") return (): Digest => new Sha512(48);
  if (algorithm == "sha512") return (): Digest => new Sha512(64);
  return (): Digest => new Sha256();
}

function bytesOf(given: Json, name: string, encodingName: string): Bytes {
  const member = given.get(name);
  if (member === null) return Bytes.of("");
  const encoding = given.textOf(encodingName, "text");
  if (encoding == "hex") return decodeHex(member.bytes);
  return encoding == "base64" ? decodeBase64(member.bytes, Alphabet.Either, Padding.Optional) : member.bytes;
}

/** A digest that is known: hexadecimal when it has as many digits as that needs, else base64. */
function expectedDigest(text: Bytes, size: i32): Bytes {
  return text.size == size * 2 && isHex(text) ? decodeHex(text) : decodeBase64(text, Alphabet.Either, Padding.Optional);
}

function isHex(text: Bytes): bool {
  for (let at = 0; at < text.size; at++) {
    if (hexadecimal(load<u8>(text.at + at)) < 0) return false;
  }
  return true;
}

/** Takes as long wherever they differ, as is usual for what may be a secret. */
function equals(one: Bytes, other: Bytes): bool {
  if (one.size != other.size) return false;
  let difference: u8 = 0;
  for (let at = 0; at < one.size; at++) difference |= load<u8>(one.at + at) ^ load<u8>(other.at + at);
  return difference == 0;
}
