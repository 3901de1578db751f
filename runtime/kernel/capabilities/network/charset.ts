import { isUtf8 } from "node:buffer";

/** Text in UTF-8, and the encoding that it was in. */
export interface DecodedText {
  /** The encoding's name (https://encoding.spec.whatwg.org/#names-and-labels). */
  readonly charset: string;
  readonly utf8: Uint8Array;
}

/** Where a page says of itself which encoding it is in (https://html.spec.whatwg.org/#prescan-a-byte-stream-to-determine-its-encoding). */
const prescanBytes = 1_024;

/**
 * A reply's body as text, by its type, the mark at its beginning, or what it says of itself; else UTF-8, and windows-1252 where a
 * `text` is not that. Null for what is no text.
 */
export function decodedText(body: Uint8Array, contentType: string): DecodedText | null {
  const type = contentType.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (!isTextual(type) && !(type === "" && isText(body))) return null;
  const label = markOf(body) ?? charsetOf(contentType) ?? declared(type, body) ?? "";
  const isOld = type.startsWith("text/") && !isWhole(body);
  const decoder = decoderFor(label) ?? new TextDecoder(isOld ? "windows-1252" : "utf-8");
  const { encoding: charset } = decoder;
  const hasMark = charset === "utf-8" && body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf;
  if (charset === "utf-8" && !hasMark && isUtf8(body)) return { charset, utf8: body };
  return { charset, utf8: new TextEncoder().encode(decoder.decode(body)) };
}

const textualTypes =
  /^text\/|\+(?:json|xml|yaml)$|^application\/(?:json|xml|javascript|ecmascript|graphql|yaml|toml|sql|x-(?:ndjson|yaml|javascript|www-form-urlencoded))$/;

function isTextual(type: string): boolean {
  return textualTypes.test(type);
}

function isText(body: Uint8Array): boolean {
  return !body.includes(0) && isWhole(body);
}

/** Whether it is UTF-8, but for a character at the end that was cut. */
function isWhole(body: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(body, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function markOf([first, second, third]: Uint8Array): string | null {
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  return first === 0xff && second === 0xfe ? "utf-16le" : null;
}

function charsetOf(contentType: string): string | null {
  return /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1] ?? null;
}

function declared(type: string, body: Uint8Array): string | null {
  const isHtml = type === "text/html";
  if (!isHtml && !/[/+]xml$/.test(type)) return null;
  const start = Buffer.from(body.subarray(0, prescanBytes)).toString("latin1");
  const xml = /^<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)/.exec(start)?.[1];
  const html = isHtml ? /<meta\s[^>]*?charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(start)?.[1] : undefined;
  const label = html ?? xml ?? null;
  // whoever can read this declaration byte by byte does not have UTF-16
  return label !== null && /^utf-?16/i.test(label) ? "utf-8" : label;
}

function decoderFor(label: string): TextDecoder | null {
  try {
    return label === "" ? null : new TextDecoder(label);
  } catch {
    return null;
  }
}
