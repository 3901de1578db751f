/** Bytes of files and programs, in arguments and results. */
import { Alphabet, decodeBase64, encodeBase64, Padding } from "./base64";
import { Bytes } from "./bytes";
import { Json } from "./json";
import { wellFormed } from "./utf8";

/** Bytes as a string, as text or base64. In text, what is no UTF-8 is U+FFFD. */
export function shown(bytes: Bytes, encoding: string): Json {
  return Json.bytes(encoding == "base64" ? encodeBase64(bytes, Alphabet.Standard, true) : wellFormed(bytes));
}

/** The bytes that an argument stands for; none when it is left out. */
export function meant(given: Json | null, encoding: string): Bytes {
  if (given === null) return new Bytes(0, 0);
  return encoding == "base64" ? decodeBase64(given.bytes, Alphabet.Either, Padding.Optional) : given.bytes;
}
