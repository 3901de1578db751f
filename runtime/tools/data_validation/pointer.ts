import { Json } from "../shared/json";

/** A JSON pointer (RFC 6901) to a member of what another points to. */
export function pointerTo(pointer: string, name: string): string {
  const escaped = name.includes("~") || name.includes("/") ? name.replaceAll("~", "~0").replaceAll("/", "~1") : name;
  return pointer + "/" + escaped;
}

/** What a pointer points to; null when there is nothing. */
export function resolvePointer(document: Json, pointer: string): Json | null {
  if (pointer == "") return document;
  const tokens = pointer.split("/");
  if (tokens[0] != "") return null;
  let at = document;
  for (let index = 1; index < tokens.length; index++) {
    const token = tokens[index].replaceAll("~1", "/").replaceAll("~0", "~");
    const next = at.isArray ? item(at, token) : at.get(token);
    if (next === null) return null;
    at = next;
  }
  return at;
}

function item(array: Json, token: string): Json | null {
  if (token.length == 0 || token.length > 9 || (token.length > 1 && token.startsWith("0"))) return null;
  let index = 0;
  for (let at = 0; at < token.length; at++) {
    const digit = token.charCodeAt(at) - 0x30;
    if (digit < 0 || digit > 9) return null;
    index = index * 10 + digit;
  }
  return index < array.length ? array.items[index] : null;
}
