/** One s-expression of a script. `start` and `end` are byte offsets into the source, `line` counts from one. */
export type Expression = List | Atom | Text;

export interface List {
  readonly kind: "list";
  readonly items: readonly Expression[];
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

export interface Atom {
  readonly kind: "atom";
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A string: its bytes after the escapes, which need not be UTF-8. */
export interface Text {
  readonly kind: "string";
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
}

const escapes: Readonly<Record<string, number>> = {
  t: 0x09,
  n: 0x0a,
  r: 0x0d,
  '"': 0x22,
  "'": 0x27,
  "\\": 0x5c,
};

const atomEnd = /[\s()"]|;;|$/g;

/**
 * Reads the s-expressions of a script in the text format of WebAssembly, without its comments and annotations.
 * @throws Error with the line of an unclosed list or string
 */
export function readExpressions(source: Uint8Array): List {
  // One character a byte, so that offsets are those of the source and strings keep what is not UTF-8.
  const text = Buffer.from(source.buffer, source.byteOffset, source.byteLength).toString("latin1");
  const lineAt = lines(text);
  const open: { start: number; items: Expression[] }[] = [];
  let items: Expression[] = [];
  let at = 0;

  const fail = (what: string, where: number): never => {
    throw new Error(`The script has ${what} at line ${lineAt(where)}.`);
  };

  while (at < text.length) {
    const here = text[at];
    if (here === " " || here === "\n" || here === "\t" || here === "\r") at++;
    else if (text.startsWith(";;", at)) at = endOfLine(text, at);
    else if (text.startsWith("(;", at)) at = endOfBlockComment(text, at) ?? fail("an unclosed comment", at);
    else if (here === "(") {
      open.push({ start: at, items });
      items = [];
      at++;
    } else if (here === ")") {
      const list = open.pop() ?? fail("a parenthesis too many", at);
      at++;
      const { start } = list;
      if (text[start + 1] !== "@")
        list.items.push({ kind: "list", items, line: lineAt(start), start, end: at });
      items = list.items;
    } else if (here === '"') {
      const string = readString(text, at) ?? fail("an unclosed string", at);
      items.push(string);
      at = string.end;
    } else {
      atomEnd.lastIndex = at + 1;
      const end = atomEnd.exec(text)?.index ?? text.length;
      items.push({ kind: "atom", text: text.slice(at, end), start: at, end });
      at = end;
    }
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined) fail("an unclosed list", unclosed.start);
  return { kind: "list", items, line: 1, start: 0, end: text.length };
}

/** The line of an offset, by halving the list of line ends. */
function lines(text: string): (offset: number) => number {
  const ends = Array.from(text.matchAll(/\n/g), ({ index }) => index);
  return (offset) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };
}

function endOfLine(text: string, start: number): number {
  const end = text.indexOf("\n", start);
  return end < 0 ? text.length : end + 1;
}

function endOfBlockComment(text: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text.startsWith("(;", at)) {
      depth++;
      at++;
    } else if (text.startsWith(";)", at)) {
      depth--;
      at++;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

function readString(text: string, start: number): Text | undefined {
  const bytes: number[] = [];
  let at = start + 1;
  while (at < text.length) {
    const here = text[at];
    if (here === '"') return { kind: "string", bytes: Uint8Array.from(bytes), start, end: at + 1 };
    if (here !== "\\") {
      bytes.push(text.charCodeAt(at++));
      continue;
    }
    const letter = text[at + 1] ?? "";
    const byte = escapes[letter];
    if (byte !== undefined) {
      bytes.push(byte);
      at += 2;
    } else if (letter === "u") {
      const close = text.indexOf("}", at);
      bytes.push(...Buffer.from(String.fromCodePoint(Number.parseInt(text.slice(at + 3, close), 16))));
      at = close + 1;
    } else {
      bytes.push(Number.parseInt(text.slice(at + 1, at + 3), 16));
      at += 3;
    }
  }
  return undefined;
}
