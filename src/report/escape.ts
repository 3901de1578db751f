/**
 * Names and messages come from benchmarks and from downloaded artifacts, so whoever opens a pull request can choose
 * them. Nothing of them reaches a report but through one of these functions.
 */

/** Characters (code points) that are left of a name. */
const nameLength = 100;
/** Characters (code points) that are left of a sentence. */
const sentenceLength = 300;

/**
 * The text on one line, without what cannot be seen: control characters (terminal escapes among them), format
 * characters (which turn the direction of text), lone surrogates. Longer text ends in an ellipsis.
 */
export function visibleText(text: string, length = sentenceLength): string {
  // of a text of megabytes only what can be shown is looked at, however much of it is space
  const line = text
    .slice(0, 32 * length)
    .toWellFormed()
    .replace(/[\s\p{Zl}\p{Zp}\u0085]+/gu, " ")
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu, "\u{fffd}")
    .trim();
  const characters = [...line];
  return characters.length <= length ? line : `${characters.slice(0, length - 1).join("")}…`;
}

/**
 * The text as code, for a sentence as well as for a cell of a table.
 *
 * A code span cannot hold every text: backticks end it, and in a table `|` ends the cell even inside of it, with rules
 * about backslashes on which parsers differ. Text with any of these becomes a code element of character references.
 */
export function inlineCode(text: string, length = nameLength): string {
  const visible = visibleText(text, length);
  if (visible === "") return "(empty)";
  return /[`|\\]/.test(visible) ? `<code>${references(visible)}</code>` : `\`${visible}\``;
}

/**
 * The text as prose. What stands in backticks is shown as code. Words of letters, digits and plain punctuation stay as they are; every word that could mean
 * something to Markdown or to GitHub (markup, links, mentions, references, commits) is shown as code.
 */
export function prose(text: string, length = sentenceLength): string {
  const visible = visibleText(text, length);
  if (visible === "") return inlineCode(visible);
  // only a span that stands by itself: next to other backticks it would be read otherwise
  const spans = visible.split(/(?<=^|[\s(])`([^`]+)`(?=$|[\s.,;:)])/);
  return spans.map((span, i) => (i % 2 === 1 ? inlineCode(span, length) : words(span, length))).join("");
}

function words(text: string, length: number): string {
  return text
    .split(" ")
    .map((word) => (word === "" || isPlainWord(word) ? word : inlineCode(word, length)))
    .join(" ");
}

function isPlainWord(word: string): boolean {
  const harmless = /^[\p{L}\p{N}\p{M}±%→–—…−+=/().,:;'"’?!-]+$/u.test(word);
  const link = /:\/\/|www\.|mailto:|xmpp:/i.test(word);
  const reference = /GH-\d|:[\w+-]+:|(?:^|[^0-9a-z])[0-9a-f]{7,40}(?:[^0-9a-z]|$)/i.test(word);
  const listOrRule = /^[-+=.]+$|^\d+[.)]$/.test(word);
  return harmless && !link && !reference && !listOrRule;
}

/** All that could be syntax as character references, which no syntax looks into. */
function references(text: string): string {
  return text.replace(/[!-,.:-@[-`{-~]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The address, fit for the target of a Markdown link; null when it is not https. */
export function linkTarget(address: string): string | null {
  if (!/^https:\/\/[^\s/]/.test(address)) return null;
  return address
    .toWellFormed()
    .replace(/[^A-Za-z0-9\-._~:/?#[\]@!$&*+,;=%]/gu, (character) =>
      /[()']/.test(character) ? `%${character.charCodeAt(0).toString(16)}` : encodeURIComponent(character),
    )
    .replace(/[[\]]/g, (bracket) => (bracket === "[" ? "%5B" : "%5D"));
}

/** The text as a label inside double quotes of a mermaid chart, whose quotes know no escape. */
export function chartLabel(text: string, length = 36): string {
  // An empty label is a syntax error there.
  return visibleText(text, length).replace(/[^A-Za-z0-9 ./_+-]/gu, "?") || "?";
}

/** The text for a terminal or the log of a workflow, where `::` at the start of a line and `##[` are commands. */
export function logText(text: string, length = sentenceLength): string {
  return visibleText(text, length).replace(/^::/, ": :").replaceAll("##[", "## [");
}
