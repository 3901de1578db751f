import { Alphabet, decodeBase64, encodeBase64, Padding } from "../shared/base64";
import { Bytes, isUtf8 } from "../shared/bytes";
import { decodeHex, encodeHex } from "../shared/hex";
import { Json } from "../shared/json";
import { give, input, refuse } from "../shared/kernel";

export function run(): void {
  const given = input();
  const text = given.get("data")!.bytes;
  const hexadecimal = given.textOf("plain", "text") == "hex";
  if (given.textOf("operation", "encode") == "encode") {
    const bytes = hexadecimal ? decodeHex(text) : text;
    answer(encoded(bytes, given), bytes.size);
    return;
  }
  const bytes = decoded(text, given);
  if (!hexadecimal && !isUtf8(bytes)) {
    refuse('these bytes are no text in UTF-8; with "plain": "hex" they are given in hexadecimal');
  }
  answer(hexadecimal ? encodeHex(bytes) : bytes, bytes.size);
}

function answer(data: Bytes, bytes: i32): void {
  give(Json.object().set("data", Json.bytes(data)).set("bytes", Json.number(bytes)));
}

function encoded(bytes: Bytes, given: Json): Bytes {
  const alphabet = given.textOf("alphabet", "standard");
  if (alphabet == "hex") return encodeHex(bytes);
  const isUrl = alphabet == "url";
  return encodeBase64(bytes, isUrl ? Alphabet.Url : Alphabet.Standard, given.flagOf("padding", !isUrl));
}

function decoded(text: Bytes, given: Json): Bytes {
  const alphabet = given.textOf("alphabet", "standard");
  if (alphabet == "hex") return decodeHex(text);
  const required = given.flagOf("padding", false);
  const padding = required ? Padding.Required : given.has("padding") ? Padding.Forbidden : Padding.Optional;
  return decodeBase64(text, alphabet == "url" ? Alphabet.Url : Alphabet.Standard, padding);
}
