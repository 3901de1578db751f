import { Flaw } from "./flaw.ts";

/** What is parsed of a JSON document that anybody may have written. */
export interface JsonLimits {
  readonly depth: number;
  /** Values of all kinds, and keys, in the whole document. */
  readonly values: number;
  /** Bytes of one string, as it is written. */
  readonly stringBytes: number;
}

const [quote, backslash] = [0x22, 0x5c];
const opening: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const closing: ReadonlySet<number> = new Set([0x5d, 0x7d]);
/** Comma and colon: each is followed by one more value. */
const separators: ReadonlySet<number> = new Set([0x2c, 0x3a]);

/**
 * Parses a document once it is known to be of a size, depth and number of values that cannot hurt: a parsed value takes
 * many times the memory of its text.
 *
 * @throws Flaw when it is beyond the limits, or not JSON in UTF-8
 */
export function parseForeignJson(bytes: Uint8Array, limits: JsonLimits): unknown {
  refuseExcess(bytes, limits);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new Flaw("it is not JSON in UTF-8");
  }
}

/** In one pass and without recursion. Of text that is not JSON it says nothing: the parser will. */
function refuseExcess(bytes: Uint8Array, limits: JsonLimits): void {
  let depth = 0;
  let values = 1;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === quote) {
      const end = endOfString(bytes, at + 1);
      if (end - at > limits.stringBytes) {
        throw new Flaw(`it has a string of more than ${limits.stringBytes} bytes`);
      }
      at = end;
    } else if (opening.has(byte)) {
      depth++;
      values++;
      if (depth > limits.depth) throw new Flaw(`it is nested more than ${limits.depth} deep`);
    } else if (closing.has(byte)) {
      depth--;
    } else if (separators.has(byte)) {
      values++;
    }
    if (values > limits.values) throw new Flaw(`it has more than ${limits.values} values`);
  }
}

/** Where the closing quote is, or the end of the text. */
function endOfString(bytes: Uint8Array, start: number): number {
  let at = start;
  while (at < bytes.length && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
  return at;
}
