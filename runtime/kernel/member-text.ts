/**
 * The text of a member of a member of an object, as it stands in a JSON text: of `params` and `arguments`, the arguments of a call.
 * To make a large value into text anew takes longer than all else that is done with it.
 *
 * @param json sound JSON, an object
 * @returns null when the member is not there, or a name on the way is written with escapes
 */
export function memberText(json: string, outer: string, inner: string): string | null {
  const within = memberSpan(json, skipSpace(json, 0), outer);
  const span = within && json[within.from] === "{" ? memberSpan(json, within.from, inner) : null;
  return span && json.slice(span.from, span.to);
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Where the value of a member lies. Of members with one name the last one counts, as it does for `JSON.parse`. */
function memberSpan(json: string, objectAt: number, name: string): Span | null {
  let found: Span | null = null;
  let at = skipSpace(json, objectAt + 1);
  while (json[at] === '"') {
    const nameEnd = stringEnd(json, at);
    const member = json.slice(at + 1, nameEnd - 1);
    if (member.includes("\\")) return null;
    const from = skipSpace(json, skipSpace(json, nameEnd) + 1);
    const to = valueEnd(json, from);
    if (member === name) found = { from, to };
    const next = skipSpace(json, to);
    at = json[next] === "," ? skipSpace(json, next + 1) : next;
  }
  return found;
}

function valueEnd(json: string, from: number): number {
  let depth = 0;
  let at = from;
  do {
    const mark = json[at];
    if (mark === '"') at = stringEnd(json, at);
    else if (mark === "{" || mark === "[" || mark === "}" || mark === "]") {
      depth += mark === "{" || mark === "[" ? 1 : -1;
      at++;
    } else return first(afterWord, json, at);
    if (depth > 0) at = first(bracketOrQuote, json, at);
  } while (depth > 0);
  return at;
}

/** @param from where its first quote is */
function stringEnd(json: string, from: number): number {
  let quote = json.indexOf('"', from + 1);
  while (isEscaped(json, quote)) quote = json.indexOf('"', quote + 1);
  return quote + 1;
}

/** Whether an odd number of backslashes stands before it. */
function isEscaped(json: string, at: number): boolean {
  let before = at - 1;
  while (json[before] === "\\") before--;
  return (at - before) % 2 === 0;
}

function skipSpace(json: string, from: number): number {
  return first(noSpace, json, from);
}

const noSpace = /[^ \t\n\r]/g;
const bracketOrQuote = /["{}[\]]/g;
/** What a number, `true`, `false` and `null` end at. */
const afterWord = /[ \t\n\r,}\]]/g;

/** Where the first character of a kind stands. */
function first(kind: RegExp, json: string, from: number): number {
  kind.lastIndex = from;
  return kind.exec(json)?.index ?? json.length;
}
