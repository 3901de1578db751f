/** Bytes from which on a text is worth a look at what is in it. */
const large = 65_536;
/** Characters of a string that is left out of what is parsed. */
const longString = 4_096;
/** Strings of a text that are looked at: where none of the first is long, those that follow hardly are. */
const mostStrings = 64;

/** What a tool gave. */
export interface Output {
  /** What was no UTF-8 is U+FFFD. */
  readonly text: string;
  /** Large, and without backslashes and control characters: a string of it is whatever stands between two quotes. */
  readonly plain: boolean;
}

export function readOutput(bytes: Uint8Array): Output {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
  return { text, plain: bytes.length >= large && isPlain(bytes) };
}

/**
 * The output as text of a JSON object on one line; null when it is none. It is checked, because it becomes a part of a message: what
 * is no JSON would break it, and so would a line break.
 */
export function objectText({ text, plain }: Output): string | null {
  // most of a large result is one string, and to parse it takes longer than all else that is done with it
  const value = parsed(plain ? withoutLongStrings(text) : text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  return text.includes("\n") || text.includes("\r") ? JSON.stringify(value) : text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isPlain(bytes: Uint8Array): boolean {
  const from = -bytes.byteOffset & 3;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + from, (bytes.length - from) >> 2);
  const rest = [...bytes.subarray(0, from), ...bytes.subarray(from + 4 * words.length)];
  if (bytes.includes(0x5c) || rest.some((byte) => byte < 0x20)) return false;
  // the highest bit of each byte that is below a space; a borrow makes it wrong above the first of them, and there only
  let controls = 0;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? 0;
    controls |= (word - 0x20202020) & ~word & 0x80808080;
  }
  return controls === 0;
}

/** The same JSON with nothing in its first long strings. @param text plain */
function withoutLongStrings(text: string): string {
  const parts: string[] = [];
  let from = 0;
  let at = 0;
  for (let strings = 0; strings < mostStrings; strings++) {
    const open = text.indexOf('"', at);
    const close = text.indexOf('"', open + 1);
    if (open < 0 || close < 0) break;
    if (close - open > longString) {
      parts.push(text.slice(from, open + 1));
      from = close;
    }
    at = close + 1;
  }
  parts.push(text.slice(from));
  return parts.join("");
}
